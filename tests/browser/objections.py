"""What axe objects to on a page, in light and in dark."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

_AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
# Of what is in order, nothing is asked for: to describe every element of a chart takes longer than to check it.
_CHECK = """async (rules) => {
    const found = await axe.run({ ...(rules && { runOnly: rules }), resultTypes: ["violations"] });
    const checked = [...found.passes, ...found.violations, ...found.incomplete, ...found.inapplicable];
    return {
        objections: found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html.slice(0, 200))]),
        ofColours: checked.filter((rule) => rule.tags.includes("cat.color")).map((rule) => rule.id),
    };
}"""
_AT_REST = "() => Promise.all(document.getAnimations().map((animation) => animation.finished))"


def objections(page: Page) -> list[Any]:
    """The rules that an opened page breaks in light, and those of colours that it breaks in dark.

    Each comes with its theme and the first elements that break it. The page has to be open in light.
    """
    page.evaluate(f"{_AXE};undefined")
    in_light, rules_of_colours = _check(page, "light", None)
    light = _ground(page)
    page.emulate_media(color_scheme="dark")
    in_dark, _ = _check(page, "dark", rules_of_colours)
    assert rules_of_colours and _ground(page) != light
    return [*in_light, *in_dark]


def objections_here(page: Page) -> list[Any]:
    """The rules that an opened page breaks as it is."""
    page.evaluate(f"{_AXE};undefined")
    return list(page.evaluate(_CHECK, None)["objections"])


def _check(page: Page, theme: str, rules: list[str] | None) -> tuple[list[Any], list[str]]:
    """What breaks these rules, or any, in a theme; and the rules among them that ask for colours."""
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", theme)
    page.evaluate(_AT_REST)
    found = page.evaluate(_CHECK, rules)
    return [(theme, rule, elements[:3]) for rule, elements in found["objections"]], found["ofColours"]


def _ground(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
