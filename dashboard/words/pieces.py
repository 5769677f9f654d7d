"""Texts made of pieces, some of which lead somewhere: for the cells of tables, and for pages."""

from collections.abc import Iterable
from typing import NotRequired, TypedDict

from dashboard.server.urls import urls
from dashboard.words.numbers import FIGURE, Number
from etl.figures.sources import Source

# `class` is a keyword of Python, so these types need the other way of writing.
Styled = TypedDict("Styled", {"class": NotRequired[str]})


class Piece(Styled):
    """A piece of a text, which may lead somewhere."""

    text: str
    href: NotRequired[str]


Pieces = list[Piece]


def words(text: str) -> Piece:
    """Words of our own, which lead nowhere."""
    return {"text": text}


def linked(number: Number) -> Piece:
    """A number, leading to where it is from."""
    return {"text": number.text, "href": number.href}


def named(source: Source) -> Piece:
    """The title of a source, leading to its page."""
    return {"text": source.title, "href": urls().source(source.source)}


def quote(text: str, href: str) -> Piece:
    """A text from the data; as a whole it leads to where its figures are from, if it has any."""
    return {"text": text, "href": href, "class": "quiet-link"} if FIGURE.search(text) else {"text": text}


def plain_text(pieces: Iterable[Piece]) -> str:
    """The pieces as one text."""
    return "".join(piece["text"] for piece in pieces)
