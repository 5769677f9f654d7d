"""No text on a page of a topic, a place or an indicator counts or names what the tables do not have."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html
from page_checks import Told
from page_table import DISAGREEMENT_TEXTS, PAGE_TEXTS, PLACE_TEXTS, TOPIC_TEXTS
from retelling import Tables
from sentence_case import Wording, with_names_as_one

from dashboard.pages.frame.markup import markup
from dashboard.pages.routes import render
from etl.editions.reading import Database, Edition

_TOLD = {"lead", "note", "empty"}
PLACES_A_TURN = 6  # each sixth place is read: all are told by the same functions


@pytest.fixture(scope="module")
def tables(published_database: Path) -> Tables:
    return Tables(published_database)


def _texts(database: Path, address: str) -> Iterator[tuple[Told, str]]:
    """The texts of a page that may count or name something, each with what it is about."""
    asked = urlsplit(address)
    page, _ = render(Database(database), asked.path, asked.query)
    assert page.status == 200, address
    about = parse_qs(asked.query).get("indicator", [asked.path.rpartition("/")[2]])[0]
    indicator = ""
    for element in html.fromstring(markup(page.body)).iter("h1", "h2", "p", "summary", "caption"):
        text = " ".join(element.text_content().replace("\N{NO-BREAK SPACE}", " ").split())
        indicator = element.get("id", "") if element.tag == "h2" else indicator
        if element.get("class") in _TOLD or element.tag in {"h1", "summary", "caption"} or _counts(text):
            yield Told(about, indicator), with_names_as_one(text)


def _counts(text: str) -> bool:
    return text.startswith(("The world: ", "The sum of these ", "All ", "In the list of sources"))


def _objections(tables: Tables, database: Path, address: str, wordings: tuple[Wording, ...]) -> list[str]:
    """What the tables say against the texts of a page that are worded so."""
    found = []
    for told, text in _texts(database, address):
        for wording, match in ((one, one.match(text)) for one in wordings):
            if match:
                try:
                    wording.check(tables, told, *match.groups())
                except (AssertionError, KeyError) as wrong:
                    found.append(f"{address}\n   {text}\n   {wording.name}: {str(wrong).splitlines()[:1]}")
                break
    return found


def _topics(edition: Edition) -> list[str]:
    return [f"/topic/{topic}" for topic in edition.topics]


def test_no_text_of_a_topic_says_what_the_figures_do_not(
    tables: Tables, edition: Edition, published_database: Path
) -> None:
    wrong = [its for page in _topics(edition) for its in _objections(tables, published_database, page, TOPIC_TEXTS)]
    assert not wrong, "\n".join(wrong)


def test_every_number_on_the_page_of_a_topic_stands_in_a_wording_of_the_table(
    edition: Edition, published_database: Path
) -> None:
    described = {with_names_as_one(item.description) for item in edition.indicators.values()}
    others = [
        text
        for page in _topics(edition)
        for _, text in _texts(published_database, page)
        if any(letter.isdigit() for letter in text)
        and text not in described
        and not any(wording.match(text) for wording in TOPIC_TEXTS)
    ]
    assert [text for text in others if not text.startswith(_OF_THOSE_APART)] == []


_OF_THOSE_APART = "Of the same year, but not ranked with them, since what is measured differs"


def test_no_place_and_no_grid_counts_other_figures_than_there_are(
    tables: Tables, edition: Edition, published_database: Path
) -> None:
    places = sorted(area for area in edition.areas_with_figures)[::PLACES_A_TURN]
    pages = [f"/place/{area}" for area in places]
    pages += [f"/coverage?indicator={indicator}" for indicator in list(edition.indicators_with_figures)[::2]]
    wordings = (*PAGE_TEXTS, *PLACE_TEXTS)
    wrong = [its for page in pages for its in _objections(tables, published_database, page, wordings)]
    assert not wrong, "\n".join(wrong)


def test_no_list_of_disagreements_counts_others_than_there_are(tables: Tables, published_database: Path) -> None:
    kinds = ("", "differs", "other-definition", "superseded", "misprint", "inexact", "producers")
    of_one = [f"/disagreements?kind={kind}&indicator=opium-production" for kind in ("", "superseded", "producers")]
    pages = [*(f"/disagreements?kind={kind}" for kind in kinds), *of_one]
    wrong = [its for page in pages for its in _objections(tables, published_database, page, DISAGREEMENT_TEXTS)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "wording", [*TOPIC_TEXTS, *PAGE_TEXTS, *PLACE_TEXTS, *DISAGREEMENT_TEXTS], ids=lambda wording: wording.name
)
def test_a_text_is_printed_where_it_must_be_and_not_where_it_must_not(
    published_database: Path, wording: Wording
) -> None:
    for address, must in ((wording.appears, True), (wording.absent, False)):
        found = [text for _, text in _texts(published_database, address) if wording.match(text)] if address else []
        assert not address or bool(found) == must, (address, found)
