"""What must be so where something is said to lack a figure, to be set aside or left out."""

import re

from retelling import Key, Row, is_figure
from sentence_case import (
    Case,
)
from sentence_checks import years_in


def do_not_fit(case: Case, parts: str) -> None:
    said: set[tuple[str, int]] = set()
    for part in parts.split("; "):
        label, when = part.split(" in ", 1)
        said |= {(label, year) for year in years_in(when)}
    assert not case.view.asof
    assert said == {
        (f"{case.tables.areas[area][0]}, {case.label(area, maker)}", year)
        for (area, maker, year), value in case.shown.items()
        if value.is_doubted
    }


def have_none_at_all(
    case: Case, names: str, label: str | None = None, some: str | None = None, day: str | None = None
) -> None:
    """What is said to be missing is: by these producers and in these years, where that is said, else altogether."""
    is_of_both_sides = case.view.compare
    assert bool(label) == bool(case.view.producers) and (day or "") == ("" if is_of_both_sides else case.view.asof)
    first, last = (case.view.first or 0, case.view.last or 9999) if some else (0, 9999)
    asked = set(case.view.areas) if case.view.form != "map" else set(case.tables.areas)
    listed = re.split(r", | and ", re.sub(r" and \d+ more$", "", names))
    more = re.search(r" and (\d+) more$", names)
    if case.view.group and case.view.form != "map":
        known = {key[0] for rows in _sides(case) for key in rows}
        assert len(listed) + int(more[1] if more else 0) >= len(case.tables.members(case.view.group) - known)
    for area, maker, year in (key for rows in _sides(case) for key, row in rows.items() if is_figure(row)):
        if area in asked and case.tables.inside(area) in listed and maker in (case.view.producers or (maker,)):
            is_member = not some or case.view.membership != "year" or case.was_member(area, maker, year)
            assert not (first <= year <= last and is_member), area


def _sides(case: Case) -> list[dict[Key, Row]]:
    """What is known, on each side of a comparison."""
    return [case.rows, *([case.tables.rows(case.view.indicator)] if case.view.compare else [])]


def have_none_ever(case: Case, names: str) -> None:
    """What is outlined on the map of a country and never had a figure is no area of the tables."""
    country = {case.tables.areas[area][1] for area in case.areas}
    parts = {name for name, parent in case.tables.areas.values() if parent in country}
    assert len(country) <= 1 and not parts.intersection(re.split(r", | and ", names))


def are_gaps(case: Case, name: str, label: str, day: str | None, years: str, _: str | None) -> None:
    assert (day or "") == case.view.asof
    area, maker = case.area(name), case.maker(label)
    assert not [year for year in years_in(years) if (area, maker, year) in case.rows]


def are_set_aside(case: Case, name: str, label: str, years: str) -> None:
    areas = [area for area in case.view.areas if case.tables.areas[area][0] == name]
    rows = [case.rows[area, case.maker(label), year] for area in areas for year in years_in(years)]
    assert rows and not any(is_figure(row) for row in rows)


def are_left_out(case: Case, names: str) -> None:
    for name in re.split(r", | and ", re.sub(r" and \d+ more$", "", names)):
        its = re.sub(r" \([^()]*\)$", "", name)
        assert any(case.tables.areas[key[0]][0] == its and is_figure(row) for key, row in case.rows.items()), name
