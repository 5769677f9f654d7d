"""A drawing of plotly as every program draws it.

LibreOffice does not move a line down by `dy` and leaves out links inside a text, and neither it nor Inkscape knows
fonts that a file has inside. So each run of letters of one kind is a text with a place and a length of its own, which
the letters of any other font are fitted to. LibreOffice lets what is below a pattern shine through, and that twice
where its ground does too, so the ground of a pattern has the colour that it has on white paper, and what has the
pattern lies on a copy of itself in that colour. `assets/picture.js` does the same to what a browser draws.
"""

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from dashboard.exports.cards import drawable
from dashboard.exports.measure import REGULAR, width

_SVG, _LINKED = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_BOLD = 700
_SIZE, _WEIGHT = re.compile(r"font-size:\s*([0-9.]+)px"), re.compile(r"font-weight:\s*(bold|[0-9]+)")
_PART = re.compile(r"\d+")  # of the three of a colour
_EMS = re.compile(r"(-?[0-9.]+)em")
_PATTERN = re.compile(r"""(fill:\s*)url\(['"]?#([^'")]+)['"]?\)""")
_SEEN = re.compile(r"((?:fill|stroke)-opacity):\s*(0?\.[0-9]+)")
_WHITE = 255
_BEFORE = {"middle": 0.5, "end": 1.0}  # what part of a line stands before its place


@dataclass(frozen=True)
class _Run:
    """Letters of one kind: with the styles around them, the later ones the nearer, and where they lead."""

    text: str
    styles: tuple[str, ...]
    address: str = ""

    @property
    def style(self) -> str:
        return "; ".join(style.rstrip("; ") for style in self.styles if style)

    @property
    def width(self) -> float:
        """In pixels, in the shipped font."""
        weights = _WEIGHT.findall(self.style)
        weight = REGULAR if not weights else _BOLD if weights[-1] == "bold" else int(weights[-1])
        return width(self.text, _size(self.style), weight)


def for_every_program(drawing: str) -> str:
    """The drawing with every run of its texts in its place, and with boxes and patterns that hide what is below."""
    root = etree.fromstring(drawing.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    for box in root.iter(f"{_SVG}rect"):
        if box.get("class") == "bg":
            box.set("style", _SEEN.sub(r"\1: 1", box.get("style", "")))
    for ground in root.iterfind(f".//{_SVG}pattern/{_SVG}rect"):
        seen = float(ground.get("fill-opacity", 1))
        if 0 < seen < 1:
            mixed = (round(int(part) * seen + _WHITE * (1 - seen)) for part in _PART.findall(ground.get("fill", "")))
            ground.set("fill", f"rgb({', '.join(map(str, mixed))})")
            ground.set("fill-opacity", "1")
    _lay_grounds(root)
    for text in list(root.iter(f"{_SVG}text")):
        if _SIZE.search(text.get("style", "")) and "".join(text.itertext()).strip():
            placed = _placed(text)
            placed.tail = text.tail
            text.getparent().replace(text, placed)
    return str(etree.tostring(root, encoding="unicode"))


def _lay_grounds(root: etree._Element) -> None:
    """Lay below whatever is filled with a pattern a copy of it in the colour of the pattern's ground, if it has one."""
    grounds = {
        ground.getparent().get("id"): ground.get("fill", "")
        for ground in root.iterfind(f".//{_SVG}pattern/{_SVG}rect")
        if float(ground.get("fill-opacity", 1)) == 1
    }
    for filled in list(root.iter(f"{_SVG}path", f"{_SVG}rect")):
        pattern = _PATTERN.search(filled.get("style", ""))
        if pattern and pattern[2] in grounds:
            below = copy.deepcopy(filled)
            below.tail = None
            below.set("style", _PATTERN.sub(rf"\g<1>{grounds[pattern[2]]}", filled.get("style", "")))
            filled.addprevious(below)


def _size(style: str) -> float:
    return float(_SIZE.findall(style)[-1])


def _placed(text: etree._Element) -> etree._Element:
    """A group with the runs of a text, moved or turned as the text was."""
    group = etree.Element(f"{_SVG}g", {name: text.get(name) for name in ("transform",) if text.get(name)})
    whole = _Run("", (text.get("style", ""),))
    lines = [each for each in text if each.get("class") == "line"] or [text]
    anchor = text.get("text-anchor", "start")
    for line in lines:
        down = _EMS.match(line.get("dy", ""))
        y = float(line.get("y", "0")) + (float(down[1]) * _size(whole.style) if down else 0.0)
        runs = [run for run in _runs(line, whole) if run.text]
        x = float(line.get("x", "0"))
        if len(runs) == 1:
            group.append(_drawn(runs[0], x, y, anchor, text.get("class", "")))
            continue
        x -= sum(run.width for run in runs) * _BEFORE.get(anchor, 0.0)
        for run in runs:
            # Spaces around a text are left out, and its letters are not spread over their room.
            after, bare = replace(run, text=run.text.lstrip(" ")), replace(run, text=run.text.strip(" "))
            if bare.text:
                group.append(_drawn(bare, x + run.width - after.width, y, "start", text.get("class", "")))
            x += run.width
    return group


def _runs(part: etree._Element, kind: _Run) -> Iterator[_Run]:
    yield replace(kind, text=part.text or "")
    for inner in part:
        styles = (*kind.styles, inner.get("style", ""))
        yield from _runs(inner, _Run("", styles, inner.get(_LINKED, kind.address)))
        yield replace(kind, text=inner.tail or "")


def _drawn(run: _Run, x: float, y: float, anchor: str, name: str) -> etree._Element:
    """A run as an element; one with letters of another font has the length that those have."""
    about = {"class": name} if name else {}
    about |= {"x": f"{x:g}", "y": f"{y:.6g}", "text-anchor": anchor, "style": run.style}
    if drawable(run.text):
        about |= {"textLength": f"{run.width:.6g}", "lengthAdjust": "spacingAndGlyphs"}
    drawn = etree.Element(f"{_SVG}text", about)
    drawn.text = run.text
    if not run.address:
        return drawn
    link = etree.Element(f"{_SVG}a", {_LINKED: run.address, "target": "_blank"})
    link.append(drawn)
    return link
