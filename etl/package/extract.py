"""Reads a data folder into typed tables in which every row knows its file and line."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.figures.quoting import shown
from etl.package.contract import CONTRACT_FILE, NEEDED, OPTIONAL, STATEMENTS, Contract, Resource, read_contract
from etl.package.csv_file import Content, read_csv
from etl.package.problems import Problem

Mask = npt.NDArray[np.bool_]
ReadProgress = Callable[[int, int], None]  # bytes read, bytes in all

READ_AT_ONCE = 2  # files; most of the work is pyarrow's, which lets another one go on
TABLES = frozenset({".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".parquet"})
MADE_AGAIN = frozenset({"links"})  # tables that a command makes, so that their file may be missing
_PLAIN = {"integer": r"^-?[0-9]{1,18}$", "number": r"^-?[0-9]+(\.[0-9]+)?$"}
# Texts as Python's own: for a package of the usual size each step is a fifth faster than with pyarrow's, and for a
# million statements as fast, in as much memory.
pd.set_option("mode.string_storage", "python")
_TEXT: Any = pd.StringDtype(na_value=np.nan)


@dataclass
class Package:
    """A data folder as read.

    tables: by resource name; text is `str` with "" for empty, integers are Int64, numbers float64 with NaN, and
    the columns `file` (below the folder) and `line` say where a row is from.
    unreadable: tables that lack rows, because a file or line could not be read; what refers to them is not judged.
    untyped: for a (resource, column), the rows whose cell could not be typed and is empty in the table; the
    problem has been told and nothing more is to be said about the cell.
    texts: for a (resource, column), the different texts in it, which are few even where there are many rows.
    """

    folder: Path
    label: str
    contract: Contract
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    untyped: dict[tuple[str, str], Mask] = field(default_factory=dict)
    texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def path(self, below: str) -> str:
        """A file as the maintainer sees it."""
        return _shown_path(self.label, below)

    def is_untyped(self, resource: str, *columns: str) -> Mask:
        """The rows in which one of the columns could not be typed."""
        mask: Mask = np.zeros(len(self.tables[resource]), dtype=bool)
        for column in columns:
            if (resource, column) in self.untyped:
                mask |= self.untyped[resource, column]
        return mask


def extract(folder: Path, *, progress: ReadProgress | None = None) -> Package:
    """Read everything that the contract of the folder names, and every file of its statements.

    Never raises for what is in the folder: whatever is wrong is in the problems. With a problem in the contract
    there are no tables, because nothing can be read without it.
    """
    label = _label(folder)
    try:
        if not folder.is_dir():
            found = "it is not a folder" if folder.exists() else "the folder is not there"
            return Package(folder, label, Contract(), problems=[_folder_problem(label, found)])
        statement_files = statement_files_in(folder)
        unread = _other_files_in(folder / STATEMENTS)
    except OSError as error:
        return Package(folder, label, Contract(), problems=[_folder_problem(label, error.strerror or "no access")])
    contract, problems = read_contract(folder, _shown_path(label, CONTRACT_FILE))
    package = Package(folder, label, contract, problems=problems)
    if problems:
        return package
    for path in unread:
        called = f"{re.split(r'[.]csv', path.stem, flags=re.IGNORECASE)[0]}.csv"
        advice = "move it" if (path.parent / called).exists() else f"name it {shown(called)}, or move it"
        found = f"its name ends in {shown(path.suffix)}, so it is not read; {advice}"
        below = path.relative_to(folder).as_posix()
        package.problems.append(Problem(package.path(below), 1, "statements-not-read", found))
    paths = {name: list(resource.paths) for name, resource in contract.tables.items()}
    paths[STATEMENTS] = sorted({*paths[STATEMENTS], *_unlisted_files(package, statement_files)})
    advance = _meter(folder, [below for each in paths.values() for below in each], progress)
    with ThreadPoolExecutor(READ_AT_ONCE) as pool:
        for name, resource in contract.tables.items():
            if name in MADE_AGAIN and not any((folder / below).exists() for below in paths[name]):
                continue
            shown_paths = map(package.path, paths[name])
            read = pool.map(partial(_read, folder, resource, advance), paths[name], shown_paths)
            _add_table(package, resource, list(zip(paths[name], read, strict=True)))
    empty = {problem.file for problem in package.problems if problem.code == "file-empty"}
    package.problems[:] = [
        each for each in package.problems if each.code != "file-not-listed" or each.file not in empty
    ]
    renamed = {package.path(path.relative_to(folder).with_suffix(".csv").as_posix()).casefold() for path in unread}
    package.problems[:] = [
        each for each in package.problems if each.code != "file-missing" or each.file.casefold() not in renamed
    ]
    missing = {package.path(below) for below in contract.tables[STATEMENTS].paths} & {
        each.file for each in package.problems if each.code == "file-missing"
    }
    if len(missing) == sum(each.code == "file-not-listed" for each in package.problems):
        # As many are missing as are new: they were renamed, which is told of the old names.
        package.problems[:] = [each for each in package.problems if each.code != "file-not-listed"]
    for name in (OPTIONAL | MADE_AGAIN) - package.tables.keys():
        package.tables[name] = _without_rows(name)
        package.texts |= {(name, column.name): [] for column in NEEDED[name] if column.kind == "text"}
    pa.default_memory_pool().release_unused()  # the texts as they stood in the files
    return package


def _read(folder: Path, resource: Resource, advance: Callable[[int], None], below: str, shown_path: str) -> Content:
    return read_csv(folder / below, shown_path, resource, advance)


def _without_rows(name: str) -> pd.DataFrame:
    """The table that stands for one that the contract lacks."""
    types: dict[str, Any] = {"text": _TEXT, "integer": "Int64", "number": "float64"}
    table = {column.name: pd.Series(dtype=types[column.kind]) for column in NEEDED[name]}
    return pd.DataFrame({**table, "file": pd.Series(dtype=_TEXT), "line": pd.Series(dtype="int64")})


def _unlisted_files(package: Package, statement_files: list[str]) -> list[str]:
    """The statement files that only the folder knows, each with a warning."""
    readable = []
    for below in sorted(set(statement_files) - set(package.contract.tables[STATEMENTS].paths)):
        if below.isprintable():
            found = "the file is read, but datapackage.json does not list it; run `python -m etl package`"
            package.problems.append(Problem(package.path(below), 1, "file-not-listed", found))
            readable.append(below)
        else:
            found = "its name has characters that are not text; rename it"
            package.problems.append(Problem(package.path(below), 1, "file-unreadable", found))
            package.unreadable.add(STATEMENTS)
    return readable


def statement_files_in(folder: Path) -> list[str]:
    """The statement files of a data folder, flat ones and those of every folder of a topic, as paths below it.

    OSError if one of the folders may not be read.
    """
    top = folder / STATEMENTS
    return sorted(path.relative_to(folder).as_posix() for path in _csv_files_in(top)) if top.is_dir() else []


def _other_files_in(folder: Path) -> list[Path]:
    """Files among the statements that are tables by their name, and are not read because of it."""
    if not folder.is_dir():
        return []
    paths = (
        path
        for path in folder.rglob("*")
        if path.suffix != ".csv" and (path.suffix.lower() in TABLES or ".csv" in path.name.lower())
    )
    return sorted(path for path in paths if path.is_file() and not path.name.startswith("."))


def _csv_files_in(folder: Path) -> Iterator[Path]:
    # Names with a leading point are left behind by file managers and editors, and no shell pattern finds them.
    for path in folder.iterdir():
        if path.name.startswith("."):
            continue
        if path.name.endswith(".csv"):
            yield path
        elif path.is_dir() and not path.is_symlink():
            yield from _csv_files_in(path)


def _label(folder: Path) -> str:
    """The folder as the maintainer would write it: from where they are, if it is below that."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # the current folder has been deleted
        return str(folder)
    return str(folder.relative_to(here)) if folder.is_relative_to(here) else str(folder)


def _shown_path(label: str, below: str) -> str:
    return below if label == "." else f"{label}/{below}"


def _folder_problem(label: str, found: str) -> Problem:
    return Problem(label, 1, "folder-unreadable", f"{found}; name the data folder with --data")


def _meter(folder: Path, paths: list[str], progress: ReadProgress | None) -> Callable[[int], None]:
    """A function that adds up the bytes read and tells the progress."""
    if progress is None:
        return lambda _: None
    total = sum(_size(folder / below) for below in paths)
    done = 0

    def advance(size: int) -> None:
        nonlocal done
        done += size
        progress(done, total)

    return advance


def _size(path: Path) -> int:
    """Bytes of a file; 0 where that cannot be seen, which reading the file then tells."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _add_table(package: Package, resource: Resource, contents: list[tuple[str, Content]]) -> None:
    """Put the rows of all files of a resource into one typed table."""
    name = resource.name
    package.problems += [problem for _, content in contents for problem in content.problems]
    if not all(content.complete for _, content in contents):
        package.unreadable.add(name)
    sizes = [sum(map(len, content.lines)) for _, content in contents]
    lines = [np.zeros(0, dtype=np.int64), *(chunk for _, content in contents for chunk in content.lines)]
    files = [_repeated(below, size) for (below, _), size in zip(contents, sizes, strict=True)]
    place = pd.DataFrame({"file": _text_column(pa.chunked_array(files))[0], "line": np.concatenate(lines)}, copy=False)
    columns = {}
    for column in resource.fields:
        chunks = []
        for (_, content), size in zip(contents, sizes, strict=True):
            chunks += content.columns.pop(column.name, [_repeated("", size)]) if size else []
        raw = pa.chunked_array(chunks, pa.large_string())
        if column.type == "string":
            columns[column.name], package.texts[name, column.name] = _text_column(raw)
            continue
        columns[column.name], untyped = _number_column(raw, column.type)
        if untyped.any():
            package.untyped[name, column.name] = untyped
            package.problems += _type_problems(package, place, raw, untyped, column.name, column.type)
    package.tables[name] = pd.DataFrame({**columns, "file": place["file"], "line": place["line"]}, copy=False)
    needs_rows = name == STATEMENTS or any(
        key.resource == name for table in package.contract.tables.values() for key in table.foreign_keys
    )
    if needs_rows and not len(place) and name not in package.unreadable:
        package.unreadable.add(name)
        found = "there is a header but no row; restore the rows"
        package.problems.append(Problem(package.path(contents[0][0]), 1, "no-rows", found))


def _repeated(text: str, size: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.large_string()), size)


def _text_column(raw: pa.ChunkedArray) -> tuple[Any, list[str]]:
    """A column of texts, of which cells with the same text share one, and its different texts."""
    encoded = raw.combine_chunks().dictionary_encode()
    different = _TEXT.__from_arrow__(encoded.dictionary)
    texts: list[str] = different.to_numpy().tolist()
    if len(texts) == 1:  # most columns that may be absent: the same cell, seen in every row
        cells = np.broadcast_to(np.array(texts, dtype=object), len(raw))
        return _TEXT.construct_array_type()(cells, dtype=_TEXT), texts
    return different.take(encoded.indices.to_numpy()), texts


def _number_column(raw: pa.ChunkedArray, kind: str) -> tuple[Any, Mask]:
    """A column of numbers, and the rows whose cell is neither empty nor a finite plain number."""
    plain = pc.match_substring_regex(raw, pattern=_PLAIN[kind])
    kept = pc.if_else(plain, raw, pa.scalar(None, pa.large_string()))
    filled: Mask = pc.not_equal(raw, "").to_numpy()
    if kind == "integer":
        missing: Mask = pc.is_null(kept).to_numpy()
        values = pc.fill_null(pc.cast(kept, pa.int64()), 0).to_numpy()
        return pd.arrays.IntegerArray(values, missing), filled & missing
    # Adding zero makes the minus of -0 go away.
    numbers = pc.cast(kept, pa.float64()).to_numpy() + 0.0
    numbers[np.isinf(numbers)] = np.nan
    return numbers, filled & np.isnan(numbers)


def _type_problems(
    package: Package, place: pd.DataFrame, raw: pa.ChunkedArray, untyped: Mask, column: str, kind: str
) -> list[Problem]:
    code, wanted = {
        "integer": ("not-an-integer", "a whole number in plain digits, such as 2018"),
        "number": ("not-a-number", "a plain decimal, such as 1234.5"),
    }[kind]
    found = raw.filter(pa.array(untyped)).to_pylist()
    where = place[untyped]
    return [
        Problem(package.path(file), line, code, f"{column} is {shown(text)}; write {wanted}")
        for file, line, text in zip(where["file"], where["line"].tolist(), found, strict=True)
    ]
