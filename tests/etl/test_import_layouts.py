"""Tables of the same family that differ in every detail are read right, and what is unclear is never guessed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from outside_tables import YEARS, coca_rows, read, sheet_of, texts, values, write_workbook

from etl.documents.area_names import AreaNames
from etl.documents.files.sheets import read_sheets

TITLE = ["Global illicit cultivation of coca bush, 2019-2020 (hectares)"]


COCA_VALUES = {
    (area, year): float(number)
    for area, numbers in zip(("BOL", "COL", "PER"), coca_rows().values(), strict=True)
    for year, number in zip(YEARS, numbers, strict=True)
}


@pytest.mark.parametrize(
    "header",
    [
        [float(year) for year in YEARS],
        [str(year) for year in YEARS],
        [f" {year} " for year in YEARS],
        [f"{year}ᵃ" for year in YEARS],
        [f"{year}*" for year in YEARS],
        [date(year, 1, 1) for year in YEARS],
        [date(year, 12, 31) for year in YEARS],
        [f"31/12/{year}" for year in YEARS],
        [f"31 December {year}" for year in YEARS],
        [f"{year}-12-31 00:00:00" for year in YEARS],
        [year if year % 2 else date(year, 6, 30) for year in YEARS],
        [date.fromordinal(date(1899, 12, 30).toordinal() + year) for year in YEARS],  # a number shown as a date
    ],
    ids=str,
)
def test_years_may_be_numbers_texts_or_dates(names: AreaNames, header: list[Any]) -> None:
    rows = [TITLE, [], [None, *header], *([name, *numbers] for name, numbers in coca_rows().items())]
    harvest = read(names, rows)
    assert values(harvest) == COCA_VALUES and not harvest.errors and not harvest.warnings


@pytest.mark.parametrize("left", [0, 1, 5])
@pytest.mark.parametrize("above", [0, 1, 7])
def test_a_table_may_stand_anywhere(names: AreaNames, left: int, above: int) -> None:
    rows = [*([["Cultivation of coca bush"]] * above), ["Country", *YEARS]]
    rows += [[name, *numbers] for name, numbers in coca_rows().items()]
    harvest = read(names, [[None] * left + row for row in rows])
    assert values(harvest) == COCA_VALUES
    first = chr(66 + left)
    assert harvest.figures[0].cell == f"{first}{above + 2}"


def test_lower_and_upper_rows_are_the_range_of_the_row_above(names: AreaNames) -> None:
    rows = [
        ["Cultivation of opium poppy (hectares)"],
        [None, 2018, 2019],
        ["Afghanistan (best estimate)", 263000, 163000],
        ["Afghanistan (lower bound)", 242000, 149000],
        ["Afghanistan (upper bound)", 283000, ".."],
        ["Myanmar a (best estimate)", 37300, 33100],
        ["minimum", 29700, 25800],
        ["maximum", 47200, 42800],
        ["Total (best estimate)", 300300, 196100],
        ["Total (minimum)", 1, 1],
    ]
    harvest = read(names, rows)
    found = {
        (figure.area, figure.year): (figure.value, figure.low, figure.high, figure.ends) for figure in harvest.figures
    }
    assert found == {
        ("AFG", 2018): (263000, 242000, 283000, "B4 to B5"),
        ("AFG", 2019): (163000, None, None, ""),
        ("MMR", 2018): (37300, 29700, 47200, "B7 to B8"),
        ("MMR", 2019): (33100, 25800, 42800, "C7 to C8"),
    }
    assert "only one end of a range" in texts(harvest.warnings) and len(harvest.warnings) == 1


def test_lower_and_upper_columns_under_a_merged_year_are_its_range(names: AreaNames) -> None:
    rows = [
        ["Cultivation of opium poppy"],
        ["Country", 2018, None, None, 2019],
        [None, "Best estimate", "Low", "High", None],
        ["Afghanistan", 263000, 242000, 283000, 163000],
    ]
    harvest = read(names, sheet_of(rows, merged=[(1, 1, 1, 3)]))
    first, second = harvest.figures
    assert (first.value, first.low, first.high, first.cell) == (263000, 242000, 283000, "B4")
    assert (second.year, second.value, second.low) == (2019, 163000, None)


def test_a_value_outside_its_range_stops_the_import(names: AreaNames) -> None:
    rows = [TITLE, [None, 2018, 2019], ["Afghanistan", 263000, 1], ["minimum", 283000, 1], ["maximum", 290000, 1]]
    assert "is not between its ends" in texts(read(names, rows).errors)


def test_a_range_without_a_best_value_has_no_value(names: AreaNames) -> None:
    [figure] = read(names, [TITLE, [None, 2021], ["Mexico", "21 500 - 28 100"]]).figures
    assert (figure.value, figure.low, figure.high, figure.flag) == (None, 21500, 28100, "range")


def test_provinces_below_their_country_are_imported_and_not_counted_twice(names: AreaNames) -> None:
    rows = [
        TITLE,
        [None, 2019, 2020],
        ["Colombia", 154000, 142800],
        ["   Amazonas", 154, 142],
        ["   of which: Nariño", 36964, 30751],
        ["Peru", 54700, 61800],
        ["   Amazonas", 700, 800],
        ["Total", 208700, 204601],
    ]
    harvest = read(names, rows)
    assert {area for area, _ in values(harvest)} == {"COL", "CO-AMA", "CO-NAR", "PER", "PE-AMA", "WLD"}
    assert texts(harvest.warnings).startswith('C8: "Total" of 2020 is 204,601, but its parts add up to 204,600 ')


def test_columns_of_country_and_province_name_the_province(names: AreaNames) -> None:
    rows = [
        TITLE,
        ["Country", "Department", 2019, 2020],
        ["Colombia", "Amazonas", 154, 142],
        [None, "Nariño", 36964, 30751],
        ["Peru", "Amazonas", 700, 800],
    ]
    harvest = read(names, sheet_of(rows, merged=[(2, 0, 3, 0)]))
    assert values(harvest)[("CO-AMA", 2019)] == 154
    assert values(harvest)[("CO-NAR", 2020)] == 30751
    assert values(harvest)[("PE-AMA", 2020)] == 800
    assert not harvest.errors


def test_columns_of_code_and_name_that_disagree_stop_the_import(names: AreaNames) -> None:
    rows = [TITLE, ["Code", "Country", 2019, 2020], ["COL", "Colombia", 1, 2], ["PER", "Bolivia", 3, 4]]
    harvest = read(names, rows)
    assert "one column of the row names PER, another BOL" in texts(harvest.errors)
    assert {area for area, _ in values(harvest)} == {"COL"}


def test_an_area_printed_twice_with_two_numbers_stops_the_import_until_one_row_is_left_out(names: AreaNames) -> None:
    rows = [
        ["Eradication of coca bush (hectares)"],
        [None, None, 2011, 2012],
        ["Colombia", None, 34170, 30456],
        ["Colombia", None, 103302, 100549],
    ]
    harvest = read(names, rows)
    assert "COL 2012 is printed twice, 30456 in D3 and 100549 in this cell" in texts(harvest.errors)
    assert values(harvest) == {}
    kept = read(names, rows, skip=frozenset({"A4"}))
    assert values(kept) == {("COL", 2011): 34170, ("COL", 2012): 30456} and not kept.errors


def test_two_rows_of_a_country_that_complete_each_other_are_one_series(names: AreaNames) -> None:
    rows = [TITLE, [None, 2010, 2011, 2012], ["Peru", 61200, "..", ".."], ["Peru (net area)", "", 62500, 60400]]
    harvest = read(names, rows, skip=frozenset())
    assert "Peru (net area)" in texts(harvest.errors)
    rows[3][0] = "Peru a"
    assert values(read(names, rows)) == {("PER", 2010): 61200, ("PER", 2011): 62500, ("PER", 2012): 60400}


def test_a_year_over_two_columns_of_numbers_stops_the_import(names: AreaNames) -> None:
    harvest = read(names, [TITLE, [None, 2019, 2019], ["Peru", 1, 2]])
    assert "2019 stands over two columns" in texts(harvest.errors) and not harvest.figures


def test_two_tables_on_a_sheet_are_not_mixed(names: AreaNames) -> None:
    rows = [TITLE, [None, 2019, 2020], ["Peru", 1, 2], ["Production (tons)"], [None, 2019, 2020], ["Peru", 3, 4]]
    harvest = read(names, rows)
    assert "another row of years" in texts(harvest.errors) and "--rows" in texts(harvest.errors)
    assert not harvest.figures


def test_numbers_that_look_like_years_are_numbers(names: AreaNames) -> None:
    rows = [TITLE, [None, 2019, 2020], ["Peru", 1999, 2000], ["Colombia", 2001, 2002]]
    assert values(read(names, rows)) == {
        ("PER", 2019): 1999, ("PER", 2020): 2000, ("COL", 2019): 2001, ("COL", 2020): 2002
    }  # fmt: skip


def test_a_merged_number_over_two_years_is_told_and_not_imported(names: AreaNames) -> None:
    sheet = sheet_of([TITLE, [None, 2019, 2020], ["Peru", 1, None], ["Colombia", 3, 4]], merged=[(2, 1, 2, 2)])
    harvest = read(names, sheet)
    assert {area for area, _ in values(harvest)} == {"COL"}
    assert "one merged cell over several years" in texts(harvest.warnings)


def test_numbers_without_a_name_stop_the_import(names: AreaNames) -> None:
    harvest = read(names, [TITLE, [None, 2019, 2020], ["Peru", 1, 2], [None, 3, 4]])
    assert "B4 to C4: numbers without the name of an area" in texts(harvest.errors)


def test_columns_of_numbers_beside_the_years_are_worth_a_look(names: AreaNames) -> None:
    harvest = read(names, [TITLE, [None, 2019, 2020, "Change", "Source"], ["Peru", 1, 2, 3, "ARQ"]])
    assert 'column D: "Change" has numbers that are not read' in texts(harvest.warnings)
    assert 'column E: "Source" is not read' in texts(harvest.skipped)


def test_formulas_and_errors_without_a_result_are_told(names: AreaNames, tmp_path: Path) -> None:
    rows = [TITLE, [None, 2019, 2020], ["Peru", "=1+1", 61800], ["Colombia", "#DIV/0!", 142800], ["Bolivia", "=1+2", 3]]
    path = write_workbook(tmp_path / "a.xlsx", rows, results={"B5": 3})
    [sheet] = read_sheets(path)
    harvest = read(names, sheet)
    assert ("PER", 2019) not in values(harvest) and ("COL", 2019) not in values(harvest)
    assert values(harvest)[("BOL", 2019)] == 3
    assert "B3: Peru, 2019: a formula without a stored result" in texts(harvest.warnings)
    assert "B4: Colombia, 2019: an error" in texts(harvest.warnings)


@pytest.mark.parametrize(
    "header", ["2018p", "2018 1)", "2018 (1)", "2018 (rev.)", "2018 (r)", "2018 p", "2018 prov.", "2018 1/", "2018a)",
               "2018 revised", "2018*"]
)  # fmt: skip
def test_a_remark_behind_a_year_is_read_and_told(names: AreaNames, header: str) -> None:
    harvest = read(names, [TITLE, ["Country", 2017, header], ["Peru", 49900, 54100]])
    assert values(harvest) == {("PER", 2017): 49900, ("PER", 2018): 54100} and not harvest.warnings
    assert f'C2: "{header}" is 2018' in texts(harvest.notes)


@pytest.mark.parametrize("period", ["2018/19", "2018-19", "2018–2019", "FY2023", "FY 2022/23", "2020 Q1", "2011-12"])
def test_a_time_that_is_no_calendar_year_is_left_out_in_one_line(names: AreaNames, period: str) -> None:
    harvest = read(names, [TITLE, ["Country", 2017, period, period, 2020], ["Peru", 1, 2, 3, 4]])
    assert values(harvest) == {("PER", 2017): 1, ("PER", 2020): 4} and not harvest.errors
    [warning] = harvest.warnings
    assert warning.place == "column C, D"
    assert warning.text.startswith(f'"{period}", "{period}": not a calendar year, so not imported')
