"""Differences between what a file says and what its edition gives, each as a line that names the place."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

from dashboard.exports.matching import BY_WORDING, first_difference
from etl.figures.quoting import shown

Mismatches = Iterator[str]


def of_lines(place: str, said: Sequence[str], right: Sequence[str]) -> list[str]:
    """The differences of two texts, line by line."""
    found: list[str] = []
    for kind, begin, end, first, last in SequenceMatcher(None, said, right, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for theirs, ours in zip_longest(said[begin:end], right[first:last], fillvalue=""):
            found.append(f"{place}: {told(theirs, ours)}")
    return found


def of_cells(place: str, said: Sequence[Sequence[Any]], right: Sequence[Sequence[Any]]) -> Mismatches:
    for row, (theirs, ours) in enumerate(zip_longest(said, right, fillvalue=()), 1):
        for column, (cell, wanted) in enumerate(zip_longest(theirs, ours, fillvalue=""), 1):
            if cell != wanted:
                yield f"{place}, row {row}, column {column}: {told(str(cell), str(wanted))}"


def of_link(place: str, address: str) -> str:
    return f"{place}: a link leads to {shown(address)}, which is not of this edition"


def told(said: str, right: str) -> str:
    if not right:
        return f"the file says {shown(said)}, the edition nothing"
    if not said:
        return f"{shown(right)} is left out"
    place = first_difference(said, right)
    here, there = (f"{'…' * (place > 0)}{words[place:]}" for words in (said, right))
    return f"the file says {shown(here)}, the edition gives {shown(there)} ({BY_WORDING})"
