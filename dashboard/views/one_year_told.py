"""What a chart of one year shows, in words: the largest figures, who has none, and what a map has no place for."""

from dashboard.views.ranking import in_order
from dashboard.views.scene import Scene
from dashboard.views.superlatives import (
    largest_of,
    marked,
    wholes_among,
)
from dashboard.views.view import MOVED_SENTENCES
from dashboard.words.sentences import Sentence, SentencePart, among, in_brackets, so_many, some_of

MOST_LARGEST = 3  # of one year


def one_year(scene: Scene) -> list[Sentence]:
    every = in_order(scene)
    wholes = wholes_among((line.series.area.area for line, _ in every), scene.wider)
    pairs = [(line, point) for line, point in every if line.series.area.area not in wholes]
    free = [line.series.area.name for line, point in pairs if point.observation.is_poppy_free]
    largest = largest_of(pairs, scene.doubted, MOST_LARGEST) if scene.is_ranked else []
    largest = [(line, point) for line, point in largest if not point.observation.is_poppy_free]
    figures = [(line, point) for line, point in pairs if not point.observation.is_poppy_free]
    found: list[Sentence] = []
    if figures:
        several = len({line.series.producer.producer for line, _ in every}) > 1
        words: list[SentencePart] = [_opening(scene, len(pairs), has_largest=bool(largest))]
        told = largest or sorted(figures, key=lambda pair: pair[0].series.label)[:MOST_LARGEST]
        for position, (line, point) in enumerate(told):
            maker = f" {in_brackets(line.series.producer.label)}" if several else ""
            shown = marked(point.number, point, scene.doubted)
            words += [", " if position else "", f"{line.series.area.name}{maker} ", *shown]
        found.append((*words, f" ({scene.unit})."))
    if free:
        found.append(
            (f"Poppy-free in {scene.year}: {len(free)} {'areas' if len(free) > 1 else 'area'}, {some_of(free)}.",)
        )
    if scene.without:
        found.append((f"No figure{_by_the_one_maker(scene)} for {scene.year}: {some_of(scene.without)}.",))
    return found


def _opening(scene: Scene, count: int, *, has_largest: bool) -> str:
    """How the figures of a year are led in: one alone, the largest of several, or several of which none surely is.

    Where none is, or they are not ranked, the first by name stand for all.
    """
    if count == 1:
        return f"In {scene.year}: "
    figures = f"{so_many(count)} figures for {scene.year}"
    these = f"of these {figures}"
    if not scene.is_ranked:
        return f"The {figures}, by name: " if count == 2 else f"The first by name {these}: "
    if has_largest:
        return f"The {figures}, the larger first: " if count == 2 else f"Largest {these}: "
    named = "" if count <= MOST_LARGEST else "; the first by name"
    return f"Which {these} is the {among('largest', count)} cannot be said{named}: "


def moved(scene: Scene) -> list[Sentence]:
    """On a map of changes, the areas without one that can be computed, by what there is to say of them instead."""
    found: list[Sentence] = []
    for kind, told in MOVED_SENTENCES.items():
        its = [one for one in scene.moved if one.kind == kind]
        if its:
            broken = "; ".join(f"{one.label} ({one.why})" for one in its if one.why)
            listed = broken or some_of([one.area.name for one in its])
            found.append((f"{told.format(now=scene.year, before=scene.changes_since)}: {listed}.",))
    return found


def _by_the_one_maker(scene: Scene) -> str:
    """Whose figures are missing, where those of one producer are shown and others have some of the same areas."""
    makers = {scene.maker} if scene.maker else {line.series.producer.producer for line in scene.lines}
    has_others = scene.several_makers.intersection(area.area for area in scene.missing)
    is_said = any(name not in {area.name for area in scene.missing} for name in scene.without)
    return f" by {scene.producers_said[makers.pop()]}" if len(makers) == 1 and has_others and not is_said else ""


def unplaced(scene: Scene) -> list[Sentence]:
    """What a map has no place for."""
    if not scene.unplaced:
        return []
    return [(f"Not on the map, since no coordinates are recorded: {some_of(scene.unplaced)}.",)]
