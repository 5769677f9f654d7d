"""The tables, lists, slides and sheets in a file, held against those that its edition gives: all is made anew.

What a file says of itself names the charts; whatever else a reader can see in it is compared word by word.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence

from lxml import etree
from pptx.exc import PackageNotFoundError
from python_calamine import CalamineError

from dashboard.exports import printing
from dashboard.exports.drawn_texts import differences
from dashboard.exports.matching import chart_of
from dashboard.exports.pack import WithoutPictures, lists_of_pack, views_listed
from dashboard.exports.picture import export_figure
from dashboard.exports.remade_brief import of_brief, of_document
from dashboard.exports.remade_deck import OF_ANOTHER_VIEW, of_deck, of_slides, view_of
from dashboard.exports.remade_office import SAFE, of_package, of_sheets
from dashboard.exports.remade_texts import Mismatches, of_cells, of_lines
from dashboard.exports.said import Picture
from dashboard.exports.sizes import SIZES
from dashboard.exports.slide_places import TemplateError
from dashboard.exports.workbook import workbook
from dashboard.server.urls import Urls
from etl.editions.reading import Edition
from etl.figures.quoting import escaped, shown

_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, PackageNotFoundError),
    *(KeyError, ValueError, AttributeError, etree.XMLSyntaxError, CalamineError, TemplateError),
)


def mismatches_around(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> list[str]:
    """A line for each thing that a reader sees in a file and that is not what its edition gives.

    `pictures` are what the file says of itself. A single picture has nothing around it.
    """
    try:
        return list(_comparison(content)(content, escaped(place), pictures, edition))
    except _DAMAGED:
        return [f"{escaped(place)}: what stands in it cannot be read"]


def _comparison(content: bytes) -> Callable[[bytes, str, Sequence[Picture], Edition], Mismatches]:
    """How a file is compared, by what it is."""
    if content.startswith(printing.SIGNATURE):
        return of_brief
    if not content.startswith(b"PK"):
        return _of_drawing
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
    by_part = {"xl/workbook.xml": _of_workbook, "ppt/presentation.xml": of_deck, "word/document.xml": of_document}
    return next((compared for part, compared in by_part.items() if part in names), _of_pack)


def _of_drawing(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> Mismatches:
    """What an SVG picture says must be what a drawing of the chart says, in the size that it comes nearest to."""
    chart = chart_of(pictures[0].said, edition)
    if chart is None:
        return
    root = etree.fromstring(content, SAFE)
    sizes = [size for size in SIZES.values() if root.get("width") == str(size.width)] or [*SIZES.values()]
    nearest = min((differences(root, export_figure(chart, size)) for size in sizes), key=len)
    yield from (f"{place}: {line}" for line in nearest)


def _of_workbook(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> Mismatches:
    for chart in (chart_of(picture.said, edition) for picture in pictures):
        if chart is not None:
            made = workbook(chart)
            yield from of_sheets(place, content, made)
            yield from of_package(place, content, made)


def _of_pack(content: bytes, place: str, pictures: Sequence[Picture], edition: Edition) -> Mismatches:
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
        yield f"{place}, README.txt: it lists a view that does not exist in this edition"
    if not charts:
        return
    drawn = {chart.file_name for chart in charts if f"{chart.file_name}.png" in files}
    texts = lists_of_pack(charts, name, drawn, _why_without(readme, drawn))
    known = {*texts, *(f"{one}.png" for one in drawn), f"{name}.pptx"}
    for other in files.keys() - known:
        yield f"{place}: {shown(other)} is not a file of this pack"
    for chart in charts:
        if chart.file_name in drawn and view_of(files[f"{chart.file_name}.png"]) != chart.view.query():
            yield f"{place}, {chart.file_name}.png: {OF_ANOTHER_VIEW}"
    for file, right in texts.items():
        if file not in files:
            yield f"{place}, {file}: left out"
        elif file.endswith(".csv"):
            yield from of_cells(f"{place}, {file}", _rows(files[file]), _rows(right))
        else:
            yield from of_lines(f"{place}, {file}", _text(files[file]).splitlines(), _text(right).splitlines())
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
