"""The rule about headers in which two columns are exchanged, so that every row of a file says two things wrongly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from etl.package.contract import STATEMENTS, Field, Resource
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.as_printed import ONLY_A_NUMBER
from etl.rules.cells import FIRST_YEAR
from etl.rules.found import not_empty

MOST = 0.9  # of the rows of a file, and at least so many: fewer were mistyped one by one
FEWEST = 3


def put_right(package: Package, today: date) -> tuple[Package, list[Problem]]:
    """The package as it is once such headers are mended, and a problem for each of them.

    So everything else is judged as if the header were right, and nothing is told of the rows.
    """
    problems = []
    for resource in package.contract.tables.values():
        for file, first, second, rows in _exchanged(package, resource, today):
            found = f"{first} and {second} are exchanged in the header, for the rows have each other's; exchange them"
            problems.append(Problem(package.path(file), 1, "columns-exchanged", found))
            package = _with_exchanged(package, resource.name, first, second, rows)
    return package, problems


def _exchanged(package: Package, resource: Resource, today: date) -> Iterator[tuple[str, str, str, Mask]]:
    """File, the two columns and the rows of each such header; only of files with a strange first row."""
    table = package.tables[resource.name]
    known = {
        key.field: {*package.texts[key.resource, key.reference]}
        for key in resource.foreign_keys
        if key.resource not in package.unreadable
    }
    firsts = table.drop_duplicates("file")
    first_cells = {name: firsts[name].tolist() for name in ("file", *known)}
    for one, other in combinations(known, 2):
        strange = known[other] - known[one]
        for file in [file for file, cell in zip(first_cells["file"], first_cells[one], strict=True) if cell in strange]:
            rows = (table["file"] == file).to_numpy(bool)
            is_other = table[one].isin(known[other]) & table[other].isin(known[one])
            if _nearly_all(is_other.to_numpy(bool), rows):
                yield file, one, other, rows
    limited = [field for field in resource.fields if field.maximum is not None]
    for narrow, wide in permutations(limited, 2):
        cells, others = (table[field.name].to_numpy(dtype=float, na_value=np.nan) for field in (narrow, wide))
        if _beyond(cells, narrow).sum() >= FEWEST and not (_beyond(others, narrow) | _beyond(cells, wide)).any():
            yield firsts["file"].iloc[0], narrow.name, wide.name, np.ones(len(table), dtype=np.bool_)
    if resource.name == STATEMENTS:
        yield from _numbers(table, firsts, today)
        yield from _prints(table)


def _numbers(table: pd.DataFrame, firsts: pd.DataFrame, today: date) -> Iterator[tuple[str, str, str, Mask]]:
    """Files in which years stand for values, or values for an end of a range."""
    year = table["year"].to_numpy(dtype=float, na_value=np.nan)
    value, low, high = (table[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    turned = ~_is_year(year, today) & _is_year(value, today)
    for file in firsts["file"][turned[firsts.index]]:
        rows = (table["file"] == file).to_numpy(bool)
        if _nearly_all(turned, rows & ~np.isnan(value)):
            yield file, "year", "value", rows
    for name, end, other in (("low", low, high), ("high", high, low)):
        alone = np.isnan(value) & ~np.isnan(end) & np.isnan(other)
        for file in table["file"][alone].unique():
            rows = (table["file"] == file).to_numpy(bool)
            if _nearly_all(alone, rows & (np.isnan(low) | np.isnan(high))):
                yield file, "value", name, rows


def _prints(table: pd.DataFrame) -> Iterator[tuple[str, str, str, Mask]]:
    """Files in which what is printed stands for its place."""
    firsts = table[not_empty(table["locator"])].drop_duplicates("file")
    for _, file, locator, printed in firsts[["file", "locator", "as_printed"]].itertuples():
        if ONLY_A_NUMBER.match(locator) and not ONLY_A_NUMBER.match(printed):
            rows = (table["file"] == file).to_numpy(bool)
            is_number = np.array([bool(ONLY_A_NUMBER.match(text)) for text in table["locator"].where(rows, "")])
            if _nearly_all(is_number, rows & not_empty(table["locator"])):
                yield file, "locator", "as_printed", rows


def _beyond(cells: "np.typing.NDArray[np.float64]", field: Field) -> Mask:
    least = -np.inf if field.minimum is None else field.minimum
    most = np.inf if field.maximum is None else field.maximum
    return np.asarray((cells < least) | (cells > most), dtype=np.bool_)


def _is_year(numbers: "np.typing.NDArray[np.float64]", today: date) -> Mask:
    return np.asarray((numbers >= FIRST_YEAR) & (numbers <= today.year + 1) & (numbers % 1 == 0), dtype=np.bool_)


def _nearly_all(holds: Mask, rows: Mask) -> bool:
    return bool(rows.sum() >= FEWEST and holds[rows].mean() >= MOST)


def _with_exchanged(package: Package, resource: str, first: str, second: str, rows: Mask) -> Package:
    """The package with the cells of two columns exchanged in some rows; what could not be typed stays so."""
    table = package.tables[resource]
    untyped = dict(package.untyped)
    problems = package.problems
    if first == "year":
        strange = package.is_untyped(resource, "year", "value") & rows
        untyped[resource, "value"] = package.is_untyped(resource, "value") & ~rows | strange
        untyped[resource, "year"] = package.is_untyped(resource, "year") & ~rows
        files = set(table["file"][rows])
        problems = [
            each
            for each in problems
            if each.code != "not-an-integer" or not any(package.path(file) == each.file for file in files)
        ]
        year = table["year"].where(~rows, table["value"].round().astype("Int64"))
        value = table["value"].where(~rows, pd.Series(table["year"].to_numpy(float, na_value=np.nan), table.index))
        exchanged = table.assign(year=year, value=value)
    else:
        exchanged = table.assign(
            **{first: table[first].where(~rows, table[second]), second: table[second].where(~rows, table[first])}
        )
    texts = {
        (resource, column): exchanged[column].unique().tolist()
        for column in (first, second)
        if (resource, column) in package.texts
    }
    return replace(
        package,
        tables={**package.tables, resource: exchanged},
        untyped=untyped,
        problems=problems,
        texts=package.texts | texts,
    )
