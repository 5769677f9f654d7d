"""A running dashboard and one browser for all tests here; each test fails on anything a reader's console would show."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[2]
STARTING_MAY_TAKE = 60
SERVE = """
import sys
from pathlib import Path
import numpy, pandas, uvicorn
from dashboard.app import create_app
from dashboard.queries import Database
app = create_app(Database(Path(sys.argv[1])))
uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", ws="none")
"""
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTING_MAY_TAKE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The dashboard ended with {process.returncode} before it answered.")
        try:
            with urllib.request.urlopen(address + "/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError("The dashboard did not start in time.")


@pytest.fixture(scope="session")
def dashboard(published_database: Path) -> Iterator[str]:
    """The address of a dashboard in a process of its own, on an edition that nothing else touches."""
    port = _free_port()
    command = [sys.executable, "-c", SERVE, str(published_database), str(port)]
    with subprocess.Popen(command, cwd=REPOSITORY) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_until_it_answers(address, process)
            yield address
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=list(BROWSER_OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, dashboard: str) -> Iterator[Page]:
    """A fresh page. Afterwards: no error in the console, no uncaught exception, no request to another host."""
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
