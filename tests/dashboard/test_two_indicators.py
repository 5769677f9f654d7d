"""Two indicators in one view: on the same years, against each other, and the one divided by the other."""

import csv
import io
import math
from itertools import combinations, pairwise

import pytest
from dash import html

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import SCREEN, Box, Canvas, meet
from dashboard.charts.key import key_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.table_csv import table_csv
from dashboard.pages import computed, embed, explore
from dashboard.pages.chart_words import chart_words
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.view_table import view_table
from dashboard.views import scenes
from dashboard.views.pairs import paired_lines
from dashboard.views.titles import title
from dashboard.views.view import View, read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.keys import Key

ERADICATION = "indicator=opium-poppy-cultivation&area=AFG&with=opium-eradication&from=2005&to=2015"
SCATTER = "indicator=opium-poppy-cultivation&area=AFG&area=MMR&with=opium-production&form=scatter"
YIELD = "indicator=opium-production&area=AFG&producer=unodc&with=opium-poppy-cultivation&measure=ratio"
GROWN = "indicator=opium-poppy-cultivation&area=AFG&with=opium-eradication&measure=ratio"
SHARE = "indicator=opium-eradication&area=AFG&with=opium-poppy-cultivation&measure=ratio"


def _view(edition: Edition, query: str) -> View:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert not remarks and read_view(view.query(), edition.keep(scenes.choices))[0] == view
    return view


@pytest.mark.parametrize("canvas", [Canvas(1180, 460), Canvas(880, 300, grows=False)])
def test_two_indicators_have_a_panel_each_on_the_same_years_and_never_share_an_axis(
    edition: Edition, canvas: Canvas
) -> None:
    view = _view(edition, ERADICATION)
    figure = plotly_figure(view, scenes.scene(edition, view), canvas)
    layout = figure["layout"]
    assert layout["xaxis"]["range"] == layout["xaxis2"]["range"] == [2004.4, 2015.6]
    assert layout["yaxis2"]["domain"][1] < layout["yaxis"]["domain"][0]
    assert "overlaying" not in layout["yaxis2"]
    shown = {
        (trace["yaxis"], address.split("/")[2])
        for trace in figure["data"]
        for address in trace.get("customdata", ())
        if address
    }
    assert shown == {("y", "opium-poppy-cultivation"), ("y2", "opium-eradication")}


@pytest.mark.parametrize("query", [ERADICATION, SCATTER])
def test_table_file_frame_and_sources_carry_both(edition: Edition, query: str) -> None:
    view = _view(edition, query)
    chart = ExportedChart(edition, view)
    rows = list(csv.DictReader(io.StringIO(table_csv(chart).decode("utf-8-sig"))))
    wanted = {view.indicator, view.second}
    assert {row["INDICATOR"] for row in rows} == wanted
    assert {row["UNIT_MEASURE"] for row in rows} == {edition.indicators[key].unit for key in wanted}
    assert {item.key.indicator for item in chart.observations} == wanted
    cited = {row["SOURCE"] for row in rows if row["SOURCE"]}
    assert {source.source for source in chart.sources} == cited
    headings = " ".join(column.title for column in view_table(chart.scene)[0])
    assert all(edition.indicators[key].name in headings for key in wanted)
    for page in (explore.page(edition, view.query()), embed.page(edition, view.query())):
        assert all(edition.indicators[key].name.lower() in markup(page.body).lower() for key in wanted)


def test_a_scatter_has_one_colour_an_area_and_the_years_at_its_points(edition: Edition) -> None:
    view = _view(edition, SCATTER)
    scene = scenes.scene(edition, view)
    figure = plotly_figure(view, scene)
    colours: dict[str, set[str]] = {}
    for trace in figure["data"]:
        for across, up, year, address in zip(
            trace["x"], trace["y"], trace["meta"]["years"], trace["customdata"], strict=True
        ):
            if not address:
                continue  # a gap
            _, _, indicator, area, shown, producer = address.split("/")
            colours.setdefault(area, set()).add(trace["line"]["color"])
            first = edition.observation(Key(indicator, area, int(shown), producer))
            second = edition.observation(Key(view.second, area, int(shown), producer))
            assert first is not None and second is not None
            assert (first.value, second.value, first.key.year) == (up, across, year)
    assert colours.keys() == {"AFG", "MMR"}
    assert all(len(one) == 1 for one in colours.values()) and colours["AFG"] != colours["MMR"]
    labels = {label["text"]: label for label in figure["layout"]["annotations"] if label["name"].startswith("path-")}
    assert {label["name"] for label in labels.values()} == {"path-name", "path-year"}
    for path in figure["data"]:  # no colour alone says whose a path is
        last = next(year for year in reversed(path["meta"]["years"]) if year is not None)
        named = labels[f"{path['name']} {last}"]
        assert named["name"] == "path-name" and named["font"]["color"] == path["line"]["color"]
    assert "potential opium production" in sentence_text(title(scene)).lower()


@pytest.mark.parametrize(
    "query",
    [
        "indicator=heroin-seizures&with=opium-seizures&group=un-asia&form=scatter",
        "indicator=heroin-seizures&with=opium-seizures&group=un-europe&form=scatter",
        SCATTER,
    ],
)
@pytest.mark.parametrize("canvas", [SCREEN, Canvas(472, 260, grows=False), Canvas(984, 270, grows=False)])
def test_no_two_labels_of_a_scatter_cover_each_other_or_a_path_or_leave_the_plot(
    edition: Edition, query: str, canvas: Canvas
) -> None:
    view = _view(edition, query)
    scene = scenes.scene(edition, view)
    figure = plotly_figure(view, scene, canvas)
    layout = figure["layout"]
    across = canvas.width - layout["margin"]["l"] - layout["margin"]["r"]
    down = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
    drawn = [
        Box(x / layout["xaxis"]["range"][1] * across, (1 - y / layout["yaxis"]["range"][1]) * down, 1, 1)
        for path in figure["data"]
        for (begin_x, begin_y), (end_x, end_y) in pairwise(zip(path["x"], path["y"], strict=True))
        if begin_x is not None and end_x is not None
        for part in range(100)
        for x, y in [(begin_x + (end_x - begin_x) * part / 100, begin_y + (end_y - begin_y) * part / 100)]
    ]
    boxes = []
    for label in layout["annotations"]:
        if label["name"].startswith("path-"):
            width = 6.0 * len(label["text"])
            right = label.get("ax", label.get("xshift")) + {"left": width / 2, "right": -width / 2}.get(
                label["xanchor"], 0
            )
            lower = label.get("ay", -label.get("yshift", 0))
            x = label["x"] / layout["xaxis"]["range"][1] * across + right
            y = (1 - label["y"] / layout["yaxis"]["range"][1]) * down + lower
            boxes.append(Box(x, y, width, 13))
            if label["name"] == "path-year":
                held = Box(x - right, y - lower, 12, 12)  # at its own point
                assert not any(meet(boxes[-1], spot) for spot in drawn if not meet(held, spot)), label["text"]
            assert label["name"] == "path-year" or (width / 2 <= x <= across - width / 2), label["text"]
    assert boxes and not any(meet(one, other) for one, other in combinations(boxes, 2))
    named = {area for entry in key_of(view, scene) for area in entry.areas}  # what has no room is told by the key
    assert {pair.line.series.area.area for pair in paired_lines(scene)} == named


def test_production_by_area_is_the_yield_in_its_unit_and_leads_to_both(edition: Edition) -> None:
    view = _view(edition, YIELD)
    scene = scenes.scene(edition, view)
    assert scene.unit == "kg per ha of opium poppy cultivation"
    point = next(point for point in scene.points if point.year == 2018)
    assert point.computed is not None
    assert [item.key.path for item in point.computed.inputs] == [
        "opium-production/AFG/2018/unodc",
        "opium-poppy-cultivation/AFG/2018/unodc",
    ]
    assert math.isclose(point.computed.value, 6_400_000 / 263_000)
    page = computed.page(edition, point.number.page.partition("?")[2], "ratio")
    assert page.title == "Potential opium production divided by opium poppy cultivation, Afghanistan 2018: 24 kg/ha"


def test_figures_of_one_unit_divided_are_a_percentage(edition: Edition) -> None:
    scene = scenes.scene(edition, _view(edition, SHARE))
    assert scene.unit == "% of opium poppy cultivation"
    assert all(0 < (point.value or 0) < 100 for point in scene.points)
    assert all(len({item.key.producer for item in point.rests_on}) == 1 for point in scene.points)


def test_what_is_grown_is_no_percentage_of_what_is_destroyed_of_it_and_the_chart_leads_to_the_other_way_round(
    edition: Edition,
) -> None:
    view = _view(edition, f"{GROWN}&producer=unodc")
    scene = scenes.scene(edition, view)
    assert scene.unit == "ha per ha of opium poppy eradication"
    share = {
        point.year: point.value or 0
        for point in scenes.scene(edition, _view(edition, f"{SHARE}&producer=unodc")).points
    }
    both = [(point.value or 0, share[point.year] / 100) for point in scene.points if point.year in share]
    assert both and all(math.isclose(value, 1 / part) for value, part in both)
    view = _view(edition, GROWN)
    words = markup(html.Div(chart_words(edition, view, scenes.scene(edition, view))))
    assert "The other way round: " in words and "opium poppy eradication, % of opium poppy cultivation" in words
    assert "indicator=opium-eradication&amp;area=AFG&amp;with=opium-poppy-cultivation&amp;measure=ratio" in words


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("indicator=opium-production&area=AFG&with=opium-production", "The second indicator is the first one"),
        ("indicator=opium-production&area=AFG&form=scatter", "A scatter needs a second indicator"),
        ("indicator=opium-production&area=AFG&measure=ratio", "needs a second indicator"),
        ("indicator=opium-production&area=AFG&form=bar&with=opium-price", "Two indicators are shown as lines"),
        ("indicator=opium-production&area=AFG&with=nothing", "There is no indicator “nothing”"),
    ],
)
def test_what_two_indicators_cannot_be_is_said_and_the_rest_is_shown(edition: Edition, query: str, said: str) -> None:
    view, remarks = read_view(query, edition.keep(scenes.choices))
    assert said in " ".join(remarks)
    assert not scenes.scene(edition, view).is_empty
