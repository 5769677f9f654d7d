"""One figure divided by another of the same area and year: how, and in which unit."""

from dataclasses import dataclass

from dashboard.words.sentences import within_a_sentence
from etl.editions.reading import Edition
from etl.figures.indicators import Indicator

RATIO, PERCENTAGE = "ratio", "percentage"
RATIOS = (RATIO, PERCENTAGE)
# Units in which amounts are divided by what is no amount of the same kind, with how many of them one is: yields are in
# kilograms.
_DIVIDED_AS = {"tons": ("kg", 1000.0)}
# What is grown or made, and what is taken from it: the one is no percentage of the other, only the other way round.
_WHOLES, _TAKEN_FROM_THEM = {"cultivation", "production"}, {"eradication", "seizures", "consumption"}


@dataclass(frozen=True, slots=True)
class RatioUnit:
    """How figures of one indicator are divided by those of another.

    `kind` is one of RATIOS, `scale` turns the quotient of the values into `unit`, the unit behind a number, and `words`
    say what an axis counts.
    """

    kind: str
    scale: float
    unit: str
    words: str


def ratio_unit(edition: Edition, first: Indicator, second: Indicator) -> RatioUnit:
    """The unit of the first divided by the second: per cent where both measure the same, else one for each other.

    Of what is taken from the first, it is how much there was for each unit that was taken.
    """
    of_what = within_a_sentence(second.name)
    factor = _factor(edition, first.unit, second.unit)
    is_whole = first.measure in _WHOLES and second.measure in _TAKEN_FROM_THEM
    if factor is not None and is_whole:
        unit = second.short_unit
        return RatioUnit(RATIO, factor, f"{unit}/{unit}", f"{unit} per {unit} of {of_what}")
    if factor is not None:
        return RatioUnit(PERCENTAGE, factor, "%", f"% of {of_what}")
    unit, scale = _DIVIDED_AS.get(first.unit, (first.short_unit, 1.0))
    return RatioUnit(RATIO, scale, f"{unit}/{second.short_unit}", f"{unit} per {second.short_unit} of {of_what}")


def _factor(edition: Edition, one: str, other: str) -> float | None:
    """How many of another unit are one of this; None where they do not measure the same."""
    if one == other:
        return 1.0
    known = edition.units.get(one), edition.units.get(other)
    if known[0] is None or known[1] is None or known[0][0] != known[1][0]:
        return None
    bases = {base or unit for unit, (_, _, base) in ((one, known[0]), (other, known[1]))}
    return (known[0][1] or 1.0) / (known[1][1] or 1.0) if len(bases) == 1 else None
