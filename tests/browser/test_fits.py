"""The chart of the start page is where the eye falls: half of it stands on the first screen, however small that is."""

import re

import pytest
from opening import open_explore
from playwright.sync_api import Page, expect


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1024, 768), (1440, 900), (720, 450)])
def test_half_of_the_chart_stands_on_the_first_screen(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_explore(page)
    box = page.locator("#chart .plot-container").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] / 2 <= height
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1440])
def test_what_few_need_is_behind_a_button_that_says_how_much_is_set(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_explore(page)
    more = page.get_by_role("button", name="More choices")
    expect(page.locator("#view-asof")).to_be_hidden()
    expect(page.locator("#view-measure")).to_be_visible(visible=width == 1440)  # used often: shown where there is room
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    page.locator("#view-measure").click()
    page.get_by_role("option", name="Index (a year = 100)").click()
    expect(page.locator("#view-heading")).to_contain_text("index")
    expect(page.locator("#view-measure")).to_be_visible()
    expect(more).to_have_text(re.compile(r"\(2 set\)"))  # the measure and its base year
