"""How much one document may hold to be read at once: more than reports have, and less than would take minutes."""

import re

from etl.documents.files.document import Document, DocumentError

ROWS_LIMIT = 10_000  # of all tables together
CELLS_LIMIT = 50_000
CHARACTERS_LIMIT = 3_000_000  # of all paragraphs together
NUMBERS_LIMIT = 20_000
_NUMBER = re.compile(r"\d+(?:[.,\s]\d{3})*")


def check_size(document: Document, name: str) -> None:
    """Raise DocumentError with a sentence where a document holds more than is read at once."""
    rows = sum(len({cell.row for cell in table.cells}) for table in document.tables)
    cells = sum(len(table.cells) for table in document.tables)
    characters = sum(len(each.text) for each in document.paragraphs)
    for count, limit, what in (
        (rows, ROWS_LIMIT, "rows of tables"),
        (cells, CELLS_LIMIT, "cells of tables"),
        (characters, CHARACTERS_LIMIT, "characters"),
    ):
        if count > limit:
            raise _too_much(name, count, limit, what)
    numbers = sum(len(_NUMBER.findall(each.text)) for each in document.paragraphs)
    if numbers > NUMBERS_LIMIT:
        raise _too_much(name, numbers, NUMBERS_LIMIT, "numbers in its sentences")


def _too_much(name: str, count: int, limit: int, what: str) -> DocumentError:
    return DocumentError(f"{name} has {count:,} {what}, and at most {limit:,} are read at once; save a part of it")
