"""What the import of a document found, in plain lines for the maintainer."""

from collections import Counter
from collections.abc import Iterator

from etl.documents.files.cells import as_shown
from etl.documents.layouts.harvest import Remark
from etl.documents.readings.figures import USABLE, DocumentFigure
from etl.documents.readings.proposal import DocumentProposal
from etl.documents.report import LINES_OF_A_KIND
from etl.figures.quoting import counted, escaped


def document_lines(proposal: DocumentProposal) -> Iterator[str]:
    """A line for each number that would be written, then what was left out, checked and doubted, then counts."""
    harvest = proposal.harvest
    yield from map(escaped, proposal.first)
    if proposal.producer:
        yield f"producer {proposal.producer}"
    for each in proposal.proposed:
        figure = each.figure
        data = f" ({each.judged.data})" if each.judged.data else ""
        yield escaped(
            f"#{figure.number}  {figure.place}  {figure.indicator}  {figure.area}  {figure.year}  {value_text(figure)} "
            f"{figure.unit}  {each.stands}{data}"
        )
    taken = {each.figure.number for each in proposal.proposed}
    left = Counter(each.outcome for each in proposal.reading.figures if each.number not in taken)
    for outcome, count in left.most_common():
        what = "understood, but not asked for" if outcome in USABLE else outcome
        yield f"left out: {counted(count, 'number')}: {what}"
    kinds = {
        "left out": harvest.skipped,
        "not read": [Remark("document", each) for each in proposal.reading.document.remarks],
        "total": harvest.checked,
        "warning": harvest.warnings,
        "error": harvest.errors,
    }
    for kind, remarks in kinds.items():
        yield from (escaped(f"{kind}: {remark.place}: {remark.text}") for remark in remarks[:LINES_OF_A_KIND])
    counts = Counter(each.stands for each in proposal.proposed)
    found = ", ".join(f"{counts[stands]} {stands}" for stands in ("new", "same", "revises", "disagrees"))
    yield (
        f"{counted(len(proposal.proposed), 'number')}: {found}; "
        f"{counted(len(harvest.warnings), 'warning')}, {counted(len(harvest.errors), 'error')}."
    )
    yield "`python -m etl read` lists every number of the document, with what each that is left out lacks."


def value_text(figure: DocumentFigure) -> str:
    """Value and range as people read them."""
    low, high = figure.low, figure.high
    ends = "" if low is None or high is None else f"{as_shown(low):,.15g} to {as_shown(high):,.15g}"
    if figure.value is None:
        return ends
    return f"{as_shown(figure.value):,.15g}" + (f" ({ends})" if ends else "")
