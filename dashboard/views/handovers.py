"""Where the figures of one indicator end and those of a wider or narrower one of its kind begin.

Tables name drugs anew from one year to the next: what was “cocaine” is “cocaine hydrochloride and other salts” from
then on. A reader of either indicator is told of the other, since its figures seem to end, or to begin, for no reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from dashboard.views.view import View
from dashboard.words.sentences import Lead, Sentence, SentencePart
from etl.editions.reading import Edition
from etl.figures.areas import is_country
from etl.figures.indicators import Indicator
from etl.figures.substances import kinds_of

_FEWEST = 10  # countries that have a figure in the year before
_LEFT = 5  # the part of them that still has one is smaller than one in so many
_TAKEN = 2  # the part of them that has one under the other indicator is at least one in so many

Reporting = Mapping[int, int]  # by year: how many countries have a figure, those of the producer who knows the most


@dataclass(frozen=True, slots=True)
class Handover:
    """The first year in which most figures stand under the later of two indicators, which the other one may be."""

    year: int
    other: Indicator
    is_later: bool

    @property
    def when(self) -> str:
        """From when on, or until when, figures are to be looked for under the other indicator."""
        return f"Since {self.year}" if self.is_later else f"Before {self.year}"


def handovers(edition: Edition) -> Callable[[str], list[Handover]]:
    """By indicator: those under which most figures of its kind stand in other years, made when first asked for."""
    return cache(partial(_handovers, edition))


def under_other_names(edition: Edition, view: View, second: str = "") -> list[Sentence]:
    """Under which indicators most figures of the kind that a view shows stand in other years, with the view of each.

    second: the second indicator of the view, where that is meant. What was known on a day of the past is not told of.
    """
    told: dict[str, list[SentencePart]] = {}
    for each in edition.keep(handovers)(second or view.indicator) if not view.asof else ():
        leads = told.setdefault(each.when, [])
        lead = Lead(each.other.name, _elsewhere(view, each, bool(second)).query())
        leads += [", “" if leads else "“", lead, "”"]
    return [(f"{when} most figures of this kind stand under ", *leads, ".") for when, leads in told.items()]


def _elsewhere(view: View, handover: Handover, is_second: bool) -> View:
    """The same places in the same form, in all years that the other indicator has, whoever makes its figures."""

    def within(year: int | None) -> int | None:
        """A year that is shown, or the nearest in which figures stand there."""
        if year is None:
            return None
        return max(year, handover.year) if handover.is_later else min(year, handover.year - 1)

    of_other = {"second": handover.other.indicator} if is_second else {"indicator": handover.other.indicator}
    years = {"year": within(view.year), "top": within(view.top), "first": None, "last": None, "base": None}
    return view.with_(**of_other, **years, producers=())


def _handovers(edition: Edition, indicator: str) -> list[Handover]:
    its = edition.indicators[indicator]
    related = [other for other in edition.indicators_with_figures.values() if _is_of_its_kind(edition, its, other)]
    if not related or not its.substance:
        return []
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    counted = edition.reporters(countries, [indicator, *(other.indicator for other in related)])
    known = {key: _by_year(makers) for key, makers in counted.items()}
    own = known.get(indicator, {})
    found = [
        Handover(year, other, is_later)
        for other in related
        for is_later, before, after in (
            (True, own, known.get(other.indicator, {})),
            (False, known.get(other.indicator, {}), own),
        )
        for year in handed_over(before, after)
    ]
    return sorted(found, key=lambda each: (each.year, each.other.name))


def _is_of_its_kind(edition: Edition, one: Indicator, other: Indicator) -> bool:
    """Whether another indicator has the same measure of a wider or narrower substance, among the same people."""
    alike = (one.measure, one.population, one.level) == (other.measure, other.population, other.level)
    if not alike or one.indicator == other.indicator or not (one.substance and other.substance):
        return False
    pair = one.substance, other.substance
    return any(end in kinds_of((start,), edition.substances) for start, end in (pair, pair[::-1]))


def _by_year(makers: Mapping[str, Reporting]) -> Reporting:
    years = sorted({year for own in makers.values() for year in own})
    return {year: max(own.get(year, 0) for own in makers.values()) for year in years}


def handed_over(before: Reporting, after: Reporting) -> list[int]:
    """The first years in which nearly nobody has a figure of the first any more, and many of them one of the second."""
    return [
        year + 1
        for year, count in before.items()
        if count >= _FEWEST
        and before.get(year + 1, 0) * _LEFT <= count
        and after.get(year + 1, 0) * _TAKEN >= count
        and after.get(year, 0) * _LEFT <= after.get(year + 1, 0)
    ]
