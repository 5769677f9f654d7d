"""The course of a series in words: its first, highest and last figure, and its ranges where it has only these."""

from collections.abc import Sequence

from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.superlatives import (
    changed_before,
    highest_of,
    lowest_of,
    marked,
    newest_stretch,
    scope_of,
    since,
    stretches_of,
)
from dashboard.words.breaks import why_apart
from dashboard.words.numbers import (
    WITHIN_RANGES,
    change,
    derived_number,
    number,
    range_number,
)
from dashboard.words.sentences import Sentence, SentencePart

MOST_LINES = 8


def course(line: Line, scene: Scene) -> Sentence:
    """The course of one series in words, for those who do not see the chart; years are compared between breaks only."""
    words: list[SentencePart] = [f"{line.series.label}: "]
    runs_of_years = [run for run in stretches_of(line.points) if any(point.value is not None for point in run)]
    for place, run in enumerate(runs_of_years):
        words += [f"; after {changed_before(line, run)}: "] if place else []
        words += _course_of(run, scene, is_narrowed=scene.is_narrowed or len(runs_of_years) > 1)
    return (*words, ".")


def _course_of(points: Sequence[Point], scene: Scene, *, is_narrowed: bool) -> list[SentencePart]:
    """First, peak, last and change of years that can be compared; `is_narrowed` says that they are not all."""
    known = [point for point in points if point.value is not None]
    first, last = known[0], known[-1]
    scope = scope_of(points, is_narrowed=is_narrowed)
    peak = highest_of(points, scene.doubted)
    parts: list[SentencePart] = [*_own(first, scene), f" in {first.period}"]
    if peak is not None and peak is not first and peak is not last:
        parts += [", highest ", *_own(peak, scene), f" in {peak.period}{f' ({scope})' if scope else ''}"]
    if last is not first:
        parts += [", ", *_own(last, scene), f" in {last.period}"]
        moved = change(last.observation, first.observation)
        if moved is not None:
            within = f", {WITHIN_RANGES}" if moved.is_within_ranges else ""
            parts += [" (", derived_number(moved), f" since {first.period}{within})"]
        elif why := why_apart((), first.observation, last.observation):
            parts.append(f" ({why})")
    return parts


def only_ranges(scene: Scene) -> list[Sentence]:
    """The first and the last range of the series for which no source has a best value in any year that is shown."""
    lines = [line for line in scene.drawn if not line.known]
    return [_ranges_of(line, scene) for line in lines[:MOST_LINES]]


def _ranges_of(line: Line, scene: Scene) -> Sentence:
    ranges = [(range_number(point.observation, scene.indicator), point.period) for point in line.points]
    (first, since), *later = [(shown, period) for shown, period in ranges if shown is not None]
    if not later:
        return (f"{line.series.label}: only a range, ", first, f" in {since}.")
    last, until = later[-1]
    return (f"{line.series.label}: only ranges, from ", first, f" in {since} to ", last, f" in {until}.")


def _own(point: Point, scene: Scene) -> Sentence:
    """The figure of a point with its unit."""
    return marked(number(point.observation, scene.indicator), point, scene.doubted)


def computed_course(line: Line, scene: Scene) -> Sentence:
    """The computed numbers of one line since its last break in words: the highest, the lowest and the last.

    Shares of fewer areas than are shown are higher for it, and are not compared.
    """
    known, maker = line.known, line.series.producer.producer
    points, changed = newest_stretch(line)
    of_all = [point for point in points if (point.year, maker) not in scene.lacking]
    if len(of_all) < len(points):
        scope = f"of {len(of_all)} years with a value for every area"
        scope += f" {since(points, changed)}" if changed else ""
    else:
        scope = scope_of(of_all, is_narrowed=scene.is_narrowed, changed=changed)
    named = {known[-1].year: ("", known[-1])}
    if len(of_all) > 1:
        ends = (("lowest ", lowest_of(of_all, scene.doubted)), ("highest ", highest_of(of_all, scene.doubted)))
        named |= {point.year: (word, point) for word, point in ends if point is not None}
    are_ranked = any(word for word, _ in named.values())
    words: list[SentencePart] = [f"{line.series.label}{f' ({scope})' if scope and are_ranked else ''}: "]
    for position, year in enumerate(sorted(named)):
        word, point = named[year]
        shown = marked(point.number, point, scene.doubted)
        words += [", " if position else "", word, *shown, f" in {point.period}"]
        words += [" (of fewer areas)"] if (year, maker) in scene.lacking else []
    return (*words, ".")
