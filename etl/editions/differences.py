"""Finds what one edition changes against another.

Both editions are read where they lie, as the schemas `old` and `new` of one connection (an attached SQLite file, or
a schema translated to these names), so that the comparison is the database's work and takes little memory.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, overload

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    MetaData,
    Row,
    Select,
    and_,
    func,
    or_,
    select,
)

from etl.editions.changes import Change, Changes, Flip, ShownFigure, Tie
from etl.editions.layout import has_layout
from etl.figures.columns import OBSERVATION_KEY, STATEMENT_IDENTITY
from etl.figures.keys import Key
from etl.figures.rows import by_name
from etl.figures.tables import metadata
from etl.figures.vocabulary.judgement import Verdict

JUMPS_DRAWN = 40  # of which the series are given
PRINTED = STATEMENT_IDENTITY[len(OBSERVATION_KEY) :]
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
    tables = {table.name: table.to_metadata(copy, schema=schema) for table in metadata.sorted_tables}
    # Under names of their own: an edition can be compared with itself.
    return _Side(schema, **{name: tables[name].alias(f"{schema}_{name}") for name in COMPARED})


OLD, NEW = _side("old"), _side("new")


def compare(connection: Connection, *, against_nothing: bool = False) -> Changes:
    """What the edition in the schema `new` of a connection changes against the one in `old`, or against nothing."""
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
            added_by_verdict=_by_verdict(connection, _verdicts(NEW.statement)),
        )
    changed = sorted(_changes(connection, _changed(), before=OLD, after=NEW), key=lambda change: not change.is_jump)
    added = _changes(connection, _only(NEW, OLD), after=NEW)
    removed = _changes(connection, _only(OLD, NEW), before=OLD)
    flips = [_flip(row) for row in connection.execute(_flips())]
    return Changes(
        added,
        changed,
        removed,
        flips,
        statements_before=_count(connection, select(OLD.statement.c.id)),
        statements_added=_count(connection, _printed_only(NEW, OLD)),
        statements_removed=_count(connection, _printed_only(OLD, NEW)),
        statements_mended=_count(connection, _mended()),
        ties=[_tie(row) for row in connection.execute(_new_ties())],
        added_by_verdict=_by_verdict(connection, _verdicts(_added())),
        around=_around(connection, [change.key for change in changed if change.is_jump][:JUMPS_DRAWN]),
    )


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
    connection: Connection, query: Select[Any], *, before: _Side | None = None, after: _Side | None = None
) -> Sequence[Change]:
    """The rows of a query as changes; it has what each of the sides shows."""
    names = query.selected_columns.keys()
    found, old, new = by_name(_Found, names), _shown(before, names), _shown(after, names)

    def make(row: Row[Any]) -> Change:
        it = found(row)
        return Change(it.key, it.unit, old(row), new(row))

    return _Made(connection.execute(query).all(), make)


def _shown(side: _Side | None, names: Sequence[str]) -> Callable[[Sequence[Any]], ShownFigure | None]:
    """What makes of a row the figure that a side shows, from the cells with its name before theirs."""
    if side is None:
        return lambda _: None
    return by_name(ShownFigure, [name.removeprefix(f"{side.schema}_") for name in names])


def _around(connection: Connection, keys: list[Key]) -> dict[tuple[str, str, str], list[tuple[int, float]]]:
    """The values of the new edition in the series of some figures."""
    shown = NEW.observation.c
    found: dict[tuple[str, str, str], list[tuple[int, float]]] = {}
    for key in keys:
        series = (key.indicator, key.area, key.producer)
        of_series = and_(*(shown[name] == getattr(key, name) for name in ("indicator", "area", "producer")))
        query = select(shown.year, shown.value).where(of_series, shown.value.is_not(None)).order_by(shown.year)
        found.setdefault(series, [(int(year), float(value)) for year, value in connection.execute(query)])
    return found


def _same_observation(one: _Side, other: _Side) -> ColumnElement[bool]:
    return and_(*(one.observation.c[name] == other.observation.c[name] for name in OBSERVATION_KEY))


def _changed() -> Select[Any]:
    old, new = OLD.observation.c, NEW.observation.c
    query = select(*NEW.key, *OLD.figure, *NEW.figure).select_from(
        NEW.figures.join(OLD.observation, _same_observation(NEW, OLD))
    )
    differs = [old[name].is_distinct_from(new[name]) for name in ("value", "low", "high")]
    return query.where(or_(*differs, OLD.source != NEW.source)).order_by(*NEW.key[:4])


def _figures(side: _Side) -> Select[Any]:
    return select(*side.key, *side.figure).select_from(side.figures).order_by(*side.key[:4])


def _only(side: _Side, other: _Side) -> Select[Any]:
    """The figures of one side whose observations the other does not have."""
    elsewhere = select(other.observation.c.id).where(_same_observation(side, other))
    return _figures(side).where(~elsewhere.exists())


def _printed_only(side: _Side, other: _Side) -> CompoundSelect[Any]:
    """The statements of one side that the other does not have, as they are printed."""
    query = select(*side.printed).select_from(side.statements)
    return query.except_(select(*other.printed).select_from(other.statements))


def _count(connection: Connection, query: Select[Any] | CompoundSelect[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(query.subquery())).scalar_one())


def _in_both() -> FromClause:
    """The statements that both sides have."""
    old, new = OLD.statement, NEW.statement
    same_statement = and_(
        old.c.observation_id == OLD.observation.c.id,
        *(old.c[name].is_not_distinct_from(new.c[name]) for name in PRINTED),
    )
    return NEW.statements.join(OLD.observation, _same_observation(NEW, OLD)).join(old, same_statement)


def _mended() -> Select[Any]:
    """The statements whose printed text is another."""
    old, new = OLD.statement, NEW.statement
    return select(new.c.id).select_from(_in_both()).where(old.c.as_printed != new.c.as_printed)


def _flips() -> Select[Any]:
    old, new = OLD.statement, NEW.statement
    key = [NEW.observation.c[name] for name in OBSERVATION_KEY]
    query = select(*key, new.c.source, old.c.verdict.label("before"), new.c.verdict.label("after")).select_from(
        _in_both()
    )
    return query.where(old.c.verdict != new.c.verdict).order_by(*key, new.c.source, new.c.locator)


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
        .select_from(OLD.observation.join(other, old.tied_with == other.c.id))
        .join(tied, NEW.observation.c.tied_with == tied.c.id)
        .where(
            _same_observation(NEW, OLD),
            old.value.is_not_distinct_from(NEW.observation.c.value),
            other.c.value.is_not_distinct_from(tied.c.value),
        )
        .correlate(NEW.observation)
    )
    return _ties().where(~before.exists())


def _added() -> FromClause:
    """The statements of the new edition that the old one does not have."""
    added = _printed_only(NEW, OLD).subquery("added")
    shown, said = NEW.observation.c, NEW.statement.c
    same = [shown[name] == added.c[name] for name in OBSERVATION_KEY]
    same += [said[name].is_not_distinct_from(added.c[name]) for name in PRINTED]
    return NEW.statements.join(added, and_(*same))


def _verdicts(statements: FromClause) -> Select[Any]:
    verdict = NEW.statement.c.verdict
    return select(verdict, func.count()).select_from(statements).group_by(verdict)


def _by_verdict(connection: Connection, query: Select[Any]) -> dict[str, int]:
    return {verdict: int(count) for verdict, count in connection.execute(query)}


_tie = by_name(Tie, _ties().selected_columns.keys())
_flip = by_name(Flip, _flips().selected_columns.keys())
