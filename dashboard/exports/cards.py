"""The picture of a shared link: the number large, what it is, and the publication that it is from.

Drawn with the dashboard's own font and without a browser, so that it is there in some milliseconds.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from dashboard import PRODUCT
from dashboard.server.paths import PICTURE_FONT
from dashboard.views.looks import ACCENT, GRID, QUIET, TEXT
from dashboard.words.makers import maker_label
from dashboard.words.numbers import Number, number, range_number
from dashboard.words.why_chosen import ALL_SET_ASIDE
from etl.editions.reading import Edition
from etl.figures.observations import Observation
from etl.figures.sources import Source

PICTURE_SIZE = (1200, 630)
MARGIN = 72
ROOM = PICTURE_SIZE[0] - 2 * MARGIN
_SEMIBOLD, _MEDIUM, _REGULAR = 600, 500, 400
_NUMBER_SIZES = range(132, 40, -4)
_UNUSUAL = 0x24F  # letters up to here are in every font


@dataclass(frozen=True, slots=True)
class CardFigure:
    """One number of a card, with a quiet line under it and the publication that is cited for it."""

    label: str
    shown: Number
    under: str
    source: Source | None


def card_figure(edition: Edition, observation: Observation, label: str) -> CardFigure:
    """The figure of an observation."""
    indicator = edition.indicators[observation.key.indicator]
    between = range_number(observation, indicator)
    under = f"range {between.text}" if between is not None and observation.value is not None else ""
    return CardFigure(label, number(observation, indicator), under, edition.sources.get(observation.source))


def number_card(edition: Edition, observation: Observation) -> bytes:
    """The picture of one number, as PNG."""
    key = observation.key
    known = f", as known on {observation.asof}" if observation.asof else ""
    title = f"{edition.areas[key.area].name} {observation.period}{known}"
    label = f"{edition.indicators[key.indicator].name} · {maker_label(edition, observation)}"
    return draw_card(title, [card_figure(edition, observation, label)], edition.name)


def briefing_card(edition: Edition, observations: Sequence[Observation]) -> bytes:
    """The picture of the figures of one area and year, as PNG."""
    key = observations[0].key
    figures = [card_figure(edition, item, edition.indicators[item.key.indicator].name) for item in observations]
    return draw_card(f"{edition.areas[key.area].name} {key.year}", figures, edition.name)


def draw_card(title: str, figures: Sequence[CardFigure], edition: str) -> bytes:
    """A card with up to two figures under a title, as PNG."""
    picture = Image.new("RGB", PICTURE_SIZE, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, PICTURE_SIZE[0], 10), fill=ACCENT)
    pen.text((MARGIN, 52), PRODUCT, fill=QUIET, font=card_font(26, _MEDIUM))
    pen.text((MARGIN, 108), cut(title, card_font(52, _SEMIBOLD), ROOM), fill=TEXT, font=card_font(52, _SEMIBOLD))
    shown = figures[:2]
    column = ROOM // len(shown)
    room = column - (40 if len(shown) > 1 else 0)
    size = min(_fitting(figure.shown.text, room) for figure in shown)
    for position, figure in enumerate(shown):
        left = MARGIN + position * column
        pen.text((left, 206), cut(figure.label, card_font(30), room), fill=QUIET, font=card_font(30))
        pen.text((left, 392), figure.shown.text, fill=ACCENT, font=card_font(size, _SEMIBOLD), anchor="ls")
        pen.text((left, 416), figure.under, fill=QUIET, font=card_font(30))
    pen.line((MARGIN, 484, PICTURE_SIZE[0] - MARGIN, 484), fill=GRID, width=2)
    for row, line in enumerate(_source_lines([figure.source for figure in shown])):
        pen.text((MARGIN, 504 + row * 34), line, fill=TEXT, font=card_font(24))
    write_foot(pen, edition)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def write_foot(pen: ImageDraw.ImageDraw, edition: str) -> None:
    """Write at the foot of a card which edition it is of, and where its sources are."""
    foot = f"Edition {edition}. No number stands alone: the page has every source."
    pen.text((MARGIN, PICTURE_SIZE[1] - 48), foot, fill=QUIET, font=card_font(20))


def _source_lines(sources: Sequence[Source | None]) -> list[str]:
    """The publications, each once; by its publisher where the font lacks letters of its title."""
    lines = []
    for source in dict.fromkeys(item for item in sources if item is not None):
        lead = f"Source, {source.published or 'no date'}: "
        about = f"{source.title} · {source.published_by}" if drawable(source.title) else source.published_by
        lines.append(cut(lead + (about if drawable(about) else source.source), card_font(24), ROOM))
    return lines or [f"{ALL_SET_ASIDE}."]


@lru_cache(maxsize=64)
def card_font(size: int, weight: int = _REGULAR) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(PICTURE_FONT, size)
    width = font.get_variation_axes()[1]["default"]
    font.set_variation_by_axes([weight, int(width or 100)])
    return font


def _fitting(text: str, width: int) -> int:
    """The largest size in which a number fits."""
    return next(
        (size for size in _NUMBER_SIZES if card_font(size, _SEMIBOLD).getlength(text) <= width), _NUMBER_SIZES.stop
    )


def cut(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """A text on one line that fits."""
    text = " ".join(text.split())
    if font.getlength(text) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(text[:middle] + "…") <= width else (low, middle - 1)
    return text[:low].rstrip(" .…") + "…"


def drawable(text: str) -> bool:
    """Whether the font has every letter of a text."""
    missing = _picture_of("\uffff")
    return all(ord(letter) <= _UNUSUAL or _picture_of(letter) != missing for letter in text)


@lru_cache(maxsize=4096)
def _picture_of(letter: str) -> bytes:
    return bytes(card_font(24).getmask(letter))
