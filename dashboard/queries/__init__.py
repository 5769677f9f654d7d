"""The only reader of the database. Every SELECT of the dashboard stands here.

A request asks `Database.edition()` once and uses that edition to its end, so that it never mixes two. An
edition is read-only and immutable, and keeps what it has read for as long as it is the current one.
"""

import threading
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from dashboard.queries.connection import NoEditionError
from dashboard.queries.listing import Listing

__all__ = ["Database", "Edition", "NoEditionError"]


class Edition(Listing):
    """One immutable edition: its small tables as dictionaries, and the questions the pages ask of it."""


class Database:
    """The published database; gives the edition of the moment, and a new one without a restart."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._identity: tuple[int, int, int] | None = None
        self._edition: Edition | None = None

    def edition(self) -> "Edition":
        """The current edition. Raises NoEditionError where there is none that can be read."""
        with self._lock:
            try:
                status = self.path.stat()
                identity = (status.st_ino, status.st_mtime_ns, status.st_size)
                if self._edition is None or identity != self._identity:
                    self._edition = None
                    self._edition = Edition(self.path)
                    self._identity = identity
            except (OSError, DatabaseError) as error:
                raise NoEditionError(f"{self.path} cannot be read: {error}") from error
            return self._edition
