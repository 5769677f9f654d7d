"""Whether a printed number says the same as a value, as exactly as it is printed."""

from dataclasses import dataclass, replace
from math import floor, log10

from etl.figures.vocabulary.judgement import Verdict
from etl.figures.vocabulary.numbers import APPROXIMATELY, SAME, Flag

_ROUNDED = 0.015  # a number with two digits or more is taken for another one rounded up to this share of it
_ONE_DIGIT = 0.055  # the same of a number with one digit
_OTHERWISE_ROUNDED = 0.04  # the same of a number that stood in the place of the other before
_CONVERTED = 0.0005  # a number in another unit may be off by this share, as it is converted by a rounded factor
_SAID_ABOUT = 0.005  # "about" with so little in between is no rounding
_WIDE = 0.08  # "about" and rounded to its own digits, up to this share
_BOUND = 0.25  # "more than" is said of values up to so much above
_NEXT = 1.5  # and not of those that the next round number is nearer to, in places of the last digit
_POINTS, _FRACTION_POINTS = 1.6, 4.0  # per cent that a change may be off and still be rounded
_NEARLY_POINTS = 5.0  # the same of a fraction that was nearly reached
_MUCH = 0.5
_WHOLE = 0.5
_BARELY = 0.7  # of the last printed digit: a half, and what the rounding of the inputs adds


@dataclass(frozen=True, slots=True)
class SaidExactness:
    """A printed number in the unit of its indicator: `step` is the place of its last digit that counts.

    `about` is exact, about, nearly, at-least or up-to; `converted` that another unit is printed.
    """

    value: float
    step: float
    about: str
    converted: bool = False

    @property
    def digits(self) -> int:
        """How many digits it is printed with, without zeros at its end."""
        if not self.value:
            return 1
        return max(1, floor(log10(abs(self.value) / self.step) + SAME) + 1)

    @property
    def is_distinct(self) -> bool:
        """Whether it has enough digits that a value is hardly met by chance."""
        return self.digits >= 3


def is_same(first: float, second: float) -> bool:
    """Whether two numbers are the same number."""
    return abs(first - second) <= SAME * max(abs(first), abs(second), 1.0)


def said_of(value: float | None, said: SaidExactness, flag: str = "") -> Verdict | None:
    """`agrees` or `rounded` where a printed number says a value; None where it says another one."""
    if value is None:
        return None
    if is_same(value, said.value):
        return Verdict.AGREES
    off = abs(value - said.value) / abs(value) if value else 1.0
    if said.about == "at-least":
        return _bound(value, said, off, value > said.value)
    if said.about == "up-to":
        return _bound(value, said, off, value < said.value)
    within = abs(value - said.value) <= said.step / 2 * (1 + SAME)
    if said.converted and (within or off <= _CONVERTED) and said.digits > 1:
        return Verdict.AGREES
    if said.about in {"about", "nearly"}:
        if off <= _SAID_ABOUT:
            return Verdict.AGREES
        return Verdict.ROUNDED if off <= APPROXIMATELY or (within and off <= _WIDE) else None
    if value != int(value) and abs(value - said.value) <= _WHOLE and said.value == int(said.value):
        return Verdict.AGREES  # the same in whole hectares or tons
    if within and off <= (_ROUNDED if said.digits > 1 else _ONE_DIGIT):
        return Verdict.ROUNDED
    if said.is_distinct and 0 < value - said.value < said.step:
        return Verdict.ROUNDED  # cut off: 643 tons of 643,683 kilograms
    if flag == Flag.APPROXIMATE and off <= APPROXIMATELY:
        return Verdict.AGREES
    if flag == Flag.AT_LEAST and value <= said.value <= value * (1 + 2 * APPROXIMATELY):
        return Verdict.ROUNDED
    return Verdict.AGREES if _is_more_exact(said, value) else None


def is_rounding_of(said: SaidExactness, value: float | None) -> bool:
    """Whether a number with two digits or more is a value rounded to its last digit."""
    off = abs(value - said.value) if value else None
    return off is not None and value is not None and off < said.step / 2 and off <= _OTHERWISE_ROUNDED * abs(value)


def _bound(value: float, said: SaidExactness, off: float, holds: bool) -> Verdict | None:
    if holds and abs(value - said.value) <= min(_BOUND * said.value, _NEXT * said.step):
        return Verdict.AGREES
    # "More than 60" of 59.8 is loosely said, but of the same number.
    return Verdict.ROUNDED if off <= APPROXIMATELY / 2 and abs(value - said.value) <= said.step / 2 else None


def _is_more_exact(said: SaidExactness, value: float) -> bool:
    """Whether a value is the printed number rounded: 24,141 where the data have 24,100."""
    step = last_place(value)
    shown = SaidExactness(value, step, "exact")
    return (
        shown.digits > 1
        and said.step < step
        and abs(value - said.value) <= step / 2
        and (abs(value - said.value) <= _ROUNDED * abs(value))
    )


def last_place(value: float) -> float:
    """The place of the last digit of a number that is not zero."""
    if not value:
        return 1.0
    place = 10.0 ** floor(log10(abs(value)))
    for _ in range(6):
        if is_same(value / place, round(value / place)):
            return place
        place /= 10
    return place


def change_said(computed: float, said: SaidExactness, *, signed: bool = True) -> Verdict | None:
    """The same of a change or share in per cent."""
    printed = said.value
    if not signed:
        computed, printed = abs(computed), abs(printed)
    if computed * printed < 0 and abs(computed) > 1:
        return None
    size, of = abs(printed), abs(computed)
    off = abs(size - of)
    is_fraction = said.step >= 5
    if said.about == "at-least":
        return Verdict.AGREES if size - 0.5 <= of <= size * (1 + _MUCH) or (size > 66 and of >= size - 0.5) else None
    if said.about == "up-to":
        return Verdict.AGREES if size * (1 - _BOUND) <= of <= size + 0.5 else None
    if said.about in {"about", "nearly"} or is_fraction:
        limit = _FRACTION_POINTS if is_fraction else 2.0
        limit = _NEARLY_POINTS if is_fraction and said.about == "nearly" and of < size else limit
        return Verdict.AGREES if off <= limit / 2 else Verdict.ROUNDED if off <= limit else None
    if off <= said.step * _BARELY + SAME:
        return Verdict.AGREES
    return Verdict.ROUNDED if off <= (_POINTS if said.step >= 1 else 3 * said.step) else None


def prevalence_said(value: float, said: SaidExactness) -> Verdict | None:
    """The same of how many per cent of people take a drug, of whom some surveys print a decimal more than others."""
    is_off = said.about == "exact" and abs(value - said.value) > said.step / 2 * (1 + SAME)
    return None if is_off else change_said(value, said)


def multiple_said(ratio: float, said: SaidExactness) -> Verdict | None:
    """The same of a factor: doubled, three times."""
    if said.value <= 0 or ratio <= 0:
        return None
    off = ratio / said.value - 1
    if said.about == "at-least":
        return Verdict.AGREES if -0.02 <= off <= 0.6 else None
    if said.about == "up-to":
        return Verdict.AGREES if -0.38 <= off <= 0.02 else None
    if said.about in {"about", "nearly"}:
        return Verdict.AGREES if abs(off) <= 0.15 else Verdict.ROUNDED if abs(off) <= 0.25 else None
    return Verdict.AGREES if abs(off) <= 0.13 else Verdict.ROUNDED if abs(off) <= 0.2 else None


def round_to_two_digits(value: float) -> float:
    """A value as a headline rounds it."""
    return float(f"{value:.2g}")


def exactly(said: SaidExactness) -> SaidExactness:
    """The number without what softens it."""
    return replace(said, about="exact")
