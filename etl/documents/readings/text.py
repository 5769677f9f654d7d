"""A document as one text to check: its paragraphs, and the rows of its tables with what each number of them is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from etl.documents.area_names import AreaNames
from etl.documents.files.cells import number_as_text
from etl.documents.files.document import (
    BlockRole,
    Document,
    DocumentCell,
    DocumentError,
    DocumentParagraph,
    DocumentTable,
)
from etl.documents.files.opening import open_document
from etl.documents.prose.digits import DecimalMarks, read_digits
from etl.documents.prose.reader import ProseReader
from etl.documents.prose.records import PARTED, FigureKind, FigureReading, NumberRole, Option, Paragraph, Witness
from etl.documents.readings.figures import USABLE, DocumentFigure, ReadAs
from etl.documents.readings.reader import table_figures
from etl.documents.readings.sense import SenseReader
from etl.figures.vocabulary.numbers import Flag

BETWEEN_CELLS = " | "
_MOST_FIGURES = 20_000  # of the tables of one document
_ONE_MARK = re.compile(r"\d{1,3}(?P<mark>[.,])\d{3}")
_KINDS = {ReadAs.CHANGE: FigureKind.CHANGE, **dict.fromkeys(USABLE, FigureKind.VALUE)}


def text_of(path: Path, reader: ProseReader) -> list[Paragraph]:
    """The paragraphs and rows of a file of any kind; one without any has nothing to check.

    `reader` knows the words and places that its tables may name. Raises DocumentError with one sentence where the file
    cannot be read.
    """
    return paragraphs_of(open_document(path), reader)


def paragraphs_of(document: Document, reader: ProseReader) -> list[Paragraph]:
    """The paragraphs of a document and the rows of its tables, which stand in one text with an empty line between."""
    figures = _figures_of_tables(document, reader)
    found: list[Paragraph] = []
    start = 0
    for block in document.blocks:
        if isinstance(block, DocumentTable):
            parts = list(_rows(block, figures.get(id(block), ())))
        else:
            parts = [_paragraph(block, not found)]
        for each in parts:
            moved = None if each.figures is None else tuple(_moved(figure, start) for figure in each.figures)
            found.append(Paragraph(each.text, start, each.place, each.role, moved))
            start += len(each.text) + len(PARTED)
    return found


def _paragraph(block: DocumentParagraph, is_first: bool) -> Paragraph:
    is_title = is_first and block.role == BlockRole.HEADING
    where = f"page {block.page}, " if block.page else ""
    place = "title" if is_title else f"{where}paragraph {block.number}"
    return Paragraph(block.text, 0, place, NumberRole.TITLE if is_title else NumberRole.TEXT)


def _figures_of_tables(document: Document, reader: ProseReader) -> dict[int, list[DocumentFigure]]:
    """The figures of each table, by its identity."""
    places = [(place.area, place.name, place.level, place.parent) for place in reader.catalogue.places.values()]
    areas = pd.DataFrame(places, columns=["area", "name", "level", "parent"])
    names = AreaNames(areas, pd.DataFrame(list(reader.catalogue.aliases), columns=["alias", "area"]))
    found = {id(table): figures for table, figures in table_figures(document, SenseReader(reader, names, document))}
    count = sum(map(len, found.values()))
    if count > _MOST_FIGURES:
        raise DocumentError(
            f"The tables have {count:,} numbers, and no more than {_MOST_FIGURES:,} are checked at once; part the file"
        )
    return found


def _rows(table: DocumentTable, figures: Sequence[DocumentFigure]) -> Iterator[Paragraph]:
    """The rows of a table that have figures, each on a line of its own."""
    of_rows: dict[int, list[DocumentFigure]] = {}
    for figure in figures:
        if (figure.outcome in _KINDS and figure.value is not None) or _is_one_of_two(figure):
            of_rows.setdefault(figure.cell[0], []).append(figure)
    cells: dict[int, list[DocumentCell]] = {}
    for each in sorted(table.cells, key=lambda it: it.column):
        cells.setdefault(each.row, []).append(each)
    for row, of_row in of_rows.items():
        text, starts = "", {}
        for cell in cells[row]:
            text += BETWEEN_CELLS if text else ""
            starts[cell.column] = len(text)
            text += cell.text
        yield Paragraph(
            text, 0, of_row[0].place, figures=tuple(_reading(figure, starts[figure.cell[1]]) for figure in of_row)
        )


def _is_one_of_two(figure: DocumentFigure) -> bool:
    """Whether a number has one mark that nothing in its table explains, so that its series tells which it is."""
    is_told = bool(figure.indicator and figure.area and figure.year)
    return is_told and figure.outcome == ReadAs.UNCLEAR and _ONE_MARK.fullmatch(figure.as_printed) is not None


def _reading(figure: DocumentFigure, start: int) -> FigureReading:
    """A number of a table as one of a text; its row, column and titles say what it is about."""
    value, otherwise = figure.value or 0.0, None
    if figure.value is None and (mark := _ONE_MARK.fullmatch(figure.as_printed)):
        value, _, otherwise, _ = read_digits(figure.as_printed, DecimalMarks(mark["mark"], sure=True))
    is_about = figure.flag == Flag.APPROXIMATE
    return FigureReading(
        start=start,
        end=start + len(figure.as_printed),
        as_printed=figure.as_printed,
        place=figure.place,
        kind=_KINDS.get(figure.outcome, FigureKind.VALUE),
        value=value,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        about="about" if is_about else "exact",
        step=10.0 ** -len(number_as_text(abs(value)).partition(".")[2]),
        otherwise=otherwise,
        indicators=_said(figure.indicator, Witness.SENTENCE),
        areas=_said(figure.area, Witness.HERE),
        years=(Option(figure.year, Witness.HERE),) if figure.year else (),
        base_years=(),
        producer="",
        producer_said=None,
    )


def _said(key: str, witness: Witness) -> tuple[Option[str], ...]:
    return (Option(key, witness),) if key else ()


def _moved(figure: FigureReading, by: int) -> FigureReading:
    return replace(figure, start=figure.start + by, end=figure.end + by)
