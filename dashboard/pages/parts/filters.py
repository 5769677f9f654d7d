"""Pages that are narrowed by controls: what is chosen is the address, and each choice draws the results anew.

Such a page is a function from the edition and the query of an address to what is shown; the same function answers
an address that was typed and a control that was moved.
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, html
from dash.development.base_component import Component

from dashboard.pages.page import Page
from dashboard.pages.parts.figures import labelled
from dashboard.pages.parts.lightening import lightened
from dashboard.server.dash_internals import Store
from dashboard.server.urls import query_of
from etl.editions.reading import Database, Edition

LONGEST_VALUE = 200
Options = list[dict[str, Any]]
# An open list stands in the main part of the page, and is scrolled itself: part of a list that is scrolled in it could
# not be reached from the keyboard, as far as assistive technology can tell. It is made by assets/choices.js when a
# reader comes to its control, since the key that opens it counts on its being there.
OPEN_LIST: dict[str, Any] = {
    "comboboxProps": {"portalProps": {"target": "#main"}, "keepMounted": False},
    "withScrollArea": False,
}
_SPOKEN: dict[str, Any] = {"aria-live": "polite"}


@dataclass(frozen=True)
class Filtered:
    """What a page shows for a choice; `chosen` is the choice as it was understood, defaults left out."""

    title: str
    heading: list[Component]
    results: list[Component]
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The query of the address of this choice."""
        return query_of(**self.chosen)


@dataclass(frozen=True)
class Select:
    """A control with fixed options; `anything` is what it says where nothing is chosen."""

    name: str
    label: str
    options: Options
    anything: str = ""

    def drawn(self, page: str, value: str) -> dmc.Select:
        """The control on a page, set to a value."""
        return dmc.Select(
            id=_control(page, self.name),
            label=self.label,
            data=self.options,
            value=value or None,
            placeholder=self.anything,
            clearable=bool(self.anything),
            allowDeselect=bool(self.anything),
            searchable=True,
            **OPEN_LIST,
        )


@dataclass(frozen=True)
class Search:
    """A box for words to search for."""

    name: str
    label: str
    placeholder: str

    def drawn(self, page: str, value: str) -> dmc.TextInput:
        """The box on a page, with what it holds."""
        return dmc.TextInput(
            id=_control(page, self.name),
            label=self.label,
            placeholder=self.placeholder,
            value=value,
            debounce=250,
            className="wide",
        )


@dataclass(frozen=True)
class FilterPage:
    """A page with controls: what it shows for a choice, and which controls make one."""

    name: str
    content: Callable[[Edition, Mapping[str, str]], Filtered]
    controls: Callable[[Edition], Sequence[Select | Search]]
    description: str
    kept: tuple[str, ...] = ()  # parts of the choice that are links, not controls

    def page(self, edition: Edition, query: str) -> Page:
        """The page of an address."""
        found = self.content(edition, read_choice(query))
        controls = [control.drawn(self.name, found.chosen[control.name]) for control in self.controls(edition)]
        body = html.Div(
            [
                html.Div(found.heading, id=f"{self.name}-heading", **_SPOKEN),
                html.Div(controls, className="controls", role="group", **labelled("Narrow down what is shown")),
                html.Div(found.results, id=f"{self.name}-results"),
                Store(id=f"{self.name}-kept", data={name: found.chosen.get(name, "") for name in self.kept}),
                Store(id=f"{self.name}-chosen"),
            ],
            className="reference-page",
        )
        return Page(found.title, self.description, body)


def read_choice(query: str) -> dict[str, str]:
    """The parts of an address: the last value of each name."""
    given = parse_qs(query, max_num_fields=50) if query.count("&") < 50 else {}
    return {name: values[-1][:LONGEST_VALUE] for name, values in given.items()}


def understood(choice: Mapping[str, str], known: Mapping[str, Container[str]]) -> dict[str, str]:
    """The parts of a choice that a page knows; what it does not know is as if it had not been chosen."""
    return {name: choice.get(name, "") if choice.get(name) in keys else "" for name, keys in known.items()}


def options_of(names: Mapping[str, str]) -> Options:
    """An option for each word, under the name that readers see."""
    return [{"value": word, "label": name} for word, name in names.items()]


def _control(page: str, name: str) -> dict[str, str]:
    return {"type": "filter", "page": page, "name": name}


def register(app: Dash, database: Database, pages: Sequence[FilterPage]) -> None:
    """One callback for each page: the choice, and what is shown for it."""
    for page in pages:
        _register_page(app, database, page)


def _register_page(app: Dash, database: Database, page: FilterPage) -> None:
    @app.callback(
        Output(f"{page.name}-heading", "children"),
        Output(f"{page.name}-results", "children"),
        Output(f"{page.name}-chosen", "data"),
        Input(_control(page.name, ALL), "value"),  # type: ignore[arg-type]
        State(f"{page.name}-kept", "data"),
        prevent_initial_call=True,
    )
    def narrow(values: list[Any], kept: Any) -> tuple[Any, ...]:
        names = [entry["id"]["name"] for entry in ctx.inputs_list[0]]
        choice = dict(kept) if isinstance(kept, dict) else {}
        choice |= {name: str(value)[:LONGEST_VALUE] for name, value in zip(names, values, strict=True) if value}
        found = page.content(database.edition(), choice)
        shown = lightened(found.heading), lightened(found.results)
        return *shown, {"query": found.query, "title": found.title}

    remember = ClientsideFunction("dashboardFilters", "remember")
    app.clientside_callback(  # type: ignore[no-untyped-call]
        remember, Input(f"{page.name}-chosen", "data"), prevent_initial_call=True
    )
