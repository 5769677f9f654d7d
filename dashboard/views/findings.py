"""The main findings of a scene in words: its title, and the text for those who do not see the chart."""

from collections.abc import Iterable

from dashboard.views.gaps import gap_sentences
from dashboard.views.points import Line, Point
from dashboard.views.ranking import ranked
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.disputes import wording
from dashboard.words.numbers import Number, compute, derived_number, number, statement_number
from dashboard.words.sentences import Sentence, finding, headline, joined, no_figure_for, spans
from etl.figures.records import Key, Observation, Statement
from etl.figures.vocabulary import Verdict

MOST_LINES = 8
MOST_NAMES = 20
MOST_REVISIONS = 12


def title(scene: Scene, wholes: dict[str, Observation] | None = None) -> Sentence:
    """What the chart shows, in one sentence.

    `wholes` are the observations of the area that the shown ones are part of, by producer, for their share in it.
    """
    if scene.year is None:
        return _measured_headline(scene) or headline(scene.series, scene.indicator)
    pairs = ranked(scene)
    if not pairs:
        when = f"in {scene.year}" if scene.year else "in this choice"
        return (f"No figures for {scene.indicator.name.lower()} {when}",)
    line, point = pairs[0]
    if point.computed is not None:
        return (
            f"{scene.indicator.name}, {scene.unit}: {line.series.area.name} stood first in {scene.year} with ",
            point.number,
        )
    shown = number(point.observation, scene.indicator)
    whole = (wholes or {}).get(line.series.producer.producer)
    name, what = line.series.area.name, scene.indicator.name.lower()
    words: tuple[str | Number, ...] = (
        (f"Of the parts of {scene.place} whose {what} in {scene.year} is known, {name} had the largest: ", shown)
        if _is_little(pairs, whole)
        else (f"{name} had the largest figure for {what} in {scene.year}: ", shown)
    )
    if whole is not None and scene.indicator.is_additive:
        part = compute("share-of", (point.observation, whole))
        if part is not None and part.value < 100:
            words = (*words, ", ", derived_number(part), f" of {scene.place or 'the world'}")
    return words


def _is_little(pairs: list[tuple[Line, Point]], whole: Observation | None) -> bool:
    """Whether the parts with a figure make up less than half of the whole: the largest may be one without."""
    if whole is None or not whole.value:
        return False
    known = [point.value or 0.0 for line, point in pairs if line.series.producer.producer == whole.key.producer]
    return sum(known) < whole.value / 2


def about(view: View, scene: Scene) -> str:
    """What exactly is shown: indicator, place, unit, years, producers and the day on which it was known."""
    first, last = scene.years
    years = str(first) if first == last else f"{first}–{last}"
    when = str(scene.year) if scene.year else years if scene.drawn else "no years"
    place = f" in {scene.place}" if scene.place else ""
    parts = [f"{scene.indicator.name}{place}, {scene.unit}, {when}"]
    producers = list(dict.fromkeys(line.series.producer.label for line in scene.drawn))
    if producers:
        parts.append(f"Estimates by {joined(producers)}")
    if view.asof:
        parts.append(f"As known on {view.asof}")
    return ". ".join(parts)


def findings(scene: Scene) -> list[Sentence]:
    """The chart in words: the course of each series and where two of them cross, what one year shows, or why none."""
    if scene.nothing:
        return [(" ".join(scene.nothing),)]
    if scene.year is not None:
        return _one_year(scene)
    if any(point.computed for point in scene.points):
        known = [line for line in scene.drawn if line.known]
        told = _told(known)
        return [
            *(_computed_course(line) for line in told),
            *_untold(known),
            *((note,) for note in scene.notes),
            *_incomplete_sums(known),
            *gap_sentences(told, scene.lines),
        ]
    known = [line for line in scene.lines if line.series.known]
    told = _told(known)
    return [
        *(finding(line.series, scene.indicator) for line in told),
        *_untold(known),
        *_crossing(known),
        *gap_sentences(told if len(known) > MOST_LINES else scene.lines, scene.lines),
        *_without_any(scene),
        *_since_then(scene),
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
    return [(no_figure_for(_some(names)),)] if names else []


def _since_then(scene: Scene) -> list[Sentence]:
    """What is known today of the years that were known then: which figures changed, and which years came after."""
    found: list[Sentence] = []
    then = {point.observation.key: point for point in scene.points}
    for line in (line for line in scene.today if line.known):
        pairs = [(then.get(point.observation.key), point) for point in line.known]
        changed = [(old, new) for old, new in pairs if old is not None and old.value != new.value]
        later = [point.year for old, point in pairs if old is None]
        words: list[str | Number] = []
        for old, new in changed[:MOST_REVISIONS]:
            words += ["; " if words else "", f"{new.year} is ", new.number, ", then ", old.number]
        words += [f"; {len(changed) - MOST_REVISIONS} more changed"] if len(changed) > MOST_REVISIONS else []
        if later:
            words += ["; " if words else "", f"not known then: {joined(spans(later, _all_years(line)))}"]
        found.append((f"{line.series.label}, today: ", *(words or ["as it was known then"]), "."))
    return found


def _all_years(line: Line) -> list[int]:
    return [point.year for point in line.known]


def _revised(scene: Scene) -> list[Sentence]:
    """The values that were revised, where the chart shows them: what was printed first, and what is in force."""
    seen: dict[tuple[Key, float | None], tuple[Observation, Statement]] = {}
    for item, statement in scene.superseded:
        seen.setdefault((item.key, statement.value), (item, statement))
    names = {line.series.producer.producer: line.series.producer.label for line in scene.lines}
    revised = wording(Verdict.SUPERSEDED, "findings")
    return [
        (
            f"{revised}: {scene.name_of(item.key.area)} {item.key.year} ({names[item.key.producer]}) from ",
            statement_number(statement, scene.indicator),
            " to ",
            number(item, scene.indicator),
            ".",
        )
        for item, statement in list(seen.values())[:MOST_REVISIONS]
    ]


def _measured_headline(scene: Scene) -> Sentence | None:
    """What a chart of computed numbers shows: the highest and the last of one area, or who stands first of several."""
    lines = [line for line in scene.drawn if line.known and line.known[-1].computed is not None]
    if not lines:
        return None
    what = f"{scene.indicator.name}, {scene.unit}"
    if len({line.series.area.area for line in lines}) == 1:
        known = lines[0].known
        highest, last = _highest(known), known[-1]
        words: Sentence = (f"{what}: {lines[0].series.area.name} was highest in {highest.year} with ", highest.number)
        return words if last is highest else (*words, " and stood at ", last.number, f" in {last.year}")
    last_year = max(line.known[-1].year for line in lines)
    first = max(
        (line for line in lines if line.known[-1].year == last_year), key=lambda line: line.known[-1].value or 0.0
    )
    return (f"{what}: {first.series.area.name} stood highest in {last_year} with ", first.known[-1].number)


def _computed_course(line: Line) -> Sentence:
    """The computed numbers of one line in words: the highest, the lowest and the last."""
    known = line.known
    highest, lowest, last = _highest(known), min(known, key=lambda point: point.value or 0.0), known[-1]
    named = {point.year: (word, point) for word, point in (("last", last), ("lowest", lowest), ("highest", highest))}
    words: list[str | Number] = [f"{line.series.label}: "]
    for position, (year, (word, point)) in enumerate(sorted(named.items())):
        words += [", " if position else "", f"{word} " if word != "last" else "", point.number, f" in {year}"]
    return (*words, ".")


def _highest(points: list[Point]) -> Point:
    return max(points, key=lambda point: point.value or 0.0)


def _incomplete_sums(lines: list[Line]) -> list[Sentence]:
    """That the sum behind a share is of the areas with a figure, where it is not of all."""
    if not any(
        point.computed is not None and point.computed.kind == "share" for line in lines for point in line.points
    ):
        return []
    return [("A share is of the areas that have a figure in the year; where one has none, those of the others rise.",)]


def _one_year(scene: Scene) -> list[Sentence]:
    pairs = ranked(scene)
    free = [line.series.area.name for line, point in pairs if point.observation.is_poppy_free]
    largest = [(line, point) for line, point in pairs if not point.observation.is_poppy_free][:3]
    found: list[Sentence] = []
    if largest:
        words: list[str | Number] = [f"Largest in {scene.year}: "]
        several = len({line.series.producer.producer for line, _ in pairs}) > 1
        for position, (line, point) in enumerate(largest):
            maker = f" ({line.series.producer.label})" if several else ""
            words += [", " if position else "", f"{line.series.area.name}{maker} ", point.number]
        found.append((*words, f" ({scene.unit})."))
    if free:
        found.append(
            (f"Poppy-free in {scene.year}: {len(free)} {'areas' if len(free) > 1 else 'area'}, {_some(free)}.",)
        )
    if scene.without:
        found.append((f"No figure for {scene.year}: {_some(scene.without)}.",))
    found += [(note,) for note in scene.notes]
    if scene.unplaced:
        found.append((f"Not on the map, since no coordinates are recorded: {_some(scene.unplaced)}.",))
    return found


def _some(names: list[str]) -> str:
    """A list in a sentence; of a long one the first, and how many more there are."""
    rest = len(names) - MOST_NAMES
    return joined(names) if rest <= 1 else f"{', '.join(names[:MOST_NAMES])} and {rest} more"


def _crossing(lines: list[Line]) -> list[Sentence]:
    """In which years the second of two areas stood above the first, by one producer."""
    pairs = [
        (first, second)
        for position, first in enumerate(lines)
        for second in lines[position + 1 :]
        if first.series.producer == second.series.producer and first.series.area != second.series.area
    ]
    if len({line.series.area.area for line in lines}) != 2:
        return []
    return [sentence for first, second in pairs if (sentence := _above(first, second)) is not None]


def _above(first: Line, second: Line) -> Sentence | None:
    ours, theirs = _values(first.known), _values(second.known)
    years = sorted(ours.keys() & theirs.keys())
    if not years:
        return None
    above = [year for year in years if theirs[year] > ours[year]]
    names = second.series.area.name, first.series.area.name
    maker = first.series.producer.label
    if not above:
        several = f"the {len(years)} years" if len(years) > 1 else f"{years[0]}, the only year"
        return (f"{names[0]} was never above {names[1]} in {several} with figures for both ({maker}).",)
    if len(years) == 1:
        return (f"{names[0]} was above {names[1]} in {years[0]}, the only year with figures for both ({maker}).",)
    if len(above) == len(years):
        return (f"{names[0]} was above {names[1]} in all {len(years)} years with figures for both ({maker}).",)
    return (f"{names[0]} was above {names[1]} in {joined(spans(above, years))} ({maker}).",)


def _values(points: Iterable[Point]) -> dict[int, float]:
    return {point.year: point.value for point in points if point.value is not None}
