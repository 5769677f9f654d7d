"""A chart drawn as a file: the export figure, drawn by Chromium, with its texts inside."""

from collections.abc import Iterable

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import Canvas
from dashboard.exports import png, svg
from dashboard.exports.cards import drawable
from dashboard.exports.chart import ExportedChart
from dashboard.exports.land import with_land
from dashboard.exports.picture import FONT_IN_PICTURES, export_figure
from dashboard.exports.printing import photographed
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import Size
from dashboard.exports.texts import xml_texts
from dashboard.views import looks as look

FORMS = ("png", "svg")
# On a slide 12 pixels of its canvas are 22 of the screen, as in pictures.
MAP_ON_SLIDE = Size("map", "The map on a slide", 2242, 779, 2.375)


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


def draw_maps(charts: Iterable[ExportedChart], renderer: Renderer) -> dict[str, bytes]:
    """What `maps_among` finds, for slides, by the charts' file names: PNG files of MAP_ON_SLIDE.

    Title and sources stand on the slide around them. Raises PictureError where Chromium cannot draw them.
    """
    return {chart.file_name: with_sources(chart, draw_map(chart, renderer)) for chart in maps_among(charts)}


def maps_among(charts: Iterable[ExportedChart]) -> list[ExportedChart]:
    """The charts that no program for slides has a chart for: maps, and charts of two indicators."""
    return [chart for chart in charts if chart.view.form == "map" or chart.view.is_pair]


def draw_map(chart: ExportedChart, renderer: Renderer) -> bytes:
    """The map of a chart as a PNG file, as it is on a slide, without texts inside."""
    across, down = MAP_ON_SLIDE.canvas
    drawn = with_land(plotly_figure(chart.view, chart.numbered_scene, Canvas(across, down, grows=False)))
    drawn["layout"] |= {"width": across, "height": down, "paper_bgcolor": "#ffffff", "plot_bgcolor": "#ffffff"}
    drawn["layout"]["font"] = {"family": FONT_IN_PICTURES, "size": 14, "color": look.TEXT}
    return renderer.draw(xml_texts(drawn), MAP_ON_SLIDE, "png")


def with_sources(chart: ExportedChart, picture: bytes) -> bytes:
    """A PNG file with the texts of its chart inside."""
    return png.with_texts(picture, provenance_texts(chart))
