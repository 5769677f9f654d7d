"""What is found for the words of a reader: names, charts of what they name, its figures, and who prints a number."""

import re
from dataclasses import dataclass, field

from dashboard.checking.reading import catalogue_of, reader_of
from dashboard.views.question import SearchQuestion
from dashboard.views.search_index import KINDS, SearchEntry, SearchIndex, Words, index_of, is_called, words_of
from dashboard.views.years_asked import years_asked
from etl.documents.prose.digits import printed_step
from etl.documents.prose.read_numbers import ReadNumber
from etl.editions.reading import Edition
from etl.editions.reading.observations import Selection
from etl.editions.reading.statements import Span
from etl.figures.observations import Observation, Statement

MOST_OF_A_KIND = 20
MOST_STATEMENTS = 200
MOST_FIGURES = 20
LONGEST = 200  # characters that are looked at
_BESIDE = re.compile(r"\b(?:vs|versus|against|divided by|per|and|with)\b", re.IGNORECASE)  # between two indicators

_CHANGE, _FREE = re.compile(r"\bchang\w+\b", re.IGNORECASE), re.compile(r"\bpoppy[- ]free\b", re.IGNORECASE)
_EVERYWHERE = re.compile(r"\b(?:all|each|every)(?: the)? countr(?:y|ies)\b", re.IGNORECASE)  # the world, in other words
_NO_PLACE = re.compile(r"\bnew\b(?= psychoactive\b)", re.IGNORECASE)  # names of places begin so too
_PER_PEOPLE = re.compile(  # what is asked for is relative to how many people there are
    r"\bper\s+(?:capita|head|(?:(?:100[,. ]?000|(?:a|one|1)?\s*million)\s*)?(?:people|persons?|inhabitants|population)"
    r"|100[,. ]?000|million)\b",
    re.IGNORECASE,
)
_CHEMICAL = re.compile(r"\b\d(?:,\d)+-(?=[^\W\d])")  # before a name: 3,4-methylenedioxymethamphetamine


@dataclass(frozen=True)
class Found:
    """What there is for some words; `mended` has for each word that is nowhere those that were looked for instead."""

    text: str
    entries: dict[str, list[SearchEntry]] = field(default_factory=dict)  # by kind, the best kind first
    charts: list[SearchEntry] = field(default_factory=list)
    figures: list[Observation] = field(default_factory=list)
    number: ReadNumber | None = None
    statements: list[Statement] = field(default_factory=list)
    mended: dict[str, list[str]] = field(default_factory=dict)
    has_all_words: bool = True

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.charts or self.figures or self.statements)


def search(edition: Edition, text: str, skipped: int = 0) -> Found:
    """What is found for a text that a reader typed; of those who print a number, what follows some of them."""
    text = " ".join(text[:LONGEST].split())
    index = edition.keep(index_of)
    is_of_people, rest = _per_people(edition, _NO_PLACE.sub("", _EVERYWHERE.sub("world", text)))
    number, rest = _number(edition, rest)
    years, subject = years_asked(rest, edition.keep(_newest_year))
    is_of_change = years.is_span and any(said.search(subject) for said in (_CHANGE, _FREE))
    if is_of_change:
        rest, subject = (_CHANGE.sub(" ", _FREE.sub("poppy", said)) for said in (rest, subject))
    # A year is a word of titles too, such as those of surveys; the ends of a span are not.
    looked_for = words_of(subject if years.single is None and words_of(subject) else rest)
    mended = {word: index.mended(word) for word in looked_for}
    words = [near for near in mended.values() if near]
    about = SearchQuestion(
        edition, index, _words(index, subject), years, is_of_change=is_of_change, is_of_people=is_of_people
    )
    if number is not None:
        selection = Selection(about.indicator_keys, about.place_keys, year=years.single)
        return Found(
            text,
            number=number,
            statements=edition.statements_between(_spans(edition, number), selection, MOST_STATEMENTS, skipped),
            mended=_told(mended),
        )
    if not words:
        return Found(text, mended=_told(mended))
    year = years.single
    pairs = about.pairs([_words(index, side) for side in _BESIDE.split(subject)])
    charts = [*about.charts(), *pairs] if about.is_of_one_name else [*pairs, *about.charts()]
    charts = charts or (about.rankings(year) if year else [])
    briefs = about.briefs(year) if year else []
    entries, has_all = _entries(index, words)
    if about.is_of_places_alone:  # and no source or event of the same name before them
        entries = {"place": entries.pop("place", about.places)} | entries
    elif has_all and about.indicators:  # also what is called otherwise: cannabis, for marijuana
        entries["indicator"] = list(dict.fromkeys([*about.indicators, *entries.get("indicator", [])]))[:MOST_OF_A_KIND]
    if not has_all:  # then the words for a place are no words for what is measured there, nor the other way round
        entries |= {kind: found for kind, found in (("place", about.places), ("indicator", about.indicators)) if found}
    if briefs:
        entries = {"page": [*briefs, *entries.pop("page", [])], "place": about.places} | entries
    is_answered = bool(charts or (about.indicators and not about.places))
    return Found(
        text,
        entries,
        charts,
        about.figures[:MOST_FIGURES],
        mended=_told(mended),
        has_all_words=has_all or bool(briefs or pairs) or (about.is_with_all and is_answered),
    )


def _words(index: SearchIndex, text: str) -> list[list[str]]:
    """Of each word of a text what is looked for by it, without those that are nowhere."""
    return [near for near in map(index.mended, words_of(text)) if near]


def _told(mended: dict[str, list[str]]) -> dict[str, list[str]]:
    return {word: near for word, near in mended.items() if near != [word]}


def _per_people(edition: Edition, text: str) -> tuple[bool, str]:
    """Whether rates are asked for, and the text without what says so; behind a number that is its unit."""
    said = _PER_PEOPLE.search(text)
    if said is None or _number(edition, text[: said.start()])[0] is not None:
        return False, text
    return True, f"{text[: said.start()]} {text[said.end() :]}"


def _number(edition: Edition, text: str) -> tuple[ReadNumber | None, str]:
    """The number that a reader looks for, and the text without it; a bare small number among words is one of them."""
    in_names = [name.span() for name in _CHEMICAL.finditer(text)]
    for number, start, end in reader_of(edition).numbers(text) if any(map(str.isdigit, text)) else []:
        if any(first <= start < last for first, last in in_names):
            continue
        alone = not words_of(text[:start] + text[end:])
        if number.digits and (alone or number.marked or (number.unit and number.unit_said) or number.value >= 1000):
            return number, f"{text[:start]} {text[end:]}"
    return None, text


def _spans(edition: Edition, number: ReadNumber) -> list[Span]:
    """What rounds to a number, in the unit of every indicator that it can be of; of one without a unit in any."""
    catalogue = edition.keep(catalogue_of)
    found: dict[tuple[float, float], list[str]] = {}
    for key in edition.indicators_with_figures:
        factor = catalogue.in_unit_of(key, 1.0, number.unit) if number.unit else 1.0
        if factor is None and edition.indicators[key].unit.startswith(f"{number.unit}/"):
            factor = 1.0  # an amount of money may be the price of anything: $750
        for value in (number.value, number.otherwise):
            if factor is not None and value is not None:
                step = printed_step(number.value, number.step) if value == number.value else 0.001
                found.setdefault((value * factor, step * factor), []).append(key)
    return [Span(keys, value - step / 2, value + step / 2, value) for (value, step), keys in found.items()]


def _entries(index: SearchIndex, words: Words) -> tuple[dict[str, list[SearchEntry]], bool]:
    """The entries with all of the words, else those with some, by kind; whether they have all.

    The kind of what is called just so comes first.
    """
    for every in (True, False):
        ranked = [(*index.find(words, kind, MOST_OF_A_KIND, every=every), kind) for kind in KINDS]
        ranked.sort(key=lambda item: (not any(is_called(entry, words) for entry in item[0][:1]), item[1]))
        found = {kind: entries for entries, _, kind in ranked if entries}
        if found:
            return found, every
    return {}, False


def _newest_year(edition: Edition) -> int:
    """The last year of which there is a figure."""
    return max((row.last for row in edition.coverage), default=0)
