"""A briefing: which figures of an area and a year it is about, and the views of its charts."""

import re
from dataclasses import dataclass

from dashboard.server.urls import AFGHANISTAN_2018, BRIEFING, parts_of
from dashboard.views.lookups import coverage_by_indicator, topic_rank
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.view import View
from dashboard.words.did_you_mean import nearest_key, quoted
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.producers import producer_order

ARTICLE_AREA = "AFG"
ARTICLE_YEAR = 2018
MOST_HEADLINES = 2
MOST_FIGURES = 4  # on a sheet of paper, which has no room for the charts of all
ABOUT_AS_LONG = 5  # series are about as long as each other in the same fifth of the longest one


@dataclass(frozen=True)
class Briefing:
    """The figures that a briefing is about: one for each headline indicator, by one producer, with its series.

    `more` are those that come next, without a chart of their own.
    """

    area: str
    year: int
    figures: list[Observation]
    series: dict[str, list[Observation]]
    more: list[Observation]

    def before(self, item: Observation) -> Observation | None:
        """The figure of the year before."""
        return next((other for other in self.series[item.key.indicator] if other.key.year == self.year - 1), None)


def briefing_of(edition: Edition, area: str, year: str) -> Briefing:
    """The headline figures of an area in a year: those that are annotated first, then those of the first topic that is
    known, of it areas and amounts before what does not add up, and the longest series first.
    """
    found = edition.same_place_and_year(area, int(year)) if year.isdecimal() and len(year) == 4 else []
    found = [item for item in found if item.value is not None or item.has_range]
    if not found:
        raise PageNotFoundError("No source in this edition prints a figure for that area and year.")
    topics = {item.key: topic_rank(edition, edition.indicators[item.key.indicator]) for item in found}
    # Who knows what grew there comes before who knows what was seized.
    leading = min(topic.rank for topic in edition.topics.values())
    of_growing = {key.producer for key, topic in topics.items() if topic == leading}
    producer = producer_order(of_growing or {key.producer for key in topics})[0]
    annotated = {annotation.key for annotation in edition.annotations}
    own = [item for item in found if item.key.producer == producer]
    # The longest series are what is known of an area; a single number of something else is not its headline. Of those
    # about as long, the one that is known of most areas leads.
    coverage = edition.keep(coverage_by_indicator)

    def years_of(item: Observation) -> int:
        rows = coverage[item.key.indicator]
        return sum(row.observations for row in rows if (row.area, row.producer) == (area, producer))

    longest = max(map(years_of, own))

    def rank(item: Observation) -> tuple[bool, int, bool, int, int]:
        indicator = edition.indicators[item.key.indicator]
        share = round(ABOUT_AS_LONG * years_of(item) / longest)
        return (
            item.key not in annotated,
            topics[item.key],
            not indicator.is_additive,
            -share,
            -len(coverage[item.key.indicator]),
        )

    own.sort(key=rank)
    figures = own[:MOST_FIGURES]
    series = {item.key.indicator: edition.observations(item.key.indicator, [area], [producer]) for item in figures}
    return Briefing(area, int(year), figures[:MOST_HEADLINES], series, figures[MOST_HEADLINES:])


def headline_figures(edition: Edition, area: str, year: str) -> list[Observation]:
    """The figures of a briefing. Raises PageNotFoundError where there is no such briefing."""
    return briefing_of(edition, area, year).figures


def views_of_briefing(edition: Edition, area: str, year: str) -> list[View]:
    """The views of the charts of a briefing, in the order in which they are taken away.

    Raises PageNotFoundError where there is no such briefing.
    """
    return views_of(edition, briefing_of(edition, area, year))


def views_of(edition: Edition, briefing: Briefing) -> list[View]:
    """The views of the charts of a briefing, in the order in which they are taken away."""
    trends = [trend_view(briefing, item) for item in briefing.figures]
    return [*trends, *reversed(part_views(edition, briefing))]


def trend_view(briefing: Briefing, item: Observation) -> View:
    return View(item.key.indicator, (briefing.area,), producers=(item.key.producer,))


def part_views(edition: Edition, briefing: Briefing) -> list[View]:
    """The ranking of the areas within this one in the year, then the map where it can be drawn."""
    item = briefing.figures[0]
    parts = tuple(part.key.area for part in edition.parts_of(item))
    if not parts:
        return []
    group = f"parts-of-{briefing.area}"
    producers = (item.key.producer,)
    ranking = View(item.key.indicator, parts, producers=producers, form="bar", year=briefing.year, group=group)
    return [ranking, *([ranking.with_(form="map")] if briefing.area in edition.countries_with_outlines else [])]


def place_and_year(page: str) -> dict[str, str] | None:
    """The area and the year of the page `afghanistan-2018` or `briefing/<area>/<year>`; None for any other."""
    if parts_of(AFGHANISTAN_2018, page) is not None:
        return {"area": ARTICLE_AREA, "year": str(ARTICLE_YEAR)}
    return parts_of(BRIEFING, page)


def views_of_page(edition: Edition, page: str) -> list[View]:
    """The views of the page `afghanistan-2018` or `briefing/<area>/<year>`; empty where there is no such briefing."""
    asked = place_and_year(page)
    if asked is None:
        return []
    try:
        return views_of_briefing(edition, **asked)
    except PageNotFoundError:
        return []


def advice_on_page(edition: Edition, page: str) -> str:
    """What is wrong with the name of a page that is no briefing, and what to write instead."""
    parts = [part for part in re.split(r"[/-]", page) if part not in {"", "briefing"}]
    place, year = next(iter(parts), ""), next((part for part in parts if re.fullmatch(r"[0-9]{4}", part)), "")
    covered = {row.area: edition.areas[row.area].name for row in edition.coverage}
    start = f"There is no briefing {quoted(page)} in this edition"
    if place in covered:
        return f"{start}: no source prints a figure for {covered[place]} in {year or 'that year'}; choose another year."
    key, name = nearest_key(place, covered.items()) if place else ("", "")
    if key:
        return f"{start}; did you mean briefing/{key}/{year or '2018'} ({name})?"
    return f"{start}; write afghanistan-2018, or briefing/AREA/YEAR with the key of an area, such as briefing/COL/2018."
