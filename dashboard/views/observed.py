"""The observations that a view asks for: its series, the members of its group, and the year that is 100 in an index."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from dashboard.views.view import ONE_YEAR_FORMS, View
from etl.editions.reading import Edition
from etl.figures.observations import Observation

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
    found = edition.keep(recent_series)(view.indicator, view.areas, view.producers, view.asof)
    if view.form in ONE_YEAR_FORMS:
        return list(found)
    # The change on the year before needs the year before the first that is shown.
    first = -math.inf if view.first is None else view.first - 1
    last = math.inf if view.last is None else view.last
    return [item for item in found if first <= item.key.year <= last]


def of_years_shown(view: View, observations: Sequence[Observation]) -> list[Observation]:
    """Those of the years that a view asks for: a chart over years also reads the year before its first."""
    if view.first is None or view.form in ONE_YEAR_FORMS:
        return list(observations)
    return [item for item in observations if item.key.year >= view.first]


def recent_series(edition: Edition) -> Callable[..., tuple[Observation, ...]]:
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


def is_figure(item: Observation) -> bool:
    """Whether an observation has a value or a range; else every source is set aside."""
    return item.value is not None or item.has_range
