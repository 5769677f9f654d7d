"""What the dashboard knows: one small immutable record for each idea, as the database gives it."""

from collections.abc import Callable, Sequence
from dataclasses import MISSING, dataclass, fields
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar, cast
from urllib.parse import urlsplit

from etl.figures.vocabulary import BreakKind, Effect, Flag, LinkState, poppy_free_below

Record = TypeVar("Record")

INFERRED = "inferred"  # the mark of what nobody has read, as it stands behind a name
_GONE = ("404", "410", "no-host")  # statuses of a link: the page or its server is no longer there


class Key(NamedTuple):
    """What names an observation: the same in every edition, in addresses and in exports."""

    indicator: str
    area: str
    year: int
    producer: str

    @property
    def path(self) -> str:
        """The key as the end of an address, for example `opium-production/AFG/2018/unodc`."""
        return f"{self.indicator}/{self.area}/{self.year}/{self.producer}"


def by_name(record: type[Record], names: Sequence[str]) -> Callable[[Sequence[Any]], Record]:
    """A function that makes a record from a row whose cells have these names, whatever their order.

    The field `key` is made of the cells of an observation's key; a field with a default may have no cell. Raises
    TypeError where a field has none, so that a query that does not fit its record never runs.
    """
    places = {name: place for place, name in enumerate(names)}
    order: list[int] = []
    key_at: int | None = None
    for item in fields(record):  # type: ignore[arg-type]
        wanted = Key._fields if item.name == "key" else (item.name,)
        absent = [name for name in wanted if name not in places]
        if absent and item.default is MISSING:
            raise TypeError(f"{record.__name__}.{item.name} has no cell {', '.join(absent)}")
        if absent:
            break  # this field and those after it have defaults
        key_at = len(order) if item.name == "key" else key_at
        order += [places[name] for name in wanted]
    cells = itemgetter(*order)
    make = cast("Callable[..., Record]", record)
    if key_at is None:
        return lambda row: make(*cells(row))
    first, last = key_at, key_at + len(Key._fields)

    def made(row: Sequence[Any]) -> Record:
        values = cells(row)
        return make(*values[:first], Key(*values[first:last]), *values[last:])

    return made


@dataclass(frozen=True, slots=True)
class Indicator:
    indicator: str
    name: str
    unit: str
    unit_name: str
    description: str
    crop: str
    symbol: str
    product_of: str
    product_scale: float | None

    @property
    def short_unit(self) -> str:
        """The unit as it stands behind a number: ha, t, USD/kg."""
        return self.symbol or self.unit

    @property
    def is_additive(self) -> bool:
        """Whether figures can be summed over areas: amounts can, rates cannot."""
        return "/" not in self.unit


class _Maker:
    """Who makes estimates, with a name for labels."""

    __slots__ = ()
    name: str
    short_name: str

    @property
    def label(self) -> str:
        """The name in labels."""
        return self.short_name or self.name


@dataclass(frozen=True, slots=True)
class Producer(_Maker):
    producer: str
    name: str
    description: str
    short_name: str


@dataclass(frozen=True, slots=True)
class Estimator(_Maker):
    """Who made estimates that stand in the series of a producer, such as a national partner."""

    estimator: str
    name: str
    short_name: str
    description: str
    producer: str = ""  # in whose series its own estimates stand; empty: not said


@dataclass(frozen=True, slots=True)
class Area:
    area: str
    name: str
    level: str
    parent: str
    latitude: float | None
    longitude: float | None
    note: str
    parts: str = ""  # what its parts are called, in the plural; empty: as their level is


@dataclass(frozen=True, slots=True)
class Level:
    level: str
    name: str
    plural: str
    rank: int


@dataclass(frozen=True, slots=True)
class Membership:
    """One area in one group, from and to a day (partial dates; empty: no date, or still a member)."""

    group: str
    name: str
    area: str
    begin: str
    end: str
    source: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a visit found at an address: a row of links.csv, in which every column is text."""

    address: str
    status: str
    final_address: str = ""
    title: str = ""
    content_type: str = ""
    checked: str = ""
    number_found: str = ""
    archived: str = ""

    @property
    def state(self) -> LinkState:
        """`dead` only where the answer says so: a server that is slow, busy or shy of programs may work for a reader.

        A page that leads to the front page of its site is probably gone, which nobody can tell for sure.
        """
        if self.status in _GONE:
            return LinkState.DEAD
        to_the_front = bool(self.final_address) and _depth(self.final_address) < 2 < _depth(self.address)
        return LinkState.WORKING if self.status.startswith("2") and not to_the_front else LinkState.UNCLEAR

    @property
    def is_dead(self) -> bool:
        return self.state == LinkState.DEAD


def _depth(address: str) -> int:
    return len(urlsplit(address).path)


@dataclass(frozen=True, slots=True)
class Source:
    source: str
    title: str
    publisher: str
    kind: str
    published: str
    url: str
    url_seen: str
    language: str
    authority: str
    note: str
    rests_on: str
    known_from: str  # the day from which it was certainly out; empty where it is undated and counts as the oldest
    survey_years: str = ""  # separated by blanks; empty: not known, or no survey
    inferred: str = ""  # what of it is only inferred: publisher, published
    link: Link | None = None  # what was found at its address; None where nobody has looked
    read_at: str = ""  # without an address of its own: the copy in which most of its numbers were read, or another
    recorded_title: str = ""  # as the data have it: with brackets around what was not seen

    @property
    def is_title_seen(self) -> bool:
        """Whether the title was seen; else it is a description in words of the collectors."""
        return not self.recorded_title.startswith("[")

    @property
    def is_publisher_inferred(self) -> bool:
        """Whether nobody has read who published it."""
        return "publisher" in self.inferred.split()

    @property
    def published_by(self) -> str:
        """The publisher as readers see it, with the mark of one who is only inferred."""
        return f"{self.publisher} ({INFERRED})" if self.is_publisher_inferred else self.publisher

    @property
    def dated(self) -> str:
        """The date as readers see it, with the mark of one that is only inferred; empty where it is not known."""
        return f"{self.published} ({INFERRED})" if "published" in self.inferred.split() else self.published

    def surveys(self, year: int) -> bool | None:
        """Whether it is a survey of a year; None where it is not known which years it surveys."""
        return str(year) in self.survey_years.split() if self.survey_years else None


@dataclass(frozen=True, slots=True)
class Event:
    date: str
    title: str
    area: str
    description: str
    source: str
    kind: str = ""  # a word of EventKind; empty: not said

    @property
    def year(self) -> int:
        return int(self.date[:4])


@dataclass(frozen=True, slots=True)
class Break:
    """A year of a series that cannot be compared with the years before it, and what changed.

    `pre_break` is the value of that year on the old basis, where a source prints it. Where the earlier years are
    shown on the new basis, or the producer itself compares across it (`continued`), the series goes on.
    """

    indicator: str
    area: str
    producer: str
    first_year_after: int
    kind: BreakKind
    effect: str
    pre_break: float | None
    continued: str
    what: str
    source: str
    locator: str

    @property
    def parts(self) -> bool:
        """Whether the years before it are not comparable with those after it."""
        return not self.continued


@dataclass(frozen=True, slots=True)
class Annotation:
    key: Key
    text: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Fact:
    fact: str
    subject: str
    measure: str
    value: str
    unit: str
    year: int | None
    qualifier: str
    source: str
    locator: str
    note: str
    check: str


class _OfSomeTime:
    """What is of a year, or of a season that begins in the year before."""

    __slots__ = ()
    key: Key
    ref_start: str

    @property
    def period(self) -> str:
        """The year as readers see it: 2015, or 2014/15 where it begins in the year before."""
        year = self.key.year
        return f"{year - 1}/{year % 100:02}" if self.ref_start.startswith(f"{year - 1}-") else str(year)


@dataclass(frozen=True, slots=True)
class Observation(_OfSomeTime):
    """The value in force, today or as known on a date, and the statement that is cited for it.

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
    tied_with: int | None  # a statement with another number and as good a claim
    source: str  # of the cited statement; empty where every statement is set aside
    locator: str
    as_printed: str
    via: str
    estimator: str = ""  # of the cited statement, as what follows; empty: nobody but the producer is known
    named_estimator: str = ""  # the estimator, where the source itself names it
    compiler: str = ""
    basis: str = ""
    form: str = ""
    purity_basis: str = ""
    conversion: str = ""
    measure_type: str = ""
    coverage: str = ""
    ref_start: str = ""
    ref_end: str = ""
    price_point: str = ""
    removal: str = ""
    verified: str = ""
    defined_by: str = ""
    range_kind: str = ""  # a word of RangeKind; empty where no range is recorded
    range_level: float | None = None  # of a confidence interval, in per cent
    earlier_range_id: int | None = None  # no range is recorded: the last one, printed with an earlier value
    revised_from: str = ""  # the day from which the number replaced another one; empty where it never did
    printed_on: str = ""  # the days from which publications that print the number were out, separated by blanks
    asof: str = ""  # the day as known on which it is; empty: today
    comparable_from: int | None = None  # the first year of the series after the last break up to its own; None: of all

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
    estimator: str = ""  # empty: nobody but the producer is known
    named_estimator: str = ""  # the estimator, where the source itself names it
    compiler: str = ""
    basis: str = ""
    form: str = ""
    purity_basis: str = ""
    conversion: str = ""
    measure_type: str = ""
    coverage: str = ""
    ref_start: str = ""
    ref_end: str = ""
    price_point: str = ""
    removal: str = ""
    verified: str = ""
    defined_by: str = ""
    rests_on: str = ""  # the source whose number it repeats; empty: not known
    range_kind: str = ""  # a word of RangeKind; empty where there is no range
    range_level: float | None = None  # of a confidence interval, in per cent


@dataclass(frozen=True, slots=True)
class Definition:
    """One row of knowledge about many numbers: what it says, and where that stands."""

    definition: int
    indicator: str
    area: str
    producer: str
    from_year: int | None
    to_year: int | None
    of_source: str
    attribute: str
    value: str
    source: str
    locator: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class SeriesNote:
    """What must be known of the figures of an indicator and an area; an empty producer means all of them."""

    indicator: str
    area: str
    producer: str
    note: str
    source: str
    locator: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A known error of a statement: what it prints and, where that is known, what it means.

    `verdict` is misprint, wrong-scope or wrong-unit; `confirmed_by` the key of a source, words, or empty.
    """

    statement_id: int
    verdict: str
    printed: float
    meant: float | None
    reason: str
    confirmed_by: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Vintage:
    """What was in force from a day on, by when a source was certainly out (empty: undated)."""

    published_from: str
    value: float | None
    low: float | None
    high: float | None
    flag: str
    statement_id: int
    decided_by: int
    kind: str  # a word of ChangeKind; empty: the first, or the number is the one before


@dataclass(frozen=True, slots=True)
class Warning:
    """A check of consistency that an observation fails; `computed` is what the others give for it."""

    code: str  # a word of Misfit
    computed: float | None
    inputs: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """What an observation would show if a source were left out: `then` would be cited, None where no value is left."""

    effect: Effect
    now: Observation
    then: Statement | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is of one indicator, area and producer."""

    indicator: str
    area: str
    producer: str
    first: int
    last: int
    observations: int
