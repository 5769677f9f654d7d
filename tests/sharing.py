"""What is made once for a whole run of the tests, however many processes share its tests."""

import fcntl
import os
import pickle
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from etl.editions.edition_names import edition_name
from etl.editions.keeping import EditionStore
from etl.editions.rows import Tables
from etl.making import Examined, examine

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


def examined(data: Path) -> Examined:
    """A data folder as read, checked and resolved, which is done once for all folders with the same bytes."""

    def write(path: Path) -> None:
        path.write_bytes(pickle.dumps((str(data), examine(data))))

    folder, found = pickle.loads(made_once(f"examined-{edition_name(data)}", write).read_bytes())
    problems = [
        replace(each, file=each.file.replace(folder, str(data)), text=each.text.replace(folder, str(data)))
        for each in found.problems
    ]
    return replace(found, problems=problems)


def tables_of(data: Path) -> Tables:
    """The tables of the edition of a data folder without errors."""
    found = examined(data)
    assert found.tables is not None, found.problems
    return found.tables


def publish(data: Path, store: EditionStore) -> str:
    """Publish a data folder as a refresh does, of tables that may have been made before; the name of the edition."""
    name = edition_name(data)
    with store.writing() as writer:
        writer.build(tables_of(data).items())
        writer.publish(name, "refresh", writer.changes())
    return name
