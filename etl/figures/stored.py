"""The tables of an edition as a database keeps them: what many rows of one say alike is kept once.

Observations share their series, and statements what is the same in a whole table of a source, such as the address where
it was read and what is measured. Views put both together again, under the names and with the columns of
`etl.figures.tables`. In an outer join a view is made as a whole by SQLite, so `Beside` joins what it is made of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, FromClause, Index, Integer, MetaData, Select, Table, select
from sqlalchemy.schema import CreateView

from etl.figures import tables
from etl.figures.columns import SERIES_KEY

stored = MetaData()


@dataclass(frozen=True)
class PartedTable:
    """A table that is kept as two: `rows`, and what they share, which has the primary key that rows refer to."""

    whole: Table
    rows: Table
    shared: Table

    @property
    def number(self) -> str:
        """The name of the column in which rows say what they share."""
        return str(self.shared.name)

    @property
    def shared_names(self) -> list[str]:
        """The columns that rows share."""
        return [column.name for column in self.shared.columns if column.name != self.number]


def _column(column: "Column[Any]", is_key: bool) -> "Column[Any]":
    """The column of a table that is read, as it is kept; what refers to a view refers to its rows."""
    references = [ForeignKey(_ROWS.get(key.target_fullname, key.target_fullname)) for key in column.foreign_keys]
    default = column.default.arg if column.default is not None else None  # type: ignore[attr-defined]
    return Column(
        column.name, column.type, *references, primary_key=is_key, autoincrement=False, nullable=column.nullable,
        default=default,
    )  # fmt: skip


_ROWS = {f"{name}.id": f"{name}_row.id" for name in ("observation", "statement")}  # a view cannot be referred to


def _parted(
    whole: Table, shared: str, names: Iterable[str], of_rows: list[Index], of_shared: list[Index]
) -> PartedTable:
    alike = set(names)
    number = Column(shared, Integer, primary_key=True, autoincrement=False)
    reference = Column(shared, Integer, ForeignKey(f"{shared}.{shared}"), nullable=False)
    said_once = [_column(column, False) for column in whole.columns if column.name in alike]
    own = [_column(column, column.primary_key) for column in whole.columns if column.name not in alike]
    kept = Table(shared, stored, number, *said_once, *of_shared)
    return PartedTable(whole, Table(f"{whole.name}_row", stored, *own, reference, *of_rows), kept)


def _whole_tables() -> None:
    """The tables that are kept as they are read."""
    for table in tables.metadata.sorted_tables:
        if table not in (tables.observation, tables.statement):
            cells = (_column(column, column.primary_key) for column in table.columns)
            indexes = (Index(index.name, *(column.name for column in index.columns)) for index in table.indexes)
            rowid = table.dialect_options["sqlite"]["with_rowid"]
            Table(table.name, stored, *cells, *indexes, sqlite_with_rowid=rowid)


_whole_tables()
observation = _parted(
    tables.observation,
    "series",
    SERIES_KEY,
    [Index("observation_by_series", "series", "year", unique=True)],
    [Index("series_by_key", *SERIES_KEY, unique=True), Index("series_by_area", "area")],
)
# What differs from row to row.
_OF_ITS_OWN = {
    *("id", "observation_id", "value", "low", "high", "locator", "as_printed", "note", "converted_from", "verdict"),
    "line",
}
statement = _parted(
    tables.statement,
    "particulars",
    (column.name for column in tables.statement.columns if column.name not in _OF_ITS_OWN),
    [
        Index("statement_by_observation", "observation_id"),
        Index("statement_by_particulars", "particulars"),
        Index("statement_by_verdict", "verdict"),
        Index("statement_by_value", "value"),
    ],
    [Index("particulars_by_source", "source")],
)
PARTED = (observation, statement)


def create_views(among: MetaData = stored, schema: str | None = None) -> list[CreateView]:
    """What makes the views over the tables of a schema."""
    return [
        CreateView(_whole(among.tables, each, schema), each.whole.name, metadata=MetaData(), schema=schema)
        for each in PARTED
    ]


def _whole(among: Any, each: PartedTable, schema: str | None) -> Select[Any]:
    rows, shared = (among[f"{schema}.{table.name}" if schema else table.name] for table in (each.rows, each.shared))
    once = set(each.shared_names)
    cells = ((shared if column.name in once else rows).c[column.name] for column in each.whole.columns)
    return select(*cells).join_from(rows, shared, rows.c[each.number] == shared.c[each.number])


class Beside:
    """A parted table under a name of its own, beside rows that may point to a row of it."""

    def __init__(self, each: PartedTable, name: str) -> None:
        self._rows, self._shared = each.rows.alias(name), each.shared.alias(f"{name}_{each.number}")
        self._number = each.number
        self.c: dict[str, ColumnElement[Any]] = {
            column.name: column for table in (self._shared, self._rows) for column in table.columns
        }

    def joined_to(self, rows: FromClause, pointer: ColumnElement[Any]) -> FromClause:
        """Some rows, each with the row that it points to by its id, or with nothing."""
        with_own = rows.outerjoin(self._rows, pointer == self._rows.c.id)
        return with_own.outerjoin(self._shared, self._rows.c[self._number] == self._shared.c[self._number])
