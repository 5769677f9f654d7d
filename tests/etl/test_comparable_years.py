"""A break parts the years of a series; every observation says from which year on it can be compared."""

from typing import Any

import pandas as pd

from etl.method.breaks import comparable_from

SERIES = {"indicator": "coca-bush-cultivation", "area": "COL", "producer": "usg"}


def comparable(years: list[int], breaks: list[dict[str, Any]], **other: str) -> list[int | None]:
    observations = pd.DataFrame([{**SERIES, **other, "year": year} for year in years])
    columns = [*SERIES, "first_year_after", "continued"]
    table = pd.DataFrame([{**SERIES, "continued": "", **row} for row in breaks], columns=columns)
    table = table.astype(dict.fromkeys((*SERIES, "continued"), "str") | {"first_year_after": "Int64"})
    found = comparable_from(observations.astype(dict.fromkeys(SERIES, "str")), table)
    return [None if pd.isna(year) else int(year) for year in found]


def test_years_are_comparable_with_those_since_the_last_break() -> None:
    breaks = [{"first_year_after": 2005}, {"first_year_after": 2015}]
    years = [2019, 2001, 2005, 2004, 2015, 2014]
    assert comparable(years, breaks) == [2015, None, 2005, None, 2015, 2005]


def test_a_series_with_adjusted_earlier_years_goes_on() -> None:
    assert comparable([2004, 2005], [{"first_year_after": 2005, "continued": "adjusted"}]) == [None, None]


def test_a_break_is_of_one_series_only() -> None:
    for other in ({"area": "PER"}, {"producer": "unodc"}, {"indicator": "opium-production"}):
        assert comparable([2004, 2005], [{"first_year_after": 2005}], **other) == [None, None]


def test_two_breaks_of_one_year_part_it_once() -> None:
    assert comparable([2014, 2015], [{"first_year_after": 2015}, {"first_year_after": 2015}]) == [None, 2015]


def test_without_breaks_all_years_are_comparable() -> None:
    assert comparable([2004, 2005], []) == [None, None]
