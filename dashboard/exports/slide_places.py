"""Where things stand on slides: on a master of our own, 16:9, or in the places that a template has for them."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.util import Inches, Length

from dashboard.exports.drawing import MapPlace
from dashboard.exports.sizes import Size
from dashboard.exports.theme import theme_of

_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE}
_CONTENTS = {PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.CHART, PP_PLACEHOLDER.BODY}
_OWN_WIDTH, _OWN_HEIGHT = Inches(13.333), Inches(7.5)
_DEFAULT_WIDTH = Inches(10)  # of the master that python-pptx brings
_TITLE_ONLY = 5  # of its layouts
_MOST_BYTES = 100 * 1024 * 1024
_FOOT = Inches(1.35)  # below the chart, for its notes, sources and address
_SUBTITLE = Inches(0.42)
_CODE = Inches(1.22)
_LEAST_WIDTH, _LEAST_HEIGHT = 0.5, 0.3  # of a slide, for a chart that can be read
_LEAST_OWN = 0.57  # of the height of our own slides above their edge, so that a chart takes 55 per cent of a slide
# On a map 12 pixels of its canvas are the least type, and no smaller than that of slides (`slide_text.SMALL`) where a
# subtitle of two lines makes the map lower.
_CANVAS_OF_INCH, _MAP_SCALE = 74, 3
_NUMBER_TOP, _NUMBER_HEIGHT = Inches(7.22), Inches(0.26)  # on our own slides, below the square code
_OF_NUMBER = Inches(0.6)  # of the place of its number, at the right, that the number of a slide takes

SlideBox = tuple[int, int, int, int]  # left, top, width and height, in the units of the format
OWN_TITLE: SlideBox = (Inches(0.55), Inches(0.35), Inches(12.23), Inches(0.95))


class TemplateError(ValueError):
    """A template cannot be used; the sentence says why, and what it needs."""


@dataclass(frozen=True, slots=True)
class SlidePlaces:
    """The boxes of a slide. `title` is None where the layout has its own."""

    layout: Any
    title: SlideBox | None
    subtitle: SlideBox
    chart: SlideBox
    foot: SlideBox
    code: SlideBox
    listing: SlideBox  # of the slides of sources
    is_own: bool

    def with_subtitle_of(self, height: int) -> "SlidePlaces":
        """The same places with room for a subtitle so high, which the chart below it gives."""
        left, top, across, has = self.subtitle
        more = max(0, height - has)
        chart_left, chart_top, chart_across, chart_height = self.chart
        chart = chart_left, chart_top + more, chart_across, chart_height - more
        return replace(self, subtitle=(left, top, across, has + more), chart=chart)

    def with_foot_of(self, height: int) -> "SlidePlaces":
        """The same places with a foot so high, for which the chart is lower, as far as it can still be read."""
        left, top, across, has = self.foot
        chart_left, chart_top, chart_across, chart_height = self.chart
        least = round((_LEAST_OWN if self.is_own else _LEAST_HEIGHT) * (top + has))
        more = min(max(0, height - has), max(0, chart_height - least))
        chart = chart_left, chart_top, chart_across, chart_height - more
        return replace(self, foot=(left, top - more, across, has + more), chart=chart)


def own_places() -> tuple[Any, SlidePlaces]:
    """A presentation on our own master, and its places."""
    deck = Presentation(io.BytesIO(_own_master()))
    left, _, room, _ = OWN_TITLE
    return deck, SlidePlaces(
        layout=deck.slide_layouts[_TITLE_ONLY],
        title=OWN_TITLE,
        subtitle=(left, Inches(1.3), room, Inches(0.4)),
        chart=(left, Inches(1.7), room, Inches(4.3)),
        foot=(left, Inches(6.05), room, Inches(1.3)),
        code=(left + room - _CODE, Inches(6.0), _CODE, _CODE),
        listing=(left, Inches(1.2), room, Inches(6)),
        is_own=True,
    )


@cache
def _own_master() -> bytes:
    """The master of python-pptx, which is 4:3, made as wide as our slides in all of its parts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _OWN_WIDTH, _OWN_HEIGHT
    for shapes in (deck.slide_master.shapes, *(layout.shapes for layout in deck.slide_layouts)):
        for shape in shapes:
            if shape._element.find(f".//{qn('a:off')}") is not None:
                shape.left = round(shape.left * _OWN_WIDTH / _DEFAULT_WIDTH)
                shape.width = round(shape.width * _OWN_WIDTH / _DEFAULT_WIDTH)
                if shape.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
                    shape.top, shape.height = _NUMBER_TOP, _NUMBER_HEIGHT
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


def template_places(path: Path) -> tuple[Any, SlidePlaces]:
    """A presentation on somebody's template, without the slides in it, and its places. Raises TemplateError."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise TemplateError(f"{path.name} is too large for a template.")
        deck = Presentation(str(path))
    except (PackageNotFoundError, OSError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        if isinstance(error, TemplateError):
            raise
        raise TemplateError(f"{path.name} cannot be read as a presentation; save it as PowerPoint (.pptx).") from None
    _without_slides(deck)
    width, height = int(deck.slide_width or 0), int(deck.slide_height or 0)
    layout, place = _layout_of(deck, (width, height), path.name)
    left, top, room, bottom = *place[:3], place[1] + place[3]
    foot_top = bottom + Inches(0.05)
    side = min(_CODE, height - foot_top - Inches(0.05))
    number = next(_placeholders(layout, {PP_PLACEHOLDER.SLIDE_NUMBER}), None)
    number_box = _box(number) if number is not None else (0, height, 0, 0)
    free = width - width // 96
    if width // 2 < number_box[0] and number_box[1] < foot_top + side:
        free = min(free, number_box[0] + number_box[2] - _OF_NUMBER)
    return deck, SlidePlaces(
        layout=layout,
        title=None,
        subtitle=(left, top, room, _SUBTITLE),
        chart=(left, top + _SUBTITLE, room, bottom - top - _SUBTITLE),
        foot=(left, foot_top, room, height - foot_top - Inches(0.05)),
        code=(min(left + room, free) - side, foot_top, side, side),
        listing=(left, top, room, min(height - width // 48, max(number_box[1], bottom)) - top),
        is_own=False,
    )


def map_place(template: Path | None) -> MapPlace:
    """The place of maps on slides of our own, or in a template. Raises TemplateError."""
    _, places = own_places() if template is None else template_places(template)
    across, down = (round(Length(side).inches * _CANVAS_OF_INCH) * _MAP_SCALE for side in places.chart[2:])
    size = Size("map", "The map on a slide", across, down, _MAP_SCALE)
    return MapPlace(size, None if places.is_own else theme_of(places.layout))


def _layout_of(deck: Any, size: tuple[int, int], name: str) -> tuple[Any, SlideBox]:
    """The layout for charts, of any of its masters, and the place in it for subtitle and chart.

    It is the first with a title and one place for content, else with a title alone, in which a chart can be read.
    """
    layouts = [layout for master in deck.slide_masters for layout in master.slide_layouts]
    titled = [layout for layout in layouts if any(_placeholders(layout, {PP_PLACEHOLDER.TITLE}))]
    titled = titled or [layout for layout in layouts if any(_placeholders(layout, _TITLES))]
    if not titled:
        raise TemplateError(
            f"{name} has no layout with a title. Add one with a title and one place for content to its slide master."
        )
    contents = [(layout, list(_placeholders(layout, _CONTENTS))) for layout in titled]
    places = [(layout, _box(found[0])) for layout, found in contents if len(found) == 1]
    places += [(layout, _below_title(layout, size)) for layout, found in contents if not found]
    for layout, (left, top, across, down) in places:
        bottom = min(top + down, size[1] - _FOOT)
        if across >= _LEAST_WIDTH * size[0] and bottom - top - _SUBTITLE >= _LEAST_HEIGHT * size[1]:
            return layout, (left, top, across, bottom - top)
    raise TemplateError(
        f"{name} has no layout in which a chart can be read. Add one to its slide master with a title at the top and "
        "below it one place for content, at least half as wide and half as high as the slide."
    )


def _below_title(layout: Any, size: tuple[int, int]) -> SlideBox:
    title = next(_placeholders(layout, _TITLES))
    top = title.top + title.height
    return int(title.left), int(top), int(title.width), int(size[1] - top)


def _placeholders(layout: Any, kinds: set[Any]) -> Iterator[Any]:
    return (each for each in layout.placeholders if each.placeholder_format.type in kinds)


def _box(shape: Any) -> SlideBox:
    return int(shape.left), int(shape.top), int(shape.width), int(shape.height)


def _without_slides(deck: Any) -> None:
    """Take the slides of a template out: they show how it is used."""
    listed = deck.slides._sldIdLst
    for slide in list(listed):
        deck.part.drop_rel(slide.rId)
        listed.remove(slide)
