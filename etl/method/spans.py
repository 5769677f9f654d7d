"""The same rows looked at again and again: many spans of them, each taken as a group of its own.

Rows lie in the order of their group, so that a span is the place of its first row and the place after its last.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

Places = npt.NDArray[np.int64]

ROWS_AT_ONCE = 100_000  # bounds the memory for observations with very many statements


def in_portions(spans: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The spans, in portions that together have no more rows than memory is good for."""
    portion = (spans["end"] - spans["begin"]).cumsum() // ROWS_AT_ONCE
    for _, some in spans.groupby(portion):
        yield some


def positions(spans: pd.DataFrame) -> tuple[Places, Places]:
    """For each row of each span, the number of its span and its own place."""
    length = (spans["end"] - spans["begin"]).to_numpy()
    span = np.repeat(np.arange(len(spans)), length)
    before = np.cumsum(length) - length
    return span, np.arange(length.sum()) - np.repeat(before - spans["begin"].to_numpy(), length)
