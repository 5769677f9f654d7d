"""What all tests share: what they need is made once for a whole run, however many processes share its tests.

A fixture says what a test needs, and brings the mark along that `bash tests/run quick` goes by: a reader's browser, or
other programs (servers, Chromium, PostgreSQL, LibreOffice), or the whole application that answers requests, or a data
folder on which the whole ETL runs. A test that
starts a program without a fixture carries the mark itself, and whoever forgets it is told.
"""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from postgresql import Server, start_server
from sample_data import BUNDLED, sample_data, small_data
from serving import end_dashboards_of_the_run
from sharing import SHARED, compressed_files, made_once, publish

from etl.editions.store import open_store
from etl.figures.paths import DATABASE_NAME

PROGRAMS = {"browser": "browser", "renderer": "processes", "postgresql_server": "processes"}
SERVED = dict.fromkeys(("client", "clients", "asker", "served_edition"), "served")
MARKS = {**PROGRAMS, **SERVED, "folder": "folder", "data": "folder"}  # by the name of the fixture

# What tests load and share stays to their end. Looking for what of it could go takes a twentieth of their time, so that
# garbage is looked for a hundred times less often.
gc.set_threshold(70_000, 10, 10)

# The same examples on every machine, however busy it is; `tests/bench/fuzz.py` looks for new ones.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

_started: list[str] = []


_start = subprocess.Popen.__init__


def _note_and_start(process: Any, args: Any, *more: Any, **options: Any) -> None:
    """Start a program that is noted. An audit hook would be asked of all that Python does besides."""
    words = [str(word) for word in (args if isinstance(args, list | tuple) else [args])]
    # Python itself is on every machine that runs these tests; a script that it is given may start anything.
    if options.get("executable", words[0]) != sys.executable or not words[1].startswith("-"):
        _started.append(" ".join(words[:3]))
    _start(process, args, *more, **options)


subprocess.Popen.__init__ = _note_and_start  # type: ignore[method-assign]


def pytest_configure(config: pytest.Config) -> None:
    """The first process of a run makes the shared folder; those that it starts find it in their environment."""
    if SHARED not in os.environ:
        shared = Path(tempfile.mkdtemp(prefix="figures-tests-"))
        os.environ[SHARED] = str(shared)
        # Nothing is left in the home.
        os.environ["XDG_CACHE_HOME"] = str(shared / "cache")
        # Compressing the files of the dashboard takes five seconds. They are called by what they are made of, and kept
        # for the next run.
        if (kept := getattr(config, "cache", None)) is not None:
            compressed_files().parent.mkdir(parents=True)
            compressed_files().symlink_to(kept.mkdir("compressed"))
        config.add_cleanup(lambda: _clear_up(shared))


def _clear_up(shared: Path) -> None:
    if (written_down := shared / "postgresql").exists():
        Server.read(written_down).stop()
    end_dashboards_of_the_run(shared)
    shutil.rmtree(shared, ignore_errors=True)  # programs that are just ending take away files of their own
    del os.environ[SHARED]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test with what its fixtures need."""
    for item in items:
        for fixture in MARKS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[fixture])


@pytest.fixture(autouse=True)
def says_what_it_needs(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test starts a program without a mark that says so: those without it run on any machine."""
    _started.clear()
    yield
    if not any(request.node.get_closest_marker(mark) for mark in PROGRAMS.values()):
        assert not _started, "a test that starts programs is marked with pytest.mark.processes"


@pytest.fixture(scope="session")
def published_database() -> Path:
    """A sample of the bundled figures, published once for all tests that only read them: the path of the database."""
    return _published("data", sample_data())


@pytest.fixture(scope="session")
def small_database() -> Path:
    """A small sample, published once, for what needs an edition, whatever is in it: the path of the database."""
    return _published("small-data", small_data())


@pytest.fixture(scope="session")
def whole_database() -> Path:
    """All bundled figures, published once: the path of the database. It is for what only all of them can show."""
    return _published("whole", BUNDLED)


def _published(name: str, figures: Path) -> Path:
    def copy(data: Path) -> None:
        shutil.copytree(figures, data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
        publish(data, open_store(data))

    return made_once(name, copy) / DATABASE_NAME


@pytest.fixture(scope="session")
def postgresql_server() -> Server:
    """A real PostgreSQL, started by the first test that asks for it and stopped at the end of the run."""
    return Server.read(made_once("postgresql", lambda path: start_server().write(path)))


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    with postgresql_server.new_database(f"test_{uuid.uuid4().hex[:12]}") as url:
        yield url
