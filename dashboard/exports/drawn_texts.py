"""The texts of an SVG picture, held against the figure that it is a drawing of: what it says besides, what it lacks.

Only the numbers and years along an axis are drawn by plotly of its own accord: each must be at the place of its value.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import unquote

from lxml import etree

from etl.figures.quoting import shown

_SVG = "{http://www.w3.org/2000/svg}"
_LED = "{http://www.w3.org/1999/xlink}href"
_ADDRESS = re.compile(r"""href=["']([^"']*)["']""")
_MARKUP, _BLANKS = re.compile(r"<[^>]*>"), re.compile(r"\s+")
_MOVED = re.compile(r"translate\(([-0-9.e]+)[ ,]+([-0-9.e]+)\)")
_NUMBER = re.compile(r"([−-]?)([\d,]*\.?\d+)")
_TICK = re.compile(r"([xy])(\d*)tick")
_DRAWN = {
    *("svg", "title", "desc", "metadata", "style", "defs", "clipPath", "pattern", "g"),
    *("path", "rect", "circle", "line", "text", "tspan", "a"),
}
_NEAR = 1.0  # pixels from the place of a value
_Figure = Mapping[str, Any]


def differences(drawing: etree._Element, figure: _Figure) -> list[str]:
    """A line for each text that a drawing has and the figure does not, and for each that it lacks."""
    printed, standing = _parts(_printed(figure)), _parts(_standing(figure))
    drawn = [(text, run) for text in drawing.iter(f"{_SVG}text") if (run := _run(text))]
    runs = Counter(_bare(run) for text, run in drawn if not _is_tick(text, run, figure))
    said = {_bare(run): run for _, run in drawn}
    wanted = {_bare(part): part for text in _standing(figure) for part in _split(text)}
    more = [f"the picture says {shown(said[run])}, which is not of this edition" for run in runs - printed]
    more += [f"a link leads to {shown(address)}, which is not of this edition" for address in _links(drawing, figure)]
    more += [f"the picture has {shown(name)}, which is not of this edition" for name in sorted(_brought(drawing))]
    return [*more, *(f"{shown(wanted[part])} is left out" for part in standing - runs)]


def _links(drawing: etree._Element, figure: _Figure) -> list[str]:
    """The addresses that a drawing leads to, and the figure does not."""
    led = {part.get(name) for part in drawing.iter(f"{_SVG}a") for name in (_LED, "href")} - {None}
    known = {unquote(unescape(address)) for text in _printed(figure) for address in _ADDRESS.findall(text)}
    return sorted({unquote(address) for address in led} - known)


def _brought(drawing: etree._Element) -> set[str]:
    """The kinds of parts of a drawing that none of ours has: pictures laid over it, words of another kind, scripts."""
    return {etree.QName(part).localname for part in drawing.iter(etree.Element)} - _DRAWN


def _run(text: etree._Element) -> str:
    return "".join(text.itertext()).strip()


def _bare(text: str) -> str:
    return _BLANKS.sub("", text)


def _split(text: str) -> list[str]:
    """A text of a figure in the parts that are drawn each by itself."""
    return [part.strip() for part in map(unescape, _MARKUP.split(text)) if part.strip()]


def _parts(texts: Iterator[str]) -> "Counter[str]":
    return Counter(_bare(part) for text in texts for part in _split(text))


def _standing(figure: _Figure) -> Iterator[str]:
    """The texts that a drawing of a figure has in any case."""
    yield from (one["text"] for one in figure["layout"].get("annotations", ()))
    for one in figure["data"]:
        if "text" in one.get("mode", ""):
            yield from [one["text"]] if isinstance(one["text"], str) else filter(None, one["text"])


def _printed(figure: _Figure) -> Iterator[str]:
    """All texts that a drawing of a figure may have, and not those that wait for a pointer."""
    yield from _standing(figure)
    yield from (one["name"] for one in figure["data"] if one.get("name"))
    yield _title(figure["layout"])
    for name, part in figure["layout"].items():
        if name.startswith(("xaxis", "yaxis", "legend")):
            yield _title(part)
            yield from map(str, part.get("ticktext", ()))


def _title(part: Mapping[str, Any]) -> str:
    told = part.get("title", "")
    return told if isinstance(told, str) else told.get("text", "")


def _is_tick(text: etree._Element, run: str, figure: _Figure) -> bool:
    """Whether a text is a number along an axis, and at the place that its value has there."""
    around = [part.attrib for part in text.iterancestors()]
    group, tick = (*around, {}, {})[:2]
    number, moved = _NUMBER.fullmatch(run), _MOVED.fullmatch(group.get("transform", ""))
    of_axis = _TICK.fullmatch(tick.get("class", ""))
    if number is None or of_axis is None or moved is None:
        return False
    letter, axis = of_axis[1], figure["layout"].get(f"{of_axis[1]}axis{of_axis[2]}", {})
    value, at = float(number[2].replace(",", "")) * (-1 if number[1] else 1), float(moved["xy".index(letter) + 1])
    return abs(_place(axis, letter, value, figure["layout"]) - at) < _NEAR


def _place(axis: Mapping[str, Any], letter: str, value: float, layout: Mapping[str, Any]) -> float:
    """Pixels from the left or upper edge of the canvas to where a value is on an axis; nowhere: infinitely many."""
    if axis.get("type") == "log":
        if value <= 0:
            return math.inf
        value = math.log10(value)
    (low, high), (first, last) = axis.get("range", (0, 0)), axis.get("domain", (0, 1))
    if low == high:
        return math.inf
    margin, is_across = layout["margin"], letter == "x"
    before, after = (margin["l"], margin["r"]) if is_across else (margin["b"], margin["t"])
    length: float = layout["width" if is_across else "height"]
    along: float = before + (length - before - after) * (first + (last - first) * (value - low) / (high - low))
    return along if is_across else length - along
