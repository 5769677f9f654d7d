"""`python -m etl import FILE`: statements from a table that somebody else has published."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand

from etl.commands.shared import DATA, DataOption, progress_bar, refuse_installed, stop

if TYPE_CHECKING:
    from etl.documents.compare import Judged
    from etl.documents.readings.proposal import DocumentChoice
    from etl.documents.request import ImportRequest
    from etl.package.extract import Package


RECIPE = "python -m etl import tests/etl/workbooks/opium-recipe.csv --recipe tests/etl/workbooks/opium-recipe.toml"


class ImportCommand(TyperCommand):
    """Its help ends with an example of every layout, one a line so that it can be copied."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help and the examples."""
        from etl.documents.layouts import IMPORTERS

        super().format_help(ctx, formatter)
        typer.echo("Examples, one for each layout:\n")
        examples = {importer.name: importer.example for importer in IMPORTERS} | {"a recipe": RECIPE}
        typer.echo("\n\n".join(f"  {name}:\n  {example}" for name, example in examples.items()))


def import_(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="A workbook (xlsx, xls, ods), CSV, PDF, web page, DOCX or text."),
    ] = None,
    source: Annotated[
        str,
        typer.Option("--source", metavar="KEY", help="The publication, as in sources.csv."),
    ] = "",
    recipe: Annotated[
        str, typer.Option("--recipe", metavar="NAME", help="How to read the table, from data/recipes, or a TOML file.")
    ] = "",
    indicator: Annotated[str, typer.Option("--indicator", metavar="KEY", help="What is measured.")] = "",
    producer: Annotated[str, typer.Option("--producer", metavar="KEY", help="Who made the estimates.")] = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="The sheet, where several have a table.")] = "",
    rows: Annotated[str, typer.Option("--rows", metavar="3:20", help="Only these rows of the sheet.")] = "",
    unit: Annotated[str, typer.Option("--unit", metavar="UNIT", help="The unit of all numbers.")] = "",
    within: Annotated[str, typer.Option("--within", metavar="AREA", help="The area that the names are of.")] = "",
    skip: Annotated[
        list[str] | None,
        typer.Option("--skip", metavar="ROW", help='Leave out: "row 6", a number (O6), or a row by a text in it.'),
    ] = None,
    columns: Annotated[str, typer.Option("--columns", metavar="A-C,F", help="Only these columns of the sheet.")] = "",
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="TITLE=TEXT", help="Only rows with this text in the column of this title."),
    ] = None,
    seasons: Annotated[
        str,
        typer.Option("--seasons", metavar="YEAR", help="Which year 2018/19 means: first or last; FY2022 is 2021/22."),
    ] = "",
    totals_are_areas: Annotated[
        bool, typer.Option("--totals-are-areas", help='"Helmand Total" is Helmand; rows of its parts are left out.')
    ] = False,
    hidden: Annotated[bool, typer.Option("--hidden", help="Hidden sheets, rows and columns too.")] = False,
    layout: Annotated[
        str, typer.Option("--layout", metavar="NAME", help="unodc-annex, wide or long, where it is not found out.")
    ] = "",
    decimal: Annotated[
        str, typer.Option("--decimal", metavar="MARK", help="What is before decimals in texts: point or comma.")
    ] = "",
    via: Annotated[str, typer.Option("--via", metavar="ADDRESS", help="Where the file was read.")] = "",
    prose: Annotated[
        bool, typer.Option("--prose", help="Of a document, the numbers of its sentences too, not of its tables alone.")
    ] = False,
    review: Annotated[
        Path | None,
        typer.Option(
            "--review", metavar="FILE.html", help="Write a page that shows what was read where in a document."
        ),
    ] = None,
    only: Annotated[
        str, typer.Option("--only", metavar="1-20,25", help="Of a document, only these numbers of its list.")
    ] = "",
    without: Annotated[
        str, typer.Option("--except", metavar="3,7-9", help="Of a document, all but these numbers of its list.")
    ] = "",
    replacing: Annotated[
        bool,
        typer.Option("--replace", help="The table was issued again: numbers stated otherwise are kept as replaced."),
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take back the last import, without a FILE.")] = False,
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

    A PDF, web page, DOCX or text is read by what its titles, rows and columns say; `read` lists all its numbers. Only
    what is understood whole is proposed: the rest is counted, with what it lacks.
    """
    from etl.documents.files.document import DocumentError
    from etl.documents.files.opening import is_document
    from etl.documents.files.sheets import ImportFileError
    from etl.documents.readings.proposal import DocumentChoice
    from etl.documents.request import ImportRequest

    if write or undo:
        refuse_installed(data)
    if undo:
        _undo(data, file)
        return
    if file is None:
        stop("name the FILE to import")
    request = ImportRequest(
        file,
        source,
        indicator,
        producer,
        sheet,
        layout,
        unit,
        within,
        rows,
        tuple(skip or ()),
        via,
        decimal,
        columns,
        tuple(where or ()),
        seasons,
        totals_are_areas,
        hidden,
    )
    try:
        of_document = [
            name
            for name, given in (("--prose", prose), ("--review", review), ("--only", only), ("--except", without))
            if given
        ]
        if recipe:
            _import_by_recipe(data, recipe, request, Writing(write, replacing))
        elif source and is_document(file):
            _import_document(data, request, DocumentChoice(prose, only, without), review, Writing(write, replacing))
        elif of_document:
            raise ImportFileError(
                f"{', '.join(of_document)} is for a PDF, web page, DOCX or text, and {file} is a table"
            )
        elif source:
            _import(data, request, Writing(write, replacing))
        else:
            raise ImportFileError("nothing says what the table is; give its source with --source, or a --recipe")
    except (ImportFileError, DocumentError) as error:
        stop(error)


class Writing(NamedTuple):
    """Whether to write, and whether the table was issued again, so that numbers stated otherwise are replaced."""

    write: bool
    replacing: bool


def _undo(data: Path, file: Path | None) -> None:
    """Take back the last import."""
    from etl.documents.files.sheets import ImportFileError
    from etl.documents.undoing import undo

    if file is not None:
        stop("--undo takes back the last import, whatever its file was; leave the file out")
    try:
        changed = undo(data)
    except ImportFileError as error:
        stop(error)
    typer.echo("\n".join([*changed, "The last import is taken back; run `python -m etl check`."]))


def _import_document(
    data: Path, request: "ImportRequest", choice: "DocumentChoice", review: Path | None, writing: Writing
) -> None:
    """Import the tables of a document, and its sentences if they are asked for."""
    from etl.documents.files.sheets import ImportFileError
    from etl.documents.readings.proposal import locator_in_document, propose_document
    from etl.documents.readings.report import document_lines
    from etl.documents.readings.review import review_page
    from etl.documents.writing import Origin, statement_rows, topic_files

    proposal = propose_document(data, request, choice)
    typer.echo("\n".join(document_lines(proposal)))
    if review is not None:
        try:
            beside = ([] if data == DATA else ["--data", str(data)]) + ["--replace"] * writing.replacing
            review.write_text(review_page(proposal, request, choice, beside), encoding="utf-8")
        except OSError as error:
            raise ImportFileError(f"{review} cannot be written ({error.strerror}); name another file") from None
        typer.echo(f"Wrote {review}")
    locators = {each.judged.figure.cell: locator_in_document(each.figure) for each in proposal.proposed}
    origin = Origin(request.source, proposal.producer, request.via)
    judged, replaced = _replaced([each.judged for each in proposal.proposed], writing)
    rows = statement_rows(judged, origin, lambda figure: locators[figure.cell])
    outcome = ImportOutcome(bool(proposal.harvest.errors), proposal.refusals, bool(judged), replaced)
    _write(proposal.package, topic_files(proposal.package, request.source, rows) if rows else {}, outcome, writing)


def _import(data: Path, request: "ImportRequest", writing: Writing) -> None:
    """Import a table whose layout is found out."""
    from etl.documents.layouts.harvest import locator_of
    from etl.documents.proposal import propose
    from etl.documents.report import proposal_lines
    from etl.documents.writing import Origin, statement_rows
    from etl.package.contract import STATEMENTS

    proposal = propose(data, request)
    typer.echo("\n".join(proposal_lines(proposal, writing.replacing)))
    origin = Origin(request.source, proposal.producer, request.via)
    judged, replaced = _replaced(proposal.judged, writing)
    rows = statement_rows(judged, origin, lambda figure: locator_of(proposal.sheet, figure))
    outcome = ImportOutcome(bool(proposal.harvest.errors), proposal.refusals, bool(judged), replaced)
    _write(proposal.package, {f"{STATEMENTS}/{request.source}.csv": rows} if rows else {}, outcome, writing)


def _import_by_recipe(data: Path, name: str, request: "ImportRequest", writing: Writing) -> None:
    """Import a table that a recipe describes."""
    from etl.documents.files.sheets import ImportFileError
    from etl.documents.recipes.proposal import propose_by_recipe
    from etl.documents.recipes.report import recipe_lines
    from etl.documents.writing import statement_rows, topic_files

    if told := request.told_beside_a_recipe:
        raise ImportFileError(f"{', '.join(told)}: the recipe {name} says that; leave it out, or change the recipe")
    with progress_bar() as (step, _):
        proposal = propose_by_recipe(data, request.file, name, request.source, request.via, step)
    typer.echo("\n".join(recipe_lines(proposal, writing.replacing)))
    judged, replaced = _replaced(proposal.judged, writing)
    rows = statement_rows(judged, proposal.origin, lambda figure: figure.cell)
    outcome = ImportOutcome(bool(proposal.findings.errors), proposal.refusals, bool(judged), replaced)
    files = topic_files(proposal.package, request.source or proposal.recipe.file, rows)
    _write(proposal.package, files, outcome, writing)


def _replaced(judged: "list[Judged]", writing: Writing) -> "tuple[list[Judged], list[str]]":
    """The figures to write, and the places of the statements that they replace."""
    from etl.documents.compare import with_replacements

    return with_replacements(judged) if writing.replacing else (judged, [])


class ImportOutcome(NamedTuple):
    """Whether an import has errors, why it must not be written, whether it has numbers at all, and what it replaces."""

    has_errors: bool
    refusals: list[str]
    has_numbers: bool
    replaced: list[str]


def _write(
    package: "Package", files: dict[str, list[dict[str, str]]], outcome: ImportOutcome, writing: Writing
) -> None:
    """Write the rows of each file, or say why not."""
    from etl.documents.writing import write_statements

    reasons = "; ".join(outcome.refusals)
    if outcome.has_errors:
        also = f". Besides: {reasons}" if reasons else ""
        stop(f"Nothing can be written before the errors are settled{also}.")
    if not files:
        stated = ": the data has a number of this source for each of these" if outcome.has_numbers else ""
        typer.echo(f"Nothing to write{stated}.")
    elif not writing.write:
        typer.echo(f"Nothing is written without --write{f', and not yet with it: {reasons}' if reasons else ''}.")
    elif reasons:
        stop(f"Nothing was written: {reasons}.")
    else:
        write_statements(package, files, outcome.replaced)
        if outcome.replaced:
            typer.echo(f"Marked as replaced: {len(outcome.replaced):,}, such as {outcome.replaced[0]}")
        for below, rows in files.items():
            typer.echo(f"Wrote {len(rows):,} to {package.path(below)}")
        typer.echo("Now run `python -m etl check`.")
