"""Write a page as plain HTML: what is read before any script has run, by browsers without scripts, and by machines.

It is the same tree that Dash draws afterwards. Text and attributes are escaped here, and only attributes that
mean something without a script are written.
"""

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any
from urllib.parse import urlsplit

from dash.development.base_component import Component

from dashboard.charts.svg import narrow_height, still
from dashboard.charts.svg.sample import DRAWING
from dashboard.pages.frame.control_markup import control_markup
from dashboard.pages.parts.table import data_of_table
from dashboard.server.dash_internals import HTML, Chart, Plain, Store, component_kind, properties_of
from dashboard.words.unbroken import CLASS, with_unbroken

_VOID = {"br", "hr", "img", "wbr", "col", "input"}
# What a link may name behind its "#". Other ids stay with what scripts draw, for an id may stand only once.
_TARGETS = {"dt", "section", "h2", "h3"}
_NOT_WRITTEN = {"script", "style", "iframe", "objectel", "embed", "base", "link", "meta"}
_ATTRIBUTES = {
    "className": "class",
    "href": "href",
    "src": "src",
    "alt": "alt",
    "title": "title",
    "lang": "lang",
    "role": "role",
    "scope": "scope",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "width": "width",
    "height": "height",
    "download": "download",
    "dateTime": "datetime",
    "open": "open",
    "start": "start",
    "hidden": "hidden",
}
_OF_TEXT_ALONE = {"Textarea", "Option", "Title"}
_ONE_LINE = {CLASS, "number"}
_ROWS_BEFORE_SCRIPTS = 40
_MARK = '<span class="cell-mark"></span>'
_CHART_HEIGHT = 450  # pixels, of a chart that is as high as its frame


def markup(node: Any) -> str:
    """The HTML of a component, a list of components, or a text."""
    if node is None or isinstance(node, bool):
        return ""
    if isinstance(node, str | int | float):
        return with_unbroken(escape(str(node)))
    if isinstance(node, list | tuple):
        return "".join(markup(child) for child in node)
    if isinstance(node, Chart):
        return _chart_space(node)
    if isinstance(node, Store):
        return _table(data_of_table(node))
    if isinstance(node, Plain) and not node.tag:
        return markup(node.children)
    if isinstance(node, Component):
        return _element(node)
    return ""


def _element(component: Component) -> str:
    held = getattr(component, "children", None)
    children = escape(held) if isinstance(held, str) and _is_unbroken(component) else markup(held)
    library, name = (HTML, component.tag) if isinstance(component, Plain) else component_kind(component)
    if library != HTML:
        # A control needs its script; what it is set to, or what it contains, can be read without.
        return control_markup(component) or (f"<div>{children}</div>" if children else "")
    tag = name.lower()
    if tag in _NOT_WRITTEN:
        return ""
    identity = getattr(component, "id", None)
    target = f' id="{escape(identity)}"' if tag in _TARGETS and isinstance(identity, str) else ""
    start = f"<{tag}{target}{''.join(_attributes(component))}>"
    return start if tag in _VOID else f"{start}{children}</{tag}>"


def _is_unbroken(component: Component) -> bool:
    """Whether an element keeps its text on one line, or has room for nothing but a text."""
    classes = str(getattr(component, "className", None) or "").split()
    return component_kind(component)[1] in _OF_TEXT_ALONE or not _ONE_LINE.isdisjoint(classes)


def _attributes(component: Component) -> Iterable[str]:
    for name, value in properties_of(component):
        written = _ATTRIBUTES.get(name) or (name if name.startswith("aria-") else None)
        if written is None or value is None or value is False or not isinstance(value, str | int | float):
            continue
        is_drawing = written == "src" and str(value).startswith(DRAWING)
        if written in {"href", "src"} and not is_drawing and not _leads_to_readers(str(value)):
            continue
        yield f' {written}="{escape(str(value))}"'
    style = getattr(component, "style", None)
    if isinstance(style, Mapping):
        yield f' style="{escape(_style_sheet(style))}"'


def _style_sheet(style: Mapping[str, Any]) -> str:
    """React's style object as CSS: `maxWidth` becomes `max-width`."""
    return ";".join(f"{re.sub('[A-Z]', lambda letter: '-' + letter[0].lower(), name)}:{style[name]}" for name in style)


def _leads_to_readers(address: str) -> bool:
    """Whether a link is one of ours, or http(s), or writes to somebody: nothing that runs."""
    try:
        return urlsplit(address.strip()).scheme.lower() in {"", "http", "https", "mailto"}
    except ValueError:
        return False


def _chart_space(chart: Chart) -> str:
    """As much room as the chart will take, so that nothing moves when it comes, with a picture of a line chart.

    The figure comes along, so that it can be drawn before Dash is there. In JSON a `<` can always be escaped, and
    without one nothing in the figure can end the script element.
    """
    name, figure = escape(chart.id), chart.figure
    height, narrow = figure["layout"].get("height", _CHART_HEIGHT), narrow_height(figure)
    room = f"--height:{height:g}px;--narrow-height:{narrow or height:g}px"
    written = json.dumps(figure, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<div class="chart-space"><div class="chart-room" data-figure-of="{name}" style="{room}">'
        f'{still(figure, chart.id)}<script type="application/json">{written}</script></div></div>'
    )


def _table(data: Mapping[str, Any] | None) -> str:
    """The first rows of a table, built like those of `assets/table.js`."""
    if data is None:
        return ""
    columns = data["columns"]
    heading = "".join(f'<th scope="col"{_number_class(column)}>{_heading(column)}</th>' for column in columns)
    rows = "".join(
        f"<tr>{''.join(_cell(cell, columns[index], index == 0) for index, cell in enumerate(row))}</tr>"
        for row in data["rows"][:_ROWS_BEFORE_SCRIPTS]
    )
    return (
        f'<div class="table-scroll"><table><caption>{escape(data["caption"])}</caption>'
        f"<thead><tr>{heading}</tr></thead><tbody>{rows}</tbody></table></div>{_mark_note(data.get('marked'))}"
    )


def _mark_note(meaning: Any) -> str:
    return f'<p class="note">{_MARK} {escape(str(meaning))}</p>' if meaning else ""


def _heading(column: Mapping[str, Any]) -> str:
    return escape(column["title"]) + _note(column.get("note"))


def _cell(cell: Any, column: Mapping[str, Any], is_heading: bool) -> str:
    content = cell if isinstance(cell, Mapping) else {"text": cell}
    words = content.get("text", "")
    # A number stays on its line by its class.
    text = (
        escape(str(words))
        if column.get("numeric") and not content.get("pieces")
        else _pieces(content.get("pieces") or words)
    )
    address = str(content.get("href") or "")
    note = _note(content.get("note"))
    label = f' aria-label="{escape(str(content["label"]))}"' if content.get("label") else ""
    if address and _leads_to_readers(address):
        printed = f' data-address="{escape(str(content["address"]))}"' if content.get("address") else ""
        text, note = f'<a href="{escape(address)}"{label}{printed}>{text}{note}</a>', ""
    elif label:
        text = f'<span role="img"{label}>{text}</span>'
    if content.get("badge"):
        text = f'<span class="{escape(str(content["badge"]))}">{text}</span>'
    if content.get("mark"):
        text += f'<span class="cell-mark" role="img" aria-label="{escape(str(content["mark"]))}"></span>'
    extra = str(content.get("class") or "")
    tag, scope = ("th", ' scope="row"') if is_heading else ("td", "")
    return f"<{tag}{scope}{_number_class(column, extra)}>{text}{note}</{tag}>"


def _number_class(column: Mapping[str, Any], extra: str = "") -> str:
    classes = f"{'number' if column.get('numeric') else ''} {extra}".strip()
    return f' class="{escape(classes)}"' if classes else ""


def _pieces(text: Any) -> str:
    """A text, or pieces of text of which some lead somewhere."""
    if not isinstance(text, list):
        return with_unbroken(escape(str(text)))
    written = []
    for piece in text:
        address, words = str(piece.get("href") or ""), with_unbroken(escape(str(piece.get("text", ""))))
        leads = address and _leads_to_readers(address)
        style = f' class="{escape(str(piece["class"]))}"' if piece.get("class") else ""
        written.append(f'<a href="{escape(address)}"{style}>{words}</a>' if leads else words)
    return "".join(written)


def _note(note: Any) -> str:
    return f'<small class="cell-note">{_pieces(note)}</small>' if note else ""
