"""The plain form of a name, in which names are compared."""

import re
from functools import lru_cache

from etl.figures.letters import letters_of


@lru_cache(maxsize=1 << 16)
def simple(name: str) -> str:
    """A name in the form in which names are compared: no accents, capitals, punctuation or double blanks."""
    bare = letters_of(name.replace("&", " and "))
    return " ".join(re.sub(r"[^\w]+|_", " ", bare.replace("'", "").replace("’", "")).split()).removeprefix("the ")
