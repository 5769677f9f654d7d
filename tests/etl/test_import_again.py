"""A table that was issued again, and an import that is taken back."""

from pathlib import Path

import pytest
from data_folder import DataFolder
from resolving import resolve
from running_import import new_source, run_import, written

from etl.documents.files.sheets import ImportFileError
from etl.documents.undoing import undo
from etl.figures.vocabulary.judgement import Verdict
from etl.package.extract import extract

ISSUED = "Country,2019,2020\nPeru,54655,61777\nChile,10,p-f\n"
OPTIONS = ("--indicator", "coca-bush-cultivation", "--unit", "hectares", "--producer", "unodc", "--write")


@pytest.fixture
def issued(folder: DataFolder, tmp_path: Path) -> tuple[DataFolder, str, Path]:
    """A data folder with an imported table, its source and its file."""
    source, table = new_source(folder), tmp_path / "table.csv"
    table.write_text(ISSUED, encoding="utf-8")
    assert run_import(folder, table, "--source", source, *OPTIONS).exit_code == 0
    return folder, source, table


def files_of(folder: DataFolder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


def test_numbers_of_a_table_that_was_issued_again_replace_those_of_before_which_stay_as_history(
    issued: tuple[DataFolder, str, Path],
) -> None:
    folder, source, table = issued
    table.write_text(ISSUED.replace("54655", "54134").replace("p-f", "25"), encoding="utf-8")
    refused = run_import(folder, table, "--source", source, *OPTIONS)
    assert "replace them with --replace if the table was issued again" in refused.output
    assert len(written(folder, source)) == 4
    result = run_import(folder, table, "--source", source, *OPTIONS, "--replace")
    assert result.exit_code == 0 and "Marked as replaced: 2" in result.output
    rows = {(row["area"], row["year"], row["value"]): row for row in written(folder, source)}
    assert len(rows) == 6 and not [problem for problem in folder.problems() if problem.is_error]
    assert rows["PER", "2019", "54655"]["flag"] == "replaced" and rows["PER", "2019", "54134"]["flag"] == ""
    assert rows["CHL", "2020", "0"]["note"] == "Flagged p-f before"
    tables = extract(folder.path).tables
    of_source = tables["statements"][tables["statements"]["source"] == source].assign(converted_from="")
    found = resolve(of_source, tables["sources"])
    peru = found.statements[(found.statements["area"] == "PER") & (found.statements["year"] == 2019)]
    assert dict(zip(peru["value"], peru["verdict"], strict=True)) == {
        54_134: Verdict.CITED,
        54_655: Verdict.SUPERSEDED,
    }
    again = run_import(folder, table, "--source", source, *OPTIONS, "--replace")
    assert "4 same" in again.output and "Nothing to write" in again.output


def test_the_last_import_is_taken_back_to_the_byte_unless_its_files_were_changed(
    folder: DataFolder, tmp_path: Path
) -> None:
    source, table = new_source(folder), tmp_path / "table.csv"
    table.write_text(ISSUED, encoding="utf-8")
    before = files_of(folder)
    run_import(folder, table, "--source", source, *OPTIONS)
    file = folder.path / f"statements/{source}.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("54655", "54656"), encoding="utf-8")
    with pytest.raises(ImportFileError, match="was changed after the import"):
        undo(folder.path)
    file.write_text(text, encoding="utf-8")
    assert "taken back" in run_import(folder, "--undo").output
    assert files_of(folder) == before
    assert "no import into" in run_import(folder, "--undo").output
