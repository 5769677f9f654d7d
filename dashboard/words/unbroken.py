"""What stays on one line in a text: days, spans of years, and numbers with their units.

Browsers break lines at hyphens and dashes between digits. A character that forbids it would be copied with the text, so
such words are put in an element of their own where a page is drawn, by the server and by its scripts alike.
"""

import re

CLASS = "unbroken"
# Read by Python and by the scripts of the page.
PATTERN = (
    r"\b\d{4}-\d{2}(?:-\d{2})?\b"
    r"|\b\d{4}[–/]\d{2,4}\b"
    r"|[−+]?\b\d[\d,.]* (?:%|(?:ha|t|kg|g|l|m|million|billion)\b)"
)
_UNBROKEN = re.compile(PATTERN)


def parted(text: str) -> list[str]:
    """A text in pieces, of which every second one stays on one line."""
    pieces = []
    end = 0
    for found in _UNBROKEN.finditer(text):
        pieces += [text[end : found.start()], found[0]]
        end = found.end()
    return [*pieces, text[end:]]


def with_unbroken(written: str) -> str:
    """A text, of which the signs of HTML are escaped, with an element around each word that stays on one line."""
    return _UNBROKEN.sub(lambda found: f'<span class="{CLASS}">{found[0]}</span>', written)
