"""The page of one area: a country, a province, or the world."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.figures import Child, crumbs, lead_in, quoted_figures
from dashboard.pages.parts.place import MOST_CARDS, sources_on, topic_name
from dashboard.pages.place_around import disagreements_on, events_around, neighbours_of, parts_of_area, said_in_words
from dashboard.pages.place_topics import contents, how_well, topic_section
from dashboard.server.urls import INSIDE, urls
from dashboard.views.overview import by_topic, headlines, places
from etl.editions.reading import Edition
from etl.editions.reading.observations import Known
from etl.figures.areas import Area, wholes_of
from etl.figures.quoting import counted


def area_page(edition: Edition, area: Area) -> Page:
    """All that is known of an area, by topic, and what surrounds it."""
    known = edition.known_in(area.area)
    topics = by_topic(edition, (item.indicator for item in known))
    cards = {item.indicator for indicators in topics.values() for item in indicators[:MOST_CARDS]}
    found = headlines(edition, known, cards)
    sources = edition.sources_on(area.area)
    parts = [part for part in edition.areas_with_figures.values() if part.parent == area.area]
    body = html.Article(
        [
            crumbs(("Places", urls().places()), *_wholes(edition, area)),
            html.H1(area.name),
            html.P(_lead(known, len(found), len(sources)), className="lead"),
            *_about(edition, area),
            contents([(topic, topic_name(edition, topic)) for topic in topics]),
            *(topic_section(edition, area, topic, indicators, found) for topic, indicators in topics.items()),
            *([how_well(edition, area, known)] if known else []),
            *said_in_words(edition, area),
            *disagreements_on(edition, area),
            *events_around(edition, area),
            *sources_on(edition, area.area, sources),
            *parts_of_area(edition, area, parts),
            *neighbours_of(edition, area, found),
        ],
        className="place-page",
    )
    return Page(
        area.name,
        f"{area.name}: every figure on drugs that is known of it, by topic, with sources and disagreements.",
        body,
        metadata=_metadata(edition, area, known),
    )


def _metadata(edition: Edition, area: Area, known: Sequence[Known]) -> Metadata:
    """A link to the page shows the figures of the newest year."""
    canonical = INSIDE.place(area.area)
    if not known:
        return Metadata(canonical=canonical)
    newest = max(item.year for item in known)
    picture = urls().whole.briefing_picture(area.area, newest, edition.name)
    return Metadata(canonical=canonical, picture=picture, picture_words=f"{area.name}, figures of {newest}")


def _wholes(edition: Edition, area: Area) -> list[tuple[str, str]]:
    return [(edition.areas[key].name, urls().place(key)) for key in reversed(wholes_of(area, edition.areas))]


def _lead(known: Sequence[Known], indicators: int, sources: int) -> str:
    if not known:
        return "No source here has a figure for the whole of it; its parts have some."
    years = [item.year for item in known]
    figures, measured = counted(len(known), "figure"), counted(indicators, "indicator")
    return f"{figures} on {measured}, {min(years)} to {max(years)}, from {counted(sources, 'source')}."


def _about(edition: Edition, area: Area) -> list[Component]:
    """What it is, of what years, and which groups it is in."""
    told: list[Component] = []
    if area.to_year is not None:
        since = f"from {area.from_year} " if area.from_year else ""
        told.append(html.P(f"A former {area.level}, which existed {since}to {area.to_year}.", className="note"))
    before = [other for other in edition.areas.values() if area.area in other.became.split()]
    for lead, others in (("It became: ", [edition.areas[key] for key in area.became.split()]), ("Before: ", before)):
        if others:
            after: list[Child | None] = [html.A(other.name, href=urls().place(other.area)) for other in others]
            told.append(html.P([lead, *lead_in(after)], className="note"))
    if area.note:
        told.append(html.P(quoted_figures(area.note, urls().place(area.area)), className="note"))
    known = edition.keep(places)
    groups = {item.group: item.name for item in edition.memberships if item.area == area.area and item.group in known}
    if groups:
        links: list[Child | None] = [html.A(name, href=urls().place(key)) for key, name in groups.items()]
        told.append(html.P(["In: ", *lead_in(links)], className="note"))
    return told
