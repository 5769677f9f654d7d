"""What was known on a day beside what is known today: which figures have changed since, and which came later."""

from dataclasses import dataclass

from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.words.sentences import Sentence, SentencePart, in_a_sentence, joined, spans

MOST_CHANGES = 12  # that a sentence names


@dataclass(frozen=True)
class Differences:
    """The figures known then, and those of today, by what became of them; each in the order of the years."""

    then: list[Point]
    changed: list[tuple[Point, Point]]  # as it was then, and as it is
    gone: list[Point]  # for which no value is left today
    later: list[Point]  # that nobody could know then


def differences(then: list[Line], today: list[Line]) -> Differences:
    """What became of the figures of some lines."""
    known = {point.observation.key: point for line in then for point in line.points if point.is_shown}
    now = {point.observation.key: point for line in today for point in line.points if point.is_shown}
    return Differences(
        then=list(known.values()),
        changed=[(old, now[key]) for key, old in known.items() if key in now and _figure(old) != _figure(now[key])],
        gone=[old for key, old in known.items() if key not in now],
        later=[new for key, new in now.items() if key not in known],
    )


def _figure(point: Point) -> tuple[str | float, str]:
    """A figure and its range as readers see them; one that is computed has not changed by more digits alone."""
    shown = None if point.computed is None else point.as_shown
    return point.number.text if shown is None else shown, point.range.text if point.range is not None else ""


def comparison_title(scene: Scene) -> Sentence:
    """How many of the figures that were known on the day of the scene have changed since, and how many came later."""
    found = differences(scene.lines, scene.today)
    day, changed, known, later = scene.asof, len(found.changed) + len(found.gone), len(found.then), len(found.later)
    if not known:
        there_are = f"today there {'is' if later == 1 else 'are'} {later}"
        if scene.left_out or any(line.series.known for line in scene.lines):
            return (f"{_subject(scene)}: nothing could be computed from what was known on {day}; {there_are}",)
        return (f"{_subject(scene)}: no source here had printed a figure by {day}; {there_are}",)
    these = f"the {known} figures" if known > 1 else "the one figure"
    if not changed:
        start = f"{these} known on {day} {'are' if known > 1 else 'is'} the same today"
    elif changed == known:
        start = f"{these} known on {day} {'have all' if known > 1 else 'has'} changed since"
    else:
        start = f"{changed} of {these} known on {day} {'have' if changed > 1 else 'has'} changed since"
    more = f", and {later} {'have' if later > 1 else 'has'} been added" if later else ""
    return (f"{_subject(scene)}: {start}{more}",)


def _subject(scene: Scene) -> str:
    areas = {line.series.area.area: line.series.area for line in (*scene.lines, *scene.today)}
    names = [in_a_sentence(area) for area in areas.values()]
    place = f" in {names[0]}" if len(names) == 1 else ""
    is_printed = all(point.computed is None for point in scene.all_points)
    return f"{scene.indicator.name}{place}{'' if is_printed else f', {scene.unit}'}"


def since_then(scene: Scene) -> list[Sentence]:
    """What is known today, a sentence for each series: the figures that changed, that are gone, and that came later."""
    before: dict[tuple[str, str], list[Line]] = {}
    for line in scene.lines:
        before.setdefault(_place(line), []).append(line)
    return [
        (f"{line.series.label}, today: ", *_told(differences(before.get(_place(line), []), [line]), line), ".")
        for line in scene.today
        if line.is_shown
    ]


def _place(line: Line) -> tuple[str, str]:
    return line.series.area.area, line.series.producer.producer


def _told(found: Differences, line: Line) -> list[SentencePart]:
    parts: list[list[SentencePart]] = [
        [f"{new.year} is ", *_shown(new), " and was ", *_shown(old), " then"]
        for old, new in found.changed[:MOST_CHANGES]
    ]
    parts += [[f"{old.year} has no value and was ", *_shown(old), " then"] for old in found.gone[:MOST_CHANGES]]
    left_out = sum(max(0, len(items) - MOST_CHANGES) for items in (found.changed, found.gone))
    if left_out:
        parts.append([f"{left_out} more changed"])
    if found.later:
        # A year that has lost its value was known then, and parts the years that were not.
        years = sorted({point.year for point in (*line.points, *found.gone) if point.is_shown})
        parts.append([f"not known then: {joined(spans([point.year for point in found.later], years))}"])
    words: list[SentencePart] = []
    for part in parts or [["as it was known then"]]:
        words += ["; ", *part] if words else part
    return words


def _shown(point: Point) -> list[SentencePart]:
    """The figure with its range, where there is one: it may be all that changed."""
    return [point.number] if point.range is None else [point.number, " (range ", point.range, ")"]
