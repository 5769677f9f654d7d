"""What each number of a sentence is about: the substance and measure, the place, the year, the producer.

The rules are those of language: what stands nearest and in the same part of the sentence goes with a number, what the
sentence does not say is what was spoken of before. Where a text leaves something open, all that it may mean is kept,
the likeliest first, for the figures of an edition to decide.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from etl.documents.prose.attached_places import OBSERVERS, AttachedPlaces
from etl.documents.prose.attached_use import AttachedUse
from etl.documents.prose.attached_years import AttachedYears
from etl.documents.prose.catalogue import EVERYBODY
from etl.documents.prose.context import COLONS, COMPARISONS, options_of, witness_at
from etl.documents.prose.people import ages_in
from etl.documents.prose.read_numbers import DEATHS, PERCENT, RATES, ReadNumber
from etl.documents.prose.records import FigureKind, Option, Witness
from etl.documents.prose.sentence import FAR, NEAR
from etl.documents.prose.words import Match
from etl.figures.vocabulary.indicators import Measure

MEASURES = {
    "area": ("cultivation", "eradication"),
    "mass": ("production", "seizures", "exports", "trafficking", "consumption", "surplus", "eradication"),
    "yield": ("yield",),
    "price of a mass": ("price",),
    "money": ("value", "income", "economy", "tax", "exports"),
    "people": ("users", "treatment"),
    "admissions": ("treatment",),
    "arrests": ("arrests",),
    "deaths": ("deaths",),
}
_USUAL = {
    "area": "cultivation",
    "mass": "production",
    "yield": "yield",
    "price of a mass": "price",
    "admissions": "treatment",
    "arrests": "arrests",
}
_COUNTED_APART = frozenset({Measure.PRICE, Measure.TREATMENT})  # by step of the trade, or by who counts whom
_OF_SHARES = frozenset({Measure.PREVALENCE, Measure.PURITY, "gdp-share"})  # measured in per cent
PLANTS = frozenset({"poppy-plants", "coca-bush"})
_BESIDE = 3  # words from a number to the one that says how it changed: 10 per cent more
_ANY_DRUG = "any-drug"
_PARTED = 10  # how much farther a measure counts that stands before the next value
_SEXES = frozenset({"men", "women"})
_RARE, _RARER = "eradication", 4  # what is destroyed was grown too: the rarer word tells more, and counts as nearer


class Attachment(AttachedYears, AttachedPlaces, AttachedUse):
    """Attaches the numbers of one sentence to all that they are about."""

    def indicators(
        self,
        number: ReadNumber,
        neighbours: Sequence[tuple[ReadNumber, tuple[Option[str], ...]]],
        kind: FigureKind = FigureKind.VALUE,
    ) -> list[Option[str]]:
        """The indicators that a number may be of; `neighbours` are the values of the sentence with theirs."""
        quantity = self.catalogue.quantity(number.unit)
        if number.unit in {PERCENT, "times"}:
            return self._indicators_of_a_comparison(number, neighbours, kind)
        allowed = MEASURES.get(quantity, ())
        if number.unit.partition("/")[0] in {"EUR", "GBP"} or number.unit in {"EUR", "GBP"}:
            allowed = MEASURES["price of a mass" if "/" in number.unit else "money"]
        measures = [(match.means, at) for at, match in self._measures_of(number, allowed)]
        found: list[tuple[str, Witness]] = []
        for measure, distance in measures[:2]:
            found += [(measure, witness_at(distance))]
        if quantity == "people" and not found:
            found = [("users", witness_at(at)) for at, _ in self.sentence.nearest(number, self.uses)[:1]]
        if not found and (same := self._of_the_same(number, neighbours)):
            return same
        carried = self.context.measure if self.context.measure in allowed else ""
        usual = _USUAL.get(quantity, "")
        if not found:
            found = [(carried, Witness.BEFORE)] if carried else []
            found += [(usual, Witness.USUAL)] if usual and usual != carried else []
            if quantity == "area" and self.substances and self._substances_of(number)[0][0] != self.context.substance:
                found.reverse()  # what was done to one crop is not said of the next
        elif usual and usual not in {measure for measure, _ in found} and measures[0][1] > FAR:
            found.append((usual, Witness.USUAL))
        substances = self._substances_of(number)
        if not self.substances and any(measure == Measure.TREATMENT for measure, _ in found):
            substances.append((_ANY_DRUG, Witness.USUAL))  # who is treated, for whatever drug
        if number.unit == DEATHS or number.unit in RATES.values():
            return self._deaths(number)
        named = [
            (indicator, max(witness, of, said, key=list(Witness).index))
            for measure, witness in found
            for substance, of in substances
            for indicator, said in self._of_measure(measure, substance, number.unit)
        ]
        return list(options_of(named))

    def _of_measure(self, measure: str, substance: str, unit: str) -> list[tuple[str, Witness]]:
        """The indicators of a measure and a substance, and how well it is said: a price may be at any step."""
        if measure == "users" and self.sentence.every("often"):
            return [(self.catalogue.frequent_users(substance), Witness.HERE)]
        if measure not in _COUNTED_APART:
            return [(self.catalogue.indicator(measure, substance), Witness.HERE)]
        found = self.catalogue.counted_apart(measure, substance, unit)
        return [(it, Witness.HERE if len(found) == 1 else Witness.SENTENCE) for it in found]

    def _of_the_same(
        self, number: ReadNumber, neighbours: Sequence[tuple[ReadNumber, tuple[Option[str], ...]]]
    ) -> list[Option[str]]:
        """What the value is of that this one is compared with: 1,345 kg of heroin, compared with 2,527 kg."""
        if not neighbours or not self.is_earlier(number):
            return []
        other, options = neighbours[-1]
        is_same = other.unit == number.unit and not any(other.last < it.first < number.first for it in self.substances)
        return list(options) if is_same else []

    def _deaths(self, number: ReadNumber) -> list[Option[str]]:
        """What deaths may be counted by: by their cause where the sentence names it, and of the drug that it names."""
        causes = [match.means for match in self.sentence.every("cause")]
        inside = self.sentence.inside(number, "substance")  # 70,237 drug overdose deaths
        named = [*inside, *(it for _, it in self._by_nearness(number, self._told_of))]
        nearest = named[0].means if named else _ANY_DRUG
        drugs = [nearest, *(it.means for it in named if nearest == _ANY_DRUG and it.means != _ANY_DRUG)][:2]
        groups = [
            it.means for at, it in self.sentence.nearest(number, self.sentence.of_kind("population")) if at <= NEAR
        ]
        whom = next((it for it in groups if it in _SEXES), EVERYBODY)
        measure = Measure.DEATH_RATE if number.unit in RATES.values() else Measure.DEATHS
        found = (it for drug in drugs for it in self.catalogue.deaths(drug, causes, whom, measure))
        return list(options_of((it, Witness.SENTENCE) for it in found))

    def _is_compared_with(self, number: ReadNumber) -> bool:
        return super()._is_compared_with(number) and not self._is_of_another_place(number)

    def _is_of_another_place(self, number: ReadNumber) -> bool:
        """Whether a value is set against that of another place, and not of a year: against 356 dollars in Myanmar."""
        own = [it.means for it in self.places if 0 < it.first - number.last <= _BESIDE]
        return bool(own) and any(it.last < number.first and it.means != own[0] for it in self.places)

    def measure(self, number: ReadNumber) -> str:
        """What a number measures, whatever of."""
        every = tuple({measure for each in MEASURES.values() for measure in each})
        is_compared = number.unit in COMPARISONS
        allowed = every if is_compared else MEASURES.get(self.catalogue.quantity(number.unit), ())
        found = self._measures_of(number, allowed)
        return found[0][1].means if found else self.context.measure if self.context.measure in allowed else ""

    def indicators_in_column(self, number: ReadNumber) -> list[Option[str]]:
        """The indicators of a cell, by the unit of its column."""
        allowed = MEASURES.get(self.catalogue.quantity(number.unit), ())[:1]
        return list(
            options_of(
                (self.catalogue.indicator(measure, substance), Witness.SENTENCE)
                for measure in allowed
                for substance, _ in self._substances_of(number)
            )
        )

    def _measures_of(self, number: ReadNumber, allowed: Sequence[str]) -> list[tuple[int, Match]]:
        fitting = [match for match in self.measures if match.means in allowed]
        inside = [(0, it) for it in self.sentence.inside(number, "measure") if it.means in allowed]
        is_only_one = len({match.means for match in self.measures}) == 1  # and holds for the whole sentence
        near = [it for it in self.sentence.nearest(number, fitting, after=2) if it[0] <= 3 * FAR or is_only_one]
        return inside + sorted(near, key=lambda item: item[0] - (_RARER if item[1].means == _RARE else 0))

    def _indicators_of_a_comparison(
        self, number: ReadNumber, neighbours: Sequence[tuple[ReadNumber, tuple[Option[str], ...]]], kind: FigureKind
    ) -> list[Option[str]]:
        """Of a change, share or multiple: the measure that is named nearest, or that of the value beside it."""
        every = {measure for each in MEASURES.values() for measure in each} | _OF_SHARES
        ranked: list[tuple[int, str, Witness]] = []
        for at, match in self.sentence.nearest(number, self.measures, after=3):
            if (
                match.means in every
                and at <= 2 * FAR
                and not (kind == FigureKind.SHARE and match.means in {"yield", "price"})
            ):
                substance = self._substance_beside(match)
                if substance:
                    owner = self.value_after(match.last) if match.first > number.last else None
                    is_of_next = owner is not None and self.sentence.distance(owner, match.first, match.last) < at
                    at += _PARTED if is_of_next else 0
                    at -= _RARER if match.means == _RARE else 0
                    meant = self.catalogue.indicator(match.means, substance)
                    if match.means == Measure.DEATHS:
                        meant = self._deaths(number)[0].means
                    ranked.append((at, meant, witness_at(at)))
        for other, options in neighbours:
            if options and other is not number:
                at = self.sentence.distance(number, other.first, other.last)
                if at <= FAR:
                    ranked += [
                        (at + 2 + rank, option.means, max(witness_at(at), option.witness, key=list(Witness).index))
                        for rank, option in enumerate(options[:2])
                    ]
        if not ranked:
            # What a sentence says at its end is of what it spoke of before.
            before = [options[0].means for other, options in neighbours if options and other.first < number.first]
            ranked = [(FAR, means, witness_at(FAR)) for means in before[-1:]]
        ranked.sort(key=lambda item: item[0])
        found = [(means, witness) for _, means, witness in ranked[:3]]
        if ranked and ranked[0][0] > _PARTED and self.context.measure in every and self.context.substance:
            carried_on = self.catalogue.indicator(self.context.measure, self.context.substance)
            found.append((carried_on, Witness.BEFORE))
        if kind == FigureKind.SHARE and self.sentence.of_kind("world") and self.substances:
            # Whose part of the world's opium or coca: what is produced or grown, where nothing else is said.
            substance = self._substances_of(number)[0][0]
            grown = "cultivation" if substance in PLANTS else "production"
            found.append((self.catalogue.indicator(grown, substance), Witness.SENTENCE))
        if not found:
            substances = self._substances_of(number)
            carried = (self.context.measure, Witness.BEFORE)
            is_said = bool(self.substances) or not self.context.measure
            is_plant = (
                is_said and bool(substances) and substances[0][0] in PLANTS
            )  # which a text grows, if it says no more
            told = [("cultivation", Witness.USUAL), carried] if is_plant else [carried, ("production", Witness.USUAL)]
            found = [
                (self.catalogue.indicator(measure, each), witness)
                for each, _ in substances[:1]
                for measure, witness in (told if is_plant else told[:1] if carried[0] else told[1:])
                if measure
            ]
        return list(options_of(found))

    def _substance_beside(self, measure: Match) -> str:
        """The substance that a measure is of: the one that stands beside it."""
        beside = sorted(
            self.substances,
            key=lambda it: self.sentence.between(min(it.last, measure.last) + 1, max(it.first, measure.first)),
        )
        return self._refined(beside[0].means) if beside else self.context.substance

    @cached_property
    def producers(self) -> list[Match]:
        """Who is named for an estimate, and the countries that speak for themselves: the US puts the crop at."""
        named = self.sentence.of_kind("producer")
        speaking = [
            replace(it, kind="producer", means=OBSERVERS[it.means])
            for it in self.sentence.of_kind("area")
            if it.means in OBSERVERS and self.speaks(it)
        ]
        capitals = [
            replace(it, kind="producer", means=OBSERVERS[it.means])
            for it in self.sentence.of_kind("capital")
            if it.means in OBSERVERS and self.is_said_by(it)
        ]
        return sorted([*named, *speaking, *capitals], key=lambda match: match.first)

    def producer(self, number: ReadNumber) -> tuple[str, Witness | None]:
        """Who made the estimate, as the text says."""
        for at, match in self.sentence.nearest(number, self.producers):
            owner = self.value_after(match.last) if match.first > number.last else None
            if owner is None or self.sentence.distance(owner, match.first, match.last) >= at:
                return match.means, Witness.SENTENCE
        return self.context.producer, Witness.BEFORE if self.context.producer else None

    def comparison(self, number: ReadNumber) -> tuple[FigureKind, float, bool]:
        """Whether a percentage or fraction is a change or a share; its sign, and whether the text tells it."""
        changes = self.sentence.nearest(number, self._changing(number))
        compares = [
            item
            for item in self.sentence.nearest(number, self.sentence.of_kind("compare"))
            if item[1].first > number.last and item[0] <= 3
        ]
        shares = self.sentence.nearest(number, self.sentence.of_kind("share"))
        change = changes[0][0] if changes else 99
        if number.signed:
            return FigureKind.CHANGE, 1.0, True
        if self._is_grown(number, changes) or self._is_of_users(number) or self.is_level_of_purity(number):
            return FigureKind.SHARE, 1.0, True
        share = min(shares[0][0] if shares else 99, self._of_something(number))
        led = [it for _, it in shares if it.last < number.first]
        if led and (self._is_level(number) or self._goes_on_with_shares(number, changes, led)):
            return FigureKind.SHARE, 1.0, True
        if share < change and share <= NEAR:
            return FigureKind.SHARE, 1.0, True
        before = [item for item in changes if item[1].last < number.first]
        if before and change > FAR and before[0][0] <= 3 * FAR:
            changes, change = before, FAR
        if changes and change <= FAR:
            return FigureKind.CHANGE, -1.0 if changes[0][1].kind == "down" else 1.0, True
        if before and self._leads_on(number):
            return FigureKind.CHANGE, -1.0 if before[0][1].kind == "down" else 1.0, True
        if compares:
            return FigureKind.CHANGE, 1.0, False
        return FigureKind.SHARE, 1.0, True

    def _changing(self, number: ReadNumber) -> Sequence[Match]:
        """The words for up and down by which a number may have changed: not in "use is lower: 2.8 per cent"."""
        opened = max((at for at in range(number.first) if self.sentence.text(at) in COLONS), default=-1)
        if opened < 0 or not (self.uses or any(it.means == Measure.PREVALENCE for it in self.measures)):
            return self.directions
        return [it for it in self.directions if it.first > opened]

    def is_fewer(self, number: ReadNumber) -> bool:
        """Whether a multiple says how many times less there is: fell to a tenth, ten times fewer."""
        changes = self.sentence.nearest(number, self.directions)
        return bool(changes) and changes[0][0] <= NEAR and changes[0][1].kind == "down"

    def _goes_on_with_shares(
        self, number: ReadNumber, changes: Sequence[tuple[int, Match]], shares: Sequence[Match]
    ) -> bool:
        """Whether nothing has risen or fallen since a word for shares: of which 75 % in one and 10 % in another."""
        last = max(it.last for it in shares)
        begins = self.sentence.reader.begins  # what a share rose to is a share
        moved = [(at, match) for at, match in changes if begins(match.first, "to") is None]
        return not any(
            last < match.first < number.first or (match.first > number.last and at <= _BESIDE) for at, match in moved
        )

    def _is_grown(self, number: ReadNumber, changes: Sequence[tuple[int, Match]]) -> bool:
        """Whether who grew a part of all poppy had it in the fields: grew 76 % of the world's."""
        is_direct = bool(changes) and changes[0][1].last == number.first - 1
        return is_direct and self._of_something(number) <= NEAR

    def _is_level(self, number: ReadNumber) -> bool:
        """Whether a percentage is where something went: the share rose to 93 %."""
        return self.sentence.reader.ends(number.first - 1, "to") is not None

    def _leads_on(self, number: ReadNumber) -> bool:
        """Whether a value follows to which it changed: rose 20 per cent in one, in another 58, to 3,000."""
        reader = self.sentence.reader
        at = number.last + 1 + (reader.text(number.last + 1) in {",", "，", "،"})
        to, following = reader.begins(at, "to"), self.value_after(number.last)
        return to is not None and following is not None and following.first == to.last + 1

    def _of_something(self, number: ReadNumber) -> int:
        """How near a word stands that makes a share of what is before it: 60 per cent of the ..."""
        after = self.sentence.reader.begins(number.last + 1, "of")
        if after is None:
            return 99
        following = after.last + 1
        words = [it for it in self.sentence.matches if following <= it.first <= following + 2]
        kinds = {"world", "measure", "substance", "nation", "share", "area", "population"}
        ages = [it for it in ages_in(self.sentence.reader) if following <= it.first <= following + 2]
        return 2 if ages or any(it.kind in kinds for it in words) else 99
