"""How to cite what a page shows: the same reference in every format, to copy or to download."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.exports.citations import FORMATS, Reference
from dashboard.pages.parts.figures import Child, number_link
from dashboard.words.numbers import Number
from dashboard.words.unbroken import CLASS, parted

Address = Callable[[str], str]


def citation_section(references: Sequence[Reference], address: Address, numbers: Sequence[Number] = ()) -> html.Section:
    """The section of a page; `address` gives that of the citation in the format of an ending.

    `numbers` are those that the citation may contain; they are links in it, as everywhere.
    """
    tabs = [dmc.TabsTab(name, value=ending) for ending, (name, _, _) in FORMATS.items()]
    panels = [_panel(references, ending, address(ending), numbers) for ending in FORMATS]
    return html.Section(
        [html.H2("Cite this"), dmc.Tabs([dmc.TabsList(tabs), *panels], value="txt")], className="citations", id="cite"
    )


def _panel(references: Sequence[Reference], ending: str, address: str, numbers: Sequence[Number]) -> Component:
    name, _, write = FORMATS[ending]
    text_id = f"citation-{ending}"
    panel: Component = dmc.TabsPanel(
        [
            html.Pre(_with_links(write(references).strip(), numbers), id=text_id, tabIndex=0, className="citation"),
            html.Div(
                [copy_button(text_id), html.A(f"Download {name}", href=address, className="button", download="")],
                className="row",
            ),
        ],
        value=ending,
    )
    return panel


def citation_downloads(address: Address) -> html.P:
    """Links to the citation in every format."""
    links: list[Child] = []
    for ending, (name, _, _) in FORMATS.items():
        links += [", " if links else "Download it as ", html.A(name, href=address(ending), download="")]
    return html.P([*links, "."], className="note")


def _with_links(text: str, numbers: Sequence[Number]) -> list[Child]:
    """A text with every occurrence of these numbers a link to what explains it, and days on one line."""
    by_text = {number.text: number for number in numbers}
    if not by_text:
        return _with_unbroken(text)
    longest_first = sorted(by_text, key=len, reverse=True)
    pieces = re.split(f"({'|'.join(map(re.escape, longest_first))})", text)
    return [
        child
        for position, piece in enumerate(pieces)
        for child in ([number_link(by_text[piece])] if position % 2 else _with_unbroken(piece))
    ]


def _with_unbroken(text: str) -> list[Child]:
    """A text whose days and years stay on one line, also where scripts draw it."""
    pieces = enumerate(parted(text))
    return [html.Span(piece, className=CLASS) if position % 2 else piece for position, piece in pieces if piece]


def copy_button(element_id: str, text: str = "Copy") -> html.Button:
    """A button that copies the text of an element of the page; `assets/copy.js` listens to it."""
    target: dict[str, Any] = {"data-copy": f"#{element_id}"}
    return html.Button(text, type="button", className="button", **target)
