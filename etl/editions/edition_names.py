"""What an edition is called, and the rules that every store of editions keeps."""

import hashlib
import os
import socket
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from etl.figures.digests import digest_of_code, digest_of_files
from etl.figures.tables import Publication

if TYPE_CHECKING:
    from etl.editions.changes import Changes

EDITIONS_KEPT = 10
BYTES_KEPT = 1_000_000_000  # that they may have together
LEAST_KEPT = 2  # the edition that is shown, and the one to go back to, however large they are

STILL_SHOWN = "the edition before is still shown"
ANOTHER_REFRESH = "another refresh is running; wait for it to end and run this again"


class EditionError(Exception):
    """A sentence for the maintainer: what is wrong with the editions and what to do."""


def too_old(sizes: Mapping[str, int]) -> list[str]:
    """Of the editions by their bytes, the last one shown last, those that are kept no longer."""
    newest = [*sizes][::-1]
    together = accumulate(sizes[name] for name in newest)
    kept = [size <= BYTES_KEPT or place < LEAST_KEPT for place, size in enumerate(together)]
    return newest[min(sum(kept), EDITIONS_KEPT) :]


def edition_name(data: Path) -> str:
    """Twelve hexadecimal digits that stand for the bytes of the data package and of the code of `etl`.

    Raises OSError where a file cannot be read.
    """
    return name_of(digest_of_files(data, _package_files(data)), code_in_use())


def name_or_nothing(data: Path) -> str:
    """The edition of the data folder; nothing where it cannot be read, which the check then says in full."""
    try:
        return edition_name(data)
    except OSError:
        return ""


def name_of(package: bytes, code: bytes) -> str:
    """What the edition is called that a package gives with some code, by what stands for both."""
    return hashlib.sha256(package + code).hexdigest()[:12]


@cache
def code_in_use() -> bytes:
    """Of the code as this process runs it, whatever happens to its files later."""
    return digest_of_code("etl")


def _package_files(data: Path) -> list[Path]:
    """What the package can consist of; the built editions are not part of it."""
    return sorted(path for path in data.rglob("*") if is_of_package(path.relative_to(data)) and path.is_file())


def is_of_package(name: PurePath) -> bool:
    """Whether a file of a data folder is one that its edition is named by."""
    return name.suffix in {".csv", ".json", ".geojson"} and name.parts[0] != "editions"


def new_publication(edition: str, action: str, changes: "Changes") -> Publication:
    """An entry for the history, of this moment."""
    time = datetime.now(UTC).isoformat(timespec="seconds")
    added, changed, removed = map(len, (changes.added, changes.changed, changes.removed))
    statements = changes.statements_added, changes.statements_removed
    return Publication(edition, time, action, added, changed, removed, len(changes.flips), *statements)


def by_last_publication(names: Sequence[str], history: Sequence[Publication], current: str | None) -> list[str]:
    """Editions in the order in which they were last shown; the current one is last."""
    order = {entry.edition: position for position, entry in enumerate(history)}
    return sorted(names, key=lambda name: (name == current, order.get(name, -1), name))


def find_edition(prefix: str, names: Sequence[str]) -> str:
    """The edition whose name begins so. Raises EditionError unless there is exactly one."""
    found = [name for name in names if name.startswith(prefix)]
    if prefix and len(found) == 1:
        return found[0]
    several = f"{', '.join(found)} begin with it; give more of the name" if prefix and found else ""
    raise EditionError(
        f'edition "{prefix}": {several or "it is not there; `python -m etl history` lists those that are"}'
    )


def this_writer() -> str:
    """What this process is called by another one that waits for it."""
    return f"the refresh of process {os.getpid()} on {socket.gethostname()}"
