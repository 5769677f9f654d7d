"""`/computed/<kind>?of=...`: a number that was computed, with the observations that went in."""

from collections.abc import Callable
from urllib.parse import parse_qs

from dash import html
from dash.development.base_component import Component

from dashboard.pages.number import day_in, number_wherever
from dashboard.pages.page import Page
from dashboard.pages.parts.figures import Child, number_link, source_line
from dashboard.pages.parts.share import computed_actions
from dashboard.server.urls import apart, urls
from dashboard.views.lookups import wider_areas
from dashboard.views.not_found import PageMovedError, PageNotFoundError
from dashboard.views.superlatives import wholes_among
from dashboard.words.breaks import why_not_compared
from dashboard.words.definitions import differences_together
from dashboard.words.makers import maker_label
from dashboard.words.numbers import (
    COMPUTATIONS,
    OF_ONE_RELEASE,
    RATES,
    Derivation,
    Number,
    compute,
    derived_number,
    differing_in,
    number,
    of_different_releases,
)
from dashboard.words.ratios import RATIOS, ratio_unit
from dashboard.words.sentences import in_a_sentence, joined, within_a_sentence
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.quoting import counted
from etl.figures.vocabulary.numbers import POPPY_FREE_BELOW

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
        *(html.P(words, className="note") for words in _how_sure(edition, derivation)),
        computed_actions(edition, f"{title}: {shown.text}", derivation, is_page=heading is html.H1),
        html.P("From these figures", className="label"),
        html.Ol([_input(edition, item) for item in derivation.inputs], className="statement-list"),
    ]


def _how_sure(edition: Edition, derivation: Derivation) -> list[str]:
    """What limits the computed number: unlike figures, overlapping ranges, poppy-free areas."""
    unlike = differences_together([derivation.inputs])
    found = [f"These figures do not all measure the same: {joined(unlike)}."] if unlike else []
    if derivation.is_within_ranges:
        found.append("The ranges of the two figures overlap: the change is within the ranges, and there may be none.")
    if derivation.end is not None:
        found.append(
            f"Areas that are poppy-free count from nothing to {POPPY_FREE_BELOW:.0f} hectares each, so that this is an "
            "interval."
        )
    return found


def _compute(edition: Edition, query: str, kind: str) -> tuple[Derivation, Number]:
    keys = [name.split("/") for name in _asked(query)]
    if kind not in COMPUTATIONS or len(keys) < 1 or any(len(parts) != 4 for parts in keys):
        raise PageNotFoundError("There is no such computation, or the address does not name its inputs.")
    asof = day_in(query)
    inputs = tuple(number_wherever(edition, parts, asof) for parts in keys)
    made = _computed(edition, kind, inputs)
    if made is None and (why := why_not_compared(edition, inputs)):
        raise PageNotFoundError(why)
    if made is None:
        raise PageNotFoundError(_why_not(edition, kind, inputs))
    return made


def _asked(query: str) -> list[str]:
    """The figures that an address says a number is computed from."""
    return [key for text in parse_qs(query).get("of", []) for key in apart(text)][:MOST_INPUTS]


def _why_not(edition: Edition, kind: str, inputs: tuple[Observation, ...]) -> str:
    """Why a computation cannot be made."""
    if different := differing_in(kind, inputs):
        names = list(dict.fromkeys(_name(edition, item, different) for item in inputs))
        return f"Nothing is computed from these: the figures differ in {different} ({joined(names)})."
    if whole := _whole_with_its_part(edition, kind, inputs):
        return f"Nothing is computed from {whole} and an area in it, which would be counted twice."
    apart = of_different_releases(inputs) if kind in OF_ONE_RELEASE else None
    if apart is not None:
        revised, other = (f"{in_a_sentence(edition.areas[item.key.area])} {item.key.year}" for item in apart)
        names = [within_a_sentence(edition.indicators[item.key.indicator].name) for item in apart]
        printed = apart[1].last_printed
        when = f"on {printed}" if printed else "on an unknown day"
        return (
            f"Nothing is computed from these: {names[0]} of {revised} was revised on {apart[0].revised_from}, and "
            f"{names[1]} of {other} was last printed {when}. They were never current at the same time."
        )
    return "Nothing can be computed from these: an input has no value, or they do not fit."


def _name(edition: Edition, item: Observation, part: str) -> str:
    """What a part of the key of a figure is called."""
    key = item.key
    names = {
        "producer": edition.producers[key.producer].label,
        "indicator": within_a_sentence(edition.indicators[key.indicator].name),
        "area": edition.areas[key.area].name,
        "year": item.period,
    }
    return names[part]


def _whole_with_its_part(edition: Edition, kind: str, inputs: tuple[Observation, ...]) -> str:
    """The name of an area that would be added to a part of it; empty where there is none."""
    added = {"sum": inputs, "share": inputs[1:]}.get(kind, ())
    found = wholes_among({item.key.area for item in added}, edition.keep(wider_areas))
    return in_a_sentence(edition.areas[min(found)]) if found else ""


def _computed(edition: Edition, kind: str, inputs: tuple[Observation, ...]) -> tuple[Derivation, Number] | None:
    if _whole_with_its_part(edition, kind, inputs):
        return None
    if kind in RATIOS:
        first, second = (edition.indicators[item.key.indicator] for item in (inputs[0], inputs[-1]))
        by = ratio_unit(edition, first, second)
        divided = compute(kind, inputs, by.scale) if by.kind == kind and len(inputs) == 2 else None
        return (divided, derived_number(divided, unit=by.unit)) if divided is not None else None
    result = edition.product_of(inputs) if kind == "product" else edition.indicators[inputs[0].key.indicator]
    derivation = compute(kind, inputs, result.product_scale or 1.0) if result else None
    if derivation is None or result is None:
        return None
    unit = result.unit_of_change if kind in {"increase", "difference"} else result.short_unit
    return derivation, derived_number(derivation, unit=unit)


def _today(edition: Edition, derivation: Derivation, shown: Number) -> list[Component]:
    """That a number is as known on a day, and what the current figures give; nothing for one of today."""
    if not derivation.asof:
        return []
    in_force = [edition.observation(item.key) for item in derivation.inputs]
    made = _computed(edition, derivation.kind, tuple(item for item in in_force if item is not None))
    if made is None:
        today: list[Child] = ["nothing can be computed from the current figures"]
    else:
        today = ["the current figures give ", number_link(made[1]), " too" if made[1].text == shown.text else ""]
    return [html.P([html.Strong(f"As known on {derivation.asof}"), "; ", *today, "."], className="as-known")]


def _title(edition: Edition, derivation: Derivation) -> str:
    first = derivation.inputs[0].key
    name, area = edition.indicators[first.indicator].name, edition.areas[first.area]
    place, inside = area.name, in_a_sentence(area)
    second = derivation.inputs[1].key if len(derivation.inputs) > 1 else first
    when, base = derivation.inputs[0].period, derivation.inputs[min(1, len(derivation.inputs) - 1)].period
    if derivation.kind in {"change", "increase"}:
        return f"{name} in {inside}: change from {base} to {when}"
    if derivation.kind == "difference":
        makers = [maker_label(edition, item) for item in derivation.inputs]
        return f"{name} in {inside} {when}: {makers[0]} against {makers[-1]}"
    if derivation.kind == "index":
        return f"{name} in {inside} {when} as an index, {base} = 100"
    if derivation.kind in {"share", "share-of"}:
        whole = in_a_sentence(edition.areas[second.area]) if derivation.kind == "share-of" else "the areas shown"
        return f"{name} {when}: share of {inside} in {whole}"
    if derivation.kind in RATES:
        return f"{name} {RATES[derivation.kind].words}, {place} {when}"
    if derivation.kind in RATIOS:
        return f"{name} divided by {within_a_sentence(edition.indicators[second.indicator].name)}, {place} {when}"
    if derivation.kind == "product":
        return f"{name} times {within_a_sentence(edition.indicators[second.indicator].name)}, {place} {when}"
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
