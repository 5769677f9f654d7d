"""Maps tell classes, poppy-free and no figure apart, and their labels keep apart."""

import dataclasses
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from viewing import figure_of, view_of

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import SCREEN, Box, Canvas
from dashboard.charts.map_fills import CLASS_COLOURS, class_bounds, classes_of
from dashboard.views import scenes
from dashboard.views.view import View, read_view
from etl.editions.reading import Edition
from etl.figures.areas import is_country


def test_a_map_tells_poppy_free_and_no_figure_apart(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AFG&form=map&year=2018")
    shapes = [trace for trace in drawn["data"] if trace.get("hoveron") == "fills"]
    assert len(shapes) == 34
    assert sum("fillpattern" in shape for shape in shapes) == 10


def test_the_legend_of_a_map_is_hatched_as_the_map_is(edition: Edition) -> None:
    drawn = figure_of(edition, "area=AFG&form=map&year=2018")
    shape = next(trace for trace in drawn["data"] if "fillpattern" in trace)
    entry = next(trace for trace in drawn["data"] if trace.get("name") == "poppy-free")
    assert entry["marker"]["pattern"] == shape["fillpattern"]  # type: ignore[call-overload, index]


def test_parts_without_an_outline_have_labels_and_a_place_in_the_legend(edition: Edition) -> None:
    drawn = figure_of(edition, "group=parts-of-MMR&form=map&year=2025")
    texts = [label["text"] for label in drawn["layout"]["annotations"]]  # type: ignore[call-overload]
    assert len(texts) == 5, "the parts without an outline, and the largest of the others"
    assert any(text.startswith("North Shan <a href") and ">11,300</a>" in text for text in texts)
    assert "part without an outline" in {trace.get("name") for trace in drawn["data"]}


@pytest.mark.parametrize("canvas", [SCREEN, Canvas(984, 330, grows=False), Canvas(472, 390, grows=False)])
def test_names_and_figures_on_a_map_meet_neither_circles_nor_each_other(edition: Edition, canvas: Canvas) -> None:
    view = view_of(edition, "top=2018&form=map&year=2018")
    drawn = plotly_figure(view, scenes.scene(edition, view), canvas)
    layout, circles = drawn["layout"], drawn["data"][0]
    margin, (west, east), (south, north) = layout["margin"], layout["xaxis"]["range"], layout["yaxis"]["range"]
    across = (canvas.width - margin["l"] - margin["r"]) / (east - west)
    down = (layout["height"] - margin["t"] - margin["b"]) / (north - south)
    assert down / across == pytest.approx(layout["yaxis"]["scaleratio"])
    found = [
        Box(x * across, -y * down, size, size)
        for x, y, size in zip(circles["x"], circles["y"], circles["marker"]["size"], strict=True)
    ]
    labels = [label for label in layout["annotations"] if label["name"] == "place"]
    assert len(labels) == len(found) == 4
    for label in labels:
        width = len(re.sub("<[^>]*>", "", label["text"])) * 6.0
        middle = {"left": width / 2, "center": 0, "right": -width / 2}[label["xanchor"]]
        right, downwards = (label["ax"], label["ay"]) if label["showarrow"] else (label["xshift"], -label["yshift"])
        box = Box(label["x"] * across + right + middle, -label["y"] * down + downwards, width, 14)
        assert not any(
            abs(box.x - other.x) < (box.width + other.width) / 2
            and abs(box.y - other.y) < (box.height + other.height) / 2
            for other in found
        )
        found.append(box)


def test_circles_have_a_key_of_round_figures_and_a_ground_of_degrees(edition: Edition) -> None:
    layout = figure_of(edition, "top=2018&form=map&year=2018")["layout"]
    labels: list[dict[str, str]] = layout["annotations"]  # type: ignore[call-overload]
    assert [label["text"] for label in labels if label["name"] == "key"] == [
        "2,000",
        "20,000",
        "100,000 ha",
    ]
    assert {"60° E", "0°", "90° W"} <= set(layout["xaxis"]["ticktext"])  # type: ignore[call-overload]


def test_the_key_of_a_map_names_the_unit_of_what_is_shown_in_the_number_that_it_has(edition: Edition) -> None:
    rates = scenes.scene(edition, view_of(edition, "top=2018&form=map&year=2018&measure=rate"))
    assert all(fill.name.endswith(" people or more") for fill in classes_of(rates).fills[-1:])
    assert "ha per " in classes_of(rates).fills[0].name
    deaths = dataclasses.replace(rates, indicator=edition.indicators["drug-deaths"], unit="deaths", every_value=(1.0,))
    assert [fill.name for fill in classes_of(deaths).fills] == ["0 to 1 death", "1 death or more"]


def test_an_area_without_a_figure_is_a_dashed_circle(edition: Edition) -> None:
    view = view_of(edition, "area=AFG&area=MMR&form=map&year=2018")
    scene = dataclasses.replace(scenes.scene(edition, view), missing=[edition.areas["VNM"]])
    drawn = plotly_figure(view, scene)
    dashed = [shape for shape in drawn["layout"]["shapes"] if shape["line"].get("dash")]
    assert [shape["xanchor"] for shape in dashed if "xref" not in shape] == [edition.areas["VNM"].longitude]
    assert drawn["data"][-1]["text"] == [f"{edition.areas['VNM'].name}: no figure"]


def _maps_of_parts(edition: Edition) -> Iterator[tuple[str, list[View]]]:
    """Every country whose parts are mapped, for every indicator: its view in each year of which there are figures."""
    for indicator in edition.indicators:
        for country in sorted(edition.countries_with_outlines):
            view, _ = read_view(
                f"indicator={indicator}&group=parts-of-{country}&form=map", edition.keep(scenes.choices)
            )
            scene = scenes.scene(edition, view)
            if scene.outlines and scene.years_known and scene.place == edition.areas[country].name:
                yield f"{indicator} {country}", [view.with_(year=year) for year in scene.years_known]


def test_the_classes_of_a_map_are_the_same_in_all_years_and_each_holds_about_as_many_values(edition: Edition) -> None:
    names = []
    for name, views in _maps_of_parts(edition):
        names.append(name)
        shown = [scenes.scene(edition, view) for view in views]
        assert len({scene.every_value for scene in shown}) == 1, name
        bounds = class_bounds(shown[0].every_value)
        counts = [0] * len(bounds)
        for scene in shown:
            for point in scene.points:
                if point.value:
                    counts[sum(point.value >= bound for bound in bounds) - 1] += 1
        if sum(counts) >= len(counts):  # fewer values than classes leave some of them empty
            assert min(counts) >= 0.1 * sum(counts), name
            assert max(counts) <= 0.35 * sum(counts), name
    assert len(names) >= 4


def test_the_regions_of_peru_in_2024_are_told_apart(edition: Edition) -> None:
    scene = scenes.scene(
        edition, view_of(edition, "indicator=coca-bush-cultivation&group=parts-of-PER&form=map&year=2024")
    )
    bounds = class_bounds(scene.every_value)
    classes = [sum((point.value or 0) >= bound for bound in bounds) for point in scene.points]
    assert len(classes) == 13
    assert set(classes) == {1, 2, 3, 4, 5}
    assert max(map(classes.count, classes)) <= 4


def test_classes_of_a_map_have_bounds_that_can_be_read_out() -> None:
    assert class_bounds([72, 672, 2_926, 7_645, 31_000]) == [0, 600, 3_000, 8_000, 30_000]
    assert class_bounds([0, 0, 5]) == [0, 5]
    assert class_bounds([0]) == class_bounds([]) == []


def test_classes_are_readable_in_grey() -> None:
    greys = [
        0.2126 * int(colour[1:3], 16) + 0.7152 * int(colour[3:5], 16) + 0.0722 * int(colour[5:7], 16)
        for colour in CLASS_COLOURS
    ]
    assert all(lighter - darker >= 25 for lighter, darker in pairwise(greys))


@pytest.mark.many
def test_no_ring_of_a_country_without_a_figure_lies_under_a_circle_or_a_name(edition: Edition) -> None:
    rings = 0
    for indicator in edition.indicators:
        view, _ = read_view(f"indicator={indicator}&group=parts-of-WLD&form=map", edition.keep(scenes.choices))
        for year in scenes.scene(edition, view).years_known:
            asked = view.with_(year=year)
            layout = plotly_figure(asked, scenes.scene(edition, asked))["layout"]
            margin, (west, east), (south, north) = layout["margin"], layout["xaxis"]["range"], layout["yaxis"]["range"]
            across = (SCREEN.width - margin["l"] - margin["r"]) / (east - west)
            down = (layout["height"] - margin["t"] - margin["b"]) / (north - south)
            for ring in layout.get("shapes", ()):  # countries that are filled have none
                if "xref" in ring:
                    continue
                rings += 1
                assert ring["layer"] == "above" and ring["fillcolor"]
                for label in layout["annotations"]:
                    if label["name"] != "place":
                        continue
                    width = len(re.sub("<[^>]*>", "", label["text"])) * 6.0
                    middle = {"left": width / 2, "center": 0, "right": -width / 2}[label["xanchor"]]
                    apart = (label["ax"], -label["ay"]) if label["showarrow"] else (label["xshift"], label["yshift"])
                    x = (label["x"] - ring["xanchor"]) * across + apart[0] + middle
                    y = (label["y"] - ring["yanchor"]) * down + apart[1]
                    assert abs(x) >= width / 2 + 5 or abs(y) >= 7 + 5, (indicator, year, label["text"])
    assert rings > 20


def test_what_no_map_can_show_is_ranked_instead_and_the_reader_is_told(edition: Edition) -> None:
    offered, unmapped = edition.keep(scenes.choices), 0
    for indicator in offered.indicators:
        for area in sorted(offered.having(indicator)):
            found = edition.areas[area]
            view, remarks = read_view(f"indicator={indicator}&area={area}&form=map", offered)
            is_of_outlines = found.parent in edition.countries_with_outlines
            if not found.parent or is_country(found) or is_of_outlines:
                assert view.form == "map" and not remarks, area
                continue
            unmapped += 1
            assert view.form == "bar" and any("a ranking is shown instead of a map" in one for one in remarks), area
            assert {line.series.area.area for line in scenes.scene(edition, view).lines} == {area}
    assert unmapped
