"""“Download picture” and the other things that a reader can take away from a chart."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.exports.own_words import LONGEST_SUBTITLE, LONGEST_TITLE
from dashboard.exports.sizes import SIZES
from dashboard.exports.templates import offered_templates
from dashboard.pages.parts.figures import labelled
from dashboard.server.urls import page_query, query_of, urls

_FORMS = ("png", "svg")


def downloads(query: str) -> Component:
    """The menu of a chart, for the query of its view. `assets/picture.js` draws what is chosen."""
    return html.Div(
        [
            html.Details(
                [
                    html.Summary("Download picture", className="button"),
                    html.Ul([_size_row(query, name) for name in SIZES], className="picture-sizes"),
                ],
                className="picture-menu",
            ),
            _own_words("For picture, slide and pack; sources, edition and address stay."),
            _file(urls().export_file("pptx", query), "Slide (PowerPoint)", is_titled=True),
            *_in_templates(query, "Slide in", is_titled=True),
            _file(urls().export_file("xlsx", query), "Table (Excel)"),
            _file(urls().export_file("csv", query), "Table (CSV)"),
            _file(urls().export_file("zip", query), "Briefing pack", is_titled=True),
            html.Span(className="picture-state", role="status"),
        ],
        className="take-away",
        role="group",
        **labelled("Take this chart away"),
    )


def briefing_downloads(inside: str, area: str, year: str) -> Component:
    """The buttons of a whole briefing, for its address inside the dashboard, its area and year."""
    return html.Div(
        [
            _file(urls().briefing_file(area, year, "pdf"), "One page (PDF)", is_titled=True),
            _file(urls().briefing_file(area, year, "docx"), "Document (Word)", is_titled=True),
            _own_words("For page and document; sources, edition and address stay."),
            _file(urls().export_briefing("pptx", inside), "All charts as slides (PowerPoint)"),
            *_in_templates(page_query(inside), "All charts in"),
            _file(urls().export_briefing("zip", inside), "Briefing pack"),
        ],
        className="take-away",
    )


def _in_templates(query: str, label: str, *, is_titled: bool = False) -> list[Component]:
    """A button for each template that this installation offers."""
    addresses = {name: urls().export_file("pptx", f"{query}&{query_of(template=name)}") for name in offered_templates()}
    return [_file(address, f"{label} “{name}”", is_titled=is_titled) for name, address in addresses.items()]


def _own_words(note: str) -> Component:
    """The menu for a title and a subtitle of the reader's own."""
    fields = [_own("title", "Title", LONGEST_TITLE), _own("subtitle", "Subtitle", LONGEST_SUBTITLE)]
    return html.Details(
        [
            html.Summary("Own title", className="button"),
            html.Div([*fields, html.P(note, className="note")], className="picture-sizes own-words"),
        ],
        className="picture-menu",
    )


def _own(name: str, label: str, most: int) -> Component:
    """A field for words of the reader's own, which `assets/picture.js` adds to what is asked for."""
    marked: dict[str, Any] = {"data-own": name}
    return html.Label([label, html.Textarea(rows=2, maxLength=str(most), **marked)], className="control-label")


def _file(address: str, text: str, *, is_titled: bool = False) -> Component:
    """The button of a file; one that is titled has the title and the subtitle of the reader's own beside it."""
    marked: dict[str, Any] = {"data-titled": ""} if is_titled else {}
    return html.A(text, href=address, download="", className="button", **marked)


def _size_row(query: str, name: str) -> Component:
    size = SIZES[name]
    buttons = [
        html.Button(
            form.upper(),
            type="button",
            className="button",
            **_data(f"{query}&size={name}", form, f"{size.label}, {size.width} × {size.height}, {form.upper()}"),
        )
        for form in _FORMS
    ]
    buttons.append(
        html.Button(
            "Copy",
            type="button",
            className="button",
            **labelled(
                f"Copy picture: {size.label}", **{"data-picture": f"{query}&size={name}", "data-form": "clipboard"}
            ),
        )
    )
    return html.Li([html.Span([size.label, html.Small(f"{size.width} × {size.height}")]), *buttons])


def _data(query: str, form: str, label: str) -> dict[str, Any]:
    return labelled(f"Download picture: {label}", **{"data-picture": query, "data-form": form})
