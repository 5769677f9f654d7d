"""What an option or a spreadsheet leaves out still says what the numbers beside it are of."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from importing import POPPY, imported, numbers, of_text
from outside_tables import write_workbook

COCA = {"indicator": "coca-bush-cultivation", "unit": "hectares", "within": "COL"}
HEROIN = {"indicator": "heroin-seizures", "unit": "kg"}


PARTS = [
    ("Country,Sex,2021\nPeru,Male,3\nColombia,Female,4\n", HEROIN, '"Sex" says what each row is of ("Male", "Fem'),
    ("Country,Age group,2021\nPeru,15-24,3\nMexico,15-24,4\n", HEROIN, '"Age group" says what each row is of'),
    ("Country,Status,2021\nPeru,final,3\nMexico,provisional,4\n", HEROIN, '"Status" says what each row is of'),
    ("Country,Quarter,2021\nPeru,Q1,3\nMexico,Q4,4\n", HEROIN, '"Quarter" says what each row is of ("Q1", "Q4")'),
    ("Department,Municipality,2021\nNariño,Tumaco,3\nCauca,Argelia,4\n", COCA, '"Municipality" says what each row'),
    ("Department,Area,2021\nNariño,Tumaco,3\nCauca,Argelia,4\n", COCA, '"Area" says what each row is of ("Tumaco"'),
    ("Country,To,2021\nPeru,Mexico,3\nColombia,Peru,4\n", HEROIN, '"To" says what each row is of ("Mexico", "Peru")'),
    ("Country,Unit,2021\nPeru,tons,3\nColombia,tons,4\n", HEROIN, '--unit says kg, but B2 "tons" says tons'),
    ("Country,Given in,2021\nPeru,tons,3\nColombia,tons,4\n", HEROIN, '--unit says kg, but B2 "tons" says tons'),
    ("Country,Multiplier,2021\nPeru,3,3\nColombia,3,4\n", HEROIN, '"Multiplier" says that numbers are to be multi'),
    ("Country,Drug,2021\nPeru,Cocaine,3\nColombia,Cocaine,4\n", HEROIN, 'B2 "Cocaine" is of cocaine'),
    ("Country,Drug,2021\nPeru,Heroin,3\nColombia,Cocaine,4\n", HEROIN, 'B3 "Cocaine" is of cocaine'),
    ("Country,Item,2021\nPeru,Opium production,3\n", HEROIN, 'B2 "Opium production" says opium-production'),
]


@pytest.mark.parametrize(("table", "options", "told"), PARTS)
def test_no_choice_of_columns_makes_another_number(
    tmp_path: Path, table: str, options: dict[str, Any], told: str
) -> None:
    output = of_text(tmp_path, table, columns="A,C", **options)
    assert "error: " in output and told in output and not numbers(output), output


@pytest.mark.parametrize(("table", "options", "told"), [PARTS[0], PARTS[4], PARTS[7]])
def test_no_hidden_column_makes_another_number(tmp_path: Path, table: str, options: dict[str, Any], told: str) -> None:
    rows = [[int(cell) if cell.isdigit() else cell for cell in line.split(",")] for line in table.splitlines()]
    book = openpyxl.load_workbook(path := write_workbook(tmp_path / "a.xlsx", rows))
    book.active.column_dimensions["B"].hidden = True  # type: ignore[union-attr]
    book.save(path)
    output = imported(path, **options)
    assert "error: " in output and told in output and not numbers(output), output


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("Code", ("PER", "COL")),
        ("Local name", ("Perú", "Kolumbien")),
        ("Sex", ("Both sexes", "Total")),
        ("Unit", ("kg", "kilograms")),
        ("Region", ("South America", "Andes")),
        ("Notes", ("revised", "as of May")),
        ("Source 2020", ("a survey", "a census")),
        ("Drug", ("Heroin", "Heroin")),
        ("Multiplier", ("0", "0")),
        ("2020", ("7", "8")),
    ],
)
def test_columns_that_say_nothing_else_are_left_out_as_told(tmp_path: Path, title: str, texts: tuple[str, str]) -> None:
    table = f"Country,{title},2021\nPeru,{texts[0]},3\nColombia,{texts[1]},4\n"
    output = of_text(tmp_path, table, columns="A,C", **HEROIN)
    assert len(numbers(output)) == 2 and "no warnings, no errors" in output and f'not read: "{title}"' in output


def test_a_column_of_unknown_meaning_that_is_left_out_is_told_with_its_texts(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,Analyst,2021\nPeru,Ott,3\nMexico,Ng,4\n", columns="A,C", **HEROIN)
    assert 'warning: column B: "Analyst" says what each row is of ("Ott", "Ng") and is not read; look ' in output


@pytest.mark.parametrize("title", ["Opium poppy (thousand ha)", "Opium poppy ('000 ha)", "Opium poppy (acres)"])
def test_a_title_above_the_rows_that_are_read_still_holds(tmp_path: Path, title: str) -> None:
    output = of_text(tmp_path, f"{title},\n\nCountry,2021\nMyanmar,3\n", rows="3:9", **POPPY)
    assert f'--unit says hectares, but A1 "{title}" says ' in output and not numbers(output)
    output = of_text(tmp_path, f"{title},\nCountry,2020\nPeru,1\n\nCountry,2021\nMyanmar,3\n", rows="5:9", **POPPY)
    assert f'A1 "{title}" says ' in output and not numbers(output)


@pytest.mark.parametrize(
    ("table", "options", "told"),
    [
        (
            "Table 6,,(thousand ha)\n,,\nCountry,2020,2021\nMyanmar,3,4\n",
            {"rows": "3:9"},
            'C1 "(thousand ha)" says thou',
        ),
        ("Opium production,tons\nCountry,2021\nMyanmar,3\n", {"rows": "2:9"}, 'A1 "Opium production" says opium-produ'),
        ("Country,2021\nUnit,1000 ha\nMyanmar,3\n", {"skip": ("row 2",)}, 'B2 "1000 ha" says thousand ha'),
        ("Country,2021\n,acres\nMyanmar,3\n", {"skip": ("row 2",)}, 'B2 "acres" says acres'),
        ("Country,2021\nUnits,(tons)\nMyanmar,3\n", {"skip": ("Units",)}, 'B2 "(tons)" says tons'),
    ],
)
def test_a_row_that_says_a_unit_holds_wherever_it_is_left_out(
    tmp_path: Path, table: str, options: dict[str, Any], told: str
) -> None:
    output = of_text(tmp_path, table, **POPPY, **options)
    assert "error: " in output and told in output and not numbers(output), output


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1,234.5", "224.000,5"),
        ("56.12", "5000,5"),
        ("1.234,5", "56.12"),
        ("1.234.567", "1,234,567"),
        ("7.5", "1.234,5"),
    ],
)
@pytest.mark.parametrize(
    "table", ["Country;2021\nPeru;{}\nMexico;{}\n", "Area;Year;Value\nPeru;2021;{}\nMexico;2021;{}\n"]
)
def test_two_marks_before_decimals_in_one_column_stop_the_import(
    tmp_path: Path, table: str, first: str, second: str
) -> None:
    output = of_text(tmp_path, table.format(first, second), **HEROIN)
    errors = [line for line in output.splitlines() if line.startswith("error")]
    assert len(errors) == 1 and "say which is right with --decimal" in errors[0] and not numbers(output)


@pytest.mark.parametrize(
    ("years", "units"),
    [
        ("2021 (tons);2022 (tons)", ["tons", "tons"]),
        ("2021, kg;2022, kg", ["kg", "kg"]),
        ("2021 kg;2022 tons", ["kg", "tons"]),
        ("tons 2021;(pounds) 2022", ["tons", "pounds"]),
        ("2021 [t];2022 (t)", ["t", "t"]),
        ("2021 in pounds;2022 - pounds", ["pounds", "pounds"]),
        ("2021 (g);2022 (g)", ["g", "g"]),
    ],
)
def test_a_unit_beside_a_year_is_that_of_its_numbers(tmp_path: Path, years: str, units: list[str]) -> None:
    table = f"Country;{years}\nPeru;12;3\n"
    output = of_text(tmp_path, table, indicator="heroin-seizures")
    assert [number.split()[-1] for number in numbers(output)] == units and "no warnings, no errors" in output
    output = of_text(tmp_path, table, indicator="heroin-seizures", unit="ounces")
    assert f'--unit says ounces, but the unit there is "{units[0]}"' in output and not numbers(output)


def test_a_letter_beside_one_of_several_years_is_the_mark_of_a_footnote(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country;2021 (g);2022 (b)\nPeru;12;3\n", indicator="heroin-seizures")
    assert "the sheet names no unit" in output and len(numbers(output)) == 2


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("Country;2021 (ha);2022 (ha)\nPeru;12;3\n", 'unit "ha" does not convert to kg'),
        ("Country;Unit;2021 (tons)\nPeru;kg;12\n", 'the row says "kg", the heading of the year "tons"'),
        ("Country;2022 (kg);2022 (%)\nPeru;12;3\n", "2022 stands over two columns"),
        ("Country;Year;Value\nPeru;2021 (ha);12\n", 'unit "ha" does not convert to kg'),
        ("Country;Year;Value;Unit\nPeru;2021 (t);12;kg\n", 'the row says "kg", its year "t"'),
    ],
)
def test_a_unit_beside_a_year_that_fits_nothing_stops_the_import(tmp_path: Path, table: str, told: str) -> None:
    output = of_text(tmp_path, table, indicator="heroin-seizures")
    assert "error: " in output and told in output and not numbers(output)


@pytest.mark.parametrize(
    "table",
    [
        "Country;2021, kg;2022, kg\nPeru;12;3\n",
        "Country;2021, kg;2022, kg\nPeru;5000,5;224.000,5\n",
        '"Country, or area","2021","2022"\n"Peru","12","3"\n',
        "Country\t2021, kg\t2022, kg\nPeru\t12\t3\n",
        "Seizures of heroin\nCountry,2021,2022\nPeru,12,3\n",
        "Seizures of heroin; by country\nCountry,2021,2022\nPeru,12,3\n",
        "Seizures; heroin; kilograms; by country\nCountry,2021,2022\nPeru,12,3\n",
        "Seizures of heroin | by country\nCountry,2021,2022\nPeru,12,3\n",
        "Seizures of heroin, by country, revised, again\nCountry;2021;2022\nPeru;5000,5;224.000,5\n",
        "Country,2021,2022\nPeru,12,3\nSource: heroin; kilograms; estimates\n",
    ],
)
def test_what_parts_the_cells_is_told_by_most_lines(tmp_path: Path, table: str) -> None:
    assert [number.split()[2] for number in numbers(of_text(tmp_path, table, **HEROIN))] == ["2021", "2022"]


WONDER = "State\tState Code\tAge Groups\tAge Groups Code\tYear\tDeaths\nUtah\t49\t15-24 years\t15-24\t2010\t8\n"
SITES = "Year,Country,City,Monday,Weekend mean,Daily mean\n2024,Belgium,Antwerp,3,5,4\n2024,Netherlands,Utrecht,4,6,5\n"


@pytest.mark.parametrize(
    ("table", "options", "told"),
    [
        (WONDER, {}, '"Age Groups" says what each row is of ("15-24 years")'),
        (WONDER, {"columns": "A,E-F"}, '"Age Groups Code" says what each row is of ("15-24") and is left out by'),
        ("Estado,Mês,Ano,Valor\nUtah,1,2023,1200\nOhio,2,2023,90\n", {}, '"Mês" says what each row is of ("1", "2")'),
        ("Estado,Mes,Ano,Kg\nUtah,1,2023,1200\nOhio,2,2023,90\n", {"columns": "A,C-D"}, '"Mes" says what each row'),
        (SITES, {"columns": "A-B,F"}, '"City" says what each row is of ("Antwerp", "Utrecht") and is left out by'),
        ("State,Zona,2023\nUtah,Norte,5\nOhio,Sur,6\n", {"columns": "A,C"}, '"Zona" says what each row is of ("Norte"'),
        ("State,Age,2023\nUtah,15,5\nOhio,16,6\n", {"columns": "A,C"}, '"Age" says what each row is of ("15", "16")'),
        ("State,SiteID,2023\nUtah,X1,5\nOhio,X2,6\n", {"columns": "A,C"}, '"SiteID" says what each row is of ("X1"'),
        ("State,Day of the week,2023\nUtah,Monday,5\n", {"columns": "A,C"}, '"Day of the week" says what each row is'),
    ],
)
def test_what_tells_the_rows_of_tables_by_state_age_month_or_city_apart_is_never_passed_over(
    tmp_path: Path, table: str, options: dict[str, Any], told: str
) -> None:
    output = of_text(tmp_path, table, indicator="drug-induced-deaths", unit="deaths", **options)
    assert "error: " in output and told in output and not numbers(output), output


@pytest.mark.parametrize(
    ("table", "named"),
    [
        ("State\tState Code\tYear\tYear Code\tDeaths\nUtah\t49\t2010\t2010\t8\n", 'column B: "State Code" is not read'),
        ("State,2023,Change %\nUtah,5,-2\nOhio,6,3\n", 'column C: "Change %" has numbers that are not read'),
        ("State,2023,Population\nUtah,5,3200000\nOhio,6,11700000\n", '"Population" has numbers that are not read'),
        ("State,Year,Deaths\nUtah,2010,8\nOhio,2010,Suppressed\nIowa,2010,3\n", '"Suppressed" cannot be read as one'),
        ("State,2023,2024\nUtah,1950,2000\nOhio,2000,2100\n", "4 numbers"),
    ],
)
def test_what_tells_nothing_apart_is_named_and_hinders_no_import(tmp_path: Path, table: str, named: str) -> None:
    output = of_text(tmp_path, table, indicator="drug-induced-deaths", unit="deaths")
    assert "no errors" in output and named in output and numbers(output), output


def test_a_row_of_numbers_like_years_with_an_unknown_name_is_no_second_header(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Zona,2021,2022\nCusco,3,4\nAlto Huallaga,2000,2100\n", **{**COCA, "within": "PER"})
    assert '"Alto Huallaga" is no area here' in output and "another row of years" not in output


@pytest.mark.parametrize(
    ("title", "within", "told"),
    [
        (
            "Opium poppy in Colombia (ha)",
            "PER",
            '--within says Peru (PER), but "Opium poppy in Colombia (ha)" says Colombia',
        ),
        ("CULTIVO DE AMAPOLA EN COLOMBIA", "PER", "says Colombia (COL); correct the option or a copy of the file"),
        ("Opium poppy in Peru and Colombia (ha)", "PER", ""),
        ("Opium poppy in the Plurinational State of Bolivia", "PER", "says Bolivia (BOL)"),
        ("Opium poppy in South America (ha)", "PER", ""),
        ("Opium poppy in Amazonas (ha)", "PER", ""),
    ],
)
def test_a_title_of_another_country_than_the_option_says_stops_the_import(
    tmp_path: Path, title: str, within: str, told: str
) -> None:
    output = of_text(tmp_path, f"{title},\nDepartment,2021\nAmazonas,3\n", within=within, **POPPY)
    assert (told in output and "error: A1" in output) if told else "no errors" in output, output


@pytest.mark.parametrize("unit", ["(%)", "(% of the total)", "(per cent)", "in percent", "(in % of all)"])
def test_a_share_is_never_read_as_an_amount(tmp_path: Path, unit: str) -> None:
    output = of_text(tmp_path, f"Opium poppy {unit},\nCountry,2021\nPeru,3\n", **POPPY)
    assert f'--unit says hectares, but A1 "Opium poppy {unit}" says ' in output and not numbers(output)
