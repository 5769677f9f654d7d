"""The controls of a view, as components."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.pages.choosing import topic_options
from dashboard.pages.parts.figures import labelled
from dashboard.pages.parts.filters import OPEN_LIST, options_of
from dashboard.pages.settings import State, control_state
from dashboard.views.scene import Scene
from dashboard.views.view import (
    AXES_NAMES,
    LAYER_NAMES,
    MEMBERSHIP_NAMES,
    SCALE_NAMES,
    SUM_NAMES,
    ZOOM_NAMES,
    View,
    view_parameters,
)
from etl.editions.reading import Edition

_MANY: dict[str, Any] = {"searchable": True}  # of a control with many options
# The options have what there is of each beside it, which assets/options.js draws.
_WITH_COUNTS: dict[str, Any] = {**_MANY, "renderOption": {"function": "withCounts"}}
_MEANINGS = {parameter.name: parameter.meaning for parameter in view_parameters()} | {
    "topic": "What the figures are about.",
    "measured": "What is measured in this topic.",
    "substance": "The substance or crop that is measured.",
}
_MEANINGS["second"] = _MEANINGS["with"]


def controls(edition: Edition, view: View, scene: Scene) -> Component:
    """All controls, set to the view."""
    state = control_state(edition, view, scene)
    form_note = html.Span(id="view-form-note", className="control-note", **state["form-note"])
    form = _segments(state, "form", "Form", size="sm", **{"aria-describedby": "view-form-note"})
    scale = _segments(state, "scale", "Scale", size="sm", data=options_of(SCALE_NAMES))
    axes = _segments(state, "axes", "Axes", size="sm", data=options_of(AXES_NAMES))
    compare = dmc.Switch(id="view-compare", label="Compare with today", size="xs", **state["compare"])
    bar = [
        _select(state, "topic", "Topic", allowDeselect=False, data=topic_options(edition), **_WITH_COUNTS),
        _select(state, "measured", "What is measured", allowDeselect=False, **_WITH_COUNTS),
        _select(state, "substance", "Of what", allowDeselect=False, **_WITH_COUNTS),
        _boxed(state, "indicator", _select(state, "indicator", "Which", allowDeselect=False, **_WITH_COUNTS)),
        _selects(state, "area", "Areas", hidePickedOptions=False, className="wide", **_MANY),
        html.Div([_label_above("form", "Form"), form, form_note], className="segmented"),
        html.Details(
            [html.Summary("What is this?"), html.P(id="view-definition", className="note", **state["definition"])],
            className="definition",
        ),
        html.Button(
            [
                "More",
                html.Span(" choices", className="visually-hidden"),
                html.Span(id="view-more-set", **state["more-set"]),
            ],
            type="button",
            className="more-button",
            **{"aria-expanded": "false", "data-more": ""},  # type: ignore[arg-type]
        ),
    ]
    more = [
        html.Div(
            [
                _select(state, "group", "Or a group", placeholder="A group, all provinces …", clearable=True, **_MANY),
                _boxed(
                    state,
                    "membership",
                    _segments(
                        state, "membership", "Members", size="xs", fullWidth=True, data=options_of(MEMBERSHIP_NAMES)
                    ),
                    title=_MEANINGS["membership"],
                ),
            ],
        ),
        _select(state, "measure", "Measure", allowDeselect=False),
        _select(state, "second", "Second indicator", placeholder="None", clearable=True, **_MANY),
        # What comes and goes with another choice stands behind what stays, which keeps its place.
        _boxed(
            state,
            "base",
            _select(state, "base", "Base year", searchable=True, clearable=True, placeholder="Year before"),
            className="short",
        ),
        _boxed(
            state,
            "sum",
            _select(state, "sum", "Sum", data=options_of(SUM_NAMES), placeholder="None", clearable=True),
        ),
        _selects(state, "producer", "Producers", placeholder="All", clearable=True),
        _boxed(
            state,
            "zoom",
            _select(state, "zoom", "Zoom", data=options_of(ZOOM_NAMES), placeholder="World", clearable=True, **_MANY),
        ),
        _boxed(state, "scale", [_label_above("scale", "Scale"), scale], className="segmented"),
        _boxed(state, "focus", _selects(state, "focus", "Highlight", placeholder="None", clearable=True, **_MANY)),
        _boxed(state, "axes", [_label_above("axes", "Axes"), axes], className="segmented"),
        _boxed(
            state,
            "line",
            dmc.TextInput(
                id="view-line", **_label("line", "Line at"), placeholder="Value", debounce=500, **state["line"]
            ),
            className="short",
        ),
        html.Div(
            [
                html.Div(
                    [
                        _select(state, "asof", "As known on", placeholder="today", clearable=True, **_MANY),
                        dmc.TextInput(
                            id="view-day",
                            attributes={"input": {"type": "date"}},
                            debounce=400,
                            **labelled("Or any day"),
                            **state["day"],
                        ),
                    ],
                    className="days",
                ),
                _boxed(state, "compare", compare, title=_MEANINGS["compare"], className="below-control"),
            ],
            className="days-box",
        ),
    ]
    return html.Form(
        [
            html.Div(bar, className="controls bar"),
            html.Div(more, className="controls more-controls"),
        ],
        className="view-controls",
        **labelled("Choose what is shown"),
    )


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
    boxes = [dmc.Checkbox(label=name, value=key, size="xs") for key, name in LAYER_NAMES.items()]
    layers = dmc.CheckboxGroup(dmc.Group(boxes, gap="sm"), id="view-layer", **_label("layer", "Show"), **state["layer"])
    row = [
        _boxed(state, "years", [html.Span("Years", className="control-label"), years], className="years"),
        _boxed(state, "layer", layers, className="layers"),
    ]
    return html.Form(
        html.Div(row, className="controls"), className="view-controls", **labelled("Choose years and layers")
    )


def one_year(edition: Edition, view: View, scene: Scene) -> Component:
    """The year of a ranking or a map above it, large, with what changes it: steps, a player and a slider."""
    state = control_state(edition, view, scene)
    slider = dmc.Slider(id="view-year", step=1, thumbLabel="Year", updatemode="mouseup", **state["year"])
    shown = html.Output(id="view-year-shown", className="year-shown", **state["year-shown"])
    steps = [
        html.Button(sign, type="button", className="year-step", **labelled(told, **{"data-year-step": step}))
        for step, sign, told in (("-1", "‹", "Year before"), ("play", "▶", "Play the years"), ("1", "›", "Next year"))
    ]
    row = [shown, html.Div(steps, className="year-steps"), html.Div(slider, className="years")]
    return html.Form(
        _boxed(state, "year", html.Div(row, className="one-year")),
        className="view-controls",
        **labelled("Choose the year"),
    )


def _label(name: str, label: str) -> dict[str, Any]:
    """The label of a control, and what the parameter of its name means, for who points at the label."""
    return {"label": label, "labelProps": {"title": _MEANINGS[name]}}


def _label_above(name: str, label: str) -> Component:
    """The same for a control that has no label of its own."""
    return html.Span(label, className="control-label", title=_MEANINGS[name])


def _select(state: State, name: str, label: str, **properties: Any) -> dmc.Select:
    return dmc.Select(id=f"view-{name}", **OPEN_LIST, **_label(name, label), **properties, **state[name])


def _selects(state: State, name: str, label: str, **properties: Any) -> dmc.MultiSelect:
    return dmc.MultiSelect(id=f"view-{name}", **OPEN_LIST, **_label(name, label), **properties, **state[name])


def _segments(state: State, name: str, label: str, **properties: Any) -> dmc.SegmentedControl:
    return dmc.SegmentedControl(id=f"view-{name}", **labelled(label), **properties, **state[name])


def _boxed(state: State, name: str, control: Component | list[Component], **properties: Any) -> Component:
    """A control in a box that hides it where it has no effect."""
    return html.Div(control, id=f"view-{name}-box", **properties, **state[f"{name}-box"])
