"""Rules about statements: each has a number that makes sense, a unit, an address, and is there once."""

from collections.abc import Callable

import numpy as np

from etl.figures.columns import STATEMENT_IDENTITY
from etl.figures.quoting import shown
from etl.figures.vocabulary import Flag, Verdict
from etl.method.known_errors import corrected_as
from etl.method.units import UnitError, UnknownUnitError, check_unit, factor, unit_pairs
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import filled, numbers_of, problems_at

IDENTITY = [*STATEMENT_IDENTITY, "unit"]  # units differ until they are converted


def check(package: Package) -> list[Problem]:
    """Every rule about statements, and the units of indicators that they hang on."""
    return [*_numbers(package), *_flags(package), *_units(package), *_addresses(package), *_twice(package)]


def _numbers(package: Package) -> list[Problem]:
    """Value or range present, both ends of a range, low <= value <= high.

    A misprint may be outside the range, for that is what makes it one.
    """
    table = package.tables["statements"]
    value, low, high = (table[name].to_numpy() for name in ("value", "low", "high"))
    typed = ~package.is_untyped("statements", "value", "low", "high")
    one_end = np.isnan(low) != np.isnan(high)
    turned = low > high
    misprint = (table["flag"] == Flag.MISPRINT) | (
        corrected_as(package.tables["corrections"], table) == Verdict.MISPRINT
    )
    outside = ((value < low) | (value > high)) & ~one_end & ~turned & ~misprint.to_numpy()
    rules: list[tuple[str, Mask, Callable[[int], str]]] = [
        (
            "no-value",
            np.isnan(value) & np.isnan(low) & np.isnan(high),
            lambda row: "value, low and high are empty; fill value, or low and high",
        ),
        (
            "half-range",
            one_end,
            lambda row: (
                "only one of low and high is filled; fill both or neither (a bound alone is a value flagged at-least)"
            ),
        ),
        (
            "range-reversed",
            turned,
            lambda row: f"low {low[row]:.15g} is above high {high[row]:.15g}; swap or correct them",
        ),
        (
            "value-outside-range",
            outside,
            lambda row: (
                f"value {value[row]:.15g} is not between low {low[row]:.15g} and high {high[row]:.15g}; correct "
                "the one that is mistyped, or flag the value misprint if it was printed so"
            ),
        ),
    ]
    problems: list[Problem] = []
    for code, broken, text in rules:
        rows = numbers_of(broken & typed)
        problems += problems_at(package, "statements", rows, code, [text(row) for row in rows])
    return problems


def _flags(package: Package) -> list[Problem]:
    table = package.tables["statements"]
    value, flag = table["value"], table["flag"]
    with_value = numbers_of((flag == Flag.RANGE) & value.notna())
    not_zero = numbers_of((flag == Flag.POPPY_FREE) & value.notna() & (value != 0))
    return [
        *problems_at(
            package,
            "statements",
            with_value,
            "flag-against-value",
            [f"the flag is range but value is {value[row]:.15g}; empty value or flag" for row in with_value],
        ),
        *problems_at(
            package,
            "statements",
            not_zero,
            "flag-against-value",
            [f"the flag is p-f but value is {value[row]:.15g}; write 0 or correct the flag" for row in not_zero],
        ),
    ]


def _units(package: Package) -> list[Problem]:
    """The unit of each indicator is one, and that of each statement converts to it."""
    indicators = package.tables["indicators"]
    problems: list[Problem] = []
    wanted: dict[str, str] = {}
    for row, (indicator, unit) in enumerate(zip(indicators["indicator"], indicators["unit"], strict=True)):
        try:
            if unit:
                check_unit(unit)
                wanted[indicator] = unit
        except UnknownUnitError as error:
            text = f"unit is {shown(unit)}, but {error}; correct it"
            problems += problems_at(package, "indicators", [row], "unit-unknown", [text])
    statements = package.tables["statements"]
    pair, units, names = unit_pairs(statements)
    for number, (unit, name) in enumerate(zip(units, names, strict=True)):
        if not unit or name not in wanted:
            continue
        try:
            factor(unit, wanted[name])
        except UnitError as error:
            code = "unit-unknown" if isinstance(error, UnknownUnitError) else "unit-not-convertible"
            rows = numbers_of(pair == number)
            problems += problems_at(
                package, "statements", rows, code, [f"unit is {shown(unit)}, but {error}"] * len(rows)
            )
    return problems


def _addresses(package: Package) -> list[Problem]:
    """A reader can open either the copy or the source."""
    if "sources" in package.unreadable:
        return []
    sources = package.tables["sources"]
    silent = sources.loc[sources["url"] == "", "source"]
    table = package.tables["statements"]
    rows = numbers_of(~filled(table["via"]) & filled(table["source"]) & table["source"].isin(silent).to_numpy())
    texts = [
        f"via is empty and the source {shown(source)} has no url; fill one of them"
        for source in table["source"].iloc[rows]
    ]
    return problems_at(package, "statements", rows, "no-address", texts)


def _twice(package: Package) -> list[Problem]:
    table = package.tables["statements"]
    typed = numbers_of(~package.is_untyped("statements", "year", "value", "low", "high"))
    # A value is the same whichever range stands beside it; where there is none, the range is what is printed.
    only_range = table["value"].isna()
    ends = {name: table[name].where(only_range) for name in ("low", "high")}
    identity = table[IDENTITY].assign(**ends).iloc[typed]
    several = identity.duplicated(keep=False).to_numpy()
    same = identity.iloc[several]
    if not len(same):
        return []
    rows = typed[several]
    group = same.groupby(IDENTITY, dropna=False, sort=False).ngroup().to_numpy()
    _, first = np.unique(group, return_index=True)
    again = numbers_of(np.arange(len(group)) != first[group])
    originals = table.iloc[rows[first[group[again]]]]
    texts = [
        f"the same statement is at {package.path(file)}:{line}; delete one, or tell them apart by locator"
        for file, line in zip(originals["file"], originals["line"], strict=True)
    ]
    return problems_at(package, "statements", rows[again], "statement-twice", texts)
