"""What a map shows: the provinces of one country, or countries, of one producer in one year."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from dashboard.views.lines import coverage_by_indicator, is_figure, members_only, observations_of, one_year, scene_of
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.sentences import joined, no_figure_for
from etl.editions.reading import Edition
from etl.figures.areas import is_country
from etl.figures.producers import producer_order
from etl.figures.records import Observation


class Mapped(NamedTuple):
    """The country whose parts a map shows, or none; the view of all its areas; its producers, the one that is shown
    first; and what is known of all of them.
    """

    country: str
    view: View
    producers: Sequence[str]
    observations: Sequence[Observation]


def map_scene(edition: Edition, view: View) -> Scene:
    """The scene of a map: the provinces of one country, where it has outlines, else countries as circles."""
    country, wanted, producers, known = mapped(edition, view)
    shown = [item for item in known if item.key.producer in producers[:1]]
    every_year = scene_of(edition, wanted, shown)
    whole = one_year(every_year, view)
    outlines = edition.outlines(country) if country else {}
    unplaced = [
        line.series.area.name
        for line in whole.lines
        if line.series.area.latitude is None and line.series.area.area not in outlines
    ]
    return replace(
        whole,
        outlines=outlines,
        unplaced=unplaced,
        place=edition.areas[country].name if country else "",
        every_value=tuple(point.value for point in every_year.points if point.value is not None),
        notes=[*_map_notes(edition, view, whole, country, producers), *whole.notes],
    )


def mapped(edition: Edition, view: View) -> Mapped:
    """What a map is made from."""
    country = _mapped_country(edition, view)
    areas = _parts(edition, country) if country else _countries(edition, view)
    wanted = view.with_(areas=areas, measure="value")
    known = members_only(edition, view, observations_of(edition, wanted))
    found = {item.key.producer for item in known if is_figure(item)} or {item.key.producer for item in known}
    # The reader's first choice, else the usual one.
    producers = [key for key in view.producers if key in found] or producer_order(found)
    return Mapped(country, wanted, producers, known)


def _map_notes(edition: Edition, view: View, whole: Scene, country: str, producers: Sequence[str]) -> list[str]:
    """What a map shows otherwise than asked for: one producer of several, or more than the chosen country."""
    notes = []
    if len(producers) > 1:
        shown, *others = [edition.producers[key].label for key in producers]
        have = "has" if len(others) == 1 else "have"
        notes.append(f"The map shows figures of {shown}; {joined(others)} {have} figures too.")
    if not country and len(view.areas) == 1:
        name = edition.areas[view.areas[0]].name
        maker = f" by {edition.producers[producers[0]].label}" if producers else ""
        notes.append(f"There are no figures{maker} for the parts of {name}: the map shows all countries.")
    outlined = edition.outlines(country) if country else {}
    without = [whole.name_of(area) for area in outlined if area not in edition.areas]
    if without:
        notes.append(no_figure_for(f"{joined(without)} in any year"))
    return notes


def _mapped_country(edition: Edition, view: View) -> str:
    """The country whose provinces the map shows; empty where it shows countries."""
    countries = {area if area in edition.countries_with_outlines else edition.areas[area].parent for area in view.areas}
    country = next(iter(countries)) if len(countries) == 1 else ""
    has_figures = any(
        edition.areas[row.area].parent == country and (not view.producers or row.producer in view.producers)
        for row in edition.keep(coverage_by_indicator)[view.indicator]
    )
    return country if country in edition.countries_with_outlines and has_figures else ""


def _parts(edition: Edition, country: str) -> tuple[str, ...]:
    return tuple(area.area for area in edition.areas.values() if area.parent == country)


def _countries(edition: Edition, view: View) -> tuple[str, ...]:
    """The countries of the view; all of them where it has none or only one."""
    chosen = tuple(area for area in view.areas if is_country(edition.areas[area]))
    everywhere = tuple(key for key, area in edition.areas.items() if is_country(area))
    return chosen if len(chosen) > 1 else everywhere
