"""What there is to choose from: indicators, areas, producers, sources and the other small tables."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import func, select

from etl.editions.reading.connection import Reader
from etl.figures import tables
from etl.figures.areas import Area, Level, Membership
from etl.figures.findings import Coverage
from etl.figures.indicators import Indicator, Topic
from etl.figures.knowledge import (
    Annotation,
    Break,
    Correction,
    Definition,
    Doubt,
    Event,
    Fact,
    QualitativeStatement,
    Quality,
    SeriesNote,
)
from etl.figures.observations import Observation
from etl.figures.producers import Estimator, Producer
from etl.figures.rows import by_name
from etl.figures.sources import Link, Source
from etl.figures.substances import Substance
from etl.figures.vocabulary.history import BreakKind


class Catalog(Reader):
    """The small tables of an edition, each read once and kept."""

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {item.indicator: item for item in self._records(Indicator, tables.indicator)}

    @cached_property
    def topics(self) -> dict[str, Topic]:
        """What figures are about, in the order in which readers choose."""
        found = self._records(Topic, tables.topic)
        return {item.topic: item for item in sorted(found, key=lambda item: item.rank)}

    @cached_property
    def substances(self) -> dict[str, Substance]:
        return {item.substance: item for item in self._records(Substance, tables.substance)}

    @cached_property
    def words(self) -> list[tuple[str, str, str, str]]:
        """The words by which figures of texts are read: language, kind, word and what it means."""
        table = tables.word.c
        return [tuple(row) for row in self._rows(select(table.language, table.kind, table.word, table.means))]

    @cached_property
    def aliases(self) -> list[tuple[str, str]]:
        """Other names of areas, each with the area."""
        return [(row.alias, row.area) for row in self._all(tables.alias)]

    @cached_property
    def units(self) -> dict[str, tuple[str, float | None, str]]:
        """Of each unit what it measures, how many of its base unit are one of it, and that base unit."""
        return {row.unit: (row.quantity, row.factor, row.base_unit) for row in self._all(tables.unit)}

    @cached_property
    def producers(self) -> dict[str, Producer]:
        return {item.producer: item for item in self._records(Producer, tables.producer)}

    @cached_property
    def estimators(self) -> dict[str, Estimator]:
        return {item.estimator: item for item in self._records(Estimator, tables.estimator)}

    @cached_property
    def definitions(self) -> dict[int, Definition]:
        """What is known of many numbers at once, by the numbers that `defined_by` has."""
        return {item.definition: item for item in self._records(Definition, tables.definition)}

    @cached_property
    def series_notes(self) -> dict[tuple[str, str], list[SeriesNote]]:
        """What must be known of series, by indicator and area."""
        found: dict[tuple[str, str], list[SeriesNote]] = {}
        for item in self._records(SeriesNote, tables.series_note):
            found.setdefault((item.indicator, item.area), []).append(item)
        return found

    @cached_property
    def _doubts(self) -> dict[tuple[str, str, int, str], list[Doubt]]:
        found: dict[tuple[str, str, int, str], list[Doubt]] = {}
        for item in self._records(Doubt, tables.doubt):
            found.setdefault((item.indicator, item.area, item.year, item.producer), []).append(item)
        return found

    def doubts_about(self, observation: Observation) -> list[Doubt]:
        """What is not certain about a number; it is found out about the numbers of today only."""
        key = observation.key
        return [] if observation.is_past else self._doubts.get((key.indicator, key.area, key.year, key.producer), [])

    @cached_property
    def qualities(self) -> dict[str, Quality]:
        """What can be said in words, the strongest first."""
        found = sorted(self._records(Quality, tables.quality), key=lambda item: item.rank)
        return {item.quality: item for item in found}

    def said_in_words_of(self, area: str) -> list[QualitativeStatement]:
        """What sources say of an area in words, the newest year first."""
        said = tables.qualitative_statement
        rows = self._rows(select(said).where(said.c.area == area).order_by(said.c.year.desc(), said.c.locator))
        return list(map(by_name(QualitativeStatement, said.c.keys()), rows))

    def notes_on(self, indicator: str, area: str, producer: str) -> list[SeriesNote]:
        """What must be known of one series."""
        return [item for item in self.series_notes.get((indicator, area), []) if item.producer in {"", producer}]

    @cached_property
    def areas(self) -> dict[str, Area]:
        return {item.area: item for item in self._records(Area, tables.area)}

    @cached_property
    def levels(self) -> dict[str, Level]:
        return {item.level: item for item in self._records(Level, tables.area_level)}

    def name_of_parts(self, part: str) -> str:
        """What areas like this one are called in the area that they are part of, in the plural."""
        area = self.areas[part]
        whole = self.areas.get(area.parent)
        return (whole and whole.parts) or self.levels[area.level].plural

    @cached_property
    def sources(self) -> dict[str, Source]:
        return {row.source: self._source(row) for row in self._all(tables.source)}

    def _source(self, row: Any) -> Source:
        """A source under the title that readers see: brackets say how a title is known, and are none of it."""
        cells = row._asdict()
        recorded = cells.pop("title")
        return Source(
            **cells,
            title=recorded.replace("[", "").replace("]", ""),
            link=self.links.get(row.url),
            read_at="" if row.url else self._read_at.get(row.source, ""),
            elsewhere="" if row.url else next((address for address, _ in self.copies.get(row.source, ())), ""),
            recorded_title=recorded,
        )

    @cached_property
    def _read_at(self) -> dict[str, str]:
        """By source that has no address of its own: the copy in which most of its numbers were read."""
        said, source = tables.statement.c, tables.source.c
        silent = select(source.source).where(source.url == "")
        counted = select(said.source, said.via).where(said.via != "", said.source.in_(silent))
        return dict(self._rows(counted.group_by(said.source, said.via).order_by(func.count(), said.via.desc())))

    @cached_property
    def copies(self) -> dict[str, list[tuple[str, str]]]:
        """By source: where copies of it stand, or pages about it, each with what was seen there."""
        known, found = tables.copy.c, dict[str, list[tuple[str, str]]]()
        for source, address, seen in self._rows(
            select(known.source, known.address, known.seen).order_by(known.source, known.address)
        ):
            found.setdefault(source, []).append((address, seen))
        return found

    def uses_of(self, source: str) -> dict[str, int]:
        """How many rows of each table around the numbers are of a source; of statements, how many rest on it."""
        around = (tables.definition, tables.series_break, tables.series_note, tables.doubt, tables.event, tables.fact)
        others = (tables.area_group, tables.qualitative_statement)
        columns = {table.name: table.c.source for table in (*around, *others)}
        columns["statement"] = tables.statement.c.rests_on
        counts = {name: select(func.count()).where(column == source) for name, column in columns.items()}
        return {name: self._rows(count)[0][0] for name, count in counts.items()}

    @cached_property
    def links(self) -> dict[str, Link]:
        """What the last visit found, by address."""
        return {item.address: item for item in self._records(Link, tables.link)}

    @cached_property
    def corrections(self) -> dict[int, Correction]:
        """The known errors, by the id of the statement that has them."""
        return {item.statement_id: item for item in self._records(Correction, tables.correction)}

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
        return self._records(Membership, tables.area_group, {"from": "begin", "to": "end"})

    @cached_property
    def events(self) -> list[Event]:
        return self._records(Event, tables.event)

    @cached_property
    def annotations(self) -> list[Annotation]:
        return self._records(Annotation, tables.annotation)

    @cached_property
    def breaks(self) -> dict[tuple[str, str, str], tuple[Break, ...]]:
        """The breaks of each series, by indicator, area and producer, in the order of their years."""
        found: dict[tuple[str, str, str], tuple[Break, ...]] = {}
        for item in self._records(Break, tables.series_break):
            item = replace(item, kind=BreakKind(item.kind))
            series = item.indicator, item.area, item.producer
            found[series] = (*found.get(series, ()), item)
        return found

    @cached_property
    def breaks_told(self) -> tuple[Break, ...]:
        """Every break as its source tells it: one that parts have with their whole is told of the whole alone."""
        return tuple(item for breaks in self.breaks.values() for item in breaks if not self._is_passed_on(item))

    def _is_passed_on(self, item: Break) -> bool:
        whole = self.breaks.get((item.indicator, self.areas[item.area].parent, item.producer), ())
        told = item.first_year_after, item.source, item.locator
        return any((one.first_year_after, one.source, one.locator) == told for one in whole)

    def breaks_in(self, series: tuple[str, str, str], day: str = "") -> tuple[Break, ...]:
        """The breaks of a series, by indicator, area and producer, of which a source told by a day; empty: today."""
        known = self.breaks.get(series, ())
        return tuple(item for item in known if not day or self.sources[item.source].known_from <= day)

    def breaks_of(self, item: Observation) -> tuple[Break, ...]:
        """The breaks of the series that an observation is of, as they were known when it was."""
        return self.breaks_in((item.key.indicator, item.key.area, item.key.producer), item.asof)

    @cached_property
    def _years_of_broken(self) -> dict[tuple[str, str, str], list[tuple[int, str | None]]]:
        """The years of every series that has a break, in their order, each with the day from which it was known."""
        shown, vintage = tables.observation.c, tables.vintage.c
        series = shown.indicator, shown.area, shown.producer
        wanted = [column.in_({key[place] for key in self.breaks}) for place, column in enumerate(series)]
        found: dict[tuple[str, str, str], list[tuple[int, str | None]]] = {}
        rows = self._rows(
            select(*series, shown.year, func.min(vintage.published_from))
            .select_from(tables.observation.outerjoin(tables.vintage, vintage.observation_id == shown.id))
            .where(*wanted)
            .group_by(*series, shown.year)
            .order_by(*series, shown.year)
        )
        for *key, year, since in rows:
            found.setdefault(tuple(key), []).append((year, since))
        return found

    def breaks_at(self, item: Observation) -> list[Break]:
        """The breaks between an observation and the one before it in its series: it is the first after them."""
        before = max((year for year in self._years_around(item) if year < item.key.year), default=item.key.year)
        return [one for one in self.breaks_of(item) if before < one.first_year_after <= item.key.year]

    def breaks_after(self, item: Observation) -> list[Break]:
        """The breaks between an observation and the next one of its series."""
        following = min((year for year in self._years_around(item) if year > item.key.year), default=item.key.year)
        return [one for one in self.breaks_of(item) if item.key.year < one.first_year_after <= following]

    def _years_around(self, item: Observation) -> list[int]:
        """The years of the series of an observation that were known when it was; none where the series has no break."""
        known = self._years_of_broken.get((item.key.indicator, item.key.area, item.key.producer), [])
        if not item.asof:
            return [year for year, _ in known]
        return [
            year for year, since in known if since is not None and since <= item.asof and year <= int(item.asof[:4])
        ]

    @cached_property
    def facts(self) -> list[Fact]:
        return self._records(Fact, tables.fact)

    @cached_property
    def countries_with_outlines(self) -> frozenset[str]:
        """The countries whose provinces can be drawn."""
        return frozenset(row[0] for row in self._rows(select(tables.outline.c.country).distinct()))

    def outlines(self, country: str) -> dict[str, list[Any]]:
        """The outlines of a country: for each area a list of rings of [longitude, latitude]."""
        table = tables.outline
        query = select(table.c.area, table.c.geometry).where(table.c.country == country).order_by(table.c.area)
        return {row.area: json.loads(row.geometry) for row in self._rows(query)}

    @cached_property
    def outline_names(self) -> dict[str, str]:
        """What the areas with outlines are called in ISO 3166, those without a row of their own included."""
        table = tables.outline
        return {row.area: row.name for row in self._rows(select(table.c.area, table.c.name))}

    @cached_property
    def coverage(self) -> list[Coverage]:
        """What there is, a row for each indicator, area and producer, sorted."""
        shown = tables.observation.c
        series = shown.indicator, shown.area, shown.producer
        year = shown.year
        years = func.min(year).label("first"), func.max(year).label("last")
        any_number = func.coalesce(shown.value, shown.low, shown.high)
        counts = func.count().label("observations"), func.count(any_number).label("figures")
        query = select(*series, *years, *counts).group_by(*series).order_by(*series)
        make = by_name(Coverage, query.selected_columns.keys())
        return [make(row) for row in self._rows(query)]

    @cached_property
    def areas_with_figures(self) -> dict[str, Area]:
        """The areas that have a figure of anything, in the order of all areas."""
        having = {row.area for row in self.coverage}
        return {key: area for key, area in self.areas.items() if key in having}

    @cached_property
    def indicators_with_figures(self) -> dict[str, Indicator]:
        """The indicators that have a figure anywhere, in the order of all indicators."""
        having = {row.indicator for row in self.coverage}
        return {key: indicator for key, indicator in self.indicators.items() if key in having}

    def sources_known_by(self, day: str) -> list[str]:
        """The sources that were certainly out on a day, the undated ones with them."""
        return [key for key, source in self.sources.items() if source.known_from <= day]

    @cached_property
    def publication_days(self) -> list[str]:
        """The days from which any observation showed something else, oldest first."""
        published = tables.vintage.c.published_from
        dates = select(published).where(published != "").distinct()
        return [row[0] for row in self._rows(dates.order_by(published))]

    def product_of(self, inputs: Sequence[Observation]) -> Indicator | None:
        """The indicator that is the product of the inputs' indicators, or None."""
        factors = " ".join(item.key.indicator for item in inputs)
        return next((item for item in self.indicators.values() if item.product_of == factors), None)
