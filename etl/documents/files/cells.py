"""Understands the cells of outside tables: years, numbers as they are printed, footnote marks, and "no data".

Nothing is guessed: a cell that could mean two things is told, not imported.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from etl.figures.dates import MONTHS
from etl.figures.digits import plain_digits
from etl.figures.quoting import shown
from etl.figures.vocabulary.numbers import Flag

SheetCell = str | float | bool | date  # an empty text is an empty cell
Mark = Literal[".", ",", ""]  # what stands before decimals; empty where nothing decides

FIRST_YEAR, LAST_YEAR = 1900, 2100
BEYOND = 1e15  # no figure is as large, and no spreadsheet shows all digits of one that is

_SUPERSCRIPTS = "ªº²³¹ʰ-˿ᴬ-ᵪᶛ-ᶿ⁰-ₜ"
_MARK = r"(?:[A-Za-z]|[0-9]{1,2})"
_MARKS = rf"{_MARK}(?:\s*[,;&]\s*{_MARK})*"
# Marks that can be told from the text before them: raised, in brackets, before a slash, stars, or after a blank.
_FOOTNOTE = re.compile(
    rf"[\s,]*(?:[{_SUPERSCRIPTS}](?:[\s,]*[{_SUPERSCRIPTS}])*|[*†‡§#]+|\(\s*{_MARKS}\s*\)|\[\s*{_MARKS}\s*\]"
    rf"|(?<=\s){_MARKS}/?|(?<=,){_MARKS}|[0-9]{{1,2}}/)\s*$"
)
# At the end of a number a blank with digits is no mark: "1 23" may be a number. Letters after a blank are the marks of
# Eurostat, none of which is a unit or a scale.
_NUMBER_FOOTNOTE = re.compile(
    rf"(?:\s*[{_SUPERSCRIPTS}](?:[\s,]*[{_SUPERSCRIPTS}])*|\s*[*†‡§#]+|\s*[(\[]\s*{_MARKS}\s*[)\]]"
    r"|\s*[a-f](?:\s*[,;&]\s*[a-f])*/?|\s+(?:[inprsuz]|[bdepu][deprsu]))\s*$"
)
_NO_DATA = re.compile(
    r"(?:[.…·\s]+|:(?: ?[a-z]{1,2})?|[-‐‑–—−]+|n\.?\s?/?a\.?|nd|not available|no data|none|x)", re.IGNORECASE
)
_POPPY_FREE = re.compile(r"p-f|poppy[- ]free", re.IGNORECASE)
_THOUSANDS: dict[Mark, str] = {".": ",", ",": "."}  # mark of decimals to the mark of thousands that goes with it
_NUMBERS: dict[Mark, re.Pattern[str]] = {
    mark: re.compile(
        rf"(?:[1-9][0-9]{{0,2}}(?P<by>[{thousands} '’])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*|[0-9]+)(?:[{mark}][0-9]+)?"
        rf"|[{mark}][0-9]+"
    )
    for mark, thousands in _THOUSANDS.items()
}
_POWER_OF_TEN = re.compile(r"[0-9](?:\.[0-9]+)?E[+-][0-9]{2}")  # as spreadsheets write 0.00002
_FEW_DIGITS = re.compile(r"[0-9]{0,3},[0-9]+")  # a decimal comma, or a slip in the thousands
_RANGE = re.compile(r"(?P<low>[0-9.,'’ ]*[0-9])\s*(?:-|–|—|to)\s*(?P<high>[0-9.,][0-9.,'’ ]*)")
_ANY_MONTH = "|".join(MONTHS)
_YEAR_ALONE = re.compile(r"Y?([12][0-9]{3})(?:\.0)?")
_YEAR_TEXT = re.compile(
    rf"(?P<iso>[12][0-9]{{3}})-[0-9]{{2}}-[0-9]{{2}}(?:[ T]00:00(?::00)?)?"
    rf"|[0-9]{{1,2}}[./-][0-9]{{1,2}}[./-](?P<numeric>[12][0-9]{{3}})"
    rf"|(?:[0-9]{{1,2}}[\s-])?(?:{_ANY_MONTH})[a-z]*\.?[\s-](?P<named>[12][0-9]{{3}})",
    re.IGNORECASE,
)

_REMARK = r"(?:rev|prov|prel|est|revised|provisional|preliminary|estimated?|partial|[a-z](?:\s*[,;&]\s*[a-z])*)\.?"
_YEAR_WITH_REMARK = re.compile(
    rf"(?P<year>[12][0-9]{{3}})\s*(?:{_REMARK}|\({_REMARK}\)|\[{_REMARK}\]|\(?[0-9]{{1,2}}\)|\s[0-9]{{1,2}}/"
    r"|\[YR(?P=year)\])[)/]?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:(?:FY|(?:fiscal|financial|crop) year|season)[\s-]?)?[12][0-9]{3}\s?[/–—-]\s?(?:[0-9]{2}|[0-9]{4})"
    r"|(?:FY|(?:fiscal|financial|crop) year|season)[\s-]?(?:[12][0-9]{3}|[0-9]{2})"
    r"|[12][0-9]{3}[\s-]?(?:Q[1-4]|H[12])|(?:Q[1-4]|H[12])[\s-]?[12][0-9]{3}",
    re.IGNORECASE,
)
_SEASON = re.compile(
    r"(?:(?:FY|(?:fiscal|financial|crop|agricultural|marketing) year|season|campaign)[\s-]?)?"
    r"(?P<first>[12][0-9]{3})\s?[/–—-]\s?(?P<last>[0-9]{4}|[0-9]{2})",
    re.IGNORECASE,
)


_FISCAL = re.compile(
    r"(?:FY|(?:fiscal|financial) year)[\s-]?(?:(?P<last>[12][0-9]{3})|'?(?P<short>[0-9]{2}))", re.IGNORECASE
)


def without_footnote(text: str) -> tuple[str, str]:
    """A text without the footnote mark at its end, and the mark; the mark is empty where there is none."""
    return _parted(text, _FOOTNOTE)


def _parted(text: str, footnote: re.Pattern[str]) -> tuple[str, str]:
    found = footnote.search(text)
    if found is None or found.start() == 0:
        return text, ""
    return text[: found.start()], found[0].strip(" ,")


def year_of(cell: SheetCell) -> int | None:
    """The year that a header cell or a cell of a column of years names; None if it names none.

    A date stands for its year. A spreadsheet shows a plain 2014 as a day of 1905 once its cell has the format of a
    date; such a day stands for the number behind it.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, date):
        serial = (cell - date(1899, 12, 30)).days
        year = serial if cell.year == 1905 and (cell.month, cell.day) not in ((1, 1), (12, 31)) else cell.year
    elif isinstance(cell, (int, float)):
        if not math.isfinite(cell) or cell != int(cell):
            return None
        year = int(cell)
    else:
        text = " ".join(cell.split())
        bare = _parted(text, _NUMBER_FOOTNOTE)[0]
        named = _YEAR_ALONE.fullmatch(bare) or _YEAR_WITH_REMARK.fullmatch(text) or _YEAR_TEXT.fullmatch(text)
        if not named:
            return None
        year = int(next(filter(None, named.groups())))
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def day_of(cell: SheetCell) -> str:
    """The day or month that a cell names, of which `year_of` takes the year alone; empty for a plain year."""
    if isinstance(cell, date):
        return cell.isoformat() if year_of(cell) == cell.year else ""
    text = " ".join(str(cell).split())
    return text if _YEAR_TEXT.fullmatch(text) else ""


def season_of(text: str) -> tuple[int, int] | None:
    """The first and the last year of a season such as 2018/19; None for what is none, or longer than two years.

    A fiscal year with one number, such as FY2022, is called after the year in which it ends.
    """
    bare = _parted(" ".join(text.split()), _NUMBER_FOOTNOTE)[0]
    if fiscal := _FISCAL.fullmatch(bare):
        ended = int(fiscal["last"] or f"20{fiscal['short']}")
        return (ended - 1, ended) if FIRST_YEAR < ended <= LAST_YEAR else None
    found = _SEASON.fullmatch(bare)
    if not found:
        return None
    first, ends = int(found["first"]), found["last"]
    last = int(ends) if len(ends) == 4 else first - first % 100 + int(ends) + (100 if int(ends) < first % 100 else 0)
    return (first, last) if last == first + 1 and FIRST_YEAR <= first < LAST_YEAR else None


def is_period(text: str) -> bool:
    """Whether a header names a time that is not a calendar year: 2018/19, FY2023, 2020 Q1."""
    return _PERIOD.fullmatch(_parted(text, _NUMBER_FOOTNOTE)[0]) is not None


@dataclass(frozen=True)
class PrintedNumber:
    """A number as a cell prints it; a cell with a range alone has no value."""

    value: float | None
    low: float | None = None
    high: float | None = None
    flag: str = ""
    as_printed: str = ""
    footnote: str = ""


@dataclass(frozen=True)
class NoNumber:
    """A cell without a number to import; `unexpected` where something is there that somebody should look at.

    is_unclear: a number is there that can be two, which the maintainer has to settle.
    """

    why: str
    unexpected: bool = False
    is_unclear: bool = False

    @property
    def about(self) -> str:
        """What all unclear numbers of a table are about: one answer settles them."""
        return "the mark before decimals" if self.is_unclear else ""


def decimal_marks(texts: Iterable[str]) -> frozenset[Mark]:
    """What stands before decimals in some numbers, by those of them that can be read in one way only."""
    return frozenset(mark for text in texts if (mark := _shown_mark(text)))


def _shown_mark(text: str) -> Mark:
    """The mark that a single number shows: "1,234.5" and "56.12" have a point, "224.000,5" and "5000,5" a comma.

    "12,5" shows nothing: it may be a slip.
    """
    if "." not in text and "," not in text:
        return ""
    bare = _parted(" ".join(text.split()), _NUMBER_FOOTNOTE)[0]
    fitting = [mark for mark, form in _NUMBERS.items() if form.fullmatch(bare)]
    if len(fitting) != 1 or _FEW_DIGITS.fullmatch(bare):
        return ""
    return fitting[0]


def number_of(cell: SheetCell, decimal: Mark = "") -> PrintedNumber | NoNumber:
    """The number that a cell prints, or why it has none; `decimal` is what stands before decimals in its table."""
    if isinstance(cell, bool):
        return NoNumber(f"{str(cell).upper()} is no number", unexpected=True)
    if isinstance(cell, date):
        return NoNumber(f"{cell.isoformat()} is a date, not a number", unexpected=True)
    if isinstance(cell, (int, float)):
        if not 0 <= cell < BEYOND:
            return NoNumber(f"{cell} is below zero or beyond all figures", unexpected=True)
        return PrintedNumber(as_shown(cell), as_printed=number_as_text(cell))
    text = " ".join(cell.split())
    if not text:
        return NoNumber("blank")
    if _NO_DATA.fullmatch(text):
        return NoNumber(f"{shown(text)} stands for no data")
    return _number_in(text, decimal)


def _number_in(text: str, decimal: Mark) -> PrintedNumber | NoNumber:
    if _POWER_OF_TEN.fullmatch(text):
        return PrintedNumber(float(text), as_printed=text)
    bare, footnote = text, ""
    if not any(form.fullmatch(bare) for form in (*_NUMBERS.values(), _RANGE, _POPPY_FREE)):
        bare, footnote = _parted(text, _NUMBER_FOOTNOTE)
    if _POPPY_FREE.fullmatch(bare):
        return PrintedNumber(0.0, flag=Flag.POPPY_FREE, as_printed=text, footnote=footnote)
    both = _RANGE.fullmatch(bare)
    parts = [both["low"], both["high"]] if both else [bare]
    read = [_meanings(part, decimal) for part in parts]
    if all(read) and max(map(len, read)) > 1:
        return _unclear(text, next(numbers for numbers in read if len(numbers) > 1))
    numbers = [min(each) for each in read if each]
    if len(numbers) == 1 == len(parts) and numbers[0] < BEYOND:
        return PrintedNumber(numbers[0], as_printed=text, footnote=footnote)
    if len(numbers) == 2 and numbers[0] < numbers[1] < BEYOND:
        return PrintedNumber(None, numbers[0], numbers[1], Flag.RANGE, text, footnote)
    has_few_digits = _FEW_DIGITS.fullmatch(bare) is not None
    hint = "say --decimal comma if it has decimals" if has_few_digits else "add it by hand if it is one"
    why = f"{shown(text)} cannot be read as one number; {hint}"
    return NoNumber(why, unexpected=True, is_unclear=has_few_digits and not decimal)


def _meanings(text: str, decimal: Mark) -> set[float]:
    """The numbers that a text can mean; where nothing says so, a comma before few digits is no decimal comma."""
    marks = [decimal] if decimal else list(_NUMBERS)
    found = {mark: _parsed(text, mark) for mark in marks if _NUMBERS[mark].fullmatch(text)}
    if not decimal and list(found) == [","]:
        return set()
    return set(found.values())


def two_marks(text: str) -> NoNumber:
    """That a number stands in a column where some have a point before decimals and others a comma."""
    why = "stands in a column where some numbers have a point before decimals and others a comma"
    remedy = "say which is right with --decimal point or --decimal comma, and correct the others in a copy of the file"
    return NoNumber(f"{shown(text)} {why}; {remedy}", unexpected=True, is_unclear=True)


def _unclear(text: str, numbers: set[float]) -> NoNumber:
    choice = " or ".join(f"{number:.15g}" for number in sorted(numbers, reverse=True))
    remedy = "write the cell as a number, or say with --decimal point or --decimal comma what stands before decimals"
    return NoNumber(f"{shown(text)} can be {choice}; {remedy}", unexpected=True, is_unclear=True)


def _parsed(text: str, mark: Mark) -> float:
    return float(re.sub(rf"[^0-9{mark}]", "", text).replace(mark, "."))


def as_shown(number: float) -> float:
    """A number with the 15 digits that spreadsheets show, without the noise of their arithmetic."""
    return float(f"{number:.15g}")


def number_as_text(number: float) -> str:
    """A number in plain digits, as the data files write it."""
    return plain_digits(as_shown(number))
