"""Rules about indicators that are the product of two others."""

from collections.abc import Iterator

from etl.figures.quoting import shown
from etl.method.units import UnitError, UnknownUnitError, product_factor
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.found import problems_in


def check(package: Package) -> list[Problem]:
    """Products of indicators that are not there, or whose units do not multiply into the product's."""
    return problems_in(package, "indicators", "product-of-broken", _products(package))


def _products(package: Package) -> Iterator[tuple[int, str]]:
    if "indicators" in package.unreadable:
        return
    table = package.tables["indicators"]
    units = dict(zip(table["indicator"], table["unit"], strict=True))
    for row, (product_of, unit) in enumerate(zip(table["product_of"], table["unit"], strict=True)):
        if product_of and (flaw := _flaw(product_of, unit, units)):
            yield row, f"product_of is {shown(product_of)}; {flaw}"


def _flaw(product_of: str, unit: str, units: dict[str, str]) -> str:
    factors = product_of.split()
    unknown = [factor for factor in factors if factor not in units]
    if len(factors) != 2:
        return "name two indicators with a blank between them"
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
