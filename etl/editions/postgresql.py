"""Editions as schemas of a PostgreSQL database, and a pointer row that one transaction switches.

Each edition is a schema of its own, which nobody changes; `drug_control` holds the pointer to the current one and the
history. A writer builds, compares and switches inside one transaction, so that one that is stopped leaves nothing
behind, and readers, who ask the pointer once for each request, are never blocked nor shown half an edition.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    NullPool,
    Table,
    create_engine,
    delete,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateSchema, CreateTable, DropSchema

from etl.editions.changes import Changes
from etl.editions.differences import COMPARED, compare
from etl.editions.edition_names import (
    ANOTHER_REFRESH,
    EditionError,
    by_last_publication,
    new_publication,
    this_writer,
    too_old,
)
from etl.editions.keeping import EditionStore, Writer
from etl.editions.layout import has_layout
from etl.editions.rows import ROWS_AT_ONCE, Portions, in_store, missing
from etl.figures.stored import create_views, stored
from etl.figures.tables import CONTROL_SCHEMA, Publication, control, edition_schema, pointer, publication

WRITER_LOCK = 0x64727567  # any number that no other program of the same database takes
PATIENCE_FOR_READERS = "2s"  # before an old edition that somebody still reads is left for the next writer to drop

logger = logging.getLogger(__name__)

_LONGEST_NAME = 63  # bytes that PostgreSQL keeps of the name of a program
_BUILT = edition_schema("building")
_EDITION = re.compile(re.escape(edition_schema("")) + "([0-9a-f]{12})")


class PostgresqlStore(EditionStore):
    """The editions in one PostgreSQL database."""

    def __init__(self, address: URL) -> None:
        self._engine = create_engine(
            address, poolclass=NullPool, connect_args={"application_name": this_writer()[:_LONGEST_NAME]}
        )
        self._shown_address = address.render_as_string(hide_password=True)

    def current(self) -> str | None:
        """The edition that readers see; None where there is none or its schema is gone."""
        with self._connection() as connection:
            return _current(connection)

    def names(self) -> list[str]:
        with self._connection() as connection:
            return _names(connection)

    def history(self) -> list[Publication]:
        with self._connection() as connection:
            return _history(connection)

    def changes(self, before: str | None, after: str) -> Changes:
        with self._connection() as connection:
            return _changes(connection, before, edition_schema(after))

    @contextmanager
    def writing(self, *, wait: bool = True) -> Iterator["PostgresqlWriter"]:
        """Be the only writer; what is not published is rolled back."""
        with self._connection() as connection:
            # The lock belongs to the connection and ends with it, however it ends.
            taken = connection.execute(text(f"SELECT pg_try_advisory_lock({WRITER_LOCK})")).scalar_one()
            if not taken and not wait:
                raise EditionError(f"{self._shown_address}: {ANOTHER_REFRESH}")
            if not taken:
                logger.warning("%s: waiting for %s to end", self._shown_address, _writer(connection))
                connection.execute(text(f"SELECT pg_advisory_lock({WRITER_LOCK})"))
            connection.commit()
            yield PostgresqlWriter(connection)

    @contextmanager
    def _reading(self, edition: str) -> Iterator[tuple[Connection, str]]:
        with self._connection() as connection:
            yield connection, edition_schema(edition)

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            found = " ".join(str(error.orig).split())
            raise EditionError(
                f"{self._shown_address}: {found}; check the address, the server and the rights, then run this again; "
                "nothing was published"
            ) from error


class PostgresqlWriter(Writer):
    """The one writer of a store; made by `PostgresqlStore.writing`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def build(self, portions: Portions) -> None:
        copy = MetaData()
        for table in stored.sorted_tables:
            table.to_metadata(copy, schema=_BUILT)
        self._connection.execute(CreateSchema(_BUILT))
        for table in copy.sorted_tables:
            self._connection.execute(CreateTable(table, include_foreign_key_constraints=[]))
        for kept, frame in in_store(portions):
            if frame is not None:
                _copy_rows(self._connection, copy.tables[f"{_BUILT}.{kept.name}"], frame)
        # One look at a whole table is much faster than one at each row as it comes.
        for table in copy.sorted_tables:
            for index in sorted(table.indexes, key=lambda index: str(index.name)):
                self._connection.execute(CreateIndex(index))
        for table in copy.sorted_tables:
            for constraint in table.constraints:
                if isinstance(constraint, ForeignKeyConstraint):
                    self._connection.execute(AddConstraint(constraint))
            self._connection.execute(text(f"ANALYZE {_BUILT}.{table.name}"))
        for view in create_views(copy, _BUILT):
            self._connection.execute(view)

    def changes(self) -> Changes:
        return _changes(self._connection, _current(self._connection), _BUILT)

    def publish(self, edition: str, action: str, changes: Changes) -> None:
        if inspect(self._connection).has_schema(edition_schema(edition)):
            # It is the same, and readers may be at it.
            self._connection.execute(DropSchema(_BUILT, cascade=True))
        else:
            self._connection.execute(text(f"ALTER SCHEMA {_BUILT} RENAME TO {edition_schema(edition)}"))
        self.show(edition, action, changes)

    def keep_tried(self, edition: str) -> bool:
        return False  # a schema that nobody shows would stay for ever

    def show(self, edition: str, action: str, changes: Changes) -> None:
        """Show an edition that is kept, in one transaction with what was built, and drop those that are too old."""
        self._connection.execute(CreateSchema(CONTROL_SCHEMA, if_not_exists=True))
        control.create_all(self._connection)
        self._connection.execute(delete(pointer))
        self._connection.execute(insert(pointer).values(edition=edition))
        entry = new_publication(edition, action, changes)
        self._connection.execute(insert(publication).values(entry._asdict()))
        self._connection.commit()
        sizes = {row.nspname: row.bytes for row in self._connection.execute(_SIZES)}
        for name in too_old({name: sizes.get(edition_schema(name), 0) for name in _names(self._connection)}):
            self._drop(name)

    def _drop(self, edition: str) -> None:
        """Drop an edition; one that somebody still reads stays for the next writer."""
        try:
            self._connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_FOR_READERS}'"))
            self._connection.execute(DropSchema(edition_schema(edition), cascade=True))
            self._connection.commit()
        except DBAPIError as error:
            self._connection.rollback()
            if getattr(error.orig, "sqlstate", "") != "55P03":  # lock_not_available
                raise


_SIZES = text(
    "SELECT nspname, sum(pg_total_relation_size(pg_class.oid))::bigint AS bytes "
    "FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE relkind = 'r' GROUP BY nspname"
)
_HOLDER = text(
    "SELECT application_name, usename, coalesce(host(client_addr), 'this machine'), "
    "to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') "
    "FROM pg_locks JOIN pg_stat_activity USING (pid) "
    f"WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = {WRITER_LOCK}"
)


def _writer(connection: Connection) -> str:
    """Who holds the lock of writers."""
    found = connection.execute(_HOLDER).first()
    if found is None:
        return "another refresh"
    program, user, address, since = found
    return f"{program or 'a program without a name'} (user {user} from {address}, connected since {since} UTC)"


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table(pointer.name, CONTROL_SCHEMA):
        return None
    edition = connection.execute(select(pointer.c.edition)).scalar()
    return edition if edition and inspect(connection).has_table("edition", edition_schema(edition)) else None


def _history(connection: Connection) -> list[Publication]:
    if not inspect(connection).has_table(publication.name, CONTROL_SCHEMA):
        return []
    columns = [publication.c[name] for name in Publication._fields]
    return [Publication(*row) for row in connection.execute(select(*columns).order_by(publication.c.number))]


def _names(connection: Connection) -> list[str]:
    found = map(_EDITION.fullmatch, inspect(connection).get_schema_names())
    return by_last_publication([match[1] for match in found if match], _history(connection), _current(connection))


def _changes(connection: Connection, before: str | None, after_schema: str) -> Changes:
    """Compare two schemas under the names that `etl.editions.differences` has for them."""
    before_schema = edition_schema(before or "")
    translated = connection.execution_options(schema_translate_map={"old": before_schema, "new": after_schema})
    comparable = before is not None and has_layout(connection, before_schema, COMPARED)
    return compare(translated, against_nothing=not comparable)


def _copy_rows(connection: Connection, table: Table, frame: Any) -> None:
    """Load rows by COPY, as CSV in which a missing value is an empty cell and an empty text a quoted one."""
    import pyarrow as pa
    from pyarrow import compute, csv

    names = [column.name for column in table.columns]
    server: Any = connection.connection.driver_connection
    with server.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
        for start in range(0, len(frame), ROWS_AT_ONCE):
            part = frame.iloc[start : start + ROWS_AT_ONCE]
            cells = []
            for column in table.columns:
                array = pa.array(part[column.name], from_pandas=True)
                if pa.types.is_dictionary(array.type):
                    array = array.dictionary_decode()
                if column.nullable:
                    array = compute.if_else(pa.array(missing(part[column.name])), None, array)
                cells.append(array.cast(pa.int64()) if isinstance(column.type, Integer) else array)
            buffer = pa.BufferOutputStream()
            csv.write_csv(pa.table(cells, names), buffer, csv.WriteOptions(include_header=False))
            copy.write(buffer.getvalue().to_pybytes())
