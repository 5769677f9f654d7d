"""`/search`: what is found for the words of a reader, by kind; the box in the head of every page shows the same."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.pages.page import Page
from dashboard.pages.parts.cells import name_of_figure
from dashboard.pages.parts.figures import lead_in, number_link, source_line, verdict_badge
from dashboard.pages.parts.filters import read_choice
from dashboard.server.urls import urls
from dashboard.views.search import MOST_OF_A_KIND, MOST_STATEMENTS, Found, search
from dashboard.views.search_index import KINDS, SearchEntry
from dashboard.words.did_you_mean import quoted
from dashboard.words.makers import maker_label
from dashboard.words.numbers import number, statement_number
from dashboard.words.sentences import joined
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.quoting import counted

_MOST_SKIPPED = 100_000
_DESCRIPTION = "Search places, indicators, substances, sources, events, pages and numbers."
_HELP = (
    "Search for a place under any of its names (Helmand, Birmanie, Афганистан), an indicator or a substance, a source "
    "by title, publisher or year, an event, a page, or a number with or without its unit. A place and an indicator "
    "together give the chart, with a year the figure, with years (2005 to 2015, since 1990) the chart of these; "
    "several places give one chart of all of them, an indicator and a "
    "year the countries of that year, a place and a year its briefing."
)


def page(edition: Edition, query: str) -> Page:
    """The page of what is found for the words of an address."""
    choice = read_choice(query)
    text = choice.get("q", "").strip()
    skipped = _skipped(choice.get("after", ""))
    found = search(edition, text, skipped) if text else Found("")
    title = f"Search: {text}" if text else "Search"
    body = html.Article(
        [
            html.H1(f"Search results for {quoted(text)}" if text else "Search"),
            html.P(_HELP, className="lead") if not text else _lead(found),
            html.Div(_groups(edition, found, skipped), className="search-found"),
        ],
        className="search-page",
    )
    return Page(title, _DESCRIPTION, body)


def _lead(found: Found) -> Component:
    """How words were understood, and what to do where nothing is found."""
    said = [
        f"No match for {quoted(word)}"
        + (f"; results for {joined([quoted(one) for one in near])} are shown." if near else ".")
        for word, near in found.mended.items()
    ]
    if found.is_empty:
        said.append("Nothing was found. Use fewer or other words, or a number with fewer digits.")
    elif not found.has_all_words:
        said.append("No entry has all of these words; entries with some of them are shown.")
    return html.P(" ".join(said), className="search-said", role="status")


def _skipped(asked: str) -> int:
    """How many statements stand on pages before this one."""
    return min(int(asked), _MOST_SKIPPED) if asked.isdecimal() and asked.isascii() else 0


def _groups(edition: Edition, found: Found, skipped: int) -> list[Component]:
    """What is found, a list for each kind, the likeliest kind first."""
    groups = [_statements(edition, found, skipped)] if found.statements else []
    if found.figures:
        groups.append(_group("Figures", [_figure(edition, item) for item in found.figures]))
    if found.charts:
        groups.append(_group("Charts", map(_item, found.charts)))
    for kind, entries in found.entries.items():
        more = f"the best {MOST_OF_A_KIND}" if len(entries) == MOST_OF_A_KIND else ""
        groups.append(_group(KINDS[kind], map(_item, entries), more))
    return groups


def _group(heading: str, items: Iterable[Component], note: str = "", after: Component | None = None) -> Component:
    beside = html.Span(f" ({note})", className="quiet") if note else None
    return html.Section([html.H2([heading, beside] if beside else heading), html.Ul(list(items)), after])


def _item(entry: SearchEntry) -> Component:
    note = html.Span(entry.note, className="note") if entry.note else None
    return html.Li([html.A(entry.name, href=urls().below(entry.address)), note])


def _figure(edition: Edition, item: Observation) -> Component:
    shown = number_link(number(item, edition.indicators[item.key.indicator]))
    what = f"{name_of_figure(edition, item.key)}, {maker_label(edition, item)}"
    return html.Li([shown, html.Span(what, className="note")])


def _statements(edition: Edition, found: Found, skipped: int) -> Component:
    """Who prints a number, or one that rounds to it, and what became of it; many stand on several pages."""
    items = [
        html.Li(
            [
                number_link(statement_number(item, edition.indicators[item.key.indicator])),
                html.Span(
                    lead_in(
                        [
                            html.A(name_of_figure(edition, item.key), href=urls().number(item.key, source=item.source)),
                            verdict_badge(item.verdict),
                            source_line(edition.sources[item.source]),
                        ]
                    ),
                    className="note",
                ),
            ]
        )
        for item in found.statements
    ]
    figures = counted(len({item.key for item in found.statements}), "figure")
    prints = f"{counted(len(items), 'statement')} on {figures}, equal or rounding to it"
    end = skipped + len(items)
    is_more = len(items) == MOST_STATEMENTS
    if is_more or skipped:
        prints = f"statements {skipped + 1:,} to {end:,}, the nearest first"
    further = html.A("Further statements", href=urls().search(found.text, end), className="search-further")
    return _group("Who prints this number", items, prints, further if is_more else None)
