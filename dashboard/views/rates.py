"""Rates: what a figure is for each so many people who live in the area, by the population of the same year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache, partial
from statistics import median

from dashboard.views.view import PEOPLE
from dashboard.words.numbers import PER_100_000, PER_MILLION, RATES, compute
from dashboard.words.sentences import joined
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.series import Series

COUNTED_BY = "world-bank"
_READABLE = 1.0  # the median of a rate that can be read
_MOST_NAMED = 12

_Populations = Mapping[tuple[str, int], Observation]  # by area and year


@dataclass(frozen=True)
class Rates:
    """How rates are computed: for how many people, and the people there are."""

    kind: str = PER_MILLION
    people: _Populations = field(default_factory=dict)

    @property
    def words(self) -> str:
        """For how many people, in words."""
        return RATES[self.kind].words

    def of(self, item: Observation) -> float | None:
        """The rate of a figure; None where there is no population."""
        people = self.people.get((item.key.area, item.key.year))
        derivation = compute(self.kind, (item, people)) if people is not None else None
        return derivation.value if derivation is not None else None


def rates_of(edition: Edition, indicator: str, asof: str = "") -> Rates:
    """How the rates of an indicator are computed: the same in every view of it."""
    return Rates(edition.keep(_kinds)(indicator), edition.keep(_people_by_day)(asof))


def without_people(series: Sequence[Series], rates: Rates) -> list[str]:
    """That some figures have no rate, since no population is known; nothing where all have one."""
    lacking = (
        one.area.name for one in series if any((item.key.area, item.key.year) not in rates.people for item in one.known)
    )
    names = list(dict.fromkeys(lacking))
    if not names:
        return []
    rest = len(names) - _MOST_NAMED
    listed = f"{', '.join(names[:_MOST_NAMED])} and {rest} more" if rest > 0 else joined(names)
    return [f"No rate, or not for all years, because the population is not known: {listed}."]


def _people_by_day(edition: Edition) -> Callable[[str], _Populations]:
    """The population as known on a day, of every area and year: one table behind all rates."""

    @lru_cache(maxsize=4)
    def people(asof: str) -> _Populations:
        if PEOPLE not in edition.indicators:
            return {}
        found = edition.observations(PEOPLE, tuple(edition.areas), (COUNTED_BY,), asof=asof)
        return {(item.key.area, item.key.year): item for item in found if item.value}

    return people


def _kinds(edition: Edition) -> Callable[[str], str]:
    """For how many people the rates of each indicator are, made when they are first asked for."""
    return cache(partial(_kind, edition))


def _kind(edition: Edition, indicator: str) -> str:
    """For each 100,000 people where that gives numbers that can be read, else for each million."""
    people = edition.keep(_people_by_day)("")
    newest = max((row.last for row in edition.coverage if row.indicator == indicator), default=0)
    found = edition.observations(indicator, tuple(edition.areas_with_figures), (), newest - 4, newest)
    values = [
        item.value / (people[place].value or 1.0) * RATES[PER_100_000].people
        for item in found
        if item.value and (place := (item.key.area, item.key.year)) in people
    ]
    return PER_100_000 if values and median(values) >= _READABLE else PER_MILLION
