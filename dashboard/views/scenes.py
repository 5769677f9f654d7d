"""From a view to what it shows: its observations, and what belongs to them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from dashboard.views.importance import with_importance
from dashboard.views.lines import (
    colours,
    is_figure,
    members_only,
    observations_of,
    one_year,
    scene_of,
    wider_areas,
    with_base,
)
from dashboard.views.map_scene import map_scene
from dashboard.views.scene import Callout, Scene
from dashboard.views.view import ONE_YEAR_FORMS, Choices, View, has_effect
from dashboard.views.why_empty import why_nothing
from dashboard.words.sentences import joined
from etl.editions.reading import Edition
from etl.figures.areas import is_country, parts_by_whole
from etl.figures.producers import producer_order
from etl.figures.records import Key, Observation, Statement
from etl.figures.vocabulary import SET_ASIDE, Verdict

DEFAULT_VIEW = View(indicator="opium-poppy-cultivation", areas=("AFG",))
TOP = 10
OTHERS = (Verdict.DIFFERS, Verdict.OTHER_DEFINITION, *SET_ASIDE)


def choices(edition: Edition) -> Choices:
    """What the edition offers to choose from. The default view falls back to what there is."""
    covered = edition.coverage
    indicators = {row.indicator for row in covered}
    default = DEFAULT_VIEW
    if not any((row.indicator, row.area) == (default.indicator, default.areas[0]) for row in covered) and covered:
        default = View(indicator=covered[0].indicator, areas=(covered[0].area,))
    return Choices(
        indicators=tuple(key for key in edition.indicators if key in indicators),
        areas=frozenset(row.area for row in covered),
        producers=frozenset(row.producer for row in covered),
        groups={group: members for group, (_, members) in edition.keep(groups).items()},
        default=default,
        largest=lambda indicator, year: largest_areas(edition, indicator, year),
        having=lambda indicator: {row.area for row in covered if row.indicator == indicator},
        is_additive=lambda indicator: edition.indicators[indicator].is_additive,
    )


def groups(edition: Edition) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The groups that areas can be chosen by: name and members. Those of the data, and the parts of each area."""
    covered = {row.area for row in edition.coverage}
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for membership in edition.memberships:
        name, members = found.get(membership.group, (membership.name, ()))
        found[membership.group] = (name, tuple(dict.fromkeys((*members, membership.area))))
    known = [area for area in edition.areas.values() if area.area in covered]
    parts_of = parts_by_whole(known)
    for whole in edition.areas.values():
        # All countries are those of the world, whatever regions lie between.
        parts = parts_of.get(whole.area, []) if whole.parent else [area for area in known if is_country(area)]
        if len(parts) > 1:
            called = edition.name_of_parts(parts[0].area)
            name = f"{called} of {whole.name}" if whole.parent else f"All {called.lower()}"
            found[f"parts-of-{whole.area}"] = (name, tuple(area.area for area in parts))
    return found


def largest_areas(edition: Edition, indicator: str, year: int) -> tuple[str, ...]:
    """The ten countries with the largest figures in a year."""
    countries = [area.area for area in edition.areas.values() if is_country(area)]
    by_maker: dict[str, dict[str, float]] = {}
    for item in edition.observations(indicator, countries, (), year, year):
        by_maker.setdefault(item.key.producer, {})[item.key.area] = item.value or 0.0
    # Those of the producer who knows the most countries: estimates of several are not ranked with each other.
    values = max((by_maker[maker] for maker in producer_order(by_maker)), key=len, default={})
    return tuple(sorted(values, key=lambda area: (-values[area], area))[:TOP])


def scene(edition: Edition, view: View) -> Scene:
    """Everything that the view shows; where that is nothing, why."""
    shown = with_importance(_scene(edition, view), edition.keep(colours))
    if not shown.is_empty:
        return shown
    return replace(shown, nothing=why_nothing(edition, view, lambda wider: not _scene(edition, wider).is_empty))


def _scene(edition: Edition, view: View) -> Scene:
    if view.form == "map":
        return map_scene(edition, view)
    view = with_base(edition, view)
    observations = members_only(edition, view, observations_of(edition, view))
    whole, asked = scene_of(edition, view, observations), view
    if view.is_comparison:
        asked = view.with_(asof="")
        now = members_only(edition, asked, observations_of(edition, asked))
        whole, observations = replace(whole, today=scene_of(edition, asked, now).lines), [*observations, *now]
    having = {item.key.area for item in observations if is_figure(item)}
    missing = [edition.areas[area] for area in view.areas if area not in having]
    whole = replace(whole, missing=missing, missing_from=_asked_for(edition, asked))
    if view.form in ONE_YEAR_FORMS:
        return replace(one_year(whole, view), place=_place(edition, view))
    return _with_layers(edition, view, whole)


def wholes(edition: Edition, shown: Scene) -> dict[str, Observation]:
    """What the areas of a ranking or a map are all part of, by producer; empty for other scenes."""
    parents = {line.series.area.parent for line in shown.lines}
    if shown.year is None or len(parents) != 1:
        return {}
    found = edition.observations(shown.indicator.indicator, parents, (), shown.year, shown.year, shown.asof)
    return {item.key.producer: item for item in found}


def _asked_for(edition: Edition, view: View) -> str:
    """Which figures a view asks for, where it does not ask for all: by whom, of when, and known when."""
    makers = f" by {joined([edition.producers[key].label for key in view.producers])}" if view.producers else ""
    are_some = view.first is not None or view.last is not None or (view.group and view.membership == "year")
    return f"{makers}{' in these years' if are_some else ''}{f', published by {view.asof}' if view.asof else ''}"


def _place(edition: Edition, view: View) -> str:
    """The name of the area that all chosen areas are part of; empty where there is none but the world."""
    parents = {edition.areas[area].parent for area in view.areas}
    parent = edition.areas.get(next(iter(parents))) if len(parents) == 1 else None
    return parent.name if parent is not None and parent.parent else ""


def _with_layers(edition: Edition, view: View, whole: Scene) -> Scene:
    """The scene with what stands beside its figures; a form that does not draw layers has none of them.

    What is cited is marked in every form.
    """
    by_key = {point.observation.key: point.observation for point in whole.points}
    drawn = view.layers if has_effect("layers", view.form) else ()
    changes: dict[str, object] = {}
    if view.measure == "value":
        if "annotations" in view.layers:
            changes["callouts"] = [
                Callout(annotation, by_key[annotation.key], edition.sources[annotation.source])
                for annotation in edition.annotations
                if annotation.key in by_key
                and (not view.asof or edition.sources[annotation.source].known_from <= view.asof)
            ]
        statements = _other_statements(edition, drawn, by_key)
        if "revisions" in drawn:
            changes["superseded"] = [pair for pair in statements if pair[1].verdict == Verdict.SUPERSEDED]
        if "disagreement" in drawn:
            changes["other_statements"] = [pair for pair in statements if pair[1].verdict in OTHERS]
    if "events" in drawn:
        changes["events"] = [event for event in edition.events if event.area in _with_wider(edition, view.areas)]
    return replace(whole, **changes)  # type: ignore[arg-type]


def _other_statements(
    edition: Edition, layers: Collection[str], shown: Mapping[Key, Observation]
) -> list[tuple[Observation, Statement]]:
    """Statements that print something else than is shown, published by the date of the view."""
    if not {"revisions", "disagreement"} & set(layers):
        return []
    return [
        (shown[statement.key], statement)
        for statement in edition.statements_of_many(list(shown.values()))
        if statement.value is not None and statement.value != shown[statement.key].value
    ]


def _with_wider(edition: Edition, areas: Iterable[str]) -> set[str]:
    """Areas and everything that they are part of."""
    wider = edition.keep(wider_areas)
    return {found for area in areas for found in (area, *wider[area])}
