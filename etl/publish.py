"""From a data folder to a published edition: the whole way of a refresh, in one place.

A refresh either publishes a whole new edition or leaves the published one as it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from etl.editions import EditionError, SqliteEditions, edition_name

if TYPE_CHECKING:
    import pandas as pd
    from sqlalchemy import Connection

    from etl.changes import Changes
    from etl.contract import Contract
    from etl.problems import Problem

REMOVALS_ACCEPTED = 0.05
ROWS_AT_ONCE = 50_000
DATABASE_NAME = "drug_control.sqlite"

POINTERS = {"statement_id", "decided_by", "range_statement_id"}

Tables = dict[str, "pd.DataFrame"]
Progress = Callable[[str], None]  # told the name of each step as it begins
Reading = Callable[[int, int], None]


@dataclass(frozen=True)
class Report:
    """What a refresh did. `outcome`: published, unchanged, invalid (see problems) or refused (see changes)."""

    outcome: str
    edition: str
    problems: "list[Problem]" = field(default_factory=list)
    changes: "Changes | None" = None


def refresh(
    data: Path,
    *,
    accept_removals: bool = False,
    progress: Progress = lambda step: None,
    reading: Reading | None = None,
) -> Report:
    """Check, resolve and publish the data folder; do nothing where its edition is the current one.

    Raises EditionError where the database cannot be written.
    """
    editions = SqliteEditions(data / DATABASE_NAME)
    current = editions.current()
    if current is not None and current == _name_or_nothing(data):
        return Report("unchanged", current)
    examined = examine(data, progress=progress, reading=reading)
    if examined.tables is None:
        return Report("invalid", examined.edition, examined.problems)
    with editions.lock():
        if editions.current() == examined.edition:  # another refresh was faster
            return Report("unchanged", examined.edition)
        return _publish(examined, examined.tables, editions, accept_removals, progress)


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
    tables: "Tables | None"


def examine(data: Path, *, progress: Progress = lambda step: None, reading: Reading | None = None) -> Examined:
    """Read, check and resolve a data folder; nothing is written. `reading` is told the bytes read, and of how many."""
    from etl import consistency
    from etl.extract import extract
    from etl.rules import check

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
    tables = edition_tables(package.tables, edition, package.contract)
    problems += consistency.problems(tables, package.path)
    return Examined(edition, statements, problems, tables)


def _publish(
    examined: Examined, tables: "Tables", editions: SqliteEditions, accept_removals: bool, progress: Progress
) -> Report:
    from etl.changes import compare

    progress("Writing the database")
    build(editions.building(), tables)
    progress("Comparing with the edition before")
    changes = compare(editions.database if editions.current() else None, editions.building())
    if changes.statements_removed > REMOVALS_ACCEPTED * changes.statements_before and not accept_removals:
        editions.building().unlink()
        return Report("refused", examined.edition, examined.problems, changes)
    editions.add(examined.edition)
    editions.switch(examined.edition, "refresh")
    return Report("published", examined.edition, examined.problems, changes)


def edition_tables(package: "Mapping[str, pd.DataFrame]", edition: str, contract: "Contract") -> "Tables":
    """Every table of an edition, by its name in `etl.tables`, from the checked tables of the package."""
    import pandas as pd

    from etl.consistency import consistency, product_scales
    from etl.corrections import corrected_as, correction_table
    from etl.links.states import link_table
    from etl.resolve import resolve
    from etl.units import to_indicator_units

    sources, areas = package["sources"], package["areas"]
    indicators = package["indicators"].assign(product_scale=product_scales(package["indicators"]))
    statements, corrections = package["statements"], package["corrections"]
    judged = statements.assign(corrected_as=corrected_as(corrections, statements))
    resolution = resolve(to_indicator_units(judged, indicators), sources)
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
    return {
        "edition": pd.DataFrame([row]),
        "source_kind": package["source-kinds"],
        "area_level": package["area-levels"],
        "source": sources,
        "producer": package["producers"],
        "indicator": indicators,
        "area": areas,
        "area_group": package["groups"],
        "event": package["events"],
        "fact": package["facts"],
        "annotation": package["annotations"],
        "observation": resolution.observations,
        "statement": resolution.statements,
        "correction": correction_table(corrections, statements, resolution.statements, indicators),
        "vintage": resolution.vintages,
        "link": link_table(package["links"]),
        "consistency": consistency(resolution.observations, indicators, areas),
    }


def build(path: Path, tables: "Tables") -> None:
    """Write an edition into a new SQLite file; the same tables always give the same bytes.

    Raises EditionError where the disk is full or the file cannot be written.
    """
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.schema import CreateIndex, CreateTable

    from etl.tables import metadata

    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            # Nobody reads this file yet, and one cut short is thrown away: no journal is needed.
            connection.exec_driver_sql("PRAGMA journal_mode = OFF")
            connection.exec_driver_sql("PRAGMA synchronous = OFF")
            connection.exec_driver_sql("PRAGMA cache_size = -200000")
            for table in metadata.sorted_tables:
                connection.execute(CreateTable(table))
                _insert(connection, table.name, tables[table.name])
                # Indexes are kept in a set, whose order is not the same in every process.
                for index in sorted(table.indexes, key=lambda index: str(index.name)):
                    connection.execute(CreateIndex(index))
            connection.commit()
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    except DBAPIError as error:
        raise EditionError(
            f"{path}: cannot write the new database ({error.orig}); free space or fix the rights, then "
            "run the refresh again; the published edition is untouched"
        ) from error
    finally:
        engine.dispose()


def _insert(connection: "Connection", name: str, frame: "pd.DataFrame") -> None:
    from etl.tables import metadata

    table = metadata.tables[name]
    names = [column.name for column in table.columns]
    frame = frame.sort_values(list(table.primary_key.columns.keys()), kind="stable")
    statement = str(table.insert().compile(connection.engine))
    optional = {column.name for column in table.columns if column.nullable}
    for start in range(0, len(frame), ROWS_AT_ONCE):
        part = frame.iloc[start : start + ROWS_AT_ONCE]
        columns = [_plain(part[column], column in optional) for column in names]
        connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


def _plain(column: "pd.Series", optional: bool) -> list[object]:
    """Python values of a column, with None for what is missing; an id of 0 stands for a missing id."""
    if not optional:
        return list(column.tolist())
    missing = column.isna()
    if column.name in POINTERS:
        missing |= column == 0
    return list(column.astype(object).where(~missing, None).tolist())
