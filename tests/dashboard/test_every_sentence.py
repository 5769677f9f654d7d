"""Every sentence template of the product has a row in a table, with a case where it must appear and one where not.

A new sentence must bring its row: with a check in one of the tables of wordings, or with two cases in
`page_sentences.csv`. One that tells nothing of figures stands in `sentences_that_tell_nothing.csv`. What a row may name
besides an address is in `sentence_readings.py`, `sentence_places.py` and `traced_files.py`; rows that name a forgery
are held where that is found, in `test_trace.py`.
"""

from collections.abc import Callable
from pathlib import Path

import page_table
import pytest
import sentence_table
from exported import VIEWS, chart, commands_on
from exporting import run_command
from forged_files import FORGED
from forging import Forgery
from sentence_case import Wording
from sentence_finder import TELL_NOTHING_OF_FIGURES, Template, read_templates, without_a_row
from sentence_places import Places
from sentence_readings import KINDS, on_one_line, told_by
from sentence_rows import NAMED, ROWS, wrong_in
from starlette.testclient import TestClient
from traced_files import TRACED
from wordings import REPOSITORY

from etl.editions.reading import Edition

Read = Callable[[str], str]
HELD_ELSEWHERE = {*(forgery.row for forgery in Forgery.all()), *(forgery.row for forgery in FORGED)}
_TABLES: tuple[Wording, ...] = (
    *(wording for name in sentence_table.__all__ for wording in getattr(sentence_table, name)),
    *page_table.TOPIC_TEXTS,
    *page_table.PAGE_TEXTS,
    *page_table.PLACE_TEXTS,
    *page_table.DISAGREEMENT_TEXTS,
)
TELL_NOTHING = {Template(row["file"], row["sentence"]) for row in read_templates("sentences_that_tell_nothing.csv")}


@pytest.fixture(scope="module")
def found() -> set[Template]:
    """The templates of the sources that no wording with a check is like."""
    return without_a_row(_TABLES)


def test_every_sentence_of_the_sources_has_a_row(found: set[Template]) -> None:
    listed = {Template(row["file"], row["sentence"]) for row in ROWS}
    new = found - listed - TELL_NOTHING
    assert not new, "sentences without a row:\n" + "\n".join(map(" | ".join, sorted(new)))


def test_no_row_is_of_what_the_sources_no_longer_say(found: set[Template]) -> None:
    listed = [Template(row["file"], row["sentence"]) for row in ROWS]
    every = [*listed, *TELL_NOTHING]
    assert set(every) <= found and len(every) == len(set(every))


def test_every_file_that_tells_nothing_of_figures_is_there() -> None:
    assert [part for part in TELL_NOTHING_OF_FIGURES if not (REPOSITORY / part).exists()] == []


@pytest.fixture(scope="module")
def read(
    client: TestClient,
    edition: Edition,
    published_database: Path,
    small_database: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Read:
    """What a reader meets of what a row names: the address of a page, or a kind of thing and which."""
    charts = [chart(edition, VIEWS[name]) for name in ("one series", "a map")]
    command, folder = commands_on(published_database), tmp_path_factory.mktemp("traced")
    places = Places(client, published_database, small_database, tmp_path_factory.mktemp("places"))

    def traced(name: str) -> str:
        file = TRACED[name]
        (folder / file.file).write_bytes(file.make(charts))
        with file.is_read_up_to_its_size():
            return str(run_command(command, "trace", folder / file.file).output)

    def found(what: str) -> str:
        if what.startswith("/"):
            return told_by(client.get(what, follow_redirects=False).text)
        kind, _, which = what.partition(": ")
        if kind in places.kinds:
            return places.kinds[kind](which)
        return on_one_line(traced(which) if kind == "trace" else KINDS[kind](edition, which))

    return found


def test_every_sentence_is_where_it_must_be_and_not_where_it_must_not(read: Read) -> None:
    wrong = [line for what in sorted(NAMED - HELD_ELSEWHERE) for line in wrong_in(what, read(what))]
    assert not wrong, "\n".join(wrong)
