"""Every rule that a data package keeps; each module has the rules of one kind."""

from collections.abc import Callable
from datetime import date

from etl.method.side_by_side import processes_for, side_by_side
from etl.method.units_in_use import units_in_use
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules import (
    agreeing,
    annotations,
    areas,
    as_printed,
    breaks,
    cells,
    corrections,
    definitions,
    exchanged,
    facts,
    indicators,
    recipes,
    references,
    statements,
    states,
    units,
    words,
)

# What is told of units elsewhere where a row of units.csv is broken: all of it may follow from that row.
OF_UNITS = frozenset(
    {"unit-unknown", "unit-not-convertible", "value-unlike-printed", "product-of-broken", "definition-broken"}
)


def check(package: Package, *, today: date | None = None) -> list[Problem]:
    """Give every problem of a package, those of reading it included, in the order of files and lines.

    What follows only from another problem is left out: nothing is said about cells that could not be typed, or
    about references into a table that lacks rows. `today` decides which year is next year.
    """
    today = today or date.today()
    if not package.tables:
        return sorted(set(package.problems), key=_place)
    package, problems = exchanged.put_right(package, today)
    problems += package.problems
    with units_in_use(package.tables["units"]):
        problems += _problems_of_rows(package, today)
    if any(problem.code == "unit-broken" for problem in problems) or package.is_untyped("units", "factor").any():
        problems = [problem for problem in problems if problem.code not in OF_UNITS]
    disagreeing = {_line(problem) for problem in problems if problem.code == "cells-disagree"}
    problems = [
        # A row with a wrong cell has the key of another because of that.
        problem
        for problem in problems
        if problem.code != "key-twice" or _line(problem) not in disagreeing
    ]
    repeated = [problem.text for problem in problems if problem.code == "statement-twice"]
    problems = [
        problem
        for problem in problems
        # A file that repeats another is told as that.
        if problem.code != "file-not-listed" or not any(problem.file in text for text in repeated)
    ]
    return sorted(set(problems), key=_place)


def _line(problem: Problem) -> tuple[str, int]:
    return problem.file, problem.line


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.file, problem.line, problem.code, problem.text


def _problems_of_rows(package: Package, today: date) -> list[Problem]:
    rules: list[Callable[[], list[Problem]]] = [
        lambda: statements.check(package, today),  # takes longest, so it is begun first
        lambda: as_printed.check(package),
        lambda: facts.check(package),
        lambda: agreeing.check(package),
        lambda: cells.check(package, today),
        lambda: references.check(package),
        lambda: units.check(package),
        lambda: areas.check(package),
        lambda: states.check(package),
        lambda: words.check(package),
        lambda: recipes.check(package),
        lambda: indicators.check(package),
        lambda: annotations.check(package, today),
        lambda: corrections.check(package),
        lambda: breaks.check(package, today),
        lambda: definitions.check(package),
    ]
    processes = processes_for(len(package.tables["statements"]))
    return [problem for found in side_by_side(_of_kind, rules, range(len(rules)), processes) for problem in found]


def _of_kind(rules: list[Callable[[], list[Problem]]], kind: int) -> list[Problem]:
    return rules[kind]()
