"""What the format of charts in presentations has and python-pptx lacks: error bars, legends, labels, hatching."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from lxml import etree
from pptx.enum.dml import MSO_PATTERN_TYPE
from pptx.util import Pt

from dashboard.exports.palette import PAPER, colour_element, paint
from dashboard.exports.texts import on_one_line
from dashboard.views.points import Point

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def leave_out(legend: Any, place: int) -> None:
    """Leave a series out of the legend; python-pptx has nothing for it, so it is as the format has it."""
    entry = etree.Element(tag("legendEntry"))
    etree.SubElement(entry, tag("idx"), val=str(place))
    etree.SubElement(entry, tag("delete"), val="1")
    position = legend._element.find(tag("legendPos"))
    before = legend._element.findall(tag("legendEntry"))
    (before[-1] if before else position).addnext(entry)


def label_every(categories: Any, step: int) -> None:
    """Name every so many categories; left to itself a program leaves out names, or turns them."""
    last = categories._element.find(tag("noMultiLvlLbl"))
    for name in ("tickLblSkip", "tickMarkSkip"):
        last.addprevious(etree.Element(tag(name), val=str(step)))


def name_every(categories: Any) -> None:
    """Name each category, level; where names take two lines, some programs leave out every other one else."""
    categories.tick_labels.font.bold = False  # which gives the axis a text of its own
    body = categories._element.find(f"{tag('txPr')}/{{{_DRAWING}}}bodyPr")
    body.set("rot", "0")
    body.set("vert", "horz")


def write_label(label: Any, text: str, size: Pt, colour: str, *, bold: bool = False) -> None:
    label.text_frame.text = on_one_line(text)
    label.text_frame.word_wrap = False
    font = label.text_frame.paragraphs[0].font
    font.size, font.bold = size, bold
    paint(font.color, colour)


def format_label(label: Any, written: str) -> None:
    """Write the number of one label in a form of its own; python-pptx has forms for all labels together only."""
    element = label._get_or_add_dLbl()
    form = etree.Element(tag("numFmt"), formatCode=written, sourceLinked="0")
    element.find(tag("idx")).addnext(form)


def fill_marker(marker: Any, inside: str, outline: str) -> None:
    marker.format.fill.solid()
    paint(marker.format.fill.fore_color, inside)
    paint(marker.format.line.color, outline)


def point_format(series: Any, place: int) -> Any:
    """How the point at a place of a series looks, which has a look of its own."""
    return next(one for one in series._element.findall(tag("dPt")) if one.find(tag("idx")).get("val") == str(place))


def add_point_like(before: Any, place: int) -> None:
    """Let a point behind all others with a look of their own look like one of them.

    To set each property of each point anew takes python-pptx more time than all the rest of a slide.
    """
    added = deepcopy(before)
    added.find(tag("idx")).set("val", str(place))
    before.getparent().findall(tag("dPt"))[-1].addnext(added)


def hatch(fill: Any, colour: str) -> None:
    fill.patterned()
    fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
    paint(fill.fore_color, PAPER)
    paint(fill.back_color, colour)


def add_ranges(series: Any, colour: str, known: Sequence[Point], first: int) -> None:
    """The printed ranges of the points of a series as error bars."""
    ranged = [point for point in known if point.has_range]
    above = {point.year - first: abs((point.high or 0.0) - (point.value or 0.0)) for point in ranged}
    below = {point.year - first: abs((point.low or 0.0) - (point.value or 0.0)) for point in ranged}
    if ranged:
        add_error_bars(series, colour, known[-1].year - first + 1, above, below, direction="y")


def add_error_bars(
    series: Any, colour: str, count: int, above: Mapping[int, float], below: Mapping[int, float], direction: str = ""
) -> None:
    """Lines from a value so far up and down, by its place; python-pptx has none, so they are as the format has them.

    Only charts of lines name a direction; those of bars have just one.
    """
    bars = etree.Element(tag("errBars"), nsmap={"c": _NAMESPACE})
    settings = {"errDir": direction, "errBarType": "both", "errValType": "cust", "noEndCap": "0"}
    for name, value in settings.items():
        if value:
            etree.SubElement(bars, tag(name), val=value)
    for name, distances in (("plus", above), ("minus", below)):
        numbers = etree.SubElement(etree.SubElement(bars, tag(name)), tag("numLit"))
        etree.SubElement(numbers, tag("formatCode")).text = "General"
        etree.SubElement(numbers, tag("ptCount"), val=str(count))
        for place, distance in distances.items():
            entry = etree.SubElement(numbers, tag("pt"), idx=str(place))
            etree.SubElement(entry, tag("v")).text = repr(distance)
    outline = etree.SubElement(etree.SubElement(bars, tag("spPr")), f"{{{_DRAWING}}}ln", w="12700")
    fill = etree.SubElement(outline, f"{{{_DRAWING}}}solidFill")
    kind, value = colour_element(colour)
    etree.SubElement(fill, f"{{{_DRAWING}}}{kind}", val=value)
    series._element.find(tag("cat")).addprevious(bars)


def tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"
