"""From a text to its figures: paragraphs, sentences, numbers, and what each number is about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from etl.documents.prose.attachment import Attachment
from etl.documents.prose.catalogue import REFINED, SAME, Catalogue
from etl.documents.prose.context import Context
from etl.documents.prose.country_names import months, names_of, names_of_groups, province_names_of
from etl.documents.prose.digits import marks_of
from etl.documents.prose.figures import LOOK_BACK, Figures
from etl.documents.prose.numbers import NumberReader
from etl.documents.prose.read_numbers import PERCENT, ReadNumber
from etl.documents.prose.records import FigureReading, NumberRole, Paragraph, Witness
from etl.documents.prose.sentence import ProseSentence
from etl.documents.prose.times import is_day_of_month, is_year, times_of
from etl.documents.prose.tokens import Token, sentences
from etl.documents.prose.words import LanguageWord, Lexicon, Match, Vocabulary

MOST_CHARACTERS = 60_000
MOST_NUMBERS = 3_000
MOST_SENTENCES = 8_000
_LONGEST_SENTENCE = 300  # tokens; what is longer is no sentence, and read in pieces
_LONGEST_TITLE = 160
_SHORT_NAME = 3
_CELL_MARKS = ("|", "\t")
_SEMICOLONS = frozenset({";", "；"})
_FULL_STOPS = (".", "。", "۔", "।")  # which end a sentence, and no title


class TextTooLongError(Exception):
    """A text that is not read; the message is a sentence for who gave it."""


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a plain text; a short first one before an empty line is its title."""
    found: list[Paragraph] = []
    start = 0
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.strip():
            is_title = not found and number + 1 < len(lines) and not lines[number + 1].strip()
            is_title = (
                is_title
                and len(line) <= _LONGEST_TITLE
                and not line.rstrip().endswith(_FULL_STOPS)
                and any(map(str.strip, lines[number + 1 :]))
            )
            number_of_titles = bool(found and found[0].role == NumberRole.TITLE)
            place = "title" if is_title else f"paragraph {len(found) + 1 - number_of_titles}"
            found.append(Paragraph(line, start, place, NumberRole.TITLE if is_title else NumberRole.TEXT))
        start += len(line) + 1
    return found


class ProseReader:
    """Reads the figures of texts; it is made once for a vocabulary and a catalogue."""

    def __init__(self, words: Iterable[LanguageWord], catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        names = [(place.name, place.area) for place in catalogue.places.values()]
        names += [(name, area) for name, area in catalogue.aliases if len(name) > _SHORT_NAME or name == "Lao"]
        countries = [area for area in catalogue.places if catalogue.is_country(area)]
        rows = list(words)
        # What is called like the capital in it has that name in the words of each language, with what tells them apart.
        capitals = {row.word for row in rows if row.kind == "capital"}
        provinces = [area for area, place in catalogue.places.items() if place.name.casefold() not in capitals]
        names += [*names_of(countries), *province_names_of(provinces)]
        self.vocabulary = Vocabulary(rows, names, names_of_groups())
        spelling = self.vocabulary.spelling
        self.months = frozenset(spelling.plain(name) for name in months())

    def read(self, text: str, published: str = "") -> list[FigureReading]:
        """The figures of a plain text that was published on a day (YYYY-MM-DD, or empty)."""
        if len(text) > MOST_CHARACTERS:
            raise TextTooLongError(
                f"The text has {len(text):,} characters, and no more than {MOST_CHARACTERS:,} are read at once; "
                "part it."
            )
        return self.read_paragraphs(paragraphs(text), published)

    def numbers(self, text: str) -> list[tuple[ReadNumber, int, int]]:
        """The numbers of a short text that are no years, each with the characters from and to which it stands."""
        tokens = self.vocabulary.spelling.tokens(text)
        if not tokens:
            return []
        lexicon = self.vocabulary.language(tokens)
        matches = lexicon.find(tokens)
        reader = NumberReader(tokens, matches, marks_of(tokens, lexicon.language), lexicon.language)
        found = self._sentence(reader, matches, None, 0, NumberRole.TEXT).numbers
        return [(each, tokens[each.first].start, tokens[each.last].end) for each in found]

    def read_paragraphs(self, document: Sequence[Paragraph], published: str = "") -> list[FigureReading]:
        """The figures of a document in the order of its paragraphs."""
        spelled = [self.vocabulary.spelling.tokens(each.text, each.start) for each in document]
        every = [token for tokens in spelled for token in tokens]
        in_digits = sum(token.kind == "number" for token in every)
        if in_digits > MOST_NUMBERS:
            raise TextTooLongError(
                f"The text has {in_digits:,} numbers, and no more than {MOST_NUMBERS:,} are read at once; part it."
            )
        lexicon = self.vocabulary.language(every)
        marks = marks_of(every, lexicon.language)
        year = int(published[:4]) if published[:4].isdigit() else None
        parts: list[tuple[Paragraph, ProseSentence]] = []
        numbers = 0  # those in words too
        columns: dict[int, int | str] = {}
        for paragraph, tokens in zip(document, spelled, strict=True):
            columns = _columns(paragraph, tokens, lexicon, columns)
            for run in sentences(tokens, paragraph.text, paragraph.start, lexicon.abbreviations):
                if len(parts) >= MOST_SENTENCES:
                    raise TextTooLongError(
                        f"The text has more than {MOST_SENTENCES:,} sentences, which are not read at once; part it."
                    )
                for piece in _pieces(run):
                    matches = lexicon.find(piece)
                    reader = NumberReader(piece, matches, marks, lexicon.language)
                    parts.append((paragraph, self._sentence(reader, matches, year, len(parts), paragraph.role)))
                    parts[-1][1].columns = _in_columns(paragraph, piece, columns)
                    numbers += len(parts[-1][1].numbers)
                    if numbers > MOST_NUMBERS:
                        raise TextTooLongError(
                            f"The text has more than {MOST_NUMBERS:,} numbers, which are not read at once; part it."
                        )
        _give_units_back(parts)
        context = self._first_context([sentence for _, sentence in parts], year)
        found: list[FigureReading] = []
        last = None
        for paragraph, sentence in parts:
            context.is_of_paragraph_before |= last not in {None, paragraph}
            last = paragraph
            found += Figures(sentence, self.catalogue, context, paragraph, self.months).read()
        return found

    def _sentence(
        self, reader: NumberReader, matches: list[Match], published: int | None, number: int, role: NumberRole
    ) -> ProseSentence:
        times = times_of(reader, self.months, published)
        taken = frozenset(at for time in times for at in range(time.first, time.last + 1))
        numbers = [each for each in reader.read(taken) if not self._is_reference(reader, each)]
        return ProseSentence(matches, reader, numbers, times, number, is_title=role == NumberRole.TITLE)

    def _is_reference(self, reader: NumberReader, number: ReadNumber) -> bool:
        """Whether a number is a day, or counts pages, articles or resolutions."""
        if not number.unit and is_day_of_month(reader, number.first, self.months):
            return True
        return reader.ends(number.first - 1, "no-figure") is not None or (
            reader.ends(number.first - 3, "no-figure") is not None
            and reader.begins(number.first - 2, "of", "compare") is not None
            and number.unit == PERCENT
        )

    def _first_context(self, parts: Sequence[ProseSentence], published: int | None) -> Context:
        """What the text as a whole speaks of: what stands in its title and first sentences, and most often."""
        areas: Counter[str] = Counter()
        capitals: Counter[str] = Counter()
        substances: dict[str, int] = {}
        context = Context(published=published)
        for sentence in parts:
            named = sentence.of_kind("area")
            spans = Counter((match.first, match.last) for match in named)
            attachment = Attachment(sentence, self.catalogue, context)
            for match in named:
                country = self.catalogue.country(match.means)
                if country and spans[match.first, match.last] == 1 and not attachment.speaks(match):
                    areas[country] += 1
            for match in sentence.of_kind("capital"):
                capitals[match.means] += 1
            for match in sentence.of_kind("substance"):
                substances.setdefault(match.means, len(substances))
        context.names_world = any(sentence.of_kind("world") for sentence in parts)
        context.document_areas = [area for area, _ in (areas or capitals).most_common(3)]
        opening = parts[: 1 + parts[0].is_title] if parts else ()
        first = self._first_place(opening, context)
        context.title_area = self._first_place([each for each in opening if each.is_title], context)
        context.area = first or (context.document_areas[0] if context.document_areas else "")
        single = (it for it in substances if it not in {"any-drug", REFINED, SAME})
        context.substance = context.main_substance = next(single, next(iter(substances), ""))
        for sentence in parts[:3]:
            told = Attachment(sentence, self.catalogue, context, sentence.numbers).times_told
            printed = [time.year for time in told if time.year and (time.printed or sentence.index < 2)]
            # What is only expected is no year that the figures of a text are of.
            latest = published - 1 if published and sentence.of_kind("forecast") else published
            usable = [year for year in printed if not latest or year <= latest]
            if usable:
                context.year, context.year_witness = max(usable), Witness.DOCUMENT
                break
        bases = [time.year for sentence in parts[:3] for time in sentence.times if time.year and time.is_base]
        if context.year is None and published and bases and max(bases) == published - 2:
            # What is compared with a year is mostly of the next one.
            context.year, context.year_witness = published - 1, Witness.DOCUMENT
        printed_years = [it.year for each in parts for it in each.times if it.year and it.printed and not it.is_other]
        context.latest = max((year for year in printed_years if not published or year <= published), default=None)
        if context.year is None or (published and context.year < published - LOOK_BACK and len(parts) > 1):
            context.year = context.year if context.year and not published else published
            context.year_witness = Witness.PUBLISHED
        return context

    def _first_place(self, sentences: Iterable[ProseSentence], context: Context) -> str:
        """The first area that some sentences are about; empty where they name none."""
        places = (it.means for each in sentences for it in Attachment(each, self.catalogue, context).places)
        return next(places, "")


def _columns(
    paragraph: Paragraph, tokens: Sequence[Token], lexicon: Lexicon, before: dict[int, int | str]
) -> dict[int, int | str]:
    """The years or areas that head the columns of a table whose rows are lines of a text; none where it has ended."""
    if not any(mark in paragraph.text for mark in _CELL_MARKS):
        return {}
    numbers = [token for token in tokens if token.kind == "number"]
    years: dict[int, int | str] = {
        _column(paragraph, token): int(token.text) for token in numbers if is_year(token.text)
    }
    if len(years) == len(numbers) and len(years) > 1:
        return years
    found = [it for it in lexicon.find(tokens) if it.kind == "area"] if not numbers else []
    areas: dict[int, int | str] = {_column(paragraph, tokens[it.first]): it.means for it in found}
    return areas if len(areas) > 1 else before


def _in_columns(paragraph: Paragraph, piece: Sequence[Token], columns: dict[int, int | str]) -> dict[int, int | str]:
    """What heads the columns in which the numbers of a row stand, by their tokens."""
    if not columns:
        return {}
    places = ((at, _column(paragraph, token)) for at, token in enumerate(piece) if token.kind == "number")
    return {at: columns[place] for at, place in places if place in columns}


def _column(paragraph: Paragraph, token: Token) -> int:
    """How many cells stand before a token in its line."""
    return sum(paragraph.text.count(mark, 0, token.start - paragraph.start) for mark in _CELL_MARKS)


def _give_units_back(parts: Sequence[tuple[Paragraph, ProseSentence]]) -> None:
    """Let a unit that stands behind the last of statements in a row hold for those before it."""
    for (paragraph, sentence), (following, behind) in reversed(list(pairwise(parts))):
        if paragraph is following and sentence.text(len(sentence.tokens) - 1) in _SEMICOLONS:
            units = [each.unit for each in behind.numbers]
            sentence.unit_behind = units[0] if len(units) == 1 and units[0] else behind.unit_behind


def _pieces(run: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for start in range(0, len(run), _LONGEST_SENTENCE):
        yield run[start : start + _LONGEST_SENTENCE]
