"""Where lines are cut: between two values that cannot be compared, since a series that they rest on has a break.

A value rests on its own series; a share also on those of its sum, or of the whole that it is of, and a ratio on that of
what it is divided by.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from dashboard.views.points import Line, Point
from dashboard.words.breaks import NamedBreak
from etl.editions.reading import Edition
from etl.figures.knowledge import Break


def breaks_of_others(
    edition: Edition, points: Sequence[Point], name_of: Callable[[Break], str]
) -> dict[int, tuple[NamedBreak, ...]]:
    """The breaks of other series that the points of one rest on, by the year of the first point after each.

    `name_of` tells, as in a sentence, whose a break is. A break before the first point parts nothing.
    """
    found: dict[int, tuple[NamedBreak, ...]] = {}
    told: set[Break] = set()
    for before, point in pairwise(points):
        own = point.observation.key
        new = [
            (name_of(item), item)
            for other in point.rests_on
            if other.key.year == own.year and (other.key.indicator, other.key.area) != (own.indicator, own.area)
            for item in edition.breaks_of(other)
            if item.parts and before.comparable_from < item.first_year_after <= own.year and item not in told
        ]
        if new:
            found[point.year] = tuple(new)
            told.update(item for _, item in new)
    return found


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a line is cut: the breaks there, at the start of which year, and the values to both sides."""

    breaks: tuple[NamedBreak, ...]
    start: int
    before: Point
    after: Point

    @property
    def year(self) -> float:
        """The boundary between the year and the one before it, as charts have it."""
        return self.start - 0.5

    @property
    def rises(self) -> bool:
        return (self.after.value or 0.0) > (self.before.value or 0.0)

    def height(self, *, is_log: bool) -> float:
        """The value on the way from one side to the other."""
        part = (self.year - self.before.year) / (self.after.year - self.before.year)
        first, last = self.before.value or 0.0, self.after.value or 0.0
        return first ** (1 - part) * last**part if is_log else first + (last - first) * part


def cuts(line: Line, known: Sequence[Point]) -> list[Cut]:
    """The cuts of a line through some of its points that have a value, each between two of them."""
    found = []
    for before, after in pairwise(known):
        between = sorted(
            (
                (max(item.first_year_after, before.year + 1), area, item)
                for area, item in line.partings_between(before.year, after.year)
            ),
            key=lambda one: one[0],
        )
        for start, same in groupby(between, key=lambda one: one[0]):
            found.append(Cut(tuple((area, item) for _, area, item in same), start, before, after))
    return found


def is_cut(line: Line) -> bool:
    """Whether a line has a mark of a break."""
    return bool(cuts(line, line.known))
