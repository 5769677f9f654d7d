"""Figures are plain data, and show what is known and what is not."""

import dataclasses
import json
import math
import re
from itertools import pairwise

import pytest
from exported import chart
from hypothesis import given
from hypothesis import strategies as st
from viewing import figure_of, view_of

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import LABEL_HEIGHT, SCREEN, Box, Canvas, Plot, place_callout, spread
from dashboard.charts.key import key_of, named_on
from dashboard.charts.svg.axes import ticks
from dashboard.views import scenes
from dashboard.views.looks import OTHERS
from dashboard.views.view import ADDABLE_MEASURES, MEASURES, read_view
from etl.editions.reading import Edition

CALLOUT_IN_A_CROWD = (
    "area=AFG&area=MMR&area=MEX&scale=log",
    "indicator=opium-production&area=AFG",
    "area=AFG&area=MMR&area=LAO&scale=log",
    "area=AFG&area=MMR",
)


@pytest.mark.parametrize(
    ("form", "measure"),
    [
        *((form, measure) for form in ("line", "panels", "bar") for measure in MEASURES),
        *(("stack", measure) for measure in ADDABLE_MEASURES),
        ("map", "value"),
    ],
)
def test_every_form_and_measure_is_plain_json(edition: Edition, form: str, measure: str) -> None:
    second = "&with=coca-eradication" if measure == "ratio" else ""
    query = f"indicator=coca-bush-cultivation&group=andean-coca&form={form}&measure={measure}{second}"
    drawn = figure_of(edition, query)
    assert drawn["data"]
    json.dumps(drawn, allow_nan=False)


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_a_tick_on_the_axis_marks_each_year_that_a_line_lacks(edition: Edition, scale: str) -> None:
    drawn = figure_of(edition, f"area=LAO&scale={scale}")
    (ticks_of_gaps,) = (trace for trace in drawn["data"] if trace.get("marker", {}).get("symbol") == "line-ns")  # type: ignore[attr-defined]
    assert sorted(ticks_of_gaps["x"]) == [2012, 2013, 2014, 2015]  # type: ignore[call-overload]
    assert not any(ticks_of_gaps.get("customdata", []))  # type: ignore[attr-defined]
    texts = dict(zip(ticks_of_gaps["x"], ticks_of_gaps["text"], strict=True))  # type: ignore[call-overload]
    assert "Laos, US: no source here has a figure; UNODC has one" in texts[2014]
    bottom = drawn["layout"]["yaxis"]["range"][0]  # type: ignore[call-overload]
    assert set(ticks_of_gaps["y"]) == {10**bottom if scale == "log" else bottom}  # type: ignore[call-overload]


def test_among_many_lines_no_year_is_marked_as_a_gap(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AFG&area=MMR&area=LAO&area=MEX")
    assert not any(trace.get("marker", {}).get("symbol") == "line-ns" for trace in drawn["data"])  # type: ignore[attr-defined]


def test_every_point_leads_to_its_number(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AFG&area=MMR")
    for trace in drawn["data"]:
        for value, address in zip(trace.get("y", []), trace.get("customdata", []), strict=False):  # type: ignore[call-overload]
            assert value is None or str(address).startswith("/number/")


def test_the_values_of_2018_are_pointed_at_with_who_cites_them(edition: Edition) -> None:
    for indicator, shown in (("opium-poppy-cultivation", "2018: 263,000 ha"), ("opium-production", "2018: 6,400 t")):
        annotations = figure_of(edition, f"indicator={indicator}&area=AFG")["layout"]["annotations"]  # type: ignore[call-overload]
        callout = next(item for item in annotations if str(item.get("name", "")).startswith("callout"))
        assert shown in callout["text"]
        assert "http://cnisco.shupl.edu.cn/en/2020/0109/c99a1366/page.htm" in callout["text"]


def test_a_year_without_a_figure_is_a_gap(edition: Edition) -> None:
    drawn = figure_of(edition, "area=MMR&producer=unodc")
    line = next(trace for trace in drawn["data"] if trace.get("name") == "Myanmar")
    assert None in line["y"]  # type: ignore[operator]
    assert 2016 not in line["x"]  # type: ignore[operator]


def test_a_year_of_which_only_a_range_is_known_is_drawn_as_a_range(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AFG&producer=unodc")
    ranges = next(trace for trace in drawn["data"] if trace.get("name") == "Afghanistan, range only")
    assert ranges["x"] == [1995, 1995, None]
    assert ranges["y"] == [53_000, 55_000, None]


def test_a_point_without_a_range_has_no_caps(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AFG&producer=unodc")
    bars = next(trace for trace in drawn["data"] if "error_y" in trace)
    assert 2018 in bars["x"]  # type: ignore[operator]
    assert 2025 not in bars["x"]  # type: ignore[operator]


def test_a_bar_without_a_range_has_no_caps(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AFG&area=LAO&form=bar&year=2018&producer=unodc")
    bars, ranges = drawn["data"]
    assert len(bars["x"]) > len(ranges["x"]) and "error_x" not in bars  # type: ignore[arg-type]
    assert ranges["x"] == [263_000]
    assert min(ranges["error_x"]["array"] + ranges["error_x"]["arrayminus"]) > 0  # type: ignore[call-overload, index]


def test_a_row_of_a_ranking_of_which_only_a_range_is_known_is_drawn_from_end_to_end(edition: Edition) -> None:
    bars, ranges = figure_of(edition, "indicator=opium-production&area=AFG&area=MMR&form=bar&year=1996&producer=unodc")[
        "data"
    ]
    assert None in bars["x"]  # type: ignore[operator]
    assert (ranges["x"], ranges["error_x"]["array"], ranges["error_x"]["arrayminus"]) == ([2_200], [100], [0])  # type: ignore[call-overload, index]


@pytest.mark.parametrize("width", [350, 472, 1180])
def test_labels_of_the_value_axis_of_a_ranking_stand_level_beside_each_other(edition: Edition, width: int) -> None:
    view = view_of(edition, "area=AFG&area=MMR&form=bar&year=2018")
    layout = plotly_figure(view, scenes.scene(edition, view), Canvas(width, 400))["layout"]
    room = width - layout["margin"]["l"] - layout["margin"]["r"]
    assert layout["xaxis"]["tickangle"] == 0
    assert len(ticks(layout["xaxis"])) <= max(3, room / 55)


def test_what_has_no_logarithm_stands_at_the_foot_of_the_plot_without_a_line(edition: Edition) -> None:
    drawn = figure_of(edition, "group=parts-of-AFG&scale=log")
    bottom, top = drawn["layout"]["yaxis"]["range"]  # type: ignore[call-overload]
    lines = [trace for trace in drawn["data"] if "lines" in str(trace["mode"])]
    assert all(value is None or value > 0 for trace in lines for value in trace["y"])  # type: ignore[attr-defined]
    free = next(trace for trace in drawn["data"] if trace["mode"] == "markers" and trace["name"] == "Kunduz, UNODC")
    assert set(free["marker"]["symbol"]) == {"x-thin"}  # type: ignore[call-overload, index]
    assert all(bottom < math.log10(value) < bottom + (top - bottom) / 20 for value in free["y"])  # type: ignore[attr-defined]
    assert "poppy-free" in free["text"][0]  # type: ignore[index]


def test_what_is_known_today_is_told_apart_by_producer_and_named(edition: Edition) -> None:
    drawn = figure_of(edition, "indicator=opium-production&area=AFG&asof=2009-12-31&compare=today")
    today = [trace for trace in drawn["data"] if str(trace.get("name")).endswith(", today")]
    assert len({trace["line"]["dash"] for trace in today}) == len(today) == 2  # type: ignore[call-overload, index]
    names = [label["text"].replace("<br>", " ") for label in drawn["layout"]["annotations"]]  # type: ignore[call-overload]
    assert "Afghanistan, UNODC, today" in names
    assert "Afghanistan, UNODC, known then" in names


@pytest.mark.parametrize("query", ["indicator=opium-poppy-cultivation&group=parts-of-MMR", "top=2018"])
@pytest.mark.parametrize("canvas", [SCREEN, Canvas(472, 390, grows=False)])
def test_the_lowest_panel_of_every_column_has_years(edition: Edition, query: str, canvas: Canvas) -> None:
    view = view_of(edition, f"{query}&form=panels")
    layout = plotly_figure(view, scenes.scene(edition, view), canvas)["layout"]
    axes = {name: axis for name, axis in layout.items() if name.startswith("xaxis")}
    lowest: dict[float, tuple[float, dict[str, object]]] = {}
    for name, axis in axes.items():
        foot = layout[name.replace("x", "y", 1)]["domain"][0]
        across = axis["domain"][0]
        lowest[across] = min(lowest.get(across, (2.0, {})), (foot, axis), key=lambda found: found[0])
    assert all(axis["showticklabels"] and len(ticks(axis)) >= 2 for _, axis in lowest.values())


@pytest.mark.parametrize("axes", ["common", "own"])
@pytest.mark.parametrize("across", [472, 984, 952])
def test_the_years_under_a_panel_do_not_run_into_those_of_the_next(edition: Edition, across: int, axes: str) -> None:
    query = f"indicator=coca-bush-cultivation&group=andean-coca&form=panels&axes={axes}"
    view = view_of(edition, query)
    layout = plotly_figure(view, scenes.scene(edition, view), Canvas(across, 300, grows=False))["layout"]
    plot = across - layout["margin"]["l"] - layout["margin"]["r"]
    places = []
    for axis in (layout[name] for name in layout if name.startswith("xaxis")):
        (start, end), (first, last) = axis["domain"], axis["range"]
        if axis["showticklabels"]:
            share = [(year - first) / (last - first) for year in axis["tickvals"]]
            places += [(start + part * (end - start)) * plot for part in share]
    assert len(places) >= 2 and all(after - before > 36 for before, after in pairwise(sorted(places)))


@pytest.mark.parametrize("canvas", [SCREEN, Canvas(472, 300, grows=False), Canvas(984, 220, grows=False)])
def test_panels_with_their_own_axes_are_as_wide_as_each_other_and_have_their_whole_names(
    edition: Edition, canvas: Canvas
) -> None:
    areas = "".join(f"&area={area}" for area in ("AFG", "MMR", "LAO", "MEX", "COL"))
    view = view_of(edition, f"indicator=opium-poppy-cultivation{areas}&form=panels&axes=own")
    scene = scenes.scene(edition, view)
    layout = plotly_figure(view, scene, canvas)["layout"]
    plot = canvas.width - layout["margin"]["l"] - layout["margin"]["r"]
    domains = sorted({tuple(axis["domain"]) for name, axis in layout.items() if name.startswith("xaxis")})
    wide = [(end - start) * plot for start, end in domains]
    assert len(domains) > 1 and min(wide) > 90 and max(wide) - min(wide) < 1
    assert all(after[0] - before[1] > 40 / plot for before, after in pairwise(domains))  # for the labels of values
    names = {label["text"].removeprefix("<b>").partition("<")[0] for label in layout["annotations"]}
    assert not any("\u2026" in name for name in names)


@pytest.mark.parametrize("canvas", [Canvas(1180, 330, grows=False), Canvas(984, 260, grows=False)])
def test_panels_of_a_picture_have_their_whole_names_and_the_numbers_of_their_sources(
    edition: Edition, canvas: Canvas
) -> None:
    shown = chart(edition, "indicator=coca-bush-cultivation&group=parts-of-COL&form=panels")
    layout = plotly_figure(shown.view, shown.numbered_scene, canvas)["layout"]
    names = [label["text"] for label in layout["annotations"] if label["name"] == "panel"]
    assert len(names) > 6 and any("<br>" in name for name in names)
    assert all("\u2026</b>" not in name and name.endswith("]") for name in names), names


def test_a_small_picture_has_few_panels_beside_each_other(edition: Edition) -> None:
    view = view_of(edition, "area=AFG&area=MMR&area=LAO&area=MEX&area=COL&form=panels")
    layout = plotly_figure(view, scenes.scene(edition, view), Canvas(472, 390, grows=False))["layout"]
    across = {axis["domain"][0] for name, axis in layout.items() if name.startswith("xaxis")}
    assert len(across) == 2


def test_poppy_free_has_a_mark_of_its_own(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AF-PAN&producer=unodc")
    line = next(trace for trace in drawn["data"] if trace.get("name") == "Panjshir")
    symbols = line["marker"]["symbol"]  # type: ignore[call-overload, index]
    assert {symbol for symbol, value in zip(symbols, line["y"], strict=True) if value is not None} == {"x-thin"}  # type: ignore[call-overload]


def test_what_was_known_on_a_date_shows_nothing_published_later(edition: Edition) -> None:
    view = view_of(edition, "indicator=opium-production&area=AFG&producer=unodc&asof=2008-12-31")
    values = {point.year: point.value for point in scenes.scene(edition, view).points}
    assert values[2007] == 8_200
    assert max(values) <= 2008


def test_the_same_area_has_the_same_colour_in_every_chart(edition: Edition) -> None:
    colours = set()
    for query in ("area=AFG", "area=MMR&area=AFG", "indicator=opium-production&area=LAO&area=AFG"):
        lines = scenes.scene(edition, view_of(edition, query)).lines
        colours |= {line.colour for line in lines if line.series.area.area == "AFG"}
    assert len(colours) == 1


def test_producers_are_never_added_up_in_a_stack(edition: Edition) -> None:
    lines = scenes.scene(edition, view_of(edition, "group=golden-triangle&form=stack")).lines
    assert {line.series.producer.producer for line in lines} == {"unodc"}


def test_members_of_each_year_leave_out_the_years_before_they_joined(edition: Edition) -> None:
    view = view_of(edition, "group=sco&membership=year")
    years = [
        p.year for line in scenes.scene(edition, view).lines for p in line.points if line.series.area.area == "PAK"
    ]
    assert years == [] or min(years) >= 2017


def test_text_from_the_data_is_escaped_in_figures(edition: Edition) -> None:
    view = view_of(edition, "area=AFG")
    scene = scenes.scene(edition, view)
    hostile = {
        key: dataclasses.replace(source, title="<script>alert(1)</script>", publisher="<b>x</b>")
        for key, source in scene.sources.items()
    }
    callouts = [dataclasses.replace(item, source=hostile[item.source.source]) for item in scene.callouts]
    text = json.dumps(plotly_figure(view, dataclasses.replace(scene, sources=hostile, callouts=callouts)))
    assert "<script" not in text
    assert "<b>x</b>" not in text


def test_labels_are_moved_apart_and_stay_on_the_chart() -> None:
    placed = spread([10, 11, 12, 300], [18, 18, 18, 18], 320)
    ordered = sorted(placed)
    assert all(second - first >= 17.9 for first, second in pairwise(ordered))
    assert ordered[0] >= 0 and ordered[-1] <= 320


@given(st.lists(st.tuples(st.floats(-50, 450), st.floats(10, 60)), max_size=60))
def test_labels_moved_apart_never_meet_and_no_more_are_moved_than_must_be(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [place for place, _ in labels], [height for _, height in labels]
    placed = spread(wanted, heights, 400)
    order = sorted(range(len(labels)), key=lambda label: placed[label])
    for upper, lower in pairwise(order):
        assert placed[lower] - placed[upper] >= (heights[upper] + heights[lower]) / 2 - 1e-6
    assert all(place >= -1e-6 for place in placed)
    if sum(heights) <= 400:
        assert all(place <= 400 + 1e-6 for place in placed)
    assert spread(placed, heights, 400) == pytest.approx(placed, abs=1e-6)


STACKS = ("group=parts-of-AFG", "top=2018", "group=golden-triangle", "group=golden-triangle&measure=share")


@pytest.mark.parametrize("query", STACKS)
def test_each_year_of_a_stack_is_one_year_wide_and_empty_without_afigure_of(edition: Edition, query: str) -> None:
    view = view_of(edition, f"indicator=opium-poppy-cultivation&{query}&form=stack")
    scene = scenes.scene(edition, view)
    drawn = plotly_figure(view, scene)
    assert (drawn["layout"]["barmode"], drawn["layout"]["bargap"]) == ("stack", 0)
    layers = [trace for trace in drawn["data"] if trace["type"] == "bar"]
    for trace, line in zip(layers, scene.drawn, strict=True):
        assert trace["width"] == 1
        assert (trace["x"], trace["y"]) == ([p.year for p in line.known], [p.value for p in line.known])
        assert all(trace["text"]) and all(trace["customdata"])
    first, last = scene.years
    axis = drawn["layout"]["xaxis"]["range"]
    assert axis[0] <= first - 0.5 and last + 0.5 <= axis[1]


def test_no_province_has_a_layer_in_the_years_without_figures_of_provinces(edition: Edition) -> None:
    drawn = figure_of(edition, "indicator=opium-poppy-cultivation&group=parts-of-AFG&form=stack")
    assert not {2002, 2003, 2004, 2005, 2021} & {year for trace in drawn["data"] for year in trace["x"]}


@pytest.mark.parametrize("query", STACKS)
@pytest.mark.parametrize("canvas", [SCREEN, Canvas(984, 300, grows=False), Canvas(472, 390, grows=False)])
def test_names_of_layers_stand_apart_and_by_their_layers_else_in_the_key(
    edition: Edition, query: str, canvas: Canvas
) -> None:
    view = view_of(edition, f"indicator=opium-poppy-cultivation&{query}&form=stack")
    scene = scenes.scene(edition, view)
    layout = plotly_figure(view, scene, canvas)["layout"]
    height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    places = {
        label["text"]: (1 - label["y"]) * height
        for label in layout["annotations"]
        if label["name"].startswith("end-label")
    }
    assert places
    assert all(lower - upper >= LABEL_HEIGHT - 1e-6 for upper, lower in pairwise(sorted(places.values())))
    below = 0.0
    for line in scene.drawn:
        value = next((point.value or 0.0 for point in line.known if point.year == scene.years[1]), 0.0)
        if line.series.area.name in places:
            middle = (1 - (below + value / 2) / layout["yaxis"]["range"][1]) * height
            assert abs(places[line.series.area.name] - middle) <= LABEL_HEIGHT + 1e-6
        below += value
    named = {entry.name for entry in key_of(view, scene) if not set(entry.areas) <= named_on({"layout": layout})}
    grey = {line.series.area.name for line in scene.drawn if line.colour == OTHERS}
    assert {line.series.area.name for line in scene.drawn} <= set(places) | named | grey


def test_a_callout_keeps_off_the_data() -> None:
    plot = Plot(width=800, height=400, beside=100, first=0, last=100, bottom=0, top=100)
    taken = [(x, 150.0) for x in range(0, 800, 20)]
    place = place_callout(plot, (400, 150), (200, 80), taken)
    assert place.is_free
    assert not any(abs(x - 400 - place.right) < 100 and abs(y - 150 - place.down) < 40 for x, y in taken)


def test_a_callout_rather_covers_data_than_a_label() -> None:
    plot = Plot(width=300, height=200, beside=100, first=0, last=100, bottom=0, top=100)
    everywhere = [(x, y) for x in range(0, 300, 15) for y in range(0, 200, 15)]
    label = Box(350, 100, 100, 200)
    place = place_callout(plot, (200, 100), (90, 30), everywhere, [label])
    assert not place.is_free
    assert 200 + place.right + 45 < label.x - label.width / 2


@pytest.mark.parametrize("query", CALLOUT_IN_A_CROWD)
@pytest.mark.parametrize("canvas", [SCREEN, Canvas(984, 300, grows=False), Canvas(472, 390, grows=False)])
def test_callouts_cover_neither_labels_nor_data(edition: Edition, query: str, canvas: Canvas) -> None:
    view = view_of(edition, query)
    layout = plotly_figure(view, scenes.scene(edition, view), canvas)["layout"]
    margin, (first, last), (bottom, top) = layout["margin"], layout["xaxis"]["range"], layout["yaxis"]["range"]
    across = canvas.width - margin["l"] - margin["r"]
    down = layout["height"] - margin["t"] - margin["b"]
    callout = next(label for label in layout["annotations"] if str(label.get("name")).startswith("callout"))
    lines = [re.sub("<[^>]*>", "", line) for line in callout["text"].split("<br>")]
    x = (callout["x"] - first) / (last - first) * across + callout["ax"]
    y = (top - callout["y"]) / (top - bottom) * down + callout["ay"]
    half_width, half_height = max(map(len, lines)) * 6 / 2 + 7, len(lines) * 17 / 2 + 7
    for label in layout["annotations"]:
        if label["name"].startswith("end-label"):
            is_beside = x + half_width < (label["x"] - first) / (last - first) * across + label["xshift"]
            is_apart = abs(y - (1 - label["y"]) * down) > half_height + 8 * (1 + label["text"].count("<br>"))
            assert is_beside or is_apart, label["text"]
    for line in scenes.scene(edition, view).lines:
        for point in line.known:
            height = math.log10(point.value or 1) if view.scale == "log" else point.value or 0
            is_beside = abs((point.year - first) / (last - first) * across - x) > half_width
            is_apart = abs((top - height) / (top - bottom) * down - y) > half_height
            assert is_beside or is_apart, point


def test_no_year_was_known_before_it_began(edition: Edition) -> None:
    """An undated source counts as the oldest, but cannot have known the future."""
    view = view_of(edition, "indicator=opium-poppy-cultivation&area=AFG&asof=1980-01-01")
    assert scenes.scene(edition, view).points == []


def test_a_choice_without_figures_says_what_to_do(edition: Edition) -> None:
    drawn = figure_of(edition, "indicator=opium-poppy-cultivation&area=AFG&asof=1980-01-01")
    text = drawn["layout"]["annotations"][0]["text"]  # type: ignore[call-overload]
    assert "Choose a later day" in text
    assert max(map(len, text.split("<br>"))) <= 34


@pytest.mark.parametrize("measure", ["value", "share"])
def test_how_many_areas_a_column_is_of_stands_within_the_plot(edition: Edition, measure: str) -> None:
    query = f"indicator=coca-bush-cultivation&area=COL&area=PER&area=BOL&producer=unodc&form=stack&measure={measure}"
    view, _ = read_view(query, edition.keep(scenes.choices))
    for canvas in (SCREEN, Canvas(984, 260, grows=False)):
        layout = plotly_figure(view, scenes.scene(edition, view), canvas)["layout"]
        bottom, top = layout["yaxis"]["range"]
        down = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        counts = [label for label in layout["annotations"] if label["name"] == "count"]
        assert counts
        for label in counts:
            high = len(label["text"]) * 7 if label["textangle"] else 13
            foot = (label["y"] - bottom) / (top - bottom) * down + label["yshift"]
            assert (foot if label["yanchor"] == "top" else foot + high) <= down


def test_an_axis_of_nothing_but_zeros_is_in_whole_numbers(edition: Edition) -> None:
    drawn = figure_of(edition, "indicator=opium-poppy-cultivation&area=AF-PAR")
    assert {value for trace in drawn["data"] for value in trace.get("y", ()) if value is not None} <= {0}
    assert all("." not in text for _, text in ticks(drawn["layout"]["yaxis"]))
