"""A word of a list is a text, so that it compares, sorts and is written like one.

The order of a list is the order in which its words are shown and, where they have ranks, in which they win. Meanings
and rules stand in `words.csv` of the folder above.
"""

from enum import StrEnum
from typing import Self

from etl.figures.beside import rows_beside

# Meaning and rule of each word, by its list and the word.
_TOLD = {(row["list"], row["word"]): (row["meaning"], row["rule"]) for row in rows_beside("etl.figures", "words.csv")}


class Word(StrEnum):
    """One word of a list: as it stands in the data, what it means in one sentence, and the rule it stands for."""

    meaning: str
    rule: str

    def __new__(cls, word: str) -> Self:
        made = str.__new__(cls, word)
        made._value_ = word
        made.meaning, made.rule = _TOLD[cls.__name__, word]
        return made

    @classmethod
    def ranks(cls) -> dict[str, int]:
        """The place of each word in its list; the first wins."""
        return {str(word): place for place, word in enumerate(cls)}
