"""A running dashboard and one browser for all tests here; each test fails on anything a reader's console would show."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import BROWSER_OPTIONS, CHROMIUM, dashboard_of_the_run
from tabs import make_as_new, new_tab, watched

# A page of a test lives for a second or two. To compile its scripts for speed takes a fifth of its time and pays off
# only later, and so does tidying up its memory at every opportunity. Neither changes what a page does.
SPARING_OPTION = "--js-flags=--no-maglev --no-opt --min-semi-space-size=32 --single-threaded-gc"

expect.set_options(timeout=15_000)  # milliseconds: the machine may be busy, and no test is about how long it took


@pytest.fixture(scope="session")
def dashboard(published_database: Path) -> str:
    """The address of a dashboard on an edition that nothing else touches."""
    return dashboard_of_the_run("usual", published_database)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*BROWSER_OPTIONS, SPARING_OPTION])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mounted(published_database: Path) -> str:
    """The address of the same dashboard behind a proxy that serves it under a path of its own."""
    return dashboard_of_the_run("mounted", published_database, "/figures")


@pytest.fixture(scope="session")
def tab(browser: Browser, dashboard: str) -> Iterator[Page]:
    """The tab that most tests share."""
    with new_tab(browser, dashboard) as tab:
        yield tab


@pytest.fixture(scope="session")
def mounted_tab(browser: Browser, mounted: str) -> Iterator[Page]:
    """The tab of all tests behind a proxy."""
    with new_tab(browser, mounted) as tab:
        yield tab


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, tab: Page, dashboard: str) -> Iterator[Page]:
    """A page that no test before has left anything on. Afterwards: see `watched`.

    A test of a reader's first visit, or one that changes its browser for good, is marked and has a browser of its own.
    """
    if request.node.get_closest_marker("first_visit"):
        with new_tab(browser, dashboard) as own, watched(own):
            yield own
    else:
        with watched(tab):
            yield tab
            make_as_new(tab)


@pytest.fixture
def mounted_page(mounted_tab: Page) -> Iterator[Page]:
    """The same of a dashboard behind a proxy."""
    with watched(mounted_tab):
        yield mounted_tab
        make_as_new(mounted_tab)


@pytest.fixture
def browser_without_scripts(browser: Browser, dashboard: str) -> Iterator[Page]:
    """A page of a reader whose browser runs no scripts."""
    context = browser.new_context(base_url=dashboard, java_script_enabled=False)
    yield context.new_page()
    context.close()
