"""Where editions are kept: SQLite files or a PostgreSQL database."""

from pathlib import Path
from typing import TYPE_CHECKING

from etl.editions.edition_names import EditionError
from etl.figures.paths import database_of

if TYPE_CHECKING:
    from etl.editions.keeping import EditionStore


def open_store(data: Path, url: str = "") -> "EditionStore":
    """The store that a DATABASE_URL names; without one, the SQLite file of the data folder.

    Raises EditionError for an address that names neither SQLite nor PostgreSQL.
    """
    from etl.editions.postgresql import PostgresqlStore
    from etl.editions.reading.databases import named_by
    from etl.editions.sqlite import SqliteStore

    if not url:
        return SqliteStore(database_of(data))
    try:
        place = named_by(url)
    except ValueError as error:
        raise EditionError(str(error)) from None
    return SqliteStore(place) if isinstance(place, Path) else PostgresqlStore(place)
