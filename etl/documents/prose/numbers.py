"""Numbers as people write them: with unit, per cent, fractions, multiples, and how exactly they are meant."""

from collections.abc import Sequence
from dataclasses import replace

from etl.documents.prose.amounts import AmountReader
from etl.documents.prose.digits import DecimalMarks
from etl.documents.prose.matches import SentenceWords
from etl.documents.prose.ranges import RangeFinder
from etl.documents.prose.read_numbers import CURRENCIES, DEATHS, PEOPLE, PERCENT, RATES, ReadNumber
from etl.documents.prose.tokens import BRACKETS, CLOSING, Token
from etl.documents.prose.words import Match

_BEGINNINGS = ("one-in", "percent-before", "times-before", "multiple", "fraction", "article", "number", "scale")
_WITH_ORDINALS = frozenset({"en", "it", "nl"})  # languages in which a third is also one of three
_IN_TELEPHONE_NUMBERS = frozenset("()-/")
_MOST_IN_RANGES = 2
_MOST_IN_BRACKET = 12  # tokens
_MOST_OF_ONE, _STEP_OF_FRACTION = 100, 5.0  # in per cent


class NumberReader(SentenceWords):
    """Reads the numbers of one sentence."""

    def __init__(self, tokens: Sequence[Token], matches: Sequence[Match], marks: DecimalMarks, language: str) -> None:
        super().__init__(tokens, matches)
        self.marks, self.language = marks, language
        self._amounts = AmountReader(self, marks, language)
        self._ranges = RangeFinder(self, language)

    def read(self, years: frozenset[int] = frozenset()) -> list[ReadNumber]:
        """The numbers in the order of the sentence, those without a unit too; none at tokens that are `years`."""
        numbers: list[ReadNumber] = []
        place = 0
        while place < len(self.tokens):
            place = self._behind_telephone_number(place)
            number = None if place in years or place >= len(self.tokens) else self._number_at(place)
            if number is None:
                place += 1
            else:
                numbers.append(number)
                place = number.last + 1
        return self._ranges.joined([self._with_unit_behind(each) for each in numbers])

    def _with_unit_behind(self, number: ReadNumber) -> ReadNumber:
        """A number without a unit with that behind its bracket, in or before which it stands: 183 (163-202) tons."""
        if number.unit or not number.digits:
            return number
        inside = next(
            (at for at in range(number.first, max(-1, number.first - _MOST_IN_BRACKET), -1) if self._opens(at)), None
        )
        opened = number.last + 1 if self._opens(number.last + 1) else inside
        if opened is None or not opened or self.tokens[opened - 1].kind != "number":
            return number
        ends = (
            at for at in range(opened, min(opened + _MOST_IN_BRACKET, len(self.tokens))) if self.text(at) in CLOSING
        )
        unit = self.begins(next(ends, len(self.tokens)) + 1, "unit")
        return replace(number, unit=unit.means, unit_said=True) if unit else number

    def _opens(self, place: int) -> bool:
        return self.text(place) in BRACKETS

    def _behind_telephone_number(self, place: int) -> int:
        """The place behind a telephone number that begins here; the same place where none does.

        It has the code of a country behind a plus, and more numbers behind that with no word between.
        """
        code = self.tokens[place + 2 : place + 3] if self.text(place) == "+" else []
        if not code or not self.tokens[place + 1].glued or not self._is_code(place + 1):
            return place
        end = place + 1
        while end + 1 < len(self.tokens) and (
            self.tokens[end + 1].kind == "number" or self.text(end + 1) in _IN_TELEPHONE_NUMBERS
        ):
            end += 1
        numbers = [each for each in self.tokens[place + 1 : end + 1] if each.kind == "number"]
        # A range is one number behind another with a dash between, and is no telephone number.
        is_parted = code[0].kind == "number" or code[0].text == "("
        return end + 1 if len(numbers) > _MOST_IN_RANGES or (len(numbers) > 1 and is_parted) else place

    def _is_code(self, place: int) -> bool:
        """Whether a token is one to three digits, as the codes of countries are."""
        return self.text(place).isdigit() and len(self.text(place)) <= 3

    def _number_at(self, place: int) -> ReadNumber | None:
        if self.tokens[place].kind != "number" and not self.begins(place, *_BEGINNINGS):
            return None
        before_percent = self.begins(place, "percent-before")
        if before_percent:
            inner = self._amounts.read(before_percent.last + 1)
            return inner and replace(inner, first=place, form=PERCENT, unit=PERCENT)
        before_times = self.begins(place, "times-before")
        if before_times and (number := self._times_behind(before_times)):
            return number
        multiple = self.begins(place, "multiple")
        if multiple:
            value = float(multiple.means)
            return self._with_about(
                ReadNumber(place, multiple.last, value, 0.1, form="multiple", unit="times", digits=False)
            )
        fraction = self._fraction(place)
        if fraction:
            return self._with_about(fraction)
        amount = self._amounts.read(place)
        return amount and self._with_unit(amount)

    def _times_behind(self, word: Match) -> ReadNumber | None:
        """A multiple behind the word for it: multiplied by almost five, divided by three."""
        about = self.begins(word.last + 1, "approximate")
        number = self._amounts.read((about or word).last + 1)
        if number is None or number.value <= 0 or self.begins(number.last + 1, "unit"):
            return None
        made = replace(number, first=word.first, form="multiple", unit="times", about=about.means if about else "exact")
        return made.opposite() if word.means == "divided" else made

    def _fraction(self, place: int) -> ReadNumber | None:
        alone = self.begins(place, "fraction")
        if alone and not (self.begins(alone.last + 1, "scale") and self.language == "en"):
            return ReadNumber(
                place,
                alone.last,
                100 * float(alone.means),
                _STEP_OF_FRACTION,
                form="fraction",
                unit=PERCENT,
                digits=False,
            )
        one = self.begins(place, "one-in")
        if one and (of := self._one_of(one)):
            return of
        literal = self.tokens[place].kind == "number" and self.text(place + 1) == "/"
        if literal and self._is_small_fraction(place):
            value = 100 * int(self.text(place)) / int(self.text(place + 2))
            return ReadNumber(place, place + 2, value, _STEP_OF_FRACTION, form="fraction", unit=PERCENT)
        count = self.begins(place, "article", "number")
        if count is None:
            return None
        at = count.last + (2 if self.text(count.last + 1) in {"-", "‑"} else 1)
        part = self.begins(at, "fraction-of")
        if part is None or self._is_ordinal(part):
            return None
        value = 100 * float(count.means) * float(part.means)
        return (
            ReadNumber(place, part.last, value, _STEP_OF_FRACTION, form="fraction", unit=PERCENT, digits=False)
            if value < 100
            else None
        )

    def _one_of(self, word: Match) -> ReadNumber | None:
        """One of so many as a percentage: one in nine adults; as exact as it is far from one of one more."""
        many = self._amounts.read(word.last + 1)
        if many is None or many.marked or not 1 < many.value <= _MOST_OF_ONE or self.begins(many.last + 1, "years"):
            return None
        value = 100 / many.value
        step = min(value - 100 / (many.value + 1), _STEP_OF_FRACTION)
        return ReadNumber(word.first, many.last, value, step, form="fraction", unit=PERCENT, digits=False)

    def _is_ordinal(self, part: Match) -> bool:
        """Whether a word counts what stands behind it, and is no part of anything: for a third straight year."""
        behind = self.tokens[part.last + 1] if part.last + 1 < len(self.tokens) else None
        is_noun = behind is not None and behind.kind == "word" and not self.starting.get(part.last + 1)
        return is_noun and self.language in _WITH_ORDINALS

    def _is_small_fraction(self, place: int) -> bool:
        upper, lower = self.text(place), self.text(place + 2)
        is_one = upper.isdigit() and lower.isdigit() and len(lower) <= 2 and len(upper) <= 2
        return is_one and 0 < int(upper) < int(lower) <= 20 and self.text(place + 3) != "/"

    def _with_unit(self, number: ReadNumber) -> ReadNumber | None:
        first, last = number.first, number.last
        sign = self.ends(first - 1, "unit")
        currency = sign.means if sign and sign.means in CURRENCIES and self._is_prefix(sign) else ""
        if self.tokens[first].glued and self.tokens[first].kind == "number" and self._in_a_code(first):
            return None
        negative, signed = self._is_minus(first), self.text(first - 1) == "+"
        at = last + 1
        at += self.text(at) == "." and self.begins(at + 1, "unit") is not None and not self.tokens[at + 1].capital
        after = self.begins(at, "approximate-after")
        about = ""
        if after and (self.begins(after.last + 1, "unit", "scale") or not self.begins(at, "unit")):
            if self.begins(after.last + 1, "unit"):
                about, at = after.means, after.last + 1
            elif after.means == "about":
                about = after.means
        at += self.text(at) in {"-", "‑"} and self.begins(at + 1, "unit") is not None
        times = self.begins(at, "times")
        if times and not currency:
            return self._with_about(replace(number, last=times.last, form="multiple", unit="times"))
        unit = self.begins(at, "unit") or (self.begins(at + 1, "unit") if self._is_filler(at) else None)
        if unit is None and not currency and (compound := self.begins(at, "of")) and number.marked:
            unit = self.begins(compound.last + 1, "unit")
            is_scaled = self.ends(number.last, "scale") is not None  # 316 millones de personas
            unit = unit if unit and (is_scaled or unit.means in CURRENCIES) else None
        if unit:
            last = unit.last
            again = self.begins(last + 1, "unit") or self.begins(last + 2, "unit")
            bracketed = self.text(last + 1) == "(" and again and self.text(again.last + 1) == ")"
            if again and again.means == unit.means and (again.first == last + 1 or bracketed):
                last = again.last + bool(bracketed)
        means = currency or (unit.means if unit else "")
        if currency:
            first = sign.first if sign else first
            last = last if not unit or unit.means in CURRENCIES else number.last
        if means:
            last, means = self._per(last, means)
        if means in {"", DEATHS, PEOPLE}:
            last, means = self._rate(last, means)
        form = PERCENT if means == PERCENT else "plain"
        number = replace(
            number,
            first=first,
            last=last,
            unit=means,
            form=form,
            negative=negative,
            signed=negative or signed,
            unit_said=bool(means),
        )
        number = self._with_about(number)
        return replace(number, about=about) if about else number

    def is_number(self, at: int) -> bool:
        """Whether a token is a number, or begins one in words."""
        return (at < len(self.tokens) and self.tokens[at].kind == "number") or self.begins(
            at, "number", "scale"
        ) is not None

    def _is_filler(self, at: int) -> bool:
        """Whether one word stands between number and unit that says nothing: 263,000 net hectares."""
        token = self.tokens[at] if at < len(self.tokens) else None
        wordy = token is not None and token.kind == "word" and self.begins(at, "unit") is None
        return wordy and self.begins(at, "from", "to", "and", "in", "of", "compare", "years", "age") is None

    def _is_prefix(self, sign: Match) -> bool:
        """Whether a currency stands before its number: USD 160; not "94 dollars 160"."""
        return self.text(sign.first)[0] in "$€£u" and not (sign.first and self.tokens[sign.first - 1].kind == "number")

    def _in_a_code(self, place: int) -> bool:
        """Whether digits are part of a code or reference: A/RES/60, [8684], v2."""
        before = self.tokens[place - 1].text if place else ""
        is_joined = before in {"-", "."} and self.tokens[place - 1].glued
        return before in {"/", "_", "#", "@", "№"} or (is_joined and self.tokens[place - 2].kind == "word")

    def _is_minus(self, place: int) -> bool:
        if place == 0 or self.text(place - 1) not in {"-", "−", "–"}:
            return False
        is_opened = self.text(place - 2) in {"(", "（", "["}
        return self.tokens[place].glued and (is_opened or not self.tokens[place - 1].glued)

    def _per(self, last: int, means: str) -> tuple[int, str]:
        """The unit with what follows after per: USD/kg, kg/ha."""
        per = self.begins(last + 1, "per")
        if per is None:
            return last, means
        whole = self.begins(per.last + 1, "unit")
        if whole is None or whole.means == means:
            return last, means
        if means in CURRENCIES and whole.means in {"kg", "g", "pounds", "tons"}:
            below = {"pounds": "pound", "tons": "ton"}.get(whole.means, whole.means)
            return whole.last, f"{means}/{below}"
        if means in {"kg", "tons"} and whole.means in {"hectares", "acres"}:
            return whole.last, f"{means}/{'ha' if whole.means == 'hectares' else 'acre'}"
        return last, means

    def _rate(self, last: int, means: str) -> tuple[int, str]:
        """The unit of what is counted for each so many people: 21.7 deaths per 100,000."""
        per = self.begins(last + 1, "per")
        people = self._amounts.read(per.last + 1) if per else None
        if people and people.value in RATES:
            return people.last, RATES[int(people.value)]
        scale = self.begins(per.last + 1, "scale") if per else None
        return (scale.last, RATES[int(scale.means)]) if scale and float(scale.means) in RATES else (last, means)

    def _with_about(self, number: ReadNumber) -> ReadNumber:
        """The number with how exactly it is meant, and the words that say so."""
        at = number.first - 1
        word = self.ends(at, "approximate")
        if word is None and self.begins(at, "article", "of") and number.form != "multiple":
            word = self.ends(at - 1, "approximate")
        if word is None or self._goes_on(word):
            return number
        return replace(number, first=word.first, about=word.means)

    def _goes_on(self, word: Match) -> bool:
        """Whether a word of exactness belongs to a verb before it: edged up to 93 %."""
        verbs = [self.ends(at, "up", "down") for at in range(word.first, word.last + 1)]
        return any(verb is not None and verb.first < word.first for verb in verbs)
