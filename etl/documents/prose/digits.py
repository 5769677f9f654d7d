"""Numbers in digits: which mark parts decimals in a text, what its numbers say, and to which digit.

Which mark parts thousands and which decimals is told by the other numbers of the text, then by the language; where
both readings stay possible, a number has the other one too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.documents.prose.tokens import Token

POINT_LANGUAGES = frozenset({"en", "zh", "ur", "fa", "ar"})  # that write decimals with a point
_MARKS = re.compile(r"[.,'’٬٫\s]")


@dataclass(frozen=True, slots=True)
class DecimalMarks:
    """Which mark parts decimals in a text, and whether its own numbers say so."""

    decimal: str
    sure: bool


def marks_of(tokens: Sequence[Token], language: str) -> DecimalMarks:
    """The decimal mark of a text, by those of its numbers that can be read in one way only."""
    votes = {".": 0, ",": 0}
    for token in tokens:
        if token.kind != "number":
            continue
        marks = [mark for mark in token.text if mark in ".,"]
        parts = re.split(r"[.,]", token.text)
        if len(set(marks)) == 2:
            votes[marks[-1]] += 2
        elif len(marks) > 1:
            votes["," if marks[0] == "." else "."] += 2
        elif marks and len(parts[-1]) != 3:
            votes[marks[0]] += 1
        elif marks and parts[-1] == "000":
            votes["," if marks[0] == "." else "."] += 1
    usual = "." if language in POINT_LANGUAGES else ","
    if votes["."] == votes[","]:
        return DecimalMarks(usual, sure=False)
    return DecimalMarks(max(votes, key=lambda mark: votes[mark]), sure=True)


def read_digits(text: str, marks: DecimalMarks) -> tuple[float, float, float | None, bool]:
    """Value, step, the other reading or None, and whether it has a mark, of a number in digits."""
    text = text[:60]
    if "٫" in text:
        text = text.replace("٬", "").replace("٫", ".")
        whole, _, rest = text.partition(".")
        digits = re.sub(r"\D", "", rest)
        return float(f"{re.sub(r'[^0-9]', '', whole)}.{digits or 0}"), 10.0 ** -len(digits), None, True
    found = [mark for mark in text if mark in ".,"]
    plain = _MARKS.sub("", text)
    if not found:
        return float(plain), 1.0, None, len(plain) != len(text)
    last = max(text.rfind("."), text.rfind(","))
    tail = _MARKS.sub("", text[last + 1 :])
    as_decimal = float(f"{_MARKS.sub('', text[:last])}.{tail}"), 10.0 ** -len(tail)
    if len(set(found)) == 1 and len(found) > 1:
        return float(plain), 1.0, None, True
    if len(set(found)) == 2 or len(tail) != 3 or text.startswith("0") or last > 3:
        return *as_decimal, None, True
    if re.search(r"[\s'’]", text[:last]):
        return *as_decimal, None, True
    # One mark before three digits. Thousands as a rule: no figure of this field is printed to a thousandth.
    if marks.sure and text[last] == marks.decimal and tail != "000":
        return float(plain), 1.0, as_decimal[0], True
    return float(plain), 1.0, None, True


def printed_step(value: float, step: float) -> float:
    """The place of the last digit that is not zero, which is as exact as a number without a decimal may be meant."""
    if value == 0 or step < 1 or value != int(value):
        return step
    place, whole = step, int(value)
    while whole % (place * 10) == 0:
        place *= 10
    return float(place)
