"""A title and a subtitle of the reader's own, for what is printed: in any script, on one line, and of a certain length.

Nothing else that is printed can be edited: sources, edition and address stay, and the title that was computed stands in
the properties of the file and in the notes.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

from dashboard.exports.texts import on_one_line

LONGEST_TITLE, LONGEST_SUBTITLE = 140, 200  # characters


class TooLongError(ValueError):
    """A text of the reader's own has no room; the sentence says how long it may be."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a reader prints in place of our words; empty: ours."""

    title: str = ""
    subtitle: str = ""

    @classmethod
    def of(cls, title: str, subtitle: str) -> "OwnWords":
        """The texts on one line, without control characters. Raises TooLongError."""
        made = cls(on_one_line(title), on_one_line(subtitle))
        for name, text, most in (("title", made.title, LONGEST_TITLE), ("subtitle", made.subtitle, LONGEST_SUBTITLE)):
            if len(text) > most:
                raise TooLongError(f"A {name} of your own has at most {most} characters; this one has {len(text)}.")
        return made


OURS: Final = OwnWords()


def own_words(query: str) -> OwnWords:
    """What a query asks to print: its `title` and `subtitle`. Raises TooLongError."""
    given = parse_qs(query)
    return OwnWords.of(given.get("title", [""])[-1], given.get("subtitle", [""])[-1])
