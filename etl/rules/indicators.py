"""Rules about indicators: products of two others, and what their keys and symbols say beside their other columns."""

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from etl.figures import columns
from etl.figures.quoting import nearest_of, shown
from etl.method.unit_rows import plain_spelling, unit_rows
from etl.method.units import UnitError, UnknownUnitError
from etl.method.units_in_use import product_factor
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.package.simple_names import simple
from etl.rules.found import problems_at, problems_in
from etl.rules.references import about_key, mistyped_keys
from etl.rules.units import units_against_statements

_FORM = columns.INDICATOR["product_of"].pattern


def check(package: Package) -> list[Problem]:
    """Products of indicators that are not there, of themselves, or whose units do not multiply into the product's."""
    return [
        *problems_in(package, "indicators", "substance-unlike-key", _unlike_keys(package)),
        *problems_in(package, "indicators", "symbol-of-another-unit", _symbols_of_others(package)),
        *(
            problem
            for row, text, about in _products(package)
            for problem in problems_at(package, "indicators", [row], "product-of-broken", [text], about)
        ),
    ]


def _unlike_keys(package: Package) -> Iterator[tuple[int, str]]:
    """Indicators whose key names a substance that theirs is not, or theirs makes the key of another indicator.

    Cannabis plants are what a key with cannabis may be about; cannabis resin is not, where cannabis-resin-seizures is
    there beside cannabis-seizures.
    """
    if {"indicators", "substances"} & package.unreadable:
        return
    table, substances = package.tables["indicators"], package.tables["substances"]
    words_of = {
        key: f"-{key}-{simple(name).replace(' ', '-')}-"
        for key, name in zip(substances["substance"], substances["name"], strict=True)
    }
    keys = {*table["indicator"]}
    longest_first = "|".join(map(re.escape, sorted(words_of, key=len, reverse=True)))
    names_a_substance = re.compile(f"(?:^|-)({longest_first})(?=-|$)")
    for row, (key, own) in enumerate(zip(table["indicator"], table["substance"], strict=True)):
        named = names_a_substance.search(key)
        if not named or own not in words_of or own == named[1]:
            continue
        is_part = f"-{named[1]}-" in words_of[own]
        if not is_part or f"{key[: named.start(1)]}{own}{key[named.end(1) :]}" in keys:
            yield (
                row,
                f"substance is {shown(own)}, but the key {shown(key)} names {shown(named[1])}; correct one of them",
            )


def _symbols_of_others(package: Package) -> Iterator[tuple[int, str]]:
    """Indicators whose symbol is that, or a name, of another unit than theirs."""
    units = package.tables["units"]
    spelled: dict[str, set[str]] = {}
    for row, symbol in zip(unit_rows(units), units["symbol"], strict=True):
        for name in (*row.spellings, plain_spelling(symbol)):
            spelled.setdefault(name, set()).add(row.unit)
    doubted = units_against_statements(package).keys()
    named = package.tables["indicators"][["indicator", "unit", "symbol"]].to_numpy()
    for place, (indicator, unit, symbol) in enumerate(named):
        own = spelled.get(plain_spelling(unit), {unit})
        others = spelled.get(plain_spelling(symbol), own)
        if symbol and not own & others and indicator not in doubted:
            yield (
                place,
                f"symbol is {shown(symbol)}, which is {shown(min(others))}, but unit is {shown(unit)}; correct one",
            )


def _products(package: Package) -> Iterator[tuple[int, str, str]]:
    """Row, text, and the key that is gone where that is the flaw."""
    if "indicators" in package.unreadable:
        return
    table = package.tables["indicators"]
    units = dict(zip(table["indicator"], table["unit"], strict=True))
    doubted = units_against_statements(package).keys()
    circle = _circle(dict(zip(table["indicator"], table["product_of"].str.split(), strict=True)))
    mistyped = mistyped_keys(table["indicator"])
    first_of_circle = next((indicator for indicator in table["indicator"] if indicator in circle), "")
    for row, (indicator, product_of, unit) in enumerate(table[["indicator", "product_of", "unit"]].to_numpy()):
        is_told = not product_of or {indicator, *product_of.split()} & doubted
        flaw = "" if is_told else _flaw(product_of, unit, units)
        if not flaw and indicator == first_of_circle:
            flaw = "that is computed from it in turn; empty one of them"
        missing = [factor for factor in product_of.split() if factor not in units]
        if flaw and not (missing and nearest_of(missing[0], mistyped)):
            yield (
                row,
                f"product_of is {shown(product_of)}; {flaw}",
                about_key("indicators", missing[0]) if missing else "",
            )


def _circle(factors: Mapping[str, list[str]]) -> list[str]:
    """Indicators that are computed from each other in a circle; none where there is none."""
    try:
        TopologicalSorter(factors).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []


def _flaw(product_of: str, unit: str, units: dict[str, str]) -> str:
    if not re.fullmatch(_FORM, product_of):
        return f"write {columns.pattern_in_words(_FORM)}"
    factors = product_of.split()
    unknown = [factor for factor in factors if factor not in units]
    if unknown:
        return f"there is no indicator {shown(unknown[0])}; name two indicators of this file"
    first, second = (units[factor] for factor in factors)
    try:
        product_factor(first, second, unit)
    except UnknownUnitError:
        return ""  # the rules about units tell of it
    except UnitError:
        return f"{first} times {second} is no {unit}; name the two whose units multiply into it, or empty it"
    return ""
