"""What a maintainer sees when they run `python -m etl check` and `python -m etl package`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from data_folder import AFGHAN, DataFolder
from sample_data import BUNDLED, small_data
from sharing import examined
from typer.testing import CliRunner, Result

from etl.__main__ import app

ROOT = BUNDLED.parent
SURVEY = "unodc-afghanistan-opium-survey-2018"
AREA_2018 = {"indicator": "opium-poppy-cultivation", "year": "2018", "value": "263000", "low": "242000"}


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data", small_data())


@pytest.fixture
def larger(tmp_path: Path) -> DataFolder:
    """The sample, for what a small folder has no rows of."""
    return DataFolder(tmp_path / "data")


def run(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "40"}).invoke(app, list(words))


def add_unlisted_file(folder: DataFolder) -> None:
    header, row = (folder.path / AFGHAN).read_text(encoding="utf-8").splitlines()[:2]
    new = folder.path / "statements/new-topic.csv"
    new.write_text(f"{header}\n{row.replace(',5000,', ',5001,').replace('5,000', '5,001')}\n", encoding="utf-8")


@pytest.mark.many
def test_bundled_data_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.making.examine", lambda data, **_: examined(data))
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "no errors" in result.output.splitlines()[-1] and "fit each other is looked at" not in result.output


def test_every_problem_is_reported_at_once_on_one_plain_line_each(folder: DataFolder) -> None:
    places = [
        f"{AFGHAN}:{folder.change(AFGHAN, AREA_2018, year='20180', unit='furlongs')}",
        f"areas.csv:{folder.change('areas.csv', {'area': 'AF-HEL'}, parent='COL')}",
        f"events.csv:{folder.change('events.csv', {'date': '2000-07'}, date='July 2000')}",
        f"sources.csv:{folder.change('sources.csv', {'source': SURVEY}, url='javascript:alert(1)')}",
    ]
    result = run("check", "--data", str(folder.path))
    *lines, summary = result.output.splitlines()
    assert result.exit_code == 1
    assert len(lines) == 5 and "5 errors" in summary
    for place in places:
        assert any(line.startswith(f"{folder.path}/{place}: ") for line in lines), place


def test_a_letter_in_a_value_is_reported_with_its_line(folder: DataFolder) -> None:
    line = folder.change(AFGHAN, AREA_2018, value="263o00")
    result = run("check", "--data", str(folder.path))
    assert result.output.splitlines()[0] == (
        f'{folder.path}/{AFGHAN}:{line}: not-a-number value is "263o00"; write a plain decimal, such as 1234.5'
    )


def test_an_unknown_key_proposes_the_nearest_one(folder: DataFolder) -> None:
    folder.change(AFGHAN, AREA_2018, source="unodc-afghanistan-opium-survey-20l8")
    assert f'did you mean "{SURVEY}"?' in run("check", "--data", str(folder.path)).output


def test_what_is_wrong_in_the_same_way_in_many_lines_is_one_line(folder: DataFolder) -> None:
    folder.change("sources.csv", {"source": SURVEY}, source="unodc-afghanistan-2018")
    line, _ = run("check", "--data", str(folder.path)).output.splitlines()
    assert line.startswith(f"{folder.path}/corrections.csv:") and "did you mean" not in line
    assert f"run `python -m etl rename {SURVEY} unodc-afghanistan-2018`" in line
    assert re.search(r"\(and \d+ more places, such as \S+:\d+ and \S+:\d+\)$", line)


@pytest.mark.parametrize(
    ("file", "key"),
    [("areas.csv", {"area": "AF-HEL"}), ("indicators.csv", {"indicator": "opium-poppy-cultivation"})],
)
def test_a_row_that_is_gone_is_one_line_that_proposes_no_other(
    larger: DataFolder, file: str, key: dict[str, str]
) -> None:
    rows = larger.rows(file)
    larger.write_rows(file, list(rows[0]), [row for row in rows if not key.items() <= row.items()])
    line, _ = run("check", "--data", str(larger.path)).output.splitlines()
    assert f'"{next(iter(key.values()))}", which {file} does not have; restore its row there (and ' in line


def test_errors_all_over_a_file_are_one_line(folder: DataFolder) -> None:
    rows = folder.rows("areas.csv")
    folder.write_rows("areas.csv", list(rows[0]), [{**row, "latitude": row["latitude"] and "99"} for row in rows])
    [line] = [each for each in run("check", "--data", str(folder.path)).output.splitlines() if "out-of-range" in each]
    assert "areas.csv:" in line and "latitude is " in line and " more places, such as " in line


def test_a_duplicate_names_both_lines(larger: DataFolder) -> None:
    file = "statements/coca-countries.csv"
    line = larger.add(file, {"area": "BOL"}, note="typed again")
    [problem] = larger.problems()
    assert problem.line == line
    assert f"{larger.path}/{file}:2;" in problem.text


def test_an_unlisted_file_is_read_and_the_warning_names_the_command(larger: DataFolder) -> None:
    add_unlisted_file(larger)
    result = run("check", "--data", str(larger.path))
    assert result.exit_code == 0
    first = next(line for line in result.output.splitlines() if "new-topic" in line)
    assert first.startswith(f"{larger.path}/statements/new-topic.csv:1: file-not-listed warning: ")
    assert "`python -m etl package`" in first


def test_package_lists_the_files_and_changes_nothing_else(larger: DataFolder) -> None:
    contract = larger.path / "datapackage.json"
    before = contract.read_text(encoding="utf-8")
    assert run("package", "--data", str(larger.path)).exit_code == 0
    assert contract.read_text(encoding="utf-8") == before
    add_unlisted_file(larger)
    assert run("package", "--data", str(larger.path)).exit_code == 0
    assert larger.problems() == []
    (larger.path / "statements/new-topic.csv").unlink()
    assert larger.found() == {("statements/new-topic.csv", 1, "file-missing")}
    assert run("package", "--data", str(larger.path)).exit_code == 0
    assert contract.read_text(encoding="utf-8") == before
    assert sorted(path.name for path in larger.path.glob(".*")) == []


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"resources": 1}', '{"resources": [{"name": 1}]}', "[" * 100_000])
def test_package_refuses_a_broken_contract_in_one_sentence(folder: DataFolder, content: str) -> None:
    (folder.path / "datapackage.json").write_text(content, encoding="utf-8")
    result = run("package", "--data", str(folder.path))
    assert result.exit_code == 1 and len(result.output.splitlines()) == 1
    assert (folder.path / "datapackage.json").read_text(encoding="utf-8") == content


def test_what_a_cell_holds_cannot_break_the_report_or_the_terminal(folder: DataFolder) -> None:
    folder.change(AFGHAN, AREA_2018, flag="\x1b[31mred‮" + "x" * 500)
    [problem] = folder.problems()
    assert problem.code == "control-character"
    folder.edit_contract(lambda entry: entry["events"].update(path="a\x1b[31m\nb.csv"))
    output = run("check", "--data", str(folder.path)).output
    assert "\x1b" not in output and len(output.splitlines()) == 2


def test_a_long_value_is_shortened_but_the_advice_is_not(folder: DataFolder) -> None:
    folder.change(AFGHAN, AREA_2018, unit="furlong" * 100)
    [problem] = folder.problems()
    assert len(problem.text) < 250
    assert problem.text.endswith("use hectares, acres, square km, square miles")


@pytest.mark.parametrize("name", ["nowhere", "data/areas.csv", "data/areas.csv/below", "a\nb"])
def test_a_wrong_folder_is_one_sentence(folder: DataFolder, name: str) -> None:
    result = run("check", "--data", str(folder.path.parent / name))
    assert result.exit_code == 1
    assert len(result.output.splitlines()) == 2 and "folder-unreadable" in result.output


def test_paths_are_shown_from_where_the_maintainer_is(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    line = folder.change(AFGHAN, AREA_2018, year="1899")
    monkeypatch.chdir(folder.path.parent)
    assert run("check", "--data", "data").output.startswith(f"data/{AFGHAN}:{line}: ")
    monkeypatch.chdir(folder.path)
    assert run("check", "--data", str(folder.path)).output.startswith(f"{AFGHAN}:{line}: ")


def test_help_names_the_commands_and_answers_without_loading_pandas() -> None:
    for words in ([], ["check"], ["package"]):
        assert run(*words, "--help").exit_code == 0
    assert "check" in run("--help").output
    script = "import sys, etl.__main__; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0


def test_a_terminal_that_cannot_show_a_letter_still_gets_the_report(folder: DataFolder) -> None:
    folder.change("areas.csv", {"area": "CO-NAR"}, latitude="Нариньо")
    result = subprocess.run(
        [sys.executable, "-m", "etl", "check", "--data", str(folder.path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert result.returncode == 1 and result.stderr == b""
    assert b'latitude is "\\u041d' in result.stdout


def test_contract_of_the_bundled_data_is_what_package_writes(folder: DataFolder) -> None:
    text = (BUNDLED / "datapackage.json").read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n"


def test_a_data_folder_can_be_anywhere(folder: DataFolder, tmp_path: Path) -> None:
    moved = folder.path.rename(tmp_path / "figures of today")
    assert run("check", "--data", str(moved)).exit_code == 0


def test_with_errors_it_says_that_numbers_were_not_compared(folder: DataFolder) -> None:
    folder.change(AFGHAN, AREA_2018, value="263o00")
    ending = "1 error, no warnings; whether the numbers fit each other is looked at once there is no error."
    assert run("check", "--data", str(folder.path)).output.endswith(f"{ending}\n")


def test_a_file_separated_by_semicolons_is_one_line(folder: DataFolder) -> None:
    path = folder.path / AFGHAN
    path.write_text(path.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    lines = run("check", "--data", str(folder.path)).output.splitlines()
    assert lines[0].endswith("wrong-separator the file is separated by semicolons; save it with commas")
    assert "1 error" in lines[1]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Afganistan", "AFG"), ("afghanistan", "AFG"), ("Burma", "MMR"), ("AFGH", "AFG")]
)
def test_an_unknown_area_proposes_by_name_alias_and_key(folder: DataFolder, typed: str, meant: str) -> None:
    folder.change(AFGHAN, AREA_2018, area=typed)
    found = f'area is "{typed}", which areas.csv does not have; did you mean "{meant}"?'
    assert found in run("check", "--data", str(folder.path)).output


def test_a_renamed_file_of_statements_names_the_command(folder: DataFolder) -> None:
    (folder.path / AFGHAN).rename(folder.path / "statements/opium-of-afghanistan.csv")
    (folder.path / "facts.csv").unlink()
    missing = [str(problem) for problem in folder.problems() if problem.code == "file-missing"]
    assert len(missing) == 2
    assert missing[0].endswith("restore it")
    assert missing[1].endswith("restore it, or run `python -m etl package` if it was renamed")


def test_a_total_below_its_only_part_is_told_in_good_grammar(larger: DataFolder) -> None:
    like = {"indicator": "opium-poppy-cultivation", "area": "AF-HEL"}
    row = next(row for row in larger.rows("statements/afghan-provinces.csv") if like.items() <= row.items())
    cells = {
        "value": "900000",
        "low": "",
        "high": "",
        "range_kind": "",
        "as_printed": "900000",
        "flag": "",
        "year": "1985",
    }
    larger.add("statements/afghan-provinces.csv", like, **cells)
    larger.add(AFGHAN, AREA_2018, **cells | {"value": "800000", "as_printed": "800000", "producer": row["producer"]})
    output = run("check", "--data", str(larger.path)).output
    assert "is 800,000 hectares, but its only part is 900,000; compare" in output
