"""The same rows looked at again and again: some of them, or many spans of them, each taken as a group of its own.

Rows lie in the order of their group, so that a span is the place of its first row and the place after its last.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.method.printed_step import Booleans

Places = npt.NDArray[np.int64]

ROWS_AT_ONCE = 100_000  # bounds the memory for observations with very many statements


@dataclass(frozen=True)
class TableRows:
    """Some rows of a table of arrays, in the order of their groups; a cell is taken when it is asked for.

    at: the place in the table of each row; group: a number of its group, which need not be that in the table.
    """

    columns: Mapping[str, npt.NDArray[Any]]
    at: Places
    group: Places

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        return self.columns[name][self.at]

    @cached_property
    def _begins(self) -> Places:
        return np.flatnonzero(np.diff(self.group, prepend=-1))

    def where(self, kept: Booleans) -> "TableRows":
        """Those of the rows for which it is so."""
        return TableRows(self.columns, self.at[kept], self.group[kept])

    def of_group(self, values: npt.NDArray[Any], extreme: np.ufunc) -> npt.NDArray[Any]:
        """For each row the least (`np.fmin`) or greatest (`np.fmax`) of the values in its group, one for each row."""
        if not len(self):
            return values
        found: npt.NDArray[Any] = extreme.reduceat(values, self._begins)
        return np.repeat(found, np.diff(self._begins, append=len(self)))

    def first(self, *names: str) -> "TableRows":
        """The first row of each group in the order of some columns; what is missing comes last."""
        rows = self
        for name in names:
            if len(rows._begins) == len(rows):
                break
            values = rows[name]
            values = np.where(np.isnan(values), np.inf, values) if values.dtype.kind == "f" else values
            rows = rows.where(values == rows.of_group(values, np.fmin))
        return rows

    def beside(self, others: "TableRows") -> "TableRows":
        """Beside each of the others the one row of its group."""
        return TableRows(self.columns, self.at[np.searchsorted(self.group, others.group)], others.group)

    def exchanged(self, others: "TableRows") -> "TableRows":
        """The one row of each group, or the other one of that group where there is any."""
        at = self.at.copy()
        at[np.searchsorted(self.group, others.group)] = others.at
        return TableRows(self.columns, at, self.group)


def numbered(rows: pd.DataFrame) -> tuple[Places, Places]:
    """For each row which of the different ones it is, in the order in which they come, and where each comes first."""
    numbers = np.zeros(len(rows), dtype=np.int64)
    for name in rows:
        codes, words = pd.factorize(rows[name], use_na_sentinel=False)
        if len(words) > 1:
            numbers = pd.factorize(numbers * len(words) + codes)[0]
    return numbers, np.flatnonzero(np.diff(np.maximum.accumulate(numbers), prepend=-1))


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
