"""Reads a web page: its headings, paragraphs and tables. Scripts, styles, forms and what is hidden are no part of it.

Nothing is fetched or run. A table inside a cell is a table of its own, and no part of the cell.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree, html

from etl.documents.files.document import (
    BlockRole,
    Document,
    DocumentCell,
    DocumentError,
    DocumentParagraph,
    DocumentTable,
)
from etl.documents.files.plain_text import decoded

CHARACTERS_LIMIT = 8_000_000
CELLS_LIMIT = 50_000
ELEMENTS_LIMIT = 200_000
SPAN_LIMIT = 200
PLACES_LIMIT = 500_000  # that the cells of all tables cover
ATTRIBUTES_LIMIT = 1_000  # of one tag
_BEGIN_TAG = re.compile(r"<[a-zA-Z]")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_OTHER_CODECS = frozenset(
    ("iso8859-1", "iso8859-2", "iso8859-15", "cp1250", "cp1251", "cp1252", "koi8-r", "gb2312", "gbk", "gb18030", "big5")
)
_LEFT_OUT = frozenset(
    (
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "audio"),
        *("video", "form", "select", "button", "nav", "footer", "head"),
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li"),
        *("main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FOOTNOTES = str.maketrans("0123456789abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")


def read_html(path: Path) -> Document:
    """A web page as a document."""
    reader = _Page(str(path))
    reader.walk(page_of(path))
    return Document(reader.blocks)


def page_of(path: Path) -> Any:
    """The root of a web page, as lxml gives it; DocumentError where it cannot be read."""
    text = _decoded(path)
    if len(text) > CHARACTERS_LIMIT:
        raise DocumentError(
            f"{path} has {len(text):,} characters, and at most {CHARACTERS_LIMIT:,} are read; save a part"
        )
    _check_tags(path, text)
    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        raise DocumentError(f"{path} is no web page that can be read; open it and save it again") from None


def _check_tags(path: Path, text: str) -> None:
    """Refuse a page of more tags than any needs, or with one of so many attributes that they cost their square."""
    if len(_BEGIN_TAG.findall(text)) > ELEMENTS_LIMIT:
        raise _too_many_elements(str(path))
    for piece in text.split("<"):
        tag = piece.partition(">")[0]
        if len(tag) > ATTRIBUTES_LIMIT and len(_QUOTED.sub("", tag).split()) > ATTRIBUTES_LIMIT:
            raise DocumentError(f"{path} has a tag with more than {ATTRIBUTES_LIMIT:,} attributes, which no page needs")


def _too_many_elements(name: str) -> DocumentError:
    return DocumentError(f"{name} has more than {ELEMENTS_LIMIT:,} elements, which no page needs; save a part of it")


def _decoded(path: Path) -> str:
    """The text of a page in the encoding that it names; in UTF-8 where it names none that is known."""
    content = path.read_bytes()
    named = _CHARSET.search(content[:4096])
    try:
        codec = codecs.lookup(named[1].decode("ascii") if named else "utf-8").name
    except LookupError:
        codec = "utf-8"
    return content.decode(codec, "replace") if codec in _OTHER_CODECS else decoded(path)


class _Page:
    """Takes the elements of a page one by one; nesting costs no stack."""

    def __init__(self, name: str) -> None:
        self.blocks: list[DocumentParagraph | DocumentTable] = []
        self._run: list[str] = []
        self._role = BlockRole.TEXT
        self._tables = self._paragraphs = 0
        self._heading = ""
        self._name, self._places = name, 0

    def walk(self, root: Any) -> None:
        """Read an element and all inside it."""
        stack: list[tuple[Any, bool]] = [(root, False)]
        count = 0
        while stack:
            element, is_end = stack.pop()
            if is_end:
                self._end(element)
                continue
            count += 1
            if count > ELEMENTS_LIMIT:
                raise _too_many_elements(self._name)
            tag = element.tag if isinstance(element.tag, str) else ""
            stack.append((element, True))
            if tag in _LEFT_OUT or _is_hidden(element):
                continue
            if tag == "table" and (table := self._table(element)):
                self._finish()
                self.blocks.append(table)
                stack += [(inner, False) for inner in _inner_tables(element)]
                continue
            self._begin(tag)
            if element.text:
                self._run.append(element.text if tag != "sup" else _raised(element.text))
            stack += [(child, False) for child in reversed(element)]
        self._finish()

    def _begin(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._finish()
        if tag in _HEADINGS:
            self._role = BlockRole.HEADING

    def _end(self, element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS:
            self._finish()
        if element.tail:
            self._run.append(element.tail)

    def _finish(self) -> None:
        text = " ".join("".join(self._run).split())
        self._run.clear()
        if text:
            self._paragraphs += 1
            self.blocks.append(DocumentParagraph(text, self._role, number=self._paragraphs))
            self._heading = text if self._role == BlockRole.HEADING else self._heading
            self._role = BlockRole.TEXT

    def _table(self, element: Any) -> DocumentTable | None:
        """A table with more than one row and column; others only lay out the page."""
        cells: list[DocumentCell] = []
        taken: set[tuple[int, int]] = set()
        titles = [text for each in _children(element, {"caption"}) if (text := _text(each))]
        for row, line in enumerate(_rows(element)):
            column = 0
            for cell in _children(line, {"td", "th"}):
                while (row, column) in taken:
                    column += 1
                rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
                self._places += rows * columns
                is_too_large = len(taken) + rows * columns > CELLS_LIMIT
                if self._places > PLACES_LIMIT or (is_too_large and len(cells) > CELLS_LIMIT / 2):
                    raise DocumentError(
                        f"{self._name} has a table of more than {CELLS_LIMIT:,} cells, or cells that span more than "
                        "any page needs; save a part of it"
                    )
                if is_too_large:
                    return None
                taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
                if text := _text(cell):
                    cells.append(DocumentCell(row, column, text, rows, columns))
                column += columns
        height = len({cell.row for cell in cells})
        if height < 2 or len({cell.column for cell in cells}) < 2:
            return None
        before = self.blocks[-1] if self.blocks else None
        if isinstance(before, DocumentParagraph) and len(before.text) < 300:
            titles.append(before.text)
        if self._heading and self._heading not in titles:
            titles.append(self._heading)
        self._tables += 1
        return DocumentTable(cells, number=self._tables, titles=titles)


def _children(element: Any, tags: set[str]) -> Iterator[Any]:
    return (child for child in element if child.tag in tags)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from _children(child, {"tr"})


def _inner_tables(table: Any) -> list[Any]:
    """The tables in the cells of a table, without those further inside."""
    found = []
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        if element.tag == "table":
            found.append(element)
        else:
            stack += list(reversed(element))
    return found[::-1]


def _span(cell: Any, name: str) -> int:
    given = cell.get(name, "1").strip()
    return max(1, min(int(given), SPAN_LIMIT)) if given.isdecimal() and len(given) < 6 else 1


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _text(element: Any) -> str:
    """The text of a cell, without tables inside it and what is not shown; raised marks stay raised."""
    found: list[str] = []
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        each, is_end = stack.pop()
        if is_end:
            found.append(each.tail or "")
            continue
        tag = each.tag if isinstance(each.tag, str) else ""
        if each is not element:
            stack.append((each, True))
            if tag in _LEFT_OUT or tag == "table" or _is_hidden(each):
                continue
            if tag in _BLOCKS:
                found.append(" ")
        found.append(_raised(each.text or "") if tag == "sup" else each.text or "")
        stack += [(child, False) for child in reversed(each)]
    return " ".join("".join(found).split())


def _raised(text: str) -> str:
    """A footnote mark in raised letters; more than a mark is text."""
    bare = text.strip().strip("[]()")
    return bare.translate(_FOOTNOTES) if 0 < len(bare) <= 3 and bare not in {"st", "nd", "rd", "th"} else text
