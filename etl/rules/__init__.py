"""Every rule that a data package keeps; each module has the rules of one kind."""

from datetime import date

from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules import (
    annotations,
    areas,
    as_printed,
    breaks,
    cells,
    corrections,
    definitions,
    indicators,
    references,
    statements,
)


def check(package: Package, *, today: date | None = None) -> list[Problem]:
    """Give every problem of a package, those of reading it included, in the order of files and lines.

    What follows only from another problem is left out: nothing is said about cells that could not be typed, or
    about references into a table that lacks rows. `today` decides which year is next year.
    """
    problems = list(package.problems)
    if package.tables:
        problems += cells.check(package, today or date.today())
        problems += references.check(package)
        problems += statements.check(package)
        problems += as_printed.check(package)
        problems += areas.check(package)
        problems += indicators.check(package)
        problems += annotations.check(package, today or date.today())
        problems += corrections.check(package)
        problems += breaks.check(package)
        problems += definitions.check(package)
    return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.code, problem.text))
