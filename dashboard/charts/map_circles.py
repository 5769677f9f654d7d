"""The map of producing countries: circles by size, with a key."""

import math
from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard.charts.geometry import Box, Canvas
from dashboard.charts.map_ground import (
    LABEL_CHARACTER,
    LABEL_SIZE,
    OUTLINE,
    bounds_of,
    bounds_of_zoom,
    filling,
    graticule,
    labels_beside,
    layout_of,
    room,
    round_down,
    spot_of,
)
from dashboard.charts.text import HOVER, told
from dashboard.views import looks as look
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.numbers import format_value, with_unit
from etl.figures.areas import Area

LARGEST_CIRCLE, SMALLEST_CIRCLE = 70, 5  # pixels across
KEY_SHARES = (0.5, 0.1, 0.01)  # of the largest figure, for the circles of the key
_SOLID, _DASHED = {"color": OUTLINE, "width": 1}, {"color": look.QUIET, "width": 1.4, "dash": "dot"}
_GROUND = "#ffffff"  # `assets/chart.css` gives it the colour of the theme
_HOLLOW = 6  # pixels, the radius of the circle of an area without a figure
_MARGIN_WITH_KEY = {"l": 52, "r": 12, "t": 8, "b": 90}
LAND_IMAGE = "land"  # the name of the image of the world's land, which whoever draws the chart has to fill in
_BORDER = 12  # degrees around the countries
_KEY_MIDDLE = 30  # pixels from the foot of the chart up to the middle of its key


def countries(view: View, scene: Scene, canvas: Canvas, points: dict[str, tuple[Line, Point]]) -> dict[str, Any]:
    """Producing countries as circles, their area in proportion to the figure."""
    missing = [area for area in scene.missing if area.latitude is not None]
    known = [
        line.series.area
        for line, point in points.values()
        if line.series.area.latitude is not None and point.value is not None
    ]
    bounds, border = (bounds_of_zoom(view.zoom), 0) if view.zoom else (bounds_of([*known, *missing]), _BORDER)
    frame = filling(bounds, border, *room(canvas, _MARGIN_WITH_KEY))
    missing = [area for area in missing if frame.holds(area)]
    placed = [
        (line, point)
        for line, point in points.values()
        if line.series.area.latitude is not None and point.value is not None and frame.holds(line.series.area)
    ]
    # Small circles lie on top of large ones, and the labels of large ones are placed first.
    placed.sort(key=lambda pair: -(pair[1].value or 0.0))
    areas = [line.series.area for line, _ in placed]
    largest = max(scene.every_value, default=0.0) or 1.0
    spots = [spot_of(line, point, _across(point.value or 0.0, largest), frame, line.colour) for line, point in placed]
    data = {
        "type": "scatter",
        "mode": "markers",
        "x": [area.longitude for area in areas],
        "y": [area.latitude for area in areas],
        "marker": {
            "size": [spot.circle.width for spot in spots],
            "color": [line.colour for line, _ in placed],
            "opacity": 0.75,
            "line": {"color": OUTLINE, "width": 1},
        },
        "cliponaxis": False,
        **told(placed, scene),
        "showlegend": False,
    }
    rings = [
        Box(frame.x(area.longitude or 0.0), frame.y(area.latitude or 0.0), 2 * _HOLLOW, 2 * _HOLLOW) for area in missing
    ]
    key_shapes, key_labels = _key(largest, scene, has_missing=bool(missing))
    layout = layout_of(view, canvas, frame, _MARGIN_WITH_KEY) | {
        "showlegend": False,
        "meta": {"bounds": _with_border(bounds, border)},  # what a narrow map shows
        "images": [_land()],
        "shapes": [*(_dashed_circle(area) for area in missing), *key_shapes],
        "annotations": [*labels_beside(spots, frame, scene, rings, has_leaders=True), *key_labels],
    }
    layout["xaxis"] |= graticule(frame.west, frame.east, frame.width, "WE")
    layout["yaxis"] |= graticule(frame.south, frame.north, frame.height, "SN")
    return {"data": [data, *([_without_figure(missing)] if missing else [])], "layout": layout}


def _with_border(bounds: tuple[float, float, float, float], border: float) -> list[float]:
    west, east, south, north = bounds
    return [west - border, east + border, south - border, north + border]


def _across(value: float, largest: float) -> float:
    """The diameter of the circle of a value, in pixels."""
    return max(SMALLEST_CIRCLE, LARGEST_CIRCLE * math.sqrt(value / largest))


def _land() -> dict[str, Any]:
    """The place of the image of the world's land, whose pixels are degrees."""
    whole = {"x": -180, "y": 90, "sizex": 360, "sizey": 180, "sizing": "stretch"}
    return {"name": LAND_IMAGE, "source": "", "xref": "x", "yref": "y", "layer": "below"} | whole


def _dashed_circle(area: Area) -> dict[str, Any]:
    """A dashed circle for an area without a figure, on a ground of its own above the circles of others.

    Markers cannot be dashed.
    """
    return (
        _circle(_HOLLOW, _DASHED)
        | {"layer": "above", "fillcolor": _GROUND}
        | {"xanchor": area.longitude, "yanchor": area.latitude}
    )


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


def _without_figure(missing: Sequence[Area]) -> dict[str, Any]:
    """What a hover label says of the areas without a figure."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [area.longitude for area in missing],
        "y": [area.latitude for area in missing],
        "marker": {"size": 12, "opacity": 0},
        "text": [f"{escape(area.name)}: no figure" for area in missing],
        "hovertemplate": HOVER,
        "showlegend": False,
    }


def _key(largest: float, scene: Scene, *, has_missing: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Circles of round figures below the map, the circle of an area without one, and their labels."""
    values = sorted({round_down(largest * share) for share in KEY_SHARES})
    unit = scene.short_unit
    # The unit stands once, so that the key fits on a narrow screen.
    units = [""] * (len(values) - 1) + [unit]
    entries = [
        (_across(value, largest) / 2, with_unit(format_value(value), its_unit), _SOLID)
        for value, its_unit in zip(values, units, strict=True)
    ]
    if has_missing:
        entries.append((_HOLLOW, "no figure", _DASHED))
    shapes, labels = [], []
    place = {"xref": "paper", "yref": "paper"}
    right, up = 8.0 - _MARGIN_WITH_KEY["l"], _KEY_MIDDLE - _MARGIN_WITH_KEY["b"]
    for radius, text, line in entries:
        ground = {"fillcolor": _GROUND} if line is _DASHED else {}
        shapes.append(_circle(radius, line, right + radius, up) | place | ground | {"xanchor": 0, "yanchor": 0})
        right += 2 * radius + 5
        label = {"name": "key", "text": escape(text), "x": 0, "xanchor": "left", "xshift": right}
        label |= {"y": 0, "yanchor": "middle", "yshift": up, "showarrow": False}
        labels.append(label | place | {"font": {"size": LABEL_SIZE, "color": look.QUIET}})
        right += len(text) * LABEL_CHARACTER + 12
    return shapes, labels
