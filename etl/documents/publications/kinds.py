"""The kind of a publication, by its title and by what others call it."""

import re
from collections.abc import Iterable

from etl.figures.beside import rows_beside
from etl.package.simple_names import simple


def kind_of(text: str, known: Iterable[str] = ()) -> str:
    """The first kind whose words a title or the name of a type has; of the known ones, if they are given."""
    allowed = set(known)
    for row in rows_beside(__package__, "kinds.csv"):
        if (not allowed or row["kind"] in allowed) and re.search(rf"\b(?:{row['says']})", _plain(text)):
            return row["kind"]
    return ""


def _plain(text: str) -> str:
    """In simple letters, with hyphens, in which names of types are written."""
    return f"{simple(text)} {text.casefold()}"
