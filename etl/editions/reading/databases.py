"""The two kinds of database that editions are read from: SQLite files, or schemas of a PostgreSQL server.

Both give the same rows in the same order; nothing beyond this file knows which one it is.
"""

import json
import threading
import weakref
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import URL, Column, Executable, MetaData, Table, Text, create_engine, make_url, select
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InternalError, OperationalError
from sqlalchemy.pool import StaticPool

from etl.figures.paths import HISTORY_NAME, editions_folder
from etl.figures.tables import Publication, edition_schema, pointer, publication

Read = Callable[[Executable], Sequence[Any]]  # the rows that a query gives
CONNECTIONS_KEPT = 5
MORE_CONNECTIONS = 15
SECONDS_TO_CONNECT = 5
_LONGEST_NAME = 40  # characters; a schema has room for some more


class NoEditionError(Exception):
    """There is no database to read, or what is there is not one."""


class EditionsDatabase(Protocol):
    """Where editions are read from. Every method raises NoEditionError where that cannot be done."""

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
        """One connection for all reads: it keeps the file even after another edition has taken its place.

        Reads take well under a millisecond, so they simply take turns.
        """
        address = f"sqlite:///{self._path.absolute().as_uri()}?mode=ro&immutable=1&uri=true"
        engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
        lock = threading.Lock()
        try:
            connection = engine.connect()
        except DBAPIError as error:
            raise NoEditionError(f"{self._path} cannot be read: {error}") from error

        def read(query: Executable) -> Sequence[Any]:
            try:
                with lock:
                    rows = connection.execute(query).all()
            except DBAPIError as error:
                if not _is_damage(error):
                    raise
                raise NoEditionError(f"{self._path} is damaged: {error.orig}; publish it again") from error
            if self._is_written_over(current):
                raise NoEditionError(f"{self._path} was written over while it was read; publish with a refresh instead")
            return rows

        return read

    def open_kept(self, edition: str) -> Read | None:
        """From the file of that edition beside the database."""
        kept = SqliteFile(editions_folder(self._path) / f"{edition}.sqlite")
        if not _is_name(edition) or not kept._path.is_file():
            return None
        return kept.open(kept.current())

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

    def __init__(self, url: URL) -> None:
        self._shown = url.render_as_string(hide_password=True)
        options = {"options": "-c default_transaction_read_only=on", "connect_timeout": SECONDS_TO_CONNECT}
        self._engine = create_engine(
            url,
            # Every read stands alone, and none ever waits for a writer or keeps one waiting.
            isolation_level="AUTOCOMMIT",
            connect_args=options,
            pool_size=CONNECTIONS_KEPT,
            max_overflow=MORE_CONNECTIONS,
            pool_pre_ping=True,
        )
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

        def read(query: Executable) -> Sequence[Any]:
            try:
                with engine.connect() as connection:
                    return connection.execute(query).all()
            except DBAPIError as error:
                if not _is_damage(error):
                    raise
                raise NoEditionError(f"edition {current} of {self._shown} cannot be read: {error.orig}") from error

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
            with self._engine.connect() as connection:
                return connection.execute(query).all()
        except DBAPIError as error:
            raise NoEditionError(f"{self._shown} cannot be read: {error.orig}") from error


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
