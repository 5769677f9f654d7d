"""Where things come to lie on a chart, in pixels, so that labels never cover each other or the data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]

LABEL_HEIGHT = 18
CHARACTER_WIDTH = 7.2

# Of the legend that `dashboard.look` places below a plot.
_LEGEND_ROW, _LEGEND_MARK, _LEGEND_CHARACTER = 30, 40, 7.0
_LEGEND_GAP = 22


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room for a chart in pixels. Type and marks keep their size, whatever the room.

    A picture is drawn on a small canvas and enlarged as a whole, so that its type is large and its lines are strong.
    """

    width: int
    height: int
    grows: bool = True  # a page has room below for a chart of many rows; a picture has not


SCREEN = Canvas(
    1180, 460
)  # the room that labels are placed for; `assets/chart_layout.js` adapts them to narrow screens


@dataclass(frozen=True, slots=True)
class Plot:
    """A plotting area: its size in pixels and the range of its axes (of logarithms, on a log axis)."""

    width: float
    height: float
    beside: float  # free room to the right of the plot
    first: float
    last: float
    bottom: float
    top: float
    log: bool = False

    def x(self, year: float) -> float:
        """Pixels from the left edge."""
        return (year - self.first) / (self.last - self.first) * self.width

    def y(self, value: float) -> float:
        """Pixels from the upper edge."""
        position = math.log10(value) if self.log and value > 0 else (self.bottom if self.log else value)
        return (self.top - position) / (self.top - self.bottom) * self.height


def legend_height(names: Sequence[str], room: float) -> float:
    """The pixels that a legend of these names takes below a plot so wide, in rows as plotly breaks them."""
    if not names:
        return 0.0
    rows, left = 1, room
    for name in names:
        entry = _LEGEND_MARK + len(name) * _LEGEND_CHARACTER
        if entry > left:
            rows, left = rows + 1, room
        left -= entry
    return _LEGEND_GAP + rows * _LEGEND_ROW


def spread(wanted: Sequence[float], gap: float | Sequence[float], height: float) -> list[float]:
    """Positions as near as possible to the wanted ones, at least `gap` apart and within the height.

    `gap` is one for all, or the height of each, which then keeps half of its own to either side. Positions come
    back in the order in which they were given.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    heights = [gap] * len(wanted) if isinstance(gap, int | float) else [gap[index] for index in order]
    placed = [min(max(wanted[index], 0), height) for index in order]
    for _ in range(50):
        moved = False
        for upper in range(len(placed) - 1):
            apart = (heights[upper] + heights[upper + 1]) / 2
            overlap = apart - (placed[upper + 1] - placed[upper])
            if overlap > 0.01:
                placed[upper] -= overlap / 2
                placed[upper + 1] += overlap / 2
                moved = True
        if placed and placed[0] < 0:
            placed[0] = 0
        if placed and placed[-1] > height:
            placed[-1] = height
        if not moved:
            break
    result = [0.0] * len(wanted)
    for index, position in zip(order, placed, strict=True):
        result[index] = position
    return result


ABOVE = 16  # pixels above the plot that a callout may take
_DIRECTIONS = ((1, -1), (-1, -1), (1, 0), (-1, 0), (0, -1), (1, 1), (-1, 1), (0, 1))
_DISTANCES = (46, 74, 110, 150)
_STEP = 24  # pixels between the places that are tried
_COST_COVERED, _COST_OUTSIDE, _COST_FAR = 100.0, 200.0, 0.1  # of a covered point, a pixel outside, a pixel of distance


def place_callout(
    plot: Plot, anchor: tuple[float, float], size: tuple[float, float], taken: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """The offset (right, down) of a callout's centre from its anchor, over the fewest of the taken points.

    All in pixels. A place outside of the plot and the room beside it counts as the worst.
    """
    half_width, half_height = size[0] / 2, size[1] / 2
    points = np.array(taken, dtype=np.float32).reshape(-1, 2)

    def reaches(from_points: Pixels, to: Pixels, far: float) -> Pixels:
        """For each point and each place, whether it is no further than that along one axis, as 0 or 1."""
        within: Pixels = (np.abs(from_points - to) < far).astype(np.float32)
        return within

    def across(x: Pixels) -> Pixels:
        return reaches(points[:, :1], x, half_width + 6)

    def down(y: Pixels) -> Pixels:
        return reaches(points[:, 1:], y, half_height + 6)

    def cheapest(x: Pixels, y: Pixels, covered: Pixels) -> tuple[float, float, float]:
        """The place of the lowest cost and that cost; x, y and the covered points are of one shape, or spread to it."""
        outside = (
            np.maximum(0, half_width - x)
            + np.maximum(0, x + half_width - plot.width - plot.beside)
            + np.maximum(0, half_height - y - ABOVE)
            + np.maximum(0, y + half_height - plot.height)
        )
        far = np.hypot(x - anchor[0], y - anchor[1])
        cost = covered * _COST_COVERED + outside * _COST_OUTSIDE + far * _COST_FAR
        at = np.unravel_index(cost.argmin(), cost.shape)
        return float(np.broadcast_to(x, cost.shape)[at]), float(np.broadcast_to(y, cost.shape)[at]), float(cost[at])

    sides = np.array(_DIRECTIONS, dtype=np.float32)
    near = np.concatenate([sides * (distance + half_width, distance / 2 + half_height) for distance in _DISTANCES])
    x, y = (near + anchor).astype(np.float32).T
    best = cheapest(x, y, (across(x) * down(y)).sum(axis=0))
    if best[2] >= _COST_COVERED:
        # Nothing near is free: look over the whole chart.
        columns = np.arange(int(half_width), int(plot.width + plot.beside - half_width) + 1, _STEP, dtype=np.float32)
        rows = np.arange(int(half_height - ABOVE), int(plot.height - half_height) + 1, _STEP, dtype=np.float32)
        if columns.size and rows.size:
            anywhere = cheapest(columns, rows[:, None], down(rows).T @ across(columns))
            best = min(best, anywhere, key=lambda place: place[2])
    return best[0] - anchor[0], best[1] - anchor[1]
