"""Asks an edition all that can be asked: python tests/bench/walk.py DATABASE [STEP]

Every number, as a page and as a panel, on the days before, of and after each change of its history; and every
combination of indicator, areas, form, measure, layers, producer and day, or each STEP-th, as page, embed, picture,
slide, table, pack and figure in turn. Prints each error once, with an address that has it.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent)]

from walking import OUTPUTS, changes, every_choice, views  # noqa: E402

from dashboard.pages import number  # noqa: E402
from dashboard.pages.frame.markup import markup  # noqa: E402
from dashboard.pages.parts.number_panel import number_panel  # noqa: E402
from dashboard.views.not_found import PageNotFoundError  # noqa: E402
from etl.editions.reading import Database, Edition  # noqa: E402

PROCESSES = len(os.sched_getaffinity(0))
Asked = Iterator[tuple[str, str]]  # the error of what was asked, empty where there is none, and its address


def _numbers(edition: Edition, part: int) -> Asked:
    for item, days in islice(changes(edition, every_day=True), part, None, PROCESSES):
        for day in ("", *days):
            query, error = f"asof={day}" if day else "", ""
            try:
                markup(number.page(edition, query, *map(str, item.key)).body)
                markup(number_panel(edition, edition.observation(item.key, day) or item))
            except PageNotFoundError:
                pass  # the day before the first publication
            except Exception as found:
                error = f"{type(found).__name__}: {found}"
            yield error, f"/number/{item.key.path}?{query}"


def _views(edition: Edition, part: int, step: int) -> Asked:
    choices = list(islice(every_choice(edition), part * step, None, PROCESSES * step))
    for place, view in enumerate(views(edition, choices)):
        name, error = list(OUTPUTS)[(place + part) % len(OUTPUTS)], ""
        try:
            OUTPUTS[name](edition, view)
        except Exception as found:
            error = f"{type(found).__name__}: {found}"
        yield error, f"{name} of /?{view.query()}"


def walk(part: int, database: Path, step: int) -> tuple[int, Counter[str], dict[str, str]]:
    """The share of one process: how many things it asked, the errors with their numbers, and an address of each."""
    edition = Database(database).edition()
    asked, errors, example = 0, Counter[str](), dict[str, str]()
    for error, address in (*_numbers(edition, part), *_views(edition, part, step)):
        asked += 1
        if error:
            errors[error] += 1
            example.setdefault(error, address)
    return asked, errors, example


def main(database: Path, step: int) -> int:
    """The status: 1 where anything failed."""
    begun = time.monotonic()
    with ProcessPoolExecutor(PROCESSES) as pool:
        found = list(pool.map(walk, range(PROCESSES), [database] * PROCESSES, [step] * PROCESSES))
    errors = sum((part for _, part, _ in found), Counter())
    for error, count in errors.most_common():
        print(f"{count} times {error}: {next(example[error] for _, _, example in found if error in example)}")
    asked = sum(part for part, _, _ in found)
    print(f"{asked} asked, {sum(errors.values())} failed, {time.monotonic() - begun:.0f} s")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute(), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
