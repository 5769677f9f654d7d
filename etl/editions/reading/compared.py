"""What an edition has of some series, in the few columns that a number from outside is compared with."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select, tuple_

from etl.editions.reading.catalog import Catalog
from etl.figures import tables
from etl.figures.keys import Key

_AT_ONCE = 10_000  # observations
_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage


class Earlier(NamedTuple):
    """What an observation showed from a day on (empty: undated)."""

    published_from: str
    value: float | None
    low: float | None
    high: float | None
    flag: str


class Printed(NamedTuple):
    """A number that a source prints, with the verdict on it."""

    id: int
    value: float | None
    low: float | None
    high: float | None
    verdict: str
    source: str
    authority: str


class Asked(NamedTuple):
    """Which people a figure is of: their ages, over which time they were asked; empty where that is not known."""

    age_from: str
    age_to: str
    recall: str


class Compared(NamedTuple):
    """An observation: what it shows, what it showed before, what others print, and of which people it is."""

    key: Key
    value: float | None
    low: float | None
    high: float | None
    flag: str
    earlier: tuple[Earlier, ...]
    printed: tuple[Printed, ...]
    asked: Asked


_NOT_KNOWN = Asked("", "", "")
ComparedFigures = dict[int, list[Compared]]  # by year, those of every producer


class ComparedSeries(Catalog):
    """Whole series by indicator and area, each read once and kept as long as the edition."""

    @cached_property
    def _series(self) -> dict[tuple[str, str], ComparedFigures]:
        return {}

    def series_of(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], ComparedFigures]:
        """The series of some pairs of indicator and area; what is not known yet is read at once."""
        pairs = list(dict.fromkeys(wanted))
        unknown = [pair for pair in pairs if pair not in self._series]
        if unknown:
            self._series.update({pair: {} for pair in unknown})
            for item in self._read(unknown):
                by_year = self._series[item.key.indicator, item.key.area]
                by_year.setdefault(item.key.year, []).append(item)
        return {pair: self._series[pair] for pair in pairs}

    def _read(self, pairs: list[tuple[str, str]]) -> list[Compared]:
        shown = _observation.c
        is_wanted = tuple_(shown.indicator, shown.area).in_(pairs)
        values = [
            shown.id,
            *(shown[name] for name in Key._fields),
            shown.value,
            shown.low,
            shown.high,
            shown.flag,
            shown.statement_id,
        ]
        # In an order that was asked for, SQLite would go through all observations and not through those of the pairs.
        rows = sorted(self._rows(select(*values).where(is_wanted)), key=itemgetter(0))
        ids, was = [row[0] for row in rows], _vintage.c
        columns = (was.published_from, was.value, was.low, was.high, was.flag)
        earlier: dict[int, list[Earlier]] = {}
        every = select(was.observation_id, *columns).order_by(was.observation_id, was.published_from)
        for number, *cells in self._of_observations(every, was.observation_id, ids):
            earlier.setdefault(number, []).append(Earlier(*cells))
        said = _statement.c
        asked_of = (said.age_from, said.age_to, said.recall)
        columns = (said.id, said.value, said.low, said.high, said.verdict, said.source, tables.source.c.authority)  # type: ignore[assignment]
        joined = (
            select(said.observation_id, *asked_of, *columns)
            .join(tables.source, tables.source.c.source == said.source)
            .order_by(said.id)
        )
        printed: dict[int, list[Printed]] = {}
        asked: dict[int, Asked] = {}
        for number, *cells in self._of_observations(joined, said.observation_id, ids):
            asked[cells[3]] = Asked(*cells[:3])
            printed.setdefault(number, []).append(Printed(*cells[3:]))
        return [
            Compared(
                Key(*row[1:5]),
                row[5],
                row[6],
                row[7],
                row[8],
                tuple(earlier.get(row[0], ())),
                tuple(printed.get(row[0], ())),
                asked.get(row[9], _NOT_KNOWN),
            )
            for row in rows
        ]

    def _of_observations(self, query: Select[Any], number: ColumnElement[int], ids: Sequence[int]) -> Iterator[Any]:
        """The rows of a query that are of some observations, asked for in lists that every database takes."""
        for start in range(0, len(ids), _AT_ONCE):
            yield from self._rows(query.where(number.in_(ids[start : start + _AT_ONCE])))

    @cached_property
    def areas_with(self) -> dict[str, list[str]]:
        """The areas that have any figure, by indicator."""
        found: dict[str, list[str]] = {}
        for row in self.coverage:
            found.setdefault(row.indicator, []).append(row.area)
        return {indicator: list(dict.fromkeys(areas)) for indicator, areas in found.items()}
