"""Readers while others ask for what costs most, and what a cache in front takes from the dashboard.

    python tests/bench/load.py [SECONDS]      # of each phase, 10 without it

A dashboard of the bundled figures with two workers is read, first in quiet, then while twenty of the most expensive
requests of a kind run at once. Then what may be kept in front (pages and answers of the API) is asked for directly and
through an nginx that is set up as the README says, as fast as it is given. Ends with status 1 where the 95th percentile
of readers is more than three times the quiet one, or an answer was wrong.
"""

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

from faults_of_network import AT_ONCE, EXPENSIVE, ask_again  # noqa: E402  (neighbours, only now)
from load_answers import FIRST_FIGURE, Timeline  # noqa: E402
from proxy import nginx, running_nginx  # noqa: E402
from readers import HealthWatch, Readers, usual_asks  # noqa: E402
from service import Service  # noqa: E402
from throughput import per_second  # noqa: E402

from etl.editions.reading import Database  # noqa: E402
from etl.editions.reading.listing import Position  # noqa: E402
from etl.figures.paths import DATABASE_NAME  # noqa: E402
from etl.publish import refresh  # noqa: E402

SECONDS = 10.0
READERS = 20
SLOWER_MAY_BE = 3.0
PAGES = 300


def _pages(database: Path) -> list[str]:
    keys = Database(database).edition().list_keys(Position(), 10**6)
    return [f"/number/{key.path}" for key in random.Random(2).sample(keys, PAGES)]


def _through_a_cache(port: int, pages: list[str], seconds: float) -> None:
    answers = [f"/api/v1{page}" for page in pages]

    def get(base: str, path: str) -> bytes:
        host = base.removeprefix("http://")
        return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n\r\n".encode()

    def measure(base: str) -> list[float]:
        return [per_second(base, [get(base, path) for path in paths], seconds) for paths in (pages, answers)]

    measure(f"http://127.0.0.1:{port}")
    print(f"{'a second, of 300 addresses each':<36}{'pages':>10}{'API':>10}")
    print("{:<36}{:>10,.0f}{:>10,.0f}".format("asked directly", *measure(f"http://127.0.0.1:{port}")))
    if nginx() is None:
        print("There is no nginx here: apt-get install nginx")
        return
    with running_nginx(port) as front:
        measure(front)
        print("{:<36}{:>10,.0f}{:>10,.0f}".format("through nginx", *measure(front)), flush=True)


def main(seconds: float) -> int:
    """Print the tables; 1 where a promise was not kept."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="load-") as folder:
        data = Path(folder) / "data"
        shutil.copytree(TESTS.parent / "data", data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
        timeline = Timeline({refresh(data).edition: FIRST_FIGURE}, [(0.0, float("inf"), FIRST_FIGURE)])
        cache = Path(folder) / "cache"
        cache.mkdir()
        pages = _pages(data / DATABASE_NAME)
        with Service(f"sqlite:///{data / DATABASE_NAME}", cache) as service:
            asks = usual_asks(service.port, pages)
            print(f"{'phase':<36}{'answers':>8}{'p95 s':>8}{'ratio':>7}{'503':>6}{'wrong':>7}{'health s':>10}")
            with HealthWatch(service.port) as health, Readers(service.port, asks, timeline, READERS) as readers:
                quiet = 0.0
                time.sleep(2 * seconds)  # until what readers ask for again and again has been asked for once
                for what, path in {"": "", **EXPENSIVE}.items():
                    name = f"{AT_ONCE} {what} at once" if what else "quiet"
                    end = ask_again(service.port, path) if path else lambda: None
                    since = time.monotonic()
                    readers.begin()
                    time.sleep(seconds)
                    noticed, slowest = readers.begin(), health.slowest(since, time.monotonic())
                    end()
                    quiet = quiet or noticed.p95
                    ratio = noticed.p95 / quiet
                    print(
                        f"{name:<36}{sum(noticed.statuses.values()):>8,}{noticed.p95:>8.3f}{ratio:>7.1f}"
                        f"{noticed.statuses[503]:>6}{noticed.wrong.total():>7}{slowest:>10.2f}",
                        flush=True,
                    )
                    faults += [f"{name}: {many} x {problem}" for problem, many in noticed.wrong.most_common(6)]
                    if ratio > SLOWER_MAY_BE:
                        faults.append(f"{name}: readers waited {ratio:.1f} times as long")
            _through_a_cache(service.port, pages, seconds / 2)
    print(*faults or ["Everything was as it must be."], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS))
