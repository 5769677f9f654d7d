"""What an edition says of each figure of a text: a verdict, the current number, and how one can tell.

A verdict never rests on a number alone: substance, measure, place, year and unit are what the text says, in its own
words or those before, and only what the text leaves open is decided by which figure fits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dashboard.checking.comparing import WhatItIsAbout
from dashboard.checking.conversions import Conversions
from dashboard.checking.elsewhere import Elsewhere
from dashboard.checking.findings import Checked, Finding, Sure
from dashboard.checking.left_open import LeftOpen
from dashboard.checking.other_people import OtherPeople
from dashboard.checking.reading import reader_of
from etl.documents.prose.catalogue import WORLD
from etl.documents.prose.read_numbers import COUNTS_OF_PEOPLE, PERCENT, RATES
from etl.documents.prose.records import FigureKind, FigureReading, Paragraph, Witness
from etl.editions.reading import Edition
from etl.editions.reading.compared import Compared, ComparedFigures
from etl.figures.vocabulary.indicators import Measure

STRONG = frozenset({Witness.HERE, Witness.SENTENCE})
_NOT_FAR = 2.5  # a number that differs by a greater factor is probably about something else
_POINTS, _TENTH = 3.0, 0.1  # a change that is off by less may rest on other roundings
_ENOUGH = 20_000  # characters that are read at once, of a document
_SIZE = 4.0  # a number beyond all of a series by this factor is of something else


def check(text: str, edition: Edition, published: str = "") -> list[Checked]:
    """The figures of a text in its order, each judged. Raises TextTooLongError."""
    reader = reader_of(edition)
    return _Judge(edition, reader.catalogue, published).judged(reader.read(text, published))


def check_paragraphs(paragraphs: Sequence[Paragraph], edition: Edition, published: str = "") -> list[Checked]:
    """The figures of a document, however long, each judged; what is far apart in it explains nothing of each other."""
    reader = reader_of(edition)
    found: list[Checked] = []
    for piece in _pieces([each for each in paragraphs if each.figures is None]):
        readings = reader.read_paragraphs(piece, published)
        found += _Judge(edition, reader.catalogue, published).judged(readings)
    # What a table says of a number stands in the table, and nothing of it explains a sentence.
    for piece in _pieces([each for each in paragraphs if each.figures is not None]):
        of_rows = [figure for each in piece for figure in each.figures or ()]
        found += _Judge(edition, reader.catalogue, published).judged(of_rows)
    return sorted(found, key=lambda item: item.reading.start)


def _pieces(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Paragraphs in pieces that are read at once."""
    piece: list[Paragraph] = []
    for paragraph in paragraphs:
        if piece and paragraph.start + len(paragraph.text) - piece[0].start > _ENOUGH:
            yield piece
            piece = []
        piece.append(paragraph)
    if piece:
        yield piece


class _Judge(LeftOpen, Elsewhere, OtherPeople, Conversions):
    """Judges the figures of one text."""

    def judged(self, readings: Sequence[FigureReading]) -> list[Checked]:
        """The finding on each figure."""
        filled = self._with_areas([self._with_indicators(reading) for reading in readings])
        self.series = self._series(filled)
        found = self._totals_of_some([self._judge(reading) for reading in filled])
        return self._as_one_amount(self._parts_of_a_whole(found))

    def _series(self, readings: Iterable[FigureReading]) -> dict[tuple[str, str], ComparedFigures]:
        wanted: set[tuple[str, str]] = set()
        for reading in readings:
            for indicator in reading.indicators:
                if indicator.means not in self.edition.indicators:
                    continue
                areas = {area.means for area in reading.areas} | {reading.whole or WORLD}
                areas |= {self.edition.areas[area].parent for area in areas if area in self.edition.areas}
                wanted |= {(indicator.means, area) for area in areas if area}
        return self.edition.series_of(sorted(wanted))

    def _judge(self, reading: FigureReading) -> Checked:
        choices = self._choices(reading)
        first = self._likeliest(reading, choices)
        plain = self._plain(reading, first)
        if first is None or not choices:
            return plain
        if not any(choice.indicator in self.edition.indicators for choice in choices):
            return replace(plain, finding=self._absent(reading))
        judged = [self._try(reading, choice) for choice in choices]
        good = [item for item in judged if item is not None]
        good = good or self._of_its_forms(reading, choices)
        if good:
            return self._with_sureness(good[0], reading)
        if reading.is_part and reading.kind not in {FigureKind.SHARE}:
            return replace(plain, finding=Finding.NOT_IN_DATA)
        if asked := self._of_other_people(reading, choices):
            return asked
        # A number that says neither its unit nor what it measures may be of anything: the fine was 660 dollars.
        # So may a rate, which is counted in several ways that are near each other.
        is_told = reading.unit_said or reading.indicators[0].witness in STRONG
        is_told = is_told and reading.unit not in RATES.values()
        slips = (self._slip(reading, choice) for choice in choices[:2]) if is_told else ()
        slipped = next(filter(None, slips), None)
        if slipped:
            return self._with_sureness(slipped, reading)
        return self._otherwise(reading, plain, choices)

    def _likeliest(self, reading: FigureReading, choices: Sequence[WhatItIsAbout]) -> WhatItIsAbout | None:
        """The first of what a figure may be about of which there is a series with numbers of its size."""
        is_told = bool(reading.areas) and reading.areas[0].witness in STRONG
        for choice in choices:
            if choice.indicator not in self.edition.indicators:
                return choice
            if is_told and choice.area != reading.areas[0].means:
                continue
            series = self.series.get((choice.indicator, choice.area), {})
            said = self._said(reading, choice.indicator) if reading.kind == FigureKind.VALUE else None
            values = [item.value for items in series.values() for item in items if item.value]
            if values and (said is None or min(values) / _SIZE <= abs(said.value) <= max(values) * _SIZE):
                return choice
        return choices[0] if choices else None

    def _plain(self, reading: FigureReading, about: WhatItIsAbout | None) -> Checked:
        """What is left open, with the likeliest that it is about: what there is a series of, of its size."""
        return Checked(
            reading,
            Finding.UNSURE,
            Sure.GUESS,
            about.indicator if about else reading.indicators[0].means if reading.indicators else "",
            about.area if about else "",
            about.year if about else reading.years[0].means if reading.years else None,
            self._base(reading, about) if about else None,
            reading.producer,
        )

    def _absent(self, reading: FigureReading) -> Finding:
        """Of what nobody here counts: not in the data, where the text says well enough what it is."""
        if reading.unit in COUNTS_OF_PEOPLE:
            return Finding.UNSURE
        said = reading.indicators and reading.indicators[0].witness in STRONG | {Witness.BEFORE, Witness.USUAL}
        return (
            Finding.NOT_IN_DATA
            if said and reading.areas and reading.kind in {FigureKind.VALUE, FigureKind.RANGE}
            else Finding.UNSURE
        )

    def _otherwise(self, reading: FigureReading, plain: Checked, choices: Sequence[WhatItIsAbout]) -> Checked:
        """What is said where no figure fits: that there is none, that it is another, or nothing."""
        first = choices[0]
        if reading.kind == FigureKind.VALUE and all(
            self._said(reading, choice.indicator) is None for choice in choices
        ):
            return replace(plain, finding=Finding.NOT_IN_DATA)
        here = self._own(reading, self._items(first.indicator, first.area, first.year))
        if reading.kind == FigureKind.MULTIPLE and reading.whole:
            here = [item for item, _ in self._beside(reading, first)]
            return plain if here else replace(plain, finding=Finding.NOT_IN_DATA)
        if reading.kind in {FigureKind.CHANGE, FigureKind.MULTIPLE}:
            here = [later for later, earlier in self._pairs(reading, first) if None not in {later.value, earlier.value}]
        if reading.kind == FigureKind.SHARE:
            whole = self._items(first.indicator, reading.whole, first.year) if reading.whole else here
            is_named = reading.areas[0].witness in STRONG and reading.indicators[0].witness == Witness.HERE
            return replace(plain, finding=Finding.NOT_IN_DATA if is_named and not (here and whole) else Finding.UNSURE)
        if reading.unit in COUNTS_OF_PEOPLE or self._counts_deaths(first.indicator):
            return plain
        if not here:
            told = {options[0].witness for options in (reading.areas, reading.years)}
            if told <= STRONG and first.cost == 0 and reading.indicators[0].witness in STRONG:
                return replace(plain, finding=Finding.NOT_IN_DATA)
            open_choices = [it for it in choices if self._items(it.indicator, it.area, it.year)]
            return replace(plain, finding=Finding.NOT_IN_DATA if not open_choices else Finding.UNSURE)
        named = reading.producer if reading.producer_said == Witness.SENTENCE else "unodc"
        if not self._is_plain(reading) or not any(item.key.producer == named for item in here):
            return plain
        item = next(item for item in here if item.key.producer == named)
        is_change = reading.kind in {FigureKind.CHANGE, FigureKind.MULTIPLE}
        if (is_change or str(item.key.year) == self.published[:4]) and self._was_not_known(item):
            return plain
        if reading.kind == FigureKind.VALUE:
            said = self._said(reading, first.indicator)
            near = said and item.value and 1 / _NOT_FAR <= said.value / item.value <= _NOT_FAR
            near = near and said is not None and item.value is not None and abs(said.value - item.value) > said.step
            if not near or any(it.low is not None and said and it.low <= said.value <= (it.high or 0) for it in here):
                return plain
            made = self._made(reading, first, item.key.producer, Finding.DIFFERS, item.value, (item.key,))
            return replace(made, sure=Sure.LIKELY)
        if reading.kind in {FigureKind.CHANGE, FigureKind.MULTIPLE}:
            later, earlier = next(pair for pair in self._pairs(reading, first) if pair[0].key.producer == named)
            computed = self._computed(reading, later.value or 0, earlier.value or 0)
            if reading.unit == PERCENT and abs((computed or 0) - reading.value) <= max(
                _POINTS, _TENTH * abs(reading.value)
            ):
                return plain
            made = self._made(reading, first, later.key.producer, Finding.DIFFERS, computed, (later.key, earlier.key))
            return replace(made, sure=Sure.LIKELY)
        return plain

    def _counts_deaths(self, indicator: str) -> bool:
        known = self.catalogue.indicators.get(indicator)
        return known is not None and known.measure in {Measure.DEATHS, Measure.DEATH_RATE}

    def _was_not_known(self, item: Compared) -> bool:
        """Whether a text is older than the number that it would be held against."""
        return bool(self.published) and self._known_then(item) is None

    def _is_plain(self, reading: FigureReading) -> bool:
        """Whether a text says so plainly what a figure is about that another number contradicts it."""
        if reading.is_part or reading.is_forecast or not reading.unit_said:
            return False
        said = [options[0].witness for options in (reading.indicators, reading.areas, reading.years) if options]
        if len(said) < 3 or said[0] not in STRONG:
            return False
        if said[1] not in STRONG | {Witness.BEFORE} or said[2] not in STRONG:
            return False
        if reading.kind in {FigureKind.CHANGE, FigureKind.MULTIPLE}:
            return bool(reading.base_years) and Witness.HERE in said[1:]
        return reading.about == "exact" and Witness.HERE in said

    def _with_sureness(self, checked: Checked, reading: FigureReading) -> Checked:
        said = [options[0].witness for options in (reading.indicators, reading.areas, reading.years) if options]
        is_first = (
            bool(reading.areas)
            and checked.area == reading.areas[0].means
            and bool(reading.years)
            and checked.year == reading.years[0].means
        )
        sure = Sure.SURE if is_first and all(it in STRONG | {Witness.BEFORE} for it in said) else Sure.LIKELY
        return replace(checked, sure=sure)
