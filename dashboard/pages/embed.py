"""`/embed?<view>`: the chart of a view alone with its sources, for a frame on another page."""

from typing import Literal
from urllib.parse import parse_qs

from dash import html

from dashboard.charts.figure import plotly_figure
from dashboard.pages.page import Page
from dashboard.pages.parts.chart_key import key_list
from dashboard.pages.parts.figures import Child, labelled, sentence
from dashboard.server.dash_internals import Chart
from dashboard.server.urls import urls
from dashboard.views import scenes
from dashboard.views.citing import sources_of
from dashboard.views.findings import findings
from dashboard.views.titles import title_alone
from dashboard.views.view import read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.sources import Source

SOURCES_SHOWN = 3


def page(edition: Edition, query: str) -> Page:
    """The page for a frame: title, chart, sources, and the way back to the whole dashboard."""
    view, _ = read_view(query, edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    drawn = plotly_figure(view, scene)
    # The frame gives the height.
    layout = {name: value for name, value in drawn["layout"].items() if name != "height"}
    words = title_alone(scene)
    address = urls().view(view.query())
    body = html.Div(
        [
            html.H1(sentence(words)),
            html.P("; ".join(f"{part.indicator.name}, {part.unit}" for part in scene.parts), className="note"),
            html.Div(
                Chart("chart", {"data": drawn["data"], "layout": layout | {"autosize": True}}),
                className="chart-frame",
                tabIndex=0,
                role="group",
                **labelled(
                    sentence_text(findings(scene)[0]) if findings(scene) else sentence_text(words),
                    **{"data-chart": "chart"},
                ),
            ),
            html.Div(
                key_list(view, scene, drawn), className="embedded-key", tabIndex=0, role="group", **labelled("Key")
            ),
            html.P(
                [
                    *_sources_line(sources_of(scene)),
                    f"Data as of {edition.data_as_of}, edition {edition.name}. ",
                    html.A("All sources, every number", href=address),
                ],
                className="note",
            ),
        ],
        className="embedded",
    )
    asked = parse_qs(query).get("theme", [""])[-1]
    theme: Literal["", "light", "dark"] = "light" if asked == "light" else "dark" if asked == "dark" else ""
    return Page(sentence_text(words), sentence_text(words), body, charts=True, bare=True, theme=theme)


def _sources_line(sources: list[Source]) -> list[Child]:
    """The first sources as links, and how many more there are; nothing where none is cited."""
    if not sources:
        return []
    pieces: list[Child] = ["Sources: "] if len(sources) > 1 else ["Source: "]
    for number, source in enumerate(sources[:SOURCES_SHOWN], 1):
        pieces += [f"{'; ' if number > 1 else ''}[{number}] ", html.A(source.title, href=urls().source(source.source))]
    more = len(sources) - SOURCES_SHOWN
    return [*pieces, f" and {more} more. " if more > 0 else ". "]
