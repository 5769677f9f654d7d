"""The map of one year: the provinces of one country by class, or countries: filled by class, or as circles by size."""

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard.charts.geometry import Canvas
from dashboard.charts.map_circles import countries
from dashboard.charts.map_fills import EDGE, MOVED, Classes, Fill, classes_of, legend
from dashboard.charts.map_ground import OUTLINE, QUIET_EDGE, filling, labels_beside, layout_of, room, spot_of
from dashboard.charts.map_world import LABELLED, label_dots, moved_text, world
from dashboard.charts.text import hover_text, told
from dashboard.views import looks as look
from dashboard.views.points import Line, Point
from dashboard.views.scene import Moved, Scene
from dashboard.views.view import View
from dashboard.words.numbers import number as number_of

DOT = 20  # pixels across, of a part without an outline
_LABEL_DOT = 6
_MARGIN = {"l": 8, "r": 8, "t": 8, "b": 60}
_BORDER = 0.4  # degrees around the country
_PART_WITHOUT_OUTLINE = Fill("part without an outline", is_dot=True)
_WITHOUT_FIGURE = Fill("no figure", QUIET_EDGE, is_open=True)
Ring = Sequence[Sequence[float]]
PointOfArea = tuple[Line, Point]


def map_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as a map."""
    points = {line.series.area.area: (line, line.points[-1]) for line in scene.drawn if line.points}
    if scene.outlines:
        return _country(view, scene, canvas, points)
    return world(view, scene, canvas, points) if scene.is_filled else countries(view, scene, canvas, points)


def _country(view: View, scene: Scene, canvas: Canvas, points: dict[str, PointOfArea]) -> dict[str, Any]:
    classes = classes_of(scene)
    moved = {one.area.area: one for one in scene.moved}
    data = [
        _outline(area, rings, points.get(area), moved.get(area), classes, scene)
        for area, rings in scene.outlines.items()
    ]
    without = {area: pair for area, pair in points.items() if area not in scene.outlines}
    data += [_circles(list(without.values()), classes, scene)] if without else []
    data += [_handles([pair for area, pair in points.items() if area in scene.outlines], scene)]
    data += legend(classes, scene, [*([_PART_WITHOUT_OUTLINE] if without else []), _WITHOUT_FIGURE])
    corners = [corner for rings in scene.outlines.values() for ring in rings for corner in ring]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    frame = filling((west, east, south, north), _BORDER, *room(canvas, _MARGIN))
    dots = [
        spot_of(line, point, DOT, frame, look.TEXT)
        for line, point in without.values()
        if line.series.area.latitude is not None
    ]
    largest = [
        spot_of(line, point, _LABEL_DOT, frame, look.TEXT)
        for line, point in sorted(points.values(), key=lambda pair: -abs(pair[1].value or 0.0))[:LABELLED]
        if point.value and line.series.area.area in scene.outlines and line.series.area.latitude is not None
    ]
    data += [label_dots(largest)] if largest else []
    layout = layout_of(view, canvas, frame, _MARGIN)
    # Only as much as the country takes, so that it is as large on a narrow screen as it can be.
    layout["xaxis"]["range"] = [west - _BORDER, east + _BORDER]
    layout["yaxis"] |= {"range": [south - _BORDER, north + _BORDER], "constrain": "domain"}
    return {
        "data": data,
        "layout": layout | {"showlegend": True, "annotations": labels_beside([*dots, *largest], frame, scene)},
    }


def _outline(
    area: str, rings: Sequence[Ring], pair: PointOfArea | None, moved: Moved | None, classes: Classes, scene: Scene
) -> dict[str, Any]:
    """One province: filled by its class, hatched where it is poppy-free, empty where there is no figure."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*(corner[0] for corner in ring), None]
        y += [*(corner[1] for corner in ring), None]
    fill = classes.of(pair[1]) if pair else MOVED[moved.kind] if moved else None
    number = pair[1].number if pair else number_of(moved.now, scene.indicator) if moved else None
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "line": EDGE,
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": hover_text(pair[1], pair[0], scene)
        if pair
        else moved_text(moved, scene)
        if moved
        else f"{escape(scene.name_of(area))}: no figure",
        "showlegend": False,
        "meta": {"address": number.href if number else ""},
    }
    if number is None:
        trace["line"] = {"color": QUIET_EDGE, "width": 0.8, "dash": "dot"}
    return trace | (fill.of_shape if fill else {})


def _handles(pairs: list[PointOfArea], scene: Scene) -> dict[str, Any]:
    """Invisible points in the middle of the provinces, for the keyboard."""
    placed = [(line, point) for line, point in pairs if line.series.area.latitude is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [line.series.area.longitude for line, _ in placed],
        "y": [line.series.area.latitude for line, _ in placed],
        "marker": {"size": 10, "opacity": 0},
        **told(placed, scene),
        "showlegend": False,
    }


def _circles(pairs: list[PointOfArea], classes: Classes, scene: Scene) -> dict[str, Any]:
    """Parts of a country that have no outline of their own."""
    trace = _handles(pairs, scene)
    values = [point.value or 0.0 for line, point in pairs if line.series.area.latitude is not None]
    trace["marker"] = {
        "size": DOT,
        "color": [classes.of_value(value).colour for value in values],
        "line": {"color": OUTLINE, "width": 1},
    }
    return trace
