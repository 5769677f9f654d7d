"""What is marked beside the values: figures that do not fit others, that no source prints or whose publisher nobody has
read, and sums that lack a part.
"""

from collections.abc import Sequence
from typing import Any

from dashboard.charts.geometry import CHARACTER_WIDTH, Plot
from dashboard.charts.how_to_read import FILLED_COUNTRIES
from dashboard.charts.labels import BEHIND_LABELS
from dashboard.views.attribution import (
    INFERRED_MARK,
    attribution_notes,
    attribution_signs,
    is_inferred,
    is_summed,
    signed_points,
    signed_years,
)
from dashboard.views.definitions import definition_notes
from dashboard.views.looks import QUIET, TEXT
from dashboard.views.points import Line, Point
from dashboard.views.scene import Scene
from dashboard.views.superlatives import is_marked

MISFIT_MARK, FEWER_MARK = "?", "*"
_DOT = 4  # pixels across, of the dot inside a marker
# Over the pieces of a column that lacks a part.
HATCH = {"shape": "/", "size": 6, "solidity": 0.3, "fgcolor": "#ffffff", "fillmode": "overlay"}
_SAME, _MARK = 2, 26  # pixels between two points that are as good as one, and from a point to the end of its mark
_SHORT_LIST = 80  # characters of the lines and years that carry a sign
_COUNT_SIZE, _ABOVE_COLUMN = 13, 4  # pixels


def is_of_fewer(line: Line, point: Point, scene: Scene) -> bool:
    """Whether the sum that a point is a part of lacks an area that is shown."""
    return (point.year, line.series.producer.producer) in scene.lacking


def marks_beside(line: Line, point: Point, scene: Scene) -> str:
    """The marks that stand beside the number of a point; empty for most. The sign of a sum is in the number itself."""
    inferred = INFERRED_MARK if is_inferred(point, scene) else ""
    return _marks_above(line, point, scene) + inferred


def _marks_above(line: Line, point: Point, scene: Scene) -> str:
    misfit = MISFIT_MARK if is_marked(point, scene.doubted) else ""
    return misfit + (FEWER_MARK if point.computed is not None and is_of_fewer(line, point, scene) else "")


def dot_trace(line: Line, points: Sequence[Point], scene: Scene) -> list[dict[str, Any]]:
    """A dot inside the marker of each figure that was added up here, or whose publisher is only inferred; else nothing.

    A filled marker has a white dot, which shows on it in both themes; a hollow one has a dot of its own colour.
    """
    found = [point for point in points if is_summed(point) or is_inferred(point, scene)]
    if not found:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [point.year for point in found],
            "y": [point.value for point in found],
            "marker": {
                "symbol": "circle",
                "size": _DOT,
                "color": ["#ffffff" if point.is_seen else line.colour for point in found],
                "line": {"width": 0},
                "opacity": 1,
            },
            "hoverinfo": "skip",
            "showlegend": False,
            "legendgroup": line.series.label,
            "cliponaxis": False,
        }
    ]


def caveat_trace(points: Sequence[tuple[Line, Point]], scene: Scene, plot: Plot) -> list[dict[str, Any]]:
    """The marks beside the points of all lines of a plot, to be drawn last; nothing where there are none.

    A mark stands above its point, or below it where another point would be under it.
    """
    found = [(point, marks) for line, point in points if (marks := _marks_above(line, point, scene))]
    if not found:
        return []
    others: dict[int, list[float]] = {}
    for _, point in points:
        others.setdefault(point.year, []).append(plot.y(point.value or 0.0))
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": [point.year for point, _ in found],
            "y": [point.value for point, _ in found],
            "text": [marks for _, marks in found],
            "textposition": [_side(plot.y(point.value or 0.0), others[point.year]) for point, _ in found],
            "textfont": {"size": 15, "color": TEXT},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    ]


def _side(y: float, others: Sequence[float]) -> str:
    """Where the mark of a point at a height in pixels stands, by the heights of all points of its year."""
    has_above, has_below = (any(_SAME < way * (y - other) < _MARK for other in others) for way in (1, -1))
    return "bottom center" if has_above and not has_below else "top center"


def count_labels(scene: Scene, totals: dict[int, float], plot: Plot) -> list[dict[str, Any]]:
    """Above each column that lacks a part, of how many of the areas shown it is; upright where it is narrow.

    Where the plot ends too near above a column it stands inside. Columns too narrow for upright words have none.
    """
    every = len({line.series.area.area for line in scene.drawn})
    column = plot.width / (plot.last - plot.first)
    if column < _COUNT_SIZE:
        return []
    labels = {year: f"{every - len(absent)} of {every}" for (year, _), absent in scene.lacking.items()}
    is_narrow = any(len(text) * CHARACTER_WIDTH > column for text in labels.values())
    high = _ABOVE_COLUMN + (max(map(len, labels.values()), default=0) * CHARACTER_WIDTH if is_narrow else _COUNT_SIZE)
    fits = {year: (plot.top - total) / (plot.top - plot.bottom) * plot.height > high for year, total in totals.items()}
    return [
        {
            "name": "count",
            "text": text,
            "x": year,
            "y": totals[year],
            "xanchor": "center",
            "yanchor": "bottom" if fits[year] else "top",
            "yshift": _ABOVE_COLUMN if fits[year] else -_ABOVE_COLUMN,
            "bgcolor": "rgba(0,0,0,0)" if fits[year] else BEHIND_LABELS,
            "borderpad": 0,
            "textangle": -90 if is_narrow else 0,
            "showarrow": False,
            "font": {"size": _COUNT_SIZE, "color": QUIET},
        }
        for year, text in labels.items()
        if year in totals
    ]


def caveat_notes(scene: Scene, form: str) -> list[str]:
    """How to read these marks, where a chart of a form has any."""
    is_stacked = form == "stack"
    points = [(line, point) for line in scene.marked for point in line.points if point.is_shown]
    is_lacking = any(is_of_fewer(line, point, scene) for line, point in points)
    notes = (
        (
            f"{MISFIT_MARK} marks what does not fit other figures.",
            any(is_marked(point, scene.doubted) for _, point in points),
        ),
        ("Hatched columns lack a part.", is_lacking and is_stacked),
        ("The number above a column, where there is room, is how many areas have a value.", is_lacking and is_stacked),
        (FILLED_COUNTRIES, scene.is_filled and not scene.is_empty),
        (f"{FEWER_MARK} marks shares of a sum that lacks a part.", is_lacking and not is_stacked),
    )
    caveats = [text for text, is_needed in notes if is_needed]
    # The pieces of a column have no room for signs, nor a picture for long lists.
    named = signed_years(scene) if is_stacked else {}
    at = {sign: where if len(where) <= _SHORT_LIST else _how_many(sign, scene) for sign, where in named.items()}
    attribution = attribution_notes(scene, has_dots=form in {"line", "panels"}, at=at)
    return [*caveats, *attribution, *definition_notes(scene, form)]


def _how_many(sign: str, scene: Scene) -> str:
    """How many of the figures of a chart carry a sign, which its columns have no room for."""
    carrying = sum(sign in attribution_signs(point, scene) for _, points in signed_points(scene) for point in points)
    return f"{carrying} of the {sum(len(line.known) for line in scene.drawn)} figures"
