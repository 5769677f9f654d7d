"""What pages about a place or a topic show of many figures: the newest of each, who reports, and who is ranked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.views import scenes
from dashboard.views.lookups import coverage_by_indicator
from dashboard.words.alike import most_alike
from dashboard.words.numbers import Derivation, cannot_be_compared, compute
from etl.editions.reading import Edition
from etl.editions.reading.observations import Known
from etl.figures.areas import is_country
from etl.figures.indicators import Indicator
from etl.figures.letters import letters_of
from etl.figures.observations import Observation
from etl.figures.producers import producer_order
from etl.figures.vocabulary.attributes import COMPARED, Attribute

WORLD = "WLD"
LEADING = 10
_LONGEST_SUM = 7_000  # characters of the address that names all parts of a sum
_OF_TIME = {Attribute.REF_START, Attribute.REF_END}


@dataclass(frozen=True, slots=True)
class Headline:
    """The newest figure of an indicator, and the years of its series: that of the producer with the most years."""

    newest: Observation
    years: tuple[int, ...]
    series: tuple[Observation, ...]  # the whole series where it is drawn, else the newest figure alone

    @property
    def runs(self) -> list[list[tuple[int, float]]]:
        """The years with their values, parted where a year has none or cannot be compared with the one before."""
        found: list[list[tuple[int, float]]] = []
        before: Observation | None = None
        for item in self.series:
            if item.value is None or item.is_poppy_free:
                before = None
                continue
            goes_on = (
                before is not None and item.key.year == before.key.year + 1 and not cannot_be_compared(before, item)
            )
            if not goes_on:
                found.append([])
            found[-1].append((item.key.year, item.value))
            before = item
        return found


@dataclass(frozen=True, slots=True)
class Ranking:
    """Countries that report the same thing for one year, the largest first, or by name where they are not ranked."""

    indicator: Indicator
    producer: str
    year: int
    ranked: tuple[Observation, ...]
    apart: tuple[Observation, ...]  # those of the same year that measure something else, by name
    missing: tuple[str, ...]  # the countries that report another year, those that reported last first
    total: Observation | None  # what the producer prints for the world
    together: Derivation | None  # the sum of all of the year; None where they do not add up


def is_shown(item: Observation) -> bool:
    """Whether an observation shows a figure, and not only that every source is set aside."""
    return item.value is not None or item.has_range


def by_topic(edition: Edition, indicators: Iterable[str]) -> dict[str, list[Indicator]]:
    """Indicators by their topic, in the order of topics, those of the most countries first; no topic comes last."""
    known, of_countries = edition.keep(areas_known), edition.keep(countries_known)
    found: dict[str, list[Indicator]] = {topic: [] for topic in (*edition.topics, "")}
    for key in dict.fromkeys(indicators):
        found[edition.indicators[key].topic].append(edition.indicators[key])
    return {
        topic: sorted(items, key=lambda item: (-of_countries[item.indicator], -known[item.indicator], item.name))
        for topic, items in found.items()
        if items
    }


def areas_known(edition: Edition) -> Counter[str]:
    """Of how many areas each indicator is known."""
    return Counter(indicator for indicator, _ in {(row.indicator, row.area) for row in edition.coverage if row.figures})


def countries_known(edition: Edition) -> Counter[str]:
    """Of how many countries each indicator is known."""
    series = {(row.indicator, row.area) for row in edition.coverage if row.figures}
    return Counter(indicator for indicator, area in series if is_country(edition.areas[area]))


def headlines(edition: Edition, known: Iterable[Known], drawn: Collection[str]) -> dict[str, Headline]:
    """The headline of each indicator of one area; `known` is sorted by indicator, producer and year.

    `drawn` are the indicators whose series are read whole.
    """
    chosen: dict[str, list[Known]] = {}
    for indicator, items in groupby(known, key=lambda item: item.indicator):
        by_maker: dict[str, list[Known]] = {}
        for item in items:
            by_maker.setdefault(item.producer, []).append(item)
        chosen[indicator] = max((by_maker[maker] for maker in producer_order(by_maker)), key=len)
    wanted = {key: series if key in drawn else series[-1:] for key, series in chosen.items()}
    read = edition.numbered(item.id for items in wanted.values() for item in items)
    return {
        key: Headline(
            read[series[-1].id], tuple(item.year for item in series), tuple(read[item.id] for item in wanted[key])
        )
        for key, series in chosen.items()
    }


def year_to_show(counts: Mapping[int, int]) -> int:
    """The newest year that at least half as many areas report as report the year that most do."""
    most = max(counts.values())
    return max(year for year, count in counts.items() if 2 * count >= most)


def rankings(edition: Edition, indicators: Sequence[Indicator]) -> list[Ranking]:
    """What countries report of each indicator that two of them or more report for one year."""
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    counts = edition.reporters(countries, (item.indicator for item in indicators)) if indicators else {}
    found = [
        _ranking(edition, item, counts[item.indicator], countries) for item in indicators if item.indicator in counts
    ]
    return [item for item in found if len(item.ranked) > 1]


def _ranking(
    edition: Edition, indicator: Indicator, made: Mapping[str, Mapping[int, int]], countries: Sequence[str]
) -> Ranking:
    shown = {maker: year_to_show(counts) for maker, counts in made.items()}
    most = max(made[maker][year] for maker, year in shown.items())
    producer = next(maker for maker in producer_order(made) if 2 * made[maker][shown[maker]] >= most)
    year = shown[producer]
    read = edition.observations(indicator.indicator, [*countries, WORLD], [producer], year, year)
    total = next((item for item in read if item.key.area == WORLD), None)
    figures = [item for item in read if item.key.area != WORLD and item.value is not None]
    figures.sort(key=lambda item: letters_of(edition.areas[item.key.area].name))
    ranked = most_alike(figures, _measured)
    alike = {item.key for item in ranked}
    apart = [item for item in figures if item.key not in alike]
    if indicator.ranks_countries:
        ranked.sort(key=lambda item: (-(item.value or 0), item.key.area))
    reporting = {item.key.area for item in read if is_shown(item)}
    others = [
        row
        for row in edition.keep(coverage_by_indicator)[indicator.indicator]
        if row.producer == producer
        and row.figures
        and row.area not in reporting
        and is_country(edition.areas[row.area])
    ]
    others.sort(key=lambda row: (-row.last, -row.observations, row.area))
    together = summed(indicator, ranked) if not apart else None
    return Ranking(
        indicator,
        producer,
        year,
        tuple(ranked),
        tuple(apart),
        tuple(row.area for row in others if existed(edition, row.area, year)),
        total if total is not None and is_shown(total) else None,
        together,
    )


def summed(indicator: Indicator, figures: Sequence[Observation]) -> Derivation | None:
    """The sum of figures; None where they do not add up, or are too many for the address that names them all."""
    made = compute("sum", tuple(figures)) if indicator.is_additive and len(figures) > 1 else None
    return made if made is not None and len(made.page) <= _LONGEST_SUM else None


def existed(edition: Edition, area: str, year: int) -> bool:
    """Whether a state was there in a year: those that are gone have no figure afterwards, and lack none."""
    known = edition.areas[area]
    return (known.from_year is None or known.from_year <= year) and (known.to_year is None or year <= known.to_year)


def _measured(item: Observation) -> tuple[str, ...]:
    """What exactly a figure measures, but for the months that it is of."""
    return tuple(getattr(item.attributes, attribute) for attribute in COMPARED if attribute not in _OF_TIME)


def places(edition: Edition) -> dict[str, str]:
    """Every place that has a page, with its name: areas with figures, what they are parts of, and groups of them."""
    having = edition.areas_with_figures
    wider = {area.parent for area in having.values()}
    areas = {key: area.name for key, area in edition.areas.items() if key in having or key in wider}
    groups = {key: name for key, (name, _) in edition.keep(scenes.groups).items() if not key.startswith("parts-of-")}
    return areas | groups
