"""What a PDF says of itself: its description, and the title and the day on its first pages."""

import re

from etl.documents.files.document import Document, DocumentParagraph
from etl.documents.publications.days import day_of, printed_day
from etl.documents.publications.kinds import kind_of
from etl.documents.publications.said import Description

_FIRST_PAGES = 3
_LONGEST_TITLE = 250
_SAME_SIZE = 0.9  # of the largest letters of a page: as large are all of a title
# What programs write for a title that nobody gave: the name of a file, or of the program.
_NO_TITLE = re.compile(
    r".*\.(?:docx?|pptx?|xlsx?|indd|pdf|qxd|ai|rtf|odt|pub)|microsoft (?:word|powerpoint|excel).*|untitled.*"
    r"|(?:slide|page|document|presentation) ?\d*",
    re.IGNORECASE,
)


def describe_book(about: dict[str, str], document: Document, publishers: list[str]) -> Description:
    """What a PDF says of the publication.

    about: its description, as `etl.documents.files.pages.description_of` gives it. publishers: names that are known,
    which are looked for on its first pages.
    """
    found = Description()
    first = [block for block in document.paragraphs if block.page == 1 and block.words]
    if (title := about.get("Title", "")) and len(title) > 3 and not _NO_TITLE.fullmatch(title):
        found.add("title", title, "description of the PDF")
    found.add("title", _largest(first), "largest letters of page 1")
    early = [block for block in document.paragraphs if block.page <= _FIRST_PAGES]
    for block in early:
        if day := printed_day(block.text):
            found.add("published", day, f"page {block.page}")
            break
    found.add("published", day_of(about.get("CreationDate", "")), "day on which the PDF was made", is_inferred=True)
    text = " ".join(block.text for block in early)
    for name in sorted(publishers, key=len, reverse=True):
        if len(name) > 2 and (place := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)):
            found.add(
                "publisher", name, f'named on the first pages: "{_around(text, place.start())}"', is_inferred=True
            )
    found.add("language", about.get("Lang", "")[:2].lower(), "description of the PDF")
    titles = " ".join(each.text for each in found.said["title"])
    found.add("kind", kind_of(titles), "title")
    found.add("kind", "report", "a PDF", is_inferred=True)
    return found


def _around(text: str, place: int) -> str:
    return text[max(0, place - 20) : place + 30]


def _largest(blocks: list[DocumentParagraph]) -> str:
    """The text in the largest letters of a page, as far as it is one title."""
    height = max((block.words[0][2].height for block in blocks), default=0)
    large = [block.text for block in blocks if block.words[0][2].height >= height * _SAME_SIZE]
    title = " ".join(large)
    return title if len(title) <= _LONGEST_TITLE else ""
