"""`/`: the chart and the table of one view, the controls that change it, and the panel of any number in it."""

from typing import Any
from urllib.parse import unquote

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, ctx, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboard.charts.caveats import caveat_notes
from dashboard.charts.events import shown_events
from dashboard.charts.figure import plotly_figure
from dashboard.charts.how_to_read import LAYER_MARKS, MARKS, RULE_OF_PRODUCERS, TODAY_MARKS
from dashboard.pages import computed
from dashboard.pages import received as sent
from dashboard.pages.controls import controls, timeline
from dashboard.pages.number import day_in, marked_source, number_wherever
from dashboard.pages.page import Page
from dashboard.pages.parts.chart_key import chart_key, key_list
from dashboard.pages.parts.downloads import downloads
from dashboard.pages.parts.figures import break_told, labelled, sentence
from dashboard.pages.parts.number_panel import number_panel
from dashboard.pages.parts.share import share
from dashboard.pages.parts.table import store_id, table, table_data
from dashboard.pages.parts.view_table import MARKED, view_table
from dashboard.pages.settings import (
    CHANGED,
    CONTROLS,
    Settings,
    changed_state,
    control_state,
    read_controls,
    settings_sent,
)
from dashboard.server.dash_internals import Chart, Store, outputs_in
from dashboard.server.urls import COMPUTED, NUMBER, parts_of, urls
from dashboard.views import lines as scene_parts
from dashboard.views import scenes
from dashboard.views.findings import about, findings
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.scene import Scene
from dashboard.views.strict import advice
from dashboard.views.titles import title, title_alone
from dashboard.views.view import MEASURE_NAMES, View, fitted, read_asked, read_view, why_no_measure
from dashboard.words.sentences import Sentence, joined, sentence_text
from etl.editions.reading import Database, Edition
from etl.figures.vocabulary import EventKind

MANY_LINES = 16


def page(edition: Edition, query: str) -> Page:
    """The page of the view that the address names."""
    offered = edition.keep(scenes.choices)
    asked, remarks = read_asked(query, offered)
    view, unfit = fitted(asked, offered.is_additive(asked.indicator))
    view = scene_parts.with_base(edition, view)
    scene = scenes.scene(edition, view)
    figure = plotly_figure(view, scene)
    remarks = [*unfit, *_explained(edition, query, view, remarks)]
    body = html.Div(
        [
            html.Div(heading(edition, view, scene), id="view-heading"),
            html.Div([html.P(remark) for remark in remarks], className="remarks", role="status") if remarks else None,
            controls(edition, view, scene),
            framed(figure, described_by="view-heading view-words"),
            key_list(view, scene, figure, id="view-key"),
            timeline(edition, view, scene),
            html.Div(
                [
                    html.Div(downloads(view.query()), id="view-downloads"),
                    html.Div(share(edition, view, scene), id="view-share"),
                ],
                className="take-away-row",
            ),
            html.Div(words_of_view(edition, view, scene), id="view-words", className="note"),
            table("view", *_table(scene)),
            Store(id="view-query", data=None),
        ],
        className="explore",
    )
    description = " ".join(sentence_text(found) for found in findings(scene)[:3])
    alone = sentence_text(title_alone(scene, scenes.wholes(edition, scene)))
    return Page(alone, description, html.Div([body, *panel_parts()]), charts=True)


def _explained(edition: Edition, query: str, view: View, remarks: list[str]) -> list[str]:
    """What of the address was not understood, what was probably meant, and what is shown instead."""
    faults = advice(query, edition)
    if not faults:
        return remarks
    names = joined([edition.areas[area].name for area in view.areas[:3]])
    more = f" and {len(view.areas) - 3} more" if len(view.areas) > 3 else ""
    return [*faults, f"Shown is {edition.indicators[view.indicator].name}, {names}{more}."]


def panel_parts() -> list[Component]:
    """What a page needs so that the numbers of its charts open their sources beside it.

    The drawer stands in the main part of the page: outside of it, its head would be another head of the page.
    """
    return [
        Store(id="selected"),
        dmc.Drawer(
            html.Div(id="panel-content"),
            id="panel",
            title="Where this number is from",
            position="right",
            size="min(32rem, 100%)",
            withOverlay=False,
            withinPortal=False,
            styles={"inner": {"left": 0}},  # of the window, and not of where it stands
            returnFocus=False,  # assets/points.js does
            lockScroll=False,
            closeOnClickOutside=False,
            closeButtonProps={"aria-label": "Close"},
        ),
    ]


def chart(view: View, scene: Scene, name: str = "chart") -> Component:
    """The chart of a view with its key below."""
    figure = plotly_figure(view, scene)
    return html.Div([framed(figure, name), key_list(view, scene, figure)])


def framed(figure: dict[str, Any], name: str = "chart", described_by: str = "") -> Component:
    """A chart, which the keyboard walks point by point; `described_by` names the elements that tell it in words."""
    return html.Div(
        Chart(name, figure),
        id=f"{name}-frame",
        className="chart-frame",
        tabIndex=0,
        role="group",
        **labelled(
            "Chart. Arrow keys walk from figure to figure, Home and End go to the first and the last, "
            "Enter opens the sources of one. "
            "The text and the table below have the same figures.",
            **{"data-chart": name, **({"aria-describedby": described_by} if described_by else {})},
        ),
    )


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


def words_of_view(edition: Edition, view: View, scene: Scene) -> list[Component]:
    """The chart in words, the events on it, and how to read its marks."""
    parts: list[Component] = [html.P(sentence(found)) for found in findings(scene)]
    if view.form == "line" and len(scene.drawn) > MANY_LINES:
        parts.append(html.P(f"{len(scene.drawn)} lines are hard to tell apart; panels, a ranking or a map show each."))
    layers = [LAYER_MARKS[layer] for layer in view.layers if layer in LAYER_MARKS] if view.form == "line" else []
    are_several = scene.has_several_producers and len(scene.by_importance) > 1
    rule = [RULE_OF_PRODUCERS] if view.form in {"line", "panels"} and are_several else []
    caveats = caveat_notes(scene, view.form)
    today = [TODAY_MARKS] if scene.today else []
    parts.append(html.P(" ".join([*rule, MARKS[view.form], *caveats, *layers, *today])))
    parts += _breaks(scene)
    return [*parts, *_events(scene)] if view.form == "line" else parts


def _breaks(scene: Scene) -> list[Component]:
    """The breaks of the series that a chart over years shows: when, what changed, and who says so.

    Those across which a series goes on are a list of their own.
    """
    if scene.year is not None:
        return []
    lists: list[Component] = []
    for parts, heading in ((True, "Breaks in the series"), (False, "Breaks across which the source goes on")):
        items = [
            html.Li(
                [f"{line.series.label}, {item.first_year_after}: ", *break_told(item, scene.sources[item.source])],
                className="series-break",
            )
            for line in scene.drawn
            for item in line.breaks_within
            if item.parts == parts
        ]
        listed = html.Ul(items, className="statement-list")
        lists += [html.Details([html.Summary(f"{heading} ({len(items)})"), listed], open=True)] if items else []
    return lists


def _events(scene: Scene) -> list[Component]:
    """The events of the chart with their numbers, a list for each kind; the first is open."""
    events = shown_events(scene)
    lists: list[Component] = []
    for kind, name in (*((kind, kind.rule) for kind in EventKind), ("", "Other events")):
        numbered = [(number, event) for number, event in enumerate(events, 1) if event.kind == kind]
        if numbered:
            items = [
                html.Li([f"{event.date} ", html.A(event.title, href=urls().source(event.source))])
                for _, event in numbered
            ]
            listed = html.Ol(items, className="events", start=str(numbered[0][0]))
            lists.append(html.Details([html.Summary(f"{name} ({len(items)})"), listed], open=not lists))
    return lists


def _remark(edition: Edition, given: Settings, view: View, changed: str) -> str:
    """What of the choice that a reader has just made is not shown, and what is shown instead; empty where all is."""
    known = [area for area in given["area"] if area in edition.areas]
    gone = [edition.areas[area].name for area in known if area not in view.areas]
    shown = edition.areas[view.areas[0]].name
    name = edition.indicators[view.indicator].name.lower()
    if changed == "indicator" and gone:
        have = "has" if len(gone) == 1 else "have"
        instead = "" if set(known) & set(view.areas) else f"; {shown} is shown instead"
        return f"{joined(gone)} {have} no figures for {name}{instead}."
    if changed in {"area", "group"} and not known and not view.group and view.top is None:
        return f"A chart needs an area: {shown} is shown, which has the most figures for {name}."
    measure = MEASURE_NAMES.get(given["measure"])
    if changed == "form" and measure and given["measure"] != view.measure:
        reason = why_no_measure(view, given["measure"], edition.indicators[view.indicator].is_additive)
        return f"{measure}: {reason}. Shown are the figures themselves."
    return ""


def _table(scene: Scene) -> tuple[Any, Any, str, str]:
    columns, rows = view_table(scene)
    return columns, rows, f"{scene.indicator.name}, {scene.unit}", MARKED


def depends_on_the_request_only(output: str) -> bool:
    """Whether a callback, by the name that Dash gives it, always answers the same to the same request of an edition."""
    return outputs_in(output)[0] in {"chart.figure", "view-heading.children"}


def register(app: Dash, database: Database) -> None:
    """The callbacks of the page: one for the view, one for the panel, the rest is the browser's."""

    @app.callback(
        output={
            "figure": Output("chart", "figure"),
            "query": Output("view-query", "data"),
            "controls": {
                name: {prop: Output(f"view-{name}", prop) for prop in properties}
                for name, properties in CHANGED.items()
            },
        },
        inputs={"given": {name: Input(f"view-{name}", prop) for name, prop in CONTROLS.items()}},
        state={"bounds": (State("view-years", "min"), State("view-years", "max"))},
        prevent_initial_call=True,
    )
    def redraw(given: dict[str, Any], bounds: tuple[object, object]) -> dict[str, Any]:
        edition = database.edition()
        changed = str(ctx.triggered_id or "").removeprefix("view-")
        view = read_controls(edition, settings_sent(given), sent.years(bounds), changed)
        scene = scenes.scene(edition, view)
        state = changed_state(control_state(edition, view, scene), given, changed)
        return {
            "figure": plotly_figure(view, scene),
            "query": {
                "query": view.query(),
                "title": sentence_text(title_alone(scene, scenes.wholes(edition, scene))),
                "remark": _remark(edition, settings_sent(given), view, changed),
            },
            "controls": {
                name: {prop: state.get(name, {}).get(prop, no_update) for prop in properties}
                for name, properties in CHANGED.items()
            },
        }

    # A callback of its own, so that the chart is drawn before its words and its table are.
    @app.callback(
        Output("view-heading", "children"),
        Output("view-key", "children"),
        Output("view-words", "children"),
        Output(store_id("view"), "data"),
        Output("view-downloads", "children"),
        Output("view-share", "children"),
        Input("view-query", "data"),
        prevent_initial_call=True,
    )
    def describe(shown: Any) -> tuple[Any, ...]:
        query = sent.text_in(shown, "query")
        if not query:
            raise PreventUpdate  # a page that has just come has its words already
        edition = database.edition()
        view, _ = read_view(query, edition.keep(scenes.choices))
        scene = scenes.scene(edition, view)
        return (
            heading(edition, view, scene, sent.text_in(shown, "remark")),
            chart_key(view, scene, plotly_figure(view, scene)),
            words_of_view(edition, view, scene),
            table_data("view", *_table(scene)),
            downloads(view.query()),
            share(edition, view, scene),
        )

    @app.callback(
        Output("panel-content", "children"),
        Output("panel", "opened"),
        Input("selected", "data"),
        prevent_initial_call=True,
    )
    def open_panel(selected: Any) -> tuple[Any, bool]:
        content = _panel(database.edition(), sent.text_in(selected, "address"))
        return (no_update, False) if content is None else (content, True)

    for act, given in (
        (ClientsideFunction("dashboardExplore", "remember"), Input("view-query", "data")),
        (ClientsideFunction("dashboardPanel", "opened"), Input("panel", "opened")),
    ):
        app.clientside_callback(act, given, prevent_initial_call=True)  # type: ignore[no-untyped-call]


def _panel(edition: Edition, address: str) -> Component | None:
    """What the panel shows for the address of a number; None where it is not one."""
    path, _, query = (urls().inside(address) or "").partition("?")
    number, computation = parts_of(NUMBER, unquote(path)), parts_of(COMPUTED, unquote(path))
    try:
        if computation is not None:
            return computed.computed_panel(edition, query, **computation)
        if number is None or sent.year(number["year"]) is None:
            return None
        found = number_wherever(edition, list(number.values()), day_in(query))
    except PageNotFoundError:
        return html.P("This number is not in the current edition; reload the page to see what is.")
    return number_panel(edition, found, marked_source(query))
