"""The title of a chart: a finding that says how far it reaches, or where none is safe, only what is drawn.

A superlative has passed before it is printed (`dashboard.views.superlatives`). It is of one producer and says whose,
where others have figures too; it says of how many years, where years are missing or only some are shown; and it is of
the areas that are shown, since a choice is not the world.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.views.comparison import comparison_title
from dashboard.views.points import Line, Point
from dashboard.views.ranking import in_order
from dashboard.views.scene import Nothing, Scene
from dashboard.views.superlatives import (
    PointOfLine,
    highest_of,
    largest_of,
    marked,
    newest_stretch,
    scope_of,
    since,
    wholes_among,
)
from dashboard.words.alike import UNLIKE, are_alike
from dashboard.words.numbers import WITHIN_RANGES, compute, derived_number, number, range_number, ranges_overlap
from dashboard.words.sentences import (
    Sentence,
    among,
    at_the_start,
    in_a_sentence,
    in_brackets,
    joined,
    so_many,
    within_a_sentence,
)
from etl.figures.beside import rows_beside
from etl.figures.letters import letters_of
from etl.figures.observations import Observation

# What the largest of several areas did, by the measure.
MOST_OF = {row["measure"]: row["most"] for row in rows_beside(__package__, "most.csv")}
_NOTHING = {
    Nothing.NOT_COMPUTED: "nothing can be computed {}",
    Nothing.NOT_IN_FORM: "there are figures {}, but this form shows none",
    Nothing.SET_ASIDE: "what sources print {} is set aside",
}
MOST_NAMED = 3  # areas in a title that only describes


def title(scene: Scene, wholes: Mapping[str, Observation] | None = None) -> Sentence:
    """What the chart shows, in one sentence.

    `wholes` are the observations of the area that the shown ones are part of, by producer, for their share in it.
    """
    if scene.beside is not None:
        return _of_two(scene, scene.beside)
    if scene.today and not scene.is_empty:
        return comparison_title(scene)
    if scene.year is not None:
        zoomed = _in_zoom(scene)
        if in_order(scene) and not in_order(zoomed) and not zoomed.moved:
            return (f"{_what(scene)}: no country in {scene.zoom} has a value for {scene.year}",)
        return _of_one_year(zoomed, wholes or {})
    return _of_years(scene, [line for line in scene.drawn if line.is_shown])


def _in_zoom(scene: Scene) -> Scene:
    """What of a map lies in the region that it shows large, which its title is about; the whole of other scenes."""
    if not scene.zoom:
        return scene
    lines = [line for line in scene.lines if line.series.area.area in scene.in_zoom]
    moved = tuple(one for one in scene.moved if one.area.area in scene.in_zoom)
    return replace(scene, lines=lines, moved=moved, called=f"{scene.called} in {scene.zoom}")


def title_alone(scene: Scene, wholes: Mapping[str, Observation] | None = None) -> Sentence:
    """The title where no line beside it says on which day it was known: it says so itself."""
    words = title(scene, wholes)
    return (f"As known on {scene.asof}: ", *words) if scene.asof and scene.drawn and not scene.today else words


def plain_title(scene: Scene) -> Sentence:
    """What is drawn, without a finding, for where that has no room; empty where nothing is drawn."""
    lines = [line for line in scene.drawn if any(point.is_shown for point in line.points)]
    return _described(scene, lines) if lines else ()


def _of_two(scene: Scene, second: Scene) -> Sentence:
    """Which two indicators are shown, of which areas and years."""
    lines = [line for part in (scene, second) for line in part.drawn]
    what = f"{scene.indicator.name} and {within_a_sentence(second.indicator.name)}"
    return _described(scene, lines, what) if lines else _nothing(scene, what)


def _of_years(scene: Scene, lines: Sequence[Line]) -> Sentence:
    if not lines and scene.sums:
        return _sum(scene, scene.sums[0])
    if not lines:
        return _nothing(scene, _what(scene))
    known = [line for line in lines if line.known]
    if not known:
        return _described(scene, lines)
    if len(_areas(lines)) == 1:
        return _course(scene, known[0])
    apart = _apart(scene, lines)
    highest = _standing_highest(scene, apart)
    return _highest(scene, apart, highest) if highest else _described(scene, lines)


def _nothing(scene: Scene, what: str) -> Sentence:
    """Of which kind the nothing is that is shown: that there are no figures is said only where there are none."""
    of_this = f"for {f'{scene.year} in ' if scene.year else ''}this selection"
    kinds = [part.kind_of_nothing for part in scene.parts]
    told = next((_NOTHING[kind] for kind in _NOTHING if kind in kinds), "no figures {}")
    return (f"{what}: {told.format(of_this)}",)


def _sum(scene: Scene, line: Line) -> Sentence:
    """The newest sum of which the most areas have figures, or nearly."""
    most = max(len(point.rests_on) for point in line.points)
    point = max((one for one in line.points if 2 * len(one.rests_on) >= most), key=lambda one: one.year)
    shown = derived_number(point.computed, unit=scene.indicator.short_unit) if point.computed else point.number
    makers = {one.series.producer.producer for one in scene.sums}
    maker = f" {in_brackets(line.series.producer.label)}" if len(makers) > 1 else ""
    group = line.series.area.name.removesuffix(", sum")
    place = "" if group == line.series.area.name else f": {group}"
    return (f"{scene.indicator.name}{place}, {point.said}{maker}: ", shown, f" in {point.period}")


def _apart(scene: Scene, lines: Sequence[Line]) -> list[Line]:
    """The lines but those of areas of which others among them are parts."""
    wholes = wholes_among(_areas(lines), scene.wider)
    return [line for line in lines if line.series.area.area not in wholes]


def named_areas(scene: Scene) -> list[str]:
    """The areas that the title of a scene names; none where it counts what has changed."""
    if scene.today:
        return []
    if scene.year is not None:
        scene = _in_zoom(scene)
        pairs = _compared(scene)
        if not pairs:
            return []
        is_safe = len(_areas(line for line, _ in in_order(scene))) == 1 or _has_largest(scene, pairs)
        return [pairs[0][0].series.area.area] if is_safe else _described_areas([line for line, _ in in_order(scene)])
    lines = [line for line in scene.drawn if line.is_shown]
    highest = _standing_highest(scene, _apart(scene, lines))
    return [highest.line.series.area.area] if highest else _described_areas(lines)


def _areas(lines: Iterable[Line]) -> list[str]:
    return list(dict.fromkeys(line.series.area.area for line in lines))


def _maker(scene: Scene, line: Line, lines: Iterable[Line]) -> str:
    """Whose figures are told of, where others have figures of the areas of some lines too, or made some of the lines.

    Of one area it is who made them; of several the name that all their figures by that producer have in common.
    """
    together = list(lines)
    areas, producer = _areas(together), line.series.producer
    makers = {one.series.producer.producer for one in together}
    if len(makers) < 2 and not scene.several_makers.intersection(areas):
        return ""
    return producer.label if len(areas) == 1 else scene.producer_names[producer.producer]


def _had_most(scene: Scene, count: int) -> str:
    """What the first of several did, in the words that the measure has for it: seized the most heroin."""
    what, words = within_a_sentence(scene.indicator.name), MOST_OF.get(scene.indicator.measure, "")
    largest = among("largest" if scene.indicator.is_additive else "highest", count)
    most = "more" if count == 2 else "the most"
    return words.format(most=most, of=scene.of_what, what=what) if words else f"had the {largest} {what}"


def _described(scene: Scene, lines: Sequence[Line], what: str = "") -> Sentence:
    """What is drawn, without a finding; `what` is measured, where that is more than the scene's own."""
    names = {line.series.area.area: line.series.area.name for line in lines}
    shown = [names[area] for area in _described_areas(lines)]
    rest = len(names) - len(shown)
    named = f"{', '.join(shown)} and {rest} more areas" if rest else joined(shown)
    points = sorted((one for line in lines for one in line.points if one.is_shown), key=lambda point: point.year)
    first, last = points[0].period, points[-1].period
    return (f"{what or _what(scene)}: {named}, {first if first == last else f'{first}–{last}'}",)


def _described_areas(lines: Iterable[Line]) -> list[str]:
    """The areas that a title without a finding names: all, or the first by name, which ranks none."""
    names = {line.series.area.area: line.series.area.name for line in lines}
    areas = sorted(names, key=lambda area: letters_of(names[area]))
    return areas if len(areas) <= MOST_NAMED + 1 else areas[:MOST_NAMED]


def _what(scene: Scene) -> str:
    """The measured thing, and what the axis counts where that is computed."""
    is_computed = scene.kind_of_nothing == Nothing.NOT_COMPUTED or any(
        point.computed is not None for point in scene.points
    )
    return f"{scene.indicator.name}, {scene.unit}" if is_computed else scene.indicator.name


def _figure(scene: Scene, point: Point) -> Sentence:
    """The number of a point with its unit, and its mark where it does not fit others.

    Behind the name of what is counted there is no unit: deaths reached 31,335.
    """
    has_unit = not scene.indicator.names_what_it_counts
    shown = point.number if point.computed is not None else number(point.observation, scene.indicator, unit=has_unit)
    if point.value is None:
        shown = range_number(point.observation, scene.indicator) or shown
    return marked(shown, point, scene.doubted)


def _course(scene: Scene, line: Line) -> Sentence:
    """One series since its last break: its peak and where it stands, or from where to where it went."""
    maker = _maker(scene, line, [line])
    area, (points, changed) = line.series.area, newest_stretch(line)
    known = [point for point in points if point.value is not None]
    is_computed, is_of_many = known[-1].computed is not None, scene.indicator.names_what_it_counts
    whose = f" {in_brackets(maker)}" if maker else ""
    if is_computed:
        subject = f"{_what(scene)}: {in_a_sentence(area)}{whose}"
    elif area.parent:
        subject = f"{scene.indicator.name} in {in_a_sentence(area)}{whose}"
    else:
        subject = f"{area.name} {within_a_sentence(scene.indicator.name)}{whose}"
    first, last = known[0], known[-1]
    if first is last:
        only = f", the first figure since {changed}" if changed else ""
        verb = "stood at" if is_computed else "numbered" if is_of_many else "was"
        return (f"{subject} {verb} ", *_figure(scene, last), f" in {last.period}{only}")
    # Of two years the one is always higher: that is a movement, not a peak.
    peak = highest_of(points, scene.doubted) if sum(point.is_shown for point in points) > 2 else None
    scope = scope_of(points, is_narrowed=scene.is_narrowed, changed=changed)
    if not are_alike(first.rests_on, last.rests_on):
        return (
            f"{subject}: ",
            *_figure(scene, first),
            f" in {first.period} and, {UNLIKE}, ",
            *_figure(scene, last),
            f" in {last.period}",
        )
    is_free = first.observation.is_poppy_free or last.observation.is_poppy_free  # which is no size to go from or to
    if peak is None and first.number.text == last.number.text and not changed and not is_free:
        return (
            f"{subject} {'numbered' if is_of_many else 'was'} ",
            *_figure(scene, first),
            f" in {first.period} and ",
            *_figure(scene, last),
            f" in {last.period}",
        )
    if peak is None or peak is first:
        since_when = f"{since(known, changed).removeprefix('since ')}," if changed else first.period
        return (
            f"{subject}: " if is_free else f"{subject} went from ",
            *_figure(scene, first),
            f" in {since_when.rstrip(',')}, " if is_free else f" in {since_when} to ",
            *_figure(scene, last),
            f" in {last.period}",
            *(
                [f", {WITHIN_RANGES}"]
                if not is_computed and ranges_overlap(first.observation, last.observation)
                else []
            ),
        )
    if peak is last:
        ending = (
            f"the highest {scope}" if scope else f"{'their' if is_of_many and not is_computed else 'its'} highest value"
        )
        return (f"{subject} reached ", *_figure(scene, last), f" in {last.period}, {ending}")
    ending = f", and {in_a_sentence(area)} was" if last.observation.is_poppy_free else " and stood at"
    return (
        f"{subject} {'was highest at' if is_computed else 'peaked at'} ",
        *_figure(scene, peak),
        f" in {peak.period}{f' ({scope})' if scope else ''}{ending} ",
        *_figure(scene, last),
        f" in {last.period}",
    )


@dataclass(frozen=True, slots=True)
class _Highest:
    """Who stands highest of several areas: with what, in which year, and of how many areas with a figure then."""

    line: Line
    point: Point
    year: int
    having: int


def _standing_highest(scene: Scene, lines: Sequence[Line]) -> _Highest | None:
    """Who stands highest of several areas in the last year of which all have a figure, else of which most have.

    Producers are not mixed: of several, the one who knows most areas is taken. None where that one has no figure of
    an area of which another has one of that year.
    """
    if not scene.is_ranked:
        return None
    ours = _of_one_maker([(line, point) for line in lines for point in line.points if point.is_shown])
    having: dict[int, list[PointOfLine]] = {}
    for line, point in ours:
        having.setdefault(point.year, []).append((line, point))
    most = max((len(pairs) for pairs in having.values()), default=0)
    if len(_areas(lines)) < 2 or most < 2:
        return None
    year = max(year for year, pairs in having.items() if len(pairs) == most)
    pairs = sorted(having[year], key=lambda pair: -(pair[1].value or 0.0))
    of_year = [(line, point) for line in lines for point in line.points if point.is_shown and point.year == year]
    largest = largest_of(pairs, scene.doubted, 1) if _are_all_compared(of_year, pairs) else []
    return _Highest(*largest[0], year, most) if largest else None


def _highest(scene: Scene, lines: Sequence[Line], highest: _Highest) -> Sentence:
    """The sentence about the one who stands highest of some lines; the producer is named."""
    every, most, year, line = len(_areas(lines)), highest.having, highest.year, highest.line
    maker = _maker(scene, line, lines)
    is_old = year < max(point.year for line in lines for point in line.known)
    if most < every:
        of_these = f"{so_many(most)} areas in {year}, the last year with figures for so many of these {every}"
    else:
        of_these = f"these {so_many(every)} in {year}{', the last year with a figure for each' if is_old else ''}"
    whose = f" {in_brackets(maker)}" if maker else ""
    drawn = {one.series.area.area: in_a_sentence(one.series.area) for one in scene.drawn if one.is_shown}
    if wholes := [name for area, name in drawn.items() if area not in _areas(lines)]:
        of_these = f"{of_these} {in_brackets(f'not counting {joined(wholes)}')}"
    return (
        f"{_what(scene)}{whose}: {in_a_sentence(line.series.area)} was the {among('highest', most)} of {of_these}, at ",
        *_figure(scene, highest.point),
    )


def _of_one_maker(pairs: Sequence[PointOfLine]) -> list[PointOfLine]:
    """Those of the producer who knows most areas; of several, of the one who comes first."""
    by_maker: dict[str, list[PointOfLine]] = {}
    for line, point in pairs:
        by_maker.setdefault(line.series.producer.producer, []).append((line, point))
    return max(by_maker.values(), key=lambda own: len(_areas(line for line, _ in own)), default=[])


def _are_all_compared(shown: Sequence[PointOfLine], compared: Sequence[PointOfLine]) -> bool:
    """Whether the figures of a year that are compared are of every area of which one is shown, whoever made it."""
    return {*_areas(line for line, _ in shown)} == {*_areas(line for line, _ in compared)}


def _ranked_apart(scene: Scene) -> list[PointOfLine]:
    """The figures of the year in their order, but those of areas of which others among them are parts."""
    every = in_order(scene)
    around = wholes_among(_areas(line for line, _ in every), scene.wider)
    return [pair for pair in every if pair[0].series.area.area not in around]


def _compared(scene: Scene) -> list[PointOfLine]:
    """The figures of the year that are compared, in their order: those of one producer."""
    return _of_one_maker(_ranked_apart(scene))


def _has_largest(scene: Scene, pairs: Sequence[PointOfLine]) -> bool:
    """Whether it is safe to say that the first figure is the largest of several."""
    is_of_all = _are_all_compared(_ranked_apart(scene), pairs)
    return scene.is_ranked and len(pairs) > 1 and is_of_all and bool(largest_of(pairs, scene.doubted, 1))


def _of_one_year(scene: Scene, wholes: Mapping[str, Observation]) -> Sentence:
    """Which of the areas that are shown has the largest figure of the year."""
    every = in_order(scene)
    if not every and scene.moved:
        return (f"{scene.indicator.name}, {scene.unit}: no change can be computed for {scene.year}",)
    if not every:
        return _nothing(scene, _what(scene))
    areas = _areas(line for line, _ in every)
    pairs = _compared(scene)
    line, point = pairs[0]
    maker = _maker(scene, line, [one for one, _ in _ranked_apart(scene)])
    if len(areas) == 1:
        where = in_a_sentence(line.series.area)
        where = f"{where} {in_brackets(maker)}" if maker else where
        if point.computed is not None:
            return (f"{_what(scene)}: {where} stood at ", *_figure(scene, point), f" in {scene.year}")
        return (f"{_what(scene)} in {where}, {scene.year}: ", *_figure(scene, point))
    if not _has_largest(scene, pairs):
        return _described(scene, [line for line, _ in every])
    name, whose = at_the_start(line.series.area), f" {in_brackets(maker)}" if maker else ""
    these = f"of these {so_many(len(pairs))} {scene.called}"
    known = f"with a figure for {scene.year}{whose}"
    if point.computed is not None:
        inside, highest = in_a_sentence(line.series.area), among("highest", len(pairs))
        return (
            f"{_what(scene)}: {inside} was the {highest} {these} {known}, at ",
            *_figure(scene, point),
        )
    whole = wholes.get(line.series.producer.producer)
    part = compute("share-of", (point.observation, whole)) if whole and scene.indicator.is_additive else None
    first = _had_most(scene, len(pairs))
    is_of_whole = part is not None and part.value < 100
    these = f"{these} of {scene.place}" if scene.place and not is_of_whole else these
    found = f"{name} {first} {these} {known}: "
    if len(pairs) == 2 and scene.indicator.measure in MOST_OF:  # more, but than the other one
        found = f"Of {these.removeprefix('of ')} {known}, {in_a_sentence(line.series.area)} {first}: "
    words = (found, *_figure(scene, point))
    if part is None or not is_of_whole:
        return words
    return (*words, ", ", derived_number(part), f" of {scene.place or 'the world'}")
