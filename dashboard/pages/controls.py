"""The controls of a view, as components."""

from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.pages.options import asof_options, indicator_options, options_of
from dashboard.pages.parts.figures import labelled
from dashboard.pages.settings import control_state
from dashboard.views.parameters import rows_of
from dashboard.views.scene import Scene
from dashboard.views.view import LAYER_NAMES, MEMBERSHIP_NAMES, SCALE_NAMES, View
from etl.editions.reading import Edition


def controls(edition: Edition, view: View, scene: Scene) -> Component:
    """All controls, set to the view."""
    state = control_state(edition, view, scene)
    return html.Form(
        [
            html.Div(
                [
                    dmc.Select(
                        id="view-indicator",
                        **_label("Indicator", "indicator"),
                        allowDeselect=False,
                        searchable=True,
                        maxDropdownHeight=420,
                        data=indicator_options(edition),
                        **state["indicator"],
                    ),
                    dmc.MultiSelect(
                        id="view-area",
                        **_label("Areas", "areas"),
                        searchable=True,
                        hidePickedOptions=False,
                        maxDropdownHeight=420,
                        className="wide",
                        **state["area"],
                    ),
                    html.Div(
                        [
                            dmc.Select(
                                id="view-group",
                                **_label("Or many at once", "group"),
                                placeholder="A group, all provinces ...",
                                clearable=True,
                                searchable=True,
                                maxDropdownHeight=420,
                                **state["group"],
                            ),
                            html.Div(
                                dmc.SegmentedControl(
                                    id="view-membership",
                                    size="xs",
                                    fullWidth=True,
                                    data=options_of(MEMBERSHIP_NAMES),
                                    **state["membership"],
                                ),
                                id="view-membership-box",
                                title=_help("membership"),
                                **state["membership-box"],
                            ),
                        ]
                    ),
                    dmc.MultiSelect(
                        id="view-producer",
                        **_label("Producers", "producers"),
                        placeholder="All",
                        clearable=True,
                        **state["producer"],
                    ),
                ],
                className="controls",
            ),
            html.Div(
                [
                    html.Div(
                        [
                            html.Span("Form", className="control-label", title=_help("form")),
                            dmc.SegmentedControl(
                                id="view-form",
                                size="sm",
                                **labelled("Form", **{"aria-describedby": "view-form-note"}),
                                **state["form"],
                            ),
                            html.Span(id="view-form-note", className="control-note", **state["form-note"]),
                        ],
                        className="segmented",
                    ),
                    html.Div(
                        dmc.Select(
                            id="view-measure", allowDeselect=False, **_label("Measure", "measure"), **state["measure"]
                        ),
                        id="view-measure-box",
                        **state["measure-box"],
                    ),
                    html.Div(
                        dmc.Select(id="view-base", searchable=True, **_label("Base year", "base"), **state["base"]),
                        id="view-base-box",
                        className="short",
                        **state["base-box"],
                    ),
                    html.Div(
                        [
                            html.Span("Scale", className="control-label", title=_help("scale")),
                            dmc.SegmentedControl(
                                id="view-scale",
                                size="sm",
                                data=options_of(SCALE_NAMES),
                                **state["scale"],
                            ),
                        ],
                        id="view-scale-box",
                        className="segmented",
                        **state["scale-box"],
                    ),
                    html.Div(
                        [
                            dmc.Select(
                                id="view-asof",
                                **_label("As known on", "asof"),
                                placeholder="today",
                                clearable=True,
                                searchable=True,
                                maxDropdownHeight=420,
                                data=asof_options(edition, view),
                                **state["asof"],
                            ),
                            html.Div(
                                dmc.Switch(
                                    id="view-compare", label="Compare with today", size="xs", **state["compare"]
                                ),
                                id="view-compare-box",
                                title=_help("compare"),
                                **state["compare-box"],
                            ),
                        ]
                    ),
                ],
                className="controls",
            ),
        ],
        className="view-controls",
        **labelled("Choose what is shown"),
    )


def _label(name: str, part: str) -> dict[str, Any]:
    """The name of a control, and what a part of a view that it sets means, for who points at the name."""
    return {"label": name, "labelProps": {"title": _help(part)}}


def _help(part: str) -> str:
    return rows_of(View)[part].meaning


def timeline(edition: Edition, view: View, scene: Scene) -> Component:
    """The years under the chart, and what is shown on it beside the figures."""
    state = control_state(edition, view, scene)
    return html.Form(
        html.Div(
            [
                html.Div(
                    [
                        html.Span("Years", className="control-label"),
                        dmc.RangeSlider(
                            id="view-years",
                            step=1,
                            minRange=0,
                            thumbFromLabel="First year",
                            thumbToLabel="Last year",
                            updatemode="mouseup",
                            **state["years"],
                        ),
                    ],
                    id="view-years-box",
                    className="years",
                    **state["years-box"],
                ),
                html.Div(
                    [
                        html.Span("Year", className="control-label", title=_help("year")),
                        dmc.Slider(id="view-year", step=1, thumbLabel="Year", updatemode="mouseup", **state["year"]),
                    ],
                    id="view-year-box",
                    className="years",
                    **state["year-box"],
                ),
                html.Div(
                    dmc.CheckboxGroup(
                        dmc.Group(
                            [dmc.Checkbox(label=name, value=key, size="xs") for key, name in LAYER_NAMES.items()],
                            gap="sm",
                        ),
                        id="view-layer",
                        **_label("Show", "layers"),
                        **state["layer"],
                    ),
                    id="view-layer-box",
                    className="layers",
                    **state["layer-box"],
                ),
            ],
            className="controls",
        ),
        className="view-controls",
        **labelled("Choose years and layers"),
    )
