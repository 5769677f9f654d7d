"""The addresses of exports: plain file names, refusals in a sentence, and never more work than the server bears."""

import asyncio
import csv
import io
import threading
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from exported import AFGHANISTAN, chart, opened
from fastapi import FastAPI
from pptx import Presentation
from starlette.testclient import TestClient

from dashboard.exports import addresses
from dashboard.exports.sizes import SIZES
from dashboard.exports.workshop import BusyError, Workshop
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.downloads import briefing_downloads, downloads
from dashboard.server.urls import AFGHANISTAN_2018
from etl.editions.reading import Database, Edition


@pytest.fixture(scope="module")
def client(published_database: Path) -> Iterator[TestClient]:
    server = FastAPI()
    addresses.add_routes(server, opened(published_database), "/drugs")
    with TestClient(server, base_url="http://figures.test", raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("size", SIZES)
def test_the_browser_is_told_everything_it_needs_to_draw_a_picture(client: TestClient, size: str) -> None:
    answer = client.get(f"/export/figure?{AFGHANISTAN}&size={size}")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["width"], told["height"]) == (SIZES[size].width, SIZES[size].height)
    assert told["canvas"]["width"] * told["canvas"]["scale"] == told["width"]
    assert told["texts"]["Title"].startswith("Opium poppy cultivation in Afghanistan")
    assert "http://figures.test/drugs/?indicator=" in told["texts"]["Provenance"]
    assert told["figure"]["data"] and told["name"].endswith(size)


def test_the_table_of_a_view_is_a_file(client: TestClient, edition: Edition) -> None:
    answer = client.get(f"/export/view.csv?{AFGHANISTAN}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = answer.headers["content-disposition"]
    assert name == 'attachment; filename="opium-poppy-cultivation-afg-1994-2025.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == len(chart(edition).scene.points)


def test_the_slide_of_a_view_is_a_file(client: TestClient) -> None:
    answer = client.get(f"/export/view.pptx?{AFGHANISTAN}")
    slides = Presentation(io.BytesIO(answer.content)).slides
    assert any(shape.has_chart for shape in slides[0].shapes)
    assert answer.content == client.get(f"/export/view.pptx?{AFGHANISTAN}").content


@pytest.mark.processes
def test_a_briefing_is_one_file_with_all_its_charts(client: TestClient) -> None:
    answer = client.get("/export/view.pptx?page=afghanistan-2018")
    assert 'filename="afghanistan-2018.pptx"' in answer.headers["content-disposition"]
    slides = Presentation(io.BytesIO(answer.content)).slides
    assert sum(any(shape.has_chart for shape in slide.shapes) for slide in slides) == 3
    assert sum(any(shape.name == "Map" for shape in slide.shapes) for slide in slides) == 1


@pytest.mark.processes
def test_a_map_is_drawn_once_however_many_ask_for_it(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = client.get("/export/view.pptx?page=afghanistan-2018").content
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    assert client.get("/export/view.pptx?page=afghanistan-2018").content == first
    other = client.get("/export/view.pptx?page=briefing/AFG/2017")
    assert other.status_code == 200
    words = "".join(
        shape.text_frame.text
        for slide in Presentation(io.BytesIO(other.content)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert "The map of these figures could not be drawn here" in words


def test_a_server_without_chromium_gives_the_pack_and_says_why_it_has_no_picture(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMIUM", "/nonexistent/chromium")
    answer = client.get(f"/export/view.zip?{AFGHANISTAN}")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".png")]
        assert "the server has no Chromium" in archive.read("README.txt").decode()
    assert answer.content == client.get(f"/export/view.zip?{AFGHANISTAN}").content


@pytest.mark.processes
def test_a_pack_of_a_server_with_chromium_has_the_picture(client: TestClient) -> None:
    answer = client.get(f"/export/view.zip?{AFGHANISTAN}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "opium-poppy-cultivation-afg-1994-2025.png" in archive.namelist()


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/export/figure?size=poster", 400, "A size is one of slide, half, square, a4."),
        ("/export/view.pptx?page=nowhere", 404, "no briefing of that name"),
        ("/export/view.zip?page=briefing/XXX/2018", 404, "no briefing of that name"),
        ("/export/view.docx", 404, "nothing at /export/view.docx"),
        ("/export", 404, "nothing at /export/"),
    ],
)
def test_what_cannot_be_exported_is_refused_with_a_sentence(
    client: TestClient, address: str, status: int, said: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "query", ["", "indicator=nonsense", "area=%00&from=x&form=pie", "producer=alcis&area=VNM", "area=AFG&from=2100"]
)
@pytest.mark.parametrize("path", ["figure", "view.csv", "view.pptx"])
def test_an_address_that_is_not_understood_still_gives_a_file(client: TestClient, path: str, query: str) -> None:
    assert client.get(f"/export/{path}?{query}").status_code == 200


def test_without_an_edition_the_reader_is_told_so(tmp_path: Path) -> None:
    server = FastAPI()
    addresses.add_routes(server, Database(tmp_path / "none.sqlite"), "")
    with TestClient(server) as client:
        answer = client.get("/export/view.csv")
    assert answer.status_code == 503
    assert answer.json()["error"]["message"] == "No edition of the figures is published at the moment."


def test_an_error_of_ours_says_nothing_of_the_inside(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(addresses, "export_figure", fail)
    answer = client.get("/export/figure")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_a_workshop_that_is_full_turns_readers_away_and_opens_again() -> None:
    go_on = threading.Event()

    async def ask() -> None:
        workshop = Workshop(workers=1, places=2, seconds=20)
        waiting = [asyncio.ensure_future(workshop.make(go_on.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await workshop.make(lambda: "too much")
        go_on.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await workshop.make(lambda: "again") == "again"

    asyncio.run(ask())


def test_who_waits_in_the_workshop_gets_a_turn_or_is_turned_away_and_then_no_work_is_done() -> None:
    go_on = threading.Event()
    done: list[str] = []

    async def ask() -> None:
        workshop = Workshop(workers=1, places=3, seconds=20, patience=0.3)
        first = asyncio.ensure_future(workshop.make(lambda: go_on.wait(5)))
        await asyncio.sleep(0.1)
        late = asyncio.ensure_future(workshop.make(lambda: done.append("late")))
        with pytest.raises(BusyError):
            await late
        in_time = asyncio.ensure_future(workshop.make(lambda: done.append("in time")))
        await asyncio.sleep(0.1)
        go_on.set()
        await asyncio.gather(first, in_time)
        assert done == ["in time"]

    asyncio.run(ask())


def test_forty_readers_at_once_all_get_their_slide(client: TestClient) -> None:
    with ThreadPoolExecutor(40) as readers:
        answers = list(readers.map(lambda _: client.get(f"/export/view.pptx?{AFGHANISTAN}"), range(40)))
    assert [answer.status_code for answer in answers] == [200] * 40
    assert len({answer.content for answer in answers}) == 1


def test_a_browser_is_refused_in_a_sentence_and_not_in_code(client: TestClient) -> None:
    answer = client.get("/export/view.pptx?page=nowhere", headers={"accept": "text/html,*/*;q=0.8"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["vary"] == "Accept"
    assert answer.text == "There is no briefing of that name.\n"
    other = client.get("/export/view.pptx?page=briefing/AFG/2018&indicator=heroin-seizures&area=AFG")
    assert other.status_code == 404 and "no chart in that briefing" in other.text


def test_work_that_takes_too_long_is_given_up_but_keeps_its_place_until_it_ends() -> None:
    go_on = threading.Event()

    async def ask() -> None:
        workshop = Workshop(workers=1, places=1, seconds=0.01)
        with pytest.raises(BusyError):
            await workshop.make(go_on.wait)
        with pytest.raises(BusyError):
            await workshop.make(lambda: "no place yet")
        go_on.set()

    asyncio.run(ask())


def test_an_error_in_the_workshop_reaches_the_one_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        asyncio.run(Workshop(workers=1, places=1, seconds=5).make(lambda: 1 // 0))


def test_the_menu_leads_to_the_files_of_its_view() -> None:
    written = markup(downloads("indicator=a&area=b"))
    for ending in ("pptx", "xlsx", "csv", "zip"):
        assert f'href="/export/view.{ending}?indicator=a&amp;area=b"' in written
    assert written.count(' download=""') == 4
    assert "1920 × 1080" in written and "2480 × 1600" in written
    assert 'href="/export/view.zip?page=afghanistan-2018"' in markup(
        briefing_downloads(AFGHANISTAN_2018, "AFG", "2018")
    )
