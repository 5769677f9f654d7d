"""What a reader has chosen stays, and Back undoes one step at a time."""

from opening import open_explore, open_more, option_of
from playwright.sync_api import Page, expect


def _choose(page: Page, control: str, option: str) -> None:
    page.locator(f"#view-{control}").click()
    option_of(page, option).click()


def test_areas_stay_from_poppy_to_coca_and_back(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=MMR&area=AFG")
    _choose(page, "substance", "Coca bush")
    expect(page.locator("#view-heading h1")).to_contain_text("Coca bush cultivation")
    page.locator("#view-form label", has_text="Panels").click()
    _choose(page, "substance", "Opium poppy")
    expect(page.locator("#view-heading .lead")).to_contain_text("Opium poppy cultivation")
    page.wait_for_function("window.location.search.includes('area=MMR&area=AFG')")


def test_the_last_area_can_be_taken_away_and_any_day_can_be_chosen(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=MMR")
    page.locator("#view-area").click()
    page.keyboard.press("Backspace")
    expect(page.locator("#view-heading")).to_contain_text("A chart needs an area")
    page.keyboard.press("Escape")
    open_more(page)
    page.get_by_label("Or any day").fill("2009-03-04")
    expect(page.locator("#view-heading .lead")).to_contain_text("As known on 2009-03-04")
    page.wait_for_function("window.location.search.includes('asof=2009-03-04')")


def test_back_closes_the_panel_of_a_number_before_it_leaves_the_page(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=AFG")
    address = page.url
    page.locator("[data-table=view] td a").first.click()
    panel = page.get_by_role("dialog", name="Where this number is from")
    expect(panel).to_be_visible()
    page.go_back()
    expect(panel).to_be_hidden()
    assert page.url == address
    page.locator("[data-table=view] td a").first.click()
    expect(panel).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    page.wait_for_function("!window.history.state?.panel")
    assert page.url == address
