"""What was known when: which value of a number was current from which publication on."""

from collections.abc import Sequence
from itertools import groupby

from dash import html

from dashboard.pages.parts.figures import (
    Child,
    number_link,
    plain_table,
    source_line,
)
from dashboard.server.urls import urls
from dashboard.words.numbers import (
    vintage_number,
    vintage_range,
)
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.indicators import Indicator
from etl.figures.observations import Observation, Vintage
from etl.figures.sources import Source
from etl.figures.vocabulary.judgement import ChangeKind


def history_section(edition: Edition, chosen: Chosen, vintages: Sequence[Vintage]) -> html.Section | None:
    """Which value was current from which publication on; None where it never changed."""
    indicator = edition.indicators[chosen.observation.key.indicator]
    changes = [
        next(iter(items))
        for _, items in groupby(vintages, key=lambda item: (item.value, item.low, item.high, item.flag))
    ]
    if len({(item.value, item.flag) for item in changes}) < 2:
        return None
    by_id = {item.id: item for item in chosen.statements}
    dates = {source.known_from: source.published for source in _sources(edition, chosen)}
    rows = [
        html.Tr(
            [
                html.Th(dates.get(vintage.published_from, vintage.published_from) or "undated", scope="row"),
                html.Td(_vintage(vintage, chosen.observation, indicator), className="number"),
                html.Td(_kind(vintage)),
                html.Td(source_line(edition.sources[by_id[vintage.decided_by].source])),
            ]
        )
        for vintage in changes
        if vintage.decided_by in by_id
    ]
    table = plain_table(("From", "Current value", "Change", "Published by"), rows)
    return html.Section([html.H3("What was known when"), table])


def _kind(vintage: Vintage) -> list[Child]:
    """What became of the number before: the word, which leads to its rule, and what it means."""
    if not vintage.kind:
        return []
    word = html.A(vintage.kind, href=urls().method(f"change-{vintage.kind}"))
    return [word, html.Small(ChangeKind(vintage.kind).meaning, className="cell-note")]


def _sources(edition: Edition, chosen: Chosen) -> list[Source]:
    """The sources behind an observation, those that give a whole day last."""
    sources = [edition.sources[item.source] for item in chosen.statements]
    return sorted(sources, key=lambda source: len(source.published))


def _vintage(vintage: Vintage, observation: Observation, indicator: Indicator) -> list[Child]:
    """The value of a vintage and, where there was one, its range, which may be all that changed."""
    value = number_link(vintage_number(vintage, observation, indicator))
    between = vintage_range(vintage, observation, indicator)
    return [value] if between is None else [value, html.Small(["range ", number_link(between)], className="cell-note")]
