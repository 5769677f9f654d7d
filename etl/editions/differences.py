"""Finds what one edition changes against another.

Both editions are read where they lie, as the schemas `old` and `new` of one connection (an attached SQLite file, or
a schema translated to these names), so that the comparison is the database's work and takes little memory.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any, overload

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    and_,
    case,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.schema import CreateIndex, CreateTable, DropTable

from etl.editions.changes import Change, Changes, Flip, ShownFigure, Tie
from etl.editions.layout import has_layout
from etl.figures.columns import OBSERVATION_KEY, SERIES_KEY, STATEMENT_IDENTITY
from etl.figures.keys import Key
from etl.figures.rows import by_name
from etl.figures.tables import metadata
from etl.figures.vocabulary.judgement import Verdict

JUMPS_DRAWN = 40  # of which the series are given
YEARS_NEAR = 5  # in which the figure lies that an added one is compared with
PRINTED = STATEMENT_IDENTITY[len(OBSERVATION_KEY) :]
_SeriesKey = tuple[str, str, str]  # indicator, area and producer
_KnownValues = dict[_SeriesKey, list[tuple[int, float]]]  # year and value, in the order of years
OtherConnection = Callable[[], AbstractContextManager[Connection]]
Identity = tuple[str | int | float | None, ...]  # the cells of STATEMENT_IDENTITY

# What an edition must have to be compared.
COMPARED = {
    "observation": (*OBSERVATION_KEY, "id", "value", "low", "high", "statement_id", "tied_with"),
    "statement": (*PRINTED, "id", "observation_id", "verdict", "as_printed"),
    "indicator": ("indicator", "unit"),
}


@dataclass(frozen=True)
class _Side:
    """The tables of one of the two editions, in its schema."""

    schema: str
    observation: FromClause
    statement: FromClause
    indicator: FromClause

    @property
    def figures(self) -> FromClause:
        """Observations with their unit."""
        shown = self.observation
        return shown.join(self.indicator, shown.c.indicator == self.indicator.c.indicator)

    @property
    def source(self) -> ColumnElement[str]:
        """The source that an observation cites; empty where it cites none."""
        cited = self.statement.alias(f"{self.schema}_cited")
        found = select(cited.c.source).where(cited.c.id == self.observation.c.statement_id)
        return func.coalesce(found.correlate(self.observation).scalar_subquery(), "").label("source")

    @property
    def key(self) -> list[ColumnElement[Any]]:
        """What names an observation in every edition, and its unit."""
        return [*(self.observation.c[name] for name in OBSERVATION_KEY), self.indicator.c.unit]

    @property
    def figure(self) -> list[ColumnElement[Any]]:
        """What the edition shows for an observation."""
        shown = self.observation.c
        cells = [shown.value, shown.low, shown.high, self.source]
        return [cell.label(f"{self.schema}_{cell.name}") for cell in cells]

    @property
    def printed(self) -> list[ColumnElement[Any]]:
        """What names a statement in every edition."""
        shown, said = self.observation.c, self.statement.c
        return [*(shown[name] for name in OBSERVATION_KEY), *(said[name] for name in PRINTED)]

    @property
    def statements(self) -> FromClause:
        """Statements with their observations."""
        return self.statement.join(self.observation, self.statement.c.observation_id == self.observation.c.id)


def _side(schema: str) -> _Side:
    copy = MetaData()
    tables = {name: metadata.tables[name].to_metadata(copy, schema=schema) for name in COMPARED}
    # Under names of their own: an edition can be compared with itself.
    return _Side(schema, **{name: tables[name].alias(f"{schema}_{name}") for name in COMPARED})


OLD, NEW = _side("old"), _side("new")


def compare(connection: Connection, *, against_nothing: bool = False, aside: OtherConnection | None = None) -> Changes:
    """What the edition in the schema `new` of a connection changes against the one in `old`, or against nothing.

    `aside` opens the same once more: then figures are compared by a thread of their own, while statements are.
    """
    if against_nothing:
        added = _changes(connection, _figures(NEW), after=NEW)
        statements = _count(connection, select(NEW.statement.c.id))
        return Changes(
            added,
            [],
            [],
            [],
            statements_before=0,
            statements_added=statements,
            statements_removed=0,
            ties=[_tie(row) for row in connection.execute(_ties())],
            added_by_verdict=_by_verdict(connection, _verdicts()),
        )
    with ThreadPoolExecutor(1) as pool:
        figures = pool.submit(_compared_aside, aside) if aside else None
        flips, in_both, mended, by_verdict = _statements_compared(connection)
        changes = figures.result() if figures else _figures_compared(connection)
    return replace(
        changes,
        flips=flips,
        statements_added=changes.statements_added - in_both[0],
        statements_removed=changes.statements_removed - in_both[1],
        statements_mended=mended,
        added_by_verdict=by_verdict,
    )


def _compared_aside(reading: OtherConnection) -> Changes:
    with reading() as connection:
        return _figures_compared(connection)


def _figures_compared(connection: Connection) -> Changes:
    """The changes of figures, with all statements told as removed and added."""
    with _filled(connection, _same, _same_observations()):
        changed = sorted(_changes(connection, _changed(), before=OLD, after=NEW), key=lambda change: not change.is_jump)
        added = _changes(connection, _figures(NEW).where(_has_alone(NEW)), after=NEW, known=_known_of_added(connection))
        removed = _changes(connection, _figures(OLD).where(_has_alone(OLD)), before=OLD)
        before, after = (_count(connection, select(side.statement.c.id)) for side in (OLD, NEW))
        ties = [_tie(row) for row in connection.execute(_new_ties())]
        changes = Changes(added, changed, removed, [], before, after, before, ties=ties)
        return replace(changes, around=_around(connection, [change.key for change in changes.jumps[:JUMPS_DRAWN]]))


def _statements_compared(connection: Connection) -> tuple[list[Flip], list[int], int, dict[str, int]]:
    """Flips, how many statements of the new and the old edition both have, those mended, and verdicts of added ones."""
    with _filled(connection, _same, _same_observations()), _filled(connection, _both, _same_statements()):
        flips = [_flip(row) for row in connection.execute(_flips())]
        in_both = [_count(connection, select(_both.c[name]).distinct()) for name in ("new_id", "old_id")]
        mended = _count(connection, select(_both.c.new_id).where(_both.c.is_mended))
        return flips, in_both, mended, _by_verdict(connection, _verdicts().where(_is_only(NEW)))


def disagreements(connection: Connection, schema: str) -> set[Identity]:
    """The statements of an edition that print another number than the current one; none where it cannot tell."""
    if not has_layout(connection, schema, COMPARED):
        return set()
    side = _side(schema)
    query = select(*side.printed).select_from(side.statements).where(side.statement.c.verdict == Verdict.DIFFERS)
    return {tuple(row) for row in connection.execute(query)}


@dataclass(frozen=True, slots=True)
class _Found:
    """An observation that differs, whatever is shown for it."""

    key: Key
    unit: str


class _Made(Sequence[Change]):
    """Changes that are made of rows when they are read: of a first edition, most are only counted."""

    def __init__(self, rows: Sequence[Row[Any]], make: Callable[[Row[Any]], Change]) -> None:
        self._rows, self._make = rows, make

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, place: int) -> Change: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Change]: ...
    def __getitem__(self, place: int | slice) -> Change | Sequence[Change]:
        if isinstance(place, slice):
            return _Made(self._rows[place], self._make)
        return self._make(self._rows[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def _changes(
    connection: Connection,
    query: Select[Any],
    *,
    before: _Side | None = None,
    after: _Side | None = None,
    known: _KnownValues | None = None,
) -> Sequence[Change]:
    """The rows of a query as changes; it has what each of the sides shows. known: values near added ones."""
    names = query.selected_columns.keys()
    found, old, new = by_name(_Found, names), _shown(before, names), _shown(after, names)

    def make(row: Row[Any]) -> Change:
        it = found(row)
        return Change(it.key, it.unit, old(row), new(row), _nearest(it.key, known or {}))

    return _Made(connection.execute(query).all(), make)


def _shown(side: _Side | None, names: Sequence[str]) -> Callable[[Sequence[Any]], ShownFigure | None]:
    """What makes of a row the figure that a side shows, from the cells with its name before theirs."""
    if side is None:
        return lambda _: None
    return by_name(ShownFigure, [name.removeprefix(f"{side.schema}_") for name in names])


def _nearest(key: Key, known: _KnownValues) -> tuple[int, float] | None:
    """The known value of the nearest year in the series of a figure, the earlier one of two."""
    near = [one for one in known.get(_series(key), ()) if abs(one[0] - key.year) <= YEARS_NEAR]
    return min(near, key=lambda one: abs(one[0] - key.year), default=None)


def _series(key: Key) -> _SeriesKey:
    return key.indicator, key.area, key.producer


def _known_of_added(connection: Connection) -> _KnownValues:
    """The values of the old edition in all series to which the new one adds a figure."""
    added = select(*(NEW.observation.c[name] for name in SERIES_KEY)).where(_has_alone(NEW))
    return _values(connection, OLD, tuple_(*(OLD.observation.c[name] for name in SERIES_KEY)).in_(added))


def _around(connection: Connection, keys: list[Key]) -> _KnownValues:
    """The values of the new edition in the series of some figures."""
    series = {_series(key) for key in keys}
    return _values(connection, NEW, tuple_(*(NEW.observation.c[name] for name in SERIES_KEY)).in_(series))


def _values(connection: Connection, side: _Side, of_series: ColumnElement[bool]) -> _KnownValues:
    """Year and value of all figures of some series that have one, in the order of years."""
    shown = side.observation.c
    query = select(*(shown[name] for name in (*SERIES_KEY, "year", "value"))).where(of_series, shown.value.is_not(None))
    found: _KnownValues = {}
    for *series, year, value in connection.execute(query.order_by(shown.year)):
        found.setdefault((series[0], series[1], series[2]), []).append((int(year), float(value)))
    return found


def _changed() -> Select[Any]:
    old, new = OLD.observation.c, NEW.observation.c
    query = select(*NEW.key, *OLD.figure, *NEW.figure).select_from(
        NEW.figures.join(_same, _same.c.new_id == new.id).join(OLD.observation, _same.c.old_id == old.id)
    )
    differs = [old[name].is_distinct_from(new[name]) for name in ("value", "low", "high")]
    return query.where(or_(*differs, OLD.source != NEW.source)).order_by(*NEW.key[:4])


def _figures(side: _Side) -> Select[Any]:
    return select(*side.key, *side.figure).select_from(side.figures).order_by(*side.key[:4])


def _has_alone(side: _Side) -> ColumnElement[bool]:
    """Whether the other side does not have an observation of this one."""
    return ~select(_same.c.new_id).where(_same.c[f"{side.schema}_id"] == side.observation.c.id).exists()


# The observations and the statements that both sides have. Matching them is the most of the work, so it is done once
# for all questions.
_same = Table(
    "same_observation",
    MetaData(),
    Column("new_id", Integer, primary_key=True, autoincrement=False),
    Column("old_id", Integer, index=True),
    prefixes=["TEMPORARY"],
)
_both = Table(
    "both_have",
    MetaData(),
    Column("new_id", Integer, index=True),
    Column("old_id", Integer, index=True),
    Column("is_flipped", Boolean),
    Column("is_mended", Boolean),
    prefixes=["TEMPORARY"],
)


@contextmanager
def _filled(connection: Connection, table: Table, found: Select[Any]) -> Iterator[None]:
    """Within it, a table has what a query finds."""
    connection.execute(CreateTable(table))
    connection.execute(table.insert().from_select(list(table.columns.keys()), found))
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        connection.execute(CreateIndex(index))
    yield
    connection.execute(DropTable(table))  # after an error it ends with the connection


def _same_observations() -> Select[Any]:
    same_key = (NEW.observation.c[name] == OLD.observation.c[name] for name in OBSERVATION_KEY)
    pairs = NEW.observation.join(OLD.observation, and_(*same_key))
    return select(NEW.observation.c.id, OLD.observation.c.id).select_from(pairs)


def _same_statements() -> Select[Any]:
    old, new = OLD.statement.c, NEW.statement.c
    # Behind a CASE no database looks for the print first: many observations may share one, such as a value of nothing.
    same_print = case((and_(*(old[name].is_not_distinct_from(new[name]) for name in PRINTED)), 1), else_=0)
    pairs = _same.join(NEW.statement, new.observation_id == _same.c.new_id)
    pairs = pairs.join(OLD.statement, and_(old.observation_id == _same.c.old_id, same_print == 1))
    found = select(new.id, old.id, old.verdict != new.verdict, old.as_printed != new.as_printed)
    # In this order each observation is looked at once, and SQLite does not begin with what its statements share.
    return found.select_from(pairs).order_by(_same.c.new_id)


def _is_only(side: _Side) -> ColumnElement[bool]:
    """Whether the other side does not have a statement of this one."""
    return ~select(_both.c.new_id).where(_both.c[f"{side.schema}_id"] == side.statement.c.id).exists()


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def _flips() -> Select[Any]:
    old, new = OLD.statement, NEW.statement
    key = [NEW.observation.c[name] for name in OBSERVATION_KEY]
    flipped = NEW.statements.join(_both, _both.c.new_id == new.c.id).join(old, _both.c.old_id == old.c.id)
    query = select(*key, new.c.source, old.c.verdict.label("before"), new.c.verdict.label("after"))
    return query.select_from(flipped).where(_both.c.is_flipped).order_by(*key, new.c.source, new.c.locator)


def _ties() -> Select[Any]:
    """The ties of the new edition."""
    shown, other = NEW.observation.c, NEW.statement.alias("tied")
    key = [shown[name] for name in OBSERVATION_KEY]
    query = select(
        *key,
        NEW.indicator.c.unit,
        shown.value,
        NEW.source,
        other.c.value.label("other"),
        other.c.source.label("other_source"),
    ).select_from(NEW.figures.join(other, shown.tied_with == other.c.id))
    return query.order_by(*key)


def _new_ties() -> Select[Any]:
    """The ties that the edition before did not have, between the same two numbers."""
    old, other = OLD.observation.c, OLD.statement.alias("old_tied")
    tied = NEW.statement.alias("tied_now")
    before = (
        select(old.id)
        .select_from(_same.join(OLD.observation, _same.c.old_id == old.id).join(other, old.tied_with == other.c.id))
        .join(tied, NEW.observation.c.tied_with == tied.c.id)
        .where(
            _same.c.new_id == NEW.observation.c.id,
            old.value.is_not_distinct_from(NEW.observation.c.value),
            other.c.value.is_not_distinct_from(tied.c.value),
        )
        .correlate(NEW.observation)
    )
    return _ties().where(~before.exists())


def _verdicts() -> Select[Any]:
    verdict = NEW.statement.c.verdict
    return select(verdict, func.count()).group_by(verdict)


def _by_verdict(connection: Connection, query: Select[Any]) -> dict[str, int]:
    return {verdict: int(count) for verdict, count in connection.execute(query)}


_tie = by_name(Tie, _ties().selected_columns.keys())
_flip = by_name(Flip, _flips().selected_columns.keys())
