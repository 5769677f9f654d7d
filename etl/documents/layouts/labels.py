"""Tells what a row of an outside table is from its name: an area, a total, a rest, or an end of a range."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from etl.documents.files.cells import without_footnote
from etl.package.names import simple

LabelKind = Literal["area", "total", "subtotal", "rest"]
Role = Literal["value", "low", "high"]

_ROLES: dict[Role, str] = {
    "value": r"best(?: estimate| value)?|estimate|mid ?point|(?:mid|middle|central)(?: estimate)?|value|mean",
    "low": r"minimum|min|low(?:er)?(?: bound| estimate| limit| value)?",
    "high": r"maximum|max|high(?:er)?(?: estimate| value)?|upper(?: bound| estimate| limit| value)?",
}
_ROLE_ALONE = {role: re.compile(pattern) for role, pattern in _ROLES.items()}
_ROLE_BEHIND = re.compile(r"(?P<name>.*\S)\s*(?:\((?P<inside>[^()]*)\)|[-–—:,]\s*(?P<behind>[^-–—:,()]*))\s*")
_PART = re.compile(r"\s*(?:of which|thereof|including|incl\.)\s*[:,]?\s+", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:(?:grand|world|global|overall|country|national|rounded|regional) )*total(?: (?:world|global|rounded|area|net|"
    r"all countries|hectares|ha|tons))*|(?:world|global)(?: (?:total|estimate))?|all countries|sum"
)
_SUBTOTAL = re.compile(r"sub ?total(?: .*)?|total (?:for |of |in )?(?:the )?.+|.+ (?:sub ?)?total")
_REST = re.compile(
    r"(?:all )?others?(?: (?:countries|areas|provinces|departments|regions|states))?|rest(?: of (?:the )?.*)?|"
    r"(?:other|remaining) .*|unspecified|unknown|not specified"
)
_DIRECTION = r"(?:north|south|east|west|central|middle|near|and|northern|southern|eastern|western|sub saharan|latin)"
_REGION = re.compile(
    rf"(?:{_DIRECTION} )*(?:america|americas|asia|africa|europe|oceania|caribbean|pacific|middle east)"
    r"(?: and (?:the )?(?:caribbean|pacific|middle east|central america))?|andean (?:region|countries)|near and middle "
    r"east(?: south west asia)?"
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
    if _TOTAL.fullmatch(bare):
        return Label("total", role, name)
    if _SUBTOTAL.fullmatch(bare) or _REGION.fullmatch(bare):
        return Label("subtotal", role, name)
    return Label("rest" if _REST.fullmatch(bare) else "area", role, name, part is not None)


def role_of(text: str) -> Role | None:
    """Which end of a range words such as "lower bound" name; None if they name none."""
    bare = simple(_without_footnotes(text))
    return next((role for role, pattern in _ROLE_ALONE.items() if pattern.fullmatch(bare)), None)


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
