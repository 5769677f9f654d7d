"""Days as people write them: a year, a month or a day, in numbers or in the words of the languages that are read."""

import calendar
import re
from functools import cache, lru_cache
from typing import NamedTuple

from etl.documents.prose.country_names import month_numbers
from etl.figures.letters import letters_of

_PARTS = re.compile(r"\d+|[^\W\d_]+")
_YEARS = range(1900, 2200)
# What stands between the parts of a date and says nothing of it.
_SMALL_WORDS = {"the", "of", "st", "nd", "rd", "th", "de", "del", "di", "do", "den", "der", "le", "el"}
_SMALL_WORDS |= {"г", "года", "年", "月", "日", "من"}


class WrittenDay(NamedTuple):
    """The last day that a text says, and whether it says a day or only a year or a month, whose last day it is."""

    iso: str
    is_last: bool


@lru_cache(maxsize=256)  # readers write what they like
def written_day(text: str) -> WrittenDay | None:
    """The day that a text stands for; None where it stands for none, or for one of two."""
    parts = [part for part in _PARTS.findall(letters_of(text)) if part not in _SMALL_WORDS]
    named = [_months()[part] for part in parts if part in _months()]
    numbers = [part for part in parts if part.isdecimal()]
    if len(named) + len(numbers) != len(parts) or len(named) > 1 or not 1 <= len(numbers) <= 3 - len(named):
        return None
    years = [int(part) for part in numbers if len(part) == 4 and int(part) in _YEARS]
    others = [int(part) for part in numbers if len(part) <= 2]
    if len(years) != 1 or len(others) != len(numbers) - 1:
        return None
    year, is_first = years[0], len(numbers[0]) == 4
    if named:
        month, day = named[0], others[0] if others else None
    elif len(others) < 2:
        month, day = others[0] if others else 12, None
    elif is_first:
        month, day = others
    elif "." in text or others[0] > 12:  # with a slash, 05/06/2008 is a day of May or of June
        day, month = others
    elif others[1] > 12:
        month, day = others
    else:
        return None
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    if not last or (day is not None and not 1 <= day <= last):
        return None
    return WrittenDay(f"{year}-{month:02}-{last if day is None else day:02}", day is None)


@cache
def _months() -> dict[str, int]:
    return {letters_of(name): number for name, number in month_numbers().items()}
