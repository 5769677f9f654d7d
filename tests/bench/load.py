"""Fifty readers under every fault that a published database can have, in at most five minutes.

    python tests/bench/load.py [SECONDS]

While they read pages, the API and callbacks of a dashboard with two workers, the edition is refreshed ten times (one
figure becomes another each time), a worker is killed, and the database file is written over, replaced by a corrupt
one, removed, and put back. Every answer must be whole, of exactly one edition, and of one that was published by then;
where there is no edition, a clear 503. Ends with status 1 where one was not.
"""

import random
import shutil
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from callback_bodies import BRING_PAGE, REDRAW, body_of, named, values_of  # noqa: E402  (neighbours, only now)
from load_answers import FIGURES, FIRST_FIGURE, HARVEST, Ask, Seen, Timeline  # noqa: E402
from load_faults import RECOVERY_MAY_TAKE, WORKERS, Faults, workers_of  # noqa: E402
from serving import served  # noqa: E402

from etl.figures.paths import DATABASE_NAME  # noqa: E402
from etl.publish import refresh  # noqa: E402

READERS = 50
MOST_SECONDS = 300


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
