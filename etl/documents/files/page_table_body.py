"""The rows of a table on a page as cells: a name over several lines is of the row that is nearest or encloses it."""

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from statistics import median

from etl.documents.files.document import DocumentCell, PageBox, PageWord
from etl.documents.files.page_lines import LinePart, PageLine
from etl.documents.files.page_rows import is_row, merged
from etl.documents.files.page_table_frame import TableFrame, overlap, zone_of


class TableBody:
    """The rows of a table."""

    def __init__(self, table: TableFrame) -> None:
        self._table = table

    def cells(self, depth: int) -> list[DocumentCell]:
        """The cells of the rows; what is no number and stands beside none is a row of its own, or part of a name."""
        bands, columns, zones = self._bands(), self._table.columns, self._table.zones
        held: dict[tuple[int, int], list[PageWord]] = {}
        figures = {n for n, column in enumerate(columns) if column in self._table.figures}
        for line in self._table.lines[self._table.first : self._table.last + 1]:
            for part in line.parts:
                for column, words in _by_zone(part, zones, figures, columns).items():
                    row = _band_of(part.box.centre, bands)
                    held.setdefault((row, column), []).extend(words)
        cells = []
        for column, (left, right) in enumerate(columns):
            rows = [[row] for row in range(len(bands))]
            if column not in figures:
                rows = self._rows_of_names((left + right) / 2, bands)
            for first, last in ((each[0], each[-1]) for each in rows):
                words = [word for row in range(first, last + 1) for word in held.get((row, column), ())]
                if words:
                    box = PageBox.around(word.box for word in words)
                    text = " ".join(word.text for word in words)
                    cells.append(DocumentCell(depth + first, column, text, last - first + 1, 1, box))
        return sorted(cells, key=lambda cell: (cell.row, cell.column))

    def _rows_of_names(self, at: float, bands: list[tuple[float, float]]) -> list[list[int]]:
        """The rows of each name: one spans those between which lines are drawn only beside the names."""
        middles = [(left + right) / 2 for left, right in self._table.figures]
        found: list[list[int]] = []
        for row, (top, bottom) in enumerate(bands):
            if found:
                before, _ = bands[row - 1]
                drawn = [level for level in self._table.levels if (before + top) / 2 < level[1] < (top + bottom) / 2]
                own = any(left <= at <= right for left, _, right, _ in drawn)
                if not own and any(left <= middle <= right for left, _, right, _ in drawn for middle in middles):
                    found[-1].append(row)
                    continue
            found.append([row])
        return found

    def _bands(self) -> list[tuple[float, float]]:
        """Top and bottom of each row: drawn lines between them where there are, else half way to the next."""
        lines = [
            line
            for line in self._table.lines[self._table.first : self._table.last + 1]
            if is_row(line) or self._is_apart(line)
        ]
        centres = [line.box.centre for line in lines]
        bounds = [self._table.box.top - 1]
        for (one, first), (other, second) in pairwise(zip(lines, centres, strict=True)):
            drawn = [
                level[1]
                for level in self._table.levels
                if one.box.top < level[1] < other.box.bottom
                and level[2] - level[0] > 0.05 * (self._table.box.right - self._table.box.left)
            ]
            middle = (first + second) / 2
            crossing = self._whole_levels(drawn, first, second)
            bounds.append(min(crossing, key=lambda at: abs(at - middle)) if crossing else middle)
        bounds.append(self._table.box.bottom + 1)
        return list(pairwise(bounds))

    def _whole_levels(self, drawn: list[float], first: float, second: float) -> list[float]:
        """Of drawn lines between two rows those that run along most of the table."""
        width = self._table.box.right - self._table.box.left
        found = []
        for at in set(drawn):
            if not first < at < second:
                continue
            spans = merged(
                (max(left, self._table.box.left), min(right, self._table.box.right))
                for left, top, right, _ in self._table.levels
                if abs(top - at) < 1.5 and right > self._table.box.left and left < self._table.box.right
            )
            if sum(right - left for left, right in spans) > 0.6 * width:
                found.append(at)
        return found

    def _is_apart(self, line: PageLine) -> bool:
        """Whether a line without numbers is a row: it heads those below, or has words where they have numbers."""
        at = bisect_left(self._centres, line.box.centre)
        nearest = min(abs(line.box.centre - centre) for centre in self._centres[max(0, at - 1) : at + 1])
        return nearest > 0.95 * self._pitch

    @cached_property
    def _centres(self) -> list[float]:
        return sorted(row.box.centre for row in self._table.rows)

    @cached_property
    def _pitch(self) -> float:
        steps = [other - one for one, other in pairwise(self._centres)]
        return median(steps) if steps else self._table.height


def _by_zone(
    part: LinePart, zones: list[tuple[float, float]], figures: set[int], columns: list[tuple[float, float]]
) -> dict[int, list[PageWord]]:
    """The words of a part by column; a part that is a name stays whole."""
    middle = zone_of(part.box.middle, zones)
    if not part.is_figure:
        names = [n for n in range(len(zones)) if n not in figures]
        over = [n for n in names if overlap(part.box, columns[n]) > 0]
        if over:
            return {over[0]: list(part.words)}
    found: dict[int, list[PageWord]] = {}
    for word in part.words:
        owner = zone_of(word.box.middle, zones)
        found.setdefault(owner if owner is not None else (middle or 0), []).append(word)
    return found


def _band_of(at: float, bands: list[tuple[float, float]]) -> int:
    return next(
        (n for n, (top, bottom) in enumerate(bands) if top <= at < bottom), 0 if at < bands[0][0] else len(bands) - 1
    )
