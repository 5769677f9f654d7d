"""What the tests of the ETL share."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from data_folder import DataFolder, check_once, read_once
from outside_tables import area_names
from sample_data import sample_data

from etl import rules
from etl.documents import source
from etl.documents.area_names import AreaNames
from etl.documents.files import pages, sheets
from etl.documents.files.aside import Refusal, accepted
from etl.documents.readings.reader import DocumentReading, read_document
from etl.method.units_in_use import units_in_use
from etl.package import extract
from etl.package.extract import Package


@pytest.fixture(autouse=True)
def _files_are_read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that do no harm are read without starting a program for each, but by tests of what starts programs."""
    if request.node.get_closest_marker("processes") is None:
        monkeypatch.setattr(pages, "read_aside", _read_here)
        monkeypatch.setattr(sheets, "read_aside", _read_here)


def _read_here(reader: ModuleType, path: Path, *words: str, refusal: Refusal, **_: Any) -> dict[str, Any]:
    return accepted(json.loads(json.dumps(reader.answer(str(path.absolute()), *words))), path, refusal)


@pytest.fixture(autouse=True)
def _the_sample_is_read_and_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sample_data()  # which is read as it is made
    monkeypatch.setattr(extract, "read_csv", read_once)
    monkeypatch.setattr(rules, "check", check_once)
    monkeypatch.setattr(source, "check", check_once)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def names() -> AreaNames:
    """The names of the areas that the bundled data know."""
    return area_names()


@pytest.fixture(scope="session")
def documents_package() -> Package:
    """The package by whose names documents are read."""
    return extract.extract(sample_data())


@pytest.fixture(scope="session")
def read(documents_package: Package) -> Callable[[Path], DocumentReading]:
    """Reads a document as the command does."""

    def reading(path: Path) -> DocumentReading:
        with units_in_use(documents_package.tables["units"]):
            return read_document(path, documents_package)

    return reading
