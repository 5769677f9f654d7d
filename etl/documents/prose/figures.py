"""The figures of one sentence, and what the text speaks of after it."""

from collections.abc import Sequence
from dataclasses import replace

from etl.documents.prose.attachment import Attachment
from etl.documents.prose.catalogue import REFINED, SAME, WORLD, Catalogue
from etl.documents.prose.context import COMPARISONS, Context
from etl.documents.prose.people import people_of
from etl.documents.prose.read_numbers import PERCENT, ReadNumber
from etl.documents.prose.records import FigureKind, FigureReading, Option, Paragraph, Witness
from etl.documents.prose.sentence import NEAR, ProseSentence
from etl.documents.prose.table_rows import ProseCell, cells_of
from etl.documents.prose.units_in_sentence import NO_FIGURES, UnitsInSentence
from etl.documents.prose.words import OF_A_GROUP
from etl.figures.vocabulary.indicators import Measure

_SEVERAL = 2  # places; three or more may be all the world that grows something
LOOK_BACK = 2  # a text of a day is about years that are not longer ago, unless it says so


class Figures:
    """The figures of one sentence, and what the text speaks of after it."""

    def __init__(
        self,
        sentence: ProseSentence,
        catalogue: Catalogue,
        context: Context,
        paragraph: Paragraph,
        months: frozenset[str],
    ) -> None:
        self.sentence, self.catalogue, self.context, self.paragraph = sentence, catalogue, context, paragraph
        units = UnitsInSentence(sentence, catalogue, context)
        self.numbers = units.numbers()
        self.tells_of_drugs = units.tells_of_drugs
        self.unit_of_list, self.scale_of_list = units.unit_of_list, units.scale_of_list
        figures = [each for each in self.numbers if each.unit not in NO_FIGURES]
        self.attachment = Attachment(sentence, catalogue, context, figures, months)

    def read(self) -> list[FigureReading]:
        numbers = self.numbers
        rows = cells_of(self.sentence.reader)
        inside = {cell.token for cell in rows}
        numbers = [each for each in numbers if not inside & set(range(each.first, each.last + 1))]
        values = [each for each in numbers if each.unit not in COMPARISONS and each.unit not in NO_FIGURES]
        named: list[tuple[ReadNumber, tuple[Option[str], ...]]] = []
        for each in values:
            named.append((each, tuple(self.attachment.indicators(each, named))))
        indicators = {id(each): options for each, options in named}
        years: dict[int, list[Option[int]]] = {}
        before: int | None = None
        started: int | None = None
        current: int | None = None
        for each in values:
            years[id(each)] = self.attachment.years(each, before, started, current)
            if years[id(each)]:
                before = years[id(each)][0].means
                if self.attachment.is_earlier(each):
                    started = before
                else:
                    current = before
        readings: list[FigureReading] = []
        for each in numbers:
            if each.unit in NO_FIGURES:
                continue
            if each.unit in COMPARISONS:
                told = next((it.years[0].means for it in reversed(readings) if it.people and it.years), None)
                readings.append(self._comparison(each, named, self._year_beside(each, values, years), told))
            else:
                readings.append(self._value(each, indicators[id(each)], years[id(each)]))
        readings = self._like_those_before(self._in_pairs(numbers, self._of_several(readings)))
        readings += [self._cell(cell) for cell in rows]
        self._go_on(readings)
        return [each for each in readings if self._is_of_field(each)]

    def _is_of_field(self, reading: FigureReading) -> bool:
        """Whether a figure is of something that is measured here: prices of petrol and shares of voters are not."""
        is_area = self.catalogue.quantity(reading.unit) == "area"
        return bool(reading.indicators) or reading.measure in self.catalogue.measures or is_area

    def _of_several(self, readings: list[FigureReading]) -> list[FigureReading]:
        """What is said of places in a row is of none of them: in Myanmar and Laos it rose to 63,800 hectares."""
        places, ands = self.attachment.places, self.sentence.of_kind("and")
        for row in _rows([(it.first, it.last) for it in places], self.sentence):
            is_closed = any(places[row[-2]].last < it.first < places[row[-1]].first for it in ands)
            areas = self.attachment.together(row)
            named_apart = {it.means for at, it in enumerate(places) if at not in row} & set(areas)
            told = [
                place
                for place, it in enumerate(readings)
                if it.kind != FigureKind.SHARE and not it.people and it.areas and it.areas[0].means in areas
            ]
            kinds = [(readings[place].kind, readings[place].years[:1]) for place in told]
            is_each = len(set(kinds)) < len(kinds) and len(kinds) >= len(areas)
            is_of_last = self.sentence.text(places[row[-1]].last + 1) in {"(", "（"}
            is_parted = any(places[row[0]].last < it.first < places[row[-1]].first for it in self.numbers)
            if not is_closed or is_parted or is_of_last or len(areas) < _SEVERAL or named_apart or is_each:
                continue
            whole = (Option(WORLD, Witness.DOCUMENT),) if len(areas) > _SEVERAL else ()
            for place in told:
                readings[place] = replace(readings[place], areas=whole, is_part=True)
        return readings

    def _like_those_before(self, readings: list[FigureReading]) -> list[FigureReading]:
        """Figures that are of what as many before them were, where no word says of what: the shares were 10 and 2 %."""
        before = self.context.figures
        is_named = self.attachment.substances or self.attachment.measures
        is_alike = [it.unit for it in readings] == [it.unit for it in before]
        if is_named or not is_alike or len({it.indicators[:1] for it in before}) < _SEVERAL:
            return readings
        return [replace(it, indicators=as_was.indicators) for it, as_was in zip(readings, before, strict=True)]

    def _in_pairs(self, numbers: Sequence[ReadNumber], readings: list[FigureReading]) -> list[FigureReading]:
        """Figures in a row, each with its own of as many places or years in a row: A and B, 23 and 43 per cent."""
        figures = [each for each in numbers if each.unit not in NO_FIGURES]
        for row in _rows([(each.first, each.last) for each in figures], self.sentence):
            for names in _rows([(it.first, it.last) for it in self.attachment.places], self.sentence):
                spans = [(self.attachment.places[it].first, self.attachment.places[it].last) for it in names]
                if len(names) == len(row) and self._belongs_together(figures, row, spans):
                    for place, name in zip(row, names, strict=True):
                        found = (Option(self.attachment.places[name].means, Witness.HERE),)
                        readings[place] = replace(readings[place], areas=found, is_part=False)
            for place, area in zip(row, self._named_before(figures, row), strict=False):
                readings[place] = replace(readings[place], areas=(Option(area, Witness.BEFORE),), is_part=False)
            for place, year in zip(row, self._years_before(figures, row), strict=False):
                readings[place] = replace(readings[place], years=(Option(year, Witness.BEFORE),))
            times = self.attachment.years_listed
            for names in _rows([(it.first, it.last) for it in times], self.sentence):
                spans = [(times[it].first, times[it].last) for it in names]
                if len(names) == len(row) and self._belongs_together(figures, row, spans):
                    for place, name in zip(row, names, strict=True):
                        found_year = Option(times[name].year or 0, Witness.HERE)
                        readings[place] = replace(readings[place], years=(found_year,))
        return readings

    def _named_before(self, figures: Sequence[ReadNumber], row: Sequence[int]) -> tuple[str, ...]:
        """The places before this sentence of which figures in a row are: the two countries had 670 and 92 tons."""
        countries = [(it.first, it.last) for it in self.sentence.of_kind("countries")]
        named = self.context.named[-len(row) :]
        is_told = not self.attachment.places and (countries or self.sentence.of_kind("respectively"))
        is_of_each = is_told and len(named) == len(row) and OF_A_GROUP not in named
        return named if is_of_each and self._belongs_together(figures, row, countries[:1]) else ()

    def _years_before(self, figures: Sequence[ReadNumber], row: Sequence[int]) -> tuple[int, ...]:
        """The years before this sentence of which figures in a row are: for both years, 690 and 870 tons."""
        told = [(it.first, it.last) for it in self.sentence.of_kind("both-years")]
        named = self.context.years_named
        is_of_each = bool(told) and not self.attachment.years_listed and len(named) == len(row)
        return named if is_of_each and self._belongs_together(figures, row, told[:1]) else ()

    def _belongs_together(
        self, figures: Sequence[ReadNumber], row: Sequence[int], names: Sequence[tuple[int, int]]
    ) -> bool:
        """Whether nothing but words stands between a row of names and a row of figures, or the text says so."""
        first, last = figures[row[0]].first, figures[row[-1]].last
        if len({figures[place].unit for place in row}) != 1:
            return False
        said = any(
            0 <= it.first - last <= 2 or 0 <= first - it.last <= 2 for it in self.sentence.of_kind("respectively")
        )
        return said or (
            bool(names) and names[-1][1] < first and self.sentence.between(names[-1][1] + 1, first) <= 2 * NEAR
        )

    def _cell(self, cell: ProseCell) -> FigureReading:
        """A cell of rows that stand in the text."""
        number = ReadNumber(cell.token, cell.token, cell.value, cell.step, unit=cell.unit)
        indicators = self.attachment.indicators_in_column(number)
        areas, _ = self.attachment.areas(number, FigureKind.VALUE)
        return self._reading(
            number, FigureKind.VALUE, cell.value, indicators, areas, [Option(cell.year, Witness.HERE)], []
        )

    def _year_beside(
        self, number: ReadNumber, values: Sequence[ReadNumber], years: dict[int, list[Option[int]]]
    ) -> int | None:
        """The year of the value that a change leads to: beside it, and not the one that it starts from."""
        ranked = []
        for each in values:
            options = years[id(each)]
            at = self.sentence.distance(number, each.first, each.last)
            if options and not self.attachment.is_earlier(each) and not self._difference(each) and at <= 3 * NEAR:
                led = self.sentence.reader.ends(each.first - 1, "to") is not None
                ranked.append((at - NEAR * led, options[0].means))
        return min(ranked)[1] if ranked else None

    def _value(
        self, number: ReadNumber, indicators: tuple[Option[str], ...], years: list[Option[int]]
    ) -> FigureReading:
        kind = FigureKind.RANGE if number.low is not None else FigureKind.VALUE
        change = self._difference(number)
        areas, is_part = self.attachment.areas(number, kind)
        bases: list[Option[int]] = []
        value = number.value
        if change and kind == FigureKind.VALUE:
            kind, value = FigureKind.CHANGE, number.value * change
            years, bases = self.attachment.years_of_change(number, None)
        return self._reading(number, kind, value, indicators, areas, years, bases, is_part=is_part)

    def _difference(self, number: ReadNumber) -> int:
        """1 or -1 where a number in a unit says by how much something rose or fell; 0 where it is a level."""
        reader = self.sentence.reader
        word = reader.ends(number.first - 1, "difference")
        near = [it for at, it in self.sentence.nearest(number, self.attachment.directions) if at <= 3]
        end = self.attachment.value_after(number.last)
        if word is not None and reader.ends(number.first - 1, "from") and end and reader.ends(end.first - 1, "to"):
            return 0  # aumentó de 54.655 a 61.777
        if word is not None:
            inner = [it for it in self.attachment.directions if word.first <= it.first and it.last <= word.last]
            near = inner or [it for it in near if it.last < number.first]
            return (-1 if near[0].kind == "down" else 1) if near else 0
        direct = reader.ends(number.first - 1, "up", "down")
        if direct and reader.language == "zh" and not reader.ends(number.first - 1, "to"):
            return -1 if direct.kind == "down" else 1
        after = reader.begins(number.last + 1, "up", "down")
        if (
            after
            and number.unit
            and not reader.ends(number.first - 1, "to")
            and reader.begins(after.last + 1, "compare")
        ):
            return -1 if after.kind == "down" else 1
        return 0

    def _comparison(
        self,
        number: ReadNumber,
        named: Sequence[tuple[ReadNumber, tuple[Option[str], ...]]],
        beside: int | None,
        told: int | None,
    ) -> FigureReading:
        """A change, share or multiple; `told` is the year of the share of people before it in the sentence."""
        years, bases = self.attachment.years_of_change(number, beside)
        if number.form == "multiple" and number.value > 0:
            number = number.opposite() if number.value > 1 and self.attachment.is_fewer(number) else number
            kind, value, is_signed = FigureKind.MULTIPLE, number.value, True
        else:
            kind, sign, is_signed = self.attachment.comparison(number)
            kind = FigureKind.RANGE if number.low is not None and kind == FigureKind.SHARE else kind
            following = self.attachment.value_after(number.last)
            multiplies = following is not None and self.attachment.multiplied(following) is number
            if number.form == "fraction" and (multiplies or self.attachment.is_of_that(number)):
                # A third of the 24,100 hectares of 2020, or of what it was then, is how many times as much is left.
                number = replace(number, value=number.value / 100, unit="times")
                kind, sign = FigureKind.MULTIPLE, 1.0
            value = -abs(number.value) if number.negative else number.value * sign
        prevalence = self.attachment.prevalence(number) if kind == FigureKind.SHARE else []
        alone = prevalence or (self.attachment.purity(number) if kind == FigureKind.SHARE else [])
        # Whose people use a drug, or whose drug is pure, is the place itself, and no whole that something is part of.
        areas, is_part = self.attachment.areas(number, FigureKind.VALUE if alone else kind)
        if alone:
            years, bases = self.attachment.years(number, beside, current=told), []
        elif kind == FigureKind.SHARE:
            own = self.attachment.years(number, beside)
            years, bases = own if own and own[0].witness in {Witness.HERE, Witness.SENTENCE} else years, []
        if kind == FigureKind.SHARE and not alone and areas and areas[0].means == WORLD and len(areas) > 1:
            areas = areas[1:]
        whole = "" if alone else self.attachment.set_against(number, kind, areas)
        if whole and kind == FigureKind.MULTIPLE:
            areas = [each for each in areas if each.means != whole]
        indicators = alone or self.attachment.indicators(number, named, kind)
        reading = self._reading(
            number, kind, value, indicators, areas, years, bases, is_part=is_part, whole=whole, is_signed=is_signed
        )
        return replace(reading, people=people_of(self.sentence, number)) if prevalence else reading

    def _reading(
        self,
        number: ReadNumber,
        kind: FigureKind,
        value: float,
        indicators: Sequence[Option[str]],
        areas: Sequence[Option[str]],
        years: Sequence[Option[int]],
        bases: Sequence[Option[int]],
        *,
        is_part: bool = False,
        whole: str = "",
        is_signed: bool = True,
    ) -> FigureReading:
        start, end = self.sentence.tokens[number.first].start, self.sentence.tokens[number.last].end
        producer, said = self.attachment.producer(number)
        forecast = [at for at, _ in self.sentence.nearest(number, self.sentence.of_kind("forecast")) if at <= NEAR]
        return FigureReading(
            start=start,
            end=end,
            as_printed=self.paragraph.text[start - self.paragraph.start : end - self.paragraph.start],
            place=self.paragraph.place,
            kind=kind,
            value=value,
            low=number.low,
            high=number.high,
            unit=number.unit,
            about=number.about,
            step=number.step,
            otherwise=number.otherwise,
            indicators=tuple(indicators),
            areas=tuple(areas),
            years=tuple(years),
            base_years=tuple(bases),
            producer=producer,
            producer_said=said,
            whole=whole,
            is_part=is_part,
            is_forecast=bool(forecast),
            is_signed=is_signed,
            measure="" if indicators else self.attachment.measure(number),
            sentence=self.sentence.index,
            unit_said=number.unit_said,
        )

    def _go_on(self, readings: Sequence[FigureReading]) -> None:
        """Let what this sentence speaks of stand for those after it."""
        context, attachment = self.context, self.attachment
        context.figures = tuple(readings)
        if attachment.substances and not (self.sentence.is_title and context.substance):
            told = [it.means for it in attachment.substances if it.means not in {"any-drug", REFINED}]
            context.substance = told[-1] if told else context.substance
            every = [
                it.means for it in self.sentence.of_kind("substance") if it.means not in {"any-drug", REFINED, SAME}
            ]
            context.drug = every[-1] if every else context.drug
        units = [each.unit for each in self.numbers if each.unit in self.catalogue.units and each.unit != PERCENT]
        context.unit_of_list, context.scale_of_list = self.unit_of_list, self.scale_of_list
        context.unit = units[-1] if units else self.unit_of_list or context.unit
        if any(each.people for each in readings):
            context.measure = "prevalence"
        elif attachment.measures:
            last = attachment.measures[-1].means
            context.measure = last if last != Measure.DEATHS or self.tells_of_drugs else ""
        elif not context.measure:
            known = [self.catalogue.indicators.get(it.indicators[0].means) for it in readings if it.indicators]
            context.measure = next((it.measure for it in known if it), "")  # hectares of coca are grown
        of_parts = self.sentence.of_kind("of-which")
        wholes = [it for it in attachment.places if not any(word.last < it.first for word in of_parts)]
        places = [it for it in wholes if not attachment.is_aside(it)]
        # What is given to the police of a place says nothing of what the next sentence measures.
        drugs = {it.means for it in attachment.substances} - {"any-drug"}
        is_of_field = bool(attachment.measures or drugs) or any(each.indicators for each in readings)
        context.name(it.means for it in places if is_of_field)
        is_of_world = any(each.areas and each.areas[0] == Option(WORLD, Witness.SENTENCE) for each in readings)
        if not places and is_of_world:
            context.area = WORLD
        elif not wholes and self.sentence.of_kind("countries"):
            context.area = OF_A_GROUP
        elif wholes and not attachment.only_compares:
            context.area, context.is_of_paragraph_before = attachment.spoken_of(places or wholes), False
        are_shares_of_world = any(each.kind == FigureKind.SHARE and each.whole == WORLD for each in readings)
        context.is_of_world = are_shares_of_world or bool(self.sentence.of_kind("world", "countries"))
        producers = attachment.producers
        if producers:
            context.producer = producers[-1].means
        named = {it.year for it in self.sentence.times}
        context.span = attachment.span_told or (context.span if named <= set(context.span or ()) else None)
        years = [time.year for time in attachment.times_told if time.year]
        context.years_named = tuple(dict.fromkeys(years))
        self.context.settle(attachment.years_against if not years else ())
        if years:
            latest = max(years)
            context.last_year = latest
            if self._is_of_now(latest):
                context.year, context.year_witness = latest, Witness.BEFORE

    def _is_of_now(self, year: int) -> bool:
        """Whether a year that a sentence speaks of is what the text is about, and no look back or ahead."""
        context = self.context
        if context.published and year > context.published - bool(self.sentence.of_kind("forecast")):
            return False
        if context.year is None:
            return True
        return year >= context.year - (LOOK_BACK if context.year_witness == Witness.PUBLISHED else 0)


def _rows(spans: Sequence[tuple[int, int]], sentence: ProseSentence) -> list[list[int]]:
    """Runs of two or more spans with nothing between them but commas, an "and" and short words."""
    rows: list[list[int]] = []
    ands = {match.first for match in sentence.of_kind("and")}
    for place in range(1, len(spans)):
        between = range(spans[place - 1][1] + 1, spans[place][0])
        joined = 0 < len(between) <= 3 and any(
            at in ands or sentence.text(at) in {",", "、", "，", "،"} for at in between
        )
        if joined and rows and rows[-1][-1] == place - 1:
            rows[-1].append(place)
        elif joined:
            rows.append([place - 1, place])
    return rows
