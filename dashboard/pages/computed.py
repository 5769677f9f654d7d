"""`/computed/<kind>?of=...`: a number that was computed, with the observations that went in."""

from collections.abc import Callable
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component

from dashboard.pages.number import day_in, number_wherever
from dashboard.pages.page import Page
from dashboard.pages.parts.figures import Child, number_link, source_line
from dashboard.pages.parts.share import computed_actions
from dashboard.server.urls import urls
from dashboard.views.not_found import PageMovedError, PageNotFoundError
from dashboard.words.breaks import why_not_compared
from dashboard.words.makers import maker_label
from dashboard.words.numbers import COMPUTATIONS, Derivation, Number, compute, derived_number, number
from etl.editions.reading import Edition
from etl.figures.quoting import counted
from etl.figures.records import Observation

MOST_INPUTS = 400


def page(edition: Edition, query: str, kind: str) -> Page:
    """The page of one computation."""
    derivation, shown = _compute(edition, query, kind)
    if [item.key.path for item in derivation.inputs] != _asked(query):
        raise PageMovedError(urls().computed(kind, (item.key for item in derivation.inputs), day_in(query)))
    title = _title(edition, derivation) + (f", as known on {derivation.asof}" if derivation.asof else "")
    return Page(
        f"{title}: {shown.text}",
        f"{title}: {shown.text}, computed from {counted(len(derivation.inputs), 'figure')}.",
        html.Article(_content(edition, derivation, shown, html.H1)),
    )


def computed_panel(edition: Edition, query: str, kind: str) -> Component:
    """What opens beside a chart for a computed number.

    Raises PageNotFoundError where the address does not name a computation that can be made.
    """
    return html.Div(_content(edition, *_compute(edition, query, kind), html.H2), className="number-panel")


def _content(
    edition: Edition, derivation: Derivation, shown: Number, heading: Callable[[str], Component]
) -> list[Component]:
    """The computation, what can be done with its result, and the figures that went in."""
    title = _title(edition, derivation)
    return [
        heading(title),
        *_today(edition, derivation, shown),
        html.P(number_link(shown), className="figure"),
        html.P(["Computed here, not printed by any source: ", COMPUTATIONS[derivation.kind], "."], className="lead"),
        computed_actions(edition, f"{title}: {shown.text}", derivation, is_page=heading is html.H1),
        html.P("From these figures", className="label"),
        html.Ol([_input(edition, item) for item in derivation.inputs], className="statement-list"),
    ]


def _compute(edition: Edition, query: str, kind: str) -> tuple[Derivation, Number]:
    keys = [name.split("/") for name in _asked(query)]
    if kind not in COMPUTATIONS or len(keys) < 1 or any(len(parts) != 4 for parts in keys):
        raise PageNotFoundError("There is no such computation, or the address does not name its inputs.")
    asof = day_in(query)
    inputs = tuple(number_wherever(edition, parts, asof) for parts in keys)
    made = _computed(edition, kind, inputs)
    if made is None and (why := why_not_compared(edition, [item.key for item in inputs])):
        raise PageNotFoundError(why)
    if made is None:
        raise PageNotFoundError("Nothing can be computed from these: an input has no value, or they do not fit.")
    return made


def _asked(query: str) -> list[str]:
    """The figures that an address says a number is computed from."""
    return parse_qs(query).get("of", [])[:MOST_INPUTS]


def _computed(edition: Edition, kind: str, inputs: tuple[Observation, ...]) -> tuple[Derivation, Number] | None:
    result = edition.product_of(inputs) if kind == "product" else edition.indicators[inputs[0].key.indicator]
    derivation = compute(kind, inputs, result.product_scale or 1.0) if result else None
    if derivation is None or result is None:
        return None
    return derivation, derived_number(derivation, unit=result.short_unit)


def _today(edition: Edition, derivation: Derivation, shown: Number) -> list[Component]:
    """That a number is as known on a day, and what the figures in force today give; nothing for one of today."""
    if not derivation.asof:
        return []
    in_force = [edition.observation(item.key) for item in derivation.inputs]
    made = _computed(edition, derivation.kind, tuple(item for item in in_force if item is not None))
    if made is None:
        today: list[Child] = ["nothing can be computed from the figures in force today"]
    else:
        today = ["the figures in force today give ", number_link(made[1]), " too" if made[1].text == shown.text else ""]
    return [html.P([html.Strong(f"As known on {derivation.asof}"), "; ", *today, "."], className="as-known")]


def _title(edition: Edition, derivation: Derivation) -> str:
    first = derivation.inputs[0].key
    name, place = edition.indicators[first.indicator].name, edition.areas[first.area].name
    second = derivation.inputs[1].key if len(derivation.inputs) > 1 else first
    when, base = derivation.inputs[0].period, derivation.inputs[min(1, len(derivation.inputs) - 1)].period
    if derivation.kind in {"change", "increase"}:
        return f"{name} in {place}: change from {base} to {when}"
    if derivation.kind == "difference":
        makers = [maker_label(edition, item) for item in derivation.inputs]
        return f"{name} in {place} {when}: {makers[0]} against {makers[-1]}"
    if derivation.kind == "index":
        return f"{name} in {place} {when} as an index, {base} = 100"
    if derivation.kind in {"share", "share-of"}:
        whole = edition.areas[second.area].name if derivation.kind == "share-of" else "the areas shown"
        return f"{name} {when}: share of {place} in {whole}"
    if derivation.kind == "product":
        return f"{name} times {edition.indicators[second.indicator].name.lower()}, {place} {when}"
    return f"{name} {when}: sum of {counted(len(derivation.inputs), 'area')}"


def _input(edition: Edition, item: Observation) -> html.Li:
    key = item.key
    indicator = edition.indicators[key.indicator]
    where = f"{indicator.name}, {edition.areas[key.area].name} {item.period}, {maker_label(edition, item)}: "
    source = edition.sources.get(item.source)
    return html.Li(
        [
            where,
            number_link(number(item, indicator)),
            html.Div(source_line(source), className="note") if source else None,
        ]
    )
