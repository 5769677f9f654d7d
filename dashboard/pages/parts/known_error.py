"""A known error of a statement in words: what it prints, what is meant, how one can tell, and who confirms it."""

from dash import html

from dashboard.pages.parts.figures import Child, number_link, quoted_figures, source_line
from dashboard.server.urls import urls
from dashboard.words.numbers import meant_number, statement_number
from etl.editions.reading import Edition
from etl.figures.knowledge import Correction
from etl.figures.observations import Statement
from etl.figures.tables import FIGURES_PACKAGE
from etl.figures.vocabulary.judgement import SET_ASIDE, Mending


def known_error(edition: Edition, item: Statement) -> html.Div | None:
    """What is known to be wrong with a statement; None where nobody has recorded an error."""
    correction = edition.corrections.get(item.id)
    if correction is None:
        return None
    href = urls().source(item.source)
    return html.Div(
        [
            html.Div([*_what(edition, item, correction), ". ", *quoted_figures(_ended(correction.reason), href)]),
            html.Div([*_who(edition, item, correction), *_mending(correction)], className="quiet"),
        ],
        className="note known-error",
    )


def _what(edition: Edition, item: Statement, correction: Correction) -> list[Child]:
    """What is printed and, where it is known, what is meant: the number that the confirming source shows."""
    indicator = edition.indicators[item.key.indicator]
    shows_it = correction.confirmed_by if correction.confirmed_by in edition.sources else item.source
    meant = meant_number(correction, shows_it, indicator)
    what: list[Child] = ["Prints ", number_link(statement_number(item, indicator))]
    if meant is not None:
        meaning = ", meant " if item.verdict in SET_ASIDE else ", perhaps meant "
        what += [meaning + ("in another unit: " if correction.verdict == "wrong-unit" else ""), number_link(meant)]
    return what


def _who(edition: Edition, item: Statement, correction: Correction) -> list[Child]:
    source = edition.sources.get(correction.confirmed_by)
    stays = "" if item.verdict in SET_ASIDE else ", so its number stays"
    if source is not None:
        return ["Confirmed by ", source_line(source), "."]
    if correction.confirmed_by == FIGURES_PACKAGE:
        return [f"The collectors of the figures say so; no source or person has confirmed it{stays}."]
    return [
        f"Confirmed by {_ended(correction.confirmed_by)}"
        if correction.confirmed_by
        else f"Not confirmed by anyone{stays}."
    ]


def _mending(correction: Correction) -> list[Child]:
    """Whether the publisher was told, and what became of it."""
    told = [f" Reported to the publisher: {correction.reported}."] if correction.reported else []
    return [*told, *([f" {Mending(correction.status).rule}."] if correction.status else [])]


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def note_beside_error(edition: Edition, item: Statement) -> str:
    """The note of a statement without what the reason of its correction says already."""
    correction = edition.corrections.get(item.id)
    if correction is None:
        return item.note
    start = item.note.casefold().find(correction.reason.casefold())
    if start < 0:
        return item.note
    return (item.note[:start] + item.note[start + len(correction.reason) :]).strip("; ")
