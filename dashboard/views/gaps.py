"""Years within a series that have no figure, and what can be said about why."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.views.points import Line
from dashboard.words.sentences import Sentence, joined, no_figure, spans


@dataclass(frozen=True, slots=True)
class Gap:
    """A year of a series without a figure. `others`: who has one for the same area, as sentences name them."""

    year: int
    others: tuple[str, ...]


def gaps_of(line: Line, lines: Sequence[Line]) -> list[Gap]:
    """The years between the first and the last figure of a series of which no source at hand has one.

    A year whose figures are all set aside is no gap of this kind: sources print figures for it.
    """
    years = {item.key.year for item in line.series.observations}
    having = _years_with_figure(line)
    if not having:
        return []
    peers = [other for other in lines if other is not line and other.series.area == line.series.area]
    return [
        Gap(
            year,
            tuple(peer.series.producer.in_a_sentence for peer in peers if year in _years_with_figure(peer)),
        )
        for year in range(having[0], having[-1])
        if year not in years
    ]


def _years_with_figure(line: Line) -> list[int]:
    return [item.key.year for item in line.series.observations if item.value is not None or item.has_range]


def set_aside_years(line: Line) -> list[int]:
    """The years of a series for which sources print figures that are all set aside."""
    return [item.key.year for item in line.series.observations if item.value is None and not item.has_range]


def gap_sentences(told: Sequence[Line], lines: Sequence[Line], asof: str = "") -> list[Sentence]:
    """The gaps of some of the lines in words, and the years whose figures are set aside; `asof` is their day."""
    nobody = no_figure(asof)
    found: list[Sentence] = []
    for line in told:
        missing = gaps_of(line, lines)
        years = [gap.year for gap in missing]
        if years:
            words = [
                f"{line.series.label}: {nobody} for {joined(runs(years))}",
                *_elsewhere(missing),
            ]
            found.append((f"{'; '.join(words)}.",))
        if aside := set_aside_years(line):
            found.append((f"{line.series.label}: what sources print for {joined(runs(aside))} is set aside.",))
    return found


def _elsewhere(missing: list[Gap]) -> list[str]:
    """Which other producers have figures for the years of gaps, and for which of them."""
    labels = dict.fromkeys(label for gap in missing for label in gap.others)
    years = {label: [gap.year for gap in missing if label in gap.others] for label in labels}
    return [
        f"{label} has one"
        + (f" for {joined(runs(known))}" if len(known) < len(missing) else " for each" if len(missing) > 1 else "")
        for label, known in years.items()
    ]


def runs(years: list[int]) -> list[str]:
    """Years as texts, those that follow each other as one."""
    return spans(years, list(range(years[0], years[-1] + 1)))
