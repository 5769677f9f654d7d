"""The only reader of the database. Every SELECT of the dashboard stands here.

A request asks `Database.edition()` once and uses that edition to its end, so that it never mixes two. An
edition is read-only and immutable, and keeps what it has read for as long as it is the current one.
"""

import threading
from collections.abc import Callable, Hashable
from pathlib import Path

from etl.editions.reading.compared import ComparedSeries
from etl.editions.reading.databases import NoEditionError, TooSlowError, database_at
from etl.editions.reading.listing import Listing

__all__ = ["Database", "Edition", "NoEditionError", "TooSlowError"]


SECONDS_TO_OPEN = 5.0
MOST_OPENED = 3  # of the editions before, each with what was read of it


class Edition(Listing, ComparedSeries):
    """One immutable edition: its small tables as dictionaries, and the questions the pages ask of it."""

    def kept(self, name: str) -> "Edition | None":
        """An edition of the same database by its name, which may be anything; None where it is not kept.

        Raises NoEditionError where it cannot be read.
        """
        if name == self.name:
            return self
        opened = self.keep(_opened_editions)
        found = opened.get(name)
        if found is None:
            read = self._database.open_kept(name)
            found = Edition(read, self._database) if read is not None else None
            if found is None or found.name != name:
                return None
            found.refuse_other_tables()
            opened[name] = found
            for oldest in list(opened)[:-MOST_OPENED]:
                opened.pop(oldest, None)
        return found


def _opened_editions(edition: Edition) -> dict[str, Edition]:
    return {}


class Database:
    """The published database; gives the edition of the moment, and a new one without a restart.

    `address` is the path of a SQLite file or a DATABASE_URL.
    """

    def __init__(self, address: Path | str) -> None:
        self.address = address
        self._database = database_at(address)
        self._lock = threading.Lock()
        # What stands for the edition that is open, and the edition; both at once, for who does not wait for the lock.
        self._shown: tuple[Hashable, Edition] | None = None
        # Told the name of every edition that is given out, for the log.
        self.when_used: Callable[[str], None] = lambda name: None

    def edition_at_once(self) -> "Edition | None":
        """The current edition, if a look at a file shows that it is open; None where that must be waited for.

        Raises NoEditionError where there is none.
        """
        if not self._database.answers_at_once:
            return None
        shown, opened = self._shown, self._database.current()
        if shown is None or shown[0] != opened:
            return None
        self.when_used(shown[1].name)
        return shown[1]

    def kept(self, name: str) -> "Edition | None":
        """An edition by its name; None where it is neither the current one nor kept.

        Raises NoEditionError where it cannot be read.
        """
        return self.edition().kept(name)

    def edition(self) -> "Edition":
        """The current edition. Raises NoEditionError where there is none that can be read."""
        current = self._database.current()
        if not self._lock.acquire(timeout=SECONDS_TO_OPEN):
            raise TooSlowError("the edition is being opened, and that takes too long")
        try:
            if self._shown is None or current != self._shown[0]:
                self._shown = None
                self._shown = current, Edition(self._database.open(current), self._database)
            edition = self._shown[1]
        finally:
            self._lock.release()
        self.when_used(edition.name)
        return edition
