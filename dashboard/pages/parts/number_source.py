"""How the value, its range and the source of a number were chosen, and what stands in the source that is cited."""

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.figures import (
    Child,
    explained,
    flag_badge,
    inferred_badge,
    lead_in,
    number_link,
    outside_link,
    quoted_figures,
    read_at,
    source_line,
)
from dashboard.pages.parts.number_figure import kind_beside
from dashboard.pages.parts.statements import what_it_rests_on
from dashboard.server.urls import urls
from dashboard.words.numbers import (
    statement_number,
    statement_range,
)
from dashboard.words.sentences import capitalised
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.observations import Statement
from etl.figures.vocabulary.numbers import Evidence, Flag
from etl.figures.vocabulary.sources import Authority


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
                    html.P(origin, className="note") if (origin := _origin(edition, cited)) else None,
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
        html.P([f"{item.note}. Source: ", source_line(edition.sources[item.source]), "."], className="note")
        for item in edition.notes_on(observation.key.indicator, observation.key.area, observation.key.producer)
    ]
    if observation.flag and not observation.is_poppy_free:
        meaning: list[Child] = [flag_badge(observation.flag), f" {Flag(observation.flag).meaning}"]
        parts.append(html.P(meaning, className="note"))
    return parts


def _origin(edition: Edition, cited: Statement) -> list[Child]:
    lead, *rest = what_it_rests_on(edition, cited) or [""]
    return [capitalised(lead), *rest] if isinstance(lead, str) and lead else []


def _about_range(edition: Edition, chosen: Chosen) -> list[list[Child]]:
    """Where a range is from that the cited source does not print, or the last one, which was of an earlier value."""
    indicator = edition.indicators[chosen.observation.key.indicator]
    if (earlier := chosen.earlier_range) is not None:
        ends = number_link(statement_range(earlier, indicator))
        words: list[Child] = ["The last range that was printed, ", ends, kind_beside(earlier)]
        words += [", belongs to the earlier value ", number_link(statement_number(earlier, indicator)), ", from "]
        return [[*words, source_line(edition.sources[earlier.source]), "."]]
    between = chosen.range_from
    if between is None or between == chosen.cited:
        return []
    alone = " which prints it without a best value" if between.value is None else ""
    return [["The range is from ", source_line(edition.sources[between.source]), f"{',' if alone else ''}{alone}."]]


def _standing(edition: Edition, chosen: Chosen) -> list[list[Child]]:
    """Who confirms the value rounded, what no date tells from it, and that a revision is known from a report only."""
    indicator = edition.indicators[chosen.observation.key.indicator]
    found: list[list[Child]] = []
    if (confirming := chosen.rounded_by(edition.sources)) is not None:
        rounded = number_link(statement_number(confirming, indicator))
        found.append(["Confirmed, rounded, by ", source_line(edition.sources[confirming.source]), ": ", rounded, "."])
    if (other := chosen.tied_with) is not None:
        words: list[Child] = ["Tied with ", number_link(statement_number(other, indicator)), " from "]
        found.append(
            [*words, source_line(edition.sources[other.source]), f": {_what_decided(edition, chosen, other)}."]
        )
    deciding = chosen.deciding
    if deciding and deciding.change and edition.sources[deciding.source].authority == Authority.SECONDARY:
        found.append(["Revision reported, original not seen."])
    return found


def _what_decided(edition: Edition, chosen: Chosen, other: Statement) -> str:
    """What decided between two numbers that no date tells apart."""
    dates = [edition.sources[each.source].published for each in (chosen.deciding, other) if each is not None]
    if len(dates) > 1 and len(dates[0]) > len(dates[1]):
        return "no date tells which is newer, and the one with the more exact date is shown"
    return "no date tells which is newer; more independent witnesses, the original, or else the greater number is shown"


def _as_printed(statement: Statement) -> html.P | None:
    if not statement.as_printed:
        return None
    text = html.Q(html.A(statement.as_printed, href=urls().source(statement.source), className="quiet-link"))
    return html.P(["Printed as ", text], className="note")
