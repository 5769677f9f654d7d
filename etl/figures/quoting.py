"""What stands in a message: texts from outside on one line, short and without control characters; counted things."""

import difflib
import itertools
import re
import unicodedata
from collections.abc import Collection

_PLURAL = re.compile(r"[a-z ]*[a-rt-z]s")
_DASH = re.compile(r"[\u2010-\u2015\u2212_]")
_IRREGULAR = {"people": "person"}
AS_LIKE = 5  # known texts among which the one that begins alike is looked for
SHOWN_LENGTH = 60  # characters of a found value that a message quotes


def escaped(text: str) -> str:
    """Give text on one line, with everything invisible (controls, direction marks, odd blanks) spelled out."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _spelled(character) for character in text)


def shown(value: object) -> str:
    """Quote a found value for a message: on one line and not longer than a line can bear."""
    text = str(value)
    if len(text) > SHOWN_LENGTH:
        text = text[: SHOWN_LENGTH - 3] + "..."
    return f'"{escaped(text)}"'


def latin_instead(byte: bytes) -> str:
    """What a byte that is not UTF-8 probably is, and the remedy."""
    return f"({shown(byte.decode('latin-1'))} in Latin-1); save the file as UTF-8"


def counted(number: int, thing: str, things: str = "") -> str:
    """A number with its noun: no errors, 1 error, 2,000 errors; `things` is the plural where it has not just an s."""
    noun = thing if number == 1 else things or f"{thing}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def singular(things: str) -> str:
    """One of some things: deaths, death; what is no plural of a word, as ha or USD/g, is left as it is."""
    if things in _IRREGULAR:
        return _IRREGULAR[things]
    if _PLURAL.fullmatch(things) is None:
        return things
    return f"{things.removesuffix('ies')}y" if things.endswith("ies") else things.removesuffix("s")


def per_cent(share: float) -> str:
    """A share in per cent: 5 %."""
    return f"{100 * share:g} %"


def nearest_of(text: str, known: Collection[str]) -> str:
    """The known text that one is most like, to be proposed instead of it; empty where none is near.

    What hands slip in is no difference: capitals, blanks, letters of full width, underscores for hyphens. Of several
    that are as like, the one that begins alike comes first.
    """
    typed, plain = _as_typed(text), {each: _as_typed(each) for each in known}
    same = next((each for each in known if plain[each] == typed), "")
    near = [] if same else difflib.get_close_matches(typed, plain.values(), AS_LIKE)
    nearest = max(near, key=lambda each: _likeness(each, typed), default="")
    return same or next((each for each in known if plain[each] == nearest), "")


def _as_typed(text: str) -> str:
    """A text without what is easily slipped in: capitals, blanks, invisible marks, full width, other dashes."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    letters = ("-" if _DASH.fullmatch(each) else each for each in plain if unicodedata.category(each) != "Cf")
    return re.sub(r"\s+", " ", "".join(letters)).strip()


def _likeness(known: str, text: str) -> tuple[float, int]:
    alike = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(known, text, strict=False))
    return difflib.SequenceMatcher(None, known, text).ratio(), len(list(alike))


def _spelled(character: str) -> str:
    """An invisible character by its code, and an odd blank, which most people know by its name, by that."""
    if unicodedata.category(character) == "Zs":
        return f"[{unicodedata.name(character).lower()}]"
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def file_trouble(error: Exception) -> str:
    """An error in words; of a file that cannot be used without the numbers of the operating system."""
    if not isinstance(error, OSError) or not error.filename:
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"There is no file {error.filename}."
    return f"{error.filename} cannot be read or written: {error.strerror}."
