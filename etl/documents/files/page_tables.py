"""Finds the tables of a page by how their numbers stand under each other, with the help of drawn lines where there are.

A row is a line with numbers; names that go over several lines belong to the row that is nearest, or that drawn lines
enclose with them. A column is what stands under each other; what stands above the numbers and beside no running text
heads them.
"""

from collections.abc import Sequence

from etl.documents.files.document import DocumentCell, DocumentTable, PageWord
from etl.documents.files.page_lines import PageLine, Rule
from etl.documents.files.page_rows import TABLE_TITLE, is_row, runs_of_rows
from etl.documents.files.page_table_body import TableBody
from etl.documents.files.page_table_frame import TableFrame
from etl.documents.files.page_table_header import TableHeader

_MOST_TITLES = 4


def tables_of(
    lines: list[PageLine], turned: list[PageWord], rules: Sequence[Rule], page: int, first_number: int = 1
) -> tuple[list[DocumentTable], set[int]]:
    """The tables of a region, and which of its lines are part of them."""
    tables: list[DocumentTable] = []
    used: set[int] = set()
    for first, last in runs_of_rows(lines):
        rows = [line for line in lines[first : last + 1] if is_row(line)]
        table = TableFrame(lines, first, last, rows, rules, turned)
        if not table.is_one:
            continue
        cells, top = _cells(table, used)
        found = DocumentTable(cells, page, first_number + len(tables))
        found.titles = _titles(lines, top, used)
        found.notes = [line.text for line in lines[table.last + 1 : table.last + 4]]
        tables.append(found)
        used |= set(range(top, table.last + 1))
    return tables, used


def _cells(table: TableFrame, used: set[int]) -> tuple[list[DocumentCell], int]:
    """All cells, those of the header first, and the first line of the table."""
    above = TableHeader(table)
    top = above.top(used)
    header = above.cells(top)
    depth = max((cell.row + cell.rows for cell in header), default=0)
    return [*header, *TableBody(table).cells(depth)], top


def _titles(lines: list[PageLine], top: int, used: set[int]) -> list[str]:
    """The texts above a table, the nearest first: up to the line that calls it a table, where one does."""
    above = []
    for at in range(top - 1, max(-1, top - 1 - _MOST_TITLES), -1):
        if at in used:
            break
        above.append(lines[at].text)
        if TABLE_TITLE.match(lines[at].text):
            return [" ".join(reversed(above))]
    return above
