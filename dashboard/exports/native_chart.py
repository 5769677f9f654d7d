"""Charts that PowerPoint draws and edits itself, from the numbers of a view."""

from typing import Any

from pptx.enum.chart import (
    XL_CHART_TYPE,
)

from dashboard.exports.chart import ExportedChart
from dashboard.exports.native_axes import style_axes
from dashboard.exports.native_data import chart_of_years, ranking_data
from dashboard.exports.native_marks import name_callouts, style_bars, style_series
from dashboard.exports.slide_places import SlideBox
from dashboard.views.view import ONE_YEAR_FORMS

NOT_DRAWN = "could not be drawn here: Chromium is needed for that."


REMARKS = {
    "scatter": f"Shown as lines of the first indicator alone, because the chart {NOT_DRAWN}",
    "map": f"Shown as bars, because the map {NOT_DRAWN}",
}


def add_chart(slide: Any, chart: ExportedChart, place: SlideBox) -> Any:
    """Add the chart of a view to a slide at left, top, width and height; gives the frame that holds it."""
    is_ranking = chart.view.form in ONE_YEAR_FORMS
    data = ranking_data(chart, place) if is_ranking else chart_of_years(chart)
    kind = {"stack": XL_CHART_TYPE.COLUMN_STACKED}.get(chart.view.form, XL_CHART_TYPE.LINE_MARKERS)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED if is_ranking else kind, *place, data)
    drawn = frame.chart
    style_axes(drawn, chart)
    if is_ranking:
        style_bars(drawn, chart, place)
    else:
        style_series(drawn, chart)
        name_callouts(drawn, chart)
    return frame
