"""The main findings of a scene in words, for those who do not see the chart."""

from collections.abc import Sequence
from itertools import groupby

from dashboard.views.comparison import since_then
from dashboard.views.gaps import gap_sentences, runs
from dashboard.views.points import Line, Point
from dashboard.views.ranking import ranked
from dashboard.views.scene import Scene
from dashboard.views.superlatives import (
    at_most,
    changed_before,
    highest_of,
    is_marked,
    largest_of,
    lowest_of,
    marked,
    newest_stretch,
    scope_of,
    since,
    stretches_of,
    wholes_among,
)
from dashboard.views.view import View
from dashboard.words.disputes import wording
from dashboard.words.numbers import WITHIN_RANGES, Number, change, derived_number, number, statement_number
from dashboard.words.sentences import Sentence, joined, no_figure_for, spans
from etl.figures.records import Break, Key, Observation, Statement
from etl.figures.vocabulary import Verdict

MOST_LINES = 8
MOST_NAMES = 20
MOST_REVISIONS = 12
MOST_LARGEST = 3  # of one year


def about(view: View, scene: Scene) -> str:
    """What exactly is shown: indicator, place, unit, years, producers and the day on which it was known."""
    first, last = scene.years
    years = str(first) if first == last else f"{first}–{last}"
    drawn = [line for line in scene.all_lines if line.is_shown]
    when = str(scene.year) if scene.year else years if drawn else "no years"
    place = f" in {scene.place}" if scene.place else ""
    parts = [f"{scene.indicator.name}{place}, {scene.unit}, {when}"]
    producers = list(dict.fromkeys(line.series.producer.label for line in drawn))
    if producers:
        parts.append(f"Estimates by {joined(producers)}")
    if view.asof:
        parts.append(f"As known on {view.asof}{' and today' if scene.today else ''}")
    return ". ".join(parts)


def findings(scene: Scene) -> list[Sentence]:
    """The chart in words: the course of each series and where two of them cross, what one year shows, or why none."""
    if scene.nothing:
        return [(" ".join(scene.nothing),)]
    if scene.year is not None:
        notes = [(note,) for note in scene.notes]
        return [*_one_year(scene), *caveats(scene), *_not_shown(scene), *notes, *_apart(scene)]
    known = [line for line in scene.drawn if line.known]
    told = _told(known)
    if any(point.computed for point in scene.points):
        return [
            *(_computed_course(line, scene) for line in told),
            *_untold(known),
            *((note,) for note in scene.notes),
            *caveats(scene),
            *gap_sentences(told, scene.lines, scene.asof),
            *_without_any(scene),
            *_not_shown(scene),
            *since_then(scene),
        ]
    return [
        *(_course(line, scene) for line in told),
        *_untold(known),
        *_crossing(scene, known),
        *((note,) for note in scene.notes),
        *caveats(scene),
        *gap_sentences(told if len(known) > MOST_LINES else scene.lines, scene.lines, scene.asof),
        *_without_any(scene),
        *_not_shown(scene),
        *since_then(scene),
        *_revised(scene),
    ]


def _told(lines: list[Line]) -> list[Line]:
    """The lines that the text tells of: all, or of many those with the largest values, in their own order."""
    if len(lines) <= MOST_LINES:
        return lines
    highest = sorted(lines, key=lambda line: -max(point.value or 0.0 for point in line.known))[:MOST_LINES]
    return [line for line in lines if line in highest]


def _untold(lines: list[Line]) -> list[Sentence]:
    rest = len(lines) - MOST_LINES
    return [(f"These have the largest values; {rest} more series are in the table.",)] if rest > 0 else []


def _without_any(scene: Scene) -> list[Sentence]:
    names = [area.name for area in scene.missing]
    return [(no_figure_for(f"{_some(names)}{scene.missing_from}"),)] if names else []


def _revised(scene: Scene) -> list[Sentence]:
    """The values that were revised, where the chart shows them: what was printed first, and what is in force."""
    seen: dict[tuple[Key, float | None], tuple[Observation, Statement]] = {}
    for item, statement in scene.superseded:
        seen.setdefault((item.key, statement.value), (item, statement))
    revised = wording(Verdict.SUPERSEDED, "findings")
    return [
        (
            f"{revised}: {scene.name_of(item.key.area)} {item.period} "
            f"({scene.producer_names[item.key.producer]}) from ",
            statement_number(statement, scene.indicator),
            " to ",
            number(item, scene.indicator),
            ".",
        )
        for item, statement in list(seen.values())[:MOST_REVISIONS]
    ]


def _course(line: Line, scene: Scene) -> Sentence:
    """The course of one series in words, for those who do not see the chart; years are compared between breaks only."""
    words: list[str | Number] = [f"{line.series.label}: "]
    runs_of_years = [run for run in stretches_of(line.points) if any(point.value is not None for point in run)]
    for place, run in enumerate(runs_of_years):
        words += [f"; after {changed_before(line, run)}: "] if place else []
        words += _course_of(run, scene, is_narrowed=scene.is_narrowed or len(runs_of_years) > 1)
    return (*words, ".")


def _course_of(points: Sequence[Point], scene: Scene, *, is_narrowed: bool) -> list[str | Number]:
    """First, peak, last and change of years that can be compared; `is_narrowed` says that they are not all."""
    known = [point for point in points if point.value is not None]
    first, last = known[0], known[-1]
    scope = scope_of(points, is_narrowed=is_narrowed)
    peak = highest_of(points, scene.doubted)
    parts: list[str | Number] = [*_own(first, scene), f" in {first.period}"]
    if peak is not None and peak is not first and peak is not last:
        parts += [", highest ", *_own(peak, scene), f" in {peak.period}{f' ({scope})' if scope else ''}"]
    if last is not first:
        parts += [", ", *_own(last, scene), f" in {last.period}"]
        moved = change(last.observation, first.observation)
        if moved is not None:
            within = f", {WITHIN_RANGES}" if moved.is_within_ranges else ""
            parts += [" (", derived_number(moved), f" since {first.period}{within})"]
    return parts


def _own(point: Point, scene: Scene) -> Sentence:
    """The figure of a point with its unit."""
    return marked(number(point.observation, scene.indicator), point, scene.doubted)


def _computed_course(line: Line, scene: Scene) -> Sentence:
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
    words: list[str | Number] = [f"{line.series.label}{f' ({scope})' if scope and are_ranked else ''}: "]
    for position, year in enumerate(sorted(named)):
        word, point = named[year]
        shown = marked(point.number, point, scene.doubted)
        words += [", " if position else "", word, *shown, f" in {point.period}"]
        words += [" (of fewer areas)"] if (year, maker) in scene.lacking else []
    return (*words, ".")


def caveats(scene: Scene) -> list[Sentence]:
    """What must be known of the figures, which do not fit others, which sums lack a part, and where series break."""
    known = ((text,) for text in scene.to_be_known)
    return [*known, *_misfits(scene), *incomplete_sums(scene), *_breaks(scene)]


_NOT_COMPARED = "Breaks, across which nothing is compared"
_COMPARED = "Breaks, across which the source goes on with the series"


def _breaks(scene: Scene) -> list[Sentence]:
    """Where series that are shown break: in which years, what changed, and whether they go on all the same."""
    if scene.year is not None:
        return []
    found: list[Sentence] = []
    for parts, head in ((True, _NOT_COMPARED), (False, _COMPARED)):
        named = [
            f"{line.series.label} in {joined([_year_and_kinds(*one) for one in _by_year(told)])}"
            for line in scene.drawn
            if (told := [item for item in line.breaks_within if item.parts == parts])
        ]
        found += [(f"{head}: {'; '.join(named)}.",)] if named else []
    return found


def _by_year(breaks: Sequence[Break]) -> list[tuple[int, list[Break]]]:
    return [(year, list(same)) for year, same in groupby(breaks, lambda item: item.first_year_after)]


def _year_and_kinds(year: int, breaks: Sequence[Break]) -> str:
    return f"{year} ({joined([item.kind.rule.removeprefix('the ') for item in breaks])})"


def _misfits(scene: Scene) -> list[Sentence]:
    marked_years = {
        line.series.label: [point.year for point in line.points if point.is_shown and is_marked(point, scene.doubted)]
        for line in scene.drawn
    }
    named = [f"{label} in {joined(runs(years))}" for label, years in marked_years.items() if years]
    return [(f"These do not fit other figures in force: {'; '.join(named)}.",)] if named else []


def incomplete_sums(scene: Scene) -> list[Sentence]:
    """In which years the sum behind a share or a stack is not of all areas that are shown, and which it lacks."""
    found: list[Sentence] = []
    for producer in dict.fromkeys(maker for _, maker in scene.lacking):
        years: dict[str, list[int]] = {}
        for year, maker in scene.lacking:
            if maker == producer and scene.year in {None, year}:
                for name in scene.lacking[year, maker]:
                    years.setdefault(name, []).append(year)
        names: dict[str, list[str]] = {}
        for name, lacking in years.items():
            names.setdefault(joined(runs(lacking)), []).append(name)
        if names:
            listed = "; ".join(f"{_some(some)} in {when}" for when, some in names.items())
            found.append((f"The sum is not complete ({scene.producer_names[producer]}): it lacks {listed}.",))
    return found


def _not_shown(scene: Scene) -> list[Sentence]:
    """What has figures that the form or the measure leaves out."""
    names = scene.left_out
    return [(f"Known, but left out by this form or measure: {_some(names)}.",)] if names else []


def _one_year(scene: Scene) -> list[Sentence]:
    every = ranked(scene)
    wholes = wholes_among((line.series.area.area for line, _ in every), scene.wider)
    pairs = [(line, point) for line, point in every if line.series.area.area not in wholes]
    free = [line.series.area.name for line, point in pairs if point.observation.is_poppy_free]
    largest = largest_of(pairs, scene.doubted, MOST_LARGEST)
    largest = [(line, point) for line, point in largest if not point.observation.is_poppy_free]
    found: list[Sentence] = []
    if largest or len(pairs) == 1 > len(free):
        several = len({line.series.producer.producer for line, _ in every}) > 1
        words: list[str | Number] = [
            f"Largest of these {len(pairs)} figures for {scene.year}: " if len(pairs) > 1 else f"In {scene.year}: "
        ]
        for position, (line, point) in enumerate(largest or pairs):
            maker = f" ({line.series.producer.label})" if several else ""
            shown = marked(point.number, point, scene.doubted)
            words += [", " if position else "", f"{line.series.area.name}{maker} ", *shown]
        found.append((*words, f" ({scene.unit})."))
    if free:
        found.append(
            (f"Poppy-free in {scene.year}: {len(free)} {'areas' if len(free) > 1 else 'area'}, {_some(free)}.",)
        )
    if scene.without:
        found.append((f"No figure{_by_the_one_maker(scene)} for {scene.year}: {_some(scene.without)}.",))
    return found


def _by_the_one_maker(scene: Scene) -> str:
    """Whose figures are missing, where those of one producer are shown and others have some of the same areas."""
    makers = {line.series.producer.producer for line in scene.lines}
    has_others = scene.several_makers.intersection(area.area for area in scene.missing)
    is_said = any(name not in {area.name for area in scene.missing} for name in scene.without)
    return f" by {scene.producer_names[makers.pop()]}" if len(makers) == 1 and has_others and not is_said else ""


def _apart(scene: Scene) -> list[Sentence]:
    """What a map has no place for."""
    if not scene.unplaced:
        return []
    return [(f"Not on the map, since no coordinates are recorded: {_some(scene.unplaced)}.",)]


def _some(names: list[str]) -> str:
    """A list in a sentence; of a long one the first, and how many more there are."""
    rest = len(names) - MOST_NAMES
    return joined(names) if rest <= 1 else f"{', '.join(names[:MOST_NAMES])} and {rest} more"


def _crossing(scene: Scene, lines: list[Line]) -> list[Sentence]:
    """In which years the second of two areas stood above the first, by one producer; never of a whole and its part."""
    pairs = [
        (first, second)
        for position, first in enumerate(lines)
        for second in lines[position + 1 :]
        if first.series.producer == second.series.producer and first.series.area != second.series.area
    ]
    areas = {line.series.area.area for line in lines}
    if len(areas) != 2 or any(areas & scene.wider.get(area, frozenset()) for area in areas):
        return []
    return [sentence for first, second in pairs if (sentence := _above(first, second, scene)) is not None]


def _above(first: Line, second: Line, scene: Scene) -> Sentence | None:
    ours = {point.year: point for point in first.known}
    theirs = {point.year: point for point in second.known}
    years = sorted(ours.keys() & theirs.keys())
    above = [year for year in years if _is_above(theirs[year], ours[year])]
    may_be = [year for year in years if _is_above(theirs[year], ours[year], surely=False)]
    if not years or may_be != above:
        return None
    names = second.series.area.name, first.series.area.name
    maker = scene.producer_names[first.series.producer.producer]
    if not above:
        several = f"the {len(years)} years" if len(years) > 1 else f"{years[0]}, the only year"
        return (f"{names[0]} was never above {names[1]} in {several} with figures for both ({maker}).",)
    if len(years) == 1:
        return (f"{names[0]} was above {names[1]} in {years[0]}, the only year with figures for both ({maker}).",)
    if len(above) == len(years):
        return (f"{names[0]} was above {names[1]} in all {len(years)} years with figures for both ({maker}).",)
    return (f"{names[0]} was above {names[1]} in {joined(spans(above, years))} ({maker}).",)


def _is_above(point: Point, other: Point, *, surely: bool = True) -> bool:
    """Whether a value is above another one, or may be, where one of them is printed as "over" a number."""
    if surely:
        return point.value is not None and point.value > at_most(other)
    return other.value is not None and at_most(point) > other.value
