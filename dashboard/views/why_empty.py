"""Why a view shows nothing, and what to choose instead: the first part of it without which there would be figures."""

from collections.abc import Callable, Iterator

from dashboard.views.lines import is_figure, members_only, observations_of
from dashboard.views.map_scene import mapped
from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.words.sentences import joined, no_figure, no_figure_for
from etl.editions.reading import Edition

REMEDY = "Choose other years, areas or producers, or a later day."
# What the figures of a choice lack, where they are there and a measure cannot be computed from them.
_NEEDED = {
    "change": "A change needs a figure of the year before that can be compared.",
    "increase": "A change needs a figure of the year before that can be compared.",
    "index": "An index needs a figure above zero to begin with.",
    "share": "A share needs figures of the same year for several areas, or for the whole, which stood together.",
}

Shows = Callable[[View], bool]


def why_nothing(edition: Edition, view: View, shows: Shows) -> tuple[str, str]:
    """The likely cause and the remedy, for a view that shows nothing; `shows` tells whether another shows anything."""
    if view.measure == "index" and view.base is not None and shows(view.with_(base=None)):
        cause = f"Nothing that is shown has a figure above zero in the base year, {view.base}."
        return cause, "Choose another base year."
    figures = view.with_(measure="value", base=None)
    if view.measure != "value" and shows(figures):
        return _NEEDED[view.measure], "Choose the figures themselves."
    if _is_set_aside(edition, figures):
        return "What sources print for this choice is set aside.", REMEDY
    for wider, cause, remedy in _wider_views(edition, figures):
        if shows(wider):
            return cause, remedy
    return no_figure_for("this choice"), REMEDY


def _is_set_aside(edition: Edition, view: View) -> bool:
    """Whether sources print figures for a choice, all of which are set aside."""
    is_map = view.form == "map"  # which shows other areas than are chosen
    found = (
        mapped(edition, view).observations if is_map else members_only(edition, view, observations_of(edition, view))
    )
    if view.form in ONE_YEAR_FORMS and view.year is not None:
        found = [item for item in found if item.key.year == view.year]
    elif view.first is not None:
        found = [item for item in found if item.key.year >= view.first]
    return bool(found) and not any(map(is_figure, found))


def _wider_views(edition: Edition, view: View) -> Iterator[tuple[View, str, str]]:
    """The view without each part that can leave it empty, with the cause that this would be and its remedy."""
    if view.form == "map":
        shown, *others = mapped(edition, view).producers or [""]
        for key in others:
            other = edition.producers[key].label
            cause = f"The map is of {edition.producers[shown].label}, which has no figure for {view.year}; {other} has."
            yield view.with_(producers=(key,)), cause, f"Choose {other} under “Producers”."
    if view.asof:
        yield view.with_(asof=""), f"No figure for this choice was published by {view.asof}.", "Choose a later day."
    if view.membership == "year":
        name = next((item.name for item in edition.memberships if item.group == view.group), "This group")
        cause = f"{name}: {no_figure()} for a country in the years in which it was a member."
        yield view.with_(membership="today"), cause, "Choose “Members today”."
    if view.producers:
        names = joined([edition.producers[key].label for key in view.producers])
        have = "has" if len(view.producers) == 1 else "have"
        yield view.with_(producers=()), f"{names} {have} no figures for this choice.", "Choose other producers."
    if view.form in ONE_YEAR_FORMS:
        cause = no_figure_for(f"{view.year} in this choice")
        yield view.with_(year=None), cause, "Choose another year."
    else:
        cause = no_figure_for("these years in this choice")
        yield view.with_(first=None, last=None), cause, "Choose other years."
