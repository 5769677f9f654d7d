"""The one type that renders numbers: a text and the address it leads to, never a bare float.

A number is made from an observation, a statement or a derivation, and leads to the page that shows where it
is from. Pages, tables, charts, pictures and alternative texts take their numbers from here, which keeps the
promise that no number stands alone.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.server.urls import INSIDE, urls
from etl.figures.records import Correction, Fact, Indicator, Observation, Statement, Vintage
from etl.figures.vocabulary import Flag

_SHOWN_AS = {str(flag): flag.rule for flag in Flag}
_MAKER = object()
FIGURE = re.compile(r"\d[\d,.\u00a0\u202f]*\d|\d")


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit as readers see it, and the page that explains it: its address inside the dashboard.

    Made only by the functions of this module: `maker` guards against a text that no source stands behind.
    """

    text: str
    page: str
    maker: object

    def __post_init__(self) -> None:
        if self.maker is not _MAKER:
            raise TypeError("a Number is made from an observation, a statement or a derivation")

    @property
    def href(self) -> str:
        """The address of that page for the reader who is being answered."""
        return urls().below(self.page)


@dataclass(frozen=True, slots=True)
class Derivation:
    """A number that was computed, the way it was computed, and the observations that went in."""

    kind: str  # a key of COMPUTATIONS
    value: float
    inputs: tuple[Observation, ...]

    @property
    def page(self) -> str:
        """The page that shows the computation with its inputs: its address inside the dashboard."""
        return INSIDE.computed(self.kind, [item.key for item in self.inputs], self.asof)

    @property
    def asof(self) -> str:
        """The day as known on which its inputs are; empty: today."""
        return self.inputs[0].asof


COMPUTATIONS = {
    "change": "the first divided by the second, less one, in per cent",
    "difference": "the first divided by the second, less one, in per cent",
    "increase": "the first less the second",
    "share": "the first divided by the sum of all that follow it, in per cent",
    "share-of": "the first divided by the second, in per cent",
    "index": "the first divided by the second, times 100",
    "sum": "the sum",
    "product": "the product, in the unit of the indicator",
}
IN_PER_CENT = {"change", "difference", "share", "share-of"}
_SIGNED = {"change", "difference"}
SMALLEST_SHOWN = 0.1  # per cent; below it a difference is shown by its first digit


def format_value(value: float) -> str:
    """Thousands with commas, and only the decimals that a value has: 263,000, 56.1, 0.25."""
    text = f"{value:,.6f}".rstrip("0").rstrip(".")
    return text if text not in {"-0", ""} else "0"


def format_range(low: float | None, high: float | None) -> str:
    """A range with an en dash, or one-sided: 242,000-283,000 with the dash, at least 242,000, at most 283,000."""
    if low is None or high is None:
        return f"at least {format_value(low)}" if low is not None else f"at most {format_value(high or 0)}"
    return f"{format_value(low)}–{format_value(high)}"


def shown_text(value: float | None, low: float | None, high: float | None, flag: str) -> str:
    """What a reader sees for a figure: the value as its flag is shown, else the range, else that there is none."""
    if value is None:
        return "no value" if low is None and high is None else format_range(low, high)
    return _SHOWN_AS.get(flag, "{number}").format(number=format_value(value))


def _with_unit(text: str, unit: str) -> str:
    return text if text in {"poppy-free", "no value"} or not unit else f"{text} {unit}"


def number(observation: Observation, indicator: Indicator, *, unit: bool = True) -> Number:
    """The value that an observation shows, leading to its page."""
    text = shown_text(observation.value, observation.low, observation.high, observation.flag)
    return Number(_with_unit(text, indicator.short_unit if unit else ""), INSIDE.observation(observation), _MAKER)


def range_number(observation: Observation, indicator: Indicator, *, unit: bool = True) -> Number | None:
    """The range that an observation shows, leading to its page; None where no range is known."""
    if not observation.has_range:
        return None
    text = format_range(observation.low, observation.high)
    return Number(_with_unit(text, indicator.short_unit if unit else ""), INSIDE.observation(observation), _MAKER)


def statement_number(statement: Statement, indicator: Indicator, *, unit: bool = True) -> Number:
    """What a source prints, leading to the page of that source."""
    text = shown_text(statement.value, statement.low, statement.high, statement.flag)
    return Number(_with_unit(text, indicator.short_unit if unit else ""), INSIDE.source(statement.source), _MAKER)


def difference_number(share: float, observation: Observation) -> Number:
    """How far a statement on an observation is from what that shows, leading to its page, where both stand."""
    per_cent = share * 100
    text = f"{per_cent:+,.1f} %" if abs(per_cent) >= SMALLEST_SHOWN else f"{per_cent:+.1g} %"
    return Number(text, INSIDE.observation(observation), _MAKER)


def meant_number(correction: Correction, source: str, indicator: Indicator) -> Number | None:
    """What a wrong statement means, leading to the page of the source that shows it; None where that is not known."""
    if correction.meant is None:
        return None
    return Number(_with_unit(format_value(correction.meant), indicator.short_unit), INSIDE.source(source), _MAKER)


def vintage_number(vintage: Vintage, observation: Observation, indicator: Indicator) -> Number:
    """What an observation showed from a date on, leading to its page."""
    text = shown_text(vintage.value, vintage.low, vintage.high, vintage.flag)
    return Number(_with_unit(text, indicator.short_unit), INSIDE.observation(observation), _MAKER)


def vintage_range(vintage: Vintage, observation: Observation, indicator: Indicator) -> Number | None:
    """The range beside that value, leading to the same page; None where there was none, or nothing but the range."""
    if vintage.value is None or (vintage.low is None and vintage.high is None):
        return None
    text = format_range(vintage.low, vintage.high)
    return Number(_with_unit(text, indicator.short_unit), INSIDE.observation(observation), _MAKER)


def fact_number(fact: Fact) -> Number:
    """A figure of an article that is no observation (a count, a date), leading to the page of that article."""
    unit = "" if fact.unit in {"year", "month-day", "year-month"} else fact.unit
    is_amount = unit and fact.value.isdecimal()
    text = f"{format_value(float(fact.value))} {unit}" if is_amount else fact.value
    return Number(text, INSIDE.source(fact.source), _MAKER)


def derived_number(derivation: Derivation, *, signed: bool = True, decimals: int = 1, unit: str = "") -> Number:
    """A computed number, leading to the page that shows the computation."""
    if derivation.kind in IN_PER_CENT:
        sign = "+" if signed and derivation.kind in _SIGNED else ""
        text = f"{derivation.value:{sign},.{decimals}f} %"
    elif derivation.kind == "index":
        text = f"{derivation.value:,.{decimals}f}"
    else:
        sign = "+" if signed and derivation.kind == "increase" and derivation.value > 0 else ""
        text = _with_unit(sign + format_value(derivation.value), unit)
    return Number(text if signed else text.lstrip("-+"), derivation.page, _MAKER)


def compute(kind: str, inputs: tuple[Observation, ...], scale: float = 1.0) -> Derivation | None:
    """A derivation of one of COMPUTATIONS; None where an input has no value or would be divided by.

    Poppy-free is a class and not a measured zero: nothing is computed from it but sums that it is part of. Nor is
    anything computed from years of one series that cannot be compared, since a break lies between them.
    `scale` turns the product of the inputs' units into the unit of the result.
    """
    if crosses_a_break(inputs):
        return None
    values = [item.value for item in inputs]
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values) or (kind not in {"sum", "product"} and len(known) < 2):
        return None
    if inputs[0].is_poppy_free or (kind not in {"sum", "share"} and any(item.is_poppy_free for item in inputs)):
        return None
    first, others = known[0], known[1:]
    if kind == "sum":
        return Derivation(kind, math.fsum(known), inputs)
    if kind == "increase":
        return Derivation(kind, first - others[0], inputs)
    if kind == "product":
        return Derivation(kind, float(f"{math.prod(known) * scale:.6g}"), inputs)
    base = math.fsum(others) if kind == "share" else others[0]
    if not base:
        return None
    change_in_per_cent = (first / base - 1) * 100
    results = {"change": change_in_per_cent, "difference": change_in_per_cent, "index": first / base * 100}
    return Derivation(kind, results.get(kind, first / base * 100), inputs)


def crosses_a_break(inputs: tuple[Observation, ...]) -> bool:
    """Whether two of some figures are of one series, with a break between their years."""
    if len({item.key.year for item in inputs}) < 2:
        return False
    stretches: dict[tuple[str, str, str], int | None] = {}
    for item in inputs:
        series = item.key.indicator, item.key.area, item.key.producer
        if stretches.setdefault(series, item.comparable_from) != item.comparable_from:
            return True
    return False


def change(later: Observation, earlier: Observation) -> Derivation | None:
    """The change from one observation to another in per cent; None where it cannot be computed."""
    return compute("change", (later, earlier))


def figures_in(text: str) -> Iterator[tuple[str, bool]]:
    """A text from the data in pieces, each with whether it is a figure that must lead to its source."""
    position = 0
    for match in FIGURE.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], False
        yield match.group(), True
        position = match.end()
    if position < len(text):
        yield text[position:], False
