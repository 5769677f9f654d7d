"""Reads `datapackage.json`, the one place that names the files, columns, types, allowed words and keys."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.figures import columns
from etl.figures.quoting import shown
from etl.package.problems import Problem, unreadable

STATEMENTS = columns.STATEMENT.resource  # and the folder of its files
CONTRACT_FILE = "datapackage.json"
PLACE = ("file", "line")  # what every row of a table knows besides its columns
MOST = 1e300  # a limit beyond this is no limit

# What the code of etl names: a contract must have these columns with these types, and may have more. A file may lack an
# optional column, which is then empty, unless the contract requires it to be filled.
NEEDED = {table.resource: table.in_file for table in columns.PACKAGE_TABLES}
OPTIONAL = {table.resource for table in columns.PACKAGE_TABLES if table.may_lack}
TYPE_OF: dict[columns.ColumnKind, str] = {"text": "string", "integer": "integer", "number": "number"}


@dataclass(frozen=True)
class Field:
    """A column; `optional` says that a file may lack it."""

    name: str
    type: str
    required: bool = False
    optional: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class ForeignKey:
    """A column whose values must be in a column of another table (or of its own)."""

    field: str
    resource: str
    reference: str


@dataclass(frozen=True)
class Resource:
    """A table or a file of outlines; paths are below the data folder."""

    name: str
    paths: tuple[str, ...]
    format: str
    fields: tuple[Field, ...] = ()
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()


@dataclass(frozen=True)
class Contract:
    """All tables by name, the files of outlines, and what the package calls itself."""

    tables: dict[str, Resource] = field(default_factory=dict)
    outlines: tuple[Resource, ...] = ()
    title: str = ""
    version: str = ""


class _BrokenError(Exception):
    """Something in the contract does not fit; the arguments are what, and the code of the problem."""


def _demand(holds: object, found: str, code: str = "contract-broken") -> None:
    """Raise _BrokenError unless something holds."""
    if not holds:
        raise _BrokenError(found, code)


def read_contract(folder: Path, file: str) -> tuple[Contract, list[Problem]]:
    """Read the contract of a data folder, told of as `file`; with any problem it is not to be used."""
    try:
        text = (folder / CONTRACT_FILE).read_text(encoding="utf-8-sig")
        package = json.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        return Contract(), [Problem(file, _line_to_correct(error), "contract-unreadable", _unreadable(error))]
    return _read_package(package, text, file)


def _line_to_correct(error: Exception) -> int:
    """Where to correct a file that is no JSON: a comma that is missing belongs behind what stands before."""
    if not isinstance(error, json.JSONDecodeError):
        return 1
    before = error.doc[: error.pos].rstrip() if error.msg.startswith("Expecting ',' delimiter") else ""
    return before.count("\n") + 1 if before else error.lineno


def _unreadable(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "the file is missing; restore it"
        case OSError():
            return unreadable(error)
        case json.JSONDecodeError():
            return f"the file is not JSON: {error.msg[:1].lower()}{error.msg[1:]}; correct or restore it"
    return f"the file is not readable JSON in UTF-8 ({error}); restore it"


def _read_package(package: Any, text: str, file: str) -> tuple[Contract, list[Problem]]:
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        return Contract(), [Problem(file, 1, "contract-broken", 'the list "resources" is missing; restore it')]
    problems: list[Problem] = []
    resources: dict[str, Resource] = {}
    failed: set[str] = set()
    for number, entry in enumerate(package["resources"], start=1):
        name = entry.get("name") if isinstance(entry, dict) else None
        if not isinstance(name, str) or name in resources:
            found = f"resource {number} has no name of its own; give it one"
            problems.append(Problem(file, 1, "contract-broken", found))
            continue
        try:
            resources[name] = _read_resource(entry, name)
        except _BrokenError as error:
            failed.add(name)
            found, code = error.args
            problems.append(Problem(file, _line_of(text, name, found), code, f"resource {shown(name)}: {found}"))
    problems += [
        Problem(file, 1, "contract-broken", f'the resource "{name}" is missing; restore it')
        for name in NEEDED.keys() - OPTIONAL - resources.keys() - failed
    ]
    problems += [
        Problem(file, _line_of(text, name), "contract-broken", f"resource {shown(name)}: {found}")
        for name, resource in resources.items()
        for found in _misfits(resource, resources, failed)
    ]
    tables = {name: resource for name, resource in resources.items() if resource.fields}
    outlines = tuple(resource for resource in resources.values() if resource.format == "geojson")
    return Contract(tables, outlines, str(package.get("title", "")), str(package.get("version", ""))), problems


def _line_of(text: str, name: str, found: str = "") -> int:
    """Line on which a resource is named, or below it the column that is found to be broken; 1 where neither is."""
    place = text.find(json.dumps(name, ensure_ascii=False))
    column = re.search(r'column ("[^"]+") ', found)
    if column and place >= 0:
        place = max(place, text.find(f'"name": {column[1]}', place))
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _read_resource(entry: dict[str, Any], name: str) -> Resource:
    paths = _read_paths(entry.get("path"))
    form = entry.get("format")
    if form not in (None, "csv") and name not in NEEDED:
        return Resource(name, paths, str(form))
    schema: Any = entry.get("schema")
    dialect = entry.get("dialect", {})
    entries: Any = schema.get("fields") if isinstance(schema, dict) else None
    _demand(isinstance(entries, list) and entries, 'it has no "schema" with "fields"; restore them')
    delimiter = dialect.get("delimiter", ",") if isinstance(dialect, dict) else None
    is_readable = (entry.get("encoding", "utf-8"), delimiter) == ("utf-8", ",")
    _demand(is_readable, "only UTF-8 files with commas are read; correct encoding and dialect")
    present = {column.name for column in NEEDED.get(name, ()) if not column.optional}
    fields = tuple(_read_field(each, present) for each in entries)
    _demand(len({each.name for each in fields}) == len(fields), "a column is there twice; delete one")
    keys, primary = schema.get("foreignKeys", []), _names(schema.get("primaryKey", []), "primaryKey")
    _demand(isinstance(keys, list), '"foreignKeys" is not a list; correct it')
    return Resource(name, paths, "csv", fields, primary, tuple(_read_foreign_key(key, name) for key in keys))


def _read_paths(given: Any) -> tuple[str, ...]:
    paths = [given] if isinstance(given, str) else given
    are_paths = isinstance(paths, list) and paths and all(isinstance(path, str) and path for path in paths)
    _demand(are_paths, 'its "path" is not a path or a list of paths; correct it')
    for path in paths:
        told = f"the path {shown(path)}"
        _demand(path.isprintable(), f"{told} has characters that are not text; rename the file")
        is_below = not (path.startswith("/") or ".." in PurePosixPath(path).parts or "\\" in path or ":" in path)
        _demand(is_below, f"{told} is not one below the data folder; use a relative path", "path-outside-folder")
    _demand(len(set(paths)) == len(paths), "it lists a path twice; delete one")
    return tuple(paths)


def _read_field(entry: Any, present: set[str]) -> Field:
    _demand(isinstance(entry, dict) and isinstance(entry.get("name"), str), "a column has no name; give it one")
    name, kind, constraints = entry["name"], entry.get("type", "string"), entry.get("constraints", {})
    told = f"column {shown(name)}"
    _demand(name not in PLACE, f"a column cannot be called {shown(name)}, which says where a row is from; rename it")
    _demand(kind in TYPE_OF.values(), f"{told} has the type {shown(kind)}; use one of {', '.join(TYPE_OF.values())}")
    _demand(isinstance(constraints, dict), f"the constraints of {told} are not an object; correct them")
    for bound in ("minimum", "maximum"):
        found = constraints.get(bound)
        is_number = isinstance(found, (int, float)) and not isinstance(found, bool) and abs(found) < MOST
        _demand(found is None or is_number, f"the {bound} of {told} is not a number; correct it")
    required = constraints.get("required") is True
    return Field(
        name,
        kind,
        required=required,
        optional=not required and name not in present,
        unique=constraints.get("unique") is True,
        enum=_names(constraints.get("enum", []), "enum"),
        pattern=_read_pattern(constraints.get("pattern", ""), name),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
    )


def _read_pattern(pattern: Any, name: str) -> str:
    _demand(isinstance(pattern, str), f"the pattern of column {shown(name)} is not text; correct it")
    try:
        pc.match_substring_regex(pa.array([""]), pattern=pattern)
    except pa.ArrowInvalid:
        _demand(False, f"the pattern {shown(pattern)} of column {shown(name)} cannot be used")
    return str(pattern)


def _read_foreign_key(entry: Any, own_name: str) -> ForeignKey:
    reference: Any = entry.get("reference") if isinstance(entry, dict) else None
    is_one = isinstance(reference, dict) and isinstance(reference.get("resource", ""), str)
    _demand(is_one, "a foreign key has no reference; correct it")
    fields, targets = _names(entry.get("fields"), "fields"), _names(reference.get("fields"), "fields")
    _demand(len(fields) == len(targets) == 1, "a foreign key must be one column; correct it")
    return ForeignKey(fields[0], reference.get("resource", "") or own_name, targets[0])


def _names(given: Any, what: str) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else given
    are_names = isinstance(names, list) and all(isinstance(name, str) for name in names)
    _demand(are_names, f"{shown(what)} is not a list of words; correct it")
    return tuple(names)


def _misfits(resource: Resource, resources: dict[str, Resource], failed: set[str]) -> list[str]:
    """What a resource lacks of what the code needs, and keys that name columns nobody has."""
    types = {each.name: each.type for each in resource.fields}
    found = [
        f'the column "{column.name}" of type {TYPE_OF[column.kind]} is missing; restore it'
        for column in NEEDED.get(resource.name, ())
        if types.get(column.name) != TYPE_OF[column.kind]
    ]
    found += [
        f"a key names the column {shown(name)}, which it does not have; correct the key"
        for name in (*resource.primary_key, *(key.field for key in resource.foreign_keys))
        if name not in types
    ]
    for key in resource.foreign_keys:
        target = resources.get(key.resource)
        targets = {each.name: each.type for each in target.fields} if target else {}
        if key.resource not in failed and (types.get(key.field), targets.get(key.reference)) != ("string", "string"):
            found.append(f"a key refers to {shown(key.resource)}, which lacks the text column; correct the key")
    return found
