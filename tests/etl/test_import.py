"""What a maintainer sees and gets when they run `python -m etl import`."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from data_folder import DataFolder
from outside_tables import ERADICATION, TOTALS, cultivation_workbook, write_workbook
from rights import WITHOUT_RIGHTS
from running_import import CULTIVATED, ERADICATED, ROOT, VIA, new_source, numbers, run_import, written


def test_the_real_workbook_gives_its_36_numbers_and_the_data_has_them_all(folder: DataFolder) -> None:
    result = run_import(folder, ERADICATION, "--source", ERADICATED)
    expected = [
        [row["locator"].split()[-1], row["area"], row["year"], f"{float(row['value']):,.15g}", "hectares", "same"]
        for row in folder.rows("statements/coca-countries.csv")
        if row["source"] == ERADICATED
    ]
    assert result.exit_code == 0
    assert sorted(numbers(result.output)) == sorted(expected) and len(expected) == 36
    assert result.output.splitlines()[-2] == "36 numbers: 0 new, 36 same, 0 changed; no warnings, no errors."


def test_what_the_source_states_already_is_never_written_again(folder: DataFolder) -> None:
    before = {path: path.read_bytes() for path in folder.path.rglob("*.*")}
    result = run_import(folder, ERADICATION, "--source", ERADICATED, "--write")
    assert result.exit_code == 0 and "Nothing to write" in result.output
    assert {path: path.read_bytes() for path in folder.path.rglob("*.*")} == before


def test_without_write_nothing_is_changed(folder: DataFolder) -> None:
    source = new_source(folder)
    before = {path: path.read_bytes() for path in folder.path.rglob("*.*")}
    assert run_import(folder, ERADICATION, "--source", source).exit_code == 0
    assert {path: path.read_bytes() for path in folder.path.rglob("*.*")} == before


def test_written_numbers_lead_to_sheet_and_cell_and_pass_the_check(folder: DataFolder) -> None:
    source = new_source(folder)
    result = run_import(folder, ERADICATION, "--source", source, "--write")
    assert result.exit_code == 0, result.output
    rows = written(folder, source)
    assert len(rows) == 36
    assert {name: cell for name, cell in rows[0].items() if cell} == {
        "indicator": "coca-eradication",
        "area": "BOL",
        "year": "2009",
        "producer": "unodc",
        "value": "6341",
        "unit": "hectares",
        "source": source,
        "locator": "Sheet 6.1.2 cell F3",
        "as_printed": "6341",
        "evidence": "original",
    }
    assert [str(problem) for problem in folder.problems() if problem.is_error] == []
    assert f"statements/{source}.csv" in (folder.path / "datapackage.json").read_text(encoding="utf-8")
    again = run_import(folder, ERADICATION, "--source", source, "--write")
    assert "0 new, 36 same, 0 changed" in again.output and "Nothing to write" in again.output
    assert written(folder, source) == rows


def test_a_file_of_the_source_keeps_its_rows_and_gets_the_missing_ones(folder: DataFolder) -> None:
    source = new_source(folder)
    run_import(folder, ERADICATION, "--source", source, "--write")
    rows = written(folder, source)
    kept = [{**row, "note": "looked at"} for row in rows if row["area"] != "PER"]
    folder.write_rows(f"statements/{source}.csv", list(rows[0]), kept)
    result = run_import(folder, ERADICATION, "--source", source, "--write")
    assert result.exit_code == 0
    assert written(folder, source) == kept + [row for row in rows if row["area"] == "PER"]
    assert list((folder.path / "statements").glob(".*")) == []


def test_a_number_that_the_source_states_otherwise_is_shown_and_left_alone(folder: DataFolder) -> None:
    file = "statements/coca-countries.csv"
    line = folder.change(file, {"source": ERADICATED, "area": "PER", "year": "2020"}, value="6273")
    result = run_import(folder, ERADICATION, "--source", ERADICATED, "--write")
    assert (
        f"Q5  PER  2020      6,272.8 hectares  changed (the source has 6,273 hectares in {file}:{line})"
        in result.output
    )
    assert "0 new, 35 same, 1 changed" in result.output
    assert not (folder.path / f"statements/{ERADICATED}.csv").exists()


def test_a_revision_by_a_new_source_shows_the_old_value_and_is_written(folder: DataFolder) -> None:
    source = new_source(folder)
    folder.change("statements/coca-countries.csv", {"source": ERADICATED, "area": "PER", "year": "2020"}, value="6273")
    result = run_import(folder, ERADICATION, "--source", source, "--write")
    assert f"changed (the data has 6,273 hectares from {ERADICATED})" in result.output
    assert f"Q4  COL  2020   130,147.33 hectares  new (as in {ERADICATED})" in result.output
    assert "6272.8" in {row["value"] for row in written(folder, source)}


def test_a_wrong_total_is_a_warning_with_year_and_both_numbers_and_the_total_of_the_world_is_a_number(
    folder: DataFolder, tmp_path: Path
) -> None:
    result = run_import(folder, cultivation_workbook(tmp_path / "a.xlsx"), "--source", CULTIVATED)
    assert result.exit_code == 0
    assert "48 numbers: 0 new, 48 same, 0 changed; 1 warning, no errors." in result.output
    [warning] = [line for line in result.output.splitlines() if line.startswith("warning: ")]
    assert warning.startswith('warning: M8: "Total" of 2020 is 234,200, but its parts add up to 234,000 ')
    assert 'total: B8: "Total" is the sum of 3 rows in 2009-2019' in result.output
    assert sum(word[1] == "WLD" for word in numbers(result.output)) == 12


def test_right_totals_give_no_warning(folder: DataFolder, tmp_path: Path) -> None:
    path = cultivation_workbook(tmp_path / "a.xlsx", [*TOTALS[:-1], 234000])
    assert "no warnings, no errors" in run_import(folder, path, "--source", CULTIVATED).output


@pytest.mark.parametrize("wrong", [234001, 233990, 234100, 235000, 0])
def test_every_wrong_total_is_found_however_small_the_mistake(folder: DataFolder, tmp_path: Path, wrong: int) -> None:
    path = cultivation_workbook(tmp_path / "a.xlsx", [*TOTALS[:-1], wrong])
    assert f"of 2020 is {wrong:,}, but" in run_import(folder, path, "--source", CULTIVATED).output


def test_an_unknown_source_is_shown_but_not_written_and_the_line_to_add_is_given(folder: DataFolder) -> None:
    result = run_import(folder, ERADICATION, "--source", "unodc-wdr-2031-annex", "--write")
    assert result.exit_code == 1
    last = result.output.splitlines()[-1]
    assert last.startswith("Nothing was written: sources.csv has no unodc-wdr-2031-annex; add the line ")
    assert "36 numbers: 0 new" not in result.output and "36 new" in result.output
    line = last.partition("add the line ")[2].rstrip(".")
    header = list(folder.rows("sources.csv")[0])
    source = dict(zip(header, next(csv.reader([line])), strict=True))
    assert source["source"] == "unodc-wdr-2031-annex" and source["authority"] == "primary"


@pytest.mark.parametrize("source", ["../escape", "a/b", "", "-x", "a\nb"])
def test_a_source_that_is_no_key_writes_nothing_anywhere(folder: DataFolder, source: str) -> None:
    before = sorted(folder.path.parent.rglob("*"))
    assert run_import(folder, ERADICATION, f"--source={source}", "--producer", "unodc", "--write").exit_code == 1
    assert sorted(folder.path.parent.rglob("*")) == before


def test_a_source_without_an_address_needs_to_be_told_where_the_file_is(folder: DataFolder) -> None:
    source = new_source(folder, url="")
    refused = run_import(folder, ERADICATION, "--source", source, "--write")
    assert refused.exit_code == 1 and "--via" in refused.output.splitlines()[-1]
    bad = run_import(folder, ERADICATION, "--source", source, "--write", "--via", "javascript:alert(1)")
    assert bad.exit_code == 1 and "--via is not an address" in bad.output
    assert run_import(folder, ERADICATION, "--source", source, "--write", "--via", VIA).exit_code == 0
    assert {row["via"] for row in written(folder, source)} == {VIA}


def test_an_assumed_unit_is_told_and_not_written(folder: DataFolder, tmp_path: Path) -> None:
    source = new_source(folder)
    path = write_workbook(tmp_path / "a.xlsx", [["Coca bush cultivation"], ["Country", 2020], ["Peru", 61.8]])
    result = run_import(folder, path, "--source", source, "--write")
    assert result.exit_code == 1 and "hectares, the unit of the indicator, is only assumed" in result.output
    assert result.output.splitlines()[-1] == "Nothing was written: the unit is only assumed; say it with --unit."
    result = run_import(folder, path, "--source", source, "--write", "--unit", "thousand hectares")
    assert result.exit_code == 0, result.output
    [row] = written(folder, source)
    assert (row["value"], row["unit"], row["as_printed"]) == ("61.8", "thousand hectares", "61.8")
    assert [str(problem) for problem in folder.problems() if problem.is_error] == []


@pytest.mark.parametrize(
    ("title", "column", "unit"),
    [
        ("Coca bush cultivation (hectares)", "", "hectares"),
        ("Coca bush cultivation, in ha", "", "hectares"),
        ("Coca bush cultivation, 2019-2020 (in thousands of hectares)", "", "thousand hectares"),
        ("Coca bush cultivation ('000 ha)", "", "thousand ha"),
        ("Coca bush cultivation (acres)", "", "acres"),
        ("Coca bush cultivation", "Hectare", "hectares"),
        ("Coca bush cultivation", "sq km", "sq km"),
        ("Coca bush cultivation", "tons", ""),
        ("Coca bush cultivation", "square km", "square km"),
    ],
)
def test_the_unit_is_found_in_the_title_or_a_column(
    folder: DataFolder, tmp_path: Path, title: str, column: str, unit: str
) -> None:
    rows = [[title], ["Country", "Unit" if column else None, 2020], ["Peru", column, 61.8], ["Colombia", column, 142.8]]
    output = run_import(folder, write_workbook(tmp_path / "a.xlsx", rows), "--source", CULTIVATED).output
    if unit:
        assert re.search(rf"61\.8 {unit}  (?:same|changed)", output) and "assumed" not in output
    else:
        assert f'error: C3, C4: unit "{column}" does not convert to hectares; say the unit with --unit' in output


def test_two_units_are_not_decided_between(folder: DataFolder, tmp_path: Path) -> None:
    rows = [["Coca bush cultivation (hectares)"], ["in acres"], ["Country", 2020], ["Peru", 61800]]
    output = run_import(folder, write_workbook(tmp_path / "a.xlsx", rows), "--source", CULTIVATED).output
    assert 'error: A2: "in acres" says acres, but A1 "Coca bush cultivation (hectares)" says hectares; ' in output


def test_a_new_indicator_of_many_countries_is_imported_once_its_rows_are_there(
    folder: DataFolder, tmp_path: Path
) -> None:
    source = new_source(folder)
    indicator = {
        "indicator": "parcel-seizures",
        "name": "Parcel seizures",
        "unit": "kg",
        "unit_name": "kilograms",
        "product_of": "",
    }
    folder.add("indicators.csv", {"indicator": "opium-price"}, **indicator)
    for file in ("areas.csv", "groups.csv"):
        known = folder.rows(file)
        folder.write_rows(file, list(known[0]), [row for row in known if row["area"] != "ATA"])
    rows = [
        ["Parcel seizures"],
        ["Country", "Unit", 2020],
        ["Peru", "kg", 5],
        ["Thailand", "tons", 1.5],
        ["Antarctica", "g", 9],
    ]
    path = write_workbook(tmp_path / "a.xlsx", rows)
    result = run_import(folder, path, "--source", source, "--write")
    line = result.output.partition("add the line ")[2].splitlines()[0]
    assert result.exit_code == 1 and line == "ATA,Antarctica,country,WLD,,,,,,,,"
    with (folder.path / "areas.csv").open("a", encoding="utf-8") as areas:
        areas.write(f"{line}\n")
    result = run_import(folder, path, "--source", source, "--write")
    assert result.exit_code == 0, result.output
    found = [(row["indicator"], row["area"], row["value"], row["unit"]) for row in written(folder, source)]
    assert found == [
        ("parcel-seizures", "PER", "5", "kg"),
        ("parcel-seizures", "THA", "1.5", "tons"),
        ("parcel-seizures", "ATA", "9", "g"),
    ]
    assert [str(problem) for problem in folder.problems() if problem.is_error] == []


def test_several_sheets_or_tables_are_named_one_by_one(folder: DataFolder, tmp_path: Path) -> None:
    area: list[list[object]] = [["Coca bush cultivation (ha)"], ["Country", 2019, 2020], ["Peru", 54700, 61800]]
    leaf: list[list[object]] = [["Coca leaf production (tons)"], ["Country", 2019, 2020], ["Peru", 1, 2]]
    path = write_workbook(tmp_path / "a.xlsx", area, sheet="Area", others={"Leaf": leaf, "Notes": [["nothing"]]})
    result = run_import(folder, path, "--source", CULTIVATED)
    assert (
        result.exit_code == 1 and 'several sheets with a table ("Area", "Leaf"); name one with --sheet' in result.output
    )
    assert "2 same" in run_import(folder, path, "--source", CULTIVATED, "--sheet", "Area").output
    path = write_workbook(tmp_path / "b.xlsx", [*area, *leaf])
    result = run_import(folder, path, "--source", CULTIVATED)
    assert result.exit_code == 1 and "error: row 5: another row of years" in result.output
    assert "2 same" in run_import(folder, path, "--source", CULTIVATED, "--rows", "1:3").output
    assert "indicator coca-leaf-production" in run_import(folder, path, "--source", CULTIVATED, "--rows", "4:6").output


def test_a_title_that_could_mean_two_indicators_is_not_decided_between(folder: DataFolder, tmp_path: Path) -> None:
    rows = [["Opium poppy cultivation and potential opium production"], ["Country", 2020], ["Myanmar", 5]]
    output = run_import(folder, write_workbook(tmp_path / "a.xlsx", rows), "--source", CULTIVATED).output
    assert "can mean opium-poppy-cultivation or opium-production; say which with --indicator" in output


def test_a_broken_data_folder_is_told_before_anything_else(folder: DataFolder) -> None:
    line = folder.change("statements/coca-countries.csv", {"area": "COL"}, value="many")
    result = run_import(folder, ERADICATION, "--source", ERADICATED)
    assert result.exit_code == 1 and len(result.output.splitlines()) == 1
    assert f"coca-countries.csv:{line}: not-a-number" in result.output


def test_a_folder_that_cannot_be_written_is_one_sentence(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    source = new_source(folder)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    result = run_import(folder, ERADICATION, "--source", source, "--write")
    assert result.exit_code == 1 and "No space left on device" in result.output.splitlines()[-1]
    assert not (folder.path / f"statements/{source}.csv").exists()
    assert list((folder.path / "statements").glob(".*")) == []


def test_a_package_without_aliases_still_imports(folder: DataFolder, tmp_path: Path) -> None:
    folder.edit_contract(
        lambda entry: entry[""].update(resources=[each for each in entry[""]["resources"] if each["name"] != "aliases"])
    )
    (folder.path / "aliases.csv").unlink()
    assert [str(problem) for problem in folder.problems() if problem.is_error] == []
    assert "36 same" in run_import(folder, ERADICATION, "--source", ERADICATED).output


@pytest.mark.parametrize("has_file", [False, True])
@pytest.mark.processes
def test_a_file_that_cannot_be_listed_is_not_written_either(folder: DataFolder, has_file: bool) -> None:
    source = new_source(folder)
    if has_file:
        run_import(folder, ERADICATION, "--source", source, "--write")
        rows = written(folder, source)
        folder.write_rows(f"statements/{source}.csv", list(rows[0]), rows[:3])
        folder.edit_contract(lambda entry: entry["statements"].update(path=entry["statements"]["path"][:-1]))
    before = {path: path.read_bytes() for path in folder.path.rglob("*.*")}
    arguments = ["import", str(ERADICATION), "--source", source, "--write", "--data", str(folder.path)]
    folder.path.chmod(0o555)
    try:
        done = subprocess.run(
            [*WITHOUT_RIGHTS, sys.executable, "-m", "etl", *arguments], cwd=ROOT, capture_output=True, text=True
        )
    finally:
        folder.path.chmod(0o755)
    assert done.returncode == 1 and not done.stderr
    last = done.stdout.splitlines()[-1]
    assert last.startswith(f"{folder.path} cannot be written (Permission denied), so nothing was changed; ")
    assert {path: path.read_bytes() for path in folder.path.rglob("*.*")} == before
