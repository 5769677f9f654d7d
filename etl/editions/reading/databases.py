"""The two kinds of database that editions are read from: SQLite files, or schemas of a PostgreSQL server.

Both give the same rows in the same order; nothing beyond this file knows which one it is.
"""

import json
import queue
import time
import weakref
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Executable,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    make_url,
    select,
)
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.pool import NullPool

from etl.figures.paths import HISTORY_NAME, REBUILT, editions_folder
from etl.figures.tables import Publication, edition_schema, pointer, publication


class Read(Protocol):
    """Reads the rows that a query gives, and those of one with parameters for some values of them.

    A query that is asked again and again with other values is made once, with parameters: making it takes longer than
    finding its rows.
    """

    def __call__(self, query: Executable, values: Mapping[str, Any] | None = None, /) -> Sequence[Any]: ...


CONNECTIONS_OF_A_FILE = 4
SECONDS_OF_SILENCE = 1.0
CONNECTIONS_KEPT = 5
MORE_CONNECTIONS = 15
_LONGEST_NAME = 40  # characters; a schema has room for some more


class NoEditionError(Exception):
    """There is no database to read, or what is there is not one."""


class TooSlowError(NoEditionError):
    """The figures are there, but could not be read in time."""


class EditionsDatabase(Protocol):
    """Where editions are read from. Every method raises NoEditionError where that cannot be done."""

    answers_at_once: bool
    """Whether `current` needs no more than a look at a file, and never waits for another program."""

    def current(self) -> Hashable:
        """What stands for the edition that is shown at the moment, as long as it is."""

    def open(self, current: Any) -> Read:
        """A function that reads that edition, and no other; it raises NoEditionError once it cannot."""

    def open_kept(self, edition: str) -> Read | None:
        """A function that reads an edition by its name; None where it is not kept. The name may be anything."""

    def history(self) -> list[Publication]:
        """What was shown from when on, oldest first."""


def database_at(address: Path | str) -> EditionsDatabase:
    """The database in a SQLite file, or the one that a DATABASE_URL names."""
    try:
        place = address if isinstance(address, Path) else named_by(address)
    except ValueError as error:
        raise NoEditionError(str(error)) from None
    return SqliteFile(place) if isinstance(place, Path) else PostgresqlServer(place)


def named_by(address: str) -> Path | URL:
    """The SQLite file or PostgreSQL database that a DATABASE_URL names. Raises ValueError, with advice, for others."""
    try:
        url = make_url(address)
        found = "it names neither a SQLite file nor a PostgreSQL database"
    except (ArgumentError, ValueError):
        url, found = URL.create("none"), "it is not an address"
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(url.database)
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise ValueError(
        f"DATABASE_URL: {found}; use sqlite:////folder/name.sqlite or postgresql+psycopg://user:password@host/database"
    )


class SqliteFile:
    """A file that is replaced as a whole by the next edition."""

    answers_at_once = True

    def __init__(self, path: Path) -> None:
        self._path = path

    def current(self) -> Hashable:
        """The identity of the file."""
        try:
            return self._identity()
        except OSError as error:
            raise NoEditionError(f"{self._path} cannot be read: {error}") from error

    def _identity(self) -> tuple[int, int, int]:
        status = self._path.stat()
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _is_written_over(self, opened: Any) -> bool:
        """Whether somebody writes into the file that was opened; a refresh never does, it puts another in its place."""
        try:
            now = self._identity()
        except OSError:
            return False
        return bool(now[0] == opened[0] and now != opened)

    def open(self, current: Any) -> Read:
        """A few connections that take turns: they keep the file even after another edition has taken its place.

        With more than one, a read that goes through a whole table keeps no other waiting.
        """
        address = f"sqlite:///{self._path.absolute().as_uri()}?mode=ro&immutable=1&uri=true"
        engine = create_engine(address, poolclass=NullPool, connect_args={"check_same_thread": False})
        free: queue.LifoQueue[Connection] = queue.LifoQueue()
        try:
            while True:
                opened = [engine.connect() for _ in range(CONNECTIONS_OF_A_FILE)]
                if self.current() == current:
                    break
                current = self.current()  # another edition took its place meanwhile, and all must have the same
        except DBAPIError as error:
            raise NoEditionError(f"{self._path} cannot be read: {error}") from error
        for one in opened:
            free.put(one)

        def read(query: Executable, values: Mapping[str, Any] | None = None, /) -> Sequence[Any]:
            connection = free.get()
            try:
                rows = connection.execute(query, values).all()
            except DBAPIError as error:
                if not _is_damage(error):
                    raise
                raise NoEditionError(f"{self._path} is damaged: {error.orig}; publish it again") from error
            finally:
                free.put(connection)
            if self._is_written_over(current):
                raise NoEditionError(f"{self._path} was written over while it was read; publish with a refresh instead")
            return rows

        return read

    def open_kept(self, edition: str) -> Read | None:
        """From the file of that edition beside the database, or among those that were made again."""
        if not _is_name(edition):
            return None
        folder = editions_folder(self._path)
        for place in (folder, folder / REBUILT):
            kept = SqliteFile(place / f"{edition}.sqlite")
            if kept._path.is_file():
                return kept.open(kept.current())
        return None

    def history(self) -> list[Publication]:
        """The lines of the history that a refresh writes beside the editions."""
        path = editions_folder(self._path) / HISTORY_NAME
        try:
            entries = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        except FileNotFoundError:
            return []
        except (OSError, ValueError) as error:
            raise NoEditionError(f"{path} cannot be read: {error}") from error
        known = Publication._fields
        return [Publication(**{name: entry[name] for name in known if name in entry}) for entry in entries]


class PostgresqlServer:
    """A server on which each edition is a schema of its own, with a pooled connection for each read."""

    answers_at_once = False

    def __init__(self, url: URL) -> None:
        from etl.editions.reading.patience import OPTIONS, SECONDS_TO_CONNECT, PatientConnection

        self._shown = url.render_as_string(hide_password=True)
        self._silent_until = 0.0
        self._engine = create_engine(
            url,
            # Every read is a transaction that it begins itself, and none ever waits for a writer or keeps one waiting.
            isolation_level="AUTOCOMMIT",
            connect_args=OPTIONS,
            pool_size=CONNECTIONS_KEPT,
            max_overflow=MORE_CONNECTIONS,
            pool_timeout=SECONDS_TO_CONNECT,
        )
        event.listen(self._engine, "do_connect", lambda *given: PatientConnection.connect(*given[2], **given[3]))
        weakref.finalize(self, self._engine.dispose)  # a database that nobody reads any more leaves no connection open

    def current(self) -> Hashable:
        """The name of the edition in the pointer row."""
        rows = self._rows(select(pointer.c.edition))
        if not rows:
            raise NoEditionError(f"{self._shown} has no current edition")
        return str(rows[0].edition)

    def open(self, current: Any) -> Read:
        """Reads in the schema of that edition, whatever the pointer says later."""
        engine = self._engine.execution_options(schema_translate_map={None: edition_schema(current)})

        def read(query: Executable, values: Mapping[str, Any] | None = None, /) -> Sequence[Any]:
            try:
                return self._read(engine, query, values)
            except DBAPIError as error:
                if not _is_damage(error):
                    raise
                raise _unreadable(f"edition {current} of {self._shown}", error) from error

        return read

    def open_kept(self, edition: str) -> Read | None:
        """From the schema of that edition."""
        schemata = Table("schemata", MetaData(schema="information_schema"), Column("schema_name", Text))
        wanted = select(schemata).where(schemata.c.schema_name == edition_schema(edition))
        return self.open(edition) if _is_name(edition) and self._rows(wanted) else None

    def history(self) -> list[Publication]:
        """The rows of the history."""
        columns = [publication.c[name] for name in Publication._fields]
        return [Publication(*row) for row in self._rows(select(*columns).order_by(publication.c.number))]

    def _rows(self, query: Executable) -> Sequence[Any]:
        try:
            return self._read(self._engine, query)
        except DBAPIError as error:
            raise _unreadable(self._shown, error) from error

    def _read(self, engine: Engine, query: Executable, values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """The rows of a query; where the server was silent a moment ago, nobody waits for it again at once."""
        from etl.editions.reading.patience import LateError

        if time.monotonic() < self._silent_until:
            raise TooSlowError(f"{self._shown} did not answer a moment ago")
        try:
            return _read(engine, query, values)
        except DBAPIError as error:
            if isinstance(error.orig, LateError):
                self._silent_until = time.monotonic() + SECONDS_OF_SILENCE
            raise


def _read(engine: Engine, query: Executable, values: Mapping[str, Any] | None) -> Sequence[Any]:
    """The rows of a query, in a transaction of its own that can only read.

    Where the connection is lost, as while a server starts anew, the query is asked once more on another one.
    """
    from etl.editions.reading.patience import LateError

    try:
        return _read_once(engine, query, values)
    except DBAPIError as error:
        if not error.connection_invalidated or isinstance(error.orig, LateError):
            raise
        return _read_once(engine, query, values)


def _read_once(engine: Engine, query: Executable, values: Mapping[str, Any] | None) -> Sequence[Any]:
    from etl.editions.reading.patience import BEGIN

    try:
        with engine.connect() as connection:
            # Two statements can only be sent together where neither has a parameter.
            connection.exec_driver_sql(BEGIN, execution_options={"no_parameters": True})
            return connection.execute(query, values).all()
    except NoConnectionError as error:
        raise TooSlowError("every connection to the database is in use") from error


_LATE = {"57014", "55P03"}  # PostgreSQL: cancelled by a time limit, no lock to be had


def _unreadable(what: str, error: DBAPIError) -> NoEditionError:
    from etl.editions.reading.patience import LateError

    is_late = isinstance(error.orig, LateError) or getattr(error.orig, "sqlstate", None) in _LATE
    return (TooSlowError if is_late else NoEditionError)(f"{what} cannot be read: {error.orig}")


def _is_name(edition: str) -> bool:
    """Whether a text can be the name of an edition, which is part of a path or of the name of a schema."""
    return edition.isascii() and edition.isalnum() and len(edition) <= _LONGEST_NAME


_GONE = {"42P01", "3F000"}  # PostgreSQL: no such table, no such schema


def _is_damage(error: DBAPIError) -> bool:
    """Whether the fault is the database's, which may be damaged or gone, and not that of the question."""
    # Faults of questions have classes of their own, below the one that damaged files raise.
    return type(error) in {DatabaseError, OperationalError, InternalError} or (
        getattr(error.orig, "sqlstate", None) in _GONE
    )
