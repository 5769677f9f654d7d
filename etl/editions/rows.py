"""The rows of an edition as both databases take them: in one order, with missing values as NULL."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Table

from etl.figures.stored import PARTED, PartedTable, stored

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]  # every table of an edition, by its name in `etl.figures.tables`

ROWS_AT_ONCE = 50_000
POINTERS = {
    "statement_id",
    "decided_by",
    "range_statement_id",
    "earlier_range_id",
    "tied_with",
}  # an id of 0 stands for a missing id


def in_store(tables: Tables) -> "Iterator[tuple[Table, pd.DataFrame]]":
    """The tables as they are kept, each after those that it refers to, with their rows."""
    frames = dict(tables)
    for each in PARTED:
        frames.update(_in_two(each, in_order(each.whole, frames[each.whole.name])))
    for table in stored.sorted_tables:
        yield table, frames.pop(table.name)


def _in_two(each: PartedTable, frame: "pd.DataFrame") -> "dict[str, pd.DataFrame]":
    """What rows share, numbered from 1 in the order in which they come, and the rows with these numbers."""
    names = each.shared_names
    which = frame.groupby(names, sort=False, dropna=False).ngroup() + 1
    once = ~which.duplicated()
    rows = frame.drop(columns=names).assign(**{each.number: which})
    return {each.shared.name: frame.loc[once, names].assign(**{each.number: which[once]}), each.rows.name: rows}


def in_order(table: Table, frame: "pd.DataFrame") -> "pd.DataFrame":
    """The columns of a table, in its order, sorted by its primary key."""
    keys = list(table.primary_key.columns.keys())
    rows = frame[[column.name for column in table.columns]]
    # The largest tables come in the order of their ids, and sorting would make them once more.
    return rows if rows[keys[0]].is_monotonic_increasing and len(keys) == 1 else rows.sort_values(keys, kind="stable")


def tuples(table: Table, frame: "pd.DataFrame") -> Iterator[list[tuple[object, ...]]]:
    """The rows in portions, with None for what is missing."""
    optional = {column.name for column in table.columns if column.nullable}
    for start in range(0, len(frame), ROWS_AT_ONCE):
        part = frame.iloc[start : start + ROWS_AT_ONCE]
        yield list(zip(*(_python_values(part[name], name in optional) for name in part.columns), strict=True))


def _python_values(column: "pd.Series", optional: bool) -> list[object]:
    """Python values of a column."""
    if not optional:
        return list(column.tolist())
    return list(column.astype(object).where(~missing(column), None).tolist())


def missing(column: "pd.Series") -> "pd.Series":
    """Which cells of a column that may be NULL are."""
    absent = column.isna()
    return absent | (column == 0) if column.name in POINTERS else absent
