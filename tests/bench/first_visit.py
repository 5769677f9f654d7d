"""The first visit of a browser on a line of 9 Mbit/s and 60 ms: what comes over the wire, and when what is there.

The baseline is the least that can draw the same figure on the same line: a page with nothing but the chart library.
"""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page
from rows import Row

BYTES_A_SECOND, LATENCY_MS = 9_000_000 // 8, 60
SLOW_PROCESSOR = 4
REPEATS = 3
MOST_SECONDS = 60

# When a picture in the first HTML has a place on the screen, and every shift of the layout from the beginning.
WATCH = """
window.seen = { picture: null, shift: 0, moved: [] };
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.seen.shift += entry.value;
    for (const { node, previousRect, currentRect } of entry.sources) {
      const name = node?.id || String(node?.className?.baseVal ?? node?.className ?? "") || node?.nodeName || "a part";
      window.seen.moved.push(`${name} from ${Math.round(previousRect.top)} to ${Math.round(currentRect.top)}`);
    }
  }
}).observe({ type: "layout-shift", buffered: true });
(function look() {
  const picture = document.querySelector("#first-paint svg, #first-paint img");
  const box = picture?.getBoundingClientRect();
  if (box && box.width > 100 && box.height > 100) window.seen.picture ??= performance.now();
  if (performance.now() < 15000) requestAnimationFrame(look);
})();
"""
DRAWN = "performance.getEntriesByName('chart-drawn').length > 0"
MEASURED = """() => ({
  drawn: performance.getEntriesByName('chart-drawn')[0].startTime,
  painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  picture: window.seen?.picture ?? null,
  shift: window.seen?.shift ?? 0,
  moved: window.seen?.moved ?? [],
})"""
BARE_PAGE = """<!doctype html><meta charset="utf-8"><div id="bare" style="height:450px"></div>
<script src="{plotly}"></script><script>
const figure = {figure};
Plotly.newPlot("bare", figure.data, figure.layout).then(() => performance.mark("chart-drawn"));
</script>"""


@dataclass
class Wire:
    """What a visit asks for, as the browser counts it."""

    requests: list[str] = field(default_factory=list)
    bytes: float = 0.0

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.requestWillBeSent", lambda event: self._ask(event["request"]["url"]))
        session.on("Network.loadingFinished", lambda event: self._end(event["encodedDataLength"]))

    def _ask(self, address: str) -> None:
        if address.startswith(("http:", "https:")):
            self.requests.append(address)

    def _end(self, size: float) -> None:
        self.bytes += size

    @property
    def hosts(self) -> set[str]:
        """The hosts that were asked."""
        return {urlsplit(address).netloc for address in self.requests}


@dataclass(frozen=True)
class Visit:
    """One visit: milliseconds from the request of the page, and what came over the wire."""

    drawn: float
    painted: float | None
    picture: float | None
    shift: float
    moved: list[str]  # what moved, and from how many pixels below the top to how many
    requests: int
    hosts: int
    bytes: float


def visit(page: Page, address: str, slower: int = 1) -> Visit:
    """Visit an address on the slow line, with a processor so many times slower."""
    session = page.context.new_cdp_session(page)
    wire = Wire()
    session.send("Network.enable")
    wire.watch(session)
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="commit")
    _wait_until_drawn(page)
    page.wait_for_load_state("networkidle")
    measured = page.evaluate(MEASURED)
    session.detach()
    return Visit(**measured, requests=len(wire.requests), hosts=len(wire.hosts), bytes=wire.bytes)


def _wait_until_drawn(page: Page) -> None:
    # Asked from outside: a predicate inside the page would need the eval that its security policy forbids.
    deadline = time.monotonic() + MOST_SECONDS
    while not page.evaluate(DRAWN):
        if time.monotonic() > deadline:
            raise RuntimeError(f"No figure was drawn at {page.url} within {MOST_SECONDS} s.")
        page.wait_for_timeout(100)


def first_and_repeat(browser: Browser, address: str, slower: int) -> tuple[Visit, Visit]:
    """The first visit of a reader, and the next one of the same reader."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_init_script(WATCH)
    page = context.new_page()
    first = visit(page, address, slower)
    page.close()
    again = visit(context.new_page(), address, slower)
    context.close()
    return first, again


def bare(browser: Browser, address: str, slower: int) -> Visit:
    """The visit of the page with nothing but the chart library and the same figure."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    _wait_until_drawn(page)
    plotly = page.evaluate("document.documentElement.dataset.plotly")
    figure: Any = page.evaluate("(({data, layout}) => ({data, layout}))(document.querySelector('.js-plotly-plot'))")
    page.close()
    context.close()
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    html = BARE_PAGE.replace("{plotly}", plotly).replace("{figure}", json.dumps(figure).replace("<", "\\u003c"))
    context.route(f"{address}bare", lambda route: route.fulfill(body=html, content_type="text/html"))
    measured = visit(context.new_page(), f"{address}bare", slower)
    context.close()
    return measured


def rows(browser: Browser, base: str, repeats: int = REPEATS) -> Iterable[Row]:
    """The lines of the table; of times the best of some visits, for what is slower is other work of the machine."""
    for slower, budget, name in ((1, 1600, "9 Mbit/s, 60 ms"), (SLOW_PROCESSOR, 2600, "the same, processor 4x slower")):
        visits = [first_and_repeat(browser, f"{base}/", slower) for _ in range(repeats)]
        firsts = [first for first, _ in visits]
        least = min(bare(browser, f"{base}/", slower).drawn for _ in range(repeats))
        drawn = min(first.drawn for first in firsts)
        if slower == 1:
            yield Row("first visit: over the wire", max(v.bytes for v in firsts) / 1000, "kB", 750, can_fail=True)
            yield Row("first visit: requests", max(v.requests for v in firsts), "")
            yield Row("first visit: hosts asked", max(v.hosts for v in firsts), "", 1, can_fail=True)
            again = [repeat for _, repeat in visits]
            yield Row("repeat visit: over the wire", max(v.bytes for v in again) / 1000, "kB", 40, can_fail=True)
        yield Row(
            f"first visit: figure drawn ({name})",
            drawn,
            "ms",
            budget,
            ratio=drawn / least,
            most_ratio=2.0,
            baseline=f"{least:,.0f} ms: the figure in a page with the chart library alone",
        )
        pictures = [first.picture for first in firsts if first.picture is not None]
        still = min(pictures) if len(pictures) == len(firsts) else float("inf")
        yield Row(f"first visit: still picture visible ({name})", still, "ms", 500 if slower == 1 else None)
        worst = max(firsts, key=lambda first: first.shift)
        moved = "; ".join(worst.moved[:4])
        yield Row(
            f"first visit: layout shift ({name})",
            worst.shift,
            "",
            0.02,
            can_fail=True,
            baseline=moved and f"moved: {moved}",
        )
