"""The countries with the largest figures of a year, and what areas are chosen by where a chart has no room for all."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from dashboard.views.observed import is_figure
from dashboard.views.rates import rates_of
from dashboard.views.view import PEOPLE, Sizes, View
from dashboard.words.alike import most_alike
from etl.editions.reading import Edition
from etl.figures.areas import is_country
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.producers import producer_order

TOP = 10


class Largest(NamedTuple):
    """The countries with the largest figures of a year, and the producer whose figures these are."""

    producer: str = ""
    areas: tuple[str, ...] = ()


def largest_areas(
    edition: Edition, indicator: str, year: int, measure: str = "value", producers: Sequence[str] = ()
) -> tuple[str, ...]:
    """The countries with the largest figures of a year that can be compared, or the largest rates: up to ten.

    None where countries are not ranked.
    """
    return _largest(edition, indicator, year, measure, producers).areas


def maker_of_largest(edition: Edition, view: View) -> str:
    """Whose largest figures the areas of a view are chosen by; empty where they are not."""
    if view.top is None:
        return ""
    return _largest(edition, view.indicator, view.top, view.measure, view.producers).producer


def _largest(edition: Edition, indicator: str, year: int, measure: str, producers: Sequence[str]) -> Largest:
    """The same of the producer who knows the most countries: estimates of several are not ranked with each other.

    Of some producers only, where these have any figure of the year.
    """
    if not edition.indicators[indicator].ranks_countries:
        return Largest()
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    by_maker: dict[str, list[Observation]] = {}
    values: dict[Key, float] = {}
    is_rate = measure == "rate" and edition.indicators[indicator].is_additive and indicator != PEOPLE
    rates = rates_of(edition, indicator) if is_rate else None
    for item in filter(is_figure, edition.observations(indicator, countries, (), year, year)):
        value = rates.of(item) if rates is not None else _size(item)
        if value is not None:
            values[item.key] = value
            by_maker.setdefault(item.key.producer, []).append(item)
    makers = producer_order(by_maker.keys() & set(producers)) or producer_order(by_maker)
    if not makers:
        return Largest()
    chosen = max(makers, key=lambda maker: len(by_maker[maker]))
    largest = sorted(most_alike(by_maker[chosen]), key=lambda item: (-values[item.key], item.key.area))
    return Largest(chosen, tuple(item.key.area for item in largest[:TOP]))


def sizes(edition: Edition) -> Callable[[str], Sizes]:
    """By indicator: what areas are chosen by where they are too many, made when it is first asked for."""
    return cache(partial(_sizes, edition))


def _sizes(edition: Edition, indicator: str) -> Sizes:
    """The largest figure that each area has in any year, by any producer.

    Where figures are not known to measure the same, or countries are not ranked, it is how many figures each has.
    """
    covered = [row for row in edition.coverage if row.indicator == indicator]
    if edition.indicators[indicator].ranks_countries:
        found = edition.observations(indicator, [row.area for row in covered])
        if len(most_alike(found)) == len(found):
            return Sizes("the largest figures of any year and producer", _largest_of_each(found))
    counts: Counter[str] = Counter()
    for row in covered:
        counts[row.area] += row.observations
    return Sizes("the most figures", dict(counts))


def _largest_of_each(found: Sequence[Observation]) -> dict[str, float]:
    largest: dict[str, float] = {}
    for item in found:
        largest[item.key.area] = max(_size(item), largest.get(item.key.area, 0.0))
    return largest


def _size(item: Observation) -> float:
    """The value of a figure, or the upper end of its range, as a ranking has it."""
    return item.value if item.value is not None else item.high or 0.0
