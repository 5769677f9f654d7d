"""Statements: who printed which number, what was known when, and what does not fit."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from sqlalchemy import func, select

from etl.editions.reading.observations import Observations
from etl.figures import tables
from etl.figures.records import Key, Observation, Statement, Vintage, Warning, by_name
from etl.figures.vocabulary import CONTRADICTED

_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage
statements_with_key = select(
    _statement.c.id,
    *(_observation.c[name] for name in Key._fields),
    *(column for column in _statement.c if column.name not in {"id", "observation_id"}),
).join_from(_statement, _observation, _statement.c.observation_id == _observation.c.id)


# A row of `statements_with_key` as a record.
statement_from = by_name(Statement, statements_with_key.selected_columns.keys())


class Statements(Observations):
    """Questions about statements, vintages and warnings.

    Of an observation as known on a day they give what had been published by then.
    """

    def statements_of(self, observation: Observation) -> list[Statement]:
        """The statements on an observation, in their fixed order."""
        return self.statements_of_many([observation])

    def published_later(self, observation: Observation) -> list[Statement]:
        """The statements on an observation that came after the day as known on which it is."""
        everything = self.statements_of(replace(observation, asof=""))
        return [item for item in everything if not self._is_known(item, observation.asof)]

    def statements_of_many(self, observations: Sequence[Observation]) -> list[Statement]:
        """The statements on some observations, in their fixed order."""
        ids, days = [item.id for item in observations], {item.key: item.asof for item in observations}
        query = statements_with_key.where(_statement.c.observation_id.in_(ids)).order_by(_statement.c.id)
        found = [statement_from(row) for row in self._rows(query)]
        return [item for item in found if self._is_known(item, days[item.key])]

    def _is_known(self, statement: Statement, day: str) -> bool:
        return not day or self.sources[statement.source].known_from <= day

    def statements_from(self, *sources: str) -> list[Statement]:
        """The statements that any of some sources makes, in their fixed order."""
        query = statements_with_key.where(_statement.c.source.in_(sources)).order_by(_statement.c.id)
        return [statement_from(row) for row in self._rows(query)]

    def moved(self, key: Key) -> Key | None:
        """Where a number stands that an edition before had in the series of who only compiled it; None: nowhere.

        That is an observation of another producer on which somebody of this producer's has compiled a statement.
        """
        same = (_observation.c[name] == getattr(key, name) for name in ("indicator", "area", "year"))
        maker = tables.estimator
        query = (
            select(_observation.c.producer)
            .join_from(_statement, _observation, _statement.c.observation_id == _observation.c.id)
            .join(maker, maker.c.estimator == _statement.c.compiler)
            .where(*same, maker.c.producer == key.producer, _observation.c.producer != key.producer)
        )
        rows = self._rows(query.order_by(_observation.c.producer).limit(1))
        return key._replace(producer=rows[0][0]) if rows else None

    def statement_counts(self) -> dict[str, int]:
        """How many statements each source makes."""
        return dict(self._rows(select(_statement.c.source, func.count()).group_by(_statement.c.source)))

    def vintages_of(self, observation: Observation) -> list[Vintage]:
        """What the observation showed from when on, oldest first."""
        query = select(_vintage).where(_vintage.c.observation_id == observation.id)
        if observation.asof:
            query = query.where(_vintage.c.published_from <= observation.asof)
        make = by_name(Vintage, query.selected_columns.keys())
        return [make(row) for row in self._rows(query.order_by(_vintage.c.published_from))]

    def warnings_of(self, observation: Observation) -> list[Warning]:
        """The checks of consistency that the observation fails; they are made on the figures of today only."""
        if observation.asof:
            return []
        table = tables.consistency
        query = select(table).where(table.c.observation_id == observation.id)
        make = by_name(Warning, query.selected_columns.keys())
        return [make(row) for row in self._rows(query)]

    @cached_property
    def doubted(self) -> frozenset[int]:
        """The observations of today that other figures contradict, or that are suspected of a misprint."""
        failed = tables.consistency.c
        query = select(failed.observation_id).where(failed.code.in_(CONTRADICTED)).distinct()
        return frozenset(row[0] for row in self._rows(query))
