"""What a source prints, a statement, and the current value, an observation, with all that is known of both alike."""

from dataclasses import dataclass

from etl.figures.attributes import NOTHING_KNOWN, Attributes
from etl.figures.keys import Key
from etl.figures.vocabulary.numbers import Flag, poppy_free_below


class _OfSomeTime:
    """What is of a year, or of a season that begins in the year before."""

    __slots__ = ()
    key: Key
    attributes: Attributes

    @property
    def period(self) -> str:
        """The year as readers see it: 2015, or 2014/15 where it begins in the year before."""
        year = self.key.year
        begins_before = self.attributes.ref_start.startswith(f"{year - 1}-")
        return f"{year - 1}/{year % 100:02}" if begins_before else str(year)


@dataclass(frozen=True, slots=True)
class Observation(_OfSomeTime):
    """The current value, today or as known on a date, and the statement that is cited for it.

    `value` is None where only a range is known or every statement is set aside. `flag` is that of the value
    (p-f, at-least, approximate, rounded, range or empty), `evidence` the best among those who print it.
    """

    id: int
    key: Key
    value: float | None
    low: float | None
    high: float | None
    flag: str
    evidence: str
    statement_id: int | None
    decided_by: int | None
    range_statement_id: int | None
    tied_with: int | None  # a statement with another number that no date tells from it
    source: str  # of the cited statement; empty where every statement is set aside
    locator: str
    as_printed: str
    via: str
    attributes: Attributes = NOTHING_KNOWN  # of the cited statement
    range_kind: str = ""  # a word of RangeKind; empty where no range is recorded
    range_level: float | None = None  # of a confidence interval, in per cent
    earlier_range_id: int | None = None  # no range is recorded: the last one, printed with an earlier value
    revised_from: str = ""  # the day from which the number replaced another one; empty where it never did
    printed_on: str = ""  # the days from which publications that print the number were out, separated by blanks
    asof: str = ""  # the day as known on which it is; empty: today
    comparable_from: int | None = None  # the first year of the series after the last break up to its own; None: of all
    continued_at: int | None = None  # the same of what changed without a break: the series goes on across it
    is_past: bool = False  # whether it is of a day before the newest one, and may not be what is current

    @property
    def last_printed(self) -> str:
        """The last day, not after the one as known on which it is, on which the number came out; empty: undated."""
        days = [day for day in self.printed_on.split() if not self.asof or day <= self.asof]
        return days[-1] if days else ""

    @property
    def is_poppy_free(self) -> bool:
        return self.flag == Flag.POPPY_FREE

    @property
    def most(self) -> float | None:
        """The value, or of the class poppy-free the most that it allows."""
        return poppy_free_below(self.key.year) if self.is_poppy_free else self.value

    @property
    def is_summed(self) -> bool:
        """Whether no source prints the value: it was added up from the parts that one prints."""
        return self.flag == Flag.SUMMED

    @property
    def has_range(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Statement(_OfSomeTime):
    id: int
    key: Key
    source: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    converted_from: str
    locator: str
    as_printed: str
    evidence: str
    via: str
    flag: str
    verdict: str
    note: str
    change: str  # what the source itself says of its number against one printed before
    file: str
    line: int
    attributes: Attributes = NOTHING_KNOWN
    rests_on: str = ""  # the source whose number it repeats; empty: not known
    range_kind: str = ""  # a word of RangeKind; empty where there is no range
    range_level: float | None = None  # of a confidence interval, in per cent


@dataclass(frozen=True, slots=True)
class Vintage:
    """What was current from a day on, by when a source was certainly out (empty: undated)."""

    published_from: str
    value: float | None
    low: float | None
    high: float | None
    flag: str
    statement_id: int
    decided_by: int
    kind: str  # a word of ChangeKind; empty: the first, or the number is the one before
