"""`/method`: how the figures are made, what the words mean, and how they may be used."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.pages.page import Page
from dashboard.pages.parts.figures import Child, break_told, explained, labelled, number_link, verdict_words
from dashboard.pages.parts.table import ShownRow, TableColumn, table
from dashboard.server.urls import urls
from dashboard.views.attribution import SUMMED_SIGN
from dashboard.words.glossary import RULES, TERMS
from dashboard.words.numbers import COMPUTATIONS, RATES, number
from dashboard.words.sentences import within_a_sentence
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.beside import rows_beside
from etl.figures.keys import Key
from etl.figures.producers import producer_order
from etl.figures.quoting import counted
from etl.figures.vocabulary.history import BreakKind
from etl.figures.vocabulary.judgement import SET_ASIDE, ChangeKind, Misfit, Verdict
from etl.figures.vocabulary.numbers import Evidence, Flag, RangeKind
from etl.figures.vocabulary.word import Word

EXAMPLE = Key("opium-poppy-cultivation", "AFG", 2018, "unodc")
_PROSE = rows_beside(__package__, "method.csv")
_NAMED = re.compile(r"\{(\w+)\}")
Parts = list[Component]
Entry = tuple[str, Child | list[Child], Child | list[Child]]


def page(edition: Edition, query: str) -> Page:
    """The page of the method: the prose of `method.csv`, each section with what is made from edition and words."""
    parts_after: dict[str, Parts] = {
        "indicators": [_indicators(edition)],
        "producers": [_producers(edition)],
        "rules": _rules(edition),
        "verdicts": [_verdicts()],
        "flags": [_entries((f"flag-{flag}", flag, flag.meaning) for flag in Flag if str(flag) not in SET_ASIDE)],
        "vintages": [_entries((f"change-{kind}", kind, _told(kind)) for kind in ChangeKind)],
        "breaks": _breaks(edition),
        "consistency": [_entries((f"misfit-{code}", _words_of(code), _told(code)) for code in Misfit)],
        "evidence": [_entries((f"evidence-{word}", word, f"{word.meaning.capitalize()}.") for word in Evidence)],
        "ranges": [_ranges()],
        "computed": [_computations()],
        "glossary": [_glossary()],
    }
    sections = [
        (name, title, [*_paragraphs(edition, rows), *parts_after.get(name, [])])
        for (name, title), rows in groupby(_PROSE, key=lambda row: (row["section"], row["title"]))
    ]
    contents = html.Ol([html.Li(html.A(title, href=f"#{name}")) for name, title, _ in sections])
    body = html.Article(
        [
            html.H1("How the figures are made"),
            html.P(_promise(edition), className="lead"),
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


def _promise(edition: Edition) -> list[Child]:
    """What the figures of this edition are: as printed, or which are not."""
    chooses = (
        "The method only chooses which of the printed numbers is shown and which source is cited for it, and says how "
        "all the others compare."
    )
    counts = edition.flag_counts
    summed, every = counts.get(Flag.SUMMED, 0), sum(counts.values())
    if not summed:
        return [f"Every figure here is one that a publication prints. {chooses}"]
    rest = (
        "The other one is not printed anywhere: it was added up here from parts that a source prints, and carries"
        if summed == 1
        else f"The other {counted(summed, 'figure')} are not printed anywhere: they were added up here from parts that "
        "a source prints, and carry"
    )
    return [
        f"{every - summed:,} of {counted(every, 'figure')} here are numbers that a publication prints. "
        f"{rest} the mark ",
        html.A(f"{SUMMED_SIGN} (summed)", href=f"#flag-{Flag.SUMMED}"),
        f". {chooses} Numbers that a source gives in another unit are converted, and say so.",
    ]


def _paragraphs(edition: Edition, rows: Iterable[Mapping[str, str]]) -> Iterator[Component]:
    """The prose of a section; what a paragraph names in braces is put in."""
    named: dict[str, Child] = {
        "disagreements": html.A("Where sources differ", href=urls().disagreements()),
        "coverage": html.A("coverage", href=urls().coverage()),
        "edition": html.Code(edition.name),
    }
    for row in rows:
        text = row["paragraph"].replace("{date}", edition.data_as_of)
        pieces = _NAMED.split(text)
        if len(pieces) > 1:
            yield html.P([named[piece] if position % 2 else piece for position, piece in enumerate(pieces)])
        elif text:
            yield html.P(text)


def _told(word: Word) -> str:
    """Meaning and rule of a word, as sentences."""
    return f"{word.meaning[:1].upper()}{word.meaning[1:]}. {word.rule}".strip()


def _words_of(code: str) -> str:
    """A code of a check as words."""
    return code.replace("-", " ")


def _entries(entries: Iterable[Entry]) -> html.Dl:
    """Words and their meanings, each word under a name that a link can lead to."""
    return html.Dl(
        [piece for name, word, meaning in entries for piece in (html.Dt(word, id=name), html.Dd(meaning))],
        className="glossary",
    )


def _indicators(edition: Edition) -> Component:
    """What is measured, as a table: a browser is slow to draw so many entries of a list."""
    columns = [TableColumn("Indicator"), TableColumn("Topic"), TableColumn("Unit"), TableColumn("What it is")]
    rows: list[ShownRow] = [
        [
            {"text": item.name, "href": urls().explore(indicator=item.indicator)},
            edition.topics[item.topic].name if item.topic else "Other",
            item.unit_name,
            item.description,
        ]
        for item in edition.indicators_with_figures.values()
    ]
    return table("indicators", columns, rows, "Indicators with figures")


def _producers(edition: Edition) -> html.Dl:
    return _entries(
        (f"producer-{key}", edition.producers[key].name, edition.producers[key].description)
        for key in producer_order(edition.producers)
    )


def _rules(edition: Edition) -> Parts:
    lists: Parts = []
    for choice, rules in RULES.items():
        lists += [html.H3(choice), html.Ol([html.Li(rule) for rule in rules])]
    return [*lists, *_example(edition)]


def _example(edition: Edition) -> Parts:
    """The rules applied to one figure, where this edition has it."""
    shown = edition.observation(EXAMPLE)
    if shown is None:
        return []
    indicator, place = edition.indicators[EXAMPLE.indicator], edition.areas[EXAMPLE.area].name
    reason = explained(Chosen(shown, edition.statements_of(shown)), edition.sources)
    return [
        html.P(
            [
                f"For example, {within_a_sentence(indicator.name)} in {place} in {EXAMPLE.year}: ",
                number_link(number(shown, indicator)),
                ". ",
                *reason,
            ],
            className="example",
        )
    ]


def _breaks(edition: Edition) -> Parts:
    """The kinds of breaks, and every break of this edition, folded under how many there are."""
    kinds = _entries((f"break-{kind}", kind, f"{kind.meaning[:1].upper()}{kind.meaning[1:]}.") for kind in BreakKind)
    items = [
        html.Li(
            [
                f"{edition.indicators[item.indicator].name}, {edition.areas[item.area].name}, "
                f"{edition.producers[item.producer].label}, {item.first_year_after} ({item.kind}): ",
                *break_told(item, edition.sources[item.source]),
            ]
        )
        for item in edition.breaks_told
    ]
    listed = html.Ul(items, className="statement-list")
    every = html.Details([html.Summary(f"Every break of this edition ({len(items)})"), listed], className="folded")
    return [kinds, every] if items else [kinds]


def _verdicts() -> html.Dl:
    return _entries(
        (f"verdict-{verdict}", html.Span(verdict_words(verdict), className=f"verdict verdict-{verdict}"), verdict.rule)
        for verdict in Verdict
    )


def _ranges() -> html.Dl:
    return _entries((f"range-{kind}", kind.rule, _told_alone(kind)) for kind in RangeKind)


def _told_alone(word: Word) -> str:
    return f"{word.meaning[:1].upper()}{word.meaning[1:]}."


def _computations() -> html.Dl:
    names = {kind: f"rate per {rate.counted} people" for kind, rate in RATES.items()}
    return _entries(
        (f"computed-{kind}", names.get(kind, kind.replace("-", " ")), f"{how.capitalize()}.")
        for kind, how in COMPUTATIONS.items()
    )


def _glossary() -> html.Dl:
    ordered = sorted(TERMS.items(), key=lambda item: item[1][0])
    return _entries((f"term-{name}", word, meaning) for name, (word, meaning) in ordered)
