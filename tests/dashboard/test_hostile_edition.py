"""An edition whose every text is an attack: no page, figure, download or deck lets anything of it act."""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from asking import Asker, is_in_order, markup_from_data
from bad_inputs import PAGES
from hostile_edition import FOREIGN_HOST, TEXTS, hostile_edition
from pptx import Presentation
from sample_data import sample_data

from dashboard.app import create_app
from dashboard.exports import svg
from dashboard.exports.chart import ExportedChart
from dashboard.exports.pack import pack
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import provenance_texts
from dashboard.exports.sizes import SIZES
from dashboard.exports.slides import presentation
from dashboard.exports.texts import xml_text
from dashboard.server.urls import Urls
from dashboard.views import scenes
from dashboard.views.view import FORMS, read_view
from etl.editions.reading import Database, Edition

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, Edition]]:
    """A dashboard of an edition whose texts are attacks."""
    database = Database(hostile_edition(sample_data(), tmp_path_factory.mktemp("hostile") / "hostile.sqlite"))
    with Asker(create_app(database)) as asker:
        yield asker, database.edition()


def test_no_page_of_a_hostile_edition_has_markup_from_its_data(hostile: tuple[Asker, Edition]) -> None:
    asker, edition = hostile
    pages = [page for page in PAGES if not page.startswith(("/healthz", "/_dash", "/api/v1/statements"))]
    pages += [f"/source/{key}" for key in list(edition.sources)[:60]]
    pages += [f"/number/{item.key.path}" for item in edition.observations("opium-poppy-cultivation", ["AFG", "MMR"])]
    for page in pages:
        said = asker.get(page)
        assert said.status == 200, page
        is_in_order(said)
    for form in ("map", "bar", "panels", "stack"):
        is_in_order(asker.get("/", f"indicator=opium-poppy-cultivation&area=AFG&form={form}"))


def test_linked_data_of_a_hostile_edition_is_data_from_end_to_end(hostile: tuple[Asker, Edition]) -> None:
    asker, edition = hostile
    for key in list(edition.sources)[:60]:
        blocks = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', asker.get(f"/source/{key}").text, re.S
        )
        assert len(blocks) == 1
        assert json.loads(blocks[0])["@context"]


def test_no_figure_of_a_hostile_edition_has_markup_that_plotly_would_draw(hostile: tuple[Asker, Edition]) -> None:
    asker, _ = hostile
    for form in ("line", "map", "bar", "panels", "stack"):
        for area in ("AFG", "COL"):
            indicator = "opium-poppy-cultivation" if area == "AFG" else "coca-bush-cultivation"
            said = asker.get(
                "/export/figure", f"indicator={indicator}&area={area}&form={form}&layer=events&layer=annotations"
            )
            assert said.status == 200
            for text in _texts(said.json()["figure"]):
                assert FOREIGN_HOST not in "".join(re.findall(r"<[^>]*>", text)), text
                assert markup_from_data(text) == [], text


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for name, value in node.items():
            if name != "legendgroup":  # a key that is never drawn
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


@pytest.mark.parametrize(
    "address", ["/export/view.csv", "/api/v1/statements.csv", "/api/v1/sources.csv", "/api/v1/areas.csv"]
)
def test_no_cell_of_a_download_is_a_formula(hostile: tuple[Asker, Edition], address: str) -> None:
    said = hostile[0].get(address)
    assert said.status == 200
    cells = [cell for row in csv.reader(io.StringIO(said.body.decode("utf-8-sig"))) for cell in row]
    assert len(cells) > 100
    formulas = [cell for cell in cells if cell[:1] in "=+@\t\r" and cell] + [
        cell for cell in cells if cell.startswith("-") and not re.fullmatch(r"-[\d.]+", cell)
    ]
    assert formulas == []


def test_every_link_to_a_hostile_address_is_one_of_the_web(hostile: tuple[Asker, Edition]) -> None:
    asker, edition = hostile
    for key in list(edition.sources)[:60]:
        layout = asker.get("/_dash-layout", headers={"referer": f"http://figures.example/source/{key}"}).json()
        for address in _addresses(layout):
            assert re.match(r"(https?://|mailto:|/(?!/)|[?#])", address), address
            assert FOREIGN_HOST not in address


def _addresses(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (
            value for name, value in node.items() if name in {"href", "src"} and isinstance(value, str) and value
        )
        for value in node.values():
            yield from _addresses(value)
    elif isinstance(node, list):
        for value in node:
            yield from _addresses(value)


LONG = "&".join(f"area={area}" for area in ("AFG", "MMR", "LAO", "THA", "VNM", "PAK", "MEX", "COL", "GTM", "IRN"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("choice", [LONG, "group=parts-of-AFG", "group=parts-of-COL&measure=index", "area=AFG"])
def test_a_slide_deck_of_a_hostile_edition_can_be_opened(
    hostile: tuple[Asker, Edition], form: str, choice: str
) -> None:
    edition = hostile[1]
    indicator = "coca-bush-cultivation" if "COL" in choice and "group" in choice else "opium-poppy-cultivation"
    view, _ = read_view(f"indicator={indicator}&{choice}&form={form}&layer=annotations", edition.keep(scenes.choices))
    chart = ExportedChart(edition, view, Urls.at(f"https://figures.example/{'long/' * 60}"))
    deck = Presentation(io.BytesIO(presentation([chart])))
    links = [
        run.hyperlink.address
        for slide in deck.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.hyperlink.address
    ]
    assert links and all(address.startswith(("http://", "https://")) for address in links)
    about = deck.core_properties
    for text in (about.title, about.subject, about.comments):
        assert 0 < len(text) <= 255
    assert about.comments.startswith("https://figures.example/long/") and about.comments.endswith("…")
    assert chart.address in deck.slides[0].notes_slide.notes_text_frame.text
    assert zipfile.ZipFile(io.BytesIO(pack([chart], "pack", {}))).testzip() is None


@pytest.mark.parametrize("form", FORMS)
def test_no_figure_of_a_picture_has_a_text_that_a_drawing_cannot_hold(
    hostile: tuple[Asker, Edition], form: str
) -> None:
    edition = hostile[1]
    view, _ = read_view(f"{LONG}&form={form}", edition.keep(scenes.choices))
    of_map = read_view("group=parts-of-AFG&form=map", edition.keep(scenes.choices))[0]
    for one in (view, of_map):
        drawn = json.dumps(export_figure(ExportedChart(edition, one), SIZES["slide"]), ensure_ascii=False)
        assert drawn == xml_text(drawn)
        assert not re.search(r"\\u(?:00[01]|d[89a-f])|\\[bf]", drawn)


def test_an_svg_picture_of_a_hostile_edition_is_whole(hostile: tuple[Asker, Edition]) -> None:
    edition = hostile[1]
    for area in ("AFG", "MMR", "LAO", "COL"):
        view, _ = read_view(f"indicator=opium-poppy-cultivation&area={area}", edition.keep(scenes.choices))
        texts = provenance_texts(ExportedChart(edition, view))
        drawn = svg.finished(
            f"<svg xmlns='http://www.w3.org/2000/svg'><text>\x01{html.escape(TEXTS[23])}</text></svg>", texts
        )
        assert ElementTree.fromstring(drawn).find("{*}title") is not None
        assert json.loads(svg.read_texts(drawn)["Provenance"])["edition"] == edition.name
