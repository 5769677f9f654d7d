"""What Dash draws around a page, and the callback that brings the next page without a new document.

The address lives in one store that only `assets/navigate.js` writes, because a component that both reads and
writes the address bar answers itself. The head and foot of every page are part of the document
(`dashboard.pages.frame.document`), so they stand before any script runs.
"""

import json
from collections.abc import Set
from importlib import resources
from typing import Any

import dash_mantine_components as dmc
from dash import ClientsideFunction, Input, Output, html
from dash.exceptions import PreventUpdate

from dashboard.pages.page import About, Page
from dashboard.pages.parts.lightening import lightened
from dashboard.pages.routes import render
from dashboard.server.addresses import PageAddress, visited_address
from dashboard.server.dash_internals import BareDash, Store, outputs_in, used_by
from etl.editions.reading import Database

# Mantine's controls in the colours and shapes of assets/tokens.css.
THEME: dict[str, Any] = json.loads((resources.files(__package__) / "theme.json").read_text(encoding="utf-8"))


def create_layout(page: Page | None, address: PageAddress | None, about: About, used: Set[str]) -> dmc.MantineProvider:
    """The layout of one page. Without an address it is empty, and the browser asks for its page.

    `used` are the ids of components that callbacks read or change.
    """
    return dmc.MantineProvider(
        [
            Store(id="address"),
            Store(id="arrived", data=_arrival(page, address, about) if page and address else None),
            html.Div(lightened(page.body, used) if page else None, id="page"),
        ],
        theme=THEME,
        defaultColorScheme="auto",
        forceColorScheme=(page.theme or None) if page else None,
    )


def layout_of_visit(app: BareDash, database: Database) -> dmc.MantineProvider:
    """The layout for the request that is being answered."""
    address = visited_address()
    page, about = render(database, address.decoded_path, address.query) if address else (None, About())
    return create_layout(page, address, about, used_by(app.callbacks))


def register(app: BareDash, database: Database) -> None:
    """Bring the page of a new address, then let the browser set title, focus and scroll position."""

    @app.callback(
        Output("page", "children"), Output("arrived", "data"), Input("address", "data"), prevent_initial_call=True
    )
    def bring_page(address: object) -> tuple[Any, dict[str, Any]]:
        visited = _address_of(address)
        page, about = render(database, visited.decoded_path, visited.query)
        return lightened(page.body, used_by(app.callbacks)), _arrival(page, visited, about)

    arrive = ClientsideFunction("dashboardShell", "arrive")
    app.clientside_callback(arrive, Input("arrived", "data"))  # type: ignore[no-untyped-call]


def page_in(body: bytes) -> PageAddress | None:
    """The page that a well-formed request asks for; None where it is one of another callback, or asks for none."""
    request = json.loads(body)
    is_ours = outputs_in(str(request.get("output")))[0] == "page.children"
    return _read_address(request["inputs"][0].get("value")) if is_ours else None


def _address_of(data: object) -> PageAddress:
    """The address that the browser sent, or no update at all where it is none."""
    address = _read_address(data)
    if address is None:
        raise PreventUpdate
    return address


def _read_address(data: object) -> PageAddress | None:
    if not isinstance(data, dict):
        return None
    path, query = data.get("path"), data.get("query")
    if not isinstance(path, str) or not isinstance(query, str) or not path.startswith("/"):
        return None
    return PageAddress(path, query)


def _arrival(page: Page, address: PageAddress, about: About) -> dict[str, Any]:
    """What the browser needs to know about a page that has been drawn."""
    return {
        "path": address.path,
        "query": address.query,
        "title": page.title,
        "description": page.description,
        "status": page.status,
        "charts": page.charts,
        "dataAsOf": about.data_as_of,
        "edition": about.edition,
    }
