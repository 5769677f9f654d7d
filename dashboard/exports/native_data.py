"""What a chart of PowerPoint is drawn from: categories and series of numbers, and how they are written."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.util import Pt

from dashboard.charts.lines import by_importance
from dashboard.exports.chart import ExportedChart
from dashboard.exports.slide_places import SlideBox
from dashboard.exports.texts import on_one_line
from dashboard.views import looks as look
from dashboard.views.attribution import attribution_notes, attribution_signs, signed_points, signed_years
from dashboard.views.points import Line, Point, are_comparable
from dashboard.views.ranking import with_a_size
from dashboard.views.view import ONE_YEAR_FORMS
from dashboard.words.sentences import joined

_DECIMALS = re.compile(r"\d\.(\d+)")
_BAR, _BESIDE_BARS = Pt(16.5), Pt(60)  # of the height of a chart: a bar whose name is not left out, and the axis
MOST_SIGNS = 12  # at the points of a chart; more of them hide its lines


def bars(chart: ExportedChart, place: SlideBox) -> list[tuple[Line, Point]]:
    """The first of the year, as many as there is room to name; the last of them first, as bars are drawn from below.

    One that is known only as a range has no bar: it is a line from the lower end to the upper.
    """
    return with_a_size(chart.scene)[: max(1, (place[3] - _BESIDE_BARS) // _BAR)][::-1]


def chart_of_years(chart: ExportedChart, area: str = "") -> Any:
    """Years as categories, a series for each line, or each of one area; a year without a figure has no value."""
    first, last = chart.scene.years
    years = range(first, last + 1)
    data = _chart_data(number_format(chart.scene.all_points))
    data.categories = [str(year) for year in years]
    for line, points in parts_of_course(chart, area):
        by_year = {point.year: point.value for point in points}
        name = chart.scene.name_of_line(line)
        later = f", from {points[0].year}" if points[0].year > line.points[0].year else ""
        data.add_series(on_one_line(f"{name}{later}"), [by_year.get(year) for year in years])
    return data


def parts_of_course(chart: ExportedChart, area: str = "") -> list[tuple[Line, list[Point]]]:
    """The lines of a chart over years, or of its panel of an area, each in as many series as breaks leave, for no
    program joins two series.

    The layers of a stack are columns, which nothing joins.
    """
    if chart.view.form == "stack":
        return [(line, list(line.points)) for line in lines_of_course(chart)]
    return [
        (line, points)
        for line in lines_of_course(chart)
        if area in {"", line.series.area.area}
        for points in _runs(line.points)
    ]


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """Points in runs of those that can be compared with the one before."""
    runs = [[*points[:1]]]
    for before, point in pairwise(points):
        if are_comparable(before, point):
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def lines_of_course(chart: ExportedChart) -> list[Line]:
    """The lines of a chart over years in the order of its legend: what is known today, which lies below, then those
    that matter most first; the layers of a stack from below.
    """
    scene = chart.scene
    drawn = scene.drawn if chart.view.form == "stack" else by_importance(scene)
    return [*(line for line in scene.today if line.is_shown), *scene.sums, *drawn]


def ranking_data(chart: ExportedChart, place: SlideBox) -> Any:
    """Areas as categories; a series of values, and one of the upper ends of what is known only as a range."""
    pairs = bars(chart, place)
    data = _chart_data(number_format([point for _, point in pairs]))
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


def number_format(points: Sequence[Point]) -> str:
    whole = all(point.value is None or float(point.value).is_integer() for point in points)
    return "#,##0" if whole else "#,##0.0"


def label_format(shown: str) -> str:
    """How the number at a bar is written: with the decimals that readers see it with elsewhere."""
    decimals = _DECIMALS.search(shown)
    return f"#,##0.{'0' * len(decimals[1])}" if decimals else "#,##0"


def has_signs(chart: ExportedChart) -> bool:
    """Whether the signs of points stand at the points of a chart over years; where not, its notes tell of them."""
    return 0 < sum(len(points) for _, points in signed_points(chart.scene)) <= MOST_SIGNS


def signs_told(chart: ExportedChart) -> list[str]:
    """What the signs of figures say, and which lines and years have them where they do not stand at the points."""
    scene, form = chart.scene, chart.view.form
    if form in ONE_YEAR_FORMS or (form != "stack" and has_signs(chart)):
        return attribution_notes(scene, has_dots=False)
    return attribution_notes(scene, has_dots=False, at=signed_years(scene))


def in_grey(chart: ExportedChart) -> list[int]:
    """The places of the lines of areas for which there is no colour left; a legend could not tell them apart."""
    return [place for place, line in enumerate(lines_of_course(chart)) if line.colour == look.OTHERS]


def sources_of_names(chart: ExportedChart, place: SlideBox) -> str:
    """The names of lines or bars, each with the numbers of its sources; empty where all rest on the same.

    They are beside the chart, since its names are those of the table behind it.
    """
    scene = chart.numbered_scene
    drawn = (
        [(line, [point]) for line, point in reversed(bars(chart, place))]
        if chart.view.form in ONE_YEAR_FORMS
        else [(line, list(line.points)) for line in lines_of_course(chart) if line.colour != look.OTHERS]
    )
    rests_on: dict[str, list[Point]] = {}
    for line, points in drawn:
        rests_on.setdefault(line.series.area.name, []).extend(points)
    names: dict[str, dict[str, None]] = {}
    for name, points in rests_on.items():
        names.setdefault(scene.cited_by(points), {})[name] = None
    told = [f"{joined([*same])} {cited}" for cited, same in names.items() if cited]
    return f"By source: {'; '.join(told)}." if len(told) > 1 else ""
