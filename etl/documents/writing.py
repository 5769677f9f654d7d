"""Writes the new numbers of a source into its own statements file, whole or not at all."""

import csv
import io
from contextlib import suppress

from etl.documents.compare import Judged
from etl.documents.files.cells import number_as_text
from etl.documents.files.sheets import ImportFileError, Sheet
from etl.figures.vocabulary import Evidence, RangeKind
from etl.package.contract import STATEMENTS
from etl.package.csv_file import FILE_LIMIT
from etl.package.descriptor import PackageError, describe, not_writable, replace_file
from etl.package.extract import Package


def statement_rows(judged: list[Judged], sheet: Sheet, source: str, producer: str, via: str) -> list[dict[str, str]]:
    """The rows of the statements that the source does not make in the data yet."""
    return [_row(each, sheet, source, producer, via) for each in judged if each.is_to_write]


def _row(judged: Judged, sheet: Sheet, source: str, producer: str, via: str) -> dict[str, str]:
    figure = judged.figure
    ends = f" (range {figure.ends})" if figure.ends else ""
    numbers = {name: getattr(figure, name) for name in ("value", "low", "high")}
    return {
        "indicator": judged.indicator,
        "area": figure.area,
        "year": str(figure.year),
        "producer": producer,
        **{name: "" if number is None else number_as_text(number) for name, number in numbers.items()},
        "unit": judged.unit,
        "source": source,
        "locator": sheet.locator(figure.cell) + ends,
        "as_printed": figure.as_printed,
        "evidence": Evidence.ORIGINAL,
        "via": via,
        "flag": figure.flag,
        "note": "",
        "range_kind": RangeKind.UNSTATED if figure.low is not None else "",
    }


def write_statements(package: Package, source: str, rows: list[dict[str, str]]) -> str:
    """Add rows to the file of the source, list it in the package, and give its path below the data folder.

    A file that is there keeps its rows and columns. It is replaced in one step. Raises ImportFileError where it or the
    contract cannot be written; then neither is changed.
    """
    below = f"{STATEMENTS}/{source}.csv"
    path = package.folder / below
    try:
        original = path.read_bytes().decode("utf-8") if path.exists() else None
        before = (original or "").removeprefix("\ufeff")
        if before:
            header = next(csv.reader(io.StringIO(before)))
        else:
            header = [column.name for column in package.contract.tables[STATEMENTS].fields]
        added = io.StringIO()
        writer = csv.DictWriter(added, header, restval="", extrasaction="ignore", lineterminator="\n")
        if not before:
            writer.writeheader()
        writer.writerows(rows)
        text = before.replace("\r\n", "\n") + added.getvalue()
        if len(text) > FILE_LIMIT:
            raise ImportFileError(f"{package.path(below)} would be larger than a data file may be; split it by topic")
        like = package.folder / "sources.csv"
        replace_file(path, text, like)
    except OSError as error:
        raise ImportFileError(not_writable(path.parent, error)) from None
    try:
        describe(package.folder)
    except PackageError as error:
        # A file that is not listed would be half an import.
        with suppress(OSError):
            if original is None:
                path.unlink()
            else:
                replace_file(path, original, like)
        raise ImportFileError(str(error)) from None
    return below
