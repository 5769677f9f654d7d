"""Numbers that are out of the scale of their series, of what others print of the same, or of their indicator."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from etl.figures.columns import SERIES_KEY
from etl.figures.vocabulary.numbers import Flag
from etl.method.spans import numbered
from etl.package.extract import Mask, Package

AROUND = 5  # years in which the figures lie that a number is compared with
ALIKE = 2.0  # times that these differ at most
NEAR_A_POWER = 0.1  # how near to ten, a hundred or a thousand times, as a logarithm
SAME_DIGITS = 0.005  # how near to a power of ten numbers of the same digits are, as a logarithm
ENOUGH_YEARS = 3  # of a series, so that each of its numbers has two neighbours
ENOUGH_AREAS = 3  # with numbers of an indicator, so that one can be out of the range of the others
# What changes tenfold from year to year without anything being wrong; a thousand times is told there, too.
VOLATILE = frozenset({"seizures", "spending"})
_PARTS = {1: "tenth", 2: "hundredth", 3: "thousandth"}


def out_of_scale(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A row and a text for each number that may be a slip of its scale, of the numbers that `slips` judges."""
    least = _least_power(package)
    yield from _unlike_other_sources(package, rows, least)
    yield from _unlike_neighbours(rows, least)
    yield from _out_of_two(package, rows, least)
    yield from _out_of_range(rows, least)
    yield from _out_of_all(package, rows)
    yield from _nothing(package, rows, least)


def _unlike_neighbours(rows: pd.DataFrame, least: dict[str, int]) -> Iterator[tuple[int, str]]:
    """A text for each number that is a power of ten away from the two figures next to it, which are alike."""
    figures = _by_year(rows)
    figures = figures[figures["figure"] > 0]
    year, value = figures["year"].to_numpy(np.int64), figures["figure"].to_numpy(float)
    indicator = figures["indicator"].to_numpy(object)
    near, is_near = _two_nearest(figures["series"].to_numpy(), year)
    around = value[near]
    away = np.log10(value / np.sqrt(around.prod(axis=1)))
    # Where the series rises or falls, a power of ten of the number lies somewhere between its neighbours.
    power = np.round(away)
    is_between = (
        figures["is_one"].to_numpy(bool)
        & (around.min(axis=1) <= value / 10**power)
        & (value / 10**power <= around.max(axis=1))
    )
    away = np.where(is_between, power, away)
    for place in np.flatnonzero(is_near & (around.max(axis=1) <= ALIKE * around.min(axis=1)) & (np.abs(away) > 0.5)):
        if factor := _power_in_words(away[place], least[indicator[place]]):
            one = figures.iloc[place]
            others = " and ".join(f"{value[other]:,.10g} of {year[other]}" for other in sorted(near[place]))
            what = f"{one['indicator']} {one['area']} {year[place]}"
            yield int(one["row"]), f"{what} is {value[place]:,.10g}, {factor} {others}; look it up"


def _out_of_two(package: Package, rows: pd.DataFrame, least: dict[str, int]) -> Iterator[tuple[int, str]]:
    """A text for one of the two numbers of a series of two years that are a power of ten apart.

    It is the one that is further from what is usual of its indicator, in areas of its level. Of what changes tenfold
    from year to year both must have the same digits.
    """
    table = package.tables["statements"]
    figures = _with_levels(package, rows[rows["figure"] > 0])
    usual = np.log10(figures["figure"]).groupby([figures["indicator"], figures["level"]]).transform("median")
    figures = figures.assign(strange=np.abs(np.log10(figures["figure"]) - usual))
    series = figures.groupby("series")["year"]
    pairs = figures[(series.transform("nunique") == 2) & (series.transform("size") == 2)]
    pairs = pairs.sort_values("strange", ascending=False, kind="stable").sort_values("series", kind="stable")
    odd_ones, others = pairs.iloc[::2], pairs.iloc[1::2]
    aways = np.log10(odd_ones["figure"].to_numpy() / others["figure"].to_numpy())
    far = np.abs(aways) >= 1 - NEAR_A_POWER
    for odd, there, away in zip(odd_ones[far].itertuples(), others[far].itertuples(), aways[far], strict=True):
        factor = _power_in_words(away, least[odd.indicator])
        is_chance = least[odd.indicator] > 1 and abs(away - round(away)) > SAME_DIGITS
        if factor and not is_chance and abs(odd.year - there.year) <= AROUND:
            at = table.iloc[there.row]
            yield (
                int(odd.row),
                f"{odd.indicator} {odd.area} {odd.year} is {odd.figure:,.10g}, {factor} {there.figure:,.10g} of "
                f"{there.year} in {package.path(at['file'])}:{at['line']}; look both up",
            )


def _out_of_range(rows: pd.DataFrame, least: dict[str, int]) -> Iterator[tuple[int, str]]:
    """A text for the largest number of a series, where it is ten times, or a thousand times, all other years of it."""
    figures = _by_year(rows[rows["figure"] > 0]).sort_values("figure", ascending=False, kind="stable")
    groups = figures.groupby("series", sort=False)
    figures = figures.assign(second=groups["figure"].shift(-1), year_of_second=groups["year"].shift(-1))
    enough = groups["figure"].transform("size") >= ENOUGH_YEARS
    largest = figures[enough & (groups.cumcount() == 0)]
    for one in largest[largest["figure"] >= 10 ** largest["indicator"].map(least) * largest["second"]].itertuples():
        yield (
            int(one.row),
            f"{one.indicator} {one.area} {one.year} is {one.figure:,.10g}, {one.figure / one.second:,.0f} times the "
            f"largest of all other years, {one.second:,.10g} of {one.year_of_second:.0f}; look it up",
        )


def _out_of_all(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A text for each number of a series too short for neighbours that leaves all of other areas far below it.

    Of what areas have more of the larger they are; a price or a share of one area can be far from all others.
    """
    figures = _with_levels(package, rows[rows["figure"] > 0])
    figures = figures[figures["indicator"].isin(_summed(package))]
    groups = figures.groupby(numbered(figures[["indicator", "area"]])[0])
    of_area = groups["figure"].agg(["max", "idxmax"]).assign(years=groups["year"].nunique())
    of_area = of_area.assign(
        **{name: figures[name].loc[of_area["idxmax"]].to_numpy() for name in ("indicator", "level")}
    )
    for _, some in of_area.groupby(["indicator", "level"], sort=False):
        ordered = some.sort_values("max", ascending=False)
        if len(ordered) < ENOUGH_AREAS or ordered["years"].iloc[0] >= ENOUGH_YEARS:
            continue
        first, second = (figures.loc[ordered["idxmax"].iloc[place]] for place in (0, 1))
        if first["figure"] >= 10 * second["figure"]:
            what = f"{first['indicator']} {first['area']} {first['year']} is {first['figure']:,.10g}"
            other = f"{second['figure']:,.10g} of {second['area']} {second['year']}"
            times = f"{first['figure'] / second['figure']:,.0f}"
            yield int(first["row"]), f"{what}, {times} times the largest of all others, {other}; look it up"


def _unlike_other_sources(package: Package, rows: pd.DataFrame, least: dict[str, int]) -> Iterator[tuple[int, str]]:
    """A text for each number that is a power of ten away from what all other sources print, who agree."""
    known = rows[rows["figure"] > 0]
    groups = known.groupby("thing")["figure"]
    wide = known[(groups.transform("max") > ALIKE * groups.transform("min")).to_numpy(bool)]
    near = known[known["indicator"].isin(wide["indicator"]) & known["area"].isin(wide["area"])]
    series = near.groupby(list(SERIES_KEY))["figure"].median()
    table = package.tables["statements"]
    for _, some in wide.groupby("thing"):
        middle = series[tuple(some[name].iloc[0] for name in SERIES_KEY)]
        strangest = np.abs(np.log(some["figure"] / middle)).idxmax()
        for one in some.itertuples():
            others = some[some["source"] != one.source]
            if not len(others) or others["figure"].max() > ALIKE * others["figure"].min():
                continue
            if len(others) == 1 and others.index[0] == strangest:
                continue  # of two numbers the other one is told
            away = np.log10(one.figure / np.sqrt(others["figure"].max() * others["figure"].min()))
            if factor := _power_in_words(away, least[one.indicator]):
                there = table.iloc[others["row"].iloc[0]]
                yield (
                    int(one.row),
                    f"{one.indicator} {one.area} {one.year} is {one.figure:,.10g} {one.unit}, {factor} "
                    f"{others['figure'].iloc[0]:,.10g} in {package.path(there['file'])}:{there['line']}; look it up",
                )


def _nothing(package: Package, rows: pd.DataFrame, least: dict[str, int]) -> Iterator[tuple[int, str]]:
    """A text for each zero of what all other sources print a number of, which rounding would not leave."""
    is_zero = (rows["figure"] == 0) & (rows["flag"] != Flag.POPPY_FREE) & (rows["indicator"].map(least) == 1)
    zeros, columns = rows[is_zero], ["thing", "source", "figure", "row"]
    pairs = zeros.merge(rows.loc[rows["thing"].isin(zeros["thing"]), columns], on="thing", suffixes=("", "_other"))
    pairs = pairs[pairs["source"] != pairs["source_other"]]
    told = pairs[pairs.groupby("row")["figure_other"].transform("min") >= 1].drop_duplicates("row")
    table = package.tables["statements"]
    for one in told.itertuples():
        there = table.iloc[one.row_other]
        yield (
            int(one.row),
            f"{one.indicator} {one.area} {one.year} is 0, but {one.figure_other:,.10g} {one.unit} in "
            f"{package.path(there['file'])}:{there['line']}; look it up: an empty cell is no zero",
        )


def _by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """The middle of the numbers of each year of each series, the first of them, and whether there is but one."""
    groups = rows.groupby(["series", "year"], as_index=False)
    middle = groups.agg(
        figure=("figure", "median"), first=("row", "idxmin"), least=("figure", "min"), most=("figure", "max")
    )
    of_first = {name: rows[name].loc[middle["first"]].to_numpy() for name in ("row", "indicator", "area")}
    return middle.assign(is_one=middle["least"] == middle["most"], **of_first)


def _with_levels(package: Package, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the level of the area of each."""
    areas = package.tables["areas"].drop_duplicates("area").set_index("area")
    return rows.assign(level=rows["area"].map(areas["level"]))


def _summed(package: Package) -> list[str]:
    """The indicators that add up over areas and do not change tenfold from year to year."""
    indicators = package.tables["indicators"]
    return [*indicators.loc[(indicators["additive"] == "yes") & ~indicators["measure"].isin(VOLATILE), "indicator"]]


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


def _least_power(package: Package) -> dict[str, int]:
    """The least power of ten that is told of each indicator."""
    indicators = package.tables["indicators"]
    return {
        indicator: 3 if measure in VOLATILE else 1
        for indicator, measure in zip(indicators["indicator"], indicators["measure"], strict=True)
    }


def _power_in_words(away: float, least: int) -> str:
    """How many times a number is another one, from the logarithm; empty where that is near no power that is told."""
    power = round(abs(away))
    if not least <= power <= max(_PARTS) or abs(abs(away) - power) > NEAR_A_POWER:
        return ""
    return f"about {10**power:,} times" if away > 0 else f"about a {_PARTS[power]} of"
