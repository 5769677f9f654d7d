"""An edition whose titles, notes and addresses are attacks is only odd to read: nothing in it runs or is loaded."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from hostile_edition import FOREIGN_HOST, hostile_edition
from playwright.sync_api import Browser, Page
from sample_data import sample_data
from serving import dashboard_of_the_run
from sharing import made_once
from tabs import new_tab

PAGES = (
    "/",
    "/?indicator=opium-poppy-cultivation&area=AFG&form=map&year=2018",
    "/?indicator=opium-poppy-cultivation&form=bar&area=AFG&area=MMR&area=LAO",
    "/?indicator=opium-poppy-cultivation&group=golden-triangle&form=panels",
    "/?indicator=coca-bush-cultivation&group=andean-coca&form=stack",
    "/?layer=annotations&layer=events&layer=revisions&layer=disagreement",
    "/embed",
    "/afghanistan-2018",
    "/number/opium-poppy-cultivation/AFG/2018/unodc",
    "/number/opium-production/AFG/2008/unodc",
    "/source/shupl-2019-paris-pact",
    "/source/unodc-afghanistan-opium-survey-2018",
    "/sources",
    "/disagreements",
    "/coverage",
    "/data",
    "/data/api",
    "/method",
)
# Elements and attributes that none of our own pages has, and links that none may have.
ELEMENTS_OF_THE_DATA = f"""() => [...document.querySelectorAll(
    'hostile-element, main iframe, main object, main embed, base, main meta, foreignObject, main script:not([type])'
)].concat([...document.querySelectorAll('*')].filter((element) => [...element.attributes].some(({{name, value}}) =>
    /^on/.test(name)
    || (/^(href|src|xlink:href|action|formaction)$/.test(name)
        && (value.split('#')[0].includes('{FOREIGN_HOST}')
            || /^[\\s\\u0000-\\u001f]*(javascript|vbscript|file|data:text)/i.test(value)))
))).map((element) => element.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="module")
def hostile_dashboard() -> str:
    """The address of a dashboard of the hostile edition."""
    database = made_once("hostile", lambda path: hostile_edition(sample_data(), path))
    return dashboard_of_the_run("hostile", database)


@pytest.fixture(scope="module")
def watched(browser: Browser, hostile_dashboard: str) -> Iterator[tuple[Page, list[str]]]:
    """A page for all tests, and everything that it has ever done which no page should."""
    with new_tab(browser, hostile_dashboard) as page:
        yield page, _all_that_no_page_should_do(page)


def _all_that_no_page_should_do(page: Page) -> list[str]:
    """A list that grows with what the page does."""
    seen: list[str] = []
    own = urlsplit(page.url).netloc
    page.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: seen.append(f"exception: {error}"))
    page.on(
        "console",
        lambda line: seen.append(f"console: {line.text}") if line.type in {"error", "warning"} else None,
    )

    def look(address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme in {"http", "https"} and parts.netloc != own:
            seen.append(f"request: {address}")

    page.on("request", lambda request: look(request.url))
    page.context.on("page", lambda other: seen.append(f"window: {other.url}"))
    return seen


@pytest.mark.parametrize("path", PAGES)
def test_nothing_in_a_hostile_edition_runs_loads_or_becomes_an_element(
    watched: tuple[Page, list[str]], path: str
) -> None:
    page, seen = watched
    page.goto(path)
    page.locator("#react-entry-point h1, #react-entry-point .js-plotly-plot").first.wait_for()
    page.wait_for_load_state("networkidle")
    for summary in page.locator("main summary").all()[:6]:
        if summary.is_visible():
            summary.click()
            page.keyboard.press("Escape")  # what lies over the page goes away
    assert page.evaluate(ELEMENTS_OF_THE_DATA) == []
    assert page.evaluate("window.hostile") is None
    assert urlsplit(page.url).path == urlsplit(path).path
    assert seen == []


def test_the_panel_of_a_number_of_a_hostile_edition_is_only_text(watched: tuple[Page, list[str]]) -> None:
    page, seen = watched
    page.goto("/?indicator=opium-poppy-cultivation&area=AFG&producer=unodc&from=2018&to=2018")
    page.locator("#chart .main-svg").first.wait_for()
    page.locator("#chart-frame").focus()
    page.keyboard.press("ArrowLeft")
    page.locator("#chart .hoverlayer .hovertext").first.wait_for()
    assert page.evaluate(ELEMENTS_OF_THE_DATA) == []
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_text("Cited source").wait_for()
    assert page.evaluate(ELEMENTS_OF_THE_DATA) == []
    assert page.evaluate("window.hostile") is None
    assert seen == []
