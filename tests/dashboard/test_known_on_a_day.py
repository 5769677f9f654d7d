"""Every number of a view of a day leads to that number as known on that day, which names the current one."""

import csv
import io
from dataclasses import replace

import pytest
from api_reading import ROOT
from as_read import markup
from exported import HOME, chart
from starlette.testclient import TestClient

from dashboard.charts.figure import plotly_figure
from dashboard.exports.cells import observation_state
from dashboard.exports.table_csv import table_csv
from dashboard.pages import computed
from dashboard.pages import number as number_page
from dashboard.pages.parts.number_panel import number_panel
from dashboard.server.urls import urls
from dashboard.views import scenes
from dashboard.views.findings import findings
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.points import own_point
from dashboard.views.superlatives import is_marked
from dashboard.views.view import read_view
from dashboard.words.numbers import Number, compute, derived_number, number
from dashboard.words.why_chosen import Chosen
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.observations import Observation

DAY = "2019-11-26"
VIEW = f"indicator=opium-production&area=AFG&asof={DAY}"
REVISED = Key("opium-production", "AFG", 2018, "usg")  # 5,330 t until a table of 2020 said 5,550 t
PAGE = f"/number/{REVISED.path}"


def _addresses(edition: Edition, query: str) -> list[str]:
    """Where the points and the words of a view lead to."""
    view, _ = read_view(query, edition.keep(scenes.choices))
    scene = scenes.scene(edition, view)
    words = [part.href for sentence in findings(scene) for part in sentence if isinstance(part, Number)]
    points = [
        address
        for trace in plotly_figure(view, scene)["data"]
        if "today" not in (trace.get("name") or "")
        for address in trace.get("customdata", [])
        if address
    ]
    return [*points, *(href for href in words if not href.startswith("/source/"))]


@pytest.mark.parametrize("more", ["", "&layer=revisions&layer=disagreement", "&measure=change", "&form=bar&year=2018"])
def test_every_number_of_a_view_of_a_day_leads_to_that_day(edition: Edition, more: str) -> None:
    addresses = _addresses(edition, VIEW + more)
    assert addresses
    assert [address for address in addresses if f"asof={DAY}" not in address] == []


def test_the_numbers_of_today_lead_to_today(edition: Edition) -> None:
    assert [
        address for address in _addresses(edition, "indicator=opium-production&area=AFG") if "asof" in address
    ] == []
    view, _ = read_view(f"{VIEW}&compare=today", edition.keep(scenes.choices))
    beside = [point.number.href for line in scenes.scene(edition, view).today for point in line.points]
    assert beside and not any("asof" in address for address in beside)


def test_the_share_of_a_whole_is_of_the_whole_as_known_on_the_day(edition: Edition) -> None:
    view, _ = read_view(
        "indicator=opium-poppy-cultivation&group=parts-of-AFG&form=bar&year=2018&asof=2019-11-26",
        edition.keep(scenes.choices),
    )
    scene = scenes.scene(edition, view)
    assert {item.asof for item in scenes.wholes(edition, scene).values()} == {DAY}


def test_the_panel_shows_the_number_of_the_day_and_names_that_of_today(edition: Edition) -> None:
    observation = edition.observation(REVISED, DAY)
    assert observation is not None
    text = markup(number_panel(edition, observation))
    assert f"As known on {DAY}" in text and ">5,330 t</a>" in text
    assert f'href="{PAGE}"' in text and ">5,550 t</a> is the current value." in text
    known, later = text.split(f"Published after {DAY}, or not certainly by then")
    assert "ondcp-afghanistan-2019" in later and "/source/ondcp-afghanistan-2019" not in known
    assert "agrees" not in text


def test_the_page_of_a_day_knows_only_what_was_published_by_then(client: TestClient, edition: Edition) -> None:
    page = client.get(f"{PAGE}?asof={DAY}").text
    assert f'<link rel="canonical" href="{PAGE}?asof={DAY}">' in page
    assert f"as known on {DAY}: 5,330 t" in page
    assert f"{ROOT}/citation{PAGE}.bib?asof={DAY}" in page
    today = client.get(PAGE).text
    assert f'<link rel="canonical" href="{PAGE}">' in today and "As known on" not in today
    observation = edition.observation(REVISED, DAY)
    assert observation is not None
    sources = {item.source for item in Chosen(observation, edition.statements_of(observation)).statements}
    assert sources == {"sigar-quarterly-2019-04"}
    assert "ondcp-afghanistan-2019" in {item.source for item in edition.published_later(observation)}


@pytest.mark.parametrize(("query", "said"), [("asof=yesterday", "is not a day"), ("asof=1990-01-01", "by 1990-01-01")])
def test_a_day_that_is_none_or_too_early_has_no_number(client: TestClient, query: str, said: str) -> None:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 404 and said in answer.text
    assert client.get(f"/picture{PAGE}.png?{query}").status_code == 404


def test_the_picture_of_a_shared_link_is_of_the_day(client: TestClient) -> None:
    then, today = client.get(f"/picture{PAGE}.png?asof={DAY}"), client.get(f"/picture{PAGE}.png")
    assert then.status_code == today.status_code == 200
    assert then.content != today.content


def test_a_computed_number_is_computed_from_the_figures_of_the_day(edition: Edition) -> None:
    first = edition.observation(REVISED._replace(producer="unodc"), DAY)
    last = edition.observation(REVISED, DAY)
    assert first is not None and last is not None
    moved = compute("difference", (last, first))
    assert moved is not None
    address = derived_number(moved).href
    assert address.endswith(f"&asof={DAY}")
    kind, _, query = address.removeprefix("/computed/").partition("?")
    text = markup(computed.page(edition, query, kind).body)
    assert f"As known on {DAY}" in text
    assert derived_number(moved).text in text and f'href="{urls().observation(last)}"' in text.replace("&amp;", "&")
    today = markup(computed.page(edition, query.replace(f"&asof={DAY}", ""), kind).body)
    assert "As known on" not in today and derived_number(moved).text not in today


def test_the_program_interface_leads_to_the_number_of_the_day(client: TestClient) -> None:
    body = client.get(f"{ROOT}{PAGE}?asof={DAY}").json()
    assert body["observation"]["value"] == 5_330
    assert body["links"]["page"].endswith(f"{PAGE}?asof={DAY}") and body["observation"]["page"] == body["links"]["page"]
    assert [item["source"] for item in body["statements"]] == ["sigar-quarterly-2019-04"]
    assert f"as known on {DAY}: 5,330 t" in body["citation"]
    citation, table = (client.get(body["links"][name]).text for name in ("txt", "csv"))
    assert f"{PAGE}?asof={DAY}" in citation
    assert "sigar-quarterly-2019-04" in table and "ondcp-afghanistan-2019" not in table


def test_what_is_exported_from_a_view_of_a_day_leads_to_that_day(edition: Edition) -> None:
    rows = list(csv.DictReader(io.StringIO(table_csv(chart(edition, VIEW)).decode("utf-8-sig"))))
    row = next(row for row in rows if (row["TIME_PERIOD"], row["PRODUCER"]) == ("2018", "usg"))
    assert row["PAGE"] == f"{HOME}{PAGE}?asof={DAY}" and row["OBS_VALUE"] == "5330"
    assert all(row["PAGE"].endswith(f"asof={DAY}") for row in rows)


def test_a_value_that_was_revised_opens_with_its_statement_marked(edition: Edition) -> None:
    view, _ = read_view(
        "indicator=opium-production&area=AFG&producer=unodc&layer=revisions", edition.keep(scenes.choices)
    )
    traces = plotly_figure(view, scenes.scene(edition, view))["data"]
    diamonds = next(trace for trace in traces if "revised later" in (trace.get("name") or ""))
    for address in diamonds["customdata"]:
        path, _, query = address.partition("?")
        observation = number_page.number_at(edition, path.split("/")[2:])
        text = markup(number_panel(edition, observation, number_page.marked_source(query)))
        assert "Marked below: " in text and 'class="marked"' in text


def test_nothing_is_marked_where_the_address_names_no_source_of_the_number(edition: Edition) -> None:
    observation = number_page.number_at(edition, REVISED.path.split("/"))
    for source in ("", "nobody"):
        text = markup(number_panel(edition, observation, source))
        assert "Marked below" not in text and 'class="marked"' not in text
    assert number(observation, edition.indicators[REVISED.indicator]).href == PAGE
    with pytest.raises(PageNotFoundError):
        number_page.day_in("asof=2019-02-30")


def test_the_history_of_a_number_says_what_became_of_it(client: TestClient) -> None:
    page = client.get("/number/coca-bush-cultivation/COL/2009/unodc").text
    assert "Confirmed, rounded, by " in page
    assert 'href="/method#change-rounded">rounded</a>' in page and page.count(">revised</a>") == 1
    revised = client.get("/number/cocaine-manufacture/COL/2005/unodc").text
    assert ">revised</a>" in revised and "Revision reported, original not seen." in revised
    listed = client.get(f"{ROOT}/number/cocaine-manufacture/COL/2005/unodc").json()["vintages"]
    assert [row["kind"] for row in listed] == ["", "revised"]


def test_on_its_own_day_an_edition_has_an_answer_for_every_number(client: TestClient, edition: Edition) -> None:
    day = edition.data_as_of
    for indicator in edition.indicators:
        for item in edition.observations_of(indicator):
            then = edition.observation(item.key, day)
            assert item.statement_id is None or (then is not None and then.value == item.value), item.key


def test_the_newest_day_shows_all_that_today_shows(edition: Edition, client: TestClient) -> None:
    """Those numbers too of which every statement is set aside, which have no history."""
    key = Key("coca-leaf-production", "COL", 2015, "unodc")
    now, then = edition.observation(key), edition.observation(key, edition.data_as_of)
    assert now is not None and then is not None and (now.value, then.value) == (None, None)
    assert then == replace(now, asof=edition.data_as_of)
    assert client.get(f"/number/{key.path}?asof={edition.data_as_of}").status_code == 200
    chosen = f"{ROOT}/observations?indicator={key.indicator}&area=COL&producer=unodc"
    counts = {client.get(address).json()["total"] for address in (chosen, f"{chosen}&asof={edition.data_as_of}")}
    assert len(counts) == 1


def test_the_newest_day_says_of_every_doubtful_figure_what_today_says(edition: Edition) -> None:
    """The checks are made on the figures of today, which are those of that day too, and of no day before."""
    doubted = [item for item in edition.numbered(edition.doubted).values() if item.statement_id]
    assert len(doubted) > 20

    def said(item: Observation) -> tuple[object, ...]:
        point = own_point(item, edition.indicators[item.key.indicator])
        state = observation_state(item, edition.breaks_at(item), edition.doubted)
        return state, is_marked(point, edition.doubted), edition.warnings_of(item), edition.breaks_of(item)

    for item in doubted:
        then = edition.observation(item.key, edition.data_as_of)
        assert then is not None and said(then) == said(item), item.key
        before = edition.observation(item.key, DAY)
        assert before is None or (not edition.warnings_of(before) and "U" not in said(before)[:1])
