"""Anybody's text on a page and in the API: every figure with a finding and a link, and nothing kept of the text."""

import csv
import io
import itertools
import logging
import re
from collections.abc import Callable
from contextvars import Context
from functools import partial
from typing import Any

import pytest
from starlette.testclient import TestClient

from dashboard.api.check import CHECKS_AT_ONCE
from dashboard.checking import example
from dashboard.checking.corrected import correct
from dashboard.checking.facts import facts_in
from dashboard.checking.findings import Finding
from dashboard.checking.given import LIMITS, LONGEST_TEXT
from dashboard.checking.report import as_text, outdated
from dashboard.checking.verdicts import check
from dashboard.pages import check as check_page
from dashboard.pages.check import SentForm
from dashboard.pages.page import Page
from dashboard.server.limits import LARGEST_BODY
from dashboard.server.rates import Rate
from dashboard.server.urls import INSIDE, Urls
from etl.editions.reading import Database, Edition
from etl.figures.beside import rows_beside

DRAFT = (
    "Afghanistan produced 6,900 tons of opium in 2009. Opium poppy covered 236,000 hectares in Afghanistan in 2018. "
    "In Bolivia coca bush was grown on 24,500 hectares in 2016."
)
WRITTEN = "2010-01-01"
JSON_SENT = {"content-type": "application/json"}
_NUMBERS = itertools.count(1)


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    """A reader with an address that nobody else has, so that none takes another's turn."""
    number = next(_NUMBERS)
    return TestClient(client.app, client=(f"192.0.2.{number}", 50_000))


def sent(reader: TestClient, **fields: str) -> Any:
    """The answer to a form with these fields."""
    return reader.post("/check", data={"text": DRAFT, "published": WRITTEN, **fields})


def test_the_form_works_without_any_script(reader: TestClient) -> None:
    page = reader.get("/check").text
    assert re.search(r'<form[^>]* method="post" action="/check"', page)
    assert "react-entry-point" not in page
    assert "is not kept, not logged and not sent anywhere" in page
    assert "maxlength" not in re.findall(r"<textarea[^>]*>", page)[0]  # a browser would cut a text in silence
    found = sent(reader)
    assert found.status_code == 200
    assert "3 figures: 1 has been revised since, 1 is a slip and 1 is right for something else." in found.text


def test_each_figure_of_a_text_leads_to_its_finding_and_on_to_its_page_and_source(reader: TestClient) -> None:
    page = sent(reader).text
    assert [*re.findall(r'<a class="checked checked-([a-z-]+)"', page)] == ["superseded", "misprint", "wrong-scope"]
    for number in (1, 2, 3):
        assert f'href="#figure-{number}"' in page and f'<li id="figure-{number}">' in page
    assert 'href="/number/opium-production/AFG/2009/unodc">4,000 t</a>' in page
    assert 'href="/number/coca-bush-cultivation/BOL/2016/unodc">23,100 ha</a>' in page
    assert 'href="/number/coca-bush-cultivation/BOL/2017/unodc">The figure that it is right for</a>' in page
    assert 'href="/source/' in page


def test_a_draft_is_told_what_was_revised_since_it_was_written(reader: TestClient, edition: Edition) -> None:
    assert "revised on 2015-06-26, today" in sent(reader).text
    found = check(DRAFT, edition, WRITTEN)
    assert [it.reading.as_printed for it in outdated(found, WRITTEN)] == ["6,900 tons"]
    assert outdated(found, "2016-01-01") == []
    told = as_text(found, edition, INSIDE, WRITTEN)
    assert "1 figure of the text has been revised since 2010-01-01." in told
    assert "6,900 tons: revised on 2015-06-26, today 4,000 t" in told


def test_a_corrected_text_changes_what_it_shows_and_nothing_else(edition: Edition) -> None:
    corrected = correct(DRAFT, check(DRAFT, edition, WRITTEN), edition, WRITTEN)
    assert [(it.was, it.now) for it in corrected.changes] == [("6,900", "4,000"), ("236,000", "263,000")]
    undone = corrected.text.replace("4,000", "6,900").replace("263,000", "236,000")
    assert undone == DRAFT
    assert correct("Nothing here.", [], edition).changes == ()


def test_a_factor_or_another_unit_is_not_written_over(edition: Edition) -> None:
    for text in (
        "Afghanistan had 236 thousand hectares of opium poppy in 2018.",
        "Afghanistan produced 6,400 kilograms of opium in 2018.",
    ):
        found = check(text, edition)
        assert found[0].finding == Finding.MISPRINT
        corrected = correct(text, found, edition)
        assert (corrected.text, corrected.left) == (text, (1,))


def test_what_a_corrected_text_leaves_as_printed_is_said(reader: TestClient) -> None:
    text = f"{DRAFT} Afghanistan produced 6,400 kilograms of opium in 2018."
    said = 'because more than the digits would have to change: <a href="#figure-{}">'
    assert said.format(4) in sent(reader, text=text).text
    assert said.format(1) in sent(reader, text=text[len(DRAFT) :]).text
    assert "Left as printed" not in sent(reader, text=DRAFT.partition(" In Bolivia")[0]).text


def test_the_findings_can_be_taken_away_as_a_table_and_as_a_report(reader: TestClient) -> None:
    table = sent(reader, **{"as": "csv"})
    assert table.headers["content-disposition"] == 'attachment; filename="checked-text.csv"'
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["verdict"] for row in rows] == ["superseded", "misprint", "wrong-scope"]
    assert rows[0]["revised_on"] == "2015-06-26" and rows[0]["source"] and rows[0]["observation"].startswith("http://")
    assert re.search(r'value="report"[^>]* formtarget="_blank"', sent(reader).text)  # the findings stay where they are
    report = sent(reader, **{"as": "report"}).text
    assert report.startswith("<!doctype html>") and "<script" not in report and "revised on 2015-06-26" in report


def test_the_example_is_the_article_and_both_its_figures_agree(reader: TestClient, edition: Edition) -> None:
    page = reader.get(INSIDE.check(example="paris-pact")).text
    assert "2 figures: 2 agree." in page
    assert f"/source/{example.SOURCE}" in page
    for path in ("/number/opium-poppy-cultivation/AFG/2018/unodc", "/number/opium-production/AFG/2018/unodc"):
        assert f'href="{path}"' in page


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"text": " \r\n "}, 400, "There is no text to check."),
        ({"text": "a" * (LONGEST_TEXT + 1)}, 413, "at most 50,000 are read at once"),
        ({"text": "a" * (LARGEST_BODY + 1)}, 413, "at most 50,000 are read at once"),
        ({"text": "1 ha " * 5_000}, 400, "numbers, and no more than"),
        ({"published": "last <b>week</b>"}, 400, "is not a day"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_text_stays_in_the_box(
    reader: TestClient, fields: dict[str, str], status: int, told: str
) -> None:
    answer = sent(reader, **fields)
    assert answer.status_code == status
    assert told in answer.text and 'role="alert"' in answer.text
    assert "<b>" not in answer.text
    assert fields.get("text", DRAFT).strip()[:100] in answer.text


def test_the_form_leads_to_the_dashboard_as_the_reader_knows_it(database: Database) -> None:
    made = check_page.answer(
        SentForm(DRAFT, WRITTEN), database.address, "", Rate(30, 10), partial(_elsewhere, Urls("/figures"))
    )
    assert isinstance(made, Page)
    assert 'action="/figures/check"' in made.first_paint
    assert not re.findall(r'(?:href|action)="/(?!figures/)', made.first_paint)


def _elsewhere(known_as: Urls, function: Callable[..., bytes], *given: Any) -> bytes:
    """Run a function where no request is, as another process does; the addresses that it is given are those."""
    return Context().run(function, *given[:-1], known_as)


def test_a_character_that_cannot_be_written_breaks_nothing(reader: TestClient) -> None:
    answer = reader.post("/api/v1/check", content=b'{"text": "\\ud800 5\\udfff hectares of poppy"}', headers=JSON_SENT)
    assert answer.status_code == 200


def test_lines_of_a_form_are_those_of_the_text(reader: TestClient) -> None:
    page = sent(reader, text="\r\nOpium poppy in Afghanistan\r\n\r\nIn 2018 it was 263,000 hectares.").text
    assert "2 agree" not in page and "it agrees" in page
    assert "\r" not in page


def test_nothing_of_a_text_is_kept_or_logged(reader: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    secret = "Mohnblumenwiese"
    with caplog.at_level(logging.DEBUG):
        answer = sent(reader, text=f"{secret} {DRAFT}")
        api = reader.post("/api/v1/check", json={"text": f"{secret} {DRAFT}"})
        refused = reader.post("/api/v1/check", json={"text": f"{secret} 5", "more": secret})
    assert [it.status_code for it in (answer, api, refused)] == [200, 200, 400]
    assert [it.headers["cache-control"] for it in (answer, api, refused)] == ["no-store"] * 3
    assert not any(secret in str(record.__dict__) for record in caplog.records)


def test_no_text_becomes_markup_on_the_page(reader: TestClient) -> None:
    hostile = "</textarea><script>alert(1)</script>\"'><img src=x> 263,000 hectares of poppy in Afghanistan in 2018"
    page = sent(reader, text=hostile, published=WRITTEN).text
    assert "<script>alert" not in page and "<img" not in page
    assert "&lt;/textarea&gt;" in page


def test_programs_get_every_figure_with_its_finding_and_whole_addresses(reader: TestClient) -> None:
    for answer in (
        reader.post("/api/v1/check", json={"text": DRAFT, "published": WRITTEN}),
        reader.post(
            "/api/v1/check", params={"published": WRITTEN}, content=DRAFT, headers={"content-type": "text/plain"}
        ),
    ):
        found = answer.json()
        assert [it["verdict"] for it in found["figures"]] == ["superseded", "misprint", "wrong-scope"]
        assert found["outdated"] == [0]
        first = found["figures"][0]
        assert DRAFT[first["start"] : first["end"]] == first["as_printed"] == "6,900 tons"
        assert first["observation"] == "http://testserver/number/opium-production/AFG/2009/unodc"


@pytest.mark.parametrize(
    ("request_of", "status", "kind"),
    [
        ({"json": {"text": ""}}, 400, "unreadable-text"),
        ({"json": {"texts": "a"}}, 400, "unreadable-text"),
        ({"json": {"text": "a", "published": "2018"}}, 400, "unreadable-text"),
        ({"json": {"text": "a", "published": 2018}}, 400, "unreadable-text"),
        ({"json": ["a"]}, 400, "unreadable-text"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "unreadable-text"),
        ({"content": b"\xff", "headers": {"content-type": "text/plain"}}, 400, "unreadable-text"),
        ({"content": b"a"}, 415, "unknown-media-type"),
        ({"json": {"text": "a" * (LONGEST_TEXT + 1)}}, 413, "text-too-long"),
        ({"json": {"text": "1 ha " * 5_000}}, 413, "text-too-long"),
        ({"content": b" " * (LARGEST_BODY + 9), "headers": {"content-type": "text/plain"}}, 413, "text-too-long"),
        ({"params": {"published": "2018"}, "json": {"text": "a"}}, 400, "invalid-parameter"),
    ],
)
def test_a_program_is_told_what_is_wrong_with_its_text(
    reader: TestClient, request_of: dict[str, Any], status: int, kind: str
) -> None:
    answer = reader.post("/api/v1/check", **request_of)
    assert (answer.status_code, answer.json()["type"].partition("#")[2]) == (status, kind)
    assert answer.headers["content-type"] == "application/problem+json"


def test_who_asks_too_often_is_told_when_to_ask_again_and_nobody_else_is(client: TestClient) -> None:
    often, other = (TestClient(client.app, client=(address, 1)) for address in ("198.51.100.1", "198.51.100.2"))
    given = [often.post("/api/v1/check", json={"text": "5 ha"}).status_code for _ in range(CHECKS_AT_ONCE + 1)]
    assert given == [200] * CHECKS_AT_ONCE + [429]
    answer = often.post("/check", data={"text": "5 ha"})
    assert answer.status_code == 429 and "try again in" in answer.text
    assert int(often.post("/api/v1/check", json={"text": "5 ha"}).headers["retry-after"]) > 0
    assert other.post("/api/v1/check", json={"text": "5 ha"}).status_code == 200


def test_a_rate_grows_back_with_time_and_counts_a_network_as_one_reader() -> None:
    now = [0.0]
    rate = Rate(a_minute=30, at_once=2, clock=lambda: now[0])
    assert [rate.wait("2001:db8::1"), rate.wait("2001:db8::2"), rate.wait("2001:db8::3")] == [0, 0, 2]
    assert rate.wait("2001:db8:1::1") == 0
    now[0] = 2.0
    assert [rate.wait("2001:db8::1"), rate.wait("2001:db8::1")] == [0, 2]


def test_only_post_reads_a_text_and_every_site_may_send_one(reader: TestClient) -> None:
    assert reader.get("/api/v1/check").headers["allow"] == "POST"
    asked = {"origin": "https://other.example", "access-control-request-method": "POST"}
    assert reader.options("/api/v1/check", headers=asked).headers["access-control-allow-methods"] == "POST"


def test_how_much_is_read_at_once_is_told_everywhere(reader: TestClient) -> None:
    assert LIMITS == "50,000 characters, 3,000 numbers and 8,000 sentences"
    assert f"At most {LIMITS} are read at once." in reader.get("/check").text
    assert LIMITS in reader.get("/api/v1/openapi.json").json()["paths"]["/check"]["post"]["description"]
    (tool,) = (row for row in rows_beside("dashboard.assistants", "tools.csv") if row["tool"] == "check_text")
    assert f"a text of up to {LIMITS}" in tool["description"]


def test_the_description_tells_programs_how_a_text_is_sent(reader: TestClient) -> None:
    told = reader.get("/api/v1/openapi.json").json()["paths"]["/check"]
    assert set(told) == {"post"}
    assert set(told["post"]["requestBody"]["content"]) == {"application/json", "text/plain"}
    assert {"413", "415", "429"} <= set(told["post"]["responses"])


# How each number of the article stands in the example, by the facts that were made by hand.
PRINTED = {
    "meeting-opening": "26 November",
    "meeting-consecutive-years": "second year in a row",
    "afghan-poppy-area": "263,000 hectares",
    "afghan-opium-production": "6,400 tons",
    "estimate-reference-year": "in 2018",
    "sco-border-length": "more than 4,000 km",
    "sco-strategy-duration": "five years",
    "china-agreement-count": "an agreement",
    "china-agreement-year": "2006",
    "china-training-programmes": "10 training programmes",
    "china-officers-trained": "more than 200 Afghan officers",
    "paris-conference": "May 2003",
    "paris-pact-countries": "58 countries",
    "paris-pact-organizations": "23 international organizations",
}


def test_the_example_has_every_number_of_the_article_in_its_paragraph(edition: Edition) -> None:
    _, *paragraphs = example.TEXT.split("\n\n")
    facts = {fact.fact: fact for fact in edition.facts}
    assert set(PRINTED) == set(facts)
    for fact, printed in PRINTED.items():
        assert printed in paragraphs[int(facts[fact].locator.removeprefix("paragraph ")) - 1], fact


def test_what_was_found_by_hand_of_the_article_is_found_in_its_text_too(edition: Edition) -> None:
    by_hand = {fact.fact: fact for fact in edition.facts}
    found, facts = example.checked_example(edition), example.facts_of_example(edition)
    of_series = {"afghan-poppy-area", "afghan-opium-production"}
    assert {each.fact.fact for each in facts} == set(by_hand) - of_series
    assert all(each.place == each.fact.locator for each in facts)
    for fact, checked in zip(sorted(of_series, reverse=True), found, strict=True):
        assert by_hand[fact].check == "verified" and checked.finding == Finding.AGREES
        assert (f"{checked.reading.value:g}", checked.year) == (by_hand[fact].value, by_hand[fact].year)
        assert checked.reading.place == by_hand[fact].locator


def test_facts_of_the_article_are_told_with_what_of_the_data_says_the_same(edition: Edition) -> None:
    facts = {each.fact.fact: each for each in example.facts_of_example(edition)}
    (year,) = [each for each in facts.values() if each.figures]
    assert year.fact.fact == "estimate-reference-year"
    assert [each.reading.as_printed for each in year.figures] == ["263,000 hectares", "6,400 tons"]
    assert {fact: each.event.date for fact, each in facts.items() if each.event} == {
        "sco-strategy-duration": "2018-06-10",
        "china-agreement-count": "2006-06",
        "china-agreement-year": "2006-06",
        "paris-conference": "2003-05-22",
    }
    assert all(each.event.source != each.fact.source for each in facts.values() if each.event)


def test_the_briefing_lists_the_findings_on_the_article(reader: TestClient) -> None:
    page = reader.get("/afghanistan-2018").text
    part = page[page.index("The article, number by number") :]
    assert "2 figures: 2 agree. 12 other numbers are recorded facts." in part
    assert 'class="number" href="/number/opium-poppy-cultivation/AFG/2018/unodc">263,000 hectares</a>' in part
    assert "It is the year of 263,000 hectares and 6,400 tons." in part
    assert part.count("Another source records the event: ") == 4
    assert part[: part.index("</ol>")].count("<li>") == len(PRINTED)


def test_all_fourteen_numbers_of_the_article_are_found_each_with_its_link(reader: TestClient) -> None:
    answer = reader.post("/api/v1/check", json={"text": example.TEXT, "published": example.PUBLISHED}).json()
    figures = answer["figures"]
    assert len(figures) == 14 and all(each["observation"] for each in figures)
    assert {each["as_printed"]: each["verdict"] for each in figures if each["verdict"]} == {
        "263,000 hectares": "agrees",
        "6,400 tons": "agrees",
    }
    assert all(example.TEXT[each["start"] : each["end"]] == each["as_printed"] for each in figures)
    page = reader.get("/check", params={"example": example.EXAMPLE}).text
    assert len(re.findall(r'<a class="checked checked-fact"', page)) == 12
    assert "12 other numbers are recorded facts." in page


def test_a_year_or_count_of_another_text_is_no_recorded_fact(edition: Edition) -> None:
    text = "China and Afghanistan signed 10 papers in 2006. The UN estimates of 2018 for Afghanistan are known."
    assert facts_in(text, edition) == []
