"""What is read out of a text: its paragraphs, and each of its figures with what it may be about."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

MeasureMeant = TypeVar("MeasureMeant")

PARTED = "\n\n"  # what stands between the paragraphs of a document in its text


class NumberRole(StrEnum):
    """What a paragraph is in its document."""

    TITLE = "title"
    TEXT = "text"


class FigureKind(StrEnum):
    """What kind of figure it is."""

    VALUE = "value"
    RANGE = "range"
    CHANGE = "change"
    SHARE = "share"
    MULTIPLE = "multiple"


class Witness(StrEnum):
    """What in the text says what a figure is about, the strongest first."""

    HERE = "here"  # beside the number itself
    SENTENCE = "sentence"
    BEFORE = "before"  # in a sentence before it, or the title
    DOCUMENT = "document"  # elsewhere in the text
    PUBLISHED = "published"  # counted from the day of publication
    USUAL = "usual"  # what is meant as a rule where nothing is said
    DATA = "data"  # nothing but the figures themselves


@dataclass(frozen=True, slots=True)
class Option(Generic[MeasureMeant]):
    """What a figure may be about, and what says so."""

    means: MeasureMeant
    witness: Witness


@dataclass(frozen=True, slots=True)
class People:
    """Whom a share of people is of, as far as the text says.

    `group` is young, young-adults, men or women, empty where people are only called people; `recall` over which time
    of their lives they were asked, empty where that is not said; `oldest` is None where ages have no upper end.
    """

    youngest: int | None
    oldest: int | None
    has_ages: bool
    group: str
    recall: str


@dataclass(frozen=True, slots=True)
class FigureReading:
    """One figure of a text: what is printed, and what it may be about, the likeliest first.

    `value`, `low` and `high` are in the printed unit with scales written out; of a change they are in per cent and
    signed, or in a unit for a difference; of a multiple a factor. `whole` is the area that a share is of; empty where
    that is not said. `part_of` says that the place is a part of that area which nobody lists; `is_forecast` that the
    figure is no estimate of what was. `measure` is what is measured where no substance is said.
    """

    start: int
    end: int
    as_printed: str
    place: str
    kind: FigureKind
    value: float
    low: float | None
    high: float | None
    unit: str
    about: str
    step: float
    otherwise: float | None
    indicators: tuple[Option[str], ...]
    areas: tuple[Option[str], ...]
    years: tuple[Option[int], ...]
    base_years: tuple[Option[int], ...]
    producer: str
    producer_said: Witness | None
    whole: str = ""
    is_part: bool = False
    is_forecast: bool = False
    is_signed: bool = True  # the text says whether a change is up or down
    measure: str = ""
    people: People | None = None  # of a share of people who use a drug
    sentence: int = 0
    unit_said: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its place: where it begins in the text of the document, and what readers call that place.

    `figures` are those of a row of a table, which has been read already; None of running text.
    """

    text: str
    start: int
    place: str
    role: NumberRole = NumberRole.TEXT
    figures: tuple[FigureReading, ...] | None = None
