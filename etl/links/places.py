"""Which addresses the data package names, and what should stand there."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from etl.package.extract import Package


@dataclass(frozen=True, slots=True)
class PrintedAt:
    """A number that should stand at an address; `words` are those that may stand near it."""

    as_printed: str
    numbers: tuple[float, ...]  # as the data has them: the value, or both ends of a range
    words: tuple[str, ...]
    file: str
    line: int


@dataclass(slots=True)
class AddressPlace:
    """An address, where the data first names it, and the numbers that were read there."""

    address: str
    file: str
    line: int
    printed: list[PrintedAt] = field(default_factory=list)


def places(package: Package) -> dict[str, AddressPlace]:
    """Every address of sources.csv and copies.csv, and of the statements' `via`, in the order of the files.

    A number stands at the `via` of its statement, or else at the address of its source.
    """
    found: dict[str, AddressPlace] = {}
    sources, statements = package.tables["sources"], package.tables["statements"]
    for table, column in ((sources, "url"), (package.tables["copies"], "address"), (statements, "via")):
        named = table[table[column] != ""].drop_duplicates(column)
        for row in named.itertuples():
            address = getattr(row, column)
            found.setdefault(address, AddressPlace(address, package.path(row.file), row.line))
    url_of = dict(zip(sources["source"], sources["url"], strict=True))
    address = statements["via"].where(statements["via"] != "", statements["source"].map(url_of).fillna(""))
    names = dict(zip(package.tables["areas"]["area"], package.tables["areas"]["name"], strict=True))
    for place, printed in zip(address, _printed(package, statements, names), strict=True):
        if place in found:
            found[place].printed.append(printed)
    return found


def _printed(package: Package, statements: pd.DataFrame, names: dict[str, str]) -> Iterator[PrintedAt]:
    for row in statements.itertuples():
        whole = (row.value,) if row.value == row.value else (row.low, row.high)
        units = [word.removesuffix("s") for word in row.unit.replace("/", " ").split()]
        words = (names.get(row.area, row.area), str(row.year), *units)
        yield PrintedAt(row.as_printed, whole, words, package.path(row.file), row.line)
