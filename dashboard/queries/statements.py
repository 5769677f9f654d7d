"""Statements: who printed which number, what was known when, and what does not fit."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from dashboard.queries.observations import Observations
from dashboard.records import Key, Observation, Statement, Vintage, Warning
from etl import tables

_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage
statements_with_key = select(
    _statement.c.id,
    *(_observation.c[name] for name in Key._fields),
    *(column for column in _statement.c if column.name not in {"id", "observation_id"}),
).join_from(_statement, _observation, _statement.c.observation_id == _observation.c.id)


def statement_from(row: Any) -> Statement:
    """A row of `statements_with_key` as a record."""
    return Statement(row[0], Key(*row[1:5]), *row[5:])


class Statements(Observations):
    """Questions about statements, vintages and warnings."""

    def statements_of(self, observation: Observation) -> list[Statement]:
        """The statements on an observation, in their fixed order."""
        query = statements_with_key.where(_statement.c.observation_id == observation.id).order_by(_statement.c.id)
        return [statement_from(row) for row in self._rows(query)]

    def statements_of_many(self, observations: Iterable[Observation]) -> list[Statement]:
        """The statements on some observations, in their fixed order."""
        ids = [observation.id for observation in observations]
        query = statements_with_key.where(_statement.c.observation_id.in_(ids)).order_by(_statement.c.id)
        return [statement_from(row) for row in self._rows(query)]

    def statements_from(self, source: str) -> list[Statement]:
        """The statements that a source makes, in their fixed order."""
        query = statements_with_key.where(_statement.c.source == source).order_by(_statement.c.id)
        return [statement_from(row) for row in self._rows(query)]

    def statements_with(self, verdicts: Iterable[str]) -> list[Statement]:
        """The statements with one of these verdicts, in their fixed order."""
        query = statements_with_key.where(_statement.c.verdict.in_(list(verdicts))).order_by(_statement.c.id)
        return [statement_from(row) for row in self._rows(query)]

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
