"""How wide a text is in the shipped font, so that lines of a picture break where they should."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from PIL import ImageFont

from dashboard.server.paths import PICTURE_FONT

REGULAR, SEMIBOLD = 400, 600
_MEASURED_AT = 100  # pixels; widths grow in proportion
# What ends a paragraph, of which the program that lays out the letters takes one at a time.
_NUMBER = re.compile(r"\d(?:[\d.,]*\d)?")
_ENDS_OF_PARAGRAPHS = re.compile("[\n\r\x1c-\x1e\x85\u2029]")
_WIDTH_AXIS = 100
_WIDE = ("W", "F")  # letters as wide as they are high, which the font does not have


@lru_cache(maxsize=4)
def _face(weight: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(PICTURE_FONT, _MEASURED_AT)
    names = [axis["name"] for axis in face.get_variation_axes()]
    face.set_variation_by_axes([weight if b"eight" in name else _WIDTH_AXIS for name in names])
    return face


@lru_cache(maxsize=20_000)
def _measured(text: str, weight: int) -> float:
    wide = sum(unicodedata.east_asian_width(letter) in _WIDE for letter in text)
    narrow = "".join(letter for letter in text if unicodedata.east_asian_width(letter) not in _WIDE) if wide else text
    return _face(weight).getlength(_ENDS_OF_PARAGRAPHS.sub(" ", narrow)) + wide * _MEASURED_AT


def width(text: str, size: float, weight: int = REGULAR) -> float:
    """The width of a text in pixels, on one line."""
    return _measured(text, weight) * size / _MEASURED_AT


def wrap(text: str, room: float, size: float, weight: int = REGULAR) -> list[str]:
    """The text in lines no wider than `room` pixels; a word that is wider alone is broken.

    Only plain spaces part words, so that a number stays with its unit behind a no-break space.
    """
    lines: list[str] = []
    line, taken = "", 0.0
    for word in _words(text, room, size, weight):
        alone = width(word, size, weight)
        longer, needed = (f"{line} {word}", taken + width(" ", size, weight) + alone) if line else (word, alone)
        if line and not _has_room(longer, needed, room, size, weight):
            lines.append(line)
            longer, needed = word, alone
        line, taken = longer, needed
    return [*lines, line] if line else lines


def _has_room(line: str, about: float, room: float, size: float, weight: int) -> bool:
    """Whether a line is no wider than `room`; it is measured only where the sum of its words is too close to tell.

    Letters move towards one another across a space by less than a tenth of their size in a whole line.
    """
    is_close = abs(about - room) < size / 10
    return (width(line, size, weight) if is_close else about) <= room


def balanced(text: str, room: float, size: float, weight: int = REGULAR) -> list[str]:
    """As few lines as `wrap` needs, of about the same width, so that no word is left alone."""
    lines = wrap(text, room, size, weight)
    narrow = room
    while len(lines) > 1:
        narrow -= size
        tried = wrap(text, narrow, size, weight)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _letters_that_fit(word: str, room: float, size: float, weight: int) -> int:
    """How many of the first letters of a word are no wider than `room`; at least one."""
    counts = range(2, len(word) + 1)
    return 1 + bisect_right(counts, room, key=lambda count: width(word[:count], size, weight))


def _off_numbers(word: str, end: int) -> int:
    """Where a word is broken near a place, so that no number in it is parted; the place itself where it is all one."""
    number = next((found for found in _NUMBER.finditer(word) if found.start() < end < found.end()), None)
    return number.start() if number and number.start() else end


def _words(text: str, room: float, size: float, weight: int) -> Iterable[str]:
    for word in re.split(r"[ \n\t]+", text.strip(" \n\t")):
        rest = word
        while width(rest, size, weight) > room:
            fitting = _letters_that_fit(rest, room, size, weight)
            end = max(rest.rfind(mark, 0, fitting) for mark in "&?/") + 1 or _off_numbers(rest, fitting)
            yield rest[:end]
            rest = rest[end:]
        if rest:
            yield rest
