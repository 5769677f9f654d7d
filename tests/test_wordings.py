"""What readers meet is in plain English: words that an editor took out do not come back."""

import re

import pytest
from wordings import wordings

# Jargon of our own, and what stands in its place.
TAKEN_OUT = {
    r"\bin force\b": "current",
    r"\bwhence\b": "trace",
    r"\bnewest word\b": "latest publication",
    r"\b[Mm]any at once\b": "a group",
    r"\bstood highest\b": "was the highest",
    r"\bon the year before\b": "on the previous year",
    r"\bin this choice\b": "in this selection",
}


@pytest.fixture(scope="module")
def every() -> list[tuple[str, str]]:
    return list(wordings())


@pytest.mark.parametrize("words", TAKEN_OUT)
def test_no_wording_has_jargon_that_was_taken_out(every: list[tuple[str, str]], words: str) -> None:
    found = [f"{place}: {wording}" for place, wording in every if re.search(words, wording)]
    assert found == [], f"write {TAKEN_OUT[words]!r} instead"


def test_the_table_of_wordings_has_those_of_tables_of_code_and_of_scripts(every: list[tuple[str, str]]) -> None:
    assert ("dashboard/words/terms.csv: current-value, name", "Current value") in every
    assert {"Or a group", "Full screen", "Filter rows"} <= {wording for _, wording in every}
