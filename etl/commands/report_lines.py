"""What an edition changed, in lines for the maintainer: big jumps first, every figure with its source."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from etl.editions.changes import Change, Changes, Flip, ShownFigure, Tie
from etl.figures.tables import Publication
from etl.figures.vocabulary.judgement import Verdict

LINES_OF_A_KIND = 20
_Told = TypeVar("_Told", Change, Flip, Tie)


def change_lines(changes: Changes, most: int | None = LINES_OF_A_KIND) -> Iterator[str]:
    """One line for each change, big jumps first; at most so many of a kind and then a count, None for all."""
    jumps = [change for change in changes.jumps if change.before]
    others = changes.changed[len(jumps) :]
    what = "more than a factor of three, also from the nearest year to one that is added, or out of the old range"
    yield from _kind(f"big jumps ({what})", changes.jumps, most, describe_change)
    yield (
        f"statements: {changes.statements_added:,} added, {changes.statements_removed:,} removed, "
        f"{changes.statements_before + changes.statements_added - changes.statements_removed:,} now"
        + (f", {changes.statements_mended:,} with a mended text" if changes.statements_mended else "")
    )
    if changes.statements_added:
        yield f"of those added: {', '.join(_of_verdicts(changes.added_by_verdict))}"
    yield from _kind("new ties, which no date decides", changes.ties, most, describe_tie)
    yield from _kind("added", changes.added, most, lambda item: f"{_name(item)}: {_figure(item.after, item.unit)}")
    yield from _kind("changed otherwise" if jumps else "changed", others, most, _moved)
    yield from _kind("removed", changes.removed, most, lambda item: f"{_name(item)}: {_figure(item.before, item.unit)}")
    yield from _kind(
        "verdicts", changes.flips, most, lambda item: f"{_name(item)}: {item.source} {item.before} -> {item.after}"
    )


def publications(history: Sequence[Publication], kept: Sequence[str], current: str | None) -> Iterator[str]:
    """One line for each entry of the history, newest first, with what it changed."""
    newest = {entry.edition: position for position, entry in enumerate(history)}
    for position, entry in reversed(list(enumerate(history))):
        mark = ""
        if entry.edition not in kept:
            mark = "  (no longer kept)"
        elif position == newest[entry.edition] and entry.edition == current:
            mark = "  (current)"
        time = entry.time[:16].replace("T", " ")
        yield f"{time} UTC  {entry.edition}  {entry.action:<8}  {_counts_line(entry)}{mark}"


def _counts_line(entry: Publication) -> str:
    if entry.figures_added is None:
        return "nothing is recorded of what changed"
    figures = (
        f"figures {entry.figures_added:,} added, {entry.figures_changed:,} changed, {entry.figures_removed:,} removed"
    )
    statements = f"statements {entry.statements_added:,} added, {entry.statements_removed:,} removed"
    return f"{figures}; {statements}; verdicts {entry.verdicts_changed:,} changed"


def _kind(name: str, items: Sequence[_Told], most: int | None, describe: Callable[[_Told], str]) -> Iterator[str]:
    if items:
        yield f"{name}: {len(items):,}"
    for item in items[:most]:
        yield f"  {describe(item)}"
    if most is not None and len(items) > most:
        yield f"  and {len(items) - most:,} more"


def _of_verdicts(counts: Mapping[str, int]) -> Iterator[str]:
    """How many statements are current, and what the others are instead."""
    for verdict in Verdict:
        if count := counts.get(verdict, 0):
            yield f"{count:,} current" if verdict == Verdict.CITED else f"{count:,} {verdict} ({verdict.meaning})"


def describe_tie(tie: Tie) -> str:
    shown, other = (
        ShownFigure(value, None, None, source)
        for value, source in ((tie.value, tie.source), (tie.other, tie.other_source))
    )
    return f"{_name(tie)}: {_figure(shown, tie.unit)} is shown, not {_figure(other, tie.unit)}"


def _name(item: Change | Flip | Tie) -> str:
    return " ".join(map(str, item.key))


def describe_change(change: Change) -> str:
    """One figure with what it was and is: added, changed or removed."""
    if change.before is None:
        near = f"; {change.near[1]:,.10g} in {change.near[0]}" if change.is_jump and change.near else ""
        return f"{_name(change)}: added, {_figure(change.after, change.unit)}{near}"
    if change.after is None:
        return f"{_name(change)}: removed, {_figure(change.before, change.unit)}"
    return _moved(change)


def _moved(change: Change) -> str:
    return f"{_name(change)}: {_figure(change.before, change.unit)} -> {_figure(change.after, change.unit)}"


def _figure(figure: ShownFigure | None, unit: str) -> str:
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
