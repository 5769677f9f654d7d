"""Tables of kinds that no recipe here was made for: read rightly by a short recipe, or refused with the reason.

The numbers are invented for the tests.
"""

from pathlib import Path

import pytest
from importing import of_text, package
from written_recipes import TOP, Reader

from etl.documents.files.sheets import ImportFileError
from etl.documents.recipes.meanings import Meanings
from etl.method.units_in_use import units_in_use

BY_DRUG = [
    ["State", "Cocaine (kg)", "Heroin (kg)"],
    ["California", 120.5, 30],
    ["Georgia", 11, None],
    ["All states", 131.5, 30],
]
BY_DRUG_RECIPE = """
[settings]
indicator = "{substance}-seizures"
unit = "kg"
year = 2024
[[table]]
[table.columns]
State = "area"
"Cocaine (kg)" = { is = "value", substance = "cocaine" }
"Heroin (kg)" = { is = "value", substance = "heroin" }
[table.left_out.State]
"the sum of the rows" = ["All states"]
"""
LISTED = [
    ["State", "Drug", "Year", "Quantity", "Unit"],
    ["Georgia", "Cocaine", 2023, 10, "kg"],
    ["Georgia", "Heroin", 2024, 100, "pounds"],
]
LISTED_RECIPE = """
[settings]
indicator = "{substance}-seizures"
[[table]]
[table.columns]
State = "area"
Drug = "substance"
Year = "year"
Quantity = "value"
Unit = "unit"
"""
BY_AGE = [["Region", "15-24", "25-34", "All ages"], ["California", 10, 20, 31], ["Georgia", 1, 2, 3]]
BY_AGE_RECIPE = """
[settings]
indicator = "drug-induced-deaths"
unit = "deaths"
year = 2023
[[table]]
repeats = "apart"
[table.columns]
Region = "area"
"15-24" = { is = "value", age_from = "15", age_to = "24" }
"25-34" = { is = "value", age_from = "25", age_to = "34" }
"All ages" = "value"
"""
OF_AGES = [
    ["Region", "Age", "Sex", "Year", "Deaths"],
    ["California", "15-24", "Men", 2023, 7],
    ["Georgia", "65+", "Both", 2023, 9],
]
OF_AGES_RECIPE = """
[settings]
indicator = "drug-induced-deaths"
unit = "deaths"
[[table]]
[table.columns]
Region = "area"
Age = "ages"
Sex = "words"
Year = "year"
Deaths = "value"
[table.words.Sex]
Men = { sex = "men" }
Both = { sex = "all" }
"""
ZONES = [
    ["Región", "Zona", "2022", "2023"],
    ["Cusco", "VRAEM", 7000, 7100],
    [None, "La Convención-Lares", 9000, 8500],
    [None, "Total", 16000, 15600],
    ["Ayacucho", "VRAEM", 5000, 5100],
    [None, "Total", 5000, 5100],
]
ZONES_RECIPE = """
[settings]
indicator = "coca-bush-cultivation"
unit = "hectares"
[[table]]
across = "year"
[table.columns]
"Región" = { is = "area", fill = true }
Zona = { unread = "zones are parts of several regions" }
[table.where]
Zona = "Total"
"""
ZONES_LISTED = [
    ["Región", "Zona", "Año", "Hectáreas"],
    ["Cusco", "VRAEM", 2023, 7100],
    ["Cusco", "Total", 2023, 15600],
]
ZONES_LISTED_RECIPE = """
[settings]
indicator = "coca-bush-cultivation"
unit = "hectares"
[[table]]
[table.columns]
"Región" = "area"
Zona = "text"
"Año" = "year"
"Hectáreas" = "value"
[table.where]
Zona = "Total"
"""
YEARS_BELOW = [[None, 2022, 2023, 2022, 2023], ["Texas", 5, 6, 7, None]]
DRUGS_OVER_YEARS = [["State", "Cocaine", "Cocaine", "Heroin", "Heroin"], *YEARS_BELOW]
DRUGS_OVER_YEARS_RECIPE = """
[settings]
unit = "kg"
[[table]]
header = [1, 2]
across = ["words", "year"]
[table.columns]
State = "area"
[table.across_words]
Cocaine = { indicator = "cocaine-seizures" }
Heroin = { indicator = "heroin-seizures" }
"""
MEN_AND_WOMEN = [["Region", "Men 2023", "Women 2023", "Ages"], ["California", 11, 6, "15-24"]]
MEN_AND_WOMEN_RECIPE = """
[settings]
indicator = "drug-induced-deaths"
unit = "deaths"
year = 2023
[[table]]
repeats = "apart"
[table.columns]
Region = "area"
"Men 2023" = { is = "value", sex = "men" }
"Women 2023" = { is = "value", sex = "women" }
Ages = "ages"
"""


@pytest.mark.parametrize(
    ("within", "recipe", "table", "expected"),
    [
        (
            "USA",
            DRUGS_OVER_YEARS_RECIPE,
            DRUGS_OVER_YEARS,
            ["cocaine-seizures US-TX 2022 5 kg", "cocaine-seizures US-TX 2023 6 kg", "heroin-seizures US-TX 2022 7 kg"],
        ),
        (
            "USA",
            MEN_AND_WOMEN_RECIPE,
            MEN_AND_WOMEN,
            [
                "drug-induced-deaths US-CA 2023 11 deaths 15 24 men",
                "drug-induced-deaths US-CA 2023 6 deaths 15 24 women",
            ],
        ),
        (
            "USA",
            BY_DRUG_RECIPE,
            BY_DRUG,
            [
                "cocaine-seizures US-CA 2024 120.5 kg",
                "cocaine-seizures US-GA 2024 11 kg",
                "heroin-seizures US-CA 2024 30 kg",
            ],
        ),
        (
            "USA",
            LISTED_RECIPE,
            LISTED,
            ["cocaine-seizures US-GA 2023 10 kg", "heroin-seizures US-GA 2024 100 pounds"],
        ),
        (
            "USA",
            BY_AGE_RECIPE,
            BY_AGE,
            [
                "drug-induced-deaths US-CA 2023 10 deaths 15 24",
                "drug-induced-deaths US-CA 2023 20 deaths 25 34",
                "drug-induced-deaths US-CA 2023 31 deaths",
                "drug-induced-deaths US-GA 2023 1 deaths 15 24",
                "drug-induced-deaths US-GA 2023 2 deaths 25 34",
                "drug-induced-deaths US-GA 2023 3 deaths",
            ],
        ),
        (
            "USA",
            OF_AGES_RECIPE,
            OF_AGES,
            [
                "drug-induced-deaths US-CA 2023 7 deaths 15 24 men",
                "drug-induced-deaths US-GA 2023 9 deaths 65 open all",
            ],
        ),
        (
            "PER",
            ZONES_RECIPE,
            ZONES,
            [
                "coca-bush-cultivation PE-AYA 2022 5000 hectares",
                "coca-bush-cultivation PE-AYA 2023 5100 hectares",
                "coca-bush-cultivation PE-CUS 2022 16000 hectares",
                "coca-bush-cultivation PE-CUS 2023 15600 hectares",
            ],
        ),
        ("PER", ZONES_LISTED_RECIPE, ZONES_LISTED, ["coca-bush-cultivation PE-CUS 2023 15600 hectares"]),
    ],
)
def test_a_table_of_an_unknown_kind_is_read_by_a_short_recipe(
    tmp_path: Path, within: str, recipe: str, table: list[list[object]], expected: list[str]
) -> None:
    reader = Reader(package(), Meanings(package().tables, within), tmp_path)
    with units_in_use(package().tables["units"]):
        figures = reader.read(TOP + recipe, table)
    found = []
    for indicator, each in zip(reader.indicators, figures, strict=True):
        said = [each.attributes[name] for name in ("age_from", "age_to", "sex") if each.attributes.get(name)]
        found.append(" ".join([indicator, each.area, str(each.year), each.as_printed, *said]))
    assert sorted(found) == expected and reader.errors() == ""


WASTEWATER = '[settings]\nindicator = "cocaine-seizures"\nunit = "kg"\nyear = 2024\n[[table]]\n[table.columns]\n'


@pytest.mark.parametrize(
    ("recipe", "table", "told"),
    [
        (
            WASTEWATER + 'City = "area"\n"Weekdays" = "value"\n"Weekend" = { unread = "weekdays are compared" }\n',
            [["City", "Weekdays", "Weekend"], ["Antwerp", 1500, 1900]],
            '"City": "Antwerp" is no area here',
        ),
        (
            WASTEWATER + 'Country = "area"\nDay = "words"\nLoad = "value"\n',
            [["Country", "Day", "Load"], ["Belgium", "Monday", 1500]],
            '"Day": "Monday" ',
        ),
        (
            DRUGS_OVER_YEARS_RECIPE,
            [["State", "Cocaine", None, "Heroin", None], *YEARS_BELOW],
            "numbers without indicator",
        ),
        (LISTED_RECIPE, [LISTED[0], ["Georgia", "Heroin", 2024, 100, "doses"]], 'unit "doses" of heroin-seizures'),
        (BY_AGE_RECIPE, [[*BY_AGE[0], "35-44"], ["California", 1, 2, 6, 3]], 'column E, "35-44", is not named'),
    ],
)
def test_what_a_recipe_does_not_say_of_such_a_table_stops_it_with_the_reason(
    tmp_path: Path, recipe: str, table: list[list[object]], told: str
) -> None:
    reader = Reader(package(), Meanings(package().tables), tmp_path)
    with units_in_use(package().tables["units"]):
        reader.read(TOP + recipe, table)
    assert told in reader.errors()


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("State,Cocaine (kg),Heroin (kg)\nCalifornia,120.5,30\nTexas,11,2\n", "say what its columns are in a recipe"),
        (
            "State,Drug,Year,Quantity,Unit\nCalifornia,Cocaine,2024,10,kg\nUtah,Heroin,2024,1,kg\n",
            'column B: "Drug" says what each row is of',
        ),
        ("Region,15-24,25-34,All ages\nCalifornia,10,20,31\n", "say what its columns are in a recipe"),
        ("Region,Age,Sex,Year,Deaths\nTexas,15-24,Men,2023,7\n", 'column B: "Age" says what each row is of'),
        ("City,Monday,Tuesday\nAntwerp,1500.5,1400\nUtrecht,900,800\n", "say what its columns are in a recipe"),
        ("City,Weekday,Year,Cocaine (mg/1000 people/day)\nAntwerp,Monday,2024,15\n", '"Antwerp" is no area here'),
        ("State,Cocaine,,Heroin,\n,2022,2023,2022,2023\nTexas,5,6,7,8\n", '"Cocaine" names no indicator'),
        ("Year,California,Every one\n2022,10,15\n2023,11,17\n", '"Every one" is no area here'),
        ("Region,Men 2022,Women 2022\nTexas,4,2\n", "say what its columns are in a recipe"),
        ("Region,Age,2022,2023\nTexas,15-24,5,6\n,25-34,7,8\n,Total,12,14\n", '"Age" says what each row is of'),
        ("Country,Date,Load\nBelgium,2024-03-11,15\nBelgium,2024-03-12,16\n", '"2024-03-12" of one year'),
        ("Country;Weekday;2023;2024\nBelgium;Monday;1;2\nBelgium;Sunday;3;4\n", '"Weekday" says what each row is of'),
        ("Zona,2022\nVRAEM (Cusco / Ayacucho),35\nTotal,35\n", '"VRAEM (Cusco / Ayacucho)" is no area here'),
        ("Zone,Department,2022,2023\nVRAEM,Cusco,10,11\nLares,Cusco,7,8\n", '"Zone" says what each row is of'),
        ("Zona,2022,2023\nVRAEM,35709,37000\nAlto Huallaga,2000,1800\n", '"VRAEM" is no area here'),
        (
            "Región,Zona,2022,2023\nCusco,VRAEM,7,8\nCusco,La Mar,7,8\n",
            'column B: "Zona" says what each row is of ("VRAEM", ',
        ),
    ],
)
def test_without_a_recipe_such_a_table_is_refused_with_the_reason(tmp_path: Path, table: str, told: str) -> None:
    try:
        output = of_text(tmp_path, table)
    except ImportFileError as error:
        output = str(error)
    assert told in output
    assert "error: " in output or "recipe" in output
