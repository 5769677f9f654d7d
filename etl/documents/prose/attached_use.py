"""Which percentages of a sentence are of the people who use a drug, and of whom, or say how pure a drug is."""

from dataclasses import replace
from functools import cached_property

from etl.documents.prose.attached_substances import AttachedSubstances
from etl.documents.prose.context import options_of
from etl.documents.prose.people import people_of
from etl.documents.prose.read_numbers import ReadNumber
from etl.documents.prose.records import Option
from etl.documents.prose.sentence import NEAR
from etl.documents.prose.words import Match
from etl.figures.vocabulary.indicators import Measure

_OF_USE = frozenset({"prevalence", "consumption"})
_PASSIVE = "passive"  # behind the drug, before who takes it: was used by


class AttachedUse(AttachedSubstances):
    """Attaches the percentages of one sentence to the use of drugs."""

    @cached_property
    def uses(self) -> list[Match]:
        """The words of the sentence for taking a drug."""
        return self.sentence.of_kind("use")

    def prevalence(self, number: ReadNumber) -> list[Option[str]]:
        """What a percentage of people is of: how many of them use a drug; empty where it is of anything else."""
        told = [it for it in self.measures if it.means == "prevalence"]
        asked = people_of(self.sentence, number)
        if not told and self._goes_on_with_use(number):
            told = self.substances
        is_of_people = (
            told or self._counts_people(number) or self._is_of_users(number) or asked.has_ages or asked.recall
        )
        is_of_crops = any(it.means not in _OF_USE for it in self.measures) and not told
        if not (self.uses or told or (asked.recall and not is_of_crops)) or not is_of_people:
            return []
        # Whose ages alone are told may be counted among the young.
        readings = [asked, replace(asked, group="young")] if asked.has_ages and not asked.group else [asked]
        return list(
            options_of(
                (self.catalogue.prevalence(substance, people), witness)
                for substance, witness in self._substances_of(number)
                for people in readings
            )
        )

    def purity(self, number: ReadNumber) -> list[Option[str]]:
        """How pure what a percentage is of: empty where it is of anything else, or of a rise or fall."""
        if not self.is_level_of_purity(number):
            return []
        named = [(self.catalogue.indicator(Measure.PURITY, drug), at) for drug, at in self._substances_of(number)]
        return list(options_of(named))

    def is_level_of_purity(self, number: ReadNumber) -> bool:
        """Whether a percentage says how pure a drug is, and not by how much purer: cocaine of 60 % purity."""
        before = [it.means for it in self.measures if it.first < number.first]
        told = before[-1:] or [it.means for it in self.measures[:1]] or [self.context.measure]
        reader, at = self.sentence.reader, self.before_article(number)
        is_moved = reader.ends(at, "up", "down", "difference") or reader.begins(number.last + 1, "up", "down")
        return told == [Measure.PURITY] and not self.uses and is_moved is None

    def _counts_people(self, number: ReadNumber) -> bool:
        """Whether a percentage is of people, by the words behind it."""
        after = self.sentence.reader.begins(number.last + 1, "of")
        if after is None:
            return False
        return any(0 < it.first - after.last <= NEAR for it in self.sentence.of_kind("population")) or any(
            it.first == after.last + 1 and self.sentence.reader.begins(it.last + 1, "use")
            for it in self.sentence.of_kind("area")  # 10.5 per cent of Spaniards took cannabis
        )

    def _goes_on_with_use(self, number: ReadNumber) -> bool:
        """Whether only a drug is named beside a percentage in a text that tells who takes which: Cocaine: 2.7 per cent.

        What is of something else, or rose or fell, would be told by a word.
        """
        others = [it for it in self.measures if it.means not in _OF_USE]
        if self.context.measure != "prevalence" or others or self.directions:
            return False
        return any(0 <= self.sentence.between(it.last + 1, number.first) <= NEAR for it in self.substances)

    def _is_of_users(self, number: ReadNumber) -> bool:
        """Whether a percentage is of who take a drug, by the words around it or those around the one before it."""
        if self._answered(number) or self._is_level_of_use(number) or self._is_by(number):
            return True
        before = [it for it in self.comparisons if it.last < number.first]
        is_listed = bool(before) and (self._is_set_beside(number) or self._is_in_brackets(number))
        is_counted = is_listed and bool(self.uses) and self._counts_people(before[-1])
        return is_counted or (is_listed and self._is_of_users(before[-1]))

    def _is_set_beside(self, number: ReadNumber) -> bool:
        """Whether a percentage is set beside the one before it: and 2 per cent, less than the 5.1 per cent."""
        return self.sentence.reader.ends(self.before_article(number), "and", "compare") is not None

    def _is_in_brackets(self, number: ReadNumber) -> bool:
        """Whether a percentage stands in brackets behind the year that it is of: than in 2020 (10.5 per cent)."""
        is_opened = self.sentence.text(number.first - 1) in {"(", "（"}
        return is_opened and any(it.last == number.first - 2 for it in self.sentence.times)

    def _is_by(self, number: ReadNumber) -> bool:
        """Whether a percentage is of those by whom a drug is taken: was used by 3 per cent."""
        word = self.sentence.reader.ends(self.before_article(number), "use")
        return word is not None and word.means == _PASSIVE

    def _answered(self, number: ReadNumber) -> bool:
        """Whether a percentage is of who take a drug: 3 per cent used it, said they had, or reported its use."""
        reader, place, said = self.sentence.reader, number.last + 1, 0
        years = {at: time for time in self.sentence.times for at in (time.first, time.first - 1)}  # said in 2020 that
        while reader.begins(place, "use") is None:
            known = years.get(place) or reader.begins(place, "substance", "recall") if said else None
            said += known is None
            is_word = self.sentence.text(place).isalpha() and not reader.starting.get(place)
            if known is None and (said > NEAR or not is_word):
                return False
            place = known.last + 1 if known else place + 1
        return True

    def _is_level_of_use(self, number: ReadNumber) -> bool:
        """Whether a percentage is where the use of a drug was or went: cocaine use rose from 1.7 to 2.7 per cent."""
        before = [it for it in (*self.uses, *self.measures) if it.first < number.first]
        is_of_use = bool(before) and max(before, key=_first).kind == "use"
        reader, at = self.sentence.reader, self.before_article(number)
        is_level = reader.ends(at, "to", "from", "between", "compare", "level") is not None
        return is_of_use and is_level and reader.begins(number.last + 1, "up", "down") is None


def _first(match: Match) -> int:
    return match.first
