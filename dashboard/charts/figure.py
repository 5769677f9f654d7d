"""The figure of a view, whatever its form: the one entry to all charts."""

from typing import Any

from dashboard.charts.geometry import SCREEN, Canvas
from dashboard.charts.lines import line_chart
from dashboard.charts.scene import Scene
from dashboard.view import View


def figure(view: View, scene: Scene, canvas: Canvas = SCREEN) -> dict[str, Any]:
    """The figure that plotly draws for a view: a dict with `data` and `layout`, of plain values.

    `canvas` is the room that its labels are placed for.
    """
    return line_chart(view, scene, canvas)
