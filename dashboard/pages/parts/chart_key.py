"""The key below a chart: samples of its colours, dashes and marks, and what they mean."""

from base64 import b64encode
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.key import KeyEntry, key_of, named_on
from dashboard.charts.svg.sample import DRAWING, HEIGHT, sample, sample_width
from dashboard.server.dash_internals import Plain, SearchField
from dashboard.views.looks import OTHERS
from dashboard.views.scene import Scene
from dashboard.views.view import View, has_effect


def chart_key(view: View, scene: Scene, figure: dict[str, Any], *, can_be_chosen: bool = False) -> list[Component]:
    """The entries of the key of a chart. A narrow chart has no room for the names that a wide one has itself.

    Where areas `can_be_chosen`, each name is a button that keeps its line strong (assets/focus.js).
    """
    named = named_on(figure)
    can_be_chosen = can_be_chosen and has_effect("focus", view.form)
    entries = key_of(view, scene)
    return [
        html.Li(
            _chosen_from(entry, view, scene) if can_be_chosen and entry.areas else _told(entry),
            className="named-on-chart" if entry.areas and set(entry.areas) <= named else "",
        )
        for entry in entries
    ]


def key_list(
    view: View, scene: Scene, figure: dict[str, Any], *, can_be_chosen: bool = False, **properties: str
) -> html.Div:
    """The key of a chart as a list, which knows how wide the chart is."""
    entries = chart_key(view, scene, figure, can_be_chosen=can_be_chosen)
    return html.Div(Plain(entries, tag="ul", className="chart-key", **properties), className="key-space")


def _chosen_from(entry: KeyEntry, view: View, scene: Scene) -> list[Component | str]:
    """The area of an entry as a button; those of an entry of many behind its name, with a search."""
    if len(entry.areas) == 1:
        return [_button(entry.areas[0], _told(entry), view)]
    buttons = [html.Li(_button(area, scene.name_of(area), view)) for area in entry.areas]
    search = SearchField("Find an area", **{"data-key-search": ""})
    return [html.Details([html.Summary(_told(entry)), search, html.Ul(buttons)], className="more-of-key")]


def _button(area: str, content: list[Component | str] | str, view: View) -> html.Button:
    is_chosen = area in view.focus
    return html.Button(
        content,
        type="button",
        className="key-name",
        title="Highlighted; click to remove the highlight" if is_chosen else "Highlight this line",
        **{"data-focus": area, "aria-pressed": "true" if is_chosen else "false"},  # type: ignore[arg-type]
    )


def _told(entry: KeyEntry) -> list[Component | str]:
    drawn = b64encode(sample(entry).encode()).decode()
    image = html.Img(
        src=f"{DRAWING}{drawn}",
        alt="",
        width=str(sample_width(entry)),
        height=str(HEIGHT),
        className="is-pale" if entry.colour == OTHERS else None,
    )
    return [image, f" {entry.name}"]
