"""What keeps lines of a CSV file from being rows: quotes, controls, marks of a merge, cells too many or too few."""

import csv
import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.figures.quoting import shown

LINE_LIMIT = 100_000  # characters; below the cell limit of Python's csv module
CELL_LINES = 20  # how far the end of a cell with line breaks is looked for

Flaw = tuple[str, str]  # code and text of a problem; empty ones where it is told elsewhere

# Controls, line and paragraph separators, direction marks, and a byte order mark inside the text.
_CONTROL = r"[\x00-\x1f\x7f-\x{9f}\x{2028}-\x{202e}\x{2066}-\x{2069}\x{feff}\x{fffe}\x{ffff}]"
_CONTROL_IN_PYTHON = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_WELL_FORMED = r'^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*$'
_MARKS = frozenset(("<" * 7, "|" * 7, "=" * 7, ">" * 7))
_MERGE_MARK = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?: .*)?")
_CELL = re.compile(r'(?:"(?:[^"]|"")*+"|[^",]*+)(?:,|\Z)')
_CURLY = frozenset("\u201c\u201d\u201e\u201f")
_OPEN_CELL = re.compile(r'"(?:[^"]|"")*+\Z')


def unsettled_merges(lines: list[str], first: int) -> dict[int, Flaw]:
    """A flaw for each place at which two versions of the file were merged and nobody chose one of them."""
    flaws: dict[int, Flaw] = {}
    marks = [place for place, line in enumerate(lines) if line[:7] in _MARKS and _MERGE_MARK.fullmatch(line)]
    for begin in marks:
        if begin in flaws:
            continue
        ends = (place for place in marks if place > begin and lines[place].startswith(">>>>>>>"))
        end = next(ends, begin) if lines[begin].startswith("<<<<<<<") else begin
        flaws.update(dict.fromkeys(range(begin + 1, end + 1), ("", "")))
        found = f"an unsettled merge goes on to line {first + end}" if end > begin else "a mark of an unsettled merge"
        flaws[begin] = ("unsettled-merge", f"{found}; keep one of its two sides, and delete its marks")
    return flaws


def flaws_of_form(lines: list[str], first: int, width: int, told: dict[int, Flaw]) -> dict[int, Flaw]:
    """Code and text for each line that is not a row; empty ones for the lines that a broken cell runs over.

    width: cells of the header, 0 where it is not known yet. told: lines of which something is told already.
    """
    texts = pa.array(lines, pa.large_string())
    suspect = pc.or_(
        pc.or_(pc.match_substring_regex(texts, pattern=_CONTROL), pc.greater(pc.utf8_length(texts), LINE_LIMIT)),
        pc.invert(pc.match_substring_regex(texts, pattern=_WELL_FORMED)),
    )
    flaws: dict[int, Flaw] = {}
    for position in np.flatnonzero(suspect.to_numpy(zero_copy_only=False)).tolist():
        if position not in flaws and position not in told:
            flaws[position] = _flaw(lines[position])
            if flaws[position][0] == "unclosed-quote" and (last := _end_of_cell(lines, position, width)):
                found = f"a cell goes on to line {first + last}; put the row on one line"
                flaws[position] = ("line-break-in-cell", found)
                flaws.update(dict.fromkeys(range(position + 1, last + 1), ("", "")))
    return flaws


def _end_of_cell(lines: list[str], first: int, width: int) -> int:
    """Position of the line in which an unclosed cell ends so that the row is whole; 0 if there is none."""
    for last in range(first + 1, min(first + CELL_LINES, len(lines))):
        if lines[last].count('"') % 2:
            joined = " ".join(lines[first : last + 1])
            cells = next(csv.reader([joined])) if _flaw(joined)[0] == "" else []
            return last if len(cells) == (width or len(cells)) and cells else 0
    return 0


def rows_in_two(
    rows: dict[int, list[str]], flaws: dict[int, Flaw], first: int, width: int
) -> Iterator[tuple[int, Flaw]]:
    """Where a row and the line below it are one row in which a line ends: told once."""
    for place in sorted(flaws.keys() & rows.keys()):
        rest = rows.get(place + 1) if place + 1 in flaws else None
        if rest and rows[place] and len(rows[place]) + len(rest) - 1 == width:
            found = f"the row goes on in line {first + place + 1}; put it on one line"
            yield place, ("line-break-in-cell", found)
            yield place + 1, ("", "")


def flaw_of_width(row: list[str], width: int) -> Flaw:
    """What is wrong with a row that has more or fewer cells than the header."""
    if not row:
        return "too-few-fields", "the line is empty; delete it"
    if cell := curly(row):
        return "stray-quote", f"{shown(cell)} has a curly quote, which holds no cell together; write a straight one"
    found = f"the row has {len(row)} fields, the header {width}"
    if len(row) < width:
        return "too-few-fields", f"{found}; add the missing commas"
    return "too-many-fields", f"{found}; put a cell that has a comma in quotes"


def curly(row: list[str]) -> str:
    """The first cell that begins with a curly quote, as word processors write; empty where there is none."""
    return next((cell for cell in row if cell[:1] in _CURLY), "")


def _flaw(line: str) -> Flaw:
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
