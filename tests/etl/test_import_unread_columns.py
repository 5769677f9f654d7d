"""What a column says of the rows beside it is never passed over, and what is hidden or not read is named."""

from pathlib import Path

import openpyxl
import pytest
from importing import POPPY, imported, numbers, of_text
from outside_tables import write_workbook


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
