"""The years that a question is about: one year, a span of years, or all from or until a year."""

import re
from dataclasses import dataclass

_YEAR = r"(?:1[89]|20)\d\d"
_NUMBERS = {"two": 2, "three": 3, "five": 5, "ten": 10, "twenty": 20}
# What is said of years, the longest ways first: of each the words, and in them where its years stand.
_SAID = re.compile(
    rf"\b(?:(?:from|between|in|since)\s+)?(?P<first>{_YEAR})\s*(?:[-–—]|to|until|till|through|and)\s*"
    rf"(?P<last>{_YEAR}|\d\d)\b(?![-–]\d)"
    rf"|\b(?P<decade>(?:1[89]|20)\d0)['’]?s\b"
    rf"|\b(?:since|from)\s+(?P<since>{_YEAR})\b|\bafter\s+(?P<after>{_YEAR})\b"
    rf"|\b(?:until|till|up\s+to|through|to)\s+(?P<until>{_YEAR})\b|\bbefore\s+(?P<before>{_YEAR})\b"
    rf"|\b(?:the\s+)?(?:last|past)\s+(?P<latest>\d\d?|{'|'.join(_NUMBERS)})\s+years\b"
    rf"|\b(?:in\s+)?(?P<year>{_YEAR})\b(?![-–]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class YearsAsked:
    """The first and the last year that are asked for, both included; None where that end is open."""

    first: int | None = None
    last: int | None = None

    @property
    def single(self) -> int | None:
        """The one year that is asked for."""
        return self.first if self.first == self.last else None

    @property
    def is_span(self) -> bool:
        """Whether both a first and a later last year are asked for."""
        return None not in {self.first, self.last} and self.first != self.last

    def meet(self, first: int, last: int) -> bool:
        """Whether some of these years lie between two others."""
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)

    def __str__(self) -> str:
        if self.first is None or self.last is None:
            return f"from {self.first}" if self.first else f"until {self.last}" if self.last else ""
        return str(self.first) if self.single else f"{self.first}–{self.last}"


ALL_YEARS = YearsAsked()


def years_asked(text: str, newest: int) -> tuple[YearsAsked, str]:
    """The years that a text asks for, and the text without them; the last ten years end with the newest one.

    Years that stand alone are a span from the earliest to the latest of them.
    """
    ends = [_ends(said, newest) for said in _SAID.finditer(text)]
    first = min((first for first, _ in ends if first is not None), default=None)
    last = max((last for _, last in ends if last is not None), default=None)
    if first is not None and last is not None:
        first, last = sorted((first, last))
    return YearsAsked(first, last), _SAID.sub(" ", text)


def _ends(said: re.Match[str], newest: int) -> tuple[int | None, int | None]:
    """The first and the last year that some words say."""
    kind = said.lastgroup or ""
    value = said[kind].lower()
    match kind:
        case "last":  # 2010-15 ends in 2015
            return int(said["first"]), int(said["first"][: -len(value)] + value)
        case "decade":
            return int(value), int(value) + 9
        case "since":
            return int(value), None
        case "after":
            return int(value) + 1, None
        case "until":
            return None, int(value)
        case "before":
            return None, int(value) - 1
        case "latest":
            return newest + 1 - (_NUMBERS.get(value) or int(value)), newest
        case _:
            return int(value), int(value)
