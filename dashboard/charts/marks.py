"""The traces of a line: its points, its ranges, and what is known only as a range or as poppy-free."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from dashboard.charts.caveats import caveat_trace, dot_trace
from dashboard.charts.geometry import Plot
from dashboard.charts.text import HOVER, told, wrapped
from dashboard.views.cuts import cuts
from dashboard.views.gaps import gaps_of
from dashboard.views.looks import ACCENT, OTHERS, QUIET
from dashboard.views.points import Line, Point, follows
from dashboard.views.scene import Scene
from dashboard.words.breaks import NamedBreak, told_of_break
from dashboard.words.sentences import joined, no_figure

BAND_OPACITY = 0.14
MOST_LINES_WITH_GAPS = 4
POPPY_FREE = "x-thin"  # the mark of a poppy-free year
AT_FLOOR = "triangle-down"  # the mark of what has no logarithm
GAP = "line-ns"  # the mark of a year without a figure
BREAK = "line-ne"  # the mark of a break in a series
_BREAK_OF_A_RISE = "line-nw"  # across the way that a rising line would take, so that it is not read as a piece of it
_BELOW_AXIS = 5  # pixels that it stands below the axis, where no point is
# A trace whose points only carry something: they are not seen, and say nothing.
UNSEEN = {"type": "scatter", "mode": "markers", "hoverinfo": "skip"}


def line_traces(line: Line, scene: Scene, floor: float | None = None) -> list[dict[str, Any]]:
    """Everything that is drawn for one line, lowest first. Each trace costs a redraw a millisecond or two.

    `floor` is the lowest value of a logarithmic axis: what has no logarithm stands there, apart from the line.
    """
    above = above_floor(line, floor)
    zeros = without_logarithm(line, floor)
    runs = _runs_with_range(line)
    ranges = [point for point in line.known if point.has_range]
    return [
        *([_bands(runs, line)] if runs else []),
        *([_ranges(ranges, line)] if ranges else []),
        *([_line(above, line, scene)] if above or not zeros else []),
        *([at_floor(zeros, line, scene, floor)] if zeros and floor is not None else []),
        *only_ranges(line, scene),
        *break_trace(line, above, floor),
        *dot_trace(line, above, scene),
    ]


def marks_above(lines: Iterable[Line], scene: Scene, plot: Plot) -> list[dict[str, Any]]:
    """The marks of what does not fit or lacks a part, of all lines of one plot, which no point of another covers."""
    return caveat_trace([(line, point) for line in lines for point in above_floor(line, plot.floor)], scene, plot)


def gap_trace(scene: Scene, bottom: float) -> list[dict[str, Any]]:
    """A tick below the axis for each year in which a line has no figure, with what is known about it; else nothing.

    Among many lines nearly every year would have a tick, and none would say of which line.
    """
    if not 0 < len(scene.drawn) <= MOST_LINES_WITH_GAPS:
        return []
    told: dict[int, list[str]] = {}
    for line in scene.drawn:
        for gap in gaps_of(line, scene.lines):
            others = (
                f"; {escape(joined(gap.others))} {'has' if len(gap.others) == 1 else 'have'} one" if gap.others else ""
            )
            told.setdefault(gap.year, []).append(f"{escape(line.series.label)}: {no_figure(scene.asof)}{others}")
    if not told:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(told),
            "y": [bottom] * len(told),
            "text": [f"<b>{year}</b><br>{'<br>'.join(lines)}" for year, lines in told.items()],
            "hovertemplate": HOVER,
            "marker": {"symbol": GAP, "size": 6, "standoff": _BELOW_AXIS, "line": {"width": 1.8, "color": QUIET}},
            "cliponaxis": False,
        }
    ]


def above_floor(line: Line, floor: float | None) -> list[Point]:
    """The points of a line that a line can join: all that have a value, and on a logarithmic axis a logarithm."""
    return line.known if floor is None else [point for point in line.known if (point.value or 0.0) > 0]


def _line(known: list[Point], line: Line, scene: Scene) -> dict[str, Any]:
    """Line and markers, broken where a year has no value; a marker's form says what kind of value it is."""
    points = with_gaps(known)
    called_out = {callout.annotation.key for callout in scene.callouts}
    marked = [point is not None and point.observation.key in called_out for point in points]
    # One colour and one size for all points, where they have one, are quicker to draw than those of each.
    colours = [ACCENT if is_marked else line.colour for is_marked in marked] if any(marked) else line.colour
    size = 6 if line.colour == OTHERS else 8
    sizes = [12 if is_marked else size for is_marked in marked] if any(marked) else size
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(scene.name_of_line(line)),
        "legendgroup": line.series.label,
        "x": years_of(points),
        "y": [None if point is None else point.value for point in points],
        **told([(line, point) for point in points], scene),
        "line": {"color": line.colour, "dash": line.dash, "width": 1.2 if line.colour == OTHERS else 2.2},
        "marker": {
            "color": colours,
            "size": sizes,
            "symbol": [_symbol(point, line.symbol) for point in points],
            "line": {"width": 1.6, "color": colours},
            "opacity": 1,  # plotly pales markers of several sizes, and pale would mean known from a copy
        },
        "connectgaps": False,
        "cliponaxis": False,
    }


def without_logarithm(line: Line, floor: float | None) -> list[Point]:
    """The points that stand at the floor of a logarithmic axis, since their values have no place on it."""
    return [] if floor is None else [point for point in line.known if (point.value or 0.0) <= 0]


def at_floor(points: list[Point], line: Line, scene: Scene, floor: float) -> dict[str, Any]:
    """What has no logarithm, at the floor of the plot; a line that falls there would tell of a value."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": escape(scene.name_of_line(line)),
        "legendgroup": line.series.label,
        "x": [point.year for point in points],
        "y": [floor] * len(points),
        **told([(line, point) for point in points], scene),
        "marker": {
            "color": line.colour,
            "size": 8,
            "symbol": [_symbol(point, AT_FLOOR) for point in points],
            "line": {"width": 1.6, "color": line.colour},
            "opacity": 1,
        },
        "cliponaxis": False,
    }


def with_gaps(points: Sequence[Point]) -> list[Point | None]:
    """Points with None wherever years in between have no value or the series a break, so that no line bridges it."""
    found: list[Point | None] = []
    for point in points:
        before = found[-1] if found else None
        if before is not None and not follows(before, point):
            found.append(None)
        found.append(point)
    return found


def break_trace(line: Line, known: Sequence[Point], floor: float | None) -> list[dict[str, Any]]:
    """A slash where a line is cut at a break, midway between the values beside it, with what changed; else nothing."""
    found = cuts(line, known)
    if not found:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [cut.year for cut in found],
            "y": [cut.height(is_log=floor is not None) for cut in found],
            "text": [_told_of_cut(line, cut.breaks) for cut in found],
            "hovertemplate": HOVER,
            "marker": {
                "symbol": [_BREAK_OF_A_RISE if cut.rises else BREAK for cut in found],
                "size": 12,
                "color": QUIET,
                "line": {"width": 1.8, "color": QUIET},
                "opacity": 1,
            },
            "legendgroup": line.series.label,
            "showlegend": False,
            "cliponaxis": False,
        }
    ]


def _told_of_cut(line: Line, breaks: Sequence[NamedBreak]) -> str:
    years = joined(list(dict.fromkeys(str(item.first_year_after) for _, item in breaks)))
    head = f"<b>{escape(line.series.label)}: break in {years}</b>"
    return "<br>".join([head, *(wrapped(told_of_break(area, item)) for area, item in breaks)])


def years_of(points: Sequence[Point | None]) -> list[float]:
    """The years of points; a gap lies half a year after the point before it."""
    years: list[float] = []
    first = next((point.year for point in points if point is not None), 0)
    for point in points:
        years.append(point.year if point is not None else years[-1] + 0.5 if years else first - 0.5)
    return years


def _symbol(point: Point | None, symbol: str) -> str:
    """Poppy-free is a cross of its own; a value known only from a copy or a report is hollow."""
    if point is None:
        return symbol
    if point.observation.is_poppy_free and point.computed is None:
        return POPPY_FREE
    return symbol if point.is_seen else f"{symbol}-open"


def _ranges(points: list[Point], line: Line) -> dict[str, Any]:
    """The printed range of each point as a bar with caps: even a narrow one has caps, an unknown one has none."""
    values = [point.value or 0.0 for point in points]
    return {
        **UNSEEN,
        "x": [point.year for point in points],
        "y": values,
        "marker": {"size": 1, "opacity": 0, "color": line.colour},
        "error_y": range_bars(points, values, line.colour, 1.2),
    }


def range_bars(points: Sequence[Point], begins: Sequence[float], colour: str, thickness: float) -> dict[str, Any]:
    """Printed ranges as bars with caps, each from where it begins up to its upper and down to its lower end."""
    return {
        "type": "data",
        "symmetric": False,
        "array": [(point.high or 0) - begin for point, begin in zip(points, begins, strict=True)],
        "arrayminus": [begin - (point.low or 0) for point, begin in zip(points, begins, strict=True)],
        "color": colour,
        "thickness": thickness,
        "width": 4,
    }


def _runs_with_range(line: Line) -> list[list[Point]]:
    """Runs of at least two years in a row with a range, and without a break."""
    runs: list[list[Point]] = []
    for point in line.known:
        if not point.has_range:
            continue
        if runs and follows(runs[-1][-1], point):
            runs[-1].append(point)
        else:
            runs.append([point])
    return [run for run in runs if len(run) > 1]


def _bands(runs: list[list[Point]], line: Line) -> dict[str, Any]:
    """The area between the ends of the ranges, one for each run."""
    outline: list[tuple[int | None, float | None]] = []
    for run in runs:
        there = [(point.year, point.high) for point in run]
        outline += [*([(None, None)] if outline else []), *there, *((point.year, point.low) for point in reversed(run))]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [year for year, _ in outline],
        "y": [value for _, value in outline],
        "fill": "toself",
        "fillcolor": translucent(line.colour, BAND_OPACITY),
        "line": {"width": 0, "color": line.colour},
        "hoverinfo": "skip",
    }


def only_ranges(line: Line, scene: Scene) -> list[dict[str, Any]]:
    """Years of which only a range is known: the range itself, never its middle; nothing where there are none."""
    ranges = [point for point in line.points if point.value is None and point.has_range]
    ends = [end for point in ranges for end in ((point, point.low), (point, point.high), (None, None))]
    trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "name": escape(f"{scene.name_of_line(line)}, range only"),
        "legendgroup": line.series.label,
        "x": [None if point is None else point.year for point, _ in ends],
        "y": [value for _, value in ends],
        **told([(line, point) for point, _ in ends], scene),
        "line": {"color": line.colour, "width": 5},
        "opacity": 0.65,
        "marker": {
            "symbol": "line-ew",
            "size": 12,
            "line": {"width": 2.5, "color": line.colour},
        },
    }
    return [trace] if ranges else []


def translucent(colour: str, opacity: float) -> str:
    """A colour of the palette that lets the grid through."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
