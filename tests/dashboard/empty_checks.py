"""What must be so where a view that shows nothing says why."""

import re

from retelling import Key, is_drawn, is_figure
from sentence_case import Case


def _asked(case: Case, *, day: str, makers: bool = True, years: bool = True) -> list[Key]:
    """What the tables have that a chart of the choice would show: as known on a day, by its producers, of its years."""
    view, is_of_year = case.view, case.view.form in {"bar", "map"}
    first, last = (view.year or 0, view.year or 9999) if is_of_year else (view.first or 0, view.last or 9999)
    return [
        (area, maker, year)
        for (area, maker), its in case.tables.series(view.indicator, day).items()
        if area in view.areas or (view.form == "map" and len(view.areas) == 1)
        if not makers or not view.producers or maker in view.producers
        for year, row in its.items()
        if is_drawn(row) and (not years or first <= year <= last)
    ]


def _asked_of_both(case: Case, *, makers: bool = True, years: bool = True) -> list[Key]:
    """The same as known on the day of the view, or on both days of a comparison."""
    days = [case.view.asof, *([""] if case.view.is_comparison else [])]
    return [key for day in days for key in _asked(case, day=day, makers=makers, years=years)]


def _here(case: Case) -> list[Key]:
    """What there is of the choice, on its day, or on both days of a comparison."""
    members = _asked_of_both(case)
    return members if case.view.membership != "year" else [key for key in members if case.was_member(*key)]


def has_no_base_at_all(case: Case, base: str) -> None:
    rows = case.tables.rows(case.view.indicator, case.view.asof)
    assert not [key for key in _here(case) if key[2] == int(base) and key in rows and rows[key].value]


def cannot_compute(case: Case, *_: str) -> None:
    """The figures are there; the measure is what the view is empty by."""
    assert case.view.measure != "value" and _here(case)


def was_published_later(case: Case, day: str) -> None:
    assert day == case.view.asof and not _here(case) and _asked(case, day="")


def are_by_others(case: Case, names: str, have: str) -> None:
    said = {case.tables.said(case.tables.makers[key]).lower() for key in case.view.producers}
    assert {name.lower() for name in re.split(r", | and ", names)} == said and (have == "has") == (len(said) == 1)
    assert not _here(case) and _asked_of_both(case, makers=False)


def are_of_other_years(case: Case, year: str | None = None) -> None:
    assert not year or int(year) == case.view.year
    assert not _here(case) and _asked_of_both(case, years=False)


def were_no_members(case: Case, *_: str) -> None:
    assert case.view.membership == "year" and not _here(case) and _asked_of_both(case)


def is_all_set_aside(case: Case) -> None:
    assert not _here(case)
    rows = case.tables.rows(case.view.indicator) if case.view.is_comparison else case.rows
    assert [key for key, row in rows.items() if key[0] in case.view.areas and not is_figure(row)]


def has_none(case: Case) -> None:
    assert not _here(case)


def are_in_other_forms(case: Case) -> None:
    """There are figures of the choice, of which the form shows none."""
    assert not case.shown and _here(case)


def are_of_no_map(case: Case) -> None:
    """What is chosen has figures, and nothing that a map could draw has one."""
    having = {area for area, _, _ in _here(case)}
    assert case.view.form == "map" and having & set(case.view.areas)
    assert not [area for area in having if case.tables.is_country(area) or case.tables.is_within_country(area)]


def have_only_wholes(case: Case, names: str, again: str) -> None:
    """Of the chosen areas only those have figures in which others of them lie."""
    wholes = {one for one in case.view.areas if any(case.tables.is_within(part, one) for part in case.view.areas)}
    assert names == again
    assert set(re.split(r", | and ", names)) == {case.tables.inside(one) for one in wholes}
    having = {area for area, _, _ in _here(case)}
    assert having and having <= wholes


def is_by_another_producer(case: Case, shown: str, year: str, other: str) -> None:
    makers = {case.tables.said(label): maker for maker, label in case.tables.makers.items()}
    having = {maker for _, maker, when in _asked(case, day=case.view.asof) if when == int(year)}
    assert int(year) == case.view.year and makers[other] in having and makers[shown] not in having
