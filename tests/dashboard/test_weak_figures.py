"""Figures that are weak in some way: found, listed and counted the same wherever they are asked for."""

import csv
import io
import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from dashboard.pages import coverage, disagreements, explore, library
from dashboard.pages.frame.markup import markup
from etl.editions.reading import Edition
from etl.editions.reading.listing import Position
from etl.editions.reading.observations import Selection
from etl.figures.vocabulary.judgement import Verdict, Weakness
from etl.figures.vocabulary.numbers import Evidence, Flag

CULTIVATION = "opium-poppy-cultivation"


def _is_weak(edition: Edition, word: Weakness, identity: int) -> bool:
    """The same told from the statements, one by one."""
    (item,) = edition.list_observations(Selection(), Position(identity - 1), 1)
    statements = edition.statements_of(item)
    if word == Weakness.SINGLE:
        fitting = [one for one in statements if one.verdict in {Verdict.CITED, Verdict.AGREES, Verdict.ROUNDED}]
        return len({one.rests_on or one.source for one in fitting}) == 1
    if word == Weakness.INFERRED:
        return item.source in edition.sources and edition.sources[item.source].is_publisher_inferred
    if word == Weakness.DISPUTED:
        return any(one.verdict == Verdict.DIFFERS for one in statements)
    return item.flag == Flag.SUMMED if word == Weakness.SUMMED else item.evidence in {Evidence.COPY, Evidence.REPORT}


@pytest.mark.parametrize("word", list(Weakness))
def test_what_is_weak_is_told_from_the_statements(edition: Edition, word: Weakness) -> None:
    found = edition.ids_of(Selection(weak=(word,)))
    assert found and len(found) < edition.observations_count
    some = range(1, edition.observations_count + 1, max(1, edition.observations_count // 150))
    assert {identity for identity in some if _is_weak(edition, word, identity)} == found & set(some)


def test_figures_on_a_single_source_are_one_choice_and_a_file(edition: Edition, client: TestClient) -> None:
    page = markup(coverage.PAGE.page(edition, f"indicator={CULTIVATION}&weak=single").body)
    count = int(re.search(r"([\d,]+) figures that rest on a single source", page)[1].replace(",", ""))  # type: ignore[index]
    address = re.search(r'href="(/api/v1/observations\.csv\?indicator=[^"]*)"', page)
    assert address is not None
    answer = client.get(address[1].replace("&amp;", "&"))
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == count == len(edition.ids_of(Selection((CULTIVATION,), weak=("single",))))
    assert "The figures of all indicators that rest on a single source, as CSV" in page


@pytest.mark.parametrize("word", list(Weakness))
@pytest.mark.parametrize(("region", "area"), [("", ""), ("un-asia", ""), ("un-asia", "AFG"), ("", "COL"), ("", "WLD")])
def test_what_is_narrowed_to_weak_figures_of_a_place_comes_as_a_file(
    edition: Edition, client: TestClient, word: Weakness, region: str, area: str
) -> None:
    choice = {"indicator": CULTIVATION, "weak": str(word), "region": region, "area": area}
    query = "&".join(f"{name}={text}" for name, text in choice.items())
    told = re.search(rf": ([\d,]+|no) figures? that {word.meaning}", coverage.PAGE.page(edition, query).title)
    assert told is not None
    count = 0 if told[1] == "no" else int(told[1].replace(",", ""))
    addresses = {}
    for page in (coverage.PAGE, disagreements.PAGE):
        body = markup(page.page(edition, query).body)
        addresses[page.name] = re.search(r'href="(/api/v1/observations\.csv\?[^"]*indicator=[^"]*)"', body)
    assert (addresses["coverage"] is not None) == (count > 0)
    for address in filter(None, addresses.values()):
        rows = client.get(address[1].replace("&amp;", "&")).content.decode("utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(rows)))) == count


@pytest.mark.parametrize("word", list(Weakness))
@pytest.mark.parametrize("place", ["", "MEX", "AFG", "un-asia"])
def test_sources_are_narrowed_to_those_of_a_weak_figure_of_the_topic_and_place(
    edition: Edition, client: TestClient, word: Weakness, place: str
) -> None:
    found = library.content(edition, {"weak": str(word), "place": place, "topic": "seizures"})
    page = markup([*found.heading, *found.results])
    address = re.search(r'href="/api/v1/observations\.csv\?([^"]*)"', page)
    listed = client.get(
        f"/api/v1/sources?limit=1&topic=seizures&weak={word}"
        + (f"&{'group' if place.startswith('un-') else 'area'}={place}" if place else "")
    ).json()["total"]
    assert (address is not None) == (listed > 0)
    assert re.match(r"No source" if not listed else r"One of" if listed == 1 else rf"{listed} of", found.title)


def test_a_place_and_a_source_say_what_is_weak_in_them(client: TestClient) -> None:
    for address in ("/place/AFG", "/source/unodc-wdr-2025-annex-7-1"):
        text = client.get(address).text
        assert "Limitations of these figures:" in text and "rest on a single source" in text
        assert "weak=single" in text


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        (
            "area=AFG&producer=unodc&from=2000&to=2010",
            Selection((CULTIVATION,), ("AFG",), ("unodc",), first=2000, last=2010),
        ),
        ("area=AFG&area=MMR&form=bar&year=2014", Selection((CULTIVATION,), ("AFG", "MMR"), first=2014, last=2014)),
    ],
)
def test_a_chart_says_what_is_weak_in_its_figures_and_lists_it(
    edition: Edition, client: TestClient, query: str, chosen: Selection
) -> None:
    page = markup(explore.page(edition, f"indicator={CULTIVATION}&{query}").body)
    told = 0
    for word in Weakness:
        count = len(edition.ids_of(replace(chosen, weak=(word,))))
        found = re.search(rf"Figures that {word.meaning}: ([\d,]+) \(<a [^>]*href=\"([^\"]*)\"", page)
        assert (int(found[1]) if found else 0) == count
        if found:
            rows = client.get(found[2].replace("&amp;", "&")).content.decode("utf-8-sig")
            assert len(list(csv.DictReader(io.StringIO(rows)))) == count
            told += 1
    assert told


def test_what_is_weak_today_is_not_said_of_a_day_of_the_past(edition: Edition) -> None:
    page = markup(explore.page(edition, f"indicator={CULTIVATION}&area=AFG&asof=2019-11-26").body)
    assert "How well these figures are known" not in page
