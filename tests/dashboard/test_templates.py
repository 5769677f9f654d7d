"""Slides in a template of somebody's: its places, its colours and fonts, and the charts as native as ever."""

import csv
import io
import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pytest
import typer
from exported import VIEWS, chart
from exporting import OPIUM, run_command
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches
from starlette.testclient import TestClient
from templates import FONT, write_templates

from dashboard.charts.map_fills import CHANGE_COLOURS, CLASS_COLOURS
from dashboard.charts.map_ground import OUTLINE, QUIET_EDGE
from dashboard.exports import kept_maps
from dashboard.exports.drawing import draw_maps
from dashboard.exports.kept_maps import KeptMaps
from dashboard.exports.own_words import OwnWords
from dashboard.exports.sizes import Size
from dashboard.exports.slide_notes import never_left_out
from dashboard.exports.slide_places import TemplateError, map_place, own_places, template_places
from dashboard.exports.slide_text import SMALL, lines_of
from dashboard.exports.slides import presentation
from dashboard.exports.table_csv import table_csv
from dashboard.exports.templates import TEMPLATES_VARIABLE
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.downloads import downloads
from dashboard.views import looks as look
from etl.editions.reading import Edition

pytestmark = pytest.mark.files

NAMES = ("dark", "narrow", "serif")
MAPS = (
    VIEWS["a map"],
    "indicator=coca-bush-cultivation&group=parts-of-COL&form=map&year=2022&measure=change",
    "indicator=opium-production&top=2018&form=map&year=2018",
    "indicator=cocaine-seizures&form=map&year=2021",
    "indicator=opium-poppy-cultivation&area=AFG&with=opium-production&form=scatter",
)
CHARTS = ("two producers and a callout", "a stack", "a ranking", "seven series, log")
LEAST_CONTRAST = 4.5  # of a text to its paper
LEAST_OF_HEIGHT = 0.55  # that a chart takes on our own slides


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture(scope="module")
def decks(edition: Edition, templates: dict[str, Path]) -> dict[str, Any]:
    charts = [chart(edition, VIEWS[name]) for name in CHARTS]
    return {name: Presentation(io.BytesIO(presentation(charts, template=templates[name]))) for name in NAMES}


def shown(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_charts_stand_in_the_places_of_the_template(decks: dict[str, Any], name: str) -> None:
    deck = decks[name]
    assert len(deck.slides) >= len(CHARTS) + 1 and "How to use" not in deck.slides[0].shapes.title.text
    for slide in list(deck.slides)[: len(CHARTS)]:
        title = slide.shapes.title
        [content] = [each for each in slide.slide_layout.placeholders if each.placeholder_format.idx == 1]
        assert title._element.find(".//{*}xfrm") is None  # where the layout has it
        frame = shown(slide, "Chart")
        assert frame.left == content.left and frame.width == content.width
        assert content.top <= frame.top and frame.top + frame.height <= content.top + content.height
        for shape in slide.shapes:
            assert shape.top + shape.height <= deck.slide_height and shape.left + shape.width <= deck.slide_width


@pytest.mark.parametrize("name", NAMES)
def test_every_colour_of_a_template_is_one_of_its_theme(decks: dict[str, Any], name: str) -> None:
    for slide in list(decks[name].slides)[: len(CHARTS)]:
        drawn = shown(slide, "Chart").chart._chartSpace.xml
        assert "srgbClr" not in drawn and "accent1" in drawn
        assert "srgbClr" not in slide.shapes._spTree.xml
        assert not re.search(r"<a:latin", drawn + slide.shapes._spTree.xml)


@pytest.mark.parametrize("name", NAMES)
def test_charts_in_a_template_have_the_numbers_of_the_table(edition: Edition, decks: dict[str, Any], name: str) -> None:
    view = chart(edition, VIEWS["a stack"])
    native = shown(decks[name].slides[1], "Chart").chart
    rows = list(csv.DictReader(io.StringIO(table_csv(view).decode("utf-8-sig"))))
    wanted = sorted(float(row["OBS_VALUE"]) for row in rows if row["OBS_VALUE"])
    assert sorted(value for series in native.series for value in series.values if value is not None) == wanted


@pytest.mark.parametrize("name", NAMES)
def test_a_link_in_a_template_has_the_colour_of_its_text(decks: dict[str, Any], name: str) -> None:
    links = [
        run
        for slide in decks[name].slides
        for shape in slide.shapes
        if shape.has_text_frame
        for line in shape.text_frame.paragraphs
        for run in line.runs
        if run.hyperlink.address
    ]
    assert links
    assert all("hlinkClr" in run._r.xml and run.font.color.theme_color is not None for run in links)


def test_every_text_on_our_own_slides_has_22_pixels_of_a_screen(edition: Edition) -> None:
    deck = Presentation(io.BytesIO(presentation([chart(edition, VIEWS[name]) for name in CHARTS])))
    runs = [
        run
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for line in shape.text_frame.paragraphs
        for run in line.runs
    ]
    assert len(runs) > 20
    assert all(run.font.size / (deck.slide_height or 0) * 1080 >= 22 for run in runs)


MANY_SOURCES = (
    "indicator=opium-poppy-cultivation&area=AFG",
    "indicator=opium-production&area=AFG&area=MMR&area=LAO&area=MEX&area=COL",
    "indicator=coca-bush-cultivation&group=andean-coca&form=stack",
    "indicator=cocaine-manufacture&area=COL&area=PER&area=BOL",
)


@pytest.mark.parametrize("template", [None, *NAMES])
def test_every_name_of_a_chart_has_the_numbers_of_its_sources_on_the_slide(
    edition: Edition, templates: dict[str, Path], template: str | None
) -> None:
    charts = [chart(edition, query) for query in MANY_SOURCES]
    path = templates[template] if template else None
    _, places = template_places(path) if path else own_places()
    for shown_chart in charts:
        slide = Presentation(io.BytesIO(presentation([shown_chart], template=path))).slides[0]
        printed = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        numbers = never_left_out(shown_chart, places)
        assert numbers
        assert [text for text in numbers if text not in printed] == []


def test_notes_that_have_no_room_on_a_slide_are_in_its_notes(edition: Edition) -> None:
    many = chart(edition, "indicator=coca-bush-cultivation&area=COL&area=PER&area=BOL&sum=beside")
    slide = Presentation(io.BytesIO(presentation([many]))).slides[0]
    texts = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "More on how to read this: see the notes." in texts
    assert "Breaks, across which nothing is compared" in slide.notes_slide.notes_text_frame.text


def test_our_own_slides_are_wide_in_every_part_and_numbered(edition: Edition) -> None:
    deck, places = own_places()
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)
    for layout in deck.slide_layouts:
        right = max((each.left + each.width for each in layout.placeholders), default=0)
        assert right <= deck.slide_width
    assert max(each.left + each.width for each in places.layout.placeholders) > 0.9 * deck.slide_width
    assert places.chart[3] / deck.slide_height >= LEAST_OF_HEIGHT
    made = Presentation(io.BytesIO(presentation([chart(edition)])))
    for slide in made.slides:
        kinds = [each.placeholder_format.type for each in slide.placeholders]
        assert PP_PLACEHOLDER.SLIDE_NUMBER in kinds


class Pen:
    """Draws nothing, and keeps what it was given to draw."""

    def __init__(self) -> None:
        self.figures: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def draw(self, figure: dict[str, Any], size: Size, form: str) -> bytes:
        self.figures.append(figure)
        target = io.BytesIO()
        Image.new("RGBA", (1, 1)).save(target, "PNG")
        return target.getvalue()


def colours_of_texts(drawn: Any, *, is_text: bool = False) -> list[str]:
    """The colours of all texts of a figure."""
    if isinstance(drawn, str):
        return [drawn] if is_text and drawn.startswith("#") else []
    if isinstance(drawn, list):
        return [colour for part in drawn for colour in colours_of_texts(part, is_text=is_text)]
    parts = drawn.items() if isinstance(drawn, dict) else ()
    return [colour for key, part in parts for colour in colours_of_texts(part, is_text=is_text or key == "font")]


@pytest.mark.parametrize("name", NAMES)
def test_maps_in_a_template_have_its_colours_and_font_and_stand_on_its_ground(
    edition: Edition, templates: dict[str, Path], name: str
) -> None:
    place, pen = map_place(templates[name]), Pen()
    draw_maps([chart(edition, query) for query in MAPS], pen, place)  # type: ignore[arg-type]
    ours = {look.TEXT, look.QUIET, look.GRID, *look.PALETTE, *CLASS_COLOURS, *CHANGE_COLOURS, OUTLINE, QUIET_EDGE}
    for figure in pen.figures:
        layout = figure["layout"]
        assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
        own_template = layout["template"]["layout"]
        own_template.pop("colorway")  # every trace has a colour of its own
        for text in (own_template["font"], own_template["hoverlabel"]["font"]):
            text.pop("family")  # the layout says it, and nothing hovers over a slide
        fonts = re.findall(r'"family": "\'([^\']*)\'', json.dumps(figure))
        assert set(fonts) == {FONT if name == "serif" else "Calibri"}
        assert not ours & set(re.findall(r"#[0-9a-f]{6}", json.dumps(figure)))
        lights = [look.light_of(colour) for colour in colours_of_texts(figure)]
        paper = 0.0 if name == "dark" else 1.0
        assert min((max(one, paper) + 0.05) / (min(one, paper) + 0.05) for one in lights) >= LEAST_CONTRAST
    classes = [trace["fillcolor"] for trace in pen.figures[0]["data"] if trace.get("fillcolor", "").startswith("#")]
    assert len(set(classes)) == 5 and len({*classes} & {*place.theme.accents}) == 1


def test_a_map_in_a_template_is_drawn_for_its_place_there(edition: Edition, templates: dict[str, Path]) -> None:
    shown, pen = chart(edition, MAPS[0]), Pen()
    for name in NAMES:
        place = map_place(templates[name])
        _, places = template_places(templates[name])
        draw_maps([shown], pen, place)  # type: ignore[arg-type]
        layout = pen.figures[-1]["layout"]
        smallest = min(label["font"]["size"] for label in layout["annotations"] if label["name"] == "place")
        assert smallest / layout["width"] * places.chart[2] >= SMALL  # in the type of the slide's own small texts
        assert abs(layout["width"] / layout["height"] - places.chart[2] / places.chart[3]) < 0.02


def test_a_map_is_kept_for_each_place_that_slides_have_for_it(
    edition: Edition, templates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, pen = KeptMaps(), Pen()
    monkeypatch.setattr(kept_maps, "Renderer", lambda: pen)
    charts = [chart(edition, MAPS[0]), chart(edition, VIEWS["a stack"])]
    for name, drawn in (("", 1), ("dark", 2), ("serif", 3), ("", 3), ("dark", 3)):
        assert list(kept.of(charts, map_place(templates.get(name)))) == [charts[0].file_name]
        assert len(pen.figures) == drawn


def test_a_template_without_a_title_is_refused_with_what_it_needs(edition: Edition, tmp_path: Path) -> None:
    deck = Presentation()
    for layout in list(deck.slide_layouts):
        for each in list(layout.placeholders):
            each._element.getparent().remove(each._element)
    deck.save(str(tmp_path / "bare.pptx"))
    (tmp_path / "text.pptx").write_bytes(b"no presentation")
    with pytest.raises(TemplateError, match="has no layout with a title"):
        presentation([chart(edition)], template=tmp_path / "bare.pptx")
    for name in ("text.pptx", "missing.pptx"):
        with pytest.raises(TemplateError, match="cannot be read as a presentation"):
            presentation([chart(edition)], template=tmp_path / name)


def test_a_template_with_no_room_for_a_chart_is_refused_with_what_it_needs(edition: Edition, tmp_path: Path) -> None:
    deck = Presentation()
    for layout in deck.slide_layouts:
        for each in layout.placeholders:
            each.top = Inches(5)
    deck.save(str(tmp_path / "low.pptx"))
    with pytest.raises(TemplateError, match="no layout in which a chart can be read"):
        presentation([chart(edition)], template=tmp_path / "low.pptx")


def test_a_low_chart_has_as_many_bars_as_it_can_name(edition: Edition, templates: dict[str, Path]) -> None:
    ranking = chart(edition, VIEWS["a ranking"])
    for low in (False, True):
        deck = Presentation(templates["narrow"])
        if low:
            content = deck.slide_layouts[1].placeholders[1]
            content.top, content.height = Inches(1.6), Inches(3)
            deck.save(str(templates["narrow"].with_name("low.pptx")))
        template = templates["narrow"].with_name("low.pptx") if low else templates["narrow"]
        slide = Presentation(io.BytesIO(presentation([ranking], template=template))).slides[0]
        frame = shown(slide, "Chart")
        named = len(list(frame.chart.plots[0].categories))
        assert named >= 5 and named * 16 < frame.height.pt


def test_the_command_takes_a_template(command: typer.Typer, templates: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "own.pptx"
    told = run_command(command, "export", "pptx", *OPIUM, "--template", templates["narrow"], "--out", out)
    assert told.exit_code == 0, told.output
    assert Presentation(out).slide_width == Presentation(templates["narrow"]).slide_width
    told = run_command(command, "export", "pptx", *OPIUM, "--template", tmp_path / "none.pptx", "--out", out)
    assert told.exit_code == 1 and "cannot be read as a presentation" in told.output


def test_an_installation_offers_its_templates_and_no_other_file(
    client: TestClient, templates: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "indicator=opium-production&area=AFG"
    assert "Slide in" not in markup(downloads(query))
    assert client.get(f"/export/view.pptx?{query}&template=dark").status_code == 400
    monkeypatch.setenv(TEMPLATES_VARIABLE, str(templates["dark"].parent))
    assert f'href="/export/view.pptx?{query}&amp;template=dark"'.replace("&area", "&amp;area") in markup(
        downloads(query)
    )
    answer = client.get(f"/export/view.pptx?{query}&template=narrow")
    assert Presentation(io.BytesIO(answer.content)).slide_width == Presentation(templates["narrow"]).slide_width
    for name in ("../dark", "/etc/passwd", "nothing"):
        refused = client.get(f"/export/view.pptx?{query}", params={"template": name})
        assert refused.status_code in {200, 400} and "root:" not in refused.text


@pytest.mark.processes
def test_slides_in_a_dark_template_open_in_another_program(
    edition: Edition, templates: dict[str, Path], tmp_path: Path
) -> None:
    views = [chart(edition, VIEWS[name]) for name in CHARTS]
    file = tmp_path / "deck.pptx"
    file.write_bytes(presentation(views, template=templates["dark"]))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "deck.pdf", "-"], check=True, capture_output=True, text=True
    )
    heights = {float(found) for found in re.findall(r'<page [^>]*height="([0-9.]+)"', boxes.stdout)}
    [height] = heights
    assert max(map(float, re.findall(r'yMax="([0-9.]+)"', boxes.stdout))) <= height
    addresses = [view.pinned for view in views]
    words_joined = "".join(re.findall(r"<word [^>]*>([^<]*)</word>", boxes.stdout))
    assert all(address in words_joined for address in addresses)
    told = subprocess.run(["pdftotext", tmp_path / "deck.pdf", "-"], check=True, capture_output=True, text=True).stdout
    words = " ".join(told.split())
    assert all(view.title in words for view in views) and "2018: 263,000 ha" in words


def test_a_slide_of_an_empty_choice_says_why_in_the_place_of_the_chart(
    edition: Edition, templates: dict[str, Path]
) -> None:
    view = chart(edition, "indicator=opium-production&area=AFG&from=1970&to=1971")
    for template in (None, *templates.values()):
        slide = Presentation(io.BytesIO(presentation([view], template=template))).slides[0]
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert view.scene.is_empty and " ".join(view.scene.nothing) in texts


@pytest.mark.parametrize("name", ["", *NAMES])
def test_a_subtitle_has_the_room_that_its_lines_need_above_the_chart(
    edition: Edition, templates: dict[str, Path], name: str
) -> None:
    told = "opium-production&area=AFG&area=MMR&area=LAO&with=opium-poppy-cultivation&measure=ratio"
    long = replace(chart(edition, f"indicator={told}"), own=OwnWords.of("", "Figures of a maker. " * 10))
    slide = Presentation(io.BytesIO(presentation([long], template=templates.get(name)))).slides[0]
    [subtitle] = [one for one in slide.shapes if one.has_text_frame and one.text_frame.text == long.subtitle_to_print]
    [run] = subtitle.text_frame.paragraphs[0].runs
    lines = lines_of(run.text, subtitle.width, run.font.size)
    around = subtitle.text_frame.margin_top + subtitle.text_frame.margin_bottom
    assert (
        subtitle.height >= around + 1.2 * lines * run.font.size
        and subtitle.top + subtitle.height <= shown(slide, "Chart").top
    )


def test_no_subtitle_is_larger_than_its_title(edition: Edition, templates: dict[str, Path]) -> None:
    long = replace(chart(edition, VIEWS["a ranking"]), own=OwnWords.of("WORDS MORE " * 12, ""))
    slide = Presentation(io.BytesIO(presentation([long], template=templates["narrow"]))).slides[0]
    texts = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    sizes = {text.text: text.paragraphs[0].runs[0].font.size for text in texts if text.paragraphs[0].runs}
    assert sizes[long.subtitle] <= sizes[long.own.title]


def test_a_hollow_point_is_smaller_than_its_series_for_programs_that_fill_it(edition: Edition) -> None:
    view = chart(edition, VIEWS["one series"])
    slide = Presentation(io.BytesIO(presentation([view]))).slides[0]
    xml = shown(slide, "Chart").chart._chartSpace.xml
    sizes = [int(size) for size in re.findall(r"<c:size val=\"(\d+)\"/>", xml)]
    hollow = sum(point.value is not None and not point.is_seen for point in view.scene.points)
    assert hollow and sizes.count(min(sizes)) == hollow and min(sizes) < max(sizes)
