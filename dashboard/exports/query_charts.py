"""The charts that a query asks for: those of a briefing, which share one list of sources, or the one of a view."""

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
    """The charts of the briefing that is the `page` of a query, else the one of its view.

    Empty where there is no such briefing. Raises TooLongError where a title of the reader's own is.
    """
    page = parse_qs(query).get("page", [""])[-1]
    if page:
        return charts_of_page(edition, page, urls)
    return [ExportedChart(edition, read_view(query, edition.keep(scenes.choices))[0], urls, own_words(query))]


def charts_of_page(edition: Edition, page: str, urls: Urls = INSIDE) -> list[ExportedChart]:
    """The charts of `afghanistan-2018` or `briefing/<area>/<year>`; empty where there is no such briefing."""
    asked = place_and_year(page)
    try:
        return brief_of(edition, **asked, urls=urls).charts_of_page if asked else []
    except PageNotFoundError:
        return []
