"""Where things come to lie on a chart, in pixels, so that labels never cover each other or the data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LABEL_HEIGHT = 18
CHARACTER_WIDTH = 7.2


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room for a chart in pixels. Type and marks keep their size, whatever the room.

    A picture is drawn on a small canvas and enlarged as a whole, so that its type is large and its lines are strong.
    """

    width: int
    height: int
    grows: bool = True  # a page has room below for a chart of many rows; a picture has not


SCREEN = Canvas(1180, 460)  # the room that labels are placed for; `assets/chart.js` adapts them to narrow screens


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
    points = np.array(taken, dtype=float).reshape(-1, 2)

    def cost(offset: tuple[float, float]) -> float:
        x, y = anchor[0] + offset[0], anchor[1] + offset[1]
        outside = (
            max(0.0, half_width - x)
            + max(0.0, x + half_width - plot.width - plot.beside)
            + max(0.0, half_height - y - ABOVE)
            + max(0.0, y + half_height - plot.height)
        )
        over = (np.abs(points[:, 0] - x) < half_width + 6) & (np.abs(points[:, 1] - y) < half_height + 6)
        return int(np.count_nonzero(over)) * _COST_COVERED + outside * _COST_OUTSIDE + math.hypot(*offset) * _COST_FAR

    near = [
        (
            right * (distance + half_width) if right else 0.0,
            down * (distance / 2 + half_height) if down else 0.0,
        )
        for distance in _DISTANCES
        for right, down in _DIRECTIONS
    ]
    best = min(near, key=cost)
    if cost(best) < _COST_COVERED:
        return best
    # Nothing near is free: look over the whole chart.
    columns = range(int(half_width), int(plot.width + plot.beside - half_width) + 1, _STEP)
    rows = range(int(half_height - ABOVE), int(plot.height - half_height) + 1, _STEP)
    return min([best, *((x - anchor[0], y - anchor[1]) for y in rows for x in columns)], key=cost)
