"""The search box in the head of every page, with a keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

# What of the head the open box covers.
COVERED = """() => {
  const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
  const isCovered = (part) => {
    const box = part.getBoundingClientRect();
    return box.left < right - 1 && box.right > left + 1 && box.top < bottom - 1 && box.bottom > top + 1;
  };
  const parts = [...document.querySelectorAll(".site-header :is(a, button)")].filter(isCovered);
  return parts.filter((part) => !part.closest(".search-panel")).map((part) => part.textContent);
}"""


@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (1440, 900), (1100, 800), (1024, 768), (720, 450), (512, 384)]
)
def test_the_open_box_covers_nothing_of_the_head(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/method")
    expect(page.locator("#first-paint")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search everything")).to_be_focused()
    assert page.evaluate(COVERED) == []


def test_a_keyboard_alone_finds_helmand_from_any_page(page: Page) -> None:
    page.goto("/method")
    expect(page.locator("#first-paint")).to_have_count(0)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Search everything")
    expect(box).to_be_focused()
    page.keyboard.type("Hilmand")
    expect(page.locator("#search-panel")).to_contain_text("Helmand")
    page.keyboard.press("Escape")
    expect(page.locator("#search-panel")).to_be_hidden()
    page.keyboard.press("Backspace")
    expect(page.locator("#search-panel li").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Helmand")
    expect(page.locator("#search-panel")).to_be_hidden()


def test_a_number_typed_in_the_box_shows_who_prints_it_and_enter_leads_to_all(page: Page) -> None:
    page.goto("/search")
    page.keyboard.press("Control+k")
    page.keyboard.type("263 000 ha")
    panel = page.locator("#search-panel")
    expect(panel.locator("li").first).to_contain_text("Opium poppy cultivation, Afghanistan 2018 · cited")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search results for “263 000 ha”")
    expect(page.get_by_role("link", name="Quarterly Report to the United States Congress").first).to_be_visible()
