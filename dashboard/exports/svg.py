"""SVG pictures that carry their font and their texts inside, so that they look and answer the same everywhere."""

import base64
import html
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from dashboard.exports.texts import xml_text
from dashboard.server.paths import ASSETS

_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_FILE = re.compile(r"url\((fonts/[^)]+\.woff2)\)")
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
    svg = xml_text(svg)
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
            raise ValueError(f"it says two things as its “{keyword}”")
        if texts:
            found[keyword] = texts.pop()
    return found


def font_faces(text: str) -> str:
    """The `@font-face` rules for the letters of a text, each with its font inside."""
    letters = {ord(letter) for letter in text}
    return "".join(rule for ranges, rule in _faces() if any(low <= x <= high for x in letters for low, high in ranges))


@lru_cache(maxsize=1)
def _faces() -> list[tuple[list[tuple[int, int]], str]]:
    """The faces of the style sheet: the letters that each has, and its rule."""
    faces = []
    for declarations in _FACE.findall((ASSETS / "tokens.css").read_text(encoding="utf-8")):
        file, letters = _FILE.search(declarations), _RANGE.search(declarations)
        if file and letters:
            content = base64.b64encode((ASSETS / file[1]).read_bytes()).decode()
            rule = (
                '@font-face{font-family:"IBM Plex Sans";font-weight:100 700;'
                f'src:url(data:font/woff2;base64,{content}) format("woff2");unicode-range:{letters[1].strip()}}}'
            )
            faces.append((list(_code_points(letters[1])), rule))
    return faces


def _code_points(text: str) -> Iterable[tuple[int, int]]:
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        yield int(first, 16), int(last or first, 16)
