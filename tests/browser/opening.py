"""The start page as a reader has it: drawn, with its table."""

from playwright.sync_api import Page, expect


def open_explore(page: Page, address: str = "/") -> None:
    """Open a view and wait for its chart and its table."""
    page.goto(address)
    expect(page.locator("#chart .main-svg").first).to_be_visible()
    expect(page.locator("[data-table=view] td a").first).to_be_visible()
