"""The commands of the ETL: `python -m etl --help`."""

import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

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
    from etl.extract import extract
    from etl.rules import check as problems_of

    with reading_bar() as progress:
        package = extract(data, progress=progress)
    problems = problems_of(package)
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    lines = [str(problem) for problem in problems]
    statements = f"{len(package.tables.get('statements', ())):,} statements checked"
    typer.echo("\n".join([*lines, f"{statements}: {_counted(errors, 'error')}, {_counted(warnings, 'warning')}."]))
    raise typer.Exit(1 if errors else 0)


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


@contextmanager
def reading_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar for people at a terminal, once the work turns out to be long; None for everybody else."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    begun = time.monotonic()
    bar = Progress(console=Console(stderr=True), transient=True)
    task = bar.add_task("Reading the data", total=None)

    def show(done: int, total: int) -> None:
        if time.monotonic() - begun > PATIENCE:
            bar.start()
            bar.update(task, completed=done, total=total)

    try:
        yield show
    finally:
        bar.stop()


if __name__ == "__main__":
    app(prog_name="python -m etl")
