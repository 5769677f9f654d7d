"""Questions about the edition as a whole: where sources differ, what is known, and what rests on whom."""

from collections.abc import Iterable
from functools import cached_property

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from etl.editions.reading.observations import observation_from, observations_today
from etl.editions.reading.statements import Statements, statement_from, statements_with_key
from etl.figures import tables
from etl.figures.findings import Alternative
from etl.figures.keys import Key
from etl.figures.observations import Observation, Statement
from etl.figures.vocabulary.editions import Effect
from etl.figures.vocabulary.judgement import Verdict

_observation, _statement, _without = tables.observation, tables.statement, tables.without_source


class Reviews(Statements):
    """Questions that look at many observations at once."""

    @cached_property
    def disputed(self) -> list[tuple[Observation, list[Statement]]]:
        """Every observation on which a source prints another number, with all statements on it."""
        return self.disputed_in()

    def disputed_in(self, *areas: str) -> list[tuple[Observation, list[Statement]]]:
        """The observations of some areas, or of all, on which a source prints another number, with all statements.

        A number that agrees without being the same (more exact, "about", a bound, a range) counts as another one.
        """
        inexact = and_(
            _statement.c.verdict == Verdict.AGREES, _statement.c.value.is_distinct_from(_observation.c.value)
        )
        ids = (
            select(_statement.c.observation_id)
            .join_from(_statement, _observation, _statement.c.observation_id == _observation.c.id)
            .where(or_(_statement.c.verdict.not_in([Verdict.CITED, Verdict.AGREES]), inexact))
        )
        if areas:
            ids = ids.where(_observation.c.area.in_(areas))
        query = observations_today.where(_observation.c.id.in_(ids)).order_by(_observation.c.id)
        found = [observation_from(row) for row in self._rows(query)]
        by_key: dict[Key, list[Statement]] = {item.key: [] for item in found}
        query = statements_with_key.where(_statement.c.observation_id.in_(ids)).order_by(_statement.c.id)
        for row in self._rows(query):
            statement = statement_from(row)
            by_key[statement.key].append(statement)
        return [(item, by_key[item.key]) for item in found]

    @cached_property
    def estimated_twice(self) -> list[list[Observation]]:
        """The observations of each indicator, area and year for which several producers have one."""
        place = [_observation.c[name] for name in ("indicator", "area", "year")]
        several = select(*place).group_by(*place).having(func.count() > 1).subquery("several")
        same = and_(*(column == several.c[column.name] for column in place))
        ids = select(_observation.c.id).join_from(_observation, several, same)
        query = observations_today.where(_observation.c.id.in_(ids)).order_by(*place, _observation.c.producer)
        groups: dict[tuple[str, str, int], list[Observation]] = {}
        for row in self._rows(query):
            item = observation_from(row)
            groups.setdefault(item.key[:3], []).append(item)
        return list(groups.values())

    def observations_of(self, indicator: str) -> list[Observation]:
        """Every observation of an indicator, sorted by area, producer and year."""
        query = observations_today.where(_observation.c.indicator == indicator)
        query = query.order_by(_observation.c.area, _observation.c.producer, _observation.c.year)
        return [observation_from(row) for row in self._rows(query)]

    def evidence_counts(self, indicator: str, areas: Iterable[str], producers: Iterable[str]) -> dict[str, int]:
        """How many figures of some series are known by which evidence; what is set aside is none."""
        shown, wanted = _observation.c, list(producers)
        has_figure = or_(shown.value.is_not(None), shown.low.is_not(None), shown.high.is_not(None))
        query = select(shown.evidence, func.count()).where(
            shown.indicator == indicator, shown.area.in_(list(areas)), has_figure
        )
        query = query.where(shown.producer.in_(wanted)) if wanted else query
        return dict(self._rows(query.group_by(shown.evidence)))

    def witness_counts(self, indicator: str) -> dict[int, int]:
        """How many sources print a number for each observation of an indicator, by the observation's id."""
        query = (
            select(_observation.c.id, func.count(_statement.c.source.distinct()))
            .join_from(_observation, _statement, _statement.c.observation_id == _observation.c.id)
            .where(_observation.c.indicator == indicator)
            .group_by(_observation.c.id)
        )
        return {row[0]: row[1] for row in self._rows(query)}

    def witnesses_in(self, *areas: str) -> dict[int, int]:
        """How many sources print a number for each observation of some areas, by the observation's id."""
        query = (
            select(_observation.c.id, func.count(_statement.c.source.distinct()))
            .join_from(_observation, _statement, _statement.c.observation_id == _observation.c.id)
            .where(_observation.c.area.in_(areas))
            .group_by(_observation.c.id)
        )
        return {row[0]: row[1] for row in self._rows(query)}

    def sources_on(self, *areas: str) -> dict[str, int]:
        """How many numbers on some areas each source prints."""
        query = (
            select(_statement.c.source, func.count())
            .join_from(_observation, _statement, _statement.c.observation_id == _observation.c.id)
            .where(_observation.c.area.in_(areas))
            .group_by(_statement.c.source)
        )
        return dict(self._rows(query))

    def effects_without(self, source: str, with_resting: bool = False, most: int | None = None) -> list[Alternative]:
        """What would change if a source were not there, or neither those that rest on it; the gravest change first.

        `most` is how many changes are wanted.
        """
        gravest = case(Effect.ranks(), value=_without.c.effect), _without.c.observation_id
        wanted = select(_without).where(*_left_out(source, with_resting)).order_by(*gravest).limit(most)
        rows = self._rows(wanted)
        listed = wanted.subquery("listed")
        shown = observations_today.where(_observation.c.id.in_(select(listed.c.observation_id)))
        now = {item.id: item for item in map(observation_from, self._rows(shown))}
        cited = statements_with_key.where(_statement.c.id.in_(select(listed.c.statement_id)))
        then = {item.id: item for item in map(statement_from, self._rows(cited))}
        return [Alternative(Effect(row.effect), now[row.observation_id], then.get(row.statement_id)) for row in rows]

    def count_effects_without(self, source: str, with_resting: bool = False) -> int:
        """How many observations would change."""
        query = select(func.count()).select_from(_without).where(*_left_out(source, with_resting))
        return int(self._rows(query)[0][0])

    @cached_property
    def sources_by_indicator(self) -> dict[str, dict[str, int]]:
        """How many numbers each source prints on each indicator."""
        query = (
            select(_observation.c.indicator, _statement.c.source, func.count())
            .join_from(_statement, _observation, _statement.c.observation_id == _observation.c.id)
            .group_by(_observation.c.indicator, _statement.c.source)
        )
        found: dict[str, dict[str, int]] = {}
        for indicator, source, count in self._rows(query):
            found.setdefault(indicator, {})[source] = count
        return found

    @cached_property
    def flag_counts(self) -> dict[str, int]:
        """How many observations of today show a figure with each flag; the empty one is that of plain estimates."""
        shown = _observation.c
        has_figure = or_(shown.value.is_not(None), shown.low.is_not(None), shown.high.is_not(None))
        query = select(shown.flag, func.count()).where(has_figure)
        return dict(self._rows(query.group_by(shown.flag)))

    @cached_property
    def sources_cited(self) -> dict[str, int]:
        """How many observations cite each source."""
        query = select(_statement.c.source, func.count()).where(_statement.c.verdict == Verdict.CITED)
        return {row[0]: row[1] for row in self._rows(query.group_by(_statement.c.source))}


def _left_out(source: str, with_resting: bool) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The rows that say what leaving out a source would change."""
    return _without.c.source == source, _without.c.with_resting == int(with_resting)
