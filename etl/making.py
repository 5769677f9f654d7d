"""From a data folder to the tables of its edition: read, checked, and resolved part by part.

Statements of different observations hardly meet. What is resolved is therefore handed on as it comes, and only what all
parts have a say in waits for the last of them: breaks of series, and numbers that should fit each other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import numpy as np
import pandas as pd

from etl.editions.edition_names import name_or_nothing
from etl.editions.rows import Portions, Tables
from etl.figures.columns import EDITION_TABLES
from etl.links.file import link_table
from etl.method import consistency
from etl.method.breaks import comparable_from, continued_at, with_those_of_others
from etl.method.definitions import definition_table
from etl.method.known_errors import correction_table, suspicions
from etl.method.parts import ObservationPart, ResolvedPart, Whole, found_in, parts_of, whole_of, with_texts
from etl.method.prepare import known_days
from etl.method.side_by_side import processes_for, side_by_side
from etl.method.units_in_use import units_in_use
from etl.package.extract import Package, ReadProgress, extract
from etl.package.outlines import outline_table
from etl.package.problems import Problem
from etl.rules import check as problems_of
from etl.rules import slips

StepProgress = Callable[[str], None]  # told the name of each step as it begins


@dataclass(frozen=True)
class CheckedPackage:
    """A data folder as read, and everything that is wrong with it."""

    edition: str
    package: Package
    problems: list[Problem]

    @property
    def has_errors(self) -> bool:
        """Whether nothing can be made of it."""
        return any(problem.is_error for problem in self.problems)


def check(
    data: Path, *, progress: StepProgress = lambda step: None, reading: ReadProgress | None = None
) -> CheckedPackage:
    """Read and check a data folder; nothing is written. `reading` is told the bytes read, and of how many."""
    # Named before it is read: an edit in between then makes the next refresh see a change, never miss one.
    edition = name_or_nothing(data)
    progress("Reading the data")
    package = extract(data, progress=reading)
    progress("Checking")
    return CheckedPackage(edition, package, problems_of(package))


@dataclass(frozen=True)
class Examined:
    """A data folder as read, checked and resolved; `tables` are those of its edition, None where there is an error."""

    edition: str
    statements: int
    problems: list[Problem]
    tables: Tables | None


def examine(data: Path, *, progress: StepProgress = lambda step: None, reading: ReadProgress | None = None) -> Examined:
    """Read, check and resolve a data folder, with the whole edition in memory; nothing is written."""
    checked = check(data, progress=progress, reading=reading)
    statements = len(checked.package.tables.get("statements", ()))
    if checked.has_errors:
        return Examined(checked.edition, statements, checked.problems, None)
    progress("Resolving")
    making = EditionInMaking(checked.edition, checked.package)
    tables = making.tables()
    return Examined(checked.edition, statements, [*checked.problems, *making.problems], tables)


@dataclass
class _Gathered:
    """What is left of the parts once their statements are handed on."""

    observations: list[pd.DataFrame] = field(default_factory=list)
    without_sources: list[pd.DataFrame] = field(default_factory=list)
    revised: list[pd.DataFrame] = field(default_factory=list)
    of_corrected: list[pd.DataFrame] = field(default_factory=list)
    places: list[np.ndarray] = field(default_factory=list)

    def take(self, found: ResolvedPart) -> None:
        self.observations.append(with_texts(found.observations))
        self.without_sources.append(with_texts(found.without_sources))
        self.revised.append(found.revised)
        self.of_corrected.append(found.of_corrected)
        self.places.append(found.places)


class EditionInMaking:
    """An edition as it is made from a package without errors."""

    def __init__(self, edition: str, package: Package) -> None:
        self._edition, self._package = edition, package
        # Warnings about numbers that should fit each other, once all tables have been taken.
        self.problems: list[Problem] = []

    def tables(self) -> Tables:
        """Every table as a whole."""
        found: dict[str, list[pd.DataFrame]] = {}
        for name, rows in self.portions():
            if rows is not None:
                found.setdefault(name, []).append(with_texts(rows))
        return {name: pd.concat(rows, ignore_index=True) for name, rows in found.items()}

    def portions(self) -> Portions:
        """Every table: statements and what was known when as they are resolved, the others as a whole."""
        tables = self._package.tables
        with units_in_use(tables["units"]):
            indicators = tables["indicators"].assign(product_scale=consistency.product_scales(tables["indicators"]))
            whole = whole_of(tables, indicators)
            gathered = _Gathered()
            processes = processes_for(len(whole.order))
            parts = parts_of(whole)
            work = side_by_side(_slips_or_found, (self._package, whole), parts, processes, longest=[None])
            for _, found in zip(parts, cast("Iterator[ResolvedPart]", work), strict=False):
                yield "statement", found.statements_of(whole)
                yield "vintage", found.vintages
                gathered.take(found)
            (likely_slips,) = cast("Iterator[list[Problem]]", work)  # their processes end before memory is needed
            yield from (("statement", None), ("vintage", None))
            others = self._others(whole, indicators, gathered)
        told = {(problem.file, problem.line) for problem in likely_slips}
        whence = ["file", "line", "indicator", "area", "producer"]
        places = tables["statements"][whence].take(np.concatenate(gathered.places))
        misplaced = {(problem.file, problem.line) for problem in likely_slips if problem.code in slips.MISPLACED}
        misfits = consistency.problems(
            others["consistency"],
            others["observation"],
            indicators,
            tables["areas"],
            places,
            self._package.path,
            told,
            misplaced,
        )
        self.problems += [*misfits, *likely_slips]
        yield from others.items()

    def _others(self, whole: Whole, indicators: pd.DataFrame, gathered: _Gathered) -> dict[str, pd.DataFrame]:
        """All tables but those of statements and of what was known when."""
        package, contract = self._package.tables, self._package.contract
        sources, areas, corrections = package["sources"], package["areas"], package["corrections"]
        shown = pd.concat(gathered.observations, ignore_index=True)
        breaks = with_those_of_others(package["breaks"], areas, indicators, shown)
        shown = shown.assign(comparable_from=comparable_from(shown, breaks), continued_at=continued_at(shown, breaks))
        used = sources[sources["source"].isin(package["statements"]["source"].unique())]
        row = {
            "edition": self._edition,
            "statements": len(whole.order),
            "observations": len(shown),
            "sources": len(sources),
            "data_as_of": used["published"].max() if len(used) else "",
            "title": contract.title,
            "version": contract.version,
        }
        of_corrected = pd.concat(gathered.of_corrected, ignore_index=True)
        errors = correction_table(corrections, package["statements"], of_corrected, indicators)
        misfits = [
            consistency.consistency(shown, pd.concat(gathered.revised), indicators, areas),
            suspicions(shown, errors, of_corrected),
        ]
        resolved = {"statement", "vintage"}
        as_in_the_package = {
            table.name: package[table.resource]
            for table in EDITION_TABLES
            if table.resource and table.name not in resolved
        }
        return {
            **as_in_the_package,
            "edition": pd.DataFrame([row]),
            "source": sources.assign(known_from=known_days(sources, package["statements"])),
            "indicator": indicators,
            "observation": shown.drop(columns=consistency.BOUNDS),
            "series_break": breaks,
            "correction": errors,
            "definition": definition_table(package["definitions"]),
            "without_source": pd.concat(gathered.without_sources, ignore_index=True),
            "link": link_table(package["links"]),
            "consistency": pd.concat(misfits, ignore_index=True),
            "outline": outline_table(self._package.folder, contract),
        }


def _slips_or_found(read: tuple[Package, Whole], part: ObservationPart | None) -> list[Problem] | ResolvedPart:
    """What a part gives; for none, the numbers of the package that may be slips."""
    package, whole = read
    return slips.check(package) if part is None else found_in(whole, part)
