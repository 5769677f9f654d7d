"""The list of all numbers of a document, as a CSV and as lines."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from etl.documents.files.cells import number_as_text
from etl.documents.readings.figures import DocumentFigure
from etl.documents.readings.reader import DocumentReading
from etl.figures.quoting import counted, escaped

COLUMNS = (
    "number", "page", "row", "column", "as_printed", "value", "low", "high", "unit", "indicator", "area", "year",
    "outcome", "why", "place",
)  # fmt: skip


def as_csv(reading: DocumentReading) -> str:
    """A row for each number."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_row(figure) for figure in reading.figures)
    return out.getvalue()


def _row(figure: DocumentFigure) -> list[str]:
    numbers = ["" if each is None else number_as_text(each) for each in (figure.value, figure.low, figure.high)]
    texts = [
        str(figure.number),
        str(figure.page or ""),
        figure.row,
        figure.column,
        figure.as_printed,
        *numbers,
        figure.unit,
        figure.indicator,
        figure.area,
        str(figure.year or ""),
        figure.outcome,
        figure.why,
        figure.place,
    ]
    return [_harmless(text) if place in (2, 3, 4) else text for place, text in enumerate(texts)]


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip()[:1] in "=@" and text.strip() else text


def reading_lines(reading: DocumentReading) -> Iterator[str]:
    """A line for each number, then the totals, what was not read, and counts."""
    for figure in reading.figures:
        ends = "" if figure.low is None or figure.high is None else f" ({figure.low:,.15g} to {figure.high:,.15g})"
        value = "" if figure.value is None else f"{figure.value:,.15g}"
        what = " ".join(filter(None, (figure.indicator or "-", figure.area or "-", str(figure.year or "-"))))
        why = f" ({figure.why})" if figure.why else ""
        yield escaped(
            f"#{figure.number}  {figure.place}  {figure.as_printed}  =  {value}{ends} {figure.unit}  {what}  "
            f"{figure.outcome}{why}"
        )
    yield from (escaped(f"total: {each.place}: {each.text}") for each in reading.checked)
    yield from (escaped(f"warning: {each.place}: {each.text}") for each in reading.warnings)
    yield from (escaped(f"not read: {each}") for each in reading.document.remarks)
    counts = Counter(figure.outcome for figure in reading.figures)
    told = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
    yield f"{counted(len(reading.figures), 'number')}: {told}." if told else "There is no number in it."
