"""One page for who looks over what was read: each page of the document with boxes, beside the list of proposals.

The page holds everything in itself, asks nobody for anything, and works without its script, which only puts the chosen
numbers into the command. Whatever is from the document is text on it, never markup.
"""

import base64
import hashlib
import shlex
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib import resources
from pathlib import Path

from etl.documents.files.document import Document, DocumentTable
from etl.documents.files.pages import pictures_of
from etl.documents.layouts.harvest import Remark
from etl.documents.readings.figures import USABLE, DocumentFigure
from etl.documents.readings.proposal import DocumentChoice, DocumentProposal
from etl.documents.readings.report import value_text
from etl.documents.request import ImportRequest
from etl.figures.quoting import counted
from etl.package.extract import Package

_MOST_ROWS = 2_000


def _beside(name: str) -> str:
    return (resources.files("etl.documents.readings") / name).read_text(encoding="utf-8")


_STYLE, _SCRIPT = (_beside(name) for name in ("review.css", "review.js"))


def review_page(
    proposal: DocumentProposal, request: ImportRequest, choice: DocumentChoice, beside: Sequence[str] = ()
) -> str:
    """The whole page as HTML; `beside` are further options of the command that it shows."""
    document = proposal.reading.document
    stands = {each.figure.number: each.stands for each in proposal.proposed}
    digest = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    name = escape(request.file.name)
    pages = _pages(request.file, document, proposal.reading.figures, stands)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Review of {name}</title><style>{_STYLE}</style></head><body>"
        f"<header><h1>What was read in {name}</h1>"
        f"<p>Source {escape(request.source)}: of {counted(len(proposal.reading.figures), 'number')} that were read, "
        f"{len(proposal.proposed):,} would be written or are there already. Boxes are green for new numbers, blue for "
        "the same as in the data, orange for later ones than the data has, with a red double line where they "
        f"disagree, and dotted where they are left out.</p></header><main><div>{''.join(pages)}</div>"
        f'<div class="list">{_list(proposal, request, choice, beside)}</div></main>'
        f"<script>{_SCRIPT}</script></body></html>\n"
    )


def accepting_command(request: ImportRequest, choice: DocumentChoice, beside: Sequence[str] = ()) -> tuple[str, str]:
    """The command that accepts what is proposed, in two parts: --only stands between them."""
    start = ["python", "-m", "etl", "import", str(request.file), "--source", request.source]
    for option in ("indicator", "producer", "unit", "within", "decimal", "via"):
        if given := getattr(request, option):
            start += [f"--{option}", given]
    if choice.prose:
        start.append("--prose")
    return shlex.join([*start, *beside]), " --write"


def _list(proposal: DocumentProposal, request: ImportRequest, choice: DocumentChoice, beside: Sequence[str]) -> str:
    start, end = accepting_command(request, choice, beside)
    chosen = (f" --only {shlex.quote(choice.only)}" if choice.only else "") + (
        f" --except {shlex.quote(choice.without)}" if choice.without else ""
    )
    names = _names(proposal.package)
    rows = []
    for each in proposal.proposed[:_MOST_ROWS]:
        figure = each.figure
        box = f'<input type="checkbox" name="take" value="{figure.number}" aria-label="Take number {figure.number}"'
        box += (" checked" if each.judged.is_to_write else " disabled") + ">"
        data = f"<br>{escape(each.judged.data)}" if each.judged.data else ""
        rows.append(
            f'<tr><td>{box}</td><td><a href="#n{figure.number}">{figure.number}</a></td>'
            f"<td>{escape(names.get(figure.indicator, figure.indicator))}</td>"
            f"<td>{escape(names.get(figure.area, figure.area))}</td><td>{figure.year}</td>"
            f'<td class="n">{escape(value_text(figure))} '
            f'{escape(figure.unit)}</td><td><span class="word">{each.stands}</span>{data}</td></tr>'
        )
    more = len(proposal.proposed) - _MOST_ROWS
    return (
        "<h2>To accept what is ticked</h2>"
        f'<code id="command" data-start="{escape(start)}" data-end="{escape(end)}">'
        f"{escape(start + chosen + end)}</code>"
        "<p>Add <b>--except 3,7-9</b> to leave some out by their numbers, or <b>--only 1-20</b> to take only some. "
        "What is not sure is only taken with --only.</p>"
        f"{_remarks('Errors', proposal.harvest.errors)}{_remarks('Warnings', proposal.harvest.warnings)}"
        "<table><thead><tr><th></th><th>No.</th><th>What</th><th>Where</th><th>Year</th><th>Number</th>"
        f"<th>In the data</th></tr></thead><tbody>{''.join(rows)}</tbody></table>"
        f"{f'<p>and {more:,} more</p>' if more > 0 else ''}<h2>Left out</h2>{_left(proposal)}"
    )


def _names(package: Package) -> dict[str, str]:
    """What indicators and areas are called, by their keys."""
    named = (package.tables["indicators"], "indicator"), (package.tables["areas"], "area")
    return {
        str(key): str(name) for table, column in named for key, name in zip(table[column], table["name"], strict=True)
    }


def _said_of(figure: DocumentFigure, names: dict[str, str]) -> str:
    """What and where a number is of, by name; what nobody here counts has a plain name of its own."""
    return ", ".join(names.get(key, key) for key in (figure.indicator, figure.area) if key)


def _remarks(title: str, remarks: Iterable[Remark]) -> str:
    texts = [f"<li>{escape(each.place)}: {escape(each.text)}</li>" for each in remarks]
    return f"<h2>{title}</h2><ul>{''.join(texts[:100])}</ul>" if texts else ""


def _left(proposal: DocumentProposal) -> str:
    taken = {each.figure.number for each in proposal.proposed}
    names = _names(proposal.package)
    rows = [
        f'<tr><td><a href="#n{each.number}">{each.number}</a></td><td>{escape(each.as_printed)}</td>'
        f"<td>{escape(', '.join(filter(None, (_said_of(each, names), str(each.year or '')))))}</td>"
        f"<td>{escape('understood, but not asked for' if each.outcome in USABLE else each.outcome)}"
        f"{f': {escape(each.why)}' if each.why else ''}</td></tr>"
        for each in proposal.reading.figures
        if each.number not in taken
    ]
    return f"<table><tbody>{''.join(rows[:_MOST_ROWS])}</tbody></table>"


def _pages(file: Path, document: Document, figures: list[DocumentFigure], stands: dict[int, str]) -> Iterator[str]:
    if not document.pages:
        yield f'<div class="page text">{"".join(_texts(document, figures, stands))}</div>'
        return
    pictures = pictures_of(file)
    for number, (width, height) in enumerate(document.pages, start=1):
        picture = pictures[number - 1] if number <= len(pictures) else ""
        image = f'<img alt="Page {number}" src="data:image/jpeg;base64,{picture}">' if picture else ""
        boxes = "".join(_boxes(figures, stands, number, width, height))
        yield f'<div class="page" style="aspect-ratio:{width:.0f}/{height:.0f}">{image}{boxes}</div>'


def _boxes(
    figures: list[DocumentFigure], stands: dict[int, str], page: int, width: float, height: float
) -> Iterator[str]:
    for figure in figures:
        for place, box in enumerate(box for box in figure.boxes if box.page == page):
            left, top = 100 * box.left / width, 100 * box.top / height
            wide, high = 100 * (box.right - box.left) / width, 100 * box.height / height
            label = escape(f"{figure.number}: {figure.as_printed}")
            anchor = f' id="n{figure.number}"' if place == 0 and box is figure.boxes[0] else ""
            yield (
                f'<a class="box {stands.get(figure.number, "left")}"{anchor} title="{label}" aria-label="{label}" '
                f'href="#n{figure.number}" '
                f'style="left:{left:.2f}%;top:{top:.2f}%;width:{wide:.2f}%;height:{high:.2f}%"></a>'
            )


def _texts(document: Document, figures: list[DocumentFigure], stands: dict[int, str]) -> Iterator[str]:
    """A document without pages: its own words in their order, numbers that were read marked."""
    cells = {(each.table, each.place): each for each in figures if not each.in_prose}
    by_cell = {(number, figure.cell): figure for (number, _), figure in cells.items()}
    for block in document.blocks:
        if isinstance(block, DocumentTable):
            rows = []
            for row in range(block.height):
                inside = []
                for cell in sorted((each for each in block.cells if each.row == row), key=lambda each: each.column):
                    figure = by_cell.get((block.number, (cell.row, cell.column)))
                    inside.append(
                        f'<td rowspan="{cell.rows}" colspan="{cell.columns}">{_marked(cell.text, figure, stands)}</td>'
                    )
                rows.append(f"<tr>{''.join(inside)}</tr>")
            yield f"<table>{''.join(rows)}</table>"
        else:
            text = escape(block.text)
            place = f"paragraph {block.number}"
            for figure in (each for each in figures if each.in_prose and each.row == place):
                text = text.replace(escape(figure.as_printed), _marked(figure.as_printed, figure, stands), 1)
            yield f"<p>{text}</p>"


def _marked(text: str, figure: DocumentFigure | None, stands: dict[int, str]) -> str:
    if figure is None:
        return escape(text)
    return f'<mark class="{stands.get(figure.number, "left")}" id="n{figure.number}">{escape(text)}</mark>'
