"""What the pages of areas and of groups share: the heading of a topic, and the sources on a place."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.figures import source_line
from dashboard.server.urls import urls
from dashboard.views.citing import most_used_first
from etl.editions.reading import Edition
from etl.figures.quoting import counted

MOST_CARDS = 4  # indicators of a topic that are shown at first
MOST_SOURCES = 20


def topic_name(edition: Edition, topic: str) -> str:
    """What a topic is called; figures may be of none."""
    return edition.topics[topic].name if topic in edition.topics else "Other figures"


def topic_heading(edition: Edition, topic: str) -> Component:
    """The heading of a topic, which leads to its page."""
    name = topic_name(edition, topic)
    leads = topic in edition.topics
    return html.H2(
        html.A(name, href=urls().topic(topic), className="quiet-link") if leads else name, id=f"topic-{topic}"
    )


def sources_on(edition: Edition, place: str, counts: Mapping[str, int]) -> list[Component]:
    """The publications that print figures on the place, those with the most numbers first, then the newest."""
    if not counts:
        return []
    found = most_used_first((edition.sources[key] for key in counts), counts)
    items = [
        html.Li([source_line(item), html.Span(f", {counted(counts[item.source], 'number')}", className="quiet")])
        for item in found[:MOST_SOURCES]
    ]
    more = (
        html.A(f"All {len(found)} sources that speak of it", href=urls().sources(place=place))
        if len(found) > MOST_SOURCES
        else html.A("In the list of sources", href=urls().sources(place=place))
    )
    title = f"The {MOST_SOURCES} most used of {len(found)} sources" if len(found) > MOST_SOURCES else "Sources"
    return [html.Section([html.H2(title), html.Ul(items, className="statement-list"), html.P(more)])]
