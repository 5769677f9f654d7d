"""Measures a refresh of packages of several sizes beside a plain sqlite3 insert of the same rows.

    python tests/bench/refresh.py [POSTGRESQL_URL] [SIZE ...]

Each size is published twice in a process of its own: into nothing, then with one figure changed; the table has the
second, which compares with an edition of the same size. Seconds are of the wall clock; `processor` has those that
the process and those that it starts computed, which other work on the machine hardly changes. Memory is that of all of
them together, what they share counted once.
"""

import json
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import closing
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from generate_statements import generate
from rows import Row

SIZES = (2_500, 100_000, 1_000_000)
MOST_RATIO = 15
MOST_SECONDS, MOST_BYTES = 20, 1.2e9  # for a million statements on two cores
LARGEST_DATABASE = 35e6  # for a hundred thousand
SECONDS_BETWEEN_LOOKS = 0.1
STEPS = {
    "Reading the data": "read",
    "Checking": "check",
    "Resolving and writing the database": "resolve and write",
    "Comparing with the edition before": "compare and switch",
}


def measure(folder: Path, url: str) -> dict[str, float]:
    """Refresh in this process: seconds of each step and of all."""
    begun = time.perf_counter()
    from etl.editions.store import open_store
    from etl.publish import refresh

    moments = [("start", begun)]
    report = refresh(
        folder, store=open_store(folder, url), progress=lambda step: moments.append((step, time.perf_counter()))
    )
    moments.append(("end", time.perf_counter()))
    assert report.outcome == "published", report.problems[:5]
    seconds = dict.fromkeys(STEPS.values(), 0.0)
    for (step, since), (_, until) in pairwise(moments):
        if step in STEPS:
            seconds[STEPS[step]] += until - since
    of_others = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = time.process_time() + of_others.ru_utime + of_others.ru_stime
    return {**seconds, "all": moments[-1][1] - begun, "processor": processor}


def plain_insert(database: Path, aside: Path) -> float:
    """Seconds that sqlite3 takes for the rows of observations, statements and vintages, without keys or indexes."""
    with closing(sqlite3.connect(database)) as edition:
        tables = {name: edition.execute(f"SELECT * FROM {name}").fetchall() for name in ROWS}
    begun = time.perf_counter()
    with closing(sqlite3.connect(aside)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for name, rows in tables.items():
            marks = ",".join("?" * len(rows[0]))
            connection.execute(f"CREATE TABLE {name} ({','.join(f'c{n}' for n in range(len(rows[0])))})")
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)
        connection.commit()
    return time.perf_counter() - begun


ROWS = ("observation", "statement", "vintage")


def _in_own_process(folder: Path, url: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", str(folder), url]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while process.poll() is None:
            peak = max(peak, _memory_with_children(process.pid))
            time.sleep(SECONDS_BETWEEN_LOOKS)
        told = process.communicate()[0]
    assert process.returncode == 0, told
    measured: dict[str, float] = json.loads(told.splitlines()[-1])
    return {**measured, "peak": peak}


def _memory_with_children(process: int) -> int:
    """Bytes of a process and of those that it started, of which each page that several share counts once."""
    found = 0
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        for each in (process, *children):
            told = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
            found += int(told.partition("\nPss:")[2].split()[0]) * 1024
    except (OSError, IndexError):  # one that has just ended
        return found
    return found


def _change_a_figure(folder: Path) -> None:
    path = folder / "statements" / "part-001.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace('"Table 3', '"Table 4')
    path.write_text("".join(lines), encoding="utf-8")


def publish(folder: Path, size: int, url: str = "") -> None:
    """Generate a package of that size in a new folder and publish it into nothing."""
    generate(folder, size)
    _in_own_process(folder, url)


def measure_again(folder: Path, url: str = "") -> tuple[dict[str, float], float | None]:
    """Measure a refresh of a folder that is published, with one figure changed, and the plain insert beside it."""
    _change_a_figure(folder)
    measured = _in_own_process(folder, url)
    database = folder / "drug_control.sqlite"
    plain = plain_insert(database, folder.parent / f"{folder.name}.plain") if database.exists() else None
    return measured, plain


def rows(folders: dict[int, Path]) -> Iterable[Row]:
    """A line for each folder that is published, by its number of statements."""
    for size, folder in folders.items():
        measured, plain = measure_again(folder)
        (folder.parent / f"{folder.name}.plain").unlink()
        is_large = size >= 1_000_000
        yield Row(
            f"refresh of {size:,} statements",
            measured["all"],
            "s",
            MOST_SECONDS if is_large else None,
            ratio=measured["all"] / plain if plain else None,
            # Small packages pay for reading the code and the units more than for their rows.
            most_ratio=MOST_RATIO if size >= 100_000 else None,
            baseline=f"{plain:.2f} s: sqlite3 inserts the same rows",
        )
        most = MOST_BYTES / 1e6 if is_large else None
        if size == 100_000:
            bytes_of_it = (folder / "drug_control.sqlite").stat().st_size
            yield Row("  its database", bytes_of_it / 1e6, "MB", LARGEST_DATABASE / 1e6, can_fail=True)
        yield Row("  its memory at the peak", measured["peak"] / 1e6, "MB", most, can_fail=True)


def main(sizes: list[int], url: str) -> bool:
    """Print the table; whether a million statements stay below the limits."""
    columns = [*STEPS.values(), "all", "processor", "peak MB", "plain insert"]
    print("statements | " + " | ".join(columns))
    within = True
    for size in sizes:
        folder = Path(tempfile.mkdtemp(prefix="bench-refresh-"))
        try:
            publish(folder / "data", size, url)
            measured, inserted = measure_again(folder / "data", url)
            plain = "-" if inserted is None else f"{inserted:.1f}"
        finally:
            shutil.rmtree(folder)
        peak = measured.pop("peak")
        cells = [f"{seconds:.1f}" for seconds in measured.values()] + [f"{peak / 1e6:,.0f}", plain]
        print(
            f"{size:>10,} | " + " | ".join(f"{c:>{len(name)}}" for c, name in zip(cells, columns, strict=True)),
            flush=True,
        )
        within &= size < 1_000_000 or (measured["all"] <= MOST_SECONDS and peak <= MOST_BYTES)
    return within


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(Path(sys.argv[2]), sys.argv[3])))
    else:
        numbers = [int(argument) for argument in sys.argv[1:] if argument.isdecimal()]
        addresses = [argument for argument in sys.argv[1:] if not argument.isdecimal()]
        sys.exit(0 if main(numbers or list(SIZES), addresses[0] if addresses else "") else 1)
