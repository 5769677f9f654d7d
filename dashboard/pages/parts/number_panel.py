"""Everything about one observation: the same pieces make the panel beside a chart and the number's own page."""

from collections.abc import Sequence
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.figures import (
    Child,
    break_told,
    explained,
    flag_badge,
    inferred_badge,
    lead_in,
    number_link,
    outside_link,
    plain_table,
    quoted_figures,
    read_at,
    source_line,
)
from dashboard.pages.parts.known_error import known_error
from dashboard.pages.parts.share import number_actions
from dashboard.pages.parts.statements import other_statements
from dashboard.server.urls import urls
from dashboard.words.definitions import DefinedAs, makers_told, measured_told
from dashboard.words.grid import STATES
from dashboard.words.makers import maker_name
from dashboard.words.numbers import (
    SMALLEST_SHOWN,
    compute,
    derived_number,
    difference_number,
    number,
    range_number,
    statement_number,
    statement_range,
    vintage_number,
    vintage_range,
)
from dashboard.words.ranges import NOT_RECORDED, kind_of_range, poppy_free_words
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.records import Indicator, Observation, Source, Statement, Vintage
from etl.figures.vocabulary import Authority, ChangeKind, Evidence, Flag, Misfit


def figure_block(edition: Edition, observation: Observation) -> html.Div:
    """The value and its range, large."""
    indicator = edition.indicators[observation.key.indicator]
    between = range_number(observation, indicator)
    has_value = observation.value is not None
    if not has_value:
        under: list[Child] = [STATES["range" if observation.has_range else "set-aside"][1]]
    elif between is not None:
        under = ["range ", number_link(between), _in_brackets(kind_of_range(observation))]
    else:
        under = [poppy_free_words(observation.key.year) if observation.is_poppy_free else NOT_RECORDED]
    return html.Div(
        [
            html.P(number_link(number(observation, indicator)), className="figure"),
            html.P(under, className="note figure-range"),
            *_definition(edition, observation),
        ],
        className="figure-block",
    )


def _definition(edition: Edition, observation: Observation) -> list[Component]:
    """Who made the number and what exactly it measures, as far as that is known; each leads to who says so."""
    known = (makers_told(edition, observation), measured_told(edition, observation))
    return [
        html.P(lead_in([_known(each, observation) for each in told]), className="note definition")
        for told in known
        if told
    ]


def _known(told: DefinedAs, observation: Observation) -> html.Span:
    source = told.said_by.source if told.said_by is not None else observation.source
    return html.Span([f"{told.label} ", html.A(told.text, href=urls().source(source), className="quiet-link")])


def _in_brackets(words: str) -> str:
    return f" ({words})" if words else ""


def in_force_today(edition: Edition, observation: Observation) -> html.P | None:
    """That a number is as known on a day, and what is in force today; None for the number of today."""
    now = edition.observation(observation.key)
    if not observation.asof or now is None:
        return None
    indicator = edition.indicators[observation.key.indicator]
    today, between = number(now, indicator), range_number(now, indicator)
    is_same = (now.value, now.low, now.high, now.flag) == (
        observation.value,
        observation.low,
        observation.high,
        observation.flag,
    )
    words: list[Child] = ["today ", number_link(today)]
    if today.text == number(observation, indicator).text and not is_same:
        words += [" (", *(["range ", number_link(between)] if between is not None else [NOT_RECORDED]), ")"]
    ending = " is in force too." if is_same else " is in force."
    return html.P([html.Strong(f"As known on {observation.asof}"), "; ", *words, ending], className="as-known")


def pointed_at(edition: Edition, chosen: Chosen, source: str) -> html.P | None:
    """The statement that the reader came by, where an address points at a source; None where it points at none."""
    statement = next((item for item in chosen.others if item.source == source), None)
    if statement is None:
        return None
    shown = statement_number(statement, edition.indicators[statement.key.indicator])
    return html.P(
        ["Marked below: ", number_link(shown), ", printed by ", source_line(edition.sources[source]), "."],
        className="as-known",
    )


def about_value(edition: Edition, chosen: Chosen) -> list[Component]:
    """How value, range and source were chosen, and the source that is cited, with a link that opens at the number."""
    observation, cited = chosen.observation, chosen.cited
    parts: list[Component] = [html.P(explained(chosen, edition.sources))]
    if cited is not None:
        source = edition.sources[cited.source]
        place = cited.locator or "place not recorded"
        parts.append(
            html.Div(
                [
                    html.P("Cited source", className="label"),
                    html.P(source_line(source)),
                    html.P([inferred_badge(), f" {source.note}"], className="note")
                    if source.is_publisher_inferred
                    else None,
                    html.P(place, className="note locator"),
                    _as_printed(cited),
                    html.P(lead_in([outside_link(source, cited), read_at(cited, edition.links)]), className="links"),
                    html.P(f"How it was read: {Evidence(cited.evidence).meaning}.", className="note"),
                    html.P(quoted_figures(cited.note, urls().source(cited.source)), className="note")
                    if cited.note
                    else None,
                ],
                className="cited-source",
            )
        )
    parts += [html.P(words, className="note") for words in _standing(edition, chosen)]
    parts += [html.P(words, className="note") for words in _about_range(edition, chosen)]
    parts += [
        html.P([f"{item.note} (", source_line(edition.sources[item.source]), ")."], className="note")
        for item in edition.notes_on(observation.key.indicator, observation.key.area, observation.key.producer)
    ]
    if observation.flag and not observation.is_poppy_free:
        meaning: list[Child] = [flag_badge(observation.flag), f" {Flag(observation.flag).meaning}"]
        parts.append(html.P(meaning, className="note"))
    return parts


def _about_range(edition: Edition, chosen: Chosen) -> list[list[Child]]:
    """Where a range is from that the cited source does not print, or the last one, which was of an earlier value."""
    indicator = edition.indicators[chosen.observation.key.indicator]
    if (earlier := chosen.earlier_range) is not None:
        ends = number_link(statement_range(earlier, indicator))
        words: list[Child] = ["The last range that was printed, ", ends, _in_brackets(kind_of_range(earlier))]
        words += [", belongs to the earlier value ", number_link(statement_number(earlier, indicator)), ", from "]
        return [[*words, source_line(edition.sources[earlier.source]), "."]]
    between = chosen.range_from
    if between is None or between == chosen.cited:
        return []
    alone = " which prints it without a best value" if between.value is None else ""
    return [["The range is from ", source_line(edition.sources[between.source]), f"{',' if alone else ''}{alone}."]]


def _standing(edition: Edition, chosen: Chosen) -> list[list[Child]]:
    """Who confirms the value rounded, what has as good a claim, and that a revision is known from a report only."""
    indicator = edition.indicators[chosen.observation.key.indicator]
    found: list[list[Child]] = []
    if (confirming := chosen.rounded_by(edition.sources)) is not None:
        rounded = number_link(statement_number(confirming, indicator))
        found.append(["Confirmed, rounded, by ", source_line(edition.sources[confirming.source]), ": ", rounded, "."])
    if (other := chosen.tied_with) is not None:
        words: list[Child] = ["Tied: ", number_link(statement_number(other, indicator)), " has as good a claim, from "]
        found.append([*words, source_line(edition.sources[other.source]), "."])
    deciding = chosen.deciding
    if deciding and deciding.change and edition.sources[deciding.source].authority == Authority.SECONDARY:
        found.append(["Revision reported, original not seen."])
    return found


def _as_printed(statement: Statement) -> html.P | None:
    if not statement.as_printed:
        return None
    text = html.Q(html.A(statement.as_printed, href=urls().source(statement.source), className="number quiet-link"))
    return html.P(["Printed as ", text], className="note")


def history_section(edition: Edition, chosen: Chosen, vintages: Sequence[Vintage]) -> html.Section | None:
    """Which value was in force from which publication on; None where it never changed."""
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
    table = plain_table(("From", "Value in force", "Change", "Published by"), rows, tabIndex=0)
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
    return [*found, *_as_factor(edition, observation)]


def breaks_beside(edition: Edition, observation: Observation) -> list[Component]:
    """The breaks of its series that the number is the first after or the last before: what changed, and who says so.

    One across which the series goes on is told of its first year alone.
    """
    at, after = edition.breaks_at(observation.key), edition.breaks_after(observation.key)
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
        if not observation.asof or edition.sources[item.source].known_from <= observation.asof
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
    difference = (observation.value / made.value - 1) * 100
    counted_parts = f"{len(parts)} {edition.name_of_parts(parts[0].key.area).lower()}"
    words: list[Child] = [f"The {counted_parts} with a figure add up to "]
    words += [number_link(derived_number(made, unit=indicator.short_unit))]
    if made.ends[0] <= observation.value <= made.ends[1] or abs(difference) < SMALLEST_SHOWN:
        return html.P([*words, ", as printed."], className="note")
    side = "above" if difference > 0 else "below"
    shown = number_link(difference_number(abs(difference) / 100, observation, signed=False))
    return html.P([*words, "; the printed total is ", shown, f" {side} it."], className="note")


def _as_factor(edition: Edition, observation: Observation) -> list[Component]:
    """The products in force that do not fit the number, which is a factor of theirs."""
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
            f"times {by.name.lower()} (",
            number_link(number(other, by)),
            f"), {its.name.lower()} is ",
        ]
        words += [number_link(derived_number(made, unit=its.short_unit)), "; in force is "]
        words += [number_link(number(product, its)), "."]
        found.append(html.P([html.Strong("Does not fit: "), *words], className="warning"))
    return found


def number_panel(edition: Edition, observation: Observation, marked: str = "") -> html.Div:
    """What opens beside a chart for a number: the figure, its source, everyone else's, and its history.

    What the source `marked` prints stands out.
    """
    chosen = Chosen(observation, edition.statements_of(observation))
    key = observation.key
    title = f"{edition.indicators[key.indicator].name}, {edition.areas[key.area].name} {observation.period}"
    return html.Div(
        [
            html.H2(title),
            html.P(f"Estimate of {maker_name(edition, observation)}", className="quiet"),
            in_force_today(edition, observation),
            figure_block(edition, observation),
            pointed_at(edition, chosen, marked),
            *about_value(edition, chosen),
            number_actions(edition, chosen),
            *breaks_beside(edition, observation),
            *warnings(edition, observation),
            other_statements(edition, chosen, marked=marked),
            history_section(edition, chosen, edition.vintages_of(observation)),
        ],
        className="number-panel",
    )
