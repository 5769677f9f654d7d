"""Takes back the last import: every file that it wrote is again what it was before."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

from etl.documents.files.sheets import ImportFileError
from etl.figures.paths import cache_folder
from etl.package.descriptor import not_writable, replace_file


def keep_for_undo(folder: Path, before: Mapping[Path, str | None]) -> None:
    """Keep what files of a data folder were before an import, None for new ones, and what the import made of them."""
    files = {
        str(path.relative_to(folder)): {"before": text, "after": _digest(path)}
        for path, text in before.items()
        if _digest(path) != _digest_of(text)
    }
    _kept(folder).write_bytes(zlib.compress(json.dumps(files).encode("utf-8")))


def undo(folder: Path) -> list[str]:
    """Make the files of the last import what they were before it, and give them, as paths below the data folder.

    Raises ImportFileError where there is none, or where one of its files was changed since; then nothing is changed.
    """
    kept = _kept(folder)
    try:
        files = json.loads(zlib.decompress(kept.read_bytes()))
    except (OSError, ValueError, zlib.error):
        raise ImportFileError(f"no import into {folder} is known that could be taken back") from None
    if changed := [below for below, of_file in files.items() if _digest(folder / below) != of_file["after"]]:
        raise ImportFileError(
            f"{folder / changed[0]} was changed after the import; take the import back by hand, or with git"
        )
    like = folder / "sources.csv"
    try:
        for below, of_file in files.items():
            if of_file["before"] is None:
                (folder / below).unlink()
            else:
                replace_file(folder / below, of_file["before"], like)
        kept.unlink()
    except OSError as error:
        raise ImportFileError(not_writable(folder, error)) from None
    return list(files)


def _kept(folder: Path) -> Path:
    """The file that the last import of a data folder is kept in."""
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache_folder() / f"import-{name}"


def _digest(path: Path) -> str:
    return _digest_of(path.read_bytes().decode("utf-8") if path.exists() else None)


def _digest_of(text: str | None) -> str:
    return "" if text is None else hashlib.sha256(text.encode("utf-8")).hexdigest()
