"""The panel beside a chart, in which a number opens its sources."""

from typing import Any
from urllib.parse import unquote

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, html, no_update
from dash.development.base_component import Component

from dashboard.pages import computed
from dashboard.pages import received as sent
from dashboard.pages.number import day_in, marked_source, number_wherever
from dashboard.pages.parts.lightening import lightened
from dashboard.pages.parts.number_panel import number_panel
from dashboard.server.dash_internals import Store
from dashboard.server.urls import COMPUTED, NUMBER, parts_of, urls
from dashboard.views.not_found import PageNotFoundError
from etl.editions.reading import Database, Edition


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


def register(app: Dash, database: Database) -> None:
    """The callbacks of the panel: what it shows, and that it gives the place back that it took."""

    @app.callback(
        Output("panel-content", "children"),
        Output("panel", "opened"),
        Input("selected", "data"),
        prevent_initial_call=True,
    )
    def open_panel(selected: Any) -> tuple[Any, bool]:
        content = _panel(database.edition(), sent.text_in(selected, "address"))
        return (no_update, False) if content is None else (lightened(content), True)

    opened = ClientsideFunction("dashboardPanel", "opened")
    app.clientside_callback(opened, Input("panel", "opened"), prevent_initial_call=True)  # type: ignore[no-untyped-call]
