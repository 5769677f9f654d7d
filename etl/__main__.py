"""The commands of the ETL: `python -m etl --help`."""

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from etl.problems import Problem

# pandas and what needs it are imported inside the commands, so that --help answers at once.

DATA = Path(__file__).resolve().parent.parent / "data"
PATIENCE = 1.0  # seconds before a progress bar appears

DataOption = Annotated[
    Path,
    typer.Option(
        "--data", metavar="FOLDER", help="The data folder, the one with datapackage.json.", show_default="data"
    ),
]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Look after the figures: from the CSV files in the data folder to the database of the dashboard.

    Edit the CSV files with any editor or spreadsheet, then run `python -m etl check`.
    """
    # A terminal that cannot show a letter of the data must not stop the report.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


@app.command()
def check(data: DataOption = DATA) -> None:
    """Report everything that is wrong with the data folder. Changes nothing.

    Each problem is one line: file:line: CODE what was found, what to do. Warnings do not stop a refresh; with any
    error the exit status is 1.
    """
    from etl.publish import examine

    with progress_bar() as (progress, reading):
        examined = examine(data, progress=progress, reading=reading)
    _tell(examined.problems, f"{examined.statements:,} statements checked")
    raise typer.Exit(1 if any(problem.is_error for problem in examined.problems) else 0)


@app.command()
def refresh(
    data: DataOption = DATA,
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Publish although more than 5 % of the statements are gone.")
    ] = False,
) -> None:
    """Check the data folder and publish it as the edition that the dashboard shows.

    Prints what was added, changed and removed against the edition before. With any error nothing is published, and
    the exit status is 1. Running it again without a change does nothing.
    """
    from etl.editions import EditionError
    from etl.publish import refresh as publish

    try:
        with progress_bar() as (progress, reading):
            report = publish(data, accept_removals=accept_removals, progress=progress, reading=reading)
    except EditionError as error:
        typer.echo(error)
        raise typer.Exit(1) from None
    if report.outcome == "unchanged":
        typer.echo(f"Nothing changed: edition {report.edition} is already published.")
        return
    _tell(report.problems, "data folder checked")
    if report.outcome == "invalid":
        typer.echo("Nothing was published; the edition before is still shown. Correct the errors and run this again.")
        raise typer.Exit(1)
    from etl.report import lines

    if report.changes is not None:
        typer.echo("\n".join(lines(report.changes)))
    if report.outcome == "refused":
        typer.echo(
            "Nothing was published: more than 5 % of the statements would be gone. If that is meant, "
            "run this again with --accept-removals."
        )
        raise typer.Exit(1)
    typer.echo(f"Published edition {report.edition}.")


@app.command()
def package(data: DataOption = DATA) -> None:
    """List every file of the statements folder in datapackage.json.

    Run it after adding, renaming or deleting a statement file, so that other tools find the same files.
    """
    from etl.package import PackageError, list_statement_files

    try:
        files = list_statement_files(data)
    except PackageError as error:
        typer.echo(error)
        raise typer.Exit(1) from None
    typer.echo("\n".join([*files, f"datapackage.json lists {_counted(len(files), 'statement file')}."]))


def _counted(number: int, thing: str) -> str:
    return f"{number or 'no'} {thing}{'' if number == 1 else 's'}"


def _tell(problems: "list[Problem]", what: str) -> None:
    """One plain line for each problem, then a count."""
    errors = sum(problem.is_error for problem in problems)
    count = f"{what}: {_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')}."
    typer.echo("\n".join([*(str(problem) for problem in problems), count]))


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


if __name__ == "__main__":
    app(prog_name="python -m etl")
