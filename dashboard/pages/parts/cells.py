"""Cells of tables that lead somewhere: figures, numbers and sources."""

from typing import cast

from dashboard.pages.parts.table import TableCell
from dashboard.server.urls import urls
from dashboard.words.makers import maker_label
from dashboard.words.numbers import Number
from dashboard.words.pieces import named
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.sources import Source


def name_of_figure(edition: Edition, key: Key) -> str:
    """What a figure is of: indicator, area and year."""
    return f"{edition.indicators[key.indicator].name}, {edition.areas[key.area].name} {key.year}"


def figure_cell(edition: Edition, item: Observation) -> TableCell:
    """A figure by its name and who made it, leading to its page."""
    return {
        "text": name_of_figure(edition, item.key),
        "href": urls().number(item.key),
        "note": maker_label(edition, item),
    }


def number_cell(number: Number, sort: float | None) -> TableCell:
    """A number, leading to the page that explains it."""
    return {"text": number.text, "href": number.href, "sort": sort}


def source_cell(source: Source) -> TableCell:
    """A source as texts name it."""
    return cast(TableCell, named(source))
