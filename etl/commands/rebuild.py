"""`python -m etl rebuild`: make an earlier edition again from the history of the data folder."""

from typing import Annotated

import typer

from etl.commands.shared import DATA, DataOption, stop, store_of


def rebuild(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Its whole name, twelve letters and digits.")],
    data: DataOption = DATA,
) -> None:
    """Make an earlier edition again from the history of the data folder in git, for addresses printed with it.

    What is shown stays. The edition is made only where a commit has the very bytes that its name stands for, with this
    program or that of the commit, and is kept until somebody removes its file. Those in PostgreSQL are not made again.
    """
    from etl.editions.sqlite import SqliteStore
    from etl.rebuilding import rebuild as make_again

    with store_of(data) as store:
        if not isinstance(store, SqliteStore):
            stop("editions in PostgreSQL are not made again; without DATABASE_URL, one is made as a file")
        if any(path.is_file() for path in (store.path(edition), store.path_again(edition))):
            stop(f"edition {edition} is kept already")
        commit = make_again(data, edition, store)
        fits = store.fits(edition)
    typer.echo(f"Edition {edition} is made again from commit {commit[:12]}, and kept until you remove its file.")
    if not fits:
        typer.echo("It was built by another version of this program, whose tables this version cannot read.")
