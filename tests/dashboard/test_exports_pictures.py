"""Pictures drawn by Chromium: exact sizes, texts inside, never a wrong one, and read back by `trace`."""

import asyncio
import io
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from choreographer.protocol.devtools_async import Target
from exported import VIEWS, chart
from lxml import etree
from PIL import Image

from dashboard.exports import svg
from dashboard.exports.drawing import draw_picture
from dashboard.exports.drawn_texts import differences
from dashboard.exports.picture import export_figure
from dashboard.exports.provenance import KEYWORDS, provenance_texts
from dashboard.exports.renderer import LostBrowserError, PictureError, Renderer, _within
from dashboard.exports.sizes import SIZES, Size
from dashboard.exports.svg_texts import for_every_program
from etl.editions.reading import Edition

SVG = "{http://www.w3.org/2000/svg}"
STAMP = Size("stamp", "A stamp", 60, 40, 1.0)


def _plain_colour(colour: tuple[int, int, int]) -> dict[str, Any]:
    """A figure that is nothing but one colour, so that a wrong picture is seen at once."""
    written = "#" + "".join(f"{part:02x}" for part in colour)
    return {"data": [], "layout": {"width": 60, "height": 40, "paper_bgcolor": written, "plot_bgcolor": written}}


def _colour_of(content: bytes) -> tuple[int, ...]:
    corner = Image.open(io.BytesIO(content)).convert("RGB").getpixel((1, 1))
    assert isinstance(corner, tuple)
    return corner


def _colours(count: int) -> list[tuple[int, int, int]]:
    return [(5 * index % 256, 91 * index % 256, 255 - index) for index in range(count)]


def _browsers() -> list[int]:
    """The main processes of every Chromium that this process has started, itself or through others."""
    parents, browsers = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if b"chrom" in words[0] and b"--remote-debugging-pipe" in words and not any(b"--type=" in w for w in words):
            browsers.append(int(folder.name))
    return [browser for browser in browsers if os.getpid() in _above(browser, parents)]


def _above(process: int, parents: dict[int, int]) -> Iterator[int]:
    while process := parents.get(process, 0):
        yield process


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.name)
def test_a_picture_has_exactly_its_size_and_carries_its_texts(edition: Edition, renderer: Renderer, size: Size) -> None:
    shown = chart(edition)
    with Image.open(io.BytesIO(draw_picture(shown, size, "png", renderer))) as picture:
        picture.load()
        assert picture.size == (size.width, size.height)
        assert {keyword: picture.info[keyword] for keyword in KEYWORDS} == provenance_texts(shown)


@pytest.mark.parametrize("name", ["seven series, log", "panels", "an index"])
def test_whatever_a_drawing_says_is_held_against_its_chart(edition: Edition, renderer: Renderer, name: str) -> None:
    """No text of it can be another one, and none but a number of a scale can be left out."""
    shown, size = chart(edition, VIEWS[name]), SIZES["half"]
    drawn, figure = etree.fromstring(draw_picture(shown, size, "svg", renderer)), export_figure(shown, size)
    assert differences(drawn, figure) == []
    ticks = 0
    for text in [*drawn.iter(f"{SVG}text")]:
        said, text.text = text.text, "77,777"
        assert 'the picture says "77,777", which is not of this edition' in differences(drawn, figure), said
        text.text = ""
        ticks += not differences(drawn, figure)
        text.text = said
    assert 0 < ticks < 30


def test_an_svg_picture_has_its_size_font_and_sources(edition: Edition, renderer: Renderer) -> None:
    shown = chart(edition)
    drawn = draw_picture(shown, SIZES["slide"], "svg", renderer).decode()
    assert 'width="1920" height="1080"' in drawn
    assert "@font-face" in drawn and "http://fonts" not in drawn
    assert svg.read_texts(drawn)["Provenance"] == provenance_texts(shown)["Provenance"]


def test_programs_that_know_no_links_lines_or_fonts_in_texts_draw_them_in_their_place(
    edition: Edition, renderer: Renderer
) -> None:
    # LibreOffice and Inkscape draw what is promised here as a browser does; both were tried.
    drawn = etree.fromstring(draw_picture(chart(edition), SIZES["slide"], "svg", renderer))
    texts = list(drawn.iter(f"{SVG}text"))
    lines = [text for text in texts if "Illicit cultivation" in (text.text or "")]
    assert len(texts) > 20 and len({text.get("y") for text in lines}) == len(lines)
    assert all(len(text) == 0 and float(text.get("textLength", 0)) > 0 for text in texts)
    assert all("Liberation Sans" in text.get("style", "") for text in texts)
    assert all(text.text == (text.text or "").strip() for text in texts)  # a space would take a part of the length
    linked = [link[0].text for link in drawn.iter(f"{SVG}a")]
    assert "2018: 263,000 ha" in linked
    boxes = [each.get("style", "") for each in drawn.iter(f"{SVG}rect") if each.get("class") == "bg"]
    assert any("fill-opacity: 1" in style for style in boxes)
    assert not any("opacity: 0." in style for style in boxes)


def test_a_pattern_has_the_colour_of_its_ground_in_programs_that_let_what_is_below_shine_through() -> None:
    made = etree.fromstring(
        for_every_program(
            '<svg xmlns="http://www.w3.org/2000/svg">'
            '<pattern id="a"><rect fill="rgb(184, 125, 0)" fill-opacity="0.7"/></pattern>'
            '<pattern id="b"><rect fill="rgb(0, 0, 0)" fill-opacity="0"/></pattern>'
            """<g><path d="M0,0" style="fill: url('#a'); opacity: 1"/><path style="fill: url('#b')"/></g></svg>"""
        )
    )
    seen, unseen = (made[place][0] for place in (0, 1))
    assert (seen.get("fill"), seen.get("fill-opacity")) == ("rgb(205, 164, 77)", "1")
    assert unseen.get("fill-opacity") == "0"
    assert [(path.get("d"), path.get("style")) for path in made[2]] == [
        ("M0,0", "fill: rgb(205, 164, 77); opacity: 1"),
        ("M0,0", "fill: url('#a'); opacity: 1"),
        (None, "fill: url('#b')"),
    ]


def test_a_picture_of_circles_brings_the_land_of_the_world_with_it(edition: Edition, renderer: Renderer) -> None:
    drawn = draw_picture(
        chart(edition, "form=map&area=AFG&area=MMR&area=COL"), SIZES["slide"], "svg", renderer
    ).decode()
    assert drawn.count("data:image/svg+xml;base64,") == 1


def test_the_same_chart_gives_the_same_picture(edition: Edition, renderer: Renderer) -> None:
    first, second = (draw_picture(chart(edition), SIZES["half"], "png", renderer) for _ in range(2))
    assert first == second


def test_many_readers_at_once_get_the_right_pictures(renderer: Renderer) -> None:
    colours = _colours(16)  # tests/bench/pictures.py asks for forty
    with ThreadPoolExecutor(16) as readers:
        drawn = readers.map(lambda colour: renderer.draw(_plain_colour(colour), STAMP), colours)
        assert [_colour_of(picture) for picture in drawn] == colours


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
@pytest.mark.processes
def test_a_lost_chromium_costs_one_retry_and_no_wrong_picture(stop: signal.Signals) -> None:
    colours = _colours(4)
    before = set(_browsers())
    with Renderer(seconds=3.0) as own:
        pictures = [own.draw(_plain_colour(colour), STAMP) for colour in colours[:2]]
        (browser,) = set(_browsers()) - before
        os.kill(browser, stop)
        pictures += [own.draw(_plain_colour(colour), STAMP) for colour in colours[2:]]
        assert [_colour_of(picture) for picture in pictures] == colours
        assert own.restarts == 1
        assert browser not in _browsers()
    assert set(_browsers()) == before


@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.25, 0.5])
@pytest.mark.processes
def test_a_chromium_that_is_killed_in_the_middle_of_many_pictures_is_replaced(seconds: float) -> None:
    colours = _colours(12)
    before = set(_browsers())
    with Renderer(seconds=10.0) as own, ThreadPoolExecutor(1) as aside:
        own.draw(_plain_colour((1, 2, 3)), STAMP)
        (browser,) = set(_browsers()) - before
        killed = aside.submit(lambda: (time.sleep(seconds), os.kill(browser, signal.SIGKILL)))
        assert [_colour_of(own.draw(_plain_colour(colour), STAMP)) for colour in colours] == colours
        killed.result()
        assert _colour_of(own.draw(_plain_colour((4, 5, 6)), STAMP)) == (4, 5, 6)
        assert own.restarts == 1


@pytest.mark.processes
def test_a_page_that_is_loaded_before_anybody_asks_is_waited_for_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    send = Target.send_command

    async def ask_later(self: Target, command: str, params: Any = None) -> Any:
        answer = await send(self, command, params)
        if command == "Page.navigate":
            await asyncio.sleep(0.5)
        return answer

    monkeypatch.setattr(Target, "send_command", ask_later)
    with Renderer() as own:
        assert _colour_of(own.draw(_plain_colour((1, 2, 3)), STAMP)) == (1, 2, 3)


def test_work_that_was_cancelled_from_inside_is_an_error_like_any_other() -> None:
    async def wait_for_what_is_cancelled() -> None:
        answer = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(0.01, answer.cancel)
        await answer

    with pytest.raises(LostBrowserError):
        asyncio.run(_within(5, wait_for_what_is_cancelled()))


def test_a_figure_that_cannot_be_drawn_is_an_error_and_the_next_one_is_right(renderer: Renderer) -> None:
    with pytest.raises(PictureError, match="could not draw"):
        renderer.draw({"data": "no list", "layout": {"width": float("nan")}}, Size("bad", "", -1, -1, 1.0), "png")
    assert _colour_of(renderer.draw(_plain_colour((1, 2, 3)), STAMP)) == (1, 2, 3)
