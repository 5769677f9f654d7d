"""`/place` and `/place/<area>`: the list of places, and which page an address of a place means."""

from collections import Counter
from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.pages.page import Page
from dashboard.pages.place_area import area_page
from dashboard.pages.place_group import group_page
from dashboard.server.urls import urls
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.overview import places
from etl.editions.reading import Edition
from etl.figures.areas import country_of, is_country, is_within_country, parts_by_whole
from etl.figures.quoting import counted


def index(edition: Edition, query: str) -> Page:
    """The list of all places that have a page."""
    counts: Counter[str] = Counter()
    for row in edition.coverage:
        counts[row.area] += row.figures
    known = edition.keep(places)
    areas = [edition.areas[key] for key in known if key in edition.areas]
    wide = [area for area in areas if not country_of(area, edition.areas)]
    countries = [area for area in areas if is_country(area)]
    groups = {key: name for key, name in known.items() if key not in edition.areas}
    inner = parts_by_whole(area for area in areas if is_within_country(area, edition.areas))
    body = html.Article(
        [
            html.H1(f"Places: {counted(len(countries), 'country', 'countries')}, their parts, regions and groups"),
            html.P("Each place has a page with all that is known of it. The number beside a name counts its figures."),
            *_list_of_places("The world", ((area.area, area.name, counts[area.area]) for area in wide)),
            *_list_of_places(
                "Countries and territories",
                ((area.area, area.name, counts[area.area]) for area in sorted(countries, key=lambda area: area.name)),
            ),
            *_list_of_places("Regions and groups of countries", ((key, name, None) for key, name in groups.items())),
            *(
                piece
                for whole, parts in inner.items()
                for piece in _list_of_places(
                    f"{edition.name_of_parts(parts[0].area)} of {edition.areas[whole].name}",
                    ((area.area, area.name, counts[area.area]) for area in parts),
                )
            ),
        ],
        className="place-page",
    )
    return Page("Places", "Every country, region and province of which a figure is known.", body)


def _list_of_places(title: str, entries: Iterable[tuple[str, str, int | None]]) -> list[Component]:
    items = [
        html.Li(
            [
                html.A(name, href=urls().place(key)),
                html.Span(f" {count:,}", className="count") if count is not None else None,
            ]
        )
        for key, name, count in entries
    ]
    return [html.H2(title), html.Ul(items, className="place-list")] if items else []


def page(edition: Edition, query: str, area: str) -> Page:
    """The page of a place, by the key of an area or of a group."""
    if area not in edition.keep(places):
        raise PageNotFoundError("No source here has a figure for a place of that name.")
    return area_page(edition, edition.areas[area]) if area in edition.areas else group_page(edition, area)
