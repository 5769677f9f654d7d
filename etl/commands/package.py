"""`python -m etl package`: bring datapackage.json up to the files and the columns."""

import typer

from etl.commands.shared import DATA, DataOption, refuse_installed, stop
from etl.figures.quoting import counted


def package(data: DataOption = DATA) -> None:
    """List every file of the statements folder in datapackage.json, with the columns as this version declares them.

    Run it after adding, renaming or deleting a statement file, so that other tools find the same files.
    """
    from etl.package.descriptor import PackageError, describe

    refuse_installed(data)
    try:
        files = describe(data)
    except PackageError as error:
        stop(error)
    typer.echo("\n".join([*files, f"datapackage.json lists {counted(len(files), 'statement file')}."]))
