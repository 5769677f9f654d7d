"""A view, from its address to the JSON of its figure, in process: milliseconds at the 95th percentile.

The baseline reads the same rows with plain sqlite3 and writes them as JSON.
"""

import json
import sqlite3
import statistics
import time
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from plotly.io.json import to_json_plotly
from rows import Row

from dashboard.charts.figure import plotly_figure
from dashboard.views import scenes
from dashboard.views.view import View, read_view
from etl.editions.reading import Database, Edition

VIEWS, ROUNDS = 200, 2  # more views than an edition keeps the series of, so that every one is read from the database
BUDGET_MS = 3.0
PLAIN = (
    "SELECT o.*, p.source, s.locator, s.as_printed, p.via FROM observation o"
    " LEFT JOIN statement_row s ON o.statement_id = s.id LEFT JOIN particulars p USING (particulars)"
    " WHERE o.indicator = ? AND o.area = ? ORDER BY o.producer, o.year"
)


def views(edition: Edition) -> list[View]:
    """Different views of one indicator and area each, among them the first that a reader sees."""
    found = sorted(edition.coverage, key=lambda row: (-row.observations, row.indicator, row.area))
    pairs = dict.fromkeys((row.indicator, row.area) for row in found)
    return [View(indicator, (area,)) for indicator, area in islice(pairs, VIEWS)]


def ninety_fifth(times: list[float]) -> float:
    """The 95th percentile, in milliseconds, of seconds."""
    return statistics.quantiles(times, n=20)[-1] * 1000


def measure(database: Path) -> tuple[float, float]:
    """Milliseconds at the 95th percentile: of views, and of the plain baseline."""
    edition = Database(database).edition()
    choices = edition.keep(scenes.choices)
    queries = [view.query() for view in views(edition)]
    times: list[float] = []
    for number in range(ROUNDS + 1):
        for query in queries:
            begun = time.perf_counter()
            view, _ = read_view(query, choices)
            to_json_plotly(plotly_figure(view, scenes.scene(edition, view)))
            if number:  # the first round fills what an edition keeps
                times.append(time.perf_counter() - begun)
    plain: list[float] = []
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        for _ in range(ROUNDS):
            for view in views(edition):
                begun = time.perf_counter()
                json.dumps(connection.execute(PLAIN, (view.indicator, view.areas[0])).fetchall())
                plain.append(time.perf_counter() - begun)
    return ninety_fifth(times), ninety_fifth(plain)


def rows(databases: dict[int, Path]) -> Iterable[Row]:
    """A line for each database, by its number of statements."""
    first: float | None = None
    for size, database in databases.items():
        took, plain = measure(database)
        yield Row(
            f"view to JSON at {size:,} statements (95 %)",
            took,
            "ms",
            BUDGET_MS,
            ratio=took / plain,
            most_ratio=60,
            baseline=f"{plain:.3f} ms: the same rows with sqlite3 and json",
        )
        if first is not None:
            growth = took / first
            yield Row("  growth against the smallest edition", growth, "times", 3, can_fail=True)
        first = first or took
