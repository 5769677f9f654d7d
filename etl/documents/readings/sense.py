"""What a text of a table says: areas, years, substances, what is measured, units, and what kind of number it heads."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import pandas as pd

from etl.documents.area_names import AreaNames
from etl.documents.files.document import Document, DocumentTable
from etl.documents.prose.catalogue import WORLD, Catalogue, KnownPlace, Measured, Unit
from etl.documents.prose.reader import ProseReader
from etl.documents.prose.tokens import Token
from etl.documents.prose.words import LanguageWord, Lexicon, Match
from etl.figures.beside import rows_beside
from etl.package.extract import Package
from etl.package.simple_names import simple

_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")
_SAYING: dict[str, re.Pattern[str]] = {}
for _row in rows_beside("etl.documents.readings", "table_words.csv"):
    _SAYING[_row["says"]] = re.compile(
        "|".join(filter(None, (_SAYING[_row["says"]].pattern if _row["says"] in _SAYING else "", _row["words"])))
    )
_WHOLE = {says: re.compile(rf"(?<!\w)(?:{form.pattern})(?!\w)") for says, form in _SAYING.items()}
_MONTHS_OF_A_YEAR = 12
_OPENING, _OPENING_CHARACTERS = 8, 900  # paragraphs and characters of the beginning of a document
_TEXTS_FOR_THE_COUNTRY = 3_000  # of a longer document the first tell of which country it is
_PER_CENT = re.compile(r"%|\bper ?cent\b|\bpor ciento\b|\bpour cent\b|\bprozent\b|процент", re.IGNORECASE)


def says(kind: str, text: str) -> bool:
    """Whether a text has a word of a kind from `table_words.csv`."""
    # A plain form has no accents, and no dots and strokes either, which are letters of their own in some scripts.
    forms = dict.fromkeys((simple(text), text.casefold()))
    return any(_WHOLE[kind].search(form) for form in forms)


def words_of(text: str) -> frozenset[str]:
    """The words of a text, in the plain form in which names are compared."""
    return frozenset(simple(text).split())


@dataclass(frozen=True)
class Sense:
    """What one text says; of what it says several times, in the order in which it does."""

    text: str
    words: frozenset[str] = frozenset()  # in their plain form
    years: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    substances: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()  # what words that are said of much else measure, such as "area"
    units: tuple[str, ...] = ()
    counts: bool = False  # fields, cases or people, where the words do not say which are measured here
    is_change: bool = False
    is_share: bool = False
    is_part_of_year: bool = False
    is_of_smaller_places: bool = False
    is_unit: bool = False  # and says nothing else


class SenseReader:
    """Reads the texts of one document."""

    def __init__(self, prose: ProseReader, names: AreaNames, document: Document) -> None:
        self.catalogue, self.names = prose.catalogue, names
        self._vocabulary = prose.vocabulary
        self._months = prose.months
        every: list[Token] = []
        for text in _texts(document):
            every += self._vocabulary.spelling.tokens(text[:2_000])
            if len(every) > 50_000:
                break
        self._lexicon: Lexicon = self._vocabulary.language(every)
        self._known: dict[str, Sense] = {}
        self._document = document

    @property
    def language(self) -> str:
        """The language of the document."""
        return self._lexicon.language

    @cached_property
    def country(self) -> str:
        """The country that the document speaks of most; empty where it names none more than others."""
        counted: Counter[str] = Counter()
        for number, text in enumerate(islice(_texts(self._document), _TEXTS_FOR_THE_COUNTRY)):
            for area in self.sense(text).areas:
                if country := self.catalogue.country(area):
                    counted[country] += 3 if number < 3 else 1
        most = counted.most_common(2)
        return most[0][0] if most and (len(most) == 1 or most[0][1] > 1.5 * most[1][1]) else ""

    @cached_property
    def opening(self) -> str:
        """The beginning of the document: its title and what stands near it."""
        return " ".join(each.text for each in list(self._document.paragraphs)[:_OPENING])[:_OPENING_CHARACTERS]

    @cached_property
    def opening_words(self) -> frozenset[str]:
        """The words of the beginning, in their plain form."""
        return words_of(self.opening)

    @cached_property
    def measures(self) -> tuple[str, ...]:
        """What the beginning of the document measures."""
        return self.sense(self.opening).measures

    @cached_property
    def year(self) -> int | None:
        """The year that the titles of the document agree on; None where they do not."""
        years = self.sense(self.opening).years
        return years[0] if len(years) == 1 else None

    def indicator(self, measure: str, substance: str, unit: str, told: frozenset[str]) -> str:
        """The indicator of a measure and a substance, in a unit that converts to its own; empty where none or several.

        Of several kinds it is the one whose own words are told, such as "manual", else the one that is no special kind.
        Where that is measured at a step of the trade, the step must be said.
        """
        known = self.catalogue.indicators.get(self.catalogue.indicator(measure, substance))
        if known is None:
            return ""
        kinds = [
            each
            for each in self._by_measure[known.measure, known.substance]
            if not unit or self.catalogue.in_unit_of(each.indicator, 1.0, unit) is not None
        ]
        words = {each.indicator: frozenset(each.indicator.split("-")) for each in kinds}
        common = frozenset.intersection(*words.values()) if words else frozenset()
        own = {each.indicator: words[each.indicator] - common for each in kinds}
        special = [each for each in kinds if own[each.indicator] and own[each.indicator] <= told]
        general = [each for each in kinds if not own[each.indicator]]
        # In other languages what is measured is said by other words than those of the key.
        called = [each for each in kinds if own[each.indicator] <= frozenset(measure.split("-"))]
        found = special or general or called
        if len(found) != 1:
            return ""
        is_at_step = len(kinds) > 1 and found[0].level and not special
        return found[0].indicator if not is_at_step or found[0].level.split("-")[0] in told else ""

    @cached_property
    def _by_measure(self) -> dict[tuple[str, str], list[Measured]]:
        found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
        for each in self.catalogue.indicators.values():
            found[each.measure, each.substance].append(each)
        return found

    def sense(self, text: str) -> Sense:
        """What a text says."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._read(text[:1_000])
        return found

    def _read(self, text: str) -> Sense:
        tokens = self._vocabulary.spelling.tokens(text)
        matches = self._matches(tokens)
        plain = [token.text for token in tokens]
        areas = [match.means for match in matches if match.kind == "area" and self._is_certain(match, matches)]
        months = sum(word in self._months for word in plain)
        years = tuple(dict.fromkeys(int(each) for each in _YEAR.findall(text)))
        return Sense(
            text,
            words_of(text),
            years,
            tuple(dict.fromkeys(areas)),
            _means(matches, "substance"),
            *_measures(matches, tokens),
            _means(matches, "unit"),
            says("count", text),
            says("change", text) or (len(years) == 2 and bool(_PER_CENT.search(text))),
            says("share", text),
            says("part-of-year", text) or 1 < months < _MONTHS_OF_A_YEAR,
            says("smaller-place", text),
            [(match.kind, match.first, match.last) for match in matches] == [("unit", 0, len(tokens) - 1)],
        )

    def _matches(self, tokens: list[Token]) -> list[Match]:
        """The words that are known in the language of the document, and in that of the text where it is another."""
        found = self._lexicon.find(tokens)
        own = self._vocabulary.language(tokens)
        if own is not self._lexicon:
            found = sorted(dict.fromkeys([*found, *own.find(tokens)]), key=lambda match: (match.first, match.last))
        return found

    @staticmethod
    def _is_certain(match: Match, matches: Sequence[Match]) -> bool:
        """Whether a name means one area only."""
        return sum(it.kind == "area" and it.first == match.first and it.last == match.last for it in matches) == 1


def _means(matches: Iterable[Match], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(match.means for match in matches if match.kind == kind))


def _measures(matches: Sequence[Match], tokens: Sequence[Token]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is measured, the likeliest first: what stands first, without what is only set apart from it.

    "eradication of coca cultivation" is of eradication, "cultivation after eradication" of cultivation. What "area" and
    the like measure is only there where nothing else says it, and apart.
    """
    found: list[str] = []
    weak: list[str] = []
    for match in matches:
        if match.kind != "measure":
            continue
        before = " ".join(token.text for token in tokens[max(0, match.first - 2) : match.first])
        if found and re.search(rf"(?:{_SAYING['before'].pattern})$", simple(before)):
            continue
        is_weak = match.first == match.last and says("area", tokens[match.first].text)
        (weak if is_weak else found).append(match.means)
    return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(weak))


def _texts(document: Document) -> Iterable[str]:
    for block in document.blocks:
        if isinstance(block, DocumentTable):
            yield from block.titles
            yield from (cell.text for cell in block.cells if any(letter.isalpha() for letter in cell.text))
        else:
            yield block.text


def prose_reader(package: Package) -> ProseReader:
    """A reader of texts that knows the words, areas, indicators and units of a data package."""
    tables = package.tables
    words = [LanguageWord(*row) for row in _rows(tables["words"], "language", "kind", "word", "means")]
    places = {row[0]: KnownPlace(*row) for row in _rows(tables["areas"], "area", "name", "level", "parent")}
    columns = ("indicator", "name", "measure", "substance", "unit", "level", "population")
    indicators = {row[0]: Measured(*row) for row in _rows(tables["indicators"], *columns)}
    units = {
        row[0]: Unit(row[0], row[1], None if pd.isna(row[2]) else float(row[2]), row[3])
        for row in _rows(tables["units"], "unit", "quantity", "factor", "base_unit")
    }
    aliases = _rows(tables["aliases"], "alias", "area")
    return ProseReader(words, Catalogue(places, indicators, units, [(name, area) for name, area in aliases]))


def _rows(table: pd.DataFrame, *columns: str) -> list[tuple]:  # type: ignore[type-arg]
    if missing := set(columns) - set(table.columns):
        table = table.assign(**dict.fromkeys(missing, ""))
    return list(table[list(columns)].itertuples(index=False, name=None))


def parent_of_most(areas: Iterable[str], names: AreaNames) -> str:
    """The area that most of some areas lie in; empty where they lie in several."""
    counted = Counter(names.parent_of.get(area, "") for area in dict.fromkeys(areas))
    if not counted:
        return ""
    parent, count = counted.most_common(1)[0]
    return parent if parent and parent != WORLD and count >= 0.6 * counted.total() else ""
