"""The text that shows what a check of a text gives: the article on the Paris Pact meeting, in words of our own."""

from collections.abc import Iterable
from importlib import resources

from dashboard.checking.findings import Checked
from dashboard.checking.verdicts import check
from etl.editions.reading import Edition
from etl.figures.knowledge import Fact

EXAMPLE = "paris-pact"  # its name in addresses
SOURCE = "shupl-2019-paris-pact"
PUBLISHED = "2019-11-26"
TEXT = (resources.files(__package__) / "paris_pact.txt").read_text(encoding="utf-8").rstrip("\n")
"""It has every number of the article, each in the paragraph of the same number as there."""


def findings_on(facts: Iterable[Fact], edition: Edition) -> dict[str, Checked]:
    """The findings on the facts of the article that the figures of an edition can judge, by the keys of the facts.

    A fact is that of a figure where value, unit, year and paragraph are the same.
    """
    found = {_place(item, edition): item for item in checked_example(edition)}
    places = {fact.fact: (fact.value, fact.unit, fact.year, fact.locator) for fact in facts}
    return {fact: found[place] for fact, place in places.items() if place in found}


def _place(checked: Checked, edition: Edition) -> tuple[str, str, int | None, str]:
    reading, indicator = checked.reading, edition.indicators.get(checked.indicator)
    return f"{reading.value:g}", indicator.unit if indicator else "", checked.year, reading.place


def checked_example(edition: Edition) -> list[Checked]:
    """What is found in the example, once for each edition."""
    return edition.keep(_checked)


def _checked(edition: Edition) -> list[Checked]:
    return check(TEXT, edition, PUBLISHED)
