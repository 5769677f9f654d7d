"""The key below a chart: samples of its colours, dashes and marks, and what they mean."""

from base64 import b64encode
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.key import KeyEntry, key_of, named_on
from dashboard.charts.svg.sample import DRAWING, HEIGHT, sample, sample_width
from dashboard.views.scene import Scene
from dashboard.views.view import View


def chart_key(view: View, scene: Scene, figure: dict[str, Any]) -> list[Component]:
    """The entries of the key of a chart. A narrow chart has no room for the names that a wide one has itself."""
    named = named_on(figure)
    entries = key_of(view, scene)
    return [_entry(entry, is_named=bool(entry.areas) and set(entry.areas) <= named) for entry in entries]


def key_list(view: View, scene: Scene, figure: dict[str, Any], **properties: Any) -> html.Div:
    """The key of a chart as a list, which knows how wide the chart is."""
    return html.Div(html.Ul(chart_key(view, scene, figure), className="chart-key", **properties), className="key-space")


def _entry(entry: KeyEntry, *, is_named: bool) -> html.Li:
    drawn = b64encode(sample(entry).encode()).decode()
    image = html.Img(src=f"{DRAWING}{drawn}", alt="", width=str(sample_width(entry)), height=str(HEIGHT))
    return html.Li([image, f" {entry.name}"], className="named-on-chart" if is_named else "")
