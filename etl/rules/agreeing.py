"""Rules about two cells that say the same thing, and must say one."""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

import pandas as pd

from etl.figures.quoting import shown
from etl.method.units import UnitError, UnknownUnitError
from etl.method.units_in_use import factor
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.package.simple_names import simple
from etl.rules.found import numbers_of, problems_in
from etl.rules.units import units_against_statements


def check(package: Package) -> list[Problem]:
    """Names of groups, languages of words, names of units, and what is said in words of quality and age."""
    found = {
        "groups": [*_names_of_groups(package)],
        "words": [*_languages(package)],
        "indicators": [*_names_of_units(package)],
        "qualitative-statements": [*_qualities(package), *_ages(package)],
    }
    return [
        problem
        for resource, texts in found.items()
        for problem in problems_in(package, resource, "cells-disagree", texts)
    ]


def _names_of_groups(package: Package) -> Iterator[tuple[int, str]]:
    """A group has one name, in all of its rows; the one that most of them have is right."""
    groups = package.tables["groups"]
    names: dict[str, Counter[str]] = {}
    for group, name in zip(groups["group"], groups["name"], strict=True):
        names.setdefault(group, Counter())[name] += 1
    for row, (group, name) in enumerate(zip(groups["group"], groups["name"], strict=True)):
        usual = names[group].most_common(1)[0][0]
        if name and name != usual:
            yield row, f"name is {shown(name)}, but other rows of {shown(group)} say {shown(usual)}; make them agree"


def _languages(package: Package) -> Iterator[tuple[int, str]]:
    """A file of words is called by their language."""
    words = package.tables["words"]
    named = words["file"].map({file: PurePath(file).stem for file in words["file"].unique()})
    for row in numbers_of((words["language"] != "") & (words["language"] != named)):
        language, file = words["language"].iloc[row], named.iloc[row]
        yield int(row), f"language is {shown(language)} in a file of {shown(file)}; correct it, or move the row"


def _names_of_units(package: Package) -> Iterator[tuple[int, str]]:
    """What a unit of an indicator is called is not the name of another unit; one that no statement has is told."""
    units, indicators = package.tables["units"], package.tables["indicators"]
    unit_of = dict(zip(units["name"], units["unit"], strict=True))
    doubted = units_against_statements(package).keys()
    named = indicators[["indicator", "unit", "unit_name"]].to_numpy()
    for row, (indicator, unit, name) in enumerate(named):
        if name in unit_of and indicator not in doubted and not _is_one(unit, unit_of[name]):
            yield row, f"unit_name is {shown(name)}, which is {unit_of[name]}, but unit is {unit}; make them agree"


def _is_one(unit: str, other: str) -> bool:
    """Whether two names of units mean one unit; of a unit that is not known, which is told, nothing can be said."""
    try:
        return factor(unit, other) == 1
    except UnknownUnitError:
        return True
    except UnitError:
        return False


def _qualities(package: Package) -> Iterator[tuple[int, str]]:
    """What is printed does not begin with the name of another quality."""
    qualities, said = package.tables["qualities"], package.tables["qualitative-statements"]
    names = {quality: simple(name) for quality, name in zip(qualities["quality"], qualities["name"], strict=True)}
    places, texts = pd.factorize(said["as_printed"])
    printed = [[quality for quality, name in names.items() if simple(text).startswith(name)] for text in texts]
    for row, (place, quality) in enumerate(zip(places, said["quality"], strict=True)):
        if quality in names and printed[place] and quality not in printed[place]:
            yield (
                row,
                f"quality is {quality}, but as_printed is {shown(texts[place])}; correct the one that is mistyped",
            )


def _ages(package: Package) -> Iterator[tuple[int, str]]:
    said = package.tables["qualitative-statements"]
    youngest, oldest = (pd.to_numeric(said[name], errors="coerce") for name in ("age_from", "age_to"))
    for row in numbers_of(youngest > oldest):
        yield int(row), f"age_from is {youngest[row]:g} and age_to {oldest[row]:g}; swap or correct them"
