"""What a text speaks of as it is read, and what every attachment of a number knows."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from etl.documents.prose.catalogue import Catalogue
from etl.documents.prose.read_numbers import PERCENT, ReadNumber
from etl.documents.prose.records import FigureReading, Option, Witness
from etl.documents.prose.sentence import NEAR, ProseSentence
from etl.documents.prose.tokens import BRACKETS, CLOSING
from etl.documents.prose.words import Match

COMPARISONS = frozenset({PERCENT, "times"})
COMMAS = frozenset({",", "，", "،"})
COLONS = frozenset({":", "："})
_MOST_OPTIONS = 4
_MOST_NAMED = 8  # places that a sentence may speak of without their names: both countries, the latter
_SHORTEST_CLAUSE = 3  # words


@dataclass
class Context:
    """What a text speaks of, as far as it has been read."""

    substance: str = ""
    main_substance: str = ""  # that of the text as a whole
    drug: str = ""  # the one named last, as an example of others too
    measure: str = ""
    area: str = ""
    year: int | None = None  # the year that the text is about
    last_year: int | None = None  # that of the sentence before
    latest: int | None = None  # the latest that it prints anywhere
    year_witness: Witness = Witness.PUBLISHED
    producer: str = ""
    unit: str = ""
    unit_of_list: str = ""  # that its heading gives to all items of a list
    scale_of_list: float = 1.0  # which it gives beside its unit
    published: int | None = None
    document_areas: list[str] = field(default_factory=list)
    title_area: str = ""
    named: tuple[str, ...] = ()  # the places that the sentences before name, those named last at the end
    years_named: tuple[int, ...] = ()  # the years that the sentence before names
    named_last: tuple[str, ...] = ()  # those of the sentence before
    span: tuple[int, int] | None = None  # the years between which things changed, where the sentences before say so
    figures: tuple[FigureReading, ...] = ()  # those of the sentence before
    is_of_world: bool = False  # whether the sentence before speaks of the world
    names_world: bool = False  # whether any does
    is_of_paragraph_before: bool = False  # whether the paragraph has named no place yet

    def name(self, areas: Iterable[str]) -> None:
        """Keep the places that a sentence names, in their order."""
        told = tuple(dict.fromkeys(areas))
        self.named_last = told
        self.named = (*(it for it in self.named if it not in told), *told)[-_MOST_NAMED:]

    def settle(self, against: Iterable[int]) -> None:
        """Take the year after those that something is compared with, where nothing else says when it was."""
        latest = max(against, default=0)
        if self.year_witness == Witness.PUBLISHED and self.published and latest in self._just_before(self.published):
            self.year, self.year_witness = latest + 1, Witness.DOCUMENT

    @staticmethod
    def _just_before(published: int) -> tuple[int, int]:
        return published - 2, published - 1


def options_of(found: Iterable[tuple[object, Witness]]) -> tuple[Option, ...]:  # type: ignore[type-arg]
    """Options without doubles, the first of each."""
    kept: dict[object, Option] = {}  # type: ignore[type-arg]
    for means, witness in found:
        if means not in {None, ""} and means not in kept:
            kept[means] = Option(means, witness)
    return tuple(kept.values())[:_MOST_OPTIONS]


def witness_at(distance: int) -> Witness:
    """How well something says what a number is about, by its distance from it."""
    return Witness.HERE if distance <= NEAR else Witness.SENTENCE


class Attaching:
    """The numbers of a sentence, and all that tells what they are about; `context` is what stands before it."""

    def __init__(
        self,
        sentence: ProseSentence,
        catalogue: Catalogue,
        context: Context,
        figures: Sequence[ReadNumber] = (),
        months: frozenset[str] = frozenset(),
    ) -> None:
        self.sentence, self.catalogue, self.context, self.months = sentence, catalogue, context, months
        self.values = [each for each in figures if each.unit not in COMPARISONS]
        self.comparisons = [each for each in figures if each.unit in COMPARISONS]

    def value_after(self, place: int) -> ReadNumber | None:
        """The first value behind a place."""
        at = bisect_right(self._firsts, place)
        return self.values[at] if at < len(self.values) else None

    def before_article(self, number: ReadNumber) -> int:
        """The place before a number and its article: below the 41,800; or before its unit: 从每公顷28.7公斤."""
        reader, at = self.sentence.reader, number.first - 1
        unit = reader.ends(at, "unit") if reader.language == "zh" else None
        per = reader.ends(unit.first - 1, "per") if unit else None
        at = per.first - 1 if per else at
        return at - (reader.ends(at, "the") is not None and reader.ends(at, "from", "compare") is None)

    def is_in_passing(self, word: Match) -> bool:
        """Whether a word stands in a clause that only adds something: Helmand, which has long led the country, had."""
        return any(first < word.first < last for first, last in self._clauses_in_passing)

    def is_bracketed(self, word: Match) -> bool:
        """Whether a word stands in a bracket in which no figure does: synthetic opioids (mostly fentanyl)."""
        for at in range(word.first - 1, max(-1, word.first - NEAR), -1):
            if self.sentence.text(at) in CLOSING:
                return False
            if self.sentence.text(at) in BRACKETS:
                end = self.sentence.behind_bracket(at, len(self.sentence.tokens))
                return at < word.first < end and not any(at < it.first < end for it in self.sentence.numbers)
        return False

    @cached_property
    def _clauses_in_passing(self) -> list[tuple[int, int]]:
        """From comma to comma what is only added to a name, and has no figure: which has long led; a category."""
        reader = self.sentence.reader
        commas = [at for at in range(len(self.sentence.tokens)) if self.sentence.text(at) in COMMAS]
        named = self.sentence.of_kind("area", "substance")
        found = []
        for comma, end in pairwise(commas):
            adds = reader.begins(comma + 1, "relative", "article") is not None and end - comma > _SHORTEST_CLAUSE
            figures = (each for each in (*self.values, *self.comparisons) if comma < each.first < end)
            if adds and not any(figures) and any(it.last < comma for it in named):
                found.append((comma, end))
        return found

    @cached_property
    def only_compares(self) -> bool:
        """Whether a sentence only sets a place beside the one that the text speaks of: Burma has 100 times more."""
        figures = self.comparisons
        ends = self.sentence.reader.ends
        are_multiples = not self.values and all(ends(each.last, "times") is not None for each in figures)
        behind = {each.last + 1 for each in figures}  # times more, times as much
        changes = [it for it in self.sentence.of_kind("up", "down") if it.first not in behind]
        return bool(figures) and are_multiples and not changes

    @cached_property
    def _firsts(self) -> list[int]:
        return [each.first for each in self.values]
