"""A data folder with hardly anything in it is published like any other, or not at all."""

import os
import signal
from functools import partial
from typing import Any

import pytest
from data_folder import AFGHAN, DataFolder
from killing import strays

from etl import making
from etl.editions.edition_names import EditionError
from etl.editions.store import open_store
from etl.figures.paths import DATABASE_NAME
from etl.method.parts import ObservationPart, parts_of
from etl.publish import Report, refresh

STATEMENTS = 40


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, Report]:
    """Some statements of one file and no total of them, and what their refresh said."""
    folder = DataFolder(tmp_path_factory.mktemp("small") / "data")
    kept = folder.rows(AFGHAN)[:STATEMENTS]
    for path in (folder.path / "statements").rglob("*.csv"):
        file = f"{path.relative_to(folder.path)}"
        folder.write_rows(file, list(folder.rows(file)[0]), kept if file == AFGHAN else [])
    for file in ("annotations.csv", "breaks.csv", "corrections.csv"):
        folder.write_rows(file, list(folder.rows(file)[0]), [])
    while unused := {problem.line for problem in folder.problems() if problem.code == "source-unused"}:
        rows = folder.rows("sources.csv")
        folder.write_rows("sources.csv", list(rows[0]), [row for n, row in enumerate(rows, 2) if n not in unused])
    return folder, refresh(folder.path)


def test_figures_without_any_total_of_their_parts_are_published(small: tuple[DataFolder, Report]) -> None:
    _, report = small
    assert report.outcome == "published", report.problems
    assert report.changes is not None and report.changes.statements_added == STATEMENTS


def test_a_refresh_of_which_a_process_is_ended_from_outside_publishes_nothing(
    small: tuple[DataFolder, Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, published = small
    before = (folder.path / DATABASE_NAME).read_bytes()
    folder.change(AFGHAN, {}, locator="page 999")
    work = making._slips_or_found

    def end_at_the_last_part(read: Any, part: ObservationPart | None) -> Any:
        if part is not None and part.end == len(read[1].order):
            os.kill(os.getpid(), signal.SIGKILL)
        return work(read, part)

    with monkeypatch.context() as patch:
        patch.setattr(making, "processes_for", lambda rows: 2)
        patch.setattr(making, "parts_of", partial(parts_of, rows=5))
        patch.setattr(making, "_slips_or_found", end_at_the_last_part)
        with pytest.raises(EditionError, match=r"ended from outside.*the edition before is still shown"):
            refresh(folder.path)
    store = open_store(folder.path)
    assert (folder.path / DATABASE_NAME).read_bytes() == before
    assert store.current() == published.edition and store.names() == [published.edition]
    assert strays(folder.path, "") == set()
