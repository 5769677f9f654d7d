"""What a page is, and the two pages that every address can turn into."""

from dataclasses import dataclass, field
from typing import Literal

from dash import html
from dash.development.base_component import Component

from dashboard.pages.metadata import Metadata
from dashboard.server.urls import urls


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
    # Without head, navigation and foot: the page stands in a frame of another site.
    bare: bool = False
    theme: Literal["", "light", "dark"] = ""  # the colours that a bare page is asked for; empty: those of the reader


@dataclass(frozen=True)
class About:
    """What the foot of every page says about the figures."""

    data_as_of: str = ""
    edition: str = ""


def not_found(sentence: str) -> Page:
    """The page for an address that does not exist."""
    body = html.Div(
        [
            html.H1("This page does not exist"),
            html.P(sentence, className="lead"),
            html.P(
                [
                    "An indicator, area, year or source may have been renamed. Start from ",
                    html.A("the chart", href=urls().explore()),
                    ", look through ",
                    html.A("all sources", href=urls().sources()),
                    ", or see ",
                    html.A("what is covered", href=urls().coverage()),
                    ".",
                ]
            ),
        ],
        className="prose",
    )
    return Page("Page not found", sentence, body, status=404)


def failed() -> Page:
    """The page for an error of ours: it says that, and nothing of what happened inside."""
    sentence = "This page could not be made because of an error on our side. It has been recorded."
    body = html.Div(
        [
            html.H1("Something went wrong"),
            html.P(sentence, className="lead"),
            html.P(["Please try again, or go back to ", html.A("the chart", href=urls().explore()), "."]),
        ],
        className="prose",
    )
    return Page("Something went wrong", sentence, body, status=500)


def no_edition() -> Page:
    """The page while there is no database to read."""
    sentence = "No edition of the figures is published at the moment."
    body = html.Div(
        [
            html.H1("No figures to show"),
            html.P(sentence, className="lead"),
            html.P(
                [
                    "The database is missing or damaged. Whoever looks after this dashboard can publish it again with ",
                    html.Code("python -m etl refresh"),
                    "; the pages come back by themselves.",
                ]
            ),
        ],
        className="prose",
    )
    return Page("No figures to show", sentence, body, status=503)
