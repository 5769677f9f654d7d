"""The chart of areas on top of each other, year by year."""

from html import escape
from typing import Any

from dashboard import look
from dashboard.charts.axes import margin_beside, plot_of, value_axis, year_axis
from dashboard.charts.geometry import CHARACTER_WIDTH, LABEL_HEIGHT, Canvas, legend_height, spread
from dashboard.charts.labels import unit_label
from dashboard.charts.marks import addresses, translucent
from dashboard.charts.scene import Scene
from dashboard.charts.text import hover_text
from dashboard.points import Line
from dashboard.view import View


def stack_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as stacked areas.

    Each year is a step of its own, so that an area without a figure in a year is absent there, and no slope
    suggests a value between two years.
    """
    longest = max((len(line.series.area.name) for line in scene.drawn), default=4)
    margin = margin_beside(24 + longest * CHARACTER_WIDTH)
    totals: dict[int, float] = {}
    for line in scene.drawn:
        for point in line.known:
            totals[point.year] = totals.get(point.year, 0.0) + (point.value or 0.0)
    plot = plot_of(view.with_(scale="linear"), scene, canvas, margin, list(totals.values()))
    last = scene.years[1]
    ends = _ends(scene, last, most=int(plot.height // LABEL_HEIGHT))
    placed = spread([plot.y(middle) for _, middle in ends], [LABEL_HEIGHT] * len(ends), plot.height)
    labels = [
        {
            "name": "end-label",
            "text": escape(line.series.area.name),
            "x": plot.last,
            "xanchor": "left",
            "y": 1 - y / plot.height,
            "yref": "paper",
            "yanchor": "middle",
            "showarrow": False,
            "font": {"color": line.colour, "size": 13},
        }
        for (line, _), y in zip(ends, placed, strict=True)
    ]
    has_legend = len(ends) < len(scene.drawn)
    names = [line.series.area.name for line in scene.drawn] if has_legend and canvas.grows else []
    below = legend_height(names, plot.width)
    return {
        "data": [_trace(line, scene) for line in scene.drawn],
        "layout": {
            "template": look.template(),
            "height": canvas.height + below,
            "margin": {**margin, "b": margin["b"] + below},
            "showlegend": has_legend,
            "xaxis": year_axis(plot),
            "yaxis": value_axis(plot),
            "annotations": [*labels, unit_label(scene, margin["l"])],
            "uirevision": view.query(),
        },
    }


def _ends(scene: Scene, last: int, most: int) -> list[tuple[Line, float]]:
    """The areas with a figure in the last year, the largest so many, and the middle of their layer there."""
    ends: list[tuple[float, Line, float]] = []
    below = 0.0
    for line in scene.drawn:
        value = next((point.value for point in line.known if point.year == last), None)
        if value is not None:
            ends.append((value, line, below + value / 2))
            below += value
    smallest = sorted((value for value, _, _ in ends), reverse=True)[:most][-1:] or [0.0]
    return [(line, middle) for value, line, middle in ends if value >= smallest[0]][:most]


def _trace(line: Line, scene: Scene) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": escape(line.series.area.name),
        "stackgroup": "one",
        "stackgaps": "infer zero",
        "x": [point.year for point in line.known],
        "y": [point.value for point in line.known],
        "text": [hover_text(point, line, scene) for point in line.known],
        "customdata": addresses(line.known),
        "hovertemplate": "%{text}<extra></extra>",
        "hoveron": "points",
        "line": {"color": line.colour, "width": 1, "shape": "hvh"},
        "fillcolor": translucent(line.colour, 0.7),
    }
