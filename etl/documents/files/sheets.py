"""Opens an outside table, workbook or CSV, as sheets of plain cells, or says in one sentence why not."""

import csv
import dataclasses
import io
import itertools
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from etl.documents.files import workbook
from etl.documents.files.aside import read_aside
from etl.documents.files.cells import Mark, NoNumber, PrintedNumber, SheetCell, decimal_marks, number_of, two_marks
from etl.documents.files.workbook import CELLS_LIMIT, COLUMNS_LIMIT, FILE_LIMIT, ROWS_LIMIT, SECONDS_LIMIT
from etl.figures.quoting import escaped, latin_instead, shown

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
WORKBOOK_NAMES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_RECORDS = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*\{|\{\s*")')  # how JSON begins
_SDMX = {"TIME_PERIOD", "OBS_VALUE"}  # columns of every table of SDMX
_CODE_AND_LABEL = re.compile(r"\s*([\w.-]+)\s*:\s*(\S.*?)\s*")
_DELIMITERS = ";\t|,"  # of two that fit alike the comma is rather that of decimals
PER_CENT = "%"  # what a spreadsheet shows behind a number that it shows a hundredfold
PART_LOOKED_AT = 100_000  # letters of a text in which the mark between its cells is looked for
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
    told_decimal: what stands before decimals in its texts, where the maintainer says so. form: what it was in.
    refused: why it has no cells, where it cannot be read. left_hidden: the hidden rows and columns that were emptied.
    turned: its rows are the columns of the file, as a table on its side is read; places are those of the file. packed:
    how many columns more than one the first column of the file gives. shown_as: what a spreadsheet shows behind or
    before the number of a cell, by the name of the cell. comments: what somebody wrote about cells, by their names.
    """

    name: str
    rows: list[list[SheetCell]]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hollow: dict[tuple[int, int], str] = field(default_factory=dict)
    visible: bool = True
    told_decimal: Mark = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    form: Literal["workbook", "text", "records"] = "workbook"
    left_hidden: tuple[frozenset[int], frozenset[int]] | None = None
    refused: str = ""
    turned: bool = False
    packed: int = 0
    shown_as: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    def place(self, row: int, column: int) -> str:
        """The name of a cell, as spreadsheets write it: F3."""
        return place(column, row) if self.turned else place(row, self._in_file(column))

    def _in_file(self, column: int) -> int:
        return max(column - self.packed, 0)

    def unpacked(self) -> "Sheet":
        """The sheet with the first column as several, which its cells hold with commas between them."""
        names = str(self.cell(0, 0)).partition("\\")[0].split(",")
        parts = [str(cells[0]).partition("\\")[0].split(",") if cells else [] for cells in self.rows]
        rows: list[list[SheetCell]] = [
            [*part[: len(names)], *[""] * (len(names) - len(part)), *cells[1:]]
            for part, cells in zip(parts, self.rows, strict=True)
        ]
        return dataclasses.replace(self, rows=rows, packed=len(names) - 1)

    def without_codes(self) -> "Sheet":
        """The sheet with the labels of a table of SDMX that has codes and labels in one cell, such as AFG: Afghanistan.

        Of a title it is the code that tells what a column holds.
        """
        titles = [_CODE_AND_LABEL.fullmatch(str(title)) for title in (self.rows[0] if self.rows else [])]
        labelled = {column: found[1] for column, found in enumerate(titles) if found}
        codes = {self.text(0, column).partition(":")[0].upper() for column in range(self.width)}
        if not labelled or not codes >= _SDMX:
            return self
        rows: list[list[SheetCell]] = [
            [labelled.get(column, cell) for column, cell in enumerate(self.rows[0])],
            *(
                [_label(cell) if column in labelled else cell for column, cell in enumerate(row)]
                for row in self.rows[1:]
            ),
        ]
        return dataclasses.replace(self, rows=rows)

    def row_name(self, row: int) -> str:
        """How a row is called in the file: row 6, or column F where the table lies on its side."""
        return f"column {letters(row)}" if self.turned else f"row {row + 1}"

    def column_name(self, column: int) -> str:
        """How a column is called in the file: column F, or row 6 where the table lies on its side."""
        return f"row {column + 1}" if self.turned else f"column {letters(self._in_file(column))}"

    def on_its_side(self) -> "Sheet":
        """The sheet with its rows as columns."""
        width = self.width
        rows = [[cells[column] if column < len(cells) else "" for cells in self.rows] for column in range(width)]
        return dataclasses.replace(
            self,
            rows=rows,
            merged=[(left, top, right, bottom) for top, left, bottom, right in self.merged],
            hollow={(column, row): kind for (row, column), kind in self.hollow.items()},
            hidden_rows=self.hidden_columns,
            hidden_columns=self.hidden_rows,
            turned=not self.turned,
        )

    def without_hidden(self) -> "Sheet":
        """The sheet with nothing in its hidden rows and columns."""
        if not self.hidden_rows and not self.hidden_columns:
            return self
        hidden = self.hidden_columns
        rows: list[list[SheetCell]] = [
            [] if row in self.hidden_rows else ["" if column in hidden else cell for column, cell in enumerate(cells)]
            for row, cells in enumerate(self.rows)
        ]
        return dataclasses.replace(self, rows=rows, left_hidden=(self.hidden_rows, hidden))

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
    def _marks(self) -> list[frozenset[Mark]]:
        """For each column what stands before the decimals of its texts. A title, alone in its row, does not tell."""
        tables = [row for row in self.rows if sum(cell != "" for cell in row) > 1]
        columns = ([row[column] for row in tables if column < len(row)] for column in range(self.width))
        return [decimal_marks(cell for cell in cells if isinstance(cell, str)) for cells in columns]

    def decimal_of(self, column: int) -> Mark:
        """What stands before decimals in a column: as told, or as its texts show; empty where they do not."""
        if self.told_decimal or column >= self.width:
            return self.told_decimal
        own = self._marks[column]
        return next(iter(own)) if len(own) == 1 else ""

    def number(self, row: int, column: int) -> PrintedNumber | NoNumber:
        """The number that a cell prints, or why it has none."""
        if kind := self.hollow.get((row, column)):
            return NoNumber(_MISSING_RESULT[kind], unexpected=True)
        cell = self.cell(row, column)
        if isinstance(cell, str) and self._has_both_marks(column) and re.search(r"\d[.,]\d", cell):
            return two_marks(" ".join(cell.split()))
        return number_of(cell, self.decimal_of(column))

    def _has_both_marks(self, column: int) -> bool:
        """Whether some texts of a column have a point before decimals and others a comma, and nobody says which."""
        return not self.told_decimal and column < self.width and len(self._marks[column]) > 1

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
        return not self.has_any(row)

    def has_any(self, row: int) -> bool:
        """Whether a row has something in it."""
        return any(self.text(row, column) for column in range(len(self.rows[row])))

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


def column_number(name: str) -> int:
    """The column of a name such as F, counted from 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def read_sheets(path: Path, wanted: Sequence[str] = (), records: str = "", hidden: bool = False) -> list[Sheet]:
    """The visible sheets of a workbook, or the wanted ones, hidden or not; the one sheet of a CSV, named like it.

    wanted: names or patterns of names. hidden: the hidden ones too. records: where the records of a JSON file stand, if
    not in a list at its top.
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
            return _from_workbook(path, wanted, hidden)
        if path.suffix.lower() in WORKBOOK_NAMES and head.startswith(b"PK"):
            raise ImportFileError(f"{path} is damaged; fetch it again")
        if wanted and list(wanted) != [path.stem]:
            raise ImportFileError(f"{path} is text, which has no sheet {shown(wanted[0])}; leave it out")
        if _RECORDS.match(head):
            return [_from_json(path, records)]
        return [_from_csv(path, head)]
    except OSError as error:
        raise ImportFileError(f"{path} cannot be read ({error.strerror}); check what it is") from None


def _from_workbook(path: Path, wanted: Sequence[str], hidden: bool) -> list[Sheet]:
    """Read by another process, which a hostile file may bring down."""
    too_much = "needs more time or memory than a table may, or is damaged; save the table alone and try again"
    answer = read_aside(workbook, path, *wanted, seconds=_WAIT, refusal=ImportFileError, what=too_much)
    sheets = [_sheet(entry) for entry in answer["sheets"]]
    return sheets if wanted or hidden else [sheet for sheet in sheets if sheet.visible]


def _sheet(entry: dict[str, Any]) -> Sheet:
    rows: list[list[SheetCell]] = [
        [date.fromisoformat(cell["date"]) if isinstance(cell, dict) else cell for cell in row] for row in entry["rows"]
    ]
    merged = [(top, left, bottom, right) for top, left, bottom, right in entry["merged"]]
    hollow = {(row, column): kind for row, column, kind in entry["hollow"]}
    hidden_columns = (range(first, min(last + 1, COLUMNS_LIMIT)) for first, last in entry["hidden_columns"])
    return Sheet(
        entry["name"],
        rows,
        merged,
        hollow,
        entry["visible"],
        hidden_rows=frozenset(entry["hidden_rows"]),
        hidden_columns=frozenset(itertools.chain.from_iterable(hidden_columns)),
        refused=entry.get("refused", ""),
        shown_as={place(row, column): text for row, column, text in entry["shown_as"]},
        comments={place(row, column): text for row, column, text in entry["comments"]},
    )


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
    is_packed = _is_packed(next((line for line in text.splitlines() if line.strip()), ""))
    delimiter = "\t" if is_packed else _delimiter(text)
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
    sheet = Sheet(path.stem, rows, form="text")
    return sheet.unpacked() if is_packed else sheet.without_codes()


def _delimiter(text: str) -> str:
    """What parts the cells of a table: the mark that most lines have equally often, and of several the most of.

    So a mark in a title above the table parts nothing.
    """
    lines = re.sub(r'"[^"]*"', "", text[:PART_LOOKED_AT]).splitlines()

    def of_lines(mark: str) -> tuple[int, int]:
        counts = Counter(filter(None, (line.count(mark) for line in lines))).most_common(1)
        return (counts[0][1], counts[0][0]) if counts else (0, 0)

    return max(_DELIMITERS, key=of_lines)


def _label(cell: SheetCell) -> SheetCell:
    """The label of a cell that has code and label; a time of day has a colon too, but is no label."""
    found = _CODE_AND_LABEL.fullmatch(cell) if isinstance(cell, str) else None
    return found[2] if found and not (found[1][:1].isdigit() and re.match(r"\d\d(?!\d)", found[2])) else cell


def _is_packed(first: str) -> bool:
    """Whether a line begins as a table of Eurostat does: freq,unit,geo\\TIME_PERIOD and a tab."""
    name, tab, _ = first.partition("\t")
    return bool(tab) and "," in name.rpartition("\\")[0]


def _from_json(path: Path, below: str) -> Sheet:
    """A list of records as a sheet: the names of their fields in the first row, then a row for each."""
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ImportFileError(f"{path} is not JSON in UTF-8 ({error}); fetch it again") from None
    records = content.get(below) if below and isinstance(content, dict) else content
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        found = ", ".join(map(shown, content)) if isinstance(content, dict) else "a list"
        raise ImportFileError(f"{path} has no list of records{f' in {shown(below)}' if below else ''}; it has {found}")
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(records) >= ROWS_LIMIT or len(names) > COLUMNS_LIMIT:
        raise ImportFileError(f"{path} has more than {ROWS_LIMIT:,} records or {COLUMNS_LIMIT:,} fields; save a part")
    rows = [[_plain(record.get(name)) for name in names] for record in records]
    return Sheet(path.stem, [[*names], *rows], form="records")


def _plain(found: object) -> SheetCell:
    """What a field of a record holds as a cell; nothing as an empty one."""
    return found if isinstance(found, (str, bool, int, float)) else "" if found is None else json.dumps(found)


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
    if refused := [sheet for sheet in sheets if sheet.refused]:
        raise ImportFileError(f"{path}: {escaped(refused[0].refused)}; or name another sheet with --sheet")
    names = ", ".join(shown(sheet.name) for sheet in usable or sheets) or "none that is visible"
    if usable:
        raise ImportFileError(f"{path} has several sheets with a table ({names}); name one with --sheet")
    if hollow := next((sheet for sheet in sheets if "formula" in sheet.hollow.values()), None):
        row, column = next(iter(hollow.hollow))
        raise ImportFileError(
            f"{path} has formulas without stored results, such as {hollow.place(row, column)} of sheet "
            f"{shown(hollow.name)}, so that its numbers are not there; open it once in an office program, save it and "
            "import it again"
        )
    raise ImportFileError(
        f"{path} has no table with a row of years, or with columns area, year and value, in its sheets ({names}); "
        "say what its columns are in a recipe and give it with --recipe"
    )
