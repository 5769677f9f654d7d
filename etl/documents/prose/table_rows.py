"""Rows of a table that stand in a text as one line: a year and its values, again and again, under their units."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.documents.prose.digits import read_digits
from etl.documents.prose.numbers import NumberReader
from etl.documents.prose.times import is_year

_FEWEST_ROWS = 3
_MOST_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class ProseCell:
    """A number of such a row: its token, its value and step, the year of its row and the unit of its column."""

    token: int
    value: float
    step: float
    year: int
    unit: str


def cells_of(reader: NumberReader) -> list[ProseCell]:
    """The cells of all such rows in a sentence; none where it has no row or too few."""
    found: list[ProseCell] = []
    place = 0
    while place < len(reader.tokens):
        end = place
        while end < len(reader.tokens) and reader.tokens[end].kind == "number":
            end += 1
        if end - place >= 2 * _FEWEST_ROWS:
            found += _cells(reader, place, end)
        place = max(end, place + 1)
    return found


def _cells(reader: NumberReader, first: int, end: int) -> list[ProseCell]:
    """The cells of one run of numbers; each row begins with a year and is as long as the others."""
    starts = [at for at in range(first, end) if is_year(reader.text(at))]
    if len(starts) < _FEWEST_ROWS or starts[0] != first:
        return []
    widths = {later - earlier for earlier, later in zip(starts, [*starts[1:], end], strict=True)}
    if len(widths) != 1:
        return []
    columns = widths.pop() - 1
    units = _units_before(reader, first)[-columns:]
    if not 1 <= columns <= _MOST_COLUMNS or len(units) != columns:
        return []
    cells = []
    for start in starts:
        for column, unit in enumerate(units):
            value, step, _, _ = read_digits(reader.text(start + 1 + column), reader.marks)
            cells.append(ProseCell(start + 1 + column, value, step, int(reader.text(start)), unit))
    return cells


def _units_before(reader: NumberReader, first: int) -> Sequence[str]:
    """The units that head the columns, in their order."""
    found = (reader.begins(at, "unit") for at in range(first))
    return [match.means for match in found if match is not None]
