"""The whole edition as one file: SQLite, Parquet, or a Data Package in a zip, written a stretch at a time."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Float, Integer, Table, create_engine, insert
from sqlalchemy.schema import CreateIndex, CreateTable

from dashboard.api.columns import Row
from dashboard.api.endpoints import about_edition
from dashboard.api.resources import ApiList
from dashboard.api.rows import Rows
from dashboard.api.tabular import to_csv
from dashboard.exports.cells import HARMLESS, plain_number
from dashboard.exports.fixed_zip import moment_of, write_zip
from dashboard.server.urls import INSIDE
from etl.editions.reading import Edition
from etl.editions.reading.observations import Selection
from etl.figures import columns
from etl.figures.stored import create_views, stored
from etl.figures.tables import metadata

PACKAGE_NAME = "drug-control-figures"
_ROW_GROUP = 50_000
_LOADING = Lock()  # two threads that load these at once see half of them
_DECLARED = {table.name: table for table in columns.EDITION_TABLES}


def write_sqlite(edition: Edition, path: Path) -> None:
    """Write every table of the edition, with its indexes, to a new SQLite file."""
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            for table in stored.sorted_tables:
                connection.execute(CreateTable(table))
                for rows in edition.table_rows(table):
                    connection.execute(insert(table), [dict(row._mapping) for row in rows])
                for index in sorted(table.indexes, key=lambda index: str(index.name)):
                    connection.execute(CreateIndex(index))
            for view in create_views():
                connection.execute(view)
    finally:
        engine.dispose()


def write_parquet(edition: Edition, resource: ApiList, path: Path) -> None:
    """Write a list of the API to a new Parquet file; its pages are paths below the address of the dashboard."""
    # Loaded only here: it takes longer than half the rest of the dashboard, and most readers never need it.
    with _LOADING:
        import pandas  # noqa: F401  (pyarrow looks for it once it makes arrays)
        import pyarrow
        from pyarrow import parquet

    types = {"text": pyarrow.string(), "number": pyarrow.float64(), "integer": pyarrow.int64()}
    fields = [(column.name, types[column.kind]) for column in resource.columns]
    schema = pyarrow.schema(fields).with_metadata(about_edition(edition))
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(resource.batches(Rows(edition, INSIDE), Selection()), _ROW_GROUP):
            made = [pyarrow.array([row[field.name] for row in group], field.type) for field in schema]
            writer.write_table(pyarrow.Table.from_arrays(made, schema=schema))


def _groups(batches: Iterable[list[Row]], size: int) -> Iterator[list[Row]]:
    """Batches put together until they have about the wanted size."""
    group: list[Row] = []
    for batch in batches:
        group += batch
        if len(group) >= size:
            yield group
            group = []
    if group:
        yield group


def write_package(edition: Edition, path: Path) -> None:
    """Write every table of the edition as CSV, described as a Data Package, to a new zip file."""
    descriptor = json.dumps(_descriptor(edition), ensure_ascii=False, indent=2)
    tables = ((f"{table.name}.csv", _csv(edition, table)) for table in metadata.sorted_tables)
    write_zip(path, [*tables, ("datapackage.json", [descriptor.encode()])], moment_of(edition.data_as_of))


def _csv(edition: Edition, table: Table) -> Iterator[bytes]:
    names = [column.name for column in table.columns]
    return to_csv(names, ([_as_written(row) for row in rows] for rows in edition.table_rows(table)))


def _as_written(row: Any) -> Row:
    return {name: plain_number(cell) if isinstance(cell, float) else cell for name, cell in row._mapping.items()}


def _descriptor(edition: Edition) -> dict[str, Any]:
    """What the package says of itself (Data Package v2)."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": PACKAGE_NAME,
        "title": f"Drug-control figures, edition {edition.name}",
        "description": (
            f"One edition of published figures on illicit crops, data as of {edition.data_as_of}. An observation has "
            "the current value and the statement that is cited for it; a statement is one number as one source "
            f"prints it. Texts {HARMLESS}"
        ),
        "version": edition.name,
        "resources": [_resource(table) for table in metadata.sorted_tables],
    }


def _resource(table: Table) -> dict[str, Any]:
    declared = _DECLARED[table.name]
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column, declared[column.name].meaning) for column in table.columns],
        "missingValues": [""],
        "primaryKey": [column.name for column in table.primary_key.columns],
    }
    keys = [
        {
            "fields": [key.parent.name],
            "reference": {"resource": key.column.table.name, "fields": [key.column.name]},
        }
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent.name))
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Any, meaning: str) -> dict[str, Any]:
    if isinstance(column.type, Integer | Float):
        field: dict[str, Any] = {
            "name": column.name,
            "type": "integer" if isinstance(column.type, Integer) else "number",
        }
        if not column.nullable:
            field["constraints"] = {"required": True}
    else:
        # An empty text is a text, not a missing one.
        field = {"name": column.name, "type": "string", "missingValues": []}
    return field | {"description": meaning}
