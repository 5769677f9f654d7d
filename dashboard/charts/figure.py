"""The figure of a view, whatever its form: the one entry to all charts."""

from collections.abc import Callable
from typing import Any

from dashboard.charts.bars import bar_chart
from dashboard.charts.geometry import SCREEN, Canvas
from dashboard.charts.lines import line_chart
from dashboard.charts.maps import map_chart
from dashboard.charts.panels import panel_chart
from dashboard.charts.scene import Scene
from dashboard.charts.stacks import stack_chart
from dashboard.view import View

Chart = Callable[[View, Scene, Canvas], dict[str, Any]]

CHARTS: dict[str, Chart] = {
    "line": line_chart,
    "stack": stack_chart,
    "bar": bar_chart,
    "panels": panel_chart,
    "map": map_chart,
}


def figure(view: View, scene: Scene, canvas: Canvas = SCREEN) -> dict[str, Any]:
    """The figure that plotly draws for a view: a dict with `data` and `layout`, of plain values.

    `canvas` is the room that its labels are placed for.
    """
    return CHARTS[view.form](view, scene, canvas)
