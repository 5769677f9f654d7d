"""From the words on the pages of a PDF to a document: its tables, also over pages, and its paragraphs."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from etl.documents.files import pdf
from etl.documents.files.aside import read_aside
from etl.documents.files.document import (
    BlockRole,
    Document,
    DocumentError,
    DocumentParagraph,
    DocumentTable,
    PageBox,
    PageWord,
    is_figure_cell,
)
from etl.documents.files.page_lines import PageLine, Rule, lines_of, regions_of
from etl.documents.files.page_tables import tables_of
from etl.documents.files.size import check_tables
from etl.figures.quoting import counted

_WAIT = pdf.SECONDS_LIMIT + 20
_FEWEST_LETTERS, _FEWEST_BESIDE_A_PICTURE = 20, 60  # on a page that has text; a scan may bear a stamp
_MARGIN = 0.09  # of the height of a page, above and below, where what repeats is no part of the text
_HEADING = 1.15  # how much larger than the text a heading is
_NEXT_LINE = 0.75  # of the height of a line: what is further below begins a paragraph


def read_pdf(path: Path) -> Document:
    """A PDF as a document; DocumentError where it has no text or cannot be read."""
    answer = _asked(path)
    pages = [_Page(number, entry) for number, entry in enumerate(answer["pages"], start=1)]
    document = Document([], [(page.width, page.height) for page in pages])
    without_text = [page.number for page in pages if not page.has_text]
    if len(without_text) == len(pages):
        raise DocumentError(
            f"{path} has {counted(len(pages), 'page')} and no text that can be read, so it is a scan or its letters "
            f"mean nothing; let `ocrmypdf --force-ocr {path.name} with-text.pdf` read it, look it over, and give that"
        )
    if pictured := [number for number in without_text if pages[number - 1].has_picture]:
        told = ", ".join(map(str, pictured[:20]))
        document.remarks.append(f"page {told}: a picture without text; `ocrmypdf` makes text of it")
    _leave_out_margins(pages)
    tables = 0
    for page in pages:
        blocks = page.blocks()
        document.blocks += blocks
        tables += sum(isinstance(block, DocumentTable) for block in blocks)
        check_tables(tables, len(pages), str(path))
    document.blocks = _rejoined(_joined(document.blocks))
    return document


def pictures_of(path: Path) -> list[str]:
    """Each page of a PDF as a JPEG in base64."""
    return list(_asked(path, "pictures")["pictures"])


def description_of(path: Path) -> dict[str, str]:
    """What a PDF says of itself: Title, Author, CreationDate and others, and Lang, where it has them."""
    return {str(name): str(text) for name, text in _asked(path, "description")["description"].items()}


def _asked(path: Path, *what: str) -> dict[str, Any]:
    """What a process of its own finds in a file, which a hostile one may bring down."""
    too_much = "needs more time or memory than a document may, or is damaged; save a part of it"
    return read_aside(pdf, path, *what, seconds=_WAIT, refusal=DocumentError, what=too_much)


class _Page:
    """One page with its words and drawn lines."""

    def __init__(self, number: int, entry: dict[str, Any]) -> None:
        self.number, self.width, self.height = number, entry["width"], entry["height"]
        words = [
            PageWord(text, PageBox(number, left, top, right, bottom), bool(turn))
            for text, left, top, right, bottom, turn in entry["words"]
            if right > left and bottom > top
        ]
        self.words = [word for word in words if not word.is_turned]
        self.turned = [word for word in words if word.is_turned]
        self.rules: list[Rule] = [(left, top, right, bottom) for left, top, right, bottom in entry["rules"]]
        self.letters = sum(letter.isalnum() for word in words for letter in word.text)
        self.has_picture = bool(entry.get("has_picture"))

    @property
    def has_text(self) -> bool:
        """Whether there is more on the page than a picture with a stamp."""
        return self.letters >= (_FEWEST_BESIDE_A_PICTURE if self.has_picture else _FEWEST_LETTERS)

    @property
    def margin_lines(self) -> list[PageLine]:
        """The lines at the upper and the lower edge of the page."""
        low, high = _MARGIN * self.height, (1 - _MARGIN) * self.height
        return lines_of(word for word in self.words if word.box.bottom < low or word.box.top > high)

    def blocks(self) -> list[DocumentParagraph | DocumentTable]:
        """Its tables and paragraphs in the order of reading."""
        uprights = [rule for rule in self.rules if rule[3] - rule[1] > rule[2] - rule[0]]
        usual = median([word.box.height for word in self.words]) if self.words else 0.0
        found: list[DocumentParagraph | DocumentTable] = []
        for words in regions_of(self.words):
            lines = lines_of(words, uprights)
            tables = sum(isinstance(block, DocumentTable) for block in found)
            placed, used = tables_of(lines, self.turned, self.rules, self.number, tables + 1)
            run: list[PageLine] = []
            for at, line in enumerate(lines):
                if at not in used:
                    run.append(line)
                    continue
                found += _paragraphs(run, usual)
                run = []
                found += [each for each in placed if not any(each is one for one in found) and _begins(each, line)]
            found += _paragraphs(run, usual)
        number = 0
        for block in found:
            if isinstance(block, DocumentParagraph):
                number += 1
                block.page, block.number = self.number, number
        return found


def _begins(table: DocumentTable, line: PageLine) -> bool:
    """Whether a line is of a table."""
    tops = [cell.box.top for cell in table.cells if cell.box]
    return bool(tops) and line.box.bottom >= min(tops)


def _leave_out_margins(pages: list[_Page]) -> None:
    """Take away what stands at the edge of several pages in the same words, numbers aside, and numbers of pages."""
    said = Counter(_without_digits(line.text) for page in pages for line in page.margin_lines)
    for page in pages:
        gone = set()
        for line in page.margin_lines:
            text = _without_digits(line.text)
            if said[text] >= max(2, min(3, len(pages) // 2)) or line.text.strip() == str(page.number):
                gone |= set(map(id, line.words))
        page.words = [word for word in page.words if id(word) not in gone]


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _paragraphs(lines: Iterable[PageLine], usual: float) -> list[DocumentParagraph]:
    """The paragraphs of lines below each other, by the room between them, their letters and their first lines."""
    runs: list[list[PageLine]] = []
    lines = list(lines)
    gaps = [other.box.top - one.box.bottom for one, other in pairwise(lines)]
    near = sorted(gaps)[len(gaps) // 10] if gaps else 0.0
    for line in lines:
        if runs and _goes_on(runs[-1], line, near):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [_paragraph(run, usual) for run in runs]


def _goes_on(run: list[PageLine], line: PageLine, near: float) -> bool:
    before = run[-1]
    size, other = _size(before), _size(line)
    gap = line.box.top - before.box.bottom
    if gap > near + 0.3 * min(size, other) or abs(size - other) > 0.15 * max(size, other):
        return False
    is_item = bool(re.match(r"[•▪◦‣·–-]\s|\d{1,2}[.)]\s", line.text))
    # A line that ends early, before one that begins with a capital, ends its paragraph, or is an item of a list.
    widest = max(each.box.right for each in run)
    ends_early = before.box.right < widest - 3 * size if len(run) > 1 else False
    ended = before.text.rstrip()[-1:] in ".:;!?" and ends_early
    return not is_item and not ended


def _size(line: PageLine) -> float:
    return median(word.box.height for word in line.words)


def _paragraph(lines: list[PageLine], usual: float) -> DocumentParagraph:
    text, words = "", []
    for line in lines:
        for word in line.words:
            if text and _is_parted_word(text, word.text):
                text = text[:-1]
            elif text:
                text += " "
            words.append((len(text), len(text) + len(word.text), word.box))
            text += word.text
    size = median(_size(line) for line in lines)
    is_heading = size > _HEADING * usual and len(text) < 200 and not is_figure_cell(text)
    return DocumentParagraph(text, BlockRole.HEADING if is_heading else BlockRole.TEXT, words=words)


def _is_parted_word(text: str, following: str) -> bool:
    """Whether a hyphen at the end of a line only parts a word."""
    return len(text) > 2 and text[-1] in "-‐\xad" and text[-2].isalpha() and following[:1].islower()


def _joined(blocks: list[DocumentParagraph | DocumentTable]) -> list[DocumentParagraph | DocumentTable]:
    """The blocks, with tables that go on over a page: those whose header is repeated, or who have none."""
    found: list[DocumentParagraph | DocumentTable] = []
    last: DocumentTable | None = None
    first_on_page: set[int] = set()
    for block in blocks:
        if isinstance(block, DocumentTable):
            is_first = block.page not in first_on_page
            if last and is_first and block.page == _last_page(last) + 1 and _fits(last, block):
                _append(last, block)
                first_on_page.add(block.page)
                continue
            last = block
            first_on_page.add(block.page)
        found.append(block)
    return found


def _rejoined(blocks: list[DocumentParagraph | DocumentTable]) -> list[DocumentParagraph | DocumentTable]:
    """The blocks, with paragraphs that go on in the next column or on the next page made whole."""
    found: list[DocumentParagraph | DocumentTable] = []
    last: DocumentParagraph | None = None
    for block in blocks:
        if isinstance(block, DocumentParagraph):
            if last and _is_cut(last, block):
                joint = "" if _is_parted_word(last.text, block.text) else " "
                before = last.text if joint else last.text[:-1]
                shift = len(before) + len(joint)
                last.words += [(start + shift, end + shift, box) for start, end, box in block.words]
                last.text = before + joint + block.text
                continue
            last = block
        found.append(block)
    return found


def _is_cut(paragraph: DocumentParagraph, following: DocumentParagraph) -> bool:
    """Whether a sentence begins in one paragraph and ends in the next."""
    if BlockRole.HEADING in {paragraph.role, following.role} or following.page - paragraph.page > 1:
        return False
    return paragraph.text.rstrip()[-1:] not in ".:;!?" and following.text[:1].islower() and len(paragraph.text) > 30


def _last_page(table: DocumentTable) -> int:
    return max((cell.box.page for cell in table.cells if cell.box), default=table.page)


def _header(table: DocumentTable) -> list[str]:
    """The texts of the rows above the first number that is no year."""
    first = min(
        (cell.row for cell in table.cells if is_figure_cell(cell.text) and not re.search(r"(?:19|20)\d\d", cell.text)),
        default=0,
    )
    return [cell.text for cell in sorted(table.cells, key=lambda it: (it.row, it.column)) if cell.row < first]


def _fits(table: DocumentTable, following: DocumentTable) -> bool:
    header = _header(following)
    if following.titles and [_bare(title) for title in following.titles] != [_bare(title) for title in table.titles]:
        return False
    return table.width == following.width and (not header or header == _header(table))


def _bare(title: str) -> str:
    """A title without the words that say that its table goes on."""
    return re.sub(
        r"\W*\(?(?:cont(?:inued|inuación|inuacion|inua|\.)?|suite|fortsetzung|продолжение|续)\)?\W*$",
        "",
        title,
        flags=re.IGNORECASE,
    )


def _append(table: DocumentTable, following: DocumentTable) -> None:
    """Put the rows of a table below those of another, without the header that they repeat."""
    header = len(_header(following))
    skipped = sorted(following.cells, key=lambda it: (it.row, it.column))[header:]
    first = min((cell.row for cell in skipped), default=0)
    shift = table.height - first
    table.cells += [replace(cell, row=cell.row + shift) for cell in skipped]
    table.notes = following.notes
