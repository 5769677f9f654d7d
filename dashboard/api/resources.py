"""The lists of the API: for each its columns, its filters, and how a stretch of it is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dashboard.api import columns, parameters
from dashboard.api.columns import Row
from dashboard.api.rows import Rows
from dashboard.views.parameters import Parameter
from etl.editions.reading.listing import Position, Selection, in_stretches
from etl.figures.columns import Column


class Listed(NamedTuple):
    """A row, and the place in its list after which the next begins."""

    place: Position
    row: Row


@dataclass(frozen=True)
class ApiList:
    """A list of the edition. `read` gives at most so many rows after a place, in the fixed order of the list."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    filters: tuple[Parameter, ...]
    count: Callable[[Rows, Selection], int | None]
    read: Callable[[Rows, Selection, Position, int], list[Listed]]

    def batches(self, rows: Rows, selection: Selection, most: int | None = None) -> Iterator[list[Row]]:
        """All wanted rows, or the first `most`, a stretch at a time."""

        def read(wanted: Selection, after: Position, limit: int) -> list[Listed]:
            return self.read(rows, wanted, after, limit)

        for batch in in_stretches(read, lambda item: item.place, selection, most):
            yield [item.row for item in batch]


def _observations(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
    found = rows.edition.list_observations(selection, after, most)
    return [Listed(Position(item.id), rows.observation(item)) for item in found]


def _statements(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
    found = rows.edition.list_statements(selection, after, most)
    return [Listed(Position(item.id), rows.statement(item)) for item in found]


def _vintages(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
    found = rows.edition.list_vintages(selection, after, most)
    return [Listed(Position(item.shown.id, item.published_from), rows.vintage(item)) for item in found]


def _small(
    name: str,
    title: str,
    description: str,
    made_of: tuple[Column, ...],
    filters: tuple[Parameter, ...],
    make: Callable[[Rows, Selection], Iterator[Row]],
) -> ApiList:
    """A list that is short enough to be kept in memory."""

    def count(rows: Rows, selection: Selection) -> int:
        return sum(1 for _ in make(rows, selection))

    def read(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
        listed = (Listed(Position(number), row) for number, row in enumerate(make(rows, selection), 1))
        return [item for item in listed if after.id < item.place.id <= after.id + most]

    return ApiList(name, title, description, made_of, filters, count, read)


OBSERVATIONS = ApiList(
    "observations",
    "Observations",
    "One row for each indicator, area, year and producer: the value in force with its range, and the publication cited "
    "for it. By indicator, area, year and producer.",
    columns.OBSERVATIONS,
    parameters.STATEMENT_FILTERS,
    lambda rows, selection: rows.edition.count_observations(selection),
    _observations,
)
STATEMENTS = ApiList(
    "statements",
    "Statements",
    "One row for each number as one source prints it, with its verdict on the value in force. By observation, the "
    "statements of one in a fixed order.",
    columns.STATEMENTS,
    parameters.STATEMENT_FILTERS,
    lambda rows, selection: rows.edition.count_statements(selection),
    _statements,
)
VINTAGES = ApiList(
    "vintages",
    "Vintages",
    "What each observation showed from which publication date on. By observation and date.",
    columns.VINTAGES,
    parameters.STATEMENT_FILTERS,
    lambda rows, selection: rows.edition.count_vintages(selection),
    _vintages,
)
SOURCES = _small(
    "sources",
    "Sources",
    "Every publication. With filters about numbers, only those that print such a number.",
    columns.SOURCES,
    parameters.STATEMENT_FILTERS,
    Rows.sources,
)

RESOURCES = (
    OBSERVATIONS,
    STATEMENTS,
    VINTAGES,
    SOURCES,
    _small(
        "areas",
        "Areas",
        "The world, countries and provinces.",
        columns.AREAS,
        (parameters.AREA, parameters.GROUP, parameters.WORDS),
        Rows.areas,
    ),
    _small(
        "groups",
        "Groups",
        "Groups of areas, a row for each member.",
        columns.GROUPS,
        (parameters.AREA, parameters.WORDS),
        Rows.groups,
    ),
    _small(
        "indicators",
        "Indicators",
        "What is measured.",
        columns.INDICATORS,
        (parameters.INDICATOR, parameters.WORDS),
        Rows.indicators,
    ),
    _small(
        "producers",
        "Producers",
        "Who makes estimates.",
        columns.PRODUCERS,
        (parameters.PRODUCER, parameters.WORDS),
        Rows.producers,
    ),
    _small(
        "events",
        "Events",
        "What happened, for reading the figures.",
        columns.EVENTS,
        (
            parameters.AREA,
            parameters.GROUP,
            parameters.SOURCE,
            parameters.YEAR,
            parameters.FIRST,
            parameters.LAST,
            parameters.WORDS,
        ),
        Rows.events,
    ),
    _small(
        "editions",
        "Editions",
        "What was shown from when on, the oldest first, and what each changed; the last is the one being served.",
        columns.EDITIONS,
        (),
        Rows.editions,
    ),
)
