"""SVG pictures that carry their font and their texts inside, so that they look and answer the same everywhere."""

import base64
import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from dashboard.exports.svg_texts import for_every_program
from dashboard.exports.texts import xml_text
from dashboard.server.paths import ASSETS

_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_FILE = re.compile(r"url\((fonts/[^)]+\.woff2)\)")
_WEIGHT = re.compile(r"font-weight:\s*([0-9 ]+)")
_RANGE = re.compile(r"unicode-range:\s*([^;]+)")
_START = re.compile(r"<svg\b[^>]*>")
_TEXTS = {
    "Title": re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL),
    "Description": re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL),
    "Provenance": re.compile(r'<metadata[^>]*id="provenance"[^>]*>(.*?)</metadata>', re.DOTALL),
}
_ENCODED_TWICE = re.compile(r"%25(?=[0-9A-F]{2})")
_LINK = re.compile(r'xlink:href="[^"]*"')


def finished(svg: str, texts: Mapping[str, str]) -> str:
    """A drawing of plotly with the fonts that its letters need, and with title, description and provenance."""
    svg = for_every_program(xml_text(svg))
    start = _START.search(svg)
    if start is None:
        raise ValueError("this is not an SVG drawing")
    # Plotly encodes addresses a second time, which breaks links that open at a number.
    body = _LINK.sub(lambda link: _ENCODED_TWICE.sub("%", link[0]), svg[start.end() :])
    about = (
        f"<title>{html.escape(texts['Title'])}</title><desc>{html.escape(texts['Description'])}</desc>"
        f'<metadata id="provenance">{html.escape(texts["Provenance"], quote=False)}</metadata>'
    )
    about = xml_text(about)
    return f"{svg[: start.start()]}{start[0]}{about}<style>{font_faces(body)}</style>{body}"


def read_texts(svg: str) -> dict[str, str]:
    """The texts that `finished` has written, by their keywords. Raises ValueError where one says two things."""
    found = {}
    for keyword, pattern in _TEXTS.items():
        texts = {html.unescape(text) for text in pattern.findall(svg)}
        if len(texts) > 1:
            raise ValueError(f"it has two different entries for “{keyword}”")
        if texts:
            found[keyword] = texts.pop()
    return found


def font_faces(text: str, style_sheet: str = "tokens.css") -> str:
    """The `@font-face` rules of a style sheet for the letters of a text, each with its font inside."""
    letters, faces = {ord(letter) for letter in text}, _faces(style_sheet)
    return "".join(rule for ranges, rule in faces if any(low <= x <= high for x in letters for low, high in ranges))


def without_faces(style_sheet: str) -> str:
    """A style sheet without its faces, whose fonts are files of their own."""
    return _FACE.sub("", (ASSETS / style_sheet).read_text(encoding="utf-8"))


@lru_cache(maxsize=4)
def _faces(style_sheet: str) -> list[tuple[list[tuple[int, int]], str]]:
    """The faces of a style sheet: the letters that each has, and its rule."""
    faces = []
    for declarations in _FACE.findall((ASSETS / style_sheet).read_text(encoding="utf-8")):
        file, letters, weight = (each.search(declarations) for each in (_FILE, _RANGE, _WEIGHT))
        if file and letters and weight:
            content = base64.b64encode((ASSETS / file[1]).read_bytes()).decode()
            rule = (
                f'@font-face{{font-family:"IBM Plex Sans";font-weight:{weight[1]};'
                f'src:url(data:font/woff2;base64,{content}) format("woff2");unicode-range:{letters[1].strip()}}}'
            )
            faces.append((list(_code_points(letters[1])), rule))
    return faces


def _code_points(text: str) -> Iterable[tuple[int, int]]:
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield int(first, 16), int(last or first, 16)
