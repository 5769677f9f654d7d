"""What must be so where two areas are said to have crossed, or not."""

import re

from sentence_case import (
    Case,
    known,
)
from sentence_checks import names_all


def _both(case: Case, second: str, first: str, label: str) -> tuple[list[int], list[int]]:
    """The years with figures of both areas, and those in which the second stands above the first."""
    assert case.is_ranked
    names_all(case, label)
    one, other, maker = case.area(second), case.area(first), case.maker(label)
    assert not case.tables.is_within(one, other) and not case.tables.is_within(other, one)
    ours, theirs = case.line(one, maker), case.line(other, maker)
    years = [year for year in known(ours) if year in known(theirs)]
    above = [year for year in years if ours[year].seen > theirs[year].seen]
    for year in years:
        lower = theirs[year] if year in above else ours[year]
        assert not lower.is_bound  # nobody knows how high that is
    return years, above


def never_above(case: Case, second: str, first: str, count: str | None, only: str | None, label: str) -> None:
    years, above = _both(case, second, first, label)
    assert not above and (len(years) == int(count) > 1 if count else years == [int(only or 0)])


def above_in_one(case: Case, second: str, first: str, year: str, label: str) -> None:
    assert _both(case, second, first, label) == ([int(year)], [int(year)])


def above_in_all(case: Case, second: str, first: str, count: str, label: str) -> None:
    years, above = _both(case, second, first, label)
    assert years == above and len(years) == int(count) > 1


def above_in(case: Case, second: str, first: str, spans: str, label: str) -> None:
    years, above = _both(case, second, first, label)
    assert 0 < len(above) < len(years)
    runs = [[int(year) for year in run.split("–")] for run in re.split(r", | and ", spans)]
    assert above == [year for run in runs for year in years if run[0] <= year <= run[-1]]
