"""Editions as SQLite files, and the one atomic switch between them.

`<editions folder>/<edition>.sqlite` holds each edition; the database itself is a hard link to the current one,
replaced by a rename. A reader therefore sees a whole edition or the one before it, whenever the writer is stopped.
What is not part of an edition (when it was shown, what it changed) lies beside it in `history.jsonl`.
"""

import fcntl
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, Table, create_engine, literal_column
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, CreateTable

from etl.editions.changes import Changes
from etl.editions.differences import COMPARED, compare
from etl.editions.edition_names import (
    ANOTHER_REFRESH,
    STILL_SHOWN,
    EditionError,
    by_last_publication,
    new_publication,
    this_writer,
    too_old,
)
from etl.editions.keeping import EditionStore, Writer
from etl.editions.layout import has_layout
from etl.editions.rows import Portions, in_store, tuples
from etl.figures.paths import HISTORY_NAME, REBUILT, TRIED, editions_folder
from etl.figures.stored import create_views, stored
from etl.figures.tables import Publication

logger = logging.getLogger(__name__)


class SqliteStore(EditionStore):
    """The editions behind one database file."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.folder = editions_folder(database)

    def path(self, edition: str) -> Path:
        """Where an edition lies, whether it is there or not."""
        return self.folder / f"{edition}.sqlite"

    def path_again(self, edition: str) -> Path:
        """Where an edition lies that was made again, whether it is there or not; no publication removes it."""
        return self.folder / REBUILT / f"{edition}.sqlite"

    def current(self) -> str | None:
        """The edition that readers see; None where there is none or its file is damaged."""
        if not self.database.is_file():
            return None
        try:
            with closing(sqlite3.connect(_read_only(self.database), uri=True)) as connection:
                row = connection.execute("SELECT edition FROM edition").fetchone()
        except sqlite3.DatabaseError:
            return None
        return None if row is None else str(row[0])

    def names(self) -> list[str]:
        names = [path.stem for path in self.folder.glob("*.sqlite") if not path.name.startswith(".")]
        return by_last_publication(names, self.history(), self.current())

    def history(self) -> list[Publication]:
        """What was shown from when on, oldest first.

        A publication is written down before it is shown, so the last entries may be of one that was stopped.
        """
        try:
            text = self._history().read_text(encoding="utf-8")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise EditionError(f"{self._history()}: cannot be read ({error.strerror}); check what it is") from error
        entries = [entry for entry in map(_read_entry, text.splitlines()) if entry is not None]
        current = self.current()
        while entries and entries[-1].edition != current:
            entries.pop()
        return entries

    def changes(self, before: str | None, after: str) -> Changes:
        return _changes(self._file(before) if before else None, self._file(after))

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator["SqliteWriter"]:
        """Be the only writer; what a stopped writer left behind, and what is not published, is thrown away."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / ".lock").open("a+", encoding="utf-8") as handle:
                _take(handle, self.folder, wait)
                writer = SqliteWriter(self)
                writer.sweep()
                try:
                    yield writer
                finally:
                    writer.sweep()
        except BlockingIOError:
            raise EditionError(f"{self.folder}: {ANOTHER_REFRESH}") from None
        except OSError as error:
            raise EditionError(
                f"{error.filename or self.folder}: cannot be written ({error.strerror}); free space, run as a user who "
                f"may write there, or name another data folder with --data; {STILL_SHOWN}"
            ) from error

    @contextmanager
    def _reading(self, edition: str) -> Iterator[tuple[Connection, str]]:
        with _reading(self._file(edition), "edition") as connection:
            yield connection, "edition"

    def _file(self, edition: str) -> Path:
        """A file that holds an edition: a database that was copied alone has no folder of editions beside it."""
        if edition == self.current():
            return self.database
        again = self.path_again(edition)
        return again if again.is_file() and not self.path(edition).is_file() else self.path(edition)

    def _history(self) -> Path:
        return self.folder / HISTORY_NAME


def _take(lock: TextIO, folder: Path, wait: bool) -> None:
    """Take the lock of writers and leave a name in it. Raises BlockingIOError where it is taken and nobody waits."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if not wait:
            raise
        lock.seek(0)
        logger.warning("%s: waiting for %s to end", folder, lock.read() or "another refresh")
        fcntl.flock(lock, fcntl.LOCK_EX)
    lock.truncate(0)
    lock.write(this_writer())
    lock.flush()


class SqliteWriter(Writer):
    """The one writer of a store; made by `SqliteStore.writing`."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._built = store.folder / ".building.sqlite"
        self._switching = store.database.with_name(f".{store.database.stem}.switching.sqlite")
        self._history_aside = store.folder / f".{HISTORY_NAME}"

    def sweep(self) -> None:
        """Remove whatever is only there while something is being written."""
        for leftover in (self._built, self._built.with_name(f"{self._built.name}-journal"), self._switching):
            leftover.unlink(missing_ok=True)
        self._history_aside.unlink(missing_ok=True)

    def build(self, portions: Portions) -> None:
        build(self._built, portions)

    def changes(self) -> Changes:
        with ThreadPoolExecutor(1) as pool:
            checked = pool.submit(_check, self._built)
            changes = _changes(self._store.database if self._store.current() else None, self._built)
            checked.result()
        return changes

    def publish(self, edition: str, action: str, changes: Changes) -> None:
        _flush(self._built)
        self._built.replace(self._store.path(edition))
        self.show(edition, action, changes)

    def keep_tried(self, edition: str) -> bool:
        folder = self._store.folder / TRIED
        folder.mkdir(exist_ok=True)
        for other in folder.glob("*.sqlite"):
            other.unlink()
        self._built.replace(folder / f"{edition}.sqlite")
        return True

    def take(self, made: Path, edition: str) -> None:
        """Keep an edition that was made elsewhere, without showing it."""
        place = self._store.path_again(edition)
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(made, self._built)
        _flush(self._built)
        self._built.replace(place)

    def show(self, edition: str, action: str, changes: Changes) -> None:
        """Show an edition that is kept, by one atomic rename, and drop those that are too old."""
        database = self._store.database
        self._write_down(new_publication(edition, action, changes))
        try:
            os.link(self._store.path(edition), self._switching)
        except OSError:  # a file system without hard links
            shutil.copyfile(self._store.path(edition), self._switching)
            _flush(self._switching)
        _flush(self._store.folder)
        self._switching.replace(database)
        _flush(database.parent)
        for name in too_old({name: self._store.path(name).stat().st_size for name in self._store.names()}):
            self._store.path(name).unlink()

    def _write_down(self, publication: Publication) -> None:
        """Rewrite the history with one entry more, and without those of publications that were stopped."""
        entries = [*self._store.history(), publication]
        text = "".join(f"{json.dumps(entry._asdict())}\n" for entry in entries)
        self._history_aside.write_text(text, encoding="utf-8")
        _flush(self._history_aside)
        self._history_aside.replace(self._store.folder / HISTORY_NAME)


def build(path: Path, portions: Portions) -> None:
    """Write an edition into a new SQLite file; the same portions always give the same bytes.

    Raises EditionError where the disk is full or the file cannot be written.
    """
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            # Nobody reads this file yet, and one cut short is thrown away: no journal is needed.
            connection.exec_driver_sql("PRAGMA journal_mode = OFF")
            connection.exec_driver_sql("PRAGMA synchronous = OFF")
            connection.exec_driver_sql("PRAGMA cache_size = -32000")
            for table in stored.sorted_tables:
                connection.execute(CreateTable(table))
            driver: Any = connection.connection.driver_connection
            # What is whole is indexed while the tables that follow from it are made.
            with ThreadPoolExecutor(1) as pool:
                indexing: list[Future[None]] = []
                for table, frame in in_store(portions):
                    if frame is None:
                        indexing.append(pool.submit(_index, connection, table))
                        continue
                    while indexing:
                        indexing.pop().result()
                    for empty, rows in tuples(table, frame):
                        # Rows that nobody keeps: SQLAlchemy would ask for a list of all of them.
                        driver.executemany(_insert(table, empty), rows)
                for done in indexing:
                    done.result()
            for view in create_views():
                connection.execute(view)
            connection.commit()
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    except (DBAPIError, sqlite3.Error) as error:
        found = getattr(error, "orig", error)
        raise EditionError(
            f"{path}: cannot write the new database ({found}); free space or fix the rights, then "
            f"run the refresh again; {STILL_SHOWN}"
        ) from error
    finally:
        engine.dispose()


def _index(connection: Connection, table: Table) -> None:
    # Indexes are kept in a set, whose order is not the same in every process.
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        connection.execute(CreateIndex(index))


def _insert(table: Table, empty: dict[str, str]) -> str:
    """SQL that puts rows into a table, which have no cells for columns that are empty."""
    cells: dict[str, Any] = {column.name: literal_column(empty.get(column.name, "?")) for column in table.columns}
    return str(table.insert().inline().values(cells).compile(dialect=sqlite.dialect()))


def _check(path: Path) -> None:
    """Raise EditionError for a new database that is damaged."""
    with closing(sqlite3.connect(_read_only(path), uri=True)) as connection:
        # The quick one, without comparing indexes with the tables that they were made from a moment ago.
        verdict = connection.execute("PRAGMA quick_check").fetchone()[0]
    if verdict != "ok":
        raise EditionError(f"{path}: the new database is damaged ({verdict}); run the refresh again")


def _changes(before: Path | None, after: Path) -> Changes:
    with _reading(after, "new", before) as connection:
        comparable = before is not None and has_layout(connection, "old", COMPARED)
        aside = partial(_reading, after, "new", before)
        return compare(connection, against_nothing=not comparable, aside=aside)


@contextmanager
def _reading(path: Path, schema: str, before: Path | None = None) -> Iterator[Connection]:
    """A connection that reads an edition as a schema of that name, and one before it as `old`."""
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("ATTACH DATABASE ? AS " + schema, (_read_only(path),))
            if before is not None:
                connection.exec_driver_sql("ATTACH DATABASE ? AS old", (_read_only(before),))
            yield connection
    except DBAPIError as error:
        raise EditionError(f"{path} is broken ({error.orig}); publish again with a refresh") from error
    finally:
        engine.dispose()


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _read_entry(line: str) -> Publication | None:
    """An entry of the history; None for a line that is none, such as one that was cut short."""
    try:
        entry = json.loads(line)
        return Publication(**{name: entry[name] for name in Publication._fields if name in entry})
    except (ValueError, TypeError):
        return None


def _flush(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before anything is built on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
