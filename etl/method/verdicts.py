"""The verdict on every statement: what it says about the value its observation shows."""

import re
from itertools import combinations

import numpy as np
import pandas as pd

from etl.figures.vocabulary.judgement import SET_ASIDE, Verdict
from etl.figures.vocabulary.numbers import APPROXIMATELY, SAME, Flag
from etl.method.choose import measures_otherwise
from etl.method.printed_step import Booleans, has_digits, is_rounded_to

_MOST_PARTS = 14  # of a sum with more parts than that some add up to nearly every number


def verdicts(rows: pd.DataFrame, shown: pd.DataFrame, same: Booleans) -> pd.Series:
    """The verdict on each row, by rule 4 of the method: the first that holds.

    `rows` are the prepared statements, `shown` and `same` what `etl.method.choose.decide` says of them.
    """
    force = shown.reindex(rows["group"])
    cited_id = force["statement_id"].fillna(0).to_numpy(np.int64)
    for name in ("step", "room"):
        force[name] = np.append(np.nan, rows[name])[cited_id]
    codes = rows["defined"].cat.codes.to_numpy(np.int64)
    measured = codes, np.append(-1, codes)[cited_id]
    cited = rows["id"].to_numpy() == cited_id
    agrees, rounded = _fits(rows, force)
    error = rows["error"].to_numpy()
    verdict = np.select(
        [
            *(error == word for word in SET_ASIDE),
            rows["replaced"].to_numpy(bool),
            *(cited, same | agrees, rounded, adds_more_parts(rows, force)),
            *(_superseded(rows, same), measures_otherwise(rows["defined"].cat.categories, *measured)),
        ],
        [
            *SET_ASIDE,
            Verdict.SUPERSEDED,
            *(Verdict.CITED, Verdict.AGREES, Verdict.ROUNDED, Verdict.OTHER_DEFINITION),
            *(Verdict.SUPERSEDED, Verdict.OTHER_DEFINITION),
        ],
        default=Verdict.DIFFERS,
    )
    return pd.Series(verdict, index=rows.index, name="verdict")


def is_rounding(rows: pd.DataFrame, shown: pd.DataFrame) -> Booleans:
    """Whether each row prints what is shown beside it rounded. Both have value, low, high, flag, step and room."""
    return _fits(rows, shown)[1]


def leaves_room_for(rows: pd.DataFrame, shown: pd.DataFrame) -> Booleans:
    """Whether each row prints a bound, a range or “about”, which what is shown beside it fits.

    Both have what `is_rounding` reads. A range that is shown lies within the one that the row prints.
    """
    with np.errstate(invalid="ignore"):
        wider = (shown["low"].to_numpy(float) < rows["low"].to_numpy(float)) | (
            shown["high"].to_numpy(float) > rows["high"].to_numpy(float)
        )
    rough = rows["value"].isna().to_numpy(bool) | rows["flag"].isin([Flag.AT_LEAST, Flag.APPROXIMATE]).to_numpy(bool)
    return np.asarray(_fits(rows, shown)[0] & rough & ~wider)


def _fits(rows: pd.DataFrame, force: pd.DataFrame) -> tuple[Booleans, Booleans]:
    """Whether each row fits the current number beside it, and whether it is that rounded."""
    numbers = ("value", "low", "high", "step", "room")
    value, low, high, step, room = (rows[name].to_numpy(float) for name in numbers)
    force_value, force_low, force_high, force_step, force_room = (force[name].to_numpy(float) for name in numbers)
    flag = rows["flag"].to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.abs(value - force_value)
        at_least = (flag == Flag.AT_LEAST) & (value <= np.where(np.isnan(force_value), force_high, force_value))
        about = (flag == Flag.APPROXIMATE) & (distance <= APPROXIMATELY * np.abs(force_value))
        more_exact = is_rounded_to(force_value, force_step, force_room, value, step)
        range_around = np.isnan(value) & (low <= force_value) & (force_value <= high)
        within_range = np.isnan(force_value) & (force_low <= value) & (value <= force_high)
        own_digits = (distance <= step / 2 * (1 + SAME)) & has_digits(value, step)
        of_table = is_rounded_to(value, step, room, force_value, force_step)
        cut_off = (flag == Flag.ROUNDED) & (value <= force_value) & (distance < step)
    alike = (flag == Flag.POPPY_FREE) == (force["flag"] == Flag.POPPY_FREE).to_numpy(bool)
    agrees = (at_least | about | more_exact | range_around | within_range) & alike
    return np.asarray(agrees), np.asarray((own_digits | of_table | cut_off) & alike)


def adds_more_parts(rows: pd.DataFrame, shown: pd.DataFrame) -> Booleans:
    """Whether each row is a sum of printed parts of which only some make up the number that is shown beside it.

    Such as powder and tablets, where a later table tells of powder alone: no revision, but less that is counted.
    `rows` have value, flag and as_printed, `shown` value and room.
    """
    found = np.zeros(len(rows), dtype=bool)
    less = (rows["flag"] == Flag.SUMMED).to_numpy(bool) & (
        rows["value"].to_numpy(float) > shown["value"].to_numpy(float)
    )
    for place in np.flatnonzero(less):
        parts = [float(part) for part in re.findall(r"\d+(?:\.\d+)?", rows["as_printed"].iloc[place])]
        number, room = float(shown["value"].iloc[place]), float(shown["room"].iloc[place])
        if 1 < len(parts) <= _MOST_PARTS:
            some = (kept for count in range(1, len(parts)) for kept in combinations(parts, count))
            found[place] = any(abs(sum(kept) - number) <= room * (1 + SAME) for kept in some)
    return found


def _superseded(rows: pd.DataFrame, same: Booleans) -> Booleans:
    """Whether a producer's own text printed the number of the row before anyone printed the current value."""
    own_text = ~rows["follows_others"] & ~rows["set_aside"]
    first_print = rows["end"].where(own_text).groupby(rows["number"]).transform("min")
    force_print = rows["start"].where(same).groupby(rows["group"]).transform("min")
    return np.asarray((first_print < force_print).to_numpy(bool))
