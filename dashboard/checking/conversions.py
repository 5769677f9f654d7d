"""One amount printed in two units, as 48,000 hectares (119,000 acres), has one finding: that of the unit it fits."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dashboard.checking.comparing import Comparison
from dashboard.checking.findings import Checked, Finding, Sure
from etl.documents.prose.records import FigureKind

_BESIDE = 6  # characters between the two: " (" or ", or "
_SHORT_TONS = "short tons"  # which Americans call tons, beside metric ones
_FITS = frozenset({Finding.AGREES, Finding.ROUNDED, Finding.SUPERSEDED})
_IS_ROUNDED = 1.05  # a number that was rounded, converted and rounded again


class Conversions(Comparison):
    """Gives what repeats an amount in another unit the finding on the amount."""

    def _as_one_amount(self, found: Sequence[Checked]) -> list[Checked]:
        """The findings, with one for both of two numbers that are one amount."""
        result = list(found)
        for place, (first, second) in enumerate(pairwise(found)):
            if not self._are_one_amount(first, second):
                continue
            if first.finding in _FITS and second.finding not in _FITS:
                result[place + 1] = replace(first, reading=second.reading)
            elif second.finding in _FITS and (first.finding not in _FITS or _is_surer(second, first)):
                result[place] = replace(second, reading=first.reading)
        return result

    def _are_one_amount(self, first: Checked, second: Checked) -> bool:
        """Whether a number stands beside another of the same sentence and is the same in another unit."""
        one, other = first.reading, second.reading
        is_beside = one.sentence == other.sentence and 0 < other.start - one.end <= _BESIDE
        if not is_beside or not one.kind == other.kind == FigureKind.VALUE:
            return False
        if one.unit == other.unit:
            if one.unit != "tons":
                return False
            other = replace(other, unit=_SHORT_TONS)  # 3,600 metric tons (3,968 tons)
        told = first if first.finding in _FITS else second
        said = self._said(one, told.indicator), self._said(other, told.indicator)
        if said[0] is None or said[1] is None:
            return False
        return abs(said[0].value - said[1].value) <= _IS_ROUNDED * (said[0].step + said[1].step) / 2


def _is_surer(one: Checked, other: Checked) -> bool:
    """Whether a text says of the second of two numbers what both are about, since it says so behind both."""
    return one.inputs == other.inputs and one.finding == other.finding and one.sure == Sure.SURE != other.sure
