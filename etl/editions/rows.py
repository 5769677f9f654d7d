"""The rows of an edition as both databases take them: in one order, with missing values as NULL."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from sqlalchemy import Table

from etl.figures.stored import PARTED, PartedTable, stored

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]  # every table of an edition, by its name in `etl.figures.tables`
# The same in whatever order; a large table may come in portions, in the order of its rows.
Portions = Iterable[tuple[str, "pd.DataFrame"]]

ROWS_AT_ONCE = 50_000
POINTERS = {
    "statement_id",
    "decided_by",
    "range_statement_id",
    "earlier_range_id",
    "tied_with",
}  # an id of 0 stands for a missing id


def in_store(portions: Portions) -> "Iterator[tuple[Table, pd.DataFrame]]":
    """The tables as they are kept, in portions. Raises KeyError for a table that never comes."""
    numbers = {each.whole.name: _Numbers(each) for each in PARTED}
    awaited = dict.fromkeys(table.name for table in stored.sorted_tables)
    for name, frame in portions:
        kept = numbers[name].in_two(frame) if name in numbers else [(stored.tables[name], frame)]
        for table, rows in kept:
            awaited.pop(table.name, None)
            yield table, in_order(table, rows)
    for name in awaited:
        raise KeyError(name)


class _Numbers:
    """The numbers of what rows of a table share, from 1 in the order in which it comes."""

    def __init__(self, each: PartedTable) -> None:
        self._each = each
        self._known: dict[tuple[object, ...], int] = {}
        # Most of what rows share hardly ever differs: numbered by itself, it is neither kept nor looked up with each.
        self._seldom: list[str] | None = None
        self._seldom_known: dict[tuple[object, ...], int] = {}

    def in_two(self, frame: "pd.DataFrame") -> "list[tuple[Table, pd.DataFrame]]":
        """What some rows share and none before them did, and the rows with the numbers of what they share."""
        each = self._each
        rows = in_order(each.whole, frame)
        alike, once = _alike(rows[each.shared_names])
        before = len(self._known)
        shared = rows[each.shared_names].iloc[once]
        if self._seldom is None:
            self._seldom = [name for name in shared if shared[name].nunique(dropna=False) == 1]
        seldom, first = _alike(shared[self._seldom])
        cells = _cells(each.shared, shared[self._seldom].iloc[first])
        seldom = _numbered(self._seldom_known, [[0] * len(first), *cells])[seldom]
        numbers = _numbered(self._known, [seldom.tolist(), *_cells(each.shared, shared.drop(columns=self._seldom))])
        new = numbers > before
        shared = shared[new].assign(**{each.number: numbers[new]})
        return [(each.shared, shared), (each.rows, rows.assign(**{each.number: numbers[alike]}))]


def _numbered(known: dict[tuple[object, ...], int], cells: "Iterable[list[object]]") -> "npt.NDArray[np.int64]":
    """The number of each row of cells, from 1 in the order in which they come; `known` has those before."""
    import numpy as np

    return np.array([known.setdefault(row, len(known) + 1) for row in zip(*cells, strict=True)], dtype=np.int64)


def _alike(rows: "pd.DataFrame") -> "tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]":
    """For each row which of the different ones it is, in the order in which they come, and where each comes first."""
    import numpy as np
    import pandas as pd

    alike = np.zeros(len(rows), dtype=np.int64)
    for name in rows:
        column = rows[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes, words = column.cat.codes.to_numpy(np.int64), len(column.cat.categories)
        else:
            codes, found = pd.factorize(column, use_na_sentinel=False)
            words = len(found)
        if words > 1:
            alike = pd.factorize(alike * words + codes)[0]
    once = np.flatnonzero(np.diff(np.maximum.accumulate(alike), prepend=-1))
    return alike, once


def in_order(table: Table, frame: "pd.DataFrame") -> "pd.DataFrame":
    """The columns of a table, in its order, sorted by its primary key."""
    keys = list(table.primary_key.columns.keys())
    rows = frame[[column.name for column in table.columns]]
    # The largest tables come in the order of their ids, and sorting would make them once more.
    return rows if rows[keys[0]].is_monotonic_increasing and len(keys) == 1 else rows.sort_values(keys, kind="stable")


def tuples(table: Table, frame: "pd.DataFrame") -> Iterator[tuple[object, ...]]:
    """The rows, made as they are asked for, with None for what is missing."""
    portions = (frame.iloc[start : start + ROWS_AT_ONCE] for start in range(0, len(frame), ROWS_AT_ONCE))
    return chain.from_iterable(zip(*_cells(table, portion), strict=True) for portion in portions)


def _cells(table: Table, frame: "pd.DataFrame") -> Iterator[list[object]]:
    """The cells of each column as Python's own values."""
    for name in frame:
        column = frame[name]
        if not table.columns[name].nullable:
            yield column.tolist()
            continue
        cells = column.to_numpy(object, copy=True)
        cells[missing(column).to_numpy(bool)] = None
        yield cells.tolist()


def missing(column: "pd.Series") -> "pd.Series":
    """Which cells of a column that may be NULL are."""
    absent = column.isna()
    return absent | (column == 0) if column.name in POINTERS else absent
