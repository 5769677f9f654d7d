"""Pieces of pages: numbers, sentences, sources and statements as Dash components."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.server.urls import urls
from dashboard.words.numbers import Number, figures_in
from dashboard.words.sentences import Lead, Sentence, SentencePart
from dashboard.words.why_chosen import Chosen, why
from etl.figures.knowledge import Break
from etl.figures.links import link_to_number, safe_address, where_to_read
from etl.figures.observations import Statement
from etl.figures.sources import INFERRED, Link, Source

Child = Component | str


def number_link(number: Number, **properties: Any) -> html.A:
    """A number as a link to the page that explains it."""
    return html.A(number.text, href=number.href, className="number", **properties)


def sentence(parts: Sentence) -> list[Child]:
    """A sentence with every number in it a link, and whatever leads to another view."""
    return [_part(part) for part in parts]


def _part(part: SentencePart) -> Child:
    if isinstance(part, Lead):
        return html.A(part.text, href=part.href)
    return part if isinstance(part, str) else number_link(part)


def quoted_figures(text: str, href: str) -> list[Child]:
    """A text from the data, with every figure in it a link to where it is from."""
    return [
        html.A(piece, href=href, className="number quiet-link") if is_figure else piece
        for piece, is_figure in figures_in(text)
    ]


def verdict_words(verdict: str) -> str:
    """A verdict as it is read."""
    return verdict.replace("-", " ")


def verdict_badge(verdict: str) -> html.A:
    """A verdict as a word and a shape, which lead to its rule."""
    badge = html.Span(verdict_words(verdict), className=f"verdict verdict-{verdict}")
    return html.A(
        badge, href=urls().method(f"verdict-{verdict}"), title="The rule of this verdict", className="quiet-link"
    )


def flag_badge(flag: str) -> html.A:
    """A flag as a word that leads to its meaning."""
    badge = html.Span(flag, className="badge")
    return html.A(badge, href=urls().method(f"flag-{flag}"), title="What this mark means", className="quiet-link")


def inferred_badge() -> html.A:
    """The mark of a source whose publisher nobody has read; it leads to its meaning."""
    badge = html.Span(f"publisher {INFERRED}", className="badge")
    return html.A(badge, href=urls().method("term-inferred"), title="What this mark means", className="quiet-link")


def dated(source: Source) -> str:
    """The date of a source in words that a sentence can take."""
    return source.dated or "no date"


def source_title(source: Source) -> html.A:
    """The title of a source, leading to its page; on paper with the address at which it can be read."""
    address, _ = where_to_read(source, "")
    printed: dict[str, Any] = {"data-address": address} if address else {}
    return html.A(source.title, href=urls().source(source.source), className="source-title", **printed)


def explained(chosen: Chosen, sources: dict[str, Source]) -> list[Child]:
    """How value and source of an observation were chosen, every source in it a link."""
    return [part if isinstance(part, str) else source_title(part) for part in why(chosen, sources)]


def source_line(source: Source) -> html.Span:
    """Title, publisher and date of a source."""
    return html.Span([source_title(source), html.Span(f" {source.published_by}, {dated(source)}", className="quiet")])


def break_told(item: Break, source: Source) -> list[Child]:
    """What changed at a break of a series, how much it matters, and where that is printed; figures lead there."""
    address = urls().source(item.source)
    effect: list[Child] = [" As printed: ", *quoted_figures(item.effect, address), "."] if item.effect else []
    place = html.Span(f", {item.locator}.", className="quiet locator")
    return [*quoted_figures(item.what, address), *effect, " Source: ", source_line(source), place]


def outside_link(
    source: Source, statement: Statement | None = None, text: str = "Open the source", *, marked: bool = True
) -> Component | None:
    """A link to the publication itself, at the number where that is possible; None where it has no address.

    A dead link is marked as such, unless that is told elsewhere.
    """
    locator, as_printed = (statement.locator, statement.as_printed) if statement else ("", "")
    return link_out(text, link_to_number(source, locator, as_printed), source.link if marked else None)


def read_at(statement: Statement, links: Mapping[str, Link]) -> Component | None:
    """A link to the copy in which a statement was read, where it was not the source's own page."""
    return link_out("copy that was read", safe_address(statement.via), links.get(statement.via))


def link_out(text: str, address: str, found: Link | None) -> Component | None:
    """A link that leaves the dashboard; a dead one says so and offers the archived copy, where one is recorded."""
    if not address:
        return None
    link = html.A(text, href=address, className="outside", rel="noopener external")
    if found is None or not found.is_dead:
        return link
    dead: list[Child] = [link, html.Span(f" (link was dead on {found.checked})", className="dead")]
    archived = safe_address(found.archived)
    if archived:
        dead += [" ", html.A("archived copy", href=archived, className="outside", rel="noopener external")]
    return html.Span(dead, className="dead-link")


def root_of(source: Source, sources: dict[str, Source]) -> Source:
    """The source whose numbers a source repeats in the end; itself where it repeats nobody's."""
    seen = {source.source}
    while source.rests_on in sources and source.rests_on not in seen:
        source = sources[source.rests_on]
        seen.add(source.source)
    return source


def witnesses(statements: Iterable[Statement], sources: dict[str, Source]) -> dict[str, list[str]]:
    """The sources of some statements by the source they rest on in the end: those under one root are one witness."""
    found: dict[str, list[str]] = {}
    rests_on = {item.source: item.rests_on or item.source for item in reversed(list(statements))}
    for key in reversed(rests_on):
        found.setdefault(root_of(sources[rests_on[key]], sources).source, []).append(key)
    return found


def lead_in(items: Sequence[Child | None], separator: str = " · ") -> list[Child]:
    """Pieces in a row, with a separator between those that are there."""
    present = [item for item in items if item is not None]
    return [piece for item in present for piece in (separator, item)][1:]


def crumbs(*steps: tuple[str, str]) -> html.Nav:
    """The way to a page, from the wide to the narrow."""
    links = [html.Li(html.A(text, href=href)) for text, href in steps]
    return html.Nav(html.Ol(links), className="crumbs", **labelled("Breadcrumb"))


def plain_table(headings: Sequence[str], rows: Sequence[Component], name: str = "", **properties: Any) -> html.Div:
    """A table that is a part of the text and takes no script; a wide one scrolls by itself, with arrow keys too."""
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in headings]))
    table = html.Table([head, html.Tbody(rows)])
    return html.Div(table, className=f"table-scroll {name}".strip(), tabIndex=0, **properties)


def labelled(text: str, **others: Any) -> dict[str, Any]:
    """A label for those who do not see, and other attributes whose names Python cannot write."""
    return {"aria-label": text, **others}
