"""Where what stands in a table of a document: how deep its header is, and which columns hold names."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, product

from etl.documents.files.cells import year_of
from etl.documents.files.document import DocumentCell, DocumentTable, is_figure_cell

_MOST_HEADER_ROWS = 12
_MOST_COVERED = 300_000  # places that the cells of a table cover
_COUNTED_ROW = re.compile(r"\d{1,3}[.)]?")


class TableGrid:
    """The cells of a table by row and column, those that span several in each of them.

    depth: rows of the header. name_columns: those with names, years or running numbers, from the left.
    """

    def __init__(self, table: DocumentTable) -> None:
        self.at: dict[tuple[int, int], DocumentCell] = {}
        for cell in table.cells:
            covered = product(range(cell.row, cell.row + cell.rows), range(cell.column, cell.column + cell.columns))
            for place in islice(covered, max(1, _MOST_COVERED - len(self.at))):
                self.at.setdefault(place, cell)
        self.height, self.width = table.height, table.width
        self.depth = self._header_depth()
        self.name_columns = self._columns_of_names()

    def text(self, row: int, column: int) -> str:
        """The text of the cell that covers a place; nothing where none does."""
        cell = self.at.get((row, column))
        return cell.text if cell else ""

    def above(self, column: int) -> Iterator[str]:
        """What stands in the header of a column, from the top."""
        return (text for row in range(self.depth) if (text := self.text(row, column)))

    def header(self, column: int) -> list[DocumentCell]:
        """The cells above a column, from the lowest up."""
        cells = (self.at.get((row, column)) for row in reversed(range(self.depth)))
        return list(dict.fromkeys(cell for cell in cells if cell))

    def _header_depth(self) -> int:
        """How many rows stand above the first that has a number which is no year."""
        for row in range(min(self.height, _MOST_HEADER_ROWS + 1)):
            cells = [self.text(row, column) for column in range(self.width)]
            figures = [text for text in cells if is_figure_cell(text) and text]
            numbers = [text for text in figures if year_in(text) is None and not _is_column_number(text)]
            named = next((text for text in cells if text), "")
            if numbers and (not is_figure_cell(named) or len(figures) == len([text for text in cells if text])):
                return row
            if len(figures) == 1 and cells[0] == figures[0] and year_in(cells[0]) and row and any(cells[1:]):
                continue
        return min(self.height, 1)

    def _columns_of_names(self) -> list[int]:
        """The columns, from the left, that hold names, years or running numbers before the first with figures."""
        found = []
        for column in range(self.width):
            texts = [text for row in range(self.depth, self.height) if (text := self.text(row, column))]
            figures = [text for text in texts if is_figure_cell(text)]
            years = [text for text in texts if year_in(text) is not None]
            is_names = len(figures) < 0.5 * max(len(texts), 1) or not texts
            is_years = len(years) > 0.7 * max(len(texts), 1)
            is_running = _is_running(texts) and column == 0
            if not (is_names or (is_years and column <= 2) or is_running):
                break
            if not is_running:
                found.append(column)
        # Names further right, such as those of a second half beside the first, name what stands right of them.
        for column in range(len(found), self.width):
            texts = [text for row in range(self.depth, self.height) if (text := self.text(row, column))]
            if column not in found and texts and sum(not is_figure_cell(text) for text in texts) > 0.7 * len(texts):
                found.append(column)
        return found


def has_number(text: str) -> bool:
    return bool(text) and (is_figure_cell(text) or (any(letter.isdigit() for letter in text) and len(text) < 40))


def year_in(text: str) -> int | None:
    """The year that a cell is; "2014 (ha)" and "Dic-2019" too."""
    if year := year_of(text):
        return year
    found = re.fullmatch(r"(?:[^\W\d]{1,12}[\s.-]+)?((?:19|20)\d\d)(?:\s?\([^()\d]*\)|[⁰¹²³⁴-⁹*]*)", text)
    return int(found[1]) if found else None


def _is_column_number(text: str) -> bool:
    return re.fullmatch(r"[(\[]\d{1,2}[)\]]", text) is not None


def _is_running(texts: Sequence[str]) -> bool:
    """Whether texts are 1, 2, 3 and so on."""
    numbers = [int(text.rstrip(".)")) for text in texts if _COUNTED_ROW.fullmatch(text)]
    return len(numbers) > 2 and len(numbers) > 0.7 * len(texts) and numbers == list(range(1, len(numbers) + 1))
