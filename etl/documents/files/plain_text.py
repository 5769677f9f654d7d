"""Reads plain text and Markdown: paragraphs, headings, and tables whose cells are parted by pipes or tabs."""

import re
from itertools import islice, takewhile
from pathlib import Path

from etl.documents.files.document import (
    BlockRole,
    Document,
    DocumentCell,
    DocumentError,
    DocumentParagraph,
    DocumentTable,
)
from etl.figures.quoting import latin_instead

CHARACTERS_LIMIT = 1_000_000
LINE_LIMIT = 200_000  # characters of one line
_RULE = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_HEADING = re.compile(r"#{1,6}\s+(?P<text>.*)")
_UNDERLINE = re.compile(r"={3,}|-{3,}")  # below a line that is a heading
_ITEM = re.compile(r"(?:[-*+•]|\d{1,2}[.)])\s")
_PIPE = re.compile(r"(?<!\\)\|")
_OUTER_PIPES = re.compile(r"^\||(?<!\\)\|$")
_MARKUP = re.compile(
    r"\[(?P<link>[^\[\]]{0,300})\]\([^()\s]{0,2000}\)|[*_]{1,3}(?P<strong>[^*_]{1,300})[*_]{1,3}|`(?P<code>[^`]{1,300})`"
)
_BOM = "\ufeff"


def read_text(path: Path) -> Document:
    """A text in UTF-8 as a document."""
    text = decoded(path)
    if len(text) > CHARACTERS_LIMIT:
        raise DocumentError(
            f"{path} has {len(text):,} characters, and at most {CHARACTERS_LIMIT:,} are read; save a part"
        )
    lines = text.splitlines()
    longest = max((len(line) for line in lines), default=0)
    if longest > LINE_LIMIT:
        raise DocumentError(f"{path} has a line of {longest:,} characters, which is no text; save it with line breaks")
    return Document(_blocks(lines))


def decoded(path: Path) -> str:
    """The text of a file in UTF-8 or UTF-16; DocumentError where it is in neither."""
    content = path.read_bytes()
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16")
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = content[error.start : error.start + 1]
        raise DocumentError(f"{path}: byte 0x{byte.hex().upper()} is not UTF-8 {latin_instead(byte)}") from None
    if "\0" in text:
        raise DocumentError(f"{path} is no text, and no kind of document that is read here; save it as PDF or HTML")
    return text


def _blocks(lines: list[str]) -> list[DocumentParagraph | DocumentTable]:
    text = _Text()
    at = 0
    while at < len(lines):
        bare = lines[at].strip()
        rows = _table_rows(lines, at)
        if rows:
            text.add_table(rows)
            at += len(rows)
            continue
        heading = _HEADING.fullmatch(bare)
        if _UNDERLINE.fullmatch(bare) and text.has_one_line:
            text.finish(BlockRole.HEADING)
        elif heading:
            text.finish()
            text.add(heading["text"].rstrip("#").strip())
            text.finish(BlockRole.HEADING)
        else:
            if not bare or _ITEM.match(bare):
                text.finish()
            text.add(bare)
        at += 1
    text.finish()
    return text.blocks


def _table_rows(lines: list[str], first: int) -> list[str]:
    """The lines of a table that begins at a line; none where none does.

    Its cells are parted by pipes, where each line begins with one or the second is a rule of dashes, or by tabs.
    """
    begins = lines[first].strip()
    if begins.startswith("|") and begins.count("|") > 1:
        return list(takewhile(_begins_with_pipe, islice(lines, first, None)))
    if "|" in begins and first + 1 < len(lines):
        rule = lines[first + 1].strip()
        if "|" in rule and _RULE.fullmatch(rule):
            return list(takewhile(_has_pipe, islice(lines, first, None)))
    if "\t" in begins:
        rows = list(takewhile(_has_tab, islice(lines, first, None)))
        return rows if len(rows) > 1 else []
    return []


def _begins_with_pipe(line: str) -> bool:
    return line.lstrip().startswith("|") and line.count("|") > 1


def _has_pipe(line: str) -> bool:
    return "|" in line


def _has_tab(line: str) -> bool:
    return "\t" in line.strip()


class _Text:
    """The blocks of a text as its lines come."""

    def __init__(self) -> None:
        self.blocks: list[DocumentParagraph | DocumentTable] = []
        self._run: list[str] = []
        self._paragraphs = self._tables = 0

    @property
    def has_one_line(self) -> bool:
        """Whether a paragraph has begun, and has one line."""
        return len(self._run) == 1

    def add(self, line: str) -> None:
        """Add a line to the paragraph that goes on."""
        if line:
            self._run.append(_plain(line))

    def finish(self, role: BlockRole = BlockRole.TEXT) -> None:
        """End the paragraph that goes on."""
        if text := " ".join(self._run):
            self._paragraphs += 1
            self.blocks.append(DocumentParagraph(text, role, number=self._paragraphs))
        self._run.clear()

    def add_table(self, lines: list[str]) -> None:
        """Add a table by its lines, behind what stands before it."""
        self.finish()
        titles = [block.text for block in self.blocks[-1:] if isinstance(block, DocumentParagraph)]
        if cells := _cells([line for line in lines if not _RULE.fullmatch(line.strip())]):
            self._tables += 1
            self.blocks.append(DocumentTable(cells, number=self._tables, titles=titles))


def _plain(text: str) -> str:
    return _MARKUP.sub(lambda found: found["link"] or found["strong"] or found["code"] or "", text)


def _cells(rows: list[str]) -> list[DocumentCell]:
    """The cells of rows that are parted by pipes, or else by tabs; a pipe behind a stroke is text."""
    cells = []
    for row, line in enumerate(rows):
        parts = _PIPE.split(_OUTER_PIPES.sub("", line.strip())) if "|" in line else line.split("\t")
        for column, text in enumerate(parts):
            if text.strip():
                cells.append(DocumentCell(row, column, _plain(text.strip().replace("\\|", "|"))))
    return cells
