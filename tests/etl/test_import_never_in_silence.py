"""Where a table says one thing and an option another, neither wins in silence; what is not read is named."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from outside_tables import write_workbook
from sample_data import sample_data

from etl.documents.proposal import propose_from
from etl.documents.report import proposal_lines
from etl.documents.request import ImportRequest
from etl.method.units_in_use import units_in_use
from etl.package.extract import Package, extract

POPPY = {"indicator": "opium-poppy-cultivation", "unit": "hectares"}
SOURCE = "unodc-wdr-2026-annex-6-2-1"


@cache
def package() -> Package:
    """The sample without its statements, with which nothing here is compared."""
    read = extract(sample_data())
    return replace(read, tables={**read.tables, "statements": read.tables["statements"].iloc[:0]})


def imported(file: Path, **options: Any) -> str:
    """What an import prints."""
    request = ImportRequest(file, SOURCE, producer="unodc", **options)
    with units_in_use(package().tables["units"]):
        return "\n".join(proposal_lines(propose_from(package(), request)))


def of_text(folder: Path, text: str, **options: Any) -> str:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return imported(file, **options)


def numbers(output: str) -> list[str]:
    """Cell, area, year, value and unit of each number."""
    lines = map(re.compile(r"([A-Z]+[0-9]+ .*?\S)  (?:new|same|changed)").match, output.splitlines())
    return [" ".join(line[1].split()) for line in lines if line]


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
        "iso3,Country,year,{},value\nAFG,Afghanistan,2019,{},100\nMMR,Myanmar,2019,{},50\n",
        "Country,{},2019\nAfghanistan,{},100\nMyanmar,{},50\n",
    ],
)
@pytest.mark.parametrize(
    ("title", "one", "other"),
    [
        ("sex", "Male", "Female"),
        ("Age group", "15-24", "25-34"),
        ("Method", "manual", "spraying"),
        ("Status", "provisional", "final"),
        ("Second name", "Tumaco", "El Tambo"),
        ("Weekday", "Monday", "Monday"),
    ],
)
def test_a_column_that_says_what_a_row_is_of_must_be_chosen_from(
    tmp_path: Path, table: str, title: str, one: str, other: str
) -> None:
    text = table.format(title, one, other)
    output = of_text(tmp_path, text, **POPPY)
    assert f'"{title}" says what each row is of ("{one}"' in output and f'--where "{title}={one}"' in output
    assert not numbers(output)
    output = of_text(tmp_path, text, where=(f"{title}={one}",), **POPPY)
    assert "no errors" in output and "AFG 2019 100 hectares" in "\n".join(numbers(output))
    assert f'"{title}" is "{one}" in the rows that are read' in output
    assert other == one or f'1 row without "{title}={one}" left out, as told by --where' in output


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (
            "Country,year,value,rank,Note,Unit\nAfghanistan,2019,100,1,revised,ha\nMyanmar,2019,50,2,,ha\n",
            ['warning: column D: "rank" has numbers that are not read', 'left out: column E: "Note" is not read'],
        ),
        (
            "Country,2021,2022,Share of total\nMyanmar,30200,40100,12\n",
            ['warning: column D: "Share of total" has numbers'],
        ),
        ("Country,2021,2022,Change 2021-2022\nMyanmar,3,4,33\n", ['warning: column D: "Change 2021-2022" has numbers']),
        ("Code,Country,2021,2022,Region\nMMR,Myanmar,3,4,Asia\n", ['left out: column E: "Region" is not read']),
        ("Country,2021,2022,Source\nMyanmar,3,4,Survey\n", ['left out: column D: "Source" is not read']),
        (
            "Entity,Code,Year,Opium poppy cultivation,Remark\nMyanmar,MMR,2021,3,x\nMyanmar,MMR,2022,4,y\n",
            ['column E: "Remark" is not read'],
        ),
    ],
)
def test_a_column_of_numbers_or_remarks_that_is_not_read_is_named(tmp_path: Path, table: str, named: list[str]) -> None:
    output = of_text(tmp_path, table, **POPPY)
    assert [each for each in named if each not in output] == [] and len(numbers(output)) == 2


@pytest.mark.parametrize(
    "table",
    [
        "Department,Municipality,2022\nNariño,Tumaco,100\nNariño,El Charco,50\n",
        "Departamento,Municipio,2022\nNariño,Tumaco,100\n,El Charco,50\n",
        "Municipality,Department,2022\nTumaco,Nariño,100\nBarbacoas,Nariño,50\n",
        "Department,Municipality,Year,Value\nNariño,Tumaco,2022,100\nCauca,Argelia,2022,50\n",
        "Municipality,2022\nTumaco,100\nEl Charco,50\n",
    ],
)
def test_a_municipality_is_never_its_department(tmp_path: Path, table: str) -> None:
    output = of_text(tmp_path, table, within="COL", indicator="coca-bush-cultivation", unit="hectares")
    assert "error: " in output and not numbers(output)


def test_a_title_of_where_that_is_not_there_stops_the_import(tmp_path: Path) -> None:
    output = of_text(tmp_path, "Country,2019\nMyanmar,50\n", where=("sex=Male",), **POPPY)
    assert 'error: row 1: --where names "sex", but there is "Country", "2019"' in output


@pytest.mark.parametrize("rows", [(4,), (3, 4), ()])
@pytest.mark.parametrize("columns", [("C",), ()])
def test_what_a_spreadsheet_hides_is_named_and_left_out_unless_asked_for(
    tmp_path: Path, rows: tuple[int, ...], columns: tuple[str, ...]
) -> None:
    table = [["Opium poppy cultivation (ha)"], ["Country", 2022, 2023], ["Afghanistan", 1, 2], ["Myanmar", 3, 4]]
    path = write_workbook(tmp_path / "a.xlsx", [*table, ["Mexico", 5, 6]])
    book = openpyxl.load_workbook(path)
    for row in rows:
        book.active.row_dimensions[row].hidden = True  # type: ignore[union-attr]
    for column in columns:
        book.active.column_dimensions[column].hidden = True  # type: ignore[union-attr]
    book.save(path)
    output = imported(path, **POPPY)
    assert len(numbers(output)) == (3 - len(rows)) * (2 - len(columns))
    places = [f"row {', '.join(map(str, rows))}"] * bool(rows) + ["column C"] * bool(columns)
    assert not places or f"left out: {', '.join(places)}: is hidden; not read without --hidden" in output
    assert len(numbers(imported(path, hidden=True, **POPPY))) == 6


def test_a_hidden_sheet_is_named(tmp_path: Path) -> None:
    table = [["Opium poppy cultivation (ha)"], ["Country", 2022], ["Afghanistan", 1]]
    path = write_workbook(tmp_path / "a.xlsx", table, others={"Old": table})
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    output = imported(path, **POPPY)
    assert 'left out: sheet "Old": is hidden; not read without --hidden' in output and len(numbers(output)) == 1


@pytest.mark.parametrize("name", ["Bolívar", "Colombia", "CO-NAR", "Nariño", "Myanmar"])
def test_nothing_outside_the_area_of_within_is_meant(tmp_path: Path, name: str) -> None:
    text = f"Province,2022\n{name},300\nCusco,16009\n"
    output = of_text(tmp_path, text, within="PER", indicator="coca-bush-cultivation", unit="hectares")
    assert numbers(output) == ["B3 PE-CUS 2022 16,009 hectares"]
    assert f'error: A2: "{name}" means ' in output and "which is not within Peru (PER)" in output


@pytest.mark.parametrize(
    ("name", "others", "area", "told"),
    [
        ("Georgia", ["Texas", "Utah", "Ohio"], "US-GA", "where it means US-GA"),
        ("Putumayo", ["Cusco", "Puno", "Loreto"], "", "most others are parts of Peru (PER)"),
        ("Amazonas", ["Nariño", "Cauca", "Caquetá"], "CO-AMA", '"Amazonas" can mean'),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_name_is_of_a_place_where_the_others_are_or_stops_the_import(
    tmp_path: Path, name: str, others: list[str], area: str, told: str, is_first: bool
) -> None:
    rows = "".join(f"{each},5\n" for each in ([name, *others] if is_first else [*others, name]))
    output = of_text(tmp_path, f"Area,2022\n{rows}", indicator="coca-bush-cultivation", unit="hectares")
    found = [line.split()[1] for line in numbers(output)]
    assert told in output or (area in found and "no errors" in output)


@pytest.mark.parametrize("name", ["South Africa", "Central African Republic", "American Samoa", "South Sudan", "Oman"])
def test_a_country_is_a_country_whatever_words_its_name_has(tmp_path: Path, name: str) -> None:
    output = of_text(tmp_path, f"Country,2022\nAfghanistan,233000\n{name},120\nAsia,5\n", **POPPY)
    assert len(numbers(output)) == 2 and f'"{name}"' not in output
    assert '"Asia" is a total; not imported' in output


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


WORLD_BANK = '"Data Source","Indicators",\n\n"Country Name","Country Code","Indicator Name","Indicator Code",'
DATABANK = "Country Name,Country Code,Series Name,Series Code,2019 [YR2019],2020 [YR2020]\n"
POPPY_AREA = '"Opium poppy cultivation (ha)","AG"'
FAOSTAT = (
    "Domain Code,Domain,Area Code (M49),Area,Element Code,Element,Item Code (CPC),Item,Year Code,Year,Unit,Value,"
    "Flag,Flag Description\n"
)
AREA_HARVESTED = "5312,Area harvested,01,Opium poppy,2020,2020,ha"
EUROSTAT = "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \n"
SDMX = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,SEX,UNIT_MEASURE,UNIT_MULT,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
LABELLED = "REF_AREA: Area,SEX: Sex,TIME_PERIOD: Time,OBS_VALUE: Observation\n"
BY_DAY = "Entity,Code,Day,Opium poppy cultivation\n"
LAYOUTS = {
    "Our World in Data": [
        "Entity,Code,Year,Opium poppy cultivation\nAfghanistan,AFG,2020,224000\nAsia,,2020,250000\n",
        "entity,code,year,opium_poppy_cultivation\nAfghanistan,AFG,2020,224000\n",
        "Entity,Code,Year,Opium poppy cultivation\nWorld,OWID_WRL,2020,300000\nAfghanistan,AFG,2020,224000\n",
        "Entity,Code,Year,Opium poppy cultivation,Annotations\nAfghanistan,AFG,2020,224000,revised\n",
        "Entity;Code;Year;Opium poppy cultivation\nAfghanistan;AFG;2020;224000\nHigh-income countries;HIC;2020;5\n",
        "Entity,Code,Year,Opium poppy cultivation (ha),Opium production (t)\nAfghanistan,AFG,2020,224000,6300\n",
        "Entity,Code,Day,Opium poppy cultivation\nAfghanistan,AFG,2020-12-31,224000\n",
    ],
    "World Bank": [
        f'{WORLD_BANK}"2020",\n"Afghanistan","AFG",{POPPY_AREA},"224000",\n"Arab World","ARB",,,"5",\n',
        f'\ufeff{WORLD_BANK}"2019","2020",\n"Afghanistan","AFG",{POPPY_AREA},"","224000",\n',
        f'{WORLD_BANK}"2020",\n"Africa Eastern and Southern","AFE",{POPPY_AREA},"7",\n"Afghanistan","AFG",{POPPY_AREA},'
        f'"224000",\n"Low income","LIC",{POPPY_AREA},"8",\n',
        f'{WORLD_BANK}"2020",\n"Afghanistan","AFG","Population, total","SP.POP.TOTL","38000000",\n"Afghanistan","AFG",'
        f'{POPPY_AREA},"224000",\n',
        f"{DATABANK}Afghanistan,AFG,Opium poppy cultivation (ha),AG,..,224000\n\nLast Updated: 01/01/2026\n",
        f"{DATABANK}Europe & Central Asia,ECS,Opium poppy (ha),AG,5,6\nAfghanistan,AFG,Opium poppy (ha),AG,..,224000\n",
    ],
    "FAOSTAT": [
        f"{FAOSTAT}QCL,Crops,'004,Afghanistan,{AREA_HARVESTED},224000,A,x\n"
        "QCL,Crops,'004,Afghanistan,5510,Production,01,Opium poppy,2020,2020,t,6300,A,x\n",
        f"{FAOSTAT}QCL,Crops,'004,Afghanistan,{AREA_HARVESTED},224000,A,x\nQCL,Crops,'142,Asia,{AREA_HARVESTED},5,A,x\n",
        "Area,Item,Element,Unit,Year,Value,Flag,Note\nAfghanistan,Opium poppy,Area harvested,ha,2020,224000,A,\n"
        "Afghanistan,Opium poppy,Yield,kg/ha,2020,28,A,\n",
        "Area Code,Area,Item Code,Item,Element Code,Element,Unit,Y2019,Y2020\n"
        "2,Afghanistan,1,Opium poppy,5312,Area harvested,ha,,224000\n",
        "Area Code,Area,Item Code,Item,Element Code,Element,Unit,Y2019,Y2019F,Y2020,Y2020F\n"
        "2,Afghanistan,1,Opium poppy,5312,Area harvested,ha,,,224000,A\n",
    ],
    "Eurostat": [
        f"{EUROSTAT}A,HA,AF\t: \t224000 b\n",
        f"{EUROSTAT}A,HA,AF\t: c\t224000 p\n",
        f"{EUROSTAT}A,HA,EU27_2020\t: \t300000 \nA,HA,AF\t: z\t224000 \n",
        "freq,unit,geo\\time\t2020\t2019\nA,HA,AF\t224000 ep\t:\n",
        "DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\nESTAT:X,01/01/26,A,HA,AF,2020,224000,p\n",
    ],
    "SDMX": [
        f"{SDMX}dataflow,X,I,A,AFG,_T,HA,0,2020,224000,A\n",
        f"{SDMX}dataflow,X,I,A,AF,_T,HA,,2020,224000.0,E\n",
        "DATAFLOW,FREQ,REF_AREA,MEASURE,TIME_PERIOD,OBS_VALUE\nOECD:X(1.0),A,AFG,POPPY,2020,224000\n",
        "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA,Reference area,UNIT_MEASURE,Unit of measure,TIME_PERIOD,OBS_VALUE\n"
        "DATAFLOW,X,I,AFG,Afghanistan,HA,Hectares,2020,224000\n",
        "REF_AREA,TIME_PERIOD,OBS_VALUE,UNIT_MULT,Unit multiplier\nAFG,2020,224000,0,Units\nAFG,2021,,0,Units\n",
        "REF_AREA: Area,SEX: Sex,UNIT_MEASURE: Unit,TIME_PERIOD: Time,OBS_VALUE: Observation\n"
        "AFG: Afghanistan,_T: Total,HA: Hectares,2020: 2020,224000\n",
        "DATAFLOW:Flow,REF_AREA:Area,UNIT_MULT:Multiplier,TIME_PERIOD,OBS_VALUE\nX:Y,AFG:Afghanistan,0:Units,2020,224000\n",
    ],
}


@pytest.mark.parametrize(("layout", "table"), [(layout, each) for layout, tables in LAYOUTS.items() for each in tables])
def test_the_tables_of_large_databases_are_read_as_they_are(tmp_path: Path, layout: str, table: str) -> None:
    output = of_text(tmp_path, table, **POPPY)
    [number] = numbers(output)
    assert number.endswith("AFG 2020 224,000 hectares") and "no errors" in output, layout


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (f"{SDMX}dataflow,X,I,A,AFG,_T,HA,3,2020,224,A\n", '"UNIT_MULT" says that numbers are to be multiplied ("3")'),
        ("Country,Year,Value,Unit multiplier\nPeru,2020,2,Thousands\n", 'are to be multiplied ("Thousands")'),
        ("Country,PowerCode,2020\nPeru,Units,2\nMexico,Millions,3\n", 'the unit there is "Millions"'),
        (f"{SDMX}dataflow,X,I,A,AFG,F,HA,0,2020,1,A\ndataflow,X,I,A,AFG,M,HA,0,2020,2,A\n", '"SEX" says what each row'),
        (f"{SDMX}dataflow,X,I,M,AFG,_T,HA,0,2020-05,1,A\n", '"2020-05" is no year'),
        (f"{LABELLED}AFG: Afghanistan,F: Female,2020,1\nAFG: Afghanistan,M: Male,2020,2\n", '("Female", "Male")'),
        (f"{LABELLED}AFG: Afghanistan,_T: Total,2020-05-01T10:00,1\n", '"2020-05-01T10:00" is no year'),
        ("Entity,Code,Month,Value\nPeru,PER,2020-11,2\n", '"2020-11" is no year'),
        (
            f"{BY_DAY}Peru,PER,2020-12-31,2\nPeru,PER,2020-12-30,2\n",
            '"Day" has "2020-12-31" and "2020-12-30" of one year',
        ),
        ("date,country,value\n2020-12-31,Peru,2\n2020-12-30,Peru,3\n", "keep one row for each year in a copy"),
    ],
)
def test_what_would_make_another_number_of_a_row_of_a_large_database_stops_it(
    tmp_path: Path, table: str, told: str
) -> None:
    output = of_text(tmp_path, table, **POPPY)
    assert told in output and not numbers(output)


@pytest.mark.parametrize(("code", "area"), [("EL", "GRC"), ("UK", "GBR"), ("GR", "GRC"), ("GB", "GBR")])
def test_the_codes_of_the_european_union_are_those_of_countries(tmp_path: Path, code: str, area: str) -> None:
    assert numbers(of_text(tmp_path, f"{EUROSTAT}A,HA,{code}\t: \t5 e\n", **POPPY)) == [f"C2 {area} 2020 5 hectares"]


def test_measures_beside_each_other_are_told_apart_by_their_names(tmp_path: Path) -> None:
    text = "Entity,Code,Year,Opium poppy cultivation (ha),Opium production (t)\nMyanmar,MMR,2022,40100,795\n"
    assert numbers(of_text(tmp_path, text)) == ["D2 MMR 2022 40,100 hectares", "E2 MMR 2022 795 tons"]


@pytest.mark.parametrize("gone", ["Soviet Union", "East Germany", "Yugoslavia (former)", "Former Czechoslovakia"])
def test_a_state_that_is_gone_never_becomes_its_successor(tmp_path: Path, gone: str) -> None:
    output = of_text(tmp_path, f"Country,1990,2001\n{gone},10,20\n", **POPPY)
    [number] = numbers(output)
    assert number.split()[1] in ("SUN", "DDR", "YUG", "CSK") and number.split()[2] == "1990"
    assert "so no number of 2001 is of it" in output and "(then " in output


def test_an_unknown_state_of_the_past_is_not_proposed_to_be_another(tmp_path: Path) -> None:
    assert "did you mean" not in of_text(tmp_path, "Country,1990\nFormer Germanie,10\n", **POPPY)


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
