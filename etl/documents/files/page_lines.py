"""Puts the words of a page into lines, and the lines into regions: columns of text, and what spans them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from statistics import median
from typing import Any

import numpy as np

from etl.documents.files.document import PageBox, PageWord, is_figure_cell

Rule = tuple[float, float, float, float]  # left, top, right, bottom of a drawn line

_WIDEST = 5_000.0  # points of text in columns; a page of a damaged file may be of any width
_STEP = 2.0  # points between the places at which the gap between columns is looked for
_GUTTER = 7.0  # points; the least room between two columns of text
_FEWEST_LINES = 5  # that two columns of text have beside each other
_SAME_LINE = 0.45  # of the height of a word
_PART = 0.55  # of the height of a line: what is further apart stands in parts of their own
_SPACES = 1.5  # times the usual room between two words
_PART_OF_JUSTIFIED = 2.5


@dataclass(frozen=True)
class LinePart:
    """Words of a line that stand close together."""

    words: tuple[PageWord, ...]

    @cached_property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(word.text for word in self.words)

    @cached_property
    def box(self) -> PageBox:
        """Where they stand."""
        return PageBox.around(word.box for word in self.words)

    @cached_property
    def is_figure(self) -> bool:
        """Whether it can be the number of a table."""
        return is_figure_cell(self.text)


@dataclass(frozen=True)
class PageLine:
    """The words that stand on one line of a region, from left to right, in its parts."""

    parts: tuple[LinePart, ...]

    @cached_property
    def words(self) -> list[PageWord]:
        """All its words."""
        return [word for part in self.parts for word in part.words]

    @cached_property
    def box(self) -> PageBox:
        """Where it stands."""
        return PageBox.around(part.box for part in self.parts)

    @cached_property
    def text(self) -> str:
        """The words with a space between them."""
        return " ".join(part.text for part in self.parts)


def lines_of(words: Iterable[PageWord], uprights: Sequence[Rule] = ()) -> list[PageLine]:
    """The lines of some upright words, from top to bottom; a drawn upright line parts what stands beside it.

    Where running text fills its lines from margin to margin, the room between words tells nothing.
    """
    rows = [sorted(row, key=lambda each: each.box.left) for row in _rows_of(words)]
    height = median(word.box.height for row in rows for word in row) if rows else 0.0
    space = median(list(_spaces(rows, height)) or [0.0])
    room = max(_PART, _SPACES * space / height) if height else _PART
    lines = [_line(row, uprights, room) for row in rows]
    return [_line(row, uprights, _PART_OF_JUSTIFIED) for row in rows] if _is_justified(lines) else lines


def _spaces(rows: Sequence[Sequence[PageWord]], height: float) -> Iterator[float]:
    """The room between two words of a text; between the numbers of a narrow table there may be little more."""
    for before, word in (pair for row in rows for pair in pairwise(row)):
        gap = word.box.left - before.box.right
        if 0 < gap < height and not is_figure_cell(before.text) and not is_figure_cell(word.text):
            yield gap


def _rows_of(words: Iterable[PageWord]) -> list[list[PageWord]]:
    rows: list[list[PageWord]] = []
    centres: list[float] = []
    for word in sorted(words, key=lambda each: each.box.centre):
        if rows and abs(word.box.centre - centres[-1]) < _SAME_LINE * min(word.box.height, rows[-1][0].box.height):
            rows[-1].append(word)
            centres[-1] += (word.box.centre - centres[-1]) / len(rows[-1])
        else:
            rows.append([word])
            centres.append(word.box.centre)
    return rows


def _is_justified(lines: list[PageLine]) -> bool:
    """Whether most lines fill the room between the same margins, and are words rather than numbers."""
    if len(lines) < _FEWEST_LINES:
        return False
    left, right = median(line.box.left for line in lines), max(line.box.right for line in lines)
    filled = sum(line.box.left < left + 3 and line.box.right > right - 3 for line in lines)
    words = [word for line in lines for word in line.words]
    letters = sum(not is_figure_cell(word.text) for word in words)
    return filled > 0.5 * len(lines) and letters > 0.7 * len(words)


def _line(words: list[PageWord], uprights: Sequence[Rule], room: float) -> PageLine:
    height = median(word.box.height for word in words)
    parts = [[words[0]]]
    centre = median(word.box.centre for word in words)
    crossing = [rule[0] for rule in uprights if rule[1] - 1 <= centre <= rule[3] + 1]
    for before, word in pairwise(words):
        gap = word.box.left - before.box.right
        is_parted = any(before.box.middle < at < word.box.middle for at in crossing)
        if gap > room * height or is_parted:
            parts.append([word])
        else:
            parts[-1].append(word)
    return PageLine(tuple(LinePart(tuple(part)) for part in parts))


def regions_of(words: list[PageWord]) -> list[list[PageWord]]:
    """The words of a page by the columns of text that they stand in, in the order of reading."""
    return list(_regions(words, 0))


def _regions(words: list[PageWord], depth: int) -> Iterable[list[PageWord]]:
    if not words:
        return
    lines = lines_of(words)
    gutter = _gutter(lines) if depth < 8 else None
    if gutter is None:
        yield words
        return
    at, first, last = gutter
    above = [word for line in lines[:first] for word in line.words]
    beside = [word for line in lines[first : last + 1] for word in line.words]
    below = [word for line in lines[last + 1 :] for word in line.words]
    yield from _regions(above, depth + 1)
    yield from _regions([word for word in beside if word.box.middle < at], depth + 1)
    yield from _regions([word for word in beside if word.box.middle >= at], depth + 1)
    yield from _regions(below, depth + 1)


def _gutter(lines: list[PageLine]) -> tuple[float, int, int] | None:
    """Where columns of text are parted, and the first and last of the lines that are; None where none are.

    It is the place that the most lines in a row leave open, with running text on both sides.
    """
    if len(lines) < _FEWEST_LINES:
        return None
    left, right = min(line.box.left for line in lines), max(line.box.right for line in lines)
    if right - left > _WIDEST:
        return None
    count = int((right - left) / _STEP) + 1
    covered = np.zeros((len(lines), count), dtype=bool)
    for row, line in enumerate(lines):
        for word in line.words:
            start, end = word.box.left - left, word.box.right - left
            covered[row, max(0, int(start / _STEP)) : int(end / _STEP) + 1] = True
    best: tuple[int, float, int, int] | None = None
    room = int(_GUTTER / _STEP)
    sides = [_WordsFromLeft(line) for line in lines]
    for column in range(room, count - room):
        open_rows = ~covered[:, column - room // 2 : column + (room + 1) // 2].any(axis=1)
        for first, last in _runs(open_rows):
            if last - first + 1 < _FEWEST_LINES or (best and last - first + 1 <= best[0]):
                continue
            at = left + column * _STEP
            if _is_text_on_both_sides(sides[first : last + 1], at):
                best = (last - first + 1, at, first, last)
    return None if best is None else best[1:]


def _runs(flags: Any) -> Iterable[tuple[int, int]]:
    """First and last of the flags that are set in a row."""
    edges = np.flatnonzero(flags[1:] != flags[:-1]) + 1
    bounds = [0, *edges.tolist(), len(flags)]
    return [(start, end - 1) for start, end in pairwise(bounds) if flags[start]]


class _WordsFromLeft:
    """The words of a line by their middles, counted once, since many places are tried as the gap between columns."""

    def __init__(self, line: PageLine) -> None:
        placed = sorted((word.box.middle, word.text) for word in line.words)
        self.middles = [middle for middle, _ in placed]
        self.letters = [0, *accumulate(text.isalpha() for _, text in placed)]
        self.are_figures = [is_figure_cell(text) for _, text in placed]


def _is_text_on_both_sides(lines: Sequence[_WordsFromLeft], at: float) -> bool:
    parted = [(line, bisect_left(line.middles, at)) for line in lines]
    return _is_running_text([(line, 0, there) for line, there in parted]) and _is_running_text(
        [(line, there, len(line.middles)) for line, there in parted]
    )


def _is_running_text(parts: Sequence[tuple[_WordsFromLeft, int, int]]) -> bool:
    """Whether parts of lines, from one of their words to another, are sentences and no table."""
    filled = [(line, first, end) for line, first, end in parts if end > first]
    running = sum(end - first >= 3 and line.letters[end] - line.letters[first] >= 2 for line, first, end in filled)
    if len(filled) < _FEWEST_LINES or running < 0.5 * len(filled):
        return False
    return sum(line.are_figures[end - 1] for line, _, end in filled) <= 0.4 * len(filled)
