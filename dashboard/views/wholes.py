"""A whole and its part are never added up, ranked or stacked together; with the whole chosen, shares are of it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from dashboard.views.points import Wholes
from dashboard.views.superlatives import wholes_among
from dashboard.views.view import View
from dashboard.words.sentences import in_a_sentence, joined
from etl.figures.areas import Area
from etl.figures.series import Series

_TOGETHER = ("stack", "bar")  # the forms in which areas stand as parts of one thing


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
            # Lines stand for themselves, so that the share of a country may be drawn with those of its provinces.
            within = tuple(key for key in around if key != whole) if view.form in _TOGETHER else ()
            note = f"Shares are of {in_a_sentence(areas[whole])}, which is chosen with its parts and not drawn itself."
            return Parted(
                _without(series, (whole, *within)),
                areas[whole],
                _figures_of(series, areas[whole]),
                (note, *_left_out(within, areas)),
            )
    return Parted(_without(series, around), notes=_left_out(around, areas))


def _without(series: Sequence[Series], left_out: Sequence[str]) -> list[Series]:
    return [one for one in series if one.area.area not in left_out]


def _left_out(around: Sequence[str], areas: Mapping[str, Area]) -> tuple[str, ...]:
    names = joined([in_a_sentence(areas[key]) for key in around])
    return (f"Left out, since areas in it are shown: {names}.",) if names else ()


def _figures_of(series: Sequence[Series], whole: Area) -> Wholes:
    return {
        (item.key.year, item.key.producer): item for one in series if one.area.area == whole.area for item in one.known
    }
