"""Numbers of a text that no series has, but that are recorded as facts of an article: counts, lengths, years, days.

A fact is found where its value stands in a sentence that has the words of the fact, and only in a text that has several
facts of the same article, since a year or a count alone is said of much else. What the edition has besides that says
the same is told with it: the figures of which a fact is the year, or an event that another source records.
"""

import re
from calendar import month_name
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dashboard.checking.findings import Checked
from dashboard.checking.reading import reader_of
from etl.documents.prose.reader import paragraphs
from etl.documents.prose.tokens import Token, sentences
from etl.editions.reading import Edition
from etl.figures.beside import rows_beside
from etl.figures.knowledge import Event, Fact

_WORDS = {row["value"]: frozenset(row["words"].split()) for row in rows_beside(__package__, "fact_words.csv")}
_LETTERS = 3  # of the short name of a month
_MONTHS = {name.casefold(): number for number, name in enumerate(month_name) if name}
_SHORT_MONTHS = frozenset(name[:_LETTERS] for name in _MONTHS)
_FEWEST_FACTS, _FEWEST_WORDS = 3, 2
_FEWEST_WORDS_OF_EVENT = 3
_BEHIND = 4  # words from a count to what it counts
_STEM, _SHORTEST = 5, 3
_YEAR = "year"
_DATES = frozenset({_YEAR, "month-day", "year-month"})
_UNNAMED = frozenset({"persons"})  # which a text calls by what they do
_SAYING_NOTHING = frozenset(["the", "and", "for", "all", "far", "total"])


@dataclass(frozen=True, slots=True)
class FactFound:
    """A number of a text that is a recorded fact, and where it stands."""

    start: int
    end: int
    as_printed: str
    place: str
    fact: Fact
    event: Event | None  # that says the same, by another source
    figures: tuple[Checked, ...]  # of the same paragraph, of which the fact is the year


def facts_in(text: str, edition: Edition, found: Iterable[Checked] = ()) -> list[FactFound]:
    """The recorded facts of a text in its order; those that were `found` as figures of it are no facts besides."""
    checked = list(found)
    of_articles: dict[str, list[Fact]] = defaultdict(list)
    folded = text.casefold()
    for fact in edition.facts:
        if any(stem in folded for stem in _stems(fact.subject)):
            of_articles[fact.source].append(fact)
    told: list[FactFound] = []
    for facts in of_articles.values():
        of_one = list(_found(facts, text, edition, checked)) if len(facts) >= _FEWEST_FACTS else []
        told += of_one if len(of_one) >= _FEWEST_FACTS else []
    return sorted(told, key=lambda each: (each.start, each.end))


def _found(facts: Sequence[Fact], text: str, edition: Edition, checked: Sequence[Checked]) -> Iterator[FactFound]:
    said = list(_sentences(text, edition))
    held = {(each.reading.start, each.reading.end) for each in checked}
    for fact in facts:
        words = frozenset().union(*map(_stems, (fact.subject, fact.measure, fact.unit)))
        best: tuple[int, int, int, str] | None = None
        for tokens, stems, place in said:
            shared = len(words & stems)
            if shared < _FEWEST_WORDS or (best and shared <= best[0]):
                continue
            for first, last in _places(fact, tokens):
                start, end = tokens[first].start, tokens[last].end
                if not any(start < behind and end > before for before, behind in held):
                    best = shared, start, end, place
                    break
        if best:
            _, start, end, place = best
            held.add((start, end))
            figures = tuple(each for each in checked if each.reading.place == place and _is_year_of(fact, each))
            event = None if figures else _event_of(fact, edition)
            yield FactFound(start, end, text[start:end], place, fact, event, figures)


def _is_year_of(fact: Fact, checked: Checked) -> bool:
    return fact.unit == _YEAR and str(checked.year) == fact.value


def _event_of(fact: Fact, edition: Edition) -> Event | None:
    """The event on the day of a fact, or in its year, that another source records in most of the same words."""
    of_dates = {_YEAR: fact.value, "year-month": fact.value, "month-day": f"{fact.year}-{fact.value}"}
    when = of_dates.get(fact.unit, str(fact.year))
    words = _stems(f"{fact.subject} {fact.measure}")
    told = [
        (len(words & _stems(f"{event.title} {event.description}")), event)
        for event in edition.events
        if event.source != fact.source and event.date.startswith(when)
    ]
    shared, event = max(told, key=lambda item: item[0], default=(0, None))
    return event if shared >= _FEWEST_WORDS_OF_EVENT else None


def _sentences(text: str, edition: Edition) -> Iterator[tuple[Sequence[Token], frozenset[str], str]]:
    """The sentences of a text: their tokens, the stems of their words, and where they stand."""
    vocabulary = reader_of(edition).vocabulary
    for paragraph in paragraphs(text):
        tokens = vocabulary.spelling.tokens(paragraph.text, paragraph.start)
        short = vocabulary.language(tokens).abbreviations | _SHORT_MONTHS
        for run in sentences(tokens, paragraph.text, paragraph.start, short):
            yield run, frozenset(_stem(token.text) for token in run if token.kind == "word"), paragraph.place


def _stem(word: str) -> str:
    return word.casefold().removesuffix("s")[:_STEM]


def _stems(text: str) -> frozenset[str]:
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word.casefold() not in _SAYING_NOTHING]
    return frozenset(_stem(word) for word in words if len(word) >= _SHORTEST)


def _places(fact: Fact, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The first and last token of each place where the value of a fact stands."""
    if fact.unit in _DATES:
        yield from _dates(fact, tokens)
        return
    names = frozenset(map(_stem, _WORDS.get(fact.unit) or {fact.unit}))
    for at, token in enumerate(tokens):
        value = re.sub(r"[.,'\s]", "", token.text) if token.kind == "number" else token.text
        if value != fact.value and value not in _WORDS.get(fact.value, ()):
            continue
        behind = tokens[at + 1 : at + 1 + _BEHIND]
        if fact.unit in _UNNAMED or any(_stem(each.text) in names for each in behind):
            yield at, at


def _dates(fact: Fact, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    parts = [int(part) for part in fact.value.split("-")]
    for at, token in enumerate(tokens):
        if fact.unit == _YEAR:
            if token.text == fact.value:
                yield at, at
            continue
        number, month = (parts[1], parts[0]) if fact.unit == "month-day" else (parts[0], parts[1])
        if _month(token.text) != month:
            continue
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(tokens) and tokens[beside].text == str(number):
                yield min(at, beside), max(at, beside)


def _month(word: str) -> int:
    """The number of a month by its English name, whole or shortened; 0 for other words."""
    bare = word.rstrip(".")
    return next((number for name, number in _MONTHS.items() if len(bare) >= _LETTERS and name.startswith(bare)), 0)
