"""Addresses as people write them: understood, applied, and said."""

import re
from urllib.parse import parse_qsl

import pytest

from dashboard.pages import explore
from dashboard.pages.frame.markup import markup
from dashboard.views.forgiving import forgiven
from dashboard.views.offered import offered
from dashboard.views.written_days import written_day
from etl.editions.reading import Edition

CULTIVATION = "indicator=opium-poppy-cultivation"


@pytest.mark.parametrize(
    ("written", "meant", "said"),
    [
        (f"{CULTIVATION}&area=afg", f"{CULTIVATION}&area=AFG", "“afg” was read as “AFG” (Afghanistan)."),
        (f"{CULTIVATION}&area=Helmand", f"{CULTIVATION}&area=AF-HEL", "“Helmand” was read as “AF-HEL” (Helmand)."),
        (f"{CULTIVATION}&area=Birmanie", f"{CULTIVATION}&area=MMR", "“Birmanie” was read as “MMR” (Myanmar)."),
        (f"{CULTIVATION}&area=Narnia", f"{CULTIVATION}&area=Narnia", ""),
        (
            f"{CULTIVATION}&area=AFG,MMR",
            f"{CULTIVATION}&area=AFG&area=MMR",
            "“AFG,MMR” was read as “AFG” (Afghanistan) and “MMR” (Myanmar).",
        ),
        (
            f"{CULTIVATION}&countries=Colombia and peru",
            f"{CULTIVATION}&area=COL&area=PER",
            "“Colombia and peru” was read as “COL” (Colombia) and “PER” (Peru).",
        ),
        (
            f"{CULTIVATION}&area=Shan",
            f"{CULTIVATION}&area=MM-17-E&area=MM-17-N&area=MM-17-S",
            "“Shan” was read as “MM-17-E” (East Shan), “MM-17-N” (North Shan) and “MM-17-S” (South Shan).",
        ),
        (
            f"{CULTIVATION}&group=afghanistan",
            f"{CULTIVATION}&group=parts-of-AFG",
            "“afghanistan” was read as “parts-of-AFG” (Provinces of Afghanistan).",
        ),
        (
            f"{CULTIVATION}&group=Lao PDR",
            f"{CULTIVATION}&area=LAO",
            "“Lao PDR” was read as the area “LAO” (Laos).",
        ),
        (
            f"{CULTIVATION}&area=Golden_crescent",
            f"{CULTIVATION}&group=golden-crescent",
            "“Golden_crescent” was read as the group “golden-crescent” (Golden Crescent).",
        ),
        (
            "indicator=opium-poppy-cultivation,opium-eradication&area=AFG",
            f"{CULTIVATION}&with=opium-eradication&area=AFG",
            "“opium-poppy-cultivation,opium-eradication” was read as “opium-poppy-cultivation”"
            " (Opium poppy cultivation) and the indicator “opium-eradication” (Opium poppy eradication).",
        ),
        (
            f"{CULTIVATION}&area=AFG&years=2005-2015&form=ranking",
            f"{CULTIVATION}&area=AFG&from=2005&to=2015&form=bar",
            "“2005-2015” was read as the years 2005 to 2015. “ranking” was read as “bar” (Ranking).",
        ),
        (f"{CULTIVATION}&area=AFG&line=30,000", f"{CULTIVATION}&area=AFG&line=30000", "“30,000” was read as “30000”."),
        (f"Area=AFG&{CULTIVATION}", f"area=AFG&{CULTIVATION}", ""),
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
        (
            f"{CULTIVATION}&area=AFG&asof=31 May 2008",
            f"{CULTIVATION}&area=AFG&asof=2008-05-31",
            "“31 May 2008” was read as “2008-05-31”.",
        ),
        (
            f"{CULTIVATION}&group=south-east-asia",
            f"{CULTIVATION}&group=un-south-eastern-asia",
            "“south-east-asia” was read as “un-south-eastern-asia” (South-eastern Asia (UN subregion)).",
        ),
        (f"{CULTIVATION}&Area=AFG&form=BAR", f"{CULTIVATION}&area=AFG&form=bar", "“BAR” was read as “bar” (Ranking)."),
        (f"{CULTIVATION}&area=AFG&form=bar", f"{CULTIVATION}&area=AFG&form=bar", ""),
    ],
)
def test_other_spellings_are_understood_and_said(edition: Edition, written: str, meant: str, said: str) -> None:
    query, sentences = forgiven(written, edition)
    assert (query, " ".join(sentences)) == (meant, said)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2008", "2008-12-31"),
        ("2008-02", "2008-02-29"),
        ("2/2008", "2008-02-29"),
        *(
            (text, "2008-05-31")
            for text in ("May 2008", "mai 2008", "mayo de 2008", "май 2008", "2008年5月", "مايو 2008")
        ),
        *((text, "2008-05-03") for text in ("3 May 2008", "May 3rd, 2008", "3 мая 2008 г.", "3 mai 2008", "3.5.2008")),
        *(
            (text, "2008-05-03")
            for text in ("3 de mayo de 2008", "2008年5月3日", "٣ مايو ٢٠٠٨", "2008/5/3", "3 mei 2008")
        ),
        ("13/5/2008", "2008-05-13"),
        ("5/13/2008", "2008-05-13"),
        *(
            (text, "")
            for text in ("3/5/2008", "30 February 2008", "May", "May 08", "1 May 2 June 2008", "2008-13", "soon")
        ),
        *((text, "") for text in ("2008 2009", "13 13 2008", "1 2 3 2008", "May 1899", "")),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: str) -> None:
    found = written_day(text)
    assert (found.iso if found else "") == day


def test_regions_are_known_by_every_way_to_write_where_they_lie(edition: Edition) -> None:
    regions = [key for key in edition.keep(offered)["groups"] if key.startswith("un-") and "ern-" in key]
    for key in regions:
        short = key.removeprefix("un-").replace("ern-", "-")
        for written in (short, short.replace("-", " "), short.replace("south-east-", "southeast-")):
            if written.replace("-", " ") in {"south africa"}:  # a country
                continue
            assert parse_qsl(forgiven(f"{CULTIVATION}&group={written}", edition)[0])[-1] == ("group", key), written
    assert len(regions) > 9


def test_the_page_shows_what_was_meant_and_says_so(edition: Edition) -> None:
    page = explore.page(edition, "indicator=Opium-Poppy-Cultivation&area=Helmand&asof=2016")
    text = re.sub(r"<[^>]*>", " ", markup(page.body))
    assert "Helmand" in page.title and "As known on 2016-12-31" in page.title
    assert "“Helmand” was read as “AF-HEL” (Helmand)." in text


def test_what_is_not_understood_is_told_with_what_was_probably_meant(edition: Edition) -> None:
    text = markup(explore.page(edition, f"{CULTIVATION}&area=Helmandd").body)
    assert "did you mean" in text and "Helmand" in text
