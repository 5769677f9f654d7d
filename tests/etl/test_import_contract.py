"""Every importer obeys the contract, whatever the sheet is; and random files never cause a traceback."""

import importlib
import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bad_inputs import tried
from hypothesis import given
from hypothesis import strategies as st
from outside_tables import ERADICATION, WORKBOOKS, coca_rows, cultivation_workbook, sheet_of
from sample_data import sample_data

from etl.documents.area_names import AreaNames
from etl.documents.files.sheets import ImportFileError, Sheet, read_sheets
from etl.documents.layouts import IMPORTERS
from etl.documents.layouts.harvest import Harvest, Reading
from etl.documents.layouts.importer import Importer
from etl.documents.recipes.figures import figures_of, parts_by_key
from etl.documents.recipes.findings import Findings
from etl.documents.recipes.meanings import Meanings
from etl.documents.recipes.table import read_table
from etl.package.extract import extract
from etl.package.recipe_form import recipe_of
from etl.rules.statements import IDENTITY

PACKAGE = extract(sample_data())
MEANINGS = Meanings(PACKAGE.tables)
NAMES = AreaNames(PACKAGE.tables["areas"], PACKAGE.tables["aliases"])
FOLDER = Path(importlib.import_module("etl.documents.layouts").__file__ or "").parent

every_importer = pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)


def check_harvest(sheet: Sheet, harvest: Harvest) -> None:
    """What the contract promises about any harvest."""
    assert harvest.layout.isprintable() and harvest.layout
    cells = [figure.cell for figure in harvest.figures]
    assert len(set(cells)) == len(cells)
    keys = [(figure.indicator, figure.area, figure.year) for figure in harvest.figures]
    assert len(set(keys)) == len(keys)
    told = {_row_of(remark.place) for remark in (*harvest.checked, *harvest.warnings)}
    for figure in harvest.figures:
        assert re.fullmatch(r"[A-Z]{1,3}[1-9][0-9]*", figure.cell)
        assert figure.area in NAMES.name_of
        assert NAMES.parent_of[figure.area] or _row_of(figure.cell) in told, "a total of all is compared with its parts"
        assert 1900 <= figure.year <= 2100
        assert figure.value is not None or (figure.low is not None and figure.high is not None)
        assert (figure.low is None) == (figure.high is None)
        assert all(number is None or 0 <= number < float("inf") for number in (figure.value, figure.low, figure.high))
        assert figure.flag in ("", "range", "p-f") and figure.as_printed
    for remark in (*harvest.skipped, *harvest.notes, *harvest.checked, *harvest.warnings, *harvest.errors):
        assert remark.place and remark.text


def _row_of(cell: str) -> str:
    return cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@every_importer
def test_each_importer_is_one_file_with_a_name_and_an_example(importer: Importer) -> None:
    module = importlib.import_module(type(importer).__module__)
    assert Path(module.__file__ or "").parent == FOLDER
    assert Path(module.__file__ or "").stem == importer.name.replace("-", "_")
    assert module.__doc__ and importer.example.startswith("python -m etl import tests/etl/workbooks/")


def test_no_importer_of_the_folder_is_left_out() -> None:
    names = [f"etl.documents.layouts.{path.stem}" for path in FOLDER.glob("*.py") if path.stem != "contract"]
    found = [value for name in names for value in vars(importlib.import_module(name)).values()]
    importers = {value for value in found if isinstance(value, type) and hasattr(value, "recognises")}
    named = {importer for importer in importers - {Importer} if hasattr(importer, "name")}  # others share their reading
    assert named == {type(importer) for importer in IMPORTERS}


@every_importer
@pytest.mark.parametrize("file", sorted(path.name for path in WORKBOOKS.iterdir() if path.suffix != ".toml"))
def test_every_importer_keeps_the_contract_on_every_example(importer: Importer, file: str) -> None:
    [sheet] = read_sheets(WORKBOOKS / file)
    importer.recognises(sheet, Reading(NAMES))
    check_harvest(sheet, importer.read(sheet, Reading(NAMES)))


@every_importer
def test_an_importer_gives_the_same_twice_and_does_not_change_the_sheet(importer: Importer, tmp_path: Path) -> None:
    [sheet] = read_sheets(cultivation_workbook(tmp_path / "a.xlsx"))
    before = [list(row) for row in sheet.rows]
    assert importer.read(sheet, Reading(NAMES)) == importer.read(sheet, Reading(NAMES))
    assert sheet.rows == before


@every_importer
def test_an_empty_sheet_gives_nothing(importer: Importer) -> None:
    for rows in ([], [[]], [[None]], [["x"]]):
        assert not importer.recognises(sheet_of(rows), Reading(NAMES))
        assert not importer.read(sheet_of(rows), Reading(NAMES)).figures


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *coca_rows(), "Peru a", "Total", "Subtotal", "World", "Amazonas", "minimum", "Peru (upper bound)",
            "..", "p-f", "1,000", "1-2", "of which: Nariño", "Other countries", "ASIA", "Country", "Year", "Value",
            "hectares", "Unit",
            2019, 2020, "2020", "2019*", date(2020, 1, 1), 0, 1, 1.5, -1, True, "Qwertz", "x" * 300, "\u202e", "=1",
        ]
    ),
    st.integers(1890, 2110),
    st.floats(),
    st.text(max_size=5),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=12)
MERGED = st.lists(st.tuples(*[st.integers(0, 12)] * 4), max_size=3)


@every_importer
@tried(0.12)
@given(rows=ROWS, merged=MERGED)
def test_every_importer_keeps_the_contract_on_any_sheet(importer: Importer, rows: list[list[Any]], merged: Any) -> None:
    sheet = sheet_of(rows, merged=merged)
    importer.recognises(sheet, Reading(NAMES))
    check_harvest(sheet, importer.read(sheet, Reading(NAMES)))


@every_importer
@tried(0.12)
@given(data=st.data())
def test_every_importer_keeps_the_contract_on_a_table_with_odd_cells(importer: Importer, data: st.DataObject) -> None:
    rows: list[list[Any]] = [["Cultivation (ha)"], ["Country", *range(2009, 2021)]]
    rows += [[name, *numbers] for name, numbers in coca_rows().items()]
    rows.append(["Total", *[1] * 12])
    for _ in range(data.draw(st.integers(1, 8))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(CELLS)
    check_harvest(sheet_of(rows), importer.read(sheet_of(rows), Reading(NAMES)))


RULES = st.fixed_dictionaries(
    {
        "columns": st.dictionaries(
            st.sampled_from(["Country", "Year", "Value", "column A", "column B", "column C"]),
            st.sampled_from(["area", "year", "value", "low", "unit", "ages", "words", "substance", "text", "note"]),
            min_size=1,
        )
    },
    optional={
        "header": st.integers(1, 4) | st.lists(st.integers(1, 4), max_size=3),
        "rows": st.just("2-5, 7"),
        "across": st.sampled_from(["year", "area", "words"]) | st.just(["area", "year"]),
        "repeats": st.sampled_from(["sum", "same", "apart"]),
        "zeros": st.just("a reason"),
        "settings": st.just({"indicator": "opium-production", "unit": "tons", "area": "AFG", "year": 2020}),
        "words": st.just({"Country": {"Total": {"holds": "low"}, "Peru a": {"left_out": "a reason"}}}),
        "blocks": st.just({"ASIA": {"area": "WLD"}}),
    },
)
TOP = {"title": "T", "source": "s", "producer": "unodc"}


@tried(0.12)
@given(rows=ROWS, merged=MERGED, rule=RULES)
def test_any_sheet_is_answered_by_any_recipe(rows: list[list[Any]], merged: Any, rule: dict[str, Any]) -> None:
    findings = Findings()
    [table_rule] = recipe_of("r", {**TOP, "table": [rule]}).tables
    table = read_table(sheet_of(rows, merged=merged), table_rule, {}, MEANINGS, findings)
    parts = parts_by_key(table, PACKAGE.tables["indicators"], MEANINGS, findings)
    for figure, indicator, _ in figures_of(table, parts, findings):
        assert indicator == "opium-production" and figure.area in NAMES.name_of and figure.cell and figure.as_printed
        assert figure.value is not None or (figure.low is not None and figure.high is not None)
        assert all(number is None or 0 <= number < float("inf") for number in (figure.value, figure.low, figure.high))


def readable(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        sheets = read_sheets(path)
    except ImportFileError as error:
        assert len(str(error).splitlines()) == 1
        return
    for sheet in sheets:
        for importer in IMPORTERS:
            if importer.recognises(sheet, Reading(NAMES)):
                check_harvest(sheet, importer.read(sheet, Reading(NAMES)))


@tried(0.12)
@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_random_bytes_are_a_table_or_one_sentence(tmp_path: Path, content: bytes) -> None:
    readable(tmp_path / "random.csv", content)


@tried(0.05)
@given(st.data())
def test_a_damaged_workbook_is_a_table_or_one_sentence(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(ERADICATION.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    readable(tmp_path / "damaged.xlsx", bytes(content))


@tried(0.05)
@given(st.data())
def test_a_workbook_with_damaged_xml_is_a_table_or_one_sentence(tmp_path: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(ERADICATION) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(member for member in members if member.endswith((".xml", ".rels")))))
    place = data.draw(st.integers(0, len(members[name])))
    length = data.draw(st.integers(0, 40))
    members[name] = members[name][:place] + data.draw(st.binary(max_size=12)) + members[name][place + length :]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    readable(tmp_path / "damaged.xlsx", stream.getvalue())


def test_what_makes_a_statement_one_of_its_own_is_in_a_figure_or_its_place() -> None:
    known = {"indicator", "area", "year", "value", "low", "high", "unit"}
    assert set(IDENTITY) - known == {"producer", "source", "locator"}
