"""Fifty readers under every fault that a published database can have, in at most five minutes.

    python tests/bench/load.py [SECONDS]

While they read pages, the API and callbacks of a dashboard with two workers, the edition is refreshed ten times (one
figure becomes another each time), a worker is killed, and the database file is written over, replaced by a corrupt
one, removed, and put back. Every answer must be whole, of exactly one edition, and of one that was published by then;
where there is no edition, a clear 503. Ends with status 1 where one was not.
"""

import os
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from callback_bodies import BRING_PAGE, REDRAW, body_of, named, values_of  # noqa: E402  (neighbours, only now)
from serving import served  # noqa: E402

from etl.publish import refresh  # noqa: E402
from etl.stores import open_store  # noqa: E402
from etl.tables import DATABASE_NAME  # noqa: E402

READERS, WORKERS, REFRESHES = 50, 2, 10
MOST_SECONDS = 300
RECOVERY_MAY_TAKE = 30.0
# The figure that every refresh changes, as pages, the API and charts show it; each edition has its own.
HARVEST = "opium-production/AFG/2008/unodc"
FIRST_FIGURE = 5900
FIGURES = [FIRST_FIGURE, *(20_000 + 111 * number for number in range(1, REFRESHES + 3))]
_ANY_FIGURE = re.compile("|".join(f"{figure:,}|{figure}" for figure in FIGURES[1:]))
_EDITION = re.compile(r'(?:data-about="edition">|"edition":\s*"|Edition )([0-9a-f]{12})')


@dataclass(frozen=True)
class Ask:
    """One kind of request; its answer names its edition, or shows the figure that gives it away."""

    what: str
    make: Callable[[httpx.Client], httpx.Response]
    shows_figure: bool = True


@dataclass
class Seen:
    """What the readers saw, and what was wrong with it."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    figures: Counter[int] = field(default_factory=Counter)
    broken: list[float] = field(default_factory=list)  # moments at which a connection broke
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, ask: Ask, answer: httpx.Response, began: float, timeline: "Timeline") -> None:
        """Judge one answer."""
        ended = time.monotonic()
        problems = list(_problems(ask, answer, began, ended, timeline))
        with self.lock:
            self.statuses[ask.what, answer.status_code] += 1
            self.slowest = max(self.slowest, ended - began)
            self.figures.update(_figures(answer.text) if answer.status_code == 200 else [])
            self.wrong += [f"{ask.what}: {problem}" for problem in problems]


@dataclass
class Timeline:
    """When which figure was shown under which name, and when there was none to show; moments of one clock."""

    editions: dict[str, int] = field(default_factory=dict)
    shown: list[tuple[float, float, int]] = field(default_factory=list)  # from, to, figure
    faults: list[tuple[float, float]] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)

    def may_show(self, began: float, ended: float) -> set[int]:
        """The figures that an answer may have that was asked for and given at these moments."""
        return {figure for since, until, figure in self.shown if since <= ended and until >= began}

    def may_fail(self, began: float, ended: float) -> bool:
        """Whether there was no edition at some moment of it."""
        return any(since <= ended and until >= began for since, until in self.faults)


def _figures(text: str) -> set[int]:
    return {int(found.replace(",", "")) for found in _ANY_FIGURE.findall(text)}


def _problems(ask: Ask, answer: httpx.Response, began: float, ended: float, timeline: Timeline) -> Iterable[str]:
    text = answer.text
    if answer.status_code == 503:
        if not re.search("No edition|no edition|No figures to show", text):
            yield f"503 without a clear sentence: {text[:120]!r}"
        if not timeline.may_fail(began, ended):
            yield "503 while an edition was published"
        return
    if answer.status_code != 200:
        yield f"status {answer.status_code}: {text[:120]!r}"
        return
    if '"status":503' in text.replace(" ", "") and ask.what.startswith(("callback", "layout")):
        # What a browser draws inside a page that is there: it says that there are no figures.
        if not timeline.may_fail(began, ended):
            yield "the page without figures while an edition was published"
        return
    if "Traceback" in text:
        yield "a traceback"
    figures = _figures(text)
    if ask.shows_figure and not figures and FIRST_FIGURE in timeline.may_show(began, ended):
        figures = {FIRST_FIGURE}
    if ask.shows_figure and not figures:
        yield "the figure is missing"
    if len(figures) > 1:
        yield f"figures of {len(figures)} editions: {sorted(figures)}"
    if figures - timeline.may_show(began, ended):
        yield f"a figure that was not published then: {sorted(figures)}, not {sorted(timeline.may_show(began, ended))}"
    names = {timeline.editions[name] for name in _EDITION.findall(text) if name in timeline.editions}
    if names and figures and names != figures:
        yield f"the edition named is that of {sorted(names)}, the figures are {sorted(figures)}"


def asks(base: str, client: httpx.Client) -> list[Ask]:
    """What readers ask, in the proportion in which they ask it."""
    callbacks = client.get("/_dash-dependencies").json()
    view = "indicator=opium-production&area=AFG&producer=unodc"
    values = values_of(client.get("/_dash-layout", headers={"referer": f"{base}/?{view}"}).json())
    redraw = named(callbacks, REDRAW)
    bring = named(callbacks, BRING_PAGE)
    log = body_of(redraw, values | {"view-scale.value": "log"}, "view-scale.value")
    number = body_of(bring, {"address.data": {"path": f"/number/{HARVEST}", "query": ""}}, "address.data")
    post = "/_dash-update-component"
    return [
        Ask("page of the number", lambda c: c.get(f"/number/{HARVEST}")),
        Ask("page of the chart", lambda c: c.get(f"/?{view}")),
        Ask("page of all sources", lambda c: c.get("/sources"), shows_figure=False),
        Ask("API: one series", lambda c: c.get(f"/api/v1/observations?{view}")),
        Ask("API: CSV", lambda c: c.get(f"/api/v1/observations.csv?{view}")),
        Ask("callback: redraw", lambda c: c.post(post, json=log)),
        Ask("callback: next page", lambda c: c.post(post, json=number)),
        Ask("layout", lambda c: c.get("/_dash-layout", headers={"referer": f"{base}/number/{HARVEST}"})),
        Ask("download of the chart", lambda c: c.get(f"/export/view.csv?{view}")),
    ]


def read(base: str, asked: list[Ask], seen: Seen, timeline: Timeline, ended: threading.Event, seed: int) -> None:
    """Be one reader until it ends; each request has a connection of its own now and then, so that all workers serve."""
    chance = random.Random(seed)
    while not ended.is_set():
        with httpx.Client(base_url=base, timeout=60) as client:
            for _ in range(chance.randint(1, 12)):
                if ended.is_set():
                    return
                ask, began = chance.choice(asked), time.monotonic()
                try:
                    answer = ask.make(client)
                except httpx.TransportError:
                    with seen.lock:
                        seen.broken.append(time.monotonic())
                    break
                seen.note(ask, answer, began, timeline)
        ended.wait(0.02)


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


def main(seconds: float) -> int:
    """Print the report; 1 where anything was wrong."""
    begun = time.monotonic()
    seen, timeline, ended = Seen(), Timeline(), threading.Event()
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(TESTS.parent / "data", data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
        first = refresh(data).edition
        timeline.editions[first] = FIRST_FIGURE
        timeline.shown.append((0.0, float("inf"), FIRST_FIGURE))
        with served(data / DATABASE_NAME, WORKERS) as (base, supervisor):
            with httpx.Client(base_url=base, timeout=60) as client:
                asked = asks(base, client)
            started = time.monotonic()
            faults = Faults(data, supervisor, base, timeline, pause=seconds / 20)
            readers = [
                threading.Thread(target=read, args=(base, asked, seen, timeline, ended, number), daemon=True)
                for number in range(READERS)
            ]
            for reader in readers:
                reader.start()
            failure = ""
            try:
                faults.all()
            except RuntimeError as error:
                failure = str(error)
            took = time.monotonic() - started
            ended.set()
            for reader in readers:
                reader.join(timeout=60)
            replaced = len(workers_of(supervisor))
    return _report(seen, timeline, faults, took, failure, replaced, time.monotonic() - begun)


def _report(
    seen: Seen, timeline: Timeline, faults: Faults, took: float, failure: str, workers: int, seconds: float
) -> int:
    # A connection breaks only where its worker was killed.
    unexplained = [moment for moment in seen.broken if not any(0 <= moment - kill < 5 for kill in timeline.kills)]
    slow = {name: took for name, took in faults.recoveries.items() if took > RECOVERY_MAY_TAKE}
    unseen = [figure for figure in FIGURES[1:] if figure in timeline.editions.values() and not seen.figures[figure]]
    answers = sum(seen.statuses.values())
    print(f"readers:                      {READERS}, on {WORKERS} workers ({workers} at the end)")
    print(f"editions published:           {len(timeline.editions)}")
    print(f"answers:                      {answers:,} in {took:.0f} s, the slowest after {seen.slowest:.1f} s")
    for what in sorted({what for what, _ in seen.statuses}):
        counts = {status: count for (name, status), count in seen.statuses.items() if name == what}
        print(
            f"  {what + ':':<27} " + ", ".join(f"{count:,} with {status}" for status, count in sorted(counts.items()))
        )
    print(f"connections broken:           {len(seen.broken)}, of these not by a kill: {len(unexplained)}")
    for name, recovery in faults.recoveries.items():
        print(f"recovered from {name + ':':<38} {recovery:.1f} s until every answer was good again, without a restart")
    print(f"editions that nobody saw:     {len(unseen)}")
    print(f"wrong answers:                {len(seen.wrong)}")
    for problem, count in Counter(seen.wrong).most_common(12):
        print(f"  {count:,} x {problem}")
    if failure:
        print(failure)
    print(f"seconds:                      {seconds:.0f}")
    good = not (seen.wrong or unexplained or slow or unseen or failure) and answers > 0
    print("Everything was as it must be." if good else "Something was not as it must be.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(min(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0, MOST_SECONDS - 60)))
