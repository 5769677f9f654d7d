"""The columns of a table on a page: numbers that stand under each other, and names, parted by upright lines."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from etl.documents.files.document import PageBox, PageWord
from etl.documents.files.page_lines import LinePart, PageLine, Rule
from etl.documents.files.page_rows import merged

_YEAR = re.compile(r"(?:19|20)\d\d\b")
_FEWEST_ROWS = 2
_FEWEST_ROWS_OF_ONE_NUMBER = 3


class TableFrame:
    """One table: its rows between two lines of a region, its columns from left to right, and the room of each."""

    def __init__(
        self,
        lines: list[PageLine],
        first: int,
        last: int,
        rows: list[PageLine],
        rules: Sequence[Rule],
        turned: list[PageWord],
    ) -> None:
        self.lines, self.first, self.last, self.rows = lines, first, last, rows
        self.turned = turned
        self.box = PageBox.around(line.box for line in lines[first : last + 1])
        self.height = median(line.box.height for line in rows)
        self.levels = sorted(rule for rule in rules if rule[2] - rule[0] >= rule[3] - rule[1])
        self.uprights = [rule for rule in rules if rule[3] - rule[1] > rule[2] - rule[0]]
        self.uprights_along = self._long_uprights()
        self.figures = self._figure_columns()
        self.last = self._with_rest_of_name()
        self.box = PageBox.around(line.box for line in lines[first : self.last + 1])
        self.names = self._name_columns()
        self.columns = sorted([*self.figures, *self.names])
        self.zones = self._zones() if self.columns else []

    @property
    def is_one(self) -> bool:
        """Whether it is a table: enough rows, and more than lines of text that end in numbers."""
        if not self.figures:
            return False
        most = max(sum(part.is_figure for part in line.parts) for line in self.rows)
        if not self.names and not self._has_years_first():
            return False
        texts = [part for line in self.rows for part in line.parts if not part.is_figure]
        if sum(self._is_among_figures(part) for part in texts) > 0.3 * len(texts):
            return False
        return len(self.rows) >= (_FEWEST_ROWS if most > 1 else _FEWEST_ROWS_OF_ONE_NUMBER)

    def _has_years_first(self) -> bool:
        """Whether the rows are named by years."""
        return sum(bool(_YEAR.match(line.parts[0].text)) for line in self.rows) > len(self.rows) / 2

    def _with_rest_of_name(self) -> int:
        """The last line, with those below it that go on with its name: "Northern" and "region" below it."""
        last = self.last
        for at in range(self.last + 1, min(self.last + 3, len(self.lines))):
            line, before = self.lines[at], self.lines[last].box
            names = [part.box.left for each in self.rows for part in each.parts if not part.is_figure]
            if len(line.parts) > 1 or line.box.top - before.bottom > 0.3 * self.height or not names:
                break
            if line.box.left < min(names) - 5 or line.box.right > min(left for left, _ in self.figures):
                break
            if self._is_row_below(line):
                break
            last = at
        return last

    def _is_row_below(self, line: PageLine) -> bool:
        """Whether a level line is drawn between the last row and a line below it."""
        row = self.lines[self.last].box
        return any(
            row.centre < level[1] < line.box.centre and level[0] <= line.box.middle <= level[2] for level in self.levels
        )

    def _figure_columns(self) -> list[tuple[float, float]]:
        """Left and right end of each column of numbers."""
        parts = [part.box for line in self.rows for part in line.parts if part.is_figure]
        return self._parted([(box.left, box.right) for box in parts])

    def _long_uprights(self) -> list[float]:
        """Where upright lines run along at least a third of the rows."""
        length: dict[float, float] = {}
        for left, top, _, bottom in self.uprights:
            inside = min(bottom, self.box.bottom) - max(top, self.box.top)
            if inside > 0:
                near = next((at for at in length if abs(at - left) < 2), left)
                length[near] = length.get(near, 0) + inside
        return [at for at, total in length.items() if total >= self.box.height / 3]

    def _name_columns(self) -> list[tuple[float, float]]:
        """Left and right end of each column of names, those of section rows and of names over several lines too."""
        parts = (part for line in self.lines[self.first : self.last + 1] for part in line.parts)
        boxes = [part.box for part in parts if not part.is_figure and not self._is_among_figures(part)]
        return self._parted([(box.left, box.right) for box in boxes])

    def _parted(self, spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """The columns of some cells: those that overlap are one, unless an upright line parts them."""
        found: list[tuple[float, float]] = []
        for left, right in merged(spans):
            inside = [span for span in spans if left <= (span[0] + span[1]) / 2 <= right]
            edges = sorted({at for at in self.uprights_along if left + 1 < at < right - 1})
            for one, other in pairwise([left, *edges, right]):
                held = [span for span in inside if one <= (span[0] + span[1]) / 2 <= other]
                whole = [span for span in held if span[0] >= one - 3 and span[1] <= other + 3] or held
                if held:
                    found.append((min(span[0] for span in whole), max(span[1] for span in whole)))
        return found

    def _is_among_figures(self, part: LinePart) -> bool:
        """Whether a text stands where the numbers of a column do."""
        return any(left - 1 <= part.box.middle <= right + 1 for left, right in self.figures)

    def _zones(self) -> list[tuple[float, float]]:
        """The room of each column: up to the drawn line between two, or half way."""
        uprights = self.uprights_along
        bounds = [min(self.columns[0][0], self.box.left) - 20]
        for (_, right), (left, _) in pairwise(self.columns):
            middle = (right + left) / 2
            between = [at for at in uprights if right - 3 <= at <= left + 3]
            bounds.append(min(between, key=lambda at: abs(at - middle)) if between else middle)
        bounds.append(max(self.columns[-1][1], self.box.right) + 20)
        return list(pairwise(bounds))


def overlap(box: PageBox, span: tuple[float, float]) -> float:
    return min(box.right, span[1]) - max(box.left, span[0])


def middle(zone: tuple[float, float], column: tuple[float, float]) -> float:
    return (max(zone[0], column[0]) + min(zone[1], column[1])) / 2


def zone_of(at: float, zones: list[tuple[float, float]]) -> int | None:
    return next((n for n, (left, right) in enumerate(zones) if left <= at < right), None)
