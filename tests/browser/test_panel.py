"""Every number that a reader sees opens its sources beside it."""

import re

import pytest
from opening import open_explore
from playwright.sync_api import Page, expect


@pytest.mark.parametrize(
    "number",
    [
        "[data-table=view] td a:text-is('263,000')",
        "h1 a:text-is('328,000 ha')",
        "#view-words a:text-is('328,000 ha')",
        ".annotation a:has-text('263,000 ha')",
    ],
)
def test_a_click_on_any_number_opens_its_sources_beside_it(page: Page, number: str) -> None:
    open_explore(page)
    link = page.locator(f"#page {number}").first
    if number.startswith(".annotation"):
        box = link.evaluate("link => link.getBoundingClientRect().toJSON()")
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        link.click()
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("Cited source")
    assert "/number/" not in page.url
    panel.get_by_role("link", name="Open its page").click()
    expect(page).to_have_url(re.compile(r"/number/opium-poppy-cultivation/AFG/201[78]/unodc$"))


def test_a_click_beside_the_words_of_a_callout_opens_its_number(page: Page) -> None:
    open_explore(page)
    box = page.locator(".annotation-text-g", has_text="2018: 263,000 ha").locator("rect.bg").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 4, box["y"] + 12)
    expect(page.get_by_role("dialog")).to_contain_text("263,000 ha")


def test_the_focus_is_back_where_it_was_when_the_panel_closes(page: Page) -> None:
    open_explore(page)
    marker = page.locator("#chart .points path").nth(30).bounding_box()
    assert marker is not None
    page.mouse.click(marker["x"] + marker["width"] / 2, marker["y"] + marker["height"] / 2)
    _close_panel(page)
    expect(page.locator("#chart-frame")).to_be_focused()
    cell = page.locator("[data-table=view] td a").first
    cell.click()
    _close_panel(page)
    expect(cell).to_be_focused()


def _close_panel(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_contain_text("Cited source")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_number_stays_where_it_is_in_the_window_when_the_page_moves_aside_for_its_panel_and_back(page: Page) -> None:
    open_explore(page)
    number = page.locator("[data-table=view] td a").first
    number.scroll_into_view_if_needed()
    before = number.evaluate("number => number.getBoundingClientRect().top")
    moved = "([number, before]) => Math.abs(number.getBoundingClientRect().top - before) < 3"
    number.click()
    expect(page.get_by_role("dialog")).to_contain_text("Cited source")
    page.wait_for_function(moved, arg=[number.element_handle(), before])
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_function(moved, arg=[number.element_handle(), before])


def test_the_focus_goes_back_to_the_number_that_was_opened_last(page: Page) -> None:
    open_explore(page)
    numbers = page.locator("[data-table=view] td:nth-child(2) a")
    numbers.nth(0).click()
    expect(page.get_by_role("dialog")).to_contain_text("Afghanistan 2025")
    numbers.nth(1).click()
    expect(page.get_by_role("dialog")).to_contain_text("Afghanistan 2024")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(numbers.nth(1)).to_be_focused()


def test_what_can_be_done_with_a_number_comes_before_everyone_else_who_printed_it(page: Page) -> None:
    open_explore(page)
    page.locator("[data-table=view] td a:text-is('263,000')").click()
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("button", name="Copy number with citation")).to_be_in_viewport()
    said = panel.inner_text()
    assert said.index("Cited source") < said.index("Report a mistake") < said.index("Everyone else")


@pytest.mark.first_visit
def test_a_computed_number_is_copied_with_what_went_in(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_explore(page, "/?area=AFG&measure=change")
    page.locator("[data-table=view] td a:text-is('−19.8 %')").first.click()
    panel = page.get_by_role("dialog")
    copy_number, copy_link = (
        panel.locator("[data-copy='#number-citation']"),
        panel.locator("[data-copy='#number-link']"),
    )
    copy_number.click()
    expect(copy_number).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "Opium poppy cultivation in Afghanistan: change from 2017 to 2018: −19.8 %, computed from: "
    )
    for part in ("2018 (UNODC): 263,000 ha", "2017 (UNODC): 328,000 ha", "Afghanistan Opium Survey 2018", ", edition "):
        assert part in copied
    copy_link.click()
    expect(copy_link).to_have_text("Copied")
    assert "/computed/change?of=" in page.evaluate("navigator.clipboard.readText()")
    panel.get_by_role("link", name="Open its page").click()
    expect(page).to_have_url(re.compile("/computed/change"))
    expect(page.get_by_role("button", name="Copy number with citation")).to_be_visible()
    expect(page.get_by_role("link", name="Open its page")).to_have_count(0)


def test_a_click_on_a_point_opens_its_sources_and_escape_closes_them(page: Page) -> None:
    open_explore(page)
    point = page.locator("#chart .points path").nth(20)
    box = point.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    panel = page.get_by_role("dialog")
    expect(panel.get_by_role("heading", level=2).last).to_contain_text("Opium poppy cultivation, Afghanistan")
    expect(panel).to_contain_text("Cited source")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def test_the_keyboard_walks_the_points_and_enter_opens_one(page: Page) -> None:
    open_explore(page)
    frame = page.locator("#chart-frame")
    frame.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    expect(panel).to_contain_text("Opium poppy cultivation, Afghanistan 2024")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(frame).to_be_focused()


def test_the_panel_shows_value_range_source_and_everyone_else(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=AFG&producer=unodc&from=2018&to=2018")
    page.locator("#chart-frame").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog")
    for words in (
        "263,000 ha",
        "242,000–283,000",
        "Afghanistan Opium Survey 2018 - Cultivation and Production",
        "misprint",
        "236,000 ha",
        "Besides the one cited, 13 sources print this value or one that fits it.",
    ):
        expect(panel).to_contain_text(words)


def test_a_shape_of_the_map_opens_its_number(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&area=AFG&form=map&year=2018")
    page.locator("#chart-frame").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("2018")


def test_every_piece_of_a_stack_can_be_pointed_at_and_opens_its_number(page: Page) -> None:
    open_explore(page, "/?indicator=opium-poppy-cultivation&group=golden-triangle&form=stack")
    pieces = page.locator("#chart .barlayer .trace").nth(0).locator(".point path")
    expect(pieces.first).to_be_attached()
    years = page.evaluate("document.querySelector('#chart .js-plotly-plot, #chart.js-plotly-plot').data[0].x")
    name = page.evaluate("document.querySelector('#chart .js-plotly-plot, #chart.js-plotly-plot').data[0].name")
    for year in (2018, 2023):
        box = pieces.nth(years.index(year)).bounding_box()
        assert box is not None
        page.mouse.move(5, 5)
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.locator("#chart .hoverlayer")).to_contain_text(f"{name} {year}")
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        expect(page.get_by_role("dialog")).to_contain_text(f"{name} {year}")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
