"""Converts statements to the unit of their indicator, with our own small set of units (`units.csv`).

A `ton` here is a metric ton, as the field writes it; the American short ton is `short ton`. Names may be in the
singular or plural, and in capitals or not.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.beside import rows_beside
from etl.figures.digits import plain_digits
from etl.method.printed_step import Floats

if TYPE_CHECKING:
    import pint


DIGITS = 12  # significant digits of a converted value
LONGEST_UNIT = 40

_USUAL = [row["unit"] for row in rows_beside("etl.method", "usual_units.csv")]  # what is proposed instead of others
_TWO_WORDS = re.compile(r"\b(short|long|metric|us) (ton|tonne|dollar)(?=s?\b)")
# pint evaluates what it is given, powers included, so only products and quotients of names, with squares and
# cubes, and plain factors get there.
_TERM = r"(?:[a-z_]+(?:\s?(?:\^|\*\*)?\s?[23])?|[0-9]{1,9}(?:\.[0-9]{1,6})?|%)"
_EXPRESSION = re.compile(rf"{_TERM}(?:(?:\s?[*/]\s?|\s){_TERM})*")


class UnitError(ValueError):
    """A unit that does not convert; the message is a sentence for the maintainer."""


class UnknownUnitError(UnitError):
    """A unit that is not known at all."""


@lru_cache(maxsize=1)
def _registry() -> "pint.UnitRegistry[Any]":
    import pint

    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, on_redefinition="raise")
    for row in rows_beside("etl.method", "units.csv"):
        registry.define(" = ".join([row["unit"], row["definition"], *row["other_names"].split()]))
    return registry


@lru_cache(maxsize=1024)
def _quantity(unit: str) -> "pint.Quantity[Any]":
    """One of a unit; UnknownUnitError if it is none."""
    import pint

    normal = _TWO_WORDS.sub(r"\1_\2", " ".join(unit.lower().replace("²", "^2").split()))
    if len(unit) > LONGEST_UNIT or not _EXPRESSION.fullmatch(normal):
        raise UnknownUnitError("it does not have the form of a unit")
    expression = re.sub(r"([a-z_])\s?(?:\^|\*\*)?\s?([23])(?![0-9])", r"\1 ** \2", normal)
    registry = _registry()
    try:
        quantity: pint.Quantity[Any] = registry.Quantity(registry.parse_expression(expression))
    except (pint.PintError, ArithmeticError, AttributeError, TypeError, ValueError):
        raise UnknownUnitError("no such unit is known") from None
    if not 0 < quantity.magnitude < float("inf"):
        raise UnknownUnitError("no such unit is known")
    return quantity


def check_unit(unit: str) -> None:
    """Raise UnknownUnitError if an indicator cannot have the unit."""
    _quantity(unit)


def is_unit(text: str) -> bool:
    """Whether an indicator can have the unit."""
    try:
        check_unit(text)
    except UnknownUnitError:
        return False
    return True


@lru_cache(maxsize=4096)
def factor(given: str, wanted: str) -> float:
    """What a value in `given` is multiplied by to be in `wanted`; UnitError if it does not convert."""
    if given == wanted:
        return 1.0
    target = _quantity(wanted)
    try:
        source = _quantity(given)
    except UnknownUnitError as error:
        raise UnknownUnitError(f"{error}; use {_proposals(wanted)}") from None
    if source.dimensionality != target.dimensionality:
        raise UnitError(f"it does not convert to {wanted}; use {_proposals(wanted)}")
    return float((source / target).to_base_units().magnitude)


@lru_cache(maxsize=4096)
def product_factor(first: str, second: str, wanted: str) -> float:
    """What the product of a value in `first` and one in `second` is multiplied by to be in `wanted`.

    Raises UnitError where one of them is unknown or they do not multiply into it.
    """
    product, target = _quantity(first) * _quantity(second), _quantity(wanted)
    if product.dimensionality != target.dimensionality:
        raise UnitError(f"{first} times {second} does not convert to {wanted}")
    return float((product / target).to_base_units().magnitude)


def _proposals(wanted: str) -> str:
    target = _quantity(wanted).dimensionality
    others = [name for name in _USUAL if name != wanted and _quantity(name).dimensionality == target]
    return ", ".join([wanted, *others])


def to_indicator_units(statements: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Give the statements with value, low and high in the unit of their indicator.

    Adds the text column `converted_from` with number and unit as given ("650 acres"), which is empty where the unit
    is the indicator's already; such rows keep their numbers bit for bit. Raises UnitError for a unit that does not
    convert and KeyError for an indicator that is not in the table; `check` finds both.
    """
    units = dict(zip(indicators["indicator"], indicators["unit"], strict=True))
    pair, unit, indicator = unit_pairs(statements)
    wanted = [units[name] for name in indicator]
    factors = np.array([factor(one, other) for one, other in zip(unit, wanted, strict=True)], dtype=float)
    foreign = np.array([one != other for one, other in zip(unit, wanted, strict=True)], dtype=bool)
    changed = np.flatnonzero(foreign[pair])
    result = statements.copy(deep=False)
    result["converted_from"] = pd.Series("", index=result.index, dtype="str")
    if not len(changed):
        return result
    before = statements.iloc[changed]
    for name in ("value", "low", "high"):
        numbers = statements[name].to_numpy(copy=True)
        numbers[changed] = _scaled(numbers[changed], factors[pair[changed]])
        result[name] = numbers
    result["unit"] = _replaced(statements["unit"], changed, [wanted[place] for place in pair[changed]])
    result["converted_from"] = _replaced(result["converted_from"], changed, _as_given(before))
    return result


def _replaced(texts: "pd.Series[str]", rows: npt.NDArray[np.intp], others: list[str]) -> "pd.Series[str]":
    """The texts with others in some rows."""
    replaced = texts.to_numpy(dtype=object, copy=True)
    replaced[rows] = others
    return pd.Series(replaced, index=texts.index, dtype="str")


def unit_pairs(statements: pd.DataFrame) -> tuple[npt.NDArray[np.intp], list[str], list[str]]:
    """For each statement the number of its (unit, indicator) pair, and the unit and indicator of each pair."""
    unit, units = pd.factorize(statements["unit"])
    indicator, indicators = pd.factorize(statements["indicator"])
    pair, pairs = pd.factorize(unit * max(len(indicators), 1) + indicator)
    unit_of, indicator_of = np.divmod(pairs, max(len(indicators), 1))
    return pair, [str(units[place]) for place in unit_of], [str(indicators[place]) for place in indicator_of]


def _scaled(numbers: Floats, factors: Floats) -> Floats:
    """Multiply, and round to the significant digits that a conversion can bear; another name is no conversion."""
    rounded = [float(f"{number:.{DIGITS}g}") for number in numbers * factors]
    return np.where(factors == 1.0, numbers, np.array(rounded, dtype=float))


def _as_given(statements: pd.DataFrame) -> list[str]:
    """Number and unit before the conversion; a range without a best value is given by its ends."""
    columns = (statements[name].tolist() for name in ("value", "low", "high", "unit"))
    return [
        f"{plain_digits(value)} {unit}" if value == value else f"{plain_digits(low)} to {plain_digits(high)} {unit}"
        for value, low, high, unit in zip(*columns, strict=True)
    ]


def value_or_range(value: float, low: float, high: float) -> str:
    """How a message gives a figure: its value, else its range; NaN for what is missing."""
    return f"{value:,.10g}" if value == value else f"{low:,.10g} to {high:,.10g}" if low == low else "no value"
