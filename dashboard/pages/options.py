"""What the controls of a view offer, and why the rest cannot be chosen."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from dashboard.pages.parts.filters import Options
from dashboard.views import lines as scene_parts
from dashboard.views import scenes
from dashboard.views.view import FORM_NAMES, MEASURE_NAMES, View, why_no_measure
from dashboard.words.numbers import FIGURE
from etl.editions.reading import Edition
from etl.figures.areas import is_country, is_within_country, parts_by_whole
from etl.figures.producers import producer_order
from etl.figures.quoting import counted
from etl.figures.records import Area, Coverage, Source
from etl.figures.vocabulary import Authority

_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_NAME = 44  # characters of a publisher in an option
_FEWEST_RANKED = 3  # countries that make a ranking


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
    rows = edition.keep(scene_parts.coverage_by_indicator)[view.indicator]
    return min(row.first for row in rows), max(row.last for row in rows)


def indicator_options(edition: Edition) -> Options:
    """The indicators by crop, those with the most figures first; one without figures is greyed."""
    covered = edition.keep(scene_parts.coverage_by_indicator)
    figures = {key: sum(row.observations for row in covered.get(key, ())) for key in edition.indicators}
    groups: dict[str, Options] = {}
    for item in sorted(edition.indicators.values(), key=lambda item: -figures[item.indicator]):
        option = _option(item.indicator, item.name, "" if figures[item.indicator] else "no figures")
        groups.setdefault(item.crop.capitalize() or "Other", []).append(option)
    return [{"group": crop, "items": items} for crop, items in sorted(groups.items(), reverse=True)]


def area_options(edition: Edition, view: View) -> Options:
    """The world and countries, other wide areas by level, and the parts of each area within a country.

    Those without figures for the indicator are greyed and say so.
    """
    return edition.keep(_area_options_by_indicator)(view.indicator)


def _area_options_by_indicator(edition: Edition) -> Callable[[str], Options]:
    """The options for each indicator, made when they are first asked for."""
    return cache(partial(_area_options, edition))


def _area_options(edition: Edition, indicator: str) -> Options:
    covered = covered_areas(edition, indicator)
    anything = edition.keep(scenes.choices).areas
    known = [area for area in edition.areas.values() if area.area in anything]
    wide = [area for area in known if not is_within_country(area, edition.areas)]
    usual = [area for area in wide if is_country(area) or not area.parent]
    groups: Options = [{"group": "World and countries", "items": _options(edition, usual, covered)}]
    for level in sorted(edition.levels.values(), key=lambda level: level.rank):
        others = [area for area in wide if area.level == level.level and area not in usual]
        if others:
            groups.append({"group": level.plural, "items": _options(edition, others, covered)})
    parts_of = parts_by_whole(area for area in known if is_within_country(area, edition.areas))
    for whole in edition.areas.values():
        parts = parts_of.get(whole.area)
        if parts:
            name = f"{edition.name_of_parts(parts[0].area)} of {whole.name}"
            groups.append({"group": name, "items": _options(edition, parts, covered)})
    return groups


def _options(edition: Edition, areas: Iterable[Area], covered: dict[str, Coverage]) -> Options:
    options = [_option(area.area, area.name, "" if area.area in covered else "no figures") for area in areas]
    return sorted(options, key=lambda option: (option["disabled"], option["label"]))


def group_options(edition: Edition, view: View) -> Options:
    """Groups, parts of areas, and the ten largest of each year; those without figures are greyed and say so."""
    covered = covered_areas(edition, view.indicator)
    named: Options = []
    parts: Options = []
    for key, (name, members) in edition.keep(scenes.groups).items():
        count = sum(member in covered for member in members)
        few = f"{count} of {len(members)} {'has' if count == 1 else 'have'} figures" if count else "no figures"
        label = name if count == len(members) else f"{name} ({few})"
        option = {"value": key, "label": label, "disabled": not count}
        (parts if key.startswith("parts-of-") else named).append(option)
    having = edition.keep(_countries_by_indicator)(view.indicator)
    years = {year for year, count in having.items() if count >= _FEWEST_RANKED}
    years |= {view.top} if view.top else set()
    ranking = [
        {"value": f"top-{year}", "label": _ranking_name(year, having.get(year, 0))}
        for year in sorted(years, reverse=True)
    ]
    return [
        {"group": "Groups of countries", "items": named},
        {"group": "All of one level", "items": parts},
        {"group": "Ranking", "items": ranking},
    ]


def _ranking_name(year: int, countries: int) -> str:
    few = f"{counted(countries, 'country', 'countries')} with figures in {year}"
    return few if countries < scenes.TOP else f"Ten largest countries of {year}"


def _countries_by_indicator(edition: Edition) -> Callable[[str], dict[int, int]]:
    """The counts for each indicator, made when they are first asked for."""
    return cache(partial(_countries_by_year, edition))


def _countries_by_year(edition: Edition, indicator: str) -> dict[int, int]:
    """How many countries have a figure in each year."""
    countries = [area.area for area in edition.areas.values() if is_country(area)]
    shown = {(item.key.year, item.key.area) for item in edition.observations(indicator, countries)}
    return dict(Counter(year for year, _ in shown))


def producer_options(edition: Edition, view: View) -> Options:
    """The producers; those without figures for the choice are greyed and say so."""
    rows = edition.keep(scene_parts.coverage_by_indicator)[view.indicator]
    having = {row.producer for row in rows if row.area in view.areas}
    return [
        _option(key, edition.producers[key].label, "" if key in having else "no figures here")
        for key in producer_order(edition.producers)
    ]


def form_options(edition: Edition, view: View) -> Options:
    """The forms of a chart; rates cannot be stacked, which `form_note` says."""
    rates = not edition.indicators[view.indicator].is_additive
    return [{"value": form, "label": name, "disabled": form == "stack" and rates} for form, name in FORM_NAMES.items()]


def form_note(edition: Edition, view: View) -> str:
    """Why a form cannot be chosen, where every reader finds it: a greyed one takes neither the pointer nor a key."""
    rates = not edition.indicators[view.indicator].is_additive
    return "No stack: rates such as prices cannot be added up." if rates else ""


def measure_options(edition: Edition, view: View) -> Options:
    """The measures; those that the form, the indicator or the areas do not have are greyed and say why."""
    additive = edition.indicators[view.indicator].is_additive
    return [_option(measure, name, why_no_measure(view, measure, additive)) for measure, name in MEASURE_NAMES.items()]


def base_options(edition: Edition, view: View) -> Options:
    """The years that can be 100, newest first; those in which no series that is shown has a value are greyed."""
    if view.measure != "index":
        return []
    first, last = year_bounds(edition, view)
    having = scene_parts.base_years(edition, view)
    return [
        _option(str(year), str(year), "" if year in having else "no figures") for year in range(last, first - 1, -1)
    ]


def asof_options(edition: Edition, view: View) -> Options:
    """The days on which something was published or happened, newest first; a month or year counts from its end.

    What a title says after a figure is left out, since an option cannot be a link to where the figure is from.
    """
    by_day, days = edition.keep(_published_by_day), edition.publication_days
    publications = [{"value": day, "label": _publication(day, by_day.get(day, []))} for day in reversed(days)]
    events = [
        {"value": event.date, "label": f"{event.date} {_without_figures(event.title)}".strip()}
        for event in reversed(edition.events)
        if len(event.date) == 10 and event.date not in days
    ]
    seen = {option["value"] for option in (*publications, *events)}
    chosen = [{"value": view.asof, "label": view.asof}] if view.asof and view.asof not in seen else []
    return [{"group": "Events", "items": [*chosen, *events]}, {"group": "Publications", "items": publications}]


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
