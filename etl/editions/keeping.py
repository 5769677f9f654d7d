"""What every store of editions can do, whichever database is behind it."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection

from etl.editions.changes import Changes
from etl.editions.differences import Identity, disagreements
from etl.editions.layout import has_layout
from etl.editions.rows import Portions
from etl.figures.tables import Publication


class Writer(Protocol):
    """What the only writer of a store can do; nothing of it is seen by readers before `publish` or `show`."""

    def build(self, portions: Portions) -> None:
        """Write a whole edition aside."""

    def changes(self) -> Changes:
        """What the edition that was built changes against the current one."""

    def publish(self, edition: str, action: str, changes: Changes) -> None:
        """Keep the edition that was built under its name and show it."""

    def keep_tried(self, edition: str) -> bool:
        """Keep the edition that was built, and no other tried one, for who looks at it; False where that cannot be."""

    def show(self, edition: str, action: str, changes: Changes) -> None:
        """Show an edition that is kept, by one atomic switch, and drop those that are too old."""


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
        with self._reading(edition) as (connection, schema):
            return has_layout(connection, schema)

    def changes(self, before: str | None, after: str) -> Changes:
        """What one kept edition changes against another, or against nothing."""

    def disagreements(self, edition: str) -> set[Identity]:
        """The statements of a kept edition that print another number than the current one."""
        with self._reading(edition) as (connection, schema):
            return disagreements(connection, schema)

    def writing(self, *, wait: bool = True) -> AbstractContextManager[Writer]:
        """Be the only writer; what a stopped writer left behind, and what is not published, is thrown away.

        With `wait=False` it is an EditionError that another writes.
        """

    def _reading(self, edition: str) -> AbstractContextManager[tuple[Connection, str]]:
        """A connection that reads an edition, and the schema that the edition is in it."""
