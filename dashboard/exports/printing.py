"""HTML documents printed by Chromium: PDF files of real text, with tags for who does not see them, and provenance."""

import io
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import BooleanObject, NameObject

from dashboard.exports.renderer import NoBrowserError, PictureError, find_browser

SIGNATURE = b"%PDF-"
_SECONDS = 20.0
_ENDINGS = {"print-to-pdf": "pdf", "screenshot": "png"}  # Chromium writes by them
_OPTIONS = (
    "--headless",
    "--no-sandbox",  # what it prints is ours, and its policy allows no script and no other file
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
)


def printed(document: str) -> bytes:
    """The document on paper. Raises NoBrowserError without a Chromium, PictureError where it fails."""
    return _made(document, ("--no-pdf-header-footer", "--generate-pdf-document-outline"), "print-to-pdf")


def photographed(drawing: str, width: int, height: int) -> bytes:
    """An SVG drawing as a PNG file of so many pixels, with the fonts that it has inside. Raises the same."""
    page = (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><style>body{margin:0}svg{display:block}</style></head>'
        f"<body>{drawing}</body></html>"
    )
    options = (f"--window-size={width},{height}", "--hide-scrollbars", "--virtual-time-budget=2000")
    return _made(page, options, "screenshot")


def _made(document: str, options: tuple[str, ...], act: str) -> bytes:
    """What Chromium makes of a document by one of its acts that write a file."""
    browser = find_browser()
    if browser is None:
        raise NoBrowserError
    with tempfile.TemporaryDirectory(prefix="printing-") as place:
        folder = Path(place)
        page, out = folder / "page.html", folder / f"made.{_ENDINGS[act]}"
        page.write_text(document, encoding="utf-8")
        profile = f"--user-data-dir={folder / 'profile'}"
        _run([browser, *_OPTIONS, *options, profile, f"--{act}={out}", page.as_uri()])
        if not out.is_file():
            raise PictureError("Chromium produced no file.")
        return out.read_bytes()


def _run(command: list[str]) -> None:
    """Run Chromium to its end, and end it with all that it has started where it takes too long."""
    silent = subprocess.DEVNULL
    with subprocess.Popen(command, stdin=silent, stdout=silent, stderr=silent, start_new_session=True) as process:
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise PictureError("Chromium did not print in time.") from error


def pages_of(pdf: bytes) -> int:
    """How many sheets it has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def with_texts(pdf: bytes, texts: Mapping[str, str], moment: datetime) -> bytes:
    """The same file with texts in its properties, and nothing in it of the moment in which it was made."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    date = f"D:{moment:%Y%m%d%H%M%S}Z"
    writer.add_metadata({"/CreationDate": date, "/ModDate": date, **{f"/{word}": text for word, text in texts.items()}})
    writer.create_viewer_preferences()[NameObject("/DisplayDocTitle")] = BooleanObject(True)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def lines_of(pdf: bytes) -> list[str]:
    """The lines that stand on the sheets of a file, and on notes and stamps that are laid over them.

    Raises ValueError where it is none that can be read, as the next three do.
    """
    with _read(pdf) as file:
        lines = [line for page in file.pages for line in page.extract_text().splitlines()]
        laid_over = [note for note in _notes(file) if note["/Subtype"] != "/Link"]
        return [*lines, *(str(note.get("/Contents") or note["/Subtype"]) for note in laid_over)]


def links_of(pdf: bytes) -> set[str]:
    """The addresses that the sheets of a file lead to."""
    with _read(pdf) as file:
        return {str(note["/A"]["/URI"]) for note in _notes(file) if "/URI" in note.get("/A", ())}


def sheets_of(pdf: bytes) -> int:
    """How many sheets a file has."""
    with _read(pdf) as file:
        return len(file.pages)


def read_texts(pdf: bytes) -> dict[str, str]:
    """The texts in the properties of a file."""
    with _read(pdf) as file:
        return {key.removeprefix("/"): str(value) for key, value in (file.metadata or {}).items()}


def _notes(file: PdfReader) -> list[Any]:
    """What is laid over the sheets: links, notes and stamps."""
    return [note.get_object() for page in file.pages for note in page.get("/Annots") or ()]


@contextmanager
def _read(pdf: bytes) -> Iterator[PdfReader]:
    try:
        yield PdfReader(io.BytesIO(pdf))
    except (PyPdfError, RecursionError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError("this PDF file is damaged") from error
