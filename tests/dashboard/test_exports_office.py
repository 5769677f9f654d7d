"""Slides and packs: native charts with the numbers of the view, sources everywhere, the same bytes every time."""

import io
import json
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
from exported import HOME, VIEWS, chart
from PIL import Image
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE

from dashboard.exports import png
from dashboard.exports.chart import ExportedChart, all_sources
from dashboard.exports.drawing import draw_maps
from dashboard.exports.fixed_zip import moment_of
from dashboard.exports.native_data import bars
from dashboard.exports.pack import pack
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.renderer import Renderer
from dashboard.exports.slide_places import map_place, own_places
from dashboard.exports.slides import presentation
from dashboard.server.urls import Urls
from dashboard.views.briefing import views_of_page
from dashboard.views.ranking import in_order, with_a_size
from etl.editions.reading import Edition

pytestmark = pytest.mark.files

LINES = [name for name in VIEWS if name not in {"a ranking", "a map", "panels"}]


def _charts(edition: Edition) -> list[ExportedChart]:
    return [chart(edition, query) for query in VIEWS.values()]


def _open(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def _texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def _native(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart).chart


@pytest.mark.parametrize("name", LINES)
def test_the_numbers_of_a_native_chart_are_those_of_the_view(edition: Edition, name: str) -> None:
    shown = chart(edition, VIEWS[name])
    native = _native(_open(presentation([shown])).slides[0])
    first, last = shown.scene.years
    plot = native.plots[0]
    assert list(plot.categories) == [str(year) for year in range(first, last + 1)]
    lines = {shown.scene.name_of_line(line): line for line in (*shown.scene.today, *shown.scene.lines) if line.is_shown}
    for label, line in lines.items():
        # A line with breaks is as many series, none of which has a year of another.
        parts = [
            series.values
            for series in plot.series
            if re.fullmatch(f"{re.escape(label)}(, from \\d{{4}})?", series.name)
        ]
        years = [[value for value in values if value is not None] for values in zip(*parts, strict=True)]
        by_year = {point.year: point.value for point in line.points}
        assert years == [[by_year[year]] if by_year.get(year) is not None else [] for year in range(first, last + 1)]
        assert len(parts) == len({point.observation.comparable_from for point in line.points}) or name == "a stack"


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_panels_are_a_native_chart_for_each_area_on_the_same_axes(edition: Edition, scale: str) -> None:
    shown = chart(edition, f"indicator=coca-bush-cultivation&group=andean-coca&form=panels&scale={scale}")
    slide = _open(presentation([shown])).slides[0]
    panels = {shape.chart.chart_title.text_frame.text: shape.chart for shape in slide.shapes if shape.has_chart}
    lines = shown.scene.drawn
    assert all(re.search(r"\[[^]]*\d[^]]*\]$", name) for name in panels)  # the numbers of its sources
    panels = {name.rpartition(" [")[0]: panel for name, panel in panels.items()}
    assert set(panels) == {line.series.area.name for line in lines} and len(panels) > 1
    for name, native in panels.items():
        own = [point.value for line in lines if line.series.area.name == name for point in line.known]
        drawn = [value for series in native.plots[0].series for value in series.values if value is not None]
        assert sorted(drawn) == sorted(own)
    assert len({(each.value_axis.minimum_scale, each.value_axis.maximum_scale) for each in panels.values()}) == 1
    assert next(iter(panels.values())).value_axis.maximum_scale >= max(point.value or 0 for point in shown.scene.points)
    assert "All panels have the same axes." in _texts(slide)


def test_what_has_no_panel_for_want_of_room_is_counted(edition: Edition) -> None:
    shown = chart(edition, VIEWS["panels"])
    slide = _open(presentation([shown])).slides[0]
    panels = sum(shape.has_chart for shape in slide.shapes)
    areas = len({line.series.area.area for line in shown.scene.drawn})
    assert f"And {areas - panels} more areas, see the address." in _texts(slide)


@pytest.mark.parametrize("name", ["a ranking", "a map"])
def test_a_ranking_is_native_bars_with_the_numbers_of_the_view(edition: Edition, name: str) -> None:
    shown = chart(edition, VIEWS[name])
    slide = _open(presentation([shown])).slides[0]
    native = _native(slide)
    assert native.chart_type == XL_CHART_TYPE.BAR_CLUSTERED
    assert '<a:bodyPr rot="0" vert="horz"/>' in native.category_axis._element.xml  # no name is left out for its length
    plot = native.plots[0]
    figures = {
        line.series.area.name: point
        for line in shown.scene.drawn
        for point in line.points
        if point.value is not None and not point.observation.is_poppy_free
    }
    largest = sorted(figures, key=lambda name: figures[name].value or 0)[-15:]
    assert list(zip(plot.categories, plot.series[0].values, strict=True)) == [
        (name, figures[name].value) for name in largest
    ]
    assert f"And {len(figures) - 15} more, none larger, see the notes." in _texts(slide)
    notes = slide.notes_slide.notes_text_frame.text
    assert all(point.number.text in notes for point in figures.values())
    assert "Poppy-free in 2018" in notes


def test_what_is_known_only_as_a_range_is_ranked_as_on_the_page_and_drawn_from_end_to_end(edition: Edition) -> None:
    shown = chart(edition, "indicator=opium-production&area=AFG&area=MMR&producer=unodc&form=bar&year=1996")
    slide = _open(presentation([shown])).slides[0]
    plot = _native(slide).plots[0]
    assert list(plot.categories)[::-1] == [shown.scene.name_of_line(line) for line, _ in in_order(shown.scene)]
    place = list(plot.categories).index("Afghanistan")
    values, upper_ends = plot.series
    assert values.values[place] is None
    assert [value for value in upper_ends.values if value is not None] == [2_300]
    assert upper_ends.points[place].data_label.text_frame.text == "2,200–2,300"
    (minus,) = re.findall(r"<c:minus>(.*?)</c:minus>", _native(slide)._chartSpace.xml, re.DOTALL)
    assert re.findall(r'idx="([0-9]+)">\s*<c:v>([^<]*)<', minus) == [(str(place), "100.0")]
    assert "A line without a bar: known only as a range." in _texts(slide)
    assert "2,200–2,300" in slide.notes_slide.notes_text_frame.text


def test_a_map_is_a_picture_that_carries_its_sources_with_its_numbers_in_the_notes(
    edition: Edition, renderer: Renderer
) -> None:
    shown = chart(edition, VIEWS["a map"])
    place = map_place(None)
    maps = draw_maps(_charts(edition), renderer, place)
    assert list(maps) == [shown.file_name]
    slide = _open(presentation([shown], maps)).slides[0]
    assert not any(shape.has_chart for shape in slide.shapes)
    picture = next(shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    assert picture.image.size == (place.size.width, place.size.height)
    assert abs(picture.width / picture.height - place.size.width / place.size.height) < 0.01
    assert picture.height >= 0.95 * own_places()[1].chart[3]  # as high as a chart would be
    assert png.read_texts(picture.image.blob) == provenance_texts(shown)
    assert picture._element.nvPicPr.cNvPr.get("descr") == shown.description
    notes = slide.notes_slide.notes_text_frame.text
    assert all(point.number.text in notes for _, point in with_a_size(shown.scene))
    assert "Shown as bars" not in notes


def test_no_two_slides_have_the_same_title_and_none_is_a_copy_of_another(edition: Edition) -> None:
    charts = [ExportedChart(edition, view, Urls.at(HOME)) for view in views_of_page(edition, "afghanistan-2018")]
    (of_map,) = [shown.file_name for shown in charts if shown.view.form == "map"]
    pixel = Image.new("RGB", (1, 1))
    target = io.BytesIO()
    pixel.save(target, "PNG")
    slides = list(_open(presentation(charts, {of_map: target.getvalue()})).slides)[:4]
    assert len({slide.shapes.title.text_frame.text for slide in slides}) == 4
    without = list(_open(presentation(charts)).slides)
    assert [any(shape.has_chart for shape in slide.shapes) for slide in without[:4]] == [True, True, True, False]
    assert "The map of these figures could not be drawn here" in _texts(without[2])
    assert "Shown as bars, because the map could not be drawn" in _texts(_open(presentation(charts[2:3])).slides[0])


def test_the_workbook_of_a_native_chart_can_be_edited(edition: Edition) -> None:
    from openpyxl import load_workbook

    shown = chart(edition)
    native = _native(_open(presentation([shown])).slides[0])
    sheet = load_workbook(io.BytesIO(native.part.chart_workbook.xlsx_part.blob)).active
    assert sheet is not None
    assert sheet.cell(1, 2).value == shown.scene.drawn[0].series.label
    assert next(row[0].value for row in sheet.iter_rows(min_row=2)) == str(shown.scene.years[0])


def test_a_point_that_is_called_out_is_named_above_its_chart(edition: Edition) -> None:
    for name, told in (("two producers and a callout", "2018: 263,000 ha [1]"), ("one series", "2018: 263,000 ha")):
        native = _native(_open(presentation([chart(edition, VIEWS[name])])).slides[0])
        text = native.chart_title.text_frame.text
        assert told in text and text.startswith("\u25cf ")
        assert ("UNODC" in text) == (name != "one series")
    panels = chart(edition, "indicator=opium-poppy-cultivation&area=AFG&area=MMR&form=panels")
    slide = _open(presentation([panels])).slides[0]
    titles = [shape.chart.chart_title.text_frame.text for shape in slide.shapes if shape.has_chart]
    named = {title.partition(" [")[0]: "2018: 263,000 ha" in title for title in titles}
    assert named == {"Afghanistan": True, "Myanmar": False}


def test_shares_end_at_a_hundred_per_cent(edition: Edition) -> None:
    shares = "indicator=coca-bush-cultivation&area=COL&area=PER&form=stack&measure=share"
    axis = _native(_open(presentation([chart(edition, shares)])).slides[0]).value_axis
    assert (axis.minimum_scale, axis.maximum_scale) == (0, 100)


def test_the_numbers_at_bars_have_the_decimals_that_readers_see_elsewhere(edition: Edition) -> None:
    shown = chart(edition, "indicator=heroin-seizures&top=2020&form=bar&year=2020")
    plot = _native(_open(presentation([shown])).slides[0]).plots[0]
    pairs = bars(shown, own_places()[1].chart)
    forms = {
        int(label.find("{*}idx").get("val")): label.find("{*}numFmt").get("formatCode")
        for label in plot.series[0]._element.iter("{*}dLbl")
        if label.find("{*}numFmt") is not None
    }
    for place, (_, point) in enumerate(pairs):
        decimals = re.search(r"\d\.(\d+)", point.number.text)
        assert forms.get(place) == (f"#,##0.{'0' * len(decimals[1])}" if decimals else None)
    assert pairs


def test_a_log_scale_stays_a_log_scale(edition: Edition) -> None:
    slide = _open(presentation([chart(edition, VIEWS["seven series, log"])])).slides[0]
    assert 'c:logBase val="10"' in _native(slide)._chartSpace.xml


def test_the_years_of_a_stack_are_as_wide_as_on_the_page(edition: Edition) -> None:
    content = presentation([chart(edition, VIEWS["a stack"])])
    assert _native(_open(content).slides[0]).plots[0].gap_width == 0


def test_printed_ranges_become_error_bars(edition: Edition) -> None:
    shown = chart(edition, VIEWS["one series"])
    xml = _native(_open(presentation([shown])).slides[0])._chartSpace.xml
    ranges = [point for point in shown.scene.drawn[0].known if point.has_range]
    stretches = re.findall(r"<c:plus>(.*?)</c:plus>", xml, re.DOTALL)  # between breaks, each a series of the chart
    distances = [float(value) for plus in stretches for value in re.findall(r"<c:v>([^<]*)</c:v>", plus)]
    assert distances == [(point.high or 0) - (point.value or 0) for point in ranges]


def test_every_slide_says_its_statement_and_its_sources(edition: Edition) -> None:
    charts = _charts(edition)
    charts = [shown for shown in charts if shown.view.form != "map"]
    deck = _open(presentation(charts))
    for shown, slide in zip(charts, list(deck.slides), strict=False):
        assert slide.shapes.title.text_frame.text.startswith(shown.title_to_print)
        text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "Sources: [1]" in text
        assert edition.name in text and shown.pinned in text
        notes = slide.notes_slide.notes_text_frame.text
        assert shown.address in notes
        assert all(source.title in notes for source in shown.sources)
        assert shown.description.split(". ")[0] in notes
        frame = next(shape for shape in slide.shapes if shape.has_chart)
        assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == shown.description


def test_the_last_slides_name_all_sources_with_live_links(edition: Edition) -> None:
    charts = _charts(edition)
    slides = list(_open(presentation(charts)).slides)[len(charts) - 1 :]  # the map needs a Chromium
    text = "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    assert all(" ".join(source.title.split()) in text for source in all_sources(charts))
    links = [
        run.hyperlink.address
        for slide in slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    assert links and all(link.startswith(("http://", "https://")) for link in links)
    numbered = [pair for shown in charts if shown.view.form != "map" for pair in enumerate(shown.sources, 1)]
    assert len(links) == sum(bool(source.url or source.read_at) for _, source in numbered)
    assert all(f"[{number}] " in text for number, _ in numbered)


def test_a_view_without_a_known_address_gives_slides_without_dead_links(edition: Edition) -> None:
    slide = _open(presentation([chart(edition, home="")])).slides[0]
    assert [
        link for link in slide.part.rels.values() if link.is_external and not link.target_ref.startswith("http")
    ] == []


def test_the_same_edition_gives_the_same_bytes_whenever_they_are_made(edition: Edition) -> None:
    charts = _charts(edition)[:3]
    pictures = {charts[0].file_name: b"picture"}
    first = pack(charts, "briefing", pictures)
    assert first == pack([ExportedChart(edition, shown.view, Urls.at(HOME)) for shown in charts], "briefing", pictures)
    moment = moment_of(edition.data_as_of)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {moment.timetuple()[:6]}
        deck = archive.read("briefing.pptx")
    with zipfile.ZipFile(io.BytesIO(deck)) as inside:
        assert {entry.date_time for entry in inside.infolist()} == {moment.timetuple()[:6]}
        workbook = next(inside.read(name) for name in inside.namelist() if name.endswith(".xlsx"))
    with zipfile.ZipFile(io.BytesIO(workbook)) as sheet:
        core = sheet.read("docProps/core.xml").decode()
    assert re.findall(r"<dcterms:created[^>]*>([^<]*)<", core) == [moment.strftime("%Y-%m-%dT%H:%M:%SZ")]


def test_a_pack_has_everything_that_defends_a_chart(edition: Edition) -> None:
    shown = chart(edition)
    content = pack([shown], shown.file_name, {}, "No Chromium here.")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert set(files) == {
        "README.txt",
        f"{shown.file_name}.pptx",
        f"{shown.file_name}.csv",
        "sources.csl.json",
        "sources.bib",
    }
    keys = {source.source for source in shown.sources}
    assert {item["id"] for item in json.loads(files["sources.csl.json"])} == keys
    assert {entry.key for entry in bibtexparser.parse_string(files["sources.bib"].decode()).entries} == keys
    readme = files["README.txt"].decode()
    assert "No Chromium here." in readme
    assert shown.address in readme and edition.name in readme
    assert all(source.title in readme for source in shown.sources)


def test_a_briefing_gives_its_charts_together(edition: Edition) -> None:
    views = views_of_page(edition, "/afghanistan-2018")
    assert {view.form for view in views} == {"line", "bar", "map"}
    assert views == views_of_page(edition, "briefing/AFG/2018")
    assert views_of_page(edition, "briefing/XXX/2018") == views_of_page(edition, "sources") == []


@pytest.mark.processes
def test_slides_open_in_another_program(edition: Edition, tmp_path: Path) -> None:
    charts = _charts(edition)
    file = tmp_path / "deck.pptx"
    file.write_bytes(presentation(charts))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pages = subprocess.run(["pdfinfo", tmp_path / "deck.pdf"], check=True, capture_output=True, text=True).stdout
    assert f"Pages: {len(_open(file.read_bytes()).slides)}" in re.sub(" +", " ", pages)
    text = subprocess.run(["pdftotext", tmp_path / "deck.pdf", "-"], check=True, capture_output=True, text=True).stdout
    words = " ".join(text.split())
    assert all(shown.title in words for shown in charts)
    assert "2018: 263,000 ha" in words
    ranking = chart(edition, VIEWS["a ranking"])
    assert all(line.series.area.name in words for line, _ in bars(ranking, own_places()[1].chart))
