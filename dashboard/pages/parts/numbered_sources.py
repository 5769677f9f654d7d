"""The sources of what is shown, with the numbers that pictures, slides and briefs print for them."""

from collections.abc import Callable, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.figures import source_line
from etl.figures.sources import Source

ANCHOR = "numbered-sources"


def numbered_sources(sources: Sequence[Source], heading: Callable[..., Component], anchor: str = ANCHOR) -> Component:
    """The whole list, as [1], [2] and so on."""
    rows = [
        html.Li([html.Span(f"[{number}] ", className="source-number"), source_line(source)])
        for number, source in enumerate(sources, 1)
    ]
    return html.Section([heading("Sources"), html.Ol(rows, className="numbered-sources")], id=anchor)
