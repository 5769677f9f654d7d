"""Where values lie on an axis of a figure, and the ticks that plotly puts on it."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

Axis = Mapping[str, Any]
_ROUND = (2, 5, 10)
_MOST_TICKS = 100


def share_of_axis(axis: Axis, value: float) -> float:
    """The place of a value as a part of the axis, 0 at its beginning; what has no logarithm lies before it."""
    if axis.get("type") == "log":
        value = math.log10(value) if value > 0 else axis["range"][0] - 1
    return share_of_range(axis, value)


def share_of_range(axis: Axis, position: float) -> float:
    """The same for a position in the numbers of the range, which on a logarithmic axis are logarithms."""
    first, last = axis["range"]
    return float((position - first) / (last - first))


def ticks(axis: Axis) -> list[tuple[float, str]]:
    """The ticks of an axis: place as a part of the axis, and text."""
    first, last = axis["range"]
    positions = _logarithmic(axis) if axis.get("type") == "log" else _linear(axis)
    return [(share_of_range(axis, position), text) for position, text in positions if first <= position <= last]


def _linear(axis: Axis) -> Iterable[tuple[float, str]]:
    first, last = axis["range"]
    step = axis.get("dtick") or _round_step((last - first) / axis["nticks"])
    begin = math.ceil(first / step)
    for number in range(begin, min(math.floor(last / step), begin + _MOST_TICKS) + 1):
        value = round(number * step, 10)
        text = f"{value:.10g}" if axis["tickformat"] == "d" else f"{value:,.10g}"
        yield value, text.replace("-", "\u2212")


def _round_step(rough: float) -> float:
    """The next larger step of 2, 5 or 10 times a power of ten."""
    base = 10.0 ** math.floor(math.log10(rough))
    return float(base * next(factor for factor in _ROUND if factor >= rough / base or factor == _ROUND[-1]))


def _logarithmic(axis: Axis) -> Iterable[tuple[float, str]]:
    first, last = axis["range"]
    if "tickvals" in axis:
        yield from ((math.log10(value), f"{value:,.10g}") for value in axis["tickvals"])
        return
    factors = (1, 2, 5) if axis["dtick"] == "D2" else (1,)
    for power in range(math.floor(first), math.ceil(last) + 1):
        for factor in factors:
            yield power + math.log10(factor), f"{factor * 10.0**power:,.10g}"
