"""`python -m etl triage`: what only a person can judge, with the places to look at."""

from typing import TYPE_CHECKING, Annotated

import typer

from etl.commands.shared import DATA, DataOption, progress_bar, store_of, tell

if TYPE_CHECKING:
    from etl.editions.differences import Identity
    from etl.editions.keeping import EditionStore

MOST_LINES = 20  # of one question, unless --all is given


def triage(
    data: DataOption = DATA,
    everything: Annotated[
        bool, typer.Option("--all", help="Old disagreements too, and every line of every question.")
    ] = False,
) -> None:
    """List what the program cannot decide and a person must judge. Changes nothing.

    Run it after adding figures, before or after the refresh: it asks about disagreements that the edition before did
    not have, numbers that do not fit each other, corrections that nobody has confirmed, open doubts, sources without
    a date and values with a single source. Each line begins with the file and line to look at; above the lines stands
    what to do.
    """
    from etl.making import examine
    from etl.package.extract import extract
    from etl.triage import questions

    with progress_bar() as (progress, reading):
        examined = examine(data, progress=progress, reading=reading)
    if examined.tables is None:
        tell([problem for problem in examined.problems if problem.is_error], "correct these first")
        raise typer.Exit(1)
    with store_of(data) as store:
        edition, before = (None, None) if everything else _before(store, examined.edition)
    lines = []
    for question in questions(examined.tables, examined.problems, before, extract(data).path):
        since = f" since edition {edition}" if edition and question.one.startswith("new") else ""
        lines.append(f"{question.title[0].upper()}{question.title[1:]}{since}.")
        if question.lines:
            lines.append(f"  {question.advice}")
        shown = question.lines if everything else question.lines[:MOST_LINES]
        lines += [f"  {line}" for line in shown]
        if len(shown) < len(question.lines):
            lines.append(f"  ... and {len(question.lines) - len(shown):,} more; --all shows them")
    typer.echo("\n".join(lines))


def _before(store: "EditionStore", edition: str) -> "tuple[str | None, set[Identity] | None]":
    """The edition before this one and its disagreements; nothing where there is none."""
    names = [name for name in store.names() if name != edition]
    return (names[-1], store.disagreements(names[-1])) if names else (None, None)
