"""A file that does not change, in the encodings that browsers accept, each made once."""

import asyncio
import gzip
import hashlib
import logging
import os
import random
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

import brotli

from etl.figures.paths import cache_folder

logger = logging.getLogger(__name__)

COMPRESSIBLE = {".js", ".mjs", ".css", ".json", ".geojson", ".svg", ".ttf", ".txt", ".map", ".html", ".ico"}
_BEST = 11
_QUICK = 5


class StaticFile:
    """The bytes of one file. The best encoding takes a second a megabyte, so until it is there a quick one serves."""

    def __init__(self, content: bytes, media_type: str, suffix: str) -> None:
        self.content = content
        self.media_type = media_type
        self.digest = hashlib.sha256(content).hexdigest()
        self.version = self.digest[:12]
        self.compressible = suffix in COMPRESSIBLE and len(content) > 256
        self._encodings: dict[str, bytes] = {}
        self._best = not self.compressible

    @property
    def ready(self) -> bool:
        """Whether the best encoding is in memory."""
        return self._best

    async def encoded(self, encoding: str) -> bytes:
        """The bytes in an encoding, made aside from the event loop where they are not there yet."""
        if not self.compressible or not encoding:
            return self.content
        if encoding not in self._encodings:
            body = await asyncio.to_thread(self._quick, encoding)
            self._encodings.setdefault(encoding, body)
        return self._encodings[encoding]

    def _quick(self, encoding: str) -> bytes:
        if encoding == "br":
            return bytes(brotli.compress(self.content, quality=_QUICK))
        return gzip.compress(self.content, 6, mtime=0)

    def compress_best(self, folder: Path) -> None:
        """Take the best encoding from the cache folder, or make it and leave it there."""
        if self._best:
            return
        kept = folder / f"{self.digest}.br"
        body = _read_brotli(kept, self.digest)
        if body is None:
            body = bytes(brotli.compress(self.content, quality=_BEST))
            _keep(kept, body)
        self._encodings["br"] = body
        self._best = True


def _read_brotli(path: Path, digest: str) -> bytes | None:
    """A kept encoding, if it is there and still says what it should."""
    try:
        body = path.read_bytes()
        return body if hashlib.sha256(brotli.decompress(body)).hexdigest() == digest else None
    except (OSError, brotli.error):
        return None


def _keep(path: Path, body: bytes) -> None:
    """Keep an encoding for the next start; a folder that cannot be written only costs that start some seconds."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        Path(name).replace(path)
    except OSError as error:
        logger.info("The compressed files are not kept: %s", error)


def compress_in_background(files: Iterable[StaticFile]) -> threading.Thread:
    """Make the best encodings of these files, one after another, without keeping anybody waiting.

    Processes that start together each begin with another file, so that they find most of what the others have made.
    """
    queue = list(files)
    random.shuffle(queue)
    folder = cache_folder() / "compressed"

    def work() -> None:
        for file in queue:
            file.compress_best(folder)

    thread = threading.Thread(target=work, name="compress-static-files", daemon=True)
    thread.start()
    return thread
