"""Someone who asks questions at the start page, whose actions are counted."""

from collections.abc import Iterator
from contextlib import contextmanager

from opening import open_more, option_of
from playwright.sync_api import Locator, Page, expect

WORDS = "view-heading.content"  # what comes last of the answer to a choice, after the chart


class Analyst:
    """A reader at the start page, who takes at most so many actions."""

    def __init__(self, page: Page, most: int) -> None:
        self.page = page
        self.most = most
        self.actions = 0
        page.goto("/")
        expect(page.locator("#chart .main-svg").first).to_be_visible()

    def act(self) -> None:
        """Count an action."""
        self.actions += 1
        assert self.actions <= self.most, f"a question takes at most {self.most} actions"

    def choose(self, control: str, option: str) -> None:
        """Choose an option of a control: one action, though it takes a click to open the list."""
        box = self.page.locator(f"#{control}")
        if not box.is_visible():
            self.act()
            open_more(self.page)
        self.pick(box, option)

    def pick(self, box: Locator, option: str, brings: str = WORDS) -> None:
        """The same of a control that has no id of its own; `brings` is what of the page it changes."""
        self.act()
        box.click()
        with self.answered(brings):
            option_of(self.page, option).first.click()
        self.page.keyboard.press("Escape")

    @contextmanager
    def answered(self, brings: str = WORDS) -> Iterator[None]:
        """Afterwards the page has answered a choice: whoever chooses next sees what this choice offers."""
        with self.page.expect_response(
            lambda answer: "/_dash-" in answer.url and brings in (answer.request.post_data or "")
        ):
            yield

    def choose_in(self, label: str, option: str) -> None:
        """The same of a control that is known by its label."""
        self.pick(self.page.get_by_role("combobox", name=label, exact=True), option, brings="")

    def find(self, words: str, name: str, brings: str = "") -> None:
        """Type words in the box in the head, and follow what is found under a name: two actions.

        `brings` is what the page says that is reached, where that is not the name.
        """
        self.act()
        self.page.keyboard.press("/")
        self.page.keyboard.type(words)
        self.act()
        self.page.locator("#search-panel").get_by_text(name, exact=True).first.click()
        expect(self.page.locator("main .lead").first).to_contain_text(brings or name)
        expect(self.page.locator("#chart .main-svg").first).to_be_visible()

    def take_away(self, area: str) -> None:
        """Take away an area that is shown."""
        self.act()
        chosen = self.page.locator(".mantine-Pill-root", has_text=area)
        with self.answered():
            chosen.get_by_role("button", include_hidden=True).click()

    def press(self, group: str, label: str) -> None:
        """Press one of a row of buttons."""
        self.act()
        with self.answered():
            self.page.locator(f"#{group} label", has_text=label).click()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.act()
        self.page.get_by_role("link", name=name).first.click()

    def set_year(self, steps: int) -> None:
        """Move the slider of years from its end with the arrow key."""
        self.act()
        thumb = self.page.locator("#view-year").get_by_role("slider")
        thumb.focus()
        for _ in range(steps):
            self.page.keyboard.press("ArrowLeft")

    def open_number(self, year: str, number: str) -> Locator:
        """Open the panel of a number of the table."""
        self.act()
        self.row(year).get_by_role("link", name=number).click()
        return self.page.get_by_role("dialog")

    def rows(self) -> Locator:
        """The rows of the table of the view."""
        return self.page.locator("[data-table=view] tbody tr")

    def row(self, year: str) -> Locator:
        """The row of a year."""
        return self.rows().filter(has=self.page.get_by_role("rowheader", name=year, exact=True))

    def sees(self, words: str) -> None:
        """The words are on the page."""
        expect(self.page.locator("main")).to_contain_text(words)
