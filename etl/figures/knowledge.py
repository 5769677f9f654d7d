"""What is known around figures, each with its source: breaks, definitions, notes, known errors, events and facts."""

from dataclasses import dataclass

from etl.figures.keys import Key
from etl.figures.vocabulary.history import BreakKind


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
class Doubt:
    """What is not certain about a number: the question, what was found, where, and whether that answers it."""

    indicator: str
    area: str
    year: int
    producer: str
    about: str
    doubt: str
    found: str
    source: str
    conclusion: str
    file: str
    line: int

    @property
    def is_open(self) -> bool:
        """Whether a person must still judge it."""
        return self.conclusion == "open"


@dataclass(frozen=True, slots=True)
class Quality:
    """What a source can say in words instead of a number; `rank` is its place among the others, the strongest first."""

    quality: str
    name: str
    meaning: str
    rank: int


@dataclass(frozen=True, slots=True)
class QualitativeStatement:
    """What a source says in words of a measure of a substance; ages are empty where all are meant, or none is known."""

    source: str
    locator: str
    area: str
    year: int
    measure: str
    substance: str
    age_from: str
    age_to: str
    quality: str
    as_printed: str
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A known error of a statement: what it prints and, where that is known, what it means.

    `verdict` is misprint, wrong-scope or wrong-unit; `confirmed_by` the key of a source, words, or empty;
    `reported` when the publisher was told, `status` a word of Mending or empty.
    """

    statement_id: int
    verdict: str
    printed: float
    meant: float | None
    reason: str
    confirmed_by: str
    reported: str
    status: str
    file: str
    line: int
