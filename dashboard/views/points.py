"""The points of a chart: what an observation shows, or what was computed from it, always with its Number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dashboard.views.view import View
from dashboard.words.numbers import Derivation, Number, compute, derived_number, number, range_number
from dashboard.words.sentences import joined
from etl.figures.records import Break, Indicator, Observation
from etl.figures.series import Series
from etl.figures.vocabulary import Evidence

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

    @property
    def has_range(self) -> bool:
        return self.low is not None and self.high is not None

    @property
    def comparable_from(self) -> int:
        """The year since which there was no break in what the value is made from; 0 where there was none at all."""
        return max(item.comparable_from or 0 for item in self.rests_on)

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
    def partings_within(self) -> list[Break]:
        """Those of them across which nothing is compared."""
        return [item for item in self.breaks_within if item.parts]

    def breaks_at(self, point: Point) -> list[Break]:
        """The breaks between a point and the year before it in the series."""
        if not self.breaks:
            return []
        years = (item.key.year for item in self.series.observations if item.key.year < point.year)
        before = max(years, default=point.year - 1)
        return [item for item in self.breaks if before < item.first_year_after <= point.year]


def unit_words(view: View, indicator: Indicator, areas: Sequence[str], whole: str = "") -> str:
    """What the value axis counts; a share is of the `whole`, or of the sum of `areas`: names as in a sentence."""
    if view.measure == "index":
        return f"index, {view.base} = 100" if view.base else "index"
    return {
        "change": "% change on the year before",
        "increase": f"change on the year before, {indicator.unit_name}",
        "share": f"% of {whole or f'the sum of {_summands(areas)}'}",
    }.get(view.measure, indicator.unit_name)


def _summands(areas: Sequence[str]) -> str:
    if not areas:
        return "the areas chosen"
    return joined(areas) if len(areas) <= MOST_SUMMANDS else f"{len(areas)} areas"


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
    series: Sequence[Series], view: View, indicator: Indicator, wholes: Wholes | None = None
) -> list[tuple[Point, ...]]:
    """The points of each series in the measure of the view; what cannot be computed is left out.

    Shares are of `wholes`, by year and producer; without them, of the sum of what is shown.
    """
    if view.measure == "value":
        return [tuple(own_point(item, indicator) for item in one.observations) for one in series]
    makers = {"index": _indexed, "change": _against_year_before, "increase": _against_year_before, "share": _share}
    derive = makers[view.measure](series, view) if wholes is None else _share_of(wholes)
    return [
        tuple(_derived(item, derivation) for item in one.observations if (derivation := derive(one, item)) is not None)
        for one in series
    ]


Derive = Callable[[Series, Observation], Derivation | None]


def _derived(observation: Observation, derivation: Derivation) -> Point:
    shown = derived_number(derivation)
    return Point(observation.key.year, derivation.value, None, None, shown, None, observation, derivation)


def _indexed(series: Sequence[Series], view: View) -> Derive:
    bases = {id(one): next((item for item in one.known if item.key.year == view.base), None) for one in series}

    def derive(one: Series, item: Observation) -> Derivation | None:
        base = bases[id(one)]
        return compute("index", (item, base)) if base is not None else None

    return derive


def _against_year_before(series: Sequence[Series], view: View) -> Derive:
    """The change or the increase on the year before, as the view asks."""
    by_year = {id(one): {item.key.year: item for item in one.observations} for one in series}

    def derive(one: Series, item: Observation) -> Derivation | None:
        before = by_year[id(one)].get(item.key.year - 1)
        return compute(view.measure, (item, before)) if before is not None else None

    return derive


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
