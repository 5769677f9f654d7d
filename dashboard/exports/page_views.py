"""The views that the buttons of a briefing page and `--page` take away together."""

from dashboard.exports.menu import AFGHANISTAN_2018
from dashboard.page import PageNotFoundError
from dashboard.pages import briefing
from dashboard.queries import Edition
from dashboard.view import View


def views_of_page(edition: Edition, page: str) -> list[View]:
    """The views of `afghanistan-2018` or `briefing/<area>/<year>`; empty where there is no such briefing."""
    parts = page.strip("/").split("/")
    if parts == [AFGHANISTAN_2018]:
        parts = ["briefing", briefing.ARTICLE_AREA, str(briefing.ARTICLE_YEAR)]
    if len(parts) != 3 or parts[0] != "briefing":
        return []
    try:
        return briefing.views(edition, parts[1], parts[2])
    except PageNotFoundError:
        return []
