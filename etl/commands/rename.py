"""`python -m etl rename KEY NEW`: give a key another name everywhere."""

from typing import Annotated

import typer

from etl.commands.shared import DATA, DataOption, refuse_installed, stop, tell


def rename(
    key: Annotated[str, typer.Argument(metavar="KEY", help="The key of a source, an area, an indicator ...")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What it is called from now on.")],
    of: Annotated[
        str, typer.Option("--of", metavar="TABLE", help="The table whose key it is, where several have it: producers.")
    ] = "",
    data: DataOption = DATA,
) -> None:
    """Give a key another name everywhere: its row, all references to it, recipes and outlines.

    The data must have no errors before. Files that do not name it keep every byte. Old addresses of the dashboard with
    the key lead nowhere afterwards.
    """
    from etl.package.extract import extract
    from etl.package.renaming import RenamingError
    from etl.package.renaming import rename as rename_in
    from etl.rules import check

    refuse_installed(data)
    package = extract(data)
    if errors := [problem for problem in check(package) if problem.is_error]:
        tell(errors, "nothing was renamed")
        raise typer.Exit(1)
    try:
        changed = rename_in(data, package.contract, key, new, of)
    except RenamingError as error:
        stop(error)
    typer.echo("\n".join([*changed, f"{key} is {new} now; run `python -m etl check`."]))
