"""The views that the buttons of a briefing page and `--page` take away together."""

import re

from dashboard.exports.menu import AFGHANISTAN_2018
from dashboard.near import nearest_key, quoted
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
