"""What a picture says of itself, as `dashboard.exports.provenance` writes it, read from a file that anybody may have
changed: only its form is certain.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dashboard.exports.own_words import LONGEST_SUBTITLE, LONGEST_TITLE
from etl.figures.keys import Key
from etl.figures.quoting import escaped

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
YearSaid = Annotated[int, Field(ge=1, le=9999)]
DaySaid = Annotated[str, Field(pattern=f"^({DAY})?$")]
# A key of the data; nothing else is ever looked up.
WordSaid = Annotated[str, Field(pattern="^[A-Za-z0-9._-]*$", max_length=200)]

WordsSaid = Annotated[str, Field(pattern="^[A-Za-z0-9._/-]*$", max_length=200)]


class _Said(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, allow_inf_nan=False)


class SaidSource(_Said):
    """A source as a picture lists it, under its number."""

    number: int | None = None  # older pictures do not say it: there it is the place in the list
    source: str
    title: str
    publisher: str
    published: str
    address: str


class SaidFigure(_Said):
    """A figure with its source: what is drawn, or what went into a number that was computed."""

    indicator: WordSaid
    area: WordSaid
    year: YearSaid
    producer: WordSaid
    asof: DaySaid | None = None  # the day as known on which it is; empty: today; None: not said, so that of the view
    value: float | None
    low: float | None = None
    high: float | None = None
    flag: str = ""
    source: str
    via: str = ""

    @property
    def key(self) -> Key:
        return Key(self.indicator, self.area, self.year, self.producer)


class SaidValue(SaidFigure):
    """A value that is drawn."""

    unit: str = ""
    shown: str = ""
    locator: str = ""
    address: str = ""
    source_address: str = ""
    computed: str = ""
    inputs: list[SaidFigure] = []

    @property
    def figures(self) -> list[SaidFigure]:
        """The figures that a source prints: the inputs of a computed value, else itself."""
        return self.inputs or [self]


class Said(_Said):
    """All that a picture says of itself."""

    title: str = ""
    view: str
    address: str
    own_title: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""  # printed in place of the title
    own_subtitle: Annotated[str, Field(max_length=LONGEST_SUBTITLE)] = ""
    page: WordsSaid = ""  # the briefing that it is a chart of, and whose sources share its numbers
    edition: str
    data_as_of: str | None = None
    sources: list[SaidSource]
    values: list[SaidValue]


class NotSaidError(Exception):
    """A picture says nothing of itself, or not in the form in which the dashboard says it."""


@dataclass(frozen=True)
class Picture:
    """A picture that was read: where, what it says of itself, and all texts inside it by their keywords."""

    place: str
    said: Said
    texts: Mapping[str, str]


def read_said(texts: Mapping[str, str], place: str) -> Picture:
    """What the texts of a picture say; `place` is where it was found. Raises NotSaidError, with a sentence."""
    if not texts.get("Provenance"):
        raise NotSaidError(
            f"{place} does not say where it is from. Pictures, slides, workbooks, briefs and packs of this dashboard "
            "do; a program that shrinks pictures may have removed it: look for the address at the foot of the picture."
        )
    try:
        return Picture(place, Said.model_validate(json.loads(texts["Provenance"])), texts)
    except ValidationError as error:
        flaw: Any = error.errors()[0]
        part = ".".join(str(step) for step in flaw["loc"]) or "all of it"
        raise NotSaidError(
            f"{place}: what it says of itself is not in the form that this dashboard writes ({escaped(part)}: "
            f"{escaped(flaw['msg'][:80])})."
        ) from None
    except (ValueError, RecursionError):
        raise NotSaidError(f"{place}: what it says of itself cannot be read.") from None
