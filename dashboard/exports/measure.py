"""How wide a text is in the shipped font, so that lines of a picture break where they should."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONT_FILE = Path(__file__).resolve().parent.parent.parent / "assets" / "fonts" / "IBMPlexSansVar-Roman.ttf"
REGULAR, SEMIBOLD = 400, 600
_MEASURED_AT = 100  # pixels; widths grow in proportion
_WIDTH_AXIS = 100


@lru_cache(maxsize=4)
def _face(weight: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(FONT_FILE, _MEASURED_AT)
    names = [axis["name"] for axis in face.get_variation_axes()]
    face.set_variation_by_axes([weight if b"eight" in name else _WIDTH_AXIS for name in names])
    return face


@lru_cache(maxsize=20_000)
def width(text: str, size: float, weight: int = REGULAR) -> float:
    """The width of a text in pixels."""
    return _face(weight).getlength(text) * size / _MEASURED_AT


def wrap(text: str, room: float, size: float, weight: int = REGULAR) -> list[str]:
    """The text in lines no wider than `room` pixels; a word that is wider alone is broken.

    Only plain spaces part words, so that a number stays with its unit behind a no-break space.
    """
    lines: list[str] = []
    line = ""
    for word in _words(text, room, size, weight):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, weight) > room:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


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


def _words(text: str, room: float, size: float, weight: int) -> Iterable[str]:
    for word in re.split(r"[ \n\t]+", text.strip(" \n\t")):
        rest = word
        while width(rest, size, weight) > room:
            fitting = next(
                end for end in range(len(rest), 0, -1) if end == 1 or width(rest[:end], size, weight) <= room
            )
            end = max(rest.rfind(mark, 0, fitting) for mark in "&?/") + 1 or fitting
            yield rest[:end]
            rest = rest[end:]
        if rest:
            yield rest
