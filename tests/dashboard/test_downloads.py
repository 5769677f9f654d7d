"""The whole edition as files: the same rows in each, readable by the tools that people use."""

import json
import os
import sqlite3
import tempfile
import threading
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from exported import opened
from frictionless import Package, system
from pyarrow import parquet
from starlette.testclient import TestClient

from dashboard.api.built import BuiltFiles
from dashboard.api.downloads import FILES as WRITERS
from dashboard.app import create_app
from dashboard.exports.fixed_zip import moment_of
from etl.editions.reading import Edition
from etl.figures.stored import stored
from etl.figures.tables import metadata

FILES = "/api/v1/files"


@pytest.fixture
def download(client: TestClient, tmp_path: Path) -> Any:
    def fetch(name: str) -> Path:
        answer = client.get(f"{FILES}/{name}")
        assert answer.status_code == 200
        path = tmp_path / name
        path.write_bytes(answer.content)
        return path

    return fetch


def _rows(connection: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    return sorted(connection.execute(f'SELECT * FROM "{table}"').fetchall(), key=repr)


def test_the_database_holds_every_table_of_the_published_one(download: Any, published_database: Path) -> None:
    with closing(sqlite3.connect(download("drug-control-figures.sqlite"))) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with closing(sqlite3.connect(published_database)) as original:
            for table in (*stored.sorted_tables, *metadata.sorted_tables):
                assert _rows(copy, table.name) == _rows(original, table.name), table.name
        indexes = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
        assert {index.name for table in stored.sorted_tables for index in table.indexes} <= indexes


def test_the_package_is_valid_and_whole(download: Any, edition: Edition, tmp_path: Path) -> None:
    with zipfile.ZipFile(download("drug-control-figures.zip")) as archive:
        archive.extractall(tmp_path / "package")
    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "package/datapackage.json")).validate()
    assert report.flatten(["title", "type", "message"]) == []
    described = json.loads((tmp_path / "package/datapackage.json").read_text(encoding="utf-8"))
    assert {resource["name"] for resource in described["resources"]} == set(metadata.tables)
    assert described["version"] == edition.name
    rows = {task.name: task.stats.get("rows") for task in report.tasks}
    assert (rows["observation"], rows["statement"]) == (edition.observations_count, edition.statements)


@pytest.mark.parametrize("name", ["observations", "statements"])
def test_parquet_holds_the_numbers_of_the_api(client: TestClient, download: Any, edition: Edition, name: str) -> None:
    table = parquet.read_table(download(f"{name}.parquet"))
    assert table.schema.metadata[b"edition"].decode() == edition.name
    page = client.get(f"/api/v1/{name}?limit=1000").json()
    assert table.num_rows == page["total"]
    assert table.column_names == list(page["items"][0])
    without_page = [{key: cell for key, cell in row.items() if key != "page"} for row in page["items"]]
    assert [{key: row[key] for key in without_page[0]} for row in table.slice(0, 1000).to_pylist()] == without_page


def test_a_download_is_named_after_its_edition(client: TestClient, edition: Edition) -> None:
    answer = client.get(f"{FILES}/drug-control-figures.zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="drug-control-figures-{edition.name}.zip"'


def test_a_broken_download_can_be_taken_up_again(client: TestClient) -> None:
    whole = client.get(f"{FILES}/observations.parquet")
    rest = client.get(
        f"{FILES}/observations.parquet", headers={"range": "bytes=100-", "if-range": whole.headers["etag"]}
    )
    assert (rest.status_code, rest.content) == (206, whole.content[100:])


@pytest.mark.many
def test_the_same_edition_gives_the_same_bytes(edition: Edition, tmp_path: Path) -> None:
    for name, (_, _, _, write) in WRITERS.items():
        for folder in ("first", "second"):
            (tmp_path / folder).mkdir(exist_ok=True)
            write(edition, tmp_path / folder / name)
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes(), name


def test_the_package_has_the_date_of_its_figures_and_not_of_its_making(download: Any, edition: Edition) -> None:
    with zipfile.ZipFile(download("drug-control-figures.zip")) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
    assert dates == {moment_of(edition.data_as_of).timetuple()[:6]}


@pytest.mark.many
def test_downloads_need_no_home_that_can_be_written(
    published_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "below"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with TestClient(create_app(opened(published_database))) as client:
        for name in WRITERS:
            assert client.get(f"{FILES}/{name}").status_code == 200, name


def test_a_file_is_built_once_however_many_ask_for_it(tmp_path: Path) -> None:
    files, built = BuiltFiles(tmp_path), []
    begun, go = threading.Event(), threading.Event()

    def build(path: Path) -> None:
        built.append(path)
        begun.set()
        assert go.wait(10)
        path.write_bytes(b"whole")

    threads = [threading.Thread(target=files.path, args=("edition", "file", build)) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go.set()
    for thread in threads:
        thread.join(10)
    assert len(built) == 1
    assert (tmp_path / "edition/file").read_bytes() == b"whole"


def test_a_file_that_could_not_be_finished_is_not_there(tmp_path: Path) -> None:
    files = BuiltFiles(tmp_path)

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space left"):
        files.path("edition", "file", fail)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert files.path("edition", "file", Path.touch).is_file()


def test_old_files_make_room_for_new_ones(tmp_path: Path) -> None:
    files = BuiltFiles(tmp_path, most_bytes=250)

    def build(size: int, moment: int) -> Callable[[Path], None]:
        def write(path: Path) -> None:
            path.write_bytes(b"x" * size)
            os.utime(path, (moment, moment))

        return write

    for moment, version in enumerate(("first", "second", "third", "fourth")):
        files.path(version, "file", build(100, moment))
    assert sorted(path.parent.name for path in tmp_path.glob("*/file")) == ["fourth", "third"]
    huge = files.path("fifth", "huge", build(1000, 9))
    assert [path for path in tmp_path.glob("*/*") if path.is_file()] == [huge]


def test_what_a_killed_server_left_half_built_does_not_stay(tmp_path: Path) -> None:
    left = tmp_path / "edition/.building-x"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    os.utime(left, (0, 0))
    BuiltFiles(tmp_path).path("edition", "file", Path.touch)
    assert not left.exists()
