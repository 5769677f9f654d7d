"""What a cell of an outside table says: a number, none, or something that is not plainly one."""

from datetime import date
from typing import Any

import pytest
from outside_tables import read, sheet_of, values

from etl.documents.area_names import AreaNames

TITLE = ["Global illicit cultivation of coca bush, 2019-2020 (hectares)"]


def with_texts(*texts: str) -> list[list[Any]]:
    return [TITLE, [None, *range(2018, 2018 + len(texts))], ["Peru", *texts]]


@pytest.mark.parametrize("nothing", ["", "..", ". .", "…", "-", "–", "n.a.", "N/A", "na", None])
def test_no_data_is_left_out_and_told_and_is_never_zero(names: AreaNames, nothing: Any) -> None:
    harvest = read(names, [TITLE, [None, 2019, 2020], ["Peru", nothing, 61800], ["Colombia", 154000, nothing]])
    assert values(harvest) == {("PER", 2020): 61800, ("COL", 2019): 154000}
    assert {remark.place for remark in harvest.skipped} == {"B3", "C4"}


def test_a_zero_is_a_number(names: AreaNames) -> None:
    assert values(read(names, [TITLE, [None, 2019, 2020], ["Peru", 0, "0"]])) == {("PER", 2019): 0, ("PER", 2020): 0}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("61800", 61800),
        ("61 800", 61800),
        ("61\u00a0800", 61800),
        ("1,061,800.5", 1061800.5),
        ("61800 a", 61800),
        ("61.800,5", 61800.5),
        ("61800,5", 61800.5),
        ("1.061.800", 1061800),
        ("1,061,800", 1061800),
        (".5", 0.5),
        ("56.12", 56.12),
        ("0.655", 0.655),
        ("6180.125", 6180.125),
    ],
)
def test_numbers_may_be_texts_and_keep_how_they_are_printed(names: AreaNames, cell: str, value: float) -> None:
    [figure] = read(names, [TITLE, [None, 2020], ["Peru", cell]]).figures
    assert figure.value == value and figure.as_printed == " ".join(cell.split()) and figure.flag == ""


@pytest.mark.parametrize(
    "cell", ["<10", ">5,000", "~61800", "61,80", "1 23", "12,5", -5, True, "6l800", "1e5", "١٢٣", "NaN",
             "inf", "0x10", 1.7e308, "9" * 400, "=1+1", date(2020, 1, 1), "61800 ha approx.", "61800 (2019: 54700)"]
)  # fmt: skip
def test_a_cell_that_is_not_plainly_one_number_is_told_and_not_imported(names: AreaNames, cell: Any) -> None:
    harvest = read(names, [TITLE, [None, 2019, 2020], ["Peru", 54700, cell], ["Colombia", 154000, 142800]])
    assert ("PER", 2020) not in values(harvest)
    assert [remark.place for remark in (*harvest.warnings, *harvest.errors)] == ["C3"]


def test_noise_of_spreadsheet_arithmetic_is_not_imported(names: AreaNames) -> None:
    [figure] = read(names, [TITLE, [None, 2020], ["Peru", 0.1 + 0.2]]).figures
    assert figure.value == 0.3 and figure.as_printed == "0.3"


@pytest.mark.parametrize("text", ["54.655", "37.300", "61,800", "61,800 a", "21,500 - 28,100"])
def test_a_mark_before_three_digits_is_not_decided_by_itself(names: AreaNames, text: str) -> None:
    harvest = read(names, with_texts(text))
    assert not harvest.figures
    [error] = harvest.errors
    assert error.place == "B3" and " can be " in error.text and "--decimal point or --decimal comma" in error.text


@pytest.mark.parametrize(
    ("text", "other", "value"),
    [
        ("54.655", "224.000,5", 54655),
        ("54.655", "5000,5", 54655),
        ("54.655", "1,234.5", 54.655),
        ("54.655", "56.12", 54.655),
        ("61,800", "1,234.5", 61800),
        ("61,800", "1,234,567", 61800),
        ("61,800", "5000,5", 61.8),
        ("12,5", "5000,5", 12.5),
    ],
)
def test_other_cells_of_its_column_decide_what_stands_before_decimals(
    names: AreaNames, text: str, other: str, value: float
) -> None:
    harvest = read(names, [*with_texts(text), ["Colombia", other]])
    assert values(harvest)["PER", 2018] == value and not harvest.errors


def test_cells_of_another_column_decide_nothing(names: AreaNames) -> None:
    harvest = read(names, with_texts("54.655", "1,234.5"))
    assert ("PER", 2018) not in values(harvest) and len(harvest.errors) == 1


def test_cells_that_disagree_decide_nothing(names: AreaNames) -> None:
    harvest = read(names, [*with_texts("54.655"), ["Colombia", "5000,5"], ["Bolivia", "1,234.5"]])
    assert not values(harvest) and [error.place for error in harvest.errors] == ["B3", "B4", "B5"]
    assert {error.about for error in harvest.errors} == {"the mark before decimals"}


@pytest.mark.parametrize(("mark", "value"), [(".", 54.655), (",", 54655)])
def test_the_maintainer_says_what_stands_before_decimals(names: AreaNames, mark: str, value: float) -> None:
    harvest = read(names, sheet_of(with_texts("54.655"), told_decimal=mark))
    assert values(harvest) == {("PER", 2018): value}


def test_number_cells_are_never_unclear(names: AreaNames) -> None:
    assert values(read(names, [TITLE, [None, 2018], ["Peru", 54.655]])) == {("PER", 2018): 54.655}


def test_a_number_alone_in_its_row_does_not_decide(names: AreaNames) -> None:
    assert not read(names, [["6.1"], *with_texts("54.655")]).figures
