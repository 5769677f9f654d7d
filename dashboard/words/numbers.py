"""The one type that renders numbers: a text and the address it leads to, never a bare float.

A number is made from an observation, a statement or a derivation, and leads to the page that shows where it
is from. Pages, tables, charts, pictures and alternative texts take their numbers from here, which keeps the
promise that no number stands alone.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from dashboard.server.urls import INSIDE, urls
from dashboard.words.alike import differ
from dashboard.words.exactness import (
    LEAST_DIGITS,
    MOST_OF_SINGLE,
    as_exact_as_summands,
    digits_of_ratio,
    digits_of_sum,
    rounded_ratio,
    with_digits,
)
from etl.figures.indicators import Indicator
from etl.figures.knowledge import Correction, Fact
from etl.figures.observations import Observation, Statement, Vintage
from etl.figures.quoting import singular
from etl.figures.vocabulary.numbers import Flag

_SHOWN_AS = {str(flag): flag.rule for flag in Flag}
_MAKER = object()
_ONE = "1"
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


@dataclass(frozen=True)
class Derivation:
    """A number that was computed, the way it was computed, and the observations that went in.

    Where poppy-free areas went in, it is an interval: from `value`, with nothing for each, to `end`, with the most that
    the class allows, or down to it.
    """

    kind: str  # a key of COMPUTATIONS
    value: float
    inputs: tuple[Observation, ...]
    end: float | None = None

    @cached_property
    def digits(self) -> int:
        """How many significant digits it may be shown with: no more than its inputs have."""
        first, *others = [item.value or 0.0 for item in self.inputs]
        if self.kind == "sum":
            return digits_of_sum([first, *others])
        return digits_of_ratio(first, others, of_the_sum=self.kind == "share")

    @cached_property
    def rounded(self) -> float:
        """The value as exact as what went in."""
        return self._as_exact(self.value)

    def _as_exact(self, value: float) -> float:
        if self.kind == "sum":
            return as_exact_as_summands(value, [item.value or 0.0 for item in self.inputs])
        if self.kind in {"product", "increase", "ratio", *RATES}:
            return with_digits(value, self.digits, _decimals(value))
        return self.as_percentage(value)[0]

    def as_percentage(self, value: float) -> tuple[float, int]:
        """A percentage or an index as exact as what went in, and its decimals."""
        return rounded_ratio(value, self.digits, _NEVER_ROUNDED_TO.get(self.kind, ()))

    @property
    def times(self) -> float | None:
        """How many times the other figure the first is, as exact as both, where a percentage is too large to read."""
        if self.kind not in _SIGNED or self.value < TOLD_AS_TIMES:
            return None
        factor = self.value / 100 + 1
        return with_digits(factor, self.digits, 0)

    @property
    def ends(self) -> tuple[float, float]:
        """The interval, rounded, the lower end first; twice the same where it is one number."""
        if self.end is None:
            return self.rounded, self.rounded
        low, high = sorted((self.rounded, self._as_exact(self.end)))
        return low, high

    @property
    def is_within_ranges(self) -> bool:
        """Whether it is a change between figures whose ranges overlap, so that there may be none."""
        return self.kind in _CHANGES and ranges_overlap(self.inputs[0], self.inputs[1])

    @property
    def page(self) -> str:
        """The page that shows the computation with its inputs: its address inside the dashboard."""
        return INSIDE.computed(self.kind, [item.key for item in self.inputs], self.asof)

    @property
    def asof(self) -> str:
        """The day as known on which its inputs are; empty: today."""
        return self.inputs[0].asof


@dataclass(frozen=True, slots=True)
class _PerPeople:
    people: int
    words: str
    counted: str  # so many people in letters, where a number would need a source


PER_100_000, PER_MILLION = "rate-per-100000", "rate-per-million"
RATES = {
    PER_100_000: _PerPeople(100_000, "per 100,000 people", "hundred thousand"),
    PER_MILLION: _PerPeople(10**6, "per million people", "million"),
}
MINUS = "\u2212"
COMPUTATIONS = {
    "change": "change from the second figure to the first, in per cent",
    "difference": "difference of the first figure from the second, in per cent",
    "increase": "the first figure minus the second",
    "share": "the first figure as a percentage of the sum of the others",
    "share-of": "the first figure as a percentage of the second",
    "index": "the first figure where the second is 100",
    "sum": "the sum",
    "product": "the product, in the unit of the indicator",
    **{
        kind: f"the first figure divided by the second, the population, per {rate.counted} people"
        for kind, rate in RATES.items()
    },
    "ratio": "the first figure divided by the second, in the units of both",
    "percentage": "the first figure as a percentage of the second",
}
OVER_YEARS = ("change", "increase", "index")
# Computed from figures that stood together, or not at all.
OF_ONE_RELEASE = {*OVER_YEARS, "share", "share-of", "product", "ratio", "percentage"}
# In what the figures of each must be alike: producers are mixed only to ask how far they are apart.
ALIKE_IN = {
    **dict.fromkeys(OVER_YEARS, ("producer", "indicator", "area")),
    **dict.fromkeys(("share-of", "sum"), ("producer", "indicator")),
    "share": ("producer", "indicator", "year"),
    "difference": ("indicator", "area", "year"),
    "product": ("producer", "area", "year"),
    **dict.fromkeys((*RATES, "ratio", "percentage"), ("area", "year")),
}
IN_PER_CENT = {"change", "difference", "share", "share-of", "percentage"}
_SIGNED = {"change", "difference"}
# What a percentage is only where it is so exactly: where anything is left, not all of it is gone.
_GONE, _ALL, _NONE = -100.0, 100.0, 0.0
_NEVER_ROUNDED_TO = {**dict.fromkeys(_SIGNED, (_GONE,)), **dict.fromkeys(("share", "share-of"), (_ALL, _NONE))}
_CHANGES = {"change", "difference", "increase"}
WITHIN_RANGES = "within the ranges"  # of a change between two figures whose ranges overlap
_DIGITS_OF_SMALL, _MOST_DECIMALS = 3, 6  # of a value below one: as many digits as one above it has
SMALLEST_SHOWN = 0.1  # per cent; below it a difference is shown by its first digit
TOLD_AS_TIMES = 1000.0  # per cent; from it on a change or a difference is told as how many times the other figure it is


def format_value(value: float) -> str:
    """Thousands with commas, and the decimals that a value has, where they say anything: 263,000, 56.1, 0.0484.

    A thousand and more is shown whole; exact values stand in the tables that readers download.
    """
    text = f"{value:,.{_decimals(value)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return with_minus(text) if text not in {"-0", ""} else "0"


def with_minus(text: str) -> str:
    """A number as printed: with a minus sign where a program writes a hyphen."""
    return f"{MINUS}{text[1:]}" if text.startswith("-") else text


def _decimals(value: float) -> int:
    size = abs(value)
    if size >= 1:
        return 0 if size >= 1000 else 2
    return min(_MOST_DECIMALS, _DIGITS_OF_SMALL - 1 - math.floor(math.log10(size))) if size else 0


def as_shown(value: float) -> float:
    """A value with the decimals that readers see, so that two which look alike are alike."""
    return round(value, _decimals(value))


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


def with_unit(text: str, unit: str) -> str:
    """A number with its unit, which is in the singular behind one: 1 death."""
    if text in {"poppy-free", "no value"} or not unit:
        return text
    return f"{text} {singular(unit) if text == _ONE else unit}"


def number_text(observation: Observation, indicator: Indicator, *, unit: bool = True) -> str:
    """The value that an observation shows."""
    text = shown_text(observation.value, observation.low, observation.high, observation.flag)
    return with_unit(text, indicator.short_unit if unit else "")


def number(observation: Observation, indicator: Indicator, *, unit: bool = True) -> Number:
    """The same, leading to its page."""
    return Number(number_text(observation, indicator, unit=unit), INSIDE.observation(observation), _MAKER)


def range_number(observation: Observation, indicator: Indicator, *, unit: bool = True) -> Number | None:
    """The range that an observation shows, leading to its page; None where none is recorded."""
    if not observation.has_range:
        return None
    text = format_range(observation.low, observation.high)
    return Number(with_unit(text, indicator.short_unit if unit else ""), INSIDE.observation(observation), _MAKER)


def statement_number(statement: Statement, indicator: Indicator, *, unit: bool = True) -> Number:
    """What a source prints, leading to the page of that source."""
    text = shown_text(statement.value, statement.low, statement.high, statement.flag)
    return Number(with_unit(text, indicator.short_unit if unit else ""), INSIDE.source(statement.source), _MAKER)


def statement_range(statement: Statement, indicator: Indicator) -> Number:
    """The range that a source prints, leading to the page of that source."""
    text = format_range(statement.low, statement.high)
    return Number(with_unit(text, indicator.short_unit), INSIDE.source(statement.source), _MAKER)


def difference_number(share: float, observation: Observation, *, signed: bool = True) -> Number:
    """How far another number is from what an observation shows, leading to its page, where both stand."""
    per_cent = share * 100
    if per_cent >= TOLD_AS_TIMES:
        return Number(_fold(with_digits(share + 1, LEAST_DIGITS, 0)), INSIDE.observation(observation), _MAKER)
    _, decimals = rounded_ratio(per_cent, MOST_OF_SINGLE, (_GONE,))
    text = f"{per_cent:+,.{decimals}f} %" if abs(per_cent) >= SMALLEST_SHOWN else f"{per_cent:+.1g} %"
    return Number(with_minus(text) if signed else text.lstrip("-+"), INSIDE.observation(observation), _MAKER)


def meant_number(correction: Correction, source: str, indicator: Indicator) -> Number | None:
    """What a wrong statement means, leading to the page of the source that shows it; None where that is not known."""
    if correction.meant is None:
        return None
    return Number(with_unit(format_value(correction.meant), indicator.short_unit), INSIDE.source(source), _MAKER)


def vintage_number(vintage: Vintage, observation: Observation, indicator: Indicator) -> Number:
    """What an observation showed from a date on, leading to its page."""
    text = shown_text(vintage.value, vintage.low, vintage.high, vintage.flag)
    return Number(with_unit(text, indicator.short_unit), INSIDE.observation(observation), _MAKER)


def vintage_range(vintage: Vintage, observation: Observation, indicator: Indicator) -> Number | None:
    """The range beside that value, leading to the same page; None where there was none, or nothing but the range."""
    if vintage.value is None or (vintage.low is None and vintage.high is None):
        return None
    text = format_range(vintage.low, vintage.high)
    return Number(with_unit(text, indicator.short_unit), INSIDE.observation(observation), _MAKER)


def fact_number(fact: Fact) -> Number:
    """A figure of an article that is no observation (a count, a date), leading to the page of that article."""
    unit = "" if fact.unit in {"year", "month-day", "year-month"} else fact.unit
    is_amount = unit and fact.value.isdecimal()
    text = with_unit(format_value(float(fact.value)), unit) if is_amount else fact.value
    return Number(text, INSIDE.source(fact.source), _MAKER)


def derived_number(derivation: Derivation, *, signed: bool = True, unit: str = "") -> Number:
    """A computed number with no more digits than its inputs have, leading to the page that shows the computation.

    A change or a difference of a thousand per cent and more is told as how many times the other figure it is.
    """
    if (times := derivation.times) is not None:
        return Number(_fold(times), derivation.page, _MAKER)
    text = "–".join(dict.fromkeys(_derived_text(derivation, end, signed) for end in dict.fromkeys(derivation.ends)))
    text = f"{text} %" if derivation.kind in IN_PER_CENT else text
    unit = f"{unit} {RATES[derivation.kind].words}" if unit and derivation.kind in RATES else unit
    return Number(with_unit(text, "" if derivation.kind in {*IN_PER_CENT, "index"} else unit), derivation.page, _MAKER)


def _fold(times: float) -> str:
    """How many times another figure one is, as it stands alone and behind “up”: 3,900-fold."""
    return f"{format_value(times)}-fold"


def _derived_text(derivation: Derivation, value: float, signed: bool) -> str:
    if derivation.kind in {*IN_PER_CENT, "index"}:
        sign = "+" if derivation.kind in _SIGNED and value else ""
        text = f"{value + 0.0:{sign},.{derivation.as_percentage(derivation.value)[1]}f}"  # no minus before zero
    else:
        text = ("+" if derivation.kind == "increase" and value > 0 else "") + format_value(value)
    return with_minus(text) if signed else text.lstrip(f"-+{MINUS}")


def ranges_overlap(one: Observation, other: Observation) -> bool:
    """Whether two figures have ranges that have numbers in common."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.low <= other.high and other.low <= one.high


def compute(kind: str, inputs: tuple[Observation, ...], scale: float = 1.0) -> Derivation | None:
    """A derivation of one of COMPUTATIONS; None where an input has no value or would be divided by.

    Poppy-free is a class and not a measured zero: nothing is computed from it but sums that it is part of, which are
    intervals then. Nor is anything computed from years of one series that cannot be compared, since a break lies
    between them or they measure different things, nor from figures that are not alike in ALIKE_IN.
    `scale` turns the product or the quotient of the inputs' units into the unit of the result.
    """
    if differing_in(kind, inputs) or any(cannot_be_compared(one, other) for one, other in _years_of_one_series(inputs)):
        return None
    values = [item.value for item in inputs]
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values) or (kind not in {"sum", "product"} and len(known) < 2):
        return None
    if inputs[0].is_poppy_free or (kind not in {"sum", "share"} and any(item.is_poppy_free for item in inputs)):
        return None
    if kind in OF_ONE_RELEASE and of_different_releases(inputs):
        return None
    first, others = known[0], known[1:]
    if kind == "sum":
        total, most = math.fsum(known), math.fsum(item.most or 0.0 for item in inputs)
        return Derivation(kind, total, inputs, most if most > total else None)
    if kind == "increase":
        return Derivation(kind, first - others[0], inputs)
    if kind == "product":
        return Derivation(kind, float(f"{math.prod(known) * scale:.6g}"), inputs)
    base = math.fsum(others) if kind == "share" else others[0]
    if not base:
        return None
    if kind in RATES:
        return Derivation(kind, first / base * RATES[kind].people, inputs)
    if kind in {"ratio", "percentage"}:
        return Derivation(kind, first / base * scale * (100 if kind == "percentage" else 1), inputs)
    change_in_per_cent = (first / base - 1) * 100
    if kind == "share":
        most = math.fsum(item.most or 0.0 for item in inputs[1:])
        return Derivation(kind, first / base * 100, inputs, first / most * 100 if most > base else None)
    results = {"change": change_in_per_cent, "difference": change_in_per_cent, "index": first / base * 100}
    return Derivation(kind, results.get(kind, first / base * 100), inputs)


def differing_in(kind: str, inputs: Sequence[Observation]) -> str:
    """In what the figures of a computation differ that they must share: a part of their key; empty where in nothing."""
    parts = (part for part in ALIKE_IN[kind] if len({getattr(item.key, part) for item in inputs}) > 1)
    return next(parts, "")


def cannot_be_compared(one: Observation, other: Observation) -> bool:
    """Whether two years of one series are parted by a break, or measure different things."""
    return one.comparable_from != other.comparable_from or differ(one, other)


def _years_of_one_series(inputs: Sequence[Observation]) -> Iterator[tuple[Observation, Observation]]:
    """Each two of some figures that are of one series and of different years."""
    if len({item.key.year for item in inputs}) > 1:
        for one, other in combinations(inputs, 2):
            if one.key.series == other.key.series and one.key.year != other.key.year:
                yield one, other


def of_different_releases(inputs: Sequence[Observation]) -> tuple[Observation, Observation] | None:
    """Two of the figures that never stood together: one was revised after the other was last printed; else None.

    The other one may still contain, or be made with, the number before that revision.
    """
    for revised in inputs:
        if revised.revised_from:
            for other in inputs:
                if other.key != revised.key and other.last_printed < revised.revised_from:
                    return revised, other
    return None


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
