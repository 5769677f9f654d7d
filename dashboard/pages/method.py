"""`/method`: how the figures are made, what the words mean, and how they may be used."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.pages.page import Page
from dashboard.pages.parts.figures import Child, explained, labelled, number_link, verdict_words
from dashboard.server.urls import urls
from dashboard.words.glossary import SOURCE_RULES, TERMS, VALUE_RULES
from dashboard.words.numbers import KINDS, number
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.producers import producer_order
from etl.figures.records import Key
from etl.figures.vocabulary import SET_ASIDE, Evidence, Flag, Verdict

EXAMPLE = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")
Section = tuple[str, str, list[Component]]
Entry = tuple[str, Child | list[Child], Child | list[Child]]


def page(edition: Edition, query: str) -> Page:
    """The page of the method."""
    sections = [
        _indicators(edition),
        _producers(edition),
        _rules(edition),
        _verdicts(edition),
        _flags(),
        _evidence(),
        _witnesses(),
        _vintages(),
        _consistency(),
        _computed(),
        _glossary(),
        _boundaries(),
        _reuse(edition),
    ]
    contents = html.Ol([html.Li(html.A(title, href=f"#{name}")) for name, title, _ in sections])
    body = html.Article(
        [
            html.H1("How the figures are made"),
            html.P(
                "Every number here is one that a publication prints. The method only chooses which of the printed "
                "numbers is shown and which source is cited for it, and says how all the others compare.",
                className="lead",
            ),
            html.Nav(contents, className="contents", **labelled("On this page")),
            *(html.Section([html.H2(title, id=name), *parts]) for name, title, parts in sections),
        ],
        className="method prose",
    )
    return Page(
        "Method: how the figures are made",
        "Indicators, producers, rules and verdicts in plain words, a glossary, and how the figures may be used.",
        body,
    )


def _entries(entries: Iterable[Entry]) -> html.Dl:
    """Words and their meanings, each word under a name that a link can lead to."""
    return html.Dl(
        [piece for name, word, meaning in entries for piece in (html.Dt(word, id=name), html.Dd(meaning))],
        className="glossary",
    )


def _indicators(edition: Edition) -> Section:
    ordered = sorted(edition.indicators.values(), key=lambda item: (item.crop != "opium poppy", item.crop, item.name))
    parts: list[Component] = []
    for crop, items in groupby(ordered, key=lambda item: item.crop):
        parts += [
            html.H3(crop.capitalize() or "Other"),
            _entries(
                (
                    f"indicator-{item.indicator}",
                    html.A(item.name, href=urls().explore(indicator=item.indicator)),
                    [html.Span(f"In {item.unit_name}. ", className="quiet"), item.description],
                )
                for item in items
            ),
        ]
    return "indicators", "Indicators", parts


def _producers(edition: Edition) -> Section:
    entries: list[Entry] = [
        (f"producer-{key}", edition.producers[key].name, edition.producers[key].description)
        for key in producer_order(edition.producers)
    ]
    return "producers", "Producers", [html.P("Who made an estimate. They are never mixed."), _entries(entries)]


def _rules(edition: Edition) -> Section:
    parts: list[Component] = [
        html.P("Two choices are made for each indicator, area, year and producer, by rules that know no exception."),
        html.H3("Which value is in force"),
        _list(VALUE_RULES),
        html.H3("Which source is cited"),
        _list(SOURCE_RULES),
        html.P(
            "The range is that of the cited source; if it prints none, it is that of another source with the same "
            "value, and the page of the number says whose it is."
        ),
        *_example(edition),
    ]
    return "rules", "How a number is chosen", parts


def _list(rules: Sequence[str]) -> html.Ol:
    return html.Ol([html.Li(rule) for rule in rules])


def _example(edition: Edition) -> list[Component]:
    """The rules applied to one figure, where this edition has it."""
    shown = edition.observation(EXAMPLE)
    if shown is None:
        return []
    indicator, place = edition.indicators[EXAMPLE.indicator], edition.areas[EXAMPLE.area].name
    reason = explained(Chosen(shown, edition.statements_of(shown)), edition.sources)
    return [
        html.P(
            [
                f"For example, {indicator.name.lower()} in {place} in {EXAMPLE.year}: ",
                number_link(number(shown, indicator)),
                ". ",
                *reason,
            ],
            className="example",
        )
    ]


def _verdicts(edition: Edition) -> Section:
    entries: list[Entry] = [
        (f"verdict-{verdict}", html.Span(verdict_words(verdict), className=f"verdict verdict-{verdict}"), meaning)
        for verdict, meaning in ((word, word.rule) for word in Verdict)
    ]
    about: list[Child] = [
        "Every statement gets a verdict on the value in force: the first of these that fits. ",
        html.A("Where sources differ", href=urls().disagreements()),
        " lists all that do not print the same.",
    ]
    return "verdicts", "Verdicts", [html.P(about), _entries(entries)]


def _flags() -> Section:
    entries: list[Entry] = [(f"flag-{flag}", flag, flag.meaning) for flag in Flag if str(flag) not in SET_ASIDE]
    return "flags", "What a source says of its own number", [_entries(entries)]


def _evidence() -> Section:
    entries: list[Entry] = [(f"evidence-{word}", word, f"{word.meaning.capitalize()}.") for word in Evidence]
    about: list[Child] = [
        "How a statement was read. A value that is known only from a copy or a report is marked wherever it stands; ",
        html.A("coverage", href=urls().coverage()),
        " shows how good the evidence is for each area and year.",
    ]
    return "evidence", "Evidence", [html.P(about), _entries(entries)]


def _witnesses() -> Section:
    return (
        "witnesses",
        "Witnesses",
        [
            html.P(
                "Many sources repeat one survey. The list of sources says whose numbers each of them repeats, where "
                "that is known; sources that come down to the same one count as one witness. A dozen articles about a "
                "survey say what the survey says, and no more. Where a table of one producer repeats the estimate of "
                "another, the two do not confirm each other."
            )
        ],
    )


def _vintages() -> Section:
    return (
        "vintages",
        "What was known when",
        [
            html.P(
                "Figures are revised. The same rules, applied to the sources published by a date, give what was known "
                "on that date; the page of a number lists from which publication on which value was in force. A source "
                "that gives only a month or a year counts as published at the end of it, when it was certainly out; "
                "an undated source counts as the oldest."
            )
        ],
    )


def _consistency() -> Section:
    return (
        "consistency",
        "Checks of consistency",
        [
            html.P(
                "Two checks look for numbers that do not fit each other: a yield times an area against the production "
                "(five per cent apart or more), and the parts of an area against the whole (one per cent). A number "
                "that fails one is shown all the same, with a note on its page; nothing is corrected by computing."
            )
        ],
    )


def _computed() -> Section:
    entries: list[Entry] = [(f"computed-{kind}", kind, f"{how.capitalize()}.") for kind, how in KINDS.items()]
    about = "No source prints these; each leads to a page with the figures it is made from, in their order."
    return "computed", "Computed numbers", [html.P(about), _entries(entries)]


def _glossary() -> Section:
    ordered = sorted(TERMS.items(), key=lambda item: item[1][0])
    entries: list[Entry] = [(f"term-{name}", word, meaning) for name, (word, meaning) in ordered]
    return "glossary", "Glossary", [_entries(entries)]


def _boundaries() -> Section:
    return (
        "boundaries",
        "Boundaries and names",
        [
            html.P(
                "The boundaries and names shown and the designations used on maps, in tables and in texts do not imply "
                "official endorsement or acceptance, nor any opinion on the legal status of a country, territory, city "
                "or area, or on the course of its frontiers. Outlines are simplified for small maps."
            )
        ],
    )


def _reuse(edition: Edition) -> Section:
    return (
        "reuse",
        "Terms of reuse",
        [
            html.P(
                "The figures belong to those who published them. This dashboard quotes them and says where they stand; "
                "it claims no right in them and can give none. For more than quoting, see the terms of the publisher, "
                "to whom each number leads."
            ),
            html.P(
                [
                    "Cite the source that stands with a number, not only this page. So that others find the same state "
                    "of the figures, name the edition too: this is edition ",
                    html.Code(edition.name),
                    f", data as of {edition.data_as_of}.",
                ]
            ),
            html.P("Estimates of illicit crops are uncertain. Give the range with the value where one is printed."),
        ],
    )
