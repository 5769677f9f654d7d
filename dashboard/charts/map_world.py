"""The map of countries, filled by their class: of the world, or of one of its regions.

The corners of the countries are left to whoever draws the chart (`dashboard.charts.outlines`); a trace names the
countries that it fills alike. Figures are told by points in the middle of their countries, which are not seen: the
pointer finds the country that it is in, and the keyboard walks from point to point.
"""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from dashboard.charts.geometry import Canvas
from dashboard.charts.map_fills import MOVED, WITHOUT_FIGURE, Fill, classes_of, legend
from dashboard.charts.map_ground import (
    OUTLINE,
    QUIET_EDGE,
    Frame,
    Spot,
    bounds_of_zoom,
    filling,
    labels_beside,
    layout_of,
    room,
    spot_of,
)
from dashboard.charts.outlines import REGIONS, WORLD, OutlinedPlace, bounds_in_degrees, projected
from dashboard.charts.text import HOVER, hover_text
from dashboard.views import looks as look
from dashboard.views.points import Line, Point
from dashboard.views.scene import Moved, Scene
from dashboard.views.view import MOVED_NAMES, ZOOMS, View
from dashboard.words.numbers import number
from etl.figures.areas import Area

_MARGIN = {"l": 8, "r": 8, "t": 8, "b": 60}
_WHOLE_WORLD = (-169.0, 180.0, -60.0, 84.0)  # degrees, without Antarctica
_WIDEST = 180.0  # on the axes, around a region; what is farther around the globe would lack its largest countries
LABELLED = 5  # areas, those with the largest figures
_SMALLEST_SHAPE = 5  # pixels, of the longer side of a country that is seen; a smaller one is a dot
_DOT, _HOLLOW = 8, 4  # pixels across
_BORDERS = {"color": QUIET_EDGE, "width": 0.8}
Bounds = tuple[float, float, float, float]  # west, east, south and north
_GROUND = Fill("", "rgba(138,148,160,0.25)")


def moved_text(moved: Moved, scene: Scene) -> str:
    """What a hover label says of an area without a change that can be computed."""
    shown = number(moved.now, scene.indicator).text
    why = f"<br>{escape(moved.why)}" if moved.why else ""
    return (
        f"<b>{escape(moved.area.name)}: {escape(MOVED_NAMES[moved.kind])}</b>{why}"
        f"<br>{moved.now.period}: {escape(shown)}; compared with {scene.changes_since}"
    )


def world(view: View, scene: Scene, canvas: Canvas, points: dict[str, tuple[Line, Point]]) -> dict[str, Any]:
    """The figure of a view as a map of filled countries."""
    zoom = view.zoom or (view.group if view.group in ZOOMS else "")
    file, bounds = (REGIONS, bounds_of_zoom(zoom)) if zoom else (WORLD, _WHOLE_WORLD)
    meridian = round((bounds[0] + bounds[1]) / 2) if zoom else 0
    box = _projected_bounds(bounds, meridian)
    frame = filling(box, 0, *room(canvas, _MARGIN), stretch=1.0)

    def place_of(area: Area) -> OutlinedPlace:
        return projected(area.longitude or 0.0, area.latitude or 0.0, meridian)

    classes = classes_of(scene)
    fills = {area: fill for area, (_, point) in points.items() if (fill := classes.of(point)) is not None}
    fills |= {one.area.area: MOVED[one.kind] for one in scene.moved}
    drawn = bounds_in_degrees(file)
    large = {area for area, box in drawn.items() if _is_seen(box, frame, meridian)}
    shapes: dict[Fill, list[str]] = {_GROUND: []}
    for area in drawn:
        is_asked = not scene.among or area in scene.among
        shapes.setdefault(fills.get(area) or (WITHOUT_FIGURE if is_asked else _GROUND), []).append(area)
    told = [
        one for one in _told(scene, points) if one[0].latitude is not None and _is_within(place_of(one[0]), frame.box)
    ]
    dots = [(area, fills.get(area.area)) for area, *_ in told if area.area not in large]
    spots = [
        spot_of(line, point, _DOT, frame, look.TEXT, place_of(line.series.area))
        for line, point in (_largest(points.values(), box, place_of) if scene.is_ranked else ())
    ]
    layout = layout_of(view, canvas, frame, _MARGIN) | {
        "showlegend": True,
        "annotations": labels_beside(spots, frame, scene),
        "meta": {"outlines": {"file": file, "meridian": meridian, "box": box}},
    }
    if not zoom or frame.east - frame.west > _WIDEST:  # as large as there is room, with nothing around it
        layout["xaxis"] |= {"range": [box[0], box[1]], "constrain": "domain"}
        layout["yaxis"] |= {"range": [box[2], box[3]], "constrain": "domain"}
    data = [
        *(_shape(fill, areas) for fill, areas in shapes.items() if areas),
        *([_dots(dots, place_of)] if dots else []),
        *([label_dots(spots)] if spots else []),
        _handles(told, place_of),
        *legend(classes, scene, [WITHOUT_FIGURE] if WITHOUT_FIGURE in shapes else []),
    ]
    return {"data": data, "layout": layout}


def _projected_bounds(bounds: Bounds, meridian: float) -> Bounds:
    """The box on the axes around a box of degrees, whose sides are longest where it is nearest to the equator."""
    west, east, south, north = bounds
    widest = min(max(0.0, south), north)
    sides = (projected(side, widest, meridian)[0] for side in (west, east))
    ends = (projected(meridian, end, meridian)[1] for end in (south, north))
    return *sides, *ends  # type: ignore[return-value]


def _is_seen(box: Bounds, frame: Frame, meridian: float) -> bool:
    """Whether a country is large enough to be seen as a shape."""
    west, east, south, north = box
    middle = (south + north) / 2
    across = projected(east, middle, meridian)[0] - projected(west, middle, meridian)[0]
    down = projected(west, north, meridian)[1] - projected(west, south, meridian)[1]
    return max(abs(across), down) * frame.width / (frame.east - frame.west) >= _SMALLEST_SHAPE


def _is_within(place: OutlinedPlace, box: Bounds) -> bool:
    west, east, south, north = box
    return west <= place[0] <= east and south <= place[1] <= north


ToldOfMap = tuple[Area, str, str]  # an area, what a hover label says of it, and where that leads


def _told(scene: Scene, points: dict[str, tuple[Line, Point]]) -> list[ToldOfMap]:
    """What is said of every area: its figure, why there is no change, or that there is no figure."""
    return [
        *((line.series.area, hover_text(point, line, scene), point.number.href) for line, point in points.values()),
        *((one.area, moved_text(one, scene), number(one.now, scene.indicator).href) for one in scene.moved),
        *((area, f"{escape(area.name)}: no figure", "") for area in scene.missing),
    ]


def _largest(
    pairs: Iterable[tuple[Line, Point]], box: Bounds, place_of: Callable[[Area], OutlinedPlace]
) -> list[tuple[Line, Point]]:
    """The largest figures, or changes, of what the map is about: the world, or the region that is shown large."""
    shown = [
        (line, point)
        for line, point in pairs
        if point.value and line.series.area.latitude is not None and _is_within(place_of(line.series.area), box)
    ]
    return sorted(shown, key=lambda pair: -abs(pair[1].value or 0.0))[:LABELLED]


def _shape(fill: Fill, areas: list[str]) -> dict[str, Any]:
    """The countries that are filled alike, without their corners."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [],
        "y": [],
        "fill": "toself",
        **fill.of_shape,
        "line": _BORDERS,
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": {"areas": areas},
    }


def _dots(dots: Sequence[tuple[Area, Fill | None]], place_of: Callable[[Area], OutlinedPlace]) -> dict[str, Any]:
    """Countries that are too small to be filled; hollow ones have no figure in the year, and no class."""
    places = [place_of(area) for area, _ in dots]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {
            "opacity": 1,
            "size": [_DOT if fill else _HOLLOW for _, fill in dots],
            "color": [fill.colour if fill else "rgba(0,0,0,0)" for _, fill in dots],
            "line": {"color": OUTLINE, "width": 1},
        },
        "hoverinfo": "skip",
        "showlegend": False,
    }


def label_dots(spots: Sequence[Spot]) -> dict[str, Any]:
    """The points that the labels of the largest figures are beside."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [spot.place[0] for spot in spots],
        "y": [spot.place[1] for spot in spots],
        "marker": {"size": 4, "color": look.TEXT, "line": {"color": "#ffffff", "width": 1}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _handles(told: Sequence[ToldOfMap], place_of: Callable[[Area], OutlinedPlace]) -> dict[str, Any]:
    """What is said of each country, at a point in it that is not seen."""
    places = [place_of(area) for area, *_ in told]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {"size": _DOT, "opacity": 0},
        "text": [text for _, text, _ in told],
        "hovertemplate": HOVER,
        "customdata": [address for *_, address in told],
        "meta": {"areas": [area.area for area, *_ in told]},
        "showlegend": False,
    }
