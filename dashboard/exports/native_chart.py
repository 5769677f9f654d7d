"""Charts that PowerPoint draws and edits itself, from the numbers of a view."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.util import Pt

from dashboard.charts.caveats import is_of_fewer
from dashboard.charts.labels import unit_text
from dashboard.charts.lines import by_importance
from dashboard.exports.chart import ExportedChart
from dashboard.exports.texts import on_one_line
from dashboard.views import looks as look
from dashboard.views.attribution import attribution_signs
from dashboard.views.points import Line, Point
from dashboard.views.ranking import with_a_size
from dashboard.views.scene import TODAY
from dashboard.views.view import ONE_YEAR_FORMS

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
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
_TYPE, _SIGN_TYPE = Pt(14), Pt(9)
_MOST_YEARS_LABELLED = 12
_MOST_BELOW = 10  # entries of a legend under the chart; a longer one stands beside it
_MOST_BARS = 15  # with more, some programs leave out every second name
NOT_DRAWN = "could not be drawn here: that takes a Chromium."
REMARKS = {
    "panels": "Shown as lines in one chart, because PowerPoint has no small multiples.",
    "map": f"Shown as bars, because the map {NOT_DRAWN}",
}


def add_chart(slide: Any, chart: ExportedChart, place: tuple[Any, Any, Any, Any]) -> Any:
    """Add the chart of a view to a slide at left, top, width and height; gives the frame that holds it."""
    is_ranking = chart.view.form in ONE_YEAR_FORMS
    data = _ranking(chart) if is_ranking else _chart_of_years(chart)
    kind = {"stack": XL_CHART_TYPE.COLUMN_STACKED}.get(chart.view.form, XL_CHART_TYPE.LINE_MARKERS)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED if is_ranking else kind, *place, data)
    drawn = frame.chart
    _style_axes(drawn, chart)
    if is_ranking:
        _style_bars(drawn, chart)
    else:
        _style_series(drawn, chart)
    return frame


def bars(chart: ExportedChart) -> list[tuple[Line, Point]]:
    """The largest of the ranking, as many as there is room to name; the smallest first, as bars are drawn from below.

    One that is known only as a range has no bar: it is a line from the lower end to the upper.
    """
    return with_a_size(chart.scene)[:_MOST_BARS][::-1]


def _chart_of_years(chart: ExportedChart) -> Any:
    """Years as categories, a series for each line; a year without a figure has no value."""
    first, last = chart.scene.years
    years = range(first, last + 1)
    data = _chart_data(_number_format(chart.scene.all_points))
    data.categories = [str(year) for year in years]
    for line, points in _parts_of_course(chart):
        by_year = {point.year: point.value for point in points}
        name = chart.scene.name_of_line(line)
        later = f", from {points[0].year}" if points[0].year > line.points[0].year else ""
        data.add_series(on_one_line(f"{name}{later}"), [by_year.get(year) for year in years])
    return data


def _parts_of_course(chart: ExportedChart) -> list[tuple[Line, list[Point]]]:
    """The lines of a chart over years, each in as many series as breaks leave, for no program joins two series.

    The layers of a stack are columns, which nothing joins.
    """
    if chart.view.form == "stack":
        return [(line, list(line.points)) for line in lines_of_course(chart)]
    return [
        (line, list(points))
        for line in lines_of_course(chart)
        for _, points in groupby(line.points, lambda point: point.observation.comparable_from)
    ]


def lines_of_course(chart: ExportedChart) -> list[Line]:
    """The lines of a chart over years in the order of its legend: what is known today, which lies below, then those
    that matter most first; the layers of a stack from below.
    """
    scene = chart.scene
    drawn = scene.drawn if chart.view.form == "stack" else by_importance(scene)
    return [*(line for line in scene.today if line.is_shown), *drawn]


def _ranking(chart: ExportedChart) -> Any:
    """Areas as categories; a series of values, and one of the upper ends of what is known only as a range."""
    pairs = bars(chart)
    data = _chart_data(_number_format([point for _, point in pairs]))
    areas = [chart.scene.name_of_line(line) for line, _ in pairs]
    signs = [attribution_signs(point, chart.scene) for _, point in pairs]
    data.categories = [on_one_line(f"{area} {sign}".rstrip()) for area, sign in zip(areas, signs, strict=True)]
    name = on_one_line(f"{chart.scene.indicator.name}, {chart.scene.unit}")
    data.add_series(name, [point.value for _, point in pairs])
    if any(point.value is None for _, point in pairs):
        data.add_series(f"{name}: upper end of a range", [_upper_end(point) for _, point in pairs])
    return data


def _upper_end(point: Point) -> float | None:
    """The upper end of a range that has no best value."""
    return point.high if point.value is None else None


def _chart_data(number_format: str) -> Any:
    return CategoryChartData(number_format)  # type: ignore[no-untyped-call]


def _number_format(points: Sequence[Point]) -> str:
    whole = all(point.value is None or float(point.value).is_integer() for point in points)
    return "#,##0" if whole else "#,##0.0"


def _style_axes(drawn: Any, chart: ExportedChart) -> None:
    is_ranking = chart.view.form in ONE_YEAR_FORMS
    drawn.has_title = False
    drawn.font.size = _TYPE
    drawn.font.color.rgb = rgb(look.QUIET)
    values, categories = drawn.value_axis, drawn.category_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = rgb(look.GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = (
        _number_format(chart.scene.all_points),
        False,
    )
    values.has_title = True
    is_log = chart.view.scale == "log" and chart.view.measure in {"value", "index"} and not is_ranking
    values.axis_title.text_frame.text = on_one_line(unit_text(chart.scene, is_log=is_log))
    title = values.axis_title.text_frame.paragraphs[0].font
    title.size, title.bold, title.color.rgb = _TYPE, False, rgb(look.QUIET)
    categories.has_major_gridlines = False
    categories.format.line.color.rgb = rgb(look.GRID)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if is_log:
        base = etree.SubElement(values._element.find(_tag("scaling")), _tag("logBase"), val="10")
        values._element.find(_tag("scaling")).insert(0, base)
    first, last = chart.scene.years
    years_apart = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= _MOST_YEARS_LABELLED)
    _label_every(categories, 1 if is_ranking else years_apart)
    series = 0 if is_ranking else len(lines_of_course(chart)) - len(in_grey(chart))
    drawn.has_legend = series > 1
    if drawn.has_legend:
        is_long = series > _MOST_BELOW
        drawn.legend.position = XL_LEGEND_POSITION.RIGHT if is_long else XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(11) if is_long else _TYPE
        for place in _without_entry(chart):
            _leave_out(drawn.legend, place)


def in_grey(chart: ExportedChart) -> list[int]:
    """The places of the lines of areas for which there is no colour left; a legend could not tell them apart."""
    return [place for place, line in enumerate(lines_of_course(chart)) if line.colour == look.OTHERS]


def _without_entry(chart: ExportedChart) -> list[int]:
    """The places of the series that a legend does not name: grey ones, and all but the first of a line."""
    parts = _parts_of_course(chart)
    return [
        place
        for place, (line, _) in enumerate(parts)
        if line.colour == look.OTHERS or (place and parts[place - 1][0] is line)
    ]


def _leave_out(legend: Any, place: int) -> None:
    """Leave a series out of the legend; python-pptx has nothing for it, so it is as the format has it."""
    entry = etree.Element(_tag("legendEntry"))
    etree.SubElement(entry, _tag("idx"), val=str(place))
    etree.SubElement(entry, _tag("delete"), val="1")
    position = legend._element.find(_tag("legendPos"))
    before = legend._element.findall(_tag("legendEntry"))
    (before[-1] if before else position).addnext(entry)


def _label_every(categories: Any, step: int) -> None:
    """Name every so many categories; left to itself a program leaves out names, or turns them."""
    last = categories._element.find(_tag("noMultiLvlLbl"))
    for name in ("tickLblSkip", "tickMarkSkip"):
        last.addprevious(etree.Element(_tag(name), val=str(step)))


def _style_series(drawn: Any, chart: ExportedChart) -> None:
    if chart.view.form == "stack":
        drawn.plots[0].gap_width = 0  # each year is one step wide, as on the page
    first = chart.scene.years[0]
    called_out = {callout.observation.key for callout in chart.scene.callouts}
    for (line, points), series in zip(_parts_of_course(chart), drawn.plots[0].series, strict=True):
        known = [point for point in points if point.value is not None]
        if chart.view.form == "stack":
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = rgb(line.colour)
            for point in known:
                if is_of_fewer(line, point, chart.scene):
                    _hatch(series.points[point.year - first].format.fill, line.colour)
            continue
        is_today = chart.scene.side_of(line) == TODAY
        colour = _pale(line.colour) if is_today else line.colour
        series.smooth = False
        is_grey = line.colour == look.OTHERS
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(5 if is_today else 1.25 if is_grey else 2.25)
        series.format.line.dash_style = _DASHES[line.dash]
        series.marker.style, series.marker.size = _SYMBOLS[line.symbol], 11 if is_today else 5 if is_grey else 8
        _fill(series.marker, colour, colour)
        if is_today:
            continue
        for point in known:
            is_called_out = point.observation.key in called_out
            if is_called_out or not point.is_seen:
                colour = look.ACCENT if is_called_out else line.colour
                marker = series.points[point.year - first].marker
                marker.style, marker.size = _SYMBOLS[line.symbol], 5 if is_grey else 8
                _fill(marker, colour if point.is_seen else "#ffffff", colour)
            if signs := attribution_signs(point, chart.scene):
                label = series.points[point.year - first].data_label
                label.position = XL_LABEL_POSITION.ABOVE
                _write_label(label, signs, _SIGN_TYPE, line.colour)
            if is_called_out:
                _label(series.points[point.year - first], f"{point.period}: {chart.shown(point.observation)}")
        _add_ranges(series, line.colour, known, first)


def _style_bars(drawn: Any, chart: ExportedChart) -> None:
    plot = drawn.plots[0]
    plot.gap_width = 40
    plot.has_data_labels = True
    plot.data_labels.show_value = True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0.##", True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    pairs = bars(chart)
    size = Pt(14 if len(pairs) <= 12 else 11)
    drawn.font.size = size
    for index, (line, point) in enumerate(pairs):
        if point.value is not None:
            bar = plot.series[0].points[index].format
            bar.fill.solid()
            bar.fill.fore_color.rgb = rgb(line.colour if point.is_seen else "#ffffff")
            bar.line.color.rgb = rgb(line.colour)
            bar.line.width = Pt(1.5)
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
        _write_label(label, point.number.text, size, look.QUIET)
    lengths = {index: (point.high or 0.0) - (point.low or 0.0) for index, point in only_ranges.items()}
    _add_error_bars(ranges, look.QUIET, len(points), {}, lengths)


def _label(point: Any, text: str) -> None:
    point.data_label.position = XL_LABEL_POSITION.RIGHT
    _write_label(point.data_label, text, _TYPE, look.ACCENT, bold=True)


def _write_label(label: Any, text: str, size: Pt, colour: str, *, bold: bool = False) -> None:
    label.text_frame.text = on_one_line(text)
    label.text_frame.word_wrap = False
    font = label.text_frame.paragraphs[0].font
    font.size, font.bold, font.color.rgb = size, bold, rgb(colour)


def _pale(colour: str) -> str:
    """A colour half as strong, as on white paper."""
    return f"#{''.join(f'{(int(colour[place : place + 2], 16) + 255) // 2:02x}' for place in (1, 3, 5))}"


def _fill(marker: Any, inside: str, outline: str) -> None:
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(inside)
    marker.format.line.color.rgb = rgb(outline)


def _hatch(fill: Any, colour: str) -> None:
    fill.patterned()
    fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb, fill.back_color.rgb = rgb("#ffffff"), rgb(colour)


def _add_ranges(series: Any, colour: str, known: Sequence[Point], first: int) -> None:
    """The printed ranges of the points of a series as error bars."""
    ranged = [point for point in known if point.has_range]
    above = {point.year - first: abs((point.high or 0.0) - (point.value or 0.0)) for point in ranged}
    below = {point.year - first: abs((point.low or 0.0) - (point.value or 0.0)) for point in ranged}
    if ranged:
        _add_error_bars(series, colour, known[-1].year - first + 1, above, below, direction="y")


def _add_error_bars(
    series: Any, colour: str, count: int, above: Mapping[int, float], below: Mapping[int, float], direction: str = ""
) -> None:
    """Lines from a value so far up and down, by its place; python-pptx has none, so they are as the format has them.

    Only charts of lines name a direction; those of bars have just one.
    """
    bars = etree.Element(_tag("errBars"), nsmap={"c": _NAMESPACE})
    settings = {"errDir": direction, "errBarType": "both", "errValType": "cust", "noEndCap": "0"}
    for name, value in settings.items():
        if value:
            etree.SubElement(bars, _tag(name), val=value)
    for name, distances in (("plus", above), ("minus", below)):
        numbers = etree.SubElement(etree.SubElement(bars, _tag(name)), _tag("numLit"))
        etree.SubElement(numbers, _tag("formatCode")).text = "General"
        etree.SubElement(numbers, _tag("ptCount"), val=str(count))
        for place, distance in distances.items():
            entry = etree.SubElement(numbers, _tag("pt"), idx=str(place))
            etree.SubElement(entry, _tag("v")).text = repr(distance)
    outline = etree.SubElement(etree.SubElement(bars, _tag("spPr")), f"{{{_DRAWING}}}ln", w="12700")
    fill = etree.SubElement(outline, f"{{{_DRAWING}}}solidFill")
    etree.SubElement(fill, f"{{{_DRAWING}}}srgbClr", val=colour.lstrip("#"))
    series._element.find(_tag("cat")).addprevious(bars)


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def rgb(colour: str) -> Any:
    """A colour of ours as python-pptx takes it."""
    return RGBColor.from_string(colour.lstrip("#").upper())  # type: ignore[no-untyped-call]
