"""`python -m etl diff`: what one edition changes against another."""

from typing import Annotated

import typer

from etl.commands.shared import DATA, DataOption, store_of


def diff(
    before: Annotated[str, typer.Argument(metavar="OLD", help="The edition to compare with.")] = "",
    after: Annotated[str, typer.Argument(metavar="NEW", help="The edition that is compared.")] = "",
    data: DataOption = DATA,
    everything: Annotated[bool, typer.Option("--all", help="Every change, not the first 20 of a kind.")] = False,
) -> None:
    """Say what one edition changes against another: figures added, changed and removed, and verdicts that flipped.

    Without an edition: the current one against the one before it. With one: the current one against that one. The
    beginning of a name is enough. Big jumps stand first.
    """
    from etl.commands.report_lines import LINES_OF_A_KIND, change_lines
    from etl.editions.edition_names import EditionError, find_edition

    with store_of(data) as store:
        names, current = store.names(), store.current()
        if current is None and names:
            raise EditionError("the database that is shown is broken; run `python -m etl refresh`, or `rollback`")
        if current is None:
            raise EditionError("no edition is published; run `python -m etl refresh` first")
        if not before and len(names) < 2:
            raise EditionError(f"{current} is the only edition; there is nothing to compare it with")
        old = find_edition(before, names) if before else names[-2]
        new = find_edition(after, names) if after else current
        for name in (old, new):
            if not store.fits(name):
                raise EditionError(f"edition {name} is broken, or another version of this program built it")
        changes = store.changes(old, new)
    typer.echo(f"What edition {new} changes against {old}:")
    typer.echo("\n".join(change_lines(changes, None if everything else LINES_OF_A_KIND)))
    if changes.is_empty:
        typer.echo("The two show the same figures, statements and verdicts.")
