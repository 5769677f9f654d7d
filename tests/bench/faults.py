"""What breaks around a dashboard, and what fifty readers notice of it: nineteen phases and one table.

    python tests/bench/faults.py [SECONDS [PHASE ...]]      # of each phase, 8 without it; those whose names begin so

A dashboard with two workers is read all the time on SQLite, then on a PostgreSQL of its own, and its health is asked
for ten times a second. Meanwhile its processes are killed, its database is replaced, spoiled and put back, hangs or
locks, the disk fills, file handles run out, and it gets connections and requests that no reader sends. What mends it is
what nobody has to look after: the next refresh, or whatever starts a service again that has ended. Every answer must be
whole, of exactly one edition, and of one that was published by then; where there is none, a clear 503.

Ends with status 1 where an answer was wrong, one was a 500, a health answer came after more than a second, or readers
were not served again within five seconds. Needs root (for a disk of its own), and the PostgreSQL and Chromium of the
tests.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

import faults_of_files  # noqa: E402  (neighbours, only now)
import faults_of_network  # noqa: E402
import faults_of_processes  # noqa: E402
import faults_of_server  # noqa: E402
from phases import Phase, at_once  # noqa: E402
from postgresql import running_server  # noqa: E402
from published import Published  # noqa: E402
from readers import HealthWatch, Noticed, Readers, recovery, usual_asks  # noqa: E402
from service import Service  # noqa: E402
from sharing import SHARED  # noqa: E402

SECONDS = 8.0
HEALTH_MAY_TAKE = 1.0
RECOVERY_MAY_TAKE = 5.0
DISK = "400m"
FILES = 64  # that a process may open, in the phase in which they run out
QUIET = at_once("quiet", lambda: None)


@dataclass(frozen=True)
class Outcome:
    """What readers noticed of a phase, with the seconds of the slowest health answer and until all were served."""

    phase: Phase
    noticed: Noticed
    health: float
    refused: int
    back: float

    @property
    def faults(self) -> list[str]:
        """What was not as it must be."""
        found = [f"{many} x {problem}" for problem, many in self.noticed.wrong.most_common(6)]
        if not self.phase.may_break and self.noticed.broken:
            found.append(f"{len(self.noticed.broken)} connections broke")
        if not self.phase.may_break and self.refused:
            found.append(f"health was not answered {self.refused} times")
        if self.health > HEALTH_MAY_TAKE:
            found.append(f"health after {self.health:.1f} s")
        if self.back > RECOVERY_MAY_TAKE:
            found.append(f"readers were served again after {self.back:.1f} s")
        return found

    @property
    def line(self) -> str:
        """Its line in the table."""
        statuses, broken, wrong = self.noticed.statuses, len(self.noticed.broken), self.noticed.wrong.total()
        return _line(
            self.phase.name,
            f"{statuses.total():,}",
            f"{self.noticed.p95:.2f}",
            *map(str, (statuses[503], statuses[500], broken, wrong)),
            f"{self.health:.2f}",
            str(self.refused),
            f"{self.back:.1f}",
        )


HEADING = ("phase", "answers", "p95 s", "503", "500", "broken", "wrong", "health s", "refused", "back s")


def _line(name: str, *cells: str) -> str:
    return f"{name:<40}" + "".join(f"{cell:>9}" for cell in cells)


class Run:
    """The phases of one dashboard after another; of each, so many seconds; of all, those whose names begin so."""

    def __init__(self, seconds: float, only: Sequence[str] = ()) -> None:
        self._seconds, self._only = seconds, tuple(only)
        self.outcomes: list[Outcome] = []

    def all(self, service: Service, published: Published, phases: Sequence[Phase]) -> None:
        """Go through them, and print a line for each."""
        chosen = [phase for phase in phases if not self._only or phase.name.startswith(self._only)]
        if not chosen:
            return
        asks = usual_asks(service.port, published.numbers())
        timeline = published.timeline
        with HealthWatch(service.port) as health, Readers(service.port, asks, timeline) as readers:
            time.sleep(self._seconds)
            for phase in chosen:
                recovery(service.port, asks[0], timeline)
                readers.begin()
                since = time.monotonic()
                if phase.is_without_figures:
                    timeline.faults.append((since, float("inf")))
                end = phase.begin()
                done = time.monotonic()
                back = recovery(service.port, asks[0], timeline) if phase.may_break else 0.0
                time.sleep(max(0.0, self._seconds - (time.monotonic() - done)))
                end()
                back = max(back, recovery(service.port, asks[0], timeline))
                until = time.monotonic()
                if phase.is_without_figures:
                    timeline.faults[-1] = (since, until)
                self._add(
                    Outcome(phase, readers.begin(), health.slowest(since, until), health.refused(since, until), back)
                )

    def _add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        print(outcome.line, *(f"    {fault}" for fault in outcome.faults), sep="\n", flush=True)

    @property
    def summary(self) -> str:
        """All phases in one line, and whether they were as they must be."""
        answers, wrong, internal = (
            sum(count(one.noticed) for one in self.outcomes)
            for count in (
                lambda noticed: noticed.statuses.total(),
                lambda noticed: noticed.wrong.total(),
                lambda noticed: noticed.statuses[500],
            )
        )
        phases = sum(one.phase is not QUIET for one in self.outcomes)
        whole = "Everything was as it must be." if self.is_good else "Not everything was as it must be."
        return f"{phases} phases, {answers:,} answers: {wrong} wrong, {internal} with 500\n{whole}"

    @property
    def is_good(self) -> bool:
        """Whether every promise was kept."""
        return not any(one.faults for one in self.outcomes)


@contextmanager
def _disk() -> Iterator[Path]:
    """A small disk of its own."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "faults", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        folder.rmdir()


def _on_sqlite(run: Run) -> None:
    with _disk() as folder:
        published, cache = Published(folder), folder / "cache"
        cache.mkdir()
        with Service(published.url, cache) as service:
            of_processes, of_files = faults_of_processes.phases(service), faults_of_files.phases(published, folder)
            run.all(service, published, [QUIET, *of_processes, *of_files, *faults_of_network.phases(service.port)])
        with Service(published.url, cache, FILES) as service:
            run.all(service, published, [faults_of_network.silent_connections(service.port)])


def _on_postgresql(run: Run) -> None:
    with (
        running_server() as server,
        server.new_database("figures") as url,
        tempfile.TemporaryDirectory(prefix="faults-") as folder,
    ):
        published, cache = Published(Path(folder), url), Path(folder) / "cache"
        cache.mkdir()
        with Service(url, cache) as service:
            run.all(service, published, faults_of_server.phases(url.replace("+psycopg", "")))


def main(seconds: float, only: Sequence[str] = ()) -> int:
    """Print the table; 1 where a promise was not kept."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    run = Run(seconds, only)
    print(_line(*HEADING))
    with tempfile.TemporaryDirectory(prefix="faults-") as shared:
        os.environ[SHARED] = shared  # where the sample of the data is made
        _on_sqlite(run)
        _on_postgresql(run)
    print(run.summary)
    return 0 if run.is_good else 1


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS, sys.argv[2:]))
