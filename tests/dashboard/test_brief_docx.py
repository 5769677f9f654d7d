"""The brief as a document to be edited: words, links and numbers of the sheet, real headings, and nothing forged."""

import io
import zipfile
from pathlib import Path

import pytest
import typer
from docx import Document
from docx.shared import Mm
from exporting import run_command
from lxml import html
from PIL import Image
from starlette.testclient import TestClient

from dashboard.exports import png
from dashboard.exports.brief import Brief, brief_html, brief_of
from dashboard.exports.brief_docx import brief_docx
from dashboard.exports.drawing import draw_picture, with_sources
from dashboard.exports.fixed_zip import moment_of, zipped
from dashboard.exports.own_words import OwnWords
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import SIZES
from dashboard.server.urls import Urls
from etl.editions.reading import Edition

HOME = "https://figures.example.org"
OWN = OwnWords.of("زراعة خشخاش الأفيون 263,000", "As we read it")


@pytest.fixture(scope="module")
def brief(edition: Edition) -> Brief:
    return brief_of(edition, "AFG", "2018", Urls.at(HOME), OWN)


def picture_of(brief: Brief, place: int = 0) -> bytes:
    """A white picture that says that it is the one of a chart."""
    target = io.BytesIO()
    Image.new("RGB", (800, 500), "white").save(target, "PNG")
    return with_sources(brief.charts[place], target.getvalue())


@pytest.fixture(scope="module")
def made(brief: Brief) -> bytes:
    return brief_docx(brief, picture_of(brief))


def rewritten(content: bytes, old: bytes, new: bytes) -> bytes:
    """A document in which something has been replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name).replace(old, new) for name in archive.namelist()}
    return zipped(files, moment_of(""))


def test_it_says_what_the_sheet_says_in_real_headings(brief: Brief, made: bytes) -> None:
    document = Document(io.BytesIO(made))
    body = html.fromstring(brief_html(brief, 10_000)).find("body")
    levels = {"h1": "Heading 1", "h2": "Heading 2"}
    outside = [*body.find_class("brief-cards"), *body.find_class("brief-chart")]
    told = [part for part in body.find("main").iter("h1", "h2", "p", "li") if not {*part.iterancestors()} & {*outside}]
    written = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]
    assert [text for _, text in written] == [part.text_content() for part in told]
    headings = [(levels[part.tag], part.text_content()) for part in told if part.tag in levels]
    assert [line for line in written if line[0].startswith("Heading")] == headings
    [table] = document.tables
    cards = [[part.text_content() for part in card] for card in body.find_class("brief-cards")[0]]
    assert [[cell.text for cell in row.cells] for row in table.rows[1:]] == cards
    assert len(table.rows) == len(brief.figures) + 1 and "w:tblHeader" in table.rows[0]._tr.xml
    section = document.sections[0]
    at_foot = " ".join(paragraph.text for paragraph in section.footer.paragraphs)
    assert brief.edition.name in at_foot and brief.pinned in at_foot
    assert section.header.paragraphs[-1].text.startswith("Brief, data as of")
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_its_sources_are_numbered_and_lead_where_they_are(brief: Brief, made: bytes) -> None:
    document = Document(io.BytesIO(made))
    listed = [paragraph for paragraph in document.paragraphs if paragraph.style.name == "List"]
    numbers = [paragraph.text.partition(" ")[0] for paragraph in listed]
    assert numbers == [f"[{number}]" for number in range(1, len(brief.printed_sources) + 1)]
    leads = {lead.target_ref for lead in document.part.rels.values() if lead.is_external}
    assert {source.url for source in brief.printed_sources if source.url.startswith("http")} <= leads
    assert all(lead.startswith("http") for lead in leads) and any(lead.startswith(f"{HOME}/number/") for lead in leads)


def test_its_own_title_runs_to_the_left_and_the_computed_one_is_its_property(brief: Brief, made: bytes) -> None:
    document = Document(io.BytesIO(made))
    title, subtitle = document.paragraphs[:2]
    assert title.text == OWN.title and "w:bidi" in title._p.xml and all(run.font.rtl for run in title.runs)
    assert subtitle.text == OWN.subtitle and "w:bidi" not in subtitle._p.xml
    assert document.core_properties.title == brief.title and "263,000 ha" in brief.title
    assert brief.edition.name in document.core_properties.subject


def test_its_chart_is_a_picture_with_words_for_who_does_not_see_it(edition: Edition, renderer: Renderer) -> None:
    brief = brief_of(edition, "AFG", "2018")
    drawn = draw_picture(brief.charts[0], SIZES["a4"], "png", renderer)
    content = brief_docx(brief, drawn)
    assert content == brief_docx(brief, drawn), "nothing in it is of the moment in which it was made"
    [shape] = Document(io.BytesIO(content)).inline_shapes
    assert shape.width == Mm(210 - 2 * 18) and brief.charts[0].title_to_print in shape._inline.docPr.get("descr")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [name] = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert "Provenance" in png.read_texts(archive.read(name))
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def test_it_is_traced_and_what_is_changed_in_it_is_found(
    command: typer.Typer, brief: Brief, made: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "brief.docx"
    file.write_bytes(made)
    told = run_command(command, "trace", file)
    assert told.exit_code == 0 and 'Printed in place of our words: "As we read it"' in told.output, told.output
    for old, new in ((b"6,400 t", b"6,900 t"), (b"https://reliefweb.int", b"https://elsewhere.example")):
        file.write_bytes(rewritten(made, old, new))
        told = run_command(command, "trace", file)
        assert told.exit_code == 1 and new.decode() in told.output
    file.write_bytes(brief_docx(brief, picture_of(brief, 1)))
    told = run_command(command, "trace", file)
    assert told.exit_code == 1 and "the picture is one of another view" in told.output
    file.write_bytes(rewritten(made, b'"page":"briefing/AFG/2018"', b'"page":"briefing/AFG/1066"'))
    assert "it is not a brief of this edition" in run_command(command, "trace", file).output


def test_it_is_made_at_its_address_and_by_command(
    client: TestClient, command: typer.Typer, brief: Brief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.exports.addresses.drawn_chart", picture_of)
    answer = client.get("/briefing/AFG/2018.docx?title=Mine")
    assert 'filename="brief-afg-2018.docx"' in answer.headers["content-disposition"]
    assert Document(io.BytesIO(answer.content)).paragraphs[0].text == "Mine"
    assert client.get("/briefing/AFG/1066.docx").status_code == 404
    assert "/briefing/AFG/2018.docx" in client.get("/briefing/AFG/2018").text
    monkeypatch.setattr("dashboard.exports.brief_docx.drawn_chart", picture_of)
    out = tmp_path / "brief.docx"
    told = run_command(command, "export", "docx", "--page", "briefing/AFG/2018", "--title", "Mine", "--out", out)
    assert told.exit_code == 0, told.output
    assert Document(str(out)).paragraphs[0].text == "Mine"
