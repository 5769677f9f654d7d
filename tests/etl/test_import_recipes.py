"""Recipes: what a published table says, and what stops it from being read."""

from pathlib import Path

import pytest
from outside_tables import sheet_of
from sample_data import sample_data
from written_recipes import COLUMNS, GRID, HEADER, SEIZURES, TOP, Reader, told

from etl.documents.files.sheets import ImportFileError, read_sheets
from etl.documents.recipes.meanings import Meanings
from etl.package.extract import Package, extract


@pytest.fixture(scope="module")
def package() -> Package:
    """The tables of the bundled data, which give names."""
    return extract(sample_data())


@pytest.fixture(scope="module")
def meanings(package: Package) -> Meanings:
    return Meanings(package.tables)


@pytest.fixture
def reader(package: Package, meanings: Meanings, tmp_path: Path) -> Reader:
    return Reader(package, meanings, tmp_path)


def test_each_row_is_a_number_with_its_cell_its_print_and_the_indicator_of_its_drug(reader: Reader) -> None:
    [figure] = reader.read(SEIZURES + COLUMNS, [HEADER, ["Peru", "Heroin", 2020, 5.25]])
    assert (figure.area, figure.year, figure.value, figure.as_printed) == ("PER", 2020, 5.25, "5.25 kg")
    assert figure.cell == "Sheet Table cell D2" and reader.indicators == ["heroin-seizures"]


def test_a_column_that_nobody_named_stops_the_import(reader: Reader) -> None:
    assert reader.read(SEIZURES + COLUMNS, [[*HEADER, "Purity"], ["Peru", "Heroin", 2020, 5, 40]]) == []
    assert 'column E, "Purity", is not named in the recipe' in reader.errors()


def test_a_column_that_is_not_there_stops_the_import_with_the_nearest(reader: Reader) -> None:
    assert (
        reader.read(SEIZURES + COLUMNS, [["Country", "Drugs", "Year", "Kilograms"], ["Peru", "Heroin", 2020, 5]]) == []
    )
    assert 'has no column "Drug", which the recipe names; the nearest is "Drugs"' in reader.errors()
    assert 'column B, "Drugs", is not named in the recipe' in reader.errors()


def test_words_that_nobody_named_stop_the_import_one_line_a_word(reader: Reader) -> None:
    rows = [["Peru", "Moonshine", year, 1] for year in range(2015, 2020)] + [["Atlantis", "Heroin", 2020, 1]]
    reader.read(SEIZURES + COLUMNS, [HEADER, *rows])
    first = next(line for line in reader.errors().splitlines() if "Moonshine" in line)
    assert '"Moonshine" is no substance here' in first
    assert first.endswith("(5) Sheet Table cell B2; Sheet Table cell B3; Sheet Table cell B4")
    assert '"Atlantis" is no area here' in reader.errors() and "leave its row out in the recipe" in reader.errors()


def test_a_drug_without_an_indicator_stops_the_import(reader: Reader) -> None:
    reader.read(SEIZURES + COLUMNS, [HEADER, ["Peru", "Mescaline", 2020, 1], ["Peru", "Adderall", 2020, 1]])
    assert reader.read(SEIZURES.replace("-seizures", "-foo") + COLUMNS, [HEADER, ["Peru", "Heroin", 2020, 1]]) == []
    assert 'indicators.csv has no "heroin-foo" (substance heroin)' in reader.errors()


def test_words_left_out_are_told_with_their_reason_whatever_else_is_in_their_rows(reader: Reader) -> None:
    recipe = SEIZURES + COLUMNS + '[table.left_out.Country]\n"a region" = ["Arab World"]\n'
    figures = reader.read(recipe, [HEADER, ["Arab World", "Tea", "n/a", 9], ["Peru", "Heroin", 2020, 5]])
    assert [figure.area for figure in figures] == ["PER"] and "a region (1)" in reader.left_out()
    assert not reader.findings.errors


PARTS: list[list[object]] = [
    HEADER,
    ["Peru", "Heroin", 2020, 0.1],
    ["Peru", "Heroin", 2020, 0.2],
    ["Peru", "Heroin", 2020, 0],
    ["Peru", "Heroin", 2020, None],
]


def test_parts_are_one_exact_sum_whose_print_and_place_name_each_part(reader: Reader) -> None:
    recipe = SEIZURES.replace("[[table]]\n", '[[table]]\nrepeats = "sum"\n') + COLUMNS
    [figure] = reader.read(recipe, PARTS)
    assert figure.value == 0.3 and figure.flag == "summed"  # 0.1 + 0.2 is 0.30000000000000004 in binary
    assert figure.as_printed == "0.1 + 0.2 + 0 kg" and figure.cell == "Sheet Table cells D2, D3, D4"
    assert "empty cells, which are no zeros (1)" in reader.left_out()
    assert figure.attributes["note"] == "A part of it has no number"


def test_repeats_of_which_the_recipe_says_nothing_stop_the_import(reader: Reader) -> None:
    assert reader.read(SEIZURES + COLUMNS, PARTS) == []
    assert "several numbers of heroin-seizures for one area and year" in reader.errors()


def test_the_same_number_said_again_is_one_and_two_different_ones_stop_the_import(reader: Reader) -> None:
    recipe = SEIZURES.replace("[[table]]\n", '[[table]]\nrepeats = "same"\n') + COLUMNS
    [figure] = reader.read(recipe, [HEADER, ["Peru", "Heroin", 2020, 5], ["Peru", "Heroin", 2020, 5]])
    assert figure.cell == "Sheet Table cell D2" and figure.flag == ""
    assert reader.read(recipe, [HEADER, ["Peru", "Heroin", 2020, 5], ["Peru", "Heroin", 2020, 6]]) == []
    assert "they differ" in reader.errors()


def test_zeros_that_may_be_blanks_are_left_out_with_the_reason(reader: Reader) -> None:
    recipe = SEIZURES.replace("[[table]]\n", '[[table]]\nzeros = "a zero may be a blank"\n') + COLUMNS
    figures = reader.read(recipe, [HEADER, ["Peru", "Heroin", 2020, 0], ["Peru", "Heroin", 2021, 3]])
    assert [figure.year for figure in figures] == [2021]
    assert "cells with zero: a zero may be a blank (1)" in reader.left_out()


def test_texts_that_stand_for_no_number_are_left_out_and_all_others_stop_the_import(reader: Reader) -> None:
    recipe = SEIZURES.replace("[[table]]\n", '[[table]]\nblanks = ["NULL"]\n') + COLUMNS
    rows = [HEADER, ["Peru", "Heroin", 2020, "NULL"], ["Peru", "Heroin", 2021, "2.50E-05"]]
    [figure] = reader.read(recipe, rows)
    assert (figure.value, figure.as_printed) == (0.000025, "2.50E-05 kg")
    assert reader.read(recipe, [*rows, ["Peru", "Heroin", 2022, "lots"]]) and '"lots" cannot be read' in reader.errors()


def test_two_columns_of_areas_must_agree(reader: Reader) -> None:
    recipe = SEIZURES + COLUMNS + 'Code = "area"\n'
    header = [*HEADER, "Code"]
    assert len(reader.read(recipe, [header, ["Peru", "Heroin", 2020, 5, "PER"]])) == 1
    assert reader.read(recipe, [header, ["Peru", "Heroin", 2020, 5, "BOL"]]) == []
    assert '"Country" says area PER, "Code" says BOL; say in the recipe which is right' in reader.errors()


def test_texts_together_can_mean_something_else_in_some_years(reader: Reader) -> None:
    recipe = (
        SEIZURES + COLUMNS + '[[table.when]]\ncolumns = { Country = "Serbia and Montenegro" }\nyears = "1980-1991"\n'
    )
    rows = [HEADER, ["Serbia and Montenegro", "Heroin", 1985, 5], ["Serbia and Montenegro", "Heroin", 2000, 5]]
    figures = reader.read(recipe + 'area = "YUG"\nproducer = "usg"\n', rows)
    assert [(figure.area, figure.year) for figure in figures] == [("YUG", 1985), ("SCG", 2000)]
    assert [figure.attributes.get("producer") for figure in figures] == ["usg", None]
    reader.read(SEIZURES + COLUMNS, rows)
    assert "SCG in years in which it was no area" in reader.errors()


STATES = [["State", "Drug", "Year", "Kilograms"], *([name, "Heroin", 2020, 5] for name in ("Texas", "Utah", "Ohio"))]


@pytest.mark.parametrize(("name", "of_it"), [("Georgia", "US-GA"), ("Nariño", "")])
def test_a_name_that_lies_elsewhere_than_all_others_of_a_table_is_told(
    reader: Reader, package: Package, name: str, of_it: str
) -> None:
    recipe = SEIZURES + COLUMNS.replace("Country", "State")
    figures = reader.read(recipe, [*STATES, [name, "Heroin", 2020, 7]])
    [(area, why)] = reader.odd_ones({figure.area for figure in figures})
    assert area in ("GEO", "CO-NAR") and "most others are parts of United States" in why
    assert 'say where it is with "within" in the recipe' in why and of_it in why
    within = Meanings(package.tables, "USA")
    assert not of_it or within.read("area", name, name, {}) == {"area": of_it}


PREVALENCE = TOP + '[settings]\nindicator = "population"\nunit = "persons"\n[[table]]\nheader = [1, 2]\n'


def test_numbers_of_several_columns_have_what_their_column_says_and_their_own_ends(reader: Reader) -> None:
    recipe = (
        PREVALENCE
        + """
[table.columns]
Country = { is = "area", fill = true }
Year = "year"
"Estimate / Best" = "value"
"Estimate / Low" = "low"
"Estimate / High" = "high"
"Sex / Men" = { is = "value", sex = "men" }
Age = "ages"
Method = "words"
[table.words.Method]
HHS = { method = "household-survey" }
"""
    )
    rows = [
        ["Country", "Year", "Estimate", "Estimate", "Estimate", "Sex", "Age", "Method"],
        ["", "", "Best", "Low", "High", "Men", "", ""],
        ["Peru", 2017, 2.1, 1.9, 2.3, 3, "15-64", "HHS"],
        ["", 2018, 4, "", "", 5, "12+ b", "HHS"],
    ]
    best, men, later, _ = reader.read(recipe, rows)
    assert (best.value, best.low, best.high, best.as_printed) == (2.1, 1.9, 2.3, "2.1 (1.9 to 2.3) persons")
    assert best.cell == "Sheet Table cells C3, D3, E3"
    known = {"age_from": "15", "age_to": "64", "method": "household-survey"}
    assert best.attributes == {**known, "range_kind": "unstated"} and men.attributes == {**known, "sex": "men"}
    assert (later.area, later.attributes["age_to"]) == ("PER", "open")


def test_what_two_columns_remark_is_one_note(reader: Reader) -> None:
    recipe = SEIZURES + COLUMNS + 'Remark = "note"\nScope = "words"\n[table.words.Scope]\nN = { note = "The north" }\n'
    [figure] = reader.read(recipe, [[*HEADER, "Remark", "Scope"], ["Peru", "Heroin", 2020, 5, "May only", "N"]])
    assert figure.attributes["note"] == "May only; The north"


@pytest.mark.parametrize(
    ("low", "high", "wrong"),
    [
        (7, 4, "a range whose lower end is above the upper one"),
        (7, None, "one end of a range"),
        (None, 7, "one end of a range"),
    ],
)
def test_of_what_is_no_range_the_number_stays_and_a_row_without_one_is_told_to_be_left_out(
    reader: Reader, low: int | None, high: int | None, wrong: str
) -> None:
    recipe = SEIZURES + COLUMNS + 'Low = "low"\nHigh = "high"\n'
    rows = [["Peru", "Heroin", 2020, 5, low, high], ["Peru", "Heroin", 2021, None, low, high]]
    [figure] = reader.read(recipe, [[*HEADER, "Low", "High"], *rows])
    assert (figure.year, figure.value, figure.low, figure.high) == (2020, 5, None, None)
    assert f"numbers with {wrong}, which is left out (1)" in told(reader.findings.warnings)
    assert f"numbers of which nothing but {wrong} is given (1)" in reader.left_out()


def test_numbers_of_indicators_that_the_data_lacks_are_left_out_only_where_the_recipe_says_why(reader: Reader) -> None:
    rows = [HEADER, ["Peru", "Heroin", 2020, 5], ["Peru", "Nitazenes", 2020, 6]]
    reader.read(SEIZURES + COLUMNS, rows)
    assert 'indicators.csv has no "nitazenes-seizures"' in reader.errors()
    [figure] = reader.read(SEIZURES + 'unlisted = "one row has it"\n' + COLUMNS, rows)
    assert figure.value == 5 and not reader.findings.errors
    assert "one row has it (1) Sheet Table cell D3" in reader.left_out()


def test_years_across_with_rows_of_bounds_that_belong_to_the_area_above(reader: Reader) -> None:
    recipe = (
        GRID + 'across = "year"\nheader = 2\n[table.columns]\n"column A" = "area"\n"column C" = { unread = "marks" }\n'
    )
    recipe += (
        '[table.words."column A"]\nlower = { holds = "low" }\nupper = { holds = "high" }\nTotal = { area = "WLD" }\n'
    )
    recipe += '[table.left_out."column A"]\n"not one area" = ["Others"]\n'
    rows = [
        ["Opium poppy"], ["", 2019, "", 2020], ["ASIA"], ["Myanmar b", 10, "h", ""], ["lower a", 8, "", 3],
        ["upper a", 12, "", 5], ["Others", 4, "", 5], ["lower a", 3, "", 4], ["Total", 14, "", 5],
    ]  # fmt: skip
    figures = {(figure.area, figure.year): figure for figure in reader.read(recipe, rows)}
    assert not reader.findings.errors
    myanmar, later = figures["MMR", 2019], figures["MMR", 2020]
    assert (myanmar.value, myanmar.low, myanmar.high, myanmar.as_printed) == (10, 8, 12, "10 (8 to 12)")
    assert (later.value, later.low, later.high, later.flag) == (None, 3, 5, "range")
    assert (figures["WLD", 2019].value, figures["WLD", 2019].low) == (14, None)  # not the ends of what is left out
    assert "not one area (1)" in reader.left_out()


def test_years_down_and_areas_across_in_blocks_with_hidden_rows_left_out(reader: Reader) -> None:
    recipe = GRID.replace('indicator = "opium-poppy-cultivation"', 'part = "x"')
    recipe += (
        'across = "area"\nheader = 1\n[table.columns]\nYear = "year"\n[table.across_words]\nBurma1 = { area = "MMR" }\n'
    )
    recipe += '[table.blocks]\nOpium = { indicator = "opium-poppy-cultivation" }\n'
    recipe += 'Coca = { indicator = "coca-eradication" }\n'
    rows = [["Year", "Burma1", "Peru"], ["Opium"], [1996, 1, 2], [1997, 3, 4], ["Coca"], [1996, 5, ""]]
    sheet = sheet_of(rows, hidden_rows=frozenset([3]))
    figures = reader.read(recipe, sheet)
    assert list(zip(reader.indicators, [(each.area, each.value) for each in figures], strict=True)) == [
        ("opium-poppy-cultivation", ("MMR", 1)),
        ("opium-poppy-cultivation", ("PER", 2)),
        ("coca-eradication", ("MMR", 5)),
    ]
    assert 'row 4, "1997", is hidden' in reader.left_out()
    assert len(reader.read(recipe.replace("header = 1", 'header = 1\nhidden = "read"'), sheet)) == 5
    reader.read(recipe, [*rows, ["Cannabis"], [1996, 7, 8]])
    assert '"Cannabis": it is no block of the recipe' in reader.errors()


def test_units_convert_or_stop_the_import_and_a_price_of_ten_grams_is_one_of_a_gram(reader: Reader) -> None:
    recipe = (
        TOP
        + """[[table]]
settings = { indicator = "opium-price" }
[table.columns]
Country = "area"
Year = "year"
Price = "value"
Unit = "unit"
[table.words.Unit]
"10 g" = { unit = "USD/g", times = 0.1, printed = "USD for 10 g", amount = "10 g" }
"350 g" = { unit = "USD/g", times = "1/350", printed = "USD for 350 g", amount = "350 g" }
"""
    )
    rows = [["Country", "Year", "Price", "Unit"], ["Peru", 2020, 7.1, "10 g"], ["Peru", 2021, 700, "USD/kg"]]
    first, second = reader.read(recipe, rows)
    assert (first.value, first.as_printed, first.attributes) == (0.71, "7.1 USD for 10 g", {"amount": "10 g"})
    assert second.as_printed == "700 USD/kg"
    [third] = reader.read(recipe, [rows[0], ["Laos", 2018, 6000, "350 g"]])
    assert third.value == pytest.approx(6000 / 350) and third.as_printed == "6000 USD for 350 g"
    reader.read(recipe, [*rows, ["Peru", 2022, 3, "USD/tablet"], ["Peru", 2023, 3, "bags"]])
    assert 'unit "USD/tablet" of opium-price: it does not convert' in reader.errors()
    assert '"bags" is no unit of units.csv' in reader.errors()


def test_records_of_a_json_file_are_read_with_their_number_and_field(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_text('{"meta": 1, "found": [{"Country": "Peru", "Kilograms": 5, "Year": 2020, "Drug": "Heroin"}]}')
    [sheet] = read_sheets(path, records="found")
    [figure] = reader.read(SEIZURES + COLUMNS, sheet)
    assert figure.cell == "record 1, Kilograms" and figure.value == 5
    assert reader.read(SEIZURES + COLUMNS + '[table.where]\nCountry = "Bolivia"\n', sheet) == []
    assert "(1) record 1" in reader.left_out()
    with pytest.raises(ImportFileError, match='has no list of records in "rows"; it has "meta", "found"'):
        read_sheets(path, records="rows")


@pytest.mark.parametrize(
    ("where", "values"),
    [
        ('Sex = "Both"', [3]),
        ('Sex = ["Men", "Women"]\nAge = "15-64"', [1, 2]),
        ('Sex = "Women"', [2]),
        ('Age = "all"', []),
        ('Age = ["15-64", "all"]', [1, 2, 3]),
    ],
)
def test_rows_are_chosen_by_a_text_and_the_others_are_told(reader: Reader, where: str, values: list[float]) -> None:
    of_sex = ((1, "Men"), (2, "Women"), (3, "Both"))
    rows = [["Peru", "Heroin", 2020 + number, number, sex, "15-64"] for number, sex in of_sex]
    recipe = f'{SEIZURES}[table.where]\n{where}\n{COLUMNS}Sex = "text"\nAge = "text"\n'
    figures = reader.read(recipe, [[*HEADER, "Sex", "Age"], *rows])
    assert [figure.value for figure in figures] == values
    assert len(values) == 3 or "rows whose " in reader.left_out()
