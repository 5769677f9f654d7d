"""What must be so where a page on a topic, a place or an indicator tells how much is known, of whom and by whom."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from retelling import MEASURED, Key, Row, Tables, is_figure
from sentence_case import Check, amount, is_printed_as
from shown_digits import digits_of_sum, is_shown_as

WORLD = "WLD"


class Told(NamedTuple):
    """What a text of a page is about: the key that its address ends in, and the indicator of its section."""

    page: str
    indicator: str


def counted(text: str) -> int:
    return 0 if text == "no" else int(text.replace(",", ""))


def _rows(tables: Tables, indicators: Iterable[str]) -> list[tuple[str, Key, Row]]:
    """All figures of some indicators; what is set aside as a whole is none."""
    return [(its, key, row) for its in indicators for key, row in tables.rows(its).items() if is_figure(row)]


def extends(tables: Tables, told: Told, figures: str, indicators: str, areas: str, first: str, last: str) -> None:
    """How many figures of how many areas and indicators a topic has, and of which years."""
    rows = _rows(tables, tables.of_topic(told.page))
    assert counted(figures) == len(rows)
    assert counted(indicators) == len({its for its, _, _ in rows})
    assert counted(areas) == len({key[0] for _, key, _ in rows})
    years = [key[2] for _, key, _ in rows]
    assert (int(first), int(last)) == (min(years), max(years))


def _of_year(tables: Tables, told: Told, maker: str, year: int) -> dict[str, float]:
    """What a producer has for the countries for a year."""
    return {
        area: row.value
        for (area, its, when), row in tables.rows(told.indicator).items()
        if (its, when) == (maker, year) and row.value is not None and tables.is_country(area)
    }


def _maker(tables: Tables, label: str) -> str:
    names = {name: key for key, name in tables.makers.items()}
    return names.get(label) or {tables.said(name): key for name, key in names.items()}[label]


def lists_countries(
    tables: Tables,
    told: Told,
    unranked: str | None,
    ten: str | None,
    count: str,
    year: str,
    label: str,
    alike: str | None,
) -> None:
    """As many countries have a figure by the producer for the year; the ten largest stand for more than ten."""
    assert bool(unranked) == (told.indicator in tables.of_own_rules)
    assert counted(count) == len(_of_year(tables, told, _maker(tables, label), int(year)))
    assert bool(ten) == (not unranked and counted(count) > 10)
    so_many_are_of_the_ages(tables, told, count, year, label, alike or "")


def lists_those_alike(tables: Tables, told: Told, count: str, year: str, label: str, alike: str | None) -> None:
    """Of the countries with a figure some measure something else, and are not counted."""
    assert 1 < counted(count) < len(_of_year(tables, told, _maker(tables, label), int(year)))
    so_many_are_of_the_ages(tables, told, count, year, label, alike or "")


def so_many_are_of_the_ages(tables: Tables, told: Told, count: str, year: str, label: str, alike: str) -> None:
    """What all countries of a list measure alike has the ages of no fewer of them than are counted."""
    youngest, oldest = MEASURED.index("age_from"), MEASURED.index("age_to")
    ages = re.search(r"\baged (\d+) to (\d+)\b", alike)
    listed = _of_year(tables, told, _maker(tables, label), int(year))
    rows = [tables.rows(told.indicator)[area, _maker(tables, label), int(year)] for area in listed]
    same = [row for row in rows if ages and (row.measured[youngest], row.measured[oldest]) == ages.groups()]
    assert not ages or len(same) >= counted(count)


def are_missing(tables: Tables, told: Told, label: str, year: str, count: str, names: str) -> None:
    """The producer has no figure of the year for the countries that are named, and has some of other years."""
    maker = _maker(tables, label[:1].lower() + label[1:] if label.startswith("The ") else label)
    having: dict[str, set[int]] = {}
    for (area, its, when), row in tables.rows(told.indicator).items():
        if its == maker and tables.is_country(area) and is_figure(row):
            having.setdefault(area, set()).add(when)
    lacking = {
        tables.areas[area][0]
        for area, years in having.items()
        if int(year) not in years and tables.was_there(area, int(year))
    }
    named = re.split(r", | and ", re.sub(r" and \d+ more$", "", names))
    assert counted(count) == len(lacking) and set(named) <= lacking


def prints_the_world(tables: Tables, told: Told, shown: str) -> None:
    """Some producer prints that number for the world."""
    values = [row.value for key, row in tables.rows(told.indicator).items() if key[0] == WORLD]
    number = amount(shown)
    assert number is None or any(value is not None and is_printed_as(number, value) for value in values)


def adds_countries(tables: Tables, told: Told, count: str, shown: str) -> None:
    """The number is the sum of what one producer has for so many countries for one year."""
    having: dict[tuple[str, int], list[Row]] = {}
    for (area, maker, year), row in tables.rows(told.indicator).items():
        if tables.is_country(area) and row.value is not None:
            having.setdefault((maker, year), []).append(row)
    sums = [
        [row.value or 0.0 for row in rows]
        for rows in having.values()
        if len(rows) == counted(count) and not any(row.flag == "p-f" for row in rows)
    ]
    number = re.sub(r"^Σ\s|\s[^\d\s]*$", "", shown)
    assert "–" in shown or any(is_shown_as(number, sum(one), digits_of_sum(one), is_amount=True) for one in sums)


def have_no_list(tables: Tables, told: Told, most: str, count: str) -> None:
    assert counted(count) >= len(_known(tables, told)) - counted(most) and counted(count) > 0


def _known(tables: Tables, told: Told) -> set[str]:
    return {its for its, _, _ in _rows(tables, tables.of_topic(told.page))}


def are_unknown(tables: Tables, told: Told, count: str, all_of_them: str) -> None:
    """So many countries have no figure on the topic at all."""
    having = {key[0] for _, key, _ in _rows(tables, tables.of_topic(told.page)) if tables.is_country(key[0])}
    year = tables.newest_year
    countries = {area for area in tables.areas if tables.is_country(area) and tables.was_there(area, year)}
    assert counted(all_of_them) == len(countries) and counted(count) == len(countries - having)


def are_measured_nowhere(tables: Tables, told: Told, names: str) -> None:
    empty = tables.of_topic(told.page) - _known(tables, told)
    assert sorted(names.replace(" and ", ", ").split(", ")) == sorted(
        ", ".join(tables.indicators[one].replace(" and ", ", ") for one in empty).split(", ")
    )


BETWEEN_SOURCES = {"differs", "superseded", "misprint", "wrong-scope", "rounded", "agrees"}


def _of_page(tables: Tables, told: Told, places: Iterable[Any]) -> list[Any]:
    """Those of some figures that a page is about: of an indicator, or of all."""
    return [place for place in places if told.page not in tables.indicators or place[0] == told.page]


def are_disputed(tables: Tables, told: Told, count: str, *_: str) -> None:
    assert counted(count.lower()) == len(_of_page(tables, told, tables.disputed(BETWEEN_SOURCES)))


def are_disputed_as(*verdicts: str) -> Check:
    """The check that as many figures as are counted have a statement with one of these verdicts."""

    def check(tables: Tables, told: Told, count: str) -> None:
        assert counted(count.lower()) == len(_of_page(tables, told, tables.disputed(verdicts)))

    return check


def is_no_such(tables: Tables, told: Told) -> None:
    """No source prints a slip for the indicator."""
    assert told.page in tables.indicators and not _of_page(tables, told, tables.disputed({"misprint"}))


def are_estimated_twice(tables: Tables, told: Told, apart: str, count: str) -> None:
    """So many figures have two estimates, and so many of them two that are one in a thousand apart or more."""
    every = tables.estimated_twice()
    places = _of_page(tables, told, every)
    differing = [one for one in places if max(every[one]) / min(every[one]) - 1 >= 0.001]
    assert (counted(apart), counted(count)) == (len(differing), len(places))


def are_not_estimated_twice(tables: Tables, told: Told) -> None:
    assert told.page in tables.indicators and not _of_page(tables, told, tables.estimated_twice())


def are_folded(tables: Tables, told: Told, count: str) -> None:
    assert 0 < counted(count) <= len(_of_page(tables, told, tables.disputed(BETWEEN_SOURCES | {"other-definition"})))


def are_among_the_differences(tables: Tables, told: Told, most: str | None = None) -> None:
    """A place has so many differences between sources at least; where they are not counted, any."""
    here = [key for key in tables.disputed(BETWEEN_SOURCES) if key[1] == told.page]
    assert len(here) > counted(most) if most else here


def has_so_many_of_one(tables: Tables, told: Told, count: str, first: str, last: str) -> None:
    """Of some indicator a producer has figures of so many years for a place, all among the years of the chart."""
    years: dict[tuple[str, str], set[int]] = {}
    for its, key, _ in _rows(tables, tables.indicators):
        if key[0] == told.page:
            years.setdefault((its, key[1]), set()).add(key[2])
    assert any(
        len(its) == counted(count) and int(first) <= min(its) and max(its) <= int(last) for its in years.values()
    )


def are_weak(tables: Tables, told: Told, name: str, count: str, *_: str) -> None:
    """An indicator has so many weak figures at most, since no figure is weaker than it is."""
    assert name == tables.indicators[told.page]
    assert counted(count) <= sum(map(is_figure, tables.rows(told.page).values()))


def is_a_country(tables: Tables, told: Told) -> None:
    """Neighbours are told of countries only."""
    assert tables.is_country(told.page)


def is_static(_: Tables, told: Told) -> None:
    """A sentence on how the page is read, which is so on every page that has it."""
    assert told.page


def has_sources(tables: Tables, told: Told, count: str | None) -> None:
    """All statements on the topic are from so many sources; one alone is not counted."""
    assert (counted(count) if count else 1) == len(tables.sources_of(tables.of_topic(told.page)))


def has_figures_and_gaps(tables: Tables, told: Told, name: str, figures: str, gaps: str) -> None:
    """A grid has a row for each area and producer and a column for each year, and all that is no figure is a gap."""
    rows = tables.rows(told.page)
    known = sum(map(is_figure, rows.values()))
    assert name == tables.indicators[told.page] and counted(figures) == known
    years, having = [key[2] for key in rows], {key[0] for key in rows}
    parents = {tables.areas[area][1] for area in having if tables.is_within_country(area)}
    empty = [area for area, (_, parent) in tables.areas.items() if parent in parents and area not in having]
    cells = (len({key[:2] for key in rows}) + len(empty)) * (max(years) - min(years) + 1)
    assert counted(gaps) == cells - known


def is_known_by_evidence(tables: Tables, told: Told, first: str, last: str, *seen: str) -> None:
    """Every figure is counted once, by its best evidence."""
    years = [key[2] for key in tables.rows(told.page)]
    assert (int(first), int(last)) == (min(years), max(years))
    assert sum(map(counted, seen)) == sum(map(is_figure, tables.rows(told.page).values()))


def is_known_of_a_place(tables: Tables, told: Told, figures: str, indicators: str, first: str, last: str) -> None:
    """How many figures of how many indicators a place has, and of which years."""
    rows = [one for one in _rows(tables, tables.indicators) if one[1][0] == told.page]
    assert counted(figures) == len(rows) and counted(indicators) == len({its for its, _, _ in rows})
    years = [key[2] for _, key, _ in rows]
    assert (int(first), int(last)) == (min(years), max(years))
