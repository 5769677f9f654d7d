"""No number stands alone: every numeral that stands for a figure leads to its number page or its source."""

import pytest
from playwright.sync_api import Page, expect

PAGES = (
    "/",
    "/?indicator=opium-production&area=AFG&area=MMR&layer=events&layer=revisions&layer=disagreement",
    "/?indicator=opium-production&area=AFG&asof=2008-12-31&compare=today",
    "/?indicator=coca-bush-cultivation&group=andean-coca&form=stack&measure=share",
    "/?group=parts-of-AFG&form=bar&year=2018",
    "/?area=AFG&form=map&year=2018",
    "/?group=golden-triangle&form=panels&measure=index&base=2010",
    "/embed?area=AFG",
    "/afghanistan-2018",
    "/briefing/COL/2020",
    "/number/opium-poppy-cultivation/AFG/2018/unodc",
    "/number/opium-production/AFG/2008/unodc",
    "/number/opium-poppy-cultivation/AF-PAN/2018/unodc",
    "/number/opium-production/AFG/2018/usg?asof=2019-11-26",
    "/computed/change?of=opium-production/AFG/2018/usg&of=opium-production/AFG/2017/usg&asof=2019-11-26",
    "/computed/change?of=opium-production/AFG/2018/unodc&of=opium-production/AFG/2017/unodc",
    "/sources",
    "/source/shupl-2019-paris-pact",
    "/source/unodc-kabul-2018-12-03",
    "/disagreements",
    "/coverage",
    "/data",
    "/method",
)

# Figures without a link, text by text. Exempt: axis ticks, class bounds, dates, row counts, locators, titles of
# sources, hover labels.
UNLINKED = r"""
() => {
  const figure = new RegExp(
    "\\d{1,3}(,\\d{3})+(\\.\\d+)?" +
    "|\\d+(\\.\\d+)?\\s?(%|per cent|ha\\b|t\\b|tons?\\b|tonnes\\b|hectares\\b|kg\\b|USD|km\\b|million)" +
    "|\\d+\\.\\d+|\\b\\d{5,}\\b"
  );
  const exempt = "a[href], svg a, script, style, noscript, [hidden], .xtick, .ytick, .hoverlayer, .legend," +
    " .site-footer, .locator, .source-page > h1, textarea, [role=slider], [class*=markLabel], [data-table=editions] td";
  const counts = /[\d,]+ (of [\d,]+ )?(observations|statements|sources|publications|figures|gaps|rows)/g;
  const bounds = /(less than|nothing to) [\d,]+ hectares/g;
  const places = /(table|annex)\s[\d.]+/gi;
  const names = /https?:\/\/\S+|[Ee]dition [0-9a-f]{12}|\b[0-9a-f]{12}\b|\d{4}\/\d{2}\/\d{2}/g;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent || parent.closest(exempt)) continue;
    const exemptions = [names, counts, bounds, places];
    const text = exemptions.reduce((left, exempted) => left.replace(exempted, ""), walker.currentNode.textContent);
    if (figure.test(text)) found.push(`${parent.tagName}: ${text.trim().slice(0, 120)}`);
  }
  return found;
}
"""


@pytest.mark.parametrize("address", PAGES)
def test_every_figure_on_the_page_leads_to_its_source(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#page h1")).to_be_visible()
    if page.locator(".js-plotly-plot, .dash-graph").count():
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    for frame in page.locator("[data-table]").all():
        expect(frame.locator("tbody tr").first).to_be_attached()
    assert page.evaluate(UNLINKED) == []


def test_the_walk_finds_a_figure_that_stands_alone(page: Page) -> None:
    page.goto("/method")
    expect(page.locator("#page h1")).to_be_visible()
    page.evaluate("document.querySelector('#page h1').append(' 263,000 ha')")
    assert len(page.evaluate(UNLINKED)) == 1


def test_the_panel_has_no_figure_that_stands_alone(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#chart .main-svg").first).to_be_visible()
    page.locator("#chart-frame").focus()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Cited source")
    assert page.evaluate(UNLINKED) == []
