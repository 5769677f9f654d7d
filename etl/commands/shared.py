"""What the commands share: the data folder, plain lines for problems, and a progress bar for long work."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from etl.figures.paths import DATA_VARIABLE, DATABASE_VARIABLE, bundled_data, is_installed
from etl.figures.quoting import counted, escaped

if TYPE_CHECKING:
    from etl.editions.keeping import EditionStore
    from etl.package.problems import Problem

DATA = bundled_data()
NOT_COMPARED = "; whether the numbers fit each other is looked at once there is no error"
FIRST_PLACES = 3  # of a kind of warning, where only their number is told
ALL_OVER = 20  # errors of one kind in a file that are told one by one
PATIENCE = 1.0  # seconds before a progress bar appears

DataOption = Annotated[
    Path,
    typer.Option(
        "--data",
        metavar="FOLDER",
        envvar=DATA_VARIABLE,
        help="The data folder, the one with datapackage.json.",
        show_default="the one that comes with the program",
        readable=False,  # whether it may be read is told as every other problem is
    ),
]


@contextmanager
def store_of(data: Path) -> "Iterator[EditionStore]":
    """The editions that DATABASE_URL names, else those of the data folder; what is wrong with them is one sentence."""
    from etl.editions.edition_names import EditionError
    from etl.editions.store import open_store

    if not (os.environ.get(DATABASE_VARIABLE) or data.is_dir()):
        stop(f"{data} is no folder; name the data folder with --data")
    try:
        yield open_store(data, os.environ.get(DATABASE_VARIABLE, ""))
    except EditionError as error:
        stop(error)


def stop(found: object) -> NoReturn:
    """Say why nothing more is done, and end with status 1."""
    typer.echo(found)
    raise typer.Exit(1)


def refuse_installed(data: Path) -> None:
    """Figures inside an installed program are not edited: the next version of it would put its own in their place."""
    if is_installed(data):
        stop(f"{data} came with the program; copy it to a folder of your own and name that with --data")


def tell(problems: "list[Problem]", what: str, besides: str = "", *, warnings_by_kind: bool = False) -> None:
    """One plain line for each problem, then a count, and what is to be said besides.

    What is said of one thing in several lines is said once, of the first, with how many more there are and the next.
    So are errors of one kind that are all over a file, whatever each says: they have one cause, such as its header.
    warnings_by_kind: of a kind with many warnings only the count and the first places are said.
    """
    errors = sum(problem.is_error for problem in problems)
    count = f"{what}: {counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}{besides}."
    of_a_kind = Counter((problem.file, problem.code) for problem in problems if problem.is_error and not problem.about)
    folded = _by_kind(problems) if warnings_by_kind else {}
    same: dict[object, list[Problem]] = {}
    for problem in problems:
        if problem.code in folded:
            continue
        kind = (problem.file, problem.code)
        is_everywhere = problem.is_error and of_a_kind[kind] > ALL_OVER
        same.setdefault(problem.about or (kind if is_everywhere else (problem.code, problem.text)), []).append(problem)
    lines = [*(_with_count(*places) for places in same.values()), *folded.values()]
    typer.echo("\n".join([*lines, count]))


def _by_kind(problems: "list[Problem]") -> dict[str, str]:
    """A line for each kind of which there are more warnings than places are named: how many, what, and where first."""
    from etl.package.problems import CODES

    of_kind: dict[str, list[Problem]] = {}
    for problem in problems:
        if not problem.is_error:
            of_kind.setdefault(problem.code, []).append(problem)
    lines = {}
    for code, found in of_kind.items():
        *some, last = (escaped(f"{problem.file}:{problem.line}") for problem in found[:FIRST_PLACES])
        if len(found) > FIRST_PLACES:
            places = f"{', '.join(some)} and {last}"
            lines[code] = f"{counted(len(found), 'warning')} {code} ({CODES[code].title}), first {places}"
    return lines


def _with_count(first: "Problem", *others: "Problem") -> str:
    more = list(dict.fromkeys(f"{other.file}:{other.line}" for other in others))
    if not more:
        return str(first)
    some = escaped(" and ".join(more[:2]))
    return f"{first} (and {counted(len(more), 'more place')}, {'such as ' if len(more) > 2 else ''}{some})"


@contextmanager
def progress_bar() -> Iterator[tuple[Callable[[str], None], Callable[[int, int], None] | None]]:
    """A progress bar for people at a terminal, once the work turns out to be long; silence for everybody else.

    Gives two functions: one is told each step as it begins, the other the bytes read so far and in all.
    """
    if not sys.stderr.isatty():
        yield (lambda step: None), None
        return
    from rich.console import Console
    from rich.progress import Progress

    begun = time.monotonic()
    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=None)

    def start_if_long() -> None:
        if time.monotonic() - begun > PATIENCE:
            bar.start()

    def step(name: str) -> None:
        bar.reset(task, description=name, total=None)
        start_if_long()

    def reading(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)
        start_if_long()

    try:
        yield step, reading
    finally:
        bar.stop()
