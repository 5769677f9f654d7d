"""Two indicators: in panels of their own above each other, on the same years; never two scales on one axis."""

from dataclasses import replace
from html import escape
from typing import Any

from dashboard.charts.axes import layout_of_all, margin_beside, plot_of, value_axis, values_of, year_axis
from dashboard.charts.geometry import Canvas
from dashboard.charts.labels import panel_name
from dashboard.charts.lines import told_together
from dashboard.charts.marks import line_traces, marks_above
from dashboard.views import looks as look
from dashboard.views.scene import Scene
from dashboard.views.view import View

PANEL_HEIGHT = 250
HEAD, GAP = 26, 16  # pixels for the name of a panel, and between a panel and the name of the next


def pair_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of two indicators. `meta` lets the page rearrange the panels on a narrow screen."""
    parts = scene.parts
    margin = margin_beside([value for part in parts for value in values_of(part)]) | {"t": 4.0}
    height = PANEL_HEIGHT * len(parts) + margin["t"] + margin["b"] if canvas.grows else canvas.height
    down = max(1.0, (height - margin["t"] - margin["b"]) / len(parts))
    first, last = min(part.years[0] for part in parts), max(part.years[1] for part in parts)
    layout: dict[str, Any] = {
        **layout_of_all(view, int(height), margin),
        "showlegend": False,
        "annotations": [],
        "meta": {"panels": len(parts), "columns": 1},
    }
    data: list[dict[str, Any]] = []
    for place, part in enumerate(parts):
        suffix = "" if place == 0 else str(place + 1)
        plot = plot_of(view, part, replace(canvas, height=int(down + margin["t"] + margin["b"] - HEAD - GAP)), margin)
        plot = replace(plot, first=first - 0.6, last=last + 0.6)
        is_lowest = place == len(parts) - 1
        layout[f"xaxis{suffix}"] = year_axis(plot) | {"anchor": f"y{suffix}", "showticklabels": is_lowest}
        layout[f"yaxis{suffix}"] = value_axis(plot) | {
            "domain": [
                1 - (place + 1) / len(parts) + (0 if is_lowest else GAP / (len(parts) * down)),
                1 - place / len(parts) - HEAD / (len(parts) * down),
            ],
            "anchor": f"x{suffix}",
        }
        layout["annotations"].append(_name(part, suffix))
        data += [
            trace | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
            for traces in (
                *(line_traces(line, part, plot.floor) for line in part.drawn),
                marks_above(part.drawn, part, plot),
            )
            for trace in told_together(traces, part)
        ]
    return {"data": data, "layout": layout}


def _name(scene: Scene, suffix: str) -> dict[str, Any]:
    text = f"<b>{escape(scene.indicator.name)}</b>, {escape(scene.unit)} {scene.cited_by(scene.all_points)}".rstrip()
    return panel_name(text, suffix, look.TEXT)
