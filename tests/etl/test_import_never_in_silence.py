"""Where a table says one thing and an option another, neither wins in silence."""

from pathlib import Path

import pytest
from importing import POPPY, imported, numbers, of_text
from outside_tables import write_workbook


@pytest.mark.parametrize(
    ("below", "told"),
    [
        ("Unit,1000 ha\nMexico,40.1\n", 'error: sheet: --unit says hectares, but B2 "1000 ha" says thousand ha; '),
        (",(tons)\nMexico,40.1\n", 'error: sheet: --unit says hectares, but B2 "(tons)" says tons; '),
    ],
)
def test_a_row_of_units_below_the_years_is_never_passed_over(tmp_path: Path, below: str, told: str) -> None:
    output = of_text(tmp_path, f"Country,2022\n{below}", **POPPY)
    assert told in output and not numbers(output)


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ("Note: figures are in thousand hectares.", "thousand hectares"),
        ('"Data in 1,000 ha"', "thousand ha"),
        ("Values in 2019 were revised", ""),
    ],
)
@pytest.mark.parametrize("table", ["Country,2022\nMexico,40.1\n{}\n", "Country,Year,Value\nMexico,2022,40.1\n{},,\n"])
def test_a_note_below_the_numbers_that_names_another_unit_stops_the_import(
    tmp_path: Path, table: str, note: str, says: str
) -> None:
    output = of_text(tmp_path, table.format(note), **POPPY)
    assert bool(says) == ("--unit says hectares, but A3 " in output and f" says {says}; " in output)
    assert bool(says) != bool(numbers(output))


@pytest.mark.parametrize(
    ("form", "name", "told"),
    [
        ('0.0" thousand"', "Data", 'error: sheet: --unit says hectares, but B2 "thousand" says thousand'),
        ("0 %", "Data", "error: B2: is shown as per cent, and holds a hundredth of what is shown"),
        ("0", "Opium production (tons)", 'the name of the sheet "Opium production (tons)" says opium-production'),
        ('#,##0, "thousand"', "Data", ""),  # the number itself is not divided
        ('0.0" ha"', "Opium poppy", ""),
        ("0", "Seizures", 'the name of the sheet "Seizures" speaks of seizures'),
    ],
)
def test_what_a_spreadsheet_shows_beside_numbers_and_calls_its_sheet_is_never_passed_over(
    tmp_path: Path, form: str, name: str, told: str
) -> None:
    rows = [["Country", 2022], ["Mexico", 40.1]]
    file = write_workbook(tmp_path / "table.xlsx", rows, sheet=name, formats={"B2": form})
    output = imported(file, **POPPY)
    assert told in output and bool(told) == ("no errors" not in output)


@pytest.mark.parametrize(
    ("rows", "is_part"),
    [
        ("Sinaloa,10\nMéxico,5\nDurango,7\n", True),
        ("Sinaloa,10\nMéxico,5\nTotal,15\n", True),
        ("Sinaloa,10\nDurango,7\nMéxico,17\n", False),
    ],
)
def test_a_part_that_is_called_like_the_whole_is_never_the_whole(tmp_path: Path, rows: str, is_part: bool) -> None:
    output = of_text(tmp_path, f"State,2022\n{rows}", within="MEX", **POPPY)
    assert is_part == ('"México" stands among parts of MEX, and may be one that is called so' in output)


def test_numbers_that_are_printed_twice_are_one_line_an_area(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,2021,2022\nMexico,1,2\nMexico,3,4\n", **POPPY)
    assert output.count("is printed twice") == 1 and "error: B3, C3: MEX 2021 is printed twice, 1 in B2" in output


def test_what_makes_a_year_or_a_number_doubtful_is_told_with_the_remedy(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,1995,2100\nMexico,40100,1\nMyanmar,1,2\n", **POPPY)
    assert "(2 such numbers); look whether it is a year" in output and "warning: C2: 2100 is later than " in output
    output = of_text(tmp_path, "Country,Season,Value\nMexico,2018/19,4\n", **POPPY)
    assert '"2018/19" is a season over two years; say with --seasons' in output and not numbers(output)
    output = of_text(tmp_path, "Country;2022\nMexico;1,5\nMyanmar;2\n", **POPPY)
    assert '"1,5" cannot be read as one number; say --decimal comma if it has decimals' in output


@pytest.mark.parametrize(
    ("unit", "cell"),
    [
        ("hectares", "acres"),
        ("hectares", "1,000 ha"),
        ("acres", "ha"),
        ("thousand hectares", "ha"),
        ("hectares", "kg"),
        ("hectares", "miles de hectáreas"),
        ("hectares", "P_HTHAB"),
    ],
)
def test_a_unit_of_a_row_and_one_of_the_option_are_never_chosen_between(tmp_path: Path, unit: str, cell: str) -> None:
    text = f'Country,Unit,2022\nMexico,"{cell}",70000\n'
    output = of_text(tmp_path, text, indicator="opium-poppy-cultivation", unit=unit)
    assert f'error: C2: --unit says {unit}, but the unit there is "{cell}"' in output and not numbers(output)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Opium poppy cultivation (thousand hectares)", "hectares"),
        ("Opium poppy cultivation ('000 ha)", "hectares"),
        ("Opium poppy cultivation, in acres", "hectares"),
        ("Opium poppy cultivation (ha)", "thousand hectares"),
        ("Opium poppy (tons)", "hectares"),
        ("Opium poppy per 100,000 inhabitants", "hectares"),
        ("Pavot à opium (en milliers d'hectares)", "hectares"),
        ("Amapola, en miles de hectáreas", "hectares"),
        ("Schlafmohn in Tausend Hektar", "hectares"),
        ("Мак, тыс. га", "hectares"),
        ("罂粟（千公顷）", "hectares"),
    ],
)
def test_a_unit_of_the_title_and_one_of_the_option_are_never_chosen_between(
    tmp_path: Path, title: str, unit: str
) -> None:
    output = of_text(
        tmp_path, f'"{title}",\nCountry,2022\nMyanmar,40\n', indicator="opium-poppy-cultivation", unit=unit
    )
    assert f'--unit says {unit}, but A1 "{title}" says ' in output and not numbers(output)


def test_a_title_that_says_what_the_option_says_is_no_contradiction(tmp_path: Path) -> None:
    text = "Opium poppy cultivation and potential opium production (hectares),\nCountry,2022\nMyanmar,40100\n"
    assert numbers(of_text(tmp_path, text, **POPPY)) == ["B3 MMR 2022 40,100 hectares"]
    text = text.replace("hectares", "tons")
    assert numbers(of_text(tmp_path, text, indicator="opium-production")) == ["B3 MMR 2022 40,100 tons"]


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Potential opium production", "says opium-production"),
        ("Coca bush cultivation", "says coca-bush-cultivation"),
        ("Eradicated opium poppy", "speaks of eradication"),
        ("Erradicación de amapola", "speaks of eradication"),
        ("Heroin seizures", "says heroin-seizures"),
    ],
)
def test_a_title_about_something_else_than_the_option_stops_the_import(tmp_path: Path, title: str, says: str) -> None:
    output = of_text(tmp_path, f"{title},\nCountry,2022\nMyanmar,795\n", **POPPY)
    assert f'--indicator says opium-poppy-cultivation, but A1 "{title}" {says}' in output and not numbers(output)


@pytest.mark.parametrize("title", ["Indicator", "Indicator Name", "Series Name", "Item", "INDICATOR"])
def test_rows_of_another_indicator_are_left_out_and_named(tmp_path: Path, title: str) -> None:
    rows = "Afghanistan,Opium poppy cultivation (hectares),233000\nMyanmar,Opium production (tons),795\n"
    text = f"Country,{title},2022\n{rows}"
    output = of_text(tmp_path, text, **POPPY)
    assert numbers(output) == ["C2 AFG 2022 233,000 hectares"]
    assert 'left out: C3: "Opium production (tons)" says opium-production, not opium-poppy-cultivation' in output


def test_a_table_that_names_only_another_indicator_stops_the_import(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,Indicator,2022\nMyanmar,Opium production,795\n", **POPPY)
    assert 'error: indicator: --indicator says opium-poppy-cultivation, but "Opium production" says' in output


@pytest.mark.parametrize(
    "table",
    [
        "Country,Cultivation\nFreedonia,2010\nAfghanistan,1950\n",
        "Entity,Code,Year,Area\nAsia,,2022,280000\nFreedonia,FRE,2022,4900\n",
        "Country,Year,Area\nFreedonia,2022,1950\nAfghanistan,2021,1960\n",
        "Country,First,Second\nFreedonia,2022,280000\nAfghanistan,2021,1960\n",
        "Country code,First\nX,1999\nAFG,1960\n",
    ],
)
def test_a_row_of_numbers_that_look_like_years_is_no_row_of_years(tmp_path: Path, table: str) -> None:
    try:
        output = of_text(tmp_path, table, **POPPY)
    except Exception as error:  # the file is refused with a sentence
        output = str(error)
    assert "years 2" not in output and "years 1" not in output


YEARS = range(1990, 2010)


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        ("Country,Year,Value", "Qwertz,{},1", '(20): "Qwertz" is no area here'),
        (
            "Country,Year,Unit,Value",
            "Myanmar,{},acres,1",
            '(20): --unit says hectares, but the unit there is "acres"',
        ),
        ("Country,Year,Sex,Value", "Myanmar,{},Male,1", 'column C: "Sex" says what each row is of'),
        ("Country,Year,Value", "Myanmar,{0}/{1:02},1", "a season over two"),
        ("Country,Year,Value", "Asturia,{},1", '(20): "Asturia" is no area here'),
    ],
)
def test_errors_of_one_kind_are_one_line_with_how_often_and_the_first_places(
    tmp_path: Path, header: str, row: str, told: str
) -> None:
    rows = "".join(row.format(year, (year + 1) % 100) + "\n" for year in YEARS)
    output = of_text(tmp_path, f"{header}\n{rows}", **POPPY)
    errors = [line for line in output.splitlines() if line.startswith("error")]
    assert len(errors) == 1 and told in errors[0], output


@pytest.mark.parametrize("title", ["Cocaine (kg)", "Cocaine", "Coca leaf (tons)"])
def test_a_column_of_one_drug_is_never_read_as_another(tmp_path: Path, title: str) -> None:
    text = f"Country,Year,{title}\nPeru,2021,120\n"
    said = of_text(tmp_path, text, indicator="heroin-seizures", unit="kg")
    assert f'--indicator says heroin-seizures, but "{title}" ' in said and not numbers(said)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("Country,Drug,Year,Value\nPeru,{0},2021,5\nColombia,{0},2021,6\n", "Cocaine"),
        ("Country,Substance,2021,2022\nPeru,{0},5,6\nColombia,{0},6,7\n", "Cocaine"),
        ("Country,Measure,Year,Value\nPeru,{0},2021,5\nColombia,{0},2021,6\n", "Heroin production"),
        ("Country,Crop,2021,2022\nPeru,{0},5,6\nColombia,{0},6,7\n", "Coca bush"),
        ("Drug,Country,2021,2022\n{0},Peru,5,6\n{0},Colombia,6,7\n", "Opium"),
    ],
)
def test_a_column_that_says_another_drug_of_all_rows_stops_the_import(tmp_path: Path, table: str, text: str) -> None:
    said = of_text(tmp_path, table.format(text), indicator="heroin-seizures", unit="kg")
    assert f'--indicator says heroin-seizures, but "{text}" ' in said.replace("B2 ", "") or "error: " in said
    assert not numbers(said), said


def test_numbers_of_an_unclear_mark_are_one_line(tmp_path: Path) -> None:
    said = of_text(tmp_path, 'Country,2020,2021\nPeru,"1,200","2,450"\nColombia,"3,100","4,900"\n', **POPPY)
    assert len([line for line in said.splitlines() if "can be 1200 or 1.2" in line]) == 1
    assert "can be 2450" not in said
