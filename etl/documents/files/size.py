"""How much one document may hold to be read at once: more than reports have, and less than would take minutes."""

import re

from etl.documents.files.document import Document, DocumentError

ROWS_LIMIT = 10_000  # of all tables together
CELLS_LIMIT = 50_000
CHARACTERS_LIMIT = 3_000_000  # of all paragraphs together
NUMBERS_LIMIT = 20_000
TABLES_LIMIT, TABLES_LIMIT_OF_A_PAGE = 80, 1  # together: a long report has more tables than a short one
DENSE_LIMIT, DENSE_LIMIT_OF_A_PAGE = 2_500, 100  # numbers in sentences that hold hardly anything else
_WORDS_FOR_A_NUMBER = 5  # the fewest that sentences have, over many pages
_NUMBER = re.compile(r"\d+(?:[.,\s]\d{3})*")
_WORD = re.compile(r"[^\W\d_]{2,}|[\u3400-\u9fff]")


def check_tables(count: int, pages: int, name: str) -> None:
    """Raise DocumentError with a sentence where so many pages have more tables than are read at once."""
    limit = TABLES_LIMIT + TABLES_LIMIT_OF_A_PAGE * pages
    if count > limit:
        raise DocumentError(f"{name} has more than {limit:,} tables, and no more are read at once; save a part of it")


def check_size(document: Document, name: str) -> None:
    """Raise DocumentError with a sentence where a document holds more than is read at once."""
    check_tables(sum(1 for _ in document.tables), len(document.pages), name)
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
    if numbers > DENSE_LIMIT and _is_dense(document):
        raise DocumentError(
            f"{name} has {numbers:,} numbers in its sentences and few words beside them, as no text has; "
            "save what you need of it as a table"
        )


def _is_dense(document: Document) -> bool:
    """Whether sentences, which a picture's numbers are not, have more numbers than reports have."""
    texts = [(len(_NUMBER.findall(each.text)), len(_WORD.findall(each.text))) for each in document.paragraphs]
    numbers = sum(numbers for numbers, words in texts if words > 1)
    limit = DENSE_LIMIT + DENSE_LIMIT_OF_A_PAGE * len(document.pages)
    return numbers > limit and sum(words for _, words in texts) < _WORDS_FOR_A_NUMBER * numbers


def _too_much(name: str, count: int, limit: int, what: str) -> DocumentError:
    return DocumentError(f"{name} has {count:,} {what}, and at most {limit:,} are read at once; save a part of it")
