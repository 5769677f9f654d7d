"""A line at a value, panels with axes of their own, and all values of a year under the pointer."""

import math
from typing import Any

import pytest

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import SCREEN, Box, Canvas, meet
from dashboard.pages.settings import _reference
from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.views.view import read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition

COCA = "indicator=coca-bush-cultivation"


def _figure(edition: Edition, query: str) -> dict[str, Any]:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks
    return plotly_figure(view, scenes.scene(edition, view))


def test_the_years_above_a_line_are_told_of_each_producer(edition: Edition) -> None:
    view, _ = read_view(f"{COCA}&area=BOL&line=30000", edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    said = sentence_text(findings(scene)[0])
    assert said.startswith("Above 30,000 (hectares): Bolivia, UNODC in ")
    for line in scene.drawn:
        years = [point.year for point in line.known if (point.value or 0) > 30_000]
        assert f"{line.series.label} in " in said and str(years[-1]) in said
        assert f"(of {len(line.known)} with a figure)" in said


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("value", [30_000, 900_000])
def test_the_line_is_on_the_chart_with_its_value_however_high_it_is(edition: Edition, value: int, scale: str) -> None:
    figure = _figure(edition, f"{COCA}&area=BOL&line={value}&scale={scale}")
    (line,) = [trace for trace in figure["data"] if trace["y"] == [value, value]]
    assert line["x"] == figure["layout"]["xaxis"]["range"]
    height = math.log10(value) if scale == "log" else value
    assert height < figure["layout"]["yaxis"]["range"][1]
    labels = {label["text"]: label["y"] for label in figure["layout"]["annotations"]}
    assert math.isclose(labels[f"{value:,}"], height)


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("canvas", [SCREEN, Canvas(472, 300, grows=False)])
@pytest.mark.parametrize(
    "query", [f"{COCA}&area=COL&line=100000", "indicator=opium-poppy-cultivation&area=AFG&line=30000"]
)
def test_the_value_of_a_line_keeps_off_the_points(edition: Edition, query: str, canvas: Canvas, scale: str) -> None:
    view, _ = read_view(f"{query}&scale={scale}", edition.keep(scenes.choices))
    figure = plotly_figure(view, scenes.scene(edition, view), canvas)
    layout, margin = figure["layout"], figure["layout"]["margin"]
    across, down = canvas.width - margin["l"] - margin["r"], canvas.height - margin["t"] - margin["b"]
    (first, last), (bottom, top) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    [label] = [each for each in layout["annotations"] if each["name"] == "reference"]
    (x, right), (y, lower) = (label["x"], label["xanchor"] == "left"), (label["y"], label["yanchor"] == "top")
    width = 6 * len(label["text"])
    box = Box(
        (x - first) / (last - first) * across + (width if right else -width) / 2,
        (top - y) / (top - bottom) * down + (8 if lower else -8),
        width,
        14,
    )
    points = [
        Box((year - first) / (last - first) * across, (top - height) / (top - bottom) * down, 5, 5)
        for trace in figure["data"]
        if "markers" in trace.get("mode", "")
        for year, value in zip(trace["x"], trace["y"], strict=True)
        if value
        for height in [math.log10(value) if scale == "log" else value]
    ]
    assert len(points) > 20 and not any(meet(box, point) for point in points)


def test_panels_have_one_axis_or_each_its_own(edition: Edition) -> None:
    tops = {
        axes: {
            tuple(axis["range"])
            for name, axis in _figure(edition, f"{COCA}&group=andean-coca&form=panels&axes={axes}")["layout"].items()
            if name.startswith("yaxis")
        }
        for axes in ("common", "own")
    }
    assert (len(tops["common"]), len(tops["own"])) == (1, 3)


@pytest.mark.parametrize("query", ["group=andean-coca", "group=andean-coca&with=coca-eradication"])
def test_of_several_lines_no_point_has_a_label_of_its_own_beside_the_box_of_its_year(
    edition: Edition, query: str
) -> None:
    points = [trace for trace in _figure(edition, f"{COCA}&{query}")["data"] if any(trace.get("customdata", ()))]
    assert points and {trace["hoverinfo"] for trace in points} == {"none"}
    assert not any("hovertemplate" in trace for trace in points)
    alone = _figure(edition, f"{COCA}&area=BOL&producer=unodc")["data"]
    assert all("hovertemplate" in trace for trace in alone if any(trace.get("customdata", ())))


@pytest.mark.parametrize(("text", "value"), [("30,000", 30_000), ("30 000", 30_000), ("", None), ("many", None)])
def test_a_value_can_be_typed_as_it_is_printed(text: str, value: int | None) -> None:
    assert _reference(text) == value
