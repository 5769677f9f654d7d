"""Who is counted where people take a drug: of which ages, men or women, young or all, and over which time.

Two shares of people agree only where they are shares of the same people, so what a text says of them is kept.
"""

from collections.abc import Iterator
from typing import NamedTuple

from etl.documents.prose.matches import SentenceWords
from etl.documents.prose.read_numbers import ReadNumber
from etl.documents.prose.records import People
from etl.documents.prose.sentence import FAR, ProseSentence

_YOUNGEST, _OLDEST = 10, 99  # years of age that surveys ask for
_DASHES = frozenset("-–—‑−~～至")


class Ages(NamedTuple):
    """Ages at the tokens `first` to `last`; `oldest` is None where there is no upper end."""

    first: int
    last: int
    youngest: int
    oldest: int | None


def people_of(sentence: ProseSentence, number: ReadNumber) -> People:
    """Whom a share of people is of, by what stands nearest to it in its sentence."""
    ages = sorted((sentence.distance(number, it.first, it.last), it) for it in ages_in(sentence.reader))
    groups = [it.means for at, it in sentence.nearest(number, sentence.of_kind("population")) if at <= 2 * FAR]
    recalls = [it.means for _, it in sentence.nearest(number, sentence.of_kind("recall"))]
    youngest, oldest = (ages[0][1].youngest, ages[0][1].oldest) if ages else (None, None)
    return People(youngest, oldest, bool(ages), next(filter(None, groups), ""), next(iter(recalls), ""))


def ages_in(words: SentenceWords) -> Iterator[Ages]:
    """The ages of a sentence: aged 15-64, 15 to 34 years old, 17-year-olds, 15 and over."""
    place = 0
    while place < len(words.tokens):
        found = _ages_at(words, place)
        if found is not None:
            yield found
        place = found.last + 1 if found else place + 1


def _ages_at(words: SentenceWords, place: int) -> Ages | None:
    youngest = _age(words.text(place))
    if youngest is None:
        return None
    last, oldest = place, youngest
    join = words.begins(place + 1, "to", "and")
    join = join or (words.begins(place + 2, "to", "and") if words.text(place + 1) in _DASHES else None)  # 18- bis 64
    following = join.last + 1 if join else place + 2 if words.text(place + 1) in _DASHES else 0
    if following and (end := _age(words.text(following))) is not None and end > youngest:
        last, oldest = following, end
    before = place - 1
    opening = words.ends(before, "between", "from")
    led = words.ends(before, "age") or (opening and words.ends(opening.first - 1, "age"))
    open_end = words.begins(last + 1, "age-open")
    last = open_end.last if open_end else last
    behind = words.begins(last + 1, "age") or (words.text(last + 1) in _DASHES and words.begins(last + 2, "age"))
    if not (led or behind):
        return None
    return Ages(place, behind.last if behind else last, youngest, None if open_end else oldest)


def _age(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) == 2 and _YOUNGEST <= int(text) <= _OLDEST else None
