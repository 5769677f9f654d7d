"""Rows as CSV and SDMX-CSV, written as they are read, so that a file of any length needs little memory."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from dashboard.api.columns import Row
from dashboard.exports.cells import harmless
from etl.figures.beside import rows_beside
from etl.figures.columns import Column

DATAFLOW = "DRUG_CONTROL:OBSERVATIONS(1.0)"

# The columns of SDMX-CSV, each with the column of OBSERVATIONS that it has the cells of.
_SDMX_OF = {row["column"]: row["of"] for row in rows_beside(__package__, "sdmx.csv")}
SDMX_COLUMNS = tuple(_SDMX_OF)


def to_csv(names: Sequence[str], batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """CSV (RFC 4180, UTF-8) with a heading, a piece for each batch."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(names)
    for batch in batches:
        writer.writerows([harmless(row[name]) for name in names] for row in batch)
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()
    if text.tell():
        yield text.getvalue().encode()


def names_of(columns: Iterable[Column]) -> list[str]:
    """The heading of a table."""
    return [column.name for column in columns]


def to_sdmx(batches: Iterable[Sequence[Row]]) -> Iterator[bytes]:
    """Rows of OBSERVATIONS as SDMX-CSV 1.0."""
    return to_csv(SDMX_COLUMNS, ([_sdmx_row(row) for row in batch] for batch in batches))


def _sdmx_row(row: Row) -> Row:
    same = {name: row[column] for name, column in _SDMX_OF.items() if column}
    return {"DATAFLOW": DATAFLOW, "FREQ": "A", **same}
