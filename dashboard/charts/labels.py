"""Labels on a chart: the unit, the names at the line ends, and the numbers that it points at."""

import math
import re
import textwrap
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

from dashboard.charts.geometry import (
    ABOVE,
    CHARACTER_WIDTH,
    LABEL_HEIGHT,
    Box,
    Canvas,
    Plot,
    meet,
    place_callout,
    spread,
)
from dashboard.charts.text import callout_text
from dashboard.server.urls import urls
from dashboard.views import looks as look
from dashboard.views.points import Line
from dashboard.views.scene import Scene
from etl.figures.observations import Observation

LABEL_SIZE = 13
BEHIND_LABELS = "rgba(255,255,255,0.85)"  # `assets/chart.css` knows it by this opacity
_MARKUP = re.compile("<[^>]*>")
_CALLOUT_CHARACTER = 6.5  # pixels; the lines of a callout are long, and mean letters are narrower than the widest
_BETWEEN = 24  # pixels between the points of a line that callouts keep off
CALLOUT_WIDTH, FLAT_CALLOUT_WIDTH = 36, 72  # characters of a line of a callout, and of one that must be low
MOST_HEAD = 0.45  # of a plot that callouts may take for themselves at its head
NARROW_PLOT = 520  # pixels of a plot that has no room for callouts of several lines
LOG_SCALE = "logarithmic scale"
_POINT = 9  # pixels around a point
_BESIDE_REFERENCE = 4  # pixels between the end of a reference line and its value
_LEVEL, _NEAR = 8, 40  # pixels that a name may stand above or below the end of its line, and beside it
LABEL_WIDTH = 210  # pixels of a line of a label, where the canvas is wide enough


def held_beside(circle: Box, box: Box, leader: str) -> dict[str, Any]:
    """How plotly holds a label in its box beside a circle, at which it has x and y; a leader of a colour joins them.

    It is held by the side that faces the circle, so that the true width of its letters does not matter.
    """
    right, down = box.x - circle.x, box.y - circle.y
    side = (right > 0) - (right < 0)
    held = {"xanchor": ("center", "left", "right")[side], "yanchor": "middle"}
    near = right - side * box.width / 2
    if not leader:
        return held | {"showarrow": False, "xshift": near, "yshift": -down}
    line = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": leader, "standoff": circle.width / 2}
    return held | line | {"ax": near, "ay": down}


def unit_text(scene: Scene, *, is_log: bool) -> str:
    """What the value axis counts, and that its scale is logarithmic."""
    return f"{scene.unit}, {LOG_SCALE}" if is_log else scene.unit


def panel_name(text: str, suffix: str, colour: str) -> dict[str, Any]:
    """The name above the panel of the axes with a suffix; `text` is markup of ours, with what is from data escaped."""
    return {
        "name": "panel",
        "text": text,
        "xref": f"x{suffix} domain",
        "yref": f"y{suffix} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"size": 13, "color": colour},
    }


def unit_label(scene: Scene, plot: Plot, left: float) -> dict[str, Any]:
    """What the value axis counts, at its head; `left` is the margin in pixels."""
    return {
        "name": "unit",
        "text": escape(unit_text(scene, is_log=plot.log)),
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


def reference_label(scene: Scene, plot: Plot) -> list[dict[str, Any]]:
    """The value of the reference line, where the fewest points are, first at its beginning; nothing without one."""
    if scene.reference is None:
        return []
    drawn = [Box(x, y, _POINT, _POINT) for x, y in _drawn_at(scene, plot)]
    made = [
        {
            "name": "reference",
            "text": f"{scene.reference:,}",
            "x": year,
            "y": math.log10(scene.reference) if plot.log else scene.reference,
            "xanchor": side,
            "yanchor": upright,
            "xshift": _BESIDE_REFERENCE if side == "left" else -_BESIDE_REFERENCE,
            "showarrow": False,
            "font": {"color": look.QUIET, "size": LABEL_SIZE},
        }
        for side, year in (("left", plot.first), ("right", plot.last))
        for upright in ("bottom", "top")
    ]
    return [min(made, key=lambda label: sum(meet(_box_of_reference(label, plot), spot) for spot in drawn))]


def _box_of_reference(label: dict[str, Any], plot: Plot) -> Box:
    """What the value of a reference line takes at an end of it, above or below."""
    width = len(label["text"]) * CHARACTER_WIDTH
    aside = width / 2 if label["xanchor"] == "left" else -width / 2
    down = LABEL_HEIGHT / 2 if label["yanchor"] == "top" else -LABEL_HEIGHT / 2
    level = plot.y(10 ** label["y"] if plot.log else label["y"])
    return Box(plot.x(label["x"]) + label["xshift"] + aside, level + down, width, LABEL_HEIGHT)


def _named(scene: Scene) -> list[tuple[Line, str]]:
    """The lines with a name at their end: those of the view, and what is known of them today."""
    return [(line, scene.label_of_line(line)) for line in scene.all_lines if line.known]


def end_texts(scene: Scene, canvas: Canvas) -> list[list[str]]:
    """The lines of text of each series' name at its end."""
    width = max(12, int(min(LABEL_WIDTH, canvas.width / 3.6) / CHARACTER_WIDTH))
    return [textwrap.wrap(name, width) for _, name in _named(scene)]


def end_labels(
    scene: Scene, plot: Plot, names: list[list[str]], upright: Sequence[float] = ()
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The name of each series at its last point, and the leaders of those that stand elsewhere; none without names.

    A line that goes on to the last year has its name beside the plot. So has one that ends earlier and has no free
    place there. Names beside the plot are moved apart; what is not level with its line is joined to it.
    `upright` are the years of lines from the foot of the plot to its head.
    """
    if not names:
        return [], []
    drawn = [Box(x, y, _POINT, _POINT) for x, y in _drawn_at(scene, plot)]
    drawn += [Box(plot.x(year), plot.height / 2, 2, plot.height) for year in upright]
    labels, leaders, beside = [], [], []
    for (line, _), name in zip(_named(scene), names, strict=True):
        last = line.known[-1]
        place = None if last.year == scene.years[1] else _place_at_end(name, line, plot, drawn)
        if place is None:
            beside.append((line, name))
            continue
        drawn.append(place)
        text = "<br>".join(map(escape, name))
        label = end_label(text, line, place.y, plot)
        labels.append(label | {"x": last.year, "xshift": place.x - place.width / 2 - plot.x(last.year)})
    wanted = [plot.y(line.known[-1].value or 0.0) for line, _ in beside]
    placed = spread(wanted, [len(name) * LABEL_HEIGHT for _, name in beside], plot.height)
    for (line, name), level, y in zip(beside, wanted, placed, strict=True):
        labels.append(end_label("<br>".join(map(escape, name)), line, y, plot))
        end = line.known[-1].year
        if end < scene.years[1] or plot.width - plot.x(end) > _NEAR or abs(y - level) > _LEVEL:
            leaders.append(_leader(line, level, y, plot))
    return labels, leaders


def _place_at_end(name: list[str], line: Line, plot: Plot, taken: list[Box]) -> Box | None:
    """The place of a name at the end of a line within the plot, off everything that is taken; None without one."""
    width, height = max(map(len, name)) * CHARACTER_WIDTH, len(name) * LABEL_HEIGHT
    end = line.known[-1]
    x, y = plot.x(end.year), plot.y(end.value or 0.0)
    aside, apart = width / 2 + _POINT, height / 2 + _POINT
    for right, down in ((aside, 0.0), (aside, -apart / 2), (aside, apart / 2), (0.0, -apart), (0.0, apart)):
        box = Box(x + right, y + down, width, height)
        is_inside = width / 2 <= box.x <= plot.width - width / 2 and height / 2 <= box.y <= plot.height - height / 2
        if is_inside and not any(meet(box, other) for other in taken):
            return box
    return None


def _leader(line: Line, level: float, y: float, plot: Plot) -> dict[str, Any]:
    """A thin line from the end of a line to its name beside the plot; both levels are pixels from the upper edge."""
    begin = line.known[-1].year + _POINT / plot.width * (plot.last - plot.first)
    return {
        "name": "leader",
        "type": "line",
        "layer": "below",
        "x0": begin,
        "x1": plot.last,
        "yref": "paper",
        "y0": 1 - level / plot.height,
        "y1": 1 - y / plot.height,
        "line": {"color": line.colour, "width": 0.8, "dash": "solid"},
    }


def end_label(text: str, line: Line, y: float, plot: Plot) -> dict[str, Any]:
    """A name beside the end of a plot, so many pixels below its upper edge; `text` is escaped."""
    return {
        "name": f"end-label {line.series.area.area}",
        "text": text,
        "x": plot.last,
        "xanchor": "left",
        "xshift": 0.0,
        "y": 1 - y / plot.height,
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
        "align": "left",
        "font": {"color": line.colour, "size": LABEL_SIZE},
        "captureevents": True,
    }


def callout_name(item: Observation) -> str:
    """What the label of a number is called that a chart points at."""
    return f"callout {urls().observation(item)}"


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
                "name": callout_name(callout.observation),
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
    if label["name"].startswith("end-label"):
        return Box(plot.x(label["x"]) + label["xshift"] + width / 2, (1 - label["y"]) * plot.height, width, height)
    if label["name"] == "reference":
        return _box_of_reference(label, plot)
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
    for line in scene.all_lines:
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
