"""Columns are declared once: what is made from the declaration stays in step, and names decide, never places."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from data_folder import AFGHAN, DataFolder
from sample_data import BUNDLED
from sharing import publish
from sqlalchemy import Engine, MetaData, create_engine, insert, select

from etl.editions.differences import Identity
from etl.editions.store import open_store
from etl.figures import columns, tables
from etl.figures.areas import Area
from etl.figures.rows import by_name
from etl.package.descriptor import describe
from etl.publish import refresh

AFGHANISTAN = {"area": "AFG", "name": "Afghanistan", "level": "country", "parent": "WLD", "note": "", "parts": ""}
PLACE = {"latitude": 33.8, "longitude": 66.0}


@pytest.fixture
def engine() -> Engine:
    return create_engine("sqlite://")


def _swapped(table: columns.Table, one: str, other: str) -> columns.Table:
    place = {column.name: position for position, column in enumerate(table.columns)}
    order = list(table.columns)
    order[place[one]], order[place[other]] = table[other], table[one]
    return replace(table, columns=tuple(order))


def test_two_swapped_columns_do_not_move_afghanistan(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(columns.TABLES, "area", _swapped(columns.AREA, "latitude", "longitude"))
    table = tables._table("area", among=MetaData())
    for key in [*table.foreign_keys]:
        table.constraints.discard(key.constraint)
    assert [column.name for column in table.columns][4:6] == ["longitude", "latitude"]
    table.create(engine)
    with engine.begin() as connection:
        connection.execute(insert(table), [AFGHANISTAN | PLACE])
        made = by_name(Area, table.columns.keys())(connection.execute(select(table)).one())
    assert (made.latitude, made.longitude) == (33.8, 66.0)


def test_a_query_that_lacks_a_field_of_its_record_never_runs() -> None:
    with pytest.raises(TypeError, match=r"Area\.latitude has no cell latitude"):
        by_name(Area, ["area", "name", "level", "parent", "longitude", "note", "parts"])


def test_the_package_is_described_as_the_columns_are_declared(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(BUNDLED, folder, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
    describe(folder)
    for file in ("datapackage.json", "README.md"):
        remedy = "run `python -m etl package`"
        assert (folder / file).read_text(encoding="utf-8") == (BUNDLED / file).read_text(encoding="utf-8"), remedy


def test_a_description_keeps_what_a_package_has_of_its_own(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    contract = folder.path / "datapackage.json"
    package = json.loads(contract.read_text(encoding="utf-8"))
    sources = next(resource for resource in package["resources"] if resource["name"] == "sources")
    sources["schema"]["fields"].append({"name": "shelf", "type": "string"})
    sources["schema"]["fields"][1]["description"] = "something else"
    sources["schema"]["fields"][1]["constraints"]["maxLength"] = 900
    contract.write_text(json.dumps(package), encoding="utf-8")
    describe(folder.path)
    package = json.loads(contract.read_text(encoding="utf-8"))
    fields = next(resource for resource in package["resources"] if resource["name"] == "sources")["schema"]["fields"]
    assert fields[-1] == {"name": "shelf", "type": "string"}
    assert fields[1]["description"] == columns.SOURCE["title"].meaning
    assert fields[1]["constraints"] == {"maxLength": 900, "required": True}


def test_every_table_of_an_edition_and_of_the_package_is_declared() -> None:
    assert set(tables.metadata.tables) == {table.name for table in columns.EDITION_TABLES}
    package = json.loads((BUNDLED / "datapackage.json").read_text(encoding="utf-8"))
    files = {resource["name"] for resource in package["resources"] if resource["format"] == "csv"}
    assert files == {table.resource for table in columns.PACKAGE_TABLES}


@pytest.mark.parametrize(
    "table", (*columns.EDITION_TABLES, columns.TABLES["alias"], columns.PUBLICATION), ids=lambda t: t.name
)
def test_every_column_says_what_it_means(table: columns.Table) -> None:
    for column in table.columns:
        assert len(column.meaning) > 3 and not column.meaning.endswith("."), column.name


def _disagreements(folder: DataFolder) -> set[Identity]:
    store = open_store(folder.path)
    current = store.current()
    assert current is not None
    return store.disagreements(current)


@pytest.mark.many
def test_a_mended_text_is_told_and_makes_no_other_statement(tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    publish(folder.path, open_store(folder.path))
    before = _disagreements(folder)
    where = {"indicator": "opium-poppy-cultivation", "area": "AFG", "year": "2018", "value": "221000"}
    folder.change(AFGHAN, where, as_printed="221 000 ha")
    changes = refresh(folder.path).changes
    assert changes is not None
    assert (changes.statements_added, changes.statements_removed, changes.statements_mended) == (0, 0, 1)
    assert not changes.is_empty and not changes.flips
    assert _disagreements(folder) == before
