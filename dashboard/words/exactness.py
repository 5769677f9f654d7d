"""No more digits than were printed: how exactly a computed figure is shown, by the figures that it was made from.

A printed number counts as exact to its last digit that is not zero, but never to fewer than two digits: 263,000 has
three and stands for thousands, 8,000 has two and stands for hundreds.
"""

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal

LEAST_DIGITS = 2
MOST_DECIMALS = 1  # of a percentage or an index


def digits_of(value: float) -> int:
    """How many significant digits a printed number has."""
    digits = Decimal(repr(abs(value))).normalize().as_tuple().digits
    return max(LEAST_DIGITS, len(digits))


def step_of(value: float) -> float:
    """What one of the last digit of a printed number stands for."""
    return float(10.0 ** (_height(value) - digits_of(value) + 1))


def _height(value: float) -> int:
    """The power of ten of the first digit."""
    return math.floor(math.log10(abs(value)))


def with_digits(value: float, digits: int) -> float:
    """The value rounded to so many significant digits."""
    return float(f"{value:.{max(digits, 1) - 1}e}")


def rounded_ratio(value: float, digits: int) -> tuple[float, int]:
    """A percentage or an index with so many significant digits and one decimal at most, and its decimals."""
    decimals = min(MOST_DECIMALS, digits - 1 - _height(value)) if value else MOST_DECIMALS
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
