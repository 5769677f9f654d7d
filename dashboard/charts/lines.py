"""The chart of series over years: lines with markers, ranges, callouts and labels at the line ends."""

import math
import textwrap
from html import escape
from itertools import pairwise
from typing import Any

from dashboard import look
from dashboard.charts.geometry import CHARACTER_WIDTH, LABEL_HEIGHT, SCREEN, Canvas, Plot, place_callout, spread
from dashboard.charts.marks import series_traces
from dashboard.charts.scene import Scene
from dashboard.charts.text import callout_text
from dashboard.numbers import number_address
from dashboard.series import Series
from dashboard.view import View

HEIGHT = SCREEN.height
MOST_END_LABELS = 12
LABEL_WIDTH = 210  # pixels of a line of a label, where the canvas is wide enough
_MARGIN = {"l": 76, "r": 24, "t": 30, "b": 44}


def line_chart(view: View, scene: Scene, canvas: Canvas = SCREEN) -> dict[str, Any]:
    """The figure of a view as a line chart."""
    drawn = [series for series in scene.series if series.is_shown]
    traces = [trace for series in drawn for trace in series_traces(series, scene)]
    margin = dict(_MARGIN)
    names = [_end_text(series, scene, canvas) for series in scene.series if series.known]
    lines = sum(len(name) for name in names)
    labelled = 0 < len(names) <= MOST_END_LABELS and lines * LABEL_HEIGHT <= canvas.height - margin["t"] - margin["b"]
    if labelled:
        longest = max(len(line) for name in names for line in name)
        margin["r"] = int(22 + longest * CHARACTER_WIDTH)
    plot = _plot(view, scene, canvas, margin)
    labels = _end_labels(scene, plot, names) if labelled else []
    return {
        "data": traces,
        "layout": {
            "template": look.template(),
            "height": canvas.height,
            "margin": margin,
            "showlegend": not labelled,
            "xaxis": {
                "range": [plot.first, plot.last],
                "tickformat": "d",
                "dtick": _year_step(plot),
                "fixedrange": True,
            },
            "yaxis": _value_axis(view, scene, plot),
            "annotations": [*labels, _unit(scene), *_callouts(scene, plot, labels)],
            "uirevision": view.query(),
        },
    }


def _plot(view: View, scene: Scene, canvas: Canvas, margin: dict[str, int]) -> Plot:
    first, last = scene.years
    values = [
        number for item in scene.observations for number in (item.value, item.low, item.high) if number is not None
    ]
    log = view.scale == "log"
    if log:
        positive = [number for number in values if number > 0] or [1.0]
        bottom = math.floor(math.log10(min(positive)) * 4) / 4 - 0.05
        top = math.log10(max(positive)) + 0.12
    else:
        bottom, top = 0.0, (max(values, default=1) or 1) * 1.1
    return Plot(
        canvas.width - margin["l"] - margin["r"],
        canvas.height - margin["t"] - margin["b"],
        margin["r"] - 8,
        first - 0.6,
        last + 0.6,
        bottom,
        top,
        log,
    )


def _year_step(plot: Plot) -> int:
    span = plot.last - plot.first
    most = max(4, plot.width / 60)
    return next((step for step in (1, 2, 5, 10) if span / step <= most), 20)


def _value_axis(view: View, scene: Scene, plot: Plot) -> dict[str, Any]:
    return {
        "range": [plot.bottom, plot.top],
        "type": "log" if plot.log else "linear",
        "tickformat": ",",
        "fixedrange": True,
        "nticks": 7,
    } | ({"dtick": "D2" if plot.top - plot.bottom < 2 else 1} if plot.log else {})


def _unit(scene: Scene) -> dict[str, Any]:
    """The unit, at the head of the value axis."""
    return {
        "name": "unit",
        "text": escape(scene.indicator.unit_name),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -_MARGIN["l"] + 6,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"color": look.QUIET, "size": 13},
    }


def _end_text(series: Series, scene: Scene, canvas: Canvas) -> list[str]:
    """The lines of a series' name at its end, with the year of that end where the chart goes on."""
    last = series.observations[-1].key.year
    name = series.label if last == scene.years[1] else f"{series.label} (to {last})"
    return textwrap.wrap(name, max(12, int(min(LABEL_WIDTH, canvas.width / 3.6) / CHARACTER_WIDTH)))


def _end_labels(scene: Scene, plot: Plot, names: list[list[str]]) -> list[dict[str, Any]]:
    """The name of each series at its last point, moved apart where they would meet."""
    ends = [(series, series.known[-1]) for series in scene.series if series.known]
    heights = [len(name) * LABEL_HEIGHT for name in names]
    placed = spread([plot.y(item.value or 0) for _, item in ends], heights, plot.height)
    return [
        {
            "name": "end-label",
            "text": "<br>".join(escape(line) for line in name),
            "x": plot.last,
            "xanchor": "left",
            "y": 1 - y / plot.height,
            "yref": "paper",
            "yanchor": "middle",
            "showarrow": False,
            "align": "left",
            "font": {"color": scene.colours[series.area.area], "size": 13},
        }
        for (series, _), name, y in zip(ends, names, placed, strict=True)
    ]


def _callouts(scene: Scene, plot: Plot, labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The numbers that the chart points at, each in a box that keeps off the data and the other labels."""
    taken = [(plot.x(item.key.year), plot.y(item.value)) for item in scene.observations if item.value is not None]
    taken += _between(taken)
    taken += [(plot.width + x, (1 - label["y"]) * plot.height) for label in labels for x in range(0, 200, 40)]
    boxes = []
    for callout in scene.callouts:
        value = callout.observation.value
        if value is None:
            continue
        text, characters, lines = callout_text(callout, scene)
        size = (characters * CHARACTER_WIDTH + 16, lines * LABEL_HEIGHT + 12)
        anchor = (plot.x(callout.observation.key.year), plot.y(value))
        right, down = place_callout(plot, anchor, size, taken)
        boxes.append(
            {
                "name": f"callout {number_address(callout.observation)}",
                "text": text,
                "x": callout.observation.key.year,
                "y": math.log10(value) if plot.log else value,
                "ax": right,
                "ay": down,
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1.4,
                "arrowcolor": look.ACCENT,
                "standoff": 8,
                "align": "left",
                "borderpad": 6,
                "bordercolor": look.ACCENT,
                "borderwidth": 1,
                "bgcolor": "rgba(255,255,255,0.92)",
                "font": {"size": 13},
                "captureevents": True,
            }
        )
    return boxes


def _between(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points on the lines between neighbours, so that callouts keep off the lines too."""
    return [
        (left[0] + (right[0] - left[0]) * part, left[1] + (right[1] - left[1]) * part)
        for left, right in pairwise(points)
        if 0 < right[0] - left[0] < 80
        for part in (0.25, 0.5, 0.75)
    ]
