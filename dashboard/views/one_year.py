"""The scene of one year, for a ranking: which year, whose figures, and what is left out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from dashboard.views.lines import unit_of
from dashboard.views.observed import is_figure
from dashboard.views.points import Line, summed_areas
from dashboard.views.scene import Scene
from dashboard.views.view import MEASURES_OF_TWO_YEARS, View
from dashboard.words.breaks import why_apart
from dashboard.words.sentences import in_brackets, joined
from etl.figures.areas import Area, existed_in
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.producers import producer_order
from etl.figures.series import Series


class OneYear(NamedTuple):
    """The year of a ranking or a map, the years that could be shown instead, and the figures that need a point for it.

    These are the figures of the year; of a series without one its last figure, so that it can be named.
    """

    year: int
    years_known: tuple[int, ...]
    wanted: Set[Key] = frozenset()


def year_of(view: View, whole: Scene) -> OneYear:
    """The same for a ranking of what was computed in all years, which alone shows in which of them it can be."""
    figures = {(point.year, line.series.area.area) for line in whole.lines for point in line.points if point.is_shown}
    having = Counter(year for year, _ in figures)
    return OneYear(_asked_year(view, having), tuple(sorted(having)))


def _asked_year(view: View, having: Mapping[int, int]) -> int:
    asked = view.year if view.year is not None else view.top
    return asked if asked is not None else last_full_year(having)


def choose_year(view: View, observations: Sequence[Observation], wholes: Set[str] = frozenset()) -> OneYear:
    """The year asked for, else the last one of which there are figures enough.

    `wholes` are areas that the view leaves out, since their parts are shown.
    """
    series: dict[tuple[str, str], list[Observation]] = {}
    for item in observations:
        if is_figure(item) and item.key.area not in wholes:
            series.setdefault((item.key.area, item.key.producer), []).append(item)
    having = _years_having(view, series)
    year = _asked_year(view, having)
    wanted = {item.key for item in observations if item.key.year == year}
    wanted |= {items[-1].key for items in series.values()}
    return OneYear(year, tuple(sorted(having)), wanted)


def _years_having(view: View, series: Mapping[tuple[str, str], Sequence[Observation]]) -> Counter[int]:
    """Of how many areas there is a figure in each year, or one in both years of a change."""
    found: set[tuple[int, str]] = set()
    for (area, _), items in series.items():
        years = {item.key.year for item in items}
        if view.measure in MEASURES_OF_TWO_YEARS:
            since = view.changes_since
            years = {year for year in years if (since or year - 1) in years and year != since}
        found |= {(year, area) for year in years}
    return Counter(year for year, _ in found)


def one_year(whole: Scene, view: View, chosen: OneYear, maker: str = "") -> Scene:
    """The scene of one year; `maker` is the producer whose largest the areas are, where they are chosen so."""
    year = chosen.year
    lines = [replace(line, points=tuple(point for point in line.points if point.year == year)) for line in whole.lines]
    lines, others = of_one_maker(lines, maker) if view.form == "bar" else (lines, [])
    several = len({line.series.producer.producer for line in lines}) > 1
    without = [line.series for line in lines if not line.is_shown and existed_in(line.series.area, year)]
    of_year = {one.label: [item for item in one.observations if item.key.year == year] for one in without}
    known = [one for one in without if any(map(is_figure, of_year[one.label]))]
    aside = [one for one in without if one not in known and of_year[one.label]]

    def named(series: Iterable[Series]) -> list[str]:
        return [f"{one.area.name} {in_brackets(one.producer.label)}" if several else one.area.name for one in series]

    is_of_sums = bool(summed_areas(lines))
    return replace(
        whole,
        lines=[line for line in lines if line.is_shown],
        unit=unit_of(view, whole.indicator, lines, whole.area_names) if is_of_sums else whole.unit,
        year=year,
        years_known=chosen.years_known,
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
    """For which series a change is not computed, since a break lies between its two years."""
    if view.measure not in MEASURES_OF_TWO_YEARS or view.form == "map":  # which tells it of all areas
        return []
    before = view.changes_since or year - 1
    reasons = ((line, _why_not_compared(line, before, year)) for line in whole.lines)
    named = [f"{line.series.label} ({why})" for line, why in reasons if why]
    return [f"Not comparable with {before}: {'; '.join(named)}."] if named else []


def _why_not_compared(line: Line, before: int, year: int) -> str:
    """Why two years of a series are not compared, in a few words; empty where they are."""
    ends = [item for item in line.series.known if item.key.year in {before, year}]
    return why_apart(line.breaks, *ends) if len(ends) == 2 else ""


def of_one_maker(lines: Sequence[Line], first: str = "") -> tuple[list[Line], list[Line]]:
    """The lines of the producer who has figures of the most areas, and those of the others: makers are not ranked.

    Of two who have as many it is the `first`, if that is one of them, else the one who is listed first.

    Of one area alone the estimates of all producers stand beside each other.
    """
    having: dict[str, set[str]] = {}
    for line in lines:
        if line.is_shown:
            having.setdefault(line.series.producer.producer, set()).add(line.series.area.area)
    if len(having) < 2 or len(set().union(*having.values())) < 2:
        return list(lines), []
    chosen = max(producer_order(having), key=lambda maker: (len(having[maker]), maker == first))
    ours = [line for line in lines if line.series.producer.producer == chosen]
    return ours, [line for line in lines if line.series.producer.producer != chosen and line.is_shown]


def _of_makers(
    lacking: Mapping[tuple[int, str], tuple[Area, ...]], lines: Sequence[Line]
) -> dict[tuple[int, str], tuple[Area, ...]]:
    """Which sums lack a part, of the producers of some lines."""
    makers = {line.series.producer.producer for line in lines}
    return {place: areas for place, areas in lacking.items() if place[1] in makers}


def _others_apart(whole: Scene, lines: Sequence[Line], others: Sequence[Line]) -> list[str]:
    """That the figures of other producers do not stand among those that are shown; nothing where there are none."""
    if not others:
        return []
    ours = next(whole.producers_said[line.series.producer.producer] for line in lines if line.is_shown)
    named = joined([f"{line.series.area.name} {in_brackets(line.series.producer.label)}" for line in others])
    return [f"Only figures by {ours} are shown; other producers have figures too: {named}."]


def last_full_year(figures: Mapping[int, int]) -> int:
    """The last year in which at least half as many areas have figures as in the fullest; the newest may have few."""
    full = max(figures.values(), default=0) / 2
    return max((year for year, count in figures.items() if count >= full), default=0)
