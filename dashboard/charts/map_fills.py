"""What fills the areas of a map: classes of values or of changes, poppy-free, and why there is nothing to fill with."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from math import inf
from typing import Any

from dashboard.charts.map_ground import OUTLINE, readable
from dashboard.views import looks as look
from dashboard.views.points import Point
from dashboard.views.scene import Scene
from dashboard.views.view import MOVED_NAMES
from dashboard.words.numbers import format_value, with_unit

# Five steps of one hue, evenly darker, so that they can be told apart in grey too.
CLASS_COLOURS = ("#dcd5ea", "#b9a8d3", "#9179b8", "#694c98", "#412a6b")
# Falls and rises; in grey they are told apart by the dots of the falls. `assets/chart.css` knows them.
CHANGE_COLOURS = ("#2f6f9f", "#9cc3dd", "#e9e6e1", "#e3b47f", "#a4561a")
WITHOUT_POPPY = "#4f8f2f"  # what hatches areas that have none
PER_CENT = (-inf, -50.0, -10.0, 10.0, 100.0)  # the lower bounds of the classes of changes: halved, doubled
_CLASSES = len(CLASS_COLOURS)
_NOTHING = "rgba(0,0,0,0)"
EDGE = {"color": OUTLINE, "width": 0.8}
Pattern = tuple[str, float, float, str]  # its shape, size in pixels, solidity and colour


@dataclass(frozen=True, slots=True)
class Fill:
    """What fills some areas, and what the legend calls it."""

    name: str
    colour: str = _NOTHING
    pattern: Pattern | None = None
    is_dot: bool = False  # in the legend a dot and no square
    is_open: bool = False  # in the legend only an outline

    @property
    def of_shape(self) -> dict[str, Any]:
        """The fill of a trace."""
        return {"fillcolor": self.colour} | ({"fillpattern": self.hatch} if self.pattern else {})

    @property
    def hatch(self) -> dict[str, Any]:
        """The pattern as plotly has it."""
        shape, size, solidity, colour = self.pattern or ("", 0, 0, "")
        return {"shape": shape, "size": size, "solidity": solidity, "fgcolor": colour, "bgcolor": self.colour}

    @property
    def entry(self) -> dict[str, Any]:
        """The trace of the legend that stands for it; only bars can be hatched there as the map is."""
        named = {"x": [None], "y": [None], "name": self.name, "hoverinfo": "skip"}
        if self.pattern:
            return {"type": "bar", "marker": {"color": _NOTHING, "pattern": self.hatch, "line": EDGE}} | named
        symbol = f"{'circle' if self.is_dot else 'square'}{'-open' if self.is_open else ''}"
        marker = {"symbol": symbol, "size": 13, "color": self.colour} | ({} if self.is_open else {"line": EDGE})
        return {"type": "scatter", "mode": "markers", "marker": marker} | named


POPPY_FREE = Fill("poppy-free", pattern=("/", 7, 0.25, WITHOUT_POPPY))
WITHOUT_FIGURE = Fill("no figure", pattern=("\\", 6, 0.12, OUTLINE))
MOVED = {
    "gained": Fill(MOVED_NAMES["gained"], pattern=POPPY_FREE.pattern),
    "lost": Fill(MOVED_NAMES["lost"], pattern=("\\", 7, 0.3, look.ACCENT)),
    "kept": Fill(MOVED_NAMES["kept"], pattern=(".", 6, 0.25, WITHOUT_POPPY)),
    "broken": Fill(MOVED_NAMES["broken"], pattern=("x", 8, 0.2, look.QUIET)),
    "zero": Fill(MOVED_NAMES["zero"], pattern=("+", 8, 0.2, CHANGE_COLOURS[-1])),
}


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a map: the lower bound of each, in their order, and what fills it."""

    bounds: Sequence[float]
    fills: Sequence[Fill]

    def of_value(self, value: float) -> Fill:
        """The class of a value."""
        return self.fills[max(0, bisect_right(self.bounds, value) - 1)]

    def of(self, point: Point | None) -> Fill | None:
        """What fills the area of a point; None where there is no figure."""
        if point is None or point.value is None:
            return POPPY_FREE if point is not None and point.observation.is_poppy_free else None
        is_free = point.observation.is_poppy_free and point.computed is None
        return POPPY_FREE if is_free else self.of_value(point.value)


def classes_of(scene: Scene) -> Classes:
    """The classes of a map: the same in all years."""
    if scene.changes_since is not None:
        return _classes_of_changes(scene)
    bounds = class_bounds(scene.every_value)
    unit = scene.short_unit
    colours = CLASS_COLOURS[len(CLASS_COLOURS) - len(bounds) :]
    names = [
        f"{format_value(low)} to {with_unit(format_value(high), unit)}"
        if high
        else f"{with_unit(format_value(low), unit)} or more"
        for low, high in zip_longest(bounds, bounds[1:])
    ]
    fills = [Fill(escape(name), colour) for name, colour in zip(names, colours, strict=True)]
    return Classes(bounds, fills) if fills else Classes([0.0], [Fill(f"0 {unit}", CLASS_COLOURS[-1])])


def class_bounds(values: Sequence[float]) -> list[float]:
    """The lower bounds of at most five classes of about as many values each, as readable numbers; the first is zero."""
    above = sorted(value for value in values if value > 0)
    if not above:
        return []
    fifths = [above[len(above) * fifth // _CLASSES] for fifth in range(1, _CLASSES)]
    return [0.0, *sorted({readable(value) for value in fifths})]


def change_bounds(values: Sequence[float]) -> Sequence[float]:
    """The lower bounds of the classes of changes in a unit: as far below zero as above, each third of them in one."""
    sizes = sorted(abs(value) for value in values if value)
    if not sizes:
        return (-inf, -2.0, -1.0, 1.0, 2.0)
    low, high = (readable(sizes[len(sizes) * third // 3]) for third in (1, 2))
    high = high if high > low else 2 * low
    return (-inf, -high, -low, low, high)


def _classes_of_changes(scene: Scene) -> Classes:
    is_share = scene.unit.startswith("%")
    bounds = PER_CENT if is_share else change_bounds(scene.every_value)
    unit = "%" if is_share else scene.indicator.unit_of_change
    fall, small_fall, rise, large_rise = (format_value(abs(bound)) for bound in bounds[1:])
    names = (
        f"fall of {with_unit(fall, unit)} or more",
        f"fall of {small_fall} to {with_unit(fall, unit)}",
        f"−{small_fall} to +{rise} {unit}",
        f"rise of {rise} to {with_unit(large_rise, unit)}",
        f"rise of {with_unit(large_rise, unit)} or more",
    )
    dots: list[Pattern | None] = [(".", 5, 0.12, "#ffffff"), (".", 5, 0.12, CHANGE_COLOURS[0]), None, None, None]
    fills = [
        Fill(escape(name), colour, pattern) for name, colour, pattern in zip(names, CHANGE_COLOURS, dots, strict=True)
    ]
    return Classes(bounds, fills)


def legend(classes: Classes, scene: Scene, others: Sequence[Fill]) -> list[dict[str, Any]]:
    """The classes and what else fills areas of the map, as entries that stand for no data."""
    is_free = any(classes.of(point) == POPPY_FREE for point in scene.points)
    moved = dict.fromkeys(one.kind for one in scene.moved)
    fills = [*classes.fills, *([POPPY_FREE] if is_free else []), *(MOVED[kind] for kind in MOVED if kind in moved)]
    return [fill.entry for fill in (*fills, *others)]
