"""What a reader passes on: the address of a view or number, its citation, and a report of a mistake."""

import os
from functools import partial
from html import escape
from urllib.parse import quote

from dash import html
from dash.development.base_component import Component

from dashboard.exports.citations import computed_citation, plain_citation, to_text, view_references
from dashboard.exports.where import read_where
from dashboard.pages.parts.citation import citation_downloads, copy_button
from dashboard.server.urls import urls
from dashboard.views.scene import Scene
from dashboard.views.titles import title_alone
from dashboard.views.view import View
from dashboard.words.makers import maker_label
from dashboard.words.numbers import Derivation, number
from dashboard.words.sentences import sentence_text
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.observations import Statement
from etl.figures.vocabulary.sources import AddressOf

# Where reports of mistakes go, for example mailto:figures@example.org; without it they are a text to copy.
REPORT_ADDRESS = "DASHBOARD_REPORT_ADDRESS"
EMBED_SIZE = ("100%", "520")


def share(edition: Edition, view: View, scene: Scene) -> Component:
    """Link, frame and citation of a view, each with a button that copies it."""
    whole = urls().whole
    words = sentence_text(title_alone(scene))
    width, height = EMBED_SIZE
    address = whole.view(view.query())
    frame = (
        f'<iframe src="{escape(whole.embedded(view.query()))}" width="{width}" height="{height}" '
        f'style="border:0" loading="lazy" title="{escape(words)}"></iframe>'
    )
    citation = to_text(view_references(edition, view, words, whole))
    return html.Details(
        [
            html.Summary("Share", className="button"),
            html.Div(
                [
                    _copyable("Link to this view", address, "share-link"),
                    _copyable("Embed code", frame, "share-frame"),
                    _copyable("Citation", citation, "share-citation"),
                    citation_downloads(partial(urls().view_citation, view.query())),
                ],
                className="share-panel",
            ),
        ],
        className="share",
    )


def _copyable(label: str, text: str, name: str) -> Component:
    return html.Div(
        [
            html.Label(label, htmlFor=name, className="control-label"),
            html.Textarea(text, id=name, readOnly="readonly", rows=2, className="share-text"),
            copy_button(name),
        ]
    )


def number_actions(edition: Edition, chosen: Chosen) -> Component:
    """What can be done with a number: copy it with its citation, copy its link, open its page, report a mistake."""
    page = number(chosen.observation, edition.indicators[chosen.observation.key.indicator]).page
    return html.Div(
        [*_buttons(plain_citation(edition, chosen), page), report_form(edition, chosen)], className="number-actions"
    )


def computed_actions(edition: Edition, what: str, derivation: Derivation, *, is_page: bool) -> Component:
    """What can be done with a computed number: the same, but for a report, which is about what a source prints."""
    citation = computed_citation(edition, what, derivation.inputs)
    return html.Div(_buttons(citation, derivation.page, is_page=is_page), className="number-actions")


def _buttons(citation: str, page: str, *, is_page: bool = False) -> list[Component]:
    """Copy, copy the link, and open the page by its address inside the dashboard, which that page does not need."""
    return [
        html.Span(citation, id="number-citation", hidden=True),
        html.Span(urls().whole.below(page), id="number-link", hidden=True),
        html.Div(
            [
                copy_button("number-citation", "Copy number with citation"),
                copy_button("number-link", "Copy link"),
                None if is_page else html.A("Open its page", href=urls().below(page), className="button"),
            ],
            className="row",
        ),
    ]


def report_form(edition: Edition, chosen: Chosen) -> Component:
    """A report of a mistake in a number, prefilled; to copy, and to send where an address is set."""
    text = _report_text(edition, chosen)
    target = os.environ.get(REPORT_ADDRESS, "")
    send: list[Component] = []
    if target.startswith("mailto:"):
        href = f"{target}?subject={quote('Mistake in a number')}&body={quote(text)}"
        send = [html.A("Send it", href=href, className="button")]
    elif target.startswith(("https://", "http://")):
        send = [html.A("Where to send it", href=target, className="button", rel="noopener external")]
    return html.Details(
        [
            html.Summary("Report a mistake in this number"),
            html.Label("Your report", htmlFor="mistake", className="control-label"),
            html.Textarea(text, id="mistake", rows=7, className="share-text"),
            html.Div([copy_button("mistake"), *send], className="row"),
        ],
        className="report",
    )


def _where(edition: Edition, cited: Statement) -> str:
    """The address at which a cited number can be read, and whose it is."""
    address, whose = read_where(edition, cited)
    return f"copy that was read: {address}" if whose == AddressOf.COPY else address or "no address"


def _report_text(edition: Edition, chosen: Chosen) -> str:
    observation, cited = chosen.observation, chosen.cited
    key, indicator = observation.key, edition.indicators[observation.key.indicator]
    source = edition.sources[cited.source] if cited is not None else None
    place, maker = edition.areas[key.area].name, maker_label(edition, observation)
    lines = [
        f"Number: {indicator.name}, {place}, {observation.period}, {maker}",
        f"Address: {urls().whole.observation(observation)}",
        f"Shown: {number(observation, indicator).text} (edition {edition.name}, data as of {edition.data_as_of})",
        f"Cited: {source.title}, {_where(edition, cited)}" if source and cited else "Cited: nothing",
        f"Statement: {cited.file}:{cited.line}" if cited is not None else "",
        "What is wrong, and which source shows it: ",
    ]
    return "\n".join(line for line in lines if line)
