"""Texts as the files that readers take away can hold them."""

import re
import unicodedata
from typing import Any

# What XML has no place for: control characters, halves of pairs, and two codes that are no characters.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_THE_LEFT = {"R", "AL"}  # directions of letters, as Unicode has them
_STRONG = {"L", *_TO_THE_LEFT}
_ENDS_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def xml_text(text: str) -> str:
    """The text without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def xml_texts(tree: Any) -> Any:
    """What lists and dicts hold, with every text as XML can hold it: a drawing with one that it cannot is none."""
    if isinstance(tree, str):
        return xml_text(tree)
    if isinstance(tree, dict):
        return {key: xml_texts(value) for key, value in tree.items()}
    return [xml_texts(value) for value in tree] if isinstance(tree, list) else tree


def on_one_line(text: str) -> str:
    """The text on one line, without control characters, which would end a field or a file."""
    return " ".join(xml_text(_ENDS_A_LINE.sub(" ", text)).split())


def within(text: str, most: int, ending: str = " …") -> str:
    """The text in at most so many characters; one that is cut says so by its ending."""
    return text if len(text) <= most else text[: most - len(ending)] + ending


def runs_to_the_left(text: str) -> bool:
    """Whether a text is in a script that is written from right to left: its first letter says so."""
    directions = map(unicodedata.bidirectional, text)
    return next((direction in _TO_THE_LEFT for direction in directions if direction in _STRONG), False)


def line_of(text: str, line: str) -> str:
    """A line of a text, which keeps the direction of the whole where it begins or ends with a number or a sign."""
    return f"\u2067{line}\u2069" if runs_to_the_left(text) else line
