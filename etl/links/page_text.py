"""What stands on a page: its title, its text, and whether a number is in it.

The text is cut out by hand in one pass: pages come from strangers, and a parser whose time grows with the square of
what they send would stop the whole check.
"""

import re
from collections.abc import Iterable
from html import unescape

from etl.figures.digits import plain_digits
from etl.links.places import PrintedAt

TITLE_LENGTH = 200
NEAR = 200  # characters before and after a number in which one of its words must stand
ENOUGH_TEXT = 400  # characters; a page with less is drawn by scripts, and nothing can be said about it
_SILENT = ("script", "style", "noscript", "template", "svg")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
_TAG = re.compile(r"/?[a-z][a-z0-9]*", re.IGNORECASE)


def plain_text_of(text: str) -> str:
    """Text on one line: no control characters, single blanks."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def cut_out(page: str) -> tuple[str, str]:
    """Title and text of an HTML page."""
    title, texts, silent, comment = "", [], "", False
    first, *pieces = page.split("<")
    texts.append(first)
    for piece in pieces:
        if comment or piece.startswith("!--"):
            comment = "-->" not in piece
            texts.append(piece.rpartition("-->")[2] if not comment else "")
            continue
        tag = _TAG.match(piece)
        name = tag[0].lower() if tag else ""
        if silent:
            silent = "" if name == f"/{silent}" else silent
            if silent:
                continue
        elif name in _SILENT:
            silent = name
            continue
        words = piece.partition(">")[2]
        if name == "title" and not title:
            title = plain_text_of(unescape(words))[:TITLE_LENGTH]
        # Only blocks part words; "263<sup>,</sup>000" is one number, and so is one in two spans.
        texts.append(
            words if name.lstrip("/") in {"span", "b", "i", "em", "strong", "sup", "sub", "a"} else f" {words}"
        )
    return title, plain_text_of(unescape("".join(texts)))


def numbers_found(text: str, printed: Iterable[PrintedAt], whole: bool) -> str:
    """Whether the numbers stand in a text: yes, some, no, or empty where that cannot be told.

    `whole` says that the text is not cut short, so that what is not in it is not on the page.
    """
    found = [stands_in(text, item) for item in printed]
    if not found or (not any(found) and (not whole or len(text) < ENOUGH_TEXT)):
        return ""
    return "yes" if all(found) else "some" if any(found) else "no"


def stands_in(text: str, printed: PrintedAt) -> bool:
    """Whether a text has the number as it is printed, or its digits near its area, year or unit."""
    folded = text.casefold()
    token = plain_text_of(printed.as_printed).casefold()
    if token and re.search(rf"(?<!\d){re.escape(token)}(?!\d)", folded):
        return True
    words = [word.casefold() for word in printed.words]
    return all(_is_near(folded, number, words) for number in printed.numbers)


def _is_near(folded: str, number: float, words: list[str]) -> bool:
    for match in re.finditer(rf"(?<![\d.,]){_digits(number)}(?![.,]?\d)", folded):
        around = folded[max(0, match.start() - NEAR) : match.start()] + folded[match.end() : match.end() + NEAR]
        if any(word in around for word in words):
            return True
    return False


def _digits(number: float) -> str:
    """A pattern for a number however its thousands and decimals are written."""
    whole, _, decimals = plain_digits(number).partition(".")
    groups = re.findall(r"\d{1,3}(?=(?:\d{3})*$)", whole)
    return r"[.,'’ ]?".join(groups) + (rf"[.,]{decimals}" if decimals else "")
