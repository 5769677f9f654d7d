"""`/disagreements`: every figure on which sources or producers differ, how far, and why."""

from collections.abc import Container, Iterable, Mapping, Sequence, Set
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.breadth import asked_of_api, indicators_by_topic, is_in_region, regions
from dashboard.pages.parts.cells import name_of_figure, number_cell
from dashboard.pages.parts.disputes import DISPUTE_COLUMNS, dispute_cells
from dashboard.pages.parts.figures import labelled
from dashboard.pages.parts.filters import Filtered, FilterPage, Select, options_of, understood
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn, table
from dashboard.pages.parts.weakness import WEAK_NAMES, weak_ids, weak_of_choice
from dashboard.server.urls import urls
from dashboard.words.disputes import (
    DISPUTE_KINDS,
    Dispute,
    Pair,
    against_range,
    disputes,
    other_things,
    pairs,
    why_different,
    wording,
)
from dashboard.words.makers import maker_label
from dashboard.words.numbers import compute, derived_number, number
from dashboard.words.pieces import plain_text
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.quoting import counted
from etl.figures.vocabulary.judgement import Verdict

MOST_LISTED = 1_000  # rows of a table
BETWEEN_PRODUCERS = "producers"
TABS = ("", *DISPUTE_KINDS, BETWEEN_PRODUCERS)  # the kind of what is in each; the first has all between sources


def content(edition: Edition, choice: Mapping[str, str]) -> Filtered:
    """What the page shows for a choice of kind, topic, indicator, region and area; what is not known is left out."""
    known: dict[str, Container[str]] = {
        "kind": TABS,
        "topic": edition.topics,
        "indicator": edition.indicators,
        "region": regions(edition),
        "area": edition.areas,
        "weak": WEAK_NAMES,
    }
    chosen = understood(choice, known)
    weak = edition.keep(weak_ids)(chosen["weak"]) if chosen["weak"] else None
    every = [item for item in edition.keep(all_disputes) if _is_chosen(edition, item.observation, chosen, weak)]
    twice = [item for item in edition.keep(all_pairs) if _is_chosen(edition, item.first, chosen, weak)]
    if chosen["kind"] == BETWEEN_PRODUCERS:
        heading, results = _pairs_heading(edition, twice), _pair_tables(edition, twice)
    else:
        disputed = [item for item in every if chosen["kind"] in _tabs_of(item)]
        heading, results = _disputes_heading(edition, disputed, chosen["kind"]), _dispute_tables(edition, disputed)
    title = plain_text([{"text": heading}])
    about = wording(chosen["kind"], "about")
    several = " A figure can be under several kinds." if not chosen["kind"] else ""
    how = html.A("How verdicts are given", href=urls().method("verdicts"))
    lead = html.P([about, several, " Sorted by how far they are apart. ", how], className="lead")
    file = [weak_of_choice(chosen["weak"], asked_of_api(edition, chosen))] if chosen["weak"] and every else []
    return Filtered(title, [html.H1(title), lead], [_tabs(every, twice, chosen), *file, *results], chosen)


def _tabs_of(item: Dispute) -> tuple[str, ...]:
    """The tabs that a dispute is in; a difference of definition is no disagreement, and stands apart."""
    return (item.kind,) if item.kind == Verdict.OTHER_DEFINITION else ("", item.kind)


def all_disputes(edition: Edition) -> list[Dispute]:
    """Every dispute of an edition."""
    return disputes(edition.disputed, edition.corrections)


def all_pairs(edition: Edition) -> list[Pair]:
    """Every pair of estimates by two producers in an edition."""
    return pairs(edition.estimated_twice)


def _is_chosen(edition: Edition, item: Observation, chosen: Mapping[str, str], weak: Set[int] | None) -> bool:
    """Whether a figure is of the chosen topic and indicator, in the chosen region, and in the area or a part of it.

    `weak` are those that are weak in the chosen way; None: any.
    """
    key = item.key
    if weak is not None and item.id not in weak:
        return False
    if chosen["indicator"] not in {"", key.indicator}:
        return False
    if chosen["topic"] not in {"", edition.indicators[key.indicator].topic}:
        return False
    if chosen["area"] not in {"", key.area, edition.areas[key.area].parent}:
        return False
    return is_in_region(edition, key.area, chosen["region"])


def _disputes_heading(edition: Edition, found: Sequence[Dispute], kind: str) -> str:
    count = len({item.observation.key for item in found})
    if not found:
        return "No such disagreement in this selection"
    if not kind:
        return f"{counted(count, 'figure').capitalize()} on which sources disagree"
    figures = counted(count, "figure")
    made = wording(kind, "title").format(figures=figures, Figures=figures.capitalize())
    return made.replace("figure were", "figure was")


def _pairs_heading(edition: Edition, found: Sequence[Pair]) -> str:
    if not found:
        return "No figure of this selection is estimated by two producers"
    estimated = {item.first.key for item in found}
    apart = {item.first.key for item in found if not item.is_small}
    return f"Producers differ on {len(apart)} of {counted(len(estimated), 'figure')} that two of them estimate"


def _tabs(every: Sequence[Dispute], twice: Sequence[Pair], chosen: Mapping[str, str]) -> Component:
    """The kinds as links, each with how many figures it has in this selection."""
    counts: dict[str, set[Key]] = {}
    for item in every:
        for kind in _tabs_of(item):
            counts.setdefault(kind, set()).add(item.observation.key)
    counts[BETWEEN_PRODUCERS] = {pair.first.key for pair in twice}
    here: dict[str, Any] = {"aria-current": "page"}
    links = [
        html.Li(
            html.A(
                [wording(kind, "tab"), html.Span(f" {len(counts.get(kind, ())):,}", className="count")],
                href=urls().disagreements(**{**chosen, "kind": kind}),
                **(here if kind == chosen["kind"] else {}),
            )
        )
        for kind in TABS
    ]
    return html.Nav(html.Ul(links), className="tabs", **labelled("Kinds of disagreement"))


def _dispute_tables(edition: Edition, found: Sequence[Dispute]) -> list[Component]:
    columns = [*DISPUTE_COLUMNS, TableColumn("Why", sortable=False)]
    rows = [(_dispute_row(edition, item), item.is_small) for item in found[:MOST_LISTED]]
    return _tables(columns, rows, f"Figures on which sources differ, the largest difference first{_cut(len(found))}")


def _dispute_row(edition: Edition, item: Dispute) -> ShownRow:
    reason, quieter = why_different(item, edition)
    return [*dispute_cells(edition, item), {"text": "", "pieces": reason, "note": quieter, "class": "why"}]


def _pair_tables(edition: Edition, found: Sequence[Pair]) -> list[Component]:
    columns = [
        TableColumn("Figure"),
        TableColumn("One estimate", numeric=True),
        TableColumn("Another estimate", numeric=True),
        TableColumn("Difference", numeric=True, note="second against first"),
        TableColumn("Against the range", sortable=False),
    ]
    rows = [(_pair_row(edition, item), item.is_small) for item in found[:MOST_LISTED]]
    return _tables(columns, rows, f"Figures that two producers estimate, the furthest apart first{_cut(len(found))}")


def _cut(found: int) -> str:
    """That a table has not all that was found, and how to see the others."""
    cut = f": {MOST_LISTED:,} of {found:,} rows; choose a topic or region for the others"
    return cut if found > MOST_LISTED else ""


def _pair_row(edition: Edition, pair: Pair) -> ShownRow:
    key = pair.first.key
    derivation = compute("difference", (pair.second, pair.first))
    difference: TableCell = {"text": "no measure", "sort": None}
    if derivation is not None:
        difference = number_cell(derived_number(derivation), abs(pair.share))
    return [
        {
            "text": name_of_figure(edition, key),
            "href": urls().explore(indicator=key.indicator, area=key.area),
        },
        _estimate(edition, pair.first),
        _estimate(edition, pair.second),
        difference,
        {"text": "", "pieces": against_range(pair, edition), "note": other_things(pair, edition), "class": "why"},
    ]


def _estimate(edition: Edition, item: Observation) -> TableCell:
    cell = number_cell(number(item, edition.indicators[item.key.indicator]), item.value)
    return {**cell, "note": maker_label(edition, item)}


def _tables(columns: Sequence[TableColumn], rows: Iterable[tuple[ShownRow, bool]], caption: str) -> list[Component]:
    """The table, and the small differences folded away below it."""
    shown: list[ShownRow] = []
    folded: list[ShownRow] = []
    for row, is_small in rows:
        (folded if is_small else shown).append(row)
    if not shown and not folded:
        return [html.P("Choose another kind, indicator or area.", className="empty")]
    made: list[Component] = []
    if shown:
        made.append(table("disagreements", columns, shown, caption))
    if folded:
        what = "Differences below one in a thousand"
        small = table("small-disagreements", columns, folded, what)
        made.append(html.Details([html.Summary(f"{what} ({len(folded)})"), small], className="folded"))
    return made


def controls(edition: Edition) -> list[Select]:
    """The choice of topic, indicator, region and area; only those with a disagreement are offered."""
    keys = {item.observation.key for item in edition.keep(all_disputes)}
    keys |= {item.first.key for item in edition.keep(all_pairs)}
    disputed = {key.indicator for key in keys}
    topics = {key: item.name for key, item in edition.topics.items()}
    of_disputed = {edition.indicators[key].topic for key in disputed}
    around = {key.area for key in keys} | {edition.areas[key.area].parent for key in keys}
    areas = [area for key, area in edition.areas.items() if key in around and area.parent]
    by_name = {area.area: area.name for area in sorted(areas, key=lambda area: area.name)}
    return [
        Select("topic", "Topic", options_of({key: topics[key] for key in topics if key in of_disputed}), "All topics"),
        Select("indicator", "Indicator", indicators_by_topic(edition, sorted(disputed)), "All indicators"),
        Select("region", "Region", options_of(regions(edition)), "The world"),
        Select("area", "Area", options_of(by_name), "All areas"),
        Select("weak", "Evidence", options_of(WEAK_NAMES), "Any"),
    ]


PAGE = FilterPage(
    "disagreements",
    content,
    controls,
    "Every figure on which sources or producers differ: by how much, of what kind, and why.",
    kept=("kind",),
)
