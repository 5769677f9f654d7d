"""One indicator against another: a point for each year of an area, joined in the order of the years."""

import math
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from dashboard.charts.axes import layout_of_all, margin_beside
from dashboard.charts.geometry import Box, Canvas, meet, place_apart, place_beside
from dashboard.charts.labels import held_beside
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
_LETTER, _HEIGHT = 7.0, 15.0  # pixels of a letter of a label, and of its line
_MOST_TICKS = 7  # of an axis
_POINT, _LINE = 8.0, 4.0  # pixels of a point, and of a line with what it keeps off
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
            "xaxis": _axis(top[0], int(plot[0] / (_LETTER * (len(f"{top[0]:,.0f}") + 3))))
            | {"title": {"text": escape(_measured(second)), "font": {"size": 14}}},
            "yaxis": _axis(top[1]),
            "annotations": [_name_of_axis(scene, margin["l"]), *_labels(lines, scene, plot, top)],
        },
    }


def _top(values: Sequence[float]) -> float:
    return max(values, default=1.0) * 1.08 or 1.0


def _axis(top: float, ticks: int = _MOST_TICKS) -> dict[str, Any]:
    return {"range": [0, top], "tickformat": ",", "fixedrange": True, "nticks": min(_MOST_TICKS, max(2, ticks))}


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
            "size": _POINT,
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


def _labels(
    lines: Sequence[PairedLine], scene: Scene, plot: tuple[float, float], top: tuple[float, float]
) -> list[dict[str, Any]]:
    """The names of several paths at their last years, then years along them, as far as they have room.

    A name without room at its point is joined to it by a leader. What has no colour of its own is named only beside its
    point, and has no years: the key has every colour. `plot` is its width and height in pixels, `top` the largest value
    to the right and upwards.
    """

    def spot(line: PairedLine, place: int) -> Box:
        right, up = (line.across[place].value or 0.0) / top[0], (line.points[place].value or 0.0) / top[1]
        return Box(right * plot[0], (1 - up) * plot[1], _POINT, _POINT)

    def put(name: str, text: str, line: PairedLine, place: int, box: Box, leader: Sequence[Box] = ()) -> None:
        taken.extend([box, *leader])
        colour = line.line.colour
        labels.append(
            {
                "name": name,
                "text": escape(text),
                "x": line.across[place].value,
                "y": line.points[place].value,
                **held_beside(spot(line, place), box, colour if leader else ""),
                "borderpad": 0,
                "font": {"size": 12, "color": colour},
            }
        )

    spots = [[spot(line, place) for place in range(len(line.points))] for line in lines]
    courses = [box for line, own in zip(lines, spots, strict=True) for box in _course(line, own)]
    points = _apart(box for own in spots for box in own)
    taken: list[Box] = []  # by labels and leaders
    labels: list[dict[str, Any]] = []
    coloured, grey = ([line for line in lines if (line.line.colour == look.OTHERS) == is_grey] for is_grey in (0, 1))
    for line in [*coloured, *grey] if len(lines) > 1 else []:
        last = len(line.points) - 1
        at, text = spot(line, last), f"{scene.name_of_line(line.line)} {line.points[last].period}"
        size = len(text) * _LETTER, _HEIGHT
        if box := place_beside(size, at, [*taken, *(point for point in points if not meet(point, at))], plot):
            put("path-name", text, line, last, box)
        elif line in coloured and (apart := place_apart(size, at, [*taken, *points], plot)):
            put("path-name", text, line, last, *apart)
    for line in coloured if len(lines) > 1 else lines:
        last = len(line.points) - 1
        for place in dict.fromkeys((0 if len(lines) > 1 else last, *range(0, last, max(1, last // MOST_LABELS)))):
            at, text = spot(line, place), line.points[place].period
            drawn = (other for other in (*points, *courses) if not meet(other, at))
            if box := place_beside((len(text) * _LETTER, _HEIGHT), at, [*taken, *drawn], plot):
                put("path-year", text, line, place, box)
    return labels


def _course(line: PairedLine, spots: Sequence[Box]) -> Iterator[Box]:
    """What the lines between the points of a path take, from each to the next that it is joined with."""
    by_year = dict(zip((point.year for point in line.points), spots, strict=True))
    for one, other in pairwise(with_gaps(line.points)):
        if one is None or other is None:
            continue
        begin, end = by_year[one.year], by_year[other.year]
        steps = max(1, round(math.hypot(end.x - begin.x, end.y - begin.y) / _LINE))
        for step in range(steps):
            part = step / steps
            yield Box(begin.x + (end.x - begin.x) * part, begin.y + (end.y - begin.y) * part, _LINE, _LINE)


def _apart(spots: Iterable[Box]) -> list[Box]:
    """Some spots of points, those that lie on one another once."""
    places = dict.fromkeys((round(one.x / _POINT), round(one.y / _POINT)) for one in spots)
    return [Box(x * _POINT, y * _POINT, _POINT, _POINT) for x, y in places]


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
