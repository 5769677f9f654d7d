"""How long pictures take: fifty different ones in one run, then forty asked for at once.

    python tests/bench/pictures.py [data/drug_control.sqlite]

Prints the seconds of the first picture (Chromium starts with it) and of those after it, and whether each of the forty
was the right one.
"""

import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from dashboard.exports.chart import Chart
from dashboard.exports.drawing import draw
from dashboard.exports.picture import export_figure
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import SIZES
from dashboard.queries import Database, Edition
from dashboard.view import View

PICTURES, READERS = 50, 40
ALLOWED_SECONDS = 0.4


def views(edition: Edition) -> list[View]:
    """Different views, one for each series that has some years."""
    rows = sorted(edition.coverage, key=lambda row: -row.observations)
    return [View(row.indicator, (row.area,), (row.producer,)) for row in islice(rows, PICTURES)]


def main(database: Path) -> int:
    """Print the timings; 1 where a promise is not kept."""
    edition, size = Database(database).edition(), SIZES["slide"]
    chosen = views(edition)
    with Renderer() as renderer:
        seconds = []
        for view in chosen:
            begin = time.perf_counter()
            draw(Chart(edition, view), size, "png", renderer)
            seconds.append(time.perf_counter() - begin)
        first, later = seconds[0], seconds[1:]
        average = statistics.mean(later)
        print(f"first picture {first:.2f} s")
        print(f"{len(later)} more: {average:.2f} s each, slowest {max(later):.2f} s")
        figures = [export_figure(Chart(edition, view), SIZES["half"]) for view in chosen[:READERS]]
        alone = [renderer.draw(figure, SIZES["half"]) for figure in figures]
        begin = time.perf_counter()
        with ThreadPoolExecutor(READERS) as readers:
            together = list(readers.map(lambda figure: renderer.draw(figure, SIZES["half"]), figures))
        right = sum(one == other for one, other in zip(alone, together, strict=True))
        print(f"{READERS} at once: {right} right, in {time.perf_counter() - begin:.1f} s; restarts {renderer.restarts}")
    return int(average > ALLOWED_SECONDS or right < len(figures) or len(set(alone)) < len(alone))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/drug_control.sqlite")))
