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
from etl.package.row_flaws import Flaw, curly, flaw_of_width, flaws_of_form, rows_in_two, unsettled_merges

FILE_LIMIT = 1 << 30  # bytes
BLOCK = 4 << 20  # bytes read at a time


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
        flaws = unsettled_merges(lines, first)
        if first == 1 and 0 not in flaws and not self._begins_with_header(lines):
            return False
        flaws |= flaws_of_form(lines, first, len(self._header), flaws)
        if first == 1:
            if flaws.get(0):
                self.fail(1, *flaws[0])
                return False
            if not self._take_header(next(csv.reader(lines[:1], strict=True), [])):
                return False
        self._take_rows(lines, first, flaws, ended)
        return True

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
            if len(row) > width and not any(row[width:]) and all(row[column] for column in filled) and not curly(row)
        ]
        if long and not any(problem.code == "columns-empty" for problem in self.content.problems):
            many = counted(len(long), "row")
            self.tell(
                first + positions[long[0]], "columns-empty", f"{many} with empty cells at the end; delete the commas"
            )
        for place in long:
            rows[place] = rows[place][:width]
        return rows

    def _flaws_of_headers(self, positions: list[int], rows: list[list[str]], first: int) -> Iterator[tuple[int, Flaw]]:
        """A flaw for the first row that repeats the header, and empty ones for the others."""
        again = [place for place, row in zip(positions, rows, strict=True) if row == self._header]
        for place in again:
            more = f", and {len(again) - 1} more times" if len(again) > 1 else ""
            told = ("header-repeated", f"the header stands here again{more}; delete the line")
            yield place, told if place == again[0] else ("", "")

    def _take_rows(self, lines: list[str], first: int, flaws: dict[int, Flaw], ended: bool) -> None:
        """Keep the rows with the right number of cells; tell about the other lines."""
        if ended and not flaws and self._took_at_once(lines[first == 1 :], first + (first == 1)):
            return
        positions = [place for place in range(first == 1, len(lines)) if place not in flaws]
        rows = list(csv.reader([lines[place] for place in positions] if flaws or first == 1 else lines, strict=True))
        rows = self._without_empty_ends(positions, rows, first)
        flaws |= dict(self._flaws_of_headers(positions, rows, first))
        for place, row in zip(positions, rows, strict=True):
            if len(row) != len(self._header) and place not in flaws:
                flaws[place] = flaw_of_width(row, len(self._header))
        flaws |= dict(rows_in_two(dict(zip(positions, rows, strict=True)), flaws, first, len(self._header)))
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


def _encoding_flaw(block: bytes, start: int, first: int) -> tuple[int, str, str]:
    line = block.count(b"\n", 0, start)
    place = start - block.rfind(b"\n", 0, start)
    byte = block[start : start + 1]
    found = f"byte {place} of the line is 0x{byte.hex().upper()}, which is not UTF-8"
    return first + line, "not-utf-8", f"{found} {latin_instead(byte)}"
