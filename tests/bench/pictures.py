"""How long pictures take: fifty different ones in one run, then forty asked for at once.

    python tests/bench/pictures.py [data/drug_control.sqlite]

Prints the seconds of the first picture (Chromium starts with it) and of those after it, and whether each of the forty
was the right one.
"""

import statistics
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from playwright.sync_api import Browser
from rows import Row

from dashboard.exports.chart import ExportedChart
from dashboard.exports.drawing import draw_picture
from dashboard.exports.picture import export_figure
from dashboard.exports.renderer import Renderer
from dashboard.exports.sizes import SIZES
from dashboard.views.view import View
from etl.editions.reading import Database, Edition

PICTURES, READERS = 50, 40
ALLOWED_SECONDS, FIRST_SECONDS, BROWSER_SECONDS = 0.4, 4.0, 1.0
MOST_RATIO = 10
CLICKS = 5


def views(edition: Edition) -> list[View]:
    """Different views, one for each series that has some years."""
    rows = sorted(edition.coverage, key=lambda row: -row.observations)
    return [View(row.indicator, (row.area,), producers=(row.producer,)) for row in islice(rows, PICTURES)]


@dataclass(frozen=True)
class Drawn:
    """Seconds of the first picture, of those after it and of empty ones; and how many of all at once were right."""

    first: float
    later: list[float]
    empty: float
    right: int
    asked: int
    different: int
    together: float
    restarts: int

    @property
    def average(self) -> float:
        """Seconds of a picture once Chromium runs."""
        return statistics.mean(self.later)


def measure(database: Path, most: int = PICTURES) -> Drawn:
    """Draw that many pictures one after the other, then up to forty at once."""
    edition, size = Database(database).edition(), SIZES["slide"]
    chosen = views(edition)[:most]
    with Renderer() as renderer:
        seconds = []
        for view in chosen:
            begin = time.perf_counter()
            draw_picture(ExportedChart(edition, view), size, "png", renderer)
            seconds.append(time.perf_counter() - begin)
        empty = []
        for _ in range(5):
            begin = time.perf_counter()
            renderer.draw({"data": [], "layout": {}}, size)
            empty.append(time.perf_counter() - begin)
        figures = [export_figure(ExportedChart(edition, view), SIZES["half"]) for view in chosen[:READERS]]
        alone = [renderer.draw(figure, SIZES["half"]) for figure in figures]
        begin = time.perf_counter()
        with ThreadPoolExecutor(READERS) as readers:
            together = list(readers.map(lambda figure: renderer.draw(figure, SIZES["half"]), figures))
        took = time.perf_counter() - begin
        right = sum(one == other for one, other in zip(alone, together, strict=True))
        return Drawn(
            seconds[0],
            seconds[1:],
            statistics.median(empty),
            right,
            len(figures),
            len(set(alone)),
            took,
            renderer.restarts,
        )


def rows(database: Path, browser: Browser, base: str, most: int = PICTURES) -> Iterable[Row]:
    """The lines of the table: on the command line, and in the browser of a reader."""
    drawn = measure(database, most)
    yield Row(
        "picture on the command line",
        drawn.average,
        "s",
        ALLOWED_SECONDS,
        ratio=drawn.average / drawn.empty,
        most_ratio=MOST_RATIO,
        baseline=f"{drawn.empty:.2f} s: a drawing with nothing on it",
    )
    yield Row("first picture on the command line (Chromium starts)", drawn.first, "s", FIRST_SECONDS)
    wrong = drawn.asked - min(drawn.right, drawn.different)
    yield Row(f"wrong pictures of {drawn.asked} asked for at once", wrong, "", 0, can_fail=True)
    in_browser, plain = measure_in_browser(browser, base)
    yield Row(
        "picture in the browser, from the click to the file",
        in_browser,
        "s",
        BROWSER_SECONDS,
        ratio=in_browser / plain,
        most_ratio=MOST_RATIO,
        baseline=f"{plain:.2f} s: the chart library alone draws its PNG",
    )


PLAIN_PICTURE = """
() => {
  const graph = document.querySelector(".js-plotly-plot");
  const begun = performance.now();
  const wanted = { format: "png", width: 960, height: 540, scale: 2 };
  return Plotly.toImage(graph, wanted).then(() => performance.now() - begun);
}
"""


def measure_in_browser(browser: Browser, base: str) -> tuple[float, float]:
    """Seconds, at the median, from the click to the file, and of what the chart library alone needs for a picture."""
    page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
    page.goto("/")
    page.locator("#chart .main-svg").first.wait_for()
    page.wait_for_load_state("networkidle")
    menu = page.locator(".picture-menu summary").first
    button = page.locator(".picture-menu [data-picture][data-form=png]").first
    seconds = []
    for _ in range(CLICKS):
        if not button.is_visible():
            menu.click()
        with page.expect_download() as download:
            begin = time.perf_counter()
            button.click()
        download.value.path()
        seconds.append(time.perf_counter() - begin)
    plain = statistics.median(page.evaluate(PLAIN_PICTURE) for _ in range(CLICKS)) / 1000
    page.close()
    return statistics.median(seconds), plain


def main(database: Path) -> int:
    """Print the timings; 1 where a promise is not kept."""
    drawn = measure(database)
    print(f"first picture {drawn.first:.2f} s")
    print(f"{len(drawn.later)} more: {drawn.average:.2f} s each, slowest {max(drawn.later):.2f} s")
    print(f"{drawn.asked} at once: {drawn.right} right, in {drawn.together:.1f} s; restarts {drawn.restarts}")
    return int(drawn.average > ALLOWED_SECONDS or min(drawn.right, drawn.different) < drawn.asked)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("data/drug_control.sqlite")))
