"""From a view to its lines: series as points with their look, and the scene that they are drawn from."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace

from dashboard.views.cuts import breaks_of_others
from dashboard.views.lookups import (
    area_names,
    areas_of_several_makers,
    colours,
    names_in_sentences,
    styles,
    wider_areas,
)
from dashboard.views.not_computed import without_change, without_ratio, without_share
from dashboard.views.observed import is_figure, of_years_shown, recent_series
from dashboard.views.points import Line, Wholes, points_of, summed_areas, unit_words
from dashboard.views.rates import Rates, rates_of, without_people
from dashboard.views.ratios import Ratios, ratios_of
from dashboard.views.scene import Scene
from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.views.wholes import parted
from dashboard.words.makers import with_makers
from dashboard.words.sentences import in_a_sentence, in_brackets, joined, within_a_sentence
from etl.editions.reading import Edition
from etl.figures.areas import Area
from etl.figures.indicators import Indicator
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.producers import Producer, producer_order
from etl.figures.series import Series, to_series


def scene_of(edition: Edition, view: View, observations: list[Observation], wanted: Set[Key] | None = None) -> Scene:
    """The scene of all years of some observations; `wanted` are those that need a point, None: all."""
    indicator = edition.indicators[view.indicator]
    everything = series_of(edition, view, observations)
    chosen = parted(view, everything, edition.areas, edition.keep(wider_areas))
    series, whole = chosen.series, chosen.whole
    rates = rates_of(edition, view.indicator, view.asof) if view.measure == "rate" else None
    ratios = ratios_of(edition, view) if view.measure == "ratio" else None
    lines = lines_of(edition, view, series, chosen.wholes if whole is not None else None, wanted, rates, ratios)
    notes = [*chosen.notes, *_without_base(view, series, lines)]
    notes += without_change(view, series)
    if view.measure == "share":
        notes += without_share(view, series, whole, chosen.wholes)
    notes += without_people(series, rates) if rates is not None and view.form not in ONE_YEAR_FORMS else []
    notes += without_ratio(series, ratios) if ratios is not None else []
    if view.first is not None and view.form not in ONE_YEAR_FORMS:
        first = view.first
        lines = [_since(line, first) for line in lines]
        lines = [line for line in lines if line.points]
    drawn = {line.series.area.area for line in lines}
    figured = {
        one.area.area: one.area.name for one in series if any(map(is_figure, of_years_shown(view, one.observations)))
    }
    return Scene(
        indicator=indicator,
        unit=unit_of(
            view,
            indicator,
            lines,
            edition.keep(area_names),
            in_a_sentence(whole) if whole is not None else "",
            rates.words if rates is not None else ratios.unit.words if ratios is not None else "",
        ),
        lines=lines,
        sources=edition.sources,
        area_names=edition.keep(area_names),
        notes=notes,
        asof=view.asof,
        producer_names=_producer_names(edition, lines, lambda one: one.label),
        producers_said=_producer_names(edition, lines, lambda one: one.in_a_sentence),
        wider=edition.keep(wider_areas),
        doubted=edition.doubted,
        left_out=[name for area, name in figured.items() if area not in drawn],
        several_makers=edition.keep(areas_of_several_makers).get(view.indicator, frozenset()),
        known_of=_known_of(edition, view, lines),
        called=_called(edition, drawn),
        of_what=_of_what(edition, indicator),
        is_narrowed=_is_narrowed(edition, view, lines, observations),
        divisor=edition.indicators[view.second] if ratios is not None else None,
        lacking=lacking_of(lines) if whole is None and (view.form == "stack" or view.measure == "share") else {},
    )


def unit_of(
    view: View,
    indicator: Indicator,
    lines: Sequence[Line],
    names: Mapping[str, str],
    whole: str = "",
    computed: str = "",
) -> str:
    """What the value axis counts; shares that are not of a whole are of the sum of all areas that went in."""
    summed = summed_areas(lines)
    inside = {**names, **{line.series.area.area: in_a_sentence(line.series.area) for line in lines}}
    return unit_words(view, indicator, [inside[area] for area in view.areas if area in summed], whole, computed)


def _producer_names(edition: Edition, lines: Sequence[Line], name: Callable[[Producer], str]) -> dict[str, str]:
    """The producers under a name of theirs: as all lines of one name it, where they agree."""
    named: dict[str, set[str]] = {}
    for line in lines:
        named.setdefault(line.series.producer.producer, set()).add(name(line.series.producer))
    return {
        key: next(iter(named[key])) if len(named.get(key, ())) == 1 else name(producer)
        for key, producer in edition.producers.items()
    }


def _is_narrowed(edition: Edition, view: View, lines: Sequence[Line], observations: Sequence[Observation]) -> bool:
    """Whether series that are shown have figures in years that are not."""
    first, last = view.first or -math.inf, view.last or math.inf
    shown = {item.key for item in observations if first <= item.key.year <= last}
    every = edition.keep(recent_series)(view.indicator, view.areas, view.producers, view.asof)
    drawn = {(line.series.area.area, line.series.producer.producer) for line in lines}
    others = (item for item in every if item.key not in shown)
    return any((item.key.area, item.key.producer) in drawn and is_figure(item) for item in others)


def lacking_of(lines: Sequence[Line]) -> dict[tuple[int, str], tuple[Area, ...]]:
    """The areas without a value, by year and producer, of all for which some areas have one.

    Every area counts that has a figure in any year, also where only another producer has one, or it is only a range.
    """
    areas = {line.series.area.area: line.series.area for line in lines if line.is_shown}
    drawn = {(point.year, line.series.producer.producer) for line in lines for point in line.known}
    having: dict[tuple[int, str], set[str]] = {}
    for line in lines:
        for item in line.series.known:  # poppy-free is a part of a sum, of which no share is computed
            having.setdefault((item.key.year, item.key.producer), set()).add(item.key.area)
    return {
        place: tuple(area for key, area in areas.items() if key not in having[place])
        for place in sorted(drawn)
        if len(having[place]) < len(areas)
    }


def _known_of(edition: Edition, view: View, lines: Sequence[Line]) -> dict[tuple[str, str], list[str]]:
    """By area and producer: what must be known of the figures of a line."""
    places = {(line.series.area.area, line.series.producer.producer) for line in lines}
    return {place: [item.note for item in edition.notes_on(view.indicator, *place)] for place in places}


def _of_what(edition: Edition, indicator: Indicator) -> str:
    """The substance of an indicator as in a sentence: heroin, MDMA; empty where it is about none."""
    substance = edition.substances.get(indicator.substance)
    return within_a_sentence(substance.name) if substance is not None else ""


def _called(edition: Edition, areas: Iterable[str]) -> str:
    """What areas are called together, in the plural: provinces, countries; else areas."""
    names = {edition.name_of_parts(area) for area in areas if edition.areas[area].parent}
    return names.pop().lower() if len(names) == 1 and all(edition.areas[area].parent for area in areas) else "areas"


def _without_base(view: View, series: Sequence[Series], lines: Sequence[Line]) -> list[str]:
    """Which series an index leaves out, since they have nothing in the base year that could be 100."""
    shown = {id(line.series) for line in lines}
    several = len({one.producer.producer for one in series}) > 1
    absent = [
        f"{one.area.name} {in_brackets(one.producer.label)}" if several else one.area.name
        for one in series
        if id(one) not in shown and of_years_shown(view, one.observations)
    ]
    if view.measure != "index" or view.base is None or not absent:
        return []
    return [f"Not shown, because no figure for the base year {view.base} is above zero: {joined(absent)}."]


def _since(line: Line, first: int) -> Line:
    """A line without the year before the first that is shown, once the change on it is computed."""
    observations = tuple(item for item in line.series.observations if item.key.year >= first)
    points = tuple(point for point in line.points if point.year >= first)
    return replace(line, points=points, series=replace(line.series, observations=observations))


def series_of(edition: Edition, view: View, observations: list[Observation]) -> list[Series]:
    """Series in the order in which the areas were chosen, producers in their usual order."""
    series = [with_makers(edition, one) for one in to_series(observations, edition.areas, edition.producers)]
    producers = producer_order({item.producer.producer for item in series})
    place = {area: position for position, area in enumerate(view.areas)}
    return sorted(series, key=lambda item: (place[item.area.area], producers.index(item.producer.producer)))


def lines_of(
    edition: Edition,
    view: View,
    series: list[Series],
    wholes: Wholes | None = None,
    wanted: Set[Key] | None = None,
    rates: Rates | None = None,
    ratios: Ratios | None = None,
) -> list[Line]:
    if view.form == "stack" and series:  # producers are never added up, and a range is no layer
        first = producer_order({item.producer.producer for item in [one for one in series if one.known] or series})[0]
        series = [item for item in series if item.producer.producer == first]
    colour, style = edition.keep(colours), edition.keep(styles)
    points = points_of(series, view, edition.indicators[view.indicator], wholes, wanted, rates, ratios)
    names = edition.keep(names_in_sentences)
    return [
        Line(
            one,
            its_points,
            colour[one.area.area],
            *style[one.producer.producer],
            edition.breaks_in((view.indicator, one.area.area, one.producer.producer), view.asof),
            breaks_of_others(
                edition,
                its_points,
                lambda item: (
                    names[item.area]
                    if view.measure == "share"
                    else within_a_sentence(edition.indicators[item.indicator].name)
                ),
            )
            if view.measure in {"share", "ratio"}
            else {},
            within_a_sentence(edition.indicators[view.indicator].name) if view.measure == "ratio" else "",
        )
        for one, its_points in zip(series, points, strict=True)
        if its_points
    ]
