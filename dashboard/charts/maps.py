"""The map of one year: the provinces of one country by class, or producing countries as circles by size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from typing import Any

from dashboard import look
from dashboard.charts.geometry import Box, Canvas, place_beside
from dashboard.charts.scene import Scene
from dashboard.charts.text import hover_text
from dashboard.numbers import format_value
from dashboard.points import Line, Point
from dashboard.records import Area
from dashboard.view import View

# Five steps of one hue, evenly darker, so that they can be told apart in grey too.
CLASS_COLOURS = ("#dcd5ea", "#b9a8d3", "#9179b8", "#694c98", "#412a6b")
LARGEST_CIRCLE, SMALLEST_CIRCLE, DOT = 70, 5, 20  # pixels across; a dot stands for a part without an outline
KEY_SHARES = (0.5, 0.1, 0.01)  # of the largest figure, for the circles of the key
GRATICULE = (1, 2, 5, 10, 20, 30)  # degrees between its lines
BETWEEN_MERIDIANS = 110  # pixels, at least
LABEL_SIZE, LABEL_CHARACTER, LABEL_HEIGHT = 12, 6.6, 16
HATCH = {"shape": "/", "size": 7, "solidity": 0.25, "fgcolor": "#4f8f2f", "bgcolor": "rgba(0,0,0,0)"}
OUTLINE = "#8a94a0"
_SOLID, _DASHED = {"color": OUTLINE, "width": 1}, {"color": OUTLINE, "width": 1.2, "dash": "dot"}
_HOLLOW = 6  # pixels, the radius of the circle of an area without a figure
_MARGIN = {"l": 8, "r": 8, "t": 8, "b": 60}
_MARGIN_WITH_KEY = {"l": 52, "r": 12, "t": 8, "b": 90}
_BORDER, _WIDE_BORDER = 0.4, 12  # degrees around a country and around countries
_KEY_MIDDLE = 30  # pixels from the foot of the chart up to the middle of its key
_ENDS = {"WE": 180, "SN": 90}  # degrees, by the letters of the directions
Ring = Sequence[Sequence[float]]


def class_bounds(values: Sequence[float]) -> list[float]:
    """The lower bounds of at most five classes: round numbers, each a few times the one before."""
    largest = max(values, default=0)
    if largest <= 0:
        return []
    bounds = [_round_down(largest * share) for share in (0.004, 0.02, 0.1, 0.4)]
    return [0.0, *sorted({bound for bound in bounds if bound > 0})]


def _round_down(value: float) -> float:
    """The next lower of 1, 2 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1, 2, 5) if step * power <= value)


def map_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as a map."""
    points = {line.series.area.area: (line, line.points[-1]) for line in scene.drawn if line.points}
    if scene.outlines:
        return _country(view, scene, canvas, points)
    return _countries(view, scene, canvas, points)


def _country(view: View, scene: Scene, canvas: Canvas, points: dict[str, tuple[Line, Point]]) -> dict[str, Any]:
    bounds = class_bounds([point.value for _, point in points.values() if point.value])
    data = [_outline(area, rings, points.get(area), bounds, scene) for area, rings in scene.outlines.items()]
    without = {area: pair for area, pair in points.items() if area not in scene.outlines}
    data += [_circles(list(without.values()), bounds, scene)] if without else []
    data += [_handles([pair for area, pair in points.items() if area in scene.outlines], scene)]
    data += _legend(bounds, scene, has_dots=bool(without))
    corners = [corner for rings in scene.outlines.values() for ring in rings for corner in ring]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    south, north = min(y for _, y in corners), max(y for _, y in corners)
    frame = _filling((west, east, south, north), _BORDER, *_room(canvas, _MARGIN))
    dots = [
        _spot(line, point, DOT, frame, look.TEXT)
        for line, point in without.values()
        if line.series.area.latitude is not None
    ]
    layout = _layout(view, canvas, frame, _MARGIN)
    # Only as much as the country takes, so that it is as large on a narrow screen as it can be.
    layout["xaxis"]["range"] = [west - _BORDER, east + _BORDER]
    layout["yaxis"] |= {"range": [south - _BORDER, north + _BORDER], "constrain": "domain"}
    return {"data": data, "layout": layout | {"showlegend": True, "annotations": _labels(dots, frame)}}


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
        "line": {"color": OUTLINE, "width": 0.8},
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
    places = [(line.series.area, line, point) for line, point in pairs if line.series.area.latitude is not None]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [area.longitude for area, _, _ in places],
        "y": [area.latitude for area, _, _ in places],
        "marker": {"size": 10, "opacity": 0},
        "text": [hover_text(point, line, scene) for _, line, point in places],
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [point.number.href for _, _, point in places],
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
    line = {"color": OUTLINE, "width": 0.8}
    entries = [
        _entry(
            escape(f"{name} {scene.indicator.short_unit}"),
            {"color": colour, "line": line},
        )
        for name, colour in zip(names, colours, strict=True)
    ]
    if any(point.observation.is_poppy_free for point in scene.points):
        entries.append(_hatched("poppy-free"))
    if has_dots:
        entries.append(_entry("part without an outline", {"color": "rgba(0,0,0,0)", "symbol": "circle", "line": line}))
    return [*entries, _entry("no figure", {"color": "#aab2bb", "symbol": "square-open"})]


def _hatched(name: str) -> dict[str, Any]:
    """A square of the legend that is hatched as the map is, which only bars can be there."""
    line = {"color": OUTLINE, "width": 0.8}
    marker = {"color": "rgba(0,0,0,0)", "pattern": HATCH, "line": line}
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


def _countries(view: View, scene: Scene, canvas: Canvas, points: dict[str, tuple[Line, Point]]) -> dict[str, Any]:
    """Producing countries as circles, their area in proportion to the figure."""
    placed = [
        (line.series.area, line, point)
        for line, point in points.values()
        if line.series.area.latitude is not None and point.value is not None
    ]
    # Small circles lie on top of large ones, and the labels of large ones are placed first.
    placed.sort(key=lambda place: -(place[2].value or 0.0))
    missing = [area for area in scene.missing if area.latitude is not None]
    largest = (placed[0][2].value if placed else 1.0) or 1.0
    frame = _filling(
        _frame([*(area for area, _, _ in placed), *missing]), _WIDE_BORDER, *_room(canvas, _MARGIN_WITH_KEY)
    )
    spots = [_spot(line, point, _across(point.value or 0.0, largest), frame, line.colour) for _, line, point in placed]
    data = {
        "type": "scatter",
        "mode": "markers",
        "x": [area.longitude for area, _, _ in placed],
        "y": [area.latitude for area, _, _ in placed],
        "marker": {
            "size": [spot.circle.width for spot in spots],
            "color": [line.colour for _, line, _ in placed],
            "opacity": 0.75,
            "line": {"color": OUTLINE, "width": 1},
        },
        "cliponaxis": False,
        "text": [hover_text(point, line, scene) for _, line, point in placed],
        "hovertemplate": "%{text}<extra></extra>",
        "customdata": [point.number.href for _, _, point in placed],
        "showlegend": False,
    }
    key_shapes, key_labels = _key(largest, scene, has_missing=bool(missing))
    layout = _layout(view, canvas, frame, _MARGIN_WITH_KEY) | {
        "showlegend": False,
        "shapes": [*(_hollow(area) for area in missing), *key_shapes],
        "annotations": [*_labels(spots, frame), *key_labels],
    }
    layout["xaxis"] |= _graticule(frame.west, frame.east, frame.width, "WE")
    layout["yaxis"] |= _graticule(frame.south, frame.north, frame.height, "SN")
    return {"data": [data, *([_without(missing)] if missing else [])], "layout": layout}


def _across(value: float, largest: float) -> float:
    """The diameter of the circle of a value, in pixels."""
    return max(SMALLEST_CIRCLE, LARGEST_CIRCLE * math.sqrt(value / largest))


def _hollow(area: Area) -> dict[str, Any]:
    """A dashed circle for an area without a figure; markers cannot be dashed."""
    return _circle(_HOLLOW, _DASHED) | {"xanchor": area.longitude, "yanchor": area.latitude}


def _circle(radius: float, line: dict[str, Any], right: float = 0.0, up: float = 0.0) -> dict[str, Any]:
    return {
        "type": "circle",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "x0": right - radius,
        "x1": right + radius,
        "y0": up - radius,
        "y1": up + radius,
        "line": line,
    }


def _without(missing: Sequence[Area]) -> dict[str, Any]:
    """What a hover label says of the areas without a figure."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [area.longitude for area in missing],
        "y": [area.latitude for area in missing],
        "marker": {"size": 12, "opacity": 0},
        "text": [f"{escape(area.name)}: no figure" for area in missing],
        "hovertemplate": "%{text}<extra></extra>",
        "showlegend": False,
    }


def _key(largest: float, scene: Scene, *, has_missing: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Circles of round figures below the map, the circle of an area without one, and their labels."""
    values = sorted({_round_down(largest * share) for share in KEY_SHARES})
    unit = scene.indicator.short_unit
    entries = [(_across(value, largest) / 2, f"{format_value(value)} {unit}", _SOLID) for value in values]
    if has_missing:
        entries.append((_HOLLOW, "no figure", _DASHED))
    shapes, labels = [], []
    place = {"xref": "paper", "yref": "paper"}
    right, up = 8.0 - _MARGIN_WITH_KEY["l"], _KEY_MIDDLE - _MARGIN_WITH_KEY["b"]
    for radius, text, line in entries:
        shapes.append(_circle(radius, line, right + radius, up) | place | {"xanchor": 0, "yanchor": 0})
        right += 2 * radius + 5
        label = {"name": "key", "text": escape(text), "x": 0, "xanchor": "left", "xshift": right}
        label |= {"y": 0, "yanchor": "middle", "yshift": up, "showarrow": False}
        labels.append(label | place | {"font": {"size": LABEL_SIZE, "color": look.QUIET}})
        right += len(text) * LABEL_CHARACTER + 12
    return shapes, labels


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the world a map shows, in degrees, and how large, in pixels."""

    west: float
    east: float
    south: float
    north: float
    width: float
    height: float

    @property
    def stretch(self) -> float:
        """How much longer a degree of latitude is drawn than one of longitude."""
        return _stretch(self.south, self.north)

    def x(self, longitude: float) -> float:
        return (longitude - self.west) / (self.east - self.west) * self.width

    def y(self, latitude: float) -> float:
        return (self.north - latitude) / (self.north - self.south) * self.height


def _stretch(south: float, north: float) -> float:
    return 1 / max(0.2, math.cos(math.radians((south + north) / 2)))


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure on a map: the circle that stands for it, in pixels."""

    area: Area
    point: Point
    circle: Box
    colour: str  # of its label


def _spot(line: Line, point: Point, across: float, frame: Frame, colour: str) -> Spot:
    area = line.series.area
    circle = Box(frame.x(area.longitude or 0.0), frame.y(area.latitude or 0.0), across, across)
    return Spot(area, point, circle, colour)


def _labels(spots: Sequence[Spot], frame: Frame) -> list[dict[str, Any]]:
    """The name and the figure of each circle beside it; those without a free place are told by their hover label."""
    taken = [spot.circle for spot in spots]
    labels = []
    for spot in spots:
        size = (len(f"{spot.area.name} {spot.point.number.text}") * LABEL_CHARACTER, LABEL_HEIGHT)
        box = place_beside(size, spot.circle, taken, (frame.width, frame.height))
        if box is None:
            continue
        taken.append(box)
        # Held by the side that faces the circle, so that the true width of the letters does not matter.
        side = {-1: "right", 0: "center", 1: "left"}[_sign(box.x - spot.circle.x)]
        held = box.x - spot.circle.x - _sign(box.x - spot.circle.x) * size[0] / 2
        number = spot.point.number
        linked = f'<a href="{escape(number.href)}" target="_self">{escape(number.text)}</a>'
        labels.append(
            {
                "name": "place",
                "text": f"{escape(spot.area.name)} {linked}",
                "x": spot.area.longitude,
                "xanchor": side,
                "xshift": held,
                "y": spot.area.latitude,
                "yanchor": "middle",
                "yshift": spot.circle.y - box.y,
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": LABEL_SIZE, "color": spot.colour},
            }
        )
    return labels


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _graticule(first: float, last: float, pixels: float, signs: str) -> dict[str, Any]:
    """Meridians or parallels at round degrees, with their names."""
    least = (last - first) / max(2.0, pixels / BETWEEN_MERIDIANS)
    step = next((step for step in GRATICULE if step >= least), 60)
    most = _ENDS[signs]
    degrees = [degree for degree in range(-180, 181, step) if first <= degree <= last and abs(degree) <= most]
    names = [f"{abs(degree)}°{'' if degree == 0 else f' {signs[degree > 0]}'}" for degree in degrees]
    return {"showgrid": True, "showticklabels": True, "tickvals": degrees, "ticktext": names, "tickangle": 0}


def _frame(areas: Sequence[Area]) -> tuple[float, float, float, float]:
    longitudes = [area.longitude or 0.0 for area in areas] or [0.0]
    latitudes = [area.latitude or 0.0 for area in areas] or [0.0]
    return min(longitudes), max(longitudes), min(latitudes), max(latitudes)


def _room(canvas: Canvas, margin: dict[str, int]) -> tuple[float, float]:
    return canvas.width - margin["l"] - margin["r"], _height(canvas) - margin["t"] - margin["b"]


def _height(canvas: Canvas) -> int:
    return canvas.height + (100 if canvas.grows else 0)


def _filling(bounds: tuple[float, float, float, float], border: float, width: float, height: float) -> Frame:
    """The bounds with a border, wider or higher where that fills the room."""
    west, east, south, north = bounds
    stretch = _stretch(south, north)
    degree = min(width / (east - west + 2 * border), height / (north - south + 2 * border) / stretch)
    across, down = width / degree / 2, height / degree / stretch / 2
    middle, centre = (west + east) / 2, (south + north) / 2
    return Frame(middle - across, middle + across, centre - down, centre + down, width, height)


def _layout(view: View, canvas: Canvas, frame: Frame, margin: dict[str, int]) -> dict[str, Any]:
    axis = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "fixedrange": True}
    return {
        "template": look.template(),
        "height": _height(canvas),
        "margin": dict(margin),
        "xaxis": axis | {"range": [frame.west, frame.east]},
        "yaxis": axis | {"range": [frame.south, frame.north], "scaleanchor": "x", "scaleratio": frame.stretch},
        "legend": {
            "orientation": "h",
            "y": -0.02,
            "yanchor": "top",
            "x": 0,
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "uirevision": view.query(),
    }
