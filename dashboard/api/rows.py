"""From the records of an edition to the rows of `dashboard.api.columns`."""

from collections.abc import Iterable, Iterator

from dashboard.api.columns import Row, plain_number
from dashboard.words.numbers import number_address
from etl.editions.reading import Edition
from etl.editions.reading.listing import Revision, Selection, has_word
from etl.figures.links import link_to_number, safe_address
from etl.figures.records import Key, Observation, Source, Statement
from etl.figures.tables import Publication


class Rows:
    """Makes rows; `base` is the address of the dashboard, for the addresses of pages."""

    def __init__(self, edition: Edition, base: str) -> None:
        self.edition = edition
        self.base = base

    def observation(self, item: Observation) -> Row:
        """A row of OBSERVATIONS."""
        return (
            *item.key,
            *self._names(item.key),
            *self._figure(item.key, item),
            *self._source(item.source, item.locator, item.as_printed),
            item.locator,
            item.as_printed,
            f"{self.base}{number_address(item)}",
        )

    def statement(self, item: Statement) -> Row:
        """A row of STATEMENTS."""
        source = self.edition.sources[item.source]
        return (
            *item.key,
            *self._names(item.key),
            *self._figure(item.key, item),
            item.verdict,
            *self._source(item.source, item.locator, item.as_printed),
            item.locator,
            item.as_printed,
            safe_address(item.via),
            item.converted_from,
            item.note,
            source.rests_on,
            item.file,
            item.line,
            self._page(item.key),
        )

    def vintage(self, item: Revision) -> Row:
        """A row of VINTAGES."""
        shown = item.shown
        return (
            *shown.key,
            item.published_from,
            *self._figure(shown.key, shown),
            item.decided_by,
            *self._source(shown.source, shown.locator, shown.as_printed),
            shown.locator,
            shown.as_printed,
            self._page(shown.key),
        )

    def _names(self, key: Key) -> tuple[str, str, str]:
        edition = self.edition
        return (
            edition.indicators[key.indicator].name,
            edition.areas[key.area].name,
            edition.producers[key.producer].name,
        )

    def _figure(self, key: Key, item: Observation | Statement) -> Row:
        numbers = (plain_number(item.value), plain_number(item.low), plain_number(item.high))
        return (*numbers, self.edition.indicators[key.indicator].unit, item.flag, item.evidence)

    def _source(self, key: str, locator: str, as_printed: str) -> Row:
        source = self.edition.sources.get(key)
        if source is None:
            # Every statement is set aside, so none is cited.
            return ("",) * 6
        link = link_to_number(source, locator, as_printed)
        return key, source.title, source.publisher, source.published, safe_address(source.url), link

    def _page(self, key: Key) -> str:
        return f"{self.base}/number/{key.path}"

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
        kind = self.edition.source_kinds[item.kind]
        described = (item.source, item.title, item.publisher, kind, item.published, safe_address(item.url))
        page = f"{self.base}/source/{item.source}"
        return (*described, item.language, item.authority, item.rests_on, item.note, statements, page)

    def areas(self, selection: Selection) -> Iterator[Row]:
        """The rows of AREAS."""
        counts = _counts((item.area, item.observations) for item in self.edition.coverage)
        for key, item in self.edition.areas.items():
            if _is_in(key, selection.areas) and _has_words(selection, key, item.name, item.note):
                place = (item.latitude, item.longitude)
                yield (key, item.name, item.level, item.parent, *place, item.note, item.parts, counts.get(key, 0))

    def groups(self, selection: Selection) -> Iterator[Row]:
        """The rows of GROUPS."""
        for item in self.edition.memberships:
            area = self.edition.areas[item.area].name
            if _is_in(item.area, selection.areas) and _has_words(selection, item.group, item.name, item.area, area):
                yield (item.group, item.name, item.area, area, item.begin, item.end, *self._short_source(item.source))

    def indicators(self, selection: Selection) -> Iterator[Row]:
        """The rows of INDICATORS."""
        counts = _counts((item.indicator, item.observations) for item in self.edition.coverage)
        for key, item in self.edition.indicators.items():
            words = (key, item.name, item.crop, item.description)
            if _is_in(key, selection.indicators) and _has_words(selection, *words):
                unit = (item.unit, item.unit_name, item.short_unit)
                yield (key, item.name, *unit, item.description, item.crop, item.product_of, counts.get(key, 0))

    def producers(self, selection: Selection) -> Iterator[Row]:
        """The rows of PRODUCERS."""
        counts = _counts((item.producer, item.observations) for item in self.edition.coverage)
        for key, item in self.edition.producers.items():
            if _is_in(key, selection.producers) and _has_words(selection, key, item.name, item.description):
                yield (key, item.name, item.label, item.description, counts.get(key, 0))

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
                source = self._short_source(item.source)
                yield (item.date, item.title, item.area, area, item.description, item.kind, *source)

    def editions(self, selection: Selection) -> Iterator[Row]:
        """The rows of EDITIONS, the oldest first; at least the edition that is being served."""
        yield from self.edition.publications() or [Publication(self.edition.name, "", "")]

    def _short_source(self, key: str) -> tuple[str, str, str]:
        source = self.edition.sources[key]
        return key, source.title, safe_address(source.url)


def _of_numbers(selection: Selection) -> Selection:
    """The part of a selection that is about numbers, without the words and days that are about sources."""
    return Selection(
        indicators=selection.indicators,
        areas=selection.areas,
        producers=selection.producers,
        sources=selection.sources,
        verdicts=selection.verdicts,
        year=selection.year,
        first=selection.first,
        last=selection.last,
    )


def _is_in(key: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or key in wanted


def _has_words(selection: Selection, *texts: str) -> bool:
    return all(has_word(word, *texts) for word in selection.words)


def _counts(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key, count in pairs:
        counts[key] = counts.get(key, 0) + count
    return counts
