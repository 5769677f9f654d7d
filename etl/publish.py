"""From a data folder to a published edition: the whole way of a refresh, in one place.

A refresh either publishes a whole new edition or leaves the published one as it was.
"""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from etl.editions.edition_names import STILL_SHOWN, EditionError, find_edition, name_or_nothing
from etl.editions.store import open_store
from etl.figures.vocabulary.editions import REMOVALS_ACCEPTED, Outcome

if TYPE_CHECKING:
    from etl.editions.changes import Changes
    from etl.editions.keeping import EditionStore
    from etl.making import StepProgress
    from etl.package.extract import ReadProgress
    from etl.package.problems import Problem

ROLLBACK = "rollback"  # what a publication is called that shows an earlier edition again


@dataclass(frozen=True)
class Report:
    """What a refresh did; see `problems` where the data are invalid, `changes` where it was refused or tried.

    is_kept: whether the edition, published or only tried, can be looked at.
    """

    outcome: Outcome
    edition: str
    problems: "list[Problem]" = field(default_factory=list)
    changes: "Changes | None" = None
    is_kept: bool = False


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage: it would go through all rows over and over, which live until the end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def refresh(
    data: Path,
    *,
    store: "EditionStore | None" = None,
    accept_removals: bool = False,
    after_rollback: bool = False,
    strict: Collection[str] = (),
    dry_run: bool = False,
    keep_tried: bool = False,
    progress: "StepProgress" = lambda step: None,
    reading: "ReadProgress | None" = None,
) -> Report:
    """Check, resolve and publish the data folder; do nothing where its edition is the current one.

    Without a store it is the SQLite file of the data folder. A dry run does everything but publish; `keep_tried` keeps
    its edition for who looks at it. What was shown again by a rollback stays, unless `after_rollback` says that it is
    published on purpose. strict: codes of warnings over which nothing is published, or "all". Raises EditionError where
    the store cannot be written, or the data folder changed meanwhile.
    """
    from etl.making import EditionInMaking, check
    from etl.method.side_by_side import ProcessEndedError

    store = store or open_store(data)
    current = store.current()
    if current is not None and current == name_or_nothing(data):
        return Report(Outcome.UNCHANGED, current)
    if current is not None and not (dry_run or after_rollback) and _was_rolled_back(store):
        return Report(Outcome.HELD, current)
    checked = check(data, progress=progress, reading=reading)
    edition, problems = checked.edition, checked.problems
    if checked.has_errors:
        return Report(Outcome.INVALID, edition, problems)
    progress("Waiting for other refreshes to end")
    with store.writing() as writer:
        if store.current() == edition:  # another refresh was faster
            return Report(Outcome.UNCHANGED, edition)
        progress("Resolving and writing the database")
        if name_or_nothing(data) != edition:
            raise EditionError(f"{data}: a file changed while it was read; run this again once nobody edits it")
        making = EditionInMaking(edition, checked.package)
        try:
            writer.build(making.portions())
        except ProcessEndedError as error:
            raise EditionError(f"{data}: {error}; {STILL_SHOWN}") from error
        problems = [*problems, *making.problems]
        del checked, making  # what is written need not be in memory too
        progress("Comparing with the edition before")
        changes = writer.changes()
        too_many = changes.statements_removed > REMOVALS_ACCEPTED * changes.statements_before and not accept_removals
        warned = any(problem.code in strict or "all" in strict for problem in problems)
        outcome = Outcome.REFUSED if too_many else Outcome.WARNED if warned else Outcome.PUBLISHED
        outcome = Outcome.TRIED if dry_run else outcome
        if outcome == Outcome.PUBLISHED and not after_rollback and _was_rolled_back(store):
            return Report(Outcome.HELD, store.current() or "")
        if outcome == Outcome.PUBLISHED:
            writer.publish(edition, "refresh", changes)
        is_tried = outcome == Outcome.TRIED and keep_tried and writer.keep_tried(edition)
        return Report(outcome, edition, problems, changes, is_kept=is_tried or outcome == Outcome.PUBLISHED)


def show_again(store: "EditionStore", beginning: str) -> "tuple[str, Changes]":
    """Show a kept edition, named by the beginning of its name; give its name and what that changes.

    Raises EditionError where there is no such edition, it is shown already, or this version cannot read it.
    """
    with store.writing() as writer:
        names = store.names()
        if not names:
            raise EditionError("no edition is published yet; run `python -m etl refresh` first")
        name, current = find_edition(beginning, names), store.current()
        if name == current:
            raise EditionError(f"edition {name} is the one that is shown; `python -m etl history` lists the others")
        if not store.fits(name):
            raise EditionError(
                f"edition {name} was built by another version of this program, whose tables this version cannot read; "
                "go back to that version first"
            )
        changes = store.changes(current, name)
        writer.show(name, ROLLBACK, changes)
        return name, changes


def _was_rolled_back(store: "EditionStore") -> bool:
    """Whether readers see what a maintainer has shown again."""
    history = store.history()
    return bool(history) and history[-1].action == ROLLBACK
