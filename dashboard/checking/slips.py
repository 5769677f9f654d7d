"""Slips of print: how a number became another one, and what was probably meant."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from dashboard.checking.exactness import SaidExactness, is_same, last_place
from etl.documents.prose.catalogue import Catalogue
from etl.documents.prose.records import FigureReading


class SlipOfText(StrEnum):
    """What kind of slip it is."""

    DIGITS = "digits swapped"
    ZERO_MORE = "a zero too many"
    ZERO_FEWER = "a zero too few"
    UNIT = "unit slip"
    YEAR = "year slip"
    KNOWN = "known misprint"


@dataclass(frozen=True, slots=True)
class SlipMeant:
    """What was probably meant: a value in the unit of the indicator, and the printed unit that would be right."""

    slip: SlipOfText
    value: float
    unit: str = ""


# Units that are taken for one another, by the unit of an indicator.
_TAKEN_FOR = {
    "hectares": ("acres", "square km", "jeribs", "mu", "rai"),
    "tons": ("short tons", "kg", "long tons", "pounds"),
}
_OTHER_UNITS = 0.002  # how near a number in a wrong unit comes to the value
_NEAR, _FEW = 0.01, 2


def slip_of(
    said: SaidExactness, reading: FigureReading, value: float, indicator: str, catalogue: Catalogue
) -> SlipMeant | None:
    """How the value of an indicator could have become a printed number; None where no slip explains it.

    `said` is what the reading prints, in the unit of the indicator.
    """
    if not value or said.about in {"at-least", "up-to"}:
        return None
    unit = catalogue.indicators[indicator].unit
    if reading.unit != unit and said.digits >= _FEW:
        near = abs(reading.value - value) <= last_place(reading.value) / 2 and abs(reading.value / value - 1) < _NEAR
        if is_same(reading.value, value) or (near and said.is_distinct):
            return SlipMeant(SlipOfText.UNIT, value, unit)
    if reading.unit == unit and said.digits >= _FEW:
        for other in _TAKEN_FOR.get(unit, ()):
            converted = catalogue.in_unit_of(indicator, said.value, other)
            if converted and abs(converted / value - 1) <= _OTHER_UNITS:
                return SlipMeant(SlipOfText.UNIT, value, other)
    for power in (10, 100, 1000):
        if said.digits >= _FEW and is_same(said.value, value * power):
            return SlipMeant(SlipOfText.ZERO_MORE, value)
        if said.digits >= _FEW and is_same(said.value * power, value):
            return SlipMeant(SlipOfText.ZERO_FEWER, value)
    return SlipMeant(SlipOfText.DIGITS, value) if has_swapped_digits(said.value, value) else None


def has_swapped_digits(first: float, second: float) -> bool:
    """Whether two numbers differ by two digits beside each other that changed places."""
    one, other = _digits(first), _digits(second)
    if len(one) != len(other) or (len(one.rstrip("0")) < 3 and len(other.rstrip("0")) < 3):
        return False
    unlike = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return (
        len(unlike) == 2
        and unlike[1] == unlike[0] + 1
        and one[unlike[0]] == other[unlike[1]]
        and one[unlike[1]] == other[unlike[0]]
    )


@cache
def is_year_slip(printed: int, meant: int) -> bool:
    """Whether one year could stand for another by a slip: one digit is another, or two are swapped."""
    unlike = sum(a != b for a, b in zip(str(printed), str(meant), strict=True))
    return unlike == 1 or has_swapped_digits(float(printed), float(meant))


def _digits(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:f}".rstrip("0").replace(".", "")
