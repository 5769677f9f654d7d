"""Keeps `datapackage.json` and the list in `data/README.md` in step with the declared columns and the files."""

import json
import os
import re
from collections.abc import Container
from pathlib import Path
from typing import Any

from etl.figures import columns
from etl.package.contract import CONTRACT_FILE, STATEMENTS, TYPE_OF
from etl.package.extract import statement_files_in

README = "README.md"
_GENERATED = re.compile(r"(<!-- columns: [^>]*-->\n).*?(<!-- end of columns -->)", re.DOTALL)
_RESOURCE_OF = {table.name: table.resource for table in columns.PACKAGE_TABLES}
_KEY_OF = {table.name: table.key[0] for table in columns.PACKAGE_TABLES}
_FOLDERS = {STATEMENTS: "statements/**/*.csv", "words": "words/*.csv"}  # the tables that are more than one file
Descriptor = dict[str, Any]


class PackageError(Exception):
    """The contract cannot be rewritten; the message is a sentence for the maintainer."""


def describe(folder: Path) -> list[str]:
    """Write the statement files of the folder and the declared columns into the contract; give the files.

    Everything else of the contract stays as it is: its other tables and columns too. The list of the columns in the
    folder's README is written anew where there is one. A file is replaced in one step, so that nobody ever reads half
    of it. Raises PackageError if the folder or the contract cannot be read or written.
    """
    path = folder / CONTRACT_FILE
    if not folder.is_dir():
        raise PackageError(f"{folder} is no folder; name the data folder with --data")
    try:
        files = [below for below in statement_files_in(folder) if below.isprintable()]
        text = path.read_text(encoding="utf-8-sig")
        contract = json.loads(text)
        resources = {entry["name"]: entry for entry in contract["resources"]}
        statements = resources[STATEMENTS]
        if not files:
            raise PackageError(f"{folder / STATEMENTS} has no CSV file; restore the statements first")
        statements["path"] = files
        for table in columns.PACKAGE_TABLES:
            if table.resource in resources:
                _describe_table(resources[table.resource], table, resources.keys())
        written = json.dumps(contract, indent=2, ensure_ascii=False) + "\n"
        readme = folder / README
        told = readme.read_text(encoding="utf-8") if readme.exists() else ""
    except OSError as error:
        raise PackageError(f"{error.filename or path} cannot be used ({error.strerror}); check what it is") from None
    except (ValueError, RecursionError, KeyError, TypeError):
        raise PackageError(f'{path} is not a contract with a resource "{STATEMENTS}"; restore it') from None
    try:
        for file, before, after in ((path, text, written), (readme, told, _with_columns(told))):
            if before != after:
                replace_file(file, after, like=file)
    except OSError as error:
        raise PackageError(not_writable(folder, error)) from None
    return files


def _describe_table(resource: Descriptor, table: columns.Table, present: Container[str]) -> None:
    """Write the declared columns of a table, and its keys of those tables that the package has."""
    schema = resource["schema"]
    known = {entry["name"]: entry for entry in schema["fields"]}
    own = [entry for name, entry in known.items() if name not in table.by_name]
    resource["title"] = table.title
    schema["fields"] = [*(_field(column, table, known.get(column.name, {})) for column in table.in_file), *own]
    if any(column.optional for column in table.in_file):
        schema["fieldsMatch"] = "superset"  # a file may lack columns
    if table.file_key:
        schema["primaryKey"] = list(table.file_key)
    references = [
        _reference(column, table)
        for column in table.in_file
        if column.refers_to and _RESOURCE_OF[column.refers_to] in present
    ]
    if references:
        schema["foreignKeys"] = references


def _field(column: columns.Column, table: columns.Table, known: Descriptor) -> Descriptor:
    """A column as the contract has it; limits of a package's own beside the declared ones stay."""
    limits = {
        "required": column.required,
        "unique": column.unique or (column.name,) == table.file_key,
        "enum": list(column.words),
        "pattern": column.pattern,
    }
    constraints = known.get("constraints", {}) | {name: value for name, value in limits.items() if value}
    bounds = {"minimum": column.minimum, "maximum": column.maximum}
    constraints |= {name: value for name, value in bounds.items() if value is not None}
    entry = {"name": column.name, "type": TYPE_OF[column.kind], "description": meaning_in_package(column)}
    return entry | ({"constraints": constraints} if constraints else {})


def _reference(column: columns.Column, table: columns.Table) -> Descriptor:
    target = column.refers_to
    resource = "" if target == table.name else _RESOURCE_OF[target]
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [_KEY_OF[target]]}}


def meaning_in_package(column: columns.Column) -> str:
    """What a column means, and in which file its keys stand."""
    file = _RESOURCE_OF.get(column.refers_to, "").replace("-", "_")
    return f"{column.meaning}; key of {file}.csv" if file else column.meaning


def columns_told() -> str:
    """The columns of every file of the package in Markdown."""
    lines: list[str] = []
    for table in columns.PACKAGE_TABLES:
        file = _FOLDERS.get(table.resource, f"{table.resource.replace('-', '_')}.csv")
        lines += [f"**`{file}`**: {table.title}", "", "| Column | Holds | Meaning |", "|---|---|---|"]
        lines += [f"| `{column.name}` | {_held(column)} | {meaning_in_package(column)} |" for column in table.in_file]
        lines.append("")
    return "\n".join(lines)


def _held(column: columns.Column) -> str:
    kind = "one of its words" if column.words else column.kind
    return f"{kind}, never empty" if column.required else kind


def _with_columns(readme: str) -> str:
    """A README with the table of the columns between its marks, if it has them."""
    return _GENERATED.sub(lambda found: f"{found[1]}\n{columns_told()}\n{found[2]}", readme)


def replace_file(path: Path, text: str, like: Path) -> None:
    """Write a file whole, in one step, with the rights of another; nothing is left behind where that fails."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        aside.write_text(text, encoding="utf-8", newline="")
        aside.chmod(like.stat().st_mode)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def not_writable(folder: Path, error: OSError) -> str:
    """What to tell about a folder in which a file could not be written."""
    return (
        f"{folder} cannot be written ({error.strerror}), so nothing was changed; "
        "free space there or give yourself the right to write in it, and run this again"
    )
