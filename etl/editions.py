"""Immutable editions in SQLite files and the one atomic switch between them.

`<database folder>/editions/<edition>.sqlite` holds each edition; the database itself is a hard link to the
current one, replaced by a rename. A reader therefore sees a whole edition or the one before it, whenever the
writer is stopped. What is not part of an edition (when it was published) lies beside it in `history.jsonl`.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

EDITIONS_KEPT = 10
_BUILDING = ".building.sqlite"
_SWITCHING = ".switching.sqlite"


class EditionError(Exception):
    """A sentence for the maintainer: what is wrong with the editions and what to do."""


def edition_name(data: Path) -> str:
    """Twelve hexadecimal digits that stand for the bytes of the data package and of the code of `etl`.

    Raises OSError where a file cannot be read.
    """
    code = Path(__file__).parent
    files = [(b"data", path.relative_to(data), path) for path in _package_files(data)]
    files += [(b"etl", path.relative_to(code), path) for path in sorted(code.rglob("*.py"))]
    digest = hashlib.sha256()
    for root, name, path in files:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        digest.update(b"\0".join([root, os.fsencode(name.as_posix()), content]))
    return digest.hexdigest()[:12]


def _package_files(data: Path) -> list[Path]:
    """What the package can consist of; the built editions are not part of it."""
    found = (path for path in data.rglob("*") if path.suffix in {".csv", ".json", ".geojson"})
    return sorted(path for path in found if path.relative_to(data).parts[0] != "editions" and path.is_file())


def read_edition(database: Path) -> str | None:
    """The edition that a database file holds; None where it holds none or cannot be read."""
    if not database.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            row = connection.execute("SELECT edition FROM edition").fetchone()
    except sqlite3.DatabaseError:
        return None
    return None if row is None else str(row[0])


class SqliteEditions:
    """The editions behind one database file."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.folder = database.parent / "editions"

    def path(self, edition: str) -> Path:
        """Where an edition lies, whether it is there or not."""
        return self.folder / f"{edition}.sqlite"

    def current(self) -> str | None:
        """The edition that readers see; None where there is none or its file is damaged."""
        return read_edition(self.database)

    def names(self) -> list[str]:
        """The editions at hand, in the order in which they were last published; the current one is last."""
        order = {entry["edition"]: position for position, entry in enumerate(self.history())}
        names = [path.stem for path in self.folder.glob("*.sqlite") if not path.name.startswith(".")]
        current = self.current()
        return sorted(names, key=lambda name: (name == current, order.get(name, -1), name))

    def history(self) -> list[dict[str, str]]:
        """What was published when, oldest first: edition, time (UTC) and what was done."""
        file = self.folder / "history.jsonl"
        if not file.is_file():
            return []
        entries = []
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                entries.append(json.loads(line))
            except json.JSONDecodeError:  # a line cut short when a writer was stopped
                continue
        return entries

    @contextmanager
    def lock(self, *, wait: bool = True) -> Iterator[None]:
        """Only one writer at a time; what a stopped writer left behind is removed.

        Raises EditionError where the folder cannot be written, or, with `wait=False`, where another writes.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle = (self.folder / ".lock").open("a")
        except OSError as error:
            raise EditionError(
                f"{self.folder}: cannot write here ({error.strerror}); run as a user who may write it, "
                "or name another data folder with --data"
            ) from error
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise EditionError(
                    f"{self.folder}: another refresh is running; wait for it to end and run this again"
                ) from error
            for leftover in (self.folder / _BUILDING, self.folder / f"{_BUILDING}-journal", self._switching()):
                leftover.unlink(missing_ok=True)
            yield

    def building(self) -> Path:
        """Where the next edition is built, aside from everything that readers see."""
        return self.folder / _BUILDING

    def add(self, edition: str) -> Path:
        """Check the file that was built and keep it under the name of its edition."""
        built = self.building()
        with closing(sqlite3.connect(built)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if verdict != "ok":
            raise EditionError(f"{built}: the new database is damaged ({verdict}); run the refresh again")
        _flush(built)
        built.replace(self.path(edition))
        return self.path(edition)

    def switch(self, edition: str, action: str) -> None:
        """Show an edition to readers, by one atomic rename, and drop all but the last ten."""
        target, aside = self.path(edition), self._switching()
        try:
            os.link(target, aside)
        except OSError:  # a file system without hard links
            shutil.copyfile(target, aside)
            _flush(aside)
        aside.replace(self.database)
        aside.unlink(missing_ok=True)  # renaming one hard link of a file over another leaves both
        _flush(self.database.parent)
        entry = {"edition": edition, "time": datetime.now(UTC).isoformat(timespec="seconds"), "action": action}
        with (self.folder / "history.jsonl").open("a", encoding="utf-8") as file:
            file.write(f"\n{json.dumps(entry)}\n")  # on a line of its own even after one that was cut short
        for name in self.names()[:-EDITIONS_KEPT]:
            self.path(name).unlink()

    def _switching(self) -> Path:
        return self.database.parent / _SWITCHING


def _flush(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before anything is built on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
