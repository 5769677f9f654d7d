"""What must be known beside a number: breaks of its series, and other figures that it does not fit."""

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.figures import (
    Child,
    break_told,
    number_link,
    quoted_figures,
    source_line,
)
from dashboard.pages.parts.known_error import known_error
from dashboard.server.urls import urls
from dashboard.words.numbers import (
    compute,
    derived_number,
    difference_number,
    number,
    of_different_releases,
)
from dashboard.words.sentences import within_a_sentence
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.vocabulary.judgement import Misfit

_HEADS: dict[str, str] = {
    Misfit.RETIRED: "Retired: ",
    Misfit.SUSPECTED: "Perhaps a misprint: ",
    Misfit.CONSTANT: "Perhaps computed: ",
    Misfit.OUTLIER: "Unusual: ",
}


def warnings(edition: Edition, observation: Observation) -> list[Component]:
    """What contradicts the number inside the data, or makes it doubtful: factors, parts, a product, a yield, a slip."""
    indicator = edition.indicators[observation.key.indicator]
    beside = beside_its_parts(edition, observation)
    found: list[Component] = [beside] if beside is not None else []
    for warning in edition.warnings_of(observation):
        if Misfit(warning.code).rule:
            found.append(html.P([html.Strong(_HEADS[warning.code]), Misfit(warning.code).rule], className="warning"))
            if warning.code == Misfit.SUSPECTED:
                deciding = Chosen(observation, edition.statements_of(observation)).deciding
                reason = known_error(edition, deciding) if deciding else None
                found += [reason] if reason else []
            continue
        if warning.code in {Misfit.FACTOR, Misfit.TIED}:
            continue  # told with the product, and with the source
        is_product = warning.code == Misfit.FACTORS
        inputs = edition.factors_of(observation) if is_product else edition.parts_of(observation)
        known = tuple(item for item in inputs if item.value is not None)
        derivation = compute("product" if is_product else "sum", known, indicator.product_scale or 1.0)
        if derivation is None:
            continue
        how = "multiplied, its two factors give " if is_product else "its parts add up to "
        made = number_link(derived_number(derivation, unit=indicator.short_unit))
        found.append(html.P([html.Strong("Does not fit: "), how, made, "."], className="warning"))
    return [*found, *_as_factor(edition, observation), *_doubts(edition, observation)]


def _doubts(edition: Edition, observation: Observation) -> list[Component]:
    """What is not certain about the number, or was not: the question, what was found, and who says so."""
    found: list[Component] = []
    for item in edition.doubts_about(observation):
        source = edition.sources.get(item.source)
        address = urls().source(item.source) if source is not None else urls().observation(observation)
        words = quoted_figures(f"{item.doubt} {item.found}", address)
        said_by: list[Child] = [" Source: ", source_line(source), "."] if source is not None else []
        heading = html.Strong("Not certain: " if item.is_open else "Settled: ")
        found.append(html.P([heading, *words, *said_by], className="warning" if item.is_open else "note"))
    return found


def breaks_beside(edition: Edition, observation: Observation) -> list[Component]:
    """The breaks of its series that the number is the first after or the last before: what changed, and who says so.

    One across which the series goes on is told of its first year alone.
    """
    at, after = edition.breaks_at(observation), edition.breaks_after(observation)
    beside = [
        *(
            ("First year after a break in the series" if item.parts else "Changed from this year on", item)
            for item in at
        ),
        *(("A break in the series follows", item) for item in after if item.parts),
    ]
    return [
        html.P([html.Strong(f"{heading}: "), *break_told(item, edition.sources[item.source])], className="series-break")
        for heading, item in beside
    ]


def beside_its_parts(edition: Edition, observation: Observation) -> html.P | None:
    """What the areas in an area add up to beside the total that is printed for it; None where fewer than two are known.

    The sum is no correction of the total: it says how many of them have a figure, and how far it is from it.
    """
    indicator = edition.indicators[observation.key.indicator]
    parts = tuple(item for item in edition.parts_of(observation) if item.value is not None)
    if not indicator.is_additive or observation.value is None or len(parts) < 2:
        return None
    made = compute("sum", parts)
    if made is None or not made.value:
        return None
    counted_parts = f"{len(parts)} {edition.name_of_parts(parts[0].key.area).lower()}"
    words: list[Child] = [f"The {counted_parts} with a figure add up to "]
    words += [number_link(derived_number(made, unit=indicator.short_unit))]
    if made.ends[0] <= observation.value <= made.ends[1]:
        return html.P([*words, ", as printed."], className="note")
    if of_different_releases((observation, *parts)):
        why = "a figure was revised after the last publication that prints another one"
        return html.P([*words, f"; how far the printed total is from it is not said, since {why}."], className="note")
    difference = (observation.value / made.value - 1) * 100
    side = "above" if difference > 0 else "below"
    by_how_much: list[Child] = []
    if made.end is None:  # an interval is no base of a percentage
        by_how_much = [number_link(difference_number(abs(difference) / 100, observation, signed=False)), " "]
    return html.P([*words, "; the printed total is ", *by_how_much, f"{side} it."], className="note")


def _as_factor(edition: Edition, observation: Observation) -> list[Component]:
    """The current products that do not fit the number, which is a factor of theirs."""
    found: list[Component] = []
    for product in edition.products_with(observation):
        factors = tuple(edition.factors_of(product))
        its = edition.indicators[product.key.indicator]
        made = compute("product", factors, its.product_scale or 1.0)
        if made is None or Misfit.FACTORS not in {warning.code for warning in edition.warnings_of(product)}:
            continue
        other = next(item for item in factors if item.key != observation.key)
        by = edition.indicators[other.key.indicator]
        words: list[Child] = [
            f"times {within_a_sentence(by.name)} (",
            number_link(number(other, by)),
            f"), {within_a_sentence(its.name)} is ",
        ]
        words += [number_link(derived_number(made, unit=its.short_unit)), "; the current figure is "]
        words += [number_link(number(product, its)), "."]
        found.append(html.P([html.Strong("Does not fit: "), *words], className="warning"))
    return found
