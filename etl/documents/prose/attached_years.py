"""Which years the numbers of a sentence are of: what stands nearest, unless it goes with another number."""

from bisect import bisect_left, bisect_right
from functools import cached_property

from etl.documents.prose.context import COMPARISONS, Attaching, options_of, witness_at
from etl.documents.prose.read_numbers import ReadNumber
from etl.documents.prose.records import Option, Witness
from etl.documents.prose.sentence import FAR, NEAR, beside
from etl.documents.prose.times import Time
from etl.documents.prose.words import Match

_PARTED, _BASE = 10, 5  # how much farther a year is behind a comparison, or one that something is compared with
_NEXT = 2  # words from a year to the value behind it that it goes with
_CHANGE = "change"  # what compares only behind a change: many of these words also say where
_OF_SPAN = 2  # years
_BEGINNING = 3  # a year among so many first words of a sentence holds to its end


class AttachedYears(Attaching):
    """Attaches the numbers of one sentence to years."""

    @cached_property
    def _owners(self) -> dict[int, ReadNumber | None]:
        # What is asked again and again, by the first token of the number or year.
        return {}

    @cached_property
    def _follows(self) -> dict[int, bool]:
        return {}

    @cached_property
    def _earlier(self) -> dict[int, bool]:
        return {}

    def years(
        self, number: ReadNumber, before: int | None, started: int | None = None, current: int | None = None
    ) -> list[Option[int]]:
        """The years that a value may be of; `before` is the year of the number before it in the sentence.

        `started` is that of the one before it from which something rose or fell, `current` of the one before it that
        is compared with nothing.
        """
        of_column = self.sentence.columns.get(number.first)
        if isinstance(of_column, int):
            return [Option(of_column, Witness.HERE)]
        if (in_span := self._year_in_span(number)) is not None:
            return [Option(in_span, Witness.BEFORE)]
        found: list[tuple[int | None, Witness]] = []
        is_earlier = self.is_earlier(number)
        for at, time in self._times(number):
            year = self._year(time, before)
            is_start = time.is_base or time in self._spans
            is_of_end = time.last < number.first - 1 or self._is_end_of_change(number, time)
            if at <= FAR and is_earlier and is_of_end and not is_start and self._is_led(number):
                # In 2018 it fell from 328,000 to 263,000: what a change starts from is of the year before.
                found += [(year - 1 if year else None, Witness.SENTENCE), (year, Witness.SENTENCE)]
            elif at <= FAR and is_earlier and time.year == before and not time.printed and before:
                # More than the 2,110 hectares of last year, in a text that tells of last year: the one before that.
                found += [(before - 1, Witness.SENTENCE), (before, Witness.SENTENCE)]
            elif at <= FAR and time.year and time.offset < -1 and self.context.year:
                # Ten years ago may be counted from the day of the text, or from the year that it tells of.
                found += [(year, Witness.SENTENCE), (self.context.year + time.offset, Witness.SENTENCE)]
            elif at <= self._farthest:
                found.append((year, witness_at(at)))
        if is_earlier and started and not self._following(number):
            found.insert(0, (started, Witness.SENTENCE))
        if is_earlier and not found:
            later = max((it.year for it in self.times_told if it.year), default=before or self.context.year)
            found.append((later - 1 if later else None, Witness.USUAL))
        if not found and current and not self._may_have_moved(number):
            found.append((current, Witness.BEFORE))
        if not found or found[0][1] != Witness.HERE:
            found += self._years_before()
        return list(options_of(found))

    @cached_property
    def _farthest(self) -> int:
        """How far a year may stand from its figure: the only year of a sentence is that of its only figure."""
        return (3 if len(self.sentence.times) == 1 and len(self._figures) == 1 else 1) * FAR

    def _is_end_of_change(self, number: ReadNumber, time: Time) -> bool:
        """Whether a year stands right behind what a value rose or fell to: from 61,777 to 80,681 hectares in 2021."""
        end = self.value_after(number.last)
        is_led = end is not None and self.sentence.reader.ends(end.first - 1, "to") is not None
        return is_led and end is not None and end.last < time.first and self._owner(time) is end

    def _may_have_moved(self, number: ReadNumber) -> bool:
        """Whether a value may be where the one before it went in another year: it went to 47,100 hectares.

        Where a place stands between the two, it is where that of the place went in the year of the other.
        """
        before = [each for each in self.values if each.last < number.first]
        is_led = self.sentence.reader.ends(number.first - 1, "to") is not None
        if not (is_led and before and before[-1].unit == number.unit):
            return False
        return not any(before[-1].last < it.first < number.first for it in self.sentence.of_kind("area"))

    def _years_before(self) -> list[tuple[int | None, Witness]]:
        """The years that the text speaks of, where a sentence has none of its own."""
        year, witness = self.context.year, self.context.year_witness
        found: list[tuple[int | None, Witness]] = [(year, witness), (self.context.last_year, Witness.BEFORE)]
        if witness != Witness.BEFORE:
            found.append((self.context.published, Witness.USUAL))
        if self.sentence.is_title:
            found.append((self.context.latest, Witness.DOCUMENT))
        if year and (witness == Witness.PUBLISHED or self.sentence.of_kind("recall")):
            found.append((year - 1, Witness.USUAL))  # who took drugs in the past year were asked about it later
        return found

    def is_earlier(self, number: ReadNumber) -> bool:
        """Whether a value is what another one is compared with: from 750, against 4,800, than 9,000."""
        if number.first not in self._earlier:
            self._earlier[number.first] = self._is_compared_with(number)
        return self._earlier[number.first]

    def _is_led(self, number: ReadNumber) -> bool:
        """Whether a value stands behind a word, and not behind a mark and the year that is its own."""
        return self.sentence.reader.text(number.first - 1) != ":"

    def _is_compared_with(self, number: ReadNumber) -> bool:
        reader, at = self.sentence.reader, self.before_article(number)
        listed = reader.ends(number.first - 1, "and")
        if listed is not None and (one := self._value_before(listed.first, number.unit)) is not None:
            return self.is_earlier(one)  # from 30,600 hectares and 44,100 hectares
        if self.multiplied(number) is not None:
            return True  # twice the 48,000 hectares of 2013
        if reader.text(number.first - 1) == ":" and any(
            it.last == number.first - 2 and reader.text(it.first - 1) in {"(", "（"} for it in self.sentence.times
        ):
            return bool(self.values) and self.values[0] is not number  # 104,000 hectares (2004: 131,000)
        if reader.ends(at, "from") and reader.ends(at, "of"):
            later = self.values[bisect_right(self._firsts, number.last) :][:_NEXT]
            return any(reader.ends(each.first - 1, "to") is not None for each in later)
        word = reader.ends(at, "from", "compare")
        if word is not None and word.kind == "from" and self._is_source(number, word):
            return False
        if word is not None and word.means == _CHANGE:  # up 5 % on 201,000 ha, but not: grown on 201,000 ha
            return any(0 < word.first - each.last <= _NEXT for each in (*self.values, *self.comparisons))
        return word is not None

    def _value_before(self, place: int, unit: str) -> ReadNumber | None:
        """The value in a unit that ends right before a place."""
        return next((each for each in self.values if each.last == place - 1 and each.unit == unit), None)

    def _is_source(self, number: ReadNumber, word: Match) -> bool:
        """Whether a value says out of what another one came, and not from where it rose: 1,080 tons from 47,100 ha."""
        before = [each for each in self.values if each.last < word.first]
        if not before or any(each.unit == number.unit for each in self.values if each is not number):
            return False
        moved = self.sentence.of_kind("up", "down")
        return not any(before[-1].last < it.first < word.first for it in moved)

    def multiplied(self, number: ReadNumber) -> ReadNumber | None:
        """The multiple or fraction that stands right before the value which it multiplies: a third of the 24,100."""
        reader, at = self.sentence.reader, number.first - 1
        at -= reader.ends(at, "the") is not None
        at -= reader.ends(at, "of") is not None
        return next((it for it in self.comparisons if it.last == at and it.form in {"multiple", "fraction"}), None)

    def is_of_that(self, number: ReadNumber) -> bool:
        """Whether a fraction is of what something was in another year: a third of that in 2001."""
        of = self.sentence.reader.begins(number.last + 1, "of")
        that = self.sentence.reader.begins(of.last + 1, "that") if of else None
        return that is not None and any(it.first == that.last + 1 and it.is_base for it in self.sentence.times)

    @property
    def times_told(self) -> list[Time]:
        """The years that the sentence tells of, without those that something is compared with."""
        found = []
        for time in self.sentence.times:
            owner = self._owner(time)
            is_against = owner is not None and (self._is_against(owner) or self._looks_back(owner, time))
            if time.year and not time.is_base and not time.is_other and not is_against:
                found.append(time)
        return found

    @property
    def span_told(self) -> tuple[int, int] | None:
        """The two years that the sentence is between, or that it names and gives no figure of: 2013 and 2016."""
        told = sorted({it.year for it in self.sentence.times if it.year and it.printed and not it.is_other})
        is_span = len(told) == _OF_SPAN and (bool(self._spans) or not self._figures)
        return (told[0], told[1]) if is_span else None

    def _year_in_span(self, number: ReadNumber) -> int | None:
        """The year of an end of a change between the years of which the text tells: from 8,260 to 15,469."""
        span, ends = self.context.span, self.sentence.reader.ends
        if span is None or self.sentence.times:
            return None
        beside = [it for it in self.values if abs(it.first - number.first) <= FAR and it is not number]
        if ends(number.first - 1, "from") and any(ends(it.first - 1, "to") for it in beside if it.first > number.first):
            return span[0]
        is_end = ends(number.first - 1, "to") and any(
            ends(it.first - 1, "from") for it in beside if it.first < number.first
        )
        return span[1] if is_end else None

    @property
    def years_against(self) -> list[int]:
        """The years that the sentence only compares with."""
        told = {it.first for it in self.times_told}
        return [it.year for it in self._named if it.year and it.first not in told]

    def _looks_back(self, number: ReadNumber, time: Time) -> bool:
        """Whether a value with a year only tells what the first one was: to 233,000, while it was 177,000 in 2021."""
        first = self.values[0] if self.values else number
        if first is number or first.unit != number.unit or self.is_earlier(first) or time.first < number.first:
            return False
        between = [*self.sentence.of_kind("area"), *self.sentence.of_kind("and")]
        is_dated = any(it.last < first.first or self._owner(it) is first for it in self.sentence.times)
        return not is_dated and not any(first.last < it.first < number.first for it in between)

    def _is_against(self, number: ReadNumber) -> bool:
        """Whether another value of the sentence is compared with this one."""
        return self.is_earlier(number) and any(each.first < number.first for each in self.values)

    @property
    def years_listed(self) -> list[Time]:
        """The years that the sentence prints, without days and those that something is compared with."""
        return [time for time in self.sentence.times if time.year and time.printed and not time.is_other]

    @property
    def _latest(self) -> int | None:
        years = [time.year for time in self.sentence.times if time.year and not time.is_base and not time.is_other]
        return max(years, default=None)

    def _times(self, number: ReadNumber) -> list[tuple[int, Time]]:
        """The years of the sentence by their distance from a value, those of other numbers farther away."""
        found = []
        follow = self._years_follow
        for time in beside(self.sentence.times, number.first):
            if time.is_other or self._is_of_other_end(number, time):
                continue
            at = self.sentence.distance(number, time.first, time.last)
            is_after = time.first > number.last
            at = 0 if self._has_own_clause(number, time) else at + (_BASE if time.is_base else 0)
            if is_after and self._is_parted(number.last + 1, time.first):
                at += _PARTED
            owner = self._owner(time)
            if owner is not None and owner is not number and not self.sentence.is_in_bracket_of(number, owner):
                is_led = is_after or self.sentence.reader.ends(number.first - 1, "to") is not None
                is_exclusive = self._is_of_past(time) or (is_led and time.is_base and owner.unit in COMPARISONS)
                if is_exclusive and not self._has_own_clause(number, time):
                    continue
            if self._is_of_next(time, at) if is_after else self._is_of_percentage_before(number, time):
                at += _PARTED
            if follow and not is_after and self._following(number):
                at += _BASE
            if not time.is_base and not is_after and (time.first <= _BEGINNING or time in self._opening):
                at = min(at, FAR - _BASE)  # what a sentence begins with holds to its end
            found.append((at, time))
        return sorted(found, key=lambda item: item[0])

    @cached_property
    def _opening(self) -> list[Time]:
        """The year that a phrase before the first comma gives to all behind it: at the end of 2019, farmers grew."""
        first = self.sentence.times[0] if self.sentence.times else None
        if first is None or first.first > FAR or self.sentence.text(first.last + 1) not in {",", "،", "，"}:
            return []
        words = self.sentence.of_kind("measure", "substance", "up", "down")
        said = [*(each.first for each in self.sentence.numbers), *(each.first for each in words)]
        return [] if any(at < first.first for at in said) else [first]

    def _is_before_start(self, time: Time, number: ReadNumber) -> bool:
        """Whether a year stands before the word behind which a change starts: it fell in 2023 from 95,008 to 92,784."""
        word = self.sentence.reader.ends(self.before_article(number), "from", "compare")
        return word is not None and time.last < word.first and not time.is_base

    def _is_of_past(self, time: Time) -> bool:
        """Whether a year is that of a value with which another one is compared: than the 328,000 hectares of 2017."""
        owner = self._owner(time)
        return owner is not None and self.is_earlier(owner) and not self._is_before_start(time, owner)

    def _is_of_other_end(self, number: ReadNumber, time: Time) -> bool:
        """Whether a year is that of the other end: from 23,100 to 25,500 hectares between 2018 and 2019."""
        is_led = self.sentence.reader.ends(number.first - 1, "to") is not None
        if time in self._spans:
            return is_led
        begun = [it for it in self._spans if it.last < time.first]
        return self.is_earlier(number) and bool(begun) and time.first - begun[-1].last <= _NEXT

    def _has_own_clause(self, number: ReadNumber, time: Time) -> bool:
        """Whether a clause of its own gives the value of a year: since 2012 (60,400 ha); 2017, when it was 328,000."""
        is_opened = number.first == time.last + 2 and self.sentence.text(time.last + 1) in {"(", "（"}
        if is_opened and not self._following(number):
            return True
        begins = self.sentence.reader.begins
        when = begins(time.last + 1, "when") or begins(time.last + 2, "when")
        return when is not None and 0 < number.first - when.last <= FAR and self.value_after(when.last) is number

    def _owner(self, time: Time) -> ReadNumber | None:
        """The number that a year stands nearest to."""
        if time.first not in self._owners:
            self._owners[time.first] = self._found_owner(time)
        return self._owners[time.first]

    def _found_owner(self, time: Time) -> ReadNumber | None:
        figures = self._figures if time.is_base else self.values
        ranked = []
        for each in beside(figures, time.first):
            at = self.sentence.distance(each, time.first, time.last)
            is_after = time.first > each.last
            is_led = self.sentence.reader.ends(each.first - 1, "to") is not None
            if not is_after and is_led and any(other.last < time.first for other in figures):
                at += _BASE
            if is_after and each.unit not in COMPARISONS and self._is_parted(each.last + 1, time.first):
                at += _PARTED
            if not is_after and self._years_follow and self._following(each):
                at += _BASE
            ranked.append((at, each.first, each))
        return min(ranked, key=lambda item: item[:2])[2] if ranked else None

    @cached_property
    def _figures(self) -> list[ReadNumber]:
        return sorted([*self.values, *self.comparisons], key=lambda each: each.first)

    def _is_of_next(self, time: Time, at: int) -> bool:
        """Whether a year stands right before the next value: are left of last year's 233,000."""
        following = self.value_after(time.last)
        return following is not None and following.first - time.last <= _NEXT < at

    def _is_of_percentage_before(self, number: ReadNumber, time: Time) -> bool:
        """Whether a year stands right behind another percentage: from 1.7 per cent in 2017 to 2.7 per cent in 2023."""
        if number not in self.comparisons:
            return False
        return any(0 < time.first - it.last <= _NEXT and it.last < number.first for it in self.comparisons)

    def _is_parted(self, first: int, last: int) -> bool:
        """Whether a comparison begins between two places: 9,000 tons from its 2016 level; or (2024: 12,800 ha)."""
        if self.sentence.text(last + 1) == ":" and self.sentence.text(last - 1) in {"(", "（"}:
            return True
        at = bisect_left(self._partings, first)
        return at < len(self._partings) and self._partings[at] < last

    @cached_property
    def _partings(self) -> list[int]:
        """Where comparisons begin in the sentence."""
        ends = self.sentence.reader.ends
        return [it.first for it in self.sentence.of_kind("from", "compare") if not ends(it.last, "of")]

    def _following(self, number: ReadNumber) -> bool:
        """Whether a year stands right behind a number."""
        if number.first not in self._follows:
            self._follows[number.first] = self._is_followed(number)
        return self._follows[number.first]

    def _is_followed(self, number: ReadNumber) -> bool:
        return any(
            0 <= time.first - number.last - 1 <= 4 and self.sentence.distance(number, time.first, time.last) <= NEAR
            for time in self.sentence.times
        )

    @cached_property
    def _years_follow(self) -> bool:
        """Whether the years of this sentence stand behind their numbers: 48,000 in 2013, 69,000 in 2014."""
        if len(self.values) < 2 or len(self.sentence.times) < 2:
            return False
        first, last = self.values[0], self.values[-1]
        before = any(time.last < first.first and not (time.is_other or time.is_base) for time in self.sentence.times)
        return self._following(last) and not before

    def _year(self, time: Time, current: int | None) -> int | None:
        if time.year is not None:
            return time.year
        if time.offset == 0:
            return self.context.year  # now: when the figures are of
        is_first = not self.values or time.last < self.values[0].first
        of_before = self.context.last_year if time.offset < 0 and time.is_told else None
        start = self._latest or (None if is_first else current) or of_before or self.context.year
        told = of_before or (self.context.year if self.context.year_witness == Witness.BEFORE else None)
        if told and start and told > start and not any(it.year for it in self.sentence.times if it.last < time.first):
            start = told  # a year earlier than what the text tells of, whatever year comes after
        return start + time.offset if start else None

    def years_of_change(self, number: ReadNumber, level: int | None) -> tuple[list[Option[int]], list[Option[int]]]:
        """The later and the earlier years that a change may be between; `level` is that of the value it leads to.

        An earlier year below zero is counted from the later one, whichever that is.
        """
        past = self._year_of_clause(number)
        if past:
            return [Option(past, Witness.HERE)], []
        spans = [time for time in self._spans if self._is_base_of(time, number)]
        if len(spans) == 1:  # between 2016 and 2017
            end = next(it.year for it in self.sentence.times if it.first > spans[0].last and it.year)
            return [Option(end, Witness.HERE)], [Option(spans[0].year or end, Witness.HERE)]
        bases_said = [it for it in beside(self.sentence.times, number.first) if self._is_base_of(it, number)]
        based = {time.year for time in bases_said if time.year}
        found: list[tuple[int | None, Witness]] = []
        for at, time in self._times_of_change(number):
            if not self._is_base_of(time, number) and not self._is_of_past(time) and at <= 2 * FAR:
                found.append((self._year(time, level), witness_at(at)))
        if level not in based:
            found.insert(1 if found and found[0][1] == Witness.HERE else 0, (level, Witness.SENTENCE))
        found = [(year, witness) for year, witness in found if year not in based]
        if not found or found[0][1] != Witness.HERE:
            before = self._years_before()
            is_told = self.context.year_witness != Witness.PUBLISHED
            found += [item for at, item in enumerate(before) if item[0] not in based and not (is_told and at == 1)]
        if not found and based:
            found = [(max(year for year in based if year) + 1, Witness.USUAL)]
        years = list(options_of(found))
        start = years[0].means if years else None
        ranked: list[tuple[int, int]] = []
        for at, time in self._times_of_change(number):
            owner = self._owner(time)
            is_past = self._is_of_past(time) and at <= FAR
            of_another = owner in self.comparisons and owner is not number
            if self._is_base_of(time, number) or is_past:
                ranked.append((at + _PARTED * of_another, time.offset if time.year is None else time.year))
        bases = [(base, witness_at(at)) for at, base in sorted(ranked)]
        return years, list(options_of((base, witness) for base, witness in bases if base and start and base < start))

    def _year_of_clause(self, number: ReadNumber) -> int | None:
        """The year of which a clause before a change tells: than in 2010 (3,600 tons), when it fell by half."""
        for when in self.sentence.of_kind("when"):
            told = [it for it in self.sentence.times if it.year and 0 < when.first - it.last <= NEAR]
            if told and 0 < number.first - when.last <= FAR and told[-1].year:
                return told[-1].year
        return None

    def _is_base_of(self, time: Time, number: ReadNumber) -> bool:
        """Whether a change is counted from a year."""
        if self._is_since_another_change(time, number):
            return False
        if time.is_base or time in self._spans:
            if self._holds_throughout(time):
                return True
            far = 2 * FAR if time.last < number.first else FAR
            return self._owner(time) is number or self.sentence.distance(number, time.first, time.last) <= far
        return time.year is None and time.offset < 0

    def _is_since_another_change(self, time: Time, number: ReadNumber) -> bool:
        """Whether a year is that since which another change goes on: fell by 20 % this year, a decline since 2023."""
        is_since = any(self.sentence.reader.ends(time.first - 1 - back, "since") for back in range(2))
        if not is_since or not number.last < time.first <= number.last + 2 * FAR:
            return False
        own = beside(self.sentence.times, number.first)
        words = beside(self.sentence.of_kind("up", "down"), number.first)
        between = [it for it in words if number.last < it.first and it.last < time.first]
        before = [it for it in words if it.last < number.first]
        commas = [at for at in range(number.last + 1, time.first) if self.sentence.text(at) in {",", "،", "，"}]
        is_dated = any(number.last < it.first < time.first for it in own)
        return is_dated and bool(before and between and commas) and between[-1].first > commas[0]

    @cached_property
    def _spans(self) -> list[Time]:
        """The years that are the first of two."""
        return [time for time in self.sentence.times if self._begins_span(time)]

    def _holds_throughout(self, time: Time) -> bool:
        """Whether a sentence begins with the two years that all of it is between, and names no others."""
        is_first = len(self._named) == _OF_SPAN and time is self._named[0] and time.first <= _BEGINNING
        return is_first and time in self._spans

    @cached_property
    def _named(self) -> list[Time]:
        """The years of the sentence, told or compared with."""
        return [it for it in self.sentence.times if it.year and not it.is_other]

    def _begins_span(self, time: Time) -> bool:
        """Whether a year is the first of two: between 2013 and 2017."""
        reader = self.sentence.reader
        link = reader.begins(time.last + 1, "and", "to")
        if link is None or time.year is None or reader.ends(time.first - 1, "between", "from") is None:
            return False
        return any(it.first == link.last + 1 and it.year and it.year > time.year for it in self.sentence.times)

    def _times_of_change(self, number: ReadNumber) -> list[tuple[int, Time]]:
        found = [
            (self.sentence.distance(number, it.first, it.last), it)
            for it in beside(self.sentence.times, number.first)
            if not it.is_other
        ]
        return sorted(found, key=lambda item: item[0])
