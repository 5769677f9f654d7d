"""The controls of a view, as components."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.pages.options import asof_options, indicator_options
from dashboard.pages.parts.figures import labelled
from dashboard.pages.parts.filters import options_of
from dashboard.pages.settings import State, control_state
from dashboard.views.scene import Scene
from dashboard.views.view import LAYER_NAMES, MEMBERSHIP_NAMES, SCALE_NAMES, View, view_parameters
from etl.editions.reading import Edition

_MANY: dict[str, Any] = {"searchable": True, "maxDropdownHeight": 420}  # of a control with many options
_MEANINGS = {parameter.name: parameter.meaning for parameter in view_parameters()}


def controls(edition: Edition, view: View, scene: Scene) -> Component:
    """All controls, set to the view."""
    state = control_state(edition, view, scene)
    what = [
        _select(state, "indicator", "Indicator", allowDeselect=False, data=indicator_options(edition), **_MANY),
        _selects(state, "area", "Areas", hidePickedOptions=False, className="wide", **_MANY),
        html.Div(
            [
                _select(
                    state, "group", "Or many at once", placeholder="A group, all provinces ...", clearable=True, **_MANY
                ),
                _boxed(
                    state,
                    "membership",
                    _segments(state, "membership", size="xs", fullWidth=True, data=options_of(MEMBERSHIP_NAMES)),
                    title=_MEANINGS["membership"],
                ),
            ]
        ),
        _selects(state, "producer", "Producers", placeholder="All", clearable=True),
    ]
    form_note = html.Span(id="view-form-note", className="control-note", **state["form-note"])
    form = _segments(state, "form", size="sm", **labelled("Form", **{"aria-describedby": "view-form-note"}))
    scale = _segments(state, "scale", size="sm", data=options_of(SCALE_NAMES))
    compare = dmc.Switch(id="view-compare", label="Compare with today", size="xs", **state["compare"])
    how = [
        html.Div([_label_above("form", "Form"), form, form_note], className="segmented"),
        _boxed(state, "measure", _select(state, "measure", "Measure", allowDeselect=False)),
        _boxed(state, "base", _select(state, "base", "Base year", searchable=True), className="short"),
        _boxed(state, "scale", [_label_above("scale", "Scale"), scale], className="segmented"),
        html.Div(
            [
                _select(
                    state,
                    "asof",
                    "As known on",
                    placeholder="today",
                    clearable=True,
                    data=asof_options(edition, view),
                    **_MANY,
                ),
                _boxed(state, "compare", compare, title=_MEANINGS["compare"], className="below-control"),
            ]
        ),
    ]
    rows = [html.Div(row, className="controls") for row in (what, how)]
    return html.Form(rows, className="view-controls", **labelled("Choose what is shown"))


def timeline(edition: Edition, view: View, scene: Scene) -> Component:
    """The years under the chart, and what is shown on it beside the figures."""
    state = control_state(edition, view, scene)
    years = dmc.RangeSlider(
        id="view-years",
        step=1,
        minRange=0,
        thumbFromLabel="First year",
        thumbToLabel="Last year",
        updatemode="mouseup",
        **state["years"],
    )
    year = dmc.Slider(id="view-year", step=1, thumbLabel="Year", updatemode="mouseup", **state["year"])
    boxes = [dmc.Checkbox(label=name, value=key, size="xs") for key, name in LAYER_NAMES.items()]
    layers = dmc.CheckboxGroup(dmc.Group(boxes, gap="sm"), id="view-layer", **_label("layer", "Show"), **state["layer"])
    row = [
        _boxed(state, "years", [html.Span("Years", className="control-label"), years], className="years"),
        _boxed(state, "year", [_label_above("year", "Year"), year], className="years"),
        _boxed(state, "layer", layers, className="layers"),
    ]
    return html.Form(
        html.Div(row, className="controls"), className="view-controls", **labelled("Choose years and layers")
    )


def _label(name: str, label: str) -> dict[str, Any]:
    """The label of a control, and what the parameter of its name means, for who points at the label."""
    return {"label": label, "labelProps": {"title": _MEANINGS[name]}}


def _label_above(name: str, label: str) -> Component:
    """The same for a control that has no label of its own."""
    return html.Span(label, className="control-label", title=_MEANINGS[name])


def _select(state: State, name: str, label: str, **properties: Any) -> dmc.Select:
    return dmc.Select(id=f"view-{name}", **_label(name, label), **properties, **state[name])


def _selects(state: State, name: str, label: str, **properties: Any) -> dmc.MultiSelect:
    return dmc.MultiSelect(id=f"view-{name}", **_label(name, label), **properties, **state[name])


def _segments(state: State, name: str, **properties: Any) -> dmc.SegmentedControl:
    return dmc.SegmentedControl(id=f"view-{name}", **properties, **state[name])


def _boxed(state: State, name: str, control: Component | list[Component], **properties: Any) -> Component:
    """A control in a box that hides it where it has no effect."""
    return html.Div(control, id=f"view-{name}-box", **properties, **state[f"{name}-box"])
