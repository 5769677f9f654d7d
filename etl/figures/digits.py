"""Numbers as people write them down."""

import numpy as np


def plain_digits(number: float) -> str:
    """A number without an exponent, without a mark between thousands and without zeros that say nothing."""
    return np.format_float_positional(number, trim="-")
