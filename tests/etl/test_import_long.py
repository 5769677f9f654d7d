"""Long tables, one number a row."""

from datetime import datetime

import pytest
from outside_tables import area_names, read, sheet_of, texts, values

from etl.documents.area_names import AreaNames
from etl.documents.layouts import IMPORTERS
from etl.documents.layouts.harvest import Reading


@pytest.fixture
def names() -> AreaNames:
    return area_names()


LONG = [
    ["Country", "Year", "Value", "Unit"],
    ["Peru", 2019, 54700, "ha"],
    ["Peru", "2020", "61 800", "ha"],
    ["Colombia", datetime(2020, 1, 1).date(), 142800, "ha"],
    ["World", 2020, 204601, "ha"],
    ["Bolivia", 2020, "..", "ha"],
]


def test_long_tables_give_a_number_a_row_and_check_totals(names: AreaNames) -> None:
    harvest = read(names, LONG)
    assert values(harvest) == {("PER", 2019): 54700, ("PER", 2020): 61800, ("COL", 2020): 142800}
    assert [figure.cell for figure in harvest.figures] == ["C2", "C3", "C4"]
    assert 'C5: "World" of 2020 is 204,601 ha, but its parts add up to 204,600 ha' in texts(harvest.warnings)


def test_a_long_table_without_a_column_that_it_needs_says_which_and_what_to_do(names: AreaNames) -> None:
    rows = [["Gebiet", "Year", "Value"], ["Peru", 2020, 1]]
    harvest = next(each for each in IMPORTERS if each.name == "long").read(sheet_of(rows), Reading(names))
    assert 'no column is known for area, only "Gebiet", "Year", "Value"; write a recipe' in texts(harvest.errors)


def test_long_rows_about_the_same_thing_with_two_numbers_stop_the_import(names: AreaNames) -> None:
    harvest = read(names, [*LONG, ["Peru", 2020, 1, "ha"]])
    assert "PER 2020 is printed twice" in texts(harvest.errors) and ("PER", 2020) not in values(harvest)


def test_the_same_number_in_equal_units_is_one_number(names: AreaNames) -> None:
    rows = [LONG[0], ["Peru", 2019, 37300, "hectares"], ["Peru", 2019, 37300, "ha"],
            ["Peru", 2019, 37.3, "thousand hectares"]]  # fmt: skip
    harvest = read(names, rows)
    assert values(harvest) == {("PER", 2019): 37300} and not harvest.errors and len(harvest.skipped) == 2
    harvest = read(names, [*rows, ["Peru", 2019, 37300, "kg"]])
    assert "PER 2019 is printed twice" in texts(harvest.errors)


def test_totals_of_long_tables_are_compared_in_one_unit(names: AreaNames) -> None:
    rows = [LONG[0], ["Peru", 2019, 2, "tons"], ["Colombia", 2019, 500, "kg"], ["World", 2019, 2500, "kg"]]
    harvest = read(names, rows)
    assert not harvest.warnings and "is the sum of 2 rows" in texts(harvest.checked)


def test_a_row_of_a_long_table_is_left_out_by_its_number(names: AreaNames) -> None:
    assert ("PER", 2020) not in values(read(names, LONG, skip=frozenset(["row 3"])))


def test_an_unclear_number_of_a_long_table_is_an_error(names: AreaNames) -> None:
    harvest = read(names, [LONG[0], ["Peru", 2019, "54.655", "ha"]])
    assert not harvest.figures and '"54.655" can be 54655 or 54.655' in texts(harvest.errors)
