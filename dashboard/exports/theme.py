"""The colours and the font of a template's theme, for the pictures on its slides: a picture knows of no theme."""

import re
from collections.abc import Iterable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.oxml.ns import qn

from dashboard.charts.map_fills import CHANGE_COLOURS, CLASS_COLOURS, WITHOUT_POPPY
from dashboard.charts.map_ground import OUTLINE, QUIET_EDGE
from dashboard.exports.palette import ACCENTS, NAMES, ThemeColour, theme_palette

_DARK = 128  # of 255: the lightness below which a colour is dark
_SEEN, _READ = 3.0, 4.5  # contrasts to the paper, of a mark and of a text
_SOFTEST = 0.2  # of a colour on the paper, in the lowest class of a map
_MIDDLE = 0.12  # of the text on the paper, in the class of those that hardly changed
_NOT_IN_A_NAME = re.compile(r"[^\w .-]")
_HEX = re.compile(r"#[0-9a-f]{6}")
_CLEAR = re.compile(r"rgba\((\d+), ?(\d+), ?(\d+), ?([\d.]+)\)")


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a theme, as #rrggbb: of texts, of the paper, and its accents; and the font of its texts."""

    text: str
    paper: str
    accents: tuple[str, ...]
    font: str

    @property
    def is_dark(self) -> bool:
        """Whether it writes light on dark."""
        return sum(_channels(self.text)) / 3 > _DARK

    def seen(self, colour: ThemeColour) -> str:
        """A colour of the theme as programs for slides make it lighter or darker."""
        named = dict(zip(map(NAMES.__getitem__, ACCENTS), self.accents, strict=True))
        written = (named | {"tx1": self.text, "bg1": self.paper})[NAMES[colour.theme]]
        hue, lightness, saturation = rgb_to_hls(*(channel / 255 for channel in _channels(written)))
        lightness = lightness * (1 - abs(colour.brightness)) + max(0.0, colour.brightness)
        return _written(channel * 255 for channel in hls_to_rgb(hue, lightness, saturation))

    def painted(self, figure: dict[str, Any], colours: Iterable[str]) -> dict[str, Any]:
        """A drawn figure in the colours of the theme; `colours` are those that tell its areas apart.

        A text in a colour that could not be read on the paper has that of all texts.
        """
        palette = theme_palette(colours, is_dark=self.is_dark)
        seen = _of_maps(self) | {colour: self.seen(found) for colour, found in palette.items()}
        painted: dict[str, Any] = _painted(figure, seen, self)
        return painted


def theme_of(layout: Any) -> Theme:
    """The theme of a layout, with its light and dark as the master maps them."""
    master = layout.slide_master
    mapped = master._element.find(qn("p:clrMap"))
    part = next(each for each in (rel.target_part for rel in master.part.rels.values()) if "theme" in each.partname)
    theme = etree.fromstring(part.blob)
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    font = theme.find(f".//{qn('a:minorFont')}/{qn('a:latin')}")

    def colour(name: str) -> str:
        found = scheme.find(qn(f"a:{mapped.get(name)}"))[0]
        return f"#{(found.get('lastClr') or found.get('val', '000000')).lower()}"

    named = "" if font is None else _NOT_IN_A_NAME.sub("", font.get("typeface", ""))
    return Theme(colour("tx1"), colour("bg1"), tuple(colour(NAMES[accent]) for accent in ACCENTS), named)


def _of_maps(theme: Theme) -> dict[str, str]:
    """What only maps have: classes from near the paper to an accent, those of changes from one accent over the paper to
    another, what hatches areas without poppy, and borders.
    """
    marks = [accent for accent in theme.accents if _contrast(accent, theme.paper) >= _SEEN]
    first, second, third = (*marks, *[theme.text] * 3)[:3]
    steps = [_SOFTEST + (1 - _SOFTEST) * step / (len(CLASS_COLOURS) - 1) for step in range(len(CLASS_COLOURS))]
    classes = (_mixed(first, theme.paper, step) for step in steps)
    half = (1 + _SOFTEST) / 2
    changes = (
        first,
        _mixed(first, theme.paper, half),
        _mixed(theme.text, theme.paper, _MIDDLE),
        _mixed(second, theme.paper, half),
        second,
    )
    border = _mixed(theme.text, theme.paper, 0.5)
    return {
        **dict(zip((*CLASS_COLOURS, *CHANGE_COLOURS), (*classes, *changes), strict=True)),
        WITHOUT_POPPY: third,
        OUTLINE: border,
        QUIET_EDGE: border,
    }


def _painted(drawn: Any, seen: Mapping[str, str], theme: Theme, *, is_text: bool = False) -> Any:
    if isinstance(drawn, dict):
        return {key: _painted(value, seen, theme, is_text=is_text or key == "font") for key, value in drawn.items()}
    if isinstance(drawn, list | tuple):
        return [_painted(value, seen, theme, is_text=is_text) for value in drawn]
    if not isinstance(drawn, str):
        return drawn
    if _HEX.fullmatch(drawn):
        found = seen.get(drawn, drawn)
        return theme.text if is_text and _contrast(found, theme.paper) < _READ else found
    if clear := _CLEAR.fullmatch(drawn):
        *channels, opacity = clear.groups()
        colour = _written(map(int, channels))
        return f"rgba({','.join(map(str, _channels(seen.get(colour, colour))))},{opacity})"
    return drawn


def _channels(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _written(channels: Iterable[float]) -> str:
    return f"#{''.join(f'{round(channel):02x}' for channel in channels)}"


def _mixed(colour: str, paper: str, share: float) -> str:
    """So much of a colour on the paper."""
    channels = zip(_channels(colour), _channels(paper), strict=True)
    return _written(one * share + other * (1 - share) for one, other in channels)


def _contrast(colour: str, other: str) -> float:
    """The contrast of two colours as the guidelines for accessible pages define it."""
    lighter, darker = sorted(map(_luminance, (colour, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    shares = (channel / 255 for channel in _channels(colour))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
