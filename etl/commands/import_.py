"""`python -m etl import FILE`: statements from a table that somebody else has published."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from etl.commands.shared import DATA, DataOption, refuse_installed, stop


class ImportCommand(TyperCommand):
    """Its help ends with an example of every layout, one a line so that it can be copied."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help and the examples."""
        from etl.documents.layouts import IMPORTERS

        super().format_help(ctx, formatter)
        typer.echo("Examples, one for each layout:\n")
        typer.echo("\n\n".join(f"  {importer.name}:\n  {importer.example}" for importer in IMPORTERS))


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The table: a workbook (xlsx, xls, ods) or CSV.")],
    source: Annotated[str, typer.Option("--source", metavar="KEY", help="The publication, as in sources.csv.")],
    indicator: Annotated[str, typer.Option("--indicator", metavar="KEY", help="What is measured.")] = "",
    producer: Annotated[str, typer.Option("--producer", metavar="KEY", help="Who made the estimates.")] = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="The sheet, where several have a table.")] = "",
    rows: Annotated[str, typer.Option("--rows", metavar="3:20", help="Only these rows of the sheet.")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="The unit of all numbers.")] = "",
    within: Annotated[str, typer.Option("--within", metavar="AREA", help="The area that the names are of.")] = "",
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="ROW", help='Leave out rows: "row 6", a cell such as A6, or a text in it.'),
    ] = None,
    mapping: Annotated[
        Path | None, typer.Option("--mapping", metavar="FILE", help="Which column is what, for a long table (TOML).")
    ] = None,
    layout: Annotated[
        str, typer.Option("--layout", metavar="NAME", help="unodc-annex, wide or long, where it is not found out.")
    ] = "",
    decimal: Annotated[
        str, typer.Option("--decimal", metavar="MARK", help="What is before decimals in texts: point or comma.")
    ] = "",
    via: Annotated[str, typer.Option("--via", metavar="ADDRESS", help="Where the file was read.")] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Write what the source does not state in the data yet.")
    ] = False,
    data: DataOption = DATA,
) -> None:
    """Turn a published table into statements. Without --write nothing is changed.

    Prints one line for each number (cell, area, year, value, unit, and new, same or changed against the data), then
    what was left out and why. Totals are compared with the sum of their parts; a wrong one is a warning. The total of
    the world is a number like the others, where the row or the title of the table says so; other totals stay out.
    With --write the numbers that the source does not state yet go to data/statements/SOURCE.csv. With any error the
    exit status is 1 and nothing is written.
    """
    from etl.documents.files.sheets import ImportFileError
    from etl.documents.proposal import ImportRequest, propose
    from etl.documents.report import proposal_lines
    from etl.documents.writing import statement_rows, write_statements

    if write:
        refuse_installed(data)
    request = ImportRequest(
        file, source, indicator, producer, sheet, mapping, layout, unit, within, rows, tuple(skip or ()), via, decimal
    )
    try:
        proposal = propose(data, request)
        typer.echo("\n".join(proposal_lines(proposal)))
        reasons = "; ".join(proposal.refusals)
        if proposal.harvest.errors:
            also = f". Besides: {reasons}" if reasons else ""
            stop(f"Nothing can be written before the errors are settled{also}.")
        new = statement_rows(proposal.judged, proposal.sheet, source, proposal.producer, via)
        if not new:
            stated = ": the data has a number of this source for each of these" if proposal.judged else ""
            typer.echo(f"Nothing to write{stated}.")
            return
        if not write:
            typer.echo(f"Nothing is written without --write{f', and not yet with it: {reasons}' if reasons else ''}.")
            return
        if reasons:
            stop(f"Nothing was written: {reasons}.")
        below = write_statements(proposal.package, source, new)
    except ImportFileError as error:
        stop(error)
    typer.echo(f"Wrote {len(new)} to {proposal.package.path(below)}; now run `python -m etl check`.")
