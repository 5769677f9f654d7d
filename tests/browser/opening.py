"""The start page as a reader has it: drawn, with its table."""

import re

from playwright.sync_api import Locator, Page, expect


def open_explore(page: Page, address: str = "/") -> None:
    """Open a view and wait for its chart and its table."""
    page.goto(address)
    expect(page.locator("#chart .main-svg").first).to_be_visible()
    expect(page.locator("[data-table=view] td a").first).to_be_visible()


def open_more(page: Page) -> None:
    """Show the choices that are not in the bar."""
    more = page.get_by_role("button", name="More choices")
    if more.get_attribute("aria-expanded") == "false":
        more.click()


def option_of(page: Page, name: str) -> Locator:
    """The option of an open list that is called so, whatever is known of it stands beside it."""
    beside = r"( [\d,]+ areas?, \d{4}(–\d{4})?)?"
    return page.get_by_role("option", name=re.compile(f"^{re.escape(name)}{beside}$")).locator("visible=true")
