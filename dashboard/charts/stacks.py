"""The chart of areas on top of each other, year by year."""

from html import escape
from typing import Any

from dashboard.charts.axes import layout_of_all, margin_beside, plot_of, value_axis, year_axis
from dashboard.charts.caveats import HATCH, count_labels, is_of_fewer
from dashboard.charts.geometry import CHARACTER_WIDTH, LABEL_HEIGHT, Canvas, Plot, spread
from dashboard.charts.labels import end_label, unit_label
from dashboard.charts.marks import BREAK, translucent
from dashboard.charts.text import HOVER, told, wrapped
from dashboard.views.cuts import cuts
from dashboard.views.looks import QUIET
from dashboard.views.points import Line
from dashboard.views.scene import Scene
from dashboard.views.view import View
from dashboard.words.breaks import told_of_break

_MOST_BESIDE = LABEL_HEIGHT  # pixels that the name of a layer may stand above or below its middle
_OPACITY = 0.7
_OUTLINE = 1  # pixels of the line around a piece, which tells layers of one colour apart

End = tuple[Line, float, float]  # a line, its value in the last year, and the middle of its layer there


def stack_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as stacked areas.

    Each year is a step of its own, one year wide, so that an area without a figure in a year is absent there, and
    no slope suggests a value between two years.
    """
    names = {id(line): f"{line.series.area.name} {scene.cited_by(line.points)}".rstrip() for line in scene.drawn}
    longest = max(map(len, names.values()), default=4)
    totals: dict[int, float] = {}
    for line in scene.drawn:
        for point in line.known:
            totals[point.year] = totals.get(point.year, 0.0) + (point.value or 0.0)
    margin = margin_beside(list(totals.values()), 24 + longest * CHARACTER_WIDTH)
    plot = plot_of(view.with_(scale="linear"), scene, canvas, margin, list(totals.values()))
    labelled = _labelled(_ends(scene), plot)
    beside = [end_label(escape(names[id(line)]), line, y, plot) for line, y in labelled]
    return {
        "data": [*(_trace(line, scene) for line in scene.drawn), *_breaks(scene)],
        "layout": {
            **layout_of_all(view, canvas.height, margin),
            "barmode": "stack",
            "bargap": 0,
            "showlegend": False,
            "xaxis": year_axis(plot),
            "yaxis": value_axis(plot),
            "annotations": [*beside, unit_label(scene, plot, margin["l"]), *count_labels(scene, totals, plot)],
        },
    }


def _breaks(scene: Scene) -> list[dict[str, Any]]:
    """A slash at the foot of the boundary where one of the areas has a break, with what changed; else nothing."""
    told: dict[int, dict[str, None]] = {}  # without those that several areas share
    for line in scene.drawn:
        for cut in cuts(line, line.known):
            for area, item in cut.breaks:
                words = wrapped(told_of_break(area or line.series.area.name, item))
                told.setdefault(cut.start, {})[words] = None
    if not told:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [year - 0.5 for year in told],
            "y": [0] * len(told),
            "text": [f"<b>Break in {year}</b><br>{'<br>'.join(lines)}" for year, lines in told.items()],
            "hovertemplate": HOVER,
            "marker": {"symbol": BREAK, "size": 14, "color": QUIET, "line": {"width": 2, "color": QUIET}, "opacity": 1},
            "showlegend": False,
            "cliponaxis": False,
        }
    ]


def _ends(scene: Scene) -> list[End]:
    """The areas that have a layer in the last year, from the lowest to the highest."""
    ends: list[End] = []
    below = 0.0
    for line in scene.drawn:
        value = next((point.value for point in line.known if point.year == scene.years[1]), None)
        if value:
            ends.append((line, value, below + value / 2))
            below += value
    return ends


def _labelled(ends: list[End], plot: Plot) -> list[tuple[Line, float]]:
    """The lines whose names fit beside their layers, as many of the largest as do, and where in pixels."""
    kept = ends
    while kept:
        wanted = [plot.y(middle) for _, _, middle in kept]
        placed = spread(wanted, LABEL_HEIGHT, plot.height)
        if all(abs(y - place) <= _MOST_BESIDE for y, place in zip(wanted, placed, strict=True)):
            return [(line, y) for (line, _, _), y in zip(kept, placed, strict=True)]
        smallest = min(kept, key=lambda end: end[1])
        kept = [end for end in kept if end is not smallest]
    return []


def _trace(line: Line, scene: Scene) -> dict[str, Any]:
    """The pieces of one area, each as wide as its year.

    A piece without height has no outline, which would be a line without anything in it.
    """
    outlines = [_OUTLINE if point.value else 0 for point in line.known]
    shapes = [HATCH["shape"] if is_of_fewer(line, point, scene) else "" for point in line.known]
    return {
        "type": "bar",
        "name": escape(line.series.area.name),
        "x": [point.year for point in line.known],
        "y": [point.value for point in line.known],
        "width": 1,
        **told([(line, point) for point in line.known], scene),
        "textposition": "none",
        "marker": {
            "color": translucent(line.colour, _OPACITY),
            "line": {"color": line.colour, "width": outlines if 0 in outlines else _OUTLINE},
            **({"pattern": HATCH | {"shape": shapes}} if any(shapes) else {}),
        },
    }
