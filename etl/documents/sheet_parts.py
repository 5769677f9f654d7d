"""The part of a workbook that an import is asked to read: sheets, rows and columns, and what of it is hidden."""

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator

from etl.documents.files.cells import SheetCell
from etl.documents.files.sheets import ImportFileError, Sheet, column_number, letters
from etl.documents.layouts.harvest import Remark, row_names
from etl.documents.request import ImportRequest
from etl.figures.quoting import shown


def check_skips(sheets: list[Sheet], request: ImportRequest) -> None:
    """A row to leave out that is nowhere is mistyped."""
    if not request.skip:
        return
    called = set().union(*(row_names(sheet, row) for sheet in sheets for row in range(len(sheet.rows))))
    missed = [shown(each) for each in request.skip if each not in called]
    if missed:
        raise ImportFileError(
            f'--skip {", ".join(missed)} fits no row; write a text as it stands in the row, a cell (A6) or "row 6"'
        )


def hidden(given: list[Sheet], shown_sheets: list[Sheet], sheet: Sheet) -> Iterator[Remark]:
    """What a spreadsheet does not show: sheets, and rows and columns of the sheet that is read."""
    for each in given:
        if each.refused:
            yield Remark(f"sheet {shown(each.name)}", f"is not read: {each.refused}")
        elif each not in shown_sheets:
            yield Remark(f"sheet {shown(each.name)}", "is hidden; not read without --hidden")
    if sheet.left_hidden:
        rows, columns = sheet.left_hidden
        if rows:
            yield Remark(f"row {_some(str(row + 1) for row in sorted(rows))}", "is hidden; not read without --hidden")
        if columns:
            yield Remark(f"column {_some(map(letters, sorted(columns)))}", "is hidden; not read without --hidden")


def _some(names: Iterable[str]) -> str:
    """The first of some names, and whether there are more."""
    first = list(itertools.islice(names, 11))
    return ", ".join(first[:10]) + (" ..." if len(first) > 10 else "")


def unread_columns(whole: Sheet, sheet: Sheet, columns: str) -> Iterator[Remark]:
    """That only some columns are read, where that was asked for, and how the others of the whole sheet are called."""
    if columns:
        titles = {column: _first_text(whole, column) for column in range(whole.width)}
        left = [shown(title) for column, title in titles.items() if title and not _first_text(sheet, column)]
        named = f"; not read: {_some(left)}" if left else ""
        yield Remark("columns", f"only {columns} are read, as told by --columns{named}")


def _first_text(sheet: Sheet, column: int) -> str:
    texts = (sheet.text(row, column) for row in range(len(sheet.rows)))
    return next(filter(None, texts), "")


def of_columns(sheet: Sheet, columns: str) -> Sheet:
    """The sheet with nothing in the columns outside some such as A-C,F."""
    if not columns:
        return sheet
    kept: set[int] = set()
    for part in columns.replace(" ", "").split(","):
        span = re.fullmatch(r"([A-Za-z]{1,3})(?:[-:]([A-Za-z]{1,3}))?", part)
        if span is None:
            raise ImportFileError(f"--columns {shown(columns)} are no columns; write them as A-C,F")
        kept |= set(range(column_number(span[1]), column_number(span[2] or span[1]) + 1))
    rows: list[list[SheetCell]] = [
        [cell if column in kept else "" for column, cell in enumerate(row)] for row in sheet.rows
    ]
    if not any(column < sheet.width for column in kept):
        raise ImportFileError(f"--columns {shown(columns)} are beyond the last column of sheet {shown(sheet.name)}")
    return dataclasses.replace(sheet, rows=rows)


def between(sheet: Sheet, rows: str) -> Sheet:
    """The sheet with nothing in the rows outside a span such as 3:20."""
    if not rows:
        return sheet
    span = re.fullmatch(r"([0-9]{1,7})[:-]([0-9]{1,7})", rows)
    if span is None or not 1 <= int(span[1]) <= int(span[2]):
        raise ImportFileError(f"--rows {shown(rows)} is no span of rows; write it as 3:20")
    first, last = int(span[1]) - 1, int(span[2]) - 1
    if first >= len(sheet.rows):
        raise ImportFileError(f"--rows {rows} is below the last row of sheet {shown(sheet.name)}, {len(sheet.rows)}")
    kept = [row if first <= number <= last else [] for number, row in enumerate(sheet.rows)]
    return dataclasses.replace(sheet, rows=kept)
