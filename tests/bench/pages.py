"""The HTML of every kind of page, each address for the first time: milliseconds at the 95th percentile of a kind."""

import random
import statistics
import time
from collections.abc import Iterable
from pathlib import Path

from rows import Row
from starlette.testclient import TestClient

from dashboard.app import create_app
from dashboard.server.urls import ALWAYS_THERE, CHECK, SEARCH, SITEMAP_PART
from etl.editions.reading import Database, Edition
from etl.editions.reading.listing import Position

PAGES = 40  # of each kind
BUDGETS_MS = {100_000: 150.0, 1_000_000: 300.0}  # by the number of statements


def addresses(edition: Edition) -> dict[str, list[str]]:
    """Addresses of each kind of page, no two the same."""
    chance = random.Random(4)
    keys = chance.sample(edition.list_keys(Position(), 10**6), 3 * PAGES)
    numbers, views, briefings = keys[:PAGES], keys[PAGES : 2 * PAGES], keys[2 * PAGES :]
    kinds = {
        "number": [f"/number/{key.path}" for key in numbers],
        "chart": [f"/?indicator={key.indicator}&area={key.area}&n={n}" for n, key in enumerate(views)],
        "briefing": [f"/briefing/{key.area}/{key.year}?n={n}" for n, key in enumerate(briefings)],
        "place": [f"/place/{key.area}?n={n}" for n, key in enumerate(views)],
        "source": [f"/source/{name}" for name in list(edition.sources)[:PAGES]],
        "disagreements of an indicator": [f"/disagreements?indicator={name}" for name in edition.indicators][:PAGES],
        "search": [f"/search?q={source.title[:12]}" for source in list(edition.sources.values())[:PAGES]],
        "map of the site": [SITEMAP_PART.format(number=1)] * 5,
    }
    alone = [path for path in ALWAYS_THERE if path not in {CHECK, SEARCH}]
    return kinds | {path: [f"{path}?n={number}" for number in range(8)] for path in alone}


def measure(database: Path) -> dict[str, float]:
    """Milliseconds at the 95th percentile, by kind of page. Raises RuntimeError where a page could not be made."""
    opened = Database(database)
    found = {}
    with TestClient(create_app(opened), follow_redirects=True) as client:
        for kind, asked in addresses(opened.edition()).items():
            client.get(asked[-1].replace("?n=", "?first="))  # what an edition keeps is there after this
            times = []
            for address in asked:
                begun = time.perf_counter()
                status = client.get(address).status_code
                times.append((time.perf_counter() - begun) * 1000)
                if status not in {200, 404}:
                    raise RuntimeError(f"{address}: {status}")
            found[kind] = statistics.quantiles(times, n=20)[-1]
    return found


def rows(databases: dict[int, Path]) -> Iterable[Row]:
    """The slowest kind of each size against its budget, and all the others."""
    for size, database in databases.items():
        for kind, milliseconds in sorted(measure(database).items(), key=lambda entry: -entry[1]):
            yield Row(f"page at {size:,} statements: {kind}", milliseconds, "ms", BUDGETS_MS.get(size))
