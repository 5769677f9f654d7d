"""The look of lines, columns and bars of a chart that PowerPoint draws."""

from collections.abc import Sequence
from typing import Any

from pptx.enum.chart import (
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.util import Pt

from dashboard.charts.caveats import is_of_fewer
from dashboard.exports.chart import ExportedChart
from dashboard.exports.native_axes import TYPE
from dashboard.exports.native_data import bars, has_signs, label_format, parts_of_course
from dashboard.exports.native_format import (
    add_error_bars,
    add_point_like,
    add_ranges,
    fill_marker,
    format_label,
    hatch,
    point_format,
    write_label,
)
from dashboard.exports.palette import PAPER, paint, pale
from dashboard.exports.slide_places import SlideBox
from dashboard.exports.texts import on_one_line
from dashboard.views import looks as look
from dashboard.views.attribution import attribution_signs
from dashboard.views.points import Point
from dashboard.views.scene import TODAY

_DASHES = {
    "solid": MSO_LINE_DASH_STYLE.SOLID,
    "dash": MSO_LINE_DASH_STYLE.DASH,
    "dot": MSO_LINE_DASH_STYLE.ROUND_DOT,
    "dashdot": MSO_LINE_DASH_STYLE.DASH_DOT,
    "longdash": MSO_LINE_DASH_STYLE.LONG_DASH,
    "longdashdot": MSO_LINE_DASH_STYLE.LONG_DASH_DOT,
}


_SYMBOLS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "cross": XL_MARKER_STYLE.PLUS,
    "star": XL_MARKER_STYLE.STAR,
}


_SIGN_TYPE = Pt(11)
_WHOLE = label_format("")
# Sizes of markers. LibreOffice gives a point a marker of its own only where its size is another one than that of its
# series, and fills what is hollow, so what is hollow is small too.
_MARKER, _GREY_MARKER, _TODAY_MARKER, _CALLED_OUT = 8, 5, 11, 10
_SMALLER = 3


def style_series(drawn: Any, chart: ExportedChart, area: str = "") -> None:
    if chart.view.form == "stack":
        drawn.plots[0].gap_width = 0  # each year is one step wide, as on the page
    first, signed = chart.scene.years[0], has_signs(chart)
    called_out = {callout.observation.key for callout in chart.scene.callouts}
    for (line, points), series in zip(parts_of_course(chart, area), drawn.plots[0].series, strict=True):
        known = [point for point in points if point.value is not None]
        if chart.view.form == "stack":
            series.format.fill.solid()
            paint(series.format.fill.fore_color, line.colour)
            for point in known:
                if is_of_fewer(line, point, chart.scene):
                    hatch(series.points[point.year - first].format.fill, line.colour)
            continue
        is_today = chart.scene.side_of(line) == TODAY
        colour = pale(line.colour) if is_today else line.colour
        series.smooth = False
        is_grey = line.colour == look.OTHERS
        paint(series.format.line.color, colour)
        series.format.line.width = Pt(5 if is_today else 1.25 if is_grey else 2.25)
        series.format.line.dash_style = _DASHES[line.dash]
        size = _TODAY_MARKER if is_today else _GREY_MARKER if is_grey else _MARKER
        series.marker.style, series.marker.size = _SYMBOLS[line.symbol], size
        fill_marker(series.marker, colour, colour)
        if is_today:
            continue
        styled: dict[tuple[bool, bool], Any] = {}  # points of this series that look alike are made like the first one
        for point in known:
            place, is_called_out, is_seen = point.year - first, point.observation.key in called_out, point.is_seen
            if (is_called_out, is_seen) in styled:
                add_point_like(styled[is_called_out, is_seen], place)
            elif is_called_out or not is_seen:
                colour = look.ACCENT if is_called_out else line.colour
                marker = series.points[place].marker
                marker.style = _SYMBOLS[line.symbol]
                marker.size = _CALLED_OUT if is_called_out else size - _SMALLER
                fill_marker(marker, colour if is_seen else PAPER, colour)
                styled[is_called_out, is_seen] = point_format(series, place)
            if signed and (signs := attribution_signs(point, chart.scene)):
                label = series.points[place].data_label
                label.position = XL_LABEL_POSITION.ABOVE
                write_label(label, signs, _SIGN_TYPE, line.colour)
        add_ranges(series, line.colour, known, first)


def style_bars(drawn: Any, chart: ExportedChart, place: SlideBox) -> None:
    plot = drawn.plots[0]
    plot.gap_width = 40
    plot.has_data_labels = True
    plot.data_labels.show_value = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = _WHOLE, False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    pairs = bars(chart, place)
    size = Pt(14 if len(pairs) <= 8 else 12 if len(pairs) <= 12 else 11)
    drawn.font.size = size
    for index, (line, point) in enumerate(pairs):
        if point.value is not None:
            bar = plot.series[0].points[index].format
            bar.fill.solid()
            paint(bar.fill.fore_color, line.colour if point.is_seen else PAPER)
            paint(bar.line.color, line.colour)
            bar.line.width = Pt(1.5)
            if (written := label_format(point.number.text)) != _WHOLE:
                label = plot.series[0].points[index].data_label
                label.position = XL_LABEL_POSITION.OUTSIDE_END
                format_label(label, written)
    if len(plot.series) > 1:
        _style_ranges(plot, [point for _, point in pairs], size)


def _style_ranges(plot: Any, points: Sequence[Point], size: Pt) -> None:
    """What is known only as a range: no bar, a line between its ends, and the range in words at the upper one."""
    plot.overlap = 100  # in the row of its area, and not below it
    ranges = plot.series[1]
    ranges.format.fill.background()
    only_ranges = {index: point for index, point in enumerate(points) if point.value is None}
    for index, point in only_ranges.items():
        label = ranges.points[index].data_label
        label.position = XL_LABEL_POSITION.OUTSIDE_END
        write_label(label, point.number.text, size, look.QUIET)
    lengths = {index: (point.high or 0.0) - (point.low or 0.0) for index, point in only_ranges.items()}
    add_error_bars(ranges, look.QUIET, len(points), {}, lengths)


def name_callouts(drawn: Any, chart: ExportedChart, area: str = "") -> None:
    """Name the points that a chart, or its panel of an area, calls out: above its plot, where no line runs."""
    for callout in chart.scene.callouts:
        item = callout.observation
        if area not in {"", item.key.area}:
            continue
        cited = chart.numbers.get(item.source)
        lines = [line for line in chart.scene.all_lines if item.key in {point.observation.key for point in line.points}]
        whose = f"{chart.scene.name_of_line(lines[0])} " if lines and len(chart.scene.all_lines) > 1 else ""
        shown = f"{whose}{item.period}: {chart.shown(item)}{f' [{cited}]' if cited else ''}"
        frame = drawn.chart_title.text_frame
        paragraph = frame.add_paragraph() if frame.paragraphs[-1].runs else frame.paragraphs[-1]
        drawn.chart_title.include_in_layout = False
        run = paragraph.add_run()
        run.text = on_one_line(f"\u25cf {shown}")
        run.font.size, run.font.bold = TYPE, True
        paint(run.font.color, look.ACCENT)
