"""`/source/<key>`: one publication, every number that rests on it, and what would change without it."""

from collections.abc import Mapping, Sequence
from functools import partial

from dash import html
from dash.development.base_component import Component

from dashboard.api.linked_data import linked_source
from dashboard.exports.citations import source_reference
from dashboard.pages.metadata import Metadata
from dashboard.pages.page import Page
from dashboard.pages.parts.cells import figure_cell, number_cell, source_cell
from dashboard.pages.parts.citation import citation_section
from dashboard.pages.parts.figures import (
    Child,
    crumbs,
    inferred_badge,
    link_out,
    outside_link,
    quoted_figures,
    source_line,
    verdict_words,
)
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn, table
from dashboard.pages.parts.weakness import weak_in
from dashboard.server.urls import INSIDE, urls
from dashboard.views.attribution import SUMMED_SIGN
from dashboard.views.not_found import PageNotFoundError
from dashboard.words.makers import maker_label
from dashboard.words.numbers import number, statement_number
from dashboard.words.pieces import Pieces, quote, words
from dashboard.words.sentences import joined, within_a_sentence
from etl.editions.reading import Edition
from etl.editions.reading.observations import Selection
from etl.figures.links import safe_address
from etl.figures.observations import Statement
from etl.figures.quoting import counted
from etl.figures.resting import repeaters_of, resting_on
from etl.figures.sources import Source
from etl.figures.vocabulary.editions import Effect
from etl.figures.vocabulary.numbers import Flag
from etl.figures.vocabulary.sources import Authority

MOST_LISTED = 1_000  # rows of a table on the page of a source


def page(edition: Edition, query: str, key: str) -> Page:
    """The page of one source."""
    source = edition.sources.get(key)
    if source is None:
        raise PageNotFoundError("There is no source of that name in this edition.")
    by_date = sorted(edition.sources.values(), key=lambda source: (source.published, source.source))
    repeaters = resting_on(key, repeaters_of({item.source: item.rests_on for item in by_date}))
    others = [item for item in repeaters if item != key]
    statements = edition.statements_from(key, most=MOST_LISTED)
    body = html.Article(
        [
            crumbs(("Sources", urls().sources())),
            html.H1(_title(source)),
            html.P(f"{source.published_by}, {source.dated or 'date not known'}", className="lead"),
            html.Dl(_facts(edition, source), className="facts"),
            html.Section([html.H2("What it prints"), _own_statements(edition, key, statements), *_more(edition, key)]),
            *weak_in(edition, {"source": [key]}, Selection(sources=(key,))),
            *_breaks(edition, key),
            *_resting(edition, key, repeaters, others),
            _without_source(edition, key, others),
            citation_section([source_reference(source, edition.csl_types)], partial(urls().source_citation, key)),
        ],
        className="source-page",
    )
    return Page(
        source.title,
        f"{source.title}, {source.published_by}: every number here that rests on this source.",
        body,
        metadata=Metadata(linked=lambda whole: linked_source(edition, source, whole), canonical=INSIDE.source(key)),
    )


def _title(source: Source) -> Child:
    """The title as a whole, leading to the publication where its address is known: its figures are its own."""
    return outside_link(source, text=source.title, marked=False) or source.title


def _read_at(edition: Edition, source: Source) -> list[Child]:
    """Every copy in which its numbers were read, with how many there; empty where it was read at its own address."""
    return [
        html.Div([link_out(address, address, edition.links.get(address)), f" ({counted(count, 'number')})"])
        for via, count in edition.places_read(source.source).items()
        if (address := safe_address(via))
    ]


def _copies(edition: Edition, source: Source) -> list[Child]:
    """Copies of it, and pages about it, in which no number here was read, each with what was seen there."""
    read = edition.places_read(source.source)
    return [
        html.Div(
            [link_out(address, address, edition.links.get(address)), f": {within_a_sentence(seen)}" if seen else ""]
        )
        for known, seen in edition.copies.get(source.source, ())
        if known not in read and (address := safe_address(known))
    ]


def _address(source: Source, read_at: Sequence[Child], copies: Sequence[Child]) -> Child:
    link = outside_link(source, text=source.url)
    if link is not None:
        return link
    if read_at:
        below = "the copy" if len(read_at) == 1 else "the copies"
        return f"No address of its own is recorded; its numbers were read in {below} below."
    where = "No address of its own is recorded" + ("; the pages below print or describe it." if copies else ".")
    return f"{where} No number here was read in it."


def _facts(edition: Edition, source: Source) -> list[Component]:
    read_at, copies = _read_at(edition, source), _copies(edition, source)
    facts: list[tuple[str, Child | list[Child]]] = [
        ("Kind", edition.source_kinds[source.kind]),
        ("Authority", f"{source.authority}: {Authority(source.authority).meaning}"),
        ("Address", _address(source, read_at, copies)),
        ("Language", source.language),
    ]
    if read_at:
        facts.append(("Read at", read_at))
    if copies:
        facts.append(("Copies, or pages about it", copies))
    if not source.is_title_seen:
        facts.append(("Title", "A description in our words; the title itself was not seen."))
    elif source.recorded_title != source.title:
        facts.append(("Title", f"Recorded as “{source.recorded_title}”: what stands in brackets was added here."))
    if source.is_publisher_inferred:
        facts.append(
            (
                "Publisher",
                [inferred_badge(), " It was not read in the source; the note says how it is known."],
            )
        )
    if source.survey_years:
        facts.append(("Surveys", joined(source.survey_years.split())))
    if source.rests_on:
        facts.append(("Rests on", source_line(edition.sources[source.rests_on])))
    if source.note:
        facts.append(("Note", quoted_figures(source.note, urls().source(source.source))))
    return [piece for name, value in facts for piece in (html.Dt(name), html.Dd(value))]


# What a source can be listed for beside the numbers that it prints, by the table that says so.
_USES = {
    "definition": ("definition", ""),
    "series_break": ("break of a series", "breaks of series"),
    "series_note": ("note on a series", "notes on series"),
    "doubt": ("doubt about a number", "doubts about numbers"),
    "event": ("event", ""),
    "fact": ("fact of an article", "facts of an article"),
    "area_group": ("membership of a group", "memberships of groups"),
    "qualitative_statement": ("answer in words", "answers in words"),
    "statement": ("number of another source that rests on it", "numbers of other sources that rest on it"),
}


def _uses(edition: Edition, key: str) -> str:
    """What it is listed for beside the numbers that it prints, in words."""
    counts = edition.uses_of(key)
    return joined([counted(counts[table], *noun) for table, noun in _USES.items() if counts[table]])


def _own_statements(edition: Edition, key: str, statements: Sequence[Statement]) -> Component:
    if not statements:
        uses = _uses(edition, key)
        listed = f"; it is listed for {uses}" if uses else ""
        return html.P(f"No number here is from this source itself{listed}.")
    columns = [*_COLUMNS, TableColumn("Place in the source")]
    rows = [[*_row(edition, item), _place(item)] for item in statements]
    summed = any(item.flag == Flag.SUMMED for item in statements)
    caption = "Every number that this source prints"
    return table(
        "statements",
        columns,
        rows,
        f"{caption}, or that was added up here from what it prints ({SUMMED_SIGN})" if summed else caption,
    )


def _more(edition: Edition, key: str) -> list[Component]:
    """Where all numbers of a source are that prints more than a page can list."""
    count = edition.statement_counts().get(key, 0)
    if count <= MOST_LISTED:
        return []
    everything = html.A("all of them as CSV", href=urls().api_list_csv("statements", {"source": key}))
    return [html.P([f"These are the first {MOST_LISTED:,} of {count:,} numbers: ", everything, "."], className="quiet")]


_COLUMNS = (
    TableColumn("Figure"),
    TableColumn("Year", numeric=True),
    TableColumn("Producer"),
    TableColumn("Value", numeric=True),
    TableColumn("Verdict"),
)


def _row(edition: Edition, item: Statement) -> list[TableCell | str]:
    indicator = edition.indicators[item.key.indicator]
    shown = statement_number(item, indicator)
    return [
        {"text": f"{indicator.name}, {edition.areas[item.key.area].name}", "href": urls().number(item.key)},
        item.period,
        maker_label(edition, item),
        {"text": shown.text, "href": urls().number(item.key), "sort": item.value},
        {"text": verdict_words(item.verdict), "badge": f"verdict verdict-{item.verdict}"},
    ]


def _place(item: Statement) -> TableCell:
    address = urls().number(item.key)
    note: Pieces = []
    if item.via:
        note.append({"text": "copy that was read", "href": safe_address(item.via), "class": "outside"})
    for text in (item.as_printed, item.note):
        if text:
            note += [words(" · ")] if note else []
            note.append(quote(text, address))
    return {"text": item.locator, "note": note}


def _breaks(edition: Edition, key: str) -> list[Component]:
    """The breaks of series that it tells of, each leading to its chart."""
    items = [
        html.Li(
            [
                html.A(
                    f"{edition.indicators[item.indicator].name}, {edition.areas[item.area].name}, "
                    f"{edition.producers[item.producer].label}, {item.first_year_after}",
                    href=urls().explore(indicator=item.indicator, area=item.area, producer=item.producer),
                ),
                ": ",
                *quoted_figures(item.what, urls().source(key)),
                html.Span(f" {item.locator}.", className="quiet locator"),
            ]
        )
        for item in edition.breaks_told
        if item.source == key
    ]
    if not items:
        return []
    return [html.Section([html.H2("Breaks of series that it tells of"), html.Ul(items, className="statement-list")])]


def _resting(
    edition: Edition, key: str, repeaters: Mapping[str, Sequence[str]], others: Sequence[str]
) -> list[Component]:
    """The sources that repeat its numbers as a tree, and what they print."""
    if not others:
        return []
    statements = edition.statements_from(*others)
    columns = [*_COLUMNS, TableColumn("Printed by")]
    rows: list[ShownRow] = [[*_row(edition, item), source_cell(edition.sources[item.source])] for item in statements]
    printed = [table("resting", columns, rows, "Every number of a source that rests on this one")] if rows else []
    return [
        html.Section(
            [
                html.H2("What rests on it"),
                html.P(
                    [
                        "Sources that repeat its numbers, directly or through others; together they are ",
                        html.A("one witness", href=urls().method("term-witness")),
                        ".",
                    ]
                ),
                _tree(edition, key, repeaters),
                *printed,
            ]
        )
    ]


def _tree(edition: Edition, key: str, repeaters: Mapping[str, Sequence[str]]) -> Component:
    items = [
        html.Li([source_line(edition.sources[one]), _tree(edition, one, repeaters) if repeaters[one] else None])
        for one in repeaters[key]
    ]
    return html.Ul(items, className="tree")


def _without_source(edition: Edition, key: str, others: Sequence[str]) -> Component:
    """What the published method would show without the source, and without everything that rests on it."""
    made: list[Component] = [
        html.H2("What would change without it"),
        html.P(
            "The published method, applied to the statements that would be left: which figures would lose their value, "
            "show another one, or be cited from elsewhere.",
            className="note",
        ),
        _table_of_changes(edition, key, "without", "Without this source"),
    ]
    if others:
        made += [
            html.H3("And without everything that rests on it"),
            _table_of_changes(
                edition, key, "without-all", "Without this source and those that rest on it", with_resting=True
            ),
        ]
    return html.Section(made)


def _table_of_changes(edition: Edition, key: str, name: str, caption: str, *, with_resting: bool = False) -> Component:
    alternatives = edition.effects_without(key, with_resting, MOST_LISTED)
    if not alternatives:
        return html.P("No figure would lose its value, change it, or be cited from elsewhere.")
    columns = [
        TableColumn("Figure"),
        TableColumn("Now", numeric=True),
        TableColumn("What would change"),
        TableColumn("Without it", numeric=True),
        TableColumn("Cited then"),
    ]
    rows: list[ShownRow] = []
    for changed in alternatives:
        indicator = edition.indicators[changed.now.key.indicator]
        now = number(changed.now, indicator)
        then: list[TableCell | str] = ["", ""]
        if changed.then is not None:
            shown = statement_number(changed.then, indicator)
            then = [number_cell(shown, changed.then.value), source_cell(edition.sources[changed.then.source])]
        figure, effect = figure_cell(edition, changed.now), Effect(changed.effect).meaning
        rows.append([figure, {"text": now.text, "href": now.href}, effect, *then])
    count = edition.count_effects_without(key, with_resting)
    if count > MOST_LISTED:
        caption = f"{caption}: the first {MOST_LISTED:,} of {count:,}"
    return table(name, columns, rows, caption)
