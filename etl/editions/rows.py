"""The rows of an edition as both databases take them: in one order, with missing values as NULL."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, Table

from etl.figures.stored import PARTED, PartedTable, stored

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]  # every table of an edition, by its name in `etl.figures.tables`
# The same in whatever order; a large table may come in portions, in the order of its rows, and with None in the end.
Portions = Iterable[tuple[str, "pd.DataFrame | None"]]

ROWS_AT_ONCE = 50_000
POINTERS = {
    "statement_id",
    "decided_by",
    "range_statement_id",
    "earlier_range_id",
    "tied_with",
}  # an id of 0 stands for a missing id


def in_store(portions: Portions) -> "Iterator[tuple[Table, pd.DataFrame | None]]":
    """The tables as they are kept, in portions, each with None in the end. Raises KeyError for one that never comes."""
    numbers = {each.whole.name: _Numbers(each) for each in PARTED}
    parted = {each.whole.name: (each.shared, each.rows) for each in PARTED}
    unfinished = {table.name: table for table in stored.sorted_tables}
    awaited = set(unfinished)
    for name, frame in portions:
        tables = parted.get(name) or (stored.tables[name],)
        if frame is None:
            yield from ((unfinished.pop(table.name), None) for table in tables)
            continue
        awaited -= {table.name for table in tables}
        kept = numbers[name].in_two(frame) if name in numbers else [frame]
        yield from ((table, in_order(table, rows)) for table, rows in zip(tables, kept, strict=True))
    if awaited:
        raise KeyError(*awaited)
    yield from ((table, None) for table in unfinished.values())


class _Numbers:
    """The numbers of what rows of a table share, from 1 in the order in which it comes."""

    def __init__(self, each: PartedTable) -> None:
        self._each = each
        self._known: dict[tuple[object, ...], int] = {}
        # Most of what rows share hardly ever differs: numbered by itself, it is neither kept nor looked up with each.
        self._seldom: list[str] | None = None
        self._seldom_known: dict[tuple[object, ...], int] = {}

    def in_two(self, frame: "pd.DataFrame") -> "list[pd.DataFrame]":
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
        return [shared, rows.assign(**{each.number: numbers[alike]})]


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


def tuples(table: Table, frame: "pd.DataFrame") -> Iterator[tuple[dict[str, str], Iterable[tuple[object, ...]]]]:
    """The rows in portions, made as they are asked for, with None for what is missing.

    With each come the columns that are empty in all of it, as SQL says so: its rows are without them. Most of what a
    statement can say is said by few, and a cell that is in no row is not made, and not handed over.
    """
    for start in range(0, len(frame), ROWS_AT_ONCE):
        portion = frame.iloc[start : start + ROWS_AT_ONCE]
        said = {column.name: _emptiness(column, portion[column.name]) for column in table.columns}
        empty = {name: sql for name, sql in said.items() if sql}
        yield empty, zip(*_cells(table, portion.drop(columns=[*empty])), strict=True)


def _emptiness(column: "Column[Any]", cells: "pd.Series") -> str:
    """How SQL says what all cells of a column are, where they are empty."""
    if column.primary_key:
        return ""
    if column.nullable and missing(cells).all():
        return "NULL"
    return "''" if isinstance(cells.iloc[0], str) and (cells == "").all() else ""


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
