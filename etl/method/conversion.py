"""Converts statements to the unit of their indicator."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.digits import plain_digits
from etl.method.printed_step import Floats
from etl.method.units_in_use import factor

DIGITS = 12  # significant digits of a converted value


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
