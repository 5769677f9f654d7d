"""`/`: the chart and the table of one view, the controls that change it, and the panel of any number in it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.figure import plotly_figure
from dashboard.pages.chart_words import chart_words
from dashboard.pages.controls import controls, one_year, timeline
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.panel import panel_parts
from dashboard.pages.parts.chart_key import key_list
from dashboard.pages.parts.downloads import downloads
from dashboard.pages.parts.figures import sentence
from dashboard.pages.parts.framed_chart import framed
from dashboard.pages.parts.numbered_sources import numbered_sources
from dashboard.pages.parts.share import share
from dashboard.pages.parts.table import table
from dashboard.pages.parts.view_table import MARKED, view_table
from dashboard.server.dash_internals import Plain, Store
from dashboard.server.urls import urls
from dashboard.views import scenes
from dashboard.views.citing import sources_of
from dashboard.views.findings import about, findings
from dashboard.views.forgiving import forgiven
from dashboard.views.observed import with_base
from dashboard.views.scene import Scene
from dashboard.views.strict import advice
from dashboard.views.titles import title, title_alone
from dashboard.views.view import View, fitted, read_asked
from dashboard.words.sentences import Sentence, joined, sentence_text, within_a_sentence
from etl.editions.reading import Edition

_FULL_SCREEN: dict[str, Any] = {"data-full-screen": ""}  # assets/full_screen.js


def page(edition: Edition, query: str) -> Page:
    """The page of the view that the address names."""
    offered = edition.keep(scenes.choices)
    query, spelled = forgiven(query, edition)
    asked, remarks = read_asked(query, offered)
    view, unfit = fitted(asked, offered.is_additive(asked.indicator))
    view = with_base(edition, view)
    scene = scenes.scene(edition, view)
    figure = plotly_figure(view, scene)
    remarks = [*spelled, *unfit, *_explained(edition, query, view, remarks)]
    body = html.Div(
        [
            Plain(heading(edition, view, scene), tag="div", id="view-heading"),
            html.Div(html.P(" ".join(remarks)), className="remarks", role="status") if remarks else None,
            controls(edition, view, scene),
            one_year(edition, view, scene),
            framed(figure, described_by="view-heading view-words"),
            key_list(view, scene, figure, can_be_chosen=True, id="view-key"),
            timeline(edition, view, scene),
            html.Div(
                [
                    Plain(downloads(view.query()), tag="div", id="view-downloads"),
                    Plain(share(edition, view, scene), tag="div", id="view-share"),
                    html.Button("Full screen", type="button", className="button", **_FULL_SCREEN),
                ],
                className="take-away-row",
            ),
            Plain(chart_words(edition, view, scene), tag="div", id="view-words", className="note"),
            table("view", *table_of(scene)),
            Plain(sources_shown(scene), tag="div", id="view-sources"),
            Store(id="view-query", data=None),
            Store(id="view-wanted", data=list(asked.areas)),
        ],
        className="explore",
    )
    description = " ".join(sentence_text(found) for found in findings(scene)[:3])
    alone = sentence_text(title_alone(scene, scenes.wholes(edition, scene)))
    picture = Metadata(picture=urls().whole.view_picture(view.query(), edition.name), picture_words=alone)
    return Page(alone, description, html.Div([body, *panel_parts()], className="stage"), charts=True, metadata=picture)


def _explained(edition: Edition, query: str, view: View, remarks: list[str]) -> list[str]:
    """What of the address was not understood, what was probably meant, and what is shown instead."""
    faults = advice(query, edition)
    if not faults:
        return remarks
    names = joined([edition.areas[area].name for area in view.areas[:3]])
    more = f" and {len(view.areas) - 3} more" if len(view.areas) > 3 else ""
    return [*faults, f"The chart shows {within_a_sentence(edition.indicators[view.indicator].name)}, {names}{more}."]


def heading(edition: Edition, view: View, scene: Scene, remark: str = "") -> list[Component]:
    """The title as a statement, what exactly is shown, and what a choice had to leave out."""
    said = [html.Div(html.P(remark), className="remarks", role="status")] if remark else []
    return [
        html.H1(sentence(_title(edition, scene))),
        html.P(f"{about(view, scene)}. Data as of {edition.data_as_of}.", className="lead"),
        *said,
    ]


def _title(edition: Edition, scene: Scene) -> Sentence:
    return title(scene, scenes.wholes(edition, scene))


def sources_shown(scene: Scene) -> Component | None:
    """Every source of what is shown, under the numbers that the table and all that is taken away have for them."""
    found = sources_of(scene)
    return numbered_sources(found, html.H2) if found else None


def table_of(scene: Scene) -> tuple[Any, Any, str, str]:
    columns, rows = view_table(scene)
    return columns, rows, "; ".join(f"{part.indicator.name}, {part.unit}" for part in scene.parts), MARKED
