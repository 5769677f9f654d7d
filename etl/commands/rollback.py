"""`python -m etl rollback`: show an earlier edition again."""

from typing import Annotated

import typer

from etl.commands.shared import DATA, DataOption, store_of


def rollback(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Its name, or the beginning of it.")],
    data: DataOption = DATA,
) -> None:
    """Show an earlier edition again, at once, and say what that changes. The data folder stays as it is.

    The next refresh publishes the data folder again, so correct what is wrong in it first.
    """
    from etl.commands.report_lines import change_lines
    from etl.publish import show_again

    with store_of(data) as store:
        name, changes = show_again(store, edition)
    typer.echo("\n".join(change_lines(changes)))
    typer.echo(f"Edition {name} is shown again. The next refresh publishes the data folder: correct it before that.")
