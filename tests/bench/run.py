"""All benches in one table: what, figure, budget, met or missed, ratio to a baseline measured in the same run.

    python tests/bench/run.py [--only first-visit,redraw] [--short]

Ends with status 1 where a ratio or a size is beyond its limit; times depend on the machine and are printed only.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS.parent), str(TESTS)]

import first_visit  # noqa: E402  (a script finds its neighbours only now)
import pages  # noqa: E402
import pictures  # noqa: E402
import redraw  # noqa: E402
import refresh  # noqa: E402
import searching  # noqa: E402
import throughput  # noqa: E402
import view_json  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402
from rows import COLUMNS, Row, line  # noqa: E402
from serving import BROWSER_OPTIONS, CHROMIUM, running_bare, served  # noqa: E402

from etl.figures.paths import DATABASE_NAME  # noqa: E402
from etl.publish import refresh as refresh_data  # noqa: E402

SIZES, SHORT_SIZES = (2_500, 100_000, 1_000_000), (2_500, 100_000)


class Bench:
    """What parts share: made when the first of them asks for it, gone when all have ended."""

    def __init__(self, stack: ExitStack, short: bool) -> None:
        self._stack = stack
        self.short = short
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))

    @cached_property
    def database(self) -> Path:
        """The bundled figures, published."""
        data = self.folder / "bundled"
        shutil.copytree(TESTS.parent / "data", data, ignore=shutil.ignore_patterns("editions", "*.sqlite*"))
        refresh_data(data)
        return data / DATABASE_NAME

    @cached_property
    def base(self) -> str:
        """A dashboard of it with two workers."""
        return self._stack.enter_context(served(self.database, throughput.WORKERS))[0]

    @cached_property
    def browser(self) -> Browser:
        """A Chromium."""
        playwright = self._stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(BROWSER_OPTIONS))
        self._stack.callback(browser.close)
        return browser

    @cached_property
    def generated(self) -> dict[int, Path]:
        """Packages of several sizes, each published once."""
        folders = {size: self.folder / f"generated-{size}" for size in (SHORT_SIZES if self.short else SIZES)}
        for size, folder in folders.items():
            refresh.publish(folder, size)
        return folders


def _throughput(bench: Bench) -> Iterable[Row]:
    with running_bare(throughput.WORKERS) as bare:
        yield from throughput.rows(bench.base, bare, 2.0 if bench.short else throughput.SECONDS)


PARTS: dict[str, Callable[[Bench], Iterable[Row]]] = {
    "first-visit": lambda bench: first_visit.rows(bench.browser, bench.base, 1 if bench.short else first_visit.REPEATS),
    "redraw": lambda bench: redraw.rows(bench.browser, bench.base),
    "throughput": _throughput,
    "pictures": lambda bench: pictures.rows(
        bench.database, bench.browser, bench.base, 8 if bench.short else pictures.PICTURES
    ),
    "refresh": lambda bench: refresh.rows(bench.generated),
    "view-json": lambda bench: view_json.rows(
        {size: folder / DATABASE_NAME for size, folder in bench.generated.items()}
    ),
    "pages": lambda bench: pages.rows({size: folder / DATABASE_NAME for size, folder in bench.generated.items()}),
    "search": lambda bench: searching.rows({size: folder / DATABASE_NAME for size, folder in bench.generated.items()}),
}


def main(parts: list[str], short: bool) -> int:
    """Print the table; 1 where a ratio or a size is beyond its limit."""
    begun = time.monotonic()
    failed: list[str] = []
    print(line(COLUMNS), flush=True)
    with ExitStack() as stack:
        bench = Bench(stack, short)
        for part in parts:
            for row in PARTS[part](bench):
                print(line(row.cells), flush=True)
                if row.fails:
                    failed.append(row.what.strip())
    print(f"{time.monotonic() - begun:.0f} s. ", end="")
    print(f"Beyond their limit: {'; '.join(failed)}." if failed else "Every ratio and size is within its limit.")
    return int(bool(failed))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run the benches and print one table.")
    parser.add_argument("--only", default=",".join(PARTS), help=f"parts, of {', '.join(PARTS)}")
    parser.add_argument("--short", action="store_true", help="fewer repeats, and no package of a million statements")
    arguments = parser.parse_args()
    arguments.only = [part.strip() for part in arguments.only.split(",") if part.strip()]
    unknown = [part for part in arguments.only if part not in PARTS]
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; parts are {', '.join(PARTS)}")
    return arguments


if __name__ == "__main__":
    given = _arguments()
    sys.exit(main(given.only, given.short))
