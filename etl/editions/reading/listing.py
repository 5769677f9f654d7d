"""Whole lists: filtered, in a fixed order, and read a stretch at a time, whatever the size of the edition.

A stretch begins after the last row of the one before it (keyset paging), so that a million rows cost what they
cost and no reader keeps the others waiting for longer than one stretch takes.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from sys import intern
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, literal, or_, select, tuple_

from etl.editions.reading.observations import (
    Selection,
    cited_columns,
    cited_statement,
    observations_on,
    observations_today,
    of_observation,
    range_columns,
    with_texts,
)
from etl.editions.reading.reviews import Reviews
from etl.editions.reading.statements import statement_from, statements_with_key
from etl.editions.reading.word_index import WordIndex
from etl.figures import stored, tables
from etl.figures.columns import SHOWN_COLUMNS
from etl.figures.keys import Key
from etl.figures.observations import Observation, Statement
from etl.figures.rows import by_name
from etl.figures.stored import Beside

STRETCH = 2000  # rows read at once
MOST_COUNTED = 100_000
_INDEXED_AT_ONCE = 10_000  # rows, so that none of them takes much memory or time
_SELECTIONS_KEPT = 8
_ABOUT = ("indicator", "area", "producer", "source", "year")  # columns with a name, or a year, that words are found in

_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage
_deciding = Beside(stored.statement, "deciding")

_of_observation = _vintage.join(_observation, _vintage.c.observation_id == _observation.c.id)
_vintage_place = _vintage.c.observation_id, _vintage.c.published_from
_vintage_keys = select(*_vintage_place).select_from(_of_observation)
_vintages = select(
    *(_observation.c[name] for name in ("id", *Key._fields)),
    *(_vintage.c[name] for name in SHOWN_COLUMNS),
    *cited_columns,
    *range_columns,
    _vintage.c.published_from,
    _vintage.c.kind,
    func.coalesce(_deciding.c["source"], "").label("deciding_source"),
).select_from(_deciding.joined_to(with_texts(_of_observation, _vintage), _vintage.c.decided_by))
_shown_then = by_name(Observation, _vintages.selected_columns.keys())
_statements_numbered, _observations_numbered, _vintages_of_numbered = (
    query.where(order[0].in_(bindparam("ids", expanding=True))).order_by(*order)
    for query, order in (
        (statements_with_key, (_statement.c.id,)),
        (observations_today, (_observation.c.id,)),
        (_vintages, _vintage_place),
    )
)

Item = TypeVar("Item")


class Position(NamedTuple):
    """A place in a list: the row after which the next stretch begins."""

    id: int = 0
    published_from: str = ""


class VintageNumbers(NamedTuple):
    """The places of all vintages in their order, in which each has a number."""

    ids: Sequence[int]
    days: Sequence[str]

    def after(self, place: Position) -> int:
        """The number of the first vintage behind a place."""
        return bisect_right(self.days, place.published_from, *self._among(place.id))

    def at(self, place: Position) -> int:
        """The number of the vintage at a place."""
        return bisect_left(self.days, place.published_from, *self._among(place.id))

    def _among(self, observation: int) -> tuple[int, int]:
        return bisect_left(self.ids, observation), bisect_right(self.ids, observation)


class Revision(NamedTuple):
    """What an observation showed from a date on, with the source whose publication made it so."""

    published_from: str
    kind: str  # what became of the number before: a word of ChangeKind, or empty
    decided_by: str
    shown: Observation


class Listing(Reviews):
    """Questions whose answer can be the whole edition."""

    def count_observations(self, selection: Selection) -> int | None:
        """How many observations are wanted; None where they are more than MOST_COUNTED and not all."""
        if selection == Selection():
            return self.observations_count
        if self._has_indexed_words(selection):
            return _at_most(len(self._observations_with_words(selection)))
        return self._count(self._observations_of(selection, light=True))

    def list_observations(self, selection: Selection, after: Position, most: int) -> list[Observation]:
        """The next observations, by indicator, area, year and producer."""
        if self._has_indexed_words(selection):
            ids = _stretch(self._observations_with_words(selection), after, most)
            return self._as_on(selection.asof, self._rows(_observations_numbered, {"ids": ids}))
        query = self._observations_of(selection).where(_observation.c.id > after.id)
        return self._as_on(selection.asof, self._rows(query.order_by(_observation.c.id).limit(most)))

    def ids_of(self, selection: Selection) -> frozenset[int]:
        """The ids of the wanted observations of today."""
        query = self._only(select(_observation.c.id), selection)
        return frozenset(row[0] for row in self._rows(query))

    def list_keys(self, after: Position, most: int) -> list[Key]:
        """The keys of the next observations, in the same order."""
        query = select(*(_observation.c[name] for name in Key._fields)).where(_observation.c.id > after.id)
        return [Key(*row) for row in self._rows(query.order_by(_observation.c.id).limit(most))]

    def count_statements(self, selection: Selection) -> int | None:
        """How many statements are wanted; None where they are more than MOST_COUNTED and not all."""
        if selection == Selection():
            return self.statements
        if selection.words:
            return _at_most(len(self._statements_with_words(selection)))
        return self._count(self._statements_of(selection))

    def list_statements(self, selection: Selection, after: Position, most: int) -> list[Statement]:
        """The next statements, by their observation and in its fixed order."""
        if selection.words:
            ids = _stretch(self._statements_with_words(selection), after, most)
            return [statement_from(row) for row in self._rows(_statements_numbered, {"ids": ids})]
        query = self._statements_of(selection).where(_statement.c.id > after.id)
        return [statement_from(row) for row in self._rows(query.order_by(_statement.c.id).limit(most))]

    def count_vintages(self, selection: Selection) -> int | None:
        """How many vintages are wanted; None where they are more than MOST_COUNTED."""
        if selection.words:
            return _at_most(len(self._vintages_with_words(selection)))
        return self._count(self._vintages_of(selection, light=True))

    def list_vintages(self, selection: Selection, after: Position, most: int) -> list[Revision]:
        """The next vintages, by their observation and the date from which they held."""
        if selection.words:
            numbers = self.keep(_vintage_numbers)
            next_ones = _stretch(self._vintages_with_words(selection), Position(numbers.after(after) - 1), most)
            wanted = {(numbers.ids[number], numbers.days[number]) for number in next_ones}
            found = self._rows(_vintages_of_numbered, {"ids": sorted({place[0] for place in wanted})})
            rows: Sequence[Any] = [row for row in found if (row.id, row.published_from) in wanted]
        else:
            query = self._vintages_of(selection).where(_is_after(_vintage_place, after)).order_by(*_vintage_place)
            rows = self._rows(query.limit(most))
        return [Revision(row.published_from, row.kind, row.deciding_source, _shown_then(row)) for row in rows]

    def all_vintages(self, selection: Selection) -> Iterator[list[Revision]]:
        """All wanted vintages, a stretch at a time."""
        return in_stretches(self.list_vintages, lambda item: Position(item.shown.id, item.published_from), selection)

    def sources_of(self, selection: Selection) -> set[str]:
        """The sources that make one of the wanted statements."""
        query = self._statements_of(selection).with_only_columns(_statement.c.source).distinct()
        return {row[0] for row in self._rows(query)}

    def table_rows(self, table: Table) -> Iterator[Sequence[Any]]:
        """The rows of a whole table of the edition in the order of its primary key, a stretch at a time."""
        return self.in_order(select(table), list(table.primary_key.columns))

    def rows_with_words(
        self, query: Select[Any], order: Sequence[ColumnElement[Any]], *texts: str
    ) -> Iterator[Sequence[Any]]:
        """All rows of a query in that order: the columns of the order, and those that words are found in."""
        columns = query.selected_columns
        query = query.with_only_columns(*order, *(columns[name] for name in (*_ABOUT, *texts)))
        return (row for rows in self.in_order(query, order, _INDEXED_AT_ONCE) for row in rows)

    def in_order(
        self, query: Select[Any], order: Sequence[ColumnElement[Any]], most: int = STRETCH
    ) -> Iterator[Sequence[Any]]:
        """All rows of a query by columns that it has and that tell them apart, a stretch at a time."""
        places = [list(query.selected_columns).index(column) for column in order]
        query = query.order_by(*order).limit(most)
        rows = self._rows(query)
        while rows:
            yield rows
            if len(rows) < most:
                return
            rows = self._rows(query.where(_is_after(order, [rows[-1][place] for place in places])))

    def _count(self, query: Select[Any]) -> int | None:
        # Counting goes on no longer than it may keep others waiting.
        some = query.with_only_columns(literal(1), maintain_column_froms=True).limit(MOST_COUNTED + 1).subquery()
        return _at_most(int(self._rows(select(func.count()).select_from(some))[0][0]))

    def _observations_of(self, selection: Selection, light: bool = False) -> Select[Any]:
        """The wanted observations; `light` leaves out what is only shown and not asked about."""
        query = observations_on(self.earlier(selection.asof))
        if light and not selection.asof and not selection.words:
            query = select(_observation.c.id)
        return self._only(query, selection)

    def _statements_of(self, selection: Selection) -> Select[Any]:
        query = statements_with_key.where(*of_observation(selection), *_of_statement(selection))
        if selection.asof:
            query = query.where(_statement.c.source.in_(self.sources_known_by(selection.asof)))
        return query

    def _has_indexed_words(self, selection: Selection) -> bool:
        """Whether words are looked for in observations that an index has: those of today."""
        return bool(selection.words) and not self.earlier(selection.asof)

    def _observations_with_words(self, selection: Selection) -> Sequence[int]:
        every = self._observations_of(replace(selection, words=()), light=True).with_only_columns(_observation.c.id)
        return self._with_words(_observation_words, selection, lambda: (row[0] for row in self._rows(every)))

    def _statements_with_words(self, selection: Selection) -> Sequence[int]:
        every = self._statements_of(replace(selection, words=())).with_only_columns(_statement.c.id)
        return self._with_words(_statement_words, selection, lambda: (row[0] for row in self._rows(every)))

    def _vintages_with_words(self, selection: Selection) -> Sequence[int]:
        numbers = self.keep(_vintage_numbers)
        every = self._vintages_of(replace(selection, words=()), light=True)
        return self._with_words(
            _vintage_words, selection, lambda: (numbers.at(Position(*row)) for row in self._rows(every))
        )

    def _with_words(
        self,
        index: "Callable[[Listing], WordIndex]",
        selection: Selection,
        every: Callable[[], Iterable[int]],
    ) -> Sequence[int]:
        """The ids, in their order, of the rows that have all words of a selection; `every` gives what else is wanted.

        They are kept for the selections that were asked for last, since a list is asked for in stretches.
        """
        known, asked = self.keep(_ids_kept), (index, selection)
        if asked not in known:
            words = self.keep(index)
            found = [words.ids(word, self._keys_with_word(word)) for word in selection.words]
            if replace(selection, words=()) != Selection():
                found.append(set(every()))
            known[asked] = array("I", sorted(set.intersection(*found)))
            for oldest in list(known)[:-_SELECTIONS_KEPT]:
                known.pop(oldest, None)
        return known[asked]

    def _vintages_of(self, selection: Selection, light: bool = False) -> Select[Any]:
        """The wanted vintages; `light` leaves out what is only shown and not asked about."""
        query = _vintage_keys if light else _vintages
        if selection.asof:
            query = query.where(_vintage.c.published_from <= selection.asof)
        return self._only(query, selection)

    def _only(self, query: Select[Any], selection: Selection) -> Select[Any]:
        """What a query of observations with the statement they cite gives of the wanted ones."""
        query = query.where(*of_observation(selection))
        if about := _of_statement(selection):
            with_statement = select(_statement.c.observation_id).where(*about)
            query = query.where(_observation.c.id.in_(with_statement))
        return query.where(*(self._has_word(word) for word in selection.words))

    def _has_word(self, word: str) -> ColumnElement[bool]:
        """Whether a word stands in a name of what an observation is about, or in the title of the source it cites."""
        columns = {**_observation.c, "source": cited_statement.c["source"]}
        return or_(*(columns[name].in_(keys) for name, keys in self._keys_with_word(word).items()))

    def _keys_with_word(self, word: str) -> dict[str, list[Hashable]]:
        """By column: the keys in whose names a word stands, and the year that it is."""
        is_year = len(word) == 4 and word.isascii() and word.isdecimal()
        return {
            "indicator": _keys_with(word, self.indicators, "name", "crop"),
            "area": _keys_with(word, self.areas, "name"),
            "producer": _keys_with(word, self.producers, "name", "short_name"),
            "source": _keys_with(word, self.sources, "title", "publisher"),
            "year": [int(word)] if is_year else [],
        }


def has_word(word: str, *texts: str) -> bool:
    """Whether a word stands in one of the texts, whatever the case of its letters."""
    return any(word.casefold() in text.casefold() for text in texts)


def _keys_with(word: str, records: dict[str, Any], *names: str) -> list[Hashable]:
    return [
        key for key, record in records.items() if has_word(word, key, *(str(getattr(record, name)) for name in names))
    ]


def _observation_words(edition: Listing) -> WordIndex:
    """Observations of today by the names of what they are about and of the source that they cite."""
    return WordIndex(_ABOUT, edition.rows_with_words(observations_today, [_observation.c.id]))


def _statement_words(edition: Listing) -> WordIndex:
    """Statements by the names of what they are about and of their source, and by their texts."""
    texts = "as_printed", "locator", "note"
    return WordIndex(_ABOUT, edition.rows_with_words(statements_with_key, [_statement.c.id], *texts))


def _vintage_words(edition: Listing) -> WordIndex:
    """Vintages by the names of what they are about and of the source that they cite."""
    rows = edition.rows_with_words(_vintages, _vintage_place)
    return WordIndex(_ABOUT, ((number, *row[len(_vintage_place) :]) for number, row in enumerate(rows)))


def _vintage_numbers(edition: Listing) -> VintageNumbers:
    ids, days = array("I"), list[str]()
    for rows in edition.in_order(_vintage_keys, _vintage_place):
        ids.extend(row.observation_id for row in rows)
        days.extend(intern(row.published_from) for row in rows)
    return VintageNumbers(ids, days)


def _is_after(columns: Sequence[ColumnElement[Any]], place: Sequence[Any]) -> ColumnElement[bool]:
    """Whether a row comes behind a place in an order."""
    return tuple_(*columns) > tuple_(*place) if len(columns) > 1 else columns[0] > place[0]


def _ids_kept(edition: Listing) -> dict[Hashable, Sequence[int]]:
    return {}


def _stretch(ids: Sequence[int], after: Position, most: int) -> list[int]:
    """The next of some ids."""
    begin = bisect_right(ids, after.id)
    return list(ids[begin : begin + most])


def _at_most(count: int) -> int | None:
    return count if count <= MOST_COUNTED else None


def _of_statement(selection: Selection) -> list[ColumnElement[bool]]:
    """What is wanted of a statement itself."""
    wanted = ((_statement.c.source, selection.sources), (_statement.c.verdict, selection.verdicts))
    return [column.in_(values) for column, values in wanted if values]


def in_stretches(
    read: Callable[[Selection, Position, int], list[Item]],
    place: Callable[[Item], Position],
    selection: Selection,
    most: int | None = None,
) -> Iterator[list[Item]]:
    """All that is wanted, or the first `most` of it, a stretch at a time."""
    after, left = Position(), most
    while left is None or left > 0:
        wanted = STRETCH if left is None else min(left, STRETCH)
        items = read(selection, after, wanted)
        if items:
            yield items
        if len(items) < wanted:
            return
        after = place(items[-1])
        left = None if left is None else left - len(items)
