"""What is said where a series cannot be compared with its own earlier years."""

from collections.abc import Iterable, Sequence

from dashboard.words.numbers import change
from dashboard.words.sentences import Sentence, joined, movement
from etl.editions.reading import Edition
from etl.figures.records import Break, Key, Observation

NOT_COMPARED = "The two cannot be compared: "


def parting(breaks: Iterable[Break], earlier: int, later: int) -> list[Break]:
    """The breaks that keep a later year from being compared with an earlier one."""
    return [item for item in breaks if item.parts and earlier < item.first_year_after <= later]


def what_changed(breaks: Sequence[Break]) -> str:
    """What became another at some breaks: the method changed; the definition and the estimator changed."""
    return f"{joined(list(dict.fromkeys(item.kind.rule for item in breaks)))} changed"


def changed_when(breaks: Sequence[Break]) -> str:
    """The same with the years: the area covered changed in 2021 and 2023."""
    return f"{what_changed(breaks)} in {joined(list(dict.fromkeys(str(item.first_year_after) for item in breaks)))}"


def moved(edition: Edition, later: Observation, earlier: Observation) -> Sentence:
    """How a figure moved on an earlier one of its series, or why the two cannot be compared."""
    between = parting(edition.breaks_of(later.key), earlier.key.year, later.key.year)
    if between:
        return (f"not comparable with {earlier.period}: {changed_when(between)}",)
    if change(later, earlier) is None:
        return (f"the change on {earlier.period} is not known",)
    return (*movement(later, earlier), f" on {earlier.period}")


def why_not_compared(edition: Edition, keys: Iterable[Key]) -> str:
    """Why nothing is computed from figures of one series; empty where no break lies between them."""
    years: dict[tuple[str, str, str], list[int]] = {}
    for key in keys:
        years.setdefault((key.indicator, key.area, key.producer), []).append(key.year)
    between = [
        item for series, its in years.items() for item in parting(edition.breaks.get(series, ()), min(its), max(its))
    ]
    return f"{NOT_COMPARED}{changed_when(between)}." if between else ""
