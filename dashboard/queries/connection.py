"""The published database and one edition of it: connections, and what is kept as long as an edition."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlalchemy import Executable, Table, create_engine, select
from sqlalchemy.pool import StaticPool

from etl import tables

Kept = TypeVar("Kept")


class NoEditionError(Exception):
    """There is no database to read, or what is there is not one."""


class Reader:
    """A read-only connection to one immutable edition.

    One connection serves all reads of an edition, so that all of them see the same file even after another
    edition has taken its place; reads take well under a millisecond, so they simply take turns.
    """

    def __init__(self, path: Path) -> None:
        address = f"sqlite:///{path.absolute().as_uri()}?mode=ro&immutable=1&uri=true"
        engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
        self._connection = engine.connect()
        self._lock = threading.Lock()
        about = self._rows(select(tables.edition))
        if not about:
            raise NoEditionError(f"{path} holds no edition")
        self.name: str = about[0].edition
        self.statements: int = about[0].statements
        self.observations_count: int = about[0].observations
        self.data_as_of: str = about[0].data_as_of
        self._kept: dict[object, Any] = {}

    def keep(self, make: Callable[[Self], Kept]) -> Kept:
        """What a function makes of this edition, made once and kept as long as the edition."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return self._kept[make]  # type: ignore[no-any-return]

    def _rows(self, query: Executable) -> Sequence[Any]:
        with self._lock:
            return self._connection.execute(query).all()

    def _all(self, table: Table) -> Sequence[Any]:
        return self._rows(select(table).order_by(*table.primary_key.columns))
