"""Zip files whose bytes depend on their content only: no clock, no computer, no order of chance."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

_EARLIEST = 1980  # the first year that a zip file can hold
_CREATED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def moment_of(date: str) -> datetime:
    """The first moment of a partial date (2026, 2026-08, 2026-08-31)."""
    year, month, day = [*(int(part) for part in date.split("-") if part), 1, 1, 1][:3] if date else (_EARLIEST, 1, 1)
    return datetime(max(year, _EARLIEST), month, day)


def zipped(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], moment: datetime) -> bytes:
    """Files as a zip file, in the order in which they are given."""
    target = io.BytesIO()
    pairs = files.items() if isinstance(files, Mapping) else files
    with _archive(target) as archive:
        for name, content in pairs:
            archive.writestr(_entry(name, moment), content)
    return target.getvalue()


def write_zip(path: Path, files: Iterable[tuple[str, Iterable[bytes]]], moment: datetime) -> None:
    """Write files of any length, each in pieces, to a new zip file, in the order in which they are given."""
    with _archive(path) as archive:
        for name, pieces in files:
            # How long a file becomes is not known when it begins.
            with archive.open(_entry(name, moment), "w", force_zip64=True) as file:
                for piece in pieces:
                    file.write(piece)


def _archive(target: Path | BinaryIO) -> zipfile.ZipFile:
    return zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6)


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry


def parts_of_document(content: bytes, moment: datetime) -> dict[str, bytes]:
    """The parts of a document of an office program by their names, with a fixed date, also in workbooks inside it."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith(".xlsx"):
                part = zipped(parts_of_document(part, moment), moment)
            elif name == "docProps/core.xml":
                part = _CREATED.sub(rb"\g<1>" + moment.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<3>", part)
            parts[name] = part
    return parts
