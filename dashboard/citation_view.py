"""How to cite what a page shows: the same reference in every format, to copy or to download."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.api.endpoints import ROOT
from dashboard.citations import FORMATS, Reference
from dashboard.parts import quoted


def citation_section(references: Sequence[Reference], path: str, page: str, query: str = "") -> html.Section:
    """The section of a page; `path` is that of the citation in the API without its ending.

    Figures in the citations lead to `page`, as everywhere.
    """
    tabs = [dmc.TabsTab(name, value=ending) for ending, (name, _, _) in FORMATS.items()]
    panels = [_panel(references, ending, f"{ROOT}/citation/{path}.{ending}{query}", page) for ending in FORMATS]
    return html.Section(
        [html.H2("Cite this"), dmc.Tabs([dmc.TabsList(tabs), *panels], value="txt")], className="citations", id="cite"
    )


def _panel(references: Sequence[Reference], ending: str, address: str, page: str) -> Component:
    name, _, write = FORMATS[ending]
    text_id = f"citation-{ending}"
    panel: Component = dmc.TabsPanel(
        [
            html.Pre(quoted(write(references).strip(), page), id=text_id, tabIndex=0),
            html.P([copy_button(text_id), html.A(f"Download {name}", href=address, className="button", download="")]),
        ],
        value=ending,
    )
    return panel


def copy_button(element_id: str, text: str = "Copy") -> html.Button:
    """A button that copies the text of an element of the page; `assets/copy.js` listens to it."""
    target: dict[str, Any] = {"data-copy": f"#{element_id}"}
    return html.Button(text, type="button", className="button", **target)
