"""What the tests of the ETL share."""

from pathlib import Path

import pytest
from data_folder import DataFolder
from outside_tables import area_names

from etl.documents.area_names import AreaNames


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data")


@pytest.fixture
def names() -> AreaNames:
    """The names of the areas that the bundled data know."""
    return area_names()
