"""What must be so where sums, a reference line and rates are told of."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from retelling import Key, Row, Value
from sentence_case import Case, is_same
from sentence_checks import years_in
from shown_digits import digits_of_sum

_POPULATION = "population"
_HOW_MANY = re.compile(r"(.*?)(?: and (\d+) more)?")


class _Names(NamedTuple):
    """A list of names in a sentence, which may be cut."""

    said: list[str]
    more: int


def _names(text: str) -> _Names:
    found = _HOW_MANY.fullmatch(text)
    assert found
    if found[2]:
        return _Names(found[1].split(", "), int(found[2]))
    head, _, last = text.rpartition(" and ")
    return _Names([*(head.split(", ") if head else []), last], 0)


def _are_these(text: str, expected: set[str]) -> None:
    """The names are those expected: all, or of a long list some and how many there are beside them."""
    names = _names(text)
    assert len(set(names.said)) == len(names.said)
    assert set(names.said) <= expected and len(names.said) + names.more == len(expected), (names, expected)


def _parts(case: Case) -> set[str]:
    """The areas of a view that a sum is of: those that no other chosen one lies in."""
    chosen = case.view.areas
    return {area for area in chosen if not any(case.tables.is_within(other, area) for other in chosen)}


def _having(case: Case, maker: str) -> dict[int, set[str]]:
    """The areas that a producer has a value of, by year, of those that a sum is of."""
    parts, is_of_years = _parts(case), case.view.form not in {"bar", "map"}
    first, last = (case.view.first or 0, case.view.last or 9999) if is_of_years else (0, 9999)
    found: dict[int, set[str]] = {}
    for (area, its, year), row in case.rows.items():
        is_asked = case.scene.year in {None, year} and first <= year <= last
        is_member = case.view.membership != "year" or case.was_member(area, its, year)
        if its == maker and area in parts and row.value is not None and is_asked and is_member:
            found.setdefault(year, set()).add(area)
    return found


def adds_up(case: Case, year: str, shown: str, having: str, label: str | None = None) -> None:
    """The number is the sum of the values of so many areas by one producer; what is poppy-free may be up to 100 ha."""
    makers = [case.maker(label)] if label else list(case.tables.makers)
    sums = []
    for maker in makers:
        areas = _having(case, maker).get(int(year), set())
        rows = [case.rows[area, maker, int(year)] for area in areas]
        values = [row.value or 0.0 for row in rows]
        free = 100 * sum(row.flag == "p-f" for row in rows)
        if len(rows) == int(having):
            end = sum(values) + free if free else None
            sums.append(Value(sum(values), None, False, False, False, 0, digits_of_sum(values), end, is_amount=True))
    assert any(_is_shown(shown, value) for value in sums), (shown, sums)


def _is_shown(text: str, value: Value) -> bool:
    amounts = text.split(" ")[0] if text[0].isdigit() else text
    try:
        is_same(amounts, value)
    except AssertionError:
        return False
    return True


def are_not_in_the_sum(case: Case, year: str, label: str, names: str) -> None:
    """Named are all areas that the sum could be of and that its producer has no value of for the year."""
    having = _having(case, case.maker(label)).get(int(year), set())
    absent = {area for area in _parts(case) - having if case.tables.was_there(area, int(year))}
    _are_these(names, {case.tables.areas[area][0] for area in absent})


def is_of_others_than_before(case: Case, others: str | None, breaks: str | None) -> None:
    """Between two sums of a producer other areas have figures, were it only one, or the series of a part breaks."""
    assert others or breaks
    for maker in case.tables.makers:
        having = _having(case, maker)
        summed = [year for year, areas in having.items() if len(areas) > 1]
        parted = {
            year
            for area in _parts(case)
            for year in case.tables.breaks(case.view.asof).get((case.view.indicator, area, maker), ())
        }
        is_broken = any(min(summed) < year <= max(summed) for year in parted) if summed else False
        if (not others or len(_between_sums(having)) > 1) and (not breaks or is_broken):
            return
    raise AssertionError("no sum is broken so")


def _between_sums(having: dict[int, set[str]]) -> set[frozenset[str]]:
    """Which areas have figures in a year, from the first year with a sum to the last one."""
    summed = [year for year, areas in having.items() if len(areas) > 1]
    return {frozenset(areas) for year, areas in having.items() if summed and min(summed) <= year <= max(summed)}


def are_around_parts(case: Case, names: str) -> None:
    """Named are all chosen areas that another chosen one lies in."""
    _are_these(names, {case.tables.areas[area][0] for area in set(case.view.areas) - _parts(case)})


def are_above(case: Case, line: str, unit: str, parts: str) -> None:
    """Of each series that is drawn: in which of its years the value is above the line, and how many years it has."""
    limit = float(line.replace(",", ""))
    assert limit == case.view.reference and unit == case.scene.unit
    told = {}
    for part in parts.split("; "):
        found = re.fullmatch(r"(.*?), ([^,]*?) in (no year|[\d–, and]+) \(of (\d+) with a figure\)", part)
        assert found, part
        told[found[1], found[2]] = found[3], int(found[4])
    lines = {(area, maker) for (area, maker, _), value in case.shown.items() if value.value is not None}
    drawn = {(case.tables.areas[area][0], case.label(area, maker)): case.line(area, maker) for area, maker in lines}
    assert drawn.keys() == told.keys()
    for name, values in drawn.items():
        when, count = told[name]
        known = sorted(year for year, value in values.items() if value.value is not None)
        above = [year for year in known if (values[year].value or 0.0) > limit]
        said = [] if when == "no year" else [year for year in years_in(when) if year in known]
        assert len(known) == count and said == above, name


def have_no_rate(case: Case, names: str) -> None:
    """Named are all areas that have a value of a year in which no population is known."""
    people = case.tables.rows(_POPULATION, case.view.asof)
    lacking = {area for area, year in _counted(case) if not _is_known(people, area, year)}
    _are_these(names, {case.tables.areas[area][0] for area in lacking})
    assert not [key for key in case.shown if not _is_known(people, key[0], key[2])]


def _counted(case: Case) -> set[tuple[str, int]]:
    """The areas and years with a value that a view asks rates of."""
    first, last = case.view.first or 0, case.view.last or 9999
    return {
        (area, year)
        for (area, maker, year), row in case.rows.items()
        if area in case.view.areas and maker in (case.view.producers or (maker,)) and row.value is not None
        and first <= year <= last and case.scene.year in {None, year}
    }  # fmt: skip


def _is_known(people: Mapping[Key, Row], area: str, year: int) -> bool:
    row = people.get((area, "world-bank", year))
    return row is not None and bool(row.value)
