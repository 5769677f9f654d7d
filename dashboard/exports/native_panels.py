"""Small multiples of PowerPoint: a chart an area beside and below one another, on the same axes."""

import math
from collections.abc import Iterator
from typing import Any

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from dashboard.charts.axes import values_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.native_axes import is_logarithmic, style_axes
from dashboard.exports.native_data import chart_of_years
from dashboard.exports.native_marks import name_callouts, style_series
from dashboard.exports.palette import paint
from dashboard.exports.slide_places import SlideBox
from dashboard.exports.texts import on_one_line

_NARROWEST, _LOWEST = Inches(2.3), Inches(1.7)
_MOST_COLUMNS, _MOST_ROWS = 4, 2
_TYPE, _NAME_TYPE = Pt(11), Pt(13)


def panelled(chart: ExportedChart, place: SlideBox) -> list[str]:
    """The areas that have a panel of their own in a place, those that matter most first."""
    columns, rows = _grid(chart, place)
    return _areas(chart)[: columns * rows]


def add_panels(slide: Any, chart: ExportedChart, place: SlideBox) -> Iterator[tuple[str, Any]]:
    """Add a chart for each of `panelled`; gives the name of its area and the frame that holds it."""
    left, top, across, down = place
    columns, rows = _grid(chart, place)
    width, height = across // columns, down // rows
    for position, area in enumerate(panelled(chart, place)):
        row, column = divmod(position, columns)
        box = left + column * width, top + row * height, width, height
        frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *box, chart_of_years(chart, area))
        drawn = frame.chart
        style_axes(drawn, chart, area, columns)
        drawn.font.size = _TYPE
        style_series(drawn, chart, area)
        _name(drawn, chart, area)
        name_callouts(drawn, chart, area)
        if chart.view.axes != "own":
            _on_one_axis(drawn.value_axis, chart)
        yield chart.scene.name_of(area), frame


def _areas(chart: ExportedChart) -> list[str]:
    shown = {line.series.area.area for line in chart.scene.drawn}
    return [area for area in chart.scene.by_importance if area in shown]


def _grid(chart: ExportedChart, place: SlideBox) -> tuple[int, int]:
    """Columns and rows of panels, as many as there is room for."""
    _, _, across, down = place
    count = len(_areas(chart))
    columns = max(1, min(_MOST_COLUMNS, across // _NARROWEST, count))
    rows = max(1, min(_MOST_ROWS, down // _LOWEST, math.ceil(count / columns)))
    return min(columns, math.ceil(count / rows)), rows


def _name(drawn: Any, chart: ExportedChart, area: str) -> None:
    drawn.has_title = True
    drawn.chart_title.include_in_layout = False
    cited = chart.numbered_scene.cited_by(
        point for line in chart.scene.drawn if line.series.area.area == area for point in line.points
    )
    drawn.chart_title.text_frame.text = on_one_line(f"{chart.scene.name_of(area)} {cited}".rstrip())
    font = drawn.chart_title.text_frame.paragraphs[0].font
    font.size, font.bold = _NAME_TYPE, True
    paint(font.color, next(line.colour for line in chart.scene.drawn if line.series.area.area == area))


def _on_one_axis(axis: Any, chart: ExportedChart) -> None:
    """From and to the same values in every panel."""
    values = values_of(chart.scene)
    if is_logarithmic(chart):
        positive = [value for value in values if value > 0] or [1.0]
        axis.minimum_scale = 10.0 ** math.floor(math.log10(min(positive)))
        axis.maximum_scale = 10.0 ** math.ceil(math.log10(max(positive)))
        return
    largest = max(map(abs, values))
    step = 10.0 ** math.floor(math.log10(largest)) / 2 if largest else 1.0
    axis.minimum_scale = math.floor(min(0.0, *values) / step) * step
    axis.maximum_scale = max(1, math.ceil(max(0.0, *values) / step)) * step
