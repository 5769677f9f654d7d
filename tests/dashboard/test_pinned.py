"""A short address shows what was printed with it, as its edition has it, and what has changed since."""

import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy
import pytest
import zxingcpp
from exported import AFGHANISTAN, HOME, VIEWS, chart
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from dashboard.exports.picture import export_figure
from dashboard.exports.picture_code import placed_square
from dashboard.exports.png import SIGNATURE
from dashboard.exports.qr import png_square, square_code
from dashboard.exports.sizes import SIZES, Size
from dashboard.exports.slides import presentation
from dashboard.pages import pinned
from dashboard.pages.public_files import add_public_files
from dashboard.server.short_codes import query_of_code, short_code
from dashboard.server.urls import INSIDE, PINNED, page_query, parts_of
from dashboard.views.not_found import PageNotFoundError
from etl.editions.reading import Database, Edition
from etl.figures.paths import HISTORY_NAME, editions_folder

BEFORE = "0123456789ab"
MODULES_SEEN = 2.0  # pixels of a module that telephones need


def shown_on(page: Any) -> str:
    return str(page.body.to_plotly_json())


def page_of(edition: Edition, name: str, query: str = AFGHANISTAN) -> Any:
    return pinned.page(edition, "", name, short_code(query))


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_a_code_gives_back_the_query_that_it_was_made_from(query: str) -> None:
    code = short_code(query)
    assert query_of_code(code) == query
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_codes_that_were_printed_are_read_for_ever() -> None:
    assert query_of_code("1XcUjXiVG0JgCAA") == "indicator=opium-poppy-cultivation&area=AFG&from=1994&to=2025"
    assert query_of_code("1ILErQEl9QAF9UIAAAA") == "page=briefing/AFG/2018"


@pytest.mark.parametrize("query", VIEWS.values(), ids=VIEWS.keys())
def test_an_address_is_short_enough_for_a_slide(edition: Edition, query: str) -> None:
    address = chart(edition, query).pinned
    assert len(address) < len(HOME) + 60
    parts = parts_of(PINNED, address.removeprefix(HOME))
    assert parts is not None and parts["edition"] == edition.name
    assert query_of_code(parts["code"]) == chart(edition, query).view.query()


@given(st.text(max_size=40))
def test_a_mistyped_code_leads_to_no_view(code: str) -> None:
    assert query_of_code(code) is None


@pytest.mark.parametrize("place", range(15))
def test_one_wrong_letter_is_noticed(place: int) -> None:
    code = short_code(AFGHANISTAN)
    wrong = code[:place] + ("x" if code[place] != "x" else "y") + code[place + 1 :]
    assert query_of_code(wrong) in {None, AFGHANISTAN}  # the last bits of a code mean nothing


def test_a_small_code_cannot_become_a_large_query() -> None:
    assert query_of_code(short_code("a" * 100_000)) is None


def photographed(picture: Image.Image) -> Image.Image:
    """The picture of a slide 1280 pixels wide, taken from the side."""
    width, height = 1280, round(picture.height * 1280 / picture.width)
    small = picture.convert("L").resize((width, height))
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    seen = [(0.02 * width, 0.06 * height), (0.93 * width, 0), (width, 0.9 * height), (0.05 * width, height)]
    rows, ends = [], []
    for (x, y), (u, v) in zip(seen, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        ends += [u, v]
    turned = numpy.linalg.solve(numpy.array(rows, float), numpy.array(ends, float))
    kind = (Image.Transform.PERSPECTIVE, list(turned), Image.Resampling.BICUBIC)
    return small.transform((width, height), *kind, fillcolor=120)


def read_from(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture)]


def test_the_code_of_a_photographed_slide_leads_to_the_view_of_its_edition(edition: Edition) -> None:
    shown = chart(edition)
    slide = Presentation(io.BytesIO(presentation([shown]))).slides[0]
    [code] = [shape for shape in slide.shapes if shape.name == "Address"]
    scale = 1920 / Presentation(io.BytesIO(presentation([shown]))).slide_width
    projected = Image.new("L", (1920, 1080), 255)
    drawn = Image.open(io.BytesIO(code.image.blob)).convert("L").resize((round(code.width * scale),) * 2)
    projected.paste(drawn, (round(code.left * scale), round(code.top * scale)))
    assert code.left + code.width <= 1920 / scale and code.top + code.height <= 1080 / scale
    assert read_from(photographed(projected)) == [shown.pinned]
    assert code.click_action.hyperlink.address == shown.pinned


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name)
def test_the_code_of_a_picture_has_whole_pixels_that_can_be_seen(edition: Edition, size: Size) -> None:
    square = placed_square(chart(edition), size)
    assert (square.module * size.scale).is_integer() and square.module * 1280 / size.canvas[0] > MODULES_SEEN
    [shape] = [
        shape for shape in export_figure(chart(edition), size)["layout"]["shapes"] if shape.get("name") == "code"
    ]
    assert shape["path"].count("M") == len(square.code.runs() if square.code else [])


def test_without_an_address_of_the_dashboard_nothing_has_a_code(edition: Edition) -> None:
    figure = export_figure(chart(edition, home=""), SIZES["slide"])
    assert not [shape for shape in figure["layout"]["shapes"] if shape.get("name") == "code"]
    slide = Presentation(io.BytesIO(presentation([chart(edition, home="")]))).slides[0]
    assert "Address" not in {shape.name for shape in slide.shapes}


def test_an_address_too_long_for_a_readable_code_has_none() -> None:
    assert square_code("https://figures.example.org/" + "x" * 400) is None
    assert png_square("https://figures.example.org/" + "x" * 400, 8) is None


def test_the_page_of_the_current_edition_has_every_source_under_its_printed_number(edition: Edition) -> None:
    shown = shown_on(page_of(edition, edition.name))
    assert "nothing has changed since" in shown
    for number, source in enumerate(chart(edition).sources, 1):
        assert f"'[{number}] '" in shown and source.source in shown


@pytest.fixture
def revised(published_database: Path, tmp_path: Path) -> Edition:
    """The edition that came after another, BEFORE, in which 2018 was another number."""
    current = tmp_path / "drug_control.sqlite"
    shutil.copy(published_database, current)
    kept = editions_folder(current) / f"{BEFORE}.sqlite"
    kept.parent.mkdir()
    shutil.copy(published_database, kept)
    with closing(sqlite3.connect(kept)) as connection:
        of_series = (
            "SELECT id FROM observation WHERE indicator = 'opium-poppy-cultivation' AND area = 'AFG' AND producer"
        )
        connection.execute(f"UPDATE edition SET edition = '{BEFORE}'")
        connection.execute(
            f"UPDATE observation_row SET value = 236000 WHERE id IN ({of_series} = 'unodc' AND year = 2018)"
        )
        connection.commit()
    return Database(current).edition()


def test_an_edition_that_is_kept_shows_what_was_printed_and_what_has_changed(revised: Edition) -> None:
    shown = shown_on(page_of(revised, BEFORE))
    assert f"As printed from edition {BEFORE}" in shown
    assert "236,000" in shown and "was 236,000, is 263,000" in shown
    assert "What has changed since" in shown and INSIDE.view(AFGHANISTAN) in shown


def test_a_link_to_it_has_a_picture_of_what_was_printed(revised: Edition, tmp_path: Path) -> None:
    server = FastAPI()
    add_public_files(server, Database(tmp_path / "drug_control.sqlite"))
    reader, printed = TestClient(server), page_of(revised, BEFORE).metadata.picture
    then, now, lost = (
        reader.get(printed.replace(BEFORE, name)).content for name in (BEFORE, revised.name, "ba9876543210")
    )
    assert printed.endswith(f"edition={BEFORE}") and then.startswith(SIGNATURE)
    assert then != now and lost == now


def test_an_edition_that_is_not_kept_is_said_to_be(edition: Edition) -> None:
    shown = shown_on(page_of(edition, BEFORE))
    assert f"Edition {BEFORE} is not kept here" in shown and f"current edition {edition.name}" in shown
    assert "may not be what was printed" in shown and "What has changed since" not in shown


def _publish(history: Path, times: dict[str, str]) -> None:
    """Write down that these editions were published then."""
    entries = [{"edition": name, "time": time, "action": "refresh"} for name, time in times.items()]
    history.write_text("".join(f"{json.dumps(entry)}\n" for entry in entries))


def test_one_that_was_published_is_said_to_be_made_again_by_a_command(revised: Edition, tmp_path: Path) -> None:
    gone = "ba9876543210"
    history = editions_folder(tmp_path / "drug_control.sqlite") / HISTORY_NAME
    _publish(history, {gone: "2026-03-01T05:15:00+00:00", revised.name: "2026-04-01T05:15:00+00:00"})
    shown = shown_on(page_of(revised, gone))
    assert "published on 2026-03-01" in shown and f"python -m etl rebuild {gone}" in shown


def test_one_that_has_not_all_that_is_read_now_is_said_to_be_and_what_is_known_now_is_shown(
    revised: Edition, tmp_path: Path
) -> None:
    folder = editions_folder(tmp_path / "drug_control.sqlite")
    with closing(sqlite3.connect(folder / f"{BEFORE}.sqlite")) as connection:
        connection.execute("ALTER TABLE producer DROP COLUMN article")
    _publish(folder / HISTORY_NAME, {BEFORE: "2026-03-01T05:15:00+00:00", revised.name: "2026-04-01T05:15:00+00:00"})
    made = page_of(revised, BEFORE)
    shown = shown_on(made)
    assert f"{BEFORE} was made by another version of the program" in shown and "published on 2026-03-01" in shown
    assert "263,000" in shown and "python -m etl rebuild" not in shown
    assert made.metadata.picture.endswith(f"edition={revised.name}")
    server = FastAPI()
    add_public_files(server, Database(tmp_path / "drug_control.sqlite"))
    assert TestClient(server).get(made.metadata.picture.replace(revised.name, BEFORE)).status_code == 200


def test_a_briefing_has_a_short_address_too(edition: Edition) -> None:
    shown = shown_on(page_of(edition, edition.name, page_query(INSIDE.briefing("AFG", 2018))))
    assert "'pinned-0'" in shown and "'pinned-1'" in shown


@pytest.mark.parametrize("query", ["page=briefing/AFG/1066", "page=nothing"])
def test_a_short_address_of_no_briefing_is_no_page(edition: Edition, query: str) -> None:
    with pytest.raises(PageNotFoundError):
        page_of(edition, edition.name, query)


def test_a_wrong_code_is_answered_with_a_sentence(edition: Edition) -> None:
    with pytest.raises(PageNotFoundError, match="not complete, or a letter of it is wrong"):
        pinned.page(edition, "", edition.name, "1nonsense")
