"""What the pages of reference say: disagreements, coverage, the library, a source and the method."""

import re
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest
from exported import opened
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.pages import coverage, disagreements, library, method, sources
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.filters import read_choice
from dashboard.server.urls import Urls
from dashboard.words.disputes import FOLDED_BELOW, Dispute, kind_of, why_different
from dashboard.words.glossary import TERMS
from dashboard.words.grid import STATES, grid, known_state, year_ranges
from dashboard.words.pieces import plain_text
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.vocabulary.judgement import ChangeKind, Misfit, Verdict
from etl.figures.vocabulary.numbers import APPROXIMATELY, SIGNIFICANT_DIGITS
from etl.figures.vocabulary.sources import SURVEY_WINDOW_YEARS
from etl.method import consistency

CULTIVATION = "opium-poppy-cultivation"


def _disputes(edition: Edition, indicator: str, area: str, year: int, producer: str = "unodc") -> dict[str, Dispute]:
    key = Key(indicator, area, year, producer)
    return {item.kind: item for item in edition.keep(disagreements.all_disputes) if item.observation.key == key}


def test_the_swapped_digits_of_2018_are_a_misprint_and_no_rival_value(edition: Edition) -> None:
    found = _disputes(edition, CULTIVATION, "AFG", 2018)
    assert {item.value for item in found["misprint"].statements} == {236_000}
    assert "differs" not in found


def test_the_us_estimate_of_2018_stands_between_producers_not_between_sources(edition: Edition) -> None:
    (pair,) = [
        item
        for item in edition.keep(disagreements.all_pairs)
        if item.first.key == Key(CULTIVATION, "AFG", 2018, "unodc")
    ]
    assert (pair.first.value, pair.second.value, pair.second.key.producer) == (263_000, 221_000, "usg")
    assert pair.share == pytest.approx(221 / 263 - 1)


def test_the_harvest_of_2008_is_a_revision_and_says_who_printed_what_first(edition: Edition) -> None:
    dispute = _disputes(edition, "opium-production", "AFG", 2008)["superseded"]
    reason, _ = why_different(dispute, edition)
    assert dispute.observation.value == 5_900
    assert {item.value for item in dispute.statements} == {7_700}
    assert plain_text(reason).startswith("First printed by ")
    assert "the current value first by " in plain_text(reason)


def test_fresh_opium_among_prices_of_dry_is_another_scope(edition: Edition) -> None:
    assert set(_disputes(edition, "opium-price", "AFG", 2018)) >= {"wrong-scope"}


def test_disagreements_are_sorted_by_how_far_apart_they_are(edition: Edition) -> None:
    shares = [item.share for item in edition.keep(disagreements.all_disputes)]
    measured = [abs(share) for share in shares if share is not None]
    assert measured == sorted(measured, reverse=True)
    assert None not in shares[: len(measured)]


def test_a_source_that_prints_what_is_shown_is_no_disagreement(edition: Edition) -> None:
    for item in edition.keep(disagreements.all_disputes):
        assert item.share != 0
        assert all(statement.id != item.observation.statement_id for statement in item.statements)


def test_nothing_that_a_source_prints_too_is_no_difference(edition: Edition) -> None:
    dispute = _disputes(edition, "coca-bush-cultivation", "COL", 2009)["inexact"]
    item, shown = dispute.statements[0], dispute.observation
    assert kind_of(item, shown, None) == "inexact"
    nothing = replace(shown, value=0.0)
    for value, low, high, kind in ((0.0, None, None, ""), (None, 0.0, 5.0, ""), (0.4, None, None, "inexact")):
        assert kind_of(replace(item, value=value, low=low, high=high), nothing, None) == kind


def test_every_statement_with_another_number_is_listed_once(edition: Edition) -> None:
    listed = [statement.id for item in edition.keep(disagreements.all_disputes) for statement in item.statements]
    assert len(listed) == len(set(listed))
    everything = edition.statements_from(*edition.sources)
    told = {"differs", "other-definition", "superseded", "misprint", "wrong-scope"}
    expected = [item for item in everything if item.verdict in told]
    assert {item.id for item in expected} <= set(listed)


def test_small_differences_are_folded_away_and_still_on_the_page(edition: Edition) -> None:
    small = [item for item in edition.keep(disagreements.all_disputes) if item.is_small]
    assert small and all(abs(item.share or 0) < FOLDED_BELOW for item in small)
    written = markup(disagreements.PAGE.page(edition, "").body)
    assert written.count("<details") == 1
    folded = written[written.index("<details") :]
    assert f"/number/{small[0].observation.key.path}" in folded


@pytest.mark.parametrize("kind", disagreements.TABS)
def test_each_kind_of_disagreement_has_an_address_with_a_title_of_its_own(edition: Edition, kind: str) -> None:
    page = disagreements.PAGE.page(edition, f"kind={kind}" if kind else "")
    others = {disagreements.PAGE.page(edition, f"kind={other}").title for other in disagreements.TABS if other != kind}
    assert page.title not in others


@pytest.mark.many
@pytest.mark.parametrize(
    "query", ["kind=nothing&area=XX&indicator=x", "q=%00&kind[]=1", "&" * 3000, "area=" + "x" * 5000, "year=abc"]
)
@pytest.mark.parametrize("page", [disagreements.PAGE, coverage.PAGE, library.PAGE], ids=lambda page: page.name)
def test_an_address_that_makes_no_sense_still_shows_the_page(edition: Edition, page: object, query: str) -> None:
    shown = page.page(edition, query)  # type: ignore[attr-defined]
    assert shown.status == 200
    assert "<h1>" in markup(shown.body)


def test_the_states_of_coverage_are_told_apart_by_sign(edition: Edition) -> None:
    signs = [sign for sign, _ in STATES.values()]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize(
    ("key", "state"),
    [
        (Key(CULTIVATION, "AFG", 2018, "unodc"), "known"),
        (Key(CULTIVATION, "AFG", 1995, "unodc"), "range"),
        (Key(CULTIVATION, "AFG", 2022, "alcis"), "set-aside"),
        (Key(CULTIVATION, "AFG", 1996, "alcis"), "missing"),
    ],
)
def test_a_figure_has_the_state_that_its_sources_give_it(edition: Edition, key: Key, state: str) -> None:
    assert known_state(edition.observation(key)) == state


def test_poppy_free_and_missing_are_different_signs(edition: Edition) -> None:
    free = next(item for item in edition.observations_of(CULTIVATION) if item.is_poppy_free)
    assert known_state(free) == "poppy-free"
    assert STATES["poppy-free"][0] and not STATES["missing"][0]


def test_the_grid_lists_a_country_and_then_its_provinces(edition: Edition) -> None:
    found = grid(edition.observations_of(CULTIVATION), edition.areas, edition.producers, "unodc", "AFG")
    names = [row.area.name for row in found.rows]
    assert names[0] == "Afghanistan"
    assert names[1:] == sorted(names[1:])
    provinces = [area for area in edition.areas.values() if area.parent == "AFG"]
    assert {row.area.area for row in found.rows} == {"AFG", *(area.area for area in provinces)}


def test_the_years_nobody_gives_a_number_for_are_gaps(edition: Edition) -> None:
    found = grid(edition.observations_of(CULTIVATION), edition.areas, edition.producers, "unodc", "AFG")
    row = next(row for row in found.rows if row.area.area == "AFG")
    for year in row.gaps:
        assert edition.observation(Key(CULTIVATION, "AFG", year, "unodc")) is None


def test_years_are_told_as_ranges() -> None:
    assert year_ranges([1996, 1998, 1999, 2000, 2003, 2004]) == "1996, 1998–2000, 2003–2004"
    assert year_ranges([]) == ""


def test_the_library_finds_title_publisher_and_key_in_any_case(edition: Edition) -> None:
    for query in ("q=SHUPL", "q=paris+pact+initiative", "q=shanghai+university"):
        assert "/source/shupl-2019-paris-pact" in markup(library.PAGE.page(edition, query).body)


def test_the_library_tells_what_is_cited_from_what_is_not(edition: Edition) -> None:
    total = 0
    for use in library.USES:
        title = library.content(edition, {"use": use}).title
        total += int(title.split()[0]) if title.split()[0].isdecimal() else 1
    assert total == len(edition.sources)


def test_a_choice_leaves_out_what_is_empty_and_keeps_the_rest() -> None:
    assert read_choice("q=&kind=survey&kind=news") == {"kind": "news"}
    assert Urls().disagreements(kind="a b", area="", indicator="c") == "/disagreements?kind=a+b&indicator=c"
    assert Urls().disagreements(kind="") == "/disagreements"


def test_a_source_shows_what_rests_on_it_also_through_others(edition: Edition) -> None:
    written = markup(sources.page(edition, "", "unodc-afghanistan-opium-survey-2018").body)
    assert "/source/shupl-2019-paris-pact" in written
    through = next(item for item in edition.sources.values() if item.rests_on == "shupl-2019-paris-pact")
    assert f"/source/{through.source}" in written


@pytest.mark.parametrize("position", range(0, 300, 23))
def test_every_source_has_a_page(edition: Edition, position: int) -> None:
    key = list(edition.sources)[position % len(edition.sources)]
    assert sources.page(edition, "", key).status == 200


def test_the_method_explains_every_verdict_producer_and_indicator(edition: Edition) -> None:
    written = markup(method.page(edition, "").body)
    assert all(word.rule for word in Verdict)
    names = [f"verdict-{name}" for name in Verdict]
    names += [f"change-{name}" for name in ChangeKind] + [f"misfit-{name}" for name in Misfit]
    names += [f"term-{name}" for name in TERMS]
    names += [f"producer-{name}" for name in edition.producers]
    for name in names:
        assert f' id="{name}"' in written
    for indicator in edition.indicators_with_figures.values():
        assert f">{escape(indicator.name)}</a>" in written and escape(indicator.description) in written


def test_the_method_names_the_limits_that_the_program_uses(edition: Edition) -> None:
    written = markup(method.page(edition, "").body)
    for limit, value, words in (
        (APPROXIMATELY, 0.02, "within two per cent"),
        (SIGNIFICANT_DIGITS, 2, "at least two significant digits"),
        (SURVEY_WINDOW_YEARS, 2, "by the end of the second year after it"),
        (consistency.SAME_YIELD, 0.005, "to half a per cent"),
        (consistency.SAME_YIELD_FIGURES, 3, "for three or more figures in a row"),
        (consistency.SUM_TOLERANCE, 0.01, "against the whole (one per cent)"),
    ):
        assert limit == value and words in written
    differing = markup(disagreements.PAGE.page(edition, "").body)
    assert FOLDED_BELOW == 0.001 and "Differences below one in a thousand (" in differing


def test_links_into_the_method_lead_to_what_is_there(edition: Edition) -> None:
    written = markup(method.page(edition, "").body)
    pages = [made.PAGE.page(edition, "") for made in (disagreements, coverage, library)]
    pages.append(sources.page(edition, "", "shupl-2019-paris-pact"))
    links = {name for page in pages for name in re.findall('href="/method#([^"]+)"', markup(page.body))}
    assert links
    for name in links:
        assert f' id="{name}"' in written


@pytest.mark.parametrize("path", ["/disagreements", "/coverage", "/sources", "/method"])
def test_the_pages_answer_and_name_themselves(published_database: Path, path: str) -> None:
    with TestClient(create_app(opened(published_database))) as client:
        answer = client.get(path)
    assert answer.status_code == 200
    assert f'<a href="{path}" aria-current="page">' in answer.text


def test_the_two_rows_of_links_to_the_pages_of_a_grid_have_names_of_their_own(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coverage, "MOST_FIGURES", 20)  # so that the grid has pages
    shown = markup(coverage.PAGE.page(edition, "").body)
    assert re.findall(r'aria-label="(Pages [^"]*)"', shown) == [
        "Pages of the grid, above it",
        "Pages of the grid, below it",
    ]
