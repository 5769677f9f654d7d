"""The colours of a presentation: those of our pages, or the ones that the theme of a template has in their place."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.oxml.ns import qn

from dashboard.views import looks as look

ACCENTS = tuple(getattr(MSO_THEME_COLOR, f"ACCENT_{number}") for number in range(1, 7))
NAMES = {  # in the format of drawings
    MSO_THEME_COLOR.TEXT_1: "tx1",
    MSO_THEME_COLOR.BACKGROUND_1: "bg1",
    **{accent: f"accent{number}" for number, accent in enumerate(ACCENTS, 1)},
}
PAPER = "#ffffff"
_LINK_COLOURS = "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor"
_OF_LINKS = "{A12FA001-AC4F-418D-AE19-62706E023703}"


@dataclass(frozen=True, slots=True)
class ThemeColour:
    """A colour of a theme, made lighter (up to 1) or darker (down to -1)."""

    theme: Any
    brightness: float = 0.0


Palette = Mapping[str, ThemeColour]  # by the colour of our pages that it stands for; what is not there stays as it is
_OURS: Palette = MappingProxyType({})
_palette: ContextVar[Palette] = ContextVar("palette", default=_OURS)


@contextmanager
def painted_with(palette: Palette) -> Iterator[None]:
    """Let `paint` use a palette. Handed from function to function it would stand in nearly every signature."""
    token = _palette.set(palette)
    try:
        yield
    finally:
        _palette.reset(token)


def theme_palette(colours: Iterable[str], *, is_dark: bool) -> Palette:
    """The colours of a theme for those of areas, in their order, and for texts, grids and paper.

    With more than six areas, the accents come again, each time further from the text.
    """
    away = -1 if is_dark else 1  # from the colour of the text towards that of the paper
    found = {
        look.TEXT: ThemeColour(MSO_THEME_COLOR.TEXT_1),
        look.QUIET: ThemeColour(MSO_THEME_COLOR.TEXT_1, 0.2 * away),
        look.GRID: ThemeColour(MSO_THEME_COLOR.TEXT_1, 0.75 * away),
        look.OTHERS: ThemeColour(MSO_THEME_COLOR.TEXT_1, 0.5 * away),
        PAPER: ThemeColour(MSO_THEME_COLOR.BACKGROUND_1),
    }
    for place, colour in enumerate(dict.fromkeys(colour for colour in colours if colour not in found)):
        again = min(place // len(ACCENTS), 2)
        found[colour] = ThemeColour(ACCENTS[place % len(ACCENTS)], 0.35 * again * away)
        found[pale(colour)] = ThemeColour(ACCENTS[place % len(ACCENTS)], 0.5 * away)
    # What the page wants to be seen is the text's own colour, in bold: every accent may be an area's.
    found[look.ACCENT] = ThemeColour(MSO_THEME_COLOR.TEXT_1)
    return found


def paint(target: Any, colour: str) -> None:
    """Give a colour of ours to something of python-pptx, as the palette has it."""
    found = _palette.get().get(colour)
    if found is None:
        target.rgb = RGBColor.from_string(colour.lstrip("#").upper())  # type: ignore[no-untyped-call]
        return
    target.theme_color = found.theme
    if found.brightness:
        target.brightness = found.brightness


def is_of_a_theme() -> bool:
    """Whether the palette is that of a theme, whose colour of links may not be legible on its own paper."""
    return bool(_palette.get())


def keep_own_colour(run: Any) -> None:
    """Let a link have the colour of its text instead of that of the theme's links; python-pptx has nothing for it."""
    link = run._r.find(f".//{qn('a:hlinkClick')}")
    extension = etree.SubElement(etree.SubElement(link, qn("a:extLst")), qn("a:ext"), uri=_OF_LINKS)
    etree.SubElement(extension, f"{{{_LINK_COLOURS}}}hlinkClr", nsmap={"ahyp": _LINK_COLOURS}, val="tx")


def colour_element(colour: str) -> tuple[str, str]:
    """The name and the value of the element that a colour of ours is in the format of drawings."""
    found = _palette.get().get(colour)
    return ("srgbClr", colour.lstrip("#")) if found is None else ("schemeClr", NAMES[found.theme])


def pale(colour: str) -> str:
    """A colour half as strong, as on white paper."""
    return f"#{''.join(f'{(int(colour[place : place + 2], 16) + 255) // 2:02x}' for place in (1, 3, 5))}"
