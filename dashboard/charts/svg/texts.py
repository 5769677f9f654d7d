"""The little HTML that plotly reads in texts, read again: line breaks, bold, and links that lead to a page."""

import re
from html import escape
from html.parser import HTMLParser

from etl.figures.links import safe_address

# A page of ours; what begins with two slashes, or a slash and a backslash, would be another host.
_OWN = re.compile(r"/(?![/\\])[^\s\"'<>\\]*")


def text_lines(text: str) -> list[str]:
    """The lines of a text, without any other markup, escaped."""
    reader = _Reader(with_markup=False)
    reader.feed(text)
    reader.close()
    return "".join(reader.parts).split("<br>")


def as_markup(text: str) -> str:
    """The text as HTML that can do nothing but break lines, stand out and lead somewhere."""
    reader = _Reader(with_markup=True)
    reader.feed(text)
    reader.close()
    return "".join([*reader.parts, *(f"</{tag}>" for tag in reversed(reader.open))])


class _Reader(HTMLParser):
    """Writes what it knows and leaves out every other tag; text is escaped anew."""

    def __init__(self, *, with_markup: bool) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.open: list[str] = []
        self._with_markup = with_markup

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.parts.append("<br>")
        elif self._with_markup and tag in {"a", "b"}:
            address = dict(attributes).get("href") or ""
            leads = tag == "a" and bool(_OWN.fullmatch(address) or safe_address(address))
            self.parts.append(f'<a href="{escape(address)}">' if leads else f"<{tag}>")
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.parts.append(f"</{self.open.pop()}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data, quote=False))
