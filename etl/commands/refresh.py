"""`python -m etl refresh`: publish the data folder as the edition that the dashboard shows."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.commands.shared import DATA, NOT_COMPARED, DataOption, progress_bar, stop, store_of, tell
from etl.figures.paths import DATABASE_VARIABLE, database_of, is_installed
from etl.figures.quoting import counted, nearest_of, per_cent, shown
from etl.figures.vocabulary.editions import REMOVALS_ACCEPTED, Outcome
from etl.figures.vocabulary.judgement import Verdict

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
    after_rollback: Annotated[
        bool, typer.Option("--after-rollback", help="Publish although an earlier edition was shown again on purpose.")
    ] = False,
    strict: Annotated[
        list[str] | None,
        typer.Option("--strict", metavar="CODE", help="Publish nothing over a warning of this code; all for any."),
    ] = None,
    report_file: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write what changes, for review: .md or .html."),
    ] = None,
    all_warnings: Annotated[
        bool, typer.Option("--all", help="Print each warning; without it, of a kind with many only count and places.")
    ] = False,
    one_line: Annotated[bool, typer.Option("--one-line", help="Say what happened in one line, for a mail.")] = False,
) -> None:
    """Check the data folder and publish it as the edition that the dashboard shows.

    Prints what was added, changed and removed against the edition before, big jumps first. With any error nothing is
    published, and the exit status is 1. Running it again without a change does nothing. The editions lie beside the
    database; the help without a command says where that is. What a rollback has shown again stays until
    --after-rollback, so that a refresh by a timer never undoes it.
    """
    from etl.commands.report_file import ENDINGS, write_report
    from etl.package.problems import CODES
    from etl.publish import refresh as publish

    if report_file is not None and report_file.suffix not in ENDINGS:
        stop(f"--report {shown(str(report_file))} is neither; end it in .md or .html")
    if report_file is not None and (report_file.is_dir() or not report_file.parent.is_dir()):
        stop(f"--report {report_file} cannot be written, as it is a folder or in none; name a file in a folder")
    unknown = [code for code in strict or () if code not in {*CODES, "all"}]
    if unknown:
        nearest = nearest_of(unknown[0], CODES)
        advice = f"did you mean {nearest}?" if nearest else "take one that `python -m etl check` prints, or all"
        stop(f"--strict {shown(unknown[0])} is no code of a warning; {advice}")
    with store_of(data) as store, progress_bar() as (progress, reading):
        report = publish(
            data,
            store=store,
            accept_removals=accept_removals,
            after_rollback=after_rollback,
            strict=strict or (),
            dry_run=dry_run,
            keep_tried=report_file is not None,
            progress=progress,
            reading=reading,
        )
        is_shown = store.current() is not None
    if report_file is not None and report.changes is not None:
        try:
            write_report(report_file, report.changes, report.edition, is_served=report.is_kept)
        except OSError as error:
            stop(f"{report.outcome}, but {report_file} cannot be written ({error.strerror}); name another file")
    if one_line:
        typer.echo(_in_one_line(report, data))
    else:
        _tell_report(report, is_shown, all_warnings)
    if is_installed(data) and not os.environ.get(DATABASE_VARIABLE):
        typer.echo(f"The editions of the figures that came with the program are in {database_of(data).parent}.")
    raise typer.Exit(1 if report.outcome in {Outcome.INVALID, Outcome.REFUSED, Outcome.WARNED} else 0)


def _in_one_line(report: "Report", data: Path) -> str:
    """What a refresh did, for the subject of a mail."""
    from etl.editions.changes import Changes

    errors = sum(problem.is_error for problem in report.problems)
    said = [f"{data}: {report.outcome}, {report.outcome.meaning}"]
    changes: Changes | None = report.changes
    if report.edition and report.outcome != Outcome.INVALID:  # of data with errors none is made
        said.append(f"edition {report.edition}")
    if changes is not None:
        figures = f"{len(changes.added):,} added, {len(changes.changed):,} changed, {len(changes.removed):,} removed"
        said.append(
            f"figures {figures}, {counted(len(changes.jumps), 'big jump')}, {counted(len(changes.ties), 'new tie')}"
        )
        in_force = changes.added_by_verdict.get(Verdict.CITED, 0)
        said.append(f"{counted(changes.statements_added, 'statement')} added, {in_force:,} of them current")
    if report.problems:
        said.append(f"{counted(errors, 'error')}, {counted(len(report.problems) - errors, 'warning')}")
    return "; ".join(said)


def _tell_report(report: "Report", is_shown: bool, all_warnings: bool) -> None:
    """What a refresh did; `is_shown` says whether readers see an edition, all_warnings that each of them is told."""
    from etl.commands.report_lines import change_lines
    from etl.editions.edition_names import STILL_SHOWN

    if report.outcome not in {Outcome.UNCHANGED, Outcome.HELD}:
        besides = NOT_COMPARED if report.outcome == Outcome.INVALID else ""
        tell(report.problems, "data folder checked", besides, warnings_by_kind=not all_warnings)
    if report.changes is not None:
        typer.echo("\n".join(change_lines(report.changes)))
    still = STILL_SHOWN if is_shown else "no edition is shown yet"
    typer.echo(report.outcome.rule.format(edition=report.edition, still=still, accepted=ACCEPTED))
