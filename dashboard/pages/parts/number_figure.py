"""A number, large: its value and range, who made it, what it measures, and the current one."""

from dash import html
from dash.development.base_component import Component

from dashboard.pages.parts.figures import (
    Child,
    lead_in,
    number_link,
)
from dashboard.server.urls import urls
from dashboard.words.definitions import DefinedAs, makers_told, measured_told, unsaid_told
from dashboard.words.grid import STATES
from dashboard.words.numbers import (
    number,
    range_number,
)
from dashboard.words.ranges import NOT_RECORDED, kind_of_range, poppy_free_words, without_range
from etl.editions.reading import Edition
from etl.figures.observations import Observation, Statement


def figure_block(edition: Edition, observation: Observation) -> html.Div:
    """The value and its range, large."""
    indicator = edition.indicators[observation.key.indicator]
    between = range_number(observation, indicator)
    has_value = observation.value is not None
    if not has_value:
        under: list[Child] = [STATES["range" if observation.has_range else "set-aside"][1]]
    elif between is not None:
        under = ["range ", number_link(between), kind_beside(observation)]
    else:
        is_free = observation.is_poppy_free
        under = [poppy_free_words(observation.key.year) if is_free else without_range(observation, indicator)]
    return html.Div(
        [
            html.P(number_link(number(observation, indicator)), className="figure"),
            *([html.P(under, className="note figure-range")] if any(under) else []),
            *_definition(edition, observation),
        ],
        className="figure-block",
    )


def _definition(edition: Edition, observation: Observation) -> list[Component]:
    """Who made the number and what exactly it measures, or that nobody says it; each leads to what says so."""
    known = (fact(edition, observation) for fact in (makers_told, measured_told, unsaid_told))
    return [
        html.P(lead_in([_known(each, observation) for each in told]), className="note definition")
        for told in known
        if told
    ]


def _known(told: DefinedAs, observation: Observation) -> html.Span:
    source = told.said_by.source if told.said_by is not None else observation.source
    return html.Span([f"{told.label} ", html.A(told.text, href=urls().source(source), className="quiet-link")])


def kind_beside(item: Observation | Statement) -> str:
    """The kind of a range in brackets, to stand behind it; empty where it is not known."""
    kind = kind_of_range(item)
    return f" ({kind})" if kind else ""


def in_force_today(edition: Edition, observation: Observation) -> html.P | None:
    """That a number is as known on a day, and the current one; None for the number of today."""
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
    ending = " is the current value too." if is_same else " is the current value."
    return html.P([html.Strong(f"As known on {observation.asof}"), "; ", *words, ending], className="as-known")
