"""A break parts the years of a series; every observation says from which year on it can be compared."""

from typing import Any

import pandas as pd

from etl.method.breaks import comparable_from, continued_at, with_those_of_others

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


def test_what_a_series_goes_on_across_is_known_of_the_years_after_it() -> None:
    observations = pd.DataFrame([{**SERIES, "year": year} for year in (2004, 2005)])
    breaks = pd.DataFrame([{**SERIES, "first_year_after": 2005, "continued": "compared"}])
    found = continued_at(observations.astype(dict.fromkeys(SERIES, "str")), breaks.astype(dict.fromkeys(SERIES, "str")))
    assert found.isna().tolist() == [True, False] and found.iloc[1] == 2005


def test_a_break_is_of_one_series_only() -> None:
    for other in ({"area": "PER"}, {"producer": "unodc"}, {"indicator": "opium-production"}):
        assert comparable([2004, 2005], [{"first_year_after": 2005}], **other) == [None, None]


def test_two_breaks_of_one_year_part_it_once() -> None:
    assert comparable([2014, 2015], [{"first_year_after": 2015}, {"first_year_after": 2015}]) == [None, 2015]


def test_without_breaks_all_years_are_comparable() -> None:
    assert comparable([2004, 2005], []) == [None, None]


INDICATORS = pd.DataFrame(
    {
        "indicator": ["value", "price", "cultivation", "yield", "production"],
        "name": ["Value", "Price", "Cultivation", "Yield", "Production"],
        "product_of": ["price production", "", "", "", "cultivation yield"],
    },
    dtype="str",
)
NAMES = {"WLD": "World", "LAO": "Laos", "LA-PH": "Phongsali", "LA-OU": "Oudomxay", "MMR": "Myanmar"}
PARENTS = ["", "WLD", "LAO", "LAO", "WLD"]
AREAS = pd.DataFrame({"area": [*NAMES], "name": [*NAMES.values()], "parent": PARENTS}, dtype="str")


def passed_on(years: list[int], *breaks: dict[str, Any], **place: str) -> list[tuple[Any, ...]]:
    """Indicator, year, kind and what of the breaks, where production has figures of some years."""
    usual = {"indicator": "cultivation", "area": "LAO", "producer": "unodc", "kind": "estimator", "what": "Another."}
    table = pd.DataFrame([{**usual, "effect": "", "pre_break": 5.0, "continued": "", **row} for row in breaks])
    table = table.astype({"first_year_after": "Int64"} | dict.fromkeys((*usual, "effect"), "str"))
    products = [
        {**usual, "indicator": "production", **place},
        *([{**usual, "indicator": "value"}] if not place else []),
    ]
    shown = pd.DataFrame([{**product, "year": year} for product in products for year in years])
    found = with_those_of_others(table, AREAS, INDICATORS, shown)
    assert list(found.dtypes) == list(table.dtypes)
    return list(found[["indicator", "first_year_after", "pre_break", "what"]].itertuples(index=False, name=None))


def test_what_is_computed_from_a_series_has_its_breaks_but_not_its_old_numbers() -> None:
    own, of_product, of_value = passed_on([2014, 2016], {"first_year_after": 2016})
    assert own == ("cultivation", 2016, 5.0, "Another.")
    assert of_product[:2] == ("production", 2016) and pd.isna(of_product[2])
    assert of_product[3] == "As for cultivation, from which it is computed: Another."
    assert of_value[3] == of_product[3]  # which says once whose it is


def of_parts(*breaks: dict[str, Any]) -> list[tuple[str, int, str]]:
    """Area, year and what of the breaks that provinces get, where two of Laos have figures of different years."""
    usual = {"indicator": "cultivation", "area": "LAO", "producer": "unodc", "kind": "method", "what": "Another."}
    rows = [{**usual, "effect": "5 ha", "pre_break": 5.0, "continued": "", **row} for row in breaks]
    table = pd.DataFrame(rows).astype({"first_year_after": "Int64"} | dict.fromkeys((*usual, "effect"), "str"))
    years = [("LA-PH", 2010), ("LA-PH", 2016), ("LA-OU", 2016), ("LAO", 2010), ("LAO", 2016)]
    shown = pd.DataFrame([{**usual, "area": area, "year": year} for area, year in years])
    found = with_those_of_others(table, AREAS, INDICATORS, shown)
    return [
        one for one in found[["area", "first_year_after", "what"]].itertuples(index=False, name=None) if one[0] != "LAO"
    ]


def test_the_parts_of_a_country_have_its_breaks_but_for_what_it_covers() -> None:
    assert of_parts({"first_year_after": 2012}) == [("LA-PH", 2012, "As for all of Laos: Another.")]
    assert of_parts(*({"first_year_after": 2012, "kind": kind} for kind in ("coverage", "estimator"))) == []
    assert of_parts({"first_year_after": 2012, "area": "WLD"}) == [("WLD", 2012, "Another.")]
    own = {"first_year_after": 2012, "area": "LA-PH", "what": "Its own."}
    assert of_parts({"first_year_after": 2012}, own) == [("LA-PH", 2012, "Its own.")]


def test_what_a_part_has_of_a_factor_of_the_whole_says_once_whose_it_is() -> None:
    usual = {"indicator": "cultivation", "producer": "unodc"}
    row = {**usual, "area": "LAO", "kind": "method", "what": "Another.", "effect": "", "first_year_after": 2012}
    table = pd.DataFrame([{**row, "pre_break": 5.0, "continued": ""}]).astype({"first_year_after": "Int64"})
    of_part = {**usual, "area": "LA-PH"}
    shown = pd.DataFrame(
        [
            {**of_part, "indicator": each, "year": year}
            for each in ("cultivation", "production")
            for year in (2010, 2016)
        ]
    )
    found = with_those_of_others(table, AREAS, INDICATORS, shown)
    assert found["what"].tolist() == [
        "As for all of Laos: Another.",
        "Another.",
        "As for cultivation in all of Laos, from which it is computed: Another.",
    ]


def test_a_product_has_no_break_twice_and_none_outside_its_years() -> None:
    both = ({"first_year_after": 2016}, {"first_year_after": 2016, "indicator": "production", "what": "Its own."})
    found = [row[3] for row in passed_on([2014, 2016], *both)]
    assert found == ["Another.", "Its own.", "As for production, from which it is computed: Its own."]
    assert len(passed_on([2016, 2017], {"first_year_after": 2016})) == 1
    assert len(passed_on([2014, 2016], {"first_year_after": 2016}, area="MMR")) == 1
    assert len(passed_on([2014, 2016], {"first_year_after": 2016}, producer="usg")) == 1
