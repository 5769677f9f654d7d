"""The only reader of the database. Every SELECT of the dashboard stands here.

A request asks `Database.edition()` once and uses that edition to its end, so that it never mixes two. An
edition is read-only and immutable, and keeps what it has read for as long as it is the current one.
"""

import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Executable, Select, Table, and_, create_engine, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from dashboard.records import (
    Annotation,
    Area,
    Coverage,
    Event,
    Fact,
    Indicator,
    Key,
    Level,
    Membership,
    Observation,
    Producer,
    Source,
    Statement,
    Vintage,
    Warning,
)
from etl import tables

Kept = TypeVar("Kept")


class NoEditionError(Exception):
    """There is no database to read, or what is there is not one."""


class Database:
    """The published database; gives the edition of the moment, and a new one without a restart."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._identity: tuple[int, int, int] | None = None
        self._edition: Edition | None = None

    def edition(self) -> "Edition":
        """The current edition. Raises NoEditionError where there is none that can be read."""
        with self._lock:
            try:
                status = self.path.stat()
                identity = (status.st_ino, status.st_mtime_ns, status.st_size)
                if self._edition is None or identity != self._identity:
                    self._edition = None
                    self._edition = Edition(self.path)
                    self._identity = identity
            except (OSError, DatabaseError) as error:
                raise NoEditionError(f"{self.path} cannot be read: {error}") from error
            return self._edition


_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage
_key_columns = [_observation.c[name] for name in Key._fields]
_cited = _statement.alias("cited")
_cited_columns = [
    *(func.coalesce(_cited.c[name], "") for name in ("source", "locator", "as_printed", "via")),
]
_shown_columns = ("value", "low", "high", "flag", "evidence", "statement_id", "decided_by", "range_statement_id")
_observations = select(_observation.c.id, *_key_columns, *(_observation.c[n] for n in _shown_columns), *_cited_columns)
_today = _observations.select_from(_observation.outerjoin(_cited, _observation.c.statement_id == _cited.c.id))
_statements = select(
    _statement.c.id,
    *_key_columns,
    *(column for column in _statement.c if column.name not in {"id", "observation_id"}),
).join_from(_statement, _observation, _statement.c.observation_id == _observation.c.id)


def _known_by(day: str) -> Select[Any]:
    """Observations as they were known on a day: the last vintage that is not later than it."""
    latest = (
        select(_vintage.c.observation_id, func.max(_vintage.c.published_from).label("published_from"))
        .where(_vintage.c.published_from <= day)
        .group_by(_vintage.c.observation_id)
        .subquery("latest")
    )
    shown = [_vintage.c[name] for name in _shown_columns]
    return select(_observation.c.id, *_key_columns, *shown, *_cited_columns).select_from(
        _observation.join(latest, latest.c.observation_id == _observation.c.id)
        .join(
            _vintage,
            and_(
                _vintage.c.observation_id == latest.c.observation_id,
                _vintage.c.published_from == latest.c.published_from,
            ),
        )
        .outerjoin(_cited, _vintage.c.statement_id == _cited.c.id)
    )


def _to_observation(row: Any) -> Observation:
    return Observation(row[0], Key(*row[1:5]), *row[5:])


def _to_statement(row: Any) -> Statement:
    return Statement(row[0], Key(*row[1:5]), *row[5:])


class Edition:
    """One immutable edition: its small tables as dictionaries, and the questions the pages ask of it.

    One connection serves all reads of an edition, so that all of them see the same file even after another
    edition has taken its place; reads take well under a millisecond, so they simply take turns.
    """

    def __init__(self, path: Path) -> None:
        address = f"sqlite:///{path.absolute().as_uri()}?mode=ro&immutable=1&uri=true"
        engine = create_engine(address, poolclass=StaticPool, connect_args={"check_same_thread": False})
        self._connection = engine.connect()
        self._lock = threading.Lock()
        about = self._rows(select(tables.edition))
        if not about:
            raise NoEditionError(f"{path} holds no edition")
        self.name: str = about[0].edition
        self.statements: int = about[0].statements
        self.observations_count: int = about[0].observations
        self.data_as_of: str = about[0].data_as_of
        self._kept: dict[object, Any] = {}

    def keep(self, make: Callable[["Edition"], Kept]) -> Kept:
        """What a function makes of this edition, made once and kept as long as the edition."""
        if make not in self._kept:
            self._kept[make] = make(self)
        return self._kept[make]  # type: ignore[no-any-return]

    def _rows(self, query: Executable) -> Sequence[Any]:
        with self._lock:
            return self._connection.execute(query).all()

    def _all(self, table: Table) -> Sequence[Any]:
        return self._rows(select(table).order_by(*table.primary_key.columns))

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {row.indicator: Indicator(*row) for row in self._all(tables.indicator)}

    @cached_property
    def producers(self) -> dict[str, Producer]:
        return {row.producer: Producer(*row) for row in self._all(tables.producer)}

    @cached_property
    def areas(self) -> dict[str, Area]:
        return {row.area: Area(*row) for row in self._all(tables.area)}

    @cached_property
    def levels(self) -> dict[str, Level]:
        return {row.level: Level(*row) for row in self._all(tables.area_level)}

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {row.source: Source(*row) for row in self._all(tables.source)}

    @cached_property
    def source_kinds(self) -> dict[str, str]:
        """The name of each kind of source."""
        return {row.kind: row.name for row in self._all(tables.source_kind)}

    @cached_property
    def csl_types(self) -> dict[str, str]:
        """The type in the Citation Style Language of each kind of source."""
        return {row.kind: row.csl_type for row in self._all(tables.source_kind)}

    @cached_property
    def memberships(self) -> list[Membership]:
        return [Membership(*row) for row in self._all(tables.area_group)]

    @cached_property
    def events(self) -> list[Event]:
        return [Event(*row) for row in self._all(tables.event)]

    @cached_property
    def annotations(self) -> list[Annotation]:
        return [Annotation(*row) for row in self._all(tables.annotation)]

    @cached_property
    def facts(self) -> list[Fact]:
        return [Fact(*row) for row in self._all(tables.fact)]

    @cached_property
    def coverage(self) -> list[Coverage]:
        """What there is, a row for each indicator, area and producer, sorted."""
        series = _key_columns[0], _key_columns[1], _key_columns[3]
        year = _observation.c.year
        query = select(*series, func.min(year), func.max(year), func.count()).group_by(*series).order_by(*series)
        return [Coverage(*row) for row in self._rows(query)]

    @cached_property
    def publication_dates(self) -> list[str]:
        """The dates on which any observation began to show something else, oldest first."""
        dates = select(_vintage.c.published_from).where(_vintage.c.published_from != "").distinct()
        return [row[0] for row in self._rows(dates.order_by(_vintage.c.published_from))]

    def observations(
        self,
        indicator: str,
        areas: Iterable[str],
        producers: Iterable[str] = (),
        first: int | None = None,
        last: int | None = None,
        asof: str = "",
    ) -> list[Observation]:
        """The observations of some series, sorted by area, producer and year.

        No producers means all of them; `asof` (YYYY-MM-DD) asks for what was known on that day.
        """
        query = _known_by(asof) if asof else _today
        query = query.where(_observation.c.indicator == indicator, _observation.c.area.in_(list(areas)))
        wanted = list(producers)
        if wanted:
            query = query.where(_observation.c.producer.in_(wanted))
        if first is not None:
            query = query.where(_observation.c.year >= first)
        if last is not None:
            query = query.where(_observation.c.year <= last)
        query = query.order_by(_observation.c.area, _observation.c.producer, _observation.c.year)
        return [_to_observation(row) for row in self._rows(query)]

    def observation(self, key: Key, asof: str = "") -> Observation | None:
        """One observation, or None where there is none of that name."""
        query = _known_by(asof) if asof else _today
        rows = self._rows(query.where(*(_observation.c[name] == value for name, value in key._asdict().items())))
        return _to_observation(rows[0]) if rows else None

    def same_place_and_year(self, area: str, year: int) -> list[Observation]:
        """Every observation of an area in a year, all indicators and producers."""
        query = _today.where(_observation.c.area == area, _observation.c.year == year)
        return [_to_observation(row) for row in self._rows(query.order_by(*_key_columns))]

    def observations_by_id(self, ids: Iterable[int]) -> dict[int, Observation]:
        query = _today.where(_observation.c.id.in_(list(ids)))
        return {row[0]: _to_observation(row) for row in self._rows(query)}

    def statements_of(self, observation: Observation) -> list[Statement]:
        """The statements on an observation, in their fixed order."""
        query = _statements.where(_statement.c.observation_id == observation.id).order_by(_statement.c.id)
        return [_to_statement(row) for row in self._rows(query)]

    def statements_of_many(self, observations: Iterable[Observation]) -> list[Statement]:
        """The statements on some observations, in their fixed order."""
        ids = [observation.id for observation in observations]
        query = _statements.where(_statement.c.observation_id.in_(ids)).order_by(_statement.c.id)
        return [_to_statement(row) for row in self._rows(query)]

    def statements_from(self, source: str) -> list[Statement]:
        """The statements that a source makes, in their fixed order."""
        query = _statements.where(_statement.c.source == source).order_by(_statement.c.id)
        return [_to_statement(row) for row in self._rows(query)]

    def statements_with(self, verdicts: Iterable[str]) -> list[Statement]:
        """The statements with one of these verdicts, in their fixed order."""
        query = _statements.where(_statement.c.verdict.in_(list(verdicts))).order_by(_statement.c.id)
        return [_to_statement(row) for row in self._rows(query)]

    def statement_counts(self) -> dict[str, int]:
        """How many statements each source makes."""
        return dict(self._rows(select(_statement.c.source, func.count()).group_by(_statement.c.source)))

    def vintages_of(self, observation: Observation) -> list[Vintage]:
        """What the observation showed from when on, oldest first."""
        names = ("published_from", "value", "low", "high", "flag", "statement_id", "decided_by")
        query = select(*(_vintage.c[name] for name in names)).where(_vintage.c.observation_id == observation.id)
        return [Vintage(*row) for row in self._rows(query.order_by(_vintage.c.published_from))]

    def warnings_of(self, observation: Observation) -> list[Warning]:
        """The checks of consistency that the observation fails."""
        table = tables.consistency
        query = select(table.c.code, table.c.computed, table.c.inputs)
        return [Warning(*row) for row in self._rows(query.where(table.c.observation_id == observation.id))]

    def factors_of(self, observation: Observation) -> list[Observation]:
        """The observations whose product this one should be; empty where its indicator is no product."""
        factors = self.indicators[observation.key.indicator].product_of.split()
        found = [self.observation(observation.key._replace(indicator=factor)) for factor in factors]
        return [item for item in found if item is not None]

    def parts_of(self, observation: Observation) -> list[Observation]:
        """The observations of the areas that are part of this one's area, largest first."""
        key = observation.key
        parts = [area.area for area in self.areas.values() if area.parent == key.area]
        found = self.observations(key.indicator, parts, [key.producer], key.year, key.year)
        return sorted(found, key=lambda item: (-(item.value or 0), item.key.area))

    def around(self, observation: Observation) -> list[Observation]:
        """The same series in the years before and after, and the other producers in the same year."""
        key = observation.key
        series = self.observations(key.indicator, [key.area])
        years = [item.key.year for item in series if item.key.producer == key.producer]
        before = max((year for year in years if year < key.year), default=None)
        after = min((year for year in years if year > key.year), default=None)
        return [
            item
            for item in series
            if (item.key.producer == key.producer and item.key.year in {before, after})
            or (item.key.producer != key.producer and item.key.year == key.year)
        ]

    def product_of(self, inputs: Sequence[Observation]) -> Indicator | None:
        """The indicator that is the product of the inputs' indicators, or None."""
        factors = " ".join(item.key.indicator for item in inputs)
        return next((item for item in self.indicators.values() if item.product_of == factors), None)
