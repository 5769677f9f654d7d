"""A figure that sources print differently, as a row of a table."""

from dashboard.pages.parts.cells import figure_cell, number_cell
from dashboard.pages.parts.figures import verdict_words
from dashboard.pages.parts.table import ShownRow, TableCell, TableColumn
from dashboard.words.disputes import Dispute, printed
from dashboard.words.numbers import difference_number, number
from dashboard.words.pieces import plain_text
from etl.editions.reading import Edition

DISPUTE_COLUMNS = (
    TableColumn("Figure"),
    TableColumn("Current value", numeric=True),
    TableColumn("Also printed", numeric=True),
    TableColumn("Difference", numeric=True),
    TableColumn("Kind"),
)


def dispute_cells(edition: Edition, item: Dispute) -> ShownRow:
    """The current figure, what others print, how far apart they are, and of what kind that is."""
    observation, statement = item.observation, item.statements[0]
    indicator = edition.indicators[observation.key.indicator]
    others = printed(item, indicator)
    difference: TableCell = {"text": "no measure", "sort": None}
    if item.share is not None:
        difference = number_cell(difference_number(item.share, observation), abs(item.share))
    return [
        figure_cell(edition, observation),
        number_cell(number(observation, indicator), observation.value),
        {"text": plain_text(others), "pieces": others, "sort": statement.value, "class": "several"},
        difference,
        {"text": verdict_words(statement.verdict), "badge": f"verdict verdict-{statement.verdict}"},
    ]
