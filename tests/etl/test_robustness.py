"""Whatever happens to a refresh, readers see a whole edition, the next refresh succeeds, and nothing piles up."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from data_folder import AFGHAN, DataFolder
from killing import kill_refreshes, start_refresh, strays, write_reading
from postgresql import BOTH_KINDS
from rights import WITHOUT_RIGHTS
from sample_data import BUNDLED, small_data
from sharing import publish

from etl.editions.edition_names import EDITIONS_KEPT, EditionError
from etl.editions.store import open_store
from etl.publish import refresh

KILLED = 4

pytestmark = pytest.mark.processes


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "data", small_data())


@pytest.fixture(params=BOTH_KINDS)
def url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else request.getfixturevalue("postgresql_url")


def test_a_killed_refresh_is_seen_by_no_reader_and_leaves_nothing(folder: DataFolder, url: str) -> None:
    outcome = kill_refreshes(folder, url, KILLED, seed=2018)
    assert outcome.wrong == []
    assert outcome.reads > 0 and outcome.killed > 0
    write_reading(folder, KILLED + 1)
    started = start_refresh(folder.path, url)
    assert started.wait() == 0, started.output()
    assert strays(folder.path, url) == set()
    store = open_store(folder.path, url)
    assert len(store.names()) <= EDITIONS_KEPT
    assert store.history()[-1].edition == store.current()


def test_of_two_refreshes_at_once_one_publishes_and_the_other_waits(folder: DataFolder, url: str) -> None:
    one, other = start_refresh(folder.path, url), start_refresh(folder.path, url)
    outputs = [one.output(), other.output()]
    assert (one.wait(), other.wait()) == (0, 0), outputs
    endings = sorted(output.splitlines()[-1].partition(" ")[0] for output in outputs)
    assert endings == ["Nothing", "Published"]
    assert len(open_store(folder.path, url).history()) == 1


def _refresh(folder: DataFolder, before: Callable[[], None] | None = None, prefix: tuple[str, ...] = ()) -> list[str]:
    """A refresh that has to fail; the lines of its output."""
    command = [*prefix, sys.executable, "-m", "etl", "refresh", "--data", str(folder.path)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        command, cwd=BUNDLED.parent, env=environment, capture_output=True, text=True, preexec_fn=before
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize("bytes_left", [0, 300_000])
def test_a_full_disk_leaves_the_edition_before(folder: DataFolder, bytes_left: int) -> None:
    shown = publish(folder.path, open_store(folder.path))
    write_reading(folder, 1)
    output = _refresh(folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left)))
    assert "free space" in output[-1] and "the edition before is still shown" in output[-1]
    assert open_store(folder.path).current() == shown
    assert strays(folder.path, "") == set()
    assert refresh(folder.path).outcome == "published"


def test_a_folder_that_may_not_be_written_is_one_sentence(folder: DataFolder) -> None:
    publish(folder.path, open_store(folder.path))
    write_reading(folder, 1)
    locked = [folder.path, folder.path / "editions", *(folder.path / "editions").iterdir()]
    for path in locked:
        path.chmod(0o555)
    try:
        (line,) = _refresh(folder, prefix=WITHOUT_RIGHTS)
    finally:
        for path in locked:
            path.chmod(0o755)
    assert str(folder.path / "editions") in line and "Permission denied" in line and "--data" in line


def test_a_file_that_was_cut_short_is_not_published(folder: DataFolder) -> None:
    shown = publish(folder.path, open_store(folder.path))
    path = folder.path / AFGHAN
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])
    report = refresh(folder.path)
    assert report.outcome == "invalid"
    assert "no-final-line-end" in {problem.code for problem in report.problems}
    assert open_store(folder.path).current() == shown


def test_an_edit_while_the_data_is_read_is_not_half_published(folder: DataFolder) -> None:
    shown = publish(folder.path, open_store(folder.path))
    write_reading(folder, 1)

    def edit(step: str) -> None:
        if step.startswith("Resolving"):
            write_reading(folder, 2)

    with pytest.raises(EditionError, match="changed while it was read"):
        refresh(folder.path, progress=edit)
    assert open_store(folder.path).current() == shown


def test_a_leftover_of_another_run_is_not_taken_for_an_edition(folder: DataFolder) -> None:
    store = open_store(folder.path)
    publish(folder.path, store)
    (folder.path / "editions" / ".building.sqlite").write_bytes(b"half an edition")
    assert store.names() == [store.current()]
