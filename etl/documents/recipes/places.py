"""Says where numbers stand in an outside file, as a reader finds them there: sheet and cell, row and column, record."""

from collections.abc import Mapping, Sequence

from etl.documents.files.sheets import Sheet, letters, place
from etl.figures.quoting import escaped

TablePlace = tuple[int, int]  # row and column, from 0


def places(sheet: Sheet, titles: Mapping[int, str], cells: Sequence[TablePlace]) -> str:
    """Where some cells of a sheet are; titles are the names of its columns."""
    if sheet.form == "workbook":
        named = ", ".join(place(*cell) for cell in cells)
        return f"Sheet {escaped(sheet.name)} cell{'s' if len(cells) > 1 else ''} {named}"
    rows = list(dict.fromkeys(row for row, _ in cells))
    columns = list(dict.fromkeys(titles.get(column) or letters(column) for _, column in cells))
    return f"{_rows(sheet, rows)}, {', '.join(escaped(column) for column in columns)}"


def row_place(sheet: Sheet, row: int) -> str:
    """Where a whole row of a sheet is."""
    return f"sheet {sheet.name} {_rows(sheet, [row])}" if sheet.form == "workbook" else _rows(sheet, [row])


def _rows(sheet: Sheet, rows: Sequence[int]) -> str:
    """Rows by their numbers; the records of a sheet of records begin below its header."""
    word, shift = ("record", 0) if sheet.form == "records" else ("row", 1)
    return f"{word}{'s' if len(rows) > 1 else ''} {', '.join(str(row + shift) for row in rows)}"
