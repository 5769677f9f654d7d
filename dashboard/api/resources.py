"""The lists of the API: for each its columns, its filters, and how a stretch of it is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from dashboard.api import columns, computed, parameters
from dashboard.api.columns import Row
from dashboard.api.parameters import (
    AREA,
    ASOF,
    FIRST,
    GROUP,
    INDICATOR,
    LAST,
    PRODUCER,
    REGION,
    SEARCHED,
    SOURCE,
    SUBSTANCE,
    TOPIC,
    YEAR,
)
from dashboard.api.rows import Rows
from dashboard.views.parameters import KeyOfAdditive, Parameter
from etl.editions.reading.listing import Position, in_stretches
from etl.editions.reading.observations import Selection
from etl.figures.beside import rows_beside
from etl.figures.columns import Column


class Listed(NamedTuple):
    """A row, and the place in its list after which the next begins."""

    place: Position
    row: Row


CountRows = Callable[[Rows, Selection], int | None]
ReadRows = Callable[[Rows, Selection, Position, int], list[Listed]]


@dataclass(frozen=True)
class ApiList:
    """A list of the edition. `read` gives at most so many rows after a place, in the fixed order of the list."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    filters: tuple[Parameter, ...]
    count: CountRows
    read: ReadRows
    example: tuple[tuple[str, str], ...] = (
        ("indicator", "opium-production"),
        ("area", "AFG"),
        ("producer", "unodc"),
        ("year", "2018"),
    )

    def batches(self, rows: Rows, selection: Selection, most: int | None = None) -> Iterator[list[Row]]:
        """All wanted rows, or the first `most`, a stretch at a time."""

        def read(wanted: Selection, after: Position, limit: int) -> list[Listed]:
            return self.read(rows, wanted, after, limit)

        for batch in in_stretches(read, lambda item: item.place, selection, most):
            yield [item.row for item in batch]


# What readers are told of each list.
_TOLD = {row["list"]: row for row in rows_beside(__package__, "lists.csv")}


def _long(name: str, made_of: tuple[Column, ...], count: CountRows, read: ReadRows) -> ApiList:
    """A list of any length, of which only what is asked for is read."""
    told = _TOLD[name]
    return ApiList(name, told["title"], told["description"], made_of, parameters.STATEMENT_FILTERS, count, read)


def _observations(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
    found = rows.edition.list_observations(selection, after, most)
    return [Listed(Position(item.id), rows.observation(item)) for item in found]


def _statements(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
    found = rows.edition.list_statements(selection, after, most)
    return [Listed(Position(item.id), rows.statement(item)) for item in found]


def _vintages(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
    found = rows.edition.list_vintages(selection, after, most)
    return [Listed(Position(item.shown.id, item.published_from), rows.vintage(item)) for item in found]


def _short(
    name: str, made_of: tuple[Column, ...], make: Callable[[Rows, Selection], Iterator[Row]], *filters: Parameter
) -> ApiList:
    """A list that is short enough to be kept in memory."""

    def count(rows: Rows, selection: Selection) -> int:
        return sum(1 for _ in make(rows, selection))

    def read(rows: Rows, selection: Selection, after: Position, most: int) -> list[Listed]:
        listed = (Listed(Position(number), row) for number, row in enumerate(make(rows, selection), 1))
        return [item for item in listed if after.id < item.place.id <= after.id + most]

    return ApiList(name, _TOLD[name]["title"], _TOLD[name]["description"], made_of, filters, count, read)


def _of_one(
    name: str, made_of: tuple[Column, ...], make: Callable[[Rows, Selection], Iterator[Row]], *example: tuple[str, str]
) -> ApiList:
    """A list of what is computed of one indicator."""
    rule = "A key of /indicators, of figures that add up."
    one = replace(INDICATOR, kind=KeyOfAdditive(), rule=rule, repeatable=False, required=True)
    filters = one, AREA, GROUP, REGION, PRODUCER, YEAR, FIRST, LAST, ASOF
    return replace(_short(name, made_of, make, *filters), example=example)


OBSERVATIONS = _long(
    "observations",
    columns.OBSERVATIONS,
    lambda rows, selection: rows.edition.count_observations(selection),
    _observations,
)
STATEMENTS = _long(
    "statements",
    columns.STATEMENTS,
    lambda rows, selection: rows.edition.count_statements(selection),
    _statements,
)
VINTAGES = _long(
    "vintages",
    columns.VINTAGES,
    lambda rows, selection: rows.edition.count_vintages(selection),
    _vintages,
)
SOURCES = _short("sources", columns.SOURCES, Rows.sources, *parameters.STATEMENT_FILTERS)

RESOURCES = (
    OBSERVATIONS,
    STATEMENTS,
    VINTAGES,
    SOURCES,
    _of_one("rates", columns.RATES, computed.rates, ("indicator", "heroin-seizures"), ("area", "IRN")),
    _of_one("sums", columns.SUMS, computed.sums, ("indicator", "opium-production"), ("producer", "unodc")),
    _short("areas", columns.AREAS, Rows.areas, AREA, GROUP, REGION, SEARCHED),
    _short("groups", columns.GROUPS, Rows.groups, AREA, SEARCHED),
    _short("indicators", columns.INDICATORS, Rows.indicators, INDICATOR, TOPIC, SUBSTANCE, SEARCHED),
    _short("producers", columns.PRODUCERS, Rows.producers, PRODUCER, SEARCHED),
    _short("events", columns.EVENTS, Rows.events, AREA, GROUP, REGION, SOURCE, YEAR, FIRST, LAST, SEARCHED),
    _short("breaks", columns.BREAKS, Rows.breaks, INDICATOR, TOPIC, SUBSTANCE, AREA, REGION, FIRST, LAST),
    _short("editions", columns.EDITIONS, Rows.editions),
)
