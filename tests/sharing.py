"""What is made once for a whole run of the tests, however many processes share its tests."""

import fcntl
import os
import pickle
import uuid
from collections.abc import Callable
from pathlib import Path

from etl.editions.edition_names import edition_name
from etl.editions.keeping import EditionStore
from etl.editions.rows import Tables
from etl.making import examine

SHARED = "TESTS_SHARED_FOLDER"  # tells the processes of a run where the things are that they share


def compressed_files() -> Path:
    """Where all dashboards of a run keep their compressed files, but those of which a test looks at what they write."""
    return Path(os.environ[SHARED]) / "cache" / "drug-control-dashboard" / "compressed"


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """A file or folder that the first process which asks for it makes, for all processes of the run."""
    path = Path(os.environ[SHARED]) / name
    with path.with_suffix(".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not path.exists():
            aside = path.with_suffix(f".{uuid.uuid4().hex}")
            make(aside)
            aside.rename(path)
    return path


def tables_of(data: Path) -> Tables:
    """The tables of the edition of a data folder, which are made once for all folders with the same bytes."""

    def write(path: Path) -> None:
        examined = examine(data)
        assert examined.tables is not None, examined.problems
        path.write_bytes(pickle.dumps(examined.tables))

    tables: Tables = pickle.loads(made_once(f"tables-{edition_name(data)}", write).read_bytes())
    return tables


def publish(data: Path, store: EditionStore) -> str:
    """Publish a data folder as a refresh does, of tables that may have been made before; the name of the edition."""
    name = edition_name(data)
    with store.writing() as writer:
        writer.build(tables_of(data).items())
        writer.publish(name, "refresh", writer.changes())
    return name
