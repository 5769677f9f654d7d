"""A search, from its words to the markup of what is found, in process: milliseconds at the 95th percentile."""

import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from rows import Row
from view_json import ninety_fifth

from dashboard.pages import search
from dashboard.pages.frame.markup import markup
from dashboard.server.urls import query_of
from etl.editions.reading import Database, Edition

TEXTS, BUDGET_MS = 300, 50.0


def texts(edition: Edition) -> list[str]:
    """What readers may type: names, their beginnings, names with a letter too few, numbers, and several words."""
    names = [
        *(area.name for area in edition.areas_with_figures.values()),
        *(item.name for item in edition.indicators_with_figures.values()),
        *(source.title for source in edition.sources.values()),
    ]
    some = names[:: max(len(names) // TEXTS, 1)]
    numbers = [f"{value:,} {unit}".strip() for value in (5, 263_000, 6_400, 95.5) for unit in ("", "ha", "t", "kg")]
    mistaken = [name[:3] + name[4:] for name in islice(some, 50)]
    return [*some, *(name[:4] for name in some), *mistaken, *numbers, "opium production Afghanistan 2018"]


def measure(database: Path) -> float:
    """Milliseconds at the 95th percentile; the first search, which makes the index, is not counted."""
    edition = Database(database).edition()
    times: list[float] = []
    for text in ["263,000 ha Helmand", *texts(edition)]:
        begun = time.perf_counter()
        markup(search.page(edition, query_of(q=text)).body)
        times.append(time.perf_counter() - begun)
    return ninety_fifth(times[1:])


def rows(databases: dict[int, Path]) -> Iterable[Row]:
    """A line for each database, by its number of statements."""
    for size, database in databases.items():
        yield Row(f"search at {size:,} statements (95 %)", measure(database), "ms", BUDGET_MS)
