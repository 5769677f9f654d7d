"""Why a view shows nothing, and what to choose instead: the first part of it without which there would be figures."""

from collections.abc import Callable, Iterator

from dashboard.views.lookups import wider_areas
from dashboard.views.map_scene import mapped
from dashboard.views.observed import is_figure, members_only, observations_of
from dashboard.views.scene import Nothing
from dashboard.views.view import ONE_YEAR_FORMS, View
from dashboard.views.wholes import wholes_left_out
from dashboard.words.sentences import capitalised, in_a_sentence, joined, no_figure, no_figure_for
from etl.editions.reading import Edition

REMEDY = "Choose other years, areas or producers, or a later day."
# What the figures of a choice lack, where they are there and a measure cannot be computed from them.
_NEEDED = {
    "change": "A change needs a figure of the year before that can be compared.",
    "increase": "A change needs a figure of the year before that can be compared.",
    "index": "An index needs a figure above zero to begin with.",
    "rate": "A rate needs the population of the area in the same year.",
    "ratio": "A ratio needs figures of both indicators for the same area and year.",
    "share": "A share needs figures of the same year for several areas, or for the whole, which stood together.",
}

Shows = Callable[[View], bool]


def _figures_of(view: View) -> View:
    return view.with_(measure="value", base=None)


def why_nothing(edition: Edition, view: View, shows: Shows) -> tuple[Nothing, tuple[str, str]]:
    """Of which kind the nothing is that a view shows, with the likely cause and the remedy.

    `shows` tells whether another view shows anything.
    """
    if view.measure == "index" and view.base is not None and shows(view.with_(base=None)):
        cause = f"Nothing that is shown has a figure above zero in the base year, {view.base}."
        return Nothing.NOT_COMPUTED, (cause, "Choose another base year.")
    figures = _figures_of(view)
    if view.measure != "value" and shows(figures):
        return Nothing.NOT_COMPUTED, (_NEEDED[view.measure], "Choose the figures themselves.")
    if _is_set_aside(edition, figures.with_(asof="", compare=False) if figures.is_comparison else figures):
        return Nothing.SET_ASIDE, ("What sources print for this selection is set aside.", REMEDY)
    for kind, views in ((Nothing.NOT_IN_FORM, _in_other_forms), (Nothing.NO_FIGURE, _wider_views)):
        for wider, cause, remedy in views(edition, figures):
            if shows(wider):
                return kind, (cause, remedy)
    return Nothing.NO_FIGURE, (no_figure_for("this selection"), REMEDY)


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


def _in_other_forms(edition: Edition, view: View) -> Iterator[tuple[View, str, str]]:
    """Views of the same figures in which the form leaves nothing out, with the cause that this would be."""
    if view.form == "map":
        shown, *others = mapped(edition, view).producers or [""]
        for key in others:
            ours, theirs = edition.producers[shown].in_a_sentence, edition.producers[key].in_a_sentence
            cause = f"The map shows figures by {ours}, which has none for {view.year}; {theirs} has."
            yield view.with_(producers=(key,)), cause, f"Choose {edition.producers[key].label} under “Producers”."
        cause = (
            f"A map shows countries or the parts of one, and {no_figure()} for any of these; "
            "there are figures for the areas chosen."
        )
        yield view.with_(form="bar"), cause, "Choose another form."
    # A map of the parts of a country leaves that out too, also where it alone is chosen.
    apart, in_what = (view.with_(form="bar"), ", in another form") if view.form == "map" else (view, "")
    around = wholes_left_out(apart, edition.keep(wider_areas))
    if around:
        names = joined([in_a_sentence(edition.areas[area]) for area in around])
        left_out = f"Left out, since areas in it are chosen: {names}; the other areas have no figure."
        yield apart.with_(areas=around, group=""), left_out, f"Choose {names} alone{in_what}."


def _wider_views(edition: Edition, view: View) -> Iterator[tuple[View, str, str]]:
    """The view without each part that can leave it empty, with the cause that this would be and its remedy."""
    if view.asof:
        yield view.with_(asof=""), f"No figure for this selection was published by {view.asof}.", "Choose a later day."
    if view.membership == "year":
        name = next((item.name for item in edition.memberships if item.group == view.group), "This group")
        cause = f"{name}: {no_figure()} for a country in the years in which it was a member."
        yield view.with_(membership="today"), cause, "Choose “Members today”."
    if view.producers:
        names = joined([edition.producers[key].in_a_sentence for key in view.producers])
        have = "has" if len(view.producers) == 1 else "have"
        yield (
            view.with_(producers=()),
            f"{capitalised(names)} {have} no figures for this selection.",
            "Choose other producers.",
        )
    if view.form in ONE_YEAR_FORMS:
        cause = no_figure_for(f"{view.year} in this selection")
        yield view.with_(year=None), cause, "Choose another year."
    else:
        cause = no_figure_for("these years in this selection")
        yield view.with_(first=None, last=None), cause, "Choose other years."
