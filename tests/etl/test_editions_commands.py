"""`refresh --dry-run`, `diff`, `history` and `rollback` as a maintainer uses them, on both kinds of store."""

import subprocess
from pathlib import Path

import pytest
from click.testing import Result
from data_folder import AFGHAN, DataFolder
from postgresql import BOTH_KINDS
from sample_data import small_data
from sharing import publish
from typer.testing import CliRunner

from etl.__main__ import app
from etl.editions.edition_names import edition_name
from etl.editions.reading import Database
from etl.editions.sqlite import SqliteStore
from etl.editions.store import open_store

HARVEST_2008 = {"indicator": "opium-production", "year": "2008", "source": "unodc-wdr-2015-table-8-2"}
CULTIVATION_2018 = {"indicator": "opium-poppy-cultivation", "year": "2018", "area": "AFG"}


class Maintainer:
    """Runs commands on a data folder and an address of a database."""

    def __init__(self, folder: DataFolder, url: str) -> None:
        self.folder = folder
        self.url = url
        self.store = open_store(folder.path, url)

    def run(self, *arguments: str, status: int = 0) -> list[str]:
        command = [*arguments, "--data", str(self.folder.path)]
        result: Result = CliRunner().invoke(app, command, env={"DATABASE_URL": self.url}, catch_exceptions=False)
        assert result.exit_code == status, result.output
        return result.output.splitlines()

    def publish(self) -> str:
        return publish(self.folder.path, self.store)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data", small_data())


@pytest.fixture(params=BOTH_KINDS)
def maintainer(request: pytest.FixtureRequest, folder: DataFolder) -> Maintainer:
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    return Maintainer(folder, url)


def test_a_maintainer_sees_a_change_publishes_it_and_takes_it_back(maintainer: Maintainer) -> None:
    first = maintainer.publish()
    maintainer.folder.change(AFGHAN, HARVEST_2008, value="20000")
    source = "[unodc-wdr-2015-table-8-2]"
    moved = f"  opium-production AFG 2008 unodc: 5,900 tons {source} -> 20,000 tons {source}"

    tried = maintainer.run("refresh", "--dry-run")
    assert tried[tried.index(moved) - 1].startswith("big jumps")
    assert tried[-1].startswith("Nothing was published")
    assert maintainer.store.current() == first

    published = maintainer.run("refresh")
    second = maintainer.store.current()
    assert second is not None and moved in published and published[-1] == f"Published edition {second}."
    assert maintainer.run("diff")[1:3] == [published[published.index(moved) - 1], moved]
    assert maintainer.run("diff", first) == maintainer.run("diff", first, second[:8]) == maintainer.run("diff")
    assert maintainer.run("diff", second, second)[-1] == "The two show the same figures, statements and verdicts."

    taken_back = maintainer.run("rollback", first[:6])
    assert taken_back[-1].startswith(f"Edition {first} is shown again.")
    assert maintainer.store.current() == first
    history = maintainer.run("history")
    assert [line.split()[3:5] for line in history] == [[first, "rollback"], [second, "refresh"], [first, "refresh"]]
    assert "figures 0 added, 1 changed, 0 removed; statements 1 added, 1 removed" in history[0]
    assert [line.endswith("(current)") for line in history] == [True, False, False]

    held = maintainer.run("refresh")
    assert len(held) == 1 and "was shown again by a rollback, and stays" in held[0]
    assert maintainer.store.current() == first
    [line] = maintainer.run(
        "refresh", "--after-rollback", "--strict", "tied-with-another-number", "--one-line", status=1
    )
    assert "warned, there are warnings" in line and maintainer.store.current() == first
    [line] = maintainer.run("refresh", "--after-rollback", "--one-line")
    assert f"edition {second}; figures 0 added, 1 changed, 0 removed, 1 big jump" in line
    assert "1 statement added, 1 of them current" in line and maintainer.store.current() == second


def test_a_broken_database_is_said_to_be_broken(folder: DataFolder) -> None:
    maintainer = Maintainer(folder, "")
    first = maintainer.publish()
    folder.change(AFGHAN, CULTIVATION_2018, note="read again")
    maintainer.publish()
    path = folder.path / "editions" / f"{first}.sqlite"
    path.write_bytes(path.read_bytes()[:5000])
    assert "broken" in maintainer.run("diff", first, status=1)[0]
    path.write_bytes(b"nothing")
    assert "broken" in maintainer.run("diff", first, status=1)[0]
    (folder.path / "drug_control.sqlite").write_bytes(b"")
    assert "broken" in maintainer.run("diff", status=1)[0]


def test_big_jumps_stand_before_everything_else(folder: DataFolder) -> None:
    maintainer = Maintainer(folder, "")
    maintainer.publish()
    folder.change(AFGHAN, HARVEST_2008, value="20000")
    for row in folder.rows(AFGHAN):
        if row["indicator"] == "opium-production" and row["year"] == "2011" and row["producer"] == "unodc":
            folder.change(AFGHAN, row, value="5801", low="", high="", flag="")
    maintainer.publish()
    lines = maintainer.run("diff")
    kinds = [line.partition(":")[0] for line in lines[1:] if not line.startswith(" ")]
    assert kinds[0].startswith("big jumps") and "changed otherwise" in kinds[1:]


def test_what_cannot_be_done_is_one_sentence(folder: DataFolder) -> None:
    maintainer = Maintainer(folder, "")
    assert maintainer.run("history") == ["No edition was published yet; run `python -m etl refresh`."]
    assert "run `python -m etl refresh` first" in maintainer.run("diff", status=1)[0]
    current = maintainer.publish()
    assert "nothing to compare it with" in maintainer.run("diff", status=1)[0]
    assert "`python -m etl history`" in maintainer.run("rollback", "nothing", status=1)[0]
    assert "is the one that is shown" in maintainer.run("rollback", current, status=1)[0]
    maintainer.url = "mysql://somewhere"
    (line,) = maintainer.run("history", status=1)
    assert line.startswith("DATABASE_URL")


def test_an_edition_of_another_version_is_not_shown_again(folder: DataFolder) -> None:
    import sqlite3

    maintainer = Maintainer(folder, "")
    first = maintainer.publish()
    with sqlite3.connect(folder.path / "editions" / f"{first}.sqlite") as connection:
        connection.execute("ALTER TABLE source RENAME COLUMN title TO name")
    connection.close()
    folder.change(AFGHAN, CULTIVATION_2018, note="read again")
    second = maintainer.publish()
    assert "another version of this program" in maintainer.run("rollback", first, status=1)[0]
    assert maintainer.store.current() == second


def test_before_any_edition_nothing_is_said_of_one_that_is_shown(folder: DataFolder) -> None:
    maintainer = Maintainer(folder, "")
    assert maintainer.run("rollback", "abc", status=1) == [
        "no edition is published yet; run `python -m etl refresh` first"
    ]
    folder.change(AFGHAN, HARVEST_2008, value="many")
    assert "no edition is shown yet" in maintainer.run("refresh", status=1)[-1]


def test_a_database_that_is_not_reached_is_not_said_to_show_anything(folder: DataFolder) -> None:
    result = CliRunner().invoke(
        app, ["refresh", "--data", str(folder.path)], env={"DATABASE_URL": "postgresql://u:p@127.0.0.1:1/none"}
    )
    assert result.exit_code == 1
    assert "still shown" not in result.output and result.output.endswith("then run this again; nothing was published\n")


def test_the_help_of_diff_tells_its_two_editions_apart() -> None:
    output = CliRunner().invoke(app, ["diff", "--help"]).output
    assert "[OLD]" in output and "[NEW]" in output and "EDITION" not in output and "[[" not in output


@pytest.mark.processes
def test_an_edition_that_is_kept_no_more_is_made_again_from_the_history_of_the_figures(folder: DataFolder) -> None:
    maintainer = Maintainer(folder, "")
    store = maintainer.store
    assert isinstance(store, SqliteStore)
    wanted = edition_name(folder.path)
    assert "has no history in git" in maintainer.run("rebuild", wanted, status=1)[-1]
    commit_all(folder)
    folder.change(AFGHAN, HARVEST_2008, value="6000")
    commit_all(folder)
    shown = maintainer.publish()
    told = maintainer.run("rebuild", wanted)
    assert told[0].startswith(f"Edition {wanted} is made again from commit ") and store.current() == shown
    assert store.changes(shown, wanted).changed, "it has the figure of then"
    kept = Database(store.database).edition().kept(wanted)
    assert kept is not None and kept.name == wanted
    assert "is kept already" in maintainer.run("rebuild", wanted, status=1)[-1]
    assert "none of the 2 commits" in maintainer.run("rebuild", "000000000000", status=1)[-1]


def commit_all(folder: DataFolder) -> None:
    """Keep a data folder as it is in a repository of its own."""
    who = ("-c", "user.name=Maintainer", "-c", "user.email=maintainer@example.org", "-c", "commit.gpgsign=false")
    for words in (("init", "--quiet"), ("add", "--all", "."), (*who, "commit", "--quiet", "--message", "figures")):
        subprocess.run(["git", "-C", str(folder.path), *words], check=True)
