"""What the controls of a view are set to: their properties for a view, and the view that they name."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypedDict, cast, get_type_hints

from dashboard.pages import received as sent
from dashboard.pages.choosing import (
    LEADING,
    Choice,
    definition,
    indicator_options,
    led_to,
    measured_options,
    place_of,
    substance_options,
)
from dashboard.pages.options import (
    area_options,
    asof_options,
    base_options,
    covered_areas,
    focus_options,
    form_note,
    form_options,
    group_options,
    measure_options,
    producer_options,
    second_options,
    year_bounds,
)
from dashboard.pages.parts.filters import Options
from dashboard.views import scenes
from dashboard.views.observed import base_years, with_base
from dashboard.views.parameters import rows_of
from dashboard.views.scene import Scene
from dashboard.views.view import (
    ALL_COUNTRIES,
    AXES_NAMES,
    FORMS,
    LAYERS,
    MEASURES,
    ONE_YEAR_FORMS,
    SCALES,
    SUM_NAMES,
    ZOOMS,
    Choices,
    View,
    fitted,
    has_effect,
    has_logarithms,
    has_sum,
    most_areas,
    that_fit,
    usual_areas,
)
from etl.editions.reading import Edition
from etl.figures.beside import rows_beside

State = dict[str, dict[str, Any]]  # the properties of each control
# The names of the controls that a reader has used since the answer that is shown, the last one last: they are several
# where one choice follows another before the first is answered.
Changed = Sequence[str]


class Settings(TypedDict):
    """What the controls are set to, by the name that each has behind `view-`, with how it is read of what was sent."""

    topic: Annotated[str, sent.text]
    measured: Annotated[str, sent.text]
    substance: Annotated[str, sent.text]
    indicator: Annotated[str, sent.text]
    area: Annotated[list[str], sent.received_texts]
    group: Annotated[str, sent.text]
    sum: Annotated[str, sent.text]
    membership: Annotated[str, sent.text]
    producer: Annotated[list[str], sent.received_texts]
    years: Annotated[list[int], sent.years]
    year: Annotated[int | None, sent.year]
    form: Annotated[str, sent.text]
    second: Annotated[str, sent.text]
    measure: Annotated[str, sent.text]
    base: Annotated[str, sent.text]
    zoom: Annotated[str, sent.text]
    line: Annotated[str, sent.text]
    focus: Annotated[list[str], sent.received_texts]
    axes: Annotated[str, sent.text]
    scale: Annotated[str, sent.text]
    asof: Annotated[str, sent.day]
    day: Annotated[str, sent.day]
    compare: Annotated[bool, sent.switched_on]
    layer: Annotated[list[str], sent.received_texts]


CONTROLS = {name: "checked" if name == "compare" else "value" for name in Settings.__annotations__}

# What a redraw changes of each element, and after which controls what it offers is another. It is sent only then,
# since every list that is sent is drawn anew.
_ELEMENTS = rows_beside(__package__, "controls.csv")


def _with_leading(controls: Sequence[str]) -> frozenset[str]:
    """Some controls, and with that of the indicator those that lead to another one."""
    return frozenset([*controls, *(LEADING if "indicator" in controls else ())])


CHANGED = {row["element"]: tuple(row["changes"].split()) for row in _ELEMENTS}
OFFERS_FOLLOW = {row["element"]: _with_leading(row["after"].split()) for row in _ELEMENTS}


def changed_state(state: State, given: dict[str, Any], changed: Changed) -> State:
    """The part of the state of the controls that a redraw has to send; `given` is what they are set to."""
    return {
        name: {
            prop: value
            for prop, value in properties.items()
            if (value != given.get(name) if prop == "value" else OFFERS_FOLLOW.get(name, frozenset()) & set(changed))
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
        "topic": {"value": place_of(scene.indicator).topic},
        "measured": {
            "value": place_of(scene.indicator).measured,
            "data": measured_options(edition, view.indicator),
        },
        "substance": {
            "value": place_of(scene.indicator).substance,
            "data": substance_options(edition, view.indicator),
        },
        "indicator": {"value": view.indicator, "data": indicator_options(edition, view.indicator)},
        "indicator-box": {"hidden": len(indicator_options(edition, view.indicator)) < 2},
        "definition": {"children": definition(scene)},
        "area": {
            "value": [] if many else list(view.areas),
            "data": area_options(edition, view),
            "placeholder": f"{len(view.areas)} areas" if many else "Add one",
        },
        "group": {
            "value": view.group or (f"top-{view.top}" if view.top else None),
            "data": group_options(edition, view),
        },
        "membership": {"value": view.membership},
        "membership-box": {"hidden": not any(item.group == view.group for item in edition.memberships)},
        "sum": {"value": view.total or None},
        "sum-box": {"hidden": not has_sum(view, scene.indicator.is_additive)},
        "producer": {"value": list(view.producers), "data": producer_options(edition, view)},
        "form": {"value": view.form, "data": form_options(edition, view)},
        "form-note": {"children": form_note(edition, view)},
        "second": {"value": view.second or None, "data": second_options(edition, view)},
        "measure": {"value": view.measure, "data": measure_options(edition, view)},
        "base": {"value": str(view.base) if view.base else None, "data": base_options(edition, view)},
        "base-box": {"hidden": not view.has_base},
        "zoom": {"value": view.zoom or None},
        "zoom-box": {"hidden": view.form != "map" or bool(scene.outlines)},
        "line": {"value": str(view.reference or "")},
        "line-box": {"hidden": not has_effect("reference", view.form) or view.is_pair},
        "focus": {"value": list(view.focus), "data": focus_options(scene)},
        "focus-box": {"hidden": not has_effect("focus", view.form) or len(scene.by_importance) < 2},
        "axes": {"value": view.axes},
        "axes-box": {"hidden": not has_effect("axes", view.form)},
        "scale": {"value": view.scale},
        "scale-box": {"hidden": not has_logarithms(view)},
        "asof": {"value": view.asof or None, "data": asof_options(edition, view)},
        "day": {"value": view.asof},
        "compare": {"checked": view.compare},
        "compare-box": {"hidden": not view.asof or not has_effect("compare", view.form)},
        "layer": {"value": list(view.layers)},
        "layer-box": {"hidden": not has_effect("layers", view.form) or view.is_pair},
        "more-set": {"children": f" ({count} set)" if (count := choices_behind_more(view)) else ""},
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
        "year-shown": {"children": str(scene.year or "")},
        "year-box": {"hidden": not one_year},
    }


# What is chosen in the controls that stand behind "More".
_BEHIND_MORE = (
    *("group", "top", "producers", "second", "measure", "base", "zoom", "total", "membership", "scale"),
    *("focus", "axes", "reference", "asof", "compare"),
)


def choices_behind_more(view: View) -> int:
    """How many of the choices that are not in the bar are other than they are first."""
    rows = rows_of(View)
    return sum(rows[name].default != getattr(view, name) and has_effect(name, view.form) for name in _BEHIND_MORE)


def _marks(years: tuple[int, ...]) -> Options:
    """A mark at each year that can be chosen, and a label at the ends."""
    ends = {years[0], years[-1]}
    return [{"value": year, "label": str(year)} if year in ends else {"value": year} for year in years]


def settings_sent(given: Mapping[str, object]) -> Settings:
    """The settings that a browser sent; what no control sends is left out."""
    kinds = get_type_hints(Settings, include_extras=True)
    return cast(Settings, {name: kind.__metadata__[0](given.get(name)) for name, kind in kinds.items()})


def last_used(changed: Changed, *among: str) -> str:
    """Which of some controls a reader has used last; empty where none of them."""
    return next((name for name in reversed(changed) if name in among), "")


def wanted_areas(given: Settings, wanted: Sequence[str], changed: Changed) -> list[str]:
    """The areas that a reader has chosen, those included of which the indicator that is shown has no figures.

    Whoever goes to another indicator and back has the same areas again.
    """
    is_chosen_now = last_used(changed, "area", "group") or given["group"]
    return given["area"] if is_chosen_now else list(wanted) or given["area"]


def read_controls(edition: Edition, given: Settings, bounds: Sequence[int], changed: Changed) -> View:
    """The view that the controls are set to.

    Areas without a figure for the indicator are left out. A slider at its bounds means all years, whichever the
    indicator. What does not go together is left out; an index takes a base year in which something that is shown has
    a value. A ranking or map stays at its year until its form or indicator changes.
    """
    offered = edition.keep(scenes.choices)
    indicator = given["indicator"] if given["indicator"] in offered.indicators else offered.default.indicator
    leading = last_used(changed, "indicator", *LEADING)
    indicator = led_to(edition, Choice(given["topic"], given["measured"], given["substance"]), indicator, leading)
    covered = covered_areas(edition, indicator)
    form = given["form"] if given["form"] in FORMS else "line"
    group, top, areas = _chosen_areas(edition, given, indicator, changed)
    known = tuple(area for area in areas if area in covered)
    if not known:
        group, top, usual = usual_areas(offered, indicator, form, given["measure"], given["producer"])
        known = tuple(area for area in usual if area in covered)
    total = given["sum"] if given["sum"] in SUM_NAMES else ""
    known = that_fit(offered, indicator, known, most_areas(form, total))
    measure = given["measure"] if given["measure"] in MEASURES else "value"
    first, last = (bounds[0], bounds[-1]) if bounds else (0, 0)
    years = given["years"] or [first, last]
    # The largest of a year are first shown in that year.
    starts = ("form", "indicator", *LEADING, *(("group",) if top is not None else ()))
    starts_anew = last_used(changed, "year", *starts) in starts
    asof = given["day"] if last_used(changed, "asof", "day") == "day" else given["asof"]
    asked = View(
        indicator=indicator,
        areas=known,
        producers=tuple(sorted(set(given["producer"]) & offered.producers)),
        first=min(years) if bounds and min(years) > first else None,
        last=max(years) if bounds and max(years) < last else None,
        asof=asof,
        form=form,
        second=given["second"] if given["second"] in offered.indicators else "",
        scale=given["scale"] if given["scale"] in SCALES else "linear",
        measure=measure,
        base=sent.year(given["base"]),
        zoom=given["zoom"] if form == "map" and given["zoom"] in ZOOMS else "",
        year=given["year"] if form in ONE_YEAR_FORMS and not starts_anew else None,
        group=group,
        total=total,
        reference=_reference(given["line"]),
        focus=tuple(area for area in dict.fromkeys(given["focus"]) if area in known),
        axes=given["axes"] if given["axes"] in AXES_NAMES else "common",
        membership="year" if group and given["membership"] == "year" else "today",
        top=top,
        compare=bool(given["compare"] and asof),
        layers=tuple(layer for layer in LAYERS if layer in given["layer"]),
    )
    view, _ = fitted(asked, edition.indicators[indicator].is_additive)
    return _with_base(edition, view)


def _reference(text: str) -> int | None:
    """The value that a reader typed, with or without marks between thousands; None where it is none."""
    plain = text.replace(",", "").replace(" ", "")
    return int(plain) if rows_of(View)["reference"].kind.takes(plain, {}) else None


def _with_base(edition: Edition, view: View) -> View:
    """The view with a base year only where it has an effect; of an index one in which something shown has a value."""
    if view.measure != "index":
        return view if view.has_base else view.with_(base=None)
    has_value = view.base in base_years(edition, view)
    return with_base(edition, view if has_value else view.with_(base=None))


def _are_usual(offered: Choices, given: Settings) -> bool:
    """Whether the areas are those that were shown where none was chosen, so that another choice may show others.

    All countries, as on a map, are more than lines can tell apart.
    """
    before = given["indicator"] if given["indicator"] in offered.indicators else offered.default.indicator
    _, top = offered.usual(before)
    are_too_many = given["group"] == ALL_COUNTRIES and given["form"] not in ONE_YEAR_FORMS and given["sum"] != "alone"
    are_many = top is not None or not offered.ranks_countries(before)
    return are_many and (given["group"] == f"top-{top}" or are_too_many)


def _chosen_areas(
    edition: Edition, given: Settings, indicator: str, changed: Changed
) -> tuple[str, int | None, tuple[str, ...]]:
    """The group or ranking that the areas are chosen by, if any, and the areas."""
    offered = edition.keep(scenes.choices)
    choice = given["group"]
    chosen = last_used(changed, "area", "group")
    if chosen == "area" or not choice:
        return "", None, tuple(given["area"])
    if not chosen and last_used(changed, "form", *LEADING) and _are_usual(offered, given):
        return usual_areas(offered, indicator, given["form"], given["measure"], given["producer"])
    if choice in offered.groups:
        return choice, None, offered.groups[choice]
    year = sent.year(choice.removeprefix("top-"))
    if year is not None:
        return "", year, offered.largest(indicator, year, given["measure"], given["producer"])
    return "", None, tuple(given["area"])
