"""Refreshes that are killed while readers read: what the tests do a few times and the bench two hundred times."""

import os
import random
import signal
import threading
import time
import uuid
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from data_folder import AFGHAN, DataFolder
from sqlalchemy import create_engine, inspect

from etl.__main__ import app
from etl.editions.reading import Database
from etl.editions.sqlite import SqliteStore
from etl.editions.store import open_store
from etl.figures.keys import Key
from etl.figures.tables import CONTROL_SCHEMA, edition_schema
from etl.publish import refresh  # noqa: F401  (imported for all copies of this process)

HARVEST = Key("opium-production", "AFG", 2008, "unodc")
PRINTED_BY = "unodc-wdr-2015-table-8-2"
FIRST_VALUE = 5000
READERS = 2
MEASURED_EVERY = 10  # other work on the machine makes refreshes slower or faster
_COPIES = get_context("forkserver")
_COPIES.set_forkserver_preload([__name__])


def write_reading(folder: DataFolder, number: int) -> None:
    """Change a figure and the title of its source, so that a mixture of two editions would show."""
    statement = {"indicator": HARVEST.indicator, "year": str(HARVEST.year), "source": PRINTED_BY}
    folder.change(AFGHAN, statement, value=str(FIRST_VALUE + number))
    folder.change("sources.csv", {"source": PRINTED_BY}, title=f"Reading {number}")


@dataclass(frozen=True)
class Refresh:
    """A refresh in a process of its own."""

    process: ForkServerProcess
    printed: Path

    def wait(self, seconds: float | None = None) -> int | None:
        """How it ended, the number of a signal as a negative one; None where it still runs."""
        self.process.join(seconds)
        return self.process.exitcode

    def output(self) -> str:
        """All that it has printed, once it has ended."""
        self.wait()
        return self.printed.read_text(encoding="utf-8")


def start_refresh(folder: Path, url: str) -> Refresh:
    """Start one: a copy of a process that has imported all it needs, so that what happens to it happens at its work."""
    printed = folder.parent / f"{uuid.uuid4().hex}.printed"
    process = _COPIES.Process(target=_refresh, args=(folder, url, printed))
    process.start()
    return Refresh(process, printed)


def _refresh(folder: Path, url: str, printed: Path) -> None:
    os.environ["DATABASE_URL"] = url
    with printed.open("w", encoding="utf-8") as lines, redirect_stdout(lines), redirect_stderr(lines):
        app(["refresh", "--data", str(folder)])


@dataclass
class Readers:
    """Threads that read without a pause, as requests do, and note whatever is wrong with what they read."""

    address: Path | str
    reads: int = 0
    editions: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> "Readers":
        database = Database(self.address)
        self._threads = [threading.Thread(target=self._read, args=[database]) for _ in range(READERS)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _read(self, database: Database) -> None:
        while not self._stop.wait(0.002):
            try:
                edition = database.edition()
                observation = edition.observation(HARVEST)
                title = edition.sources[PRINTED_BY].title
                name = edition.name
            except Exception as error:  # whatever it is, a reader would have seen it
                self.wrong.append(repr(error))
                continue
            self.reads += 1
            self.editions.add(name)
            if observation is None or title != f"Reading {(observation.value or 0) - FIRST_VALUE:.0f}":
                self.wrong.append(f"edition {name}: {title} beside {observation}")


@dataclass(frozen=True)
class Outcome:
    """What became of the killed refreshes; `ended` were done before they could be killed."""

    killed: int
    ended: int
    switched: int
    reads: int
    editions_read: int
    wrong: list[str]


def kill_refreshes(folder: DataFolder, url: str, times: int, seed: int) -> Outcome:
    """Publish once, then kill so many refreshes, each at a random moment, while readers read."""
    moments = random.Random(seed)
    duration = _seconds_of_a_refresh(folder, url, 0)
    store = open_store(folder.path, url)
    killed = switched = 0
    with Readers(url or folder.path / "drug_control.sqlite") as readers:
        for number in range(1, times + 1):
            if number % MEASURED_EVERY == 0:
                duration = _seconds_of_a_refresh(folder, url, -number)
            before = store.current()
            write_reading(folder, number)
            started = start_refresh(folder.path, url)
            if started.wait(moments.uniform(0, duration)) is None:
                started.process.kill()
            killed += started.wait() == -signal.SIGKILL
            switched += store.current() != before
    return Outcome(killed, times - killed, switched, readers.reads, len(readers.editions), readers.wrong)


def _seconds_of_a_refresh(folder: DataFolder, url: str, number: int) -> float:
    """How long it takes when it is left alone."""
    write_reading(folder, number)
    begun = time.monotonic()
    started = start_refresh(folder.path, url)
    assert started.wait() == 0, started.output()
    return time.monotonic() - begun


def strays(folder: Path, url: str) -> set[str]:
    """Files or schemas that belong neither to the data package nor to an edition that is kept."""
    store = open_store(folder, url)
    if isinstance(store, SqliteStore):
        kept = {*map(store.path, store.names()), store.folder / "history.jsonl", store.folder / ".lock"}
        hidden = {path for path in folder.rglob(".*") if path.is_file()}
        return {path.name for path in {*store.folder.iterdir(), *hidden} - kept}
    engine = create_engine(url)
    schemas = {name for name in inspect(engine).get_schema_names() if name.startswith(CONTROL_SCHEMA)}
    engine.dispose()
    return schemas - {CONTROL_SCHEMA, *map(edition_schema, store.names())}
