"""Two numbers that are the ends of one range: between 5 and 6, 4,000-5,000, 1.8 to 2.7 billion."""

from collections.abc import Sequence
from dataclasses import replace

from etl.documents.prose.matches import SentenceWords
from etl.documents.prose.read_numbers import PERCENT, ReadNumber

_JOINS = {"-", "–", "—", "~", "～", "−", "至"}
# Languages in which a bare "to" joins the ends of a range; in others it says where something went.
_PLAIN_TO = {"en": {"to"}, "zh": {"至", "到"}}
_OPENING = {"(", "（", "["}
_MORE_OR_LESS = (("±",), ("+", "-"), ("+", "/", "-"))  # before how far a value may be off
_LABEL = 4  # tokens from a bracket to the range in it, with what it is called: (range: 5,600-7,200)
_BESIDE_RANGE = 12  # words from a value to the range that is its own


class RangeFinder:
    """Finds the ranges of one sentence."""

    def __init__(self, words: SentenceWords, language: str) -> None:
        self._at, self._language = words, language

    def joined(self, numbers: list[ReadNumber]) -> list[ReadNumber]:
        """Two numbers that are the ends of a range as one."""
        found: list[ReadNumber] = []
        for number in numbers:
            if found and (around := self._around(found[-1], number)):
                found.append(around)
                continue
            unit = self._unit_of_range(found, number)
            if found and unit and self._is_range(found[-1], number):
                low = found.pop()
                factor = self._shared_scale(low, number)
                whole = replace(
                    number,
                    first=low.first,
                    unit=unit,
                    form=PERCENT if unit == PERCENT else "plain",
                    unit_said=bool(unit),
                    low=low.value * factor,
                    high=number.value,
                    value=(low.value * factor + number.value) / 2,
                    about="exact",
                )
                found.append(whole)
            else:
                found.append(number)
        return found

    def _around(self, value: ReadNumber, off: ReadNumber) -> ReadNumber | None:
        """The range around a value of which a number says how far it may be off: 263,000 hectares (±12 %)."""
        begins = [off.first - len(marks) for marks in _MORE_OR_LESS if self._stand_before(off.first, marks)]
        if not begins or begins[-1] - value.last > _BESIDE_RANGE or value.form != "plain" or value.low is not None:
            return None
        if off.unit not in {PERCENT, value.unit, ""}:
            return None
        share = abs(value.value) / 100 if off.unit == PERCENT else 1.0
        width = off.value * share
        return replace(
            value,
            first=begins[-1],
            last=off.last,
            low=value.value - width,
            high=value.value + width,
            step=off.step * share,
            otherwise=None,
            about="exact",
        )

    def _stand_before(self, place: int, marks: Sequence[str]) -> bool:
        """Whether some marks stand right before a token."""
        return tuple(self._at.text(at) for at in range(place - len(marks), place)) == tuple(marks)

    def _unit_of_range(self, found: Sequence[ReadNumber], high: ReadNumber) -> str:
        """The unit of a range that ends with a number; behind a value that of it: 5 ha (4 to 6)."""
        unit = high.unit or (found[-1].unit if found else "")
        if unit or len(found) < 2:
            return unit
        value, low = found[-2], found[-1]
        is_opened = (
            any(self._at.text(low.first - back) in _OPENING for back in range(1, _LABEL))
            or self._at.ends(low.first - 1, "between") is not None
        )
        return value.unit if is_opened and low.first - value.last <= _BESIDE_RANGE else ""

    def _shared_scale(self, low: ReadNumber, high: ReadNumber) -> float:
        """What the first number is multiplied with where the scale stands at the second only: 1.8 to 2.7 billion."""
        if low.marked and low.step >= 1 and low.value >= 1000:
            return 1.0
        ratio = high.value / low.value if low.value > 0 else 1
        for scale in (1e9, 1e6, 1e3):
            if ratio >= scale / 10 and 1 <= ratio / scale < 1000:
                return scale
        return 1.0

    def _is_range(self, low: ReadNumber, high: ReadNumber) -> bool:
        if low.low is not None or "multiple" in {low.form, high.form} or "fraction" in {low.form, high.form}:
            return False
        if low.unit and high.unit and low.unit != high.unit:
            return False
        if low.unit == PERCENT and not high.unit:
            return False  # up 10 per cent to 31,335
        if high.negative:
            return False
        between = range(low.last + 1, high.first)
        if not between:
            return False
        text = self._at.text(between[0])
        one = len(between) == 1
        dash = one and text in _JOINS
        join = self._at.begins(between[0], "to", "and")
        whole = join is not None and join.last == between[-1]
        opened = self._at.ends(low.first - 1, "between") is not None
        started = self._at.ends(low.first - 1, "from", "difference") is not None
        if not (dash or whole):
            return False
        if whole and join is not None and join.kind == "and" and not opened:
            return False
        is_plain = one and text in _PLAIN_TO.get(self._language, ())
        if whole and not dash and not opened and (started or not is_plain):
            return False  # what it rose or fell to is no end of a range
        return low.value * self._shared_scale(low, high) < high.value
