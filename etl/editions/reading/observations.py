"""Observations: what an edition shows, today or as known on a day."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, and_, bindparam, func, literal, or_, select

from etl.editions.reading.catalog import Catalog
from etl.figures import stored, tables
from etl.figures.columns import SERIES_KEY, SHOWN_COLUMNS
from etl.figures.keys import Key
from etl.figures.observations import Observation
from etl.figures.rows import by_name
from etl.figures.stored import Beside
from etl.figures.vocabulary.attributes import Attribute
from etl.figures.vocabulary.judgement import Verdict, Weakness
from etl.figures.vocabulary.numbers import Evidence, Flag

_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage
_break, _source = tables.series_break, tables.source
_DAYS_KEPT = 64  # for which a query is kept
_key_columns = [_observation.c[name] for name in Key._fields]
cited_statement = Beside(stored.statement, "cited")
cited_columns = [
    func.coalesce(cited_statement.c[name], "").label(name)
    for name in ("source", "locator", "as_printed", "via", "named_estimator", "defined_by", "undefined_by", *Attribute)
]
# What the range is stands with the statement that it is from.
ranged_statement = Beside(stored.statement, "ranged")
range_columns = [
    func.coalesce(ranged_statement.c["range_kind"], "").label("range_kind"),
    ranged_statement.c["range_level"].label("range_level"),
]
_observations = select(
    _observation.c.id,
    *_key_columns,
    *(_observation.c[name] for name in SHOWN_COLUMNS),
    *cited_columns,
    *range_columns,
    literal("").label("asof"),
    literal(False).label("is_past"),
    _observation.c.comparable_from,
    _observation.c.continued_at,
)


def with_texts(rows: FromClause, shown: FromClause) -> FromClause:
    """Some rows with the statements that what is shown cites, and has its range from."""
    cited = cited_statement.joined_to(rows, shown.c.statement_id)
    return ranged_statement.joined_to(cited, shown.c.range_statement_id)


observations_today = _observations.select_from(with_texts(_observation, _observation))


def observations_on(day: str) -> Select[Any]:
    """Observations as they are, or as they were known on a day: the last vintage that is not later than it.

    A year after that day was not known then, although an undated source, which counts as the oldest, has its figure.
    Nor was a break known then that a later source tells of.
    """
    if not day:
        return observations_today
    earlier = _vintage.alias("earlier")
    # Looked up for each observation on its own, so that the cost follows the rows asked for, not the edition.
    latest = (
        select(func.max(earlier.c.published_from))
        .where(earlier.c.observation_id == _observation.c.id, earlier.c.published_from <= day)
        .correlate(_observation)
        .scalar_subquery()
    )
    told = (
        select(func.max(_break.c.first_year_after))
        .join(_source, _source.c.source == _break.c.source)
        .where(
            *(_break.c[name] == _observation.c[name] for name in SERIES_KEY),
            _break.c.first_year_after <= _observation.c.year,
            _source.c.known_from <= day,
        )
        .correlate(_observation)
    )
    shown = [_vintage.c[name] for name in SHOWN_COLUMNS]
    return (
        select(
            _observation.c.id,
            *_key_columns,
            *shown,
            *cited_columns,
            *range_columns,
            literal(day).label("asof"),
            literal(True).label("is_past"),
            told.where(_break.c.continued == "").scalar_subquery().label("comparable_from"),
            told.where(_break.c.continued != "").scalar_subquery().label("continued_at"),
        )
        .select_from(
            with_texts(
                _observation.join(
                    _vintage, and_(_vintage.c.observation_id == _observation.c.id, _vintage.c.published_from == latest)
                ),
                _vintage,
            )
        )
        .where(_observation.c.year <= int(day[:4]))
    )


# A row of `observations_today` or `observations_on` as a record.
observation_from = by_name(Observation, observations_today.selected_columns.keys())


@dataclass(frozen=True, slots=True)
class Selection:
    """What of the edition is wanted; an empty part asks for everything.

    Of one kind any value will do, of different kinds all must hold. Source and verdict are about one and the same
    statement on an observation. Years are inclusive; `asof` (YYYY-MM-DD) asks for what was published by that day.
    """

    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    producers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    year: int | None = None
    first: int | None = None
    last: int | None = None
    asof: str = ""
    words: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()  # words of Weakness

    @property
    def is_about_statements(self) -> bool:
        """Whether it asks for anything that only statements know."""
        about = (
            self.indicators,
            self.areas,
            self.producers,
            self.verdicts,
            self.weak,
            self.year,
            self.first,
            self.last,
        )
        return any(part not in ((), None) for part in about)


def of_observation(selection: Selection) -> list[ColumnElement[bool]]:
    """What is wanted of the key of an observation."""
    key = _observation.c
    keys = ((key.indicator, selection.indicators), (key.area, selection.areas), (key.producer, selection.producers))
    wanted: list[ColumnElement[bool]] = [column.in_(values) for column, values in keys if values]
    if selection.year is not None:
        wanted.append(key.year == selection.year)
    if selection.first is not None:
        wanted.append(key.year >= selection.first)
    if selection.last is not None:
        wanted.append(key.year <= selection.last)
    if selection.weak:
        wanted.append(or_(*(_is_weak(Weakness(word)) for word in selection.weak)))
    return wanted


def _is_weak(word: Weakness) -> ColumnElement[bool]:
    """Whether an observation is weak in that way today; looked up for each, so that the cost follows what is asked."""
    if word == Weakness.COPY:
        return _observation.c.evidence.in_([Evidence.COPY, Evidence.REPORT])
    if word == Weakness.SUMMED:
        return _observation.c.flag == Flag.SUMMED
    said = _statement.alias("said")
    on_it = said.c.observation_id == _observation.c.id
    if word == Weakness.DISPUTED:
        differing = select(said.c.id).where(on_it, said.c.verdict == Verdict.DIFFERS)
        return differing.correlate(_observation).exists()
    if word == Weakness.INFERRED:
        cited = said.join(_source, _source.c.source == said.c.source)
        is_inferred = said.c.id == _observation.c.statement_id, _source.c.inferred.contains("publisher")
        return select(said.c.id).select_from(cited).where(*is_inferred).correlate(_observation).exists()
    witness = func.coalesce(func.nullif(said.c.rests_on, ""), said.c.source)
    supporting = said.c.verdict.in_([Verdict.CITED, Verdict.AGREES, Verdict.ROUNDED])
    witnesses = select(func.count(witness.distinct())).where(on_it, supporting)
    return witnesses.correlate(_observation).scalar_subquery() == 1


# Queries that pages ask again and again, each made once; those of some days too.


@lru_cache(_DAYS_KEPT)
def _of_key(asof: str) -> Select[Any]:
    """The observation of a key."""
    return observations_on(asof).where(*(column == bindparam(column.name) for column in _key_columns))


@lru_cache(_DAYS_KEPT)
def _of_place_and_year(asof: str) -> Select[Any]:
    """All observations of an area and a year."""
    key = _observation.c
    query = observations_on(asof).where(key.area == bindparam("area"), key.year == bindparam("year"))
    return query.order_by(*_key_columns)


@lru_cache(_DAYS_KEPT)
def _of_series(asof: str, *asked: str) -> Select[Any]:
    """The observations of some series, as far as they are limited by what is asked for by these names."""
    key = _observation.c
    limits = {
        "indicator": key.indicator == bindparam("indicator"),
        "areas": key.area.in_(bindparam("areas", expanding=True)),
        "producers": key.producer.in_(bindparam("producers", expanding=True)),
        "first": key.year >= bindparam("first"),
        "last": key.year <= bindparam("last"),
    }
    query = observations_on(asof).where(*(limits[name] for name in asked))
    return query.order_by(key.area, key.producer, key.year)


class Known(NamedTuple):
    """That there is a figure, and how well it is known."""

    id: int
    indicator: str
    producer: str
    year: int
    evidence: str


class Observations(Catalog):
    """Questions about observations, today or as known on a day."""

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
        given = {
            "indicator": indicator,
            "areas": list(areas),
            "producers": list(producers),
            "first": first,
            "last": last,
        }
        values = {name: value for name, value in given.items() if value not in (None, []) or name == "areas"}
        return self._as_on(asof, self._rows(_of_series(self.earlier(asof), *values), values))

    def observation(self, key: Key, asof: str = "") -> Observation | None:
        """One observation, or None where there is none of that name."""
        found = self._as_on(asof, self._rows(_of_key(self.earlier(asof)), key._asdict()))
        return found[0] if found else None

    def earlier(self, asof: str) -> str:
        """The day as known on which something is asked for; empty, for today, where the edition knows nothing newer."""
        return asof if asof < self.data_as_of else ""

    def _as_on(self, asof: str, rows: Iterable[Any]) -> list[Observation]:
        """Observations that say of which day they are, also where that is the newest one of the edition."""
        found = [observation_from(row) for row in rows]
        return found if asof == self.earlier(asof) else [replace(item, asof=asof) for item in found]

    def same_place_and_year(self, area: str, year: int, asof: str = "") -> list[Observation]:
        """Every observation of an area in a year, all indicators and producers."""
        return self._as_on(asof, self._rows(_of_place_and_year(self.earlier(asof)), {"area": area, "year": year}))

    def known_in(self, area: str) -> list[Known]:
        """Every figure of an area, sorted by indicator, producer and year; what is all set aside is none."""
        shown = _observation.c
        has_figure = or_(shown.value.is_not(None), shown.low.is_not(None), shown.high.is_not(None))
        query = select(shown.id, shown.indicator, shown.producer, shown.year, shown.evidence)
        query = query.where(shown.area == area, has_figure).order_by(shown.indicator, shown.producer, shown.year)
        return [Known(*row) for row in self._rows(query)]

    def numbered(self, ids: Iterable[int]) -> dict[int, Observation]:
        """Observations by their ids."""
        query = observations_today.where(_observation.c.id.in_(list(ids)))
        return {item.id: item for item in map(observation_from, self._rows(query))}

    def reporters(self, areas: Iterable[str], indicators: Iterable[str] = ()) -> dict[str, dict[str, dict[int, int]]]:
        """How many of some areas have a value, by indicator, producer and year; no indicators mean all of them."""
        key, wanted = _observation.c, list(indicators)
        named = key.indicator, key.producer, key.year
        query = select(*named, func.count()).where(key.area.in_(list(areas)), key.value.is_not(None))
        query = query.where(key.indicator.in_(wanted)) if wanted else query
        found: dict[str, dict[str, dict[int, int]]] = {}
        for indicator, producer, year, count in self._rows(query.group_by(*named).order_by(*named)):
            found.setdefault(indicator, {}).setdefault(producer, {})[year] = count
        return found

    def factors_of(self, observation: Observation) -> list[Observation]:
        """The observations whose product this one should be; empty where its indicator is no product."""
        factors = self.indicators[observation.key.indicator].product_of.split()
        found = [self.observation(observation.key._replace(indicator=factor), observation.asof) for factor in factors]
        return [item for item in found if item is not None]

    def products_with(self, observation: Observation) -> list[Observation]:
        """The observations that should be a product of this one and another."""
        own = observation.key.indicator
        products = [item.indicator for item in self.indicators.values() if own in item.product_of.split()]
        found = [self.observation(observation.key._replace(indicator=name), observation.asof) for name in products]
        return [item for item in found if item is not None]

    def parts_of(self, observation: Observation) -> list[Observation]:
        """The observations of the areas that are part of this one's area, largest first."""
        key = observation.key
        parts = [area.area for area in self.areas.values() if area.parent == key.area]
        found = self.observations(key.indicator, parts, [key.producer], key.year, key.year, observation.asof)
        return sorted(found, key=lambda item: (-(item.value or 0), item.key.area))

    def around(self, observation: Observation) -> list[Observation]:
        """The same series in the years before and after, and the other producers in the same year."""
        key = observation.key
        series = self.observations(key.indicator, [key.area], asof=observation.asof)
        years = [item.key.year for item in series if item.key.producer == key.producer]
        before = max((year for year in years if year < key.year), default=None)
        after = min((year for year in years if year > key.year), default=None)
        return [
            item
            for item in series
            if (item.key.producer == key.producer and item.key.year in {before, after})
            or (item.key.producer != key.producer and item.key.year == key.year)
        ]
