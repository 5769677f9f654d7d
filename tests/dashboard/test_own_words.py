"""A title of the reader's own changes what is printed, and nothing that says where the figures are from."""

import io
import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from exported import AFGHANISTAN, chart
from exporting import OPIUM, run_command
from PIL import Image
from pptx import Presentation
from starlette.testclient import TestClient

from dashboard.exports import printing
from dashboard.exports.blocks import head_of
from dashboard.exports.brief import Brief, brief_html, brief_of
from dashboard.exports.brief_pdf import brief_pdf, properties
from dashboard.exports.drawing import draw_picture
from dashboard.exports.measure import width, wrap
from dashboard.exports.own_words import LONGEST_TITLE, OURS, OwnWords, TooLongError, own_words
from dashboard.exports.picture import export_figure
from dashboard.exports.png import read_texts
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.remade_brief import _Known, _without_own
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.svg import font_faces
from etl.editions.reading import Edition

OWN = OwnWords.of("Poppy <b>fell</b> & rose", "As we read it")
SCRIPTS = {"Cyrillic": "Опиумный мак", "Arabic": "زراعة خشخاش الأفيون", "Chinese": "阿富汗罂粟种植面积"}


def block(figure: dict[str, object], name: str) -> str:
    annotations = figure["layout"]["annotations"]  # type: ignore[index]
    return next(str(item["text"]) for item in annotations if item.get("name") == name)


def test_an_own_title_stands_on_the_picture_and_the_computed_one_inside(edition: Edition) -> None:
    ours = chart(edition)
    own = replace(ours, own=OWN)
    figure, plain = (export_figure(one, SIZES["slide"]) for one in (own, ours))
    assert block(figure, "title") == "Poppy &lt;b&gt;fell&lt;/b&gt; &amp; rose"
    assert block(figure, "subtitle") == "As we read it"
    said, of_ours = (json.loads(provenance_texts(one)["Provenance"]) for one in (own, ours))
    assert said == of_ours | {"own_title": OWN.title, "own_subtitle": OWN.subtitle}
    assert provenance_texts(own)["Title"] == provenance_texts(ours)["Title"] == said["title"]
    assert block(figure, "address") == block(plain, "address")


def test_an_own_title_stands_on_the_slide_and_the_computed_one_in_the_notes(edition: Edition) -> None:
    own = replace(chart(edition), own=OWN)
    [slide, *_] = Presentation(io.BytesIO(presentation([own]))).slides
    assert slide.shapes.title.text_frame.text == OWN.title
    assert own.title in slide.notes_slide.notes_text_frame.text
    text = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
    assert "As we read it" in text and "Sources: [1]" in text and own.pinned in text


def test_own_words_are_one_line_without_control_characters_and_have_a_length() -> None:
    assert own_words("title=a%0Ab%00c%0D&subtitle=%E2%80%A8d") == OwnWords("a b c", "d")
    with pytest.raises(TooLongError, match="at most 140 characters"):
        OwnWords.of("x" * (LONGEST_TITLE + 1), "")


def test_the_server_refuses_an_own_title_that_is_too_long(client: TestClient) -> None:
    answer = client.get(f"/export/figure?{AFGHANISTAN}&title={'x' * 141}")
    assert answer.status_code == 400 and "at most 140 characters" in answer.text
    told = client.get(f"/export/figure?{AFGHANISTAN}&title=Mine").json()
    assert block(told["figure"], "title") == "Mine" and told["texts"]["Title"] != "Mine"


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_every_script_has_a_face_that_is_used_only_where_it_is_needed(text: str) -> None:
    with_faces, without = font_faces(f"Aa {text}"), font_faces("Aa")
    assert with_faces.startswith(without) or without in with_faces
    assert len(with_faces) > len(without) + 20_000


def test_letters_that_are_as_wide_as_high_are_measured_so_and_their_lines_fit() -> None:
    assert width("阿富汗", 20) == pytest.approx(60)
    lines = wrap("阿富汗罂粟种植面积" * 12, 400, 20)
    assert len(lines) > 4 and all(width(line, 20) <= 400 for line in lines)


@pytest.mark.processes
def test_no_number_in_a_title_without_spaces_is_parted() -> None:
    title = "2018年阿富汗罂粟种植面积为263,000公顷"
    for room in range(60, 400, 10):
        lines = wrap(title, room, 20)
        assert "".join(lines) == title
        assert room < 90 or [line for line in lines if "263,000" in line]


def test_a_title_that_runs_to_the_left_does_so_in_each_of_its_lines(edition: Edition) -> None:
    words = OwnWords.of("زراعة خشخاش الأفيون في أفغانستان: 263,000 هكتار في عام 2018", "hectares, 2018")
    shown = replace(chart(edition), own=words)
    title, subtitle = head_of(shown, 440)
    assert len(title.lines) == 2 and subtitle.lines == ["hectares, 2018"]
    assert all(line.startswith("\u2067") and line.endswith("\u2069") for line in title.lines)
    slide = Presentation(io.BytesIO(presentation([shown]))).slides[0]
    directions = {
        line.text: line._p.pPr is not None and line._p.pPr.get("rtl") == "1"
        for shape in slide.shapes
        if shape.has_text_frame
        for line in shape.text_frame.paragraphs
    }
    assert directions[words.title] and not directions["hectares, 2018"]


def test_a_chinese_title_is_drawn_with_its_own_face(edition: Edition, renderer: Renderer) -> None:
    own = replace(chart(edition), own=OwnWords.of(SCRIPTS["Chinese"], ""))
    drawn = draw_picture(own, SIZES["half"], "png", renderer)
    assert read_texts(drawn) == provenance_texts(own)

    with Image.open(io.BytesIO(drawn)) as picture:
        assert picture.size == (960, 1080)
        head = picture.convert("L").crop((40, 40, 700, 110))
    assert len(head.reduce(20).getcolors()) > 8  # strokes, and not one box like another


@pytest.mark.processes
@pytest.mark.parametrize("script", ["Cyrillic", "Arabic", "Chinese"])
def test_an_own_title_stands_on_a_brief_and_can_be_traced(command: typer.Typer, tmp_path: Path, script: str) -> None:
    out, words = tmp_path / "own.pdf", (f"{SCRIPTS[script]}: 263,000 (2018) " * 4)[:LONGEST_TITLE].strip()
    own = ["--title", words, "--subtitle", "As we read it"]
    told = run_command(command, "export", "pdf", "--page", "briefing/AFG/2018", *own, "--out", out)
    assert told.exit_code == 0, told.output
    content = out.read_bytes()
    assert "Afghanistan 2018: 263,000 ha" in printing.read_texts(content)["Title"]
    assert printing.pages_of(content) == 1
    assert not [line for line in printing.lines_of(content) if line.startswith("Afghanistan 2018:")]
    fonts = subprocess.run(["pdffonts", out], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    assert all("IBMPlexSans" in font or "NotoSansSC" in font for font in fonts) and "Type 3" not in str(fonts)
    told = run_command(command, "trace", out)
    assert told.exit_code == 0 and 'Printed in place of our words: "As we read it"' in told.output, told.output


@pytest.mark.processes
def test_an_own_title_makes_no_other_line_of_a_brief_true(
    edition: Edition, command: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forged(brief: Brief, lines: int) -> str:
        return brief_html(brief, lines).replace("263,000", "236,000")

    own, out = OwnWords.of("236,000 ha in 2018", "As we read it"), tmp_path / "own.pdf"
    made = brief_of(edition, "AFG", "2018", own=own)
    monkeypatch.setattr("dashboard.exports.brief_pdf.brief_html", forged)
    out.write_bytes(brief_pdf(made))
    told = run_command(command, "trace", out)
    assert told.exit_code == 1 and "236,000" in told.output and "which is not of this edition" in told.output
    monkeypatch.setattr("dashboard.exports.brief_pdf.brief_html", lambda _, lines: brief_html(replace(made, own=OURS)))
    monkeypatch.setattr("dashboard.exports.brief_pdf.properties", lambda brief: properties(brief) | {"Title": "Mine"})
    out.write_bytes(brief_pdf(made))
    told = run_command(command, "trace", out)
    assert (
        told.exit_code == 1
        and '"236,000 ha in 2018 As we read it" is left out' in told.output
        and '"Mine"' in told.output
    )


@pytest.mark.parametrize(
    ("read", "is_it"),
    [
        ("Mohn 2018: 263,000", True),
        ("Mohn 2018: 236,000", False),
        ("Mohn 2018:", False),
        ("\0\0\0\0 2018: 263,000", True),
        ("\0\0\0\0 2018: 236,000", False),
    ],
)
def test_words_of_the_reader_are_known_on_a_sheet_by_their_letters_and_numbers(read: str, is_it: bool) -> None:
    head = _Known(["Drug-control statistics"])
    lines = ["Drug-control statistics", *read.split(" "), "What came after"]
    ours = _without_own(lines, "Mohn 2018: 263,000", head)
    assert (ours == ["Drug-control statistics", "What came after"]) is is_it


def test_a_server_prints_an_own_title_on_a_brief_and_refuses_one_that_is_too_long(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Brief] = []

    def made(brief: Brief) -> bytes:
        asked.append(brief)
        return printing.SIGNATURE

    monkeypatch.setattr("dashboard.exports.addresses.brief_pdf", made)
    assert client.get("/briefing/AFG/2018.pdf?title=Mine&subtitle=As%20we%20read%20it").status_code == 200
    assert asked[0].own == OwnWords("Mine", "As we read it") and "<h1 dir=" in brief_html(asked[0])
    answer = client.get(f"/briefing/AFG/2018.pdf?title={'x' * 141}")
    assert answer.status_code == 400 and "at most 140 characters" in answer.text


def test_a_title_of_your_own_is_for_one_view(command: typer.Typer, tmp_path: Path) -> None:
    out = tmp_path / "own.pptx"
    told = run_command(command, "export", "pptx", *OPIUM, "--title", "Mine", "--out", out)
    assert told.exit_code == 0, told.output
    assert Presentation(out).slides[0].shapes.title.text_frame.text == "Mine"
    told = run_command(command, "export", "pptx", "--page", "afghanistan-2018", "--title", "Mine", "--out", out)
    assert told.exit_code == 1 and "is for one view" in told.output
