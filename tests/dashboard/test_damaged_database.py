"""A database that is damaged under a dashboard is no edition: a clear 503, and figures again once it is whole."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from asking import Asker, Said
from callback_bodies import REDRAW, body_of, named, values_of

from dashboard.app import create_app
from etl.editions.reading import Database, NoEditionError

NUMBER = "/number/opium-production/AFG/2008/unodc"
ADDRESSES = ("/", NUMBER, "/sources", "/coverage", "/api/v1/observations", "/api/v1/statements.csv", "/export/view.csv")


@pytest.fixture
def database(small_database: Path, tmp_path: Path) -> Path:
    """A database of the test's own."""
    return Path(shutil.copy(small_database, tmp_path / "figures.sqlite"))


@pytest.fixture
def asker(database: Path) -> Iterator[Asker]:
    """A dashboard that reads it."""
    with Asker(create_app(Database(database))) as made:
        yield made


def _corrupt_behind_its_head(database: Path) -> None:
    """The first pages open and name an edition; the others are noise. Another file, as a copy that failed."""
    content = database.read_bytes()
    other = database.with_suffix(".other")
    other.write_bytes(content[:8192] + b"\xa5" * (len(content) - 8192))
    other.replace(database)


def _write_over(database: Path) -> None:
    database.write_bytes(b"\xa5" * database.stat().st_size)


def _cut(database: Path) -> None:
    os.truncate(database, database.stat().st_size // 2)


def _is_a_clear_503(said: Said) -> None:
    assert said.status == 503
    assert "No edition" in said.text or "No figures to show" in said.text
    assert "Traceback" not in said.text and "sqlite" not in said.text.lower()


@pytest.mark.parametrize("damage", [_corrupt_behind_its_head, _write_over, _cut, Path.unlink])
@pytest.mark.parametrize("is_read_before", [True, False])
def test_every_address_says_so_and_comes_back(
    asker: Asker, database: Path, damage: Callable[[Path], None], is_read_before: bool
) -> None:
    whole = Path(shutil.copy(database, database.with_suffix(".whole")))
    if is_read_before:
        assert asker.get(NUMBER).status == 200
    damage(database)
    for address in ADDRESSES:
        _is_a_clear_503(asker.get(address))
    whole.replace(database)
    for address in ADDRESSES:
        assert asker.get(address).status == 200


def test_a_callback_says_so_too(asker: Asker, database: Path) -> None:
    callback = named(asker.get("/_dash-dependencies").json(), REDRAW)
    values = values_of(asker.get("/_dash-layout", headers={"referer": "http://figures.example/"}).json())
    body = body_of(callback, values, "view-scale.value")
    assert asker.callback(body).status == 200
    _corrupt_behind_its_head(database)
    _is_a_clear_503(asker.callback(body))


def test_what_is_read_while_the_file_is_written_over_is_never_shown(database: Path, small_database: Path) -> None:
    edition = Database(database).edition()
    # The same figures: nothing but the moment of writing says that pages of two files could be mixed.
    database.write_bytes(small_database.read_bytes())
    os.utime(database, ns=(1, 1))
    with pytest.raises(NoEditionError, match="written over"):
        edition.observations("opium-production", ["AFG"])


def test_a_file_that_another_took_the_place_of_is_read_to_the_end(database: Path, small_database: Path) -> None:
    edition = Database(database).edition()
    other = Path(shutil.copy(small_database, database.with_suffix(".other")))
    other.replace(database)
    assert edition.observations("opium-production", ["AFG"])
