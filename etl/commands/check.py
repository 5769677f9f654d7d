"""`python -m etl check`: everything that is wrong with the data folder."""

import typer

from etl.commands.shared import DATA, NOT_COMPARED, DataOption, progress_bar, tell


def check(data: DataOption = DATA) -> None:
    """Report everything that is wrong with the data folder. Changes nothing.

    Each problem is one line: file:line: CODE what was found, what to do. Warnings do not stop a refresh; with any
    error the exit status is 1.
    """
    from etl.making import examine

    with progress_bar() as (progress, reading):
        examined = examine(data, progress=progress, reading=reading)
    besides = NOT_COMPARED if examined.tables is None else ""
    tell(examined.problems, f"{examined.statements:,} statements checked", besides)
    raise typer.Exit(1 if any(problem.is_error for problem in examined.problems) else 0)
