"""What pages about a place or a topic promise: all of it, by topic, with who is missing, and nothing invented."""

import re
from itertools import pairwise

import pytest

from dashboard.charts.outlines import neighbours
from dashboard.pages import coverage, library, places, topics
from dashboard.pages.frame.markup import markup
from dashboard.pages.parts.place import MOST_SOURCES, sources_on
from dashboard.pages.topics import _ranking
from dashboard.views.not_found import PageNotFoundError
from dashboard.views.overview import LEADING, by_topic, headlines, rankings, year_to_show
from dashboard.views.overview import places as places_of
from dashboard.words.alike import are_all_alike
from etl.editions.reading import Edition
from etl.figures.keys import Key
from etl.figures.letters import letters_of
from etl.figures.quoting import counted


def _links(written: str) -> set[str]:
    return {address.replace("&amp;", "&") for address in re.findall(r'href="([^"]*)"', written)}


def test_the_page_of_a_country_has_the_newest_figure_of_everything_that_is_known_of_it(edition: Edition) -> None:
    written = markup(places.page(edition, "", "AFG").body)
    known = edition.known_in("AFG")
    found = headlines(edition, known, ())
    assert found.keys() == {item.indicator for item in known}
    for indicator, headline in found.items():
        key = headline.newest.key
        assert key.year == max(
            item.year for item in known if (item.indicator, item.producer) == (indicator, key.producer)
        )
    cards = [items[0].indicator for items in by_topic(edition, found).values()]
    assert {f"/number/{found[indicator].newest.key.path}" for indicator in cards} <= _links(written)


def test_neighbours_are_those_that_a_source_lists(edition: Edition) -> None:
    listed = {item.area for item in edition.memberships if item.group == "afghanistan-neighbours"}
    assert set(neighbours()["AFG"]) == listed
    assert all(area in neighbours()[other] for area, others in neighbours().items() for other in others)
    known = listed.intersection(places_of(edition))
    assert len(known) > 3
    assert {f"/place/{area}" for area in known} <= _links(markup(places.page(edition, "", "AFG").body))


def test_a_small_chart_draws_no_line_over_a_missing_year_or_a_break(edition: Edition) -> None:
    for headline in headlines(edition, edition.known_in("AFG"), edition.indicators).values():
        by_year = {item.key.year: item for item in headline.series}
        for run in headline.runs:
            for (year, _), (following, _) in pairwise(run):
                assert following == year + 1
                assert by_year[year].comparable_from == by_year[following].comparable_from


def test_a_group_says_how_many_of_its_members_report_each_sum(edition: Edition) -> None:
    written = markup(places.page(edition, "", "sco").body)
    assert re.search(r"\d+ of 10", written)
    assert any(address.startswith("/computed/sum?") for address in _links(written))


@pytest.mark.many
def test_a_place_of_which_nothing_is_known_has_no_page(edition: Edition) -> None:
    with pytest.raises(PageNotFoundError):
        places.page(edition, "", "XXX")
    assert all(f"/place/{key}" in _links(markup(places.index(edition, "").body)) for key in places_of(edition))


def test_the_year_of_a_ranking_is_the_newest_that_many_report() -> None:
    assert year_to_show({2019: 100, 2020: 110, 2022: 60, 2023: 12}) == 2022
    assert year_to_show({1999: 1}) == 1999


def test_a_ranking_is_of_one_year_one_producer_and_one_measure_and_names_who_is_missing(edition: Edition) -> None:
    (indicator, *_) = by_topic(edition, ["heroin-seizures"])["seizures"]
    (found,) = rankings(edition, [indicator])
    values = [item.value or 0 for item in found.ranked]
    assert values == sorted(values, reverse=True) and len(values) > LEADING
    assert {(item.key.year, item.key.producer) for item in found.ranked} == {(found.year, found.producer)}
    for area in found.missing:
        assert edition.observation(Key(indicator.indicator, area, found.year, found.producer)) is None
    written = markup(topics.page(edition, "", "seizures").body)
    assert f"The ten largest of the {len(found.ranked)} countries with a figure for {found.year}" in written
    lacking = counted(len(found.missing), "country", "countries")
    assert f"but some for other years, of {lacking}: " in written


def test_nobody_is_ranked_with_others_of_whom_something_else_is_measured(edition: Edition) -> None:
    """Those apart stand by name, and then the others are not called all that have a figure."""
    found = rankings(edition, list(edition.indicators.values()))
    assert any(item.apart for item in found)
    for item in found:
        names = [edition.areas[one.key.area].name for one in item.apart]
        assert are_all_alike(item.ranked) and names == sorted(names, key=letters_of), item.indicator.name
    for topic in {item.indicator.topic for item in found if item.apart}:
        (ranked, *_) = [item for item in found if item.apart and item.indicator.topic == topic]
        assert "that can be compared" in markup(_ranking(edition, ranked))


def test_every_topic_has_a_page(edition: Edition) -> None:
    written = markup(topics.index(edition, "").body)
    assert {f"/topic/{topic}" for topic in edition.topics} <= _links(written)


@pytest.mark.many
def test_a_long_grid_of_coverage_has_every_area_on_one_of_its_pages(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    series = [row for row in edition.coverage if row.indicator == "population"]
    monkeypatch.setattr(coverage, "MOST_FIGURES", max(row.observations for row in series))
    first = coverage.PAGE.page(edition, "indicator=population")
    pages = max(int(page) for page in re.findall(r"page=(\d+)", markup(first.body)))
    seen: list[str] = []
    for page in range(1, pages + 1):
        made = coverage.content(edition, {"indicator": "population", "page": str(page)})
        assert made.title == first.title
        seen += sorted(set(re.findall(r"/number/population/([\w-]+)/", str(made.results))))
    assert len(seen) == len(set(seen)) and set(seen) == {row.area for row in series}


def test_sources_are_found_by_what_they_speak_of(edition: Edition) -> None:
    chosen = {"topic": "seizures", "place": "sco", "weak": ""}
    printing = library._printing(edition, chosen)
    assert printing and printing <= edition.sources_on(*_members(edition, "sco")).keys()


def _members(edition: Edition, group: str) -> list[str]:
    """The areas of a group."""
    return [item.area for item in edition.memberships if item.group == group]


def test_what_a_source_says_in_words_is_shown_in_words_and_is_no_number(edition: Edition) -> None:
    said = [item for item in edition.said_in_words_of("COL") if not item.age_from]
    written = markup(places.page(edition, "", "COL").body)
    assert said and "In words" in written
    assert all(edition.qualities[item.quality].name in written for item in said)
    assert said[0].source not in edition.sources_on("COL")  # which counts statements of numbers


def test_the_sources_on_a_place_are_the_most_used_first_and_of_those_the_newest(edition: Edition) -> None:
    counts = edition.sources_on("AFG")
    shown = re.findall(r'href="/source/([^"?]*)"', markup(sources_on(edition, "AFG", counts)))
    listed = markup(library.PAGE.content(edition, {"place": "AFG"}).results)
    every = list(dict.fromkeys(re.findall(r'href="/source/([^"?]*)"', listed)))
    assert every[: len(shown)] == shown and every == sorted(every, key=lambda key: -counts[key])
    ranks = [(counts[key], edition.sources[key].published) for key in shown]
    assert len(shown) == MOST_SOURCES < len(counts) and ranks == sorted(ranks, reverse=True)
    assert counts[shown[-1]] == sorted(counts.values(), reverse=True)[MOST_SOURCES - 1]
