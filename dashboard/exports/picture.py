"""The export figure: a chart as a picture that answers by itself where it is from.

Around the chart's own figure stand the title as a statement, unit, years and producers, how to read the marks,
the numbered sources, edition, date and address. Everything is placed in pixels of a canvas that is enlarged as a
whole (`dashboard.exports.sizes`).
"""

import re
from base64 import b64encode
from functools import cache
from html import unescape
from typing import Any

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import Canvas
from dashboard.exports.blocks import EDGE, NARROW_PICTURE, Block, blocks_height, foot_of, head_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.measure import width
from dashboard.exports.sizes import Size
from dashboard.server.paths import LAND
from dashboard.server.urls import used
from dashboard.views import looks as look
from etl.figures.links import safe_address

FONT_IN_PICTURES = "'IBM Plex Sans', 'IBM Plex Sans Var', sans-serif"  # the shipped TTF has the second name
_CHART_EDGE = 20
_GAP = 10  # between the chart and the texts around it
_LEGEND_TYPE, _LEGEND_ROW, _LEGEND_MARK = 13.0, 20.0, 46.0
_LEGEND_SHARE = 0.145  # at most, of the height of the picture
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')

Layout = dict[str, Any]


def export_figure(chart: ExportedChart, size: Size) -> dict[str, Any]:
    """The figure of a picture in pixels of its canvas, to be enlarged by `size.scale`."""
    across, down = size.canvas
    head = head_of(chart, across - 2 * EDGE)
    foot = foot_of(chart, across - 2 * EDGE, down, blocks_height(head))
    above = EDGE * 0.8 + blocks_height(head) + _GAP
    below = EDGE * 0.6 + blocks_height(foot) + _GAP * 1.5
    drawn = _chart(chart, across, down - above - below)
    rows = _legend_rows(drawn, across - 2 * EDGE, int(down * _LEGEND_SHARE / _LEGEND_ROW))
    legend = rows * _LEGEND_ROW
    if legend:
        drawn = _chart(chart, across, down - above - below - legend)
        _keep_what_fits(drawn, across - 2 * EDGE, rows)
        _in_columns(drawn)
    layout: Layout = drawn["layout"]
    margin: Layout = layout["margin"]
    slack = max(0.0, int(down - above - below - legend) - layout["height"])
    layout["margin"] = {
        "l": margin["l"] + _CHART_EDGE,
        "r": margin["r"] + _CHART_EDGE,
        "t": margin["t"] + above,
        "b": margin["b"] + legend + below + slack,
        "autoexpand": False,
    }
    _place_legend(layout, across, down, margin["b"])
    texts = _stacked(head, EDGE * 0.8, layout["margin"], down)
    texts += _stacked(foot, down - below + _GAP * 1.5, layout["margin"], down)
    layout["annotations"] = [_with_links_out(item) for item in layout.get("annotations", [])] + texts
    layout["shapes"] = [*layout.get("shapes", []), _rule(layout["margin"], across, down, below - _GAP)]
    layout |= {"width": across, "height": down, "paper_bgcolor": "#ffffff", "plot_bgcolor": "#ffffff"}
    layout["font"] = {"family": FONT_IN_PICTURES, "size": 14, "color": look.TEXT}
    return drawn


def _chart(chart: ExportedChart, across: float, down: float) -> dict[str, Any]:
    canvas = Canvas(int(across - 2 * _CHART_EDGE), int(down), grows=False)
    with used(chart.urls):
        drawn = plotly_figure(chart.view, chart.scene, canvas)
    for image in drawn["layout"].get("images", ()):
        image["source"] = _land_address()
    if chart.view.form == "bar" and across <= NARROW_PICTURE and "xaxis" in drawn["layout"]:
        # The bars have their numbers; the scale above them would be turned for want of room, and run into the title.
        drawn["layout"]["xaxis"] |= {"showticklabels": False, "showgrid": False}
        drawn["layout"]["margin"]["t"] = _GAP
    return drawn


@cache
def _land_address() -> str:
    """The world's land as the address of an image; a picture can ask for no other file."""
    return f"data:image/svg+xml;base64,{b64encode(LAND.read_bytes()).decode()}"


def _stacked(blocks: list[Block], top: float, margin: Layout, down: float) -> list[dict[str, Any]]:
    """The blocks under one another from a distance to the upper edge of the canvas."""
    texts = []
    for block in blocks:
        if block.lines:
            texts.append(_annotation(block, top, margin, down))
        top += block.height
    return texts


def _annotation(block: Block, top: float, margin: Layout, down: float) -> dict[str, Any]:
    # Plotly places texts from the plot; a whole number of pixels from its upper edge or its foot is any place.
    is_above = top < margin["t"]
    from_plot = margin["t"] - top if is_above else down - margin["b"] - top
    return {
        "name": block.name,
        "text": "<br>".join(block.lines),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": EDGE - margin["l"],
        "y": 1 if is_above else 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": from_plot,
        "align": "left",
        "borderpad": 0,
        "showarrow": False,
        "font": {"family": FONT_IN_PICTURES, "size": block.size, "color": block.colour, "weight": block.weight},
    }


def _rule(margin: Layout, across: float, down: float, from_foot: float) -> dict[str, Any]:
    """A thin line between the chart and its sources."""
    plot_width, plot_height = across - margin["l"] - margin["r"], down - margin["t"] - margin["b"]
    left = (EDGE - margin["l"]) / plot_width
    y = (from_foot - margin["b"]) / plot_height
    return {
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "x0": left,
        "x1": left + (across - 2 * EDGE) / plot_width,
        "y0": y,
        "y1": y,
        "line": {"color": look.GRID, "width": 1},
    }


def _legend_entries(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    if not drawn["layout"].get("showlegend"):
        return []
    return [trace for trace in drawn["data"] if trace.get("showlegend", True) and trace.get("name")]


def _legend_rows(drawn: dict[str, Any], room: float, most: int) -> int:
    """The rows that the legend takes, at most so many."""
    entries = _legend_entries(drawn)
    if not entries:
        return 0
    columns = _legend_columns(entries, room)
    return min(most, -(-len(entries) // columns))


def _legend_columns(entries: list[dict[str, Any]], room: float) -> int:
    return max(1, int(room // _entry_width(entries)))


def _entry_width(entries: list[dict[str, Any]]) -> float:
    return max(width(str(trace["name"]), _LEGEND_TYPE) for trace in entries) + _LEGEND_MARK


def _keep_what_fits(drawn: dict[str, Any], room: float, rows: int) -> None:
    """Leave out what has no room in the legend; the last place says how many those are."""
    entries = _legend_entries(drawn)
    columns = _legend_columns(entries, room)
    places = columns * rows
    if len(entries) <= places:
        return
    for trace in entries[places - 1 :]:
        trace["showlegend"] = False
    rest = len(entries) - places + 1
    unnamed = {"type": "scatter", "x": [None], "y": [None], "mode": "markers", "marker": {"color": "#ffffff"}}
    drawn["data"].append(unnamed | {"name": f"and {rest} more", "showlegend": True})


def _in_columns(drawn: dict[str, Any]) -> None:
    """Let plotly set the legend in columns, which it does where no entry belongs to a group."""
    for trace in drawn["data"]:
        trace.pop("legendgroup", None)
    layout = drawn["layout"]
    if layout.get("xaxis", {}).get("showticklabels", True) is False:
        layout["margin"]["b"] = _GAP  # the chart keeps room for a legend of its own there


def _place_legend(layout: Layout, across: float, down: float, chart_foot: float) -> None:
    margin = layout["margin"]
    plot_width, plot_height = across - margin["l"] - margin["r"], down - margin["t"] - margin["b"]
    layout["legend"] = layout.get("legend", {}) | {
        "orientation": "h",
        "x": (EDGE - margin["l"]) / plot_width,
        "xanchor": "left",
        "y": -chart_foot / plot_height,
        "yanchor": "top",
        "font": {"size": _LEGEND_TYPE},
        "bgcolor": "rgba(0,0,0,0)",
        "tracegroupgap": 0,
    }


def _with_links_out(annotation: dict[str, Any]) -> dict[str, Any]:
    """Links that lead somewhere from wherever the picture is; those to a dashboard of unknown address are text."""

    def out(match: re.Match[str]) -> str:
        address, text = match.groups()
        return f'<a href="{address}">{text}</a>' if safe_address(unescape(address)) else text

    return annotation | {"text": _LINK.sub(out, annotation.get("text", "")), "captureevents": False}
