"""The units of the numbers of one sentence: printed beside them, said once for several, or told by what they count."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from etl.documents.prose.attachment import MEASURES
from etl.documents.prose.catalogue import Catalogue
from etl.documents.prose.context import COLONS, COMPARISONS, Context
from etl.documents.prose.people import ages_in
from etl.documents.prose.read_numbers import (
    ADMISSIONS,
    COUNTS_OF_PEOPLE,
    CURRENCIES,
    DEATHS,
    PEOPLE,
    PERCENT,
    RATES,
    ReadNumber,
)
from etl.documents.prose.sentence import FAR, NEAR, ProseSentence
from etl.documents.prose.words import Match
from etl.figures.vocabulary.indicators import Measure

NO_FIGURES = frozenset({"length", "pieces", "percentage points"})
_MASSES = ("kg", "g")
# Of one of which unit what is told in which other, and how that is written.
_OF_ONE = {**{mass: dict.fromkeys(CURRENCIES, mass) for mass in _MASSES}, "hectares": {"kg": "ha"}}
_SMALLEST_WITHOUT_UNIT, _SMALLEST_OF_A_PEOPLE = 1000, 100
_WITH_PEOPLES = frozenset({"en", "it", "nl"})  # languages that write only names and peoples with a capital
_NEXT_TO = 5  # words from what leads to a number back to it: from the already high 48.8 kg
_SCALE_IN_DIGITS = 1000
_LONGEST_ITEM = 10  # tokens of one line of a list
_EVENT = "event"
_HEADS = frozenset("(（[,，")  # before a unit that holds for all below it: Coca (hectares)
_ENDS = frozenset(".。؛،,;!?")
_MOST_OF_A_PRICE = 1_000_000  # what is more is the value of a trade


class UnitsInSentence:
    """Gives the numbers of one sentence their units."""

    def __init__(self, sentence: ProseSentence, catalogue: Catalogue, context: Context) -> None:
        self.sentence, self.catalogue, self.context = sentence, catalogue, context

    def numbers(self) -> list[ReadNumber]:
        """The numbers that are figures, those without a unit in that of the number beside them."""
        ages = {at for it in ages_in(self.sentence.reader) for at in range(it.first, it.last + 1)}
        told = [each for each in self.sentence.numbers if each.first not in ages]
        numbers = self._of_one_unit([each for each in told if not self._heads_all(each)])
        for place in reversed(range(len(numbers))):
            each = numbers[place]
            if self._counts_deaths(each):
                numbers[place] = replace(each, unit=DEATHS)
                continue
            unit = "" if each.unit else self._counted_as(each, numbers[:place]) or self._shared_unit(numbers, place)
            if unit:
                form = PERCENT if unit == PERCENT else "plain"
                scale = self.scale_of_list if self._is_item and unit == self.unit_of_list else 1.0
                value, step = each.value * scale, each.step * scale
                numbers[place] = replace(each, value=value, step=step, unit=unit, unit_said=False, form=form)
        # People are counted for many reasons; only those who use a drug, or are treated, are a figure of this field.
        has_users = any(match.means in MEASURES["people"] for match in self.sentence.every("measure"))
        has_users = has_users or bool(self.sentence.of_kind("use"))
        counted = [each for each in numbers if each.unit and (each.unit != PEOPLE or has_users or self._treats(each))]
        return [each for each in counted if not (self._is_other_rate(each) or self._is_of_other_thing(each))]

    def _is_of_other_thing(self, number: ReadNumber) -> bool:
        """Whether a number is of what is no drug: 28 million tons of rice, a crash that killed 71."""
        if number.unit == DEATHS and not self.tells_of_drugs:
            return True
        if not (self.drugs or self.context.substance or self.sentence.inside(number, "substance")):
            of = self.sentence.reader.begins(number.last + 1, "of")
            if of is not None and self._is_unknown(of.last + 1):
                return True  # 500 tons of raisins
        is_of_people = number.unit in {DEATHS, PEOPLE}  # whom events kill that change nothing in what is grown
        is_of_nothing = number.unit in COMPARISONS and not self.sentence.of_kind("measure")  # the murder rate doubled
        takes_events = is_of_people or is_of_nothing
        things = [it for it in self.sentence.of_kind("other-thing") if takes_events or it.means != _EVENT]
        nearest = self.sentence.nearest(number, things)
        if not nearest:
            return False
        drugs = [at for at, _ in self.sentence.nearest(number, self.drugs)]
        return not (self.sentence.inside(number, "substance") or drugs) or (bool(drugs) and nearest[0][0] < drugs[0])

    def _is_unknown(self, place: int) -> bool:
        """Whether a word is none that is known here."""
        tokens = self.sentence.tokens[place : place + 1]
        return bool(tokens) and tokens[0].kind == "word" and place not in self.sentence.reader.starting

    @cached_property
    def drugs(self) -> list[Match]:
        """The drugs that the sentence names, without those in the name of something else: the war on drugs."""
        others = self.sentence.of_kind("other-thing")
        return [
            it
            for it in self.sentence.of_kind("substance", "cause", "use")
            if not any(other.first <= it.first and it.last <= other.last for other in others)
        ]

    @property
    def tells_of_drugs(self) -> bool:
        """Whether deaths that a sentence tells of are deaths by drugs: a blast kills too."""
        named = bool(self.drugs) or bool(self.sentence.every("cause")) or self.context.measure == Measure.DEATHS
        return named or any(it.kind == "substance" for it in self.sentence.every("substance"))

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
            is_end = any(reader.ends(each.first - back, "to", "from", "compare") for back in range(1, _NEXT_TO))
            if each.unit == "kg" and before[-1:] == ["ha"] and is_end:
                near.append("ha")  # a yield that went from 28.7 kilograms per hectare to 18.3 kilograms
            if each.unit in CURRENCIES and (of_next := self._unit_of_next(each, numbers)):
                near.append(of_next)
            if near and each.form == "plain":
                found.append(replace(each, unit=f"{each.unit}/{near[0]}"))
            elif self._goes_on_with_price(each):
                found.append(replace(each, unit=self.context.unit, unit_said=False))
            else:
                found.append(each)
        return [each for each in found if each not in ones] if found != numbers else numbers

    def _goes_on_with_price(self, number: ReadNumber) -> bool:
        """Whether money is the price of what the sentence before priced: in Spain it had been 72 dollars."""
        measures = {it.means for it in self.sentence.of_kind("measure")}
        is_price = self.context.measure == Measure.PRICE and measures <= {Measure.PRICE}
        is_of_unit = number.unit in CURRENCIES and self.context.unit.startswith(f"{number.unit}/")
        return is_price and is_of_unit and number.form == "plain" and number.value < _MOST_OF_A_PRICE

    def _unit_of_next(self, number: ReadNumber, numbers: Sequence[ReadNumber]) -> str:
        """Of what the price is to which this one goes: from 75 to 750 dollars a kilogram; empty for none."""
        following = next((it for it in numbers if it.first > number.last), None)
        if following is None or not self.sentence.reader.ends(following.first - 1, "to", "and"):
            return ""
        return following.unit.partition("/")[2] if following.unit.startswith(number.unit) else ""

    def _counts_deaths(self, number: ReadNumber) -> bool:
        """Whether a number of people, or one without a unit, is of those who died: deaths rose to 70,237."""
        measures = self.sentence.of_kind("measure")
        deaths = [it for it in measures if it.means == Measure.DEATHS]
        # Those involving heroin went to 15,000; 9,000 were of men.
        told = self.sentence.of_kind("substance") or any(it.means for it in self.sentence.of_kind("population"))
        is_silent = not measures and self.context.measure == Measure.DEATHS
        goes_on = is_silent and (bool(told) or number.marked)
        if (
            not self.tells_of_drugs
            or not (deaths or is_silent)
            or number.form != "plain"
            or self.sentence.reader.ends(number.first - 1, "per")
        ):
            return False
        if number.unit == PEOPLE:
            # What stands behind a colon is what its sentence measures: deaths changed little: 15,482 people.
            is_led = self.sentence.text(number.first - 1) == ":" and {it.means for it in measures} == {Measure.DEATHS}
            return is_silent or is_led or any(at <= NEAR for at, _ in self.sentence.nearest(number, deaths))
        if not number.unit and self._stands_alone(number) and self._follows_deaths(number):
            return True
        is_of_people = self._counts_a_people(number)
        if number.unit or number.value < (_SMALLEST_OF_A_PEOPLE if is_of_people else _SMALLEST_WITHOUT_UNIT):
            return False
        if not (is_of_people or (self._stands_alone(number) and (deaths or goes_on))):
            return False
        before = [it for it in measures if it.first < number.first]
        if not before and is_of_people and not goes_on:
            return any(at <= NEAR for at, _ in self.sentence.nearest(number, deaths))  # 70,000 Americans died
        return goes_on or (bool(before) and before[-1] in deaths)

    def _follows_deaths(self, number: ReadNumber) -> bool:
        """Whether a number stands right behind the word for deaths: heroin killed 143; or is of them: 215 of them."""
        reader = self.sentence.reader
        word = reader.ends(number.first - 1, "measure")
        before = [it for it in self.sentence.of_kind("measure") if it.last < number.first]
        is_some = reader.begins(number.last + 1, "of-which") is not None and bool(before)
        return (word is not None and word.means == Measure.DEATHS) or (is_some and before[-1].means == Measure.DEATHS)

    def _counts_a_people(self, number: ReadNumber) -> bool:
        """Whether a word with a capital stands behind a number, as the name of a people does: killed 3,523 Ohioans."""
        tokens = self.sentence.tokens[number.last + 1 : number.last + 2]
        return bool(tokens) and tokens[0].capital and self.sentence.reader.language in _WITH_PEOPLES

    def _is_other_rate(self, number: ReadNumber) -> bool:
        """Whether a number is for each so many people, and not of deaths, or for each so many as nobody counts by."""
        if number.unit in RATES.values():
            return not self._tells_of_deaths
        per = self.sentence.reader.begins(number.last + 1, "per") if number.unit == DEATHS else None
        return per is not None and self.sentence.reader.is_number(per.last + 1)

    @cached_property
    def _tells_of_deaths(self) -> bool:
        """Whether a sentence measures deaths, or goes on from one that does: nothing else is known as a rate."""
        measures = [it.means for it in self.sentence.every("measure")]
        return Measure.DEATHS in (measures or [self.context.measure])

    def _counted_as(self, number: ReadNumber, before_it: Sequence[ReadNumber]) -> str:
        """What a number without a unit counts: users of cocaine rose to 25 million, admissions to 102,482."""
        if number.value < _SMALLEST_WITHOUT_UNIT or not self._stands_alone(number):
            return ""
        told = [each.unit for each in before_it if each.unit in COUNTS_OF_PEOPLE - {PEOPLE}]
        if told:
            return told[-1]
        before = [it.means for it in self.sentence.of_kind("measure") if it.first < number.first]
        if before[-1:] == ["users"]:
            return PEOPLE
        if before[-1:] == [Measure.TREATMENT] or self._goes_on_with_treatment:
            of_admissions = any(it.means == ADMISSIONS for it in self.sentence.every("unit"))
            return ADMISSIONS if of_admissions or (not before and self.context.unit == ADMISSIONS) else PEOPLE
        return ""

    def _treats(self, number: ReadNumber) -> bool:
        """Whether people are those who are treated, in a sentence that only goes on from the one that says so."""
        return self._goes_on_with_treatment and (not number.unit_said or bool(self.sentence.of_kind("substance")))

    @cached_property
    def _goes_on_with_treatment(self) -> bool:
        """Whether a sentence without a measure follows one that told of treatment: in Germany it was 5,855."""
        return not self.sentence.of_kind("measure") and self.context.measure == Measure.TREATMENT

    @property
    def unit_of_list(self) -> str:
        """The unit that a heading gives to the items below it: coca cultivation in 2018 (hectares)."""
        return self._of_list[0]

    @property
    def scale_of_list(self) -> float:
        """What all items below a heading are multiplied with: in thousand hectares."""
        return self._of_list[1]

    @cached_property
    def _of_list(self) -> tuple[str, float]:
        if self._is_item:
            before = self.context.unit_of_list, self.context.scale_of_list
            return self._unit_of_heading if self._begin_of_item else before
        is_open = self.sentence.text(len(self.sentence.tokens) - 1) not in _ENDS
        is_heading = is_open and all(self._heads_all(each) for each in self.sentence.numbers)
        return self._unit_of_heading if is_heading else ("", 1.0)

    def _heads_all(self, number: ReadNumber) -> bool:
        """Whether a number with its unit is what all below it are counted in: (1,000 hectares)."""
        return number.value == _SCALE_IN_DIGITS and bool(number.unit) and self._is_head(number.first)

    def _is_head(self, place: int) -> bool:
        """Whether what begins at a token stands by itself, as the unit of what is below does, or begins the heading."""
        reader = self.sentence.reader
        return place == 0 or reader.text(place - 1) in _HEADS or reader.ends(place - 1, "where", "in") is not None

    @property
    def _unit_of_heading(self) -> tuple[str, float]:
        """A unit that stands by itself, and not behind a number, with the scale before it."""
        return self._heading[:2]

    @cached_property
    def _heading(self) -> tuple[str, float, int]:
        """The unit of a heading, its scale, and the last token of it."""
        reader, found = self.sentence.reader, []
        for it in self.sentence.every("unit"):
            at = it.first - (reader.ends(it.first - 1, "of") is not None)
            scale = reader.ends(at - 1, "scale")
            inside = [each for each in self.sentence.numbers if each.first < it.first and it.last <= each.last]
            begin = scale.first if scale else inside[0].first if inside else it.first
            if it.means in self.catalogue.units.keys() - {*NO_FIGURES, *COMPARISONS} and self._is_head(begin):
                of_scale = float(scale.means) if scale else inside[0].value if inside else 1.0
                found.append((it.means, of_scale, it.last))
        return found[0] if len(found) == 1 else ("", 1.0, 0)

    @cached_property
    def _is_item(self) -> bool:
        """Whether a sentence is one line of a list, that ends with its number: Colombia: 169,018."""
        numbers = [each for each in self.sentence.numbers if each.first >= self._begin_of_item]
        tokens = self.sentence.tokens[self._begin_of_item :]
        if len(numbers) != 1 or len(tokens) > _LONGEST_ITEM or numbers[0].unit:
            return False
        return all(token.text in _ENDS for token in self.sentence.tokens[numbers[0].last + 1 :])

    @cached_property
    def _begin_of_item(self) -> int:
        """Where the first line of a list begins behind its heading and the unit of that: (thousand ha): Peru 42.9."""
        colon = next((at for at, token in enumerate(self.sentence.tokens) if token.text in COLONS), 0)
        before = [each for each in self.sentence.numbers if each.first < colon]
        is_headed = all(map(self._heads_all, before)) and self._unit_of_heading[0]
        return colon + 1 if colon and is_headed and self._heading[2] < colon else 0

    def _shared_unit(self, numbers: Sequence[ReadNumber], place: int) -> str:
        number = numbers[place]
        reader = self.sentence.reader
        if (not number.digits and not number.marked) or not (self._stands_alone(number) or self._is_end(number)):
            return ""
        if self._is_item and self.unit_of_list:
            return self.unit_of_list
        if self.sentence.unit_behind and len(numbers) == 1:
            return self.sentence.unit_behind
        at = number.first - 1
        at -= reader.ends(at, "the") is not None and reader.ends(at, "from", "to", "of") is None
        joined = reader.ends(at, "from", "to", "compare", "and", "of", "approximate", "between")
        later = numbers[place + 1] if place + 1 < len(numbers) else None
        link = reader.begins(self._behind_place(number), "to", "and", "compare")
        is_listed = reader.text(number.last + 1) in {",", "、", "，", "،"} and later and later.first == number.last + 2
        if is_listed and number.marked and later and later.unit not in {*NO_FIGURES, *COMPARISONS, ""}:
            return later.unit
        is_of = later is not None and reader.begins(number.last + 1, "of") and later.first <= number.last + 3
        if later and is_of and number.marked and later.unit not in {*NO_FIGURES, *COMPARISONS, ""}:
            return later.unit
        is_share = number.value < 1000 and not (number.marked and number.step >= 1)
        if later and later.unit and later.unit not in NO_FIGURES and (later.unit not in COMPARISONS or is_share):
            near = self.sentence.between(number.last + 1, later.first)
            if (
                link
                and near <= NEAR + 2 + link.first - number.last
                and (number.marked or link.last + 1 >= later.first - 1)
            ):
                return later.unit
        no_units = {*NO_FIGURES, *COMPARISONS, ""}
        earlier = [each.unit for each in numbers[:place] if each.unit not in no_units]
        big = number.marked and number.value >= _SMALLEST_WITHOUT_UNIT
        units = {each.unit for each in numbers if each.unit}
        bare = {it.means for it in self.sentence.of_kind("unit")} & (self.catalogue.units.keys() - no_units)
        if big and not units and len(bare) == 1 and not self.context.unit_of_list:
            return bare.pop()  # the hectares were 103,240
        if big and self.context.unit and units - COMPARISONS <= {self.context.unit} and not self._counts_others():
            return self.context.unit
        if earlier and (big or joined):
            return earlier[-1]
        after = [each.unit for each in numbers[place + 1 :] if each.unit in self.catalogue.units.keys() - no_units]
        if big and after and (joined or link):
            return after[0]
        return ""

    def _behind_place(self, number: ReadNumber) -> int:
        """The token behind a number, and behind the place that it is of: 690 in Myanmar and 41 tons in Laos."""
        reader = self.sentence.reader
        where = reader.begins(number.last + 1, "where", "in")
        place = reader.begins(where.last + 1, "area") if where else None
        return (place.last if place else number.last) + 1

    def _counts_others(self) -> bool:
        """Whether the sentence measures something that is in no unit of the sentences before."""
        allowed = MEASURES.get(self.catalogue.quantity(self.context.unit), ())
        measures = [match.means for match in self.sentence.of_kind("measure")]
        return bool(measures) and not any(measure in allowed for measure in measures)

    def _is_end(self, number: ReadNumber) -> bool:
        """Whether something rose to a number, or is compared with one, behind which only a time or a cause is told."""
        reader = self.sentence.reader
        is_led = reader.ends(number.first - 1, "from", "to", "compare", "between", "and") is not None
        return is_led and reader.begins(number.last + 1, "circumstance") is not None

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
