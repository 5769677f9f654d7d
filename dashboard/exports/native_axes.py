"""Axes and legend of a chart that PowerPoint draws."""

from typing import Any

from lxml import etree
from pptx.enum.chart import (
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.util import Pt

from dashboard.charts.labels import unit_text
from dashboard.exports.chart import ExportedChart
from dashboard.exports.native_data import in_grey, lines_of_course, number_format, parts_of_course
from dashboard.exports.native_format import label_every, leave_out, name_every, tag
from dashboard.exports.palette import paint
from dashboard.exports.texts import on_one_line
from dashboard.views import looks as look
from dashboard.views.view import LOGARITHMIC_MEASURES, ONE_YEAR_FORMS

TYPE = Pt(14)


_MOST_YEARS_LABELLED = 12


_WHOLE_SHARE = 100  # per cent, of a column of shares


_STEPS_ARE_WHOLE = 10  # from this value on


_MOST_BELOW = 10  # entries of a legend under the chart; a longer one stands beside it


def is_logarithmic(chart: ExportedChart) -> bool:
    """Whether the values of a chart over years are on a logarithmic axis."""
    return chart.view.scale == "log" and chart.view.measure in LOGARITHMIC_MEASURES


def _axis_format(chart: ExportedChart) -> str:
    """How the numbers of the axis of values are written: whole ones without a decimal."""
    if is_logarithmic(chart) and chart.view.form not in ONE_YEAR_FORMS:
        return "[<1]0.0##;#,##0"
    largest = max((abs(point.value) for point in chart.scene.all_points if point.value is not None), default=0.0)
    return "#,##0" if largest >= _STEPS_ARE_WHOLE else number_format(chart.scene.all_points)


def style_axes(drawn: Any, chart: ExportedChart, area: str = "", beside: int = 1) -> None:
    """The axes and the legend of a chart, or of its panel of an area, of which so many stand beside one another.

    A panel has no legend, and the foot of the slide has its unit.
    """
    is_ranking = chart.view.form in ONE_YEAR_FORMS
    drawn.has_title = False
    drawn.font.size = TYPE
    paint(drawn.font.color, look.QUIET)
    values, categories = drawn.value_axis, drawn.category_axis
    values.has_major_gridlines = True
    paint(values.major_gridlines.format.line.color, look.GRID)
    values.format.line.fill.background()
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _axis_format(chart), False
    is_log = is_logarithmic(chart) and not is_ranking
    values.has_title = not area
    if not area:
        values.axis_title.text_frame.text = on_one_line(unit_text(chart.scene, is_log=is_log))
        title = values.axis_title.text_frame.paragraphs[0].font
        title.size, title.bold = TYPE, False
        paint(title.color, look.QUIET)
    categories.has_major_gridlines = False
    paint(categories.format.line.color, look.GRID)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if is_log:
        base = etree.SubElement(values._element.find(tag("scaling")), tag("logBase"), val="10")
        values._element.find(tag("scaling")).insert(0, base)
    first, last = chart.scene.years
    years_apart = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= _MOST_YEARS_LABELLED / beside)
    label_every(categories, 1 if is_ranking else years_apart)
    if is_ranking:
        name_every(categories)
    if chart.view.form == "stack" and chart.view.measure == "share":
        values.minimum_scale, values.maximum_scale = 0, _WHOLE_SHARE
    series = 0 if is_ranking or area else len(lines_of_course(chart)) - len(in_grey(chart))
    drawn.has_legend = series > 1
    if drawn.has_legend:
        is_long = series > _MOST_BELOW
        drawn.legend.position = XL_LEGEND_POSITION.RIGHT if is_long else XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(11) if is_long else TYPE
        for place in _without_entry(chart):
            leave_out(drawn.legend, place)


def _without_entry(chart: ExportedChart) -> list[int]:
    """The places of the series that a legend does not name: grey ones, and all but the first of a line."""
    parts = parts_of_course(chart)
    return [
        place
        for place, (line, _) in enumerate(parts)
        if line.colour == look.OTHERS or (place and parts[place - 1][0] is line)
    ]
