"""Reads what a saved file says of its publication: a web page, a PDF, or a record of a catalogue as JSON."""

import json
from pathlib import Path

from etl.documents.files.document import Document, DocumentError, DocumentParagraph
from etl.documents.files.markup import page_of
from etl.documents.files.opening import open_document
from etl.documents.files.pages import description_of
from etl.documents.files.plain_text import decoded
from etl.documents.files.workbook import FILE_LIMIT
from etl.documents.prose.words import LanguageWord, Vocabulary
from etl.documents.publications.book import describe_book
from etl.documents.publications.catalogued import describe_record
from etl.documents.publications.page import describe_page
from etl.documents.publications.said import Description
from etl.package.extract import Package

_FEWEST_WORDS = 20  # by which a language can be told
_MOST_CHARACTERS = 20_000


def describe_file(package: Package, path: Path) -> Description:
    """What a file says of its publication; DocumentError where it is none that says anything."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
        size = path.stat().st_size
    except OSError as error:
        raise DocumentError(f"{path} cannot be read ({error.strerror}); give an address or a saved file") from None
    if size > FILE_LIMIT:
        raise DocumentError(f"{path} has {size >> 20:,} MiB, and at most {FILE_LIMIT >> 20} are read; give its page")
    if not head.strip():
        raise DocumentError(f"{path} is empty; fetch it again")
    if head.lstrip()[:1] in (b"{", b"["):
        return _of_record(path)
    if b"%PDF-" in head:
        document = open_document(path)
        publishers = sorted(set(package.tables["sources"]["publisher"]) | set(package.tables["producers"]["name"]))
        found = describe_book(description_of(path), document, publishers)
    elif b"<" in head:
        document, found = open_document(path), describe_page(page_of(path))
        found.add("kind", "web-page", "a web page", is_inferred=True)
    else:
        raise DocumentError(f"{path} is no web page, PDF or record in JSON; give the page that lists it")
    if language := _language_of(package, document):
        found.add("language", language, "its words")
    return found


def _of_record(path: Path) -> Description:
    try:
        found = describe_record(json.loads(decoded(path)))
    except (ValueError, RecursionError):
        found = None
    if found is None:
        raise DocumentError(f"{path} is no record of Crossref or DataCite, or item of CSL; save its web page instead")
    return found


def _language_of(package: Package, document: Document) -> str:
    """The language of a document by its words; empty where there are too few."""
    columns = ("language", "kind", "word", "means")
    words = package.tables["words"][list(columns)].itertuples(index=False, name=None)
    vocabulary = Vocabulary(LanguageWord(*row) for row in words)
    texts = [block.text for block in document.blocks if isinstance(block, DocumentParagraph)]
    tokens = vocabulary.spelling.tokens(" ".join(texts)[:_MOST_CHARACTERS])
    words_only = [token for token in tokens if token.kind == "word"]
    return vocabulary.language(words_only).language if len(words_only) >= _FEWEST_WORDS else ""
