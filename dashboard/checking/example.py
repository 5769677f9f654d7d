"""The text that shows what a check of a text gives: the article on the Paris Pact meeting, in words of our own."""

from importlib import resources

from dashboard.checking.facts import FactFound, facts_in
from dashboard.checking.findings import Checked
from dashboard.checking.verdicts import check
from etl.editions.reading import Edition

EXAMPLE = "paris-pact"  # its name in addresses
SOURCE = "shupl-2019-paris-pact"
PUBLISHED = "2019-11-26"
TEXT = (resources.files(__package__) / "paris_pact.txt").read_text(encoding="utf-8").rstrip("\n")
"""It has every number of the article, each in the paragraph of the same number as there."""


def checked_example(edition: Edition) -> list[Checked]:
    """What is found in the example, once for each edition."""
    return edition.keep(_checked)


def facts_of_example(edition: Edition) -> list[FactFound]:
    """The recorded facts of the example, once for each edition."""
    return edition.keep(_facts)


def _facts(edition: Edition) -> list[FactFound]:
    return facts_in(TEXT, edition, checked_example(edition))


def _checked(edition: Edition) -> list[Checked]:
    return check(TEXT, edition, PUBLISHED)
