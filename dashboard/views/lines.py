"""From a view to its lines: the observations it asks for as series, as points with their look, or of one year."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from dashboard.views import looks as look
from dashboard.views.points import Line, Wholes, points_of, summed_areas, unit_words
from dashboard.views.scene import Scene
from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.views.wholes import in_a_sentence, parted, without_share
from dashboard.words.breaks import parting, what_changed
from dashboard.words.makers import with_makers
from dashboard.words.sentences import joined
from etl.editions.reading import Edition
from etl.figures.areas import wholes_of
from etl.figures.producers import producer_order
from etl.figures.records import Coverage, Indicator, Observation
from etl.figures.series import Series, to_series

_MOST_SERIES = 64  # each at most a few thousand observations


def with_base(edition: Edition, view: View) -> View:
    """The view of an index with a base year, where it has none: the first in which the most series have a value.

    Series that each begin at 100 in a year of their own could not be compared. Of such years those come first that
    the most figures can be compared with, since an index stops at a break.
    """
    if view.measure != "index" or view.base is not None:
        return view
    having, compared = base_years(edition, view), _years_compared(edition, view)
    if not having and view.is_comparison:
        having, compared = base_years(edition, view.with_(asof="")), _years_compared(edition, view.with_(asof=""))
    return view.with_(base=max(having, key=lambda year: (having[year], compared[year], -year), default=None))


def base_years(edition: Edition, view: View) -> dict[int, int]:
    """The years that can be 100, and how many of the series of the view have a value then that is not zero."""
    found = members_only(edition, view, observations_of(edition, view))
    first = view.first if view.first is not None and view.form not in ONE_YEAR_FORMS else -math.inf
    return dict(Counter(item.key.year for item in found if item.value and item.key.year >= first))


def _years_compared(edition: Edition, view: View) -> Counter[int]:
    """With how many figures of the view those of each year can be compared, their own series and no other."""
    found = members_only(edition, view, observations_of(edition, view))
    stretches = Counter((item.key.area, item.key.producer, item.comparable_from) for item in found if item.value)
    compared: Counter[int] = Counter()
    for item in found:
        compared[item.key.year] += stretches[item.key.area, item.key.producer, item.comparable_from]
    return compared


def observations_of(edition: Edition, view: View) -> list[Observation]:
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


def members_only(edition: Edition, view: View, observations: list[Observation]) -> list[Observation]:
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


def scene_of(edition: Edition, view: View, observations: list[Observation]) -> Scene:
    indicator = edition.indicators[view.indicator]
    everything = series_of(edition, view, observations)
    chosen = parted(view, everything, edition.areas, edition.keep(wider_areas))
    series, whole = chosen.series, chosen.whole
    lines = lines_of(edition, view, series, chosen.wholes if whole is not None else None)
    notes = [*chosen.notes, *_without_base(view, series, lines)]
    if view.measure == "share":
        notes += without_share(view, series, whole, chosen.wholes)
    if view.first is not None and view.form not in ONE_YEAR_FORMS:
        first = view.first
        lines = [_since(line, first) for line in lines]
        lines = [line for line in lines if line.points]
    drawn = {line.series.area.area for line in lines}
    figured = {one.area.area: one.area.name for one in series if any(map(is_figure, one.observations))}
    return Scene(
        indicator=indicator,
        unit=_unit(view, indicator, lines, edition.keep(area_names), in_a_sentence(whole) if whole is not None else ""),
        lines=lines,
        sources=edition.sources,
        area_names=edition.keep(area_names),
        notes=notes,
        asof=view.asof,
        producer_names=_producer_names(edition, lines),
        wider=edition.keep(wider_areas),
        doubted=edition.doubted,
        left_out=[name for area, name in figured.items() if area not in drawn],
        several_makers=edition.keep(areas_of_several_makers).get(view.indicator, frozenset()),
        known_of=_known_of(edition, view, lines),
        called=_called(edition, drawn),
        is_narrowed=_is_narrowed(edition, view, lines, observations),
        lacking=lacking_of(lines) if whole is None and (view.form == "stack" or view.measure == "share") else {},
    )


def _unit(view: View, indicator: Indicator, lines: Sequence[Line], names: Mapping[str, str], whole: str = "") -> str:
    """What the value axis counts; shares that are not of a whole are of the sum of all areas that went in."""
    summed = summed_areas(lines)
    return unit_words(view, indicator, [names[area] for area in view.areas if area in summed], whole)


def _producer_names(edition: Edition, lines: Sequence[Line]) -> dict[str, str]:
    """The producers as labels have them: as all lines of one name it, where they agree."""
    named: dict[str, set[str]] = {}
    for line in lines:
        named.setdefault(line.series.producer.producer, set()).add(line.series.producer.label)
    return {
        key: next(iter(named[key])) if len(named.get(key, ())) == 1 else producer.label
        for key, producer in edition.producers.items()
    }


def is_figure(item: Observation) -> bool:
    """Whether an observation has a value or a range; else every source is set aside."""
    return item.value is not None or item.has_range


def _is_narrowed(edition: Edition, view: View, lines: Sequence[Line], observations: Sequence[Observation]) -> bool:
    """Whether series that are shown have figures in years that are not."""
    first, last = view.first or -math.inf, view.last or math.inf
    shown = {item.key for item in observations if first <= item.key.year <= last}
    every = edition.keep(_recent_series)(view.indicator, view.areas, view.producers, view.asof)
    drawn = {(line.series.area.area, line.series.producer.producer) for line in lines}
    others = (item for item in every if item.key not in shown)
    return any((item.key.area, item.key.producer) in drawn and is_figure(item) for item in others)


def lacking_of(lines: Sequence[Line]) -> dict[tuple[int, str], tuple[str, ...]]:
    """The names of the areas without a value, by year and producer, of all for which some areas have one.

    Every area that is drawn counts, also where only another producer has figures for it.
    """
    names = {line.series.area.area: line.series.area.name for line in lines}
    drawn = {(point.year, line.series.producer.producer) for line in lines for point in line.known}
    having: dict[tuple[int, str], set[str]] = {}
    for line in lines:
        for item in line.series.known:  # poppy-free is a part of a sum, of which no share is computed
            having.setdefault((item.key.year, item.key.producer), set()).add(item.key.area)
    return {
        place: tuple(name for area, name in names.items() if area not in having[place])
        for place in sorted(drawn)
        if len(having[place]) < len(names)
    }


def _known_of(edition: Edition, view: View, lines: Sequence[Line]) -> dict[str, str]:
    """By area: what must be known of the figures of its lines."""
    notes = {
        line.series.area.area: edition.notes_on(view.indicator, line.series.area.area, line.series.producer.producer)
        for line in lines
    }
    return {area: "; ".join(item.note for item in found) for area, found in notes.items() if found}


def _called(edition: Edition, areas: Iterable[str]) -> str:
    """What areas are called together, in the plural: provinces, countries; else areas."""
    names = {edition.name_of_parts(area) for area in areas if edition.areas[area].parent}
    return names.pop().lower() if len(names) == 1 and all(edition.areas[area].parent for area in areas) else "areas"


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


def one_year(whole: Scene, view: View) -> Scene:
    """The scene of one year: the year asked for, else the last one of which there are figures enough."""
    figures = {(point.year, line.series.area.area) for line in whole.lines for point in line.points if point.is_shown}
    shown = Counter(year for year, _ in figures)
    years = sorted(shown)
    asked = view.year if view.year is not None else view.top
    year = asked if asked is not None else _last_full_year(shown)
    lines = [replace(line, points=tuple(point for point in line.points if point.year == year)) for line in whole.lines]
    lines, others = of_one_maker(lines) if view.form == "bar" else (lines, [])
    several = len({line.series.producer.producer for line in lines}) > 1
    without = [line.series for line in lines if not line.is_shown]
    of_year = {one.label: [item for item in one.observations if item.key.year == year] for one in without}
    known = [one for one in without if any(map(is_figure, of_year[one.label]))]
    aside = [one for one in without if one not in known and of_year[one.label]]

    def named(series: Iterable[Series]) -> list[str]:
        return [f"{one.area.name} ({one.producer.label})" if several else one.area.name for one in series]

    is_of_sums = bool(summed_areas(lines))
    return replace(
        whole,
        lines=[line for line in lines if line.is_shown],
        unit=_unit(view, whole.indicator, lines, whole.area_names) if is_of_sums else whole.unit,
        year=year,
        years_known=tuple(years),
        lacking=_of_makers(whole.lacking, lines) if others else whole.lacking,
        without=named(one for one in without if one not in known and one not in aside),
        left_out=[*whole.left_out, *named(known)],
        missing=list({one.area.area: one.area for one in without}.values()),
        notes=[
            *whole.notes,
            *_others_apart(whole, lines, others),
            *_not_compared(whole, view, year),
            *([f"What sources print for {year} is set aside: {joined(named(aside))}."] if aside else []),
        ],
    )


def _not_compared(whole: Scene, view: View, year: int) -> list[str]:
    """For which series a change on the year before is not computed, since a break lies between."""
    if view.measure not in {"change", "increase"}:
        return []
    broken = ((line, parting(line.breaks, year - 1, year)) for line in whole.lines)
    named = [f"{line.series.label} ({what_changed(between)})" for line, between in broken if between]
    return [f"Not comparable with {year - 1}: {'; '.join(named)}."] if named else []


def of_one_maker(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of the producer who has figures of the most areas, and those of the others: makers are not ranked.

    Of one area alone the estimates of all producers stand beside each other.
    """
    having: dict[str, set[str]] = {}
    for line in lines:
        if line.is_shown:
            having.setdefault(line.series.producer.producer, set()).add(line.series.area.area)
    if len(having) < 2 or len(set().union(*having.values())) < 2:
        return list(lines), []
    chosen = max(producer_order(having), key=lambda maker: len(having[maker]))
    ours = [line for line in lines if line.series.producer.producer == chosen]
    return ours, [line for line in lines if line.series.producer.producer != chosen and line.is_shown]


def _of_makers(
    lacking: Mapping[tuple[int, str], tuple[str, ...]], lines: Sequence[Line]
) -> dict[tuple[int, str], tuple[str, ...]]:
    """Which sums lack a part, of the producers of some lines."""
    makers = {line.series.producer.producer for line in lines}
    return {place: names for place, names in lacking.items() if place[1] in makers}


def _others_apart(whole: Scene, lines: Sequence[Line], others: Sequence[Line]) -> list[str]:
    """That the figures of other producers are not ranked with those that are shown; nothing where there are none."""
    if not others:
        return []
    ours = next(whole.producer_names[line.series.producer.producer] for line in lines if line.is_shown)
    named = joined([f"{line.series.area.name} ({line.series.producer.label})" for line in others])
    return [f"Ranked are the figures of {ours} alone; known too, by other producers: {named}."]


def _last_full_year(figures: Mapping[int, int]) -> int:
    """The last year in which at least half as many areas have figures as in the fullest; the newest may have few."""
    full = max(figures.values(), default=0) / 2
    return max((year for year, count in figures.items() if count >= full), default=0)


def series_of(edition: Edition, view: View, observations: list[Observation]) -> list[Series]:
    """Series in the order in which the areas were chosen, producers in their usual order."""
    series = [with_makers(edition, one) for one in to_series(observations, edition.areas, edition.producers)]
    producers = producer_order({item.producer.producer for item in series})
    place = {area: position for position, area in enumerate(view.areas)}
    return sorted(series, key=lambda item: (place[item.area.area], producers.index(item.producer.producer)))


def lines_of(edition: Edition, view: View, series: list[Series], wholes: Wholes | None = None) -> list[Line]:
    if view.form == "stack" and series:  # producers are never added up
        first = producer_order({item.producer.producer for item in series})[0]
        series = [item for item in series if item.producer.producer == first]
    colour, style = edition.keep(colours), edition.keep(styles)
    points = points_of(series, view, edition.indicators[view.indicator], wholes)
    return [
        Line(
            one,
            its_points,
            colour[one.area.area],
            *style[one.producer.producer],
            edition.breaks.get((view.indicator, one.area.area, one.producer.producer), ()),
        )
        for one, its_points in zip(series, points, strict=True)
        if its_points
    ]


def area_names(edition: Edition) -> dict[str, str]:
    """The name of every area, and of those that are only outlined on maps."""
    return edition.outline_names | {key: area.name for key, area in edition.areas.items()}


def wider_areas(edition: Edition) -> dict[str, frozenset[str]]:
    """Of every area, all areas that it is a part of."""
    return {key: frozenset(wholes_of(area, edition.areas)) for key, area in edition.areas.items()}


def colours(edition: Edition) -> dict[str, str]:
    """The colour of every area."""
    return look.area_colours(edition.areas, edition.coverage)


def styles(edition: Edition) -> dict[str, tuple[str, str]]:
    """The dash and marker of every producer."""
    return look.producer_styles(edition.producers)


def areas_of_several_makers(edition: Edition) -> dict[str, frozenset[str]]:
    """By indicator: the areas of which several producers have figures."""
    return {
        indicator: frozenset(area for area, makers in Counter(row.area for row in rows).items() if makers > 1)
        for indicator, rows in edition.keep(coverage_by_indicator).items()
    }


def coverage_by_indicator(edition: Edition) -> dict[str, list[Coverage]]:
    """What there is of each indicator."""
    found: dict[str, list[Coverage]] = {}
    for row in edition.coverage:
        found.setdefault(row.indicator, []).append(row)
    return found
