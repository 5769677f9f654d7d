"""Opens an outside table, workbook or CSV, as sheets of plain cells, or says in one sentence why not."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from etl.documents.files import workbook
from etl.documents.files.cells import Mark, NoNumber, PrintedNumber, SheetCell, decimal_mark, number_of
from etl.documents.files.workbook import CELLS_LIMIT, COLUMNS_LIMIT, FILE_LIMIT, ROWS_LIMIT, SECONDS_LIMIT
from etl.figures.quoting import escaped, latin_instead, shown

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_DELIMITERS = ",;\t|"
_WAIT = 2 * SECONDS_LIMIT
_MISSING_RESULT = {
    "formula": "a formula without a stored result; open the file in a spreadsheet, save it and import it again",
    "error": "an error such as #REF! instead of a number; ask the publisher for the number",
}


class ImportFileError(Exception):
    """An outside file that cannot be used; the message is a sentence for the maintainer."""


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet from A1 on; rows and columns count from 0.

    hollow: cells that show nothing although the file has something there: a "formula" without a result, an "error".
    told_decimal: what stands before decimals in its texts, where the maintainer says so.
    """

    name: str
    rows: list[list[SheetCell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hollow: dict[tuple[int, int], str] = field(default_factory=dict)
    visible: bool = True
    told_decimal: Mark = ""

    @cached_property
    def width(self) -> int:
        """Number of columns of the widest row."""
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> SheetCell:
        """What a cell holds; empty text beyond the last one."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        return cells[column] if 0 <= column < len(cells) else ""

    def text(self, row: int, column: int) -> str:
        """The text of a cell on one line, without blanks around it."""
        cell = self.cell(row, column)
        if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return " ".join(str(cell).split())

    @cached_property
    def decimal(self) -> Mark:
        """What stands before decimals in the numbers that are texts. A title, alone in its row, does not tell."""
        tables = (row for row in self.rows if sum(cell != "" for cell in row) > 1)
        return self.told_decimal or decimal_mark(cell for row in tables for cell in row if isinstance(cell, str))

    def number(self, row: int, column: int) -> PrintedNumber | NoNumber:
        """The number that a cell prints, or why it has none."""
        if kind := self.hollow.get((row, column)):
            return NoNumber(_MISSING_RESULT[kind], unexpected=True)
        return number_of(self.cell(row, column), self.decimal)

    def has_number(self, row: int, column: int) -> bool:
        """Whether a cell prints a number, be it one that can be read in two ways."""
        found = self.number(row, column)
        return isinstance(found, PrintedNumber) or found.is_unclear

    def has_numbers(self, rows: Iterable[int], columns: Collection[int]) -> bool:
        """Whether a cell of some rows and columns prints a number."""
        return any(self.has_number(row, column) for row in rows for column in columns)

    def label(self, row: int, column: int) -> str:
        """The text of a cell, or of the merged cell that covers it."""
        top, left, _, _ = self.merged_at.get((row, column), (row, column, 0, 0))
        return self.text(top, left)

    @cached_property
    def merged_at(self) -> dict[tuple[int, int], tuple[int, int, int, int]]:
        """The merged range that covers a cell, for the cells that one covers."""
        covered: dict[tuple[int, int], tuple[int, int, int, int]] = {}
        visited = 0
        for span in self.merged:
            top, left, bottom, right = span
            for row in range(top, min(bottom + 1, len(self.rows))):
                for column in range(left, min(right + 1, self.width)):
                    covered.setdefault((row, column), span)
                    visited += 1
                    if visited > CELLS_LIMIT:
                        return covered
        return covered

    def is_blank(self, row: int) -> bool:
        """Whether a row has nothing in it."""
        return not any(self.text(row, column) for column in range(len(self.rows[row])))

    def locator(self, cell: str) -> str:
        """Where a reader finds a cell."""
        return f"Sheet {escaped(self.name)} cell {cell}"


def place(row: int, column: int) -> str:
    """The name of a cell, as spreadsheets write it: F3."""
    return f"{letters(column)}{row + 1}"


def letters(column: int) -> str:
    """The name of a column, as spreadsheets write it: F."""
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def read_sheets(path: Path, wanted: str = "") -> list[Sheet]:
    """The visible sheets of a workbook, or the wanted one, hidden or not; the one sheet of a CSV, named like it.

    What a file is is told by its content, not its name. Raises ImportFileError with one sentence.
    """
    try:
        if not path.is_file():
            raise ImportFileError(f"{path} is not a file; name the table that you have fetched")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
        if size > FILE_LIMIT:
            raise ImportFileError(
                f"{path} has {size >> 20:,} MiB, and at most {FILE_LIMIT >> 20} are read; save the table alone"
            )
        if head.startswith(_WORKBOOKS):
            return _from_workbook(path, wanted)
        if wanted and wanted != path.stem:
            raise ImportFileError(f"{path} is text, which has no sheet {shown(wanted)}; leave --sheet out")
        return [_from_csv(path, head)]
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read ({error.strerror}); check what it is") from None


def _from_workbook(path: Path, wanted: str) -> list[Sheet]:
    """Read by another process, which a hostile file may bring down."""
    command = [sys.executable, "-I", str(Path(workbook.__file__)), str(path.absolute()), *([wanted] if wanted else [])]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_WAIT, check=False)
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    if answer is None:
        raise ImportFileError(
            f"{path} needs more time or memory than a table may, or is damaged; save the table alone and try again"
        )
    if "refused" in answer:
        raise ImportFileError(f"{path}: {escaped(answer['refused'])}")
    sheets = [_sheet(entry) for entry in answer["sheets"]]
    return sheets if wanted else [sheet for sheet in sheets if sheet.visible]


def _sheet(entry: dict[str, Any]) -> Sheet:
    rows: list[list[SheetCell]] = [
        [date.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell for cell in row] for row in entry["rows"]
    ]
    merged = [(top, left, bottom, right) for top, left, bottom, right in entry["merged"]]
    hollow = {(row, column): kind for row, column, kind in entry["hollow"]}
    return Sheet(entry["name"], rows, merged, hollow, entry["visible"])


def _from_csv(path: Path, head: bytes) -> Sheet:
    _check_that_text(path, head)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        byte = error.object[error.start : error.start + 1]
        raise ImportFileError(
            f"{path}:{line}: byte 0x{byte.hex().upper()} is not UTF-8 {latin_instead(byte)}"
        ) from None
    if "\0" in text:
        raise ImportFileError(f"{path} is neither a workbook nor text; give an xlsx or a CSV file")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows: list[list[SheetCell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= ROWS_LIMIT or len(row) > COLUMNS_LIMIT:
                raise ImportFileError(
                    f"{path} has more than {ROWS_LIMIT:,} rows or {COLUMNS_LIMIT:,} columns; save a part of it"
                )
            rows.append(list(row))
    except csv.Error as error:
        raise ImportFileError(f"{path}:{len(rows) + 1}: the line is no row of a CSV file ({error})") from None
    return Sheet(path.stem, rows)


def _check_that_text(path: Path, head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise ImportFileError(f"{path} is empty; fetch it again")
    if start.startswith(b"<"):
        raise ImportFileError(f"{path} is a web page or XML, whatever its name says; open it and save it as xlsx")
    if start.startswith(b"%PDF"):
        raise ImportFileError(f"{path} is a PDF; copy its table into a spreadsheet and save that")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportFileError(f"{path} is text in UTF-16; save it as UTF-8")


def choose(sheets: list[Sheet], usable: list[Sheet], path: Path) -> Sheet:
    """The only sheet with a table; ImportFileError where there is none or several."""
    if len(usable) == 1:
        return usable[0]
    names = ", ".join(shown(sheet.name) for sheet in usable or sheets) or "none that is visible"
    if usable:
        raise ImportFileError(f"{path} has several sheets with a table ({names}); name one with --sheet")
    raise ImportFileError(
        f"{path} has no table with a row of years, or with columns area, year and value, in its sheets ({names}); "
        "name the columns in a file and give it with --mapping"
    )
