"""Asks an edition what can be asked: python tests/bench/walk.py DATABASE [COUNT]

So many numbers drawn at random, each as a page and as a panel, on the days before, of and after each change of its
history; and so many combinations of indicator, areas, form, measure, layers, producer and day, as page, embed, picture,
slide, table, pack and figure in turn. Without a count it asks everything, which takes days. Prints each error once,
with an address that has it, as soon as it is found.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from walking import OUTPUTS, any_choice, changes, every_choice, views  # noqa: E402

from dashboard.pages import number  # noqa: E402
from dashboard.pages.frame.markup import markup  # noqa: E402
from dashboard.pages.parts.number_panel import number_panel  # noqa: E402
from dashboard.views.not_found import PageNotFoundError  # noqa: E402
from etl.editions.reading import Database, Edition  # noqa: E402

PROCESSES = len(os.sched_getaffinity(0))
Asked = Iterator[tuple[str, str]]  # the error of what was asked, empty where there is none, and its address


def _numbers(edition: Edition, part: int, count: int | None, random: Random) -> Asked:
    every = islice(changes(edition, every_day=True), part, None, PROCESSES)
    found = list(every)
    for item, days in found if count is None else random.sample(found, min(count, len(found))):
        for day in ("", *days):
            query, error = f"asof={day}" if day else "", ""
            try:
                markup(number.page(edition, query, *map(str, item.key)).body)
                markup(number_panel(edition, edition.observation(item.key, day) or item))
            except PageNotFoundError:
                pass  # the day before the first publication
            except Exception as problem:
                error = f"{type(problem).__name__}: {problem}"
            yield error, f"/number/{item.key.path}?{query}"


def _views(edition: Edition, part: int, count: int | None, random: Random) -> Asked:
    every: Iterator[tuple[Any, ...]] = islice(every_choice(edition), part, None, PROCESSES)
    choices = every if count is None else (any_choice(edition, random) for _ in range(count))
    for place, view in enumerate(views(edition, choices)):
        name, error = list(OUTPUTS)[(place + part) % len(OUTPUTS)], ""
        try:
            OUTPUTS[name](edition, view)
        except Exception as problem:
            error = f"{type(problem).__name__}: {problem}"
        yield error, f"{name} of /?{view.query()}"


def walk(part: int, database: Path, count: int | None, seed: int) -> tuple[int, Counter[str]]:
    """The share of one process: how many things it asked, and the errors with their numbers."""
    edition, random = Database(database).edition(), Random(seed + part)
    share = None if count is None else -(-count // PROCESSES)
    asked, errors = 0, Counter[str]()
    for kind in (_views, _numbers):
        for error, address in kind(edition, part, share, random):
            asked += 1
            if error and error not in errors:
                print(f"{error}: {address}", flush=True)
            errors[error] += bool(error)
    return asked, errors


def main(database: Path, count: int | None, seed: int) -> int:
    """The status: 1 where anything failed."""
    begun = time.monotonic()
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = list(pool.map(walk, range(PROCESSES), [database] * PROCESSES, [count] * PROCESSES, [seed] * PROCESSES))
    asked, failed = sum(part for part, _ in found), sum(errors.total() for _, errors in found)
    print(f"{asked} asked, {failed} failed, {time.monotonic() - begun:.0f} s (seed {seed})")
    return 1 if failed else 0


if __name__ == "__main__":
    asked = int(sys.argv[2]) if len(sys.argv) > 2 else None
    sys.exit(main(Path(sys.argv[1]).absolute(), asked, Random().randrange(10**6)))
