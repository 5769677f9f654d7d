"""Behind a proxy that serves the dashboard under a path of its own, everything works and leads to that path."""

import re
from collections.abc import Iterator

import pytest
from opening import open_explore
from playwright.sync_api import Page, Request, expect

EVENTS = "indicator=opium-poppy-cultivation&area=AFG&layer=annotations&layer=events"
# Where each link leads by itself, in a new tab for example: HTML links and those inside a drawn chart.
_LINKS = """() => [...document.querySelectorAll("a")].map(
    (link) => new URL(link.getAttribute("href") ?? link.getAttribute("xlink:href"), location.href).href)"""


@pytest.fixture
def beside(mounted_page: Page, mounted: str) -> Iterator[list[str]]:
    """The requests that miss the path of the dashboard; there are none in the end."""
    missed: list[str] = []

    def look_at(request: Request) -> None:
        if request.url.startswith("http") and not request.url.startswith(f"{mounted}/"):
            missed.append(request.url)

    mounted_page.on("request", look_at)
    yield missed
    assert missed == []


def test_pages_follow_one_another_below_the_path(mounted_page: Page, mounted: str, beside: list[str]) -> None:
    open_explore(mounted_page, f"{mounted}/")
    mounted_page.evaluate("window.isSameDocument = true")
    for name, path in (("Sources", "/sources"), ("Data", "/data"), ("Explore", "/")):
        mounted_page.locator(".site-navigation").get_by_role("link", name=name, exact=True).click()
        expect(mounted_page).to_have_url(f"{mounted}{path}")
        expect(mounted_page.locator('.site-navigation [aria-current="page"]')).to_have_text(name)
    mounted_page.go_back()
    expect(mounted_page).to_have_url(f"{mounted}/data")
    expect(mounted_page.locator("#page h1")).to_have_text("Data")
    assert mounted_page.evaluate("window.isSameDocument")


def test_a_number_opens_beside_its_chart_and_leads_to_its_page(
    mounted_page: Page, mounted: str, beside: list[str]
) -> None:
    open_explore(mounted_page, f"{mounted}/")
    marker = mounted_page.locator("#chart .points path").nth(20).bounding_box()
    assert marker is not None
    mounted_page.mouse.click(marker["x"] + marker["width"] / 2, marker["y"] + marker["height"] / 2)
    panel = mounted_page.get_by_role("dialog")
    expect(panel).to_contain_text("Cited source")
    mounted_page.locator("[data-table=view] td a:text-is('263,000')").click()
    expect(panel).to_contain_text("263,000 ha")
    panel.get_by_role("link", name="Open its page").click()
    expect(mounted_page).to_have_url(f"{mounted}/number/opium-poppy-cultivation/AFG/2018/unodc")
    expect(mounted_page.locator("#page h1")).to_contain_text("2018")


def test_every_link_leads_there_by_itself_those_of_a_chart_too(
    mounted_page: Page, mounted: str, beside: list[str]
) -> None:
    open_explore(mounted_page, f"{mounted}/?{EVENTS}")
    expect(mounted_page.locator("#chart .annotation a").first).to_be_attached()
    host = mounted.removesuffix("/figures")
    own = [link for link in mounted_page.evaluate(_LINKS) if link.startswith(host)]
    assert len(own) > 50
    assert [link for link in own if not link.startswith(f"{mounted}/")] == []


def test_a_frame_on_another_page_opens_numbers_and_sources_below_the_path(
    mounted_page: Page, mounted: str, beside: list[str]
) -> None:
    mounted_page.goto(f"{mounted}/embed?{EVENTS}")
    expect(mounted_page.locator("#page h1")).to_be_visible()
    link = mounted_page.locator("#chart .annotation a:has-text('263,000')").first
    expect(link).to_be_attached()
    box = link.evaluate("link => link.getBoundingClientRect().toJSON()")
    with mounted_page.context.expect_page() as opened:
        mounted_page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(opened.value).to_have_url(re.compile(rf"^{re.escape(mounted)}/(source|number)/"))
    expect(opened.value.locator("h1").first).not_to_have_text("This page does not exist")


def test_a_picture_is_drawn_with_addresses_below_the_path(mounted_page: Page, mounted: str, beside: list[str]) -> None:
    open_explore(mounted_page, f"{mounted}/?indicator=opium-poppy-cultivation&top=2020&form=map")
    expect(mounted_page.locator("#chart image")).to_have_attribute("href", re.compile("^/figures/assets/land/"))
    mounted_page.get_by_text("Download picture").first.click()
    with mounted_page.expect_download() as saved:
        mounted_page.locator("[data-picture]:visible", has_text="SVG").first.click()
    assert f"{mounted}/?indicator=" in saved.value.path().read_text()
