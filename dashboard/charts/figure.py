"""The figure of a view, whatever its form: the one entry to all charts."""

from collections.abc import Callable
from typing import Any

from dashboard.charts.bars import bar_chart
from dashboard.charts.geometry import SCREEN, Canvas
from dashboard.charts.lines import line_chart
from dashboard.charts.maps import map_chart
from dashboard.charts.pair import pair_chart
from dashboard.charts.panels import panel_chart
from dashboard.charts.scatter import scatter_chart
from dashboard.charts.stacks import stack_chart
from dashboard.charts.text import wrapped
from dashboard.views import looks as look
from dashboard.views.scene import Scene
from dashboard.views.view import View

NOTHING_WIDTH = 32  # characters of a line, which a phone has room for too
ChartForm = Callable[[View, Scene, Canvas], dict[str, Any]]

CHARTS: dict[str, ChartForm] = {
    "line": line_chart,
    "stack": stack_chart,
    "bar": bar_chart,
    "panels": panel_chart,
    "scatter": scatter_chart,
    "map": map_chart,
}


def plotly_figure(view: View, scene: Scene, canvas: Canvas = SCREEN) -> dict[str, Any]:
    """The figure that plotly draws for a view: a dict with `data` and `layout`, of plain values.

    `canvas` is the room that its labels are placed for.
    """
    if scene.is_empty:
        return _nothing(scene, canvas)
    if view.form == "line" and scene.beside is not None:
        return pair_chart(view, scene, canvas)
    return CHARTS[view.form](view, scene, canvas)


def _nothing(scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """A chart without figures: says why, and what to do, instead of axes that measure nothing."""
    words = "<br>".join(wrapped(sentence, NOTHING_WIDTH) for sentence in scene.nothing)
    hidden = {"visible": False, "fixedrange": True}
    return {
        "data": [],
        "layout": {
            "template": look.template(),
            "height": min(canvas.height, 260),
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "showlegend": False,
            "xaxis": hidden,
            "yaxis": hidden,
            "annotations": [
                {"name": "nothing", "text": words, "showarrow": False, "font": {"size": 16, "color": look.QUIET}}
                | {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
            ],
        },
    }
