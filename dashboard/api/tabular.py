"""Rows as CSV and SDMX-CSV, written as they are read, so that a file of any length needs little memory."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from dashboard.api.columns import Cell, Row
from dashboard.exports.harmless import harmless
from etl.figures.columns import Column
from etl.figures.vocabulary import Flag

DATAFLOW = "DRUG_CONTROL:OBSERVATIONS(1.0)"

SDMX_COLUMNS = (
    "DATAFLOW",
    "FREQ",
    "INDICATOR",
    "REF_AREA",
    "PRODUCER",
    "TIME_PERIOD",
    "OBS_VALUE",
    "LOWER_BOUND",
    "UPPER_BOUND",
    "UNIT_MEASURE",
    "OBS_STATUS",
    "FLAG",
    "EVIDENCE",
    "SOURCE",
    "SOURCE_TITLE",
    "SOURCE_PUBLISHED",
    "SOURCE_URL",
    "LOCATOR",
    "PAGE",
)
# The columns of OBSERVATIONS that have another name there.
_SDMX_OF = {
    "INDICATOR": "indicator",
    "REF_AREA": "area",
    "PRODUCER": "producer",
    "TIME_PERIOD": "year",
    "OBS_VALUE": "value",
    "LOWER_BOUND": "low",
    "UPPER_BOUND": "high",
    "UNIT_MEASURE": "unit",
    **{name: name.lower() for name in SDMX_COLUMNS[SDMX_COLUMNS.index("FLAG") :]},
}


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
    same = {name: row[column] for name, column in _SDMX_OF.items()}
    return {"DATAFLOW": DATAFLOW, "FREQ": "A", **same, "OBS_STATUS": _status(row["value"], row["flag"])}


def _status(value: Cell, flag: Cell) -> str:
    """The code in the SDMX list of observation states: A normal, N not a real zero, O missing."""
    if value is None:
        return "O"
    return "N" if flag == Flag.POPPY_FREE else "A"
