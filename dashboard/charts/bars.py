"""The chart of one year: areas in their order, each bar with its number."""

from html import escape
from typing import Any

from dashboard.charts.axes import Margin, layout_of_all
from dashboard.charts.caveats import marks_beside
from dashboard.charts.geometry import CHARACTER_WIDTH, Canvas
from dashboard.charts.marks import UNSEEN, range_bars, translucent
from dashboard.charts.text import told
from dashboard.views import looks as look
from dashboard.views.points import Line, Point
from dashboard.views.ranking import bar_size, in_order
from dashboard.views.scene import Scene
from dashboard.views.view import View

ROW_HEIGHT = 26
FILLED, HOLLOW = 0.95, 0.12  # how opaque a bar is within its outline
_TIGHT_ROW, _WIDE_ROW = 19, 44  # of a picture, which has to do with the room there is
_MARGIN_TOP, _MARGIN_BOTTOM, _MARGIN_RIGHT = 34, 16, 90
_BETWEEN_TICKS = 75  # pixels, so that the labels of the value axis stand level beside each other


def bar_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as a ranking in one year."""
    every = in_order(scene)
    room = canvas.height - _MARGIN_TOP - _MARGIN_BOTTOM
    if canvas.grows:
        fitting = (canvas.height * 3 - 70) // ROW_HEIGHT
    else:
        fitting = len(every) if len(every) * _TIGHT_ROW <= room else max(1, room // _TIGHT_ROW - 1)
    pairs = every[:fitting]
    names = [scene.name_of_line(line) for line, _ in pairs]
    left = 20 + max((len(name) for name in names), default=4) * CHARACTER_WIDTH
    largest = max((max(bar_size(point), point.high or 0.0) for _, point in pairs), default=1.0)
    smallest = min((point.value or 0.0 for _, point in pairs), default=0.0)
    height = max(200, 70 + ROW_HEIGHT * len(pairs))
    if not canvas.grows:
        height = min(canvas.height, _MARGIN_TOP + _MARGIN_BOTTOM + _WIDE_ROW * len(pairs))
    rows = list(range(len(pairs)))
    points = [point for _, point in pairs]
    ranges = _ranges(points)
    foot = _MARGIN_BOTTOM + (_TIGHT_ROW if len(pairs) < len(every) else 0)
    margin: Margin = {"l": left, "r": _MARGIN_RIGHT, "t": _MARGIN_TOP, "b": foot}
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [point.value for point in points],
                "y": rows,
                "marker": {
                    "color": [translucent(line.colour, FILLED if point.is_seen else HOLLOW) for line, point in pairs],
                    "line": {"color": [line.colour for line, _ in pairs], "width": 1.4},
                },
                **told(pairs, scene),
                "textposition": "none",
                "name": escape(scene.unit),
            },
            *([ranges] if ranges["x"] else []),
        ],
        "layout": {
            **layout_of_all(view, height, margin),
            "showlegend": False,
            "bargap": 0.28,
            "xaxis": {
                "range": [min(0.0, smallest * 1.1), (largest or 1) * 1.06],
                "side": "top",
                "tickformat": ",",
                "showgrid": True,
                "ticks": "",
                "fixedrange": True,
                "nticks": max(2, min(6, int((canvas.width - left - _MARGIN_RIGHT) // _BETWEEN_TICKS))),
                "tickangle": 0,
            },
            "yaxis": {
                "tickvals": rows,
                "ticktext": [escape(name) for name in names],
                "range": [len(pairs) - 0.4, -0.6],
                "showgrid": False,
                "zeroline": False,
                "fixedrange": True,
            },
            "annotations": [
                *(_value_label(row, line, point, scene) for row, (line, point) in enumerate(pairs)),
                *([rest_label(_others(every, len(pairs), scene))] if len(pairs) < len(every) else []),
            ],
        },
    }


def _others(every: list[tuple[Line, Point]], fitting: int, scene: Scene) -> str:
    """How many have no room, and that none of them is larger; where they are not ranked, only how many."""
    count = len(every) - fitting
    more = f"and {count} more" if count > 1 else "and one more"
    if not scene.is_ranked:
        return more
    if bar_size(every[fitting][1]) == bar_size(every[fitting - 1][1]):
        return f"{more}, none larger"
    return f"{more} with smaller figures" if count > 1 else f"{more} with a smaller figure"


def rest_label(text: str) -> dict[str, Any]:
    """What a picture has no room for, under the plot."""
    return {
        "name": "rest",
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -4,
        "showarrow": False,
        "font": {"size": 13, "color": look.QUIET},
    }


def _ranges(points: list[Point]) -> dict[str, Any]:
    """The printed ranges, as a trace of their own: plotly draws caps even where there is nothing between them.

    A range without a best value has no bar; it is drawn from its lower end.
    """
    ranged = [(row, point) for row, point in enumerate(points) if point.has_range]
    begins = [point.low or 0.0 if point.value is None else point.value for _, point in ranged]
    return {
        **UNSEEN,
        "x": begins,
        "y": [row for row, _ in ranged],
        "marker": {"size": 1, "opacity": 0, "color": look.QUIET},
        "error_x": range_bars([point for _, point in ranged], begins, look.QUIET, 1.4),
    }


def _value_label(row: int, line: Line, point: Point, scene: Scene) -> dict[str, Any]:
    """The number at the end of its bar, or of its range, as a link, with its marks."""
    end = max(point.value or 0.0, point.high or 0.0)
    linked = f'<a href="{escape(point.number.href)}" target="_self">{escape(point.number.text)}</a>'
    return {
        "name": "bar-value",
        "text": " ".join(filter(None, (linked, marks_beside(line, point, scene), scene.cited_by([point])))),
        "x": end,
        "y": row,
        "xanchor": "left",
        "xshift": 6,
        "yanchor": "middle",
        "showarrow": False,
        "font": {"size": 13},
    }
