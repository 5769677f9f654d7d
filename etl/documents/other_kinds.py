"""Tells of a title or heading that it speaks of no amount of a whole year, but of a change, a rank, an index."""

import re

from etl.figures.beside import rows_beside
from etl.figures.letters import letters_of

PART_OF_YEAR = "a part of the year"
A_MONTH = "a month, which is no whole year; leave it out, or write the year alone in a copy if it is of all of it"
_MONTH = re.compile(
    r"(?:jan|ene|feb|fev|mar|apr|abr|avr|may|mai|jun|jui|jul|aug|ago|aou|sep|set|oct|okt|out|nov|dec|dic|dez)[a-z]*"
)
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


def is_month(text: str) -> bool:
    """Whether a heading is a month of a year and nothing else, in letters: "Jan 2022", "June 2022".

    A day, "31 December 2022", is when the figure of a year was taken.
    """
    words = re.findall(r"[^\W_]+", _plain_letters(text))
    months = [word for word in words if _MONTH.fullmatch(word)]
    rest = [word for word in words if word not in months and word not in ("de", "of")]
    return len(months) == len(rest) == 1 and len(rest[0]) == 4 and rest[0].isdecimal()


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
    return letters_of(text).replace("year-on-year", "year on year")
