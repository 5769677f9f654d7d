"""Every page fits every screen, and of the start page half of the chart stands on the first one."""

import re

import pytest
from opening import open_explore
from playwright.sync_api import Page, expect

from dashboard.pages.routes import ROUTES
from dashboard.server.urls import PINNED, parts_of

TELEPHONE_AT_200_PERCENT = (195, 422)
# A telephone, the smallest, a small and a usual and a large screen, and the usual and the small one at 200 %.
SCREENS = ((390, 844), (320, 640), (1024, 768), (1440, 900), (1920, 1080), (720, 450), (512, 384))
CHARTS = (
    "/",
    "/?area=AFG&area=MMR&area=LAO&area=MEX&area=COL&area=PAK",
    "/?area=AFG&form=map&year=2018",
    "/?indicator=population&form=map&year=2018",
    "/?with=opium-production&area=AFG&area=MMR",
    "/?with=opium-eradication&area=AFG&form=scatter",
    "/?group=parts-of-AFG&form=stack",
    "/?indicator=opium-production&top=2018",
    "/?area=AFG&scale=log",
    "/?area=AFG&asof=2018",
)
PAGES = (
    *("/afghanistan-2018", "/briefing/MMR/2023", "/number/opium-poppy-cultivation/AFG/2018/unodc"),
    "/computed/change?of=opium-production/AFG/2018/unodc&of=opium-production/AFG/2017/unodc",
    *("/place", "/place/AFG", "/topic", "/topic/cultivation-and-production", "/disagreements?area=AFG"),
    *("/disagreements?kind=producers&area=AFG", "/coverage?area=MMR", "/sources?q=unodc", "/method", "/check"),
    *("/source/unodc-afghanistan-opium-survey-2018", "/data", "/data/api", "/search?q=263,000", "/search?q=helmand"),
    *("/embed?area=AFG", "/nothing-here", "/?group=parts-of-AFG&form=bar&year=2018"),
    "/?group=parts-of-AFG&form=panels",
)
# How much of a page lies beyond the screen, which wide tables no key scrolls, what of the first screen is covered by
# something else, and what is cut.
FAULTS = """() => {
  const { clientWidth, clientHeight, scrollWidth } = document.documentElement;
  const name = (part) => `${part.tagName} ${part.className} ${part.textContent.slice(0, 40)}`;
  const found = scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px beyond the screen`] : [];
  window.scrollTo(0, 0);
  for (const frame of document.querySelectorAll("main .table-scroll")) {
    const isWide = frame.scrollWidth > frame.clientWidth && frame.checkVisibility();
    if (isWide && frame.tabIndex < 0) found.push(`${name(frame)} cannot be scrolled with keys`);
  }
  const scrolled = ".visually-hidden, svg, .table-scroll, .site-navigation, .mantine-MultiSelect-pillsList";
  const parts = document.querySelectorAll("main :is(a, button, input, summary, label, h1, h2), header :is(a, button)");
  for (const part of parts) {
    if (part.closest(scrolled) || !part.checkVisibility({ opacityProperty: true })) continue;
    const [{ left, top, width, height }] = [...part.getClientRects(), new DOMRect()];
    const [x, y] = [left + width / 2, top + height / 2];
    if (width < 2 || x < 0 || y < 0 || x > clientWidth || y > clientHeight) continue;
    const seen = document.elementFromPoint(x, y);
    if (seen && !part.contains(seen) && !seen.contains(part)) found.push(`${name(part)} under ${name(seen)}`);
    const { overflowX, textOverflow } = getComputedStyle(part);
    const hides = overflowX === "hidden" && textOverflow === "clip";
    if (hides && part.scrollWidth > part.clientWidth + 1) found.push(`${name(part)} is cut`);
  }
  return found;
}"""

# Of the legends of the chart, how far their tops lie within what is drawn.
LEGENDS = """() => [...document.querySelectorAll("#chart .chart-graph")].flatMap((graph) => {
  const { t, h } = graph._fullLayout._size;
  const bottom = graph.getBoundingClientRect().top + t + h;
  const tops = [...graph.querySelectorAll(".legend")].map((legend) => legend.getBoundingClientRect().top);
  return tops.map((top) => Math.round(bottom - top)).filter((inside) => inside > 0);
})"""
# Days, spans of years and numbers with units that lie in two lines; a citation is as wide as its frame.
BROKEN = """() => {
  const pattern = new RegExp(document.documentElement.dataset.unbroken, "gu");
  const [range, found] = [document.createRange(), []];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text.parentElement.closest("script, pre") || !text.parentElement.checkVisibility()) continue;
    for (const match of text.data.matchAll(pattern)) {
      range.setStart(text, match.index);
      range.setEnd(text, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) found.push(`${match[0]} in ${text.data.slice(0, 60)}`);
    }
  }
  return found;
}"""
# The texts of the chart that cover each other, or reach beyond it; dots of events and marks are small in their lines.
CROWDED = """() => {
  const texts = [...document.querySelectorAll("#chart .main-svg text")].filter((text) => {
    const isSeen = text.getBoundingClientRect().width > 0 && text.checkVisibility({ opacityProperty: true });
    return isSeen && !["", "•", "?"].includes(text.textContent.trim());
  });
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  const edge = document.querySelector("#chart .main-svg").getBoundingClientRect();
  const isCut = ([, box]) => box.left < edge.left - 2 || box.right > edge.right + 2;
  const found = boxes.filter(isCut).map(([text]) => `${text} is cut`);
  boxes.forEach(([text, one], place) => {
    for (const [other, two] of boxes.slice(place + 1)) {
      const across = Math.min(one.right, two.right) - Math.max(one.left, two.left);
      const down = Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top);
      if (across > 3 && down > 4) found.push(`${text} meets ${other}`);
    }
  });
  return found;
}"""
ROWS = "parts => new Set(parts.map((part) => Math.round(part.getBoundingClientRect().top))).size"


@pytest.mark.parametrize("address", (*CHARTS, *PAGES))
def test_a_page_fits_every_screen(page: Page, address: str) -> None:
    if address.startswith("/?") or address == "/":
        open_explore(page, address)
    else:
        page.goto(address)
        if address != "/check":
            expect(page.locator("#first-paint")).to_have_count(0)
    for width, height in (TELEPHONE_AT_200_PERCENT, *SCREENS):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")
        assert page.evaluate(FAULTS) == [], (width, height)
        if (width, height) == TELEPHONE_AT_200_PERCENT:
            continue  # where a long number with its unit is wider than the screen
        assert page.evaluate(BROKEN) == [], (width, height)
        if address in CHARTS:
            assert page.evaluate(LEGENDS) == [], (width, height)
            assert page.evaluate(CROWDED) == [], (width, height)
            rows_of_areas = page.locator(".bar .mantine-Pill-root").evaluate_all(ROWS)
            assert rows_of_areas <= 2 or width < 1024, (width, height)
            box = page.locator("#chart .plot-container").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] / 2 <= height, (width, height)


def test_every_kind_of_page_is_looked_at() -> None:
    paths = [address.partition("?")[0] for address in (*CHARTS, *PAGES)]
    kinds = {route.pattern for route in ROUTES} - {PINNED}  # which is a page of a chart, with an address of its own
    assert {kind for kind in kinds if not any(parts_of(kind, path) is not None for path in paths)} == set()


@pytest.mark.parametrize("width", [390, 1920])
def test_what_few_need_is_behind_a_button_that_says_how_much_is_set(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_explore(page)
    more = page.get_by_role("button", name="More choices")
    expect(page.locator("#view-asof")).to_be_hidden()
    expect(page.locator("#view-measure")).to_be_hidden()
    expect(more).to_have_attribute("aria-expanded", "false")
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    page.locator("#view-measure").click()
    page.get_by_role("option", name="Index (a year = 100)").click()
    expect(page.locator("#view-heading")).to_contain_text("index")
    expect(page.locator("#view-measure")).to_be_visible()
    expect(more).to_have_text(re.compile(r"\(2 set\)"))  # the measure and its base year
