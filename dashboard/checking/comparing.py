"""Whether a figure of a text is what an edition shows, or showed, of something that it may be about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from dashboard.checking.exactness import (
    SaidExactness,
    change_said,
    exactly,
    is_rounding_of,
    is_same,
    last_place,
    multiple_said,
    prevalence_said,
    round_to_two_digits,
    said_of,
)
from dashboard.checking.findings import Checked, Finding, Sure
from dashboard.words.definitions import AGE_OPEN
from etl.documents.prose.catalogue import Catalogue
from etl.documents.prose.digits import printed_step
from etl.documents.prose.read_numbers import PERCENT
from etl.documents.prose.records import FigureKind, FigureReading, Option, Witness
from etl.editions.reading import Edition
from etl.editions.reading.compared import Compared, ComparedFigures
from etl.figures.keys import Key
from etl.figures.vocabulary.judgement import Verdict
from etl.figures.vocabulary.numbers import Flag
from etl.figures.vocabulary.people import Recall
from etl.figures.vocabulary.sources import Authority

GOOD = {Verdict.AGREES: Finding.AGREES, Verdict.ROUNDED: Finding.ROUNDED}
_MOST_TRIED = 24
_FEW = 2
_ACRES_OF_NEWSPAPERS = 2.5  # that they count to the hectare: 62,000 hectares are 155,000 acres
_ROUND_POINTS = 4.0  # per cent that a change computed from round numbers may be off
_YOUNG_ADULTS = "young-adults"
_LOOSELY = frozenset({"about", "nearly"})
_LOOSE = 3  # how far from the likeliest a bound may be about


@dataclass(frozen=True, slots=True)
class WhatItIsAbout:
    """One thing that a figure may be about; `cost` is how far it is from the likeliest."""

    indicator: str
    area: str
    year: int
    base: int | None
    cost: int


class Comparison:
    """Compares figures with the series of an edition; `published` is the day on which the text came out."""

    def __init__(self, edition: Edition, catalogue: Catalogue, published: str) -> None:
        self.edition, self.catalogue, self.published = edition, catalogue, published
        self.series: dict[tuple[str, str], ComparedFigures] = {}

    def _said(self, reading: FigureReading, indicator: str, value: float | None = None) -> SaidExactness | None:
        """A printed value in the unit of an indicator; None where the units do not fit."""
        printed = reading.value if value is None else value
        converted = self.catalogue.in_unit_of(indicator, printed, reading.unit)
        if converted is None:
            return None
        factor = converted / printed if printed else 1.0
        is_converted = not is_same(factor, 1.0) and not is_same(abs(factor), 1e-3) and not is_same(factor, 1e-6)
        return SaidExactness(converted, printed_step(abs(printed), reading.step) * factor, reading.about, is_converted)

    def _items(self, indicator: str, area: str, year: int) -> list[Compared]:
        return self.series.get((indicator, area), {}).get(year, [])

    def _choices(self, reading: FigureReading) -> list[WhatItIsAbout]:
        """All that a figure may be about, the likeliest first."""
        indicators = _open(reading.indicators)
        areas = _open(reading.areas)
        years = _open(reading.years)
        bases: list[int | None] = [option.means for option in reading.base_years[:2]] or [None]
        found = [
            WhatItIsAbout(indicator.means, area.means, year.means, base, i + 2 * a + y + b)
            for (i, indicator), (a, area), (y, year), (b, base) in product(
                enumerate(indicators), enumerate(areas), enumerate(years), enumerate(bases)
            )
        ]
        return sorted(found, key=lambda about: about.cost)[:_MOST_TRIED]

    def _base(self, reading: FigureReading, about: WhatItIsAbout) -> int | None:
        if reading.kind not in {FigureKind.CHANGE, FigureKind.MULTIPLE} or reading.whole:
            return None
        base = -1 if about.base is None else about.base
        return about.year + base if base < 0 else base

    def _own(self, reading: FigureReading, items: Sequence[Compared]) -> list[Compared]:
        """The observations of whom the text names, UNODC before others where it names none."""
        if reading.producer and reading.producer_said == Witness.SENTENCE:
            return [item for item in items if item.key.producer == reading.producer]
        return sorted(items, key=lambda item: (item.key.producer != (reading.producer or "unodc"), item.key.producer))

    def _try(self, reading: FigureReading, about: WhatItIsAbout) -> Checked | None:
        """Whether a figure is what an edition shows, or showed, of one thing that it may be about."""
        tried = {
            FigureKind.VALUE: self._value,
            FigureKind.RANGE: self._range,
            FigureKind.CHANGE: self._change,
            FigureKind.MULTIPLE: self._change,
            FigureKind.SHARE: self._share,
        }[reading.kind]
        return tried(reading, about)

    def _value(self, reading: FigureReading, about: WhatItIsAbout) -> Checked | None:
        said = self._said(reading, about.indicator)
        if said is None:
            return None
        if self._is_too_loose(reading, said, about):
            return None
        own = self._own(reading, self._items(about.indicator, about.area, about.year))
        items = [item for item in own if is_of_same_people(reading, item)]
        values = [said]
        if reading.otherwise is not None:
            other = self._said(reading, about.indicator, reading.otherwise)
            values += [other] if other else []
        if reading.unit == "acres" and said.digits > _FEW:
            hectares = self.catalogue.in_unit_of(about.indicator, reading.value / _ACRES_OF_NEWSPAPERS, "hectares")
            rough = hectares and replace(said, value=hectares, step=printed_step(hectares, 1.0), converted=False)
            values += [rough] if rough else []
        for each in values:
            for item in items:
                verdict = said_of(item.value, each, item.flag)
                if verdict is None and reading.people is not None and item.value is not None:
                    verdict = prevalence_said(item.value, each)
                if verdict == Verdict.AGREES and each is not said and reading.unit == "acres":
                    verdict = Verdict.ROUNDED
                if verdict == Verdict.ROUNDED and each is said and _prints_it_too(item, each):
                    verdict = Verdict.AGREES
                if verdict and self._was_about(item, each):
                    continue  # about 646 tons is what was printed, and not the 649 of today
                if verdict and not (reading.is_part and not (each.is_distinct and verdict == Verdict.AGREES)):
                    return self._made(reading, about, item.key.producer, GOOD[verdict], item.value, (item.key,))
            if reading.is_part:
                continue
            for item in items:
                replaced = self._superseded(item, each)
                if replaced is not None:
                    is_finer = is_rounding_of(each, item.value)  # 1.4 billion gave way to 1.36 billion
                    finding = Finding.ROUNDED if is_finer else Finding.SUPERSEDED
                    made = self._made(reading, about, item.key.producer, finding, item.value, (item.key,))
                    return made if is_finer else replace(made, replaced_on=replaced)
        return None

    @staticmethod
    def _is_too_loose(reading: FigureReading, said: SaidExactness, about: WhatItIsAbout) -> bool:
        """Whether a number fits so much that it speaks for nothing but the likeliest."""
        is_bound = said.about in {"at-least", "up-to"}
        if said.about == "exact" and (said.digits > 1 or reading.areas[0].witness == Witness.HERE):
            return False
        return (is_bound or said.digits < _FEW) and about.cost > (_LOOSE if said.digits > 1 or is_bound else 1)

    def _superseded(self, item: Compared, said: SaidExactness) -> str | None:
        """The day from which another value replaced the printed one; None where it never was current."""
        if said.digits < 2:
            return None
        for place, earlier in enumerate(item.earlier[:-1]):
            if self._was_said(earlier.value, said) and not _is_only_finer(earlier.value, item.value, said):
                later = next((it for it in item.earlier[place + 1 :] if not self._was_said(it.value, said)), None)
                if later:
                    return later.published_from
        for printed in item.printed:
            if (
                printed.verdict == Verdict.SUPERSEDED
                and printed.value is not None
                and is_same(printed.value, said.value)
            ):
                return item.earlier[-1].published_from if item.earlier else ""
        return None

    def _was_about(self, item: Compared, said: SaidExactness) -> bool:
        """Whether a number that is only about the current one is exactly one that was replaced."""
        is_loose = said.about in _LOOSELY and said.is_distinct and said_of(item.value, exactly(said)) is None
        return is_loose and self._superseded(item, said) is not None

    @staticmethod
    def _was_said(value: float | None, said: SaidExactness) -> bool:
        verdict = said_of(value, exactly(said))
        return verdict == Verdict.AGREES or (verdict == Verdict.ROUNDED and said.is_distinct)

    def _range(self, reading: FigureReading, about: WhatItIsAbout) -> Checked | None:
        if reading.low is None or reading.high is None or reading.unit == PERCENT:
            return None
        low, high = (self._said(reading, about.indicator, end) for end in (reading.low, reading.high))
        if low is None or high is None:
            return None
        for item in self._own(reading, self._items(about.indicator, about.area, about.year)):
            ends = said_of(item.low, low), said_of(item.high, high)
            if all(ends):
                verdict = Finding.AGREES if ends == (Verdict.AGREES, Verdict.AGREES) else Finding.ROUNDED
                return self._made(reading, about, item.key.producer, verdict, item.value, (item.key,))
        return None

    def _pairs(self, reading: FigureReading, about: WhatItIsAbout) -> Iterator[tuple[Compared, Compared]]:
        """The observations of one producer in the two years of a change."""
        base = self._base(reading, about)
        if base is None:
            return
        earlier = {item.key.producer: item for item in self._items(about.indicator, about.area, base)}
        own = [
            item
            for item in self._own(reading, self._items(about.indicator, about.area, about.year))
            if item.key.producer in earlier
        ]
        usual = reading.producer or "unodc"
        is_usual = any(item.key.producer == usual for item in own)
        for item in own:
            # Of two who estimate it a text repeats no revision, made after it, of the one whom it does not name.
            if item.key.producer == usual or not (is_usual and self._is_revised_later(item)):
                yield item, earlier[item.key.producer]

    def _is_revised_later(self, item: Compared) -> bool:
        """Whether the current number took the place of another one after the text came out."""
        since = next((it.published_from for it in item.earlier if it.value == item.value), "")
        has_others = any(it.value != item.value for it in item.earlier)
        return bool(self.published) and has_others and since > self.published

    def _change(self, reading: FigureReading, about: WhatItIsAbout) -> Checked | None:
        if reading.whole:
            return self._times_another(reading, about)
        for later, earlier in self._pairs(reading, about):
            if later.value is None or earlier.value is None:
                continue
            verdict = self._fits(reading, about.indicator, later.value, earlier.value)
            if verdict is None or (about.cost > 3 and reading.step >= 5):
                continue
            computed = self._computed(reading, later.value, earlier.value)
            return self._made(reading, about, later.key.producer, GOOD[verdict], computed, (later.key, earlier.key))
        for later, earlier in self._pairs(reading, about):
            if not (later.earlier and earlier.earlier):
                continue
            for value, was in product(_known(later), _known(earlier)):
                fits = self._fits(reading, about.indicator, value, was)
                if about.cost <= 3 and (fits == Verdict.AGREES or (fits and reading.step >= 5)):
                    now = None
                    if later.value is not None and earlier.value is not None:
                        now = self._computed(reading, later.value, earlier.value)
                    return self._as_it_was(reading, about, (later, earlier), (value, was), GOOD[fits], now)
        return None

    def _as_it_was(
        self,
        reading: FigureReading,
        about: WhatItIsAbout,
        pair: tuple[Compared, Compared],
        values: tuple[float, float],
        finding: Finding,
        now: float | None,
    ) -> Checked:
        """What was right by other values of two observations.

        A number that another has replaced is an earlier one. What a text computes is right by the numbers that were
        known when it came out; by others it is an earlier one too.
        """
        then = self._known_then(pair[0]), self._known_then(pair[1])
        finding = finding if then == values else Finding.SUPERSEDED
        made = self._made(reading, about, pair[0].key.producer, finding, now, (pair[0].key, pair[1].key))
        return replace(made, replaced_on=max(item.earlier[-1].published_from for item in pair if item.earlier))

    def _known_then(self, item: Compared) -> float | None:
        """What was current on the day on which the text was published; None where that day is not known."""
        known = [earlier.value for earlier in item.earlier if earlier.published_from <= self.published]
        return known[-1] if known and self.published else None

    @staticmethod
    def _computed(reading: FigureReading, later: float, earlier: float) -> float | None:
        if reading.unit == PERCENT:
            return 100 * (later / earlier - 1) if earlier else None
        return later / earlier if reading.kind == FigureKind.MULTIPLE and earlier else later - earlier

    def _fits(self, reading: FigureReading, indicator: str, later: float, earlier: float) -> Verdict | None:
        if reading.unit == PERCENT:
            if not earlier:
                return None
            said = SaidExactness(reading.value, reading.step, reading.about)
            computed = 100 * (later / earlier - 1)
            fits = change_said(computed, said, signed=reading.is_signed)
            if fits or abs(abs(computed) - abs(reading.value)) > _ROUND_POINTS:
                return fits
            # Changes are often computed from the round numbers beside them.
            round_ones = round_to_two_digits(later) / round_to_two_digits(earlier)
            return change_said(100 * (round_ones - 1), said, signed=reading.is_signed) and Verdict.ROUNDED
        if reading.kind == FigureKind.MULTIPLE:
            return multiple_said(later / earlier, SaidExactness(reading.value, 0.1, reading.about)) if earlier else None
        difference = self._said(reading, indicator)
        return said_of(abs(later - earlier), replace(difference, value=abs(difference.value))) if difference else None

    def _beside(self, reading: FigureReading, about: WhatItIsAbout) -> Iterator[tuple[Compared, Compared]]:
        """The observations of one producer of an area and of the one that it is set against, in one year."""
        if not reading.whole or reading.whole == about.area:
            return
        others = {item.key.producer: item for item in self._items(about.indicator, reading.whole, about.year)}
        for item in self._own(reading, self._items(about.indicator, about.area, about.year)):
            if item.key.producer in others:
                yield item, others[item.key.producer]

    def _times_another(self, reading: FigureReading, about: WhatItIsAbout) -> Checked | None:
        """How many times as much one area has as another."""
        said = SaidExactness(reading.value, reading.step, reading.about)
        for item, other in self._beside(reading, about):
            if item.value is None or not other.value:
                continue
            ratio = item.value / other.value
            verdict = multiple_said(ratio, said)
            if verdict:
                return self._made(reading, about, item.key.producer, GOOD[verdict], ratio, (item.key, other.key))
        return None

    def _share(self, reading: FigureReading, about: WhatItIsAbout) -> Checked | None:
        said = SaidExactness(reading.value, reading.step, reading.about)
        if about.indicator in self.catalogue.indicators and self.catalogue.indicators[about.indicator].unit == PERCENT:
            return self._value(reading, about)  # a share by itself, as of the people who use a drug
        for item, whole in self._beside(reading, about):
            computed = 100 * item.value / whole.value if item.value is not None and whole.value else None
            verdict = change_said(computed, said) if computed is not None else None
            if verdict:
                return self._made(reading, about, item.key.producer, GOOD[verdict], computed, (item.key, whole.key))
        for item, whole in self._beside(reading, about):
            for value, of in product(_known(item), _known(whole)) if about.cost <= _LOOSE else ():
                if of and change_said(100 * value / of, said) == Verdict.AGREES:
                    now = 100 * item.value / whole.value if item.value is not None and whole.value else None
                    return self._as_it_was(reading, about, (item, whole), (value, of), Finding.AGREES, now)
        return None

    def _made(
        self,
        reading: FigureReading,
        about: WhatItIsAbout,
        producer: str,
        finding: Finding,
        in_force: float | None,
        inputs: tuple[Key, ...],
    ) -> Checked:
        return Checked(
            reading,
            finding,
            Sure.LIKELY,
            about.indicator,
            about.area,
            about.year,
            self._base(reading, about),
            producer,
            in_force,
            inputs,
        )


def is_of_same_people(reading: FigureReading, item: Compared) -> bool:
    """Whether an observation is of the people that a share in a text is of, as far as the text says; others always."""
    people, asked = reading.people, item.asked
    if people is None:
        return True
    if asked.recall and asked.recall != (people.recall or Recall.PAST_YEAR):
        return False
    if people.has_ages:
        oldest = AGE_OPEN if people.oldest is None else str(people.oldest)
        return (asked.age_from, asked.age_to) == (str(people.youngest), oldest)
    return people.group != _YOUNG_ADULTS  # who are told by their ages alone


def _open(options: Sequence[Option]) -> Sequence[Option]:  # type: ignore[type-arg]
    """What may be meant: one thing only where it stands beside the number."""
    return options[:1] if options and options[0].witness == Witness.HERE else options


def _prints_it_too(item: Compared, said: SaidExactness) -> bool:
    """Whether the producer's own publications print the current number as roundly, or did before a finer one."""
    was_in_force = any(
        earlier.value is not None and earlier.flag != Flag.ROUNDED and is_same(earlier.value, said.value)
        for earlier in item.earlier
    )
    return was_in_force or any(
        printed.value is not None
        and printed.authority != Authority.SECONDARY
        and printed.verdict not in {Verdict.MISPRINT, Verdict.WRONG_SCOPE, Verdict.SUPERSEDED, Verdict.DIFFERS}
        and is_same(printed.value, said.value)
        for printed in item.printed
    )


def _is_only_finer(earlier: float | None, now: float | None, said: SaidExactness) -> bool:
    """Whether a rounded value gave way to its exact one, of which a printed number as exact says something else."""
    if earlier is None or now is None or is_same(earlier, said.value):
        return False
    step = last_place(earlier)
    return said.step < step and abs(now - earlier) <= step / 2


def _known(item: Compared) -> list[float]:
    """Every value that an observation had."""
    values = [earlier.value for earlier in item.earlier] + [item.value]
    return list(dict.fromkeys(value for value in values if value is not None))
