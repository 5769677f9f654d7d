"""What stands for the bytes of many files: another digest means that something in them is different."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path, PurePath

from etl.figures.paths import package_folder


def digest_of_files(root: Path, files: Iterable[Path]) -> bytes:
    """Stands for the names of files below a folder and for their bytes. Raises OSError where one cannot be read."""
    return digest_of_contents((path.relative_to(root), _digest_of_file(path)) for path in files)


def digest_of_contents(contents: Iterable[tuple[PurePath, bytes]]) -> bytes:
    """Stands for the names of files and for their bytes, of each of which the SHA-256 is given."""
    digest = hashlib.sha256()
    for name, content in contents:
        digest.update(os.fsencode(name.as_posix()) + b"\0" + content)
    return digest.digest()


def _digest_of_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def digest_of_code(*packages: str) -> bytes:
    """Stands for every module of some packages, and for the tables that modules read."""
    return b"".join(digest_of_files(folder, _modules(folder)) for folder in map(package_folder, packages))


def _modules(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if is_module(path.relative_to(folder)))


def is_module(name: PurePath) -> bool:
    """Whether a file of a package is one of its modules, or a table that modules read."""
    # Figures and assets lie inside the packages only where those are installed, and have digests of their own.
    return name.suffix in {".py", ".csv", ".json"} and name.parts[0] not in {"data", "assets"}
