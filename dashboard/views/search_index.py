"""Everything that has a name, found by words: places, indicators, substances, sources, events and pages.

The index is SQLite's own (FTS5), in memory, made once for an edition whatever database holds it: one table of names and
one of the words in them, by groups of three letters, from which a word that is nowhere is mended.
"""

import re
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import log10
from typing import Any

from dashboard.server.urls import (
    AFGHANISTAN_2018,
    API_REFERENCE,
    CHECK,
    COVERAGE,
    DATA,
    DISAGREEMENTS,
    EXPLORE,
    INSIDE,
    METHOD,
    PLACES,
    SOURCES,
    TOPICS,
)
from dashboard.views.lookups import coverage_by_indicator
from dashboard.views.overview import places
from dashboard.views.scenes import groups
from dashboard.views.view import PARTS_OF
from dashboard.words.glossary import TERMS
from etl.documents.prose.country_names import full_names_of
from etl.editions.reading import Edition
from etl.figures.areas import country_of
from etl.figures.beside import rows_beside
from etl.figures.indicators import Indicator
from etl.figures.quoting import counted
from etl.figures.vocabulary.indicators import Measure

MOST_WORDS = 12
_LONGEST_WORD = 40
_WORDS_FOR_PARTS = ("parts", "regions", "provinces", "departments", "states", "districts")
_KNOWN_WIDELY = 0.03  # how much more an entry counts for each ten times as many areas that it has figures of
_NEAR = 0.75  # how alike a word and the one that is meant are, from 0 to 1
_MENDED_FROM = 4  # letters; of shorter words too many others are near
_CANDIDATES = 40
_LAST_LETTER = "\U0010ffff"
# Words that are in every title, and those of questions.
_SMALL_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "per", "the", "to", "with"}
_SMALL_WORDS |= {"against", "compared", "did", "divided", "five", "highest", "how", "largest", "many", "most", "much"}
_SMALL_WORDS |= {"countries", "country", "ten", "top", "versus", "vs", "was", "were", "what", "when", "where", "which"}
_QUESTION = ("who", "Who")  # WHO is an organization
# What only readers who search mean so: in a text, growers are people.
_MEASURES_SEARCHED = {"grower*": Measure.CULTIVATION}
# Pages, and words by which a reader may look for them.
_PAGES = {
    EXPLORE: ("Explore", "chart map table ranking compare"),
    AFGHANISTAN_2018: ("Afghanistan 2018", "briefing Paris Pact"),
    PLACES: ("Places", "countries provinces regions list"),
    TOPICS: ("Topics", "subjects list"),
    DISAGREEMENTS: ("Disagreements", "differences disputed misprints revisions which sources differ"),
    COVERAGE: ("Coverage", "gaps missing years weak evidence single source copies summed disputed what is known"),
    SOURCES: ("Sources", "library publications documents reports"),
    CHECK: ("Check", "text draft verify paste figures agree revised slip"),
    DATA: ("Data", "download CSV SQLite Parquet editions licence"),
    API_REFERENCE: ("API", "programs JSON CSV notebook R Python"),
    METHOD: ("Method", "glossary verdicts rules how figures are chosen terms"),
}


Words = Sequence[Sequence[str]]  # of each word that is looked for all that may be meant by it


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """Something that has a name: `key` names it in the data, `address` is inside the dashboard."""

    kind: str
    key: str
    name: str
    note: str
    address: str
    other_names: str = ""
    short_names: Sequence[str] = ()
    areas: int = 0  # that it has figures of


# The kinds of entries, each under the heading that its list has.
KINDS = {
    "place": "Places",
    "indicator": "Indicators",
    "substance": "Substances",
    "source": "Sources",
    "event": "Events",
    "page": "Pages",
    "term": "Words of the method",
}


class SearchIndex:
    """The names of an edition. Readers in several threads take turns, a few milliseconds each."""

    def __init__(self, entries: Sequence[SearchEntry], meant: Mapping[str, str]) -> None:
        """`meant` has what texts call a measure, or how such a word begins where it ends in `*`, and which it is."""
        self.entries = entries
        self._meant = meant
        self._whole_names: dict[frozenset[str], set[str]] = {}
        for item in entries:
            if item.kind == "place":
                self._whole_names.setdefault(frozenset(words_of(item.name)), set()).add(item.key)
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE entry USING fts5(name, other, short, kind UNINDEXED, weight UNINDEXED, "
            "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')"
        )
        rows = (
            (
                place,
                item.name,
                item.other_names,
                " ".join(item.short_names),
                item.kind,
                1 + _KNOWN_WIDELY * log10(1 + item.areas),
            )
            for place, item in enumerate(entries)
        )
        columns = "rowid, name, other, short, kind, weight"
        self._database.executemany(f"INSERT INTO entry({columns}) VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._database.execute("CREATE VIRTUAL TABLE word USING fts5vocab(entry, row)")
        self._database.execute("CREATE VIRTUAL TABLE letters USING fts5(word, tokenize = 'trigram')")
        self._database.execute("INSERT INTO letters(word) SELECT term FROM word WHERE length(term) > 2 AND term > 'a'")

    def find(self, words: Words, kind: str, most: int, *, every: bool = True) -> tuple[list[SearchEntry], float]:
        """The entries of a kind in whose names words begin so, the best first, and the rank of the best (low is good).

        What is called just so comes before the others. `every`: all words must be there, else one is enough.
        """
        rows = self._rows(
            "SELECT rowid, bm25(entry, 10.0, 4.0, 60.0) * weight AS rank FROM entry WHERE entry MATCH ? AND kind = ? "
            "ORDER BY rank, rowid LIMIT ?",
            (_query(words, every=every), kind, most),
        )
        found = [self.entries[int(row[0])] for row in rows]
        found.sort(key=lambda item: not is_called(item, words))
        return found, float(rows[0][1]) if rows else 0.0

    def measure_meant(self, word: str) -> str:
        """The measure that texts call so, such as production by producers; empty where it is none."""
        beginnings = (f"{word[:length]}*" for length in range(len(word), 2, -1))
        return next((self._meant[one] for one in (word, *beginnings) if one in self._meant), "")

    def mended(self, word: str) -> list[str]:
        """The word itself where some name has it or begins so, else what it means or is near; none where none is."""
        if self._is_known(word):
            return [word]
        meant = self.measure_meant(word)
        if meant and self._is_known(meant):
            return [meant]
        if len(word) < _MENDED_FROM:
            return []
        pairs = range(len(word) - 1)
        swapped = [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in pairs]
        known = self._rows(f"SELECT term FROM word WHERE term IN ({', '.join('?' * len(swapped))})", tuple(swapped))
        if known:
            return [str(row[0]) for row in known]
        threes = " OR ".join(f'"{word[at : at + 3]}"' for at in range(len(word) - 2))
        near = self._rows(
            "SELECT word FROM letters WHERE letters MATCH ? ORDER BY bm25(letters) LIMIT ?", (threes, _CANDIDATES)
        )
        # A letter in the middle of a short word is in each of its threes.
        near += self._rows(
            "SELECT term FROM word WHERE term BETWEEN ? AND ? AND length(term) BETWEEN ? AND ?",
            (word[0], word[0] + _LAST_LETTER, len(word) - 1, len(word) + 1),
        )
        return get_close_matches(word, dict.fromkeys(str(row[0]) for row in near), n=2, cutoff=_NEAR)

    def are_of_two(self, words: Words, place: SearchEntry) -> bool:
        """Whether words that find a place name another one and where it lies: US and Mexico are not New Mexico."""
        own = words_of(place.name)
        inside = [near[0] for near in words if any(name.startswith(near[0]) for name in own)]
        named = self._whole_names.get(frozenset(inside), set())
        lies_in_another = frozenset(words_of(place.note)) in self._whole_names
        return lies_in_another and len(inside) < len(words) and bool(named) and place.key not in named

    def _is_known(self, word: str) -> bool:
        return bool(self._rows("SELECT 1 FROM entry WHERE entry MATCH ? LIMIT 1", (_query([[word]]),)))

    def _rows(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()


def is_called(entry: SearchEntry, words: Words) -> bool:
    """Whether the words are just what something is called."""
    said = {near[0] for near in words}
    return any(set(words_of(name)) == said for name in (entry.name, *entry.short_names))


def words_of(text: str) -> list[str]:
    """The words to look for in a text, in lower case, without those that are in every title or question."""
    said = re.findall(r"\w+", text.replace("_", " "))
    every = [word[:_LONGEST_WORD].casefold() for word in said if word not in _QUESTION or len(said) == 1]
    return ([word for word in every if word not in _SMALL_WORDS] or every)[:MOST_WORDS]


def _query(words: Words, *, every: bool = True) -> str:
    """The words for FTS5, each quoted, so that none is an operator.

    A whole word counts beside its beginning, and once more where a name begins with it.
    """
    groups = (" OR ".join(f'"{word}" OR "{word}"* OR ^"{word}"' for word in meant) for meant in words)
    return (" AND " if every else " OR ").join(f"({group})" for group in groups)


def index_of(edition: Edition) -> SearchIndex:
    """The index of an edition."""
    return SearchIndex(
        [
            *_places(edition),
            *_parts(edition),
            *_indicators(edition),
            *_substances(edition),
            *(
                SearchEntry(
                    "source",
                    item.source,
                    item.title,
                    f"{item.published_by}, {item.dated or 'no date'}",
                    INSIDE.source(item.source),
                    f"{item.publisher} {item.published} {item.source}",
                )
                for item in edition.sources.values()
            ),
            *(
                SearchEntry(
                    "event",
                    item.title,
                    item.title,
                    f"{item.date}, {edition.areas[item.area].name}",
                    INSIDE.source(item.source),
                    f"{item.description} {item.date} {edition.areas[item.area].name}",
                )
                for item in edition.events
            ),
            *(SearchEntry("page", page, name, "", page, words) for page, (name, words) in _PAGES.items()),
            *(
                SearchEntry("page", topic.topic, topic.name, "Topic", INSIDE.topic(topic.topic), topic.description)
                for topic in edition.topics.values()
            ),
            *(
                SearchEntry("term", term, name, meaning, INSIDE.method(f"term-{term}"))
                for term, (name, meaning) in TERMS.items()
            ),
        ],
        {
            # What people die of stands for the deaths themselves: overdose.
            word.casefold(): means if kind == "measure" else Measure.DEATHS
            for _, kind, word, means in edition.words
            if kind in {"measure", "cause"}
        }
        | _MEASURES_SEARCHED,
    )


def _places(edition: Edition) -> Iterator[SearchEntry]:
    """Places with every name that they and their people have, in every script that is read."""
    called: dict[str, dict[str, None]] = {}
    for name, named in (*edition.aliases, *full_names_of(edition.areas)):
        called.setdefault(named, {})[name] = None
    short = _short_names()
    for _, kind, word, means in edition.words:
        if kind == "area":  # what belongs there is called so too: Iranian opium
            short.setdefault(means, []).append(word.rstrip("*"))
    for key, name in edition.keep(places).items():
        area = edition.areas.get(key)
        country = country_of(area, edition.areas) if area is not None else None
        note = "Group" if area is None else country.name if country is not None and country is not area else ""
        others = " ".join((key, *called.get(key, {}), note))
        yield SearchEntry("place", key, name, note, INSIDE.place(key), others, short.get(key, ()))


def _short_names() -> dict[str, list[str]]:
    """The short names of areas: US."""
    short: dict[str, list[str]] = {}
    for row in rows_beside(__package__, "short_names.csv"):
        short.setdefault(row["area"], []).append(row["name"])
    return short


def _parts(edition: Edition) -> Iterator[SearchEntry]:
    """All parts of each country together, such as its provinces; they lead to what the most of their figures are of."""
    short = _short_names()
    figures: dict[str, Counter[str]] = {}
    for row in edition.coverage:
        figures.setdefault(row.area, Counter())[row.indicator] += row.observations
    for key, (name, members) in edition.keep(groups).items():
        whole = key.removeprefix(PARTS_OF)
        if whole == key or not edition.areas[whole].parent:
            continue
        known = sum((figures.get(area, Counter()) for area in members), Counter[str]())
        address = INSIDE.explore(indicator=max(known, key=lambda one: known[one]), group=key)
        yield SearchEntry("place", key, name, "Group", address, " ".join((*_WORDS_FOR_PARTS, *short.get(whole, ()))))


def _indicators(edition: Edition) -> Iterator[SearchEntry]:
    """Indicators that have figures, with the words for what they are about."""
    for item in edition.indicators_with_figures.values():
        topic = edition.topics[item.topic].name if item.topic in edition.topics else ""
        words = f"{item.indicator} {item.crop} {topic} {item.measure}"
        yield SearchEntry(
            "indicator",
            item.indicator,
            item.name,
            _known(edition, [item]),
            INSIDE.explore(indicator=item.indicator),
            words,
            areas=len({row.area for row in edition.keep(coverage_by_indicator)[item.indicator]}),
        )


def _substances(edition: Edition) -> Iterator[SearchEntry]:
    """Substances, each leading to the indicator of it that has the most figures."""
    covered, of_substance = edition.keep(coverage_by_indicator), dict[str, list[Indicator]]()
    for item in edition.indicators_with_figures.values():
        of_substance.setdefault(item.substance, []).append(item)
    for key, items in of_substance.items():
        if key not in edition.substances:
            continue
        most = max(items, key=lambda item: sum(row.observations for row in covered[item.indicator]))
        note = f"{counted(len(items), 'indicator')}; {_known(edition, items)}"
        called = edition.keep(names_of_substances).get(key, [])
        address = INSIDE.explore(indicator=most.indicator)
        yield SearchEntry("substance", key, edition.substances[key].name, note, address, key, called)


def _known(edition: Edition, items: Iterable[Indicator]) -> str:
    rows = [row for item in items for row in edition.keep(coverage_by_indicator)[item.indicator]]
    first, last = min(row.first for row in rows), max(row.last for row in rows)
    return f"{counted(len({row.area for row in rows}), 'area')}, {first if first == last else f'{first}–{last}'}"


def names_of_substances(edition: Edition) -> dict[str, list[str]]:
    """What texts call each substance, in every language that is read."""
    found: dict[str, list[str]] = {}
    for _, kind, word, means in edition.words:
        if kind == "substance" and means in edition.substances:
            found.setdefault(means, []).append(word)
    return found
