"""The command of an import: its examples, its options, and what it says of those that hit nothing."""

import shlex
from pathlib import Path

import pytest
from data_folder import DataFolder
from outside_tables import ERADICATION, WORKBOOKS, write_workbook
from running_import import CULTIVATED, ERADICATED, ROOT, new_source, numbers, run_import
from typer.testing import CliRunner

from etl.__main__ import app
from etl.commands.import_ import RECIPE
from etl.documents.layouts import IMPORTERS


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
def test_the_example_of_every_importer_runs(
    folder: DataFolder, importer: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    words = shlex.split(importer.example)  # type: ignore[attr-defined]
    assert words[:4] == ["python", "-m", "etl", "import"]
    result = run_import(folder, *words[4:])
    assert result.exit_code == 0, result.output
    assert numbers(result.output) and "no errors" in result.output


def test_the_example_of_a_recipe_runs(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = run_import(folder, *shlex.split(RECIPE)[4:])
    assert result.exit_code == 0 and "4 same" in result.output, result.output


def test_every_file_beside_the_tests_is_used_by_an_example() -> None:
    examples = " ".join([RECIPE, *(importer.example for importer in IMPORTERS)])
    assert all(f"tests/etl/workbooks/{path.name}" in examples for path in WORKBOOKS.iterdir())


def test_what_stands_before_decimals_can_be_said(folder: DataFolder, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Coca bush cultivation (hectares);2020\nPeru;61.800\n", encoding="utf-8")
    assert run_import(folder, path, "--source", CULTIVATED).exit_code == 1
    assert "61,800 hectares  same" in run_import(folder, path, "--source", CULTIVATED, "--decimal", "comma").output
    result = run_import(folder, path, "--source", CULTIVATED, "--decimal", ",")
    assert (result.exit_code, result.output) == (1, '--decimal "," is none; use point or comma\n')


def test_an_unknown_source_is_told_first_with_the_nearest_key_and_all_else_that_is_missing(
    folder: DataFolder, tmp_path: Path
) -> None:
    path = write_workbook(tmp_path / "a.xlsx", [["A table (hectares)"], ["Country", 2020], ["Peru", 61800]])
    result = run_import(folder, path, "--source", "world-report-annex")
    lines = result.output.splitlines()
    assert result.exit_code == 1
    assert lines[0].startswith('Source "world-report-annex" is not in sources.csv; ')
    assert "error: sheet: nothing says who made the estimates; say it with --producer" in result.output
    assert "error: sheet: no title says what is measured; say it with --indicator" in result.output
    assert lines[-1].startswith("Nothing can be written before the errors are settled. Besides: sources.csv has no ")
    near = run_import(folder, ERADICATION, "--source", "unodc-wdr-2022-annex-6-1-22")
    assert near.output.startswith(
        'Source "unodc-wdr-2022-annex-6-1-22" is not in sources.csv; did you mean unodc-wdr-2022-annex-6-1-2? '
    )


def test_a_missing_address_is_told_together_with_errors(folder: DataFolder, tmp_path: Path) -> None:
    source = new_source(folder, url="")
    path = write_workbook(tmp_path / "a.xlsx", [["A table (hectares)"], ["Country", 2020], ["Peru", 61800]])
    result = run_import(folder, path, "--source", source)
    assert "--indicator" in result.output and "--via" in result.output.splitlines()[-1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["--skip", "Peruu"],
            '--skip "Peruu" fits no row; write a text as it stands in the row, a cell (A6) or "row 6"',
        ),
        (["--skip", "row 99"], '--skip "row 99" fits no row; '),
        (["--sheet", "Foo"], 'it has no sheet "Foo", only "6.1.2"'),
        (["--rows", "3-4x"], '--rows "3-4x" is no span of rows; write it as 3:20'),
        (["--rows", "4:3"], '--rows "4:3" is no span of rows; write it as 3:20'),
        (["--rows", "0:3"], '--rows "0:3" is no span of rows; write it as 3:20'),
        (["--rows", "300:400"], '--rows 300:400 is below the last row of sheet "6.1.2", '),
        (["--rows", "3-4"], f"--rows 3-4 of {ERADICATION} hold no table; give the rows from that of the years to"),
    ],
    ids=str,
)
def test_an_option_that_hits_nothing_is_one_line(folder: DataFolder, words: list[str], told: str) -> None:
    result = run_import(folder, ERADICATION, "--source", ERADICATED, *words)
    assert result.exit_code == 1 and result.output.count("\n") == 1
    assert told in result.output


def test_a_text_file_has_no_sheets(folder: DataFolder) -> None:
    result = run_import(folder, WORKBOOKS / "coca-wide.csv", "--source", CULTIVATED, "--sheet", "Foo")
    assert result.exit_code == 1 and 'which has no sheet "Foo"; leave it out' in result.output


def test_the_help_has_the_example_of_every_importer_on_a_line_of_its_own() -> None:
    lines = CliRunner().invoke(app, ["import", "--help"], env={"COLUMNS": "60"}).output.splitlines()
    assert {f"  {importer.example}" for importer in IMPORTERS} <= set(lines)


def test_what_a_source_only_reprints_is_not_imported_once_more(folder: DataFolder, tmp_path: Path) -> None:
    """The UN table prints the US estimate for Mexico, which the data have in the series of the US Government."""
    table = tmp_path / "table.csv"
    table.write_text("area,2009,2015\nMexico,19500,24800\n")
    words = ("--indicator", "opium-poppy-cultivation", "--unit", "hectares", "--producer", "unodc")
    result = run_import(folder, table, "--source", "unodc-wdr-2016-table-8-2", *words)
    assert [line[-1] for line in numbers(result.output)] == ["same", "same"]
