"""Small multiples: one panel an area, all on the same axes."""

import math
from dataclasses import replace
from html import escape
from typing import Any

from dashboard.charts.axes import Margin, layout_of_all, margin_beside, plot_of, value_axis, year_axis
from dashboard.charts.bars import rest_label
from dashboard.charts.geometry import Canvas
from dashboard.charts.key import more_areas
from dashboard.charts.labels import unit_label
from dashboard.charts.marks import line_traces
from dashboard.views.scene import Scene
from dashboard.views.view import View

MOST_COLUMNS = 4
PANEL_HEIGHT = 190
NARROW_PANEL, NARROWEST, LOWEST = 150, 125, 84  # pixels of a panel in a picture
HEAD = 26  # pixels for the name of a panel


def panel_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as small multiples. `meta.panels` lets the page rearrange them on a narrow screen."""
    shown = {line.series.area.area for line in scene.drawn}
    areas = [area for area in scene.by_importance if area in shown]
    margin = margin_beside(20)
    columns, rows, height = _grid(len(areas), canvas, margin)
    left_out = areas[columns * rows :]
    areas = areas[: columns * rows]
    panel_height = (height - margin["t"] - margin["b"]) / rows
    plot = plot_of(view, scene, canvas, margin)
    years = year_axis(replace(plot, width=plot.width / columns))
    layout: dict[str, Any] = {
        **layout_of_all(view, height, margin),
        "showlegend": False,
        "annotations": [unit_label(scene, plot, margin["l"])],
        "meta": {"panels": len(areas)},
    }
    head = HEAD / (rows * panel_height)
    for position, area in enumerate(areas):
        row, column = divmod(position, columns)
        suffix = "" if position == 0 else str(position + 1)
        across = [column / columns + (0.012 if column else 0), (column + 1) / columns - 0.012]
        down = [1 - (row + 1) / rows + (0.05 / rows if row < rows - 1 else 0), 1 - row / rows - head]
        is_lowest = position + columns >= len(areas)
        layout[f"xaxis{suffix}"] = years | {
            "domain": across,
            "anchor": f"y{suffix}",
            "showticklabels": is_lowest,
        }
        layout[f"yaxis{suffix}"] = value_axis(plot) | {
            "domain": down,
            "anchor": f"x{suffix}",
            "nticks": 4 if canvas.grows else 3,
            "showticklabels": column == 0,
        }
        layout["annotations"].append(_name(scene, area, suffix))
    if left_out:
        layout["annotations"].append(
            rest_label(f"and {more_areas(len(left_out))}") | {"x": 1, "xanchor": "right", "yshift": -26}
        )
    data = []
    for line in scene.drawn:
        if line.series.area.area in left_out:
            continue
        suffix = "" if (position := areas.index(line.series.area.area)) == 0 else str(position + 1)
        data += [
            trace | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"} for trace in line_traces(line, scene, plot.floor)
        ]
    return {"data": data, "layout": layout}


def _grid(count: int, canvas: Canvas, margin: Margin) -> tuple[int, int, int]:
    """Columns, rows and the height of the figure; a canvas that does not grow may have no room for all panels."""
    if canvas.grows:
        columns = max(1, min(MOST_COLUMNS, count, canvas.width // 220))
        rows = max(1, math.ceil(count / columns))
        return columns, rows, int(rows * PANEL_HEIGHT + margin["t"] + margin["b"])
    width, height = canvas.width - margin["l"] - margin["r"], canvas.height - margin["t"] - margin["b"]
    most_rows = max(1, int(height // LOWEST))
    for narrowest in (NARROW_PANEL, NARROWEST):
        most_columns = max(1, int(width // narrowest))
        fitting = [
            (columns, rows)
            for columns in range(1, most_columns + 1)
            if (rows := max(1, math.ceil(count / columns))) <= most_rows
        ]
        if fitting:
            # As near as possible to panels that are half as wide again as they are high, and with few empty places.
            def misfit(grid: tuple[int, int]) -> float:
                columns, rows = grid
                shape = abs(math.log(width / columns / (height / rows) / 1.5))
                return shape + (columns * rows - count) / count

            return *min(fitting, key=misfit), canvas.height
    return most_columns, most_rows, canvas.height


def _name(scene: Scene, area: str, suffix: str) -> dict[str, Any]:
    line = next(line for line in scene.drawn if line.series.area.area == area)
    return {
        "name": "panel",
        "text": f"<b>{escape(line.series.area.name)}</b>",
        "xref": f"x{suffix} domain",
        "yref": f"y{suffix} domain",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 13, "color": line.colour},
    }
