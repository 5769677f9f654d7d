"""The rule about columns that are exchanged: in a header, so that every row says two things wrongly, or in a row."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, permutations

import numpy as np
import pandas as pd

from etl.figures.quoting import shown
from etl.package.contract import STATEMENTS, Field, Resource
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.as_printed import ONLY_A_NUMBER
from etl.rules.cells import FIRST_YEAR
from etl.rules.found import not_empty

MOST = 0.9  # of the rows of a file, and at least so many: fewer were mistyped one by one
FEWEST = 3
_PLAIN = re.compile(r"\d+\.\d+")
_UNTYPED = re.compile(r'(?P<column>\w+) is "(?P<text>[^"]+)"; write ')


def put_right(package: Package, today: date) -> tuple[Package, list[Problem]]:
    """The package as it is once such headers and rows are mended, and a problem for each of them.

    So everything else is judged as if they were right, and nothing else is told of them.
    """
    problems = []
    for resource in package.contract.tables.values():
        for file, first, second, rows in _exchanged(package, resource, today):
            found = f"{first} and {second} are exchanged in the header, for the rows have each other's; exchange them"
            problems.append(Problem(package.path(file), 1, "columns-exchanged", found))
            package = _with_exchanged(package, resource.name, first, second, rows)
    for resource in package.contract.tables.values():
        for row, first, second, was_untyped in [*_exchanged_in_rows(package, resource, today)]:
            table = package.tables[resource.name]
            place = package.path(table["file"].iloc[row]), int(table["line"].iloc[row])
            found = f"{first} and {second} are exchanged in this row, for each has the other's; exchange them"
            problems.append(Problem(*place, "columns-exchanged", found))
            package = _with_exchanged_row(package, resource.name, row, first, second, was_untyped)
    return package, problems


def _exchanged_in_rows(package: Package, resource: Resource, today: date) -> Iterator[tuple[int, str, str, str]]:
    """Row, the two columns, and what could not be typed, of each row in which two cells have each other's.

    Those are two keys, a key and a number, or year and value.
    """
    table, known = package.tables[resource.name], _known_words(package, resource)
    strange = {one: {*package.texts.get((resource.name, one), ())} - keys - {""} for one, keys in known.items()}
    for one, other in combinations(known, 2):
        if (here := strange[one] & known[other]) and (there := strange[other] & known[one]):
            rows = (table[one].isin(here) & table[other].isin(there)).to_numpy(bool)
            yield from ((int(row), one, other, "") for row in np.flatnonzero(rows))
    if resource.name == STATEMENTS:
        turned = _with_turned_year(table, today) & ~package.is_untyped(STATEMENTS, "year")
        yield from ((int(row), "year", "value", "") for row in np.flatnonzero(turned))
        yield from ((row, "locator", "as_printed", "") for row in _with_turned_print(table))
    files = {package.path(file) for file in table["file"].unique()}
    for problem in (each for each in package.problems if each.file in files):
        said = _UNTYPED.match(problem.text) if problem.code in ("not-an-integer", "not-a-number") else None
        if said:
            keys = [one for one, of_it in known.items() if said["text"] in of_it]
            if resource.name == STATEMENTS and said["column"] == "year" and _PLAIN.fullmatch(said["text"]):
                keys = ["value"]
            for row, one in _with_a_number_for(package, table, problem, keys, today):
                yield row, one, said["column"], said["text"]


def _with_a_number_for(
    package: Package, table: pd.DataFrame, problem: Problem, keys: list[str], today: date
) -> Iterator[tuple[int, str]]:
    """The row of a problem and each of the columns in which it has a number; of a value, one that is a year."""
    for row in np.flatnonzero((table["line"] == problem.line).to_numpy(bool)) if keys else ():
        if package.path(table["file"].iloc[row]) != problem.file:
            continue
        for one in keys:
            cell = table[one].iloc[row]
            if _is_year(np.array([cell]), today)[0] if one == "value" else ONLY_A_NUMBER.match(cell):
                yield int(row), one


def _with_turned_print(table: pd.DataFrame) -> Iterator[int]:
    """The rows whose place is a printed number, and whose print is none."""
    is_number = table["locator"].str.contains(r"^\d[\d,.  ]*(?:\s\D*)?$", regex=True).to_numpy(bool)
    for row in np.flatnonzero(is_number):
        locator, printed = table["locator"].iloc[row], table["as_printed"].iloc[row]
        if ONLY_A_NUMBER.match(locator) and printed and not ONLY_A_NUMBER.match(printed):
            yield int(row)


def _known_words(package: Package, resource: Resource) -> dict[str, set[str]]:
    """For each column that takes keys, units or words of a list those that it takes."""
    of_lists = {each.name: {*each.enum} for each in resource.fields if each.enum}
    units = {"unit": {*package.tables["units"]["unit"]}} if resource.name == STATEMENTS else {}
    return of_lists | units | _known_keys(package, resource)


def _known_keys(package: Package, resource: Resource) -> dict[str, set[str]]:
    """For each column that refers to another table the keys that are there, unless that table lacks rows."""
    return {
        key.field: {*package.texts[key.resource, key.reference]}
        for key in resource.foreign_keys
        if key.resource not in package.unreadable
    }


def _with_exchanged_row(
    package: Package, resource: str, row: int, first: str, second: str, was_untyped: str
) -> Package:
    """The package with two cells of a row exchanged; was_untyped: the text of the second, where it is no number."""
    table = package.tables[resource].copy(deep=False)
    one, other = table[first].copy(), table[second].copy()
    untyped, problems = dict(package.untyped), package.problems
    number = one.iloc[row]
    text = float(was_untyped) if was_untyped and first == "value" else was_untyped
    one.iloc[row] = text or other.iloc[row]
    if was_untyped:
        other.iloc[row] = int(number) if float(number).is_integer() else float(number)
        untyped[resource, second] = untyped[resource, second] & (np.arange(len(table)) != row)
        place = package.path(table["file"].iloc[row]), table["line"].iloc[row]
        problems = [
            each
            for each in problems
            if (each.file, each.line) != place or not each.text.startswith(f"{second} is {shown(was_untyped)}")
        ]
    else:
        other.iloc[row] = number
    exchanged = table.assign(**{first: one, second: other})
    return _with_table(package, resource, exchanged, (first, second), untyped, problems)


def _exchanged(package: Package, resource: Resource, today: date) -> Iterator[tuple[str, str, str, Mask]]:
    """File, the two columns and the rows of each such header; only of files with a strange first row."""
    table = package.tables[resource.name]
    known = _known_keys(package, resource)
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
    value, low, high = (table[name].to_numpy(dtype=float) for name in ("value", "low", "high"))
    turned = _with_turned_year(table, today)
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


def _with_turned_year(table: pd.DataFrame, today: date) -> Mask:
    """The rows whose value is a year, and whose year is none."""
    year, value = (table[name].to_numpy(dtype=float, na_value=np.nan) for name in ("year", "value"))
    return ~_is_year(year, today) & _is_year(value, today)


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
    return _with_table(package, resource, exchanged, (first, second), untyped, problems)


def _with_table(
    package: Package,
    resource: str,
    table: pd.DataFrame,
    changed: tuple[str, str],
    untyped: dict[tuple[str, str], Mask],
    problems: list[Problem],
) -> Package:
    """The package with a table of which two columns have changed, and with the texts that these have now."""
    texts = {(resource, name): table[name].unique().tolist() for name in changed if (resource, name) in package.texts}
    return replace(
        package,
        tables={**package.tables, resource: table},
        untyped=untyped,
        problems=problems,
        texts=package.texts | texts,
    )
