"""What has to hold before a superlative is printed: the rules that titles, findings and stories share.

A figure is the highest only where no other one can be higher: not one of which only a range is known, and not one that
is equal, or looks so with the digits that are shown, or that measures other people or prices. Where countries count by
rules of their own, only parts of one country are compared with each other. One that is printed as
"over" a number says nothing of how high it is: its year does not count as known, and an area that has one is compared
with nobody. A figure that does not fit other current ones is no peak, a whole is never compared with its part, and no
year with one on the other side of a break.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from dashboard.views.points import Line, Point
from dashboard.words.alike import are_all_alike
from dashboard.words.breaks import what_changed_for
from dashboard.words.numbers import WITHIN_RANGES, Number
from dashboard.words.sentences import Sentence, in_a_sentence
from etl.figures.vocabulary.numbers import Flag

MISFIT = "does not fit other figures"  # what the mark of a figure that a check of consistency doubts says

PointOfLine = tuple[Line, Point]


def at_most(point: Point) -> float:
    """The most that a point may stand for: its value as shown, else the end of its range; infinite where open."""
    if _is_bound(point):
        return math.inf
    shown = point.as_shown
    if shown is not None:
        return shown
    return point.high if point.high is not None else math.inf


def is_doubted(point: Point, doubted: Set[int]) -> bool:
    """Whether a figure that a point shows, or is computed from, does not fit another current one.

    Of a day in the past it is not known which figures did not fit then; those of today are doubted then too.
    """
    return any(item.id in doubted for item in point.rests_on)


def is_marked(point: Point, doubted: Set[int]) -> bool:
    """Whether a point carries the mark of a figure that does not fit others; the checks are made on those of today."""
    return any(item.id in doubted and not item.is_past for item in point.rests_on)


def marked(shown: Number, point: Point, doubted: Set[int]) -> Sentence:
    """The number of a point in a sentence, with its marks: that it may be no change, or does not fit others."""
    is_within = point.computed is not None and point.computed.is_within_ranges
    marks = [*([WITHIN_RANGES] if is_within else []), *([MISFIT] if is_marked(point, doubted) else [])]
    return (shown, f" ({'; '.join(marks)})") if marks else (shown,)


def is_open(point: Point) -> bool:
    """Whether a point is printed as "over" a number, or computed from one: only a bound of its year is known."""
    return point.value is not None and _is_bound(point)


def _is_bound(point: Point) -> bool:
    """Whether any figure that a point shows, or is computed from, is printed as "over" a number."""
    if point.computed is None:  # most points, of which a chart has many
        return point.observation.flag == Flag.AT_LEAST
    return any(item.flag == Flag.AT_LEAST for item in point.computed.inputs)


def highest_of(points: Sequence[Point], doubted: Set[int]) -> Point | None:
    """The highest point of a series, of the years known; None where that is not safe to say of any."""
    return _surely_first(points, doubted, 1, lambda point: at_most(point) if point.value is None else point.as_shown)


def lowest_of(points: Sequence[Point], doubted: Set[int]) -> Point | None:
    """The lowest point of a series, of the years known; None where that is not safe to say of any."""
    return _surely_first(points, doubted, -1, lambda point: point.low if point.value is None else point.as_shown)


def _surely_first(
    points: Sequence[Point], doubted: Set[int], sign: int, reach: Callable[[Point], float | None]
) -> Point | None:
    """The point with the largest value times the sign, if no other of the series may reach it."""
    first = max(
        (point for point in points if point.value is not None),
        key=lambda point: sign * (point.value or 0.0),
        default=None,
    )
    shown = first.as_shown if first is not None else None
    if first is None or shown is None or is_open(first) or is_doubted(first, doubted):
        return None
    others = [point for point in points if point is not first and point.is_shown]
    if not are_all_alike(item for point in (first, *others) for item in point.rests_on):
        return None
    reached = [reach(point) for point in others]
    is_safe = all(other is not None and sign * other < sign * shown for other in reached)
    return first if is_safe else None


def largest_of(pairs: Sequence[PointOfLine], doubted: Set[int], most: int) -> list[PointOfLine]:
    """Of ranked pairs, largest first, as many of the first ones as are surely larger than all that follow."""
    if not are_all_alike(item for _, point in pairs for item in point.rests_on):
        return []
    for count in range(min(most, len(pairs)), 0, -1):
        chosen, others = pairs[:count], pairs[count:]
        values = [point.as_shown for _, point in chosen]
        if any(value is None for value in values) or any(is_doubted(point, doubted) for _, point in chosen):
            continue
        smallest = min(value for value in values if value is not None)
        if all(at_most(point) < smallest for _, point in others):
            return list(chosen)
    return []


def scope_of(points: Sequence[Point], *, is_narrowed: bool, changed: str = "") -> str:
    """Of which years a superlative over a series is, in words; empty where it is of all, and none is missing.

    `is_narrowed` says that only some of the years of the series are shown, `changed` what became another at the break
    before the points, where the series has earlier years.
    """
    shown = [point for point in points if point.is_shown]
    known = sum(not is_open(point) for point in shown)
    first, last = shown[0], shown[-1]
    has_gaps = known < last.year - first.year + 1
    if is_narrowed:
        span = (first.period, last.period)
        of_years = f"of {known} years known from {span[0]} to {span[1]}" if has_gaps else f"of {span[0]}–{span[1]}"
        return f"{of_years}, after {changed}" if changed else of_years
    of_known = f"of {known} years known" if has_gaps else ""
    return f"{of_known} {since(points, changed)}".lstrip() if changed else of_known


def since(points: Sequence[Point], changed: str) -> str:
    """From which year on some points are, and what changed before them."""
    first = next(point for point in points if point.is_shown)
    return f"since {first.period}, {'when' if first.year == first.comparable_from else 'after'} {changed}"


def stretches_of(points: Iterable[Point]) -> list[list[Point]]:
    """The points that are shown by the break that they are after: those of each can be compared with each other.

    Of shares these need not be years that follow each other: one without an area is not after a break of that area.
    """
    stretches: dict[int, list[Point]] = {}
    for point in points:
        if point.is_shown:
            stretches.setdefault(point.comparable_from, []).append(point)
    return list(stretches.values())


def newest_stretch(line: Line) -> tuple[list[Point], str]:
    """The points of a line that can be compared with its last value, and what changed before them.

    That is empty where no earlier points are shown.
    """
    last = line.known[-1]
    newest = next(stretch for stretch in stretches_of(line.points) if last in stretch)
    has_earlier = next(point for point in line.points if point.is_shown) is not newest[0]
    return newest, changed_before(line, newest) if has_earlier else ""


def changed_before(line: Line, stretch: Sequence[Point]) -> str:
    """What became another at the break before some points of a line that can be compared."""
    own = (("", item) for item in line.breaks if item.parts)
    others = (one for told in line.breaks_of_others.values() for one in told)
    first = [(area, item) for area, item in (*own, *others) if item.first_year_after == stretch[0].comparable_from]
    return what_changed_for(first, line.called or in_a_sentence(line.series.area))


def wholes_among(areas: Iterable[str], wider: Mapping[str, Set[str]]) -> set[str]:
    """The areas that another one is a part of; `wider` names of each area what it is a part of."""
    chosen = set(areas)
    return {whole for area in chosen for whole in wider.get(area, ())} & chosen
