"""Files of every kind in which one thing that a reader sees is not so: a value, a title, a source, an address."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forging import picture_of
from pptx import Presentation

from dashboard.exports import svg
from dashboard.exports.chart import ExportedChart
from dashboard.exports.pack import WithoutPictures, pack
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.workbook import workbook

Charts = Sequence[ExportedChart]
_SHEET, _STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
_LINKS, _SLIDE, _CHART = "xl/worksheets/_rels/sheet1.xml.rels", "ppt/slides/slide1.xml", "ppt/charts/chart"
_PROPERTIES = "docProps/core.xml"
_NOTES, _SLIDE_LINKS = "ppt/notesSlides/notesSlide1.xml", "ppt/slides/_rels/slide1.xml.rels"


def drawn(charts: Charts) -> bytes:
    """An SVG picture with the texts of a chart and one of its scale, as Chromium writes them, without its lines."""
    chart = charts[0]
    figure = export_figure(chart, SIZES["slide"])
    layout, marks = (
        figure["layout"],
        [mark for one in figure["data"] if one.get("mode") == "text" for mark in one["text"]],
    )
    labels = [*(str(one["text"]) for one in layout["annotations"]), *marks]
    words = "".join(f"<text>{part}</text>" for label in labels for part in re.split("<[^>]*>", label) if part)
    foot, highest = layout["height"] - layout["margin"]["b"], layout["yaxis"]["range"][1]
    down = foot - (foot - layout["margin"]["t"]) * 100_000 / highest
    scale = f'<g class="ytick"><g transform="translate(0,{down:.2f})"><text>100,000</text></g></g>'
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" width="1920" height="1080">{words}{scale}</svg>'
    return svg.finished(whole, provenance_texts(chart)).encode()


MADE: dict[str, Callable[[Charts], bytes]] = {
    "pack.zip": lambda charts: pack(charts, "pack", {one.file_name: picture_of(one) for one in charts}),
    "bare.zip": lambda charts: pack(charts, "bare", {}, WithoutPictures.NO_CHROMIUM),
    "deck.pptx": lambda charts: presentation(charts, {one.file_name: picture_of(one) for one in charts[1:]}),
    "table.xlsx": lambda charts: workbook(charts[0]),
    "drawn.svg": drawn,
}


def rewritten(archive: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A zip file whose files are changed, each by its name; None takes one out."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as files, zipfile.ZipFile(target, "w") as written:
        for name in files.namelist():
            content = change(name, files.read(name))
            if content is not None:
                written.writestr(name, content)
    return target.getvalue()


@dataclass(frozen=True)
class ForgedFile:
    """What is changed in a file, in which of its parts, and what is told of it."""

    name: str
    file: str
    part: str  # how the name of the part begins, or that inside a part behind a colon; empty: the file itself
    old: bytes  # empty: the whole part
    new: bytes | None  # None: the part is left out
    told: str

    @property
    def row(self) -> str:
        """How rows of the table of sentences name it."""
        return f"forged file: {self.name}"

    def of(self, made: bytes) -> bytes:
        """The forged file."""
        forged = _changed(made, self.part.split(":"), self)
        assert forged != made, self.name
        return forged


def _changed(content: bytes, parts: Sequence[str], forgery: ForgedFile) -> bytes:
    first, *inner = parts

    def change(name: str, part: bytes) -> bytes | None:
        if not name.startswith(first) and not name.endswith(first):
            return part
        if inner:
            return _changed(part, inner, forgery)
        return part.replace(forgery.old, forgery.new) if forgery.old and forgery.new is not None else forgery.new

    if first:
        return rewritten(content, change)
    assert forgery.new is not None
    return content.replace(forgery.old, forgery.new)


def with_a_slide_more(made: bytes) -> bytes:
    """A presentation with one more slide, which says what somebody would like it to."""
    deck = Presentation(io.BytesIO(made))
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "Cultivation ended"
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


_OPIUM = "opium-poppy-cultivation-afg-1994-2025-unodc"
FORGED = [
    ForgedFile("a value in a table", "pack.zip", f"{_OPIUM}.csv", b",263000,", b",236000,", "column 10: the file says"),
    ForgedFile("a title of a source in a table", "pack.zip", f"{_OPIUM}.csv", b"Survey", b"Dream", "Dream"),
    ForgedFile("an address in a table", "pack.zip", f"{_OPIUM}.csv", b"https://www.unodc", b"https://evil", "evil"),
    ForgedFile("a table left out", "pack.zip", f"{_OPIUM}.csv", b"", None, f"{_OPIUM}.csv: left out"),
    ForgedFile("a title in the README", "pack.zip", "README.txt", b"peaked at", b"fell from", "fell from"),
    ForgedFile("a source in the README", "pack.zip", "README.txt", b"United Nations", b"Ministry", "Ministry"),
    ForgedFile(
        "the edition in the README",
        "pack.zip",
        "README.txt",
        b"Data as of 20",
        b"Data as of 30",
        "README.txt: the file says",
    ),
    ForgedFile("another view in the README", "pack.zip", "README.txt", b"area=AFG&", b"area=XXX&", "does not exist"),
    ForgedFile("no README", "pack.zip", "README.txt", b"", None, "README.txt: left out"),
    ForgedFile("a source for reference managers", "pack.zip", "sources.bib", b"Survey", b"Dream", "sources.bib: "),
    ForgedFile("a source for programs", "pack.zip", "sources.csl.json", b"Survey", b"Dream", "csl.json: the file says"),
    ForgedFile("no slides", "pack.zip", "pack.pptx", b"", None, "pptx: left out"),
    ForgedFile("a value on a slide of a pack", "pack.zip", f"pack.pptx:{_CHART}", b"263000", b"236000", "236000"),
    ForgedFile("a title on a slide", "bare.zip", f"bare.pptx:{_SLIDE}", b"peaked at", b"fell from", "slide 1: "),
    ForgedFile("the notes of a slide", "deck.pptx", _NOTES, b"328,000", b"32,000", "slide 1: the file says"),
    ForgedFile("a value in a chart", "deck.pptx", _CHART, b"<c:v>263000", b"<c:v>236000", "slide 1: the file says"),
    ForgedFile("a link on a slide", "deck.pptx", _SLIDE_LINKS, b"https://figures", b"https://evil", "a link leads to"),
    ForgedFile("no chart", "deck.pptx", "ppt/charts/", b"c:v>", b"c:w>", "slide 1: "),
    ForgedFile("the data of a chart", "deck.pptx", f".xlsx:{_SHEET}", b"<v>263000", b"<v>236000", "data of the chart"),
    ForgedFile("a value in a workbook", "table.xlsx", _SHEET, b"<v>263000<", b"<v>236000<", "Figures, row"),
    ForgedFile("a title in a workbook", "table.xlsx", _STRINGS, b"peaked at", b"fell from", "fell from"),
    ForgedFile("a source in a workbook", "table.xlsx", _STRINGS, b"Survey", b"Dream", "Sources, row"),
    ForgedFile("a link in a workbook", "table.xlsx", _LINKS, b"https://www", b"https://evil", "a link leads to"),
    ForgedFile("a sheet of another name", "table.xlsx", "xl/workbook.xml", b'"Sources"', b'"Truth"', "is left out"),
    ForgedFile(
        "a value in a drawing", "drawn.svg", "", "at 328,000\u00a0ha".encode(), b"at 32,000 ha", "the picture says"
    ),
    ForgedFile(
        "a value in place of another", "drawn.svg", "", b"<text>100,000", b"<text>2018: 263,000 ha", "2018: 263"
    ),
    ForgedFile("another scale of a drawing", "drawn.svg", "", b"<text>100,000", b"<text>200,000", "the picture says"),
    ForgedFile("a short number in a drawing", "drawn.svg", "", b"<text>100,000", b"<text>50", '"50"'),
    ForgedFile(
        "a drawing of no size", "drawn.svg", "", b'width="1920" height="1080">', b'width="1"><text>5</text>', '"5"'
    ),
    ForgedFile("a text left out of a drawing", "drawn.svg", "", b"method changed", b"", "is left out"),
    ForgedFile("a link in a drawing", "drawn.svg", "", b"</svg>", b'<a href="https://evil.invalid/"/></svg>', "a link"),
    ForgedFile("a picture over a drawing", "drawn.svg", "", b"</svg>", b'<image href="data:,"/></svg>', 'has "image"'),
    ForgedFile(
        "words of another kind in a drawing",
        "drawn.svg",
        "",
        b"</svg>",
        b"<foreignObject>Cultivation ended</foreignObject></svg>",
        'has "foreignObject"',
    ),
    ForgedFile(
        "a title in the properties of slides", "deck.pptx", _PROPERTIES, b"peaked at", b"fell from", "fell from"
    ),
    ForgedFile("a subject of a workbook", "table.xlsx", _PROPERTIES, b"Edition ", b"Issue ", "subject: the file says"),
    ForgedFile("a number as a format of a chart", "deck.pptx", _CHART, b'formatCode="', b'formatCode="1 ', "shown as"),
    ForgedFile(
        "a number as a format of cells", "table.xlsx", "xl/styles.xml", b'formatCode="', b'formatCode="1', "shown as"
    ),
    ForgedFile("a hidden slide", "deck.pptx", "ppt/slides/slide1.xml", b"<p:sld ", b'<p:sld show="0" ', "1: hidden"),
    ForgedFile("a hidden row", "table.xlsx", _SHEET, b'<row r="6"', b'<row r="6" hidden="1"', "that are hidden: 1"),
    ForgedFile("words in a drawing", "drawn.svg", "", b"<text>100,000", b"<text>Cultivation ended", "ended"),
]
