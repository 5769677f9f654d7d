"""Sentences about figures, made from the figures: titles, alternative texts and explanations.

A sentence is a tuple of words and Numbers, so that a page can make every number in it a link and a picture can
print it as text.
"""

from collections.abc import Sequence
from itertools import groupby

from dashboard.words.numbers import Number, change, derived_number, number
from etl.figures.records import Indicator, Observation
from etl.figures.series import Series

Sentence = tuple[str | Number, ...]
MOST_YEARS_BACK = 5  # of a headline about who stands highest
NO_FIGURE = "no source here has a figure"


def sentence_text(sentence: Sentence) -> str:
    """The sentence as text."""
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


def no_figure_for(what: str) -> str:
    """The sentence that no source has a figure for something."""
    return f"{NO_FIGURE.capitalize()} for {what}."


def joined(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def spans(chosen: list[int], years: list[int]) -> list[str]:
    """Runs of years that follow each other among those with figures, as texts."""
    position = {year: index for index, year in enumerate(years)}
    runs = [
        [year for _, year in items]
        for _, items in groupby(enumerate(chosen), key=lambda pair: position[pair[1]] - pair[0])
    ]
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


def headline(series: Sequence[Series], indicator: Indicator) -> Sentence:
    """What the chart shows, in one sentence: the course of a single series, or the largest of several."""
    known = [item for item in series if item.known]
    if not known:
        return (f"No figures for {indicator.name.lower()} in this choice",)
    areas = {item.area.area for item in known}
    if len(areas) == 1:
        return _course(known[0], indicator)
    figures = [item for one in known for item in one.known]
    year = _last_year_of_most(figures, len(areas))
    newest = max(item.key.year for item in figures)
    if year and year < newest - MOST_YEARS_BACK:
        peak = max(figures, key=lambda item: item.value or 0)
        name = next(one.area.name for one in known if one.area.area == peak.key.area)
        return (f"{indicator.name}: the largest figure is that of {name} in {peak.key.year}, ", number(peak, indicator))
    if not year:
        return _course(max(known, key=lambda one: one.known[-1].key.year), indicator)
    largest = max((item for item in figures if item.key.year == year), key=lambda item: item.value or 0)
    name = next(one.area.name for one in known if one.area.area == largest.key.area)
    return (f"{indicator.name}: {name} stood highest in {year} with ", number(largest, indicator))


def _last_year_of_most(figures: Sequence[Observation], areas: int) -> int:
    """The last year in which at least two areas and half of them have a figure; 0 where there is none."""
    by_year: dict[int, set[str]] = {}
    for item in figures:
        by_year.setdefault(item.key.year, set()).add(item.key.area)
    return max((year for year, having in by_year.items() if len(having) >= max(2, areas / 2)), default=0)


def _course(series: Series, indicator: Indicator) -> Sentence:
    """A series in one sentence: its peak and where it stands, or the change from first to last."""
    known = series.known
    first, last = known[0], known[-1]
    subject = f"{indicator.name} in {series.area.name}" if series.area.parent else f"World {indicator.name.lower()}"
    if len(known) == 1:
        return (f"{subject} was ", number(last, indicator), f" in {last.key.year}")
    peak = max(known, key=lambda item: item.value or 0)
    if peak is last:
        return (f"{subject} reached its highest value in {last.key.year}: ", number(last, indicator))
    if peak is not first:
        return (
            f"{subject} peaked at ",
            number(peak, indicator),
            f" in {peak.key.year} and stood at ",
            number(last, indicator),
            f" in {last.key.year}",
        )
    return (
        f"{subject} went from ",
        number(first, indicator),
        f" in {first.key.year} to ",
        number(last, indicator),
        f" in {last.key.year}",
    )


def finding(series: Series, indicator: Indicator) -> Sentence:
    """The course of one series in words, for those who do not see the chart: first, peak, last and change."""
    known = series.known
    if not known:
        return (f"{series.label}: no figure.",)
    first, last = known[0], known[-1]
    peak = max(known, key=lambda item: item.value or 0)
    parts: list[str | Number] = [f"{series.label}: ", number(first, indicator), f" in {first.key.year}"]
    if peak is not first and peak is not last:
        parts += [", highest ", number(peak, indicator), f" in {peak.key.year}"]
    if last is not first:
        parts += [", ", number(last, indicator), f" in {last.key.year}"]
        moved = change(last, first)
        if moved is not None:
            parts += [" (", derived_number(moved), f" since {first.key.year})"]
    return (*parts, ".")


def movement(later: Observation, earlier: Observation) -> Sentence:
    """How a figure moved from an earlier one: up 12.0 %, down 19.8 %, or unchanged."""
    moved = change(later, earlier)
    if moved is None:
        return ("change not known",)
    if later.value == earlier.value:
        return ("unchanged",)
    return ("up " if moved.value > 0 else "down ", derived_number(moved, signed=False))
