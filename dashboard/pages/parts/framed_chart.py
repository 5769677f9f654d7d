"""A chart in its frame, which the keyboard walks, and its key below."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.charts.figure import plotly_figure
from dashboard.pages.parts.chart_key import key_list
from dashboard.pages.parts.figures import labelled
from dashboard.server.dash_internals import Chart
from dashboard.views.scene import Scene
from dashboard.views.view import View


def chart(view: View, scene: Scene, name: str = "chart") -> Component:
    """The chart of a view with its key below."""
    figure = plotly_figure(view, scene)
    return html.Div([framed(figure, name), key_list(view, scene, figure)])


def framed(figure: dict[str, Any], name: str = "chart", described_by: str = "") -> Component:
    """A chart, which the keyboard walks point by point; `described_by` names the elements that tell it in words."""
    return html.Div(
        Chart(name, figure),
        id=f"{name}-frame",
        className="chart-frame",
        tabIndex=0,
        role="group",
        **labelled(
            "Chart. Arrow keys walk from figure to figure, Home and End go to the first and the last, "
            "Enter opens the sources of one. "
            "The text and the table below have the same figures.",
            **{"data-chart": name, **({"aria-describedby": described_by} if described_by else {})},
        ),
    )
