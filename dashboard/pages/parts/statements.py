"""Everyone else who printed a number for one observation: by verdict, and by the source that they rest on."""

import math
from collections.abc import Callable
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.figures import (
    Child,
    flag_badge,
    inferred_badge,
    lead_in,
    number_link,
    outside_link,
    quoted_figures,
    read_at,
    source_line,
    source_title,
    verdict_badge,
    witnesses,
)
from dashboard.pages.parts.known_error import known_error, note_beside_error
from dashboard.server.urls import urls
from dashboard.words.definitions import unsaid
from dashboard.words.numbers import statement_number
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.observations import Observation, Statement
from etl.figures.quoting import counted
from etl.figures.vocabulary.attributes import RESTS_ON, Unsaid
from etl.figures.vocabulary.judgement import READING_ORDER, SET_ASIDE, Verdict
from etl.figures.vocabulary.numbers import SAME, Flag
from etl.figures.vocabulary.sources import Authority


def other_statements(
    edition: Edition, chosen: Chosen, heading: Callable[[str], Component] = html.H3, marked: str = ""
) -> html.Section:
    """Everyone else who printed the same or another number, by verdict and by what they rest on.

    The statements of the source `marked` stand out.
    """
    others, day = chosen.others, chosen.observation.asof
    by_then = f" by {day}" if day else ""
    groups = _groups_then(chosen) if day else _groups_today(chosen)
    body: list[Component] = [_group(edition, title, items, marked) for title, items in groups]
    if not others:
        body = [html.P(f"No other source in this edition printed a number here{by_then}.", className="note")]
    later = edition.published_later(chosen.observation) if day else []
    if later:
        body.append(_group(edition, [f"Published after {day}, or not certainly by then"], later, marked))
    rest = _witness_sentence(edition, chosen)
    title = f"Everyone else who {'had ' if day else ''}printed a number here{by_then}"
    return html.Section([heading(title), rest, *body], className="statements")


Groups = list[tuple[list[Child], list[Statement]]]


def _groups_today(chosen: Chosen) -> Groups:
    """The other statements by their verdict on the current value."""
    ordered = sorted(chosen.others, key=lambda item: READING_ORDER.index(item.verdict))
    groups = groupby(ordered, key=lambda item: item.verdict)
    return [([verdict_badge(verdict), f" {Verdict(verdict).meaning}"], list(items)) for verdict, items in groups]


def _groups_then(chosen: Chosen) -> Groups:
    """The other statements of a day by whether they print the value that was current then.

    Verdicts are on the current value; only what is set aside is so on any day.
    """
    aside = [pair for pair in _groups_today(chosen) if pair[1][0].verdict in SET_ASIDE]
    in_use = [item for item in chosen.others if item.verdict not in SET_ASIDE]
    same = [item for item in in_use if prints(item, chosen.observation)]
    other = [item for item in in_use if item not in same]
    groups: Groups = [(["The value that was current then"], same), (["Another number, or that value rounded"], other)]
    return [*((title, items) for title, items in groups if items), *aside]


def prints(statement: Statement, observation: Observation) -> bool:
    """Whether a statement prints the value that an observation shows, or its range where it has no value."""
    if (statement.flag == Flag.POPPY_FREE) != observation.is_poppy_free:
        return False
    if statement.value is None or observation.value is None:
        figures = [(item.value, item.low, item.high) for item in (statement, observation)]
        return figures[0] == figures[1]
    return math.isclose(statement.value, observation.value, rel_tol=SAME)


def _supports(statement: Statement, observation: Observation) -> bool:
    if observation.asof:
        return statement.verdict not in SET_ASIDE and prints(statement, observation)
    return statement.verdict in {Verdict.CITED, Verdict.AGREES, Verdict.ROUNDED}


def _witness_sentence(edition: Edition, chosen: Chosen) -> html.P | None:
    """How many witnesses there are: sources that rest on one survey are one, those of which it is unknown are not."""
    supporting = [item for item in chosen.statements if _supports(item, chosen.observation)]
    keys = list(dict.fromkeys(item.source for item in supporting))
    cited = chosen.cited
    others = [key for key in keys if cited is None or key != cited.source]
    if not others or cited is None:
        return None
    roots, listed = witnesses(supporting, edition.sources), counted(len(others), "source")
    is_one = len(others) == 1
    lead = f"Besides the one cited, {listed} {'prints' if is_one else 'print'} this value or one that fits it"
    if list(roots) == [cited.source]:
        return html.P(f"{lead}; {'it rests' if is_one else 'all of them rest'} on the cited one.")
    if len(roots) == 1:
        root = source_line(edition.sources[next(iter(roots))])
        return html.P([f"{lead}; {'both rest' if is_one else 'all of these rest'} on one: ", root, "."])
    producers = [root for root in roots if edition.sources[root].authority != Authority.SECONDARY]
    is_some = 0 < len(producers) < len(roots)
    own = f", {counted(len(producers), 'text')} of the producer among them" if is_some else ""
    if len(roots) == len(keys):
        apart = "none recorded as resting on the same source as another"
        return html.P(f"{lead}. These are {len(keys)} sources{own}, {apart}.")
    return html.P(
        f"{lead}. Those recorded as repeating the same source counted as one, these {len(keys)} sources "
        f"come down to {len(roots)}{own}."
    )


def _group(edition: Edition, title: list[Child], items: list[Statement], marked: str) -> html.Div:
    return html.Div([html.P(title, className="verdict-heading"), *_by_root(edition, items, marked)])


def _by_root(edition: Edition, items: list[Statement], marked: str) -> list[Component]:
    """Statements by the source they rest on in the end: those that repeat one source stand under its name."""
    by_source: dict[str, list[Statement]] = {}
    for item in items:
        by_source.setdefault(item.source, []).append(item)
    parts: list[Component] = []
    alone: list[Statement] = []
    for root, keys in witnesses(items, edition.sources).items():
        statements = [item for key in keys for item in by_source[key]]
        if len(keys) == 1:
            alone += statements
            continue
        parts.append(
            html.P(
                [f"{counted(len(keys), 'source')} resting on ", source_title(edition.sources[root]), ":"],
                className="root",
            )
        )
        parts.append(_statement_list(edition, statements, marked))
    if alone:
        if parts:
            parts.append(html.P("Each on its own:", className="root"))
        parts.append(_statement_list(edition, alone, marked))
    return parts


def _statement_list(edition: Edition, items: list[Statement], marked: str) -> html.Ul:
    return html.Ul(
        [_statement_item(edition, item, is_marked=item.source == marked) for item in items], className="statement-list"
    )


def what_it_rests_on(edition: Edition, item: Statement) -> list[Child]:
    """Whose number a statement repeats, or why that is not known; nothing where nobody has looked."""
    if (rests := edition.sources.get(item.rests_on)) is not None:
        return ["rests on ", html.A(rests.title, href=urls().source(rests.source))]
    reasons = [row.value for row in unsaid(edition, item) if row.attribute == RESTS_ON]
    return [f"what it rests on: {Unsaid(reason).rule}" for reason in reasons]


def _statement_item(edition: Edition, item: Statement, *, is_marked: bool) -> html.Li:
    source = edition.sources[item.source]
    indicator = edition.indicators[item.key.indicator]
    origin = what_it_rests_on(edition, item)
    href = urls().source(source.source)
    note = note_beside_error(edition, item)
    return html.Li(
        [
            html.Div([number_link(statement_number(item, indicator)), " ", source_line(source)]),
            html.Div(
                lead_in(
                    [
                        inferred_badge() if source.is_publisher_inferred else None,
                        html.Span(item.locator, className="locator") if item.locator else None,
                        flag_badge(item.flag) if item.flag and item.flag not in SET_ASIDE else None,
                        html.Span(["printed ", html.Q(html.A(item.as_printed, href=href, className="quiet-link"))])
                        if item.as_printed
                        else None,
                        html.Span(f"converted from {item.converted_from}") if item.converted_from else None,
                        html.Span(origin) if origin else None,
                        outside_link(source, item),
                        read_at(item, edition.links),
                    ]
                ),
                className="note",
            ),
            known_error(edition, item),
            html.Div(quoted_figures(note, href), className="note") if note else None,
        ],
        className="marked" if is_marked else None,
    )
