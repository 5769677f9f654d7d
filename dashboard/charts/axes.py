"""The axes of charts over years: their ranges, ticks and the plotting area they span."""

import math
from collections.abc import Sequence
from typing import Any

from dashboard.charts.geometry import CHARACTER_WIDTH, Canvas, Plot
from dashboard.views import looks as look
from dashboard.views.scene import Scene
from dashboard.views.view import LOGARITHMIC_MEASURES, View

Margin = dict[str, float]
_LEFT, _MOST_LEFT, _BESIDE_VALUES = 76, 160, 12  # pixels to the left of a plot, and around the labels of its values
_BETWEEN_TICKS = 26  # pixels that the label of a value takes


def margin_beside(values: Sequence[float], right: float = 24.0) -> Margin:
    """The margins around the plot, in pixels: to its left with room for values so large, and the room to its right."""
    longest = len(f"{_linear_range(values)[1]:,.0f}")
    left = min(_MOST_LEFT, max(_LEFT, _BESIDE_VALUES + longest * CHARACTER_WIDTH))
    return {"l": left, "r": right, "t": 30, "b": 44}


def layout_of_all(view: View, height: float, margin: Margin) -> dict[str, Any]:
    """What the layout of every chart has. What a reader has zoomed into stays so as long as the view is the same."""
    return {"template": look.template(), "height": height, "margin": margin, "uirevision": view.query()}


def plot_of(view: View, scene: Scene, canvas: Canvas, margin: Margin, values: Sequence[float] | None = None) -> Plot:
    """The plotting area of a chart over years; `values` are those that must fit, by default all of the scene."""
    first, last = scene.years
    if values is None:
        values = values_of(scene)
    log = view.scale == "log" and view.measure in LOGARITHMIC_MEASURES
    bottom, top = _log_range(values) if log else _linear_range(values)
    return Plot(
        width=canvas.width - margin["l"] - margin["r"],
        height=canvas.height - margin["t"] - margin["b"],
        beside=margin["r"] - 8,
        first=first - 0.6,
        last=last + 0.6,
        bottom=bottom,
        top=top,
        log=log,
    )


def values_of(scene: Scene) -> list[float]:
    """Everything that is drawn: values, ranges, and what the layers add."""
    found = [
        number for point in scene.all_points for number in (point.value, point.low, point.high) if number is not None
    ]
    said = (statement for _, statement in (*scene.superseded, *scene.other_statements))
    found += [statement.value for statement in said if statement.value is not None]
    return [*found, float(scene.reference)] if scene.reference is not None else found


def _log_range(values: Sequence[float]) -> tuple[float, float]:
    positive = [number for number in values if number > 0] or [1.0]
    return math.floor(math.log10(min(positive)) * 4) / 4 - 0.05, math.log10(max(positive)) + 0.12


def _linear_range(values: Sequence[float]) -> tuple[float, float]:
    """Zero is always on the axis; only changes go below it. Where all is zero, it goes to ten, in whole numbers."""
    top, bottom = max(0.0, *values, 0.0), min(0.0, *values, 0.0)
    span = (top - bottom) or 100.0
    return bottom - (0.06 * span if bottom < 0 else 0), top + 0.1 * span


_NARROW = 0.7  # decades of a logarithmic axis in which there may be one power of ten, and nothing to read it by


def year_axis(plot: Plot) -> dict[str, Any]:
    """The axis of years, with a tick at a round step."""
    span = plot.last - plot.first
    most = max(4, plot.width / 60)
    step = next((step for step in (1, 2, 5, 10) if span / step <= most), 20)
    return {"range": [plot.first, plot.last], "tickformat": "d", "dtick": step, "fixedrange": True}


def value_axis(plot: Plot) -> dict[str, Any]:
    """The axis of values."""
    axis: dict[str, Any] = {
        "range": [plot.bottom, plot.top],
        "type": "log" if plot.log else "linear",
        "tickformat": ",",
        "fixedrange": True,
        "nticks": max(2, min(7, int(plot.height // _BETWEEN_TICKS))),
    }
    if plot.log and plot.top - plot.bottom < _NARROW:
        axis |= {"tickmode": "array", "tickvals": _round_between(10**plot.bottom, 10**plot.top)}
    elif plot.log:
        axis["dtick"] = "D2" if plot.top - plot.bottom < 2 else 1
    return axis


def _round_between(low: float, high: float) -> list[float]:
    """Round numbers between two, at equal steps: at least three, at most eight."""
    step = 10 ** math.floor(math.log10((high - low) / 3))
    step *= next(times for times in (5, 2, 1) if times * step <= (high - low) / 3)
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(number * step, 12) for number in range(first, last + 1)]
