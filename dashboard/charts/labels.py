"""Labels on a chart: the unit, the names at the line ends, and the numbers that it points at."""

import math
import re
import textwrap
from html import escape
from itertools import pairwise
from typing import Any

from dashboard.charts.geometry import ABOVE, CHARACTER_WIDTH, LABEL_HEIGHT, Box, Canvas, Plot, place_callout, spread
from dashboard.charts.text import callout_text
from dashboard.server.urls import urls
from dashboard.views import looks as look
from dashboard.views.points import Line
from dashboard.views.scene import Scene

LABEL_SIZE = 13
_MARKUP = re.compile("<[^>]*>")
_CALLOUT_CHARACTER = 6.5  # pixels; the lines of a callout are long, and mean letters are narrower than the widest
_BETWEEN = 24  # pixels between the points of a line that callouts keep off
CALLOUT_WIDTH, FLAT_CALLOUT_WIDTH = 36, 72  # characters of a line of a callout, and of one that must be low
MOST_HEAD = 0.45  # of a plot that callouts may take for themselves at its head
NARROW_PLOT = 520  # pixels of a plot that has no room for callouts of several lines
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


def _named(scene: Scene) -> list[tuple[Line, str]]:
    """The lines with a name at their end: those of the view, and what is known of them today."""
    return [(line, scene.name_of_line(line)) for line in scene.all_lines if line.known]


def end_texts(scene: Scene, canvas: Canvas) -> list[list[str]]:
    """The lines of each series' name at its end, with the year of that end where the chart goes on."""
    width = max(12, int(min(LABEL_WIDTH, canvas.width / 3.6) / CHARACTER_WIDTH))
    last = scene.years[1]

    def text(line: Line, name: str) -> str:
        end = line.points[-1].year
        return name if end == last else f"{name} (to {end})"

    return [textwrap.wrap(text(line, name), width) for line, name in _named(scene)]


def end_labels(scene: Scene, plot: Plot, names: list[list[str]]) -> list[dict[str, Any]]:
    """The name of each series at its last point, moved apart where they would meet; none without names."""
    if not names:
        return []
    ends = [(line, line.known[-1]) for line, _ in _named(scene)]
    heights = [len(name) * LABEL_HEIGHT for name in names]
    placed = spread([plot.y(point.value or 0) for _, point in ends], heights, plot.height)
    return [
        end_label("<br>".join(escape(words) for words in name), line.colour, y, plot)
        for (line, _), name, y in zip(ends, names, placed, strict=True)
    ]


def end_label(text: str, colour: str, y: float, plot: Plot) -> dict[str, Any]:
    """A name beside the end of a plot, so many pixels below its upper edge; `text` is escaped."""
    return {
        "name": "end-label",
        "text": text,
        "x": plot.last,
        "xanchor": "left",
        "y": 1 - y / plot.height,
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
        "align": "left",
        "font": {"color": colour, "size": LABEL_SIZE},
    }


def callouts(
    scene: Scene, plot: Plot, labels: list[dict[str, Any]], characters: int = CALLOUT_WIDTH
) -> tuple[list[dict[str, Any]], float]:
    """The numbers that the chart points at, each in a box that keeps off the data and the other labels.

    Their lines are of so many characters at most. The second is the room in pixels at the head of the plot that they
    need, where they find none; otherwise 0.
    """
    pointed = [callout for callout in scene.callouts if callout.observation.value is not None]
    if not pointed:
        return [], 0.0
    taken = _drawn_at(scene, plot)
    boxes = [_box_of(label, plot) for label in labels]
    made, needed = [], 0.0
    for callout in pointed:
        value = callout.observation.value or 0.0
        text, longest, lines = callout_text(callout, scene, 0 if plot.width < NARROW_PLOT else characters)
        size = (longest * _CALLOUT_CHARACTER + 16, lines * LABEL_HEIGHT + 12)
        anchor = (plot.x(callout.observation.key.year), plot.y(value))
        place = place_callout(plot, anchor, size, taken, boxes)
        boxes.append(Box(anchor[0] + place.right, anchor[1] + place.down, *size))
        if not place.is_free:
            needed = min(size[1] + _BETWEEN - ABOVE, plot.height * MOST_HEAD)
        made.append(
            {
                "name": f"callout {urls().observation(callout.observation)}",
                "text": text,
                "x": callout.observation.key.year,
                "y": math.log10(value) if plot.log and value > 0 else plot.bottom if plot.log else value,
                "ax": place.right,
                "ay": place.down,
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
    return made, needed


def _box_of(label: dict[str, Any], plot: Plot) -> Box:
    """What a label of a series, of an event or of the unit takes."""
    lines = _MARKUP.sub("", label["text"].replace("<br>", "\n")).split("\n")
    width, height = max(map(len, lines)) * CHARACTER_WIDTH, len(lines) * LABEL_HEIGHT
    if label["name"] == "end-label":
        return Box(plot.width + width / 2, (1 - label["y"]) * plot.height, width, height)
    if label["name"].startswith("event"):
        return _box_of_event(label, plot, width)
    return Box(label["xshift"] + width / 2, -LABEL_HEIGHT / 2 - label["yshift"], width, height)


def _box_of_event(label: dict[str, Any], plot: Plot, width: float) -> Box:
    """What a flag takes above the plot, or a dot on its edge."""
    aside = width / 2 if label["xanchor"] == "left" else 0.0
    return Box(
        plot.x(label["x"]) + label.get("xshift", 0) + aside,
        -label.get("yshift", 0) - LABEL_HEIGHT / 2,
        width,
        LABEL_HEIGHT,
    )


def _drawn_at(scene: Scene, plot: Plot) -> list[tuple[float, float]]:
    """Where lines, markers and ranges are drawn, as points close enough for a callout to keep off them."""
    found: list[tuple[float, float]] = []
    for line in (*scene.lines, *scene.today):
        places = [(point.year, plot.x(point.year), plot.y(point.value or 0.0)) for point in line.known]
        found += [(x, y) for _, x, y in places]
        for (year, x, y), (next_year, next_x, next_y) in pairwise(places):
            if next_year - year == 1:
                parts = int(max(next_x - x, abs(next_y - y)) / _BETWEEN) + 1
                found += [
                    (x + (next_x - x) * part / parts, y + (next_y - y) * part / parts) for part in range(1, parts)
                ]
    for point in scene.points:
        found += [(plot.x(point.year), plot.y(end)) for end in (point.low, point.high) if end is not None]
    return found
