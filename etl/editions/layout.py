"""Whether a published edition has the tables and columns that this version of the program reads."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, inspect

from etl.figures.stored import stored
from etl.figures.tables import metadata

WHOLE = {table.name: table.columns.keys() for among in (stored, metadata) for table in among.sorted_tables}


def has_layout(connection: Connection, schema: str, wanted: Mapping[str, Iterable[str]] = WHOLE) -> bool:
    """Whether a schema has every wanted table and column; without `wanted`, all those of `etl.figures.tables`."""
    inspector = inspect(connection)
    there = {*inspector.get_table_names(schema), *inspector.get_view_names(schema)}
    return all(
        name in there and set(columns) <= {column["name"] for column in inspector.get_columns(name, schema)}
        for name, columns in wanted.items()
    )
