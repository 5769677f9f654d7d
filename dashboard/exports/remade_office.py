"""What a document of an office program has besides its words, held against one that its edition gives: sheets of
workbooks, formats of numbers, links and properties.
"""

import io
import re
import zipfile
from typing import Any

from lxml import etree
from python_calamine import CalamineWorkbook

from dashboard.exports.remade_texts import Mismatches, of_cells, of_link, told
from etl.figures.quoting import shown

SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_LINKS = re.compile(r"(?:ppt/(?:slides|notesSlides)|xl/worksheets|word)/_rels/[^/]+\.rels")
_GRIDS = re.compile(r"xl/workbook\.xml|xl/worksheets/[^/]+\.xml")
_SHOWING = re.compile(r"xl/styles\.xml|ppt/charts/[^/]+\.xml")
_PROPERTIES = tuple(f"{{*}}{name}" for name in ("title", "subject", "creator", "description", "keywords", "category"))
NO = ("0", "false")
_TARGET = re.compile(r'Target="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Target="([^"]*)"')


def of_sheets(place: str, content: bytes, made: bytes) -> Mismatches:
    ours, theirs = _sheets(made), _sheets(content)
    for name in theirs.keys() - ours.keys():
        yield f"{place}: the sheet {shown(name)} is not of this edition"
    for name, rows in ours.items():
        if name not in theirs:
            yield f"{place}: the sheet “{name}” is left out"
        else:
            yield from of_cells(f"{place}, {name}", theirs[name], rows)
    yield from of_formats(place, content, made)
    if hidden := _hidden(content):
        yield f"{place}: rows, columns or sheets that are hidden: {hidden}"


def _hidden(book: bytes) -> int:
    """How many rows, columns and sheets of a workbook nobody sees, although they are there."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = [etree.fromstring(archive.read(name), SAFE) for name in archive.namelist() if _GRIDS.fullmatch(name)]
    every = [part for root in parts for part in root.iter("{*}row", "{*}col", "{*}sheet")]
    return sum(part.get("hidden", "0") not in NO or part.get("state", "visible") != "visible" for part in every)


def _sheets(book: bytes) -> dict[str, list[list[Any]]]:
    opened = CalamineWorkbook.from_filelike(io.BytesIO(book))
    return {name: opened.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in opened.sheet_names}


def of_package(place: str, content: bytes, made: bytes) -> Mismatches:
    """What a document of an office program has besides its text: links and properties."""
    for address in sorted(_links(content) - _links(made)):
        yield of_link(place, address)
    said, right = _properties(content), _properties(made)
    for name in sorted(said.keys() | right.keys()):
        if said.get(name, "") != right.get(name, ""):
            yield f"{place}, {name}: {told(said.get(name, ''), right.get(name, ''))}"


def _properties(document: bytes) -> dict[str, str]:
    """The words in the properties of a document, without those that a program changes whenever it is saved."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("docProps/core.xml"), SAFE)
    named = [(etree.QName(part).localname, part.text or "") for part in root.iter(*_PROPERTIES)]
    return {name: text for name, text in named if text}


def _links(document: bytes) -> set[str]:
    """All addresses that the content of a document of an office program leads to."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if _LINKS.fullmatch(name)]
    return {one or other for part in parts for one, other in _TARGET.findall(part)}


def of_formats(place: str, content: bytes, made: bytes) -> Mismatches:
    """A format can print a number of its own, whatever the cell or the point is."""
    for code in sorted(_formats(content) - _formats(made)):
        yield f"{place}: numbers are shown as {shown(code)}, which is not of this edition"


def _formats(document: bytes) -> set[str]:
    """All formats in which the cells of a workbook or the charts of a presentation show their numbers."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [etree.fromstring(archive.read(name), SAFE) for name in archive.namelist() if _SHOWING.fullmatch(name)]
    every = [part for root in parts for part in root.iter("{*}numFmt", "{*}formatCode")]
    return {part.get("formatCode") or part.text or "" for part in every}
