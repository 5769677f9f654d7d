"""What the tests of the dashboard share."""

from pathlib import Path

import pytest

from dashboard.queries import Database, Edition


@pytest.fixture(scope="session")
def edition(published_database: Path) -> Edition:
    """The edition of the bundled figures."""
    return Database(published_database).edition()
