"""A whole and its part are never added up, ranked or stacked together; with the whole chosen, shares are of it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from dashboard.views.gaps import runs
from dashboard.views.points import Wholes
from dashboard.views.ratios import Ratios
from dashboard.views.superlatives import wholes_among
from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.words.numbers import of_different_releases
from dashboard.words.sentences import in_a_sentence, joined
from etl.figures.areas import Area
from etl.figures.observations import Observation
from etl.figures.series import Series

_TOGETHER = ("stack", "bar")  # the forms in which areas stand as parts of one thing
MOST_NOTES = 4


@dataclass(frozen=True)
class Parted:
    """The series that are drawn, and what their shares are of.

    `whole` is the chosen area that all others lie in, with its figures in `wholes`; None where shares are of the sum.
    """

    series: list[Series]
    whole: Area | None = None
    wholes: Wholes = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def wholes_left_out(view: View, wider: Mapping[str, Set[str]]) -> tuple[str, ...]:
    """The chosen areas that a form or measure leaves out, since parts of them are chosen too."""
    if view.measure != "share" and view.form not in _TOGETHER:
        return ()
    around = wholes_among(view.areas, wider)
    return tuple(area for area in view.areas if area in around)


def parted(view: View, series: list[Series], areas: Mapping[str, Area], wider: Mapping[str, Set[str]]) -> Parted:
    """Take the wholes out of a ranking, a stack or shares, and say so; of other views nothing is taken out.

    What is chosen decides, whether it has figures or not, so that a share means the same in all years.
    """
    around = wholes_left_out(view, wider)
    if not around:
        return Parted(series)
    if view.measure == "share":
        whole = next((key for key in around if all(key in wider[one] for one in view.areas if one != key)), None)
        if whole is not None:
            parts = [one for one in series if one.area.area != whole]
            note = f"Shares are of {in_a_sentence(areas[whole])}, which is chosen with its parts and not drawn itself."
            return Parted(parts, areas[whole], _figures_of(series, areas[whole]), (note,))
    drawn = [one for one in series if one.area.area not in around]
    names = joined([in_a_sentence(areas[key]) for key in around])
    return Parted(drawn, notes=(f"Left out, since areas in it are shown: {names}.",))


def _figures_of(series: Sequence[Series], whole: Area) -> Wholes:
    return {
        (item.key.year, item.key.producer): item for one in series if one.area.area == whole.area for item in one.known
    }


def without_share(view: View, series: Sequence[Series], whole: Area | None, wholes: Wholes) -> list[str]:
    """For which figures no share is computed, and why: no figure of the whole, or one of another release.

    Of a chart of one year, only what is said of that year; nothing where the chart looks for a year itself.
    """
    of_year = view.year if view.year is not None else view.top
    if view.form in ONE_YEAR_FORMS and of_year is None:
        return []
    first, last = (of_year, of_year) if view.form in ONE_YEAR_FORMS else (view.first, None)
    notes: list[str] = []
    summands: dict[tuple[int, str], list[Observation]] = {}
    for one in series:
        for item in one.known:
            summands.setdefault((item.key.year, item.key.producer), []).append(item)
    for one in series:
        absent, apart = [], []
        for item in (item for item in one.known if (first or 0) <= item.key.year <= (last or item.key.year)):
            place = item.key.year, item.key.producer
            of_these = [wholes[place]] if place in wholes else summands[place] if whole is None else []
            if not of_these:
                absent.append(item.key.year)
            elif of_different_releases((item, *of_these)):
                apart.append(item.key.year)
        if absent and whole is not None:
            notes.append(f"No share of {one.label} in {joined(runs(absent))}: no figure for {in_a_sentence(whole)}.")
        if apart:
            notes.append(
                f"No share of {one.label} in {joined(runs(apart))}: "
                "a figure was revised after the last publication that prints another one it would be compared with."
            )
    rest = len(notes) - MOST_NOTES
    return notes if rest <= 1 else [*notes[:MOST_NOTES], f"And {rest} more series with years without a share."]


def without_ratio(series: Sequence[Series], ratios: Ratios) -> list[str]:
    """For which figures there is no ratio, since they and what they would be divided by never stood together."""
    found = []
    for one in series:
        years = [
            item.key.year
            for item in one.known
            if (by := ratios.divisor(item)) is not None and of_different_releases((item, by))
        ]
        if years:
            found.append(
                f"No ratio of {one.label} in {joined(runs(years))}: "
                "a figure was revised after the last publication that prints the other one."
            )
    rest = len(found) - MOST_NOTES
    return found if rest <= 1 else [*found[:MOST_NOTES], f"And {rest} more series with years without a ratio."]
