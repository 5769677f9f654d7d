"""The years of a sentence: those that it prints, and those that it counts from the day of publication."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.documents.prose.numbers import NumberReader
from etl.documents.prose.read_numbers import COUNTS_OF_PEOPLE
from etl.documents.prose.words import Match

_YEAR = re.compile(r"(?:19|20)\d\d")
_SEASON = re.compile(r"\d{2}(?:\d{2})?")
FIRST_YEAR = 1900
_AFTER_DAY = {"日", "号", "號", "月"}
_NEXT_YEAR = 1
_DASHES = frozenset({"-", "–", "/", "—"})
_MOST_YEARS, _DIGITS = 60, 4
_OVER_A_YEAR = "over-a-year"  # what a change is told of, as year on year, and no year that anything else is of
_BEFORE_THAT = "before-that"  # than the year that was named last
_FROM_TOLD = "told"  # so many years earlier than the year that the text tells of, and not than today
_MOST_TO_NOT_TOLD = 9  # words from a year to those that say that it has no figure
_MOST_TO_EXTREME = 8  # words from a time back to what is the most in it
_COMMAS = frozenset({",", "،", "，"})
_BEGINS_CLAUSE = "clause"  # what compares may also only begin what is said: que, als


@dataclass(frozen=True, slots=True)
class Time:
    """A year of a sentence at the tokens `first` to `last`.

    `year` is None where it is counted from the year that is spoken of: `offset` years away. `is_base` says that
    something is compared with it, `is_other` that no figure is of it, since it dates an event or a report, or tells
    over which time something changed. `printed` says that the text itself prints it.
    """

    first: int
    last: int
    year: int | None
    offset: int = 0
    is_base: bool = False
    is_other: bool = False
    printed: bool = True
    is_told: bool = False  # counted back from the year that was named last


def times_of(reader: NumberReader, months: frozenset[str], published: int | None) -> list[Time]:
    """The years of a sentence in their order; `published` is the year in which the text came out."""
    found: list[Time] = []
    place = 0
    while place < len(reader.tokens):
        time = _printed_at(reader, place, months) or _counted_at(reader, place, published, found)
        if time is None:
            place += 1
            continue
        found.append(time)
        place = time.last + 1
    return found


def is_year(text: str) -> bool:
    """Whether a number is written as a year is."""
    return _YEAR.fullmatch(text) is not None


def _printed_at(reader: NumberReader, place: int, months: frozenset[str]) -> Time | None:
    token = reader.tokens[place]
    if token.kind != "number" or not _YEAR.fullmatch(token.text) or reader.begins(place + 1, "scale", "times"):
        return None
    unit, before = reader.begins(place + 1, "unit"), reader.ends(place - 1, "in")
    # "In 2012 farmers grew" has a year before people, "over 2000 farmers" and "2012 hectares" have none.
    if unit is not None and not (unit.means in COUNTS_OF_PEOPLE and before is not None and not before.means):
        return None
    currency = reader.ends(place - 1, "unit")
    if currency and currency.means in {"USD", "EUR", "GBP"}:
        return None
    year, last = int(token.text), place
    dash = reader.text(place + 1) in _DASHES
    following = reader.text(place + 2) if dash else ""
    if following and _SEASON.fullmatch(following) and reader.tokens[place + 2].glued:
        end = int(following) if len(following) == 4 else year - year % 100 + int(following)
        if end == year + _NEXT_YEAR:
            year, last = end, place + 2
    season = _end_of_season(reader, place, months) if _is_month(reader, place - 1, months) else None
    if season is not None:
        return Time(place, season, int(reader.text(season)))
    is_day = any(_is_month(reader, at, months) for at in (place - 1, place - 2)) and _has_day(reader, place, months)
    is_other = is_day or _is_of_issue(reader, place) or _is_not_told(reader, place)
    return Time(place, last, year, is_base=_is_compared(reader, place), is_other=is_other)


def _is_of_issue(reader: NumberReader, place: int) -> bool:
    """Whether a year tells of which year a report is, which comes out after those that it tells of."""
    behind = reader.begins(place + 1, "report") or reader.begins(place + 2, "report")
    return behind is not None or reader.ends(place - 1, "report") is not None


def _is_not_told(reader: NumberReader, place: int) -> bool:
    """Whether a text says that there is no figure of a year: are not yet available for 2013."""
    near = range(place - _MOST_TO_NOT_TOLD, place + _MOST_TO_NOT_TOLD)
    found = next((word for at in near if at >= 0 and (word := reader.begins(at, "not-told"))), None)
    if found is None:
        return False
    between = range(min(found.last, place) + 1, max(found.first, place))
    return not any(reader.tokens[at].kind == "number" or reader.text(at) in _COMMAS for at in between)


def _end_of_season(reader: NumberReader, place: int, months: frozenset[str]) -> int | None:
    """Where a season ends that begins in a year, and has the name of the next: July 2016 to June 2017."""
    link = reader.begins(place + 1, "to", "and")
    month = link.last + 1 if link else place + 2 if reader.text(place + 1) in _DASHES else None
    if month is None or not _is_month(reader, month, months):
        return None
    is_next = reader.text(month + 1) == str(int(reader.text(place)) + _NEXT_YEAR)
    return month + 1 if is_next else None


def _is_month(reader: NumberReader, at: int, months: frozenset[str]) -> bool:
    return reader.text(at) in months


def _has_day(reader: NumberReader, place: int, months: frozenset[str]) -> bool:
    """Whether the day of a month stands before a year: November 19, 2018 or 19 November 2018."""
    near = [reader.tokens[at] for at in range(max(0, place - 4), place)]
    days = [token for token in near if token.kind == "number" and token.text.isdigit() and len(token.text) <= 2]
    return bool(days)


def is_day_of_month(reader: NumberReader, place: int, months: frozenset[str]) -> bool:
    """Whether a number is the day of a month."""
    text = reader.text(place)
    if not text.isdigit() or len(text) > 2 or int(text) > 31:
        return False
    return (
        reader.text(place + 1) in _AFTER_DAY
        or any(_is_month(reader, at, months) for at in (place - 1, place + 1))
        or (reader.text(place + 1) in {"de", "th", "st", "nd", "rd", "."} and _is_month(reader, place + 2, months))
    )


def _counted_at(reader: NumberReader, place: int, published: int | None, before: Sequence[Time]) -> Time | None:
    word = reader.begins(place, "time")
    if word and not _is_recall(reader, word):
        if word.means == _OVER_A_YEAR:
            return Time(word.first, word.last, None, -1, is_other=True, printed=False)
        base = _is_compared(reader, place)
        if word.means.lstrip("-").isdigit():
            year = published + int(word.means) if published else None
            return Time(word.first, word.last, year, offset=int(word.means), is_base=base, printed=False)
        if word.means == _BEFORE_THAT:  # of 2018, and of the season before that
            told = [time.year for time in before if time.year]
            return Time(word.first, word.last, told[-1] - 1 if told else None, -1, is_base=base, printed=False)
        offsets: Mapping[str, int] = {"now": 0, "before": -1, "before-2": -2, "after": 1}
        return Time(word.first, word.last, None, offsets[word.means], is_base=base, printed=False)
    return _span_at(reader, place, published)


def _is_recall(reader: NumberReader, word: Match) -> bool:
    """Whether words for a year tell over which time people were asked who took a drug: used it in the past year."""
    recalls = (reader.begins(at, "recall") for at in range(max(0, word.first - 2), word.last + 1))
    is_asked = any(found is not None and found.last >= word.last for found in recalls)
    return is_asked and any(reader.begins(at, "use") for at in range(len(reader.tokens)))


def _span_at(reader: NumberReader, place: int, published: int | None) -> Time | None:
    """In three years, over the past decade, fifteen years ago."""
    token = reader.tokens[place]
    decade = reader.begins(place, "decade")
    if decade and any(reader.ends(place - 1 - back, "in") for back in range(2)):
        return Time(place, decade.last, None, -10, is_base=True, printed=False)
    count = reader.begins(place, "number")
    is_short = token.kind == "number" and token.text.isdigit() and len(token.text) <= _DIGITS
    amount = float(token.text) if is_short else count and float(count.means)
    if not amount or amount > _MOST_YEARS:
        return None
    years = reader.begins((count.last if count else place) + 1, "years")
    if years is None:
        return None
    ago = reader.begins(years.last + 1, "ago") or reader.ends(place - 1, "ago")
    if ago:
        year = published - int(amount) if published and ago.means != _FROM_TOLD else None
        is_told = ago.means == _FROM_TOLD
        return Time(place, max(years.last, ago.last), year, -int(amount), printed=False, is_told=is_told)
    inside = any(reader.ends(place - 1 - back, "in") for back in range(2))
    inside = inside or years.means == "in"
    if not inside:
        return None
    is_other = _is_of_extreme(reader, place)
    return Time(place, years.last, None, -int(amount), is_base=not is_other, is_other=is_other, printed=False)


def _is_of_extreme(reader: NumberReader, place: int) -> bool:
    """Whether a time only tells over how long something is the most: the highest prices in 15 years."""
    for back in range(1, _MOST_TO_EXTREME):
        at = place - back
        if at < 0 or reader.tokens[at].kind == "number" or reader.text(at) in _COMMAS:
            return False
        if reader.ends(at, "extreme"):
            return True
    return False


def _is_compared(reader: NumberReader, place: int) -> bool:
    """Whether something is compared with the year at a token: less than in 2017, against 2017, since 2012."""
    if reader.ends(place - 1, "of") and any(reader.ends(place - back, "times") for back in (2, 3)):
        return True  # five times that of 2013
    that = reader.ends(place - 1, "that")
    if that is not None and reader.ends(that.first - 1, "of", "times", "multiple", "fraction", "to") is not None:
        return True  # a third of that in 2001
    for back in range(1, 5):
        at = place - back
        if at < 0 or reader.tokens[at].kind == "number" or reader.text(at) in {",", "(", ";", "、", "，", "،"}:
            return False
        if reader.ends(at, "age-open"):
            return False  # of those aged 18 and over
        is_source = reader.ends(at, "from") is not None and reader.begins(at + 1, "substance", "cause") is not None
        if is_source and not reader.ends(at, "of"):
            return False  # the revenue from opium in 2021, who died from overdoses last year
        compare = reader.ends(at, "compare")
        if compare is not None and (compare.means != _BEGINS_CLAUSE or _leads_to(reader, at + 1, place)):
            return compare.means != _BEGINS_CLAUSE or _is_more_or_less(reader, compare.first)
        if reader.ends(at, "from") and not reader.ends(at, "of"):
            return True
    return any(reader.ends(place - back, "since") for back in range(5, 9) if place >= back)


def _is_more_or_less(reader: NumberReader, place: int) -> bool:
    """Whether what stands before a word compares: 11 % menos que en 2009, but not: ya que en 2021."""
    return any(
        reader.ends(place - back, "up", "down", "unit", "times", "multiple", "compare") is not None
        for back in range(1, 5)
        if place >= back
    )


def _leads_to(reader: NumberReader, first: int, place: int) -> bool:
    """Whether nothing but small words stands before a year: que en el 2017, but not: que Colombia cerró 2018."""
    return all(reader.text(at) == "'" or reader.ends(at, "in", "the", "of", "where") for at in range(first, place))
