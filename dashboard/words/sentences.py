"""Sentences about figures, made from the figures: titles, alternative texts and explanations.

A sentence is a tuple of words, Numbers and Leads, so that a page can make each of these a link and a picture can print
it as text.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboard.server.urls import urls
from dashboard.words.numbers import WITHIN_RANGES, Number, change, derived_number
from etl.figures.areas import Area
from etl.figures.letters import letters_of
from etl.figures.observations import Observation

MOST_NAMES = 20


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that lead to another view: `query` is what its address asks for."""

    text: str
    query: str

    @property
    def href(self) -> str:
        """The address of the view for the reader who is being answered."""
        return urls().view(self.query)


SentencePart = str | Number | Lead
Sentence = tuple[SentencePart, ...]


def sentence_text(sentence: Sentence) -> str:
    """The sentence as text."""
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


def no_figure(day: str = "") -> str:
    """That no source at hand has a figure; of a day, none whose publication was out by then."""
    return f"no source {f'published by {day}' if day else 'here'} has a figure"


def no_figure_for(what: str) -> str:
    """The sentence that no source has a figure for something."""
    return f"{no_figure().capitalize()} for {what}."


def in_a_sentence(area: Area) -> str:
    """The name of an area inside a sentence: the world, the Netherlands, Afghanistan."""
    if not area.parent:
        return f"the {area.name.lower()}"
    return f"{area.article} {area.name}" if area.article else area.name


def at_the_start(area: Area) -> str:
    """The name of an area as the first words of a sentence: The Netherlands, Afghanistan."""
    return capitalised(in_a_sentence(area))


def capitalised(text: str) -> str:
    """A text as it begins a sentence; what follows its first letter stays as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def within_a_sentence(name: str) -> str:
    """The name of an indicator or a substance inside a sentence: heroin seized, MDMA seized, use of alpha-PHP."""
    return f"{name[:1].lower()}{name[1:]}" if name[1:2].islower() else name


def in_brackets(name: str) -> str:
    """A name in brackets; what stands in brackets behind it comes after a comma: (DEVIDA, inferred)."""
    return f"({name.replace(' (', ', ').replace(')', '')})"


def among(superlative: str, count: int) -> str:
    """A superlative as it is said of so many: of two, highest is higher, and most is more."""
    if count != 2:
        return superlative
    return "more" if superlative == "most" else f"{superlative.removesuffix('st')}r"


def so_many(count: int) -> str:
    """How many are compared, in a sentence: two is a word, since all that is said of two has a form of its own."""
    return "two" if count == 2 else str(count)


def joined(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def some_of(names: Sequence[str]) -> str:
    """Names as a list in a sentence, by their letters; of a long one the first, and how many more there are."""
    return _cut(sorted(names, key=letters_of))


def some_areas(areas: Iterable[Area]) -> str:
    """Areas as a list inside a sentence, by the letters of their names, each with its article."""
    return _cut([in_a_sentence(area) for area in sorted(areas, key=lambda area: letters_of(area.name))])


def _cut(names: Sequence[str]) -> str:
    """Names as a list; of a long one the first, and how many more there are."""
    rest = len(names) - MOST_NAMES
    return joined(names) if rest <= 1 else f"{', '.join(names[:MOST_NAMES])} and {rest} more"


def spans(chosen: list[int], years: list[int]) -> list[str]:
    """Runs of years that follow each other among those with figures, as texts."""
    position = {year: index for index, year in enumerate(years)}
    runs = [
        [year for _, year in items]
        for _, items in groupby(enumerate(chosen), key=lambda pair: position[pair[1]] - pair[0])
    ]
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def movement(later: Observation, earlier: Observation) -> Sentence:
    """How a figure moved from an earlier one: up 12.0 %, down 19.8 %, unchanged, or nearly so."""
    moved = change(later, earlier)
    if moved is None:
        return ("the change is not known",)
    if later.value == earlier.value:
        return ("unchanged",)
    if not moved.rounded:
        return ("nearly unchanged",)
    within = (f" ({WITHIN_RANGES})",) if moved.is_within_ranges else ()
    return ("up " if moved.value > 0 else "down ", derived_number(moved, signed=False), *within)
