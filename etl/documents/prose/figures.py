"""The figures of one sentence, and what the text speaks of after it."""

from collections.abc import Sequence
from dataclasses import replace

from etl.documents.prose.attachment import MEASURES, Attachment
from etl.documents.prose.catalogue import REFINED, WORLD, Catalogue
from etl.documents.prose.context import COMPARISONS, Context
from etl.documents.prose.people import ages_in, people_of
from etl.documents.prose.read_numbers import CURRENCIES, DEATHS, PEOPLE, PERCENT, ReadNumber
from etl.documents.prose.records import FigureKind, FigureReading, Option, Paragraph, Witness
from etl.documents.prose.sentence import FAR, NEAR, ProseSentence
from etl.documents.prose.table_rows import ProseCell, cells_of
from etl.figures.vocabulary.indicators import Measure

_MASSES = ("kg", "g")
# Of one of which unit what is told in which other, and how that is written.
_OF_ONE = {**{mass: dict.fromkeys(CURRENCIES, mass) for mass in _MASSES}, "hectares": {"kg": "ha"}}
_NO_FIGURES = {"length", "pieces", "percentage points"}
_SMALLEST_WITHOUT_UNIT = 1000
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
        self.numbers = self._with_units()
        figures = [each for each in self.numbers if each.unit not in _NO_FIGURES]
        self.attachment = Attachment(sentence, catalogue, context, figures, months)

    def read(self) -> list[FigureReading]:
        numbers = self.numbers
        rows = cells_of(self.sentence.reader)
        inside = {cell.token for cell in rows}
        numbers = [each for each in numbers if not inside & set(range(each.first, each.last + 1))]
        values = [each for each in numbers if each.unit not in COMPARISONS and each.unit not in _NO_FIGURES]
        named: list[tuple[ReadNumber, tuple[Option[str], ...]]] = []
        for each in values:
            named.append((each, tuple(self.attachment.indicators(each, named))))
        indicators = {id(each): options for each, options in named}
        years: dict[int, list[Option[int]]] = {}
        before: int | None = None
        started: int | None = None
        for each in values:
            years[id(each)] = self.attachment.years(each, before, started)
            if years[id(each)]:
                before = years[id(each)][0].means
                started = before if self.attachment.is_earlier(each) else started
        readings = []
        for each in numbers:
            if each.unit in _NO_FIGURES:
                continue
            if each.unit in COMPARISONS:
                readings.append(self._comparison(each, named, self._year_beside(each, values, years)))
            else:
                readings.append(self._value(each, indicators[id(each)], years[id(each)]))
        readings = self._in_pairs(numbers, readings)
        readings += [self._cell(cell) for cell in rows]
        self._go_on(readings)
        return readings

    def _in_pairs(self, numbers: Sequence[ReadNumber], readings: list[FigureReading]) -> list[FigureReading]:
        """Figures in a row, each with its own of as many places or years in a row: A and B, 23 and 43 per cent."""
        figures = [each for each in numbers if each.unit not in _NO_FIGURES]
        for row in _rows([(each.first, each.last) for each in figures], self.sentence):
            for names in _rows([(it.first, it.last) for it in self.attachment.places], self.sentence):
                spans = [(self.attachment.places[it].first, self.attachment.places[it].last) for it in names]
                if len(names) == len(row) and self._belongs_together(figures, row, spans):
                    for place, name in zip(row, names, strict=True):
                        found = (Option(self.attachment.places[name].means, Witness.HERE),)
                        readings[place] = replace(readings[place], areas=found)
            times = self.attachment.years_listed
            for names in _rows([(it.first, it.last) for it in times], self.sentence):
                spans = [(times[it].first, times[it].last) for it in names]
                if len(names) == len(row) and self._belongs_together(figures, row, spans):
                    for place, name in zip(row, names, strict=True):
                        year = times[name].year
                        readings[place] = replace(readings[place], years=(Option(year or 0, Witness.HERE),))
        return readings

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
        return said or (names[-1][1] < first and self.sentence.between(names[-1][1] + 1, first) <= 2 * NEAR)

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

    def _with_units(self) -> list[ReadNumber]:
        """The numbers that are figures, those without a unit in that of the number beside them."""
        ages = {at for it in ages_in(self.sentence.reader) for at in range(it.first, it.last + 1)}
        numbers = self._of_one_unit([each for each in self.sentence.numbers if each.first not in ages])
        for place in reversed(range(len(numbers))):
            each = numbers[place]
            if self._counts_deaths(each):
                numbers[place] = replace(each, unit=DEATHS)
                continue
            unit = "" if each.unit else PEOPLE if self._counts_users(each) else self._shared_unit(numbers, place)
            if unit:
                numbers[place] = replace(each, unit=unit, unit_said=False, form=PERCENT if unit == PERCENT else "plain")
        # People are counted for many reasons; only those who use a drug are a figure of this field.
        has_users = any(match.means == "users" for match in self.sentence.every("measure"))
        has_users = has_users or bool(self.sentence.of_kind("use"))
        counted = [each for each in numbers if each.unit and (each.unit != PEOPLE or has_users)]
        return [each for each in counted if not self._is_rate(each)]

    def _of_one_unit(self, numbers: list[ReadNumber]) -> list[ReadNumber]:
        """The numbers with those that are said of one unit: a kilogram cost 94 dollars, per hectare 27 kilograms."""
        ones = [each for each in numbers if each.unit in _OF_ONE and each.value == 1 and not each.digits]
        named = [it for it in self.sentence.of_kind("unit") if it.means in _OF_ONE]
        units = sorted([*((it.first, it.means) for it in named), *((each.last, each.unit) for each in ones)])
        is_price = any(it.means == "price" for it in self.sentence.of_kind("measure"))
        reader, found = self.sentence.reader, list[ReadNumber]()
        for each in numbers:
            near = [
                below
                for place, means in units
                if self.sentence.distance(each, place, place) <= FAR
                and ((is_price and means in _MASSES) or reader.ends(place - 1, "per", "article", "number") is not None)
                and (below := _OF_ONE[means].get(each.unit))
            ]
            before = [it.unit.partition("/")[2] for it in found if it.unit.startswith(f"{each.unit}/")]
            if each.unit in CURRENCIES and before and before[-1] in _MASSES:
                near.append(before[-1])  # 241 dollars a kilogram, as against 169 dollars
            found.append(replace(each, unit=f"{each.unit}/{near[0]}") if near and each.form == "plain" else each)
        return [each for each in found if each not in ones] if found != numbers else numbers

    def _counts_deaths(self, number: ReadNumber) -> bool:
        """Whether a number of people, or one without a unit, is of those who died: deaths rose to 70,237."""
        deaths = [it for it in self.sentence.of_kind("measure") if it.means == Measure.DEATHS]
        if not deaths or number.form != "plain" or self.sentence.reader.ends(number.first - 1, "per"):
            return False
        if number.unit == PEOPLE:
            return any(at <= NEAR for at, _ in self.sentence.nearest(number, deaths))
        if number.unit or number.value < _SMALLEST_WITHOUT_UNIT or not self._stands_alone(number):
            return False
        measures = [it for it in self.sentence.of_kind("measure") if it.first < number.first]
        return bool(measures) and measures[-1] in deaths

    def _is_rate(self, number: ReadNumber) -> bool:
        """Whether deaths are counted for each so many people, as no number of them is."""
        per = self.sentence.reader.begins(number.last + 1, "per") if number.unit == DEATHS else None
        return per is not None and self.sentence.reader.is_number(per.last + 1)

    def _counts_users(self, number: ReadNumber) -> bool:
        """Whether a number without a unit is one of people: users of cocaine rose to 25 million."""
        if number.value < _SMALLEST_WITHOUT_UNIT or not self._stands_alone(number):
            return False
        measures = [it for it in self.sentence.of_kind("measure") if it.first < number.first]
        return bool(measures) and measures[-1].means == "users"

    def _shared_unit(self, numbers: Sequence[ReadNumber], place: int) -> str:
        number = numbers[place]
        reader = self.sentence.reader
        if (not number.digits and not number.marked) or not self._stands_alone(number):
            return ""
        joined = reader.ends(number.first - 1, "from", "to", "compare", "and", "of", "approximate", "between")
        later = numbers[place + 1] if place + 1 < len(numbers) else None
        link = reader.begins(number.last + 1, "to", "and")
        is_listed = reader.text(number.last + 1) in {",", "、", "，", "،"} and later and later.first == number.last + 2
        if is_listed and number.marked and later and later.unit not in {*_NO_FIGURES, *COMPARISONS, ""}:
            return later.unit
        is_of = later is not None and reader.begins(number.last + 1, "of") and later.first <= number.last + 3
        if later and is_of and number.marked and later.unit not in {*_NO_FIGURES, *COMPARISONS, ""}:
            return later.unit
        is_share = number.value < 1000 and not (number.marked and number.step >= 1)
        if later and later.unit and later.unit not in _NO_FIGURES and (later.unit not in COMPARISONS or is_share):
            near = self.sentence.between(number.last + 1, later.first)
            if link and near <= NEAR + 2 and (number.marked or link.last + 1 >= later.first - 1):
                return later.unit
        no_units = {*_NO_FIGURES, *COMPARISONS, ""}
        earlier = [each.unit for each in numbers[:place] if each.unit not in no_units]
        big = number.marked and number.value >= _SMALLEST_WITHOUT_UNIT
        units = {each.unit for each in numbers if each.unit}
        if big and self.context.unit and units <= {self.context.unit} and not self._counts_others():
            return self.context.unit
        if earlier and (big or joined):
            return earlier[-1]
        after = [each.unit for each in numbers[place + 1 :] if each.unit in self.catalogue.units.keys() - no_units]
        if big and after and (joined or link):
            return after[0]
        return ""

    def _counts_others(self) -> bool:
        """Whether the sentence measures something that is in no unit of the sentences before."""
        allowed = MEASURES.get(self.catalogue.quantity(self.context.unit), ())
        measures = [match.means for match in self.sentence.of_kind("measure")]
        return bool(measures) and not any(measure in allowed for measure in measures)

    def _stands_alone(self, number: ReadNumber) -> bool:
        """Whether no word follows that a number would count."""
        reader = self.sentence.reader
        if number.last + 1 >= len(self.sentence.tokens):
            return True
        token = self.sentence.tokens[number.last + 1]
        if token.kind != "word":
            return token.text not in {"/", "-"}
        known = reader.starting.get(number.last + 1, {})
        return len(token.text) <= 3 or any(kind not in {"area", "substance", "agent"} for kind in known)

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
        self, number: ReadNumber, named: Sequence[tuple[ReadNumber, tuple[Option[str], ...]]], beside: int | None
    ) -> FigureReading:
        years, bases = self.attachment.years_of_change(number, beside)
        if number.form == "multiple" and number.value > 0:
            number = number.opposite() if number.value > 1 and self.attachment.is_fewer(number) else number
            kind, value, is_signed = FigureKind.MULTIPLE, number.value, True
        else:
            kind, sign, is_signed = self.attachment.comparison(number)
            kind = FigureKind.RANGE if number.low is not None and kind == FigureKind.SHARE else kind
            following = self.attachment.value_after(number.last)
            if kind == FigureKind.SHARE and following and self.attachment.multiplied(following) is number:
                # A third of the 24,100 hectares of 2020 is how many times as much is left.
                number = replace(number, value=number.value / 100, unit="times")
                kind, sign = FigureKind.MULTIPLE, 1.0
            value = -abs(number.value) if number.negative else number.value * sign
        prevalence = self.attachment.prevalence(number) if kind == FigureKind.SHARE else []
        # Whose people use a drug is the place itself, and no whole that something is a part of.
        areas, is_part = self.attachment.areas(number, FigureKind.VALUE if prevalence else kind)
        if prevalence:
            years, bases = self.attachment.years(number, beside), []
        elif kind == FigureKind.SHARE:
            own = self.attachment.years(number, beside)
            years, bases = own if own and own[0].witness == Witness.HERE else years, []
        if kind == FigureKind.SHARE and not prevalence and areas and areas[0].means == WORLD and len(areas) > 1:
            areas = areas[1:]
        whole = "" if prevalence else self.attachment.set_against(number, kind, areas)
        if whole and kind == FigureKind.MULTIPLE:
            areas = [each for each in areas if each.means != whole]
        indicators = prevalence or self.attachment.indicators(number, named, kind)
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
        if attachment.substances and not (self.sentence.is_title and context.substance):
            told = [it.means for it in attachment.substances if it.means not in {"any-drug", REFINED}]
            context.substance = told[-1] if told else context.substance
        units = [each.unit for each in self.numbers if each.unit in self.catalogue.units and each.unit != PERCENT]
        context.unit = units[-1] if units else context.unit
        if attachment.measures:
            context.measure = attachment.measures[-1].means
        of_parts = self.sentence.of_kind("of-which")
        wholes = [it for it in attachment.places if not any(word.last < it.first for word in of_parts)]
        places = [it for it in wholes if not attachment.is_aside(it)]
        is_of_world = any(each.areas and each.areas[0] == Option(WORLD, Witness.SENTENCE) for each in readings)
        if not places and is_of_world:
            context.area = WORLD
        elif wholes and not attachment.only_compares:
            context.area, context.is_of_paragraph_before = attachment.spoken_of(places or wholes), False
        context.is_of_world = bool(self.sentence.of_kind("world", "countries"))
        producers = self.sentence.of_kind("producer")
        if producers:
            context.producer = producers[-1].means
        years = [time.year for time in attachment.times_told if time.year]
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
