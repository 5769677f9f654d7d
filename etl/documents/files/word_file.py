"""Reads a DOCX: its paragraphs, headings and tables. Macros, fields and links are never run or followed."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from etl.documents.files.document import (
    BlockRole,
    Document,
    DocumentCell,
    DocumentError,
    DocumentParagraph,
    DocumentTable,
)

UNZIPPED_LIMIT = 64 << 20  # bytes of the text of the document
CELLS_LIMIT = 50_000
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_RAISED = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def read_docx(path: Path) -> Document:
    """A DOCX as a document; DocumentError where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            member = archive.getinfo("word/document.xml")
            if member.file_size > UNZIPPED_LIMIT or member.file_size > 200 * max(member.compress_size, 5_000):
                raise DocumentError(f"{path} unpacks to {member.file_size >> 20:,} MiB, which no honest document needs")
            with archive.open(member) as file:
                content = file.read(UNZIPPED_LIMIT + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError) as error:
        raise DocumentError(f"{path} is damaged or protected ({error}); fetch it again or save a copy of it") from None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise DocumentError(
            f"{path} declares entities, which no honest document does; save it again from a word processor"
        )
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser=parser)
    except etree.XMLSyntaxError as error:
        raise DocumentError(f"{path} holds broken XML ({error}); save it again from a word processor") from None
    body = next((each for each in root if _name(each) == "body"), None)
    if body is None:
        raise DocumentError(f"{path} has no text; save it again from a word processor")
    return Document(list(_blocks(body)))


def _name(element: Any) -> str:
    """The name of an element of a document; empty for others."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return next((tag.removeprefix(space) for space in _WORD if tag.startswith(space)), "")


def _blocks(body: Any) -> Iterator[DocumentParagraph | DocumentTable]:
    paragraphs = tables = 0
    before: list[str] = []
    for element in _flat(body):
        name = _name(element)
        if name == "p" and (text := _text(element)):
            paragraphs += 1
            style = _style(element).lower()
            role = (
                BlockRole.HEADING
                if style.startswith(("heading", "title", "ttulo", "titre", "berschrift"))
                else BlockRole.TEXT
            )
            yield DocumentParagraph(text, role, number=paragraphs)
            before = [text, *before][:2] if len(text) < 300 else []
        elif name == "tbl" and (cells := _cells(element)):
            tables += 1
            yield DocumentTable(cells, number=tables, titles=before)


def _flat(body: Any) -> Iterator[Any]:
    """The blocks of a body, those inside content controls too."""
    stack = list(reversed(body))
    while stack:
        element = stack.pop()
        if _name(element) in {"sdt", "sdtContent", "customXml", "smartTag", "ins"}:
            stack += list(reversed(element))
        else:
            yield element


def _cells(table: Any) -> list[DocumentCell]:
    found: dict[tuple[int, int], DocumentCell] = {}
    above: dict[int, tuple[int, int]] = {}  # column to the first cell of one that spans rows
    rows = [each for each in _flat(table) if _name(each) == "tr"]
    for row, line in enumerate(rows):
        column = 0
        for cell in (each for each in _flat(line) if _name(each) == "tc"):
            columns, is_merged, begins = _spans(cell)
            if is_merged and not begins and column in above:
                first = found[above[column]]
                found[above[column]] = DocumentCell(
                    first.row, first.column, first.text, row - first.row + 1, first.columns
                )
            else:
                found[row, column] = DocumentCell(row, column, _text(cell), 1, columns)
                above[column] = (row, column)
            column += columns
            if len(found) > CELLS_LIMIT:
                return []
    return [cell for cell in found.values() if cell.text]


def _spans(cell: Any) -> tuple[int, bool, bool]:
    """How many columns a cell spans, whether it is part of one that spans rows, and whether that begins here."""
    columns, is_merged, begins = 1, False, True
    for properties in (each for each in cell if _name(each) == "tcPr"):
        for each in properties:
            value = next((text for key, text in each.attrib.items() if key.endswith("}val")), "")
            if _name(each) == "gridSpan" and value.isdecimal():
                columns = max(1, min(int(value[:4]), 200))
            elif _name(each) == "vMerge":
                is_merged, begins = True, value == "restart"
    return columns, is_merged, begins


def _style(paragraph: Any) -> str:
    for each in paragraph.iter():
        if _name(each) == "pStyle":
            return str(next((text for key, text in each.attrib.items() if key.endswith("}val")), ""))
    return ""


def _text(element: Any) -> str:
    """The text of a paragraph or cell; what was deleted is none of it, raised marks stay raised."""
    found: list[str] = []
    stack = [element]
    while stack:
        each = stack.pop()
        name = _name(each)
        if name in {"del", "moveFrom", "instrText", "tbl"}:
            continue
        if name == "t":
            found.append(each.text or "")
        elif name in {"tab", "br", "cr"}:
            found.append(" ")
        elif name == "noBreakHyphen":
            found.append("-")
        elif name == "r" and _is_raised(each):
            found.append("".join(part.text or "" for part in each if _name(part) == "t").translate(_RAISED))
            continue
        if name == "p" and found:
            found.append(" ")
        stack += list(reversed(each))
    return " ".join("".join(found).split())


def _is_raised(run: Any) -> bool:
    return any(
        value == "superscript"
        for properties in run
        if _name(properties) == "rPr"
        for each in properties
        if _name(each) == "vertAlign"
        for value in each.attrib.values()
    )
