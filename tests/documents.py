"""The documents of the project, read as Markdown: their sections, tables, links, and what they print as code."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

REPOSITORY = Path(__file__).resolve().parents[1]
_MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Document:
    """A text in Markdown, whole or a part of one; `path` is where it stands below the root."""

    path: str
    text: str

    @classmethod
    def at(cls, path: str) -> "Document":
        """The document that is kept there."""
        return cls(path, (REPOSITORY / path).read_text(encoding="utf-8"))

    @property
    def folder(self) -> Path:
        """The folder that its relative links begin in."""
        return (REPOSITORY / self.path).parent

    @cached_property
    def _tokens(self) -> list[Token]:
        return _MARKDOWN.parse(self.text)

    @cached_property
    def _pieces(self) -> list[Token]:
        return [piece for token in self._tokens for piece in token.children or ()]

    @property
    def spans(self) -> list[str]:
        """What stands between backticks."""
        return [piece.content for piece in self._pieces if piece.type == "code_inline"]

    @property
    def code(self) -> list[str]:
        """The lines of its blocks of code."""
        blocks = [token.content for token in self._tokens if token.type in {"code_block", "fence"}]
        return [line for block in blocks for line in block.splitlines()]

    @property
    def links(self) -> list[str]:
        """Where its links and pictures lead."""
        found = [piece.attrGet("href") or piece.attrGet("src") for piece in self._pieces]
        return [str(address) for address in found if address]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of its tables below their headings, each a list of cells in Markdown."""
        rows: list[list[str]] = []
        for place, token in enumerate(self._tokens):
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "td_open":
                rows[-1].append(self._tokens[place + 1].content)
        return [row for row in rows if row]

    @property
    def paragraphs(self) -> list[str]:
        """Its paragraphs and items of lists in Markdown."""
        begin = [place for place, token in enumerate(self._tokens) if token.type == "paragraph_open"]
        return [self._tokens[place + 1].content for place in begin]

    @property
    def items(self) -> list[str]:
        """The items of its lists in Markdown."""
        places = [place for place, token in enumerate(self._tokens) if token.type == "list_item_open"]
        return [self._tokens[place + 2].content for place in places]

    @property
    def headings(self) -> list[tuple[int, str, int]]:
        """Level, words and line of each heading."""
        return [
            (int(token.tag[1]), self._tokens[place + 1].content, token.map[0])
            for place, token in enumerate(self._tokens)
            if token.type == "heading_open" and token.map
        ]

    @property
    def anchors(self) -> set[str]:
        """What the headings are called in links."""
        return {re.sub(r"[^\w -]", "", words.lower()).replace(" ", "-") for _, words, _ in self.headings}

    def sections(self, level: int = 2) -> dict[str, "Document"]:
        """What stands under each heading of a level, by its words, in their order."""
        lines = self.text.splitlines(keepends=True)
        begins = [(depth, words, line) for depth, words, line in self.headings if depth <= level]
        ends = [line for _, _, line in begins[1:]] + [len(lines)]
        return {
            words: Document(self.path, "".join(lines[line + 1 : end]))
            for (depth, words, line), end in zip(begins, ends, strict=True)
            if depth == level
        }


def spans_of(cell: str) -> list[str]:
    """What stands between backticks in a cell of a table."""
    return Document("", cell).spans
