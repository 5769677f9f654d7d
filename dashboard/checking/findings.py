"""What is said of a figure of a text: the words, and the record."""

from dataclasses import dataclass
from enum import StrEnum

from dashboard.checking.slips import SlipMeant
from etl.documents.prose.records import FigureReading
from etl.figures.keys import Key
from etl.figures.vocabulary.judgement import Verdict


class Finding(StrEnum):
    """What an edition says of a figure of a text."""

    AGREES = Verdict.AGREES.value
    ROUNDED = Verdict.ROUNDED.value
    SUPERSEDED = Verdict.SUPERSEDED.value
    MISPRINT = Verdict.MISPRINT.value
    WRONG_SCOPE = Verdict.WRONG_SCOPE.value
    DIFFERS = Verdict.DIFFERS.value
    NOT_IN_DATA = "not-in-data"
    UNSURE = "unsure"


class Sure(StrEnum):
    """How sure a finding is."""

    SURE = "sure"
    LIKELY = "likely"
    GUESS = "guess"


class Scope(StrEnum):
    """What a figure is right for, where it is not what the text says."""

    YEAR = "year"
    AREA = "area"
    PRODUCER = "producer"
    PART = "part"
    LEVEL = "level"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Checked:
    """A figure of a text with what it is about and the finding on it.

    `in_force` is the current value in the unit of the indicator, per cent for changes and shares; `inputs` are the
    observations that it is, or is computed from. `replaced_on` is the day from which a superseded value was replaced.
    """

    reading: FigureReading
    finding: Finding
    sure: Sure
    indicator: str = ""
    area: str = ""
    year: int | None = None
    base_year: int | None = None
    producer: str = ""
    in_force: float | None = None
    inputs: tuple[Key, ...] = ()
    replaced_on: str = ""
    meant: SlipMeant | None = None
    scope: Scope | None = None
    right_for: str = ""
