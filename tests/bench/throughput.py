"""Requests per second of the callback, the API and a page on two workers, beside a bare server on as many.

    python tests/bench/throughput.py HOST PORT SECONDS FILE   asks, in a process of its own, what the file holds

The clients keep their connections and ask one thing after the other, as a proxy does.
"""

import asyncio
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rows import Row

sys.path.append(str(Path(__file__).resolve().parents[1]))

from callback_bodies import REDRAW, body_of, named, values_of

CONNECTIONS = 16
WORKERS = 2
SECONDS = 5.0
ASKED_BEFORE_A_SECOND, FIRST_TIME_A_SECOND = 1000, 150


class _Client(asyncio.Protocol):
    """One connection that asks again as soon as it has been answered."""

    def __init__(self, requests: "itertools.cycle[bytes]", statuses: Counter[int], until: float) -> None:
        self._requests, self._statuses, self._until = requests, statuses, until
        self._seen = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        transport.write(next(self._requests))

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, found, body = self._seen.partition(b"\r\n\r\n")
        if not found:
            return
        lowered = head.lower()
        place = lowered.find(b"content-length: ")
        if place >= 0:
            length = int(lowered[place + 16 :].split(b"\r\n", 1)[0])
            if len(body) < length:
                return
        elif not body.endswith(b"0\r\n\r\n"):
            return
        self._statuses[int(head[9:12])] += 1
        self._seen = b""
        if time.perf_counter() < self._until:
            self._transport.write(next(self._requests))
        else:
            self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if time.perf_counter() < self._until:
            self._statuses[0] += 1
        if not self.done.done():
            self.done.set_result(None)


async def ask(host: str, port: int, seconds: float, requests: list[bytes]) -> dict[int, int]:
    """How many answers of each status came within the time; 0 stands for a connection that broke."""
    statuses: Counter[int] = Counter()
    until = time.perf_counter() + seconds
    turns = itertools.cycle(requests)
    loop = asyncio.get_running_loop()
    made = [
        await loop.create_connection(lambda: _Client(turns, statuses, until), host, port) for _ in range(CONNECTIONS)
    ]
    await asyncio.wait([protocol.done for _, protocol in made], timeout=seconds + 10)
    return dict(statuses)


def per_second(base: str, requests: list[bytes], seconds: float) -> float:
    """Answers per second, asked from a process of its own. Raises RuntimeError where one was not a good answer."""
    parts = urlsplit(base)
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump([request.decode("latin-1") for request in requests], file)
        file.flush()
        command = [sys.executable, __file__, str(parts.hostname), str(parts.port), str(seconds), file.name]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=seconds + 60)
    statuses = {int(status): count for status, count in json.loads(done.stdout).items()}
    if set(statuses) - {200}:
        raise RuntimeError(f"Not every answer was a good one; by status: {statuses}")
    return statuses[200] / seconds


def _get(base: str, path: str) -> bytes:
    return (f"GET {path} HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\nAccept-Encoding: gzip\r\n\r\n").encode()


def _post(base: str, body: object) -> bytes:
    content = json.dumps(body, separators=(",", ":")).encode()
    head = (
        f"POST /_dash-update-component HTTP/1.1\r\nHost: {urlsplit(base).netloc}\r\nAccept-Encoding: gzip\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def _json(base: str, path: str) -> Any:
    request = urllib.request.Request(base + path, headers={"Referer": f"{base}/"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def redraws(base: str) -> tuple[list[bytes], list[bytes]]:
    """Requests of the callback of the chart: some that many readers send, and many of which no two are the same."""
    callback = named(_json(base, "/_dash-dependencies"), REDRAW)
    usual = values_of(_json(base, "/_dash-layout"))
    first, last = usual["view-years.min"], usual["view-years.max"]

    def request(area: str, scale: str, years: tuple[int, int]) -> bytes:
        values = usual | {"view-area.value": [area], "view-scale.value": scale, "view-years.value": list(years)}
        return _post(base, body_of(callback, values, "view-scale.value"))

    areas, scales = ("AFG", "MMR", "LAO", "MEX", "COL", "PAK"), ("linear", "log")
    same = [request(area, scale, (first, last)) for area in areas for scale in scales]
    spans = [(begin, end) for begin in range(first, last) for end in range(begin + 1, last + 1)]
    different = [request(area, scale, span) for span in spans for area in areas for scale in scales]
    return same, different


def numbers(base: str) -> list[bytes]:
    """Requests of the pages of numbers, no two the same, in an order that is the same each time."""
    with urllib.request.urlopen(f"{base}/sitemap-1.xml", timeout=60) as answer:
        pages = re.findall(r"<loc>https?://[^/]+(/number/[^<]+)</loc>", answer.read().decode())
    random.Random(5).shuffle(pages)
    return [_get(base, page) for page in pages]


def rows(base: str, bare: str, seconds: float = SECONDS) -> Iterable[Row]:
    """The lines of the table, for a dashboard and a bare server that run."""
    same, different = redraws(base)
    least = per_second(bare, [_get(bare, "/")], seconds)
    here, there = urlsplit(base).netloc.encode(), urlsplit(bare).netloc.encode()
    posted = per_second(bare, [request.replace(here, there) for request in same], seconds)
    per_second(base, same, 1.0)
    first, again = numbers(base), numbers(base)[:200]
    per_second(base, again, 3.0)
    for what, requests, baseline, budget, most_ratio in (
        ("callback of the chart, views that others asked for", same, posted, ASKED_BEFORE_A_SECOND, 12),
        ("callback of the chart, each view for the first time", different, posted, FIRST_TIME_A_SECOND, 120),
        (
            "API: one series as JSON",
            [_get(base, "/api/v1/observations?indicator=opium-production&area=AFG")],
            least,
            None,
            60,
        ),
        ("API: the first page of all statements", [_get(base, "/api/v1/statements")], least, None, 120),
        ("pages of numbers that others asked for", again, least, ASKED_BEFORE_A_SECOND, 15),
        ("pages of numbers, each for the first time", first[200:], least, FIRST_TIME_A_SECOND, 120),
        ("start page", [_get(base, "/")], least, ASKED_BEFORE_A_SECOND, 15),
        ("health", [_get(base, "/healthz")], least, None, 15),
    ):
        found = per_second(base, requests, seconds)
        yield Row(
            f"per second on {WORKERS} workers: {what}",
            found,
            "",
            budget,
            at_least=True,
            ratio=baseline / found,
            most_ratio=most_ratio,
            baseline=f"{baseline:,.0f}/s: a bare Starlette server",
        )


if __name__ == "__main__":
    host, port, seconds, file = sys.argv[1:]
    asked = [request.encode("latin-1") for request in json.loads(Path(file).read_text(encoding="utf-8"))]
    print(json.dumps(asyncio.run(ask(host, int(port), float(seconds), asked))))
