"""One edition: how it is read, and what is kept as long as it is the current one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.exc import DBAPIError

from etl.editions.reading.databases import EditionsDatabase, NoEditionError, Read
from etl.figures import tables
from etl.figures.rows import Record, by_name

Kept = TypeVar("Kept")


class Reader:
    """Reads one immutable edition, and no other even after another has taken its place."""

    def __init__(self, read: Read, database: EditionsDatabase) -> None:
        self._rows = read
        self._database = database
        try:
            about = self._rows(select(tables.edition))
        except DBAPIError as error:
            raise NoEditionError(f"the edition cannot be read: {error.orig}") from error
        if not about:
            raise NoEditionError("the database holds no edition")
        self.name: str = about[0].edition
        self.statements: int = about[0].statements
        self.observations_count: int = about[0].observations
        self.data_as_of: str = about[0].data_as_of
        self._kept: dict[object, Any] = {}

    def refuse_other_tables(self) -> None:
        """Raises NoEditionError where a table or column is not there that this version of the program reads."""
        try:
            for table in tables.metadata.tables.values():
                self._rows(select(table).limit(0))
        except DBAPIError as error:
            raise NoEditionError(f"the edition has other tables: {error.orig}") from error

    def keep(self, make: Callable[[Self], Kept]) -> Kept:
        """What a function makes of this edition, made once and kept as long as the edition."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return self._kept[make]  # type: ignore[no-any-return]

    def publications(self) -> list[tables.Publication]:
        """What was shown from when on, oldest first, up to this edition. Not part of the edition: read each time.

        Raises NoEditionError where that cannot be read.
        """
        entries = self._database.history()
        shown = [position for position, entry in enumerate(entries) if entry.edition == self.name]
        return entries[: shown[-1] + 1] if shown else []

    def _all(self, table: Table) -> Sequence[Any]:
        return self._rows(select(table).order_by(*table.primary_key.columns))

    def _records(self, record: type[Record], table: Table, names: Mapping[str, str] = {}) -> list[Record]:
        """A whole small table as records; `names` says which of its columns have another name there."""
        make = by_name(record, [names.get(column.name, column.name) for column in table.columns])
        return [make(row) for row in self._all(table)]
