"""One indicator against another: a point for each year of an area, joined in the order of the years."""

from collections.abc import Sequence
from html import escape
from typing import Any

from dashboard.charts.axes import layout_of_all, margin_beside
from dashboard.charts.geometry import Box, Canvas, meet
from dashboard.charts.marks import with_gaps
from dashboard.charts.text import told
from dashboard.views import looks as look
from dashboard.views.pairs import PairedLine, paired_lines
from dashboard.views.points import Point
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.numbers import number
from etl.figures.indicators import Indicator

MOST_LABELS = 14  # years between the ends of a path that are named
_LABEL = (34.0, 15.0)  # pixels of a year
_LETTER = 7.0  # pixels of a letter of a name before it
_BESIDE = ("left", "bottom")  # the side of a label and its edge at the point: it stands to the right, above
HEIGHT = 520
_BELOW = 34  # pixels below the plot for the name of its axis


def scatter_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as a scatter: the first indicator upwards, the second to the right, both from zero."""
    lines = paired_lines(scene)
    up = [point.value or 0.0 for line in lines for point in line.points]
    margin = margin_beside(up, 40)
    margin["b"] += _BELOW
    height = HEIGHT if canvas.grows else canvas.height
    right = [point.value or 0.0 for line in lines for point in line.across]
    plot = canvas.width - margin["l"] - margin["r"], height - margin["t"] - margin["b"]
    top = _top(right), _top(up)
    second = scene.beside or scene
    return {
        "data": [_path(line, scene) for line in reversed(lines)],
        "layout": {
            **layout_of_all(view, height, margin),
            "showlegend": False,
            "xaxis": _axis(top[0]) | {"title": {"text": escape(_measured(second)), "font": {"size": 14}}},
            "yaxis": _axis(top[1]),
            "annotations": [_name_of_axis(scene, margin["l"]), *_years(lines, scene, plot, top)],
        },
    }


def _top(values: Sequence[float]) -> float:
    return max(values, default=1.0) * 1.08 or 1.0


def _axis(top: float) -> dict[str, Any]:
    return {"range": [0, top], "tickformat": ",", "fixedrange": True, "nticks": 7}


def _path(line: PairedLine, scene: Scene) -> dict[str, Any]:
    """The path of an area, parted where a line over the years would be; the keyboard walks by `meta.years`."""
    across = {point.year: other for point, other in zip(line.points, line.across, strict=True)}
    points = with_gaps(line.points)
    words = told([(line.line, point) for point in points], scene)
    second = (scene.beside or scene).indicator
    symbol, colour = line.line.symbol, line.line.colour
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(scene.name_of_line(line.line)),
        "legendgroup": line.line.series.label,
        "x": [None if point is None else across[point.year].value for point in points],
        "y": [None if point is None else point.value for point in points],
        **words,
        "text": [
            "" if point is None else f"{text}<br>{escape(second.name)}: {escape(_shown(across[point.year], second))}"
            for text, point in zip(words["text"], points, strict=True)
        ],
        "line": {"color": colour, "dash": line.line.dash, "width": 1.2},
        "marker": {
            "color": colour,
            "size": 8,
            "symbol": [
                symbol if point is None or (point.is_seen and across[point.year].is_seen) else f"{symbol}-open"
                for point in points
            ],
            "line": {"width": 1.6, "color": colour},
            "opacity": 1,
        },
        "connectgaps": False,
        "cliponaxis": False,
        "meta": {"years": [None if point is None else point.year for point in points]},
    }


def _shown(point: Point, indicator: Indicator) -> str:
    return number(point.observation, indicator).text


def _years(
    lines: Sequence[PairedLine], scene: Scene, plot: tuple[float, float], top: tuple[float, float]
) -> list[dict[str, Any]]:
    """The years of the paths as far as they have room beside their points: the ends of each first, then those between.

    Of several paths the last year has the name of the path, and always a place: no colour alone says which is whose.
    `plot` is its width and height in pixels, `top` the largest value to the right and upwards.
    """
    taken: list[Box] = []
    labels = []
    ends = [(line, len(line.points) - 1) for line in lines]
    others = [
        (line, n) for line, last in ends for n in dict.fromkeys((0, *range(0, last, max(1, last // MOST_LABELS))))
    ]
    for line, place in (*ends, *(other for other in others if other not in ends)):
        point, across = line.points[place], line.across[place]
        is_named = len(lines) > 1 and place == len(line.points) - 1
        text = f"{scene.name_of_line(line.line)} {point.period}" if is_named else point.period
        width, height = _LABEL[0] + _LETTER * (len(text) - len(point.period)), _LABEL[1]
        x, y = (across.value or 0.0) / top[0] * plot[0], -(point.value or 0.0) / top[1] * plot[1]
        boxes = {
            (side, edge): Box(x + right * width / 2, y + down * height / 2, width, height)
            for side, right in (("left", 1), ("right", -1))
            for edge, down in (("bottom", -1), ("top", 1))
            if is_named or (side, edge) == _BESIDE
        }
        free = [key for key, box in boxes.items() if not any(meet(box, other) for other in taken)]
        if is_named:  # at the side that the plot has room for
            free.sort(key=lambda key: not 0 <= boxes[key].x - width / 2 <= plot[0] - width)
        elif not free:
            continue
        side, edge = free[0] if free else _BESIDE
        taken.append(boxes[side, edge])
        labels.append(
            {
                "name": "path-name" if is_named else "path-year",
                "text": escape(text),
                "x": across.value,
                "y": point.value,
                "xanchor": side,
                "yanchor": edge,
                "xshift": 4 if side == "left" else -4,
                "yshift": 1 if edge == "bottom" else -1,
                "showarrow": False,
                "font": {"size": 12, "color": line.line.colour},
            }
        )
    return labels


def _measured(scene: Scene) -> str:
    """What an axis counts, with the numbers of the sources where they have any."""
    return f"{scene.indicator.name}, {scene.unit} {scene.cited_by(scene.all_points)}".rstrip()


def _name_of_axis(scene: Scene, left: float) -> dict[str, Any]:
    return {
        "name": "panel",
        "text": escape(_measured(scene)),
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "y": 1,
        "xanchor": "left",
        "yanchor": "bottom",
        "xshift": 8 - left,
        "showarrow": False,
        "font": {"size": 14, "color": look.TEXT},
    }
