"""What every store of editions promises, SQLite files and PostgreSQL alike."""

import json
from pathlib import Path

import pytest
from data_folder import AFGHAN, DataFolder
from postgresql import BOTH_KINDS
from sample_data import small_data
from sharing import publish, tables_of
from sqlalchemy import create_engine, select, text

from etl.editions import edition_names
from etl.editions.edition_names import EDITIONS_KEPT, EditionError, edition_name, find_edition
from etl.editions.keeping import EditionStore
from etl.editions.rows import Tables
from etl.editions.sqlite import SqliteStore
from etl.editions.store import open_store
from etl.figures.paths import DATABASE_NAME, edition_files
from etl.figures.tables import edition_schema, metadata
from etl.publish import refresh

pytestmark = pytest.mark.folder


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data", small_data())


@pytest.fixture(params=BOTH_KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EditionStore:
    """An empty store, of each kind."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    return open_store(tmp_path, url)


@pytest.fixture(scope="module")
def tables() -> Tables:
    """The tables of a small edition."""
    return tables_of(small_data())


def _publish(store: EditionStore, tables: Tables, number: int) -> str:
    """Publish the figures under the name that a change would have given them."""
    name = f"{number:012x}"
    with store.writing() as writer:
        writer.build({**tables, "edition": tables["edition"].assign(edition=name)}.items())
        writer.publish(name, "refresh", writer.changes())
    return name


def test_a_new_store_has_no_edition(store: EditionStore) -> None:
    assert (store.current(), store.names(), store.history()) == (None, [], [])


def test_a_second_refresh_says_that_nothing_changed(folder: DataFolder, store: EditionStore) -> None:
    assert refresh(folder.path, store=store).outcome == "published"
    assert refresh(folder.path, store=store).outcome == "unchanged"
    assert store.current() == edition_name(folder.path)
    assert len(store.history()) == 1


def test_the_history_says_when_which_edition_was_shown_and_what_it_changed(
    folder: DataFolder, store: EditionStore
) -> None:
    publish(folder.path, store)
    where = {"indicator": "opium-production", "year": "2008", "source": "unodc-wdr-2015-table-8-2"}
    folder.change(AFGHAN, where, value="20000")
    refresh(folder.path, store=store)
    first, second = store.history()
    assert [first.edition, second.edition] == store.names()
    assert first.time <= second.time and second.action == "refresh"
    assert first.figures_added and first.statements_added and first.figures_changed == 0
    assert (second.figures_added, second.figures_changed, second.figures_removed) == (0, 1, 0)
    assert (second.statements_added, second.statements_removed) == (1, 1)


def test_a_refresh_compares_with_the_edition_that_is_shown(folder: DataFolder, store: EditionStore) -> None:
    publish(folder.path, store)
    where = {"indicator": "opium-production", "year": "2008", "source": "unodc-wdr-2015-table-8-2"}
    folder.change(AFGHAN, where, value="20000")
    new = {"year": "2027", "value": "9", "as_printed": "9", "locator": "page 1"}
    folder.add(AFGHAN, {"indicator": "opium-production", "year": "2023", "producer": "unodc"}, **new)
    report = refresh(folder.path, store=store)
    changes = report.changes
    assert changes is not None and report.is_kept
    (change,), (added,) = changes.changed, changes.added
    assert added.near == (2025, 296) and changes.jumps == [added, change]  # the largest first
    assert [year for year, _ in changes.around["opium-production", "AFG", "unodc"]][-2:] == [2025, 2027]
    assert change.before is not None and change.after is not None and change.is_jump
    assert (change.before.value, change.after.value) == (5900, 20_000)
    before, after = store.names()
    assert store.changes(before, after) == changes
    assert store.changes(after, after).is_empty


def test_a_dry_run_says_what_would_change_and_changes_nothing(folder: DataFolder, store: EditionStore) -> None:
    publish(folder.path, store)
    before = (store.names(), store.history())
    folder.change(AFGHAN, {"year": "2018"}, note="read again", locator="another page")
    report = refresh(folder.path, store=store, dry_run=True)
    assert report.outcome == "tried" and report.changes is not None
    assert (report.changes.statements_added, report.changes.statements_removed) == (1, 1)
    assert (store.names(), store.history()) == before


def test_an_edition_that_was_only_tried_can_be_looked_at_until_another_is_and_readers_see_none_of_it(
    tmp_path: Path, tables: Tables
) -> None:
    store = SqliteStore(tmp_path / "figures.sqlite")
    for name in ("first", "second"):
        with store.writing() as writer:
            writer.build(tables.items())
            assert writer.keep_tried(name)
    assert edition_files(store.database).keys() == {"second"}
    assert store.names() == [] and store.current() is None


def test_the_last_ten_editions_are_kept(store: EditionStore, tables: Tables) -> None:
    published = [_publish(store, tables, number) for number in range(EDITIONS_KEPT + 2)]
    assert store.names() == published[-EDITIONS_KEPT:]
    assert store.current() == published[-1]
    assert [entry.edition for entry in store.history()] == published


def test_large_editions_are_kept_as_long_as_there_is_room_for_them_but_two_always(
    store: EditionStore, tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = [_publish(store, tables, number) for number in range(3)]
    assert store.names() == published
    monkeypatch.setattr(edition_names, "BYTES_KEPT", 1)
    published.append(_publish(store, tables, 3))
    assert store.names() == published[-2:]
    assert edition_names.too_old({"a": 1, "b": 2, "c": 0, "d": 0}) == ["b", "a"]


def test_an_earlier_edition_can_be_shown_again(store: EditionStore, tables: Tables) -> None:
    first, second, third = (_publish(store, tables, number) for number in range(3))
    with store.writing() as writer:
        writer.show(second, "rollback", store.changes(third, second))
    assert store.current() == second
    assert store.names() == [first, third, second]
    assert store.history()[-1].action == "rollback"
    assert _publish(store, tables, 2) == third
    assert store.names() == [first, second, third]


def test_an_error_while_writing_leaves_the_edition_before(store: EditionStore, tables: Tables) -> None:
    before = _publish(store, tables, 1)
    with pytest.raises(KeyError), store.writing() as writer:
        writer.build(each for each in tables.items() if each[0] != "vintage")
    assert (store.current(), store.names()) == (before, [before])
    assert _publish(store, tables, 2) == store.current()


def test_two_writers_take_turns(store: EditionStore) -> None:
    with store.writing(), pytest.raises(EditionError, match="another refresh is running"), store.writing(wait=False):
        pass


def test_an_edition_of_another_layout_is_told_from_one_that_fits(store: EditionStore, tables: Tables) -> None:
    edition = _publish(store, tables, 1)
    assert store.fits(edition)
    if isinstance(store, SqliteStore):
        engine, table = create_engine(f"sqlite:///{store.path(edition)}"), "source"
    else:
        engine, table = create_engine(_address(store)), f"{edition_schema(edition)}.source"
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {table} RENAME COLUMN title TO name"))
    engine.dispose()
    assert not store.fits(edition)


def test_both_stores_hold_the_same_rows_in_the_same_order(tmp_path: Path, postgresql_url: str) -> None:
    folder = DataFolder(tmp_path / "data")  # all kinds of rows
    folder.change(AFGHAN, {"year": "2018"}, note='Ünïcode, "quotes", \\N and two  blanks')
    edition = refresh(folder.path).edition
    assert publish(folder.path, open_store(folder.path, postgresql_url)) == edition
    files = create_engine(f"sqlite:///{folder.path / DATABASE_NAME}")
    server = create_engine(postgresql_url, execution_options={"schema_translate_map": {None: edition_schema(edition)}})
    with files.connect() as one, server.connect() as other:
        for table in metadata.sorted_tables:
            # By every text, so that the two have to agree on the order of letters.
            query = select(table).order_by(*(column for column in table.c if column.type.python_type is str), *table.c)
            rows = one.execute(query).all()
            assert other.execute(query).all() == rows, table.name
    files.dispose()
    server.dispose()


def test_an_edition_is_named_by_the_beginning_of_its_name() -> None:
    names = ["0a12f3", "0a99f3", "b12f33"]
    assert find_edition("b", names) == "b12f33"
    with pytest.raises(EditionError, match="0a12f3, 0a99f3 begin with it"):
        find_edition("0a", names)
    for nothing in ("", "c"):
        with pytest.raises(EditionError, match="python -m etl history"):
            find_edition(nothing, names)


@pytest.mark.parametrize("url", ["nonsense", "mysql://host/figures", "sqlite://", "sqlite:///:memory:"])
def test_an_address_of_something_else_is_told_with_one_that_works(url: str, tmp_path: Path) -> None:
    with pytest.raises(EditionError, match=r"postgresql\+psycopg://"):
        open_store(tmp_path, url)


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path: Path) -> None:
    store = open_store(tmp_path, "postgresql+psycopg://figures:secret@127.0.0.1:1/figures")
    with pytest.raises(EditionError) as told:
        store.current()
    assert "secret" not in str(told.value) and "127.0.0.1:1" in str(told.value)


def test_two_sqlite_databases_in_one_folder_keep_their_editions_apart(folder: DataFolder, tmp_path: Path) -> None:
    stores = [open_store(folder.path, f"sqlite:///{tmp_path}/{name}.sqlite") for name in ("one", "two")]
    publish(folder.path, stores[0])
    assert stores[1].names() == [] and stores[1].history() == []


def test_what_a_stopped_refresh_left_behind_is_removed(folder: DataFolder) -> None:
    store = SqliteStore(folder.path / DATABASE_NAME)
    store.folder.mkdir()
    leftovers = [store.folder / ".building.sqlite", folder.path / ".drug_control.switching.sqlite"]
    for leftover in (*leftovers, store.folder / ".history.jsonl"):
        leftover.write_bytes(b"half an edition")
    refresh(folder.path)
    left = {path.name for path in [*folder.path.iterdir(), *store.folder.iterdir()] if path.name.startswith(".")}
    assert left == {".lock"}


def test_a_publication_that_was_stopped_before_the_switch_is_not_in_the_history(tmp_path: Path, tables: Tables) -> None:
    store = SqliteStore(tmp_path / DATABASE_NAME)
    shown = _publish(store, tables, 1)
    history = store.folder / "history.jsonl"
    with history.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"edition": "0123456789ab", "time": "", "action": "refresh"}) + "\n" + '{"edition": "cut')
    assert [entry.edition for entry in store.history()] == [shown]
    second = _publish(store, tables, 2)
    assert [json.loads(line)["edition"] for line in history.read_text(encoding="utf-8").splitlines()] == [shown, second]


def _address(store: EditionStore) -> str:
    return store._engine.url.render_as_string(hide_password=False)  # type: ignore[attr-defined,no-any-return]
