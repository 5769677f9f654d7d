"""What happens to the data and the server in a load run, one thing after the other."""

import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
from load_answers import FIGURES, HARVEST, REFRESHES, Timeline

from etl.editions.store import open_store
from etl.figures.paths import DATABASE_NAME
from etl.publish import refresh

WORKERS = 2
RECOVERY_MAY_TAKE = 30.0  # seconds


class Faults:
    """What happens to the data and the server, one thing after the other."""

    def __init__(self, data: Path, supervisor: int, base: str, timeline: Timeline, pause: float) -> None:
        self._data, self._supervisor, self._base = data, supervisor, base
        self._timeline, self._pause = timeline, pause
        self._database = data / DATABASE_NAME
        self.recoveries: dict[str, float] = {}
        self._left = iter(FIGURES[1:])

    def all(self) -> None:
        """Ten refreshes with the faults between them."""
        faults = [
            ("a worker killed", self._kill_a_worker),
            ("the file replaced by a corrupt one", self._replace_by_a_corrupt_one),
            ("the file removed and put back", self._remove_and_put_back),
            ("the file written over in place", self._write_over),
            ("the file cut in half", self._cut),
        ]
        for number in range(REFRESHES):
            self._refresh(next(self._left))
            time.sleep(self._pause)
            if number % 2 and faults:
                name, fault = faults.pop(0)
                fault()
                self._wait_for_recovery(name)
                time.sleep(self._pause)

    def _refresh(self, figure: int) -> None:
        set_figure(self._data, figure)
        begun = time.monotonic()
        # From now on either figure may be seen, and once it is published only the new one.
        self._timeline.shown.append((begun, float("inf"), figure))
        name = refresh(self._data, store=open_store(self._data)).edition
        self._timeline.editions[name] = figure
        self._end_of_others(figure)

    def _end_of_others(self, figure: int) -> None:
        now = time.monotonic()
        self._timeline.shown[:] = [
            (since, now if until == float("inf") and shown != figure else until, shown)
            for since, until, shown in self._timeline.shown
        ]

    def _kill_a_worker(self) -> None:
        worker = random.Random(1).choice(workers_of(self._supervisor))
        self._timeline.kills.append(time.monotonic())
        os.kill(worker, signal.SIGKILL)
        deadline = time.monotonic() + RECOVERY_MAY_TAKE
        while worker in (now := workers_of(self._supervisor)) or len(now) < WORKERS:
            if time.monotonic() > deadline:
                raise RuntimeError("The killed worker was not replaced.")
            time.sleep(0.1)

    def _without_edition(self, spoil: Callable[[], None], mend: Callable[[], None]) -> None:
        begun = time.monotonic()
        self._timeline.faults.append((begun, float("inf")))
        spoil()
        time.sleep(self._pause)
        mend()
        self._timeline.faults[-1] = (begun, time.monotonic())

    def _replace_by_a_corrupt_one(self) -> None:
        kept = self._database.with_suffix(".kept")
        shutil.copy2(self._database, kept)
        corrupt = self._database.with_suffix(".corrupt")
        content = bytearray(kept.read_bytes())
        # The head is whole, so the file opens; what is behind it is not.
        content[8192:] = random.Random(2).randbytes(len(content) - 8192)
        corrupt.write_bytes(content)
        self._without_edition(lambda: corrupt.replace(self._database), lambda: kept.replace(self._database))

    def _remove_and_put_back(self) -> None:
        aside = self._database.with_suffix(".aside")
        self._without_edition(lambda: self._database.rename(aside), lambda: aside.rename(self._database))

    def _write_over(self) -> None:
        noise = random.Random(3).randbytes(self._database.stat().st_size)
        self._spoil_in_place(lambda: self._database.write_bytes(noise))

    def _cut(self) -> None:
        self._spoil_in_place(lambda: os.truncate(self._database, self._database.stat().st_size // 2))

    def _spoil_in_place(self, spoil: Callable[[], object]) -> None:
        """The kept edition is the same file, so what mends it is a refresh: the next figure is published."""
        figure = next(self._left)

        def mend() -> None:
            set_figure(self._data, figure)
            self._timeline.shown.append((time.monotonic(), float("inf"), figure))
            name = refresh(self._data, store=open_store(self._data), accept_removals=True).edition
            self._timeline.editions[name] = figure

        self._without_edition(lambda: (spoil(), None)[1], mend)
        self._end_of_others(figure)

    def _wait_for_recovery(self, name: str) -> None:
        """Until every worker gives the figures again."""
        mended = time.monotonic()
        in_a_row, first_good = 0, mended
        while in_a_row < 6 * WORKERS:
            asked = time.monotonic()
            try:
                good = httpx.get(f"{self._base}/number/{HARVEST}", timeout=30).status_code == 200
            except httpx.TransportError:
                good = False
            if good and not in_a_row:
                first_good = asked
            in_a_row = in_a_row + 1 if good else 0
            if time.monotonic() - mended > RECOVERY_MAY_TAKE:
                break
        self.recoveries[name] = (first_good if in_a_row else time.monotonic()) - mended


def workers_of(supervisor: int) -> list[int]:
    """The processes that answer requests."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split()
    found = []
    for child in map(int, children):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in command:
            found.append(child)
    return found


def set_figure(data: Path, figure: int) -> None:
    """Make the harvest another one in the data folder."""
    path = data / "statements" / "afghan-opium.csv"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(rf"(opium-production,AFG,2008,unodc,)(?:{'|'.join(map(str, FIGURES))}),", rf"\g<1>{figure},", text)
    if changed == text:
        raise RuntimeError(f"{path} has no harvest of 2008 to change.")
    path.write_text(changed, encoding="utf-8")
