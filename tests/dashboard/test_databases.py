"""The dashboard reads SQLite and PostgreSQL alike, and shows a new edition at the next request, with any workers."""

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from postgresql import BOTH_KINDS, Server, streaming_replica
from sample_data import sample_data, small_data
from serving import ask
from sharing import publish
from sqlalchemy import create_engine, make_url, text
from starlette.testclient import TestClient

from dashboard import app as dashboard_app
from dashboard.pages.editions import editions_section
from etl.editions.reading import Database, NoEditionError
from etl.editions.store import open_store
from etl.figures.keys import Key
from etl.figures.paths import DATABASE_NAME

REPOSITORY = Path(__file__).resolve().parents[2]
STARTING_MAY_TAKE = 90
REPLICA_MAY_TAKE = 30
WORKERS = 2
HARVEST = Key("opium-production", "AFG", 2008, "unodc")
OLD, NEW = "5,900 t", "20,000 t"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    folder = tmp_path / "data"
    shutil.copytree(small_data(), folder)
    return folder


@pytest.fixture(params=BOTH_KINDS)
def url(request: pytest.FixtureRequest, data: Path) -> str:
    """A DATABASE_URL of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{data / DATABASE_NAME}"
    return str(request.getfixturevalue("postgresql_url"))


def _publish(data: Path, url: str) -> str:
    return publish(data, open_store(data, url))


def _revise(data: Path) -> None:
    """The harvest of 2008 becomes another one."""
    path = data / "statements" / "afghan-opium.csv"
    text = path.read_text(encoding="utf-8")
    revised = re.sub(r"(opium-production,AFG,2008,unodc,)5900,", r"\g<1>20000,", text)
    assert revised != text
    path.write_text(revised, encoding="utf-8")


def test_a_new_edition_is_there_at_the_next_request(data: Path, url: str) -> None:
    first = _publish(data, url)
    database = Database(url)
    before = database.edition()
    assert before.name == first and before is database.edition()
    _revise(data)
    second = _publish(data, url)
    after = database.edition()
    assert (before.name, after.name) == (first, second)
    shown = [edition.observation(HARVEST) for edition in (before, after)]
    # A request that began before the refresh goes on with its edition.
    assert [item.value for item in shown if item] == [5900, 20_000]


def test_a_replica_that_lags_shows_the_edition_before_as_a_whole(
    data: Path, postgresql_server: Server, postgresql_url: str
) -> None:
    first = _publish(data, postgresql_url)
    with streaming_replica(postgresql_server) as replica:
        url = replica.url(str(make_url(postgresql_url).database))
        database, engine = Database(url), create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_wal_replay_pause()"))
            _revise(data)
            second = _publish(data, postgresql_url)
            behind = database.edition()
            connection.execute(text("SELECT pg_wal_replay_resume()"))
        engine.dispose()
        deadline = time.monotonic() + REPLICA_MAY_TAKE
        while database.edition().name == first and time.monotonic() < deadline:
            time.sleep(0.05)
        ahead = database.edition()
        shown = [edition.observation(HARVEST) for edition in (behind, ahead)]
    assert (behind.name, ahead.name) == (first, second)
    assert [item.value for item in shown if item] == [5900, 20_000]


def test_an_edition_that_is_kept_is_read_by_its_name(data: Path, url: str) -> None:
    first = _publish(data, url)
    _revise(data)
    second = _publish(data, url)
    database = Database(url)
    kept = {name: database.kept(name) for name in (first, second)}
    assert [edition and edition.name for edition in kept.values()] == [first, second]
    assert kept[second] is database.edition()
    shown = [edition.observation(HARVEST) for edition in kept.values() if edition]
    assert [item.value for item in shown if item] == [5900, 20_000]
    for name in ("000000000000", "", "../drug_control", f"{first}'; --", "control", "x" * 5000):
        assert database.kept(name) is None


def test_no_edition_and_no_server_are_told_as_such(data: Path, url: str) -> None:
    with pytest.raises(NoEditionError):
        Database(url).edition()
    with pytest.raises(NoEditionError) as told:
        Database("postgresql://figures:secret@127.0.0.1:1/figures").edition()
    assert "secret" not in str(told.value)


def test_the_data_page_says_what_each_edition_changed(data: Path, url: str) -> None:
    first = _publish(data, url)
    _revise(data)
    second = _publish(data, url)
    section = editions_section(Database(url).edition())
    rows = next(part.data["rows"] for part in section._traverse() if hasattr(part, "data"))
    assert [row[0]["text"] for row in rows] == [second, first]
    assert [cell["text"] for cell in rows[0][3:]] == ["0", "1", "0", "1", "1"]


def test_every_kind_of_page_is_the_same_from_both_databases(published_database: Path, postgresql_url: str) -> None:
    _publish(sample_data(), postgresql_url)
    edition = Database(published_database).edition()
    numbers = [f"/number/{item.key.path}" for item in edition.same_place_and_year("AFG", 2018)]
    pages = [
        "/",
        "/?asof=2010-01-01",
        "/afghanistan-2018",
        "/sources",
        "/disagreements",
        "/coverage",
        "/method",
        "/api/v1/statements?q=helmand+2018&limit=40",
        "/api/v1/observations?q=Helmand&limit=40",
        *numbers,
    ]
    pages += [f"/source/{key}" for key in list(edition.sources)[::40]]
    answers = []
    for address in (published_database, postgresql_url):
        client = TestClient(dashboard_app.create_app(Database(address)))
        answers.append([_without_chance(client.get(page)) for page in pages])
    for page, one, other in zip(pages, *answers, strict=True):
        assert one == other, page


def _without_chance(answer: httpx.Response) -> str:
    """A page without the random token that Dash writes into it."""
    assert answer.status_code == 200
    return re.sub(r'"end_id":"[^"]*"', "", answer.text)


def test_a_dashboard_reads_as_a_user_that_may_not_write(data: Path, postgresql_url: str) -> None:
    reader = f"reader_{uuid.uuid4().hex[:8]}"
    owner = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(text(f"CREATE ROLE {reader} LOGIN"))
        connection.execute(text(f"ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO {reader}"))
        connection.execute(text(f"ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {reader}"))
        try:
            database = Database(make_url(postgresql_url).set(username=reader).render_as_string())
            for revise in (lambda: None, lambda: _revise(data)):
                revise()
                assert _publish(data, postgresql_url) == database.edition().name
            assert len(database.edition().publications()) == 2
        finally:
            connection.execute(text(f"DROP OWNED BY {reader}"))
            connection.execute(text(f"DROP ROLE {reader}"))
    owner.dispose()


@contextmanager
def _served(url: str) -> Iterator[str]:
    """The address of a dashboard with several workers, started as its users start it."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dashboard", "--port", str(port), "--workers", str(WORKERS)]
    with subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, "DATABASE_URL": url}) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            deadline = time.monotonic() + STARTING_MAY_TAKE
            while True:
                assert process.poll() is None and time.monotonic() < deadline, "the dashboard did not start"
                try:
                    ask(f"{address}/healthz", timeout=5)
                    break
                except httpx.TransportError:
                    threading.Event().wait(0.1)
            yield address
        finally:
            process.terminate()


@pytest.mark.processes
def test_a_refresh_under_a_running_dashboard_is_seen_whole_and_without_a_restart(data: Path, url: str) -> None:
    first = _publish(data, url)
    path = f"/number/{HARVEST.path}"
    with _served(url) as address:
        answers: list[httpx.Response] = []
        done = threading.Event()

        def read() -> None:
            while not done.wait(0.01):
                # A connection each, so that all workers take part.
                answers.append(ask(address + path, timeout=30))

        readers = [threading.Thread(target=read) for _ in range(2)]
        for reader in readers:
            reader.start()
        _revise(data)
        second = _publish(data, url)
        done.set()
        for reader in readers:
            reader.join()
        after = [ask(address + path, timeout=30) for _ in range(8 * WORKERS)]
    assert {answer.status_code for answer in [*answers, *after]} == {200}
    assert {_edition_and_value(answer) for answer in after} == {(second, NEW)}
    assert {_edition_and_value(answer) for answer in answers} <= {(first, OLD), (second, NEW)}
    assert answers


def _edition_and_value(answer: httpx.Response) -> tuple[str, str]:
    """The edition in the foot of a page, and the figure in its title."""
    title = re.search(r"<title>([^<]*)</title>", answer.text)
    foot = re.search(r"Edition\W+(?:<[^>]*>\s*)*([0-9a-f]{12})", answer.text)
    assert title and foot
    return foot[1], NEW if NEW in title[1] else OLD if OLD in title[1] else title[1]
