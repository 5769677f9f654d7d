"""From a view to what it shows: one query for its observations, and what belongs to them."""

from dashboard import look
from dashboard.charts.scene import Callout, Scene
from dashboard.points import Line, points_of, unit_words
from dashboard.queries import Edition
from dashboard.series import Series, to_series
from dashboard.view import Choices, View

DEFAULT_VIEW = View(indicator="opium-poppy-cultivation", areas=("AFG",))


def choices(edition: Edition) -> Choices:
    """What the edition offers to choose from. The default view falls back to what there is."""
    covered = edition.coverage
    indicators = {row.indicator for row in covered}
    default = DEFAULT_VIEW
    if not any((row.indicator, row.area) == (default.indicator, default.areas[0]) for row in covered) and covered:
        default = View(indicator=covered[0].indicator, areas=(covered[0].area,))
    groups: dict[str, list[str]] = {}
    for membership in edition.memberships:
        if not membership.end:
            groups.setdefault(membership.group, []).append(membership.area)
    return Choices(
        indicators=tuple(key for key in edition.indicators if key in indicators),
        areas=frozenset(row.area for row in covered),
        producers=frozenset(row.producer for row in covered),
        groups={group: tuple(members) for group, members in groups.items()},
        default=default,
    )


def scene(edition: Edition, view: View) -> Scene:
    """Everything that the view shows."""
    observations = edition.observations(view.indicator, view.areas, view.producers, view.first, view.last, view.asof)
    by_key = {item.key: item for item in observations}
    callouts = [
        Callout(annotation, by_key[annotation.key], edition.sources[annotation.source])
        for annotation in edition.annotations
        if "annotations" in view.layers and annotation.key in by_key
    ]
    indicator = edition.indicators[view.indicator]
    series = _ordered(to_series(observations, edition.areas, edition.producers), view)
    return Scene(
        indicator=indicator,
        unit=unit_words(view, indicator),
        lines=_lines(edition, view, series),
        sources=edition.sources,
        callouts=callouts if view.measure == "value" else [],
    )


def _lines(edition: Edition, view: View, series: list[Series]) -> list[Line]:
    colour, style = edition.keep(colours), edition.keep(styles)
    points = points_of(series, view, edition.indicators[view.indicator])
    return [
        Line(one, its_points, colour[one.area.area], *style[one.producer.producer])
        for one, its_points in zip(series, points, strict=True)
    ]


def _ordered(series: list[Series], view: View) -> list[Series]:
    """Series in the order in which the areas were chosen, producers in their usual order."""
    producers = look.producer_order({item.producer.producer for item in series})
    return sorted(series, key=lambda item: (view.areas.index(item.area.area), producers.index(item.producer.producer)))


def colours(edition: Edition) -> dict[str, str]:
    """The colour of every area."""
    return look.area_colours(edition.areas, edition.coverage)


def styles(edition: Edition) -> dict[str, tuple[str, str]]:
    """The dash and marker of every producer."""
    return look.producer_styles(edition.producers)
