"""`python -m etl history`: which editions were shown, when, and what each changed."""

import typer

from etl.commands.shared import DATA, DataOption, store_of


def history(data: DataOption = DATA) -> None:
    """List which editions were shown from when on and what each changed, newest first.

    The last ten are kept, or as many of them as have 1 GB together: `diff` compares them and `rollback` shows one of
    them again.
    """
    from etl.commands.report_lines import publications

    with store_of(data) as store:
        entries = list(publications(store.history(), store.names(), store.current()))
    typer.echo("\n".join(entries) if entries else "No edition was published yet; run `python -m etl refresh`.")
