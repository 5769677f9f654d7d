"""Tells of a title or heading that it speaks of no amount of a whole year, but of a change, a rank, an index."""

import re
import unicodedata

from etl.figures.beside import rows_beside

PART_OF_YEAR = "a part of the year"
_KINDS = [
    (row["speaks_of"], frozenset(filter(None, row["unless"].split("|"))), re.compile(row["words"]))
    for row in rows_beside("etl.documents", "other_kinds.csv")
]


def is_of_change(text: str) -> bool:
    """Whether a text begins as, or ends in brackets with, what is no level but how far one has changed."""
    return _KINDS[0][2].search(_plain_letters(text)) is not None


def is_of_part_of_year(text: str) -> bool:
    """Whether a text speaks of months or quarters that are no whole year."""
    return next(words for what, _, words in _KINDS if what == PART_OF_YEAR).search(_plain_letters(text)) is not None


def other_kind(text: str, measure: str, unit: str, name: str) -> str:
    """What a text speaks of that an indicator is not; empty where it speaks of nothing else.

    An indicator can be of such a kind: by its measure, its unit, or a name that speaks of the same.
    """
    plain, own = _plain_letters(text), _plain_letters(name)
    return next(
        (
            what
            for what, unless, words in _KINDS
            if not unless & {measure, unit} and words.search(plain) and not words.search(own)
        ),
        "",
    )


def _plain_letters(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold().replace("year-on-year", "year on year"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
