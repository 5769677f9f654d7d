"""The same rows looked at again and again: many spans of them, each taken as a group of its own.

Rows lie in the order of their group, so that a span is the place of its first row and the place after its last.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

ROWS_AT_ONCE = 500_000  # bounds the memory for observations with very many statements


def in_portions(spans: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The spans, in portions that together have no more rows than memory is good for."""
    portion = (spans["end"] - spans["begin"]).cumsum() // ROWS_AT_ONCE
    for _, some in spans.groupby(portion):
        yield some


def rows_of(rows: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """The rows of every span, those of the first span as group 0 and so on."""
    length = (spans["end"] - spans["begin"]).to_numpy()
    span = np.repeat(np.arange(len(spans)), length)
    before = np.cumsum(length) - length
    position = np.arange(length.sum()) - np.repeat(before - spans["begin"].to_numpy(), length)
    return rows.iloc[position].assign(group=span)
