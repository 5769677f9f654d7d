"""From the records of an edition to the rows of `dashboard.api.columns`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from dashboard.api.columns import Cell, Row
from dashboard.exports.cells import comment_on, observation_state, on_the_old_basis, plain_number, value_and_ends
from dashboard.exports.where import read_where
from dashboard.server.urls import Urls
from dashboard.views import scenes
from dashboard.words.definitions import unsaid_by_reason
from etl.editions.reading import Edition
from etl.editions.reading.listing import Revision, has_word
from etl.editions.reading.observations import Selection
from etl.figures.areas import wholes_of
from etl.figures.keys import Key
from etl.figures.links import link_to_number, safe_address, where_to_read
from etl.figures.observations import Observation, Statement
from etl.figures.sources import Source
from etl.figures.tables import Publication
from etl.figures.vocabulary.attributes import Attribute

_OF_A_SOURCE = (
    *("source", "source_title", "source_publisher", "source_published", "source_inferred", "source_url"),
    "source_link",
)
_DEFINING = tuple(str(name) for name in Attribute if name != Attribute.ESTIMATOR)
_defining = attrgetter(*_DEFINING)


class Rows:
    """Makes rows; `urls` write the addresses of its pages."""

    def __init__(self, edition: Edition, urls: Urls) -> None:
        self.edition = edition
        self.urls = urls

    def observation(self, item: Observation) -> Row:
        """A row of OBSERVATIONS."""
        return {
            **self.key(item.key),
            **self._estimator(item),
            **_definition(self.edition, item),
            **self._figure(item.key, item),
            **self._break(item),
            **self._source(item),
            "locator": item.locator,
            "as_printed": item.as_printed,
            "page": self.urls.observation(item),
        }

    def _break(self, item: Observation) -> dict[str, Cell]:
        """How far an observation can be compared with the years before it."""
        breaks = self.edition.breaks_at(item)
        return {
            "comparable_from": item.comparable_from,
            "status": observation_state(item, breaks, self.edition.doubted),
            "pre_break": plain_number(on_the_old_basis(breaks)),
            "comment": comment_on([("", one) for one in breaks], self.edition.sources),
        }

    def statement(self, item: Statement) -> Row:
        """A row of STATEMENTS."""
        return {
            **self.key(item.key),
            **self._estimator(item),
            **_definition(self.edition, item),
            **self._figure(item.key, item),
            **self._source(item),
            "verdict": item.verdict,
            "locator": item.locator,
            "as_printed": item.as_printed,
            "via": safe_address(item.via),
            "converted_from": item.converted_from,
            "note": item.note,
            "change": item.change,
            "rests_on": item.rests_on,
            "file": item.file,
            "line": item.line,
            "page": self._page(item.key),
        }

    def vintage(self, item: Revision) -> Row:
        """A row of VINTAGES."""
        shown = item.shown
        return {
            **self.key(shown.key),
            **self._estimator(shown),
            **self._figure(shown.key, shown),
            **self._source(shown),
            "published_from": item.published_from,
            "kind": item.kind,
            "decided_by": item.decided_by,
            "locator": shown.locator,
            "as_printed": shown.as_printed,
            "page": self._page(shown.key),
        }

    def key(self, key: Key) -> dict[str, Cell]:
        """What an observation is about, with the names of it."""
        edition = self.edition
        return {
            **key._asdict(),
            "indicator_name": edition.indicators[key.indicator].name,
            "area_name": edition.areas[key.area].name,
            "producer_name": edition.producers[key.producer].name,
        }

    def _estimator(self, item: Observation | Statement) -> dict[str, Cell]:
        known = self.edition.estimators.get(item.attributes.estimator)
        return {"estimator": item.attributes.estimator, "estimator_name": known.name if known is not None else ""}

    def _figure(self, key: Key, item: Observation | Statement) -> dict[str, Cell]:
        value, low, high = value_and_ends(item)
        return {
            "value": plain_number(value),
            "low": plain_number(low),
            "high": plain_number(high),
            "unit": self.edition.indicators[key.indicator].unit,
            "range_kind": item.range_kind,
            "range_level": plain_number(item.range_level),
            "flag": item.flag,
            "evidence": item.evidence,
        }

    def _source(self, item: Observation | Statement) -> dict[str, Cell]:
        source = self.edition.sources.get(item.source)
        address, whose = read_where(self.edition, item)
        read = {"address": address, "address_of": whose or ""}
        if source is None:
            # Every statement is set aside, so none is cited.
            return {**dict.fromkeys(_OF_A_SOURCE, ""), **read}
        return {
            **self._named_source(item.source),
            "source_publisher": source.publisher,
            "source_published": source.published,
            "source_inferred": source.inferred,
            "source_link": link_to_number(source, item.locator, item.as_printed),
            **read,
        }

    def _named_source(self, key: str) -> dict[str, Cell]:
        source = self.edition.sources[key]
        return {"source": key, "source_title": source.recorded_title, "source_url": safe_address(source.url)}

    def _page(self, key: Key) -> str:
        return self.urls.number(key)

    def sources(self, selection: Selection) -> Iterator[Row]:
        """The rows of SOURCES; what the selection says of numbers holds of one that the source prints."""
        edition, counts = self.edition, self.edition.keep(Edition.statement_counts)
        printing = edition.sources_of(_of_numbers(selection)) if selection.is_about_statements else None
        for key, item in edition.sources.items():
            wanted = (
                (not selection.sources or key in selection.sources)
                and (printing is None or key in printing)
                and (not selection.asof or item.known_from <= selection.asof)
                and _has_words(selection, key, item.title, item.publisher, item.published, item.note)
            )
            if wanted:
                yield self._source_row(item, counts.get(key, 0))

    def _source_row(self, item: Source, statements: int) -> Row:
        address, whose = where_to_read(item, "")
        return {
            **_fields(item),
            "title": item.recorded_title,
            "address": address,
            "address_of": whose or "",
            "kind": self.edition.source_kinds[item.kind],
            "url": safe_address(item.url),
            "statements": statements,
            "page": self.urls.source(item.source),
        }

    def areas(self, selection: Selection) -> Iterator[Row]:
        """The rows of AREAS: those with figures, and what they are parts of."""
        counts = _counts((item.area, item.observations) for item in self.edition.coverage)
        having = self.edition.areas_with_figures
        wider = {whole for area in having.values() for whole in wholes_of(area, self.edition.areas)}
        for key, item in self.edition.areas.items():
            if (
                (key in having or key in wider)
                and _is_in(key, selection.areas)
                and _has_words(selection, key, item.name, item.note)
            ):
                yield {**_fields(item), "observations": counts.get(key, 0)}

    def groups(self, selection: Selection) -> Iterator[Row]:
        """The rows of GROUPS: those of groups that can be chosen."""
        offered = self.edition.keep(scenes.groups)
        for item in self.edition.memberships:
            area = self.edition.areas[item.area].name
            if (
                item.group in offered
                and _is_in(item.area, selection.areas)
                and _has_words(selection, item.group, item.name, item.area, area)
            ):
                days = {"from": item.begin, "to": item.end}
                yield {**_fields(item), **days, "area_name": area, **self._named_source(item.source)}

    def indicators(self, selection: Selection) -> Iterator[Row]:
        """The rows of INDICATORS: those with figures."""
        counts = _counts((item.indicator, item.observations) for item in self.edition.coverage)
        for key, item in self.edition.indicators_with_figures.items():
            words = (key, item.name, item.crop, item.description)
            if _is_in(key, selection.indicators) and _has_words(selection, *words):
                yield {**_fields(item), "symbol": item.short_unit, "observations": counts.get(key, 0)}

    def producers(self, selection: Selection) -> Iterator[Row]:
        """The rows of PRODUCERS."""
        counts = _counts((item.producer, item.observations) for item in self.edition.coverage)
        for key, item in self.edition.producers.items():
            if _is_in(key, selection.producers) and _has_words(selection, key, item.name, item.description):
                yield {**_fields(item), "short_name": item.label, "observations": counts.get(key, 0)}

    def events(self, selection: Selection) -> Iterator[Row]:
        """The rows of EVENTS."""
        for item in self.edition.events:
            area = self.edition.areas[item.area].name
            wanted = (
                _is_in(item.area, selection.areas)
                and _is_in(item.source, selection.sources)
                and (selection.year is None or item.year == selection.year)
                and (selection.first is None or item.year >= selection.first)
                and (selection.last is None or item.year <= selection.last)
                and _has_words(selection, item.title, item.description, item.area, area, item.date)
            )
            if wanted:
                yield {**_fields(item), "area_name": area, **self._named_source(item.source)}

    def breaks(self, selection: Selection) -> Iterator[Row]:
        """The rows of BREAKS."""
        for breaks in self.edition.breaks.values():
            for item in breaks:
                wanted = (
                    _is_in(item.indicator, selection.indicators)
                    and _is_in(item.area, selection.areas)
                    and (selection.first is None or item.first_year_after >= selection.first)
                    and (selection.last is None or item.first_year_after <= selection.last)
                )
                if wanted:
                    names = self.key(Key(item.indicator, item.area, item.first_year_after, item.producer))
                    pre_break = {"pre_break": plain_number(item.pre_break)}
                    yield {**names, **_fields(item), **pre_break, **self._named_source(item.source)}

    def editions(self, selection: Selection) -> Iterator[Row]:
        """The rows of EDITIONS, the oldest first; at least the edition that is being served."""
        for item in self.edition.publications() or [Publication(self.edition.name, "", "")]:
            yield {**item._asdict(), "shown_from": item.time}


def _definition(edition: Edition, item: Observation | Statement) -> dict[str, Cell]:
    """Who compiled a number, and what exactly it measures, or which of these nobody says."""
    known = dict(zip(_DEFINING, _defining(item.attributes), strict=True))
    return known | unsaid_by_reason(edition, item)


def _fields(record: Any) -> dict[str, Cell]:
    """The fields of a record by their names."""
    return {item.name: getattr(record, item.name) for item in fields(record)}


def _of_numbers(selection: Selection) -> Selection:
    """The part of a selection that is about numbers, without the words and days that are about sources."""
    return replace(selection, asof="", words=())


def _is_in(key: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or key in wanted


def _has_words(selection: Selection, *texts: str) -> bool:
    return all(has_word(word, *texts) for word in selection.words)


def _counts(pairs: Iterable[tuple[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for key, count in pairs:
        counts[key] += count
    return counts
