"""Rules about numbers that may be slips: a source against itself, and a number out of the scale of its series."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures import columns
from etl.figures.columns import OBSERVATION_KEY
from etl.figures.vocabulary.attributes import Attribute
from etl.figures.vocabulary.numbers import Flag
from etl.method.conversion import to_indicator_units
from etl.method.known_errors import with_corrections
from etl.method.printed_step import is_rounded_to, own_room, printed_step
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import problems_in

# What a statement can say of itself, so that two numbers of one year are of two things.
_APART = [column.name for column in columns.STATEMENT.in_file if column.optional and column.name in set(Attribute)]
_INEXACT = [Flag.AT_LEAST, Flag.APPROXIMATE, Flag.ROUNDED, Flag.MISPRINT, Flag.WRONG_SCOPE, Flag.REPLACED]
AROUND = 5  # years in which the figures lie that a number is compared with
ALIKE = 2.0  # times that these differ at most
NEAR_A_POWER = 0.1  # how near to ten, a hundred or a thousand times, as a logarithm
# What changes tenfold from year to year without anything being wrong; a thousand times is told there, too.
VOLATILE = frozenset({"seizures", "spending"})


def check(package: Package) -> list[Problem]:
    """Both rules over a package without errors, whose units are in use; not of what is said to be inexact or wrong."""
    known = package.tables["statements"]
    whole = known["value"].notna() & known["year"].notna() & ~known["flag"].isin(_INEXACT)
    judged = with_corrections(package.tables["corrections"], known)
    whole &= (judged["corrected_as"] == "") & ~judged["suspected"]
    rows = known[whole.to_numpy(bool)].assign(row=np.flatnonzero(whole))
    rows = to_indicator_units(rows, package.tables["indicators"])
    return [
        *problems_in(package, "statements", "source-against-itself", _against_themselves(package, rows)),
        *problems_in(package, "statements", "value-out-of-scale", _out_of_scale(package, rows)),
    ]


def _against_themselves(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """One text for each source: the first two numbers that are not one rounded, and how many more there are."""
    key = [*OBSERVATION_KEY, "source", "change", *_APART]
    some = rows[rows.groupby(key)["value"].transform("nunique") > 1]
    if not len(some):
        return
    some = some.assign(step=printed_step(some), group=some.groupby(key).ngroup())
    firsts = some.drop_duplicates("group").set_index("group").reindex(some["group"])
    pairs = [some[["value", "step"]], firsts[["value", "step"]]]
    value, step, first, first_step = (pair[name].to_numpy(float) for pair in pairs for name in ("value", "step"))
    room, first_room = own_room(value, step), own_room(first, first_step)
    rounded = is_rounded_to(value, step, room, first, first_step)
    other = ~(rounded | is_rounded_to(first, first_step, first_room, value, step))
    differing = some[other & (value != first)]
    for source, found in differing.groupby("source", sort=False):
        row = found.iloc[0]
        before = some[some["group"] == row["group"]].iloc[0]
        more = f" ({found['group'].nunique() - 1:,} more such pairs)" if found["group"].nunique() > 1 else ""
        what = " ".join(str(row[name]) for name in OBSERVATION_KEY)
        yield (
            int(row["row"]),
            f"{source} prints {row['value']:,.10g} {row['unit']} here and {before['value']:,.10g} in "
            f"{package.path(before['file'])}:{before['line']} of {what}, and nothing says what is different{more}; "
            "say it in their columns, or correct one",
        )


def _out_of_scale(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A text for each number that is a power of ten away from the two figures next to it, which are alike."""
    indicators = package.tables["indicators"]
    measures = dict(zip(indicators["indicator"], indicators["measure"], strict=True))
    series = ["indicator", "area", "producer"]
    figures = rows.groupby([*series, "year"], as_index=False).agg(value=("value", "median"), row=("row", "first"))
    figures = figures[figures["value"] > 0]
    year, value = figures["year"].to_numpy(np.int64), figures["value"].to_numpy(float)
    near, is_near = _two_nearest(figures.groupby(series).ngroup().to_numpy(), year)
    around = value[near]
    away = np.log10(value / np.sqrt(around.prod(axis=1)))
    times = np.abs(away).round().astype(int)
    least = np.where(figures["indicator"].map(measures).isin(VOLATILE), 3, 1)
    told = is_near & (around.max(axis=1) <= ALIKE * around.min(axis=1)) & (times >= least) & (times <= max(_PARTS))
    for place in np.flatnonzero(told & (np.abs(away - away.round()) <= NEAR_A_POWER)):
        one = figures.iloc[place]
        factor = f"about {10 ** times[place]:,} times" if away[place] > 0 else f"about a {_PARTS[times[place]]} of"
        others = " and ".join(f"{value[other]:,.10g} of {year[other]}" for other in sorted(near[place]))
        what = f"{one['indicator']} {one['area']} {year[place]}"
        yield int(one["row"]), f"{what} is {value[place]:,.10g}, {factor} {others}; look it up"


def _two_nearest(series: npt.NDArray[np.intp], year: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.intp], Mask]:
    """The places of the two figures of its series that are nearest to each in time, and whether both are near enough.

    The rows lie in the order of series and years, so that these are among the two before it and the two after it.
    """
    beside = np.arange(len(year))[:, None] + np.array([-2, -1, 1, 2])
    is_there = (beside >= 0) & (beside < len(year))
    beside = np.where(is_there, beside, 0)
    is_there &= series[beside] == series[:, None]
    apart = np.where(is_there, np.abs(year[beside] - year[:, None]), AROUND + 1)
    first_two = np.argsort(apart, axis=1, kind="stable")[:, :2]
    near = np.take_along_axis(beside, first_two, axis=1)
    return near, np.asarray((np.take_along_axis(apart, first_two, axis=1) <= AROUND).all(axis=1))


_PARTS = {1: "tenth", 2: "hundredth", 3: "thousandth"}
