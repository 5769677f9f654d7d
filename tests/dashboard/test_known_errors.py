"""A known error of a source is told beside its number, and a dead link is shown as one."""

import csv
import html
import re
import shutil
from pathlib import Path

import pytest
from as_read import markup
from sample_data import sample_data

from dashboard.pages import number, sources
from dashboard.pages.parts import number_warnings
from dashboard.pages.parts.figures import outside_link
from dashboard.pages.parts.number_panel import number_panel
from etl.editions.reading import Database, Edition
from etl.figures.keys import Key
from etl.figures.paths import DATABASE_NAME
from etl.publish import refresh

AFGHANISTAN = ("opium-poppy-cultivation", "AFG", "2018", "unodc")
SURVEY = "unodc-afghanistan-opium-survey-2018"
ARTICLE = "shupl-2019-paris-pact"
COPY = "https://web.archive.org/web/2020/https://example.test/"


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The bundled data after a visit to some links, and with one more correction."""
    data = tmp_path_factory.mktemp("visited") / "data"
    shutil.copytree(sample_data(), data)
    url = {row["source"]: row["url"] for row in rows(data / "sources.csv")}
    with (data / "links.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([url[SURVEY], "404", "", "", "", "2026-05-04", "", COPY])
        writer.writerow([url[ARTICLE], "200", "", "A title", "text/html", "2026-05-04", "yes", ""])
        writer.writerow([url["aan-2018-11-19"], "too-slow", "", "", "", "2026-05-04", "", ""])
        writer.writerow([url["anadolu-2018-11-19"], "410", "", "", "", "2026-05-05", "", ""])
    with (data / "corrections.csv").open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        locator = "paragraph beginning “The Afghanistan Opium Survey, which”"
        key = ("opium-poppy-cultivation", "AFG", "2018", "unodc", "rferl-2018-11-19", locator)
        writer.writerow(
            [*key, "263000", "wrong-unit", "", "acres", "<b>Made up</b> for the test", "=the editor", "", ""]
        )
    report = refresh(data)
    assert report.outcome == "published", "\n".join(map(str, report.problems))
    return Database(data / DATABASE_NAME).edition()


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def page_of(edition: Edition, *key: str) -> str:
    return markup(number.page(edition, "", *key).body)


def test_a_misprint_says_what_it_prints_what_is_meant_why_and_who_confirms_it(edition: Edition) -> None:
    page = page_of(edition, *AFGHANISTAN)
    start = page.index("known-error")
    told = page[start : start + 2000]
    assert "236,000 ha" in told and "263,000 ha" in told
    assert told.index("Prints ") < told.index("236,000 ha") < told.index(", meant ") < told.index("263,000 ha")
    assert "the same sentence gives a fall of" in told
    assert "Confirmed by " in told and f"/source/{SURVEY}" in told


def test_every_doubt_stands_with_what_was_found_on_the_page_of_its_number(edition: Edition) -> None:
    doubts = rows(sample_data() / "doubts.csv")
    assert {row["conclusion"] for row in doubts} == {"open", "resolved"}
    for row in doubts:
        observation = edition.observation(Key(row["indicator"], row["area"], int(row["year"]), row["producer"]))
        assert observation is not None, row
        told = "".join(markup(piece) for piece in number_warnings.warnings(edition, observation))
        plain = html.unescape(re.sub("<[^>]+>", "", told))
        heading = "Not certain: " if row["conclusion"] == "open" else "Settled: "
        assert f"{heading}{row['doubt']} {row['found']}" in plain, row
        assert not row["source"] or f"/source/{row['source']}" in told, row


def test_the_number_that_is_meant_leads_to_the_source_that_shows_it(edition: Edition) -> None:
    page = page_of(edition, *AFGHANISTAN)
    assert f'<a class="number" href="/source/{SURVEY}">263,000 ha</a>' in page[page.index(", meant ") :][:200]


def test_what_nobody_has_confirmed_says_so(edition: Edition) -> None:
    told = "The collectors of the figures say so; no source or person has confirmed it"
    assert f"{told}." in page_of(edition, "opium-price", "AFG", "2018", "unodc")
    suspected = page_of(edition, "opium-poppy-cultivation", "AF-BDS", "2025", "unodc")
    assert f"{told}, so its number stays." in suspected and ", perhaps meant " in suspected


def test_a_number_that_may_be_a_misprint_is_shown_with_a_warning(edition: Edition) -> None:
    page = page_of(edition, "coca-bush-cultivation", "WLD", "2020", "unodc")
    assert ">234,200 ha</a>" in page and "Perhaps a misprint: " in page
    assert "The formula rounds the total of " in page and ">234,000 ha</a>" in page
    assert "Perhaps a misprint: " not in page_of(edition, *AFGHANISTAN)


def test_a_reason_is_not_told_twice(edition: Edition) -> None:
    page = page_of(edition, *AFGHANISTAN)
    assert page.count("Two digits of ") == 1


def test_the_panel_tells_the_same_as_the_page(edition: Edition) -> None:
    observation = edition.observation(Key("opium-poppy-cultivation", "AFG", 2018, "unodc"))
    assert observation is not None
    assert ", meant " in markup(number_panel(edition, observation))


@pytest.mark.many
def test_a_wrong_unit_is_a_misprint_that_names_the_number_in_the_right_unit(visited: Edition) -> None:
    page = page_of(visited, *AFGHANISTAN)
    assert "meant in another unit: " in page and "106,432" in page
    statement = next(item for item in visited.statements_from("rferl-2018-11-19") if item.value == 263_000)
    assert (statement.verdict, statement.flag) == ("misprint", "")


def test_words_of_a_correction_are_never_markup(visited: Edition) -> None:
    page = page_of(visited, *AFGHANISTAN)
    assert "&lt;b&gt;Made up&lt;/b&gt; for the test." in page
    assert "Confirmed by =the editor." in page


def test_a_dead_link_says_since_when_and_offers_the_archived_copy(visited: Edition) -> None:
    page = markup(sources.page(visited, "", SURVEY).body)
    assert "(link was dead on 2026-05-04)" in page
    assert f'href="{COPY}"' in page and "archived copy" in page
    assert "dead" not in page[: page.index("</h1>")]


def test_a_dead_link_without_a_copy_claims_none(visited: Edition) -> None:
    page = markup(sources.page(visited, "", "anadolu-2018-11-19").body)
    assert "(link was dead on 2026-05-05)" in page
    assert "archived copy" not in page


@pytest.mark.parametrize("source", [ARTICLE, "aan-2018-11-19", "metro-2016-10-23"])
def test_a_link_that_works_or_that_nobody_could_judge_is_a_plain_link(visited: Edition, source: str) -> None:
    link = outside_link(visited.sources[source])
    assert link is not None
    assert "dead" not in markup(link)


def test_a_dead_link_is_marked_wherever_the_source_is_linked(visited: Edition) -> None:
    assert "(link was dead on 2026-05-04)" in page_of(visited, *AFGHANISTAN)
