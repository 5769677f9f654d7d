"""“Download picture” and the other things that a reader can take away from a chart."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.exports.sizes import SIZES
from dashboard.pages.parts.figures import labelled
from dashboard.server.urls import urls

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
            _file(urls().export_file("pptx", query), "Slide (PowerPoint)"),
            _file(urls().export_file("csv", query), "Table (CSV)"),
            _file(urls().export_file("zip", query), "Briefing pack"),
            html.Span(className="picture-state", role="status"),
        ],
        className="take-away",
        role="group",
        **labelled("Take this chart away"),
    )


def briefing_downloads(inside: str) -> Component:
    """The buttons of a whole briefing, for its address inside the dashboard."""
    return html.Div(
        [
            _file(urls().export_briefing("pptx", inside), "All charts as slides (PowerPoint)"),
            _file(urls().export_briefing("zip", inside), "Briefing pack"),
        ],
        className="take-away",
    )


def _file(address: str, text: str) -> Component:
    return html.A(text, href=address, download="", className="button")


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
    return html.Li([html.Span([size.label, html.Small(f"{size.width} × {size.height}")]), *buttons])


def _data(query: str, form: str, label: str) -> dict[str, Any]:
    return labelled(f"Download picture: {label}", **{"data-picture": query, "data-form": form})
