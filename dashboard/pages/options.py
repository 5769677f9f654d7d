"""What the controls of a view offer, and why the rest cannot be chosen."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Set
from functools import cache, partial
from typing import Any

from dashboard.pages.parts.filters import Options
from dashboard.views import scenes
from dashboard.views.largest import TOP
from dashboard.views.lookups import coverage_by_indicator
from dashboard.views.observed import base_years
from dashboard.views.scene import Scene
from dashboard.views.view import FORM_NAMES, MEASURE_NAMES, NAMES_OF_TWO_YEARS, ONE_YEAR_FORMS, View, why_no_measure
from dashboard.words.numbers import FIGURE
from etl.editions.reading import Edition
from etl.figures.areas import Area, is_country, is_within_country, parts_by_whole
from etl.figures.findings import Coverage
from etl.figures.indicators import Indicator
from etl.figures.producers import producer_order
from etl.figures.quoting import counted
from etl.figures.sources import Source
from etl.figures.vocabulary.sources import Authority

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_NAME = 44  # characters of a publisher in an option
_FEWEST_RANKED = 3  # countries that make a ranking
_MANY_AREAS = 30  # of which those with the most figures stand first
_MOST_FIRST = 10
UNRANKED = "Bars"  # what a ranking is called where countries are not ranked
_MOST_SECOND = 40  # indicators that are offered beside the first


def _option(value: str, name: str, why_not: str = "") -> dict[str, Any]:
    """An option; one that cannot be chosen is greyed and says why."""
    return {"value": value, "label": f"{name} ({why_not})" if why_not else name, "disabled": bool(why_not)}


def covered_areas(edition: Edition, indicator: str) -> dict[str, Coverage]:
    """The areas that have figures for an indicator, each with its longest series."""
    return edition.keep(_longest_series).get(indicator, {})


def _longest_series(edition: Edition) -> dict[str, dict[str, Coverage]]:
    """By indicator and area, the longest series."""
    found: dict[str, dict[str, Coverage]] = {}
    for row in edition.coverage:
        areas = found.setdefault(row.indicator, {})
        kept = areas.get(row.area)
        if kept is None or row.observations > kept.observations:
            areas[row.area] = row
    return found


def year_bounds(edition: Edition, view: View) -> tuple[int, int]:
    """The first and the last year in which the edition has a figure for the indicator."""
    rows = edition.keep(coverage_by_indicator)[view.indicator]
    return min(row.first for row in rows), max(row.last for row in rows)


def area_options(edition: Edition, view: View) -> Options:
    """The world and countries, other wide areas by level, and the parts of each area within a country.

    They are those with figures for the indicator; what an address names without having any is greyed and says so.
    """
    offered, covered = edition.keep(_area_options_by_indicator)(view.indicator), covered_areas(edition, view.indicator)
    others = [] if view.group or view.top else [edition.areas[area] for area in view.areas if area not in covered]
    absent = [_option(area.area, area.name, "no figures") for area in others]
    return [*offered, {"group": "Chosen", "items": absent}] if absent else offered


def _area_options_by_indicator(edition: Edition) -> Callable[[str], Options]:
    """The options for each indicator, made when they are first asked for."""
    return cache(partial(_area_options, edition))


def _area_options(edition: Edition, indicator: str) -> Options:
    covered = covered_areas(edition, indicator)
    known = [area for area in edition.areas.values() if area.area in covered]
    wide = [area for area in known if not is_within_country(area, edition.areas)]
    usual = [area for area in wide if is_country(area) or not area.parent]
    first = sorted(usual, key=lambda area: -covered[area.area].observations) if len(usual) > _MANY_AREAS else []
    first = first[:_MOST_FIRST]
    groups: Options = [
        {"group": "Most figures", "items": _options(first, in_order=True)},
        {"group": "World and countries", "items": _options(area for area in usual if area not in first)},
    ]
    for level in sorted(edition.levels.values(), key=lambda level: level.rank):
        others = [area for area in wide if area.level == level.level and area not in usual]
        groups.append({"group": level.plural, "items": _options(others)})
    parts_of = parts_by_whole(area for area in known if is_within_country(area, edition.areas))
    for whole in edition.areas.values():
        parts = parts_of.get(whole.area)
        if parts:
            name = f"{edition.name_of_parts(parts[0].area)} of {whole.name}"
            groups.append({"group": name, "items": _options(parts)})
    return [group for group in groups if group["items"]]


def focus_options(scene: Scene) -> Options:
    """An option for each area that is drawn, the most important first."""
    areas = {line.series.area.area: line.series.area for line in scene.drawn}
    return _options((areas[area] for area in scene.by_importance if area in areas), in_order=True)


def _options(areas: Iterable[Area], *, in_order: bool = False) -> Options:
    """An option for each area, by name or in the order of the areas."""
    options = [_option(area.area, area.name) for area in areas]
    return options if in_order else sorted(options, key=lambda option: option["label"])


def group_options(edition: Edition, view: View) -> Options:
    """Groups, parts of areas, and the ten largest of each year: those with figures for the indicator.

    There are no largest where countries are not ranked.
    """
    covered = covered_areas(edition, view.indicator)
    named: Options = []
    parts: Options = []
    for key, (name, members) in edition.keep(scenes.groups).items():
        count = sum(member in covered for member in members)
        if not count and key != view.group:
            continue
        few = f"{count} of {len(members)} {'has' if count == 1 else 'have'} figures" if count else "no figures"
        label = name if count == len(members) else f"{name} ({few})"
        option = {"value": key, "label": label, "disabled": not count}
        (parts if key.startswith("parts-of-") else named).append(option)
    is_ranked = edition.indicators[view.indicator].ranks_countries
    having = edition.keep(scenes.countries_by_indicator)(view.indicator) if is_ranked else {}
    years = {year for year, count in having.items() if count >= _FEWEST_RANKED}
    years |= {view.top} if view.top else set()
    ranking = [
        {"value": f"top-{year}", "label": _ranking_name(year, having.get(year, 0))}
        for year in sorted(years, reverse=True)
    ]
    groups = [
        {"group": "Groups of countries", "items": named},
        {"group": "All of one level", "items": parts},
        {"group": "Ranking", "items": ranking},
    ]
    return [group for group in groups if group["items"]]


def _ranking_name(year: int, countries: int) -> str:
    few = f"{counted(countries, 'country', 'countries')} with figures in {year}"
    return few if countries < TOP else f"Largest figures of {year}, up to ten"


def producer_options(edition: Edition, view: View) -> Options:
    """The producers; those without figures for the choice are greyed and say so."""
    rows = edition.keep(coverage_by_indicator)[view.indicator]
    having = {row.producer for row in rows if row.area in view.areas}
    return [
        _option(key, edition.producers[key].label, "" if key in having else "no figures here")
        for key in producer_order(edition.producers)
    ]


def form_options(edition: Edition, view: View) -> Options:
    """The forms of a chart: what cannot be added up has no stack, see `form_note`; a scatter is of two indicators."""
    indicator = edition.indicators[view.indicator]
    names = FORM_NAMES if indicator.ranks_countries else FORM_NAMES | {"bar": UNRANKED}
    return [
        {"value": form, "label": name, "disabled": form == "stack" and not indicator.is_additive}
        for form, name in names.items()
        if form != "scatter" or view.second
    ]


def form_note(edition: Edition, view: View) -> str:
    """Why a form cannot be chosen, where every reader finds it: a greyed one takes neither the pointer nor a key."""
    is_additive = edition.indicators[view.indicator].is_additive
    return "" if is_additive else "No stack: these figures cannot be added up."


def second_options(edition: Edition, view: View) -> Options:
    """The indicators that can be set beside the one of a view: of those with figures of its areas the likeliest.

    Those of the same crop or substance come first, then those of the most figures.
    """
    first, counts = edition.indicators[view.indicator], Counter[str]()
    for area in view.areas:
        counts.update(edition.keep(_figures_by_area).get(area, {}))
    ranked = sorted(
        (key for key in counts if key != view.indicator),
        key=lambda key: (not _are_akin(first, edition.indicators[key]), -counts[key], key),
    )
    chosen = [view.second] if view.second and view.second not in ranked[:_MOST_SECOND] else []
    return [{"value": key, "label": edition.indicators[key].name} for key in (*chosen, *ranked[:_MOST_SECOND])]


def _are_akin(one: Indicator, other: Indicator) -> bool:
    return bool(one.crop and one.crop == other.crop) or bool(one.substance and one.substance == other.substance)


def _figures_by_area(edition: Edition) -> dict[str, Counter[str]]:
    """By area: how many figures there are of each indicator."""
    found: dict[str, Counter[str]] = {}
    for row in edition.coverage:
        found.setdefault(row.area, Counter())[row.indicator] += row.observations
    return found


def measure_options(edition: Edition, view: View) -> Options:
    """The measures; those that the form, the indicator or the areas do not have are greyed and say why.

    A ratio is of two indicators.
    """
    additive = edition.indicators[view.indicator].is_additive
    names = MEASURE_NAMES | (NAMES_OF_TWO_YEARS if view.form in ONE_YEAR_FORMS else {})
    offered = {measure: name for measure, name in names.items() if measure != "ratio" or view.second}
    return [_option(measure, name, why_no_measure(view, measure, additive)) for measure, name in offered.items()]


def base_options(edition: Edition, view: View) -> Options:
    """The years that figures can be compared with, newest first; those without a value of what is shown are greyed."""
    if not view.has_base:
        return []
    first, last = year_bounds(edition, view)
    having = base_years(edition, view)
    return [
        _option(str(year), str(year), "" if year in having else "no figures") for year in range(last, first - 1, -1)
    ]


def asof_options(edition: Edition, view: View) -> Options:
    """The days on which something was published or happened, newest first; a month or year counts from its end.

    What a title says after a figure is left out, since an option cannot be a link to where the figure is from.
    """
    events, publications, seen = edition.keep(_days_to_choose)
    chosen = [{"value": view.asof, "label": view.asof}] if view.asof and view.asof not in seen else []
    return [{"group": "Events", "items": [*chosen, *events]}, {"group": "Publications", "items": publications}]


def _days_to_choose(edition: Edition) -> tuple[Options, Options, Set[str]]:
    """The days of events and those of publications, as options, and all of them."""
    by_day, days = edition.keep(_published_by_day), edition.publication_days
    publications = [{"value": day, "label": _publication(day, by_day.get(day, []))} for day in reversed(days)]
    events = [
        {"value": event.date, "label": f"{event.date} {_without_figures(event.title)}".strip()}
        for event in reversed(edition.events)
        if len(event.date) == 10 and event.date not in days
    ]
    return events, publications, {option["value"] for option in (*publications, *events)}


def _published_by_day(edition: Edition) -> dict[str, list[Source]]:
    """By the day from which they were certainly out, the sources: those of producers themselves first."""
    found: dict[str, list[Source]] = {}
    for source in sorted(edition.sources.values(), key=lambda source: source.authority == Authority.SECONDARY):
        found.setdefault(source.known_from, []).append(source)
    return found


def _publication(day: str, sources: list[Source]) -> str:
    """What was published on a day: the date as the sources give it, the first publisher, how many more there are."""
    date = max((source.published for source in sources), default=day)
    publishers = list(dict.fromkeys(source.published_by for source in sources))
    return f"{date} {_first_of(publishers)}".strip()


def _first_of(publishers: list[str]) -> str:
    """The first publisher, and how many more there are."""
    if not publishers:
        return ""
    first = publishers[0].partition(";")[0]
    first = first if len(first) <= _LONGEST_NAME else f"{first[:_LONGEST_NAME].rstrip()}…"
    return first if len(publishers) == 1 else f"{first} and {len(publishers) - 1} more"


def _without_figures(title: str) -> str:
    """A title up to its first figure that is no year, at a break between words: "2025 survey", "Record harvest"."""
    figure = next((found for found in FIGURE.finditer(title) if not _YEAR.fullmatch(found.group())), None)
    return (
        title
        if figure is None
        else re.sub(r"(?:[:,]|\b(?:of|by|to|down|up|in|at|about)\b|\s)*$", "", title[: figure.start()])
    )
