"""Which mark stands before decimals in a document, by all its numbers together; else nothing says it."""

import re
from collections.abc import Iterable

from babel import Locale

from etl.documents.files.cells import Mark, decimal_marks

_ENOUGH = 3
_BARE = re.compile(r"^[^\d]*|[^\d]*$")
_DECIMALS = {
    mark: re.compile(rf"\d+[{mark}](?:\d{{1,2}}|\d{{4,}})|\d{{4,}}[{mark}]\d+|0[{mark}]\d+") for mark in (".", ",")
}
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:[{mark}]\d{{3}})+") for mark in (".", ",")}
_OTHER: dict[str, Mark] = {".": ",", ",": "."}


def document_mark(texts: Iterable[str], language: str = "") -> Mark:
    """The mark before decimals in the numbers of a document; empty where nothing tells, or they contradict each other.

    One mark is before decimals where digits in other than threes stand behind it, and parts thousands where every
    number from a thousand on has it and always before three digits, and those below have none, or the language of the
    document writes decimals with the other.
    """
    numbers = [bare for text in texts if (bare := _BARE.sub("", text))]
    told = decimal_marks(numbers)
    if len(told) == 1:
        return next(iter(told))
    decimal = {mark: sum(bool(form.fullmatch(bare)) for bare in numbers) for mark, form in _DECIMALS.items()}
    grouped = {mark: sum(bool(form.fullmatch(bare)) for bare in numbers) for mark, form in _GROUPED.items()}
    marks: tuple[Mark, Mark] = (".", ",")
    shown = [mark for mark in marks if decimal[mark] and not decimal[_OTHER[mark]]]
    if len(shown) == 1 and not grouped[shown[0]]:
        return shown[0]
    without = sum(bare.isdigit() and len(bare) > 3 and not re.fullmatch(r"(?:19|20)\d\d", bare) for bare in numbers)
    short = sum(bare.isdigit() and len(bare) <= 3 for bare in numbers)
    for mark in marks:
        others = decimal[mark] or grouped[_OTHER[mark]]
        is_usual = bool(language) and Locale.parse(language).number_symbols["latn"]["decimal"] == _OTHER[mark]
        is_enough = grouped[mark] >= _ENOUGH or (short and is_usual)
        if grouped[mark] and is_enough and (short or is_usual) and not without and not others:
            return _OTHER[mark]
    return ""
