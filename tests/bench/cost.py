"""What an answer costs: processor time in the workers and bytes over the wire, by kind; and what cores can serve.

    python tests/bench/cost.py [DATABASE]      # the bundled figures without it

Processor time hardly depends on what else the machine does, so this may be run beside other work. What a machine serves
is what its cores can compute: a worker for each, which share nothing but the file of the database. The last thing it
prints is the table of the README, under "Many readers".
"""

import http.client
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from load_answers import Ask  # noqa: E402  (neighbours, only now)
from readers import connect, usual_asks  # noqa: E402
from service import Service  # noqa: E402
from throughput import redraws  # noqa: E402

from etl.editions.reading import Database  # noqa: E402
from etl.editions.reading.listing import Position  # noqa: E402
from etl.figures.paths import DATABASE_NAME  # noqa: E402
from etl.publish import refresh  # noqa: E402

CORES = (2, 8, 32)
BUSY = 0.7  # of the time of a core; more makes readers wait
MANY, FEW = 600, 200
_TICKS = os.sysconf("SC_CLK_TCK")


def _processor_time(workers: Sequence[int]) -> float:
    fields = [Path(f"/proc/{worker}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for worker in workers]
    return sum(int(field[11]) + int(field[12]) for field in fields) / _TICKS


def _memory(workers: Sequence[int]) -> float:
    """Megabytes of a worker that it shares with nobody."""
    sizes = []
    for worker in workers:
        text = Path(f"/proc/{worker}/smaps_rollup").read_text(encoding="ascii")
        sizes.append(sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")) / 1000)
    return max(sizes)


class Asking:
    """Asks one thing after the other, on one connection to each worker or so, and weighs what comes."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._connections = [connect(service.port) for _ in range(6)]
        self._tags: dict[str, str] = {}

    def _ask(self, connection: http.client.HTTPConnection, ask: Ask, headers: dict[str, str]) -> int:
        sent = {"Accept-Encoding": "gzip", **headers, **({"Referer": ask.referrer} if ask.referrer else {})}
        method = "POST" if ask.body else "GET"
        sent = {**sent, "Content-Type": "application/json"} if ask.body else sent
        try:
            connection.request(method, ask.path, ask.body or None, sent)
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):  # it was not used for a while
            connection.close()
            connection.request(method, ask.path, ask.body or None, sent)
            answer = connection.getresponse()
        body = answer.read()
        if answer.status not in {200, 304}:
            raise RuntimeError(f"{ask.path}: {answer.status}")
        self._tags[ask.path] = answer.getheader("etag") or ""
        return len(body) + len(str(answer.headers))

    def cost(self, asks: Sequence[Ask], times: int, *, known: bool = False) -> tuple[float, float]:
        """Seconds of processor time and bytes of an answer; `known`: the reader has it already."""
        before, size = _processor_time(self._service.workers), 0
        for number in range(times):
            ask = asks[number % len(asks)]
            headers = {"If-None-Match": self._tags[ask.path]} if known else {}
            size += self._ask(self._connections[number % len(self._connections)], ask, headers)
        return (_processor_time(self._service.workers) - before) / times, size / times

    def warm(self, asks: Sequence[Ask]) -> None:
        """Ask each worker for all of them."""
        for connection in self._connections:
            for ask in asks:
                self._ask(connection, ask, {})


@dataclass(frozen=True)
class Kind:
    """Answers of a kind: what to ask for, how often, and whether the reader has them already."""

    name: str
    asks: Sequence[Ask]
    times: int
    known: bool = False


@dataclass(frozen=True)
class Cost:
    """What an answer of a kind costs: seconds of a processor, and bytes over the wire."""

    kind: Kind
    seconds: float
    size: float

    def a_second(self, cores: int) -> float:
        """How many a machine serves."""
        return cores * BUSY / self.seconds


def kinds(asking: Asking, base: str, database: Path) -> list[Kind]:
    """What readers ask for, each asked for before by others where its name says so."""
    keys = Database(database).edition().list_keys(Position(), 10**6)
    numbers = [Ask("", f"/number/{key.path}") for key in random.Random(6).sample(keys, 2 * FEW + 40)]
    series = sorted({(key.indicator, key.area) for key in keys})
    charts = [Ask("", f"/?indicator={one}&area={area}") for one, area in random.Random(7).sample(series, FEW + 20)]
    same, different = (
        [Ask("", "/_dash-update-component", body=body.partition(b"\r\n\r\n")[2].decode()) for body in bodies]
        for bodies in redraws(base)
    )
    layouts = [Ask("", "/_dash-layout", referrer=base + ask.path) for ask in numbers[:20]]
    figures = [Ask("", f"/api/v1{ask.path}") for ask in numbers[:20]]
    health = [Ask("", "/healthz")]
    random.Random(8).shuffle(different)
    usual = usual_asks(int(base.rpartition(":")[2]))
    for some in (numbers[:20], charts[:5], usual, same, layouts, figures, health):
        asking.warm(some)
    return [
        Kind("pages that others asked for", numbers[:20], MANY),
        Kind("the same, of readers who have them", numbers[:20], MANY, known=True),
        Kind("pages of numbers for the first time", numbers[40:], FEW),
        Kind("pages of charts for the first time", charts[5:], FEW),
        Kind("what a page asks for when it opens", layouts, MANY),
        Kind("redraws that others asked for", same, MANY),
        Kind("redraws for the first time", different, FEW),
        Kind("numbers from the API", figures, FEW),
        Kind("health", health, MANY),
    ]


def rounded(figure: float) -> str:
    """With two significant digits, which is as far as a machine is like another."""
    return f"{float(f'{figure:.2g}'):,.0f}"


def readme_table(costs: Sequence[Cost]) -> Iterator[str]:
    """The lines of the table in the README."""
    yield "| Answers a second | of a core | over the wire | " + " | ".join(f"{cores} cores" for cores in CORES) + " |"
    yield "|---|---|---|" + "---|" * len(CORES)
    for cost in costs:
        served = " | ".join(rounded(cost.a_second(cores)) for cores in CORES)
        name = cost.kind.name[0].upper() + cost.kind.name[1:]
        yield f"| {name} | {cost.seconds * 1000:.2g} ms | {cost.size / 1000:.2g} kB | {served} |"


def main(database: Path) -> None:
    """Print what each answer costs as it is measured, and the table of the README."""
    with ExitStack() as stack:
        cache = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cost-")))
        service = stack.enter_context(Service(f"sqlite:///{database}", cache))
        asking = Asking(service)
        costs = []
        for kind in kinds(asking, f"http://127.0.0.1:{service.port}", database):
            costs.append(Cost(kind, *asking.cost(kind.asks, kind.times, known=kind.known)))
            print(f"{kind.name:<40}{costs[-1].seconds * 1000:>8.2f} ms{costs[-1].size / 1000:>8.1f} kB", flush=True)
        print(f"memory of a worker: {_memory(service.workers):,.0f} MB; cores are busy {BUSY:.0%} of the time\n")
    print(*readme_table(costs), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]).resolve())
    else:
        with tempfile.TemporaryDirectory(prefix="cost-") as folder:
            shutil.copytree(
                TESTS.parent / "data", Path(folder) / "data", ignore=shutil.ignore_patterns("editions", "*.sqlite*")
            )
            refresh(Path(folder) / "data")
            main(Path(folder) / "data" / DATABASE_NAME)
