"""From a view to what it shows: its observations, and what belongs to them."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from dashboard import look
from dashboard.charts.scene import Callout, Scene
from dashboard.geography import is_country, parts_by_whole
from dashboard.nothing import why_nothing
from dashboard.points import Line, points_of, unit_words
from dashboard.queries import Edition
from dashboard.records import Coverage, Observation, Statement
from dashboard.sentences import joined
from dashboard.series import Series, to_series
from dashboard.view import ONE_YEAR_FORMS, Choices, View

DEFAULT_VIEW = View(indicator="opium-poppy-cultivation", areas=("AFG",))
TOP = 10
_MOST_SERIES = 64  # each at most a few thousand observations
OTHERS = ("differs", "misprint", "wrong-scope")


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
    found = edition.observations(indicator, countries, (), year, year)
    values: dict[str, float] = {}
    for item in found:
        values.setdefault(item.key.area, item.value or 0.0)
    return tuple(sorted(values, key=lambda area: (-values[area], area))[:TOP])


def with_base(edition: Edition, view: View) -> View:
    """The view of an index with a base year, where it has none: the first in which the most series have a value.

    Series that each begin at 100 in a year of their own could not be compared.
    """
    if view.measure != "index" or view.base is not None:
        return view
    having = base_years(edition, view)
    return view.with_(base=max(having, key=lambda year: (having[year], -year), default=None))


def base_years(edition: Edition, view: View) -> dict[int, int]:
    """The years that can be 100, and how many of the series of the view have a value then that is not zero."""
    observations = _members_only(edition, view, _observations(edition, view))
    first = view.first if view.first is not None and view.form not in ONE_YEAR_FORMS else -math.inf
    return dict(Counter(item.key.year for item in observations if item.value and item.key.year >= first))


def scene(edition: Edition, view: View) -> Scene:
    """Everything that the view shows; where that is nothing, why."""
    shown = _scene(edition, view)
    if not shown.is_empty:
        return shown
    return replace(shown, nothing=why_nothing(edition, view, lambda wider: not _scene(edition, wider).is_empty))


def _scene(edition: Edition, view: View) -> Scene:
    if view.form == "map":
        return _map_scene(edition, view)
    view = with_base(edition, view)
    observations = _members_only(edition, view, _observations(edition, view))
    whole = _scene_of(edition, view, observations)
    having = {line.series.area.area for line in whole.lines}
    whole = replace(whole, missing=[edition.areas[area] for area in view.areas if area not in having])
    if view.form in ONE_YEAR_FORMS:
        return replace(_one_year(whole, view), place=_place(edition, view))
    shown = _with_layers(edition, view, whole, observations)
    if view.compare and view.asof:
        today = _members_only(edition, view, _observations(edition, view.with_(asof="")))
        shown = replace(shown, today=_lines(edition, view, _series(edition, view, today)))
    return shown


def wholes(edition: Edition, shown: Scene) -> dict[str, Observation]:
    """What the areas of a ranking or a map are all part of, by producer; empty for other scenes."""
    parents = {line.series.area.parent for line in shown.lines}
    if shown.year is None or len(parents) != 1:
        return {}
    found = edition.observations(shown.indicator.indicator, parents, (), shown.year, shown.year, shown.asof)
    return {item.key.producer: item for item in found}


def _observations(edition: Edition, view: View) -> list[Observation]:
    """The observations of the view. A chart of one year takes all years, to know which there are."""
    found = edition.keep(_recent_series)(view.indicator, view.areas, view.producers, view.asof)
    if view.form in ONE_YEAR_FORMS:
        return list(found)
    # The change on the year before needs the year before the first that is shown.
    first = -math.inf if view.first is None else view.first - 1
    last = math.inf if view.last is None else view.last
    return [item for item in found if first <= item.key.year <= last]


def _recent_series(edition: Edition) -> Callable[..., tuple[Observation, ...]]:
    """The series that were asked for last: a reader looks at the same ones in many forms, scales and spans of years."""

    @lru_cache(maxsize=_MOST_SERIES)
    def series(indicator: str, areas: Sequence[str], producers: Sequence[str], asof: str) -> tuple[Observation, ...]:
        return tuple(edition.observations(indicator, areas, producers, asof=asof))

    return series


def _members_only(edition: Edition, view: View, observations: list[Observation]) -> list[Observation]:
    """Of a group with the members of each year, the figures of the years of their membership."""
    if not view.group or view.membership != "year":
        return observations
    spans = {item.area: item for item in edition.memberships if item.group == view.group}

    def belongs(item: Observation) -> bool:
        span = spans.get(item.key.area)
        if span is None:
            return not spans
        year = str(item.key.year)
        return (not span.begin or span.begin[:4] <= year) and (not span.end or year <= span.end[:4])

    return [item for item in observations if belongs(item)]


def _scene_of(edition: Edition, view: View, observations: list[Observation]) -> Scene:
    indicator = edition.indicators[view.indicator]
    series = _series(edition, view, observations)
    lines = _lines(edition, view, series)
    notes = _without_base(view, series, lines)
    if view.first is not None and view.form not in ONE_YEAR_FORMS:
        first = view.first
        lines = [_since(line, first) for line in lines]
        lines = [line for line in lines if line.points]
    return Scene(
        indicator=indicator,
        unit=unit_words(view, indicator),
        lines=lines,
        sources=edition.sources,
        area_names=edition.keep(area_names),
        notes=notes,
        asof=view.asof,
    )


def _without_base(view: View, series: Sequence[Series], lines: Sequence[Line]) -> list[str]:
    """Which series an index leaves out, since they have nothing in the base year that could be 100."""
    shown = {id(line.series) for line in lines}
    absent = [one.label for one in series if id(one) not in shown]
    if view.measure != "index" or not absent:
        return []
    pronoun = "it is" if len(absent) == 1 else "they are"
    return [f"Without a figure above zero in the base year {view.base}, so that {pronoun} not shown: {joined(absent)}."]


def _since(line: Line, first: int) -> Line:
    """A line without the year before the first that is shown, once the change on it is computed."""
    observations = tuple(item for item in line.series.observations if item.key.year >= first)
    points = tuple(point for point in line.points if point.year >= first)
    return replace(line, points=points, series=replace(line.series, observations=observations))


def _place(edition: Edition, view: View) -> str:
    """The name of the area that all chosen areas are part of; empty where there is none but the world."""
    parents = {edition.areas[area].parent for area in view.areas}
    parent = edition.areas.get(next(iter(parents))) if len(parents) == 1 else None
    return parent.name if parent is not None and parent.parent else ""


def _one_year(whole: Scene, view: View) -> Scene:
    """The scene of one year: the year asked for, else the last one of which there are figures enough."""
    figures = {(point.year, line.series.area.area) for line in whole.lines for point in line.points if point.is_shown}
    shown = Counter(year for year, _ in figures)
    years = sorted(shown)
    asked = view.year if view.year is not None else view.top
    year = asked if asked is not None else _last_full_year(shown)
    lines = [replace(line, points=tuple(point for point in line.points if point.year == year)) for line in whole.lines]
    several = len({line.series.producer.producer for line in lines}) > 1
    without = [line.series for line in lines if not line.is_shown]
    return replace(
        whole,
        lines=[line for line in lines if line.is_shown],
        year=year,
        years_known=tuple(years),
        without=[f"{one.area.name} ({one.producer.label})" if several else one.area.name for one in without],
        missing=list({one.area.area: one.area for one in without}.values()),
    )


def _last_full_year(figures: Mapping[int, int]) -> int:
    """The last year in which at least half as many areas have figures as in the fullest; the newest may have few."""
    full = max(figures.values(), default=0) / 2
    return max((year for year, count in figures.items() if count >= full), default=0)


def _with_layers(edition: Edition, view: View, whole: Scene, observations: list[Observation]) -> Scene:
    by_key = {item.key: item for item in observations}
    changes: dict[str, object] = {}
    if view.measure == "value":
        if "annotations" in view.layers:
            changes["callouts"] = [
                Callout(annotation, by_key[annotation.key], edition.sources[annotation.source])
                for annotation in edition.annotations
                if annotation.key in by_key
                and (not view.asof or edition.sources[annotation.source].known_from <= view.asof)
            ]
        statements = _other_statements(edition, view, observations)
        if "revisions" in view.layers:
            changes["superseded"] = [pair for pair in statements if pair[1].verdict == "superseded"]
        if "disagreement" in view.layers:
            changes["other_statements"] = [pair for pair in statements if pair[1].verdict in OTHERS]
    if "events" in view.layers:
        changes["events"] = [event for event in edition.events if event.area in _with_wider(edition, view.areas)]
    return replace(whole, **changes)  # type: ignore[arg-type]


def _other_statements(
    edition: Edition, view: View, observations: list[Observation]
) -> list[tuple[Observation, Statement]]:
    """Statements that print something else than is shown, published by the date of the view."""
    if not {"revisions", "disagreement"} & set(view.layers):
        return []
    by_key = {item.key: item for item in observations}
    return [
        (by_key[statement.key], statement)
        for statement in edition.statements_of_many(observations)
        if statement.value is not None and statement.value != by_key[statement.key].value
    ]


def _with_wider(edition: Edition, areas: Iterable[str]) -> set[str]:
    """Areas and everything that they are part of."""
    found: set[str] = set()
    for area in areas:
        while area and area not in found:
            found.add(area)
            area = edition.areas[area].parent
    return found


def _map_scene(edition: Edition, view: View) -> Scene:
    """The scene of a map: the provinces of one country, where it has outlines, else countries as circles."""
    country = _mapped_country(edition, view)
    areas = _parts(edition, country) if country else _countries(edition, view)
    wanted = view.with_(areas=areas, measure="value")
    observations = _members_only(edition, view, _observations(edition, wanted))
    found = {item.key.producer for item in observations}
    # The reader's first choice, else the usual one.
    producers = [key for key in view.producers if key in found] or look.producer_order(found)
    observations = [item for item in observations if item.key.producer in producers[:1]]
    every_year = _scene_of(edition, wanted, observations)
    whole = _one_year(every_year, view)
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
        largest=max((point.value or 0.0 for point in every_year.points), default=0.0),
        notes=_map_notes(edition, view, whole, country, producers),
    )


def _map_notes(edition: Edition, view: View, whole: Scene, country: str, producers: Sequence[str]) -> list[str]:
    """What a map shows otherwise than asked for: one producer of several, or more than the chosen country."""
    notes = []
    if len(producers) > 1:
        shown, *others = [edition.producers[key].label for key in producers]
        have = "has" if len(others) == 1 else "have"
        notes.append(f"The map shows figures of {shown}; {joined(others)} {have} figures too.")
    if not country and len(view.areas) == 1:
        name, maker = (
            edition.areas[view.areas[0]].name,
            f" by {edition.producers[producers[0]].label}" if producers else "",
        )
        notes.append(f"There are no figures{maker} for the parts of {name}: the map shows all countries.")
    without = (
        [whole.name_of(area) for area in edition.outlines(country) if area not in edition.areas] if country else []
    )
    if without:
        notes.append(f"No source here has a figure for {joined(without)} in any year.")
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


def _series(edition: Edition, view: View, observations: list[Observation]) -> list[Series]:
    """Series in the order in which the areas were chosen, producers in their usual order."""
    series = to_series(observations, edition.areas, edition.producers)
    producers = look.producer_order({item.producer.producer for item in series})
    place = {area: position for position, area in enumerate(view.areas)}
    return sorted(series, key=lambda item: (place[item.area.area], producers.index(item.producer.producer)))


def _lines(edition: Edition, view: View, series: list[Series]) -> list[Line]:
    if view.form == "stack" and series:  # producers are never added up
        first = look.producer_order({item.producer.producer for item in series})[0]
        series = [item for item in series if item.producer.producer == first]
    colour, style = edition.keep(colours), edition.keep(styles)
    points = points_of(series, view, edition.indicators[view.indicator])
    looks = look.told_apart((colour[one.area.area], *style[one.producer.producer]) for one in series)
    return [
        Line(one, its_points, *its_look)
        for one, its_points, its_look in zip(series, points, looks, strict=True)
        if its_points
    ]


def area_names(edition: Edition) -> dict[str, str]:
    """The name of every area, and of those that are only outlined on maps."""
    return edition.outline_names | {key: area.name for key, area in edition.areas.items()}


def coverage_by_indicator(edition: Edition) -> dict[str, list[Coverage]]:
    """What there is of each indicator."""
    found: dict[str, list[Coverage]] = {}
    for row in edition.coverage:
        found.setdefault(row.indicator, []).append(row)
    return found


def colours(edition: Edition) -> dict[str, str]:
    """The colour of every area."""
    return look.area_colours(edition.areas, edition.coverage)


def styles(edition: Edition) -> dict[str, tuple[str, str]]:
    """The dash and marker of every producer."""
    return look.producer_styles(edition.producers)
