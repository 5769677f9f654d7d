"""The only reader of the database. Every SELECT of the dashboard stands here.

A request asks `Database.edition()` once and uses that edition to its end, so that it never mixes two. An
edition is read-only and immutable, and keeps what it has read for as long as it is the current one.
"""

import threading
from collections.abc import Callable, Hashable
from pathlib import Path

from etl.editions.reading.databases import NoEditionError, database_at
from etl.editions.reading.listing import Listing

__all__ = ["Database", "Edition", "NoEditionError"]


class Edition(Listing):
    """One immutable edition: its small tables as dictionaries, and the questions the pages ask of it."""


class Database:
    """The published database; gives the edition of the moment, and a new one without a restart.

    `address` is the path of a SQLite file or a DATABASE_URL.
    """

    def __init__(self, address: Path | str) -> None:
        self._database = database_at(address)
        self._lock = threading.Lock()
        self._current: Hashable = None
        self._edition: Edition | None = None
        # Told the name of every edition that is given out, for the log.
        self.when_used: Callable[[str], None] = lambda name: None

    def kept(self, name: str) -> "Edition | None":
        """An edition by its name; None where it is neither the current one nor kept.

        Raises NoEditionError where it cannot be read.
        """
        current = self.edition()
        if name == current.name:
            return current
        read = self._database.open_kept(name)
        found = Edition(read, self._database) if read is not None else None
        return found if found is not None and found.name == name else None

    def edition(self) -> "Edition":
        """The current edition. Raises NoEditionError where there is none that can be read."""
        current = self._database.current()
        with self._lock:
            if self._edition is None or current != self._current:
                self._edition = None
                self._edition = Edition(self._database.open(current), self._database)
                self._current = current
            edition = self._edition
        self.when_used(edition.name)
        return edition
