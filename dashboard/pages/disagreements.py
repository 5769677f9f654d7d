"""`/disagreements`: every figure on which sources or producers differ, how far, and why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.cells import figure_cell, name_of_figure, number_cell
from dashboard.pages.parts.figures import labelled, verdict_words
from dashboard.pages.parts.filters import Filtered, FilterPage, Select, options_of, understood
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn, table
from dashboard.server.urls import urls
from dashboard.words.disputes import (
    DISPUTE_KINDS,
    Dispute,
    Pair,
    against_range,
    disputes,
    other_things,
    pairs,
    printed,
    why_different,
    wording,
)
from dashboard.words.makers import maker_label
from dashboard.words.numbers import compute, derived_number, difference_number, number
from dashboard.words.pieces import plain_text
from etl.editions.reading import Edition
from etl.figures.quoting import counted
from etl.figures.records import Key, Observation
from etl.figures.vocabulary import Verdict

BETWEEN_PRODUCERS = "producers"
TABS = ("", *DISPUTE_KINDS, BETWEEN_PRODUCERS)  # the kind of what is in each; the first has all between sources


def content(edition: Edition, choice: Mapping[str, str]) -> Filtered:
    """What the page shows for a choice of kind, indicator and area; what is not known is left out."""
    chosen = understood(choice, {"kind": TABS, "indicator": edition.indicators, "area": edition.areas})
    if chosen["kind"] == BETWEEN_PRODUCERS:
        kept = [item for item in edition.keep(all_pairs) if _is_chosen(edition, item.first.key, chosen)]
        heading, results = _pairs_heading(edition, kept), _pair_tables(edition, kept)
    else:
        found = [item for item in edition.keep(all_disputes) if _is_chosen(edition, item.observation.key, chosen)]
        disputed = [item for item in found if chosen["kind"] in _tabs_of(item)]
        heading, results = _disputes_heading(edition, disputed, chosen["kind"]), _dispute_tables(edition, disputed)
    title = plain_text([{"text": heading}])
    about = wording(chosen["kind"], "about")
    several = " A figure can be under several kinds." if not chosen["kind"] else ""
    how = html.A("How verdicts are given", href=urls().method("verdicts"))
    lead = html.P([about, several, " Sorted by how far they are apart. ", how], className="lead")
    return Filtered(title, [html.H1(title), lead], [_tabs(edition, chosen), *results], chosen)


def _tabs_of(item: Dispute) -> tuple[str, ...]:
    """The tabs that a dispute is in; a difference of definition is no disagreement, and stands apart."""
    return (item.kind,) if item.kind == Verdict.OTHER_DEFINITION else ("", item.kind)


def all_disputes(edition: Edition) -> list[Dispute]:
    """Every dispute of an edition."""
    return disputes(edition.disputed, edition.corrections)


def all_pairs(edition: Edition) -> list[Pair]:
    """Every pair of estimates by two producers in an edition."""
    return pairs(edition.estimated_twice)


def _is_chosen(edition: Edition, key: Key, chosen: Mapping[str, str]) -> bool:
    """Whether a figure is of the chosen indicator, and in the chosen area or a part of it."""
    if chosen["indicator"] not in {"", key.indicator}:
        return False
    return not chosen["area"] or chosen["area"] in {key.area, edition.areas[key.area].parent}


def _disputes_heading(edition: Edition, found: Sequence[Dispute], kind: str) -> str:
    count = len({item.observation.key for item in found})
    if not found:
        return "No such disagreement in this choice"
    if not kind:
        return f"Sources print another number for {counted(count, 'figure')}"
    figures = counted(count, "figure")
    made = wording(kind, "title").format(figures=figures, Figures=figures.capitalize())
    return made.replace("figure were", "figure was")


def _pairs_heading(edition: Edition, found: Sequence[Pair]) -> str:
    if not found:
        return "No figure of this choice is estimated by two producers"
    estimated = {item.first.key for item in found}
    apart = {item.first.key for item in found if not item.is_small}
    return f"Producers differ on {len(apart)} of {counted(len(estimated), 'figure')} that two of them estimate"


def _tabs(edition: Edition, chosen: Mapping[str, str]) -> Component:
    """The kinds as links, each with how many figures it has in this choice."""
    counts: dict[str, set[Key]] = {}
    for item in edition.keep(all_disputes):
        if _is_chosen(edition, item.observation.key, chosen):
            for kind in _tabs_of(item):
                counts.setdefault(kind, set()).add(item.observation.key)
    estimated = (pair.first.key for pair in edition.keep(all_pairs))
    counts[BETWEEN_PRODUCERS] = {key for key in estimated if _is_chosen(edition, key, chosen)}
    here: dict[str, Any] = {"aria-current": "page"}
    links = [
        html.Li(
            html.A(
                [wording(kind, "tab"), html.Span(f" {len(counts.get(kind, ()))}", className="count")],
                href=urls().disagreements(**{**chosen, "kind": kind}),
                **(here if kind == chosen["kind"] else {}),
            )
        )
        for kind in TABS
    ]
    return html.Nav(html.Ul(links), className="tabs", **labelled("Kinds of disagreement"))


def _dispute_tables(edition: Edition, found: Sequence[Dispute]) -> list[Component]:
    columns = [
        TableColumn("Figure"),
        TableColumn("In force", numeric=True),
        TableColumn("Also printed", numeric=True),
        TableColumn("Difference", numeric=True),
        TableColumn("Kind"),
        TableColumn("Why", sortable=False),
    ]
    rows = [(_dispute_row(edition, item), item.is_small) for item in found]
    return _tables(columns, rows, "Figures on which sources differ, the largest difference first")


def _dispute_row(edition: Edition, item: Dispute) -> ShownRow:
    observation = item.observation
    indicator = edition.indicators[observation.key.indicator]
    others = printed(item, indicator)
    difference: TableCell = {"text": "no measure", "sort": None}
    if item.share is not None:
        difference = number_cell(difference_number(item.share, observation), abs(item.share))
    statement = item.statements[0]
    reason, quieter = why_different(item, edition)
    return [
        figure_cell(edition, observation),
        number_cell(number(observation, indicator), observation.value),
        {"text": plain_text(others), "pieces": others, "sort": statement.value, "class": "several"},
        difference,
        {"text": verdict_words(statement.verdict), "badge": f"verdict verdict-{statement.verdict}"},
        {"text": "", "pieces": reason, "note": quieter, "class": "why"},
    ]


def _pair_tables(edition: Edition, found: Sequence[Pair]) -> list[Component]:
    columns = [
        TableColumn("Figure"),
        TableColumn("One estimate", numeric=True),
        TableColumn("Another estimate", numeric=True),
        TableColumn("Difference", numeric=True, note="second against first"),
        TableColumn("Against the range", sortable=False),
    ]
    rows = [(_pair_row(edition, item), item.is_small) for item in found]
    return _tables(columns, rows, "Figures that two producers estimate, the furthest apart first")


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
        return [html.P("Choose another kind, indicator or area: here all sources agree.", className="empty")]
    made: list[Component] = []
    if shown:
        made.append(table("disagreements", columns, shown, caption))
    if folded:
        what = "Differences below one in a thousand"
        small = table("small-disagreements", columns, folded, what)
        made.append(html.Details([html.Summary(f"{what} ({len(folded)})"), small], className="folded"))
    return made


def controls(edition: Edition) -> list[Select]:
    """The choice of indicator and area; only those with a disagreement are offered."""
    keys = {item.observation.key for item in edition.keep(all_disputes)}
    keys |= {item.first.key for item in edition.keep(all_pairs)}
    disputed = {key.indicator for key in keys}
    indicators = {key: item.name for key, item in edition.indicators.items() if key in disputed}
    around = {key.area for key in keys} | {edition.areas[key.area].parent for key in keys}
    areas = [area for key, area in edition.areas.items() if key in around and area.parent]
    by_name = {area.area: area.name for area in sorted(areas, key=lambda area: area.name)}
    return [
        Select("indicator", "Indicator", options_of(indicators), "All indicators"),
        Select("area", "Area", options_of(by_name), "All areas"),
    ]


PAGE = FilterPage(
    "disagreements",
    content,
    controls,
    "Every figure on which sources or producers differ: by how much, of what kind, and why.",
    kept=("kind",),
)
