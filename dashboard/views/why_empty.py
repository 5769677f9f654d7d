"""Why a view shows nothing, and what to choose instead: the first part of it without which there would be figures."""

from collections.abc import Callable, Iterator

from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.words.sentences import joined, no_figure, no_figure_for
from etl.editions.reading import Edition

REMEDY = "Choose other years, areas or producers, or a later day."


def why_nothing(edition: Edition, view: View, shows: Callable[[View], bool]) -> tuple[str, str]:
    """The likely cause and the remedy, for a view that shows nothing; `shows` tells whether another shows anything."""
    for wider, cause, remedy in _wider_views(edition, view):
        if shows(wider):
            return cause, remedy
    return no_figure_for("this choice"), REMEDY


def _wider_views(edition: Edition, view: View) -> Iterator[tuple[View, str, str]]:
    """The view without each part that can leave it empty, with the cause that this would be and its remedy."""
    if view.asof:
        yield view.with_(asof=""), f"No figure for this choice was published by {view.asof}.", "Choose a later day."
    if view.membership == "year":
        name = next((item.name for item in edition.memberships if item.group == view.group), "This group")
        cause = f"{name}: {no_figure()} for a country in the years in which it was a member."
        yield view.with_(membership="today"), cause, "Choose “Members today”."
    if view.measure == "index" and view.base is not None:
        cause = f"Nothing that is shown has a figure above zero in the base year, {view.base}."
        yield view.with_(base=None), cause, "Choose another base year."
    if view.producers:
        names = joined([edition.producers[key].label for key in view.producers])
        have = "has" if len(view.producers) == 1 else "have"
        yield view.with_(producers=()), f"{names} {have} no figures for this choice.", "Choose other producers."
    if view.measure != "value":
        cause = "The figures here are too few to compute this measure from."
        yield view.with_(measure="value"), cause, "Choose the figures themselves."
    if view.form in ONE_YEAR_FORMS:
        cause = no_figure_for(str(view.year))
        yield view.with_(year=None), cause, "Choose another year."
    else:
        yield view.with_(first=None, last=None), no_figure_for("these years"), "Choose other years."
