"""The main findings of a scene in words, for those who do not see the chart."""

from dataclasses import replace

from dashboard.views.comparison import since_then
from dashboard.views.courses import MOST_LINES, computed_course, course, only_ranges
from dashboard.views.crossings import above_reference, crossing
from dashboard.views.gaps import gap_sentences
from dashboard.views.lacking import caveats, not_shown, without_any
from dashboard.views.one_year_told import moved, one_year, unplaced
from dashboard.views.points import Line
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.disputes import wording
from dashboard.words.makers import each_once
from dashboard.words.numbers import (
    number,
    statement_number,
)
from dashboard.words.sentences import Sentence, in_brackets, joined
from etl.figures.keys import Key
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.judgement import Verdict

MOST_REVISIONS = 12


def about(view: View, scene: Scene) -> str:
    """What exactly is shown: indicator, place, unit, years, producers and the day on which it was known."""
    if scene.beside is not None:
        told = [about(view.with_(asof=""), part) for part in (replace(scene, beside=None), scene.beside)]
        return ". ".join([*told, f"As known on {view.asof}"] if view.asof else told)
    first, last = scene.years
    years = str(first) if first == last else f"{first}–{last}"
    drawn = [line for line in scene.all_lines if line.is_shown]
    when = str(scene.year) if scene.year else years if drawn else "no years"
    place = f" in {scene.place}" if scene.place else ""
    parts = [f"{scene.indicator.name}{place}, {scene.unit}, {when}"]
    producers = each_once(line.series.producer.in_a_sentence for line in drawn)
    if producers:
        parts.append(f"{'Estimates' if scene.indicator.is_estimated else 'Figures'} by {joined(producers)}")
    if view.asof:
        parts.append(f"As known on {view.asof}{' and today' if scene.today else ''}")
    return ". ".join(parts)


def findings(scene: Scene) -> list[Sentence]:
    """The chart in words: the course of each series and where two of them cross, what one year shows, or why none."""
    if scene.nothing:
        return [(" ".join(scene.nothing),), *scene.elsewhere]
    if scene.beside is not None:
        parts = [replace(scene, beside=None), scene.beside]
        return [
            (f"{part.indicator.name}. ", *sentence) if position == 0 else sentence
            for part in parts
            for position, sentence in enumerate(findings(part))
        ]
    if scene.year is not None:
        notes = [(note,) for note in scene.notes]
        return [
            *one_year(scene),
            *scene.sums_told,
            *moved(scene),
            *caveats(scene),
            *not_shown(scene),
            *notes,
            *unplaced(scene),
        ]
    known = [line for line in scene.drawn if line.known]
    told = _told(known, scene)
    above = above_reference(known, scene)
    if any(point.computed for point in scene.points):
        return [
            *above,
            *(computed_course(line, scene) for line in told),
            *_untold(known, scene),
            *((note,) for note in scene.notes),
            *caveats(scene),
            *_gaps(known, scene),
            *without_any(scene),
            *not_shown(scene),
            *since_then(scene),
        ]
    return [
        *above,
        *(course(line, scene) for line in told),
        *_untold(known, scene),
        *only_ranges(scene),
        *scene.sums_told,
        *crossing(scene, known),
        *((note,) for note in scene.notes),
        *caveats(scene),
        *_gaps(known, scene),
        *without_any(scene),
        *not_shown(scene),
        *since_then(scene),
        *_revised(scene),
    ]


def gaps_told(scene: Scene) -> list[Sentence]:
    """Those of the findings that tell of years without a figure."""
    if scene.nothing or scene.year is not None:
        return []
    parts = [replace(scene, beside=None), scene.beside] if scene.beside is not None else [scene]
    return [told for part in parts for told in _gaps([line for line in part.drawn if line.known], part)]


def _gaps(known: list[Line], scene: Scene) -> list[Sentence]:
    """The gaps of the lines that are told of; of few lines, those of the series without a value too."""
    is_of_all = len(known) <= MOST_LINES and not any(point.computed for point in scene.points)
    return gap_sentences(scene.lines if is_of_all else _told(known, scene), scene.lines, scene.asof)


def _told(lines: list[Line], scene: Scene) -> list[Line]:
    """The lines that the text tells of: all, or of many those with the largest values, in their own order."""
    if len(lines) <= MOST_LINES:
        return lines
    if not scene.is_ranked:
        return sorted(lines, key=lambda line: line.series.label)[:MOST_LINES]
    highest = sorted(lines, key=lambda line: -max(point.value or 0.0 for point in line.known))[:MOST_LINES]
    return [line for line in lines if line in highest]


def _untold(lines: list[Line], scene: Scene) -> list[Sentence]:
    rest = len(lines) - MOST_LINES
    told = "have the largest values" if scene.is_ranked else "are the first by name"
    return [(f"These {told}; {rest} more series are in the table.",)] if rest > 0 else []


def _revised(scene: Scene) -> list[Sentence]:
    """The values that were revised, where the chart shows them: what was printed first, and what is current."""
    seen: dict[tuple[Key, float | None], tuple[Observation, Statement]] = {}
    for item, statement in scene.superseded:
        seen.setdefault((item.key, statement.value), (item, statement))
    revised = wording(Verdict.SUPERSEDED, "findings")
    rest = len(seen) - MOST_REVISIONS
    told: list[Sentence] = [
        (
            f"{revised}: {scene.name_of(item.key.area)} {item.period} "
            f"{in_brackets(scene.producer_names[item.key.producer])} from ",
            statement_number(statement, scene.indicator),
            " to ",
            number(item, scene.indicator),
            ".",
        )
        for item, statement in list(seen.values())[:MOST_REVISIONS]
    ]
    more = f"{rest} more value{'s were' if rest > 1 else ' was'} revised."
    return [*told, *([(more,)] if rest > 0 else [])]
