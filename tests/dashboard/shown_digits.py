"""With how many digits a computed number is shown, by the published method, to compare texts with."""

import math
from collections.abc import Sequence

import numpy as np


def digits(printed: float) -> int:
    """How many digits a printed number has, of which two always count.

    One that is a number of single precision to its last digit has those of that number alone: 0.029999999 is 0.03.
    """
    text, kept = f"{abs(printed):.15g}", np.float32(abs(printed))
    if f"{kept:.{_length(text)}g}" == text:
        text = str(kept)
    return max(2, _length(text))


def _length(text: str) -> int:
    return len(text.split("e")[0].replace(".", "").strip("0"))


def digits_of_sum(summands: Sequence[float]) -> int:
    """How many digits of a sum are known: down to the coarsest last digit of its parts."""
    coarsest = max((_height(one) - digits(one) + 1 for one in summands if one), default=0)
    return max(2, _height(math.fsum(summands)) - coarsest + 1)


def _height(number: float) -> int:
    """The power of ten of the first digit."""
    return math.floor(math.log10(abs(number))) if number else 0


def is_shown_as(text: str, exact: float, most: int, *, is_amount: bool = False) -> bool:
    """Whether a text is a computed number with that many digits at most.

    From a thousand on it is whole. A percentage or an index has one decimal at most, but for one that is nearly all or
    nothing; an amount has two, and below one three digits. A change of a thousand per cent and more is told as how many
    whole times it is.
    """
    if text.endswith("-fold"):
        times = exact / 100 + 1
        step = max(step_shown(times, most, is_amount=False), 1.0)
        return exact >= 1000 and abs(float(text.removesuffix("-fold").replace(",", "")) - times) <= step / 2 * 1.001
    shown = float(text.replace(",", "").replace("−", "-").rstrip(" %"))
    step = step_shown(exact, most, is_amount=is_amount)
    if not is_amount and abs(round(exact / step) * step) in {0.0, 100.0} and abs(shown) not in {0.0, 100.0}:
        step = 10.0 ** -len(text.rstrip(" %").partition(".")[2])
    return abs(shown - exact) <= step / 2 * 1.001 and abs(shown / step - round(shown / step)) < 1e-6


def step_shown(exact: float, most: int, *, is_amount: bool) -> float:
    """What one of the last digit that is shown of a computed number stands for."""
    height = len(f"{int(abs(exact))}") - 1 if abs(exact) >= 1 else -1
    if is_amount and 0 < abs(exact) < 1:
        height = math.floor(math.log10(abs(exact)))
    of_amount = -2 if abs(exact) >= 1 else max(height - 2, -6)
    finest = 0 if abs(exact) >= 1000 else of_amount if is_amount else -1
    return float(10.0 ** max(height - most + 1, finest))
