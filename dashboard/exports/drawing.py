"""A chart drawn as a file: the export figure, drawn by Chromium, with its texts inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import Canvas
from dashboard.exports import png, svg
from dashboard.exports.cards import drawable
from dashboard.exports.chart import ExportedChart
from dashboard.exports.land import with_land
from dashboard.exports.picture import FONT_IN_PICTURES, export_figure, own_legend_height
from dashboard.exports.printing import photographed
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import Size
from dashboard.exports.texts import xml_texts
from dashboard.views import looks as look

if TYPE_CHECKING:
    from dashboard.exports.theme import Theme  # with the library for slides, which pictures do not need

FORMS = ("png", "svg")
_AROUND_LEGEND = 16  # pixels above and below the rows of a map's own


@dataclass(frozen=True, slots=True)
class MapPlace:
    """Where a map stands on slides: how large it is there, and the theme that they have, if any."""

    size: Size
    theme: "Theme | None"


def draw_picture(chart: ExportedChart, size: Size, form: str, renderer: Renderer) -> bytes:
    """The picture of a chart as one of FORMS. Raises PictureError where Chromium cannot draw it."""
    texts, figure = provenance_texts(chart), export_figure(chart, size)
    # Letters of other scripts are in faces of their own, which only a document has inside.
    is_foreign = form == "png" and not drawable(f"{chart.own.title}{chart.own.subtitle}")
    drawn = renderer.draw(figure, size, "svg" if is_foreign else form)
    if form == "svg" or is_foreign:
        document = svg.finished(drawn.decode(), texts)
        drawn = photographed(document, size.width, size.height) if is_foreign else document.encode()
    return png.with_texts(drawn, texts, size.dpi) if form == "png" else drawn


def draw_maps(charts: Iterable[ExportedChart], renderer: Renderer, place: MapPlace) -> dict[str, bytes]:
    """What `maps_among` finds, for their place on slides, by the charts' file names: PNG files.

    Title and sources stand on the slide around them. Raises PictureError where Chromium cannot draw them.
    """
    return {chart.file_name: with_sources(chart, draw_map(chart, renderer, place)) for chart in maps_among(charts)}


def maps_among(charts: Iterable[ExportedChart]) -> list[ExportedChart]:
    """The charts that no program for slides has a chart for: maps, and charts of two indicators."""
    return [chart for chart in charts if chart.view.form == "map" or chart.view.is_pair]


def draw_map(chart: ExportedChart, renderer: Renderer, place: MapPlace) -> bytes:
    """The map of a chart as a PNG file, as it is on a slide, without texts inside.

    In a theme it has no ground of its own, so that it stands on that of the slide, and the font of the theme where that
    is known to the computer which draws it.
    """
    across, down = place.size.canvas
    drawn = with_land(_above_legend(chart, across, down))
    ground = "rgba(0,0,0,0)" if place.theme else "#ffffff"
    drawn["layout"] |= {"width": across, "height": down, "paper_bgcolor": ground, "plot_bgcolor": ground}
    own_font = f"'{place.theme.font}', " if place.theme and place.theme.font else ""
    drawn["layout"]["font"] = {"family": f"{own_font}{FONT_IN_PICTURES}", "size": 14, "color": look.TEXT}
    if place.theme:
        has_classes = bool(chart.scene.outlines) or chart.scene.is_filled
        drawn = place.theme.painted(drawn, () if has_classes else (line.colour for line in chart.scene.drawn))
    return renderer.draw(xml_texts(drawn), place.size, "png")


def _above_legend(chart: ExportedChart, across: int, down: int) -> dict[str, Any]:
    """The figure of a chart with room for all rows of its own legend, which would push it away from its labels."""
    drawn = plotly_figure(chart.view, chart.numbered_scene, Canvas(across, down, grows=False))
    below = drawn["layout"]["margin"]["b"]
    more = int(own_legend_height(drawn, across)) + _AROUND_LEGEND - below
    if more > 0:
        drawn = plotly_figure(chart.view, chart.numbered_scene, Canvas(across, down - more, grows=False))
        drawn["layout"]["margin"] |= {"b": below + more, "autoexpand": False}
    return drawn


def with_sources(chart: ExportedChart, picture: bytes) -> bytes:
    """A PNG file with the texts of its chart inside."""
    return png.with_texts(picture, provenance_texts(chart))
