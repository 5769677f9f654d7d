"""Where editions are kept: one interface, with SQLite files or a PostgreSQL database behind it."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from etl.editions.names import EditionError
from etl.figures.paths import database_of
from etl.figures.tables import Publication

if TYPE_CHECKING:
    from etl.editions.changes import Changes, Identity
    from etl.editions.rows import Tables


class Writer(Protocol):
    """What the only writer of a store can do; nothing of it is seen by readers before `publish` or `show`."""

    def build(self, tables: "Tables") -> None:
        """Write a whole edition aside."""

    def changes(self) -> "Changes":
        """What the edition that was built changes against the current one."""

    def publish(self, edition: str, action: str, changes: "Changes") -> None:
        """Keep the edition that was built under its name and show it."""

    def show(self, edition: str, action: str, changes: "Changes") -> None:
        """Show an edition that is kept, by one atomic switch, and drop all but the last ten."""


class EditionStore(Protocol):
    """Immutable editions and the pointer to the one that readers see.

    Every method raises EditionError, with a sentence for the maintainer, where the store cannot be used.
    """

    def current(self) -> str | None:
        """The edition that readers see; None where there is none or it is damaged."""

    def names(self) -> list[str]:
        """The editions that are kept, in the order in which they were last shown; the current one is last."""

    def history(self) -> list[Publication]:
        """What was shown from when on, oldest first."""

    def fits(self, edition: str) -> bool:
        """Whether an edition has every table and column that this version of the program reads."""

    def changes(self, before: str | None, after: str) -> "Changes":
        """What one kept edition changes against another, or against nothing."""

    def disagreements(self, edition: str) -> "set[Identity]":
        """The statements of a kept edition that print another number than the one in force."""

    def writing(self, *, wait: bool = True) -> AbstractContextManager[Writer]:
        """Be the only writer; what a stopped writer left behind, and what is not published, is thrown away.

        With `wait=False` it is an EditionError that another writes.
        """


def open_store(data: Path, url: str = "") -> EditionStore:
    """The store that a DATABASE_URL names; without one, the SQLite file of the data folder.

    Raises EditionError for an address that names neither SQLite nor PostgreSQL.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from etl.editions.postgresql import PostgresqlStore
    from etl.editions.sqlite import SqliteStore

    if not url:
        return SqliteStore(database_of(data))
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise EditionError(_address_advice("it is not an address")) from None
    if address.get_backend_name() == "sqlite" and address.database and address.database != ":memory:":
        return SqliteStore(Path(address.database))
    if address.get_backend_name() == "postgresql":
        return PostgresqlStore(address.set(drivername="postgresql+psycopg"))
    raise EditionError(_address_advice("it names neither a SQLite file nor a PostgreSQL database"))


def _address_advice(found: str) -> str:
    return (
        f"DATABASE_URL: {found}; use sqlite:////folder/name.sqlite or postgresql+psycopg://user:password@host/database"
    )
