"""The words of a sentence for what is measured, and of which substance each of its numbers is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from etl.documents.prose.catalogue import CROPS, REFINED, SAME
from etl.documents.prose.context import Attaching, witness_at
from etl.documents.prose.read_numbers import PEOPLE, ReadNumber
from etl.documents.prose.records import Witness
from etl.documents.prose.sentence import FAR
from etl.documents.prose.words import Match

_ANY_DRUG = "any-drug"
_LISTED = 2  # words from one name to the next in a list
_OPENING = frozenset({"(", "（", ":"})


class AttachedSubstances(Attaching):
    """Attaches the numbers of one sentence to substances."""

    @cached_property
    def measures(self) -> list[Match]:
        """The words of the sentence for what is measured."""
        return self.sentence.of_kind("measure")

    @cached_property
    def directions(self) -> list[Match]:
        """The words of the sentence for up and down."""
        return self.sentence.of_kind("up", "down")

    @cached_property
    def substances(self) -> list[Match]:
        """The substances of the sentence; drugs in general only where there is nothing else."""
        told = [match for match in self._told_of if match.means != _ANY_DRUG]
        return told or self._told_of

    @cached_property
    def _told_of(self) -> list[Match]:
        """The substances of the sentence without examples and exceptions: opioids such as fentanyl are opioids."""
        reader, kept, named_alike = self.sentence.reader, list[Match](), False
        names = self.sentence.of_kind("producer", "report")  # an office on drugs and crime is no drug
        found = [
            it
            for it in self._meant
            if not any(name.first <= it.first and it.last <= name.last for name in names)
            # Nor is what only names an office or the police: the drug agency puts the crop at.
            and not (it.means == _ANY_DRUG and reader.begins(it.last + 1, "agent"))
        ]
        for place, match in enumerate(found):
            led = reader.ends(match.first - 1, "example") if kept else None
            goes_on = named_alike and match.first - found[place - 1].last <= _LISTED
            is_opened = reader.text(match.last + 1) in _OPENING
            has_its_own = is_opened and reader.is_number(match.last + 2)  # such as heroin (15,000)
            is_left_out = led is not None and led.means == "exception"
            named_alike = is_left_out or ((led is not None or goes_on) and not has_its_own)
            if not named_alike:
                kept.append(match)
        # What only explains a name is not what is told of: opioids, a category that fentanyl leads, rose to.
        return [
            it for it in kept if not self.is_in_passing(it) and not (it is not kept[0] and self.is_bracketed(it))
        ] or kept

    @property
    def _meant(self) -> Iterator[Match]:
        """The words of the sentence for substances; the drug is the one spoken of last, or what that crop gives."""
        spoken = self.context.drug or self.context.substance
        for each in self.sentence.of_kind("substance"):
            if each.means != SAME:
                spoken = each.means
                yield each
            elif spoken:
                yield replace(each, means=CROPS[spoken]["drug"] if spoken in CROPS else spoken)

    def _substances_of(self, number: ReadNumber) -> list[tuple[str, Witness]]:
        named_here = self._told_of if number.unit == PEOPLE else self.substances  # who takes drugs takes any
        inside = [(0, it) for it in self.sentence.inside(number, "substance")]  # 1.6 million drug arrests
        nearest = (inside or self._by_nearness(number, named_here))[:1]
        named = [(self._refined(match.means), witness_at(at)) for at, match in nearest]
        if not named:
            carried = [(self.context.substance, Witness.BEFORE), (self.context.main_substance, Witness.DOCUMENT)]
            named = [it for it in carried if it[0]]
        if named and number.unit and self.catalogue.quantity(number.unit) == "mass" and named[0][0] == "coca-bush":
            # Tons of coca are leaf or cocaine; what is not said is left to the figures.
            products = [(s, Witness.BEFORE) for s in ("cocaine", "coca-leaf")]
            named = [*products] if named[0][1] != Witness.HERE else [("coca-leaf", named[0][1]), *products[:1]]
        return named

    def _by_nearness(self, number: ReadNumber, substances: Sequence[Match]) -> list[tuple[int, Match]]:
        """Substances by their distance from a number; one that leads to the next value goes with that.

        What only some of those are of whom a number is comes behind the words that say so: 1,019 died, 215 of them of.
        """
        found = []
        some = [it.first for it in self.sentence.of_kind("of-which") if it.first > number.last]
        for at, match in self.sentence.nearest(number, substances, after=-1):
            if self._begins_another(number, some, match):
                continue
            owner = self.value_after(match.last) if match.first > number.last else None
            is_of_next = owner is not None and self.sentence.distance(owner, match.first, match.last) < at
            found.append((at + 3 * FAR * is_of_next, match))
        return sorted(found, key=lambda item: item[0])

    def _begins_another(self, number: ReadNumber, some: Sequence[int], match: Match) -> bool:
        """Whether a word is of the next value, which is only some of a number: of them stands between both."""
        following = self.value_after(number.last)
        return following is not None and any(following.last < at < match.first for at in some)

    def _refined(self, means: str) -> str:
        """The drug that a crop is made into, where a text says no more than that it is pure."""
        crop = CROPS.get(self.context.substance)
        return crop["refined"] if means == REFINED and crop else means
