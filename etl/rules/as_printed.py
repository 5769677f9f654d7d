"""A rule about typing: the value is the number that is printed, where that is a number and nothing but its unit."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.quoting import shown
from etl.figures.vocabulary.numbers import SAME
from etl.method.printed_step import PRINTED_NUMBER, Floats
from etl.method.units import UnitError
from etl.method.units_in_use import factor
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import numbers_of, problems_at

# Words that say nothing about the size of the number before them; with any other ("thousand", "acres", "万") it is
# not judged.
_BEFORE = r"(?:about|over|nearly|almost|around|some|estimated|more than|up to|approximately|roughly|[~≈><≥≤$])"
_UNIT = (
    r"(?:hectares?|hectáreas?|ha|(?:metric )?(?:tons?|tonnes?)|mt|t|kilogram(?:me)?s?(?: per hectare)?|kg(?:/ha)?|%"
    r"|percent|per cent|USD|dollars)"
)
_ONLY_A_NUMBER = rf"(?i)^\s*(?:{_BEFORE}\s*)*({PRINTED_NUMBER})\s*(?:of\s*)?({_UNIT})?\s*\.?$"


def check(package: Package) -> list[Problem]:
    """Where the printed number and the value differ, one of the two is mistyped."""
    table = package.tables["statements"]
    printed = table["as_printed"].str.extract(_ONLY_A_NUMBER)
    token = printed[0]
    value = table["value"].to_numpy(float)
    told = token.notna().to_numpy() & (value >= 0) & ~package.is_untyped("statements", "value")
    # A value outside its own range is told already.
    told &= ~((value < table["low"].to_numpy(float)) | (value > table["high"].to_numpy(float)))
    rows = numbers_of(told)
    times = _times(
        printed[1].iloc[rows].astype(object).fillna("").to_numpy(str), table["unit"].iloc[rows].to_numpy(str)
    )
    rows = rows[~(_is_printed(value[rows], token.iloc[rows]) & (times == 1))]
    texts = [
        f"value is {value[row]:.15g} {table['unit'].iloc[row]}, "
        f"but as_printed is {shown(table['as_printed'].iloc[row])}; "
        "correct the one that is mistyped"
        for row in rows
    ]
    return problems_at(package, "statements", rows, "value-unlike-printed", texts)


def _times(printed: npt.NDArray[np.str_], units: npt.NDArray[np.str_]) -> Floats:
    """What the printed number is multiplied by for the unit beside it: 1 where print names no unit of that kind."""
    pairs, place = np.unique(np.stack([printed, units]), axis=1, return_inverse=True)
    return np.array([_factor(unit, wanted) for unit, wanted in pairs.T], dtype=float)[place.ravel()]


def _factor(unit: str, wanted: str) -> float:
    try:
        return factor(unit, wanted) if unit else 1.0
    except UnitError:
        return 1.0


def _is_printed(values: Floats, tokens: "pd.Series[str]") -> Mask:
    """Whether a value is a reading of its token: with a decimal point, or with a decimal comma."""
    bare = tokens.str.replace(r"['\s\u00a0\u202f]", "", regex=True)
    point = bare.where(bare.str.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?")).str.replace(",", "")
    comma = bare.where(bare.str.fullmatch(r"\d+(?:\.\d{3})*(?:,\d+)?"))
    comma = comma.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    found = (point.isna() & comma.isna()).to_numpy(copy=True)  # no number as they are usually written: not judged
    for reading in (point, comma):
        number = pd.to_numeric(reading, errors="coerce").to_numpy(float)
        found |= np.abs(number - values) <= SAME * np.maximum(np.abs(values), 1)
    return np.asarray(found, dtype=bool)
