"""From a document to what would be written: its numbers with their meaning, compared with the data; writes nothing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from textwrap import shorten

from etl.documents.compare import Judged, judge
from etl.documents.files.sheets import ImportFileError
from etl.documents.layouts.harvest import Harvest, ReadFigure, Remark, keep_once
from etl.documents.meaning import UnclearError, producer_of
from etl.documents.readings.figures import USABLE, DocumentFigure, ReadAs
from etl.documents.readings.reader import DocumentReading, read_document
from etl.documents.request import ImportRequest, told_decimal
from etl.documents.source import check_package, refusals, unknown_source, years_to_come
from etl.figures.quoting import shown
from etl.method.units import UnitError
from etl.method.units_in_use import factor, units_in_use
from etl.package.extract import Package, extract

NEW, SAME, REVISES, DISAGREES = "new", "same", "revises", "disagrees"
_NUMBERS = re.compile(r"\s*#?(\d{1,6})\s*(?:-\s*#?(\d{1,6})\s*)?")
_LONGEST_NAME = 80  # of a row or column in the place of a number
_OF_SHEETS = ("sheet", "layout", "rows", "skip")


@dataclass(frozen=True)
class DocumentChoice:
    """Which numbers are wanted: those of sentences too, and of all by their numbers only some, or all but some."""

    prose: bool = False
    only: str = ""
    without: str = ""


@dataclass(frozen=True)
class Proposed:
    """A number that would become a statement; `stands` is how it stands to the data."""

    figure: DocumentFigure
    judged: Judged
    stands: str


@dataclass
class DocumentProposal:
    """What an import of a document gives; harvest has what was checked, doubted and wrong."""

    package: Package
    reading: DocumentReading
    harvest: Harvest
    proposed: list[Proposed] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    producer: str = ""
    refusals: list[str] = field(default_factory=list)


def propose_document(data: Path, request: ImportRequest, choice: DocumentChoice) -> DocumentProposal:
    """Read a document and compare it with the data folder. ImportFileError or DocumentError where nothing can be."""
    if given := [f"--{name}" for name in _OF_SHEETS if getattr(request, name)]:
        raise ImportFileError(
            f"{', '.join(given)} is for workbooks; choose numbers of a document with --only or --except"
        )
    package = extract(data)
    check_package(package)
    with units_in_use(package.tables["units"]):
        return _propose(package, request, choice)


def _propose(package: Package, request: ImportRequest, choice: DocumentChoice) -> DocumentProposal:
    sources = package.tables["sources"].set_index("source")
    known = sources.loc[request.source] if request.source in sources.index else None
    published = str(known["published"]) if known is not None else ""
    reading = read_document(request.file, package, told_decimal(request.decimal), request.within, published)
    harvest = Harvest(checked=reading.checked, warnings=list(reading.warnings))
    proposal = DocumentProposal(package, reading, harvest, first=unknown_source(package, request.source))
    for figure in reading.figures:
        _as_told(figure, request, package)
    chosen = _chosen(reading.figures, choice)
    own = package.tables["statements"][package.tables["statements"]["source"] == request.source]
    publisher = str(known["publisher"]) if known is not None else ""
    try:
        found = producer_of(
            request.producer, request.source, publisher, sorted(own["producer"].unique()), package.tables["producers"]
        )
        proposal.producer = found.word
    except UnclearError as error:
        harvest.errors.append(Remark("document", str(error)))
    figures = [_read_figure(figure) for figure in chosen]
    keep_once(harvest, figures, "leave one of them out with --except")
    harvest.warnings += years_to_come(package, request.source, harvest)
    if proposal.producer:
        # Two numbers of one sentence have one place.
        known_by = {(each.place, each.indicator, each.area, each.year or 0): each for each in chosen}
        judged = judge(
            package, [(each, each.indicator, each.unit) for each in harvest.figures], request.source, proposal.producer
        )
        stands = partial(_stands, published=published, dates=dict(sources["published"]))
        proposal.proposed = [Proposed(known_by[_known_by(each.figure)], each, stands(each)) for each in judged]
    is_to_write = bool(harvest.errors) or any(each.judged.is_to_write for each in proposal.proposed)
    proposal.refusals += refusals(package, request.source, request.via, is_to_write)
    return proposal


def _as_told(figure: DocumentFigure, request: ImportRequest, package: Package) -> None:
    """Fill in what the maintainer says of numbers that do not say it themselves."""
    if figure.in_prose:
        return
    indicators = package.tables["indicators"]
    units = dict(zip(indicators["indicator"], indicators["unit"], strict=True))
    if request.indicator and request.indicator not in units:
        raise ImportFileError(
            f"--indicator {shown(request.indicator)} is not in indicators.csv; add it, or use another"
        )
    if figure.outcome == ReadAs.NO_UNIT and request.unit:
        figure.unit, figure.outcome = request.unit, ReadAs.NO_INDICATOR
    if figure.outcome == ReadAs.NO_INDICATOR and (request.indicator or figure.indicator):
        indicator = request.indicator or figure.indicator
        try:
            factor(figure.unit, units[indicator])
        except UnitError:
            return
        figure.indicator, figure.outcome, figure.why = indicator, ReadAs.UNDERSTOOD, "as --indicator says"


def _chosen(figures: Sequence[DocumentFigure], choice: DocumentChoice) -> list[DocumentFigure]:
    """The numbers that are wanted. What is not sure is only taken where its number is named."""
    usable = [each for each in figures if each.outcome in USABLE and (choice.prose or not each.in_prose)]
    if choice.only:
        wanted = _numbers(choice.only, "--only", len(figures))
        named = [each for each in figures if each.number in wanted]
        for each in named:
            complete = each.indicator and each.area and each.year and each.unit
            if each.outcome not in USABLE and not (each.outcome == ReadAs.UNSURE and complete):
                why = f": {each.why}" if each.why else ""
                raise ImportFileError(
                    f"--only {choice.only}: number {each.number} is no statement ({each.outcome}{why})"
                )
        usable = named
    unwanted = _numbers(choice.without, "--except", len(figures)) if choice.without else set()
    return [each for each in usable if each.number not in unwanted]


def _numbers(text: str, option: str, most: int) -> set[int]:
    found: set[int] = set()
    for part in text.split(","):
        span = _NUMBERS.fullmatch(part)
        first, last = (int(span[1]), int(span[2] or span[1])) if span else (0, 0)
        if not 1 <= first <= last <= most:
            raise ImportFileError(
                f"{option} {shown(part.strip())} names no number of the list, which has 1 to {most:,}"
            )
        found |= set(range(first, last + 1))
    return found


def _read_figure(figure: DocumentFigure) -> ReadFigure:
    return ReadFigure(
        figure.area,
        figure.year or 0,
        figure.value,
        figure.place,
        figure.as_printed,
        figure.low,
        figure.high,
        flag=figure.flag,
        unit=figure.unit,
        indicator=figure.indicator,
    )


def _known_by(figure: ReadFigure) -> tuple[str, str, str, int]:
    return figure.cell, figure.indicator, figure.area, figure.year


def _stands(judged: Judged, published: str, dates: dict[str, str]) -> str:
    """How a number stands to the data: another one than the data shows revises it if its source is later.

    One that only rounds what the data has is no other.
    """
    if judged.status == "same" or (judged.stated and judged.is_rounding):
        return SAME
    if judged.status == "new" or judged.is_rounding:
        return NEW
    before = str(dates.get(judged.against, ""))
    shared = min(len(before), len(published))
    is_later = bool(shared) and published[:shared] > before[:shared]
    return REVISES if is_later and not judged.stated else DISAGREES


def locator_in_document(figure: DocumentFigure) -> str:
    """Where a reader finds a figure: page and cell, with the names of its row and column."""
    if figure.in_prose:
        return figure.place
    row, column = (shorten(text, _LONGEST_NAME, placeholder=" ...") for text in (figure.row, figure.column))
    return f"{figure.place}: {row}, {column}"
