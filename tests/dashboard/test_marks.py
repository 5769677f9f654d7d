"""What marks promise: colour is the area, dash and marker the producer, hollow the evidence; the key says so.

Everything is asked of all choices that the edition offers: each group and the countries together, for each indicator.
"""

import html
import io
import re
from dataclasses import fields
from functools import cache
from itertools import cycle, pairwise, product
from typing import Any

import pytest
from exported import HOME, chart
from PIL import Image
from pptx import Presentation
from walking import groups_apart

from dashboard.charts.figure import plotly_figure
from dashboard.charts.geometry import SCREEN, Canvas
from dashboard.charts.how_to_read import HOLLOW
from dashboard.charts.key import key_of, named_on
from dashboard.charts.svg.marks import outline
from dashboard.charts.svg.sample import sample
from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawing import draw_maps
from dashboard.exports.measure import SEMIBOLD, wrap
from dashboard.exports.native_data import in_grey, lines_of_course
from dashboard.exports.picture import export_figure
from dashboard.exports.picture_key import placed
from dashboard.exports.sizes import SIZES, Size
from dashboard.exports.slide_places import map_place
from dashboard.exports.slide_text import title_size
from dashboard.exports.slides import presentation
from dashboard.server.urls import Urls
from dashboard.views import scenes
from dashboard.views.attribution import is_inferred, is_summed
from dashboard.views.importance import MOST_STRONG
from dashboard.views.looks import OTHERS, PALETTE
from dashboard.views.scene import Scene
from dashboard.views.titles import named_areas, title
from dashboard.views.view import FOCUSED_FORMS, MEASURES, View, has_effect, read_view
from dashboard.words.sentences import sentence_text
from etl.editions.reading import Edition

pytestmark = [pytest.mark.many, pytest.mark.usefixtures("one_code_for_a_length")]

FORMS = ("line", "panels", "stack", "bar")
DEFAULTS = {item.name: item.default for item in fields(View)}
SMALL = Canvas(472, 390, grows=False)
# Each with its turn among choices: of a measure every form has another, and of a form every next measure.
FORMS_AND_MEASURES = [
    (place + further, form, measure)
    for place, form in enumerate(("line", "panels", "bar"))
    for further, measure in enumerate(MEASURES)
]
MIRRORED = {"line-nw": "line-ne"}  # drawn across a rise, with one sample in the key
RANGE_ONLY = "line-ew"  # a range is drawn from end to end, and told in words


@cache
def _choices(edition: Edition) -> list[View]:
    """Each group with figures of other areas and each area, for each indicator of which it has figures."""
    offered = edition.keep(scenes.choices)
    found = []
    for indicator in offered.indicators:
        chosen = [f"group={group}" for group in groups_apart(edition, indicator)]
        chosen += [f"area={area}" for area in sorted(offered.having(indicator))]
        read = (read_view(f"indicator={indicator}&{choice}", offered) for choice in chosen)
        found += [view for view, remarks in read if not remarks and view.indicator == indicator]
    return found


def _scenes(edition: Edition, **changes: Any) -> list[tuple[View, Scene]]:
    """The choices with figures, in a form and so on; what several tests look at is made once."""
    return _scenes_with(edition, tuple((name, value) for name, value in changes.items() if value != DEFAULTS[name]))


@cache
def _scenes_with(edition: Edition, changes: tuple[tuple[str, Any], ...]) -> list[tuple[View, Scene]]:
    views = [view.with_(**dict(changes)) for view in _choices(edition)]
    made = [(view, scenes.scene(edition, view)) for view in views]
    return [(view, scene) for view, scene in made if not scene.is_empty]


def _many(edition: Edition, **changes: Any) -> list[tuple[View, Scene]]:
    """The scenes with more areas than there are colours."""
    return [
        (view, scene)
        for view, scene in _scenes(edition, **changes)
        if len({line.series.area.area for line in scene.drawn}) > len(PALETTE)
    ]


def _three_highest(scene: Scene) -> set[str]:
    highest: dict[str, float] = {}
    for line in scene.drawn:
        for point in line.points:
            top = max(point.value or 0.0, point.high or 0.0)
            highest[line.series.area.area] = max(top, highest.get(line.series.area.area, 0.0))
    return set(sorted(highest, key=lambda area: -highest[area])[:3])


@pytest.mark.parametrize("form", FORMS)
def test_colour_is_the_area_and_dash_and_marker_are_the_producer(edition: Edition, form: str) -> None:
    looks: dict[tuple[str, str], str] = {}
    total = "beside" if has_effect("total", form) else ""
    for view, scene in _scenes(edition, form=form, total=total):
        areas: dict[str, set[str]] = {}
        for line in (*scene.drawn, *scene.sums):
            areas.setdefault(line.colour, set()).add(line.series.area.area)
            assert looks.setdefault((line.dash, line.symbol), line.series.producer.producer) == (
                line.series.producer.producer
            )
        grey = areas.pop(OTHERS, set())
        assert all(len(found) == 1 for found in areas.values()), view
        is_many = len(areas) >= len(PALETTE) or (form in FOCUSED_FORMS and len(areas) + len(grey) > MOST_STRONG)
        assert not grey or is_many, view
    assert len(set(looks.values())) == len(looks) >= (2 if form != "stack" else 1)


@pytest.mark.parametrize(("turn", "form", "measure"), FORMS_AND_MEASURES)
def test_a_mark_that_is_drawn_has_a_sample_in_the_key(edition: Edition, turn: int, form: str, measure: str) -> None:
    """Choices take turns, so that each is drawn in every form and with every measure."""
    seen: set[str] = set()
    layers = ("revisions", "disagreement") if form == "line" else ()
    of_turn = [chosen for place, chosen in enumerate(_choices(edition)) if measure == "value" or place % 3 == turn % 3]
    total = "alone" if has_effect("total", form) else ""
    ways = (("linear", ""), ("log", ""), ("linear", total)) if measure == "value" else (("linear", ""),)
    for chosen, (scale, summed) in product(of_turn, dict.fromkeys(ways)):
        divided_by = "population" if chosen.indicator != "population" else "opium-poppy-cultivation"
        second = divided_by if measure == "ratio" else ""
        view = chosen.with_(form=form, measure=measure, second=second, scale=scale, layers=layers, total=summed)
        scene = scenes.scene(edition, view)
        if scene.is_empty:
            continue
        figure, key = plotly_figure(view, scene), key_of(view, scene)
        samples = {entry.symbol for entry in key}
        several, hollow_ones = scene.has_several_producers, set[str]()
        for trace in figure["data"]:
            symbols = trace.get("marker", {}).get("symbol", "circle")
            values = trace.get("y", ())
            for symbol, value in zip(
                symbols if isinstance(symbols, list) else [symbols] * len(values), values, strict=True
            ):
                if value is None or trace["type"] == "bar" or trace.get("marker", {}).get("opacity") == 0:
                    continue
                seen.add(symbol)
                symbol = MIRRORED.get(symbol, symbol)
                if symbol.endswith("-open"):
                    hollow_ones.add(symbol)
                    assert any(entry.name == HOLLOW for entry in key), view
                elif symbol != RANGE_ONLY and "markers" in trace["mode"]:
                    is_of_producer = symbol in {line.symbol for line in scene.all_lines}
                    assert symbol in samples or (is_of_producer and not several), (view, symbol)
        shown_as = {entry.symbol for entry in key if entry.name == HOLLOW}
        assert form == "bar" or (len(shown_as) <= 1 and shown_as <= hollow_ones), (view, shown_as)
        points = [point for line in (*scene.lines, *scene.sums) for point in line.points]
        hollow = any(point.value is not None and not point.is_seen for point in points)
        poppy_free = any(point.observation.is_poppy_free for point in points)
        assert any(entry.name == HOLLOW for entry in key) == hollow or poppy_free, view
    assert form == "bar" or any(symbol.endswith("-open") for symbol in seen)


def test_a_computed_value_is_hollow_where_any_figure_behind_it_is_from_a_copy(edition: Edition) -> None:
    hollow = 0
    for _, scene in _scenes(edition, measure="change"):
        for point in scene.points:
            is_copied = any(item.evidence not in {"", "original"} for item in point.rests_on)
            assert point.is_seen != is_copied
            hollow += is_copied
    assert hollow


@pytest.mark.parametrize("form", ["line", "stack"])
def test_the_key_names_what_the_title_names_and_the_three_highest_in_every_picture(edition: Edition, form: str) -> None:
    found = _many(edition, form=form)
    assert len(found) >= 3
    for view, scene in found:
        wanted = {*named_areas(scene), *_three_highest(scene)}
        shown = ExportedChart(edition, view, Urls.at(HOME))
        for size in SIZES.values():
            texts = [_without_numbers(item["text"]) for item in export_figure(shown, size)["layout"]["annotations"]]
            for area in wanted:
                assert scene.name_of(area) in texts, (view, size.name, area)
            is_counted = any(text.endswith(" more areas") for text in texts)
            assert is_counted or all(line.series.area.name in texts for line in scene.drawn)
        first = [entry for entry in key_of(view, scene) if entry.areas]
        assert {area for entry in first[: len(wanted)] for area in entry.areas} == wanted


def _without_numbers(text: str) -> str:
    """A label without the numbers of its sources."""
    return html.unescape(re.sub(r"(?: |<br>)\[[\d–,\s…]+\]$", "", text))


def test_areas_that_are_only_counted_have_no_colour_of_another(edition: Edition) -> None:
    for view, scene in _many(edition, form="line"):
        for entries in (key_of(view, scene), [one.entry for one in placed(key_of(view, scene), 456, 3)]):
            counted = [entry for entry in entries if len(entry.areas) > 1]
            assert len(counted) == 1 or len(scene.by_importance) == len(PALETTE) + 1
            if not counted:
                continue
            assert int(counted[0].name.split(" ")[0]) == len(counted[0].areas)
            assert counted[0].colour == OTHERS


def test_panels_of_every_picture_contain_the_area_of_the_title(edition: Edition) -> None:
    """Sizes take turns, but where there are more areas than a small picture has panels for."""
    walked, sizes = 0, cycle(SIZES.values())
    for view, scene in _scenes(edition, form="panels"):
        of_one = (next(sizes),)
        for size in SIZES.values() if len(scene.by_importance) > 8 else of_one:
            _panels_contain_the_area_of_the_title(edition, view, scene, size)
            walked += 1
    assert walked > 300


def _panels_contain_the_area_of_the_title(edition: Edition, view: View, scene: Scene, size: Size) -> None:
    figure = export_figure(ExportedChart(edition, view, Urls.at(HOME)), size)
    panels = [_without_numbers(item["text"]) for item in figure["layout"]["annotations"] if item["name"] == "panel"]
    for area in named_areas(scene)[: len(panels)]:
        assert f"<b>{scene.name_of(area)}</b>" in panels, view


@pytest.mark.parametrize("canvas", [SCREEN, SMALL])
def test_a_name_stands_at_the_end_of_its_line_or_is_joined_to_it(edition: Edition, canvas: Canvas) -> None:
    labels = leaders = 0
    for view, scene in _scenes(edition):
        layout = plotly_figure(view, scene, canvas)["layout"]
        named = [item for item in layout["annotations"] if item["name"].startswith("end-label")]
        joined = [item for item in layout["shapes"] if item["name"] == "leader"]
        height = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        first, last = layout["xaxis"]["range"]
        low, high = layout["yaxis"]["range"]
        across = canvas.width - layout["margin"]["l"] - layout["margin"]["r"]
        for label in named:
            ends = [
                (line.known[-1].year, ((line.known[-1].value or 0.0) - low) / (high - low))
                for line in scene.all_lines
                if line.known and f"end-label {line.series.area.area}" == label["name"]
            ]
            x = (label["x"] - first) / (last - first) * across + label["xshift"]
            rows, width = 1 + label["text"].count("<br>"), max(map(len, label["text"].split("<br>"))) * 7.2
            is_at_end = any(
                x - 60 <= (year - first) / (last - first) * across <= x + width
                and abs(up - label["y"]) * height <= 9 * rows + 12
                and (year == scene.years[1] or label["x"] == year)
                for year, up in ends
            )
            is_joined = any(abs(item["y1"] - label["y"]) < 1e-9 for item in joined)
            assert is_at_end or is_joined, (view, label["text"])
        labels, leaders = labels + len(named), leaders + len(joined)
    assert labels > 100 and leaders > 20


def test_a_chart_of_one_producer_does_not_name_it_at_every_label(edition: Edition) -> None:
    for view, scene in _scenes(edition):
        if scene.has_several_producers:
            continue
        (producer,) = {line.series.producer.label.removesuffix(" (inferred)") for line in scene.drawn}
        layout = plotly_figure(view, scene)["layout"]
        texts = [item["text"] for item in layout["annotations"] if item["name"].startswith("end-label")]
        assert not any(text.endswith(f", {producer}") for text in texts), view
        assert not any(entry.name == producer for entry in key_of(view, scene)), view


@pytest.mark.parametrize("form", ["line", "panels"])
def test_a_mark_of_what_does_not_fit_lies_on_all_points_and_beside_those_near_it(edition: Edition, form: str) -> None:
    view = View("opium-poppy-cultivation", ("AFG", "MMR"), form=form)
    scene = scenes.scene(edition, view)
    sides = set()
    for trace, after in pairwise([*plotly_figure(view, scene, SCREEN)["data"], {"xaxis": ""}]):
        if trace.get("mode") != "text":
            continue
        assert trace.get("xaxis") != after.get("xaxis")  # the last of its plot
        for year, value, side in zip(trace["x"], trace["y"], trace["textposition"], strict=True):
            others = [point.value for line in scene.drawn for point in line.known if point.year == year and point.value]
            is_under_one = any(0.01 < other / value - 1 < 0.05 for other in others)
            sides.add(side)
            if side == "bottom center":
                assert max(others) > value, (year, value)
            else:
                assert min(others) < value or not is_under_one, (year, value)
    assert sides == {"top center", "bottom center"}


def test_ticks_of_missing_years_stand_below_the_axis_where_no_point_is(edition: Edition) -> None:
    ticks = 0
    for view, scene in _scenes(edition):
        figure = plotly_figure(view, scene)
        bottom = figure["layout"]["yaxis"]["range"][0]
        for trace in figure["data"]:
            if trace.get("marker", {}).get("symbol") == "line-ns":
                ticks += 1
                marker = trace["marker"]
                assert set(trace["y"]) == {bottom}
                assert marker["standoff"] >= marker["size"] / 2 * 1.4
    assert ticks > 20


@pytest.mark.parametrize("form", ["line", "panels"])
def test_a_logarithmic_scale_is_said_on_chart_picture_and_slide(edition: Edition, form: str) -> None:
    sizes = cycle([*SIZES.values(), None, None, None, None, None])  # pictures take long
    for (view, scene), size in zip(_scenes(edition, form=form, scale="log"), sizes, strict=False):
        for figure in (plotly_figure(view, scene), *([export_figure(chart_of(edition, view), size)] if size else [])):
            unit = next(item for item in figure["layout"]["annotations"] if item["name"] == "unit")
            assert unit["text"] == f"{scene.unit}, logarithmic scale"
    shown = chart(edition, f"area=AFG&area=MMR&form={form}&scale=log")
    assert "hectares, logarithmic scale" in _slide_xml(shown)
    assert "logarithmic" not in _slide_xml(chart(edition, f"area=AFG&area=MMR&form={form}"))


def chart_of(edition: Edition, view: View) -> ExportedChart:
    return ExportedChart(edition, view, Urls.at(HOME))


def _slide_xml(shown: ExportedChart) -> str:
    slide = Presentation(io.BytesIO(presentation([shown]))).slides[0]
    native = next(shape for shape in slide.shapes if shape.has_chart).chart
    texts = "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    return str(native._chartSpace.xml) + texts


def test_a_slide_says_which_marker_is_which_producer_and_what_hollow_means(edition: Edition) -> None:
    text = _slide_xml(chart(edition, "area=AFG&area=MMR"))
    assert re.search(
        "\u25cf UNODC \\[[^]]+\\], \u25a0 US \\[[^]]+\\]\\.", text
    )  # with the numbers of the sources of each
    assert f"\u25cb Small and {HOLLOW}." in text
    assert "producers:" not in _slide_xml(chart(edition, "area=AFG&area=MMR&producer=unodc"))
    assert f"\u25cb Small and {HOLLOW}." in _slide_xml(chart(edition, "area=AFG&measure=change"))


def test_the_legend_of_a_slide_has_the_highest_first_and_no_grey_lines(edition: Edition) -> None:
    for view, scene in _many(edition):
        shown = chart_of(edition, view)
        lines = lines_of_course(shown)
        assert lines[0].series.area.area == scene.by_importance[0]
        xml = _slide_xml(shown)
        coloured = sum(line.colour != OTHERS for line in lines)
        assert len(in_grey(shown)) == len(lines) - coloured
        assert xml.count("<c:ser>") - xml.count("<c:legendEntry>") == coloured  # a line cut by a break is named once
        assert re.search(r"Grey: (one more area|\d+ more areas)\.", xml)


def test_the_world_map_of_a_slide_has_land(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, Any]] = []

    class Pen:
        def draw(self, figure: dict[str, Any], size: Any, form: str) -> bytes:
            given.append(figure)
            return _pixel()

    draw_maps([chart(edition, "top=2018&form=map&year=2018")], Pen(), map_place(None))  # type: ignore[arg-type]
    (image,) = given[0]["layout"]["images"]
    assert image["source"].startswith("data:image/svg+xml;base64,")
    assert (given[0]["layout"]["width"], given[0]["layout"]["height"]) == map_place(None).size.canvas


def _pixel() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1, 1)).save(target, "PNG")
    return target.getvalue()


def test_samples_are_drawn_as_the_marks_of_the_chart(edition: Edition) -> None:
    view, _ = read_view("area=AFG&area=MMR&layer=revisions&layer=disagreement", edition.keep(scenes.choices))
    entries = key_of(view, scenes.scene(edition, view))
    assert len(entries) >= 7
    for entry in entries:
        drawn = sample(entry)
        assert (f'd="{outline(entry.symbol, 4)}"' in drawn) == bool(entry.symbol)
        assert ("stroke-dasharray" in drawn) == (entry.dash not in {"", "solid"})
        assert entry.colour in drawn


def test_a_name_on_the_chart_is_in_the_key_only_where_the_chart_is_narrow(edition: Edition) -> None:
    view, _ = read_view("area=AFG&area=MMR", edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    assert named_on(plotly_figure(view, scene)) == {"AFG", "MMR"}
    assert {area for entry in key_of(view, scene) for area in entry.areas} == {"AFG", "MMR"}


def test_the_key_has_the_numbers_of_an_area_whose_lines_have_no_room_for_names(edition: Edition) -> None:
    shown = chart(edition, "area=AFG&asof=2019-11-26&compare=today")
    low = plotly_figure(shown.view, shown.numbered_scene, Canvas(472, 260, grows=False))
    assert not named_on(low)
    [entry] = [entry for entry in key_of(shown.view, shown.numbered_scene) if entry.areas]
    assert re.fullmatch(r"Afghanistan \[.+\]", entry.name)


@pytest.mark.parametrize("form", ["line", "panels"])
def test_the_key_has_every_maker_that_a_label_names_and_the_dot_where_there_is_one(edition: Edition, form: str) -> None:
    several = dots = 0
    with_a_part, _ = read_view(
        f"indicator=coca-bush-cultivation&area=PER&area=PE-AYA&form={form}", edition.keep(scenes.choices)
    )
    for view, scene in (*_scenes(edition, form=form), (with_a_part, scenes.scene(edition, with_a_part))):
        names = [entry.name for entry in key_of(view, scene)]
        for line in scene.drawn if scene.has_several_producers else ():
            entry = next(
                entry for entry in key_of(view, scene) if entry.symbol == line.symbol and entry.dash == line.dash
            )
            label, named = line.series.producer.label, re.split(", | and ", entry.name)
            # A mark that some figures of a maker lack is told by the dot, and its name stands once.
            assert label in named or re.sub(r" \((inferred|summed).*\)$", "", label) in named, (view, entry.name)
            several += entry.name != line.series.producer.label
        is_dotted = any(
            trace.get("mode") == "markers" and trace["marker"].get("size") == 4
            for trace in plotly_figure(view, scene)["data"]
        )
        samples = [entry for entry in key_of(view, scene) if entry.has_dot]
        assert len(samples) == is_dotted, (view, names)
        for entry in samples:
            assert "<circle" in sample(entry)
            meant = {"added up": any(is_summed(point) for point in scene.points if point.value is not None)}
            meant["inferred"] = any(is_inferred(point, scene) for point in scene.points if point.value is not None)
            assert meant == {word: word in entry.name for word in meant}, view
        dots += is_dotted
    assert several and dots


def test_what_has_no_logarithm_stands_at_the_floor_on_both_sides_of_a_comparison(edition: Edition) -> None:
    standing = 0
    for view, scene in _scenes(edition, scale="log", asof="2019-11-26", compare=True):
        figure = plotly_figure(view, scene)
        bottom, top = figure["layout"]["yaxis"]["range"]
        samples = {entry.symbol for entry in key_of(view, scene)}
        floor = pytest.approx(10 ** (bottom + 0.015 * (top - bottom)))
        for lines, is_today in ((scene.lines, False), (scene.today, True)):
            zeros = sorted(
                (point.year, point.number.href)
                for line in lines
                for point in line.known
                if point.value is not None and point.value <= 0
            )
            drawn = sorted(
                (year, href)
                for trace in figure["data"]
                if trace.get("mode") == "markers"
                and "customdata" in trace
                and (str(trace["marker"].get("color", "")).startswith("rgba") == is_today)
                for year, value, href in zip(trace["x"], trace["y"], trace["customdata"], strict=True)
                if value == floor
            )
            assert drawn == zeros, view
            standing_marks = [trace["marker"] for trace in figure["data"] if floor in trace.get("y", ())]
            assert all(marker["line"]["width"] for marker in standing_marks), "a thin marker is nothing but its line"
            assert {symbol for marker in standing_marks for symbol in marker["symbol"]} <= samples | {
                "triangle-down-open"
            }
            standing += len(zeros) if is_today else 0
    assert standing > 10


def test_the_title_of_a_slide_keeps_off_what_stands_below_it(edition: Edition) -> None:
    sizes = set()
    for measure in ("value", "increase"):
        for _, scene in _scenes(edition, measure=measure):
            text = sentence_text(title(scene, scenes.wholes(edition, scene)))
            size = title_size(text).pt
            assert len(wrap(text, 12.23 * 72, size, SEMIBOLD)) * size * 1.2 <= (1.3 - 0.35 - 0.05) * 72, text
            sizes.add(size)
    assert len(sizes) > 2
