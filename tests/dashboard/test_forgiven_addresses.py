"""Addresses as people write them: understood, applied, and said."""

import re

import pytest

from dashboard.pages import explore
from dashboard.pages.frame.markup import markup
from dashboard.views.forgiving import forgiven
from etl.editions.reading import Edition

CULTIVATION = "indicator=opium-poppy-cultivation"


@pytest.mark.parametrize(
    ("written", "meant", "said"),
    [
        (f"{CULTIVATION}&area=afg", f"{CULTIVATION}&area=AFG", "“afg” was read as “AFG” (Afghanistan)."),
        (f"{CULTIVATION}&area=Helmand", f"{CULTIVATION}&area=AF-HEL", "“Helmand” was read as “AF-HEL” (Helmand)."),
        (f"{CULTIVATION}&area=Birmanie", f"{CULTIVATION}&area=Birmanie", ""),
        (
            "indicator=Opium-Poppy-Cultivation&area=AFG",
            f"{CULTIVATION}&area=AFG",
            "“Opium-Poppy-Cultivation” was read as “opium-poppy-cultivation” (Opium poppy cultivation).",
        ),
        (
            f"{CULTIVATION}&area=AFG&asof=2008",
            f"{CULTIVATION}&area=AFG&asof=2008-12-31",
            "“2008” was read as its last day, 2008-12-31.",
        ),
        (
            f"{CULTIVATION}&area=AFG&asof=2008-02",
            f"{CULTIVATION}&area=AFG&asof=2008-02-29",
            "“2008-02” was read as its last day, 2008-02-29.",
        ),
        (f"{CULTIVATION}&Area=AFG&form=BAR", f"{CULTIVATION}&area=AFG&form=bar", "“BAR” was read as “bar”."),
        (f"{CULTIVATION}&area=AFG&form=bar", f"{CULTIVATION}&area=AFG&form=bar", ""),
    ],
)
def test_other_spellings_are_understood_and_said(edition: Edition, written: str, meant: str, said: str) -> None:
    assert forgiven(written, edition) == (meant, [said] if said else [])


def test_the_page_shows_what_was_meant_and_says_so(edition: Edition) -> None:
    page = explore.page(edition, "indicator=Opium-Poppy-Cultivation&area=Helmand&asof=2016")
    text = re.sub(r"<[^>]*>", " ", markup(page.body))
    assert "Helmand" in page.title and "As known on 2016-12-31" in page.title
    assert "“Helmand” was read as “AF-HEL” (Helmand)." in text


def test_what_is_not_understood_is_told_with_what_was_probably_meant(edition: Edition) -> None:
    text = markup(explore.page(edition, f"{CULTIVATION}&area=Helmandd").body)
    assert "did you mean" in text and "Helmand" in text
