"""What may be given to be checked over the web: a text of bounded length, and the day on which it came out."""

from datetime import date

from etl.documents.prose.reader import MOST_NUMBERS, MOST_SENTENCES

LONGEST_TEXT = 50_000  # characters
LIMITS = f"{LONGEST_TEXT:,} characters, {MOST_NUMBERS:,} numbers and {MOST_SENTENCES:,} sentences"
"""How much of a text is read at once, as readers are told."""


class GivenTextError(Exception):
    """What was given is not read; the message is a sentence for who gave it."""


def given_text(text: str) -> str:
    """A text as it is read: lines end in one way, and every character is one that can be written.

    Raises GivenTextError where it is empty or too long.
    """
    clean = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace").decode()
    if not clean.strip():
        raise GivenTextError("There is no text to check.")
    if len(clean) > LONGEST_TEXT:
        raise GivenTextError(
            f"The text has {len(clean):,} characters, and at most {LONGEST_TEXT:,} are read at once; split it."
        )
    return clean


def given_day(published: str) -> str:
    """A day as YYYY-MM-DD, or an empty text. Raises GivenTextError where it is neither."""
    try:
        is_day = not published or date.fromisoformat(published).isoformat() == published
    except ValueError:
        is_day = False
    if not is_day:
        raise GivenTextError(f"“{published[:40]}” is not a day; write it as 2018-11-19.")
    return published
