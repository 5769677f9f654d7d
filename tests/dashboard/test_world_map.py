"""Maps of countries: filled by outlines that are theirs, in proportion, and what changed between two years."""

import dataclasses
import math
from itertools import pairwise
from typing import Any

import pytest
from viewing import figure_of, view_of

from dashboard.charts.figure import plotly_figure
from dashboard.charts.map_fills import CHANGE_COLOURS, MOVED, PER_CENT, change_bounds, classes_of
from dashboard.charts.outlines import REGIONS, WORLD, bounds_in_degrees, projected, rings_of
from dashboard.exports.chart import ExportedChart
from dashboard.exports.land import with_land
from dashboard.exports.picture import export_figure
from dashboard.exports.sizes import SIZES
from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.views.scene import Scene
from dashboard.views.titles import named_areas, title
from dashboard.views.view import ZOOMS, View, read_view, view_parameters
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition
from etl.figures.areas import is_country

CHANGES = "group=parts-of-WLD&form=map&measure=change&year=2020"
PROVINCES = "group=parts-of-AFG&form=map&measure=change&base=2012&year=2017"
Trace = dict[str, Any]


def _shapes(figure: dict[str, Any]) -> list[Trace]:
    return [trace for trace in figure["data"] if trace.get("fill") and "areas" in trace.get("meta", {})]


def _handles(figure: dict[str, Any]) -> Trace:
    return next(trace for trace in figure["data"] if "areas" in trace.get("meta", {}) and "customdata" in trace)


@pytest.fixture
def everywhere(edition: Edition) -> tuple[View, Scene]:
    """A map that is filled, with Malta and Myanmar in the places of Afghanistan and Mexico."""
    view = view_of(edition, "top=2018&form=map&year=2018")
    scene = scenes.scene(edition, view)
    other = {"AFG": "MLT", "MEX": "MMR"}
    lines = [
        dataclasses.replace(
            line, series=dataclasses.replace(line.series, area=edition.areas[other[line.series.area.area]])
        )
        for line in scene.lines
        if line.series.area.area in other
    ]
    return view, dataclasses.replace(scene, lines=lines, is_filled=True)


@pytest.mark.parametrize("file", [WORLD, REGIONS])
def test_outlines_are_of_countries_that_the_figures_know(edition: Edition, file: str) -> None:
    drawn = set(bounds_in_degrees(file))
    countries = {key for key, area in edition.areas.items() if is_country(area)}
    assert drawn <= countries
    assert len(drawn) > 170
    assert {"RUS", "FJI", "XKX", "PSE", "TWN"} <= drawn


def test_the_point_of_every_country_lies_within_its_outline(edition: Edition) -> None:
    for area, rings in rings_of(REGIONS, 0).items():
        of = edition.areas[area]
        x, y = projected(of.longitude or 0.0, of.latitude or 0.0, 0)
        crossings = sum(
            (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
            for ring in rings
            for (x1, y1), (x2, y2) in pairwise(ring)
        )
        assert crossings % 2 == 1, of.name


def test_countries_are_drawn_in_proportion_to_their_size() -> None:
    def drawn(area: str) -> float:
        ring = max(rings_of(WORLD, 0)[area], key=len)
        return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2

    # Square kilometres of their main land: Mercator draws Greenland larger than Africa.
    assert drawn("AUS") / drawn("GRL") == pytest.approx(7_590_000 / 2_130_000, rel=0.05)
    assert drawn("BRA") / drawn("COD") == pytest.approx(8_510_000 / 2_345_000, rel=0.05)


@pytest.mark.parametrize("meridian", [-60, 0, 160])
def test_no_line_runs_around_the_back_of_the_globe(meridian: float) -> None:
    for area, rings in rings_of(WORLD, meridian).items():
        assert all(math.dist(*ends) < 90 for ring in rings for ends in pairwise(ring)), area


def test_every_zoom_is_a_region_of_the_figures_and_holds_its_members(edition: Edition) -> None:
    groups: dict[str, set[str]] = {}
    for member in edition.memberships:
        groups.setdefault(member.group, set()).add(member.area)
    assert ZOOMS.keys() == {group for group in groups if group.startswith("un-")}
    for zoom, row in ZOOMS.items():
        west, east, south, north = (float(row[side]) for side in ("west", "east", "south", "north"))
        assert -180 <= west < east <= west + 180 and -90 < south < north < 90
        members = [edition.areas[area] for area in groups[zoom] & bounds_in_degrees(REGIONS).keys()]
        held = [
            area
            for area in members
            if any(west <= (area.longitude or 0.0) + turn <= east for turn in (0, 360))
            and south <= (area.latitude or 0.0) <= north
        ]
        assert len(held) >= 0.6 * len(members), zoom
    assert "zoom" in {declared.name for declared in view_parameters()}


def test_changes_of_countries_fill_each_of_them_once(edition: Edition) -> None:
    figure = figure_of(edition, CHANGES)
    filled = [area for trace in _shapes(figure) for area in trace["meta"]["areas"]]
    assert sorted(filled) == sorted(bounds_in_degrees(WORLD))
    handles = _handles(figure)
    assert len(handles["meta"]["areas"]) == len(handles["x"]) == len(handles["customdata"]) == len(handles["text"])
    leads = dict(zip(handles["meta"]["areas"], handles["customdata"], strict=True))
    assert leads["AFG"].startswith("/computed/change?of=opium-poppy-cultivation%2FAFG%2F2020")
    assert leads["THA"] == ""
    assert "no figure" in handles["text"][handles["meta"]["areas"].index("THA")]


def test_few_countries_are_circles_and_many_are_filled(edition: Edition) -> None:
    scene = scenes.scene(edition, view_of(edition, "top=2018&form=map&year=2018"))
    assert not scene.is_filled
    assert scenes.scene(edition, view_of(edition, CHANGES)).is_filled


def test_a_small_country_is_a_dot_on_the_world_and_a_shape_in_its_region(everywhere: tuple[View, Scene]) -> None:
    view, scene = everywhere
    malta = projected(14.44, 35.89, 0)

    def dots(figure: dict[str, Any]) -> list[tuple[float, float]]:
        found = [one for one in figure["data"] if one.get("mode") == "markers" and one["marker"].get("opacity") == 1]
        return [place for trace in found for place in zip(trace["x"], trace["y"], strict=True)]

    assert any(math.dist(place, malta) < 1e-6 for place in dots(plotly_figure(view, scene)))
    assert dots(plotly_figure(view.with_(zoom="un-southern-europe"), scene)) == []


def test_the_largest_figures_of_what_is_shown_large_have_their_names(everywhere: tuple[View, Scene]) -> None:
    view, scene = everywhere

    def named(view: View) -> list[str]:
        return [label["text"].partition(" <a")[0] for label in plotly_figure(view, scene)["layout"]["annotations"]]

    assert set(named(view)) == {"Malta", "Myanmar"}
    assert named(view.with_(zoom="un-south-eastern-asia")) == ["Myanmar"]
    assert len(named(view.with_(zoom="un-caribbean"))) == 0


def test_what_leaves_the_dashboard_has_its_countries_inside(edition: Edition) -> None:
    chart = ExportedChart(edition, view_of(edition, CHANGES))
    drawn = export_figure(chart, SIZES["slide"])
    shapes = _shapes(drawn)
    assert shapes and all(len(trace["x"]) == len(trace["y"]) > 3 for trace in shapes)
    left = plotly_figure(chart.view, chart.scene)
    assert all(trace["x"] == [] for trace in _shapes(left))
    assert all(trace["x"] for trace in _shapes(with_land(left)))
    assert "Natural Earth" in " ".join(label["text"] for label in drawn["layout"]["annotations"])


def test_classes_of_changes_are_as_wide_below_zero_as_above_and_told_apart_in_grey(edition: Edition) -> None:
    _, low, small, rise, high = change_bounds([-3, 5, 100, -2000, 40, 7])
    assert (low, small) == (-high, -rise) and 0 < rise < high
    classes = classes_of(scenes.scene(edition, view_of(edition, CHANGES)))
    assert classes.bounds == PER_CENT
    assert [classes.of_value(change).colour for change in (-80, -50, -20, 0, 30, 100)] == [
        CHANGE_COLOURS[0],
        CHANGE_COLOURS[1],
        CHANGE_COLOURS[1],
        CHANGE_COLOURS[2],
        CHANGE_COLOURS[3],
        CHANGE_COLOURS[4],
    ]
    assert [bool(fill.pattern) for fill in classes.fills] == [True, True, False, False, False]


def test_provinces_that_became_or_are_no_longer_poppy_free_are_told_apart(edition: Edition) -> None:
    scene = scenes.scene(edition, view_of(edition, PROVINCES))
    kinds = {one.area.name: one.kind for one in scene.moved}
    assert [kinds[name] for name in ("Balkh", "Bamyan")] == ["lost", "kept"]
    told = [sentence_text(found) for found in findings(scene)]
    assert (
        "Poppy-free in 2012 but not in 2017: Balkh, Faryab, Ghazni, Jowzjan, Nuristan, Samangan and Sar-e Pol." in told
    )
    figure = figure_of(edition, PROVINCES)
    lost = [trace for trace in figure["data"] if trace.get("fillpattern") == MOVED["lost"].hatch]
    assert len(lost) == 7
    assert all("/2017/unodc" in trace["meta"]["address"] for trace in lost)  # type: ignore[index]


def test_no_change_is_drawn_across_a_break_and_the_map_says_why(edition: Edition) -> None:
    view = view_of(edition, "group=parts-of-WLD&form=map&measure=change&base=2015&year=2020")
    scene = scenes.scene(edition, view)
    broken = {one.area.name for one in scene.moved if one.kind == "broken"}
    assert {"Laos", "Myanmar"} <= broken
    assert not broken & {line.series.area.name for line in scene.drawn}
    names = [trace.get("name") for trace in plotly_figure(view, scene)["data"]]
    assert "not comparable" in names


def test_the_title_of_a_map_is_about_what_it_shows_large(edition: Edition) -> None:
    empty = 0
    for zoom in ZOOMS:
        view, _ = read_view(f"indicator=heroin-seizures&form=map&year=2020&zoom={zoom}", edition.keep(scenes.choices))
        scene = scenes.scene(edition, view)
        named, words = named_areas(scene), sentence_text(title(scene))
        assert set(named) <= scene.in_zoom and (named or f"no country in {scene.zoom} has a value for 2020" in words)
        empty += not named
    assert 0 < empty < len(ZOOMS) / 2
