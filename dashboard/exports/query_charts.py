"""The charts that a query asks for: those of a briefing, which share one list of sources, one of them, or another."""

from dataclasses import replace
from urllib.parse import parse_qs

from dashboard.exports.brief import brief_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.own_words import own_words
from dashboard.server.urls import INSIDE, Urls
from dashboard.views import scenes
from dashboard.views.briefing import place_and_year
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.view import read_view
from etl.editions.reading import Edition


def charts_of(edition: Edition, query: str, urls: Urls = INSIDE) -> list[ExportedChart]:
    """The charts of the briefing that is the `page` of a query; where that names a view too, the one of them with it.

    Without a page it is the chart of the view. Empty where there is no such briefing, or no such chart in it. Raises
    TooLongError where a title of the reader's own is.
    """
    page = parse_qs(query).get("page", [""])[-1]
    if page and not names_a_view(query):
        return charts_of_page(edition, page, urls)
    alone = ExportedChart(edition, read_view(query, edition.keep(scenes.choices))[0], urls, own_words(query))
    if not page:
        return [alone]
    same = [chart for chart in charts_of_page(edition, page, urls) if chart.view.query() == alone.view.query()]
    return [replace(chart, own=alone.own) for chart in same]


def names_a_view(query: str) -> bool:
    """Whether a query asks for one view, be it of a briefing or alone."""
    return "indicator" in parse_qs(query)


def charts_of_page(edition: Edition, page: str, urls: Urls = INSIDE) -> list[ExportedChart]:
    """The charts of `afghanistan-2018` or `briefing/<area>/<year>`; empty where there is no such briefing."""
    asked = place_and_year(page)
    try:
        return brief_of(edition, asked["area"], asked["year"], urls).charts_of_page if asked else []
    except PageNotFoundError:
        return []
