"""Labels on a chart: the unit, the names at the line ends, and the numbers that it points at."""

import math
import textwrap
from html import escape
from itertools import pairwise
from typing import Any

from dashboard import look
from dashboard.charts.geometry import CHARACTER_WIDTH, LABEL_HEIGHT, Canvas, Plot, place_callout, spread
from dashboard.charts.scene import Scene
from dashboard.charts.text import callout_text
from dashboard.numbers import number_address
from dashboard.points import Line

LABEL_SIZE = 13
_BETWEEN = 24  # pixels between the points of a line that callouts keep off
NARROW = 520  # pixels of a plot that has no room for callouts of several lines
LABEL_WIDTH = 210  # pixels of a line of a label, where the canvas is wide enough


def unit_label(scene: Scene, left: float) -> dict[str, Any]:
    """What the value axis counts, at its head; `left` is the margin in pixels."""
    return {
        "name": "unit",
        "text": escape(scene.unit),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 6 - left,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"color": look.QUIET, "size": LABEL_SIZE},
    }


def end_texts(scene: Scene, canvas: Canvas) -> list[list[str]]:
    """The lines of each series' name at its end, with the year of that end where the chart goes on."""
    width = max(12, int(min(LABEL_WIDTH, canvas.width / 3.6) / CHARACTER_WIDTH))

    def name(line: Line) -> str:
        last = line.points[-1].year
        return line.series.label if last == scene.years[1] else f"{line.series.label} (to {last})"

    return [textwrap.wrap(name(line), width) for line in scene.drawn if line.known]


def end_labels(scene: Scene, plot: Plot, names: list[list[str]]) -> list[dict[str, Any]]:
    """The name of each series at its last point, moved apart where they would meet."""
    ends = [(line, line.known[-1]) for line in scene.drawn if line.known]
    heights = [len(name) * LABEL_HEIGHT for name in names]
    placed = spread([plot.y(point.value or 0) for _, point in ends], heights, plot.height)
    return [
        {
            "name": "end-label",
            "text": "<br>".join(escape(words) for words in name),
            "x": plot.last,
            "xanchor": "left",
            "y": 1 - y / plot.height,
            "yref": "paper",
            "yanchor": "middle",
            "showarrow": False,
            "align": "left",
            "font": {"color": line.colour, "size": LABEL_SIZE},
        }
        for (line, _), name, y in zip(ends, names, placed, strict=True)
    ]


def callouts(scene: Scene, plot: Plot, labels: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The numbers that the chart points at, each in a box that keeps off the data and the other labels."""
    known = [point for line in (*scene.lines, *scene.today) for point in line.known]
    taken = [(plot.x(point.year), plot.y(point.value or 0.0)) for point in known]
    taken += _between(taken)
    ends = [(point.year, end) for point in scene.points for end in (point.low, point.high) if end is not None]
    taken += [(plot.x(year), plot.y(end)) for year, end in ends]
    taken += [
        (plot.width + x, (1 - label["y"]) * plot.height + down)
        for label in labels
        for down in _line_positions(label["text"])
        for x in range(0, int(plot.beside), 40)
    ]
    boxes = []
    for callout in scene.callouts:
        value = callout.observation.value
        if value is None:
            continue
        text, characters, lines = callout_text(callout, scene, brief=plot.width < NARROW)
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
                "font": {"size": LABEL_SIZE},
                "captureevents": True,
            }
        )
    return boxes


def _line_positions(text: str) -> list[float]:
    """How far below the middle of a label each of its lines stands."""
    lines = text.count("<br>") + 1
    return [(line - (lines - 1) / 2) * LABEL_HEIGHT for line in range(lines)]


def _between(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points on the lines between neighbours, so that callouts keep off the lines too."""
    found = []
    for left, right in pairwise(points):
        parts = max(4, math.ceil((right[0] - left[0]) / _BETWEEN)) if right[0] > left[0] else 0
        found += [
            (left[0] + (right[0] - left[0]) * part / parts, left[1] + (right[1] - left[1]) * part / parts)
            for part in range(1, parts)
        ]
    return found
