"""Reads the sentences of a document: their figures, each with its place, by the reader of running text."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from etl.documents.files.cells import as_shown
from etl.documents.files.document import BlockRole, Document, DocumentParagraph
from etl.documents.prose.reader import MOST_NUMBERS, ProseReader
from etl.documents.prose.records import FigureKind, FigureReading, NumberRole, Paragraph, Witness
from etl.documents.readings.figures import DocumentFigure, ReadAs
from etl.documents.readings.sense import SenseReader, says, words_of
from etl.figures.vocabulary.numbers import Flag

_ENOUGH_CHARACTERS = 40_000  # that are read at once
_ENOUGH_NUMBERS = MOST_NUMBERS // 3
_LONGEST = 20_000  # characters of a paragraph
_KINDS = {
    FigureKind.CHANGE: ReadAs.CHANGE,
    FigureKind.SHARE: ReadAs.SHARE,
    FigureKind.MULTIPLE: ReadAs.CHANGE,
}
_SAID = frozenset({Witness.HERE, Witness.SENTENCE})
_FIRST_HEADINGS = 8
_LOOK_BACK = 600  # characters before a number in which its paragraph names an area
_FEWEST_WORDS = 2  # of a paragraph; what has fewer is a number of a picture
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3400-\u9fff]")
_FOOTNOTE = re.compile("(?<=[.,;:!?)\"'”’])[⁰¹²³⁴-⁹]{1,3}")
_SENTENCE_END = re.compile(r"[.!?。！？](?=[\s⁰¹²³⁴-⁹]|$)")


def prose_figures(
    document: Document, sense: SenseReader, reader: ProseReader, published: str = ""
) -> list[DocumentFigure]:
    """The figures of the paragraphs of a document, read in pieces that have one beginning."""
    found: list[DocumentFigure] = []
    headings = [each for each in document.paragraphs if each.role == BlockRole.HEADING]
    title = headings[0] if headings else None
    is_part_of_year = any(says("part-of-year", each.text) for each in headings[:_FIRST_HEADINGS])
    for piece in _pieces(document):
        paragraphs = _numbered(piece, title)
        by_start = {paragraph.start: each for paragraph, each in paragraphs if each is not None}
        starts = sorted(by_start)
        ends: dict[int, list[int]] = {}
        for reading in reader.read_paragraphs([paragraph for paragraph, _ in paragraphs], published):
            at = bisect_right(starts, reading.start)
            if at == 0:
                continue
            start = starts[at - 1]
            if start not in ends:
                ends[start] = [found.end() for found in _SENTENCE_END.finditer(by_start[start].text)]
            found.append(_figure(reading, by_start[start], reading.start - start, ends[start], sense, is_part_of_year))
    return found


def _pieces(document: Document) -> Iterator[list[DocumentParagraph]]:
    piece: list[DocumentParagraph] = []
    characters = numbers = 0
    for paragraph in document.paragraphs:
        if len(paragraph.text) > _LONGEST or len(_WORD.findall(paragraph.text)) < _FEWEST_WORDS:
            continue
        characters += len(paragraph.text)
        numbers += len(re.findall(r"\d+", paragraph.text))
        if piece and (characters > _ENOUGH_CHARACTERS or numbers > _ENOUGH_NUMBERS):
            yield piece
            piece, characters, numbers = [], len(paragraph.text), 0
        piece.append(paragraph)
    if piece:
        yield piece


def _numbered(
    piece: Sequence[DocumentParagraph], title: DocumentParagraph | None
) -> list[tuple[Paragraph, DocumentParagraph | None]]:
    """The paragraphs of a piece behind the title of the document, each with where it begins."""
    found: list[tuple[Paragraph, DocumentParagraph | None]] = []
    start = 0
    if title is not None and title not in piece[:1]:
        found.append((Paragraph(title.text, 0, "title", NumberRole.TITLE), None))
        start = len(title.text) + 1
    for number, each in enumerate(piece):
        is_title = each is title and number == 0
        role = NumberRole.TITLE if is_title else NumberRole.TEXT
        # A footnote mark behind a full stop would hide that a sentence ends; everything keeps its place.
        text = _FOOTNOTE.sub(lambda mark: " " * len(mark[0]), each.text)
        found.append((Paragraph(text, start, f"paragraph {each.number}", role), each))
        start += len(each.text) + 1
    return found


def _figure(
    reading: FigureReading,
    paragraph: DocumentParagraph,
    start: int,
    ends: Sequence[int],
    sense: SenseReader,
    is_part_of_year: bool,
) -> DocumentFigure:
    """A figure that begins at a place of its paragraph, whose sentences end at `ends`."""
    end = start + reading.end - reading.start
    before = bisect_right(ends, start)  # sentences
    boxes = paragraph.boxes(start, end)
    page = boxes[0].page if boxes else paragraph.page
    where = f"page {page}, " if page else ""
    year, indicator = next(iter(reading.years), None), next(iter(reading.indicators), None)
    figure = DocumentFigure(
        f"{where}paragraph {paragraph.number}, sentence {before + 1}",
        reading.as_printed,
        page,
        row=f"paragraph {paragraph.number}",
        column=f"sentence {before + 1}",
        value=None if reading.kind == FigureKind.RANGE else reading.value,
        low=reading.low,
        high=reading.high,
        flag=Flag.RANGE if reading.kind == FigureKind.RANGE else Flag.APPROXIMATE if reading.about == "about" else "",
        unit=reading.unit,
        indicator=indicator.means if indicator else "",
        area=_area(reading, paragraph.text[:end], sense),
        year=year.means if year and year.means > 0 else None,
        boxes=boxes,
        in_prose=True,
    )
    _in_unit_of_money(figure, sense)
    known = sense.catalogue.indicators.get(figure.indicator)
    kind = sense.indicator(known.measure, known.substance, figure.unit, words_of(paragraph.text)) if known else ""
    figure.indicator = kind or figure.indicator
    first = ends[before - 1] if before else 0
    last = ends[before] if before < len(ends) else len(paragraph.text)
    if reading.kind in _KINDS:
        figure.outcome = _KINDS[reading.kind]
    elif not figure.area:
        figure.outcome = ReadAs.NO_AREA
    elif figure.year is None:
        figure.outcome = ReadAs.NO_YEAR
    elif is_part_of_year or sense.sense(paragraph.text[first:last]).is_part_of_year:
        figure.outcome, figure.why = (
            ReadAs.PART_OF_YEAR,
            "of a part of the year, and figures here are of whole years",
        )
    elif figure.indicator not in sense.catalogue.indicators:
        figure.outcome, figure.why = (
            ReadAs.NO_INDICATOR,
            "what is measured is not said, or nothing here measures it",
        )
    elif not kind:
        figure.outcome, figure.why = (
            ReadAs.UNSURE,
            f"it is not said that {figure.indicator} is meant, or another kind",
        )
    elif doubt := _doubt(reading, figure):
        figure.outcome, figure.why = ReadAs.UNSURE, doubt
    return figure


def _area(reading: FigureReading, before: str, sense: SenseReader) -> str:
    """The area of a figure; where its paragraph has named none yet, the country of the document."""
    option = next(iter(reading.areas), None)
    if option is None:
        return ""
    is_carried_over = option.witness == Witness.BEFORE and not sense.sense(before[-_LOOK_BACK:]).areas
    return sense.country if is_carried_over and sense.country else option.means


def _in_unit_of_money(figure: DocumentFigure, sense: SenseReader) -> None:
    """Write money in the unit of its indicator: US$ 604 million is printed so, and not as 604,000,000 dollars."""
    known = sense.catalogue.indicators.get(figure.indicator)
    if figure.unit != "USD" or known is None:
        return
    numbers = [
        None if each is None else sense.catalogue.in_unit_of(figure.indicator, each, figure.unit)
        for each in (figure.value, figure.low, figure.high)
    ]
    if any(each is not None for each in numbers):
        figure.value, figure.low, figure.high = (None if each is None else as_shown(each) for each in numbers)
        figure.unit = known.unit


def _doubt(reading: FigureReading, figure: DocumentFigure) -> str:
    """Why a figure must not become a statement although all of it is read; empty where nothing speaks against it.

    What it is about stands beside it, or in its sentence and nothing else of the kind does.
    """
    if reading.is_forecast:
        return "a forecast"
    if reading.is_part:
        return "of a part of the area"
    if reading.about not in {"exact", "about"}:
        return "a bound, or of one"
    if not reading.unit_said:
        return "the unit is not said"
    if figure.area != reading.areas[0].means:
        return "the area is only that of the document"
    for what, options in (("area", reading.areas), ("indicator", reading.indicators), ("year", reading.years)):
        said = [option for option in options if option.witness in _SAID]
        if not said or options[0].witness not in _SAID:
            return f"the {what} is not said in its sentence"
        if len(said) > 1 and (options[0].witness != Witness.HERE or said[1].witness == Witness.HERE):
            return f"the {what} can be {said[0].means} or {said[1].means}"
    return ""
