"""What happens to the file of the database and to the disk that it lies on."""

import os
import random
import shutil
from contextlib import suppress
from pathlib import Path

from phases import End, Phase, at_once
from published import Published


def phases(published: Published, folder: Path) -> list[Phase]:
    """The file is replaced, spoiled and taken away, and the disk of that folder fills."""
    return [
        at_once("the next edition", published.publish_the_next),
        Phase("the database replaced by a corrupt one", lambda: _corrupt(published), is_without_figures=True),
        Phase("the database removed", lambda: _aside(published), is_without_figures=True),
        Phase("the database cut in half", lambda: _cut(published), is_without_figures=True),
        Phase("the database written over", lambda: _written_over(published), is_without_figures=True),
        Phase("the disk full", lambda: _disk_full(published, folder)),
    ]


def _aside(published: Published) -> End:
    kept = published.database.with_suffix(".aside")
    published.database.rename(kept)
    return lambda: kept.rename(published.database)


def _corrupt(published: Published) -> End:
    kept, corrupt = published.database.with_suffix(".kept"), published.database.with_suffix(".corrupt")
    shutil.copy2(published.database, kept)
    content = bytearray(kept.read_bytes())
    # The head is whole, so the file opens; what is behind it is not.
    content[8192:] = random.Random(2).randbytes(len(content) - 8192)
    corrupt.write_bytes(content)
    corrupt.replace(published.database)
    return lambda: kept.replace(published.database)


def _cut(published: Published) -> End:
    # The kept edition is the same file, so what mends it is a refresh: the next figure is published.
    os.truncate(published.database, published.database.stat().st_size // 2)
    return published.publish_the_next


def _written_over(published: Published) -> End:
    published.database.write_bytes(random.Random(3).randbytes(published.database.stat().st_size))
    return published.publish_the_next


def _disk_full(published: Published, folder: Path) -> End:
    """Nothing can be written: neither another edition nor the files of whole editions that readers ask for."""
    filler = folder / "filler"
    for size in (1 << 20, 1):
        with suppress(OSError), filler.open("ab", buffering=0) as file:
            while True:
                file.write(bytes(size))
    refused = ""
    try:
        published.publish_the_next()
    except Exception as error:
        refused = str(error)
    assert refused, "an edition was published on a disk that is full"
    published.timeline.shown.pop()  # what could not be published was never shown
    return filler.unlink
