"""The header of a table on a page: where it begins, and the columns that each of its texts stands over."""

from itertools import pairwise

from etl.documents.files.document import DocumentCell, PageBox, PageWord
from etl.documents.files.page_lines import LinePart, PageLine
from etl.documents.files.page_rows import TABLE_TITLE
from etl.documents.files.page_table_frame import TableFrame, middle, overlap, zone_of

_MOST_HEADER_LINES = 10


class TableHeader:
    """What stands above the rows of a table."""

    def __init__(self, table: TableFrame) -> None:
        self._table = table

    def top(self, used: set[int]) -> int:
        """The first line of the table: the lines above its rows that stand over its columns."""
        width = self._table.box.right - self._table.box.left
        top = self._table.first
        for at in range(self._table.first - 1, max(-1, self._table.first - 1 - _MOST_HEADER_LINES), -1):
            line = self._table.lines[at]
            if at in used or TABLE_TITLE.match(line.text):
                break
            below = self._table.lines[top].box
            gap = below.top - line.box.bottom
            enclosed = self._is_enclosed(line)
            is_over_columns = len(line.parts) > 1 or self._fits_a_column(line.parts[0])
            if gap > (3.0 if enclosed else 2.2 if is_over_columns else 1.0) * self._table.height:
                break
            if line.box.right < self._table.box.left - 5 or line.box.left > self._table.box.right + 5:
                break
            widest = max(part.box.right - part.box.left for part in line.parts)
            if not enclosed and (
                (len(line.parts) == 1 and widest > 0.45 * width)
                or widest > 0.7 * width
                or line.box.right > self._table.box.right + 60
            ):
                break
            top = at
        return self._below_title(top)

    def _fits_a_column(self, part: LinePart) -> bool:
        return any(left - 12 <= part.box.left and part.box.right <= right + 12 for left, right in self._table.columns)

    def _below_title(self, top: int) -> int:
        """The first line of the table without lines that go on with the title above them."""
        if top == 0 or not TABLE_TITLE.match(self._table.lines[top - 1].text):
            return top
        while top < self._table.first and len(self._table.lines[top].parts) == 1:
            title, line, below = (self._table.lines[at].box for at in (top - 1, top, top + 1))
            is_aligned = abs(title.left - line.left) < 2 or abs(title.middle - line.middle) < 2
            if not is_aligned or line.top - title.bottom >= below.top - line.bottom:
                break
            top += 1
        return top

    def _is_enclosed(self, line: PageLine) -> bool:
        """Whether a level line is drawn above a line of text, and upright ones beside it reach down to the table."""
        centre = line.box.centre
        return any(
            top <= centre
            and bottom >= min(self._table.box.top, centre + self._table.height) - 2
            and left <= self._table.box.right + 5
            for left, top, _, bottom in self._table.uprights
            if self._table.box.left - 25 <= left <= self._table.box.right + 25 and bottom > centre
        )

    def cells(self, top: int) -> list[DocumentCell]:
        """The cells above the rows; one that stands over several columns spans them."""
        cells: list[DocumentCell] = []
        lines = self._table.lines[top : self._table.first + 1]
        turned = self._turned_header()
        row = 0
        if turned:
            cells += [
                DocumentCell(0, column, text, 1, 1, box)
                for text, box in turned
                if (column := zone_of(box.middle, self._table.zones)) is not None
            ]
            row = 1
        for line, below in pairwise(lines):
            cells += self._header_cells(line, row, below)
            row += 1
        return cells

    def _turned_header(self) -> list[tuple[str, PageBox]]:
        """Texts that are written upwards above the columns."""
        words = [
            word
            for word in self._table.turned
            if self._table.box.left - 15 <= word.box.middle <= self._table.box.right + 15
            and -2 <= self._table.box.top - word.box.bottom + self._table.height < 150
        ]
        stacks: list[list[PageWord]] = []
        for word in sorted(words, key=lambda each: each.box.middle):
            if stacks and word.box.left < stacks[-1][-1].box.right - 1:
                stacks[-1].append(word)
            else:
                stacks.append([word])
        found = []
        for stack in stacks:
            ordered = sorted(stack, key=lambda each: -each.box.bottom)
            found.append((" ".join(word.text for word in ordered), PageBox.around(word.box for word in stack)))
        return found

    def _header_cells(self, line: PageLine, row: int, below: PageLine) -> list[DocumentCell]:
        pieces = [piece for part in line.parts for piece in self._pieces(part)]
        centre = line.box.centre
        uprights = sorted(rule[0] for rule in self._table.uprights if rule[1] - 1 <= centre <= rule[3] + 1)
        cells = []
        spans = self._spans_over_the_same(pieces, below) or self._spans_without_rules(pieces)
        for piece, span in zip(pieces, spans, strict=True):
            box = piece.box
            before = [at for at in uprights if at <= box.middle]
            after = [at for at in uprights if at > box.middle]
            first, last = span
            if before and after:
                held = [
                    n
                    for n, zone in enumerate(self._table.zones)
                    if before[-1] - 3 <= middle(zone, self._table.columns[n]) <= after[0] + 3
                ]
                if held:
                    first, last = held[0], held[-1]
            cells.append(DocumentCell(row, first, piece.text, 1, last - first + 1, box))
        return cells

    def _pieces(self, part: LinePart) -> list[LinePart]:
        """A part of a header by its columns, where each of several words stands over one of its own."""
        owners = [zone_of(word.box.middle, self._table.zones) for word in part.words]
        if len(part.words) < 2 or len(set(owners)) == 1 or len(set(owners)) < len(owners):
            return [part]
        inside = all(
            self._table.zones[owner][0] - 2 <= word.box.left and word.box.right <= self._table.zones[owner][1] + 2
            for owner, word in zip(owners, part.words, strict=True)
            if owner is not None
        )
        return [LinePart((word,)) for word in part.words] if inside else [part]

    def _spans_over_the_same(self, pieces: list[LinePart], below: PageLine) -> list[tuple[int, int]]:
        """The columns of each piece where those below it are called alike: "Heroin" and "Opium" over the same years."""
        figures = [n for n, column in enumerate(self._table.columns) if column in self._table.figures]
        owners = [zone_of(piece.box.middle, self._table.zones) for piece in pieces]
        over = [at for at, owner in enumerate(owners) if owner in figures]
        called = [part.text for part in below.parts if zone_of(part.box.middle, self._table.zones) in figures]
        size = len(figures) // max(len(over), 1)
        once = called[:size]
        if size < 2 or len(called) != len(figures) or len(set(once)) < size or called != once * len(over):
            return []
        spans = [(owner or 0, owner or 0) for owner in owners]
        for at, first in zip(over, range(0, len(figures), size), strict=True):
            spans[at] = (figures[first], figures[first + size - 1])
            if not spans[at][0] <= (owners[at] or 0) <= spans[at][1]:
                return []
        return spans

    def _spans_without_rules(self, pieces: list[LinePart]) -> list[tuple[int, int]]:
        """The columns that each piece of a header line stands over, where no lines are drawn.

        One that stands between columns is over those around its middle, as far as no other piece is nearer.
        """
        found = []
        for at, piece in enumerate(pieces):
            own = [
                n
                for n, (left, right) in enumerate(self._table.zones)
                if piece.box.left < right and piece.box.right > left
            ]
            held = [n for n in own if overlap(piece.box, self._table.columns[n]) > 0] or own or [0]
            first, last = held[0], held[-1]
            straddles = len(own) > 1 and not any(
                abs(piece.box.middle - middle(self._table.zones[n], self._table.columns[n]))
                < 0.2 * (self._table.zones[n][1] - self._table.zones[n][0])
                for n in own
            )
            if straddles and len(pieces) > 1:
                low = pieces[at - 1].box.right if at else self._table.zones[0][0]
                high = pieces[at + 1].box.left if at + 1 < len(pieces) else self._table.zones[-1][1]
                first, last = self._around(piece.box.middle, own, low, high)
            found.append((first, last))
        return found

    def _around(self, middle: float, own: list[int], low: float, high: float) -> tuple[int, int]:
        """The columns around a middle that are most evenly on both sides of it."""
        figures = [n for n, column in enumerate(self._table.columns) if column in self._table.figures]
        choices = [
            (first, last)
            for first in figures
            for last in figures
            if first <= own[0]
            and own[-1] <= last
            and self._table.columns[first][0] >= low - 40
            and self._table.columns[last][1] <= high + 40
        ]
        if not choices:
            return own[0], own[-1]

        def off(span: tuple[int, int]) -> float:
            return abs((self._table.columns[span[0]][0] + self._table.columns[span[1]][1]) / 2 - middle)

        return min(choices, key=lambda span: (round(off(span) / 5), span[1] - span[0]))
