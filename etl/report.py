"""What a refresh changed, in lines for the maintainer: figures first, with their sources."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from etl.changes import Change, Changes, Figure, Flip

LINES_OF_A_KIND = 20
Item = TypeVar("Item", Change, Flip)


def lines(changes: Changes) -> Iterator[str]:
    """One line for each change, at most 20 a kind and then a count."""
    yield (
        f"statements: {changes.statements_added:,} added, {changes.statements_removed:,} removed, "
        f"{changes.statements_before + changes.statements_added - changes.statements_removed:,} now"
    )
    yield from _kind("added", changes.added, lambda item: f"{_name(item)}: {_figure(item.after, item.unit)}")
    yield from _kind("changed", changes.changed, _moved)
    yield from _kind("removed", changes.removed, lambda item: f"{_name(item)}: {_figure(item.before, item.unit)}")
    yield from _kind(
        "verdicts", changes.flips, lambda item: f"{_name(item)}: {item.source} {item.before} -> {item.after}"
    )


def _kind(name: str, items: Sequence[Item], describe: Callable[[Item], str]) -> Iterator[str]:
    if items:
        yield f"{name}: {len(items):,}"
    for item in items[:LINES_OF_A_KIND]:
        yield f"  {describe(item)}"
    if len(items) > LINES_OF_A_KIND:
        yield f"  and {len(items) - LINES_OF_A_KIND:,} more"


def _name(item: Change | Flip) -> str:
    return f"{item.indicator} {item.area} {item.year} {item.producer}"


def _moved(change: Change) -> str:
    jump = " (a big jump: look at it first)" if change.is_jump else ""
    return f"{_name(change)}: {_figure(change.before, change.unit)} -> {_figure(change.after, change.unit)}{jump}"


def _figure(figure: Figure | None, unit: str) -> str:
    if figure is None:
        return "nothing"
    if figure.value is not None:
        shown = f"{figure.value:,.10g} {unit}"
    elif figure.low is not None or figure.high is not None:
        shown = "only a range, " + " to ".join(f"{end:,.10g}" for end in (figure.low, figure.high) if end is not None)
    else:
        shown = "no value"
    between = ""
    if figure.value is not None and figure.low is not None and figure.high is not None:
        between = f" ({figure.low:,.10g}-{figure.high:,.10g})"
    return f"{shown}{between} [{figure.source or 'every statement set aside'}]"
