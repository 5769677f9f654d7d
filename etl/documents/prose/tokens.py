"""Words, numbers and marks of a text, each with its place; nothing is ever added to or taken from the text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

TokenKind = Literal["word", "number", "mark"]
_SAME = {"’": "'", "‘": "'", "−": "-", "‑": "-"}  # marks that are written in several ways
_NOTHING = "\0"  # stands for a character that is not written: accents on their own, joiners, marks of direction
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_SPACES = " \u00a0\u2009\u202f"
# Thousands parted by a space come in threes; other marks part digits of any number, which `numbers` then judges.
_NUMBER = rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٬٫]\d+)*"
_TOKEN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>[{_HAN}]|[a-z\0]+\d*|(?:(?![{_HAN}])[^\W\d_]|\0)+)|(?P<mark>\S)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark; `text` is how it is looked up, `capital` whether it is written with a capital."""

    kind: TokenKind
    text: str
    start: int
    end: int
    capital: bool = False
    glued: bool = False  # no space stands before it


@cache
def _plain(character: str) -> str:
    """One character without case and accent, digits of every script as 0 to 9, and always one character."""
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if character in _SAME:
        return _SAME[character]
    if unicodedata.category(character) in {"Mn", "Cf", "Cc"} and not character.isspace():
        return _NOTHING
    # A letter with an accent is the letter; ideographs and ligatures stay as they are.
    decomposed = unicodedata.normalize("NFD", character)
    folded = (decomposed[0] if unicodedata.category(decomposed[0])[0] == "L" else character).casefold()
    return folded if len(folded) == 1 else character.lower()[0]


class _PlainCharacters(dict[int, str]):
    """The plain form of each character, found when it is first seen."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _plain(chr(code))
        return found


class Spelling:
    """How a text is spelled for looking words up: variants of characters are written in one way."""

    def __init__(self, variants: dict[str, str]) -> None:
        self._plain = _PlainCharacters({ord(each): plain for each, plain in variants.items() if plain})

    def plain(self, text: str) -> str:
        """The text in plain characters, as long as it was."""
        return text.translate(self._plain)

    def tokens(self, text: str, shift: int = 0) -> list[Token]:
        """The tokens of a text; `shift` is added to their places."""
        found, before = [], -1
        for match in _TOKEN.finditer(self.plain(text)):
            kind: TokenKind = match.lastgroup  # type: ignore[assignment]
            start, end = match.span()
            word = match[0].replace(_NOTHING, "")
            if word:
                capital = kind == "word" and text[start].isupper()
                found.append(Token(kind, word, start + shift, end + shift, capital, before == start))
                before = end
        return found


_DIGITS_OF_A_YEAR = 4
BRACKETS, CLOSING = frozenset("(（"), frozenset(")）")
_CLOSING = set("\"'”’»)]」』")
_FULL_STOPS = {".", "!", "?", "؟", "۔", "。", "！", "？", "…", ";", "；"}  # a semicolon parts statements as well


def sentences(tokens: list[Token], text: str, shift: int, abbreviations: frozenset[str]) -> Iterator[list[Token]]:
    """The sentences of a paragraph, as runs of its tokens."""
    begin = 0
    for place, token in enumerate(tokens):
        is_followed = (
            place + 1 < len(tokens) and tokens[place + 1].text in _FULL_STOPS
        )  # the last of ?! and ... ends it
        is_number = place == begin + 1 and _is_great(tokens[begin])
        if (
            token.text in _FULL_STOPS
            and not (is_followed or is_number)
            and _ends(tokens, place, text, shift, abbreviations)
        ):
            yield tokens[begin : place + 1]
            begin = place + 1
    if begin < len(tokens):
        yield tokens[begin:]


def _is_great(token: Token) -> bool:
    """Whether a token is a number too great to count a paragraph: it says nothing without the sentence behind it."""
    return token.kind == "number" and sum(map(str.isdigit, token.text)) > _DIGITS_OF_A_YEAR


def _ends(tokens: list[Token], place: int, text: str, shift: int, abbreviations: frozenset[str]) -> bool:
    token = tokens[place]
    if token.text != ".":
        return True
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None:
        return True
    if following.start == token.end and following.text not in _CLOSING:
        return False
    before = tokens[place - 1] if place else None
    short = before is not None and before.glued is False and len(before.text) == 1 and before.kind == "word"
    if before is not None and (before.text in abbreviations or short):
        # "24 ha." ends a sentence only where a capital begins the next one and no bracket or number goes on.
        return following.capital and not short and before.text not in {"ca", "no", "approx", "vs"}
    return not (following.kind == "word" and following.text[0].islower() and text[following.start - shift].islower())
