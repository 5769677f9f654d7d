"""`/`: the chart and the table of one view, the controls that change it, and the panel of any number in it."""

from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import scenes
from dashboard.charts.figure import figure
from dashboard.charts.geometry import SCREEN
from dashboard.charts.scene import Scene
from dashboard.number_view import panel
from dashboard.page import Page
from dashboard.pages.controls import (
    area_options,
    controls,
    producer_options,
    read_controls,
    slider_marks,
    slider_value,
    year_bounds,
)
from dashboard.parts import labelled, sentence
from dashboard.queries import Database, Edition
from dashboard.records import Key
from dashboard.sentences import finding, headline, joined, plain
from dashboard.tables_view import store_id, table, table_data
from dashboard.view import View, read_view
from dashboard.view_table import view_table

GRAPH_CONFIG: Any = {"displayModeBar": False, "responsive": True, "doubleClick": False, "scrollZoom": False}


def page(edition: Edition, query: str) -> Page:
    """The page of the view that the address names."""
    view, remarks = read_view(query, edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    body = html.Div(
        [
            html.Div(_heading(edition, view, scene), id="view-heading"),
            html.Div([html.P(remark) for remark in remarks], className="remarks", role="status") if remarks else None,
            controls(edition, view),
            chart(view, scene),
            html.Div(_words(scene), id="view-words", className="note"),
            table("view", *_table(edition, scene)),
            dcc.Store(id="view-query", data=None),
            dcc.Store(id="selected"),
            dmc.Drawer(
                html.Div(id="panel-body"),
                id="panel",
                title="Where this number is from",
                position="right",
                size="min(32rem, 100%)",
                withOverlay=False,
                lockScroll=False,
                closeOnClickOutside=False,
                closeButtonProps={"aria-label": "Close"},
            ),
        ],
        className="explore",
    )
    title = plain(headline(scene.series, scene.indicator))
    return Page(title, " ".join(plain(finding(item, scene.indicator)) for item in scene.series[:3]), body, charts=True)


def chart(view: View, scene: Scene) -> Component:
    """The chart, which the keyboard walks point by point."""
    graph = dcc.Graph(
        id="chart",
        figure=figure(view, scene),
        config=GRAPH_CONFIG,
        className="chart",
        style={"height": f"{SCREEN.height}px"},
    )
    return html.Div(
        graph,
        id="chart-frame",
        className="chart-frame",
        tabIndex=0,
        role="group",
        **labelled(
            "Chart. Arrow keys walk from point to point, Enter opens the sources of a point. "
            "The table below has the same figures.",
            **{"aria-describedby": "view-words", "data-chart": "chart"},
        ),
    )


def _heading(edition: Edition, view: View, scene: Scene) -> list[Component]:
    first, last = scene.years
    producers = list(dict.fromkeys(line.series.producer.label for line in scene.drawn))
    about = f"{scene.indicator.name}, {scene.unit}, {first}–{last}"
    if producers:
        about += f". Estimates by {joined(producers)}"
    if view.asof:
        about += f". As known on {view.asof}"
    return [
        html.H1(sentence(headline(scene.series, scene.indicator))),
        html.P(f"{about}. Data as of {edition.data_as_of}.", className="lead"),
    ]


def _words(scene: Scene) -> list[Component]:
    """The chart in words, and how to read its marks."""
    known = [item for item in scene.series if item.known]
    found = [html.P(sentence(finding(item, scene.indicator))) for item in known[:8]]
    legend = (
        "Filled points were seen in the source itself, hollow ones are known from a copy or a report. "
        "Bars and bands are printed ranges; a point without a bar has no known range. × marks poppy-free. "
        "Lines break where no year in between has a figure."
    )
    return [*found, html.P(legend)]


def _table(edition: Edition, scene: Scene) -> tuple[Any, Any, str]:
    columns, rows = view_table(scene)
    return columns, rows, f"{scene.indicator.name}, {scene.unit}"


def register(app: Dash, database: Database) -> None:
    """The callbacks of the page: one for the view, one for the panel, the rest is the browser's."""

    @app.callback(
        Output("chart", "figure"),
        Output("view-heading", "children"),
        Output("view-words", "children"),
        Output(store_id("view"), "data"),
        Output("view-area", "data"),
        Output("view-area", "value"),
        Output("view-producer", "data"),
        Output("view-years", "min"),
        Output("view-years", "max"),
        Output("view-years", "value"),
        Output("view-years", "marks"),
        Output("view-query", "data"),
        *(Input(f"view-{name}", "value") for name in ("indicator", "area", "producer", "years", "scale")),
        State("view-years", "min"),
        State("view-years", "max"),
        prevent_initial_call=True,
    )
    def redraw(
        indicator: str,
        areas: list[str],
        producers: list[str],
        years: list[int],
        scale: str,
        first: int,
        last: int,
    ) -> tuple[Any, ...]:
        edition = database.edition()
        view = read_controls(edition, indicator, areas, producers, years, (first, last), scale)
        scene = scenes.scene(edition, view)
        columns, rows, caption = _table(edition, scene)
        heading = headline(scene.series, scene.indicator)
        return (
            figure(view, scene),
            _heading(edition, view, scene),
            _words(scene),
            table_data("view", columns, rows, caption),
            area_options(edition, view),
            list(view.areas) if list(view.areas) != areas else no_update,
            producer_options(edition, view),
            *year_bounds(edition, view),
            slider_value(edition, view),
            slider_marks(edition, view),
            {"query": view.query(), "title": plain(heading)},
        )

    @app.callback(
        Output("panel-body", "children"),
        Output("panel", "opened"),
        Input("selected", "data"),
        prevent_initial_call=True,
    )
    def open_panel(selected: Any) -> tuple[Any, bool]:
        edition = database.edition()
        parts = str((selected or {}).get("address", "")).removeprefix("/number/").split("/")
        if len(parts) != 4 or not parts[2].isdecimal():
            return no_update, False
        observation = edition.observation(Key(parts[0], parts[1], int(parts[2]), parts[3]))
        if observation is None:
            return html.P("This number is no longer in the current edition; reload the page."), True
        return panel(edition, observation), True

    remember = ClientsideFunction("dashboardChart", "remember")
    app.clientside_callback(remember, Input("view-query", "data"), prevent_initial_call=True)  # type: ignore[no-untyped-call]
