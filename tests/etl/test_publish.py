"""A refresh publishes a whole new edition or leaves everything as it was."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from data_folder import AFGHAN, DataFolder
from sample_data import BUNDLED, sample_data, small_data
from sharing import publish

from etl.editions.edition_names import edition_name
from etl.editions.sqlite import SqliteStore
from etl.editions.store import open_store
from etl.figures.paths import DATABASE_NAME
from etl.publish import refresh

pytestmark = pytest.mark.folder

CULTIVATION_2018 = "indicator = 'opium-poppy-cultivation' AND area = 'AFG' AND year = 2018"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data", small_data())


@pytest.fixture(scope="module")
def database(published_database: Path) -> Iterator[sqlite3.Connection]:
    """The bundled figures, published."""
    with closing(sqlite3.connect(published_database)) as connection:
        yield connection


def _to(value: float | None) -> str:
    """A value to the digits that do not depend on how it was converted."""
    return "" if value is None else f"{value:.9g}"


def test_every_statement_of_the_package_is_found_again(database: sqlite3.Connection) -> None:
    import csv

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader((sample_data() / name).read_text(encoding="utf-8").splitlines()))

    factors = {row["unit"]: float(row["factor"] or 1) for row in rows("units.csv")}

    def size(unit: str) -> float:
        amount, _, per = unit.partition("/")
        return factors[amount] / factors[per] if per in factors and amount in factors else factors[unit]

    units = {row["indicator"]: row["unit"] for row in rows("indicators.csv")}
    expected = set()
    for file in sorted((sample_data() / "statements").rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                value = float(row["value"]) if row["value"] else None
                if value and row["unit"] != units[row["indicator"]]:
                    value *= size(row["unit"]) / size(units[row["indicator"]])
                key = (row["indicator"], row["area"], int(row["year"]), row["producer"])
                expected.add(
                    (*key, row["source"], row["locator"], row["flag"], _to(value), row["as_printed"], row["evidence"])
                )
    query = (
        "SELECT indicator, area, year, producer, source, locator, statement.flag, statement.value, as_printed,"
        " statement.evidence FROM statement JOIN observation ON observation.id = observation_id"
    )
    assert {(*row[:7], _to(row[7]), *row[8:]) for row in database.execute(query)} == expected


def test_afghanistan_2018_shows_the_figures_of_the_paris_pact_meeting(database: sqlite3.Connection) -> None:
    shown = database.execute(
        "SELECT observation.value, observation.low, observation.high, statement.source FROM observation"
        f" JOIN statement ON statement.id = statement_id WHERE {CULTIVATION_2018} AND producer = 'unodc'"
    ).fetchone()
    assert shown == (263_000, 242_000, 283_000, "unodc-afghanistan-opium-survey-2018")
    verdicts = dict(
        database.execute(
            "SELECT source, verdict FROM statement JOIN observation ON observation.id = observation_id"
            f" WHERE {CULTIVATION_2018} AND producer = 'unodc'"
        )
    )
    assert verdicts["shupl-2019-paris-pact"] == "agrees"
    assert verdicts["unodc-kabul-2018-12-03"] == "misprint"
    assert verdicts["unodc-afghanistan-opium-survey-2020"] == "agrees"
    other = database.execute(f"SELECT value FROM observation WHERE {CULTIVATION_2018} AND producer = 'usg'").fetchone()
    assert other == (221_000,)


@pytest.mark.parametrize(
    ("year", "in_force", "first_printed"),
    [(2006, 5300, 6100), (2007, 7400, 8200), (2008, 5900, 7700), (2009, 4000, 6900)],
)
def test_revised_afghan_production_keeps_its_first_figures(
    database: sqlite3.Connection, year: int, in_force: int, first_printed: int
) -> None:
    where = "indicator = 'opium-production' AND area = 'AFG' AND producer = 'unodc' AND year = ?"
    assert database.execute(f"SELECT value FROM observation WHERE {where}", [year]).fetchone() == (in_force,)
    superseded = database.execute(
        "SELECT DISTINCT statement.value FROM statement JOIN observation ON observation.id = observation_id"
        f" WHERE {where} AND verdict = 'superseded'",
        [year],
    ).fetchall()
    assert superseded == [(first_printed,)]


def test_at_the_end_of_2008_the_harvest_of_2007_was_known_as_8200_tons(database: sqlite3.Connection) -> None:
    known = database.execute(
        "SELECT vintage.value FROM vintage JOIN observation ON observation.id = observation_id"
        " WHERE indicator = 'opium-production' AND area = 'AFG' AND producer = 'unodc' AND year = 2007"
        " AND published_from <= '2008-12-31' ORDER BY published_from DESC LIMIT 1"
    ).fetchone()
    assert known == (8_200,)


def test_the_same_inputs_give_the_same_bytes_in_two_processes(tmp_path: Path) -> None:
    files = []
    for name in ("first", "second"):
        folder = DataFolder(tmp_path / name)
        environment = {**os.environ, "PYTHONHASHSEED": "1" if name == "first" else "2"}
        command = [sys.executable, "-m", "etl", "refresh", "--data", str(folder.path)]
        subprocess.run(command, check=True, capture_output=True, env=environment, cwd=BUNDLED.parent)
        files.append((folder.path / DATABASE_NAME).read_bytes())
    assert files[0] == files[1]


def test_an_error_publishes_nothing(folder: DataFolder) -> None:
    publish(folder.path, open_store(folder.path))
    before = (folder.path / DATABASE_NAME).read_bytes()
    folder.change(AFGHAN, {"year": "2018"}, value="26x3")
    assert refresh(folder.path).outcome == "invalid"
    assert (folder.path / DATABASE_NAME).read_bytes() == before


def test_losing_many_statements_has_to_be_accepted(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")  # of which a whole file can go
    publish(folder.path, open_store(folder.path))
    before = SqliteStore(folder.path / DATABASE_NAME).current()
    (folder.path / "statements" / "afghan-provinces.csv").unlink()
    folder.edit_contract(lambda parts: parts["statements"]["path"].remove("statements/afghan-provinces.csv"))
    corrections = folder.rows("corrections.csv")
    of_the_country = [row for row in corrections if not row["area"].startswith("AF-")]
    folder.write_rows("corrections.csv", list(corrections[0]), of_the_country)
    rows = {
        row["source"]
        for file in (folder.path / "statements").rglob("*.csv")
        for row in folder.rows(f"{file.relative_to(folder.path)}")
    }
    unused = [row for row in folder.rows("sources.csv") if row["source"] not in rows]
    _keep_used(folder, {row["source"] for row in unused})
    assert refresh(folder.path).outcome == "refused"
    assert SqliteStore(folder.path / DATABASE_NAME).current() == before
    assert refresh(folder.path, accept_removals=True).outcome == "published"


def _keep_used(folder: DataFolder, candidates: set[str]) -> None:
    """Take out the sources that the check calls unused."""
    while unused := {p.line for p in folder.problems() if p.code == "source-unused"}:
        rows = folder.rows("sources.csv")
        folder.write_rows("sources.csv", list(rows[0]), [r for n, r in enumerate(rows, 2) if n not in unused])


def test_a_damaged_database_is_built_anew(folder: DataFolder) -> None:
    publish(folder.path, open_store(folder.path))
    (folder.path / DATABASE_NAME).write_bytes(b"not a database")
    assert refresh(folder.path).outcome == "published"
    assert SqliteStore(folder.path / DATABASE_NAME).current() == edition_name(folder.path)
