"""Action to redrawn chart, measured in a real browser: python tests/bench/redraw.py [address]

Prints the 95th percentile of each kind of action, and by when the browser has painted; the budget is 60 ms on
loopback for one area, and 90 ms for more. Between two actions is a moment in which a reader looks at the chart.
"""

import statistics
import sys
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from rows import Row, line

sys.path.append(str(Path(__file__).resolve().parents[1]))

from serving import BROWSER_OPTIONS, CHROMIUM

ONE_AREA_MS, MORE_MS = 60, 90
MOST_RATIO = 8
REPEATS = 40
LOOKING_MS = 300

# From the click until plotly has drawn, and until the browser paints.
TIMED_CLICK = """
selector => new Promise((resolve) => {
  const graph = document.querySelector(".js-plotly-plot");
  const begun = performance.now();
  graph.once("plotly_afterplot", () => {
    const drawn = performance.now();
    requestAnimationFrame(() => resolve([drawn - begun, performance.now() - begun]));
  });
  document.querySelector(selector).click();
})
"""

TIMED_REACT = """
() => {
  const graph = document.querySelector(".js-plotly-plot");
  const data = structuredClone(graph.data), layout = structuredClone(graph.layout);
  const begun = performance.now();
  return Plotly.react(graph, data, layout).then(() => performance.now() - begun);
}
"""

SCALE, LAYER, FORM = "scale", "layer", "form"
ONE_AREA = "one area"
ACTIONS = {
    SCALE: ('#view-scale input[value="log"]', '#view-scale input[value="linear"]'),
    LAYER: ("#view-layer-box .mantine-Group-root > :nth-child(3) input",) * 2,
    FORM: ('#view-form input[value="stack"]', '#view-form input[value="line"]'),
}
VIEWS = {
    ONE_AREA: ("/", ACTIONS),
    "six areas": ("/?indicator=opium-poppy-cultivation&area=AFG&area=MMR&area=LAO&area=MEX&area=COL&area=PAK", ACTIONS),
    "34 series": ("/?indicator=opium-poppy-cultivation&group=parts-of-AFG&producer=unodc", ACTIONS),
    "two indicators": ("/?indicator=opium-poppy-cultivation&with=opium-production&area=AFG&area=MMR", (SCALE,)),
}


def measure(page: Page, address: str, actions: Iterable[str]) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds until the chart is drawn and until it is painted, by kind of action.

    A control that stands behind “More” is there too, so that a script can press it.
    """
    page.goto(address)
    page.locator("#chart .main-svg").first.wait_for()
    page.wait_for_load_state("networkidle")
    found: dict[str, list[tuple[float, float]]] = {}
    for name in actions:
        selectors = ACTIONS[name]
        for number in range(REPEATS):
            page.wait_for_timeout(LOOKING_MS)
            drawn, painted = page.evaluate(TIMED_CLICK, selectors[number % 2])
            found.setdefault(name, []).append((drawn, painted))
    return found


def measure_plain(page: Page) -> float:
    """The median of milliseconds that the chart library alone takes to draw the figure of the page once more."""
    return statistics.median(page.evaluate(TIMED_REACT) for _ in range(REPEATS))


def rows(browser: Browser, base: str) -> Iterable[Row]:
    """A line for each kind of action in each view."""
    page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
    for view, (address, actions) in VIEWS.items():
        for action, times in measure(page, address, actions).items():
            plain = measure_plain(page)
            drawn, painted = (statistics.quantiles(kind, n=20)[-1] for kind in zip(*times, strict=True))
            yield Row(
                f"action to redraw: {action}, {view} (95 %)",
                drawn,
                "ms",
                ONE_AREA_MS if view == ONE_AREA else MORE_MS,
                ratio=statistics.median(drawn for drawn, _ in times) / plain,
                most_ratio=MOST_RATIO,
                baseline=f"{plain:.0f} ms: the chart library alone; medians. Painted by {painted:.0f} ms (95 %)",
            )
    page.close()


def main(base: str) -> None:
    """Print the table of a dashboard that is running."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(BROWSER_OPTIONS))
        for row in rows(browser, base):
            print(line(row.cells), flush=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
