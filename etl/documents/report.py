"""What an import found, in plain lines for the maintainer."""

from collections import Counter
from collections.abc import Iterator

from etl.documents.compare import Judged
from etl.documents.files.cells import as_shown
from etl.documents.layouts.harvest import ReadFigure, Remark
from etl.documents.understanding import Proposal
from etl.figures.quoting import counted, escaped

LINES_OF_A_KIND = 200
PLACES = 3  # that a line names

CORRECT_THEM = "correct those lines by hand"
REPLACE_THEM = "replace them with --replace if the table was issued again"


def stated_otherwise(count: int, replacing: bool) -> str:
    """That the source states so many numbers otherwise in the data, and what becomes of them."""
    what = "kept as replaced, as told by --replace" if replacing else f"{CORRECT_THEM}, or {REPLACE_THEM}"
    return f"The source states {counted(count, 'number')} otherwise in the data; {what}."


def proposal_lines(proposal: Proposal, replacing: bool = False) -> Iterator[str]:
    """How the sheet was read, a line for each number, then what was left out, checked and doubted, then counts.

    replacing: whether what the source states otherwise is to be replaced.
    """
    harvest = proposal.harvest
    yield from map(escaped, proposal.first)
    yield escaped(f"Sheet {proposal.sheet.name}, read as {harvest.layout}")
    yield from (escaped(each) for each in proposal.meaning)
    yield from _numbers(proposal.judged)
    told = {"left out": harvest.skipped, "note": harvest.notes, "total": harvest.checked}
    for kind, remarks in (told | {"warning": harvest.warnings, "error": harvest.errors}).items():
        yield from _remarks(kind, remarks)
    counts = Counter(each.status for each in proposal.judged)
    found = ", ".join(f"{counts[status]} {status}" for status in ("new", "same", "changed"))
    yield (
        f"{counted(len(proposal.judged), 'number')}: {found}; "
        f"{counted(len(harvest.warnings), 'warning')}, {counted(len(harvest.errors), 'error')}."
    )
    if differing := [each for each in proposal.judged if each.stated and each.status == "changed"]:
        yield stated_otherwise(len(differing), replacing)


def _remarks(kind: str, remarks: list[Remark]) -> Iterator[str]:
    """One line for each text or cause, with the first places and how often it is said."""
    places: dict[str, dict[str, str]] = {}
    for remark in remarks:
        places.setdefault(remark.about or remark.text, {}).setdefault(remark.place, remark.text)
    for found in list(places.values())[:LINES_OF_A_KIND]:
        more = f" ... ({len(found):,})" if len(found) > PLACES else ""
        text = next(iter(found.values()))
        yield f"{kind}: {', '.join(list(found)[:PLACES])}{more}: {escaped(text)}"
    if len(places) > LINES_OF_A_KIND:
        yield f"{kind}: and {len(places) - LINES_OF_A_KIND:,} more"


def _numbers(judged: list[Judged]) -> Iterator[str]:
    """One line for each number, its parts in columns."""
    rows = [(each.figure.cell, each.figure.area, str(each.figure.year), _value(each.figure)) for each in judged]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for (cell, area, year, value), each in zip(rows, judged, strict=True):
        start = f"{cell:<{widths[0]}}  {area:<{widths[1]}}  {year}  {value:>{widths[3]}} {each.unit}"
        yield escaped(f"{start}  {each.status}{f' ({each.data})' if each.data else ''}")


def _value(figure: ReadFigure) -> str:
    low, high = figure.low, figure.high
    ends = "" if low is None or high is None else f"{_with_thousands(low)} to {_with_thousands(high)}"
    if figure.value is None:
        return ends
    return _with_thousands(figure.value) + (f" ({ends})" if ends else "")


def _with_thousands(number: float) -> str:
    return f"{as_shown(number):,.15g}"
