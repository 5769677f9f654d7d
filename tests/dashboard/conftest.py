"""What the tests of the dashboard share."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer
from checked_text import reader_of_every_indicator
from exported import commands_on, opened
from starlette.testclient import TestClient

from dashboard import app
from dashboard.app import create_app
from dashboard.checking import verdicts
from dashboard.exports import picture_code, qr
from dashboard.exports.qr import square_code
from dashboard.exports.renderer import Renderer
from dashboard.views import observed
from etl.editions.reading import Database, Edition

# Compressing all its files takes a dashboard five seconds. Until that is done, it answers as it does here.
app.compress_in_background = lambda files: None

# Tests walk through thousands of views in every form, where a reader looks at a few.
observed._MOST_SERIES = 10_000


@pytest.fixture(scope="session")
def edition(database: Database) -> Edition:
    """The edition of the bundled figures."""
    return database.edition()


@pytest.fixture(scope="session")
def database(published_database: Path) -> Database:
    """The database of the bundled figures."""
    return opened(published_database)


@pytest.fixture(scope="session")
def client(database: Database) -> Iterator[TestClient]:
    """A client of a dashboard of the bundled figures."""
    with TestClient(create_app(database)) as made:
        yield made


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    """A renderer with a Chromium of its own."""
    with Renderer() as made:
        yield made


@pytest.fixture
def one_code_for_a_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """One square code for all addresses of a length, each of which has one as large.

    To draw another for each of a thousand pictures takes a tenth of their time; others read what codes say.
    """
    for module in (picture_code, qr):
        monkeypatch.setattr(module, "square_code", lambda address: _code_of_length(len(address.encode())))


@cache
def _code_of_length(letters: int) -> qr.SquareCode | None:
    return square_code("x" * letters)


@pytest.fixture
def command(published_database: Path) -> typer.Typer:
    """The two commands on the published figures."""
    return commands_on(published_database)


@pytest.fixture
def every_indicator(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are read with all that is measured, of which the sample of the tests has a part."""
    reader = reader_of_every_indicator(edition)
    monkeypatch.setattr(verdicts, "reader_of", lambda _: reader)
