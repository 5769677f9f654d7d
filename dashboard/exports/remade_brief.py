"""The words, links and properties of a brief, printed or to be edited, held against those that its edition gives."""

import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Sequence

from lxml import etree, html

from dashboard.exports import printing
from dashboard.exports.brief import brief_html, brief_of
from dashboard.exports.brief_docx import brief_docx
from dashboard.exports.brief_pdf import SOURCE_LINES, properties
from dashboard.exports.matching import chart_of
from dashboard.exports.remade_deck import OF_ANOTHER_VIEW, view_of
from dashboard.exports.remade_office import SAFE, of_package
from dashboard.exports.remade_texts import Mismatches, of_lines, of_link, told
from dashboard.exports.said import Picture
from dashboard.views.briefing import place_and_year
from etl.editions.reading import Edition
from etl.figures.quoting import shown

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS, _NUMBERS = re.compile(r"\s+"), re.compile(r"\d+(?:[.,]\d+)*")
_MOST_OWN_LINES = 14  # of a title and a subtitle of the greatest length, in the widest letters
_UNREAD = "\0"


def of_brief(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> Mismatches:
    """Every line on the sheet must stand in the document that the edition gives, with as many sources, and all of it
    on the sheet, each number as often.

    What the reader has written stands at its head once, and makes no other line a true one.
    """
    asked = place_and_year(pictures[0].said.page)
    chart = chart_of(pictures[0].said, edition)
    if asked is None or chart is None:
        yield f"{place}: it is not a brief of this edition"
        return
    brief = brief_of(edition, asked["area"], asked["year"], chart.urls)
    bodies = [html.fromstring(brief_html(brief, lines)).find("body") for lines in SOURCE_LINES]
    head = _Known([text for part in ("header", "h1") for text in bodies[0].find(f".//{part}").itertext()])
    read, lines = printing.read_texts(content), printing.lines_of(content)
    own = f"{chart.own.title} {chart.own.subtitle}".strip()
    ours = _without_own(lines, own, head) if own else lines
    if ours is None:
        yield f"{place}: {told('', own)}"
        ours = lines
    if chart.own.title:
        for body in bodies:
            body.find(".//h1").clear()  # the reader's title stands in its place
    documents = [[text for text in body.itertext() if text.strip()] for body in bodies]
    said = _Known(ours)
    document = min(documents, key=lambda texts: sum(not said.has(text) for text in texts))
    known = _Known(document)
    for line in [line for line in ours if not known.has(line)] or said.numbers - known.numbers:
        yield f"{place}: the file says {shown(line)}, which is not of this edition"
    for text in [text for text in document if not said.has(text)] or known.numbers - said.numbers:
        yield f"{place}: {shown(text)} is left out"
    addresses = {one.get("href", "") for body in bodies for one in body.iter("a")}
    addresses |= {f"file://{path}" for path in addresses}  # so Chromium prints those of a brief made without a host
    for address in sorted(printing.links_of(content) - addresses):
        yield of_link(place, address)
    if (sheets := printing.sheets_of(content)) != 1:
        yield f"{place}: {sheets} sheets instead of one"
    for name, right in properties(brief).items():
        if read.get(name, "") != right:
            yield f"{place}, {name}: {told(read.get(name, ''), right)}"


def of_document(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> Mismatches:
    """Every line of a brief to be edited, its table and its links, beside those that the edition gives."""
    asked = place_and_year(pictures[0].said.page)
    chart = chart_of(pictures[0].said, edition)
    if asked is None or chart is None:
        yield f"{place}: it is not a brief of this edition"
        return
    brief = brief_of(edition, asked["area"], asked["year"], chart.urls, chart.own)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawn = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    views = [view_of(picture) for picture in drawn]
    if views != [brief.charts[0].view.query()]:
        yield f"{place}: {OF_ANOTHER_VIEW}"
        return
    made = brief_docx(brief, drawn[0])
    yield from of_lines(place, _paragraphs(content), _paragraphs(made))
    yield from of_package(place, content, made)


def _paragraphs(document: bytes) -> list[str]:
    """The paragraphs of a document, those at the head and at the foot of its pages among them."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        parts = [etree.fromstring(archive.read(name), SAFE) for name in sorted(names)]
    paragraphs = [paragraph for part in parts for paragraph in part.iter(f"{_WORD}p")]
    texts = ("".join(text.text or "" for text in paragraph.iter(f"{_WORD}t")) for paragraph in paragraphs)
    described = [shape.get("descr", "") for part in parts for shape in part.iter("{*}docPr")]
    return [text for text in (*texts, *described) if text.strip()]


def _without_own(lines: Sequence[str], own: str, head: "_Known") -> list[str] | None:
    """The lines of a sheet without those in which words of the reader stand; None where they do not, below its head."""
    for first, line in enumerate(lines):
        for last in range(first + _MOST_OWN_LINES, first, -1):
            if _is_written(own, " ".join(lines[first:last])):
                return [*lines[:first], *lines[last:]]
        if not head.has(line):
            break
    return None


def _is_written(own: str, read: str) -> bool:
    """Whether a text that was read from a sheet is one of the reader's.

    A line that runs to the left is read as it is painted: with joined letters, turned brackets, and in another order. A
    letter that no font had, where the sheet was made, cannot be read.
    """
    for parts in (_letters, _NUMBERS.findall):
        wanted, found = Counter(parts(own)), Counter(parts(read.replace(_UNREAD, "")))
        if found - wanted or (wanted - found and _UNREAD not in read):
            return False
    return True


def _letters(text: str) -> list[str]:
    return [letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum()]


class _Known:
    """The texts of a brief, in which another one's must stand."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = _BLANKS.sub("", "".join(texts))
        self.numbers = Counter(number for text in texts for number in _NUMBERS.findall(text))

    def has(self, text: str) -> bool:
        """Whether a text stands in these, wherever its lines end, and with no other number in it."""
        return _BLANKS.sub("", text) in self._words and self.numbers.keys() >= {*_NUMBERS.findall(text)}
