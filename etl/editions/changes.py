"""What one edition changes against another: figures added, changed and removed, and verdicts that flipped.

Both editions are read where they lie, as the schemas `old` and `new` of one connection (an attached SQLite file, or
a schema translated to these names), so that the comparison is the database's work and takes little memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    MetaData,
    Select,
    and_,
    func,
    or_,
    select,
)

from etl.editions.layout import has_layout
from etl.figures.columns import OBSERVATION_KEY, STATEMENT_IDENTITY
from etl.figures.records import Key, by_name
from etl.figures.tables import metadata
from etl.figures.vocabulary import Verdict

JUMP_FACTOR = 3
PRINTED = STATEMENT_IDENTITY[len(OBSERVATION_KEY) :]
Cells = Mapping[Any, Any]  # a row by the names of its columns
Identity = tuple[str | int | float | None, ...]  # the cells of STATEMENT_IDENTITY

# What an edition must have to be compared.
COMPARED = {
    "observation": (*OBSERVATION_KEY, "id", "value", "low", "high", "statement_id"),
    "statement": (*PRINTED, "id", "observation_id", "verdict", "as_printed"),
    "indicator": ("indicator", "unit"),
}


@dataclass(frozen=True)
class ShownFigure:
    """What an edition shows for an observation, and the source it cites; values in `unit`."""

    value: float | None
    low: float | None
    high: float | None
    source: str


_SHOWN = [item.name for item in fields(ShownFigure)]


@dataclass(frozen=True)
class Change:
    """One observation that differs between two editions; `before` or `after` is None where it is not there."""

    key: Key
    unit: str
    before: ShownFigure | None
    after: ShownFigure | None

    @property
    def is_jump(self) -> bool:
        """Whether the value moved by more than a factor of three, or out of the range it had."""
        if self.before is None or self.after is None or self.before.value is None or self.after.value is None:
            return False
        small, large = sorted((self.before.value, self.after.value))
        if large > JUMP_FACTOR * small:
            return True
        below = self.before.low is not None and self.after.value < self.before.low
        return below or (self.before.high is not None and self.after.value > self.before.high)


@dataclass(frozen=True)
class Flip:
    """One statement that both editions have, with two verdicts."""

    key: Key
    source: str
    before: str
    after: str


@dataclass(frozen=True)
class Changes:
    """Everything that differs, sorted by observation; jumps stand first among the changed figures."""

    added: list[Change]
    changed: list[Change]
    removed: list[Change]
    flips: list[Flip]
    statements_before: int
    statements_added: int
    statements_removed: int
    statements_mended: int = 0  # the same statements with another printed text

    @property
    def is_empty(self) -> bool:
        """Whether the two editions show the same statements, figures and verdicts."""
        figures = self.added or self.changed or self.removed
        statements = self.statements_added or self.statements_removed or self.statements_mended
        return not (figures or self.flips or statements)


@dataclass(frozen=True)
class _Side:
    """The tables of one of the two editions, in its schema."""

    schema: str
    observation: FromClause
    statement: FromClause
    indicator: FromClause

    @property
    def figures(self) -> FromClause:
        """Observations with their unit and the statement they cite."""
        shown, cited = self.observation, self.statement
        with_unit = shown.join(self.indicator, shown.c.indicator == self.indicator.c.indicator)
        return with_unit.outerjoin(cited, shown.c.statement_id == cited.c.id)

    @property
    def key(self) -> list[ColumnElement[Any]]:
        """What names an observation in every edition, and its unit."""
        return [*(self.observation.c[name] for name in OBSERVATION_KEY), self.indicator.c.unit]

    @property
    def figure(self) -> list[ColumnElement[Any]]:
        """What the edition shows for an observation."""
        shown = self.observation.c
        cells = [shown.value, shown.low, shown.high, func.coalesce(self.statement.c.source, "").label("source")]
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
    tables = {name: table.to_metadata(copy, schema=schema) for name, table in metadata.tables.items()}
    # Under names of their own: an edition can be compared with itself.
    return _Side(schema, **{name: tables[name].alias(f"{schema}_{name}") for name in COMPARED})


OLD, NEW = _side("old"), _side("new")


def compare(connection: Connection, *, against_nothing: bool = False) -> Changes:
    """What the edition in the schema `new` of a connection changes against the one in `old`, or against nothing."""
    if against_nothing:
        added = [_change(row) for row in connection.execute(_figures(NEW)).mappings()]
        statements = _count(connection, select(NEW.statement.c.id))
        return Changes(added, [], [], [], statements_before=0, statements_added=statements, statements_removed=0)
    changed = [_change(row) for row in connection.execute(_changed()).mappings()]
    changed.sort(key=lambda change: not change.is_jump)
    added = [_change(row) for row in connection.execute(_only(NEW, OLD)).mappings()]
    removed = [_change(row) for row in connection.execute(_only(OLD, NEW)).mappings()]
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
    )


def disagreements(connection: Connection, schema: str) -> set[Identity]:
    """The statements of an edition that print another number than the one in force; none where it cannot tell."""
    if not has_layout(connection, schema, COMPARED):
        return set()
    side = _side(schema)
    query = select(*side.printed).select_from(side.statements).where(side.statement.c.verdict == Verdict.DIFFERS)
    return {tuple(row) for row in connection.execute(query)}


def _change(row: Cells) -> Change:
    key = Key(*(row[name] for name in Key._fields))
    return Change(key=key, unit=row["unit"], before=_figure(row, OLD), after=_figure(row, NEW))


def _figure(row: Cells, side: _Side) -> ShownFigure | None:
    """What one of the two editions shows; None where the row is not about that edition."""
    if f"{side.schema}_value" not in row:
        return None
    return ShownFigure(**{name: row[f"{side.schema}_{name}"] for name in _SHOWN})


def _same_observation(one: _Side, other: _Side) -> ColumnElement[bool]:
    return and_(*(one.observation.c[name] == other.observation.c[name] for name in OBSERVATION_KEY))


def _changed() -> Select[Any]:
    old, new = OLD.observation.c, NEW.observation.c
    query = select(*NEW.key, *OLD.figure, *NEW.figure).select_from(
        NEW.figures.join(OLD.observation, _same_observation(NEW, OLD)).outerjoin(
            OLD.statement, old.statement_id == OLD.statement.c.id
        )
    )
    differs = [old[name].is_distinct_from(new[name]) for name in ("value", "low", "high")]
    other_source = OLD.statement.c.source.is_distinct_from(NEW.statement.c.source)
    return query.where(or_(*differs, other_source)).order_by(*NEW.key[:4])


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


_flip = by_name(Flip, _flips().selected_columns.keys())
