"""Files that are made once for an edition and kept on disk: whole or not there, and never more than a set size."""

import logging
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

logger = logging.getLogger(__name__)

MOST_BYTES = 2 * 1024**3
_ASIDE = ".building-"
_ABANDONED_AFTER = 3600  # seconds


class BuiltFiles:
    """A folder of files. What has not been asked for the longest goes first when they grow too large."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._under_way: dict[Path, threading.Lock] = {}

    def path(self, version: str, name: str, build: Callable[[Path], None]) -> Path:
        """The file of that name in that version; `build` writes it where it is not there yet.

        Two requests for one file build it once. A file that is being sent is not harmed by going.
        """
        path = self._folder / version / name
        with self._lock:
            under_way = self._under_way.setdefault(path, threading.Lock())
        with under_way:
            if path.is_file():
                os.utime(path)
            else:
                self._make(path, build)
        return path

    def _make(self, path: Path, build: Callable[[Path], None]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._forget_abandoned()
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=_ASIDE) as aside:
            made = Path(aside) / path.name
            build(made)
            made.replace(path)
        self._shrink(path)

    def _forget_abandoned(self) -> None:
        """Remove what a server that was killed has left half built."""
        for folder in self._folder.glob(f"*/{_ASIDE}*"):
            if time.time() - folder.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(folder, ignore_errors=True)

    def _shrink(self, newest: Path) -> None:
        """Remove the oldest files until the rest is small enough; the newest one stays whatever its size."""
        with self._lock:
            files = [file for file in self._folder.glob("*/*") if file.is_file() and file != newest]
            sizes = sorted((file.stat().st_mtime, file.stat().st_size, file) for file in files)
            total = newest.stat().st_size + sum(size for _, size, _ in sizes)
            for _, size, file in sizes:
                if total <= self._most_bytes:
                    return
                logger.info("Removing %s to make room for newer downloads", file)
                file.unlink(missing_ok=True)
                total -= size
