"""The panel that opens beside a chart for a number."""

from dash import html

from dashboard.pages.parts.number_figure import figure_block, in_force_today
from dashboard.pages.parts.number_history import history_section
from dashboard.pages.parts.number_source import about_value, pointed_at
from dashboard.pages.parts.number_warnings import breaks_beside, warnings
from dashboard.pages.parts.share import number_actions
from dashboard.pages.parts.statements import other_statements
from dashboard.words.makers import made_by
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.observations import Observation


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
            html.P(made_by(edition, observation), className="quiet"),
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
