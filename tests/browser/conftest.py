"""A running dashboard and one browser for all tests here; each test fails on anything a reader's console would show."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from serving import BROWSER_OPTIONS, CHROMIUM, running_dashboard


@pytest.fixture(scope="session")
def dashboard(published_database: Path) -> Iterator[str]:
    """The address of a dashboard on an edition that nothing else touches."""
    with running_dashboard(published_database) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(BROWSER_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mounted(published_database: Path) -> Iterator[str]:
    """The address of the same dashboard behind a proxy that serves it under a path of its own."""
    with running_dashboard(published_database, "/figures") as address:
        yield address


@pytest.fixture
def page(browser: Browser, dashboard: str) -> Iterator[Page]:
    """A fresh page. Afterwards: no error in the console, no uncaught exception, no request to another host."""
    yield from _watched_page(browser, dashboard)


@pytest.fixture
def mounted_page(browser: Browser, mounted: str) -> Iterator[Page]:
    """The same of a dashboard behind a proxy."""
    yield from _watched_page(browser, mounted)


def _watched_page(browser: Browser, dashboard: str) -> Iterator[Page]:
    context = browser.new_context(base_url=dashboard, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    own_host = urlsplit(dashboard).netloc

    def look_at_message(message: ConsoleMessage) -> None:
        # A missing page is itself one such line, and the tests of missing pages look at its status.
        if message.type in {"error", "warning"} and "404 (Not Found)" not in message.text:
            problems.append(f"{message.type}: {message.text}")

    def look_at_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != own_host:
            problems.append(f"request to another host: {request.url}")

    page.on("console", look_at_message)
    page.on("pageerror", lambda error: problems.append(f"exception: {error}"))
    page.on("request", look_at_request)
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def browser_without_scripts(browser: Browser, dashboard: str) -> Iterator[Page]:
    """A page of a reader whose browser runs no scripts."""
    context = browser.new_context(base_url=dashboard, java_script_enabled=False)
    yield context.new_page()
    context.close()
