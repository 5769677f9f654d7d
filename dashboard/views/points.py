"""The points of a chart: what an observation shows, or what was computed from it, always with its Number."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial

from dashboard.views.rates import Rates
from dashboard.views.ratios import Ratios
from dashboard.views.view import View
from dashboard.words.alike import differ
from dashboard.words.breaks import NamedBreak, parting
from dashboard.words.numbers import (
    OVER_YEARS,
    Derivation,
    Number,
    as_shown,
    compute,
    derived_number,
    number,
    range_number,
)
from dashboard.words.sentences import joined
from etl.figures.indicators import Indicator
from etl.figures.keys import Key
from etl.figures.knowledge import Break
from etl.figures.observations import Observation
from etl.figures.series import Series
from etl.figures.vocabulary.numbers import Evidence

Wholes = Mapping[tuple[int, str], Observation]  # the figures that shares are of, by year and producer
MOST_SUMMANDS = 3  # that are named


@dataclass(frozen=True, slots=True)
class Point:
    """One point: `value`, `low` and `high` in the unit of the chart, and the number that a reader sees for it.

    `observation` is what the point is about; `computed` is how the value was made from it, None where it is the
    observation's own.
    """

    year: int
    value: float | None
    low: float | None
    high: float | None
    number: Number
    range: Number | None
    observation: Observation
    computed: Derivation | None = None
    stretch: int = 0  # of a sum: the year since which it is of the same areas
    said: str = ""  # of a sum: of how many areas it is
    without: str = ""  # of a sum of most areas: those that have no figure, in words

    @property
    def told(self) -> str:
        """Of a sum: of how many areas it is, and without which."""
        return f"{self.said}, {self.without}" if self.without else self.said

    @property
    def as_shown(self) -> float | None:
        """The value with the digits that a reader sees: what looks alike is not compared."""
        if self.value is None:
            return None
        return as_shown(self.value) if self.computed is None else self.computed.rounded

    @property
    def has_range(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def comparable_from(self) -> int:
        """The year since which there was no break in what the value is made from; 0 where there was none at all."""
        return max(self.stretch, *(item.comparable_from or 0 for item in self.rests_on), 0)

    @property
    def period(self) -> str:
        """Its year as readers see it: 2015, or 2014/15 where it begins in the year before."""
        return self.observation.period

    @property
    def rests_on(self) -> tuple[Observation, ...]:
        """The observations that the value is, or was computed from."""
        return self.computed.inputs if self.computed is not None else (self.observation,)

    @property
    def is_seen(self) -> bool:
        """Whether all that the value rests on was seen in the source itself, and not in a copy or a report."""
        return all(item.evidence in {"", Evidence.ORIGINAL} for item in self.rests_on)

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to draw."""
        return self.value is not None or self.has_range


@dataclass(frozen=True, slots=True)
class Line:
    """A series with its points and its look."""

    series: Series
    points: tuple[Point, ...]
    colour: str
    dash: str
    symbol: str
    breaks: tuple[Break, ...] = ()  # of the series, whatever years of it are shown
    # Of other series that shares and ratios rest on, by the year of the first point after them.
    breaks_of_others: Mapping[int, tuple[NamedBreak, ...]] = field(default_factory=dict)
    called: str = ""  # as in a sentence, beside such others that are of the same area; empty: by its area

    @property
    def known(self) -> list[Point]:
        """The points that have a value."""
        return [point for point in self.points if point.value is not None]

    @property
    def is_shown(self) -> bool:
        return any(point.is_shown for point in self.points)

    @property
    def breaks_within(self) -> list[Break]:
        """The breaks between years of the series that are shown, those included across which it goes on."""
        years = [item.key.year for item in self.series.observations]
        return [item for item in self.breaks if years and years[0] < item.first_year_after <= years[-1]]

    @property
    def others_within(self) -> list[NamedBreak]:
        """The breaks of others between years that are shown."""
        shown = [point.year for point in self.known]
        return [one for year, told in self.breaks_of_others.items() if shown and shown[0] < year for one in told]

    def partings_between(self, earlier: int, later: int) -> list[NamedBreak]:
        """The breaks, those of others included, across which values of two years are not compared."""
        own = [("", item) for item in parting(self.breaks, earlier, later)]
        return [*own, *(one for year, told in self.breaks_of_others.items() if earlier < year <= later for one in told)]

    def breaks_at(self, point: Point) -> list[NamedBreak]:
        """The breaks between a point and the year before it in the series, and those of others before it."""
        own: list[NamedBreak] = []
        if self.breaks:
            years = (item.key.year for item in self.series.observations if item.key.year < point.year)
            before = max(years, default=point.year - 1)
            own = [("", item) for item in self.breaks if before < item.first_year_after <= point.year]
        return [*own, *self.breaks_of_others.get(point.year, ())]


def follows(before: Point, point: Point) -> bool:
    """Whether a line may go from one point to the next: of years that follow each other and can be compared."""
    return point.year - before.year == 1 and are_comparable(before, point)


def are_comparable(before: Point, point: Point) -> bool:
    """Whether no break lies between two points, and the figures behind them measure the same, as far as is known.

    Of the other figures in the sum that a share is of only their breaks count: each line of a chart has all of them.
    """
    if before.comparable_from != point.comparable_from:
        return False
    if before.computed is None and point.computed is None:  # most points, of which a chart has many
        return not differ(before.observation, point.observation)
    earlier = {item.key.series: item for item in _made_of(before)}
    return not any(item.key.series in earlier and differ(earlier[item.key.series], item) for item in _made_of(point))


def _made_of(point: Point) -> Sequence[Observation]:
    """The figures of its own year that a point is made of, for a share of a sum its own figure alone."""
    if point.computed is not None and point.computed.kind == "share":
        return (point.observation,)
    return [item for item in point.rests_on if item.key.year == point.year]


def unit_words(view: View, indicator: Indicator, areas: Sequence[str], whole: str = "", computed: str = "") -> str:
    """What the value axis counts; a share is of the `whole`, or of the sum of `areas`: names as in a sentence.

    `computed` says for how many people a rate is, or what a ratio counts.
    """
    if view.measure == "index":
        return f"index, {view.base} = 100" if view.base else "index"
    before = view.changes_since or "the previous year"
    return {
        "change": f"% change on {before}",
        "increase": f"change on {before}, {indicator.unit_name_of_change}",
        "rate": f"{indicator.unit_name} {computed}",
        "ratio": computed,
        "share": f"% of {whole or f'the sum of {_summands(areas)}'}",
    }.get(view.measure, indicator.unit_name)


def _summands(areas: Sequence[str]) -> str:
    if not areas:
        return "the areas chosen"
    return joined(areas) if len(areas) <= MOST_SUMMANDS else "the areas with a figure"


def summed_areas(lines: Sequence[Line]) -> set[str]:
    """The areas in the sums that shares of some lines are of.

    Those that are poppy-free are among them, though they have no share of their own.
    """
    computed = (point.computed for line in lines for point in line.points if point.computed is not None)
    return {item.key.area for share in computed if share.kind == "share" for item in share.inputs[1:]}


def own_point(observation: Observation, indicator: Indicator) -> Point:
    """The point of an observation's own value and range."""
    return Point(
        observation.key.year,
        observation.value,
        observation.low,
        observation.high,
        number(observation, indicator, unit=False),
        range_number(observation, indicator, unit=False) if observation.value is not None else None,
        observation,
    )


def points_of(
    series: Sequence[Series],
    view: View,
    indicator: Indicator,
    wholes: Wholes | None = None,
    wanted: Set[Key] | None = None,
    rates: Rates | None = None,
    ratios: Ratios | None = None,
) -> list[tuple[Point, ...]]:
    """The points of each series in the measure of the view; what cannot be computed is left out.

    Shares are of `wholes`, by year and producer; without them, of the sum of what is shown. `wanted` are the
    observations that need a point; None: all.
    """
    shown = [
        one.observations if wanted is None else [item for item in one.observations if item.key in wanted]
        for one in series
    ]
    if view.measure == "value":
        return [tuple(own_point(item, indicator) for item in items) for items in shown]
    makers: dict[str, Callable[[Sequence[Series], View], Derive]] = {
        "rate": partial(_rate, rates or Rates()),
        **dict.fromkeys(OVER_YEARS, _over_years),
        "share": _share,
    }
    if ratios is not None:
        makers["ratio"] = partial(_ratio, ratios)
    derive = makers[view.measure](series, view) if wholes is None else _share_of(wholes)
    return [
        tuple(_derived(item, derivation) for item in items if (derivation := derive(one, item)) is not None)
        for one, items in zip(series, shown, strict=True)
    ]


Derive = Callable[[Series, Observation], Derivation | None]


def _derived(observation: Observation, derivation: Derivation) -> Point:
    shown = derived_number(derivation)
    return Point(observation.key.year, derivation.value, None, None, shown, None, observation, derivation)


def _rate(rates: Rates, series: Sequence[Series], view: View) -> Derive:
    """The figure for each so many people of the same area and year."""

    def derive(one: Series, item: Observation) -> Derivation | None:
        people = rates.people.get((item.key.area, item.key.year))
        return compute(rates.kind, (item, people)) if people is not None else None

    return derive


def _ratio(ratios: Ratios, series: Sequence[Series], view: View) -> Derive:
    """The figure divided by that of another indicator for the same area and year."""
    return lambda one, item: ratios.of(item)


def _over_years(series: Sequence[Series], view: View) -> Derive:
    """The change, the increase or the index of a figure against another one of its series."""
    bases = {id(one): compared_with(view, one) for one in series}

    def derive(one: Series, item: Observation) -> Derivation | None:
        base = bases[id(one)](item)
        return compute(view.measure, (item, base)) if base is not None else None

    return derive


def compared_with(view: View, one: Series) -> Callable[[Observation], Observation | None]:
    """What the figures of a series are compared with: the year that is 100, or the year before, or one that is named.

    A figure that changes are from has no change itself.
    """
    years = {item.key.year: item for item in one.observations}
    if view.measure == "index":
        return lambda item: years.get(view.base or 0)

    def before(item: Observation) -> Observation | None:
        found = years.get(view.changes_since or item.key.year - 1)
        return None if found is item else found

    return before


def _share_of(wholes: Wholes) -> Derive:
    """Shares of the figure of the whole for the same year, by the same producer."""

    def derive(one: Series, item: Observation) -> Derivation | None:
        whole = wholes.get((item.key.year, item.key.producer))
        return compute("share-of", (item, whole)) if whole is not None else None

    return derive


def _share(series: Sequence[Series], view: View) -> Derive:
    """Shares of what is shown for a year and a producer; producers are never added up.

    A single figure is no sum: where only one area has one, there is no share.
    """
    parts: dict[tuple[int, str], list[Observation]] = {}
    for one in series:
        for item in one.known:
            parts.setdefault((item.key.year, item.key.producer), []).append(item)

    def derive(one: Series, item: Observation) -> Derivation | None:
        summands = parts.get((item.key.year, item.key.producer), [])
        if item.value is None or len(summands) < 2:
            return None
        return compute("share", (item, *summands))

    return derive
