"""The verdict on every statement: what it says about the value its observation shows."""

import numpy as np
import pandas as pd

from etl.figures.vocabulary import APPROXIMATELY, ROUNDED_AT_MOST, SAME, SET_ASIDE, Flag, Verdict
from etl.method.choose import Booleans
from etl.method.printed_step import Floats, printed_step


def verdicts(rows: pd.DataFrame, shown: pd.DataFrame, same: Booleans) -> pd.Series:
    """The verdict on each row, by rule 4 of the method: the first that holds.

    `rows` are the prepared statements, `shown` and `same` what `etl.method.choose.decide` says of them.
    """
    force = shown.reindex(rows["group"])
    value, low, high = (rows[name].to_numpy(float) for name in ("value", "low", "high"))
    force_value, force_low, force_high = (force[name].to_numpy(float) for name in ("value", "low", "high"))
    flag, error = rows["flag"].to_numpy(), rows["error"].to_numpy()
    step = printed_step(rows)
    force_step = pd.Series(step, index=rows["id"]).reindex(force["statement_id"]).to_numpy(float)
    margin = 1 + SAME

    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.abs(value - force_value)
        share = distance / np.abs(force_value)
        at_least = rows["at_least"].to_numpy(bool) & (value <= np.where(np.isnan(force_value), force_high, force_value))
        about = (flag == Flag.APPROXIMATE) & (share <= APPROXIMATELY)
        more_exact = (step < force_step) & (distance <= force_step / 2 * margin) & (share <= ROUNDED_AT_MOST)
        range_around = np.isnan(value) & (low <= force_value) & (force_value <= high)
        within_range = np.isnan(force_value) & (force_low <= value) & (value <= force_high)
        own_digits = (distance <= step / 2 * margin) & (share <= ROUNDED_AT_MOST)

    agrees = at_least | about | same | more_exact | range_around | within_range
    poppy_free = rows["poppy_free"].to_numpy(bool) != (force["flag"] == Flag.POPPY_FREE).to_numpy(bool)
    agrees &= ~poppy_free
    rounded = ((flag == Flag.ROUNDED) | own_digits) & ~poppy_free
    cited = rows["id"].to_numpy() == force["statement_id"].to_numpy()
    verdict = np.select(
        [*(error == word for word in SET_ASIDE), cited, agrees, rounded, _superseded(rows, same)],
        [*SET_ASIDE, Verdict.CITED, Verdict.AGREES, Verdict.ROUNDED, Verdict.SUPERSEDED],
        default=Verdict.DIFFERS,
    )
    return pd.Series(verdict, index=rows.index, name="verdict")


def _superseded(rows: pd.DataFrame, same: Booleans) -> Booleans:
    """Whether a producer's own text printed the number of the row before anyone printed the value in force."""
    printed = pd.DataFrame(
        {
            "group": rows["group"],
            "value": _rounded(rows["value"].to_numpy(float)),
            "low": _rounded(rows["low"].where(rows["value"].isna()).to_numpy(float)),
            "high": _rounded(rows["high"].where(rows["value"].isna()).to_numpy(float)),
            "poppy_free": rows["poppy_free"],
        }
    )
    number = printed.groupby(list(printed.columns), dropna=False, sort=False).ngroup()
    own_text = ~rows["follows_others"] & ~rows["set_aside"]
    first_print = rows["end"].where(own_text).groupby(number).transform("min")
    force_print = rows["start"].where(same).groupby(rows["group"]).transform("min")
    return np.asarray((first_print < force_print).to_numpy(bool))


def _rounded(values: Floats) -> Floats:
    """Values at twelve significant digits, so that two conversions of one number fall together."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = 10.0 ** (11 - np.floor(np.log10(np.abs(values))))
        return np.asarray(np.where((values == 0) | np.isnan(values), values, np.round(values * scale) / scale))
