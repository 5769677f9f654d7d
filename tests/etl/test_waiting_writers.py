"""A writer that waits for another says so, and for whom."""

import logging
import threading
import time
from pathlib import Path

import pytest
from postgresql import BOTH_KINDS

from etl.editions.store import open_store

MAY_TAKE = 60


@pytest.mark.parametrize("kind", BOTH_KINDS)
def test_a_writer_that_waits_says_for_whom(
    request: pytest.FixtureRequest, tmp_path: Path, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite'}" if kind == "sqlite" else request.getfixturevalue("postgresql_url")
    caplog.set_level(logging.WARNING)
    entered = threading.Event()

    def write() -> None:
        with open_store(tmp_path, url).writing():
            entered.set()

    with open_store(tmp_path, url).writing():
        second = threading.Thread(target=write)
        second.start()
        deadline = time.monotonic() + MAY_TAKE
        while "waiting for the refresh of process" not in caplog.text:
            assert time.monotonic() < deadline, caplog.text
            time.sleep(0.02)
        assert not entered.is_set()
    second.join(MAY_TAKE)
    assert entered.is_set()
