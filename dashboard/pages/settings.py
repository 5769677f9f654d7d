"""What the controls of a view are set to: their properties for a view, and the view that they name."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypedDict, cast, get_type_hints

from dashboard.pages import received as sent
from dashboard.pages.options import (
    area_options,
    base_options,
    covered_areas,
    form_note,
    form_options,
    group_options,
    measure_options,
    producer_options,
    year_bounds,
)
from dashboard.pages.parts.filters import Options
from dashboard.views import lines as scene_parts
from dashboard.views import scenes
from dashboard.views.scene import Scene
from dashboard.views.view import (
    FORMS,
    LAYERS,
    MEASURES,
    ONE_YEAR_FORMS,
    SCALES,
    View,
    fitted,
    has_effect,
    has_logarithms,
    most_areas,
)
from etl.editions.reading import Edition
from etl.figures.beside import rows_beside

State = dict[str, dict[str, Any]]  # the properties of each control


class Settings(TypedDict):
    """What the controls are set to, by the name that each has behind `view-`, with how it is read of what was sent."""

    indicator: Annotated[str, sent.text]
    area: Annotated[list[str], sent.received_texts]
    group: Annotated[str, sent.text]
    membership: Annotated[str, sent.text]
    producer: Annotated[list[str], sent.received_texts]
    years: Annotated[list[int], sent.years]
    year: Annotated[int | None, sent.year]
    form: Annotated[str, sent.text]
    measure: Annotated[str, sent.text]
    base: Annotated[str, sent.text]
    scale: Annotated[str, sent.text]
    asof: Annotated[str, sent.day]
    compare: Annotated[bool, sent.switched_on]
    layer: Annotated[list[str], sent.received_texts]


CONTROLS = {name: "checked" if name == "compare" else "value" for name in Settings.__annotations__}

# What a redraw changes of each element, and after which controls what it offers is another. It is sent only then,
# since every list that is sent is drawn anew.
_ELEMENTS = rows_beside(__package__, "controls.csv")
CHANGED = {row["element"]: tuple(row["changes"].split()) for row in _ELEMENTS}
OFFERS_FOLLOW = {row["element"]: frozenset(row["after"].split()) for row in _ELEMENTS}


def changed_state(state: State, given: dict[str, Any], changed: str) -> State:
    """The part of the state of the controls that a redraw has to send; `given` is what they are set to."""
    return {
        name: {
            prop: value
            for prop, value in properties.items()
            if (value != given.get(name) if prop == "value" else changed in OFFERS_FOLLOW.get(name, ()))
        }
        for name, properties in state.items()
    }


def control_state(edition: Edition, view: View, scene: Scene) -> State:
    """The properties of every control that follow from the view."""
    first, last = year_bounds(edition, view)
    one_year = view.form in ONE_YEAR_FORMS
    known = scene.years_known or tuple(range(first, last + 1))
    many = bool(view.group or view.top)
    return {
        "indicator": {"value": view.indicator},
        "area": {
            "value": [] if many else list(view.areas),
            "data": area_options(edition, view),
            "placeholder": f"{len(view.areas)} areas" if many else "Add an area",
        },
        "group": {
            "value": view.group or (f"top-{view.top}" if view.top else None),
            "data": group_options(edition, view),
        },
        "membership": {"value": view.membership},
        "membership-box": {"hidden": not any(item.group == view.group for item in edition.memberships)},
        "producer": {"value": list(view.producers), "data": producer_options(edition, view)},
        "form": {"value": view.form, "data": form_options(edition, view)},
        "form-note": {"children": form_note(edition, view)},
        "measure": {"value": view.measure, "data": measure_options(edition, view)},
        "measure-box": {"hidden": view.form == "map"},
        "base": {"value": str(view.base) if view.base else None, "data": base_options(edition, view)},
        "base-box": {"hidden": view.measure != "index"},
        "scale": {"value": view.scale},
        "scale-box": {"hidden": not has_logarithms(view)},
        "asof": {"value": view.asof or None},
        "compare": {"checked": view.compare},
        "compare-box": {"hidden": not view.asof or not has_effect("compare", view.form)},
        "layer": {"value": list(view.layers)},
        "layer-box": {"hidden": not has_effect("layers", view.form)},
        "years": {
            "min": first,
            "max": last,
            "value": [min(max(view.first or first, first), last), max(min(view.last or last, last), first)],
            "marks": _marks((first, last)),
        },
        "years-box": {"hidden": one_year},
        "year": {
            "min": known[0],
            "max": max(known[-1], known[0] + 1),
            "value": scene.year if scene.year else known[-1],
            "marks": _marks(known),
        },
        "year-box": {"hidden": not one_year},
    }


def _marks(years: tuple[int, ...]) -> Options:
    """A mark at each year that can be chosen, and a label at the ends."""
    ends = {years[0], years[-1]}
    return [{"value": year, "label": str(year)} if year in ends else {"value": year} for year in years]


def settings_sent(given: Mapping[str, object]) -> Settings:
    """The settings that a browser sent; what no control sends is left out."""
    kinds = get_type_hints(Settings, include_extras=True)
    return cast(Settings, {name: kind.__metadata__[0](given.get(name)) for name, kind in kinds.items()})


def read_controls(edition: Edition, given: Settings, bounds: Sequence[int], changed: str) -> View:
    """The view that the controls are set to; `changed` is the name of the one that the reader has just used.

    Areas without a figure for the indicator are left out. A slider at its bounds means all years, whichever the
    indicator. What does not go together is left out; an index takes a base year in which something that is shown has
    a value. A ranking or map stays at its year until its form or indicator changes.
    """
    offered = edition.keep(scenes.choices)
    indicator = given["indicator"] if given["indicator"] in offered.indicators else offered.default.indicator
    covered = covered_areas(edition, indicator)
    group, top, areas = _chosen_areas(edition, given, indicator, changed)
    known = tuple(area for area in areas if area in covered)
    if not known:
        group, top = "", None
        known = (max(covered.values(), key=lambda row: row.observations).area,)
    form = given["form"] if given["form"] in FORMS else "line"
    known = known[: most_areas(form)]
    measure = given["measure"] if given["measure"] in MEASURES else "value"
    first, last = (bounds[0], bounds[-1]) if bounds else (0, 0)
    years = given["years"] or [first, last]
    # The largest of a year are first shown in that year.
    starts_anew = changed in {"form", "indicator"} or (changed == "group" and top is not None)
    asked = View(
        indicator=indicator,
        areas=known,
        producers=tuple(sorted(set(given["producer"]) & offered.producers)),
        first=min(years) if bounds and min(years) > first else None,
        last=max(years) if bounds and max(years) < last else None,
        asof=given["asof"],
        form=form,
        scale=given["scale"] if given["scale"] in SCALES else "linear",
        measure=measure,
        base=sent.year(given["base"]) if measure == "index" else None,
        year=given["year"] if form in ONE_YEAR_FORMS and not starts_anew else None,
        group=group,
        membership="year" if group and given["membership"] == "year" else "today",
        top=top,
        compare=bool(given["compare"] and given["asof"]),
        layers=tuple(layer for layer in LAYERS if layer in given["layer"]),
    )
    view, _ = fitted(asked, edition.indicators[indicator].is_additive)
    return _with_base(edition, view)


def _with_base(edition: Edition, view: View) -> View:
    """The view with a base year for an index only, and one in which a series that is shown has a value."""
    if view.measure != "index":
        return view.with_(base=None)
    has_value = view.base in scene_parts.base_years(edition, view)
    return scene_parts.with_base(edition, view if has_value else view.with_(base=None))


def _chosen_areas(
    edition: Edition, given: Settings, indicator: str, changed: str
) -> tuple[str, int | None, tuple[str, ...]]:
    """The group or ranking that the areas are chosen by, if any, and the areas."""
    offered = edition.keep(scenes.choices)
    choice = given["group"]
    if changed == "area" or not choice:
        return "", None, tuple(given["area"])
    if choice in offered.groups:
        return choice, None, offered.groups[choice]
    year = sent.year(choice.removeprefix("top-"))
    if year is not None:
        return "", year, offered.largest(indicator, year)
    return "", None, tuple(given["area"])
