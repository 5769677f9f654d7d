"""Reads one CSV file exactly: a row is a line, and every flaw of form is told with its line.

Accepted besides plain UTF-8 with line feeds: a byte order mark at the start and CR LF line ends, which
spreadsheets write. The columns may stand in any order.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv_of_arrow

from etl.figures.quoting import counted, latin_instead, nearest_of, shown
from etl.package.contract import STATEMENTS, Resource
from etl.package.problems import Problem, flaw_of_file, unreadable

FILE_LIMIT = 1 << 30  # bytes
LINE_LIMIT = 100_000  # characters; below the cell limit of Python's csv module
BLOCK = 4 << 20  # bytes read at a time
CELL_LINES = 20  # how far the end of a cell with line breaks is looked for

# Controls, line and paragraph separators, direction marks, and a byte order mark inside the text.
_CONTROL = r"[\x00-\x1f\x7f-\x{9f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{fffe}\x{ffff}]"
_CONTROL_IN_PYTHON = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_WELL_FORMED = r'^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*$'
_MARKS = frozenset(("<" * 7, "|" * 7, "=" * 7, ">" * 7))
_MERGE_MARK = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")
_CELL = re.compile(r'(?:"(?:[^"]|"")*+"|[^",]*+)(?:,|\Z)')
_CURLY = frozenset("\u201c\u201d\u201e\u201f")
_OPEN_CELL = re.compile(r'"(?:[^"]|"")*+\Z')


@dataclass
class Content:
    """The rows of a file as text columns in chunks; `complete` says that no row is left out."""

    columns: dict[str, list[pa.Array]] = field(default_factory=dict)
    lines: list[npt.NDArray[np.int64]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True


def read_csv(path: Path, shown_path: str, resource: Resource, advance: Callable[[int], None]) -> Content:
    """Read a file of a resource; `advance` is told the number of bytes after each block."""
    reader = _Reader(shown_path, resource)
    try:
        code, found = flaw_of_file(path)
        if code:
            is_listed_anew = code == "file-missing" and resource.name == STATEMENTS
            renamed = ", or run `python -m etl package` if it was renamed" if is_listed_anew else ""
            reader.fail(1, code, f"{found}{renamed}")
        elif path.stat().st_size > FILE_LIMIT:
            reader.fail(1, "file-too-large", f"it has more than {FILE_LIMIT >> 20} MiB; split it by topic")
        else:
            for block in _blocks(path):
                advance(len(block))
                if not reader.take(block):
                    break
            reader.finish()
    except OSError as error:
        reader.fail(1, "file-unreadable", unreadable(error))
    return reader.content


def _blocks(path: Path) -> Iterator[bytes]:
    """Give the file in parts that end with a line end, the last one perhaps without."""
    rest = b""
    with path.open("rb") as file:
        while part := file.read(BLOCK):
            cut = part.rfind(b"\n") + 1
            if cut:
                yield rest + part[:cut]
                rest = part[cut:]
            else:
                rest += part
                if len(rest) > BLOCK:  # the reader stops at such a line
                    break
    if rest:
        yield rest


class _Reader:
    """Collects rows and problems of one file, block by block."""

    def __init__(self, shown_path: str, resource: Resource) -> None:
        self.content = Content()
        self._path = shown_path
        self._resource = resource
        self._header: list[str] = []
        self._next_line = 1

    def tell(self, line: int, code: str, text: str) -> None:
        self.content.problems.append(Problem(self._path, line, code, text))

    def fail(self, line: int, code: str, text: str) -> None:
        """Tell a problem that leaves out rows."""
        self.tell(line, code, text)
        self.content.complete = False

    def finish(self) -> None:
        if self._next_line == 1:
            self.fail(1, "file-empty", "the file is empty; restore it, or delete it and take it off datapackage.json")

    def take(self, block: bytes) -> bool:
        """Read a block of whole lines; False when the rest of the file cannot be read."""
        first = self._next_line
        try:
            text = block.decode("utf-8")
        except UnicodeDecodeError as error:
            self.fail(*_encoding_flaw(block, error.start, first))
            self._next_line += 1
            return False
        if first == 1:
            text = text.removeprefix("\ufeff")
        lines = text.replace("\r\n", "\n").split("\n")
        ended = lines[-1] == ""
        if ended:
            lines.pop()
        if not lines:  # nothing but a byte order mark
            return True
        self._next_line += len(lines)
        flaws = self._unsettled_merges(lines, first)
        if first == 1 and 0 not in flaws and not self._begins_with_header(lines):
            return False
        flaws |= self._flaws_of_form(lines, first, flaws)
        if first == 1:
            if flaws.get(0):
                self.fail(1, *flaws[0])
                return False
            if not self._take_header(next(csv.reader(lines[:1], strict=True), [])):
                return False
        self._take_rows(lines, first, flaws, ended)
        return True

    def _unsettled_merges(self, lines: list[str], first: int) -> dict[int, tuple[str, str]]:
        """A flaw for each place at which two versions of the file were merged and nobody chose one of them."""
        flaws: dict[int, tuple[str, str]] = {}
        marks = [place for place, line in enumerate(lines) if line[:7] in _MARKS and _MERGE_MARK.fullmatch(line)]
        for begin in marks:
            if begin in flaws:
                continue
            ends = (place for place in marks if place > begin and lines[place].startswith(">>>>>>>"))
            end = next(ends, begin) if lines[begin].startswith("<<<<<<<") else begin
            flaws.update(dict.fromkeys(range(begin + 1, end + 1), ("", "")))
            found = (
                f"an unsettled merge goes on to line {first + end}" if end > begin else "a mark of an unsettled merge"
            )
            flaws[begin] = ("unsettled-merge", f"{found}; keep one of its two sides, and delete its marks")
        return flaws

    def _begins_with_header(self, lines: list[str]) -> bool:
        """Whether the file begins with its header; told where a line stands before that, and nothing can be read."""
        known = {each.name for each in self._resource.fields}
        if re.fullmatch(r"sep=.", lines[0].strip('"')):
            self.fail(1, "title-line", f"{shown(lines[0])} stands above the header; delete the line")
            return False
        for mark, name in ((";", "semicolons"), ("\t", "tabs")):
            if len(known & set(lines[0].replace('"', "").split(mark))) > 1:
                self.fail(1, "wrong-separator", f"the file is separated by {name}; save it with commas")
                return False
        second = lines[1].split(",") if len(lines) > 1 else []
        cells = {cell.strip('"') for cell in lines[0].split(",")}
        if not known & cells and len(known & {cell.strip('"') for cell in second}) > len(second) / 2:
            self.fail(1, "title-line", f"the title {shown(lines[0])} stands above the header; delete the line")
            return False
        return True

    def _flaws_of_form(
        self, lines: list[str], first: int, told: dict[int, tuple[str, str]]
    ) -> dict[int, tuple[str, str]]:
        """Code and text for each line that is not a row; empty ones for the lines that a broken cell runs over.

        told: lines of which something is told already.
        """
        texts = pa.array(lines, pa.large_string())
        suspect = pc.or_(
            pc.or_(pc.match_substring_regex(texts, pattern=_CONTROL), pc.greater(pc.utf8_length(texts), LINE_LIMIT)),
            pc.invert(pc.match_substring_regex(texts, pattern=_WELL_FORMED)),
        )
        flaws: dict[int, tuple[str, str]] = {}
        for position in np.flatnonzero(suspect.to_numpy(zero_copy_only=False)).tolist():
            if position not in flaws and position not in told:
                flaws[position] = _flaw(lines[position])
                if flaws[position][0] == "unclosed-quote" and (last := self._end_of_cell(lines, position)):
                    found = f"a cell goes on to line {first + last}; put the row on one line"
                    flaws[position] = ("line-break-in-cell", found)
                    flaws.update(dict.fromkeys(range(position + 1, last + 1), ("", "")))
        return flaws

    def _end_of_cell(self, lines: list[str], first: int) -> int:
        """Position of the line in which an unclosed cell ends so that the row is whole; 0 if there is none."""
        for last in range(first + 1, min(first + CELL_LINES, len(lines))):
            if lines[last].count('"') % 2:
                joined = " ".join(lines[first : last + 1])
                cells = next(csv.reader([joined])) if _flaw(joined)[0] == "" else []
                return last if len(cells) == (len(self._header) or len(cells)) and cells else 0
        return 0

    def _take_header(self, header: list[str]) -> bool:
        known = {each.name: each for each in self._resource.fields}
        if len(header) > 1 and not known.keys() & set(header):
            some = " and ".join(f'"{name}"' for name in [*known][:2])
            self.fail(
                1, "header-missing", f"the first line names none of the columns, such as {some}; put it there again"
            )
            return False
        header = self._without_empty_columns(header)
        self._header = header
        needed = [name for name, each in known.items() if not each.optional and name not in header]
        readable = True
        for position, name in enumerate(header):
            if name in header[:position]:
                self.fail(1, "column-twice", f"the header has the column {shown(name)} twice; delete one of them")
                readable = False
            elif name not in known:
                nearest = nearest_of(name, needed or known)
                if nearest in needed:
                    needed.remove(nearest)
                    readable = False
                advice = (
                    f'did you mean "{nearest}"?' if nearest else "rename or delete it, or add it to datapackage.json"
                )
                self.tell(1, "column-unknown", f"the header has the unknown column {shown(name)}; {advice}")
        for name in needed:
            self.fail(1, "column-missing", f'the header lacks the column "{name}"; add it')
            readable = False
        self.content.complete = readable and self.content.complete
        self.content.columns = {name: [] for name in header if name in known} if readable else {}
        return readable

    def _without_empty_columns(self, header: list[str]) -> list[str]:
        """The header without columns at its end that have no name, which are told once."""
        named = len(header)
        while named and not header[named - 1]:
            named -= 1
        if 0 < named < len(header):
            many = counted(len(header) - named, "column")
            self.tell(1, "columns-empty", f"{many} without a name at the end of the header; delete the commas there")
        return header[:named] if named else header

    def _without_empty_ends(self, positions: list[int], rows: list[list[str]], first: int) -> list[list[str]]:
        """The rows without empty cells beyond the header, which are told once.

        A row in which a cell is empty that must be filled has a comma too many before it, and is no such row.
        """
        width = len(self._header)
        required = {each.name for each in self._resource.fields if each.required}
        filled = [place for place, name in enumerate(self._header) if name in required]
        long = [
            place
            for place, row in enumerate(rows)
            if len(row) > width and not any(row[width:]) and all(row[column] for column in filled) and not _curly(row)
        ]
        if long and not any(problem.code == "columns-empty" for problem in self.content.problems):
            many = counted(len(long), "row")
            self.tell(
                first + positions[long[0]], "columns-empty", f"{many} with empty cells at the end; delete the commas"
            )
        for place in long:
            rows[place] = rows[place][:width]
        return rows

    def _flaws_of_headers(
        self, positions: list[int], rows: list[list[str]], first: int
    ) -> Iterator[tuple[int, tuple[str, str]]]:
        """A flaw for the first row that repeats the header, and empty ones for the others."""
        again = [place for place, row in zip(positions, rows, strict=True) if row == self._header]
        for place in again:
            more = f", and {len(again) - 1} more times" if len(again) > 1 else ""
            told = ("header-repeated", f"the header stands here again{more}; delete the line")
            yield place, told if place == again[0] else ("", "")

    def _take_rows(self, lines: list[str], first: int, flaws: dict[int, tuple[str, str]], ended: bool) -> None:
        """Keep the rows with the right number of cells; tell about the other lines."""
        if ended and not flaws and self._took_at_once(lines[first == 1 :], first + (first == 1)):
            return
        positions = [place for place in range(first == 1, len(lines)) if place not in flaws]
        rows = list(csv.reader([lines[place] for place in positions] if flaws or first == 1 else lines, strict=True))
        rows = self._without_empty_ends(positions, rows, first)
        flaws |= dict(self._flaws_of_headers(positions, rows, first))
        for place, row in zip(positions, rows, strict=True):
            if len(row) != len(self._header) and place not in flaws:
                flaws[place] = self._flaw_of_width(row)
        flaws |= dict(self._rows_in_two(dict(zip(positions, rows, strict=True)), flaws, first))
        if not ended:
            last = len(lines) - 1
            broken = last in flaws
            found = "the last line has no line end; check whether it is cut off, then end it with a line end"
            self.tell(first + last, "no-final-line-end", found)
            if broken:
                flaws[last] = ("", "")
        for place in sorted(flaws):
            self.content.complete = False
            if flaws[place][0]:
                self.tell(first + place, *flaws[place])
        if flaws:
            kept = [(place, row) for place, row in zip(positions, rows, strict=True) if place not in flaws]
            positions, rows = [place for place, _ in kept], [row for _, row in kept]
        if rows:
            self.content.lines.append(np.array(positions, dtype=np.int64) + first)
            for name, cells in zip(self._header, zip(*rows, strict=True), strict=True):
                if name in self.content.columns:
                    self.content.columns[name].append(pa.array(cells, pa.large_string()))

    def _took_at_once(self, lines: list[str], first: int) -> bool:
        """Keep all rows where each is a whole one and none the header again; else none."""
        if "" in lines:
            return False
        options = csv_of_arrow.ConvertOptions(
            column_types=dict.fromkeys(self._header, pa.large_string()),
            include_columns=list(self.content.columns),
            strings_can_be_null=False,
        )
        try:
            table = csv_of_arrow.read_csv(
                pa.py_buffer("\n".join(lines).encode()),
                csv_of_arrow.ReadOptions(column_names=self._header),
                csv_of_arrow.ParseOptions(ignore_empty_lines=False),
                options,
            )
        except pa.ArrowInvalid:  # a row with more or fewer cells
            return False
        is_header = (pc.any(pc.equal(table[name], name)).as_py() for name in self.content.columns)
        if len(table) != len(lines) or all(is_header):
            return False
        self.content.lines.append(np.arange(first, first + len(lines), dtype=np.int64))
        for name, chunks in self.content.columns.items():
            chunks += table[name].chunks
        return True

    def _rows_in_two(
        self, rows: dict[int, list[str]], flaws: dict[int, tuple[str, str]], first: int
    ) -> Iterator[tuple[int, tuple[str, str]]]:
        """Where a row and the line below it are one row in which a line ends: told once."""
        for place in sorted(flaws.keys() & rows.keys()):
            rest = rows.get(place + 1) if place + 1 in flaws else None
            if rest and rows[place] and len(rows[place]) + len(rest) - 1 == len(self._header):
                found = f"the row goes on in line {first + place + 1}; put it on one line"
                yield place, ("line-break-in-cell", found)
                yield place + 1, ("", "")

    def _flaw_of_width(self, row: list[str]) -> tuple[str, str]:
        width = len(self._header)
        if not row:
            return "too-few-fields", "the line is empty; delete it"
        if cell := _curly(row):
            return "stray-quote", f"{shown(cell)} has a curly quote, which holds no cell together; write a straight one"
        found = f"the row has {len(row)} fields, the header {width}"
        if len(row) < width:
            return "too-few-fields", f"{found}; add the missing commas"
        return "too-many-fields", f"{found}; put a cell that has a comma in quotes"


def _curly(row: list[str]) -> str:
    """The first cell that begins with a curly quote, as word processors write; empty where there is none."""
    return next((cell for cell in row if cell[:1] in _CURLY), "")


def _encoding_flaw(block: bytes, start: int, first: int) -> tuple[int, str, str]:
    line = block.count(b"\n", 0, start)
    place = start - block.rfind(b"\n", 0, start)
    byte = block[start : start + 1]
    found = f"byte {place} of the line is 0x{byte.hex().upper()}, which is not UTF-8"
    return first + line, "not-utf-8", f"{found} {latin_instead(byte)}"


def _flaw(line: str) -> tuple[str, str]:
    """Code and text of what makes a line no row; empty if it is one."""
    if len(line) > LINE_LIMIT:
        return "line-too-long", f"the line has more than {LINE_LIMIT} characters; restore the line ends"
    if control := _CONTROL_IN_PYTHON.search(line):
        found = f"character {control.start() + 1} of the line is the control character U+{ord(control[0]):04X}"
        return "control-character", f"{found}; delete it"
    place = 0
    while place < len(line):
        cell = _CELL.match(line, place)
        if cell is None:
            # With an odd number of quotes in the line, the quote that opens this cell is the one without a partner.
            if _OPEN_CELL.match(line, place) or (line[place] == '"' and line.count('"') % 2):
                return "unclosed-quote", f"the quote before {shown(line[place + 1 :])} is never closed; close it"
            found = f"a quote stands inside the cell that begins with {shown(line[place:].partition(',')[0])}"
            return "stray-quote", f"{found}; put the whole cell in quotes and double the quotes inside it"
        place = cell.end()
    return "", ""
