"""Days as publications write them: 2018-11-19, 2018/11, 19 November 2018, novembre 2018."""

import re
from datetime import date
from functools import cache

from babel import Locale

from etl.documents.prose.country_names import LOCALES
from etl.package.simple_names import simple

_IN_DIGITS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_IN_ONE = re.compile(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{4,6}.*)?")
_YEAR = r"((?:19|20)\d\d)"


def day_of(text: str) -> str:
    """A day, a month or a year as `sources.csv` writes it; empty where a text names none, or a wrong one."""
    text = text.strip()
    if (found := _IN_ONE.fullmatch(text)) or (found := _IN_DIGITS.match(text)):
        return _checked(*found.groups(default=""))
    return printed_day(text) or _year_of(text)


def printed_day(text: str) -> str:
    """The first day or month of a year that a text names with the name of the month; empty where it names none."""
    plain = simple(text)
    names = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day_first = rf"(?:\b(\d{{1,2}})(?:st|nd|rd|th|er|o)? (?:of |de |d )?)?\b({names})\b (?:de |del )?{_YEAR}\b"
    month_first = rf"\b({names}) (\d{{1,2}})(?:st|nd|rd|th)? {_YEAR}\b"
    if found := re.search(month_first, plain):
        return _checked(found[3], str(_months()[found[1]]), found[2])
    if found := re.search(day_first, plain):
        return _checked(found[3], str(_months()[found[2]]), found[1] or "")
    return ""


def _year_of(text: str) -> str:
    found = re.fullmatch(_YEAR, text)
    return found[1] if found else ""


def _checked(year: str, month: str = "", day: str = "") -> str:
    """A day that is in the calendar, as far as it is known."""
    parts = [int(each) for each in (year, month, day) if each]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return ""
    return "-".join(f"{part:0{4 if not place else 2}d}" for place, part in enumerate(parts))


@cache
def _months() -> dict[str, int]:
    """The names of the months in every language that is read, in their simple form."""
    found: dict[str, int] = {}
    for locale in LOCALES:
        for form in ("stand-alone", "format"):
            for width in ("wide", "abbreviated"):
                for number, name in Locale.parse(locale).months[form][width].items():
                    key = simple(name)
                    if not key[:1].isdigit():
                        found.setdefault(key, number)
    return {name: number for name, number in found.items() if name}
