"""Templates of different make for the tests of presentations: a dark one, one of 4:3, one with fonts of its own."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Inches

ACCENTS = ("66CCEE", "EE6677", "228833", "CCBB44", "AA3377", "BBBBBB")
FONT = "Liberation Serif"


def _theme(text: str) -> str:
    for number, colour in enumerate(ACCENTS, 1):
        text = re.sub(rf"(<a:accent{number}><a:srgbClr val=\")[0-9A-F]+", rf"\g<1>{colour}", text)
    return text


def _dark(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Light text on dark: the master maps text to the light colour of the theme, and paper to the dark one."""
    found = dict(files)
    master = "ppt/slideMasters/slideMaster1.xml"
    text = found[master].decode().replace('bg1="lt1" tx1="dk1"', 'bg1="dk1" tx1="lt1"')
    text = text.replace('bg2="lt2" tx2="dk2"', 'bg2="dk2" tx2="lt2"')
    return {**found, master: text.encode(), **_of_theme(found, _theme)}


def _with_fonts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    def changed(text: str) -> str:
        return re.sub(r'(<a:(?:major|minor)Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{FONT}", _theme(text))

    return {**files, **_of_theme(files, changed)}


def _of_theme(files: Mapping[str, bytes], change: Callable[[str], str]) -> dict[str, bytes]:
    name = "ppt/theme/theme1.xml"
    return {name: change(files[name].decode()).encode()}


def _made(wide: bool, change: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]) -> bytes:
    deck = Presentation()
    if wide:
        deck.slide_width = Inches(13.333)
        for shapes in (deck.slide_master.shapes, *(layout.shapes for layout in deck.slide_layouts)):
            for shape in (each for each in shapes if each._element.find(f".//{qn('a:off')}") is not None):
                shape.left, shape.width = round(shape.left * 1.3333), round(shape.width * 1.3333)
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "How to use this template"
    target = io.BytesIO()
    deck.save(target)
    with zipfile.ZipFile(target) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in change(files).items():
            archive.writestr(name, content)
    return made.getvalue()


def write_templates(folder: Path) -> dict[str, Path]:
    """The templates as files, by their names."""
    made = {"dark": _made(True, _dark), "narrow": _made(False, dict), "serif": _made(True, _with_fonts)}
    for name, content in made.items():
        (folder / f"{name}.pptx").write_bytes(content)
    return {name: folder / f"{name}.pptx" for name in made}
