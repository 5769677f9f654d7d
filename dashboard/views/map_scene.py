"""What a map shows: the provinces of one country, or countries, of one producer in one year."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard.views.largest import maker_of_largest
from dashboard.views.lines import scene_of, series_of
from dashboard.views.lookups import coverage_by_indicator
from dashboard.views.observed import is_figure, members_only, observations_of
from dashboard.views.one_year import choose_year, one_year
from dashboard.views.rates import rates_of
from dashboard.views.scene import Moved, Scene
from dashboard.views.view import MEASURES_OF_ONE_YEAR, ZOOM_NAMES, View
from dashboard.words.breaks import why_apart
from dashboard.words.numbers import compute
from dashboard.words.sentences import in_a_sentence, joined, no_figure_for
from etl.editions.reading import Edition
from etl.figures.areas import is_country
from etl.figures.observations import Observation
from etl.figures.producers import producer_order

FEWEST_FILLED = 20  # countries that one producer has figures of, in any year


class Mapped(NamedTuple):
    """The country whose parts a map shows, or none; the view of all its areas; its producers, the one that is shown
    first; and what is known of all of them.
    """

    country: str
    view: View
    producers: Sequence[str]
    observations: Sequence[Observation]


def map_scene(edition: Edition, view: View) -> Scene:
    """The scene of a map: the provinces of one country, where it has outlines, else countries."""
    country, wanted, producers, known = mapped(edition, view)
    shown = [item for item in known if item.key.producer in producers[:1]]
    chosen = choose_year(wanted, shown)
    whole = one_year(scene_of(edition, wanted, shown, chosen.wanted), wanted, chosen)
    outlines = edition.outlines(country) if country else {}
    is_of_one = view.measure in MEASURES_OF_ONE_YEAR
    before = None if whole.year is None or is_of_one else wanted.changes_since or whole.year - 1
    moved = moved_areas(edition, wanted, shown, before, whole.year)
    is_wide = _is_widely_known(edition, view, producers[:1])
    told = {one.area.area: one.area.name for one in moved}
    unplaced = [
        line.series.area.name
        for line in whole.lines
        if line.series.area.latitude is None and line.series.area.area not in outlines
    ]
    return replace(
        whole,
        outlines=outlines,
        maker=next(iter(producers), ""),
        # Where few countries are known circles say more than a map that is empty; but changes have no size.
        is_filled=not country and (is_wide or not is_of_one),
        among=_among(edition, wanted) if is_wide else frozenset(item.key.area for item in shown),
        zoom="" if country else ZOOM_NAMES.get(view.zoom, "").replace("The ", "the "),
        in_zoom=frozenset(one.area for one in edition.memberships if one.group == view.zoom and not country),
        changes_since=before,
        moved=moved,
        missing=[area for area in whole.missing if area.area not in told],
        without=[name for name in whole.without if name not in told.values()],
        left_out=[name for name in whole.left_out if name not in told.values()],
        unplaced=unplaced,
        place=in_a_sentence(edition.areas[country]) if country else "",
        every_value=_every_rate(edition, wanted, shown) if view.measure == "rate" else _every_value(wanted, shown),
        notes=[*_map_notes(edition, view, whole, country, producers), *whole.notes],
    )


def _every_value(view: View, shown: Sequence[Observation]) -> tuple[float, ...]:
    """The values in all years; of changes how much each figure differs from the one that it is compared with."""
    if view.measure == "value":
        return tuple(item.value for item in shown if item.value is not None)
    by_year = {(item.key.area, item.key.year): item for item in shown}
    pairs = ((item, by_year.get((area, view.changes_since or year - 1))) for (area, year), item in by_year.items())
    made = (compute("increase", (item, before)) for item, before in pairs if before is not None and before is not item)
    return tuple(one.value for one in made if one is not None)


def _every_rate(edition: Edition, view: View, shown: Sequence[Observation]) -> tuple[float, ...]:
    """The rates in all years."""
    rates = rates_of(edition, view.indicator, view.asof)
    return tuple(rate for item in shown if (rate := rates.of(item)) is not None)


def mapped(edition: Edition, view: View) -> Mapped:
    """What a map is made from."""
    country = _mapped_country(edition, view)
    areas = _parts(edition, country) if country else _countries(edition, view)
    wanted = view.with_(areas=areas)
    known = members_only(edition, view, observations_of(edition, wanted))
    found = {item.key.producer for item in known if is_figure(item)} or {item.key.producer for item in known}
    # The reader's first choice, else the one whose largest the areas are, else the usual one.
    first = maker_of_largest(edition, view)
    producers = [key for key in view.producers if key in found] or sorted(
        producer_order(found), key=lambda maker: maker != first
    )
    return Mapped(country, wanted, producers, known)


def _map_notes(edition: Edition, view: View, whole: Scene, country: str, producers: Sequence[str]) -> list[str]:
    """What a map shows otherwise than asked for: one producer of several, or more than the chosen country."""
    notes = []
    if len(producers) > 1:
        shown, *others = [edition.producers[key].in_a_sentence for key in producers]
        have = "has" if len(others) == 1 else "have"
        notes.append(f"The map shows figures by {shown}; {joined(others)} {have} figures too.")
    if not country and len(view.areas) == 1 and edition.areas[view.areas[0]].parent:  # all countries are the world
        notes.append(_without_parts(edition, view, producers))
    outlined = edition.outlines(country) if country else {}
    without = [whole.name_of(area) for area in outlined if area not in edition.areas]
    if without:
        notes.append(no_figure_for(f"{joined(without)} in any year"))
    return notes


def _without_parts(edition: Edition, view: View, producers: Sequence[str]) -> str:
    """Why a map of one country shows all countries and not its parts: no figures for them, or no outlines."""
    whole = edition.areas[view.areas[0]]
    known = edition.keep(coverage_by_indicator)[view.indicator]
    makers = {row.producer for row in known if edition.areas[row.area].parent == whole.area}
    if makers.intersection(producers) and whole.area not in edition.countries_with_outlines:
        return f"There are no outlines here of the parts of {in_a_sentence(whole)}: the map shows all countries."
    maker = f" by {edition.producers[producers[0]].in_a_sentence}" if producers else ""
    return f"There are no figures{maker} for the parts of {in_a_sentence(whole)}: the map shows all countries."


def _mapped_country(edition: Edition, view: View) -> str:
    """The country whose provinces the map shows; empty where it shows countries."""
    countries = {area if area in edition.countries_with_outlines else edition.areas[area].parent for area in view.areas}
    country = next(iter(countries)) if len(countries) == 1 else ""
    has_figures = any(
        edition.areas[row.area].parent == country and (not view.producers or row.producer in view.producers)
        for row in edition.keep(coverage_by_indicator)[view.indicator]
    )
    return country if country in edition.countries_with_outlines and has_figures else ""


def can_be_mapped(edition: Edition, area: str) -> bool:
    """Whether a map can show an area: as one of its countries, or as a part of one whose parts have outlines."""
    found = edition.areas[area]
    return not found.parent or is_country(found) or found.parent in edition.countries_with_outlines


def _parts(edition: Edition, country: str) -> tuple[str, ...]:
    return tuple(area.area for area in edition.areas.values() if area.parent == country)


def _countries(edition: Edition, view: View) -> tuple[str, ...]:
    """The countries of the view; all that have figures of anything where it has none or only one."""
    chosen = tuple(area for area in view.areas if is_country(edition.areas[area]))
    return chosen if len(chosen) > 1 else _everywhere(edition)


def _everywhere(edition: Edition) -> tuple[str, ...]:
    return tuple(key for key, area in edition.areas_with_figures.items() if is_country(area))


def _is_widely_known(edition: Edition, view: View, producers: Sequence[str]) -> bool:
    """Whether a producer knows so many countries that those without a figure are worth showing."""
    known = {
        row.area
        for row in edition.keep(coverage_by_indicator)[view.indicator]
        if row.producer in producers and is_country(edition.areas[row.area])
    }
    return len(known) >= FEWEST_FILLED


def _among(edition: Edition, view: View) -> frozenset[str]:
    """The countries that a map is of; none where it is of all that have figures of anything."""
    return frozenset() if set(view.areas) >= set(_everywhere(edition)) else frozenset(view.areas)


def moved_areas(
    edition: Edition, view: View, shown: Sequence[Observation], before: int | None, year: int | None
) -> tuple[Moved, ...]:
    """The areas with a figure in both years of a change that none can be computed of, and why."""
    if before is None or before == year:
        return ()
    then = {item.key.area: item for item in shown if item.key.year == before and is_figure(item)}
    now = {item.key.area: item for item in shown if item.key.year == year and is_figure(item)}
    found = []
    for area in then.keys() & now.keys():
        kind, why = _kind_of_move(edition, view, then[area], now[area])
        if kind:
            (series,) = series_of(edition, view, [item for item in shown if item.key.area == area])
            found.append(Moved(kind, edition.areas[area], now[area], series.label, why))
    return tuple(sorted(found, key=lambda one: one.area.name))


def _kind_of_move(edition: Edition, view: View, then: Observation, now: Observation) -> tuple[str, str]:
    if why := why_apart(edition.breaks_of(now), *sorted((then, now), key=lambda item: item.key.year)):
        return "broken", why
    if then.is_poppy_free or now.is_poppy_free:
        return ("kept" if then.is_poppy_free and now.is_poppy_free else "gained" if now.is_poppy_free else "lost"), ""
    return ("zero" if then.value == 0 and now.value is not None and view.measure == "change" else ""), ""
