"""Where things come to lie on a chart, in pixels, so that labels never cover each other or the data."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]

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


SCREEN = Canvas(
    1180, 460
)  # the room that labels are placed for; `assets/chart_layout.js` adapts them to narrow screens


_FOOT = 0.015  # of the height of a plot


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

    @property
    def floor(self) -> float | None:
        """The value at the foot of a logarithmic axis where what has no logarithm stands, within the plot."""
        return 10 ** (self.bottom + _FOOT * (self.top - self.bottom)) if self.log else None

    def with_head(self, pixels: float) -> "Plot":
        """The same plot with its values moved down, so that so many pixels at its head are free."""
        span = (self.top - self.bottom) * self.height / (self.height - pixels)
        return replace(self, top=self.bottom + span)

    def until(self, year: float) -> "Plot":
        """The same plot, going on until a year where that is later than its own end."""
        return replace(self, last=max(self.last, year))

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
    back in the order in which they were given. What the height has no room for goes on below it, still apart.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    heights = [gap] * len(wanted) if isinstance(gap, int | float) else [gap[index] for index in order]
    # Where each would stand below the first, all pushed together: what is then wanted must only not go back up.
    below = [0.0, *accumulate((upper + lower) / 2 for upper, lower in pairwise(heights))]
    starts = _never_falling([wanted[index] - down for index, down in zip(order, below, strict=False)])
    lowest = max(0.0, height - below[-1])
    result = [0.0] * len(wanted)
    for index, start, down in zip(order, starts, below, strict=False):
        result[index] = min(max(start, 0.0), lowest) + down
    return result


def _never_falling(wanted: Sequence[float]) -> list[float]:
    """The numbers nearest to the wanted ones of which none is less than the one before it.

    Neighbours in the wrong order are pooled at their mean until none are left, which is exact.
    """
    pools: list[tuple[float, int]] = []  # the sum and the count of each
    for number in wanted:
        total, count = number, 1
        while pools and pools[-1][0] * count >= total * pools[-1][1]:
            before, counted = pools.pop()
            total, count = total + before, count + counted
        pools.append((total, count))
    return [total / count for total, count in pools for _ in range(count)]


_BESIDE = 5  # pixels between a circle and its label


@dataclass(frozen=True, slots=True)
class Box:
    """What a label takes: its middle and its size, in pixels of the plot."""

    x: float
    y: float
    width: float
    height: float


def place_beside(size: tuple[float, float], circle: Box, taken: Sequence[Box], room: tuple[float, float]) -> Box | None:
    """The place of a label beside its circle, off everything that is taken and within the room; None without one."""
    width, height = size
    aside, above = (circle.width + width) / 2 + _BESIDE, (circle.height + height) / 2 + 1
    level = min(max(circle.x, width / 2), room[0] - width / 2)
    for x, y in (
        *((circle.x + aside, circle.y), (circle.x - aside, circle.y)),
        *((level, circle.y - above), (level, circle.y + above)),
    ):
        box = Box(x, y, width, height)
        is_inside = width / 2 <= box.x <= room[0] - width / 2 and height / 2 <= box.y <= room[1] - height / 2
        if is_inside and not any(meet(box, other) for other in taken):
            return box
    return None


_REACHES = (14, 30, 48, 70, 96, 126, 160)  # pixels between a circle and the label that a leader joins to it
_ANGLES = tuple(math.radians(degrees) for degrees in (0, 180, 30, 150, -30, -150, 60, 120, -60, -120, 90, -90))
_ALONG = 9  # pixels between the spots of a leader that must be free


def place_apart(
    size: tuple[float, float], circle: Box, taken: Sequence[Box], room: tuple[float, float]
) -> tuple[Box, list[Box]] | None:
    """The nearest free place of a label that a leader joins to its circle, and what the leader takes; None without one.

    A leader begins at its circle, and crosses nothing but what already covers that, unless there is no such place.
    """
    width, height = size
    others = [other for other in taken if not meet(other, circle)]
    crossing: tuple[Box, list[Box]] | None = None
    for reach in _REACHES:
        for angle in _ANGLES:
            right, down = math.cos(angle), -math.sin(angle)
            far = circle.width / 2 + reach
            held = (right > 0.1) - (right < -0.1)  # the side of the label that the leader comes to
            box = Box(circle.x + right * far + held * width / 2, circle.y + down * far, width, height)
            is_inside = width / 2 <= box.x <= room[0] - width / 2 and height / 2 <= box.y <= room[1] - height / 2
            if not is_inside or any(meet(box, other) for other in taken):
                continue
            steps = [step / far for step in range(int(circle.width / 2) + 4, int(far), _ALONG)]
            leader = [Box(circle.x + right * far * part, circle.y + down * far * part, 4, 4) for part in steps]
            if not any(meet(spot, other) for spot in leader for other in others):
                return box, leader
            crossing = crossing or (box, leader)
    return crossing


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes cover each other."""
    is_across = abs(one.x - other.x) < (one.width + other.width) / 2
    return is_across and abs(one.y - other.y) < (one.height + other.height) / 2


ABOVE = 28  # pixels above the plot that a callout may take, of the margin there
_DIRECTIONS = ((1, -1), (-1, -1), (1, 0), (-1, 0), (0, -1), (1, 1), (-1, 1), (0, 1))
_DISTANCES = (46, 74, 110, 150)
_STEP = 24  # pixels between the places that are tried
_GAP = 6  # pixels that a callout keeps from what it does not cover
_COST_POINT, _COST_LABEL, _COST_OUTSIDE = 100.0, 10_000.0, 200.0  # of a covered point or label, of a pixel outside
_COST_CROSSED, _COST_FAR = 25.0, 0.2  # of a point under the leader, of a pixel of its length
_FREE = 100.0  # the cost of a place that is as good as can be asked for
_COMPARED = 12  # places of which the leaders are looked at
_LEADER_REACH, _LEADER_START = 7, 16  # pixels to either side of a leader, and from its point to where it begins


@dataclass(frozen=True, slots=True)
class LabelPlace:
    """Where a callout goes: the offset of its centre from its anchor, and whether it is free there."""

    right: float
    down: float
    is_free: bool


def place_callout(
    plot: Plot,
    anchor: tuple[float, float],
    size: tuple[float, float],
    points: Sequence[tuple[float, float]],
    boxes: Sequence[Box] = (),
) -> LabelPlace:
    """The place of a callout near its anchor that covers no label, and no data if it can be helped.

    All in pixels. A place outside of the plot and the room beside it counts as the worst.
    """
    half_width, half_height = size[0] / 2, size[1] / 2
    spots = np.array(
        [*((x, y, 0, 0) for x, y in points), *((box.x, box.y, box.width / 2, box.height / 2) for box in boxes)],
        dtype=np.float32,
    ).reshape(-1, 4)
    weights = np.full((len(spots), 1), _COST_POINT, dtype=np.float32)
    weights[len(points) :] = _COST_LABEL

    def across(x: Pixels) -> Pixels:
        """For each spot and each place, whether one covers the other as far as x goes, as 0 or 1."""
        within: Pixels = (np.abs(spots[:, :1] - x) < spots[:, 2:3] + half_width + _GAP).astype(np.float32)
        return within

    def down(y: Pixels) -> Pixels:
        """The same for y, times the cost of covering the spot."""
        within: Pixels = (np.abs(spots[:, 1:2] - y) < spots[:, 3:] + half_height + _GAP) * weights
        return within

    def cheapest(x: Pixels, y: Pixels, covered: Pixels) -> tuple[float, float, float]:
        """The place of the lowest cost and that cost; x, y and the cost of the covered are of one shape."""
        outside = (
            np.maximum(0, half_width - x)
            + np.maximum(0, x + half_width - plot.width - plot.beside)
            + np.maximum(0, half_height - y - ABOVE)
            + np.maximum(0, y + half_height - plot.height)
        )
        cost = covered + outside * _COST_OUTSIDE + np.hypot(x - anchor[0], y - anchor[1]) * _COST_FAR
        few = np.argpartition(cost, min(_COMPARED, cost.size - 1))[:_COMPARED]
        centres = np.stack([x[few], y[few]], axis=1)
        total = cost[few] + _crossed(spots[: len(points), :2], anchor, centres) * _COST_CROSSED
        best = int(total.argmin())
        return float(centres[best, 0]), float(centres[best, 1]), float(total[best])

    sides = np.array(_DIRECTIONS, dtype=np.float32)
    near = np.concatenate([sides * (distance + half_width, distance / 2 + half_height) for distance in _DISTANCES])
    x, y = (near + anchor).astype(np.float32).T
    best = cheapest(x, y, (across(x) * down(y)).sum(axis=0))
    if best[2] >= _FREE:
        # Nothing near is free: look over the whole chart.
        columns = np.arange(int(half_width), int(plot.width + plot.beside - half_width) + 1, _STEP, dtype=np.float32)
        rows = np.arange(int(half_height - ABOVE), int(plot.height - half_height) + 1, _STEP, dtype=np.float32)
        if columns.size and rows.size:
            covered = (down(rows).T @ across(columns)).ravel()
            anywhere = cheapest(np.tile(columns, rows.size), np.repeat(rows, columns.size), covered)
            best = min(best, anywhere, key=lambda place: place[2])
    return LabelPlace(best[0] - anchor[0], best[1] - anchor[1], best[2] < _FREE)


def _crossed(points: Pixels, anchor: tuple[float, float], centres: Pixels) -> Pixels:
    """How many of the points lie under the leader to each of the centres."""
    from_anchor = points - np.array(anchor, dtype=np.float32)
    from_anchor = from_anchor[np.hypot(from_anchor[:, 0], from_anchor[:, 1]) > _LEADER_START]
    leader = centres - np.array(anchor, dtype=np.float32)
    length = np.maximum(np.hypot(leader[:, 0], leader[:, 1]), 1)
    along = from_anchor @ (leader / length[:, None]).T
    beside = from_anchor @ (leader[:, ::-1] * (-1, 1) / length[:, None]).T
    crossed: Pixels = ((along > 0) & (along < length) & (np.abs(beside) < _LEADER_REACH)).sum(axis=0)
    return crossed
