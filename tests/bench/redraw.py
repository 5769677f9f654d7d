"""Action to redrawn chart, measured in a real browser: python tests/bench/redraw.py [address]

Prints the median and the 95th percentile of each kind of action; the budget is 100 ms on loopback.
"""

import statistics
import sys

from playwright.sync_api import Page, sync_playwright

BUDGET_MS = 100
REPEATS = 20
BROWSER_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)

# From the click until plotly has drawn and the browser has painted.
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

ACTIONS = {
    "scale": ('#view-scale input[value="log"]', '#view-scale input[value="linear"]'),
    "layer": ("#view-layer-box .mantine-Group-root > :nth-child(3) input",) * 2,
    "form": ('#view-form input[value="stack"]', '#view-form input[value="line"]'),
}
VIEWS = {
    "one area": "/",
    "six areas": "/?indicator=opium-poppy-cultivation&area=AFG&area=MMR&area=LAO&area=MEX&area=COL&area=PAK",
}


def measure(page: Page, address: str) -> dict[str, list[float]]:
    """Milliseconds until the chart is drawn, by kind of action."""
    page.goto(address)
    page.locator("#chart .main-svg").first.wait_for()
    page.wait_for_load_state("networkidle")
    found: dict[str, list[float]] = {}
    for name, selectors in ACTIONS.items():
        for number in range(REPEATS):
            drawn, _ = page.evaluate(TIMED_CLICK, selectors[number % 2])
            found.setdefault(name, []).append(drawn)
    return found


def main(base: str) -> None:
    """Print the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(BROWSER_OPTIONS))
        page = browser.new_page(base_url=base, viewport={"width": 1440, "height": 900})
        print(f"{'view':<12} {'action':<8} {'median ms':>10} {'95 % ms':>10} {'budget':>8}")
        for view, address in VIEWS.items():
            for action, times in measure(page, address).items():
                ninety_fifth = statistics.quantiles(times, n=20)[-1]
                met = "met" if ninety_fifth <= BUDGET_MS else "missed"
                print(f"{view:<12} {action:<8} {statistics.median(times):>10.1f} {ninety_fifth:>10.1f} {met:>8}")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050")
