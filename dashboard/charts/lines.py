"""The chart of series over years: lines with markers, ranges, callouts and labels at the line ends."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dashboard.charts.axes import layout_of_all, margin_beside, plot_of, value_axis, values_of, year_axis
from dashboard.charts.events import (
    MOST_ROWS,
    event_marks,
    flags_height,
    flags_of,
    last_of,
    rows_in_picture,
    shown_events,
)
from dashboard.charts.geometry import ABOVE, CHARACTER_WIDTH, LABEL_HEIGHT, Canvas, Plot
from dashboard.charts.labels import (
    CALLOUT_WIDTH,
    FLAT_CALLOUT_WIDTH,
    MOST_HEAD,
    callouts,
    end_labels,
    end_texts,
    reference_label,
    unit_label,
    unit_text,
)
from dashboard.charts.layers import disagreement_traces, revision_traces, today_traces
from dashboard.charts.marks import gap_trace, line_traces, marks_above
from dashboard.views import looks as look
from dashboard.views.points import Line
from dashboard.views.scene import Scene
from dashboard.views.view import View

MOST_END_LABELS = 12
MOST_ALONE = 2  # lines of which each point has a label of its own; of more, a box has all values of its year
WIDE = 600  # pixels of a plot in a picture that has room for a callout of long lines


def line_chart(view: View, scene: Scene, canvas: Canvas) -> dict[str, Any]:
    """The figure of a view as a line chart."""
    values = values_of(scene)
    margin = margin_beside(values)
    names = end_texts(scene, canvas)
    high = sum(len(name) for name in names) * LABEL_HEIGHT
    labelled = 0 < len(names) <= MOST_END_LABELS and high <= canvas.height - margin["t"] - margin["b"]
    if labelled:
        longest = max(len(words) for name in names for words in name)
        margin = margin_beside(values, 22 + longest * CHARACTER_WIDTH)
    # The names of events stand above the plot, which makes the chart higher where it can grow.
    events, rows = shown_events(scene), MOST_ROWS if canvas.grows else rows_in_picture(canvas.height)
    plot = plot_of(view, scene, canvas, margin).until(last_of(events))
    flags = flags_of(events, plot, margin["l"], rows, unit_text(scene, is_log=plot.log))
    head = flags_height(flags)
    canvas = replace(canvas, height=int(canvas.height + head)) if canvas.grows else canvas
    margin["t"] += head
    plot = plot_of(view, scene, canvas, margin).until(last_of(events))
    shapes, event_labels = event_marks(events, flags, plot)
    others = [*event_labels, *reference_label(scene, plot), unit_label(scene, plot, margin["l"])]
    # A picture has little height to give away; the page keeps to lines that a narrow screen has room for too.
    widths = (CALLOUT_WIDTH,) if canvas.grows or plot.width < WIDE else (CALLOUT_WIDTH, FLAT_CALLOUT_WIDTH)
    upright = [shape["x0"] for shape in shapes if shape["y0"] == 0]
    plot, labels, leaders, needed = _labelled(scene, plot, names if labelled else [], others, upright, widths)
    return {
        "data": [
            *_reference(scene, plot),
            *gap_trace(scene, 10**plot.bottom if plot.log else plot.bottom),
            *today_traces(scene, plot.floor),
            *told_together([trace for line in scene.sums for trace in line_traces(line, scene, plot.floor)], scene),
            *told_together(_traces_by_importance(scene, plot.floor), scene),
            *revision_traces(scene),
            *disagreement_traces(scene),
            *marks_above([*scene.sums, *scene.drawn], scene, plot),
        ],
        "layout": {
            **layout_of_all(view, canvas.height, margin),
            "showlegend": False,
            "xaxis": year_axis(plot),
            "yaxis": value_axis(plot),
            "shapes": [*shapes, *leaders],
            "annotations": labels,
            **({"meta": {"head": needed / plot.height}} if needed else {}),
        },
    }


def _reference(scene: Scene, plot: Plot) -> list[dict[str, Any]]:
    """The reference line from edge to edge; nothing where there is none."""
    if scene.reference is None:
        return []
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [plot.first, plot.last],
            "y": [scene.reference, scene.reference],
            "hoverinfo": "skip",
            "line": {"color": look.QUIET, "width": 1.4, "dash": "dashdot"},
        }
    ]


def _traces_by_importance(scene: Scene, floor: float | None) -> list[dict[str, Any]]:
    """The traces of all lines: what matters most is drawn last, above the others, and ranks first for the keyboard."""
    ranked = [*enumerate(by_importance(scene), 1)]
    return [
        trace | {"meta": {"rank": rank}} for rank, line in reversed(ranked) for trace in line_traces(line, scene, floor)
    ]


def told_together(traces: Sequence[dict[str, Any]], scene: Scene) -> list[dict[str, Any]]:
    """The traces of lines; of several lines, without a label for each point: `assets/year.js` shows all of a year."""
    if len(scene.drawn) <= MOST_ALONE:
        return list(traces)
    return [
        {name: value for name, value in trace.items() if name != "hovertemplate"} | {"hoverinfo": "none"}
        if "hovertemplate" in trace
        else trace
        for trace in traces
    ]


def by_importance(scene: Scene) -> list[Line]:
    """The lines of a chart, those of the areas that matter most first."""
    places = {area: place for place, area in enumerate(scene.by_importance)}
    return sorted(scene.drawn, key=lambda line: places[line.series.area.area])


def _labelled(
    scene: Scene,
    plot: Plot,
    names: list[list[str]],
    others: list[dict[str, Any]],
    upright: Sequence[float],
    widths: Sequence[int],
) -> tuple[Plot, list[dict[str, Any]], list[dict[str, Any]], float]:
    """All labels of a plot, the leaders of the names, and the plot with the pixels at its head that callouts need.

    `upright` are the years of the upright lines through the plot, `widths` the forms of a callout that are tried, in
    characters of a line.
    """
    ends, leaders = end_labels(scene, plot, names, upright)
    labels = [*others, *ends]
    for characters in widths:
        boxes, needed = callouts(scene, plot, labels, characters)
        if not needed:
            return plot, [*labels, *boxes], leaders, 0.0
    for head in (needed, min(needed + ABOVE, plot.height * MOST_HEAD)):  # above the plot may be no room beside the unit
        headed = plot.with_head(head)
        ends, leaders = end_labels(scene, headed, names, upright)
        labels = [*others, *ends]
        boxes, more = callouts(scene, headed, labels, characters)
        if not more:
            break
    return headed, [*labels, *boxes], leaders, head
