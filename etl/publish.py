"""From a data folder to a published edition: the whole way of a refresh, in one place.

A refresh either publishes a whole new edition or leaves the published one as it was.
"""

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from etl.editions.edition_names import EditionError, edition_name, find_edition
from etl.editions.rows import Tables
from etl.editions.store import open_store
from etl.figures.columns import EDITION_TABLES
from etl.figures.vocabulary.editions import REMOVALS_ACCEPTED, Outcome

if TYPE_CHECKING:
    import pandas as pd

    from etl.editions.changes import Changes
    from etl.editions.keeping import EditionStore
    from etl.package.contract import Contract
    from etl.package.extract import ReadProgress
    from etl.package.problems import Problem

ROLLBACK = "rollback"  # what a publication is called that shows an earlier edition again
StepProgress = Callable[[str], None]  # told the name of each step as it begins


@dataclass(frozen=True)
class Report:
    """What a refresh did; see `problems` where the data are invalid, `changes` where it was refused or tried.

    is_kept: whether the edition that was only tried can be looked at.
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
    progress: StepProgress = lambda step: None,
    reading: "ReadProgress | None" = None,
) -> Report:
    """Check, resolve and publish the data folder; do nothing where its edition is the current one.

    Without a store it is the SQLite file of the data folder. A dry run does everything but publish; `keep_tried` keeps
    its edition for who looks at it. What was shown again by a rollback stays, unless `after_rollback` says that it is
    published on purpose. strict: codes of warnings over which nothing is published, or "all". Raises EditionError where
    the store cannot be written, or the data folder changed meanwhile.
    """
    store = store or open_store(data)
    current = store.current()
    if current is not None and current == _name_or_nothing(data):
        return Report(Outcome.UNCHANGED, current)
    if current is not None and not (dry_run or after_rollback) and _was_rolled_back(store):
        return Report(Outcome.HELD, current)
    examined = examine(data, progress=progress, reading=reading)
    if examined.tables is None:
        return Report(Outcome.INVALID, examined.edition, examined.problems)
    progress("Waiting for other refreshes to end")
    with store.writing() as writer:
        if store.current() == examined.edition:  # another refresh was faster
            return Report(Outcome.UNCHANGED, examined.edition)
        if _name_or_nothing(data) != examined.edition:
            raise EditionError(f"{data}: a file changed while it was read; run this again once nobody edits it")
        progress("Writing the database")
        writer.build(examined.tables)
        examined = replace(examined, tables=None)  # what is written need not be in memory too
        progress("Comparing with the edition before")
        changes = writer.changes()
        too_many = changes.statements_removed > REMOVALS_ACCEPTED * changes.statements_before and not accept_removals
        warned = any(problem.code in strict or "all" in strict for problem in examined.problems)
        outcome = Outcome.REFUSED if too_many else Outcome.WARNED if warned else Outcome.PUBLISHED
        outcome = Outcome.TRIED if dry_run else outcome
        if outcome == Outcome.PUBLISHED and not after_rollback and _was_rolled_back(store):
            return Report(Outcome.HELD, store.current() or "")
        if outcome == Outcome.PUBLISHED:
            writer.publish(examined.edition, "refresh", changes)
        is_kept = outcome == Outcome.TRIED and keep_tried and writer.keep_tried(examined.edition)
        return Report(outcome, examined.edition, examined.problems, changes, is_kept)


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


def _name_or_nothing(data: Path) -> str:
    """The edition of the data folder; nothing where it cannot be read, which the check then says in full."""
    try:
        return edition_name(data)
    except OSError:
        return ""


@dataclass(frozen=True)
class Examined:
    """A data folder as read and checked; `tables` are those of its edition, None where there is an error."""

    edition: str
    statements: int
    problems: "list[Problem]"
    tables: Tables | None


def examine(
    data: Path, *, progress: StepProgress = lambda step: None, reading: "ReadProgress | None" = None
) -> Examined:
    """Read, check and resolve a data folder; nothing is written. `reading` is told the bytes read, and of how many."""
    from etl.method import consistency
    from etl.method.units_in_use import units_in_use
    from etl.package.extract import extract
    from etl.package.outlines import outline_table
    from etl.rules import check, slips

    # Named before it is read: an edit in between then makes the next refresh see a change, never miss one.
    edition = _name_or_nothing(data)
    progress("Reading the data")
    package = extract(data, progress=reading)
    progress("Checking")
    problems = check(package)
    statements = len(package.tables.get("statements", ()))
    if any(problem.is_error for problem in problems):
        return Examined(edition, statements, problems, None)
    progress("Resolving")
    outlines = {"outline": outline_table(data, package.contract)}
    tables = {**edition_tables(package.tables, edition, package.contract), **outlines}
    with units_in_use(package.tables["units"]):
        likely_slips = slips.check(package)
    told = {(problem.file, problem.line) for problem in likely_slips}
    misplaced = {(problem.file, problem.line) for problem in likely_slips if problem.code in slips.MISPLACED}
    problems += [*consistency.problems(tables, package.path, told, misplaced), *likely_slips]
    return Examined(edition, statements, problems, tables)


def edition_tables(package: "Mapping[str, pd.DataFrame]", edition: str, contract: "Contract") -> Tables:
    """Every table of an edition, by its name in `etl.figures.tables`, from the checked tables of the package."""
    from etl.method.units_in_use import units_in_use

    with units_in_use(package["units"]):
        return _edition_tables(package, edition, contract)


def _edition_tables(package: "Mapping[str, pd.DataFrame]", edition: str, contract: "Contract") -> Tables:
    """The tables, once it is settled what the units are."""
    import pandas as pd

    from etl.links.file import link_table
    from etl.method.breaks import comparable_from, continued_at, with_those_of_others
    from etl.method.consistency import consistency, product_scales
    from etl.method.conversion import to_indicator_units
    from etl.method.copies import with_copies
    from etl.method.definitions import definition_table, with_definitions
    from etl.method.known_errors import correction_table, suspicions, with_corrections
    from etl.method.prepare import known_days
    from etl.method.resolve import resolve

    sources, areas = package["sources"], package["areas"]
    indicators = package["indicators"].assign(product_scale=product_scales(package["indicators"]))
    statements, corrections = with_copies(package["statements"], sources, package["copies"]), package["corrections"]
    judged = with_corrections(corrections, statements)
    defined = with_definitions(judged, package["definitions"], areas, package["estimators"])
    resolution = resolve(to_indicator_units(defined, indicators), sources)
    shown = resolution.observations
    breaks = with_those_of_others(package["breaks"], areas, indicators, shown)
    since = {"comparable_from": comparable_from(shown, breaks), "continued_at": continued_at(shown, breaks)}
    resolution = replace(resolution, observations=shown.assign(**since))
    used = sources[sources["source"].isin(statements["source"].unique())]
    row = {
        "edition": edition,
        "statements": len(resolution.statements),
        "observations": len(resolution.observations),
        "sources": len(sources),
        "data_as_of": used["published"].max() if len(used) else "",
        "title": contract.title,
        "version": contract.version,
    }
    errors = correction_table(corrections, statements, resolution.statements, indicators)
    misfits = [
        consistency(resolution, indicators, areas),
        suspicions(resolution.observations, errors, resolution.statements),
    ]
    as_in_the_package = {table.name: package[table.resource] for table in EDITION_TABLES if table.resource}
    return {
        **as_in_the_package,
        "edition": pd.DataFrame([row]),
        "source": sources.assign(known_from=known_days(sources, statements)),
        "indicator": indicators,
        "observation": resolution.observations,
        "statement": resolution.statements,
        "series_break": breaks,
        "correction": errors,
        "definition": definition_table(package["definitions"]),
        "vintage": resolution.vintages,
        "without_source": resolution.without_sources,
        "link": link_table(package["links"]),
        "consistency": pd.concat(misfits, ignore_index=True),
    }
