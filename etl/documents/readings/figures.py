"""A number of a document with all that is known of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from etl.documents.files.document import PageBox


class ReadAs(StrEnum):
    """What became of a number: understood, or why it is no statement."""

    UNDERSTOOD = "understood"
    TOTAL = "total"  # of an area, checked against its parts
    SUBTOTAL = "subtotal"  # of rows that are no area
    REST = "rest"
    CHANGE = "change"
    SHARE = "share"
    COUNT = "count"  # of fields, cases or the like
    NO_DATA = "no data"
    PART_OF_YEAR = "part of a year"
    NO_INDICATOR = "no indicator"
    NO_AREA = "no area"
    SMALLER_PLACE = "smaller place"
    NO_YEAR = "no year"
    NO_UNIT = "no unit"
    UNCLEAR = "unclear"
    UNSURE = "unsure"


# Whether numbers with an outcome can become statements.
USABLE = frozenset({ReadAs.UNDERSTOOD, ReadAs.TOTAL})


@dataclass
class DocumentFigure:
    """A number as a document prints it, and what it means as far as that is said.

    place: where a reader finds it. row, column: what its row and column are called, or the paragraph and sentence.
    table: the number of its table, 0 in running text. boxes: where it stands on its page. number: of the figure, from
    1. why: what the outcome rests on, in words.
    """

    place: str
    as_printed: str
    page: int = 0
    table: int = 0
    row: str = ""
    column: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    flag: str = ""
    unit: str = ""
    indicator: str = ""
    area: str = ""
    year: int | None = None
    outcome: ReadAs = ReadAs.UNDERSTOOD
    why: str = ""
    boxes: list[PageBox] = field(default_factory=list)
    number: int = 0
    cell: tuple[int, int] = (0, 0)
    in_prose: bool = False
