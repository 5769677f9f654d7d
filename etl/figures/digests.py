"""What stands for the bytes of many files: another digest means that something in them is different."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from etl.figures.paths import package_folder


def digest_of_files(root: Path, files: Iterable[Path]) -> bytes:
    """Stands for the names of files below a folder and for their bytes. Raises OSError where one cannot be read."""
    digest = hashlib.sha256()
    for path in files:
        with path.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        digest.update(os.fsencode(path.relative_to(root).as_posix()) + b"\0" + content)
    return digest.digest()


def digest_of_code(*packages: str) -> bytes:
    """Stands for every module of some packages, and for the tables that modules read."""
    return b"".join(digest_of_files(folder, _modules(folder)) for folder in map(package_folder, packages))


def _modules(folder: Path) -> list[Path]:
    # Figures and assets lie inside the packages only where those are installed, and have digests of their own.
    found = (path for path in folder.rglob("*") if path.suffix in {".py", ".csv", ".json"})
    return sorted(path for path in found if path.relative_to(folder).parts[0] not in {"data", "assets"})
