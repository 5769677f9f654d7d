"""Finds the rows of tables on a page: lines with numbers that stand under each other."""

import re
from collections.abc import Iterable

from etl.documents.files.page_lines import PageLine

TABLE_TITLE = re.compile(
    r"(?:table|tabla|tableau|tabelle|tabela|tabella|tabel|таблица|جدول|figure|figura|annex|anexo|box|cuadro)\b"
    r"|[表图圖]\s?\d",
    re.IGNORECASE,
)
_NUMBERED_TITLE = re.compile(rf"(?:{TABLE_TITLE.pattern})\W*\d", re.IGNORECASE)
_LEADER = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
_NEXT_ROW = 4.5  # heights of a line between two rows of one table
_LONGEST_NAME = 90


def is_row(line: PageLine) -> bool:
    """Whether a line has numbers of a table: all that is no number is short enough for a name."""
    figures = [part for part in line.parts if part.is_figure]
    others = [part for part in line.parts if not part.is_figure]
    if not figures or _LEADER.search(line.text) or _NUMBERED_TITLE.match(line.text):
        return False
    return all(len(part.text) <= _LONGEST_NAME for part in others) and len(line.parts) > 1


def runs_of_rows(lines: list[PageLine]) -> Iterable[tuple[int, int]]:
    """First and last line of each run of rows whose numbers stand under each other."""
    start: int | None = None
    last = 0
    columns: list[tuple[float, float]] = []
    for at, line in enumerate(lines):
        if not is_row(line):
            continue
        spans = [(part.box.left, part.box.right) for part in line.parts if part.is_figure]
        if start is not None and _goes_on(lines, last, at, columns, spans):
            columns = merged([*columns, *spans])
        else:
            if start is not None:
                yield start, last
            start, columns = at, merged(spans)
        last = at
    if start is not None:
        yield start, last


def _goes_on(
    lines: list[PageLine], last: int, at: int, columns: list[tuple[float, float]], spans: list[tuple[float, float]]
) -> bool:
    gap = lines[at].box.top - lines[last].box.bottom
    if gap > _NEXT_ROW * lines[at].box.height:
        return False
    if any(TABLE_TITLE.match(line.text) or len(line.text) > _LONGEST_NAME for line in lines[last + 1 : at]):
        return False
    under = sum(any(left < other[1] and other[0] < right for other in columns) for left, right in spans)
    return under >= max(1, 0.5 * min(len(spans), len(columns)))


def merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans from left to right, those that overlap as one."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(spans):
        if found and left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found
