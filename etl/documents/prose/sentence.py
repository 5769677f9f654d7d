"""One sentence with everything that was found in it, and how near one thing in it stands to another."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate
from typing import Protocol, TypeVar

from etl.documents.prose.numbers import NumberReader
from etl.documents.prose.read_numbers import PERCENT, ReadNumber
from etl.documents.prose.times import Time
from etl.documents.prose.tokens import BRACKETS, CLOSING
from etl.documents.prose.words import Match

_PARTING = {",", "(", ":", "–", "—", "，", "、", "：", "،", "؛", "“", "”"}
_COMMA, _AND, _NUMBER, _COMPARISON, _AFTER, _CLOSED = 3, 3, 8, 4, 1, 6
_MOST_BESIDE = 8  # words of a kind on each side of a number that may go with it
FAR = 16  # what stands farther away than this belongs to something else
NEAR = 6


class _HasPlace(Protocol):
    @property
    def first(self) -> int: ...


Placed = TypeVar("Placed", bound=_HasPlace)


class ProseSentence:
    """A sentence: tokens, words of the vocabulary, numbers and years, each by its place among the tokens."""

    def __init__(
        self,
        matches: Sequence[Match],
        reader: NumberReader,
        numbers: Sequence[ReadNumber],
        times: Sequence[Time],
        index: int,
        *,
        is_title: bool = False,
    ) -> None:
        self.tokens, self.reader, self.numbers, self.times = reader.tokens, reader, numbers, times
        self.index, self.is_title = index, is_title
        self.columns: dict[int, int | str] = {}  # the years or areas that head the columns of its numbers, as of a row
        self.unit_behind = ""  # that the last item of a row of statements gives to all: 2016: 23,100; 2017: 24,500 ha
        inside = {at for each in numbers for at in range(each.first, each.last + 1)}
        # What belongs to a number, as "more" in "more than 40 %", says nothing besides.
        self.matches = [match for match in matches if not (match.first in inside and match.last in inside)]
        self._own = [match for match in matches if match.first in inside and match.last in inside]
        self._of_kinds: dict[tuple[str, ...], list[Match]] = {}
        ands = {match.first for match in matches if match.kind == "and"}
        parting = (_CLOSED if token.text in CLOSING else _COMMA * (token.text in _PARTING) for token in self.tokens)
        together = [cost + (_AND if at in ands else 0) for at, cost in enumerate(parting)]
        for each in numbers:
            if each.value == 1 and not (each.digits or each.unit):
                continue  # an article: une baisse, un aumento
            together[each.first] += _NUMBER if each.unit not in {PERCENT, "times"} else _COMPARISON
        self._costs = [0, *accumulate(together)]

    def of_kind(self, *kinds: str) -> list[Match]:
        """The words of some kinds, without those that are part of a number."""
        if kinds not in self._of_kinds:
            self._of_kinds[kinds] = [match for match in self.matches if match.kind in kinds]
        return self._of_kinds[kinds]

    def every(self, kind: str) -> list[Match]:
        """The words of a kind, those that are part of a number too."""
        return [match for match in (*self.matches, *self._own) if match.kind == kind]

    def inside(self, number: ReadNumber, *kinds: str) -> list[Match]:
        """The words of some kinds that stand inside a number with its unit."""
        own = beside(self._own, number.first)
        return [it for it in own if it.kind in kinds and number.first <= it.first and it.last <= number.last]

    def between(self, first: int, last: int) -> int:
        """How much parts two places: words, commas, numbers in between."""
        if last <= first:
            return 0
        return (last - first) + self._costs[last] - self._costs[first]

    def distance(self, number: ReadNumber, first: int, last: int) -> int:
        """How far something at tokens `first` to `last` stands from a number."""
        if last < number.first:
            return self.between(last + 1, number.first)
        if first > number.last:
            return self.between(self.behind_bracket(number.last + 1, first), first) + _AFTER
        return 0

    def behind_bracket(self, place: int, end: int) -> int:
        """The place behind a bracket that opens at a place and closes before an end: 30,600 (range: 22,800-38,400)."""
        if self.text(place) not in BRACKETS:
            return place
        closed = (at + 1 for at in range(place, end) if self.text(at) in CLOSING)
        return next(closed, place)

    def is_in_bracket_of(self, number: ReadNumber, other: ReadNumber) -> bool:
        """Whether a number stands in the bracket right behind another, as the same in another unit does."""
        place = other.last + 1
        return place < number.first < self.behind_bracket(place, len(self.tokens))

    def nearest(self, number: ReadNumber, matches: Sequence[Match], after: int = 0) -> list[tuple[int, Match]]:
        """Words, given in their order, by distance from a number; `after` makes those behind it farther."""
        matches = beside(matches, number.first)
        found = [
            (self.distance(number, match.first, match.last) + (after if match.first > number.last else 0), match)
            for match in matches
        ]
        return sorted(found, key=lambda item: (item[0], item[1].first))

    def text(self, place: int) -> str:
        """The text of a token; nothing outside the sentence."""
        return self.reader.text(place)


def beside(items: Sequence[Placed], place: int) -> Sequence[Placed]:
    """Of things in their order those that stand beside a token; in a long sentence the others go with others."""
    if len(items) <= 2 * _MOST_BESIDE:
        return items
    at = bisect_left(items, place, key=_first)
    return items[max(0, at - _MOST_BESIDE) : at + _MOST_BESIDE]


def _first(item: _HasPlace) -> int:
    return item.first
