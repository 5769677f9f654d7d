"""Statements: who printed which number, what was known when, and what does not fit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from etl.editions.reading.observations import Observations, Selection, of_observation
from etl.figures import tables
from etl.figures.findings import Warning
from etl.figures.keys import Key
from etl.figures.observations import Observation, Statement, Vintage
from etl.figures.rows import by_name
from etl.figures.vocabulary.judgement import CONTRADICTED, Verdict

_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage
statements_with_key = select(
    _statement.c.id,
    *(_observation.c[name] for name in Key._fields),
    *(column for column in _statement.c if column.name not in {"id", "observation_id"}),
).join_from(_statement, _observation, _statement.c.observation_id == _observation.c.id)


# A row of `statements_with_key` as a record.
statement_from = by_name(Statement, statements_with_key.selected_columns.keys())


# Queries that pages ask again and again.
_on_observations = statements_with_key.where(
    _statement.c.observation_id.in_(bindparam("ids", expanding=True))
).order_by(_statement.c.id)
_vintages_of = (
    select(_vintage).where(_vintage.c.observation_id == bindparam("observation")).order_by(_vintage.c.published_from)
)
_warnings_of = select(tables.consistency).where(tables.consistency.c.observation_id == bindparam("observation"))
_vintage_from = by_name(Vintage, _vintages_of.selected_columns.keys())
_warning_from = by_name(Warning, _warnings_of.selected_columns.keys())


class Span(NamedTuple):
    """Values from `low` on and below `high` of indicators that have one unit, with the one that is looked for."""

    indicators: Sequence[str]
    low: float
    high: float
    value: float


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
        found = [statement_from(row) for row in self._rows(_on_observations, {"ids": ids})]
        return [item for item in found if self._is_known(item, days[item.key])]

    def _is_known(self, statement: Statement, day: str) -> bool:
        return not day or self.sources[statement.source].known_from <= day

    def statements_from(self, *sources: str, most: int | None = None) -> list[Statement]:
        """The statements that any of some sources makes, in their fixed order, and at most so many."""
        query = statements_with_key.where(_statement.c.source.in_(sources)).order_by(_statement.c.id).limit(most)
        return [statement_from(row) for row in self._rows(query)]

    def statements_between(
        self, spans: Iterable[Span], selection: Selection, most: int, skipped: int = 0
    ) -> list[Statement]:
        """The statements with a value in one of some spans, `most` of them after those that are skipped.

        The nearest to what is looked for come first, of those that are as near the ones that are cited.
        """
        value, found = _statement.c.value, list[tuple[float, Statement]]()
        for span in spans:
            within = value >= span.low, value < span.high, _observation.c.indicator.in_(span.indicators)
            far = func.abs(value - span.value) / (span.high - span.low)
            query = statements_with_key.add_columns(far).where(*within, *of_observation(selection))
            order = (far, _statement.c.verdict != Verdict.CITED, _statement.c.id)
            rows = self._rows(query.order_by(*order).limit(skipped + most))
            found += [(row[-1], statement_from(row)) for row in rows]
        found.sort(key=lambda pair: (pair[0], pair[1].verdict != Verdict.CITED, pair[1].id))
        return [item for _, item in found[skipped : skipped + most]]

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

    def places_read(self, source: str) -> dict[str, int]:
        """How many numbers of a source were read at each address, the most first; at an empty one: at its own."""
        said = _statement.c
        query = select(said.via, func.count()).where(said.source == source).group_by(said.via)
        return dict(self._rows(query.order_by(func.count().desc(), said.via)))

    def statement_counts(self) -> dict[str, int]:
        """How many statements each source makes."""
        return dict(self._rows(select(_statement.c.source, func.count()).group_by(_statement.c.source)))

    def vintages_of(self, observation: Observation) -> list[Vintage]:
        """What the observation showed from when on, oldest first."""
        found = [_vintage_from(row) for row in self._rows(_vintages_of, {"observation": observation.id})]
        return [item for item in found if not observation.asof or item.published_from <= observation.asof]

    def warnings_of(self, observation: Observation) -> list[Warning]:
        """The checks of consistency that the observation fails; they are made on the figures of today only."""
        if observation.is_past:
            return []
        return [_warning_from(row) for row in self._rows(_warnings_of, {"observation": observation.id})]

    @cached_property
    def doubted(self) -> frozenset[int]:
        """The observations of today that other figures contradict, or that are suspected of a misprint."""
        failed = tables.consistency.c
        query = select(failed.observation_id).where(failed.code.in_(CONTRADICTED)).distinct()
        return frozenset(row[0] for row in self._rows(query))
