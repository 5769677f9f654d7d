"""What must be so where sums, wholes and shares are told of."""

import re

from sentence_case import (
    Case,
)
from sentence_checks import years_in


def lacks(case: Case, label: str, parts: str) -> None:
    """Who lacks a value, in which years of the sum, and nothing else."""
    maker = case.maker(label)
    said: set[tuple[str, int]] = set()
    for part in re.split(r"(?<=\d); ", parts):
        names, when = re.fullmatch(r"(.*?) in (\d.*)", part).groups()  # type: ignore[union-attr]
        if " more" in names:
            return  # too many to name
        said |= {(name, year) for name in re.split(r", | and ", names) for year in years_in(when)}
    names_of = {key: case.tables.inside(key) for key in case.tables.areas}
    years = {when for area, its, when in case.shown if its == maker and case.shown[area, its, when].value is not None}
    assert said == {(names_of[area], year) for year in years for area in case.lacking(maker, year)}


def leaves_wholes_out(case: Case, names: str) -> None:
    """Named are all chosen areas that another chosen one lies in, but the one of shares; none of them is drawn."""
    said = set(re.split(r", | and ", names))
    chosen = case.view.areas
    wholes = [area for area in chosen if any(case.tables.is_within(part, area) for part in chosen)]
    of_shares = case.tables.whole_of(chosen) if case.view.measure == "share" else ""
    assert said == {case.tables.inside(area) for area in wholes if area != of_shares}
    assert not case.areas.intersection(wholes)


def has_known(case: Case, names: str, note: str) -> None:
    """The areas are all those drawn of which the package has the note."""
    makers: dict[str, set[str]] = {}
    for area, maker, _ in case.shown:
        makers.setdefault(area, {""}).add(maker)
    noted = {
        case.tables.areas[area][0]
        for area, its in makers.items()
        if note in map(_beginning_small, case.tables.notes(case.view.indicator, area, its))
    }
    assert noted and set(re.split(r", | and ", names)) == noted


def _beginning_small(text: str) -> str:
    return text[:1].lower() + text[1:]


def is_of_the_whole(case: Case, name: str) -> None:
    whole = case.tables.whole_of(case.view.areas)
    assert case.tables.inside(whole) == name and whole not in case.areas


def has_no_share(case: Case, label: str, years: str, whole: str | None) -> None:
    """In each of the years there is a figure, but no share: none of the whole, or one of another release."""
    name, called = label.split(", ", 1)
    (area,) = [area for area in case.view.areas if case.tables.areas[area][0] == name]
    maker = _maker_called(case, area, called)
    for year in years_in(years):
        assert (area, maker, year) not in case.shown and case.rows[area, maker, year].value is not None
        row = case.rows.get((case.tables.whole_of(case.view.areas), maker, year))
        assert not whole or row is None or row.value is None


def _maker_called(case: Case, area: str, label: str) -> str:
    """The producer whose series of an area has a label: all its years count, drawn or not."""
    first, last = (case.view.first or 0) - 1, case.view.last or 9999
    for maker in case.tables.makers:
        rows = [
            row for (one, its, year), row in case.rows.items() if (one, its) == (area, maker) and first <= year <= last
        ]
        if rows and case.tables.label(maker, rows) == label:
            return maker
    raise AssertionError(label)
