"""A key is renamed everywhere at once, and nothing else is touched."""

import io
from pathlib import Path
from typing import Any

import pytest
from data_folder import DataFolder
from typer.testing import CliRunner

from etl.__main__ import app
from etl.commands import shared
from etl.package.extract import extract
from etl.package.renaming import RenamingError, rename


@pytest.mark.parametrize(
    ("key", "new"),
    [
        ("unodc-afghanistan-opium-survey-2018", "opium-survey-2018"),
        ("AF-HEL", "AF-HIL"),
        ("opium-yield", "yield-of-opium"),
        ("usg", "us-government-series"),
        ("tons", "megagrams"),
        ("afghanistan-neighbours", "around-afghanistan"),
    ],
)
def test_a_key_is_renamed_everywhere(folder: DataFolder, key: str, new: str) -> None:
    def problems() -> list[str]:
        return sorted(f"{each.code} {each.text}" for each in folder.problems() if each.is_error)

    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    assert problems() == []
    rename(folder.path, extract(folder.path).contract, key, new)
    assert problems() == [], "every reference leads to it"
    rename(folder.path, extract(folder.path).contract, new, key)
    assert {path: path.read_bytes() for path in before} == before, "and every other byte stays"


@pytest.mark.parametrize(
    ("key", "new", "why"),
    [
        ("nothing", "other", "no table has the key"),
        ("AF-HEL", "AF-KAN", "already"),
        ("AF-HEL", "AF HEL", "is no key"),
    ],
)
def test_what_cannot_be_renamed_is_one_sentence_and_changes_nothing(
    folder: DataFolder, key: str, new: str, why: str
) -> None:
    before = {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}
    with pytest.raises(RenamingError, match=why):
        rename(folder.path, extract(folder.path).contract, key, new)
    assert {path: path.read_bytes() for path in before} == before


def test_no_file_has_the_old_key_of_an_area(folder: DataFolder) -> None:
    rename(folder.path, extract(folder.path).contract, "AF-HEL", "AF-HIL")
    assert [path.name for path in folder.path.rglob("*.*") if path.is_file() and b"AF-HEL" in path.read_bytes()] == []


def test_a_recipe_follows(folder: DataFolder) -> None:
    recipes = folder.path / "recipes"
    recipes.mkdir(exist_ok=True)
    lines = 'source = "unodc-afghanistan-opium-survey-2018"\n"x" = { kinds = "heroin", substance = "heroin" }\n'
    lines += 'indicator = "{substance}-seizures"\n'
    (recipes / "a.toml").write_text(lines, encoding="utf-8")
    contract = extract(folder.path).contract
    rename(folder.path, contract, "unodc-afghanistan-opium-survey-2018", "opium-survey-2018")
    told = rename(folder.path, contract, "heroin", "diamorphine")
    text = Path(recipes / "a.toml").read_text(encoding="utf-8")
    assert text.startswith('source = "opium-survey-2018"\n"x" = { kinds = "heroin", substance = "diamorphine" }\n')
    assert told[-1].startswith('recipes/a.toml: look at "{substance}-seizures", ')


def test_of_a_key_of_two_tables_one_is_named(folder: DataFolder) -> None:
    contract = extract(folder.path).contract
    with pytest.raises(RenamingError, match="say with --of producers or estimators"):
        rename(folder.path, contract, "unodc", "un-drugs")
    with pytest.raises(RenamingError, match='"areas" is no table with the key'):
        rename(folder.path, contract, "unodc", "un-drugs", "areas")
    rename(folder.path, contract, "unodc", "un-drugs", "producers")
    assert [str(each) for each in folder.problems() if each.is_error] == []
    assert {row["producer"] for row in folder.rows("statements/afghan-opium.csv")} >= {"un-drugs"} - {"unodc"}
    assert "unodc" in {row["estimator"] for row in folder.rows("estimators.csv")}


def test_the_command_renames_and_says_what_it_changed(folder: DataFolder) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(app, ["rename", *words, "--data", str(folder.path)])

    told = run("unodc-afghanistan-opium-survey-2018", "opium-survey-2018")
    assert told.exit_code == 0 and "opium-survey-2018 is " not in told.output.splitlines()[0]
    assert told.output.splitlines()[-1].startswith("unodc-afghanistan-opium-survey-2018 is opium-survey-2018 now")
    assert "opium-survey-2018," in (folder.path / "sources.csv").read_text(encoding="utf-8")
    told = run("no-such-key", "another")
    assert told.exit_code == 1 and "no-such-key" in told.output
    (folder.path / "topics.csv").write_text("topic\n", encoding="utf-8")
    told = run("opium-survey-2018", "survey-2018")
    assert told.exit_code == 1 and "nothing was renamed" in told.output


def test_a_terminal_sees_progress_once_work_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr(shared, "PATIENCE", 0.0)
    with shared.progress_bar() as (step, reading):
        step("Reading")
        assert reading is not None
        reading(1, 2)
    monkeypatch.undo()
    with shared.progress_bar() as (step, reading):
        step("Reading")
        assert reading is None


class Terminal(io.StringIO):
    """What looks like a terminal."""

    def isatty(self) -> bool:
        return True
