"""An edition whose every text is an attack: no page, figure, download or deck lets anything of it act."""

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asking import Asker, is_in_order, markup_from_data
from bad_inputs import PAGES
from hostile_edition import FOREIGN_HOST, hostile_edition

from dashboard.app import create_app
from etl.editions.reading import Database, Edition

pytestmark = pytest.mark.served

BUNDLED = Path(__file__).resolve().parents[2] / "data"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, Edition]]:
    """A dashboard of an edition whose texts are attacks."""
    database = Database(hostile_edition(BUNDLED, tmp_path_factory.mktemp("hostile") / "hostile.sqlite"))
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


def test_a_slide_deck_of_a_hostile_edition_can_be_opened(hostile: tuple[Asker, Edition]) -> None:
    from pptx import Presentation

    said = hostile[0].get("/export/view.pptx")
    assert said.status == 200
    deck = Presentation(io.BytesIO(said.body))
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
