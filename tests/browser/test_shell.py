"""What a reader may expect of every page: links, Back, focus, themes, narrow screens, no needless weight."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from dashboard.pages.frame.document import NAVIGATION

TOTAL_ON_THE_WIRE = 950_000
# What the titles of the pages begin with, or contain.
COVERAGE = re.compile("[\\d,]+ figures, [\\d,]+ gaps")
SOURCES = re.compile("sources stand behind the figures")
METHOD = "How the figures are made"


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#first-paint")).to_have_count(0)


def _until(page: Page, expression: str) -> None:
    """Wait for a condition. Playwright's own way evaluates a string in the page, which our policy forbids."""
    deadline = time.monotonic() + 120
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, f"never came true: {expression}"


def _mark_document(page: Page) -> None:
    """Leave a mark that a new document would not have."""
    page.evaluate("window.sameDocument = true")


def _is_same_document(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


def test_the_page_is_there_with_the_first_layout_and_no_callback(page: Page) -> None:
    callbacks = []
    page.on("request", lambda request: callbacks.append(request.url) if "_dash-update" in request.url else None)
    _open(page, "/disagreements")
    expect(page.locator("#page h1")).to_be_visible()
    assert callbacks == []


@pytest.mark.first_visit
def test_the_page_can_be_read_before_any_script_has_run_and_then_nothing_jumps(page: Page) -> None:
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries()) window.shift += entry.value;"
        " }).observe({ type: 'layout-shift', buffered: true })"
    )
    document = page.goto("/")
    assert document is not None
    heading = page.locator("#page h1").text_content()
    assert heading is not None
    written = re.search("<h1>(.*?)</h1>", document.text())
    assert written is not None
    assert re.sub("<[^>]+>", "", written[1]) == heading
    expect(page.locator("#first-paint")).to_have_count(0)
    expect(page.locator("#page")).to_be_visible()
    assert page.evaluate("window.shift") < 0.02


def test_a_link_brings_the_next_page_without_a_new_document(page: Page) -> None:
    _open(page, "/disagreements")
    _mark_document(page)
    page.get_by_role("link", name="Method", exact=True).click()
    page.wait_for_url("**/method")
    expect(page).to_have_title(re.compile("^Method: "))
    expect(page.locator("#page h1")).to_be_focused()
    expect(page.locator('.site-navigation a[aria-current="page"]')).to_have_text("Method")
    assert _is_same_document(page)


def test_the_pages_in_the_head_are_one_row_with_room_to_spare_where_letters_are_wider(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    _open(page, "/method")
    room = page.locator(".site-navigation").evaluate(
        "nav => nav.getBoundingClientRect().right - nav.querySelector('li:last-child').getBoundingClientRect().right"
    )
    assert room > 12
    assert page.locator(".site-navigation").evaluate("nav => nav.clientHeight") < 70


def test_back_and_forward_return_to_page_and_position(page: Page) -> None:
    _open(page, "/sources")
    page.evaluate("window.scrollTo(0, 250)")
    # Followed from where the reader is; the click of a test would first scroll to the link.
    page.get_by_role("link", name="Coverage", exact=True).evaluate("link => link.click()")
    expect(page.locator("#page h1")).to_have_text(COVERAGE)
    _until(page, "window.scrollY === 0")
    page.go_back()
    expect(page.locator("#page h1")).to_have_text(SOURCES)
    _until(page, "Math.abs(window.scrollY - 250) < 3")
    page.go_forward()
    expect(page.locator("#page h1")).to_have_text(COVERAGE)


def test_reload_shows_the_same_page(page: Page) -> None:
    _open(page, "/disagreements")
    page.get_by_role("link", name="Coverage", exact=True).click()
    expect(page).to_have_title(COVERAGE)
    page.reload()
    expect(page.locator("#page h1")).to_have_text(COVERAGE)


@pytest.mark.first_visit
def test_a_click_with_a_modifier_opens_a_new_tab(page: Page) -> None:
    _open(page, "/disagreements")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Method", exact=True).click(modifiers=["Control"])
    opened.value.wait_for_url("**/method")
    assert page.url.endswith("/disagreements")


def test_a_script_changes_the_query_without_a_new_page_and_back_undoes_it(page: Page) -> None:
    _open(page, "/disagreements")
    requests = []
    page.on("request", lambda request: requests.append(request.url) if "_dash-" in request.url else None)
    page.evaluate("dashboardAddress.replace('from=2010')")
    page.evaluate("dashboardAddress.push('from=2011')")
    assert page.url.endswith("/disagreements?from=2011")
    assert page.evaluate("dashboardAddress.current()") == {"path": "/disagreements", "query": "from=2011"}
    assert requests == []
    page.evaluate(
        "window.addEventListener('dashboard:address', (event) => {"
        " window.offered = event.detail.query; event.preventDefault(); })"
    )
    page.go_back()
    _until(page, "window.offered === 'from=2010'")
    assert page.url.endswith("/disagreements?from=2010")
    assert requests == []


def test_without_a_referrer_the_page_still_comes(page: Page) -> None:
    page.route("**/_dash-layout", lambda route: route.continue_(headers={**route.request.headers, "referer": ""}))
    _open(page, "/method?x=1")
    expect(page.locator("#page h1")).to_have_text(METHOD)


def test_an_unknown_address_is_a_404_with_a_way_out(page: Page) -> None:
    answer = page.goto("/no/such/page")
    assert answer is not None
    assert answer.status == 404
    expect(page.locator("#page h1")).to_have_text("This page does not exist")
    page.locator("#page").get_by_role("link", name="all sources").click()
    expect(page.locator("#page h1")).to_have_text(SOURCES)


def test_the_keyboard_reaches_the_content_first(page: Page) -> None:
    _open(page, "/disagreements")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_follow_the_system_until_the_reader_chooses(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    _open(page, "/disagreements")
    root = page.locator("html")
    expect(root).to_have_attribute("data-mantine-color-scheme", scheme)
    other = {"light": "dark", "dark": "light"}[scheme]
    page.get_by_role("button", name=f"{other} colours").click()
    expect(root).to_have_attribute("data-mantine-color-scheme", other)
    expect(page.get_by_role("button", name=f"{other} colours")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(root).to_have_attribute("data-mantine-color-scheme", other)
    page.locator("#page h1").wait_for()
    expect(root).to_have_attribute("data-mantine-color-scheme", other)


@pytest.mark.parametrize("path", ["/", "/number/opium-poppy-cultivation/AFG/2018/unodc"])
def test_nothing_is_wider_than_a_telephone(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    _open(page, path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.first_visit
def test_a_first_visit_with_a_chart_stays_below_the_budget(page: Page) -> None:
    _wait_for_best_compression(page)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    addresses: list[str] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.on("request", lambda request: addresses.append(request.url))
    _open(page, "/")
    page.locator(".js-plotly-plot .main-svg").first.wait_for()
    page.wait_for_load_state("networkidle")
    assert sum(sizes) <= TOTAL_ON_THE_WIRE
    assert not [address for address in addresses if "package_data/plotly" in address]
    assert len([address for address in addresses if "plotly.min" in address]) == 1


def _wait_for_best_compression(page: Page) -> None:
    """The best encodings are made in the background after the first start on a machine."""
    page.goto("/healthz")
    _until(page, "fetch('/healthz').then((answer) => answer.json()).then((health) => health.compressed)")


def test_pages_without_a_chart_do_not_fetch_the_chart_library(page: Page) -> None:
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    _open(page, "/method")
    page.wait_for_load_state("networkidle")
    assert not [address for address in addresses if "plotly" in address]


def test_without_javascript_the_reader_learns_what_the_page_is_and_can_move_on(browser_without_scripts: Page) -> None:
    page = browser_without_scripts
    page.goto("/method")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_count(len(NAVIGATION))


# The tables are tried on data of our own, so that no page has to stay as it is.
_DRAW = """(data) => {
    const page = document.querySelector('#page');
    if (!page.querySelector('[data-table=trial]')) page.innerHTML = '<div data-table="trial"></div>';
    return window.dash_clientside.dashboardTable.draw(data);
}"""


def _draw(page: Page, rows: list[object], numeric: bool = True, unit: str = "ha") -> None:
    columns = [
        {"title": "Name", "numeric": False, "sortable": True, "note": ""},
        {"title": "Value", "numeric": numeric, "sortable": True, "note": unit},
    ]
    data = {"name": "trial", "caption": "A trial", "columns": columns, "rows": rows}
    assert page.evaluate(_DRAW, data) == str(len(rows))


def test_a_table_sorts_by_its_headings_and_keeps_the_empty_last(page: Page) -> None:
    _open(page, "/method")
    _draw(page, [["b", "1,000"], ["a", {"text": "–", "sort": None}], ["c", "20"]])
    first_cells = page.locator("tbody th")
    heading = page.get_by_role("columnheader", name="Value")
    heading.get_by_role("button").click()
    expect(first_cells).to_have_text(["b", "c", "a"])
    expect(heading).to_have_attribute("aria-sort", "descending")
    heading.get_by_role("button").click()
    expect(first_cells).to_have_text(["c", "b", "a"])
    expect(heading).to_have_attribute("aria-sort", "ascending")


def test_the_order_that_a_reader_has_chosen_stays_when_a_table_is_drawn_anew(page: Page) -> None:
    _open(page, "/method")
    _draw(page, [["b", "1,000"], ["c", "20"]])
    first_cells = page.locator("tbody th")
    heading = page.get_by_role("columnheader", name="Value")
    heading.get_by_role("button").click()
    heading.get_by_role("button").click()
    _draw(page, [["b", "1,000"], ["c", "20"], ["d", "3"]])
    expect(first_cells).to_have_text(["d", "c", "b"])
    expect(heading).to_have_attribute("aria-sort", "ascending")
    _draw(page, [["b", "1,000"], ["c", "20"]], unit="t")
    expect(first_cells).to_have_text(["b", "c"])
    expect(heading).to_have_attribute("aria-sort", "none")


def test_nothing_in_a_table_becomes_markup_or_a_script(page: Page) -> None:
    _open(page, "/method")
    markup = "<img src=x onerror=alert(1)>"
    bad = ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)"]
    rows = [[{"text": markup, "note": markup, "title": markup, "href": address}, markup] for address in bad]
    _draw(page, [*rows, [{"text": "good", "href": "https://example.org/"}, {"text": "own", "href": "/sources"}]])
    assert page.locator("#page img").count() == 0
    assert page.locator("#page a").evaluate_all("links => links.map((link) => link.getAttribute('href'))") == [
        "https://example.org/",
        "/sources",
    ]


def test_two_thousand_rows_are_drawn_at_once_and_all_on_demand(page: Page) -> None:
    _open(page, "/method")
    _draw(page, [[f"row {index}", str(index)] for index in range(2000)])
    assert page.locator("tbody tr").count() < 2000
    page.get_by_role("button", name="Show all 2,000 rows").click()
    expect(page.locator("tbody tr")).to_have_count(2000)


def test_a_source_named_on_a_chart_is_followed_without_a_new_document(page: Page) -> None:
    page.goto("/?indicator=opium-poppy-cultivation&area=AFG&layer=events")
    link = page.locator("#chart .annotation a:has-text('Taliban decree')").first
    expect(link).to_be_attached()
    expect(page.locator("#page h1")).to_be_visible()
    _mark_document(page)
    box = link.evaluate("link => link.getBoundingClientRect().toJSON()")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/source/the-news-2022-04-04$"))
    assert _is_same_document(page)
