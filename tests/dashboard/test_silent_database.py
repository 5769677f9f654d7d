"""A PostgreSQL that hangs freezes nothing: what cannot be read in time is a 503, and figures come back."""

import os
import signal
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from postgresql import Server, pooled
from sample_data import sample_data
from sharing import publish
from sqlalchemy import create_engine, make_url, text
from starlette.testclient import TestClient

from dashboard.app import create_app
from etl.editions.reading import Database, TooSlowError, patience
from etl.editions.reading import databases as databases_module
from etl.editions.store import open_store
from etl.figures.keys import Key

pytestmark = pytest.mark.processes

REPOSITORY = Path(__file__).resolve().parents[2]
NUMBER = Key("opium-production", "AFG", 2008, "unodc")


@pytest.fixture(scope="module")
def url(postgresql_server: Server) -> Iterator[str]:
    """A database with the bundled edition."""
    with postgresql_server.new_database(f"silent_{uuid.uuid4().hex[:12]}") as address:
        publish(sample_data(), open_store(sample_data(), address))
        yield address


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    _be_impatient(monkeypatch)


def _be_impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody waits shorter than for a real server."""
    monkeypatch.setattr(patience, "SECONDS_TO_ANSWER", 0.6)
    monkeypatch.setattr(patience, "BEGIN", "BEGIN READ ONLY; SET LOCAL statement_timeout = '300ms'")
    monkeypatch.setattr(databases_module, "SECONDS_OF_SILENCE", 0.1)


@contextmanager
def _stopped_backends(url: str) -> Iterator[None]:
    """Every connection of the dashboard has a server that hangs."""
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(), autocommit=True) as own:
        found = own.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        ).fetchall()
        assert found
        for (process,) in found:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for (process,) in found:
                os.kill(process, signal.SIGCONT)


@contextmanager
def _locked_pointer(url: str) -> Iterator[None]:
    """Somebody has locked the row that says which edition is shown."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE drug_control.pointer IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


@pytest.mark.parametrize("fault", [_stopped_backends, _locked_pointer])
def test_a_database_that_hangs_is_a_503_with_a_time_to_ask_again_and_health_stays(  # type: ignore[no-untyped-def]
    url: str, monkeypatch: pytest.MonkeyPatch, fault
) -> None:
    with TestClient(create_app(Database(url))) as client:
        pages = (f"/number/{NUMBER.path}", "/api/v1/observations", "/export/view.csv", "/sitemap.xml", "/readyz")
        assert client.get(pages[0]).status_code == 200
        _be_impatient(monkeypatch)
        with fault(url), ThreadPoolExecutor() as readers:
            asked = [readers.submit(client.get, page) for page in pages]
            begun = time.monotonic()
            assert client.get("/healthz").status_code == 200
            health_took = time.monotonic() - begun
            said = [one.result() for one in asked]
            whole = time.monotonic() - begun
        assert health_took < whole
        late = [one for one in said if one.status_code == 503]
        assert late and {one.status_code for one in said} <= {200, 503}  # a connection of its own may be answered
        assert all(one.headers["retry-after"] for one in late)
        assert any("could not be read in time" in one.text for one in late)
        time.sleep(databases_module.SECONDS_OF_SILENCE)
        assert client.get(pages[0]).status_code == 200


def test_a_server_that_was_restarted_is_read_without_an_error(url: str) -> None:
    database = Database(url)
    before = database.edition()
    with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(), autocommit=True) as own:
        own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    assert database.edition() is before
    assert before.observation(NUMBER) is not None


def test_a_connection_that_ends_while_it_reads_is_no_error_for_readers(url: str) -> None:
    database = Database(url)
    before = database.edition()
    plain = make_url(url).set(drivername="postgresql").render_as_string()
    with (
        psycopg.connect(plain, autocommit=True) as own,
        psycopg.connect(plain) as writer,
        ThreadPoolExecutor() as threads,
    ):
        writer.execute("LOCK TABLE drug_control.pointer IN ACCESS EXCLUSIVE MODE")
        reading = threads.submit(database.edition)
        while not own.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock'"
        ).fetchall():
            time.sleep(0.01)
        writer.rollback()
        assert reading.result(patience.SECONDS_FOR_A_STATEMENT) is before


def test_a_silent_server_is_not_waited_for_by_everybody(url: str, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases_module, "SECONDS_OF_SILENCE", 60.0)
    database = Database(url)
    edition = database.edition()
    with _stopped_backends(url):
        with pytest.raises(TooSlowError, match="no answer within"):
            database.edition()
        begun = time.monotonic()
        for _ in range(20):
            with pytest.raises(TooSlowError, match="a moment ago"):
                edition.observation(NUMBER)
        assert time.monotonic() - begun < 20 * patience.SECONDS_TO_ANSWER


def test_readers_may_go_through_a_pooler_that_shares_connections(url: str, postgresql_server: Server) -> None:
    direct = Database(url).edition()
    with pooled(postgresql_server) as port:
        database = Database(make_url(url).set(port=port).render_as_string())
        with ThreadPoolExecutor(8) as readers:
            read = list(readers.map(lambda _: database.edition().observation(NUMBER), range(200)))
        assert set(read) == {direct.observation(NUMBER)}
        with pytest.raises(Exception, match="read-only"):
            database.edition()._rows(text("DELETE FROM drug_control.pointer"))  # type: ignore[arg-type]
