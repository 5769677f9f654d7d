"""The picture that the server draws of the chart: there at once, and nothing moves when plotly takes over."""

import pytest
from playwright.sync_api import Page, Route

MOST_SHIFT = 0.02
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
PLACES = """
(selectors) => selectors.map((selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
})
"""


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.first_visit
def test_nothing_moves_when_the_chart_takes_the_place_of_its_picture(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(WATCH_SHIFTS)
    page.goto("/")
    page.locator("#first-paint").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shifted") < MOST_SHIFT


@pytest.mark.first_visit
def test_the_picture_stands_exactly_where_the_chart_will_be(page: Page) -> None:
    def hold_back(route: Route) -> None:
        held.append(route)

    held: list[Route] = []
    page.route("**/plotly.min.js*", hold_back)
    page.goto("/", wait_until="commit")
    page.locator(".still .still-callout").wait_for()
    page.wait_for_function("[...document.querySelectorAll('link[rel=stylesheet]')].every((link) => link.sheet)")
    before = page.evaluate(PLACES, [".chart-space", ".still-callout"])
    for route in held:
        route.continue_()
    page.locator("#first-paint").wait_for(state="detached")
    box = '.js-plotly-plot .annotation:has(rect.bg[style*="stroke: rgb(192, 52, 29)"]) .annotation-text-g'
    after = page.evaluate(PLACES, [".js-plotly-plot", box])
    for was, now in zip(before, after, strict=True):
        assert was == pytest.approx(now, abs=1.5)


def test_without_scripts_the_cited_number_leads_to_its_page(browser_without_scripts: Page) -> None:
    browser_without_scripts.goto("/")
    browser_without_scripts.locator(".still-callout a", has_text="263,000 ha").click()
    assert browser_without_scripts.url.endswith("/number/opium-poppy-cultivation/AFG/2018/unodc")
