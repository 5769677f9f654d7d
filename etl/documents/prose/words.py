"""The words of a language that tell what a number is, and where they stand in a text.

A word may consist of several, as `area under`; one that ends in `*` stands for all that begin so, one that begins with
`*` for all that end so, as `*anbau` does for compounds. Between two that are one word in a language but stand apart in
its sentences is `…`, as in `stellten … sicher`; the place of such a word is that of its first part. A word in capitals,
as `US`, is only found where a text writes it with a capital.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from etl.documents.prose.tokens import Spelling, Token

OF_A_GROUP = "group"  # what a name of several countries together means: an area of which there are no figures
LONGEST_BEGINNING = 24  # characters of a word that are compared with beginnings and ends of words
_USUAL = "en"
# Words by which a language is told beside its common ones, if they are long enough to be of few languages.
_TELLING, _LONG = frozenset({"unit", "measure", "substance", "up", "down"}), 4
_APART, _FARTHEST = "…", 40  # what parts a word that stands apart, and how many words its parts may be apart
_INSIDE, _WIDER = frozenset({"area", "part", "other-thing"}), frozenset({"continent", "nation", "group"})
_CLAUSE_ENDS = frozenset(".;:!?")
_MOST_KEPT = 20_000  # words of texts that are looked up once


class LanguageWord(NamedTuple):
    """A row of the vocabulary: in a language, a word of a kind, and what it means."""

    language: str
    kind: str
    word: str
    means: str


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the vocabulary in a text: tokens `first` to `last`."""

    kind: str
    means: str
    first: int
    last: int


class _Phrase(NamedTuple):
    kind: str
    means: str
    rest: tuple[str, ...]
    capital: bool


@dataclass
class _Index:
    """Phrases by their first word, whole, as a beginning or as an end."""

    whole: dict[str, list[_Phrase]] = field(default_factory=dict)
    beginnings: dict[str, list[_Phrase]] = field(default_factory=dict)
    ends: dict[str, list[_Phrase]] = field(default_factory=dict)

    def add(self, words: Sequence[str], kind: str, means: str, capital: bool) -> None:
        first = words[0]
        phrase = _Phrase(kind, means, tuple(words[1:]), capital)
        if first.startswith("*"):
            self.ends.setdefault(first[1:], []).append(phrase)
        elif first.endswith("*"):
            self.beginnings.setdefault(first[:-1], []).append(phrase)
        else:
            self.whole.setdefault(first, []).append(phrase)

    def beginning_with(self, word: str) -> list[_Phrase]:
        found = list(self.whole.get(word, ()))
        short = word[:LONGEST_BEGINNING]
        for length in range(len(short), 1, -1):
            # What begins so for longer says more: урожайность is a yield, урожай a harvest.
            known = {phrase.kind for phrase in found if not phrase.rest}
            found += [it for it in self.beginnings.get(short[:length], ()) if it.rest or it.kind not in known]
        tail = word[-LONGEST_BEGINNING:]
        for length in range(2, len(tail)):
            found += self.ends.get(tail[-length:], ())
        return found


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def _ends_apart(rest: Sequence[str], tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands behind the gap of a word comes later in its clause, where it ends one."""
    end = rest[rest.index(_APART) + 1 :]
    for at in range(place, min(place + _FARTHEST, len(tokens) - len(end) + 1)):
        behind = at + len(end)
        if all(_fits(part, tokens[at + nth].text) for nth, part in enumerate(end)):
            return behind == len(tokens) or tokens[behind].kind not in {"word", "number"}
        if tokens[at].text in _CLAUSE_ENDS:
            return False
    return False


class Lexicon:
    """The words of one language, with `names` that are the same for all."""

    def __init__(self, language: str, spelling: Spelling, names: "Lexicon | None" = None) -> None:
        self.language = language
        self._spelling = spelling
        self._names = names
        self._index = _Index()
        self._known: dict[str, list[_Phrase]] = {}
        self.abbreviations: frozenset[str] = frozenset()

    def add(self, word: str, kind: str, means: str, capital: bool = False) -> None:
        """Let a word be found."""
        starred = word.startswith("*"), word.endswith("*")
        texts = [token.text for token in self._spelling.tokens(word.strip("*"))]
        if not texts:
            return
        if starred[0]:
            texts[0] = f"*{texts[0]}"
        if starred[1]:
            texts[-1] = f"{texts[-1]}*"
        self._index.add(texts, kind, means, capital)

    def find(self, tokens: Sequence[Token]) -> list[Match]:
        """All words in some tokens, in their order; of words of one kind that overlap the longest."""
        found: list[Match] = []
        count = len(tokens)
        for place, token in enumerate(tokens):
            for kind, means, rest, capital in self._beginning_with(token.text):
                last = place + len(rest)
                # Of a name in several words the first may be written small: southern Shan.
                if last >= count or (capital and not (token.capital or tokens[last].capital)):
                    continue
                if _APART in rest:
                    if _ends_apart(rest, tokens, place + 1):
                        found.append(Match(kind, means, place, place))
                    continue
                at = place
                for part in rest:
                    at += 1
                    if not _fits(part, tokens[at].text):
                        break
                else:
                    found.append(Match(kind, means, place, last))
        return _longest(found)

    def _beginning_with(self, word: str) -> list[_Phrase]:
        phrases = self._known.get(word)
        if phrases is None:
            phrases = self._index.beginning_with(word)
            if self._names is not None:
                phrases = phrases + self._names._beginning_with(word)
            if len(self._known) < _MOST_KEPT:
                self._known[word] = phrases
        return phrases


def _longest(found: list[Match]) -> list[Match]:
    """Of matches of one kind that overlap the longest, and of those the first; in order of their places."""
    taken: dict[tuple[str, int], Match] = {}
    kept = []
    for match in sorted(found, key=_by_length):
        kind, first, last = match.kind, match.first, match.last
        places = [(kind, first)] if first == last else [(kind, at) for at in range(first, last + 1)]
        holders = [taken[place] for place in places if place in taken]
        # One name may mean two places, which is for the reader of the text to tell.
        if holders and any(it.first != first or it.last != last or it == match for it in holders):
            continue
        taken.update(dict.fromkeys(places, match))
        kept.append(match)
    # What stands inside the name of an area is none of the words that it is written like: 比 in 哥伦比亚.
    named = {at for it in kept if it.kind == "area" and it.last > it.first for at in range(it.first, it.last + 1)}
    outside = (it for it in kept if it.kind == "area" or it.last > it.first or it.first not in named)
    # A South American country is no place in America, nor its south.
    wider = [it for it in kept if it.kind in _WIDER and it.last > it.first]
    return sorted((it for it in outside if not _is_inside(it, wider)), key=_by_place)


def _is_inside(match: Match, wider: list[Match]) -> bool:
    return match.kind in _INSIDE and any(it.first <= match.first and match.last <= it.last for it in wider)


def _by_length(match: Match) -> tuple[int, int]:
    return match.first - match.last, match.first


def _by_place(match: Match) -> tuple[int, int]:
    return match.first, match.last


class Vocabulary:
    """The words of all languages.

    `names` are the names of areas in every language, as (name, area), and `groups` those of continents and the like.
    """

    def __init__(
        self, words: Iterable[LanguageWord], names: Iterable[tuple[str, str]] = (), groups: Iterable[str] = ()
    ) -> None:
        rows = list(words)
        self.spelling = Spelling({row.word: row.means for row in rows if row.kind == "variant"})
        self._lexicons: dict[str, Lexicon] = {}
        self._names = Lexicon("", self.spelling)
        for name, area in names:
            # A name is told from a common word by its capital, where the script has capitals.
            self._names.add(name, "area", area, capital=name[:1].isupper())
        for name in groups:
            self._names.add(name, "group", OF_A_GROUP, capital=name[:1].isupper())
        self._tells: dict[str, list[str]] = {}
        for row in rows:
            if row.kind == "variant":
                continue
            lexicon = self._lexicon(row.language)
            if row.kind == "common":
                self._tells.setdefault(self.spelling.plain(row.word), []).append(row.language)
            elif row.kind == "abbreviation":
                parts = (token.text for token in self.spelling.tokens(row.word) if token.kind == "word")
                lexicon.abbreviations |= frozenset(parts)
            else:
                means = OF_A_GROUP if row.kind == "group" else row.means
                lexicon.add(row.word, row.kind, means, capital=row.word.isupper())
                if row.kind in _TELLING and len(row.word) >= _LONG and row.word.isalpha():
                    self._tells.setdefault(self.spelling.plain(row.word), []).append(row.language)

    def _lexicon(self, language: str) -> Lexicon:
        if language not in self._lexicons:
            self._lexicons[language] = Lexicon(language, self.spelling, self._names)
        return self._lexicons[language]

    def language(self, tokens: Sequence[Token]) -> Lexicon:
        """The language of a text, by its most common words."""
        counted: Counter[str] = Counter()
        for token in tokens:
            for language in self._tells.get(token.text, ()):
                counted[language] += 1
            if "\u3400" <= token.text[0] <= "\u9fff":
                counted["zh"] += 1
            elif "\u0400" <= token.text[0] <= "\u04ff":
                counted["ru"] += 1
            elif token.text[0] in "پچژگ":
                counted["fa"] += 1
            elif token.text[0] in "ٹڈڑںہے":
                counted["ur"] += 1
        best = max(counted.items(), key=lambda item: (item[1], item[0] == _USUAL), default=(_USUAL, 0))
        return self._lexicon(best[0])
