"""What a document is once it is read: paragraphs and tables in their order, each word and cell with its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple


class DocumentError(Exception):
    """A document that cannot be read; the message is a sentence for the maintainer."""


class PageBox(NamedTuple):
    """Where something stands on a page: points from its left and upper edge; pages count from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2

    @property
    def centre(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @staticmethod
    def around(boxes: Iterable["PageBox"]) -> "PageBox":
        """The smallest box around some, of the page of the first."""
        pages, lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return PageBox(pages[0], min(lefts), min(tops), max(rights), max(bottoms))


class PageWord(NamedTuple):
    """A word on a page; one that is turned is read upwards or downwards."""

    text: str
    box: PageBox
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class DocumentCell:
    """A cell of a table: its first row and column, both from 0, how many it spans, and where it stands on its page."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    box: PageBox | None = None


@dataclass
class DocumentTable:
    """A table; `titles` are the texts above it, the nearest first, `notes` those below.

    page: 0 where the file has no pages. number: which table of its page (or file) it is, from 1. name: of a sheet.
    """

    cells: list[DocumentCell]
    page: int = 0
    number: int = 1
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    name: str = ""

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)


class BlockRole(StrEnum):
    """What a paragraph is in its document."""

    HEADING = "heading"
    TEXT = "text"


@dataclass
class DocumentParagraph:
    """A paragraph; `words` are where each part of its text stands on the page, as (start, end, box).

    number: which paragraph of its page (or file) it is, from 1.
    """

    text: str
    role: BlockRole = BlockRole.TEXT
    page: int = 0
    number: int = 1
    words: list[tuple[int, int, PageBox]] = field(default_factory=list)

    def boxes(self, start: int, end: int) -> list[PageBox]:
        """Where a part of the text stands, a box for each of its lines."""
        found: list[PageBox] = []
        for first, last, box in self.words:
            if first < end and last > start:
                if found and abs(found[-1].centre - box.centre) < box.height / 2:
                    found[-1] = PageBox.around((found[-1], box))
                else:
                    found.append(box)
        return found


@dataclass
class Document:
    """A document: its blocks in the order of reading, the sizes of its pages, and remarks on what was not read."""

    blocks: list[DocumentParagraph | DocumentTable]
    pages: list[tuple[float, float]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def tables(self) -> Iterator[DocumentTable]:
        """Its tables in their order."""
        return (block for block in self.blocks if isinstance(block, DocumentTable))

    @property
    def paragraphs(self) -> Iterator[DocumentParagraph]:
        """Its paragraphs in their order."""
        return (block for block in self.blocks if isinstance(block, DocumentParagraph))


_FIGURE_CELL = re.compile(
    r"[(\[]?(?:[<>≤≥~≈±+−–-]\s?)?(?:US\$|\$|€|£)?\s?(?:\d[\d.,'’\s]*|[.,]\d+)(?:\s?[-–—]\s?\d[\d.,'’\s]*)?"
    r"(?:\s?[(\[]\s?[\d.,'’\s]+[-–—]\s?[\d.,'’\s]+[)\]])?\s?(?:%|‰)?[)\]]?\s?(?:[a-zA-Z]{1,3}²?)?[⁰¹²³⁴-⁹ᵃ-ᶻ*†‡\s]*"
)
_NOTHING_CELL = re.compile(r"(?:[.…·]{2,}|[-‐‑–—−]+|n\.?\s?/?[ad]\.?|s/d|p-f)[⁰¹²³⁴-⁹*]*", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def is_figure_cell(text: str) -> bool:
    """Whether a text alone in its place is a number, or what stands in a table where there is none."""
    return len(text) <= 60 and bool(_FIGURE_CELL.fullmatch(text) or _NOTHING_CELL.fullmatch(text))
