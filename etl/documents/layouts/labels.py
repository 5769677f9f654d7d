"""Tells what a row of an outside table is from its name: an area, a total, a rest, or an end of a range."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from etl.documents.files.cells import without_footnote
from etl.figures.beside import rows_beside
from etl.package.simple_names import simple

LabelKind = Literal["area", "total", "subtotal", "rest"]
Role = Literal["value", "low", "high"]
ROLES: tuple[Role, ...] = get_args(Role)
_SUMS: tuple[LabelKind, ...] = ("total", "subtotal", "rest")

# What the words of a row say it is, in the plain form of a name; `labels.csv` has their patterns.
_PATTERNS = rows_beside("etl.documents.layouts", "labels.csv")
_SAYING = {
    says: re.compile("|".join(row["words"] for row in _PATTERNS if row["says"] == says))
    for says in dict.fromkeys(row["says"] for row in _PATTERNS)
}
_ROLE_BEHIND = re.compile(r"(?P<name>.*\S)\s*(?:\((?P<inside>[^()]*)\)|[-–—:,]\s*(?P<behind>[^-–—:,()]*))\s*")
_PART = re.compile(r"\s*(?:of which|thereof|including|incl\.)\s*[:,]?\s+", re.IGNORECASE)


_TOTAL_OF = re.compile(
    r"\s*(?:(?:sub-?\s?)?totals?\s*[:,-]?\s+(?:(?:for|of|in)\s+)?(?P<behind>\S.*?)"
    r"|(?P<before>.*?\S)\s*[:,-]?\s+(?:sub-?\s?)?total)\s*",
    re.IGNORECASE,
)


class Label(NamedTuple):
    """What a row is; `name` is its name without the words about ranges, empty where it has none."""

    kind: LabelKind
    role: Role
    name: str
    is_part: bool = False  # of the area above, says the name itself


@lru_cache(maxsize=1 << 16)
def read_label(text: str) -> Label:
    """What the name of a row says that the row is; "minimum" alone belongs to the row above it."""
    part = _PART.match(text)
    role, name = _role(text[part.end() :] if part else text)
    bare = simple(_without_footnotes(name))
    kind: LabelKind = next((kind for kind in _SUMS if _SAYING[kind].fullmatch(bare)), "area")
    return Label(kind, role, name, part is not None)


def total_of(text: str) -> str:
    """What a row such as "Helmand Total" or "Total for Helmand" is the total of; empty where it names nothing."""
    found = _TOTAL_OF.fullmatch(text)
    return (found["behind"] or found["before"]) if found else ""


def role_of(text: str) -> Role | None:
    """Which end of a range words such as "lower bound" name; None if they name none."""
    bare = simple(_without_footnotes(text))
    return next((role for role in ROLES if _SAYING[role].fullmatch(bare)), None)


def _role(text: str) -> tuple[Role, str]:
    if alone := role_of(text):
        return alone, ""
    behind = _ROLE_BEHIND.fullmatch(_without_footnotes(text))
    role = role_of(behind["inside"] or behind["behind"] or "") if behind else None
    return (role, behind["name"]) if behind and role else ("value", text)


def _without_footnotes(text: str) -> str:
    while True:
        text, mark = without_footnote(text)
        if not mark:
            return text
