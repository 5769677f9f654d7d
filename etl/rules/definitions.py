"""Rules about what exactly is measured: it is something that can be said, of some statement, and no two rows clash."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from etl.figures.columns import STATEMENT, pattern_in_words
from etl.figures.quoting import nearest_of, shown
from etl.figures.vocabulary.attributes import RESTS_ON, VALUES_OF, Attribute, Unsaid
from etl.method.definitions import NATIONAL, SEEN_FROM_YEAR, applies, first_and_last, is_unsaid, names_years
from etl.method.units_in_use import is_unit
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import numbers_of, problems_at, problems_in, unlike
from etl.rules.references import mistyped_keys, nearest_keys

_NAMED = ["indicator", "area", "producer", "of_source", "attribute"]
_MAKERS = (Attribute.ESTIMATOR, Attribute.COMPILER)
_MONTHS = (Attribute.REF_START, Attribute.REF_END)


def check(package: Package) -> list[Problem]:
    """Values that the attribute does not take, reversed years, clashes, and rows about no statement."""
    table = package.tables["definitions"]
    years_typed = ~package.is_untyped("definitions", "from_year", "to_year")
    reversed_years = (table["from_year"] > table["to_year"]).fillna(False).to_numpy(bool)
    rows = numbers_of(reversed_years)
    spans = zip(table["from_year"].iloc[rows], table["to_year"].iloc[rows], strict=True)
    texts = [f"from_year is {first} and to_year {last}; swap or correct them" for first, last in spans]
    return [
        *problems_at(package, "definitions", rows, "definition-broken", texts),
        *problems_in(package, "definitions", "definition-broken", _values(package)),
        *problems_in(package, "statements", "definition-broken", _amounts(package)),
        *problems_in(package, "statements", "definition-broken", _ages(package)),
        *_clashes(package, years_typed & ~reversed_years),
        *_idle(package, years_typed & ~reversed_years),
    ]


def _values(package: Package) -> Iterator[tuple[int, str]]:
    """Rows whose value their attribute does not take; one that is empty has been told of."""
    table = package.tables["definitions"]
    for row in numbers_of((table["attribute"] == RESTS_ON) & ~is_unsaid(table) & (table["value"] != "")):
        value = table["value"].iloc[row]
        yield int(row), f"value is {shown(value)} for {RESTS_ON}; use one of: {', '.join(Unsaid)}"
    for attribute in Attribute:
        rows = numbers_of((table["attribute"] == attribute) & (table["value"] != "") & ~is_unsaid(table))
        values = table["value"].iloc[rows]
        if attribute in VALUES_OF:
            words = [str(word) for word in VALUES_OF[attribute]]
            flaws = {value: f"use one of: {', '.join(words)}" for value in values.unique() if value not in words}
        elif attribute in _MONTHS:
            wrong = unlike(SEEN_FROM_YEAR, values.tolist())
            flaws = dict.fromkeys(wrong, "write a month or day seen from the year, such as Y-1-07, Y-06 or Y-12-31")
        elif attribute in _MAKERS:
            flaws = _unknown(package, "estimators", "estimator", values)
        elif attribute == Attribute.COVERAGE:
            flaws = _unknown_parts(package, values)
        else:
            flaws = _of_other_form(attribute, values)
        for row, value in zip(rows, values, strict=True):
            if value in flaws:
                yield int(row), f"value is {shown(value)} for {attribute}; {flaws[value]}"


def _of_other_form(attribute: Attribute, values: "pd.Series[str]") -> dict[str, str]:
    """What to do about values that do not fit the column which statements have for the attribute."""
    pattern = STATEMENT[attribute].pattern
    flaws = dict.fromkeys(unlike(pattern, values.tolist()), f"write {pattern_in_words(pattern)}")
    if attribute == Attribute.AMOUNT:
        flaws |= {value: text for value in values if value not in flaws and (text := _flaw_of_amount(value))}
    return flaws


def _flaw_of_amount(amount: str) -> str:
    """What is wrong with an amount in the form of a number and a unit; empty if nothing is."""
    unit = amount.partition(" ")[2]
    return "" if is_unit(unit) else f"no unit {shown(unit)} is known; use one of units.csv, or add it there"


def _amounts(package: Package) -> Iterator[tuple[int, str]]:
    """Amounts of statements whose unit nobody knows; one that has another form has been told of."""
    amounts = package.tables["statements"][Attribute.AMOUNT]
    flaws = {amount: _flaw_of_amount(amount) for amount in amounts.unique() if " " in amount}
    for row in numbers_of(amounts.isin([amount for amount, flaw in flaws.items() if flaw])):
        amount = amounts.iloc[row]
        yield int(row), f"amount is {shown(amount)}, but {flaws[amount]}"


def _ages(package: Package) -> Iterator[tuple[int, str]]:
    """Ages of statements that are reversed."""
    table = package.tables["statements"]
    youngest, oldest = (pd.to_numeric(table[name], errors="coerce") for name in (Attribute.AGE_FROM, Attribute.AGE_TO))
    for row in numbers_of(youngest > oldest):
        ages = f"age_from is {table[Attribute.AGE_FROM].iloc[row]} and age_to {table[Attribute.AGE_TO].iloc[row]}"
        yield int(row), f"{ages}; swap or correct them"


def _unknown(package: Package, resource: str, key: str, values: "pd.Series[str]") -> dict[str, str]:
    """What to do about the values that are no keys of a table."""
    if resource in package.unreadable:
        return {}
    keys = package.tables[resource][key]
    nearest, mistyped = nearest_keys(values[~values.isin(keys)], keys), mistyped_keys(keys)
    add = f"add the row to {resource}.csv"
    return {
        value: f"did you mean {shown(near)}?" if near else f"correct it, or {add}"
        for value, near in nearest.items()
        if not nearest_of(value, mistyped)
    }


def _unknown_parts(package: Package, values: "pd.Series[str]") -> dict[str, str]:
    """What to do about the coverages that name no areas."""
    parts = values[values != NATIONAL].str.split().explode()
    unknown = _unknown(package, "areas", "area", parts.dropna())
    return {
        value: f"of {shown(part)}: {unknown[part]}"
        for value in values.unique()
        for part in value.split()
        if part in unknown
    }


def _clashes(package: Package, sound: Mask) -> Iterator[Problem]:
    """Rows that are as specific as another one and say the same attribute of the same years."""
    table = package.tables["definitions"]
    first, last = first_and_last(table)
    named = table[_NAMED].assign(unsaid=is_unsaid(table), names_years=names_years(table), row=np.arange(len(table)))
    for _, group in named[sound].groupby([*_NAMED, "unsaid", "names_years"], sort=False):
        earlier: list[int] = []
        for row in group["row"]:
            other = next((one for one in earlier if first[one] <= last[row] and first[row] <= last[one]), None)
            if other is not None:
                place = f"{package.path(table['file'].iloc[other])}:{table['line'].iloc[other]}"
                text = f"{table['attribute'].iloc[row]} of the same numbers is said at {place} too; delete one"
                yield from problems_at(package, "definitions", [row], "definition-clash", [text])
            earlier.append(row)


def _idle(package: Package, sound: Mask) -> list[Problem]:
    """Rows that no statement fits; not judged where statements are missing or their years could not be read."""
    if {"statements", "areas"} & package.unreadable or package.is_untyped("statements", "year").any():
        return []
    table, statements = package.tables["definitions"], package.tables["statements"]
    fitting = applies(table, statements[statements["year"].notna()], package.tables["areas"])
    rows = numbers_of(~fitting & sound)
    return problems_at(
        package,
        "definitions",
        rows,
        "definition-idle",
        ["no statement is of what it names; correct it, or delete it"] * len(rows),
    )
