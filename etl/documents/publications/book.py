"""What a PDF says of itself: its description, and the title and the day on its first pages."""

import re

from etl.documents.files.document import Document, DocumentParagraph
from etl.documents.publications.days import day_of, printed_day
from etl.documents.publications.kinds import kind_of
from etl.documents.publications.said import Description

_FIRST_PAGES = 3
_LONGEST_TITLE = 250
_WORDS_BETWEEN = r"(?:\s+(?:of|on|for|and|the|in|against))*"  # that have no letter among initials
_SAME_SIZE = 0.9  # of the largest letters of a page: as large are all of a title
# What programs write for a title that nobody gave: the name of a file, or of the program.
_NO_TITLE = re.compile(
    r".*\.(?:docx?|pptx?|xlsx?|indd|pdf|qxd|ai|rtf|odt|pub|dvi|tex|ps|wpd)|untitled.*"
    r"|microsoft (?:word|powerpoint|excel).*|(?:slide|page|document|presentation) ?\d*",
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
    named: list[tuple[int, int, int, str, str]] = []  # first the earliest, of several the longest
    for name in filter(lambda name: len(name) > 2, publishers):
        spelled = _in_print(name)
        for order, block in enumerate(early):
            if place := spelled.search(block.text):
                around = block.text[max(0, place.start() - 20) : place.end() + 20]
                named.append((order, place.start(), -place.end(), name, around))
                break
    for *_, name, around in sorted(named):
        found.add("publisher", name, f'named on the first pages: "{around}"', is_inferred=True)
    found.add("language", about.get("Lang", "")[:2].lower(), "description of the PDF")
    titles = " ".join(each.text for each in found.said["title"])
    found.add("kind", kind_of(titles), "title")
    found.add("kind", "report", "a PDF", is_inferred=True)
    return found


def _in_print(name: str) -> re.Pattern[str]:
    """How a known name stands in print: as it is, and of initials also the words that they are of.

    Not as the beginning of a longer name: the United Nations are not their Office on Drugs and Crime.
    """
    spelled = re.escape(name)
    if re.fullmatch(r"[A-Z]{3,}", name):
        words = rf"{_WORDS_BETWEEN}\s+".join(rf"{letter}[a-z]+" for letter in name)
        return re.compile(rf"(?<!\w)(?:{spelled}|{words})(?!\w)")
    return re.compile(rf"(?<!\w){spelled}(?!\w|{_WORDS_BETWEEN}\s+[A-Z][a-z])")


def _largest(blocks: list[DocumentParagraph]) -> str:
    """The text in the largest letters of a page, as far as it is one title."""
    height = max((block.words[0][2].height for block in blocks), default=0)
    large = [block.text for block in blocks if block.words[0][2].height >= height * _SAME_SIZE]
    title = " ".join(large)
    return title if len(title) <= _LONGEST_TITLE else ""
