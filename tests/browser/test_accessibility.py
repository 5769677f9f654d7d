"""Everyone can use the pages, whatever they see or hear."""

import pytest
from objections import objections, objections_here
from opening import open_explore, open_more
from playwright.sync_api import Page, expect

PAGES = (
    "/",
    "/?indicator=opium-production&area=AFG&area=MMR&layer=events&asof=2019-11-26&compare=today",
    "/?group=parts-of-AFG&form=bar&year=2018",
    "/?area=AFG&form=map&year=2018",
    "/embed?area=AFG",
    "/briefing/MMR/2023",
    "/number/opium-poppy-cultivation/AFG/2018/unodc",
    "/computed/change?of=opium-production/AFG/2018/unodc&of=opium-production/AFG/2017/unodc",
    "/place/golden-triangle",
    "/topic",
    "/search?q=helmand",
    "/data",
    "/nothing-here",
)


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_to_object_to(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(page.locator("#page h1")).to_be_visible()
    assert objections(page) == []
    # Axe has no rule for it: a group of radios says what is chosen by them.
    expect(page.locator("[role=radiogroup]:not([aria-label], [aria-labelledby])")).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "Cited source"),
        ("/?area=AFG&measure=change", "From these figures"),
        ("/afghanistan-2018", "Cited source"),
    ],
)
def test_axe_finds_nothing_to_object_to_in_the_panel(page: Page, address: str, words: str) -> None:
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(page.locator("[data-chart] .main-svg").first).to_be_visible()
    page.locator("[data-chart]").first.focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text(words)
    # While it moves in, its texts are paler than they will be.
    expect(panel).to_have_css("opacity", "1")
    assert objections(page) == []


def test_axe_finds_nothing_to_object_to_in_an_open_list_and_in_what_is_found_while_typing(page: Page) -> None:
    open_explore(page)
    area = page.get_by_role("combobox", name="Areas")
    expect(area).to_have_attribute("aria-expanded", "false")
    open_more(page)
    measure = page.get_by_role("combobox", name="Measure", exact=True)
    measure.press("ArrowDown")
    chosen = page.get_by_role("listbox").locator("[data-combobox-selected]")
    expect(chosen).to_have_text("Figures")
    expect(measure).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    measure.press("Escape")
    area.click()
    expect(area).to_have_attribute("aria-expanded", "true")
    assert page.get_by_role("option", name="Myanmar").is_visible()
    expect(page.get_by_role("listbox", name="Areas")).to_have_id(area.get_attribute("aria-controls") or "")
    assert objections(page) == []
    page.emulate_media(color_scheme="light")
    page.keyboard.press("Escape")
    page.get_by_role("searchbox").first.press_sequentially("helmand")
    expect(page.locator("#search-panel a").first).to_be_visible()
    assert objections(page) == []


def test_axe_finds_nothing_to_object_to_where_a_reader_has_colours_of_their_own(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    open_explore(page, "/?area=AFG&form=map&year=2018")
    assert objections_here(page) == []
    page.emulate_media(forced_colors="none")


def test_every_page_has_one_first_heading_a_language_and_landmarks(page: Page) -> None:
    for address in ("/", "/afghanistan-2018", "/sources"):
        page.goto(address)
        expect(page.locator("#first-paint")).to_have_count(0)
        expect(page.locator("h1")).to_have_count(1)
        assert page.locator("html").get_attribute("lang") == "en"
        for landmark in ("banner", "navigation", "main", "contentinfo"):
            assert page.get_by_role(landmark).count() >= 1  # type: ignore[arg-type]
