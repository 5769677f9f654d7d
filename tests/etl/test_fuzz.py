"""Whatever is in the data folder, the answer is a list of problems and never a traceback."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bad_inputs import tried
from data_folder import AFGHAN, DataFolder
from hypothesis import given
from hypothesis import strategies as st
from sample_data import BUNDLED

from etl.package.contract import read_contract

FILES = sorted(
    str(path.relative_to(BUNDLED)) for path in [*BUNDLED.glob("*.csv"), BUNDLED / AFGHAN, *BUNDLED.glob("geo/PER*")]
)
ODD = st.sampled_from([b'"', b"\n", b",", b"\r", b"\0", b"\xff", b"\xef\xbb\xbf", b'""', b"-", b"{", b"1e999", b"'"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """One folder for all examples; each puts back the file that it has changed, since copying all is slow."""
    return DataFolder(tmp_path_factory.mktemp("fuzz") / "data")


def problems_with(folder: DataFolder, odd: dict[str, bytes]) -> list[str]:
    """What is said of a folder in which some files have other bytes; each is put back."""
    before = {file: (folder.path / file).read_bytes() for file in odd}
    try:
        for file, content in odd.items():
            (folder.path / file).write_bytes(content)
        problems = folder.problems()
    finally:
        for file, content in before.items():
            (folder.path / file).write_bytes(content)
    for problem in problems:
        file = folder.below(problem)
        assert file not in odd or 1 <= problem.line <= odd[file].count(b"\n") + 1
    return [str(problem) for problem in problems]


def several(files: list[str]) -> st.SearchStrategy[list[str]]:
    """Files that are odd at once: reading the folder takes longer than what is odd in it."""
    return st.lists(st.sampled_from(files), min_size=1, max_size=4, unique=True)


@tried(0.03)
@given(several(FILES), st.data())
def test_random_bytes(folder: DataFolder, files: list[str], data: st.DataObject) -> None:
    odd = {file: data.draw(st.binary(max_size=300)) for file in files}
    assert all(line.isprintable() for line in problems_with(folder, odd))


@tried(0.03)
@given(several(FILES), st.data())
def test_random_edits(folder: DataFolder, files: list[str], data: st.DataObject) -> None:
    assert all(line.isprintable() for line in problems_with(folder, {file: _edited(file, data) for file in files}))


def _edited(file: str, data: st.DataObject) -> bytes:
    content = (BUNDLED / file).read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 40))
        content = content[:start] + data.draw(ODD | st.binary(max_size=8)) + content[start + length :]
    return content


@tried(0.03)
@given(several(["areas.csv", "sources.csv", "annotations.csv", "groups.csv", AFGHAN]), st.data())
def test_random_cells(folder: DataFolder, files: list[str], data: st.DataObject) -> None:
    odd = {file: _with_an_odd_cell(folder, file, data) for file in files}
    assert all(line.isprintable() for line in problems_with(folder, odd))


def _with_an_odd_cell(folder: DataFolder, file: str, data: st.DataObject) -> bytes:
    before, rows = (folder.path / file).read_bytes(), folder.rows(file)
    row = data.draw(st.sampled_from(rows[:20]))
    column = data.draw(st.sampled_from(list(row)))
    row[column] = data.draw(st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(list(row.values())))
    folder.write_rows(file, list(row), rows)
    content = (folder.path / file).read_bytes()
    (folder.path / file).write_bytes(before)
    return content


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(10**400),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _places(inner)


@tried(0.05)
@given(st.data(), JSON)
def test_random_contracts(folder: DataFolder, data: st.DataObject, odd: Any) -> None:
    contract = json.loads((BUNDLED / "datapackage.json").read_text(encoding="utf-8"))
    container, key = data.draw(st.sampled_from(list(_places(contract))))
    container[key] = odd
    problems_with(folder, {"datapackage.json": json.dumps(contract, indent=2).encode()})


@tried(0.2)
@given(JSON)
def test_contracts_that_are_none(tmp_path: Path, odd: Any) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(odd), encoding="utf-8")
    _, problems = read_contract(tmp_path, "datapackage.json")
    assert problems
