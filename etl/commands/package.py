"""`python -m etl package`: list the statement files in datapackage.json."""

import typer

from etl.commands.shared import DATA, DataOption, counted


def package(data: DataOption = DATA) -> None:
    """List every file of the statements folder in datapackage.json.

    Run it after adding, renaming or deleting a statement file, so that other tools find the same files.
    """
    from etl.package.listing import PackageError, list_statement_files

    try:
        files = list_statement_files(data)
    except PackageError as error:
        typer.echo(error)
        raise typer.Exit(1) from None
    typer.echo("\n".join([*files, f"datapackage.json lists {counted(len(files), 'statement file')}."]))
