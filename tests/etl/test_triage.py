"""Triage asks a person about what the program cannot decide, and says where to look."""

import re
from pathlib import Path

import pandas as pd
import pytest
from data_folder import AFGHAN, DataFolder
from sample_data import small_data
from sharing import examined, publish, tables_of
from typer.testing import CliRunner

from etl.__main__ import app
from etl.editions.store import open_store
from etl.figures.vocabulary.attributes import Unsaid
from etl.triage import Question, questions

pytestmark = pytest.mark.folder

AREA_2018 = {"indicator": "opium-poppy-cultivation", "year": "2018", "value": "263000", "source": "aan-2018-11-19"}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    folder = DataFolder(tmp_path_factory.mktemp("triage") / "data")
    publish(folder.path, open_store(folder.path))
    return folder


@pytest.fixture
def small(tmp_path: Path) -> DataFolder:
    """A small data folder, for what holds whatever is in it."""
    return DataFolder(tmp_path / "data", small_data())


def asked(folder: DataFolder) -> dict[str, Question]:
    """All questions about a data folder, by title; paths below the folder."""
    found = examined(folder.path)
    assert found.tables is not None
    return {each.several: each for each in questions(found.tables, found.problems, None, lambda below: below)}


@pytest.fixture(scope="module")
def bundled(published: DataFolder) -> dict[str, Question]:
    """The questions about the data that the package came with."""
    return asked(published)


def told(folder: DataFolder, *options: str) -> str:
    result = CliRunner().invoke(app, ["triage", "--data", str(folder.path), *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_line_leads_to_a_line_of_the_data(published: DataFolder, bundled: dict[str, Question]) -> None:
    for question in bundled.values():
        assert question.lines, question.several
        for line in question.lines:
            file, number, _ = line.split(":", 2)
            file = file.removeprefix(f"{published.path}/")
            text = (published.path / file).read_text(encoding="utf-8").splitlines()[int(number) - 1]
            assert text.split(",")[0], line


def test_a_disagreement_names_both_numbers_and_both_places(bundled: dict[str, Question]) -> None:
    for line in bundled["disagreements"].lines:
        assert " prints " in line and ", the current value is " in line and line.count(".csv:") == 2


def test_what_the_edition_before_had_is_not_asked_again(small: DataFolder) -> None:
    publish(small.path, open_store(small.path))
    line = small.add(AFGHAN, AREA_2018, value="299000", as_printed="299,000 ha", locator="annex")
    before = told(small)
    assert before.startswith("1 new disagreement since edition")
    assert f"{AFGHAN}:{line}: opium-poppy-cultivation AFG 2018 unodc: aan-2018-11-19 prints 299,000 hectares" in before
    publish(small.path, open_store(small.path))
    assert told(small) == before, "after the refresh it is still new against the edition before"


def test_all_asks_about_old_disagreements_and_cuts_nothing(published: DataFolder) -> None:
    everything = told(published, "--all")
    assert len(everything.splitlines()) > 1400
    assert "new disagreements" not in everything and "more; --all shows them" not in everything
    assert len(told(published).splitlines()) < 180  # eight questions


def test_a_correction_is_asked_about_until_somebody_confirms_it(bundled: dict[str, Question], tmp_path: Path) -> None:
    title = "corrections that nobody has confirmed"
    folder = DataFolder(tmp_path / "data")
    unconfirmed = [row for row in folder.rows("corrections.csv") if row["confirmed_by"] == "figures package"]
    assert len(bundled[title].lines) == len(unconfirmed) > 0
    folder.change("corrections.csv", {"printed": "6689"}, confirmed_by="the editor of the page, by mail of 1 July 2026")
    line = folder.change("corrections.csv", {"printed": "236000"}, confirmed_by="")
    lines = asked(folder)[title].lines
    assert len(lines) == len(unconfirmed)
    assert not [text for text in lines if "6,689" in text]
    assert next(text for text in lines if "236,000" in text).startswith(f"corrections.csv:{line}: ")


def test_a_value_is_single_until_a_second_source_prints_one(bundled: dict[str, Question], tmp_path: Path) -> None:
    title = "values with a single source"
    line = next(text for text in bundled[title].lines if "opium-farm-income AFG 2023" in text)
    folder = DataFolder(tmp_path / "data")
    folder.add(AFGHAN, {"indicator": "opium-farm-income", "year": "2023"}, source="aan-2018-11-19")
    assert line.endswith("only kuna-2023-11-05")
    assert not [text for text in asked(folder)[title].lines if "opium-farm-income AFG 2023" in text]


def test_an_open_doubt_is_asked_about_and_a_resolved_one_is_not(bundled: dict[str, Question], tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    doubts = folder.rows("doubts.csv")
    still_open = [row["doubt"] for row in doubts if row["conclusion"] == "open"]
    lines = bundled["open doubts"].lines
    assert 0 < len(still_open) < len(doubts) and len(lines) == len(still_open)
    assert all(doubt in line for doubt, line in zip(still_open, lines, strict=True))
    folder.change("doubts.csv", {"doubt": still_open[0]}, conclusion="resolved")
    assert len(asked(folder)["open doubts"].lines) == len(lines) - 1


def test_what_was_looked_for_in_vain_is_told_apart_from_what_nobody_has_looked_for(
    bundled: dict[str, Question], tmp_path: Path
) -> None:
    attributes, annexes = "attributes that are not known of every number", "annexes with numbers that rest on nothing"
    (basis,) = [line for line in bundled[attributes].lines if ": basis: " in line]
    assert all(word.rule in basis for word in Unsaid)
    assert all(line.endswith(tuple(word.rule for word in Unsaid)) for line in bundled[annexes].lines)
    (kinds,) = [line for line in bundled[attributes].lines if ": range_kind: " in line]
    assert re.search(r": [1-9]\d?% of \d{2,3} not known \(AFG ", kinds), "ranges of which no source says the kind"
    folder = DataFolder(tmp_path / "data")
    rows = folder.rows("definitions.csv")
    folder.write_rows("definitions.csv", list(rows[0]), [row for row in rows if row["value"] not in set(Unsaid)])
    found = asked(folder)
    (basis,) = [line for line in found[attributes].lines if ": basis: " in line]
    assert not any(word.rule in basis for word in Unsaid)
    assert all(line.endswith(": not looked for") for line in found[annexes].lines)


def test_an_undated_source_is_asked_about(published: DataFolder, bundled: dict[str, Question]) -> None:
    sources = pd.DataFrame(published.rows("sources.csv"))
    lines = bundled["sources without a date"].lines
    assert len(lines) == (sources["published"] == "").sum()


def test_triage_of_a_folder_with_errors_says_what_to_correct_first(small: DataFolder) -> None:
    small.change(AFGHAN, AREA_2018, value="")
    result = CliRunner().invoke(app, ["triage", "--data", str(small.path)])
    assert result.exit_code == 1
    assert "no-value" in result.output and "correct these first" in result.output


def test_triage_before_the_first_refresh_asks_about_everything(small: DataFolder) -> None:
    number = (tables_of(small.path)["statement"]["verdict"] == "differs").sum()
    assert number > 1
    assert told(small).startswith(f"{number} disagreements.")
    publish(small.path, open_store(small.path))
    assert told(small).startswith(f"{number} disagreements."), "there is still no edition before"


def test_triage_changes_nothing(small: DataFolder) -> None:
    before = {path: path.read_bytes() for path in sorted(small.path.rglob("*")) if path.is_file()}
    told(small)
    assert {path: path.read_bytes() for path in sorted(small.path.rglob("*")) if path.is_file()} == before


def test_both_stores_remember_the_same_disagreements(published: DataFolder, postgresql_url: str) -> None:
    publish(published.path, open_store(published.path, postgresql_url))
    stores = [open_store(published.path), open_store(published.path, postgresql_url)]
    found = [store.disagreements(str(store.current())) for store in stores]
    assert found[0] == found[1] != set()
