"""`/sources`, the library, and `/source/<key>`, one publication with every number that rests on it."""

from dash import html
from dash.development.base_component import Component

from dashboard.citations import source_citation
from dashboard.numbers import statement_number
from dashboard.page import Page, PageNotFoundError
from dashboard.parts import crumbs, outside_link, source_line
from dashboard.queries import Edition
from dashboard.records import Source, Statement
from dashboard.tables_view import Cell, Column, Row, table

AUTHORITY = {
    "primary": "the producer's own publication",
    "repost": "a copy of the producer's text",
    "secondary": "press and others",
}


def library(edition: Edition, query: str) -> Page:
    """The page of all sources."""
    counts = edition.statement_counts()
    ordered = sorted(edition.sources.values(), key=lambda source: (source.published, source.source), reverse=True)
    columns = [
        Column("Published"),
        Column("Title"),
        Column("Publisher"),
        Column("Kind"),
        Column("Authority"),
        Column("Statements", numeric=True),
    ]
    rows: list[Row] = [
        [
            {"text": source.published or "no date", "sort": source.published},
            {"text": source.title, "href": f"/source/{source.source}"},
            source.publisher,
            edition.source_kinds[source.kind],
            source.authority,
            str(counts.get(source.source, 0)),
        ]
        for source in ordered
    ]
    body = html.Div(
        [
            html.H1("Sources"),
            html.P(
                f"Every figure here is a number that one of {len(counts)} publications prints. "
                f"{len(ordered) - len(counts)} more are listed because others rest on them, or because an event, "
                "a group or a fact is from them.",
                className="lead",
            ),
            table("sources", columns, rows, "All sources, newest first"),
        ]
    )
    return Page("Sources", "Every publication behind the figures, with what rests on it.", body)


def page(edition: Edition, query: str, key: str) -> Page:
    """The page of one source."""
    source = edition.sources.get(key)
    if source is None:
        raise PageNotFoundError("There is no source of that name in this edition.")
    statements = edition.statements_from(key)
    body = html.Article(
        [
            crumbs(("Sources", "/sources")),
            html.H1(source.title),
            html.P(f"{source.publisher}, {source.published or 'date not known'}", className="lead"),
            html.Dl(_facts(edition, source), className="facts"),
            *_resting(edition, source),
            html.Section([html.H2("What it prints"), _statements(edition, statements)]),
            html.Section([html.H2("Citation"), html.P(source_citation(source), className="citation")]),
        ]
    )
    return Page(source.title, f"{source.title}, {source.publisher}: every number here that is from this source.", body)


def _facts(edition: Edition, source: Source) -> list[Component]:
    address: Component | str = (
        outside_link(source, text=source.url) or "No address is recorded; see where it was read below."
    )
    facts: list[tuple[str, Component | str]] = [
        ("Kind", edition.source_kinds[source.kind]),
        ("Authority", f"{source.authority}: {AUTHORITY[source.authority]}"),
        ("Address", address),
        ("Language", source.language),
    ]
    if source.rests_on:
        facts.append(("Rests on", source_line(edition.sources[source.rests_on])))
    if source.note:
        facts.append(("Note", source.note))
    return [piece for name, value in facts for piece in (html.Dt(name), html.Dd(value))]


def _resting(edition: Edition, source: Source) -> list[Component]:
    resting = [item for item in edition.sources.values() if item.rests_on == source.source]
    if not resting:
        return []
    items = [html.Li(source_line(item)) for item in sorted(resting, key=lambda item: item.published)]
    return [html.Section([html.H2("What rests on it"), html.Ul(items, className="statement-list")])]


def _statements(edition: Edition, statements: list[Statement]) -> Component:
    if not statements:
        return html.P("No number here is from this source itself; it is listed because others refer to it.")
    columns = [
        Column("Figure"),
        Column("Year", numeric=True),
        Column("Producer"),
        Column("Value", numeric=True),
        Column("Verdict"),
        Column("Place in the source"),
    ]
    return table("statements", columns, [_row(edition, item) for item in statements], "Every number from this source")


def _row(edition: Edition, item: Statement) -> Row:
    indicator = edition.indicators[item.key.indicator]
    shown = statement_number(item, indicator)
    value: Cell = {"text": shown.text, "href": f"/number/{item.key.path}", "sort": item.value}
    verdict: Cell = {"text": item.verdict, "badge": f"verdict verdict-{item.verdict}"}
    place: Cell = {"text": item.locator, "note": " · ".join(part for part in (item.as_printed, item.note) if part)}
    return [
        {"text": f"{indicator.name}, {edition.areas[item.key.area].name}", "href": f"/number/{item.key.path}"},
        str(item.key.year),
        edition.producers[item.key.producer].label,
        value,
        verdict,
        place,
    ]
