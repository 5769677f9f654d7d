"""The export figure: a chart as a picture that answers by itself where it is from.

Around the chart's own figure stand the title as a statement, unit, years and producers, how to read the marks,
the numbered sources, edition, date and address. Everything is placed in pixels of a canvas that is enlarged as a
whole (`dashboard.exports.sizes`).
"""

import re
from html import unescape
from typing import Any

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import Canvas
from dashboard.charts.key import key_of, named_on
from dashboard.exports.blocks import CHART_SHARE, NARROW_PICTURE, Block, blocks_height, edge_of, foot_of, head_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.land import with_land
from dashboard.exports.measure import width
from dashboard.exports.numbered_callouts import with_numbered_callouts
from dashboard.exports.picture_code import placed_square
from dashboard.exports.picture_key import ROW, PlacedEntry, draw_key, placed, rows_of
from dashboard.exports.sizes import Size
from dashboard.exports.texts import xml_texts
from dashboard.server.urls import used
from dashboard.views import looks as look
from etl.figures.links import safe_address

# The shipped TTF has the second name; programs that know neither take the next, which are about as wide.
FONT_IN_PICTURES = "'IBM Plex Sans', 'IBM Plex Sans Var', 'Liberation Sans', Arial, Helvetica, sans-serif"
_CHART_EDGE = 20
_GAP = 10  # between the chart and the texts around it
_LEGEND_TYPE, _LEGEND_ROW, _LEGEND_MARK = 13.0, 20.0, 46.0
_KEY_SHARE = 0.18  # at most, of the height of the picture
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>')

Layout = dict[str, Any]


def export_figure(chart: ExportedChart, size: Size) -> dict[str, Any]:
    """The figure of a picture in pixels of its canvas, to be enlarged by `size.scale`."""
    across, down = size.canvas
    edge = edge_of(across)
    head = head_of(chart, across - 2 * edge)
    square = placed_square(chart, size)
    above = edge * 0.8 + blocks_height(head) + _GAP
    around_foot = edge * 0.6 + _GAP * 1.5
    foot = foot_of(chart, across - 2 * edge - square.room, down * (1 - CHART_SHARE) - above - around_foot)
    below = around_foot + max(blocks_height(foot), square.side)
    drawn, key, legend = _with_key(chart, size, down - above - below)
    rows = rows_of(key)
    if drawn["layout"].get("xaxis", {}).get("showticklabels", True) is False and legend and not rows:
        drawn["layout"]["margin"]["b"] = _GAP  # a map keeps room for its legend there
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
    if rows:
        around = layout["margin"]
        plot = (across - around["l"] - around["r"], down - around["t"] - around["b"])
        draw_key(layout, key, (edge - around["l"], margin["b"]), plot)
    else:
        _place_legend(layout, across, down, margin["b"])
    texts = _stacked(head, edge * 0.8, edge, layout["margin"], down)
    texts += _stacked(foot, down - below + _GAP * 1.5, edge, layout["margin"], down)
    layout["annotations"] = [_with_links_out(item) for item in layout.get("annotations", [])] + texts
    layout["shapes"] = [
        *layout.get("shapes", []),
        _rule(layout["margin"], across, down, below - _GAP),
        *square.shapes((across - edge, down - below + _GAP * 1.5), layout["margin"], (across, down)),
    ]
    layout |= {"width": across, "height": down, "paper_bgcolor": "#ffffff", "plot_bgcolor": "#ffffff"}
    layout["font"] = {"family": FONT_IN_PICTURES, "size": 14, "color": look.TEXT}
    found: dict[str, Any] = xml_texts(drawn)
    return found


def _chart(chart: ExportedChart, across: float, down: float) -> dict[str, Any]:
    canvas = Canvas(int(across - 2 * _CHART_EDGE), int(down), grows=False)
    with used(chart.urls):
        drawn = with_numbered_callouts(chart, plotly_figure(chart.view, chart.numbered_scene, canvas))
    with_land(drawn)
    if chart.view.form == "bar" and across <= NARROW_PICTURE and "xaxis" in drawn["layout"]:
        # The bars have their numbers; the scale above them would be turned for want of room, and run into the title.
        drawn["layout"]["xaxis"] |= {"showticklabels": False, "showgrid": False}
        drawn["layout"]["margin"]["t"] = _GAP
    return drawn


def _stacked(blocks: list[Block], top: float, edge: int, margin: Layout, down: float) -> list[dict[str, Any]]:
    """The blocks under one another from a distance to the upper edge of the canvas."""
    texts = []
    for block in blocks:
        if block.lines:
            texts.append(_annotation(block, top, edge, margin, down))
        top += block.height
    return texts


def _annotation(block: Block, top: float, edge: int, margin: Layout, down: float) -> dict[str, Any]:
    # Plotly places texts from the plot; a whole number of pixels from its upper edge or its foot is any place.
    is_above = top < margin["t"]
    from_plot = margin["t"] - top if is_above else down - margin["b"] - top
    return {
        "name": block.name,
        "text": "<br>".join(block.lines),
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": edge - margin["l"],
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
    left = (edge_of(across) - margin["l"]) / plot_width
    y = (from_foot - margin["b"]) / plot_height
    return {
        "name": "rule",
        "type": "line",
        "xref": "paper",
        "yref": "paper",
        "x0": left,
        "x1": left + (across - 2 * edge_of(across)) / plot_width,
        "y0": y,
        "y1": y,
        "line": {"color": look.GRID, "width": 1},
    }


def _with_key(chart: ExportedChart, size: Size, room: float) -> tuple[dict[str, Any], list[PlacedEntry], float]:
    """The chart and its key, or its own legend, in so many pixels together, and the pixels of the key or legend.

    The lower a chart is, the fewer of its lines it names at their ends: it is drawn until the key has the rest.
    """
    across, down = size.canvas
    legend = 0.0
    while True:
        drawn = _chart(chart, across, room - legend)
        key = _key(chart, drawn, across - 2 * edge_of(across), int(down * _KEY_SHARE / ROW))
        wanted = rows_of(key) * ROW if key else own_legend_height(drawn, across - 2 * edge_of(across))
        if wanted <= legend:
            return drawn, key, legend
        legend = wanted


def _key(chart: ExportedChart, drawn: dict[str, Any], room: float, most_rows: int) -> list[PlacedEntry]:
    """The key of a picture: what the chart does not name itself."""
    named = named_on(drawn)
    entries = [
        entry for entry in key_of(chart.view, chart.numbered_scene) if not entry.areas or not set(entry.areas) <= named
    ]
    return placed(entries, room, most_rows) if entries else []


def own_legend_height(drawn: dict[str, Any], room: float) -> float:
    """The pixels that the legend of a map takes, whose entries have one width."""
    if not drawn["layout"].get("showlegend"):
        return 0.0
    names = [str(trace["name"]) for trace in drawn["data"] if trace.get("showlegend", True) and trace.get("name")]
    columns = max(1, int(room // (max(width(name, _LEGEND_TYPE) for name in names) + _LEGEND_MARK)))
    return -(-len(names) // columns) * _LEGEND_ROW


def _place_legend(layout: Layout, across: float, down: float, chart_foot: float) -> None:
    margin = layout["margin"]
    plot_width, plot_height = across - margin["l"] - margin["r"], down - margin["t"] - margin["b"]
    layout["legend"] = layout.get("legend", {}) | {
        "orientation": "h",
        "x": (edge_of(across) - margin["l"]) / plot_width,
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
