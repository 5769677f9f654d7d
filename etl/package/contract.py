"""Reads `datapackage.json`, the one place that names the files, columns, types, allowed words and keys."""

import json
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.figures import columns
from etl.figures.quoting import shown
from etl.package.problems import Problem

STATEMENTS = columns.STATEMENT.resource  # and the folder of its files
CONTRACT_FILE = "datapackage.json"
PLACE = ("file", "line")  # what every row of a table knows besides its columns
MOST = 1e300  # a limit beyond this is no limit

# What the code of etl names: a contract must have these columns with these types, and may have more. A file may lack an
# optional column, which is then empty, unless the contract requires it to be filled.
NEEDED = {table.resource: table.in_file for table in columns.PACKAGE_TABLES}
OPTIONAL = {table.resource for table in columns.MAY_LACK}  # tables that a contract may lack; they are then empty
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

    def field(self, name: str) -> Field:
        """The column of that name; KeyError if there is none."""
        return {each.name: each for each in self.fields}[name]


@dataclass(frozen=True)
class Contract:
    """All tables by name, the files of outlines, and what the package calls itself."""

    tables: dict[str, Resource] = field(default_factory=dict)
    outlines: tuple[Resource, ...] = ()
    title: str = ""
    version: str = ""


class _BrokenError(Exception):
    """Something in the contract does not fit; the message says what."""


class _OutsideError(_BrokenError):
    """A path leaves the data folder."""


def read_contract(folder: Path, file: str) -> tuple[Contract, list[Problem]]:
    """Read the contract of a data folder, told of as `file`; with any problem it is not to be used."""
    try:
        text = (folder / CONTRACT_FILE).read_text(encoding="utf-8-sig")
        package = json.loads(text)
    except FileNotFoundError:
        return Contract(), [Problem(file, 1, "contract-unreadable", "the file is missing; restore it")]
    except OSError as error:
        return Contract(), [
            Problem(file, 1, "contract-unreadable", f"the file cannot be read ({error.strerror}); check what it is")
        ]
    except json.JSONDecodeError as error:
        found = f"the file is not JSON: {error.msg} in column {error.colno}; correct or restore it"
        return Contract(), [Problem(file, error.lineno, "contract-unreadable", found)]
    except (ValueError, RecursionError) as error:
        found = f"the file is not readable JSON in UTF-8 ({error}); restore it"
        return Contract(), [Problem(file, 1, "contract-unreadable", found)]
    return _read_package(package, text, file)


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
            code = "path-outside-folder" if isinstance(error, _OutsideError) else "contract-broken"
            problems.append(Problem(file, _line_of(text, name), code, f"resource {shown(name)}: {error}"))
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


def _line_of(text: str, name: str) -> int:
    """Line on which a resource is named, or 1."""
    place = text.find(json.dumps(name, ensure_ascii=False))
    return text.count("\n", 0, place) + 1 if place >= 0 else 1


def _read_resource(entry: dict[str, Any], name: str) -> Resource:
    paths = _read_paths(entry.get("path"))
    form = entry.get("format")
    if form not in (None, "csv") and name not in NEEDED:
        return Resource(name, paths, str(form))
    schema = entry.get("schema")
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list) or not schema["fields"]:
        raise _BrokenError('it has no "schema" with "fields"; restore them')
    dialect = entry.get("dialect", {})
    if (
        entry.get("encoding", "utf-8") != "utf-8"
        or not isinstance(dialect, dict)
        or dialect.get("delimiter", ",") != ","
    ):
        raise _BrokenError("only UTF-8 files with commas are read; correct encoding and dialect")
    present = {column.name for column in NEEDED.get(name, ()) if not column.optional}
    fields = tuple(_read_field(each, present) for each in schema["fields"])
    names = [each.name for each in fields]
    if len(set(names)) < len(names):
        raise _BrokenError("a column is there twice; delete one")
    keys = _list_of(schema.get("foreignKeys", []), "foreignKeys")
    primary = _names(schema.get("primaryKey", []), "primaryKey")
    return Resource(name, paths, "csv", fields, primary, tuple(_read_foreign_key(key, name) for key in keys))


def _read_paths(given: Any) -> tuple[str, ...]:
    paths = [given] if isinstance(given, str) else given
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) and path for path in paths):
        raise _BrokenError('its "path" is not a path or a list of paths; correct it')
    for path in paths:
        if not path.isprintable():
            raise _BrokenError(f"the path {shown(path)} has characters that are not text; rename the file")
        parts = PurePosixPath(path).parts
        if path.startswith("/") or ".." in parts or "\\" in path or ":" in path:
            raise _OutsideError(f"the path {shown(path)} is not one below the data folder; use a relative path")
    if len(set(paths)) < len(paths):
        raise _BrokenError("it lists a path twice; delete one")
    return tuple(paths)


def _read_field(entry: Any, present: set[str]) -> Field:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise _BrokenError("a column has no name; give it one")
    name, kind = entry["name"], entry.get("type", "string")
    if name in PLACE:
        raise _BrokenError(f"a column cannot be called {shown(name)}, which says where a row is from; rename it")
    if kind not in TYPE_OF.values():
        raise _BrokenError(f"column {shown(name)} has the type {shown(kind)}; use one of {', '.join(TYPE_OF.values())}")
    constraints = entry.get("constraints", {})
    if not isinstance(constraints, dict):
        raise _BrokenError(f"the constraints of column {shown(name)} are not an object; correct them")
    for bound in ("minimum", "maximum"):
        found = constraints.get(bound)
        number = isinstance(found, (int, float)) and not isinstance(found, bool)
        if found is not None and not (number and abs(found) < MOST):
            raise _BrokenError(f"the {bound} of column {shown(name)} is not a number; correct it")
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
    if not isinstance(pattern, str):
        raise _BrokenError(f"the pattern of column {shown(name)} is not text; correct it")
    try:
        pc.match_substring_regex(pa.array([""]), pattern=pattern)
    except pa.ArrowInvalid:
        raise _BrokenError(f"the pattern {shown(pattern)} of column {shown(name)} cannot be used") from None
    return pattern


def _read_foreign_key(entry: Any, own_name: str) -> ForeignKey:
    reference = entry.get("reference") if isinstance(entry, dict) else None
    if not isinstance(reference, dict) or not isinstance(reference.get("resource", ""), str):
        raise _BrokenError("a foreign key has no reference; correct it")
    fields, targets = _names(entry.get("fields"), "fields"), _names(reference.get("fields"), "fields")
    if len(fields) != 1 or len(targets) != 1:
        raise _BrokenError("a foreign key must be one column; correct it")
    return ForeignKey(fields[0], reference.get("resource", "") or own_name, targets[0])


def _list_of(given: Any, what: str) -> list[Any]:
    if not isinstance(given, list):
        raise _BrokenError(f"{shown(what)} is not a list; correct it")
    return given


def _names(given: Any, what: str) -> tuple[str, ...]:
    names = [given] if isinstance(given, str) else _list_of(given, what)
    if not all(isinstance(name, str) for name in names):
        raise _BrokenError(f"{shown(what)} is not a list of words; correct it")
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
