"""The maps of slides, kept: a Chromium takes a second or two to start, and many readers ask for the same briefing."""

from collections.abc import Sequence
from threading import Lock

from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawing import MapPlace, draw_map, maps_among, with_sources
from dashboard.exports.renderer import Renderer
from dashboard.views.view import View

_MOST = 64  # of about 100 kB each

_Known = tuple[str, View, str, MapPlace]


class KeptMaps:
    """The maps that were asked for last, each drawn once an edition; may be used from several threads."""

    def __init__(self) -> None:
        self._kept: dict[_Known, bytes] = {}
        self._turn = Lock()

    def of(self, charts: Sequence[ExportedChart], place: MapPlace) -> dict[str, bytes]:
        """The maps among some charts, as `draw_maps` gives them; only what is not kept needs a Chromium.

        Raises NoBrowserError or PictureError where one cannot be drawn.
        """
        wanted = maps_among(charts)
        with self._turn:  # who waits here finds the map that the one before has drawn
            missing = [chart for chart in wanted if _known_by(chart, place) not in self._kept]
            if missing:
                with Renderer() as renderer:
                    drawn = {_known_by(chart, place): draw_map(chart, renderer, place) for chart in missing}
                self._kept |= drawn
            pictures = {chart.file_name: self._kept[_known_by(chart, place)] for chart in wanted}
            for key in list(self._kept)[:-_MOST]:
                del self._kept[key]
        return {chart.file_name: with_sources(chart, pictures[chart.file_name]) for chart in wanted}


def _known_by(chart: ExportedChart, place: MapPlace) -> _Known:
    """What a map is known by: a briefing has other numbers of sources at its places than the view alone."""
    return chart.edition.name, chart.view, chart.page, place
