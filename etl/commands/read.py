"""`python -m etl read FILE`: every number of a document, and what it means; nothing is written to the data."""

from pathlib import Path
from typing import Annotated

import typer

from etl.commands.shared import DATA, DataOption, stop


def read(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A PDF, web page, DOCX, text, Markdown, workbook or CSV.")
    ],
    out: Annotated[Path | None, typer.Option("--out", metavar="LIST.csv", help="The list, as a CSV.")] = None,
    published: Annotated[
        str, typer.Option("--published", metavar="DATE", help="When it came out, for last year and the like.")
    ] = "",
    within: Annotated[str, typer.Option("--within", metavar="AREA", help="The area that the names are of.")] = "",
    decimal: Annotated[
        str, typer.Option("--decimal", metavar="MARK", help="What is before decimals: point or comma.")
    ] = "",
    data: DataOption = DATA,
) -> None:
    """List every number of a document: where it stands, what it means, and what became of it. Writes no data.

    Each number of its tables and sentences has a line: place, as printed, value, unit, indicator, area and year, and
    whether it is understood or what is missing. Totals are compared with the sum of their parts.
    """
    from etl.documents.files.document import DocumentError
    from etl.documents.files.sheets import ImportFileError
    from etl.documents.readings.listing import as_csv, reading_lines
    from etl.documents.readings.reader import read_document
    from etl.documents.request import told_decimal
    from etl.documents.source import check_package
    from etl.method.units_in_use import units_in_use
    from etl.package.extract import extract

    try:
        package = extract(data)
        check_package(package)
        with units_in_use(package.tables["units"]):
            reading = read_document(file, package, told_decimal(decimal), within, published)
        if out is None:
            typer.echo("\n".join(reading_lines(reading)))
        else:
            out.write_text(as_csv(reading), encoding="utf-8")
            typer.echo(list(reading_lines(reading))[-1])
    except (DocumentError, ImportFileError) as error:
        stop(error)
    except OSError as error:
        stop(f"{out} cannot be written ({error.strerror}); name another file")
