"""The sources of what is shown, in the order that gives them their numbers: the same on pages, pictures and slides."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from dashboard.views.scene import Scene
from dashboard.words.sentences import spans
from etl.figures.observations import Observation
from etl.figures.sources import Source
from etl.figures.vocabulary.sources import Authority


def figures_behind(scene: Scene) -> list[Observation]:
    """Every observation that is drawn, or that a drawn value was computed from, once."""
    found = [
        item
        for part in scene.parts
        for point in part.all_points
        if point.is_shown
        for item in (point.computed.inputs if point.computed else (point.observation,))
    ]
    return list({(item.key, item.asof): item for item in found}.values())


def sources_of(scene: Scene) -> list[Source]:
    """The sources of every value that is drawn, then those that annotations cite.

    The producers' own publications come first; within them those of annotated values, then those of most values, then
    the newest.
    """
    counts = Counter(item.source for item in figures_behind(scene) if item.source)
    annotated = {callout.observation.source for callout in scene.callouts}
    citing = {callout.source.source: callout.source for callout in scene.callouts}
    found = [*(scene.sources[key] for key in counts), *(citing[key] for key in citing.keys() - counts.keys())]
    ranks = Authority.ranks()
    return sorted(
        most_used_first(found, counts),
        key=lambda source: (ranks[source.authority], source.source not in annotated),
    )


def most_used_first(sources: Iterable[Source], uses: Mapping[str, int]) -> list[Source]:
    """The sources by how much of what is shown is from each, and of equal use the newest first."""
    newest_first = sorted(sorted(sources, key=attrgetter("source")), key=attrgetter("published"), reverse=True)
    return sorted(newest_first, key=lambda source: -uses.get(source.source, 0))


def with_numbers(scene: Scene, numbers: Mapping[str, int]) -> Scene:
    """The scene with the numbers of its sources at the labels of its lines."""
    beside = None if scene.beside is None else with_numbers(scene.beside, numbers)
    return replace(scene, source_numbers=numbers, beside=beside)


def cited(sources: Iterable[str], numbers: Mapping[str, int]) -> str:
    """The numbers of some sources, by their keys, runs of them as one: [1], [3–5]."""
    found = sorted({numbers[key] for key in sources if key in numbers})
    return ", ".join(f"[{run}]" for run in spans(found, list(range(1, len(numbers) + 1))))


def numbered(sources: Sequence[Source]) -> Mapping[str, int]:
    """The number of each source, by its key."""
    return {source.source: number for number, source in enumerate(sources, 1)}
