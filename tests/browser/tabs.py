"""A tab of the browser: what is looked at while a test uses it, and how it becomes as new for the next one.

Tests share a tab, because a page in a tab that has shown another one of the same host takes two thirds of the time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, ViewportSize

VIEWPORT = ViewportSize(width=1440, height=900)


@contextmanager
def new_tab(browser: Browser, dashboard: str) -> Iterator[Page]:
    """A tab of a reader who was never at that address before."""
    context = browser.new_context(base_url=dashboard, viewport=VIEWPORT)
    tab = context.new_page()
    tab.goto("/healthz")
    yield tab
    context.close()


@contextmanager
def watched(page: Page) -> Iterator[None]:
    """Afterwards: no error in the console, no uncaught exception, no request to another host."""
    problems: list[str] = []
    own_host = urlsplit(page.url).netloc

    def look_at_message(message: ConsoleMessage) -> None:
        # A missing page is itself one such line, and the tests of missing pages look at its status.
        if message.type in {"error", "warning"} and "404 (Not Found)" not in message.text:
            problems.append(f"{message.type}: {message.text}")

    def look_at_exception(exception: Error) -> None:
        problems.append(f"exception: {exception}")

    def look_at_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != own_host:
            problems.append(f"request to another host: {request.url}")

    page.on("console", look_at_message)
    page.on("pageerror", look_at_exception)
    page.on("request", look_at_request)
    yield
    page.remove_listener("console", look_at_message)
    page.remove_listener("pageerror", look_at_exception)
    page.remove_listener("request", look_at_request)
    assert problems == []


def make_as_new(page: Page) -> None:
    """Leave the next test nothing: no page, no choice that the browser keeps, no size or colours, no held requests."""
    page.unroute_all(behavior="ignoreErrors")
    page.goto("/healthz")  # no page of the dashboard, and of the same host, so that the tab keeps its process
    page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.context.clear_cookies()
    page.emulate_media(media="null", color_scheme="light")
    page.set_viewport_size(VIEWPORT)
    page.mouse.move(0, 0)
