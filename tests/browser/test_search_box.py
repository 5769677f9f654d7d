"""The search box in the head of every page, with a keyboard alone."""

from playwright.sync_api import Page, expect


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
