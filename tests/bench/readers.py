"""Readers of a load or fault run, and a watch on the server's health in a process of its own.

python tests/bench/readers.py PORT     asks for health ten times a second and prints what it found, until it is ended
"""

import http.client
import json
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from callback_bodies import BRING_PAGE, REDRAW, body_of, named, values_of
from load_answers import HARVEST, SERIES, Answer, Ask, Timeline, is_told_to_ask_again, problems_of

READERS = 50
SECONDS_TO_READ = 0.5  # between two requests of a reader, on the average
_LONGEST_ANSWER = 60.0
_CALLBACK = "/_dash-update-component"


def ask_once(connection: http.client.HTTPConnection, ask: Ask) -> Answer:
    """The answer on a connection. Raises OSError or HTTPException where it breaks."""
    began = time.monotonic()
    headers = {"Referer": ask.referrer} if ask.referrer else {}
    if ask.body:
        connection.request("POST", ask.path, ask.body, {**headers, "Content-Type": "application/json"})
    else:
        connection.request("GET", ask.path, headers=headers)
    found = connection.getresponse()
    text = found.read().decode(errors="replace")
    named_headers = {name.lower(): value for name, value in found.getheaders()}
    return Answer(found.status, named_headers, text, began, time.monotonic())


def connect(port: int, timeout: float = _LONGEST_ANSWER) -> http.client.HTTPConnection:
    """A connection of a reader."""
    return http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)


def usual_asks(port: int, others: Sequence[str] = ()) -> list[Ask]:
    """What readers ask: the figure that is known in all ways, and as often the pages of others."""

    def read(path: str, referrer: str = "") -> object:
        return json.loads(ask_once(connect(port), Ask("", path, referrer=referrer)).text)

    base = f"http://127.0.0.1:{port}"
    callbacks = read("/_dash-dependencies")
    values = values_of(read("/_dash-layout", f"{base}/?{SERIES}"))
    log = body_of(named(callbacks, REDRAW), values | {"view-scale.value": "log"}, "view-scale.value")
    bring = named(callbacks, BRING_PAGE)
    page = body_of(bring, {"address.data": {"path": f"/number/{HARVEST}", "query": ""}}, "address.data")
    known = [
        Ask("page of the number", f"/number/{HARVEST}"),
        Ask("page of the chart", f"/?{SERIES}"),
        Ask("page of all sources", "/sources", shows_figure=False),
        Ask("API: one series", f"/api/v1/observations?{SERIES}"),
        Ask("API: CSV", f"/api/v1/observations.csv?{SERIES}"),
        Ask("callback: redraw", _CALLBACK, body=json.dumps(log)),
        Ask("callback: next page", _CALLBACK, body=json.dumps(page)),
        Ask("layout", "/_dash-layout", referrer=f"{base}/number/{HARVEST}"),
        Ask("download of the chart", f"/export/view.csv?{SERIES}"),
    ]
    return known + [Ask("page of another number", path, shows_figure=False) for path in others]


@dataclass
class Noticed:
    """What readers noticed during a phase; seconds, and moments at which a connection broke."""

    pages: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    told_to_ask_again: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    broken: list[float] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The 95th percentile of answers that were given."""
        return statistics.quantiles(self.pages, n=20)[-1] if len(self.pages) > 1 else float("inf")


class Readers:
    """Read until it is left. What they ask is chosen by `known` asks and others half and half."""

    def __init__(self, port: int, asks: Sequence[Ask], timeline: Timeline, many: int = READERS) -> None:
        self._port, self._timeline, self._many = port, timeline, many
        self._known = [ask for ask in asks if ask.what != "page of another number"]
        self._others = [ask for ask in asks if ask.what == "page of another number"] or self._known
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self.noticed = Noticed()

    def __enter__(self) -> "Readers":
        self._threads = [threading.Thread(target=self._read, args=(seed,), daemon=True) for seed in range(self._many)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(_LONGEST_ANSWER)

    def begin(self) -> Noticed:
        """Begin a phase; what was noticed before is given back."""
        with self._lock:
            before, self.noticed = self.noticed, Noticed()
        return before

    def _read(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._ended.is_set():
            connection = connect(self._port)
            with suppress(OSError, http.client.HTTPException):
                for place in range(chance.randint(1, 12)):
                    if self._ended.wait(chance.expovariate(1 / SECONDS_TO_READ)):
                        break
                    ask = chance.choice(self._known if chance.random() < 0.5 else self._others)
                    if not self._ask(connection, ask, is_first=place == 0):
                        break
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection, ask: Ask, *, is_first: bool) -> bool:
        began = time.monotonic()
        try:
            answer = ask_once(connection, ask)
        except (OSError, http.client.HTTPException) as error:
            # As a browser does: a connection that was closed while nothing was asked on it is no answer that broke.
            was_closed_before = not is_first and time.monotonic() - began < 0.5
            if not was_closed_before:
                with self._lock:
                    self.noticed.broken.append(began)
                    if isinstance(error, TimeoutError):
                        self.noticed.wrong[f"{ask.what}: no answer within {_LONGEST_ANSWER:g} s"] += 1
            return False
        problems = [f"{ask.what}: {problem}" for problem in problems_of(ask, answer, self._timeline)]
        with self._lock:
            self.noticed.statuses[answer.status] += 1
            self.noticed.told_to_ask_again += is_told_to_ask_again(answer)
            self.noticed.wrong.update(problems)
            if answer.status == 200:
                self.noticed.pages.append(answer.ended - answer.began)
        return True


class HealthWatch:
    """Asks for health ten times a second from a process of its own, which readers do not slow down."""

    def __init__(self, port: int) -> None:
        self._process = subprocess.Popen([sys.executable, __file__, str(port)], stdout=subprocess.PIPE, text=True)
        self._found: list[tuple[float, float]] = []  # when it was asked for, and the seconds it took; infinite: none
        threading.Thread(target=self._listen, daemon=True).start()

    def __enter__(self) -> "HealthWatch":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            moment, took = line.split()
            self._found.append((float(moment), float(took)))

    def slowest(self, since: float, until: float) -> float:
        """The seconds of the slowest answer that was asked for between two moments."""
        answered = [took for moment, took in self._found if since <= moment <= until and took != float("inf")]
        return max(answered, default=0.0)

    def refused(self, since: float, until: float) -> int:
        """How many were not answered."""
        return sum(took == float("inf") for moment, took in self._found if since <= moment <= until)


def recovery(port: int, ask: Ask, timeline: Timeline, patience: float = 30.0) -> float:
    """Seconds until twelve good answers come in a row on connections of their own, so that all workers give them."""
    begun, in_a_row, first = time.monotonic(), 0, 0.0
    while in_a_row < 12 and time.monotonic() - begun < patience:
        asked = time.monotonic()
        try:
            answer = ask_once(connect(port, patience), ask)
            good = answer.status == 200 and not list(problems_of(ask, answer, timeline))
        except (OSError, http.client.HTTPException):
            good = False
        first = asked if good and not in_a_row else first
        in_a_row = in_a_row + 1 if good else 0
        if not good:
            time.sleep(0.05)
    return first - begun if in_a_row == 12 else float("inf")


def meanwhile(work: Callable[[threading.Event], None], many: int) -> Callable[[], None]:
    """Do something in many threads until the function that is returned is called."""
    ended = threading.Event()
    threads = [threading.Thread(target=work, args=(ended,), daemon=True) for _ in range(many)]
    for thread in threads:
        thread.start()

    def end() -> None:
        ended.set()
        for thread in threads:
            thread.join(_LONGEST_ANSWER)

    return end


def _watch(port: int) -> None:
    while True:
        begun = time.monotonic()
        try:
            good = ask_once(connect(port, 30), Ask("health", "/healthz")).status == 200
        except (OSError, http.client.HTTPException):
            good = False
        print(begun, time.monotonic() - begun if good else "inf", flush=True)
        time.sleep(0.1)


if __name__ == "__main__":
    _watch(int(sys.argv[1]))
