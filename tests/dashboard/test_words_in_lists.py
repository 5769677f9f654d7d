"""Words find in a list what a look at each of its rows finds, from an index that is made once."""

from dataclasses import replace
from itertools import pairwise

import pytest

from etl.editions.reading import Edition
from etl.editions.reading.listing import Position, Revision, has_word
from etl.editions.reading.observations import Selection
from etl.figures.observations import Observation, Statement

WORDS = [
    *(("helmand",), ("HELMAND", "2018"), ("263,000",), ("2018",), ("0",), ("ha",), ("%",), ("_",), ("p. 1", "unodc")),
    *(("Table",), ("côte",), ("CÔTE",), ("annual", "report", "coca"), ("nothing-like-this",), ("13", "afghan", "us")),
]
OTHERS = [
    Selection(areas=("AFG", "COL"), first=2000, last=2018),
    Selection(verdicts=("differs", "misprint")),
    Selection(indicators=("opium-production",), weak=("single",)),
    Selection(sources=("unodc-afghanistan-opium-survey-2018",)),
    Selection(areas=("AFG",), asof="2012-03-04"),
]
MOST = 100_000


def _names(edition: Edition, item: Observation | Statement) -> list[str]:
    key, source = item.key, edition.sources.get(item.source)
    indicator, area, producer = (
        edition.indicators[key.indicator],
        edition.areas[key.area],
        edition.producers[key.producer],
    )
    return [
        *(key.indicator, indicator.name, indicator.crop, key.area, area.name),
        *(key.producer, producer.name, producer.short_name),
        *((item.source, source.title, source.publisher) if source is not None else ()),
    ]


def _place(item: Revision) -> Position:
    return Position(item.shown.id, item.published_from)


def _has_all(words: tuple[str, ...], year: int, *texts: str) -> bool:
    return all(word == str(year) or has_word(word, *texts) for word in words)


@pytest.mark.many
@pytest.mark.parametrize("others", OTHERS)
def test_words_find_the_statements_observations_and_vintages_that_a_look_at_each_finds(
    edition: Edition, others: Selection
) -> None:
    statements = edition.list_statements(others, Position(), MOST)
    observations = edition.list_observations(others, Position(), MOST)
    vintages = edition.list_vintages(others, Position(), MOST)
    assert statements and observations and vintages
    said = {item.id: (*_names(edition, item), item.as_printed, item.locator, item.note) for item in statements}
    called = {item.id: _names(edition, item) for item in observations}
    then = [(item, _names(edition, item.shown)) for item in vintages]
    for words in WORDS:
        wanted = replace(others, words=words)
        printed = [item for item in statements if _has_all(words, item.key.year, *said[item.id])]
        assert edition.list_statements(wanted, Position(), MOST) == printed, words
        assert edition.count_statements(wanted) == len(printed)
        shown = [item for item in observations if _has_all(words, item.key.year, *called[item.id])]
        assert edition.list_observations(wanted, Position(), MOST) == shown, words
        assert edition.count_observations(wanted) == len(shown)
        earlier = [item for item, names in then if _has_all(words, item.shown.key.year, *names)]
        assert edition.list_vintages(wanted, Position(), MOST) == earlier, words
        assert edition.count_vintages(wanted) == len(earlier)
        for before, after in pairwise(earlier[:40]):
            assert edition.list_vintages(wanted, _place(before), 1) == [after], words
        if len(printed) > 1:
            assert edition.list_statements(wanted, Position(printed[0].id), 1) == printed[1:2]


def test_words_alone_find_in_the_whole_edition_what_they_find_in_a_part_of_it(edition: Edition) -> None:
    for words in (("helmand",), ("263,000",), ("survey", "2018")):
        whole = edition.list_statements(Selection(words=words), Position(), MOST)
        part = edition.list_statements(Selection(words=words, areas=("AFG",)), Position(), MOST)
        assert [item for item in whole if item.key.area == "AFG"] == part
        assert edition.count_statements(Selection(words=words)) == len(whole)
