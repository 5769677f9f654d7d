"""No more digits than were printed: how exactly a computed figure is shown, by the figures that it was made from.

A printed number counts as exact to its last digit that is not zero, but never to fewer than two digits: 263,000 has
three and stands for thousands, 8,000 has two and stands for hundreds. Tables that were kept in single precision print
0.03 as 0.029999999: such a number has the digits of the shortest one that is kept as the same.
"""

import math
import struct
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

LEAST_DIGITS = 2
MOST_OF_SINGLE = 9  # digits that tell any two numbers of single precision apart
MOST_DECIMALS = 1  # of a percentage or an index
_WHOLE_FROM = 1000
_MOST_NEAR_THE_END = 6  # of one that is nearly all, or nearly nothing


@lru_cache(maxsize=4096)
def digits_of(value: float) -> int:
    """How many significant digits a printed number has."""
    return max(LEAST_DIGITS, _digits(_as_kept(abs(value))))


def _digits(value: float) -> int:
    return len(Decimal(repr(value)).normalize().as_tuple().digits)


def _as_kept(value: float) -> float:
    """What a number was kept for that is one of single precision printed in full; any other one as it is."""
    single = _single(value)
    if float(f"{single:.{_digits(value)}g}") != value:
        return value
    shorter = (float(f"{value:.{digits}g}") for digits in range(1, MOST_OF_SINGLE))
    return next((one for one in shorter if _single(one) == single), value)


def _single(value: float) -> float:
    """The nearest number of single precision."""
    nearest: float = struct.unpack("f", struct.pack("f", value))[0]
    return nearest


def step_of(value: float) -> float:
    """What one of the last digit of a printed number stands for."""
    return float(10.0 ** (_height(value) - digits_of(value) + 1))


def _height(value: float) -> int:
    """The power of ten of the first digit."""
    return math.floor(math.log10(abs(value)))


def _height_rounded(value: float, digits: int) -> int:
    """The power of ten of the first digit once it is rounded to so many digits: 9.97 has two as 10."""
    return _height(float(f"{value:.{digits - 1}e}"))


def with_digits(value: float, digits: int, most_decimals: int) -> float:
    """The value rounded once to so many significant digits and decimals, whichever are fewer."""
    return round(value, min(digits - 1 - _height_rounded(value, digits), most_decimals)) if value else value


def rounded_ratio(value: float, digits: int, never: Sequence[float] = ()) -> tuple[float, int]:
    """A percentage or an index with so many significant digits and one decimal at most, and its decimals.

    A thousand and more is whole.
    `never` are values that it must not be rounded to, such as all or nothing: it has more decimals instead.
    """
    most = 0 if abs(value) >= _WHOLE_FROM else MOST_DECIMALS
    fitting = min(most, digits - 1 - _height_rounded(value, digits)) if value else most
    more = range(fitting, fitting if value in never else _MOST_NEAR_THE_END)
    decimals = next((count for count in more if round(value, count) not in never), fitting)
    return round(value, decimals), max(0, decimals)


def as_exact_as_summands(value: float, summands: Iterable[float]) -> float:
    """A sum, rounded to the coarsest last digit of what was added up."""
    steps = [step_of(summand) for summand in summands if summand]
    step = max(steps, default=1.0)
    return round(value / step) * step if step >= 1 else round(value, round(-math.log10(step)))


def digits_of_ratio(first: float, others: Sequence[float], *, of_the_sum: bool) -> int:
    """How many digits a ratio has: as many as the figure or what it is divided by, whichever has fewer."""
    base = [digits_of_sum(others)] if of_the_sum else [digits_of(other) for other in others if other]
    return min([digits_of(first), *base]) if first else min(base, default=LEAST_DIGITS)


def digits_of_sum(summands: Sequence[float]) -> int:
    """How many digits a sum has, down to the coarsest last digit of what was added up."""
    total = math.fsum(summands)
    step = max((step_of(summand) for summand in summands if summand), default=1.0)
    return max(LEAST_DIGITS, _height(total) - round(math.log10(step)) + 1) if total else LEAST_DIGITS
