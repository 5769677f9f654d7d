"""Rules about indicators that are the product of two others."""

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from etl.figures import columns
from etl.figures.quoting import nearest_of, shown
from etl.method.units import UnitError, UnknownUnitError
from etl.method.units_in_use import product_factor
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.found import problems_at
from etl.rules.references import about_key, mistyped_keys
from etl.rules.units import units_against_statements

_FORM = columns.INDICATOR["product_of"].pattern


def check(package: Package) -> list[Problem]:
    """Products of indicators that are not there, of themselves, or whose units do not multiply into the product's."""
    return [
        problem
        for row, text, about in _products(package)
        for problem in problems_at(package, "indicators", [row], "product-of-broken", [text], about)
    ]


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
