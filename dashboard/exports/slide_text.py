"""The texts of a slide: in which type they keep within their place, and how they are written there."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Length, Pt

from dashboard.exports.measure import SEMIBOLD, wrap
from dashboard.exports.palette import is_of_a_theme, keep_own_colour, paint
from dashboard.exports.slide_places import OWN_TITLE, SlideBox, SlidePlaces
from dashboard.exports.texts import runs_to_the_left, xml_text
from dashboard.views import looks as look

SMALL = Pt(11)  # 22 pixels of a screen of 1920 x 1080
_TITLE_SIZES, _MOST_LINES = (Pt(26), Pt(23), Pt(19), Pt(16), Pt(14), Pt(12)), 2
_OF_OTHER_FONTS = 0.76  # of the room: a program without the font has letters that are so much wider
_LINE = 1.2  # of its type
SUBTITLE_SIZES = (Pt(14), Pt(13), Pt(12), Pt(11))


def titled_slide(deck: Any, places: SlidePlaces, text: str) -> Any:
    """A slide with a title and its number; of a template it keeps what that has, but for its place for content."""
    slide = deck.slides.add_slide(places.layout)
    title = slide.shapes.title
    for other in list(slide.placeholders):
        if other.placeholder_format.idx != title.placeholder_format.idx:
            other._element.getparent().remove(other._element)
    _add_slide_number(slide, places.layout)
    if places.title is None:
        title.text_frame.text = xml_text(text)
        title.text_frame.paragraphs[0].runs[0].font.size = title_size(text, title.width, title.height)
        _direct(title.text_frame.paragraphs[0], text)
        return slide
    title.left, title.top, title.width, title.height = places.title
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _without_margins(title.text_frame)
    paragraph = title.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    add_text(paragraph, text, title_size(text), look.TEXT)
    paragraph.runs[0].font.bold = True
    return slide


def _add_slide_number(slide: Any, layout: Any) -> None:
    """The number of the slide, where its layout has it; python-pptx leaves it out."""
    for each in layout.placeholders:
        if each.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            slide.shapes._spTree.append(deepcopy(each._element))


def title_size(text: str, room: int = OWN_TITLE[2], height: int = OWN_TITLE[3]) -> Pt:
    """The largest type in which a title keeps within two lines and its place; else the smallest."""
    return fitting(text, _TITLE_SIZES, (room, height), SEMIBOLD)


def fitting(text: str, sizes: Sequence[Pt], place: tuple[int, int], weight: int) -> Pt:
    """The largest type in which a text keeps within two lines and a place so wide and high; else the smallest."""
    return next((size for size in sizes if _is_room(text, size, place, weight)), sizes[-1])


def _is_room(text: str, size: Pt, place: tuple[int, int], weight: int) -> bool:
    lines = len(wrap(text, Length(place[0]).pt * _OF_OTHER_FONTS, size.pt, weight))
    return lines <= _MOST_LINES and lines * size * _LINE <= place[1]


def lines_of(text: str, room: int, size: Pt = SMALL) -> int:
    """How many lines of a type a text takes in a program with wide letters."""
    return len(wrap(text, Length(room).pt * _OF_OTHER_FONTS, size.pt))


def height_of(text: str, room: int, size: Pt) -> int:
    """How high those lines are."""
    return round(lines_of(text, room, size) * size * _LINE)


def text_box(slide: Any, place: SlideBox) -> Any:
    """An empty box for text at a place of a slide."""
    box = slide.shapes.add_textbox(*place)
    box.text_frame.word_wrap = True
    _without_margins(box.text_frame)
    return box


def _without_margins(frame: Any) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def add_text(paragraph: Any, text: str, size: Pt, colour: str, address: str = "") -> None:
    """Write a text at the end of a paragraph, as a link where it has an address."""
    run = paragraph.add_run()
    run.text = xml_text(text)
    _direct(paragraph, text)
    run.font.size = size
    if address:
        run.hyperlink.address = address
    if not address or is_of_a_theme():
        paint(run.font.color, colour)
    if address and is_of_a_theme():
        keep_own_colour(run)


def _direct(paragraph: Any, text: str) -> None:
    """Let a paragraph run from right to left where its text does."""
    if runs_to_the_left(text):
        paragraph._p.get_or_add_pPr().set("rtl", "1")
