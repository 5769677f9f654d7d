"""What all tests share."""

import uuid
from collections.abc import Iterator

import pytest
from postgresql import Server, running_server


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
