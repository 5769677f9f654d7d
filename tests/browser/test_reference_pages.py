"""What a reader may expect of disagreements, coverage, sources and method in a real browser."""

import re

import pytest
from objections import objections
from playwright.sync_api import Page, expect

SURVEY = "/source/unodc-afghanistan-opium-survey-2018"
LONG_PAGES = (
    "/disagreements",
    "/disagreements?kind=producers",
    "/coverage",
    "/sources",
)
# The same pages with less on them, where what is judged is how they are made and each cell takes its time, and others.
PAGES = (
    "/disagreements?area=MMR",
    "/disagreements?kind=producers&area=MEX",
    "/coverage?area=MMR",
    "/coverage?indicator=opium-price",
    "/sources?year=2018",
    "/sources?q=nothing+like+this",
    SURVEY,
    "/method",
)
# Numerals that lead nowhere and have no need to: years, and what belongs to a name or an address.
UNLINKED_FIGURES = """() => {
    const figure = /\\d[\\d,.]*\\s?(ha|t|kg|%|hectares|tons|tonnes|USD)\\b|\\d{1,3}(,\\d{3})+|\\d+(\\.\\d+)?\\s?%/;
    const bounds = /(less than|nothing to) [\\d,]+ hectares/g;
    const counts = 'h1, caption, .visually-hidden, .count, button, summary, .citation, code, .lead';
    const walker = document.createTreeWalker(document.querySelector('#page'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (!figure.test(node.textContent.replace(bounds, ""))) continue;
        if (node.parentElement.closest('a') || node.parentElement.closest(counts)) continue;
        found.push(node.textContent);
    }
    return found;
}"""


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(page.locator("#page h1")).to_be_visible()


@pytest.mark.parametrize("address", PAGES)
def test_everyone_can_use_the_page_whatever_they_see_or_hear_and_no_figure_stands_without_a_link(
    page: Page, address: str
) -> None:
    _open(page, address)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate(UNLINKED_FIGURES) == []
    assert objections(page) == []


@pytest.mark.parametrize("address", LONG_PAGES)
def test_no_figure_on_a_long_page_stands_without_a_link(page: Page, address: str) -> None:
    _open(page, address)
    for summary in page.locator("summary").all():
        summary.click()
    assert page.evaluate(UNLINKED_FIGURES) == []


@pytest.mark.parametrize("address", ["/disagreements", "/coverage", "/sources"])
@pytest.mark.first_visit
def test_nothing_jumps_when_the_controls_come(page: Page, address: str) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) window.shift += entry.value;"
        " }).observe({ type: 'layout-shift', buffered: true })"
    )
    _open(page, address)
    expect(page.locator(".controls input").first).to_be_visible()
    assert page.evaluate("window.shift") < 0.05


def test_typing_in_the_search_box_narrows_the_library_and_the_address_keeps_it(page: Page) -> None:
    _open(page, "/sources")
    box = page.locator("#page").get_by_label("Search")
    box.fill("shupl")
    expect(page.locator("#page h1")).to_have_text(re.compile("^One of "))
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(box).to_be_focused()
    assert page.url.endswith("/sources?q=shupl")
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(box).to_have_value("shupl")


def test_a_choice_and_a_search_work_together(page: Page) -> None:
    _open(page, "/sources?q=afghanistan")
    page.get_by_role("combobox", name="Kind").click()
    page.get_by_role("option", name="Survey", exact=True).click()
    expect(page.locator("#page h1")).to_have_text(re.compile("sources fit this selection"))
    kinds = page.locator("tbody tr td:nth-child(4)")
    expect(kinds.first).to_have_text("Survey")
    assert set(kinds.all_text_contents()) == {"Survey"}
    assert "kind=survey" in page.url and "q=afghanistan" in page.url


def test_the_kinds_of_disagreement_are_links_that_keep_the_choice(page: Page) -> None:
    _open(page, "/disagreements?area=AFG")
    page.get_by_role("navigation", name="Kinds of disagreement").get_by_role("link", name="Misprint").click()
    expect(page.locator("#page h1")).to_have_text(re.compile("^Misprints stand against"))
    assert "kind=misprint" in page.url and "area=AFG" in page.url
    row = page.locator("tbody tr", has_text="Afghanistan 2018")
    expect(row.get_by_role("link", name="263,000 ha")).to_have_attribute(
        "href", "/number/opium-poppy-cultivation/AFG/2018/unodc"
    )
    expect(row.get_by_role("link", name="236,000 ha")).to_have_attribute("href", "/source/unodc-kabul-2018-12-03")


def test_each_sign_of_the_grid_leads_to_its_number_and_says_what_it_means(page: Page) -> None:
    _open(page, "/coverage?producer=unodc&area=AFG")
    row = page.get_by_role("row", name=re.compile("^Afghanistan"))
    cell = row.locator('a[href="/number/opium-poppy-cultivation/AFG/2018/unodc"]')
    expect(cell).to_have_attribute("aria-label", re.compile("^known, with a range, "))
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/number/opium-poppy-cultivation/AFG/2018/unodc")


def test_arrow_keys_walk_over_the_grid(page: Page) -> None:
    _open(page, "/coverage?producer=unodc&area=AFG")
    page.locator('.coverage a[href="/number/opium-poppy-cultivation/AFG/2018/unodc"]').focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(':focus[href="/number/opium-poppy-cultivation/AFG/2017/unodc"]')).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator(':focus[href="/number/opium-poppy-cultivation/AF-BDS/2017/unodc"]')).to_have_count(1)


def test_choosing_an_indicator_draws_its_grid_and_names_it_in_the_address(page: Page) -> None:
    _open(page, "/coverage")
    page.get_by_role("combobox", name="Indicator").click()
    page.get_by_role("option", name="Coca bush cultivation").click()
    expect(page.locator("#page h1")).to_have_text(re.compile("^Coca bush cultivation"))
    expect(page.get_by_role("row", name=re.compile("^Colombia")).first).to_be_visible()
    assert "indicator=coca-bush-cultivation" in page.url


def test_a_link_to_a_word_of_the_glossary_opens_at_it(page: Page) -> None:
    _open(page, "/method#term-vintage")
    expect(page.locator("#term-vintage")).to_be_in_viewport()


def test_the_tables_can_be_read_without_scripts(browser_without_scripts: Page) -> None:
    page = browser_without_scripts
    page.goto("/disagreements?kind=misprint")
    expect(page.get_by_role("link", name="236,000 ha")).to_have_attribute("href", "/source/unodc-kabul-2018-12-03")
    page.goto("/coverage")
    expect(page.locator('a[href="/number/opium-poppy-cultivation/AFG/2018/unodc"]')).to_be_visible()


WIDE_TABLES = [
    "/disagreements",
    "/disagreements?kind=producers",
    "/sources",
    "/coverage",
    "/?area=AFG&form=map&year=2018",
]


@pytest.mark.parametrize("address", WIDE_TABLES)
def test_on_a_telephone_the_first_column_stays_with_its_heading_and_leaves_room(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)
    frame = page.locator(".table-scroll").first
    assert "local" in frame.evaluate("frame => getComputedStyle(frame).backgroundAttachment"), "a shade tells of more"
    frame.evaluate("frame => { frame.scrollLeft = 140 }")
    box = frame.bounding_box()
    assert box is not None
    for cell in ("thead th", "tbody th"):
        first = frame.locator(cell).first.bounding_box()
        assert first is not None
        assert first["x"] == pytest.approx(box["x"], abs=1)
        assert first["width"] < box["width"] / 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_telephone_the_title_of_a_source_takes_few_lines(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?area=AFG&form=map&year=2018")
    expect(page.locator("#first-paint")).to_have_count(0)
    cell = page.locator("[data-table=view] tbody tr").first.bounding_box()
    assert cell is not None
    assert cell["height"] < 80  # pixels, of three lines
