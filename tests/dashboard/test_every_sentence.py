"""Every sentence template of the product has a row in a table, with a case where it must appear and one where not.

A new sentence must bring its row: with a check in one of the tables of wordings, or with two addresses in
`page_sentences.csv`. One that tells nothing of figures stands in `sentences_that_tell_nothing.csv`. What still has no
row stands in `sentences_without_a_row.csv`, which can only become shorter.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import page_table
import pytest
import sentence_table
from sentence_case import Wording
from sentence_finder import TELL_NOTHING_OF_FIGURES, Template, read_templates, without_a_row
from sentence_places import Places, text_of_page
from starlette.testclient import TestClient
from wordings import REPOSITORY

MOST_WITHOUT_A_ROW = 145
_TABLES: tuple[Wording, ...] = (
    *(wording for name in sentence_table.__all__ for wording in getattr(sentence_table, name)),
    *page_table.TOPIC_TEXTS,
    *page_table.PAGE_TEXTS,
    *page_table.PLACE_TEXTS,
    *page_table.DISAGREEMENT_TEXTS,
)
ROWS = read_templates("page_sentences.csv")
TELL_NOTHING = {Template(row["file"], row["sentence"]) for row in read_templates("sentences_that_tell_nothing.csv")}
WITHOUT_A_ROW = {Template(row["file"], row["sentence"]) for row in read_templates("sentences_without_a_row.csv")}


@pytest.fixture(scope="module")
def found() -> set[Template]:
    """The templates of the sources that no wording with a check is like."""
    return without_a_row(_TABLES)


def test_every_sentence_of_the_sources_has_a_row_or_is_known_to_lack_one(found: set[Template]) -> None:
    listed = {Template(row["file"], row["sentence"]) for row in ROWS}
    new = found - listed - TELL_NOTHING - WITHOUT_A_ROW
    assert not new, "sentences without a row:\n" + "\n".join(map(" | ".join, sorted(new)))


def test_no_row_and_no_sentence_without_one_is_of_what_the_sources_no_longer_say(found: set[Template]) -> None:
    listed = [Template(row["file"], row["sentence"]) for row in ROWS]
    every = [*listed, *TELL_NOTHING, *WITHOUT_A_ROW]
    assert set(every) <= found and len(every) == len(set(every))
    assert len(WITHOUT_A_ROW) <= MOST_WITHOUT_A_ROW


def test_every_file_that_tells_nothing_of_figures_is_there() -> None:
    assert [part for part in TELL_NOTHING_OF_FIGURES if not (REPOSITORY / part).exists()] == []


@pytest.fixture(scope="module")
def text_at(
    client: TestClient, published_database: Path, small_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], str]:
    """What a reader may meet at an address, or at another place that a row names."""
    places = Places(client, published_database, small_database, tmp_path_factory.mktemp("places"))

    @cache
    def read(place: str) -> str:
        kind, colon, rest = place.partition(":")
        if colon and kind in places.kinds:
            return places.kinds[kind](rest)
        return text_of_page(client.get(place, follow_redirects=False).text)

    return read


def test_every_sentence_of_a_page_is_where_it_must_be_and_not_where_it_must_not(text_at: Callable[[str], str]) -> None:
    wrong = [
        f"{address}: {template.sentence}"
        for template, row in ((Template(row["file"], row["sentence"]), row) for row in ROWS)
        for address, must in ((row["appears"], True), (row["absent"], False))
        if template.is_in(text_at(address)) != must
    ]
    assert not wrong, "\n".join(wrong)
