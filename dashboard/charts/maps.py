"""The map of one year: the provinces of one country by class, or producing countries as circles by size."""

from collections.abc import Sequence
from html import escape
from itertools import zip_longest
from typing import Any

from dashboard.charts.geometry import Canvas
from dashboard.charts.map_circles import countries
from dashboard.charts.map_ground import OUTLINE, filling, labels_beside, layout_of, readable, room, spot_of
from dashboard.charts.text import hover_text, told
from dashboard.views import looks as look
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.numbers import format_value

# Five steps of one hue, evenly darker, so that they can be told apart in grey too.
CLASS_COLOURS = ("#dcd5ea", "#b9a8d3", "#9179b8", "#694c98", "#412a6b")
_CLASSES = len(CLASS_COLOURS)
DOT = 20  # pixels across, of a part without an outline
HATCH = {"shape": "/", "size": 7, "solidity": 0.25, "fgcolor": "#4f8f2f", "bgcolor": "rgba(0,0,0,0)"}
_EDGE = {"color": OUTLINE, "width": 0.8}
_MARGIN = {"l": 8, "r": 8, "t": 8, "b": 60}
_BORDER = 0.4  # degrees around the country
Ring = Sequence[Sequence[float]]


def class_bounds(values: Sequence[float]) -> list[float]:
    """The lower bounds of at most five classes of about as many values each, as readable numbers; the first is zero."""
    above = sorted(value for value in values if value > 0)
    if not above:
        return []
    fifths = [above[len(above) * fifth // _CLASSES] for fifth in range(1, _CLASSES)]
    return [0.0, *sorted({readable(value) for value in fifths})]


def map_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as a map."""
    points = {line.series.area.area: (line, line.points[-1]) for line in scene.drawn if line.points}
    if scene.outlines:
        return _country(view, scene, canvas, points)
    return countries(view, scene, canvas, points)


def _country(view: View, scene: Scene, canvas: Canvas, points: dict[str, tuple[Line, Point]]) -> dict[str, Any]:
    bounds = class_bounds(scene.every_value)
    data = [_outline(area, rings, points.get(area), bounds, scene) for area, rings in scene.outlines.items()]
    without = {area: pair for area, pair in points.items() if area not in scene.outlines}
    data += [_circles(list(without.values()), bounds, scene)] if without else []
    data += [_handles([pair for area, pair in points.items() if area in scene.outlines], scene)]
    data += _legend(bounds, scene, has_dots=bool(without))
    corners = [corner for rings in scene.outlines.values() for ring in rings for corner in ring]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    frame = filling((west, east, south, north), _BORDER, *room(canvas, _MARGIN))
    dots = [
        spot_of(line, point, DOT, frame, look.TEXT)
        for line, point in without.values()
        if line.series.area.latitude is not None
    ]
    layout = layout_of(view, canvas, frame, _MARGIN)
    # Only as much as the country takes, so that it is as large on a narrow screen as it can be.
    layout["xaxis"]["range"] = [west - _BORDER, east + _BORDER]
    layout["yaxis"] |= {"range": [south - _BORDER, north + _BORDER], "constrain": "domain"}
    return {"data": data, "layout": layout | {"showlegend": True, "annotations": labels_beside(dots, frame)}}


def _outline(
    area: str, rings: Sequence[Ring], pair: tuple[Line, Point] | None, bounds: list[float], scene: Scene
) -> dict[str, Any]:
    """One province: filled by its class, hatched where it is poppy-free, empty where there is no figure."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*(corner[0] for corner in ring), None]
        y += [*(corner[1] for corner in ring), None]
    point = pair[1] if pair else None
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": "rgba(0,0,0,0)",
        "line": _EDGE,
        "hoveron": "fills",
        "hoverinfo": "text",
        "text": hover_text(point, pair[0], scene) if pair and point else f"{escape(scene.name_of(area))}: no figure",
        "showlegend": False,
        "meta": {"address": point.number.href if point else ""},
    }
    if point is None:
        trace["line"] = {"color": "#aab2bb", "width": 0.8, "dash": "dot"}
    elif point.observation.is_poppy_free:
        trace["fillpattern"] = HATCH
    elif point.value is not None:
        trace["fillcolor"] = _colour(point.value, bounds)
    return trace


def _colour(value: float, bounds: list[float]) -> str:
    step = sum(value >= bound for bound in bounds) - 1
    return CLASS_COLOURS[max(0, step) + len(CLASS_COLOURS) - max(1, len(bounds))]


def _handles(pairs: list[tuple[Line, Point]], scene: Scene) -> dict[str, Any]:
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


def _circles(pairs: list[tuple[Line, Point]], bounds: list[float], scene: Scene) -> dict[str, Any]:
    """Parts of a country that have no outline of their own."""
    trace = _handles(pairs, scene)
    values = [point.value or 0.0 for line, point in pairs if line.series.area.latitude is not None]
    trace["marker"] = {
        "size": DOT,
        "color": [_colour(value, bounds) for value in values],
        "line": {"color": OUTLINE, "width": 1},
    }
    return trace


def _legend(bounds: list[float], scene: Scene, *, has_dots: bool) -> list[dict[str, Any]]:
    """The classes, poppy-free and no figure, as entries that stand for no data."""
    names = [
        f"{format_value(low)} to {format_value(high)}" if high else f"{format_value(low)} and more"
        for low, high in zip_longest(bounds, bounds[1:])
    ]
    colours = CLASS_COLOURS[len(CLASS_COLOURS) - len(bounds) :]
    entries = [
        _entry(escape(f"{name} {scene.indicator.short_unit}"), {"color": colour, "line": _EDGE})
        for name, colour in zip(names, colours, strict=True)
    ]
    if any(point.observation.is_poppy_free for point in scene.points):
        entries.append(_hatched("poppy-free"))
    if has_dots:
        entries.append(_entry("part without an outline", {"color": "rgba(0,0,0,0)", "symbol": "circle", "line": _EDGE}))
    return [*entries, _entry("no figure", {"color": "#aab2bb", "symbol": "square-open"})]


def _hatched(name: str) -> dict[str, Any]:
    """A square of the legend that is hatched as the map is, which only bars can be there."""
    marker = {"color": "rgba(0,0,0,0)", "pattern": HATCH, "line": _EDGE}
    return {"type": "bar", "x": [None], "y": [None], "name": name, "marker": marker, "hoverinfo": "skip"}


def _entry(name: str, marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [None],
        "y": [None],
        "name": name,
        "marker": {"symbol": "square", "size": 13} | marker,
        "hoverinfo": "skip",
    }
