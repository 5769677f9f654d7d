"""The plain form of a name, in which names are compared."""

import re
import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def simple(name: str) -> str:
    """A name in the form in which names are compared: no accents, capitals, punctuation or double blanks."""
    letters = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+|_", " ", bare.replace("'", "").replace("’", "")).split()).removeprefix("the ")
