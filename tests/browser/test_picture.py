"""“Download picture” in a real browser: the same picture as the command line's, with the same texts inside."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from opening import open_more
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Page, expect

from dashboard.exports import png, svg
from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawing import draw_picture
from dashboard.exports.drawn_texts import differences
from dashboard.exports.picture import export_figure
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import SIZES
from dashboard.server.urls import Urls
from dashboard.views import scenes
from dashboard.views.view import read_view
from etl.editions.reading import Database

AFGHANISTAN = "indicator=opium-poppy-cultivation&area=AFG&from=1994&to=2025&producer=unodc"
_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>", re.DOTALL)
_LENGTH = re.compile(r"<text\b[^>]* textLength=")
_FAMILY = re.compile(r"font-family: ([^;]+);")


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.locator("#first-paint").wait_for(state="detached")


def _chart(database: Path, home: str) -> ExportedChart:
    edition = Database(database).edition()
    view, remarks = read_view(AFGHANISTAN, edition.keep(scenes.choices))
    assert remarks == []
    return ExportedChart(edition, view, Urls.at(home))


def _download(page: Page, size: str, form: str) -> bytes:
    """What the menu of an opened page brings."""
    page.locator(".picture-menu summary").first.click()
    with page.expect_download() as started:
        page.locator(f'.picture-menu [data-picture$="size={size}"][data-form={form}]').first.click()
    expect(page.locator(".picture-state").first).to_have_text("The picture is downloaded.")
    return Path(started.value.path()).read_bytes()


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """What draws pictures for the command line: one for all of them."""
    with Renderer() as renderer:
        yield renderer


def test_the_browser_draws_the_pictures_that_the_command_line_draws(
    page: Page, dashboard: str, published_database: Path, renderer: Renderer
) -> None:
    chart = _chart(published_database, dashboard)
    _open(page, f"/?{AFGHANISTAN}")
    for name, size in SIZES.items():
        downloaded, made = _download(page, name, "png"), draw_picture(chart, size, "png", renderer)
        assert png.png_size(downloaded) == png.png_size(made) == (size.width, size.height)
        assert png.read_texts(downloaded) == png.read_texts(made)
        # Both draw letters of one font from two files, and may set a line of small type one pixel higher or lower.
        theirs, ours = (Image.open(io.BytesIO(content)).convert("L").reduce(4) for content in (downloaded, made))
        difference = ImageChops.difference(theirs, ours)
        assert ImageStat.Stat(difference).mean[0] < 2, name
        assert difference.getextrema()[1] < 128, name


def test_the_svg_of_the_browser_has_the_same_words_in_the_same_font(
    page: Page, dashboard: str, published_database: Path, renderer: Renderer
) -> None:
    _open(page, f"/?{AFGHANISTAN}")
    downloaded, shown = _download(page, "slide", "svg").decode(), _chart(published_database, dashboard)
    made = draw_picture(shown, SIZES["slide"], "svg", renderer).decode()
    assert sorted(_TEXT.findall(downloaded)) == sorted(_TEXT.findall(made))
    assert len(_LENGTH.findall(downloaded)) == len(_LENGTH.findall(made)) > 20
    assert set(_FAMILY.findall(downloaded)) == set(_FAMILY.findall(made))
    assert downloaded.count("@font-face") == made.count("@font-face") >= 1
    assert svg.read_texts(downloaded)["Provenance"] == svg.read_texts(made)["Provenance"]
    assert differences(etree.fromstring(downloaded), export_figure(shown, SIZES["slide"])) == []


def test_the_menu_follows_the_view_that_is_shown(page: Page) -> None:
    _open(page, f"/?{AFGHANISTAN}")
    slide = page.locator('a[href^="/export/view.pptx"]')
    expect(slide).to_have_attribute("href", re.compile("producer=unodc"))
    open_more(page)
    page.locator("#view-scale label", has_text="Log").click()
    expect(slide).to_have_attribute("href", re.compile("scale=log"))
    expect(page.locator("[data-picture]").first).to_have_attribute("data-picture", re.compile("scale=log"))


def test_every_other_file_is_one_click_away(page: Page) -> None:
    _open(page, f"/?{AFGHANISTAN}")
    for ending in ("pptx", "csv", "zip"):
        with page.expect_download() as started:
            page.locator(f'a[href^="/export/view.{ending}"]').click()
        assert started.value.suggested_filename == f"opium-poppy-cultivation-afg-1994-2025-unodc.{ending}"
        assert Path(started.value.path()).stat().st_size > 1000


def test_every_chart_of_the_briefing_can_be_taken_away(page: Page) -> None:
    _open(page, "/afghanistan-2018")
    charts = page.locator(".chart-frame").count()
    menus = page.locator(".picture-menu", has=page.locator("[data-picture]"))
    assert menus.count() == charts > 2
    expect(page.locator('a[href="/export/view.zip?page=afghanistan-2018"]')).to_be_visible()
    last = menus.last
    last.locator("summary").click()
    with page.expect_download() as started:
        last.locator('[data-form="png"]').first.click()
    assert png.png_size(Path(started.value.path()).read_bytes()) == (1920, 1080)


@pytest.mark.parametrize(
    ("address", "titled", "plain"),
    [
        ("/briefing/AFG/2018", [".pdf"], ["pptx?page", "zip?page"]),
        (f"/?{AFGHANISTAN}", ["view.pptx", "view.zip"], ["view.xlsx", "view.csv"]),
    ],
)
def test_an_own_title_goes_into_every_file_that_prints_it(
    page: Page, address: str, titled: list[str], plain: list[str]
) -> None:
    _open(page, address)
    group = page.locator(".take-away").first
    group.locator("summary", has_text="Own title").click()
    group.get_by_label("Title", exact=True).fill("Mohn & Ernte")
    for part in titled:
        expect(group.locator(f'a[href*="{part}"]')).to_have_attribute("href", re.compile(r"[?&]title=Mohn\+%26\+Ernte"))
    for part in plain:
        expect(group.locator(f'a[href*="{part}"]')).not_to_have_attribute("href", re.compile("title="))
    group.get_by_label("Title", exact=True).fill("")
    for part in titled:
        expect(group.locator(f'a[href*="{part}"]')).not_to_have_attribute("href", re.compile("title="))


def test_the_menu_works_with_the_keyboard(page: Page) -> None:
    _open(page, f"/?{AFGHANISTAN}")
    summary, sizes = page.get_by_text("Download picture"), page.locator(".picture-sizes").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(sizes).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(sizes).to_be_hidden()
    expect(summary).to_be_focused()


def test_a_picture_that_cannot_be_made_is_a_sentence_under_the_chart(page: Page) -> None:
    _open(page, f"/?{AFGHANISTAN}")
    told = '{"error": {"status": 200, "message": "The server is busy."}}'
    # A status of its own would stand in the console, and every test here fails on that.
    page.route("**/export/figure*", lambda route: route.fulfill(body=told, content_type="application/json"))
    page.get_by_text("Download picture").click()
    page.locator('[data-form="png"]').first.click()
    expect(page.locator(".picture-state")).to_contain_text("The picture could not be made.")
