"""`python -m etl rollback`: show an earlier edition again."""

from typing import Annotated

import typer

from etl.commands.shared import DATA, DataOption, store_of


def rollback(
    edition: Annotated[str, typer.Argument(metavar="EDITION", help="Its name, or the beginning of it.")],
    data: DataOption = DATA,
) -> None:
    """Show an earlier edition again, at once, and say what that changes. The data folder stays as it is.

    It is shown until somebody publishes on purpose, with `refresh --after-rollback`; no other refresh undoes it.
    """
    from etl.commands.report_lines import change_lines
    from etl.publish import show_again

    with store_of(data) as store:
        name, changes = show_again(store, edition)
    typer.echo("\n".join(change_lines(changes)))
    typer.echo(f"Edition {name} is shown again. It stays until `refresh --after-rollback` publishes the data.")
