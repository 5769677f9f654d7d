"""Gives a key another name, everywhere in a data package at once: rows, references, recipes and outlines."""

import csv
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from etl.figures.quoting import nearest_of, shown
from etl.package.contract import STATEMENTS, Contract, Resource
from etl.package.descriptor import not_writable, replace_file

_CELL = re.compile(r'("(?:[^"]|"")*+"|[^",\n]*+)(,|\n|\Z)')
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Columns of keys of which the contract does not say so: several beside each other, or keys only sometimes.
_MORE = {
    "sources": ("confirmed_by",),
    "indicators": ("product_of", "indicators"),
    "areas": ("value", "became", "means"),
    "estimators": ("value",),
    "substances": ("means",),
    "producers": ("means",),
    "units": ("unit", "meant_unit", "base_unit", "means"),
}
_OF_RECIPES = {"areas": ("within",)}  # settings of recipes beside the columns of statements
_OF_SEVERAL_ROWS = frozenset({"groups"})  # tables in which one key has a row for each of its members
_OF_WORDS = frozenset({"units"})  # tables whose keys can be several words, so that only a whole cell names one


class RenamingError(Exception):
    """A key that cannot be renamed; the message is a sentence for the maintainer."""


def rename(folder: Path, contract: Contract, key: str, new: str, of: str = "") -> list[str]:
    """Rename a key, and give the files that changed, as paths below the folder, each with how often.

    of: the table whose key it is, where several have it. Raises RenamingError where no table has the key, several have
    and none is named, the new one is taken, or a file cannot be written; then nothing is changed.
    """
    if not _KEY.fullmatch(new):
        raise RenamingError(f"{shown(new)} is no key; use letters, digits and hyphens")
    tables = [
        table for table in contract.tables.values() if len(table.primary_key) == 1 or table.name in _OF_SEVERAL_ROWS
    ]
    having = [table for table in tables if key in _keys(folder, table)]
    names = [table.name for table in having]
    if of and of not in names:
        raise RenamingError(f"{shown(of)} is no table with the key {shown(key)}; {_advice(names)}")
    if len(having) > 1 and not of:
        named = " and ".join(table.paths[0] for table in having)
        raise RenamingError(f"{named} have the key {shown(key)}; {_advice(names)}")
    if not having:
        nearest = nearest_of(key, sorted({each for table in tables for each in _keys(folder, table)}))
        advice = f"did you mean {nearest}?" if nearest else "give one as it stands in the first column of a table"
        raise RenamingError(f"no table has the key {shown(key)}; {advice}")
    table = next(table for table in having if table.name == of or not of)
    if new in _keys(folder, table):
        raise RenamingError(f"{table.paths[0]} has {shown(new)} already")
    changed = dict(_tables(folder, contract, table, key, new))
    changed |= dict(_recipes(folder, contract, table, key, new))
    if table.name == "areas":
        changed |= dict(_outlines(folder, contract, key, new))
    _write(folder, {below: text for below, (text, _) in changed.items()})
    return [f"{below}: {count:,}" for below, (_, count) in changed.items()] + [*_made_by_recipes(folder, table, key)]


def _advice(names: list[str]) -> str:
    return f"say with --of {' or '.join(names)} which is meant" if names else "leave --of out"


def _keys(folder: Path, table: Resource) -> set[str]:
    column = table.primary_key[0]
    found: set[str] = set()
    for below in table.paths:
        with suppress(FileNotFoundError), (folder / below).open(encoding="utf-8-sig", newline="") as lines:
            found |= {row.get(column) or "" for row in csv.DictReader(lines)}
    return found


def _tables(
    folder: Path, contract: Contract, named: Resource, key: str, new: str
) -> Iterator[tuple[str, tuple[str, int]]]:
    """The files of tables in which a column of keys has the key, with their new text and how often it was there."""
    for table in contract.tables.values():
        columns = {each.field for each in table.foreign_keys if each.resource == named.name}
        columns |= set(_MORE.get(named.name, ()))
        if table is named:
            columns.add(named.primary_key[0])
        for below in table.paths:
            path = folder / below
            if path.exists():
                beside = r"\"" if named.name in _OF_WORDS else r"\s\"|"
                text, count = _renamed(path.read_text(encoding="utf-8"), columns, key, new, beside)
                if count:
                    yield below, (text, count)


def _renamed(text: str, columns: set[str], key: str, new: str, beside: str) -> tuple[str, int]:
    """The text of a CSV with the key renamed in some columns; all other bytes stay.

    beside: the characters that may stand beside the key in its cell.
    """
    header = next(csv.reader([text.removeprefix("\ufeff").partition("\n")[0]]), [])
    places = {place for place, name in enumerate(header) if name.strip() in columns}
    token = re.compile(rf"(?<![^{beside}]){re.escape(key)}(?![^{beside}])")
    lines, count = [], 0
    for line in text.splitlines(keepends=True):
        if key not in line:
            lines.append(line)
            continue
        cells = []
        for place, (cell, end) in enumerate(_CELL.findall(line)):
            if place in places:
                cell, times = token.subn(new, cell)
                count += times
            cells.append(cell + end)
        lines.append("".join(cells))
    return "".join(lines), count


def _recipes(
    folder: Path, contract: Contract, named: Resource, key: str, new: str
) -> Iterator[tuple[str, tuple[str, int]]]:
    """The recipes in which a setting that is of such keys has the key."""
    settings = {each.field for each in contract.tables[STATEMENTS].foreign_keys if each.resource == named.name}
    settings |= {named.primary_key[0], *_OF_RECIPES.get(named.name, ())}
    setting = re.compile(rf"(\b(?:{'|'.join(sorted(settings))})\s*=\s*){re.escape(json.dumps(key))}")
    for path in sorted((folder / "recipes").glob("*.toml")):
        text, count = setting.subn(rf"\g<1>{json.dumps(new)}", path.read_text(encoding="utf-8"))
        if count:
            yield path.relative_to(folder).as_posix(), (text, count)


def _made_by_recipes(folder: Path, named: Resource, key: str) -> Iterator[str]:
    """The recipes that may make the key of an indicator out of parts, such as that of a substance: they are told."""
    for path in sorted((folder / "recipes").glob("*.toml")) if named.name in ("indicators", "substances") else ():
        patterns = re.findall(r'\bindicator\s*=\s*"([^"]*\{[^"]*)"', path.read_text(encoding="utf-8"))
        for pattern in dict.fromkeys(patterns):
            form = re.sub(r"\\\{\w+\\\}", ".+", re.escape(pattern))
            if "{substance}" in pattern if named.name == "substances" else re.fullmatch(form, key):
                below = path.relative_to(folder).as_posix()
                yield f"{below}: look at {shown(pattern)}, which makes keys of indicators out of others"
                break


def _outlines(folder: Path, contract: Contract, key: str, new: str) -> Iterator[tuple[str, tuple[str, int]]]:
    """The files of outlines in which the area is drawn."""
    for below in (path for outlines in contract.outlines for path in outlines.paths):
        text = (folder / below).read_text(encoding="utf-8")
        text, count = re.subn(rf'("id"\s*:\s*){re.escape(json.dumps(key))}', rf"\g<1>{json.dumps(new)}", text)
        if count:
            yield below, (text, count)


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Write all files, or none."""
    before = {below: (folder / below).read_bytes().decode("utf-8") for below in texts}
    done: list[str] = []
    try:
        for below, text in texts.items():
            replace_file(folder / below, text, folder / below)
            done.append(below)
    except OSError as error:
        for below in done:
            with suppress(OSError):
                replace_file(folder / below, before[below], folder / below)
        raise RenamingError(not_writable(folder, error)) from None
