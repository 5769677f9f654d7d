"""From a view to what it shows: its observations, and what belongs to them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

from dashboard.views.handovers import under_other_names
from dashboard.views.importance import with_importance
from dashboard.views.largest import TOP, largest_areas, maker_of_largest, sizes
from dashboard.views.lines import scene_of
from dashboard.views.lookups import colours, wider_areas
from dashboard.views.map_scene import can_be_mapped, map_scene
from dashboard.views.observed import members_only, observations_of, of_years_shown, with_base
from dashboard.views.one_year import choose_year, last_full_year, one_year, year_of
from dashboard.views.pairs import unpaired
from dashboard.views.ratios import divided_by
from dashboard.views.scene import Callout, Scene
from dashboard.views.sums import with_sums
from dashboard.views.superlatives import wholes_among
from dashboard.views.view import (
    MEASURES_OF_ONE_YEAR,
    ONE_YEAR_FORMS,
    PARTS_OF,
    Choices,
    View,
    fitted,
    has_effect,
)
from dashboard.views.why_empty import why_nothing
from dashboard.words.sentences import in_a_sentence, joined, some_of
from etl.editions.reading import Edition
from etl.figures.areas import is_country, parts_by_whole
from etl.figures.keys import Key
from etl.figures.letters import letters_of
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.judgement import SET_ASIDE, Verdict

DEFAULT_VIEW = View(indicator="opium-poppy-cultivation", areas=("AFG",))
REGION = "un-"  # how the keys of groups begin that are regions of the United Nations
OTHERS = (Verdict.DIFFERS, Verdict.OTHER_DEFINITION, *SET_ASIDE)


def choices(edition: Edition) -> Choices:
    """What the edition offers to choose from. The default view falls back to what there is."""
    covered = edition.coverage
    having: dict[str, set[str]] = {}
    for row in covered:
        having.setdefault(row.indicator, set()).add(row.area)
    default = DEFAULT_VIEW
    if not any((row.indicator, row.area) == (default.indicator, default.areas[0]) for row in covered) and covered:
        default = View(indicator=covered[0].indicator, areas=(covered[0].area,))
    return Choices(
        indicators=tuple(edition.indicators_with_figures),
        areas=frozenset(edition.areas_with_figures),
        producers=frozenset(row.producer for row in covered),
        groups={group: members for group, (_, members) in edition.keep(groups).items()},
        default=default,
        largest=partial(largest_areas, edition),
        can_be_mapped=lambda areas: any(can_be_mapped(edition, area) for area in areas),
        having=lambda indicator: having.get(indicator, frozenset()),
        is_additive=lambda indicator: edition.indicators[indicator].is_additive,
        ranks_countries=lambda indicator: edition.indicators[indicator].ranks_countries,
        usual=lambda indicator: first_shown(edition, indicator, default),
        sizes=edition.keep(sizes),
    )


def first_shown(edition: Edition, indicator: str, default: View) -> tuple[tuple[str, ...], int | None]:
    """The areas that an indicator is first shown of, where none is chosen, and the year whose largest they are.

    Of more than ten countries that can be ranked they are the ten largest of the last year of which there are figures
    enough; else the area of the default view, where it has figures, or the one with the most.
    """
    covered = [row for row in edition.coverage if row.indicator == indicator]
    having = edition.keep(countries_by_indicator)(indicator)
    are_ranked = edition.indicators[indicator].ranks_countries and indicator != default.indicator
    if are_ranked and max(having.values(), default=0) > TOP:
        year = last_full_year(having)
        return largest_areas(edition, indicator, year), year
    if not covered or any(row.area in default.areas for row in covered):
        return default.areas, None
    figures: Counter[str] = Counter()
    for row in covered:
        figures[row.area] += row.observations
    # Of those of which as much is known, a country before its parts.
    return (max(sorted(figures), key=lambda area: (figures[area], is_country(edition.areas[area]))),), None


def countries_by_indicator(edition: Edition) -> Callable[[str], dict[int, int]]:
    """By indicator: how many countries have a figure in each year, made when it is first asked for."""
    return cache(partial(_countries_by_year, edition))


def _countries_by_year(edition: Edition, indicator: str) -> dict[int, int]:
    countries = [area.area for area in edition.areas_with_figures.values() if is_country(area)]
    shown = {(item.key.year, item.key.area) for item in edition.observations(indicator, countries)}
    return dict(Counter(year for year, _ in shown))


def groups(edition: Edition) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The groups that areas can be chosen by: name and members. Those of the data, and the parts of each area.

    A group none of whose members has a figure is none to choose by. Members stand by their names.
    """

    def by_name(area: str) -> str:
        return letters_of(edition.areas[area].name)

    covered = edition.areas_with_figures
    named: dict[str, tuple[str, tuple[str, ...]]] = {}
    for membership in edition.memberships:
        name, members = named.get(membership.group, (membership.name, ()))
        named[membership.group] = (name, tuple(dict.fromkeys((*members, membership.area))))
    found = {
        key: (name, tuple(sorted(members, key=by_name)))
        for key, (name, members) in named.items()
        if not covered.keys().isdisjoint(members)
    }
    known = sorted(covered.values(), key=lambda area: by_name(area.area))
    parts_of = parts_by_whole(known)
    for whole in edition.areas.values():
        # All countries are those of the world, whatever regions lie between.
        parts = parts_of.get(whole.area, []) if whole.parent else [area for area in known if is_country(area)]
        if len(parts) > 1:
            called = edition.name_of_parts(parts[0].area)
            name = f"{called} of {in_a_sentence(whole)}" if whole.parent else f"All {called.lower()}"
            found[f"{PARTS_OF}{whole.area}"] = (name, tuple(area.area for area in parts))
    return found


def scene(edition: Edition, view: View) -> Scene:
    """Everything that the view shows; where that is nothing, why."""
    shown = with_importance(_scene(edition, view), view, edition.keep(colours))
    shown = replace(shown, elsewhere=under_other_names(edition, view))
    if view.form == "line" and not view.is_pair:
        shown = replace(shown, reference=view.reference)
    if view.is_pair:
        second = scene(edition, second_of(edition, view))
        beside = replace(second, elsewhere=under_other_names(edition, view, view.second))
        shown = replace(shown, callouts=[], events=[], beside=beside)
    if view.measure == "ratio":
        made = (point.computed for point in shown.all_points if point.computed is not None)
        shown = replace(shown, notes=[*divided_by(edition, view, made), *shown.notes])
    if view.form == "scatter" and (apart := unpaired(shown)):
        shown = replace(shown, notes=[*shown.notes, _no_year_of_both(edition, view, apart)])
    if not shown.is_bare:
        return shown

    def shows(wider: View) -> bool:
        return not _scene(edition, wider).is_bare

    kind, sentences = why_nothing(edition, view, shows)
    return replace(shown, nothing=sentences if shown.is_empty else (), kind_of_nothing=kind)


def second_of(edition: Edition, view: View) -> View:
    """The view of the second indicator alone, in the measure of the first where it has that."""
    alone = view.with_(indicator=view.second, second="", form="line", total="", layers=())
    return fitted(alone, edition.indicators[view.second].is_additive)[0]


def _scene(edition: Edition, view: View) -> Scene:
    if view.form == "map":
        return map_scene(edition, view)
    view = with_base(edition, view)
    observations = members_only(edition, view, observations_of(edition, view))
    if view.form in ONE_YEAR_FORMS:
        ranking = _ranking(edition, view, observations)
        return with_sums(
            edition, view, replace(ranking, place=_place(edition, ranking, view)), *_whole_group(edition, view)
        )
    whole, asked = scene_of(edition, view, observations), view
    if view.is_comparison:
        asked = view.with_(asof="")
        now = members_only(edition, asked, observations_of(edition, asked))
        whole, observations = replace(whole, today=scene_of(edition, asked, now).lines), [*observations, *now]
    having = {
        item.key.area for item in of_years_shown(view, observations)
    }  # also what is set aside, which is told as such
    missing = [edition.areas[area] for area in _chosen(edition, view) if area not in having]
    whole = replace(whole, missing=missing, missing_from=_asked_for(edition, asked))
    return with_sums(edition, view, _with_layers(edition, view, whole), *_whole_group(edition, view))


def _chosen(edition: Edition, view: View) -> tuple[str, ...]:
    """The areas that a view is of: those that are shown, and those of its group that never had a figure.

    A chart over years has no room for all of a large group, and leaves these out first.
    """
    if not view.group:
        return view.areas
    having = edition.keep(choices).having(view.indicator)
    return tuple(area for area in edition.keep(groups)[view.group][1] if area in view.areas or area not in having)


def _whole_group(edition: Edition, view: View) -> tuple[tuple[str, ...], str]:
    """The areas of a group and its name, where no area with figures is left out of it; else those that are shown."""
    if not view.group:
        return view.areas, ""
    name, members = edition.keep(groups)[view.group]
    return (members, name) if len(_chosen(edition, view)) == len(members) else (view.areas, "")


def _ranking(edition: Edition, view: View, observations: list[Observation]) -> Scene:
    maker = maker_of_largest(edition, view)
    if view.measure not in MEASURES_OF_ONE_YEAR:
        whole = scene_of(edition, view, observations)
        return one_year(whole, view, year_of(view, whole), maker)
    chosen = choose_year(view, observations, wholes_among(view.areas, edition.keep(wider_areas)))
    return one_year(scene_of(edition, view, observations, chosen.wanted), view, chosen, maker)


def wholes(edition: Edition, shown: Scene) -> dict[str, Observation]:
    """What the areas of a ranking or a map are all part of, by producer; empty for other scenes."""
    parents = _parents(shown)
    if shown.year is None or len(parents) != 1:
        return {}
    found = edition.observations(shown.indicator.indicator, parents, (), shown.year, shown.year, shown.asof)
    return {item.key.producer: item for item in found}


def _no_year_of_both(edition: Edition, view: View, names: Sequence[str]) -> str:
    """Of which areas a scatter has no point: estimates of two producers make none where one has both for the area."""
    makers = [edition.producers[key].in_a_sentence for key in view.producers]
    whose = f"one of {joined(makers)}" if len(makers) > 1 else "".join(makers) or "one producer"
    asked = _asked_for(edition, view.with_(producers=()))
    return f"Without a year with figures of both by {whose}{asked}: {some_of(names)}."


def _asked_for(edition: Edition, view: View) -> str:
    """Which figures a view asks for, where it does not ask for all: by whom, of when, and known when."""
    makers = f" by {joined([edition.producers[key].in_a_sentence for key in view.producers])}" if view.producers else ""
    are_some = view.first is not None or view.last is not None or (view.group and view.membership == "year")
    return f"{makers}{' in these years' if are_some else ''}{f', published by {view.asof}' if view.asof else ''}"


def _parents(shown: Scene) -> set[str]:
    return {line.series.area.parent for line in shown.lines}


def _place(edition: Edition, shown: Scene, view: View) -> str:
    """The area that all areas of a ranking are part of, as in a sentence; empty where there is none but the world.

    Of what is shown, as the share that its title tells; of what is chosen, where nothing is shown.
    """
    parents = _parents(shown) or {edition.areas[area].parent for area in view.areas}
    parent = edition.areas.get(next(iter(parents))) if len(parents) == 1 else None
    return in_a_sentence(parent) if parent is not None and parent.parent else ""


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
