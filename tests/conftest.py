"""What all tests share."""

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from postgresql import Server, running_server

from etl.publish import DATABASE_NAME, refresh

BUNDLED = Path(__file__).resolve().parents[1] / "data"


# The same examples on every machine, however busy it is; `tests/bench/fuzz.py` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def published_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled figures, published once for all tests that only read them: the path of the database."""
    data = tmp_path_factory.mktemp("published") / "data"
    shutil.copytree(BUNDLED, data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
    refresh(data)
    return data / DATABASE_NAME


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A real PostgreSQL, started by the first test that asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    with postgresql_server.new_database(f"test_{uuid.uuid4().hex[:12]}") as url:
        yield url
