"""In which years one series lies above another one, or above the reference line, in words."""

from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.superlatives import (
    at_most,
)
from dashboard.words.alike import are_alike
from dashboard.words.sentences import Sentence, at_the_start, in_a_sentence, in_brackets, joined, spans


def above_reference(lines: list[Line], scene: Scene) -> list[Sentence]:
    """In which years each series lies above the reference line; nothing where there is no line or no value."""
    if scene.reference is None or not lines:
        return []
    told = []
    for line in lines:
        years = [point.year for point in line.known if (point.value or 0.0) > scene.reference]
        known = [point.year for point in line.known]
        when = f"in {joined(spans(years, known))}" if years else "in no year"
        told.append(f"{line.series.label} {when} (of {len(known)} with a figure)")
    return [(f"Above {scene.reference:,} ({scene.unit}): {'; '.join(told)}.",)]


def crossing(scene: Scene, lines: list[Line]) -> list[Sentence]:
    """In which years the second of two areas stood above the first, by one producer; never of a whole and its part."""
    pairs = [
        (first, second)
        for position, first in enumerate(lines)
        for second in lines[position + 1 :]
        if first.series.producer == second.series.producer and first.series.area != second.series.area
    ]
    areas = {line.series.area.area for line in lines}
    if len(areas) != 2 or not scene.is_ranked or any(areas & scene.wider.get(area, frozenset()) for area in areas):
        return []
    return [sentence for first, second in pairs if (sentence := _above(first, second, scene)) is not None]


def _above(first: Line, second: Line, scene: Scene) -> Sentence | None:
    ours = {point.year: point for point in first.known}
    theirs = {point.year: point for point in second.known}
    years = sorted(ours.keys() & theirs.keys())
    above = [year for year in years if _is_above(theirs[year], ours[year])]
    may_be = [year for year in years if _is_above(theirs[year], ours[year], surely=False)]
    alike = all(are_alike(ours[year].rests_on, theirs[year].rests_on) for year in years)
    if not years or may_be != above or not alike:
        return None
    names = at_the_start(second.series.area), in_a_sentence(first.series.area)
    maker = in_brackets(scene.producer_names[first.series.producer.producer])
    if not above:
        several = f"the {len(years)} years" if len(years) > 1 else f"{years[0]}, the only year"
        return (f"{names[0]} was never above {names[1]} in {several} with figures for both {maker}.",)
    if len(years) == 1:
        return (f"{names[0]} was above {names[1]} in {years[0]}, the only year with figures for both {maker}.",)
    if len(above) == len(years):
        return (f"{names[0]} was above {names[1]} in each of the {len(years)} years with figures for both {maker}.",)
    return (f"{names[0]} was above {names[1]} in {joined(spans(above, years))} {maker}.",)


def _is_above(point: Point, other: Point, *, surely: bool = True) -> bool:
    """Whether a value is above another one, or may be, where one of them is printed as "over" a number."""
    if surely:
        return point.as_shown is not None and point.as_shown > at_most(other)
    return other.as_shown is not None and at_most(point) > other.as_shown
