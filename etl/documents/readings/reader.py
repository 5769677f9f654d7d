"""Reads a whole document: its figures, those of tables and those of sentences, and the check of its totals."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from etl.documents.area_names import AreaNames
from etl.documents.files.cells import Mark
from etl.documents.files.document import BlockRole, Document, DocumentError, DocumentTable, is_figure_cell
from etl.documents.files.opening import open_document
from etl.documents.layouts.harvest import Remark
from etl.documents.layouts.labels import LabelKind, read_label
from etl.documents.layouts.totals import TableRow, check_totals
from etl.documents.readings.figures import DocumentFigure, ReadAs
from etl.documents.readings.marks import document_mark
from etl.documents.readings.prose import prose_figures
from etl.documents.readings.sense import SenseReader, prose_reader
from etl.documents.readings.tables import TableReader
from etl.figures.quoting import shown
from etl.package.extract import Package
from etl.rules.cells import is_real_date

COLUMNS_LIMIT = 200
_IN_TOTALS = frozenset(
    {
        ReadAs.UNDERSTOOD,
        ReadAs.TOTAL,
        ReadAs.SUBTOTAL,
        ReadAs.REST,
        ReadAs.NO_AREA,
        ReadAs.SMALLER_PLACE,
        ReadAs.PART_OF_YEAR,
        ReadAs.NO_INDICATOR,
        ReadAs.COUNT,
    }
)


@dataclass
class DocumentReading:
    """What was read of a document. checked, warnings: totals that are the sum of their parts, and others."""

    document: Document
    figures: list[DocumentFigure]
    checked: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)


def read_document(
    path: Path, package: Package, decimal: Mark = "", within: str = "", published: str = ""
) -> DocumentReading:
    """Read a file; DocumentError where it cannot be."""
    names = AreaNames(package.tables["areas"], package.tables["aliases"])
    if within and within not in names.name_of:
        raise DocumentError(f"--within {shown(within)} is not in areas.csv; give the key of an area")
    if published and not is_real_date(published):
        raise DocumentError(f"--published {shown(published)} is no day; write a real date such as 2019, 2019-02-28")
    document = open_document(path)
    prose = prose_reader(package)
    reader = SenseReader(prose, names, document)
    reading = DocumentReading(document, [])
    for table, found in table_figures(document, reader, decimal, within):
        _check(table, found, names, reading)
        reading.figures += found
    reading.figures += prose_figures(document, reader, prose, published)
    for number, figure in enumerate(reading.figures, start=1):
        figure.number = number
    return reading


def table_figures(
    document: Document, reader: SenseReader, decimal: Mark = "", within: str = ""
) -> Iterator[tuple[DocumentTable, list[DocumentFigure]]]:
    """Every table of a document with its numbers; one that is too wide is a remark of the document."""
    texts = (cell.text for table in document.tables for cell in table.cells if is_figure_cell(cell.text))
    mark = decimal or document_mark(texts, reader.language)
    heading = ""
    for block in document.blocks:
        if not isinstance(block, DocumentTable):
            heading = block.text if block.role == BlockRole.HEADING else heading
            continue
        if block.width > COLUMNS_LIMIT:
            where = f"page {block.page}, " if block.page else ""
            document.remarks.append(f"{where}table {block.number}: {block.width:,} columns, which no honest table has")
            continue
        yield block, TableReader(block, reader, mark, within, heading).figures()


def _check(table: DocumentTable, figures: list[DocumentFigure], names: AreaNames, reading: DocumentReading) -> None:
    """Compare the totals of each measure of a table with their parts."""
    groups: dict[tuple[str, ...], list[DocumentFigure]] = defaultdict(list)
    years: dict[tuple[str, ...], dict[int | None, int]] = defaultdict(dict)
    counted = [
        each for each in figures if each.outcome in _IN_TOTALS and each.value is not None and each.unit != "percent"
    ]
    measured: dict[int, set[str]] = defaultdict(set)
    for figure in counted:
        measured[figure.cell[1]] |= {figure.indicator, figure.unit}
    for figure in counted:
        key = tuple(sorted(measured[figure.cell[1]]))
        if years[key].setdefault(figure.year, figure.cell[1]) != figure.cell[1]:
            key = (*key, str(figure.cell[1]))
        groups[key].append(figure)
    sums = _sums_without_a_word(groups.values())
    for group in groups.values():
        rows: dict[int, TableRow] = {}
        # One area in several rows is there for several substances or the like, which are parts of the total too.
        repeated = Counter(area for area, _ in {(figure.area, figure.cell[0]) for figure in group})
        for figure in group:
            row = figure.cell[0]
            kind: LabelKind = "subtotal" if row in sums else _kind(figure)
            area = figure.area if repeated[figure.area] == 1 else ""
            taken = rows.setdefault(row, TableRow(kind, figure.row, area if kind == "area" else ""))
            taken.take(figure.year or 0, figure.value or 0.0, figure.place)
            if row in sums:
                figure.outcome, figure.why = ReadAs.SUBTOTAL, "the sum of the rows above it"
        checked, warnings = check_totals([rows[row] for row in sorted(rows)], names)
        reading.checked += checked
        reading.warnings += warnings


def _kind(figure: DocumentFigure) -> LabelKind:
    """What a row is by its name, or by the last of its names: a total below the rows of an area."""
    kind = read_label(figure.row).kind
    last = read_label(figure.row.rpartition(" ")[2]).kind
    return "subtotal" if kind == "area" and last == "total" else kind


def _sums_without_a_word(groups: Iterable[list[DocumentFigure]]) -> set[int]:
    """Rows that are no area and the sum of those above them, up to the last such: regions of a table of provinces."""
    fits: Counter[int] = Counter()
    told: Counter[int] = Counter()
    for group in groups:
        by_column: dict[int, list[DocumentFigure]] = defaultdict(list)
        for figure in group:
            by_column[figure.cell[1]].append(figure)
        for column in by_column.values():
            total, parts = 0.0, 0
            for figure in sorted(column, key=lambda each: each.cell[0]):
                value = figure.value or 0.0
                if figure.outcome == ReadAs.NO_AREA:
                    told[figure.cell[0]] += 1
                    if parts > 1 and abs(total - value) <= max(1.0, 1e-3 * value):
                        fits[figure.cell[0]] += 1
                        total, parts = 0.0, 0
                        continue
                total, parts = total + value, parts + 1
    return {row for row, count in fits.items() if count > told[row] / 2 and count > 1}
