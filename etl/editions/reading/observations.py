"""Observations: what an edition shows, today or as known on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, select

from etl.editions.reading.catalog import Catalog
from etl.figures import tables
from etl.figures.columns import SHOWN_COLUMNS
from etl.figures.records import Key, Observation, by_name
from etl.figures.vocabulary import Attribute

_observation, _statement, _vintage = tables.observation, tables.statement, tables.vintage
_key_columns = [_observation.c[name] for name in Key._fields]
cited_statement = _statement.alias("cited")
cited_columns = [
    func.coalesce(cited_statement.c[name], "").label(name)
    for name in ("source", "locator", "as_printed", "via", "named_estimator", "defined_by", *Attribute)
]
# What the range is stands with the statement that it is from.
ranged_statement = _statement.alias("ranged")
range_columns = [
    func.coalesce(ranged_statement.c.range_kind, "").label("range_kind"),
    ranged_statement.c.range_level.label("range_level"),
]
_observations = select(
    _observation.c.id,
    *_key_columns,
    *(_observation.c[name] for name in SHOWN_COLUMNS),
    *cited_columns,
    *range_columns,
    literal("").label("asof"),
    _observation.c.comparable_from,
)
observations_today = _observations.select_from(
    _observation.outerjoin(cited_statement, _observation.c.statement_id == cited_statement.c.id).outerjoin(
        ranged_statement, _observation.c.range_statement_id == ranged_statement.c.id
    )
)


def observations_on(day: str) -> Select[Any]:
    """Observations as they are, or as they were known on a day: the last vintage that is not later than it.

    A year after that day was not known then, although an undated source, which counts as the oldest, has its figure.
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
    shown = [_vintage.c[name] for name in SHOWN_COLUMNS]
    return (
        select(
            _observation.c.id,
            *_key_columns,
            *shown,
            *cited_columns,
            *range_columns,
            literal(day).label("asof"),
            _observation.c.comparable_from,
        )
        .select_from(
            _observation.join(
                _vintage, and_(_vintage.c.observation_id == _observation.c.id, _vintage.c.published_from == latest)
            )
            .outerjoin(cited_statement, _vintage.c.statement_id == cited_statement.c.id)
            .outerjoin(ranged_statement, _vintage.c.range_statement_id == ranged_statement.c.id)
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

    @property
    def is_about_statements(self) -> bool:
        """Whether it asks for anything that only statements know."""
        about = (self.indicators, self.areas, self.producers, self.verdicts, self.year, self.first, self.last)
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
    return wanted


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
        selection = Selection((indicator,), producers=tuple(producers), first=first, last=last, asof=asof)
        query = observations_on(asof).where(_observation.c.area.in_(list(areas)), *of_observation(selection))
        query = query.order_by(_observation.c.area, _observation.c.producer, _observation.c.year)
        return [observation_from(row) for row in self._rows(query)]

    def observation(self, key: Key, asof: str = "") -> Observation | None:
        """One observation, or None where there is none of that name."""
        is_it = (column == value for column, value in zip(_key_columns, key, strict=True))
        rows = self._rows(observations_on(asof).where(*is_it))
        return observation_from(rows[0]) if rows else None

    def same_place_and_year(self, area: str, year: int, asof: str = "") -> list[Observation]:
        """Every observation of an area in a year, all indicators and producers."""
        query = observations_on(asof).where(_observation.c.area == area, _observation.c.year == year)
        return [observation_from(row) for row in self._rows(query.order_by(*_key_columns))]

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
