"""What a page is, and the three that every address can turn into."""

from dataclasses import dataclass, field, replace
from typing import Literal

from dash import html
from dash.development.base_component import Component

from dashboard.pages.metadata import Metadata
from dashboard.server.messages import NO_EDITION, NOT_IN_TIME, not_made
from dashboard.server.urls import urls

NO_PAGE = "There is no page at this address."


@dataclass(frozen=True)
class Page:
    """One page: what the browser's tab says, what search engines read, and what stands in `<main>`."""

    title: str
    description: str
    body: Component
    status: int = 200
    # What machines read in its head: linked data, and the card of a shared link.
    metadata: Metadata = field(default_factory=Metadata)
    # Markup shown until the page is drawn, made by our own escaping code only; without it
    # `dashboard.pages.frame.markup` writes the body. A page with a chart puts a picture of the chart here.
    first_paint: str = ""
    # The page draws charts: the browser fetches the chart library at once, and what the server wrote stays until the
    # first chart is there. Every chart brings its height, so that nothing moves when it comes.
    charts: bool = False
    # A document without the scripts of Dash, which is `first_paint` and stays that: nothing in it is drawn anew.
    is_plain: bool = False
    # Without head, navigation and foot: the page stands in a frame of another site.
    bare: bool = False
    moved_to: str = ""  # the address that it has now; empty for all but those that only lead there
    theme: Literal["", "light", "dark"] = ""  # the colours that a bare page is asked for; empty: those of the reader


@dataclass(frozen=True)
class About:
    """What the foot of every page says about the figures."""

    data_as_of: str = ""
    edition: str = ""


def not_found(sentence: str) -> Page:
    """The page for an address that does not exist."""
    advice: list[Component | str] = [
        "An indicator, area, year or source may have been renamed. Start from ",
        html.A("the chart", href=urls().explore()),
        ", look through ",
        html.A("all sources", href=urls().sources()),
        ", or see ",
        html.A("what is covered", href=urls().coverage()),
        ".",
    ]
    return _without_content(404, "This page does not exist", sentence, advice, title="Page not found")


def moved(address: str) -> Page:
    """The page for an address that was of something that has another one now."""
    advice: list[Component | str] = ["It is at ", html.A("its new address", href=address), "."]
    sentence = "What stood here has a new address."
    return replace(_without_content(308, "This page has moved", sentence, advice), moved_to=address)


def failed() -> Page:
    """The page for an error of ours: it says that, and nothing of what happened inside."""
    advice: list[Component | str] = [
        "Please try again, or go back to ",
        html.A("the chart", href=urls().explore()),
        ".",
    ]
    return _without_content(500, "Something went wrong", not_made("page"), advice)


def not_in_time() -> Page:
    """The page of figures that could not be read in time."""
    advice: list[Component | str] = ["The database is slow to answer or does not answer at the moment."]
    return _without_content(503, "No figures to show yet", NOT_IN_TIME, advice)


def no_edition() -> Page:
    """The page while there is no database to read."""
    advice: list[Component | str] = [
        "The database is missing or damaged. The operator of this dashboard can publish it again with ",
        html.Code("python -m etl refresh"),
        "; the pages come back by themselves.",
    ]
    return _without_content(503, "No figures to show", NO_EDITION, advice)


def _without_content(
    status: int, heading: str, sentence: str, advice: list[Component | str], *, title: str = ""
) -> Page:
    body = html.Div([html.H1(heading), html.P(sentence, className="lead"), html.P(advice)], className="prose")
    return Page(title or heading, sentence, body, status=status)
