"""`python -m etl refresh`: publish the data folder as the edition that the dashboard shows."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from etl.commands.shared import DATA, NOT_COMPARED, DataOption, progress_bar, store_of, tell
from etl.figures.paths import DATABASE_VARIABLE, database_of, is_installed
from etl.figures.quoting import per_cent
from etl.figures.vocabulary import REMOVALS_ACCEPTED, Outcome

if TYPE_CHECKING:
    from etl.publish import Report

ACCEPTED = per_cent(REMOVALS_ACCEPTED)


def refresh(
    data: DataOption = DATA,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would change; the edition that is shown stays.")
    ] = False,
    accept_removals: Annotated[
        bool,
        typer.Option("--accept-removals", help=f"Publish although more than {ACCEPTED} of the statements are gone."),
    ] = False,
) -> None:
    """Check the data folder and publish it as the edition that the dashboard shows.

    Prints what was added, changed and removed against the edition before, big jumps first. With any error nothing is
    published, and the exit status is 1. Running it again without a change does nothing. The editions lie beside the
    database; the help without a command says where that is.
    """
    from etl.publish import refresh as publish

    with store_of(data) as store, progress_bar() as (progress, reading):
        report = publish(
            data, store=store, accept_removals=accept_removals, dry_run=dry_run, progress=progress, reading=reading
        )
        is_shown = store.current() is not None
    _tell_report(report, is_shown)
    if is_installed(data) and not os.environ.get(DATABASE_VARIABLE):
        typer.echo(f"The editions of the figures that came with the program are in {database_of(data).parent}.")
    raise typer.Exit(1 if report.outcome in {"invalid", "refused"} else 0)


def _tell_report(report: "Report", is_shown: bool) -> None:
    """What a refresh did; `is_shown` says whether readers see an edition."""
    from etl.commands.report_lines import change_lines
    from etl.editions.edition_names import STILL_SHOWN

    if report.outcome != Outcome.UNCHANGED:
        tell(report.problems, "data folder checked", NOT_COMPARED if report.outcome == Outcome.INVALID else "")
    if report.changes is not None:
        typer.echo("\n".join(change_lines(report.changes)))
    still = STILL_SHOWN if is_shown else "no edition is shown yet"
    typer.echo(report.outcome.rule.format(edition=report.edition, still=still, accepted=ACCEPTED))
