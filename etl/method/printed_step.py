"""How exactly a number is printed: the step of its last printed digit.

"263,000 hectares" is printed to the thousand, "56.1 kg" to the tenth, "122k" to the thousand. A table that prints whole
kilograms says so by all of its numbers, and "0 kg" in it is less than half of one. The rules about rounding
(`etl.method.verdicts`) compare numbers at these steps.
"""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.vocabulary.numbers import SAME, SIGNIFICANT_DIGITS, Flag

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

PRINTED_NUMBER = r"\d[\d.,' \u00a0\u202f]*\d|\d"  # a pattern: digits, and what parts them
_FIRST_NUMBER = re.compile(PRINTED_NUMBER)
_BESIDES_DIGITS = re.compile(r"\D+")
_MOST_DIGITS = 15  # that a number of this machine tells apart
_POWERS = range(-6, 13)
TABLE = 30  # so many numbers of a source, a year and a unit are a table that shows to which step it is printed
_LEAST_STEPS = 10 ** (SIGNIFICANT_DIGITS - 1)  # a number of so many digits has at least so many steps of its last one


def is_rounded_to(
    rough: Floats, step: Floats, room: Floats, exact: Floats, exact_step: Floats
) -> npt.NDArray[np.bool_]:
    """Whether each rough number, printed to its step, is the exact one rounded: within its room, at a greater step."""
    with np.errstate(invalid="ignore"):
        near = (np.abs(rough - exact) <= room * (1 + SAME)) & (room > 0)
        return np.asarray(near & (exact_step < step * (1 - SAME)))


def own_room(values: Floats, step: Floats) -> Floats:
    """How far the number that each value rounds may lie from it: half of its step; 0 where it has too few digits."""
    return np.where(has_digits(values, step), step / 2, 0.0)


def with_table_steps(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements with table_step, the step to which the table of each is printed; 0 where that is not known.

    Columns used: source, year, unit, value, converted_from. What a source prints of one year in one unit is a table,
    whatever it is about, and where it has numbers enough (TABLE) they all tell its step.
    """
    value = statements["value"].to_numpy(float)
    in_table = (statements["converted_from"] == "").to_numpy(bool)
    told = pd.Series(last_digit_step(np.where((value != 0) & in_table, value, np.nan)))
    tables = told.groupby([pd.factorize(statements[name])[0] for name in ("source", "year", "unit")])
    of_table = tables.transform("min").where(tables.transform("count") >= TABLE, 0.0).to_numpy(float)
    return statements.assign(table_step=np.where(in_table, of_table, 0.0))


def rounding_room(statements: pd.DataFrame, step: Floats) -> Floats:
    """How far the number that each statement rounds may lie from the one that it prints; 0 where that is not known.

    Columns used: value, flag, as_printed, table_step. Each may be off by half of the step of its table, whatever its
    own digits; a sum by as much for each of its parts. One that the source itself calls rounded may be off by half of
    its own step, with one digit too.
    """
    added = np.ones(len(statements))
    summed = (statements["flag"] == Flag.SUMMED).to_numpy(bool)
    added[summed] += statements["as_printed"][summed].astype("str").str.count(r" \+ ").to_numpy(float)
    of_table = statements["table_step"].to_numpy(float) / 2 * added
    called_so = np.where((statements["flag"] == Flag.ROUNDED).to_numpy(bool), step / 2, 0.0)
    return np.asarray(np.fmax(np.fmax(own_room(statements["value"].to_numpy(float), step), of_table), called_so))


def has_digits(values: Floats, step: Floats) -> npt.NDArray[np.bool_]:
    """Whether each value, printed to its step, has enough significant digits to be told as a rounding."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.abs(values) >= _LEAST_STEPS * step * (1 - SAME))


def significant_digits(values: "pd.Series[float]") -> Floats:
    """How many digits each value has from its first to its last that is not zero; NaN for zero and missing values."""
    known = values.where(values > 0).to_numpy(float)
    return np.asarray(np.floor(np.log10(known) + SAME) - np.round(np.log10(last_digit_step(known))) + 1, dtype=float)


def last_digit_step(values: Floats) -> Floats:
    """The power of ten of the last non-zero digit of each value; 1 for zero, NaN for a missing value."""
    place, values = pd.factorize(values, use_na_sentinel=False)
    steps = np.full(values.shape, np.nan)
    present = ~np.isnan(values)
    steps[present] = 10.0 ** _POWERS[0]
    with np.errstate(invalid="ignore"):
        for power in _POWERS:
            scaled = values / 10.0**power
            whole = np.abs(scaled - np.round(scaled)) <= SAME * np.maximum(np.abs(scaled), 1)
            steps[present & whole & (np.abs(scaled) >= 1 - SAME)] = 10.0**power
    steps[values == 0] = 1.0
    return np.asarray(steps[place])


def _digits(text: str) -> float:
    """The digits of the first number of a text, as a whole number; NaN where there is none."""
    token = _FIRST_NUMBER.search(text)
    return float(_BESIDES_DIGITS.sub("", token[0])[:_MOST_DIGITS]) if token else np.nan


def printed_step(statements: pd.DataFrame) -> Floats:
    """The step to which each statement prints its value, in the unit of the value.

    Columns used: value, as_printed, converted_from. The digits in `as_printed` tell it wherever they are the
    value's own digits with a decimal part or a word such as "thousand" behind them; otherwise, trailing zeros
    count as rounding. A converted value keeps the step it had in the unit in which it was printed.
    """
    value = statements["value"].to_numpy(float)
    given = value.copy()
    converted = (statements["converted_from"] != "").to_numpy(bool)
    if converted.any():
        first_word = statements["converted_from"][converted].astype("str").str.split(" ", n=1).str[0]
        given[converted] = pd.to_numeric(first_word, errors="coerce").to_numpy(float)
    steps = last_digit_step(given)

    place, texts = pd.factorize(statements["as_printed"])
    digits = np.array([_digits(text) for text in texts], dtype=float)[place]
    with np.errstate(divide="ignore", invalid="ignore"):
        power = np.log10(given / digits)
        whole = np.round(power)
        same_digits = np.isfinite(power) & (np.abs(power - whole) < SAME) & (whole != 0)
    steps[same_digits] = 10.0 ** whole[same_digits]

    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(converted & (given != 0), value / given, 1.0)
    return np.asarray(steps * factor, dtype=float)
