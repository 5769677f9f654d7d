"""What is said where a series cannot be compared with its own earlier years."""

from collections.abc import Iterable, Sequence
from itertools import combinations

from dashboard.words.alike import UNLIKE, differ
from dashboard.words.definitions import differences
from dashboard.words.numbers import change, of_different_releases
from dashboard.words.sentences import Sentence, joined, movement
from etl.editions.reading import Edition
from etl.figures.knowledge import Break
from etl.figures.observations import Observation

NamedBreak = tuple[str, Break]  # with the area, as in a sentence, where another series than the one told of has it
NOT_COMPARED = "The two cannot be compared: "
NEVER_TOGETHER = "one was revised after the other was last printed"


def parting(breaks: Iterable[Break], earlier: int, later: int) -> list[Break]:
    """The breaks that keep a later year from being compared with an earlier one."""
    return [item for item in breaks if item.parts and earlier < item.first_year_after <= later]


def what_changed(breaks: Sequence[Break]) -> str:
    """What became another at some breaks: the method changed; the definition and the estimator changed."""
    return f"{joined(list(dict.fromkeys(item.kind.rule for item in breaks)))} changed"


def what_changed_for(breaks: Sequence[NamedBreak], own: str) -> str:
    """The same, with the areas where others than the `own` have breaks too: the method changed for Bolivia and Peru."""
    if not any(area for area, _ in breaks):
        return what_changed([item for _, item in breaks])
    areas: dict[str, list[str]] = {}
    for name in dict.fromkeys(area for area, _ in breaks):
        areas.setdefault(what_changed([item for area, item in breaks if area == name]), []).append(name or own)
    return joined([f"{changed} for {joined(names)}" for changed, names in areas.items()])


def told_of_break(area: str, item: Break) -> str:
    """What changed at a break, behind its area where that is another one: Peru: three more zones were searched."""
    return f"{area[:1].upper()}{area[1:]}: {item.what}" if area else item.what


def changed_when(breaks: Sequence[Break]) -> str:
    """The same with the years: the area covered changed in 2021 and 2023."""
    return f"{what_changed(breaks)} in {joined(list(dict.fromkeys(str(item.first_year_after) for item in breaks)))}"


def why_apart(breaks: Iterable[Break], earlier: Observation, later: Observation) -> str:
    """Why two years of a series with some breaks are not compared, in a few words; empty where they are."""
    if between := parting(breaks, earlier.key.year, later.key.year):
        return what_changed(between)
    if differ(earlier, later):
        return UNLIKE
    return NEVER_TOGETHER if of_different_releases((earlier, later)) else ""


def moved(edition: Edition, later: Observation, earlier: Observation) -> Sentence:
    """How a figure moved on an earlier one of its series, or why the two cannot be compared."""
    between = parting(edition.breaks_of(later), earlier.key.year, later.key.year)
    if between:
        return (f"not comparable with {earlier.period}: {changed_when(between)}",)
    if why := why_apart(between, earlier, later):
        return (f"not comparable with {earlier.period}: {why}",)
    if later.is_poppy_free and earlier.is_poppy_free and later.most == earlier.most:
        return (f"as in {earlier.period}",)
    if change(later, earlier) is None:
        return (f"the change on {earlier.period} is not known",)
    return (*movement(later, earlier), f" on {earlier.period}")


def why_not_compared(edition: Edition, observations: Iterable[Observation]) -> str:
    """Why nothing is computed from years of one series; empty where they can be compared."""
    of_series: dict[tuple[str, str, str], list[Observation]] = {}
    for item in sorted(observations, key=lambda item: item.key.year):
        of_series.setdefault(item.key.series, []).append(item)
    between = [
        one
        for its in of_series.values()
        for one in parting(edition.breaks_of(its[-1]), its[0].key.year, its[-1].key.year)
    ]
    if between:
        return f"{NOT_COMPARED}{changed_when(between)}."
    unlike = [its for its in of_series.values() if any(differ(one, other) for one, other in combinations(its, 2))]
    told = joined(list(dict.fromkeys(told for its in unlike for told in differences(its))))
    return f"{NOT_COMPARED}they do not measure the same ({told})." if unlike else ""
