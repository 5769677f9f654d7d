"""A text in which slips and revised numbers are replaced: each change is shown, and none is made that is not sure.

A number is replaced where it is a slip, or was revised since, and the new one stands in the unit that the text prints.
The changed text is checked again, and a change that is not found right there is not made.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.checking.findings import Checked, Finding
from dashboard.checking.slips import SlipOfText
from dashboard.checking.verdicts import check
from dashboard.words.numbers import format_value
from etl.documents.prose.records import FigureKind
from etl.editions.reading import Edition

_REPLACED = {Finding.SUPERSEDED, Finding.MISPRINT}
_GOOD = {Finding.AGREES, Finding.ROUNDED}
_DIGITS = re.compile(r"[0-9](?:[0-9]|[.,'\u00a0\u202f ](?=[0-9]))*")


@dataclass(frozen=True, slots=True)
class TextChange:
    """What takes the place of what, from a character of the text on; `number` counts the figures of the text from 1."""

    number: int
    start: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class CorrectedText:
    """The text with its changes, which are of the text as it was.

    `left` are the numbers of the figures that are slips or revised and stay as they are.
    """

    text: str
    changes: tuple[TextChange, ...]
    left: tuple[int, ...] = ()


def correct(text: str, found: Sequence[Checked], edition: Edition, published: str = "") -> CorrectedText:
    """The text with its slips and revised numbers replaced."""
    proposed = [made for number, checked in enumerate(found, start=1) if (made := _change(number, checked, edition))]
    proposed.sort(key=lambda change: change.start)
    wrong = [number for number, checked in enumerate(found, start=1) if checked.finding in _REPLACED]
    if not proposed:
        return CorrectedText(text, (), tuple(wrong))
    again = [item for item in check(_with_changes(text, proposed), edition, published) if item.finding in _GOOD]
    kept, moved = [], 0
    for change in proposed:
        if any(item.reading.start <= change.start + moved < item.reading.end for item in again):
            kept.append(change)
        moved += len(change.now) - len(change.was)
    replaced = {change.number for change in kept}
    return CorrectedText(
        _with_changes(text, kept), tuple(kept), tuple(number for number in wrong if number not in replaced)
    )


def _change(number: int, checked: Checked, edition: Edition) -> TextChange | None:
    reading, indicator = checked.reading, edition.indicators.get(checked.indicator)
    is_value = reading.kind == FigureKind.VALUE and checked.finding in _REPLACED
    if not is_value or checked.in_force is None or indicator is None or reading.unit != indicator.unit:
        return None
    if checked.meant is not None and checked.meant.slip in {SlipOfText.UNIT, SlipOfText.YEAR}:
        return None
    digits = _DIGITS.search(reading.as_printed)
    if digits is None or not _says(digits.group(), reading.value):
        return None
    return TextChange(number, reading.start + digits.start(), digits.group(), format_value(checked.in_force))


def _says(digits: str, value: float) -> bool:
    """Whether these digits alone are the value, with no factor such as a million behind them."""
    return re.sub(r"[^0-9]", "", digits) == f"{value:.0f}"


def _with_changes(text: str, changes: Sequence[TextChange]) -> str:
    for change in reversed(changes):
        text = text[: change.start] + change.now + text[change.start + len(change.was) :]
    return text
