"""Opens a file of any kind as a document, or says in one sentence why not; what it is is told by its content."""

import re
import zipfile
from pathlib import Path

from etl.documents.files.cells import SheetCell, number_as_text
from etl.documents.files.document import Document, DocumentCell, DocumentError, DocumentTable
from etl.documents.files.markup import read_html
from etl.documents.files.pages import read_pdf
from etl.documents.files.plain_text import read_text
from etl.documents.files.sheets import WORKBOOK_NAMES, ImportFileError, Sheet, read_sheets
from etl.documents.files.size import check_size
from etl.documents.files.word_file import read_docx
from etl.documents.files.workbook import FILE_LIMIT

_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|p|h1|article|section|meta)\b", re.IGNORECASE)
_TABLE_NAMES = (".csv", ".tsv", ".json")
_CELLS_LIMIT = 200_000


def open_document(path: Path) -> Document:
    """The document that a file is; DocumentError with one sentence where it cannot be read, or is too large."""
    document = _opened(path)
    check_size(document, str(path))
    return document


def _opened(path: Path) -> Document:
    try:
        if not path.is_file():
            raise DocumentError(f"{path} is not a file; name the document that you have fetched")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise DocumentError(
                f"{path} has {size >> 20:,} MiB, and at most {FILE_LIMIT >> 20} are read; save a part of it"
            )
        with path.open("rb") as file:
            head = file.read(4096)
        if not head.strip():
            raise DocumentError(f"{path} is empty; fetch it again")
        if b"%PDF-" in head[:1024]:
            return read_pdf(path)
        if head.startswith(b"PK") and _is_word(path):
            return read_docx(path)
        if is_table_file(path, head):
            return _from_sheets(read_sheets(path))
        if _HTML.search(head):
            return read_html(path)
        return read_text(path)
    except ImportFileError as error:
        raise DocumentError(str(error)) from None
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}); check what it is") from None


def is_table_file(path: Path, head: bytes) -> bool:
    """Whether a file is a workbook or a list of rows, which `import` reads by its layouts."""
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return not (head.startswith(b"PK") and _is_word(path))
    if b"%PDF-" in head[:1024] or _HTML.search(head):
        return False
    return path.suffix.lower() in (*_TABLE_NAMES, *WORKBOOK_NAMES)


def is_document(path: Path) -> bool:
    """Whether a file is no table as `import` reads them by its layouts, but a document with tables or text."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return False
    names = (".pdf", ".html", ".htm", ".docx", ".md", ".txt", ".markdown")
    is_text = path.suffix.lower() in names[1:] and not head.startswith(b"\xd0\xcf")
    return bool(b"%PDF-" in head[:1024] or _HTML.search(head) or is_text or (head.startswith(b"PK") and _is_word(path)))


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "word/document.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _from_sheets(sheets: list[Sheet]) -> Document:
    """Each sheet as a table; rows above it with one text are its titles."""
    tables = []
    for number, sheet in enumerate(sheets, start=1):
        first, titles = _first_row(sheet)
        cells: list[DocumentCell] = []
        for row in range(first, len(sheet.rows)):
            for column, cell in enumerate(sheet.rows[row]):
                text = _shown(cell)
                if not text:
                    continue
                top, left, bottom, right = sheet.merged_at.get((row, column), (row, column, row, column))
                if (top, left) == (row, column):
                    cells.append(DocumentCell(row, column, text, bottom - top + 1, right - left + 1))
            if len(cells) > _CELLS_LIMIT:
                raise DocumentError(f"sheet {sheet.name} has more than {_CELLS_LIMIT:,} cells; save the table alone")
        if cells:
            tables.append(DocumentTable(cells, number=number, titles=titles, name=sheet.name))
    return Document([*tables])


def _first_row(sheet: Sheet) -> tuple[int, list[str]]:
    titles: list[str] = []
    for row in range(min(len(sheet.rows), 20)):
        texts = [text for cell in sheet.rows[row] if (text := _shown(cell))]
        if len(texts) > 1:
            return row, titles[::-1]
        titles += texts
    return 0, []


def _shown(cell: SheetCell) -> str:
    if isinstance(cell, float) and not isinstance(cell, bool):
        return number_as_text(cell)
    return " ".join(str(cell).split())
