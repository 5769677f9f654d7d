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
from dashboard.views.findings import findings
from dashboard.views.scene import Scene
from dashboard.views.titles import title_alone
from dashboard.views.view import read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.records import Source
from etl.figures.vocabulary import Authority

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
            html.P(f"{scene.indicator.name}, {scene.unit}", className="note"),
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
                    *_sources_line(cited_sources(scene)),
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


def cited_sources(scene: Scene) -> list[Source]:
    """The sources that the figures of a scene cite: the producers' own first, then those of the most figures."""
    counts: dict[str, int] = {}
    for point in scene.all_points:
        if point.observation.source:
            counts[point.observation.source] = counts.get(point.observation.source, 0) + 1
    ordered = sorted(counts, key=lambda key: (scene.sources[key].authority == Authority.SECONDARY, -counts[key], key))
    return [scene.sources[key] for key in ordered]


def _sources_line(sources: list[Source]) -> list[Child]:
    """The first sources as links, and how many more there are; nothing where none is cited."""
    if not sources:
        return []
    pieces: list[Child] = ["Sources: "] if len(sources) > 1 else ["Source: "]
    for position, source in enumerate(sources[:SOURCES_SHOWN]):
        pieces += ["; " if position else "", html.A(source.title, href=urls().source(source.source))]
    more = len(sources) - SOURCES_SHOWN
    return [*pieces, f" and {more} more. " if more > 0 else ". "]
