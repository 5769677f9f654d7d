"""The tables, lists, slides and sheets in a file, held against those that its edition gives: all is made anew.

What a file says of itself names the charts; whatever else a reader can see in it is compared word by word.
"""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree, html
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from python_calamine import CalamineError, CalamineWorkbook

from dashboard.exports import png, printing
from dashboard.exports.brief import brief_html, brief_of
from dashboard.exports.brief_docx import brief_docx
from dashboard.exports.brief_pdf import SOURCE_LINES, properties
from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawn_texts import differences
from dashboard.exports.matching import BY_WORDING, chart_of, first_difference
from dashboard.exports.pack import WithoutPictures, lists_of_pack, views_listed
from dashboard.exports.picture import export_figure
from dashboard.exports.said import NotSaidError, Picture, read_said
from dashboard.exports.sizes import SIZES
from dashboard.exports.slide_places import TemplateError
from dashboard.exports.slides import NO_MAP, presentation
from dashboard.exports.workbook import workbook
from dashboard.server.urls import Urls
from dashboard.views.briefing import place_and_year
from etl.editions.reading import Edition
from etl.figures.quoting import escaped, shown

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, PackageNotFoundError),
    *(KeyError, ValueError, AttributeError, etree.XMLSyntaxError, CalamineError, TemplateError),
)
_SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS, _NUMBERS = re.compile(r"\s+"), re.compile(r"\d+(?:[.,]\d+)*")
_LINKS = re.compile(r"(?:ppt/(?:slides|notesSlides)|xl/worksheets|word)/_rels/[^/]+\.rels")
_GRIDS = re.compile(r"xl/workbook\.xml|xl/worksheets/[^/]+\.xml")
_SHOWING = re.compile(r"xl/styles\.xml|ppt/charts/[^/]+\.xml")
_PROPERTIES = tuple(f"{{*}}{name}" for name in ("title", "subject", "creator", "description", "keywords", "category"))
_NO = ("0", "false")
_TARGET = re.compile(r'Target="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Target="([^"]*)"')
_MOST_OWN_LINES = 14  # of a title and a subtitle of the greatest length, in the widest letters
_UNREAD = "\0"
_OF_ANOTHER_VIEW = "the picture is one of another view"
_SEEN_IN_CHART = ("{*}v", "{http://schemas.openxmlformats.org/drawingml/2006/main}t")
_Lines = Iterator[str]


def mismatches_around(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> list[str]:
    """A line for each thing that a reader sees in a file and that is not what its edition gives.

    `pictures` are what the file says of itself. A single picture has nothing around it.
    """
    try:
        return list(_comparison(content)(content, escaped(place), pictures, edition))
    except _DAMAGED:
        return [f"{escaped(place)}: what stands in it cannot be read"]


def _comparison(content: bytes) -> Callable[[bytes, str, Sequence[Picture], Edition], _Lines]:
    """How a file is compared, by what it is."""
    if content.startswith(printing.SIGNATURE):
        return _of_brief
    if not content.startswith(b"PK"):
        return _of_drawing
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
    by_part = {"xl/workbook.xml": _of_workbook, "ppt/presentation.xml": _of_deck, "word/document.xml": _of_document}
    return next((compared for part, compared in by_part.items() if part in names), _of_pack)


def _of_brief(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> _Lines:
    """Every line on the sheet must stand in the document that the edition gives, with as many sources, and all of it
    on the sheet, each number as often.

    What the reader has written stands at its head once, and makes no other line a true one.
    """
    asked = place_and_year(pictures[0].said.page)
    chart = chart_of(pictures[0].said, edition)
    if asked is None or chart is None:
        yield f"{place}: it is no brief of this edition"
        return
    brief = brief_of(edition, asked["area"], asked["year"], chart.urls)
    bodies = [html.fromstring(brief_html(brief, lines)).find("body") for lines in SOURCE_LINES]
    head = _Known([text for part in ("header", "h1") for text in bodies[0].find(f".//{part}").itertext()])
    read, lines = printing.read_texts(content), printing.lines_of(content)
    own = f"{chart.own.title} {chart.own.subtitle}".strip()
    ours = _without_own(lines, own, head) if own else lines
    if ours is None:
        yield f"{place}: {_told('', own)}"
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
        yield _of_link(place, address)
    for name, right in properties(brief).items():
        if read.get(name, "") != right:
            yield f"{place}, {name}: {_told(read.get(name, ''), right)}"


def _of_document(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> _Lines:
    """Every line of a brief to be edited, its table and its links, beside those that the edition gives."""
    asked = place_and_year(pictures[0].said.page)
    chart = chart_of(pictures[0].said, edition)
    if asked is None or chart is None:
        yield f"{place}: it is no brief of this edition"
        return
    brief = brief_of(edition, asked["area"], asked["year"], chart.urls, chart.own)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        drawn = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    views = [_view_of(picture) for picture in drawn]
    if views != [brief.charts[0].view.query()]:
        yield f"{place}: {_OF_ANOTHER_VIEW}"
        return
    made = brief_docx(brief, drawn[0])
    yield from _of_lines(place, _paragraphs(content), _paragraphs(made))
    yield from _of_package(place, content, made)


def _paragraphs(document: bytes) -> list[str]:
    """The paragraphs of a document, those at the head and at the foot of its pages among them."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        parts = [etree.fromstring(archive.read(name), _SAFE) for name in sorted(names)]
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


def _of_drawing(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> _Lines:
    """What an SVG picture says must be what a drawing of the chart says, in the size that it comes nearest to."""
    chart = chart_of(pictures[0].said, edition)
    if chart is None:
        return
    root = etree.fromstring(content, _SAFE)
    sizes = [size for size in SIZES.values() if root.get("width") == str(size.width)] or [*SIZES.values()]
    nearest = min((differences(root, export_figure(chart, size)) for size in sizes), key=len)
    yield from (f"{place}: {line}" for line in nearest)


class _Known:
    """The texts of a brief, in which another one's must stand."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = _BLANKS.sub("", "".join(texts))
        self.numbers = Counter(number for text in texts for number in _NUMBERS.findall(text))

    def has(self, text: str) -> bool:
        """Whether a text stands in these, wherever its lines end, and with no other number in it."""
        return _BLANKS.sub("", text) in self._words and self.numbers.keys() >= {*_NUMBERS.findall(text)}


def _of_workbook(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> _Lines:
    for chart in (chart_of(picture.said, edition) for picture in pictures):
        if chart is not None:
            made = workbook(chart)
            yield from _of_sheets(place, content, made)
            yield from _of_package(place, content, made)


def _of_sheets(place: str, content: bytes, made: bytes) -> _Lines:
    ours, theirs = _sheets(made), _sheets(content)
    for name in theirs.keys() - ours.keys():
        yield f"{place}: the sheet {shown(name)} is not of this edition"
    for name, rows in ours.items():
        if name not in theirs:
            yield f"{place}: the sheet “{name}” is left out"
        else:
            yield from _of_cells(f"{place}, {name}", theirs[name], rows)
    yield from _of_formats(place, content, made)
    if hidden := _hidden(content):
        yield f"{place}: rows, columns or sheets that are hidden: {hidden}"


def _hidden(book: bytes) -> int:
    """How many rows, columns and sheets of a workbook nobody sees, although they are there."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = [etree.fromstring(archive.read(name), _SAFE) for name in archive.namelist() if _GRIDS.fullmatch(name)]
    every = [part for root in parts for part in root.iter("{*}row", "{*}col", "{*}sheet")]
    return sum(part.get("hidden", "0") not in _NO or part.get("state", "visible") != "visible" for part in every)


def _sheets(book: bytes) -> dict[str, list[list[Any]]]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return {name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in opened.sheet_names}


def _of_cells(place: str, said: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]]) -> _Lines:
    for row, (theirs, ours) in enumerate(zip_longest(said, right, fillvalue=()), 1):
        for column, (cell, wanted) in enumerate(zip_longest(theirs, ours, fillvalue=""), 1):
            if cell != wanted:
                yield f"{place}, row {row}, column {column}: {_told(str(cell), str(wanted))}"


def _of_package(place: str, content: bytes, made: bytes) -> _Lines:
    """What a document of an office program has besides its text: links and properties."""
    for address in sorted(_links(content) - _links(made)):
        yield _of_link(place, address)
    said, right = _properties(content), _properties(made)
    for name in sorted(said.keys() | right.keys()):
        if said.get(name, "") != right.get(name, ""):
            yield f"{place}, {name}: {_told(said.get(name, ''), right.get(name, ''))}"


def _of_link(place: str, address: str) -> str:
    return f"{place}: a link leads to {shown(address)}, which is not of this edition"


def _properties(document: bytes) -> dict[str, str]:
    """The words in the properties of a document, without those that a program changes whenever it is saved."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("docProps/core.xml"), _SAFE)
    named = [(etree.QName(part).localname, part.text or "") for part in root.iter(*_PROPERTIES)]
    return {name: text for name, text in named if text}


def _of_formats(place: str, content: bytes, made: bytes) -> _Lines:
    """A format can print a number of its own, whatever the cell or the point is."""
    for code in sorted(_formats(content) - _formats(made)):
        yield f"{place}: numbers are shown as {shown(code)}, which is not of this edition"


def _formats(document: bytes) -> set[str]:
    """All formats in which the cells of a workbook or the charts of a presentation show their numbers."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [etree.fromstring(archive.read(name), _SAFE) for name in archive.namelist() if _SHOWING.fullmatch(name)]
    every = [part for root in parts for part in root.iter("{*}numFmt", "{*}formatCode")]
    return {part.get("formatCode") or part.text or "" for part in every}


def _links(document: bytes) -> set[str]:
    """All addresses that the content of a document of an office program leads to."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if _LINKS.fullmatch(name)]
    return {one or other for part in parts for one, other in _TARGET.findall(part)}


def _of_deck(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> _Lines:
    deck, every = Presentation(io.BytesIO(content)), {picture.said.view: picture for picture in pictures}
    native = [picture for picture in pictures if ", chart " in picture.place]
    charts: list[ExportedChart] = []
    for slide in deck.slides:
        drawn = [view for view in map(_view_of, _images(slide)) if view in every]
        has_chart = any(getattr(shape, "has_chart", False) for shape in slide.shapes)
        picture = every[drawn[0]] if drawn else native.pop(0) if native and (has_chart or not charts) else None
        chart = None if picture is None else chart_of(picture.said, edition)
        if chart is not None:
            charts.append(chart)
            if any(NO_MAP in line for line in _seen(slide)):
                charts.append(_beside(chart))
    if charts:
        yield from of_slides(content, place, charts)


def _beside(chart: ExportedChart) -> ExportedChart:
    """The map of the figures of a ranking."""
    return ExportedChart(chart.edition, chart.view.with_(form="map"), chart.urls, chart.own, chart.shared)


def of_slides(content: bytes, place: str, charts: Sequence[ExportedChart]) -> _Lines:
    """What on the slides of a presentation is not what some charts give, on our master or on the one that it has."""
    deck = Presentation(io.BytesIO(content))
    images = {_view_of(image): image for slide in deck.slides for image in _images(slide)}
    maps = {chart.file_name: images[chart.view.query()] for chart in charts if chart.view.query() in images}
    found = _against(deck, content, place, presentation(charts, maps))
    if found:
        with TemporaryDirectory(prefix="slides-") as folder:
            template = Path(folder, "own.pptx")
            template.write_bytes(content)
            with suppress(TemplateError):  # its master has no place for our slides, so that they were not made on it
                found = min(found, _against(deck, content, place, presentation(charts, maps, template)), key=len)
    yield from found


def _against(deck: Any, content: bytes, place: str, made: bytes) -> list[str]:
    """The differences of the slides of a presentation from those of another one."""
    found: list[str] = []
    pairs = zip_longest(deck.slides, Presentation(io.BytesIO(made)).slides)
    for number, (theirs, ours) in enumerate(pairs, 1):
        where = f"{place}, slide {number}"
        if theirs is None or ours is None:
            found.append(f"{where}: {'left out' if theirs is None else 'not of this edition'}")
            continue
        found += _of_lines(where, _seen(theirs), _seen(ours))
        for one, other in zip_longest(_books(theirs), _books(ours), fillvalue=b""):
            found += _of_sheets(f"{where}, data of the chart", one, other) if one and other else [f"{where}: charts"]
    return [*found, *_of_formats(place, content, made), *_of_package(place, content, made)]


def _seen(slide: Any) -> list[str]:
    """All texts and numbers of a slide and its notes, in their order."""
    lines: list[str] = []
    for shape in slide.shapes:
        lines += shape.text_frame.text.split("\n") if shape.has_text_frame else []
        lines += [shape._element.xpath("string(.//p:cNvPr/@descr)")]
        if getattr(shape, "has_chart", False):
            lines += [part.text or "" for part in shape.chart.part._element.iter(*_SEEN_IN_CHART)]
    notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
    return [line for line in (*lines, *notes.split("\n")) if line]


def _books(slide: Any) -> list[bytes]:
    """The workbooks behind the charts of a slide."""
    charts = [shape.chart for shape in slide.shapes if getattr(shape, "has_chart", False)]
    parts = [chart.part.chart_workbook.xlsx_part for chart in charts]
    return [part.blob for part in parts if part is not None]


def _images(slide: Any) -> list[bytes]:
    return [shape.image.blob for shape in slide.shapes if hasattr(shape, "image")]


def _view_of(image: bytes) -> str:
    """The view that a picture says it is of; empty where it says nothing."""
    try:
        return read_said(png.read_texts(image), "it").said.view
    except (NotSaidError, ValueError):
        return ""


def _of_pack(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> _Lines:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    decks = [name for name in files if name.endswith(".pptx")]
    name = decks[0].removesuffix(".pptx") if decks else "pack"
    readme = files.get("README.txt", b"").decode("utf-8", "replace")
    first = pictures[0].said
    home = Urls.at(first.address.partition("?")[0])
    listed = list(views_listed(readme)) or list(dict.fromkeys(picture.said.view for picture in pictures))
    asked = [first.model_copy(update={"view": view, "address": home.view(view)}) for view in listed]
    charts = [chart for chart in (chart_of(said, edition) for said in asked) if chart is not None]
    if len(charts) < len(asked):
        yield f"{place}, README.txt: it lists a view that is none of this edition"
    if not charts:
        return
    drawn = {chart.file_name for chart in charts if f"{chart.file_name}.png" in files}
    texts = lists_of_pack(charts, name, drawn, _why_without(readme, drawn))
    known = {*texts, *(f"{one}.png" for one in drawn), f"{name}.pptx"}
    for other in files.keys() - known:
        yield f"{place}: {shown(other)} is no file of this pack"
    for chart in charts:
        if chart.file_name in drawn and _view_of(files[f"{chart.file_name}.png"]) != chart.view.query():
            yield f"{place}, {chart.file_name}.png: {_OF_ANOTHER_VIEW}"
    for file, right in texts.items():
        if file not in files:
            yield f"{place}, {file}: left out"
        elif file.endswith(".csv"):
            yield from _of_cells(f"{place}, {file}", _rows(files[file]), _rows(right))
        else:
            yield from _of_lines(f"{place}, {file}", _text(files[file]).splitlines(), _text(right).splitlines())
    if not decks:
        yield f"{place}, {name}.pptx: left out"
    for deck in decks[:1]:
        yield from of_slides(files[deck], f"{place}, {deck}", charts)


def _why_without(readme: str, drawn: Iterable[str]) -> str:
    """The one of our sentences on pictures that are left out which a pack without pictures has."""
    return "" if drawn else next((told for told in WithoutPictures if told in readme), WithoutPictures.NO_CHROMIUM)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_text(content).removeprefix("\ufeff"), newline="")))


def _of_lines(place: str, said: Sequence[str], right: Sequence[str]) -> list[str]:
    """The differences of two texts, line by line."""
    found: list[str] = []
    for kind, begin, end, first, last in SequenceMatcher(None, said, right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for theirs, ours in zip_longest(said[begin:end], right[first:last], fillvalue=""):
            found.append(f"{place}: {_told(theirs, ours)}")
    return found


def _told(said: str, right: str) -> str:
    if not right:
        return f"the file says {shown(said)}, the edition nothing"
    if not said:
        return f"{shown(right)} is left out"
    place = first_difference(said, right)
    here, there = (f"{'…' * (place > 0)}{words[place:]}" for words in (said, right))
    return f"the file says {shown(here)}, the edition gives {shown(there)} ({BY_WORDING})"
