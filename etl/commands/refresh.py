"""`python -m etl refresh`: publish the data folder as the edition that the dashboard shows."""

from typing import Annotated

import typer

from etl.commands.shared import DATA, DataOption, progress_bar, tell


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
    tell(report.problems, "data folder checked")
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
