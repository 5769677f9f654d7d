"""Rules about numbers that may be slips: a source against itself, and a number out of the scale of its series."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.figures import columns
from etl.figures.columns import OBSERVATION_KEY, SERIES_KEY
from etl.figures.vocabulary.attributes import Attribute
from etl.figures.vocabulary.judgement import SET_ASIDE
from etl.figures.vocabulary.numbers import Flag
from etl.method.conversion import to_indicator_units
from etl.method.known_errors import with_corrections
from etl.method.printed_step import is_rounded_to, own_room, printed_step, significant_digits
from etl.method.spans import numbered
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import problems_in

# What a statement can say of itself, so that two numbers of one year are of two things.
_APART = [column.name for column in columns.STATEMENT.in_file if column.optional and column.name in set(Attribute)]
_READ = [*OBSERVATION_KEY, "source", "value", "low", "high", "unit", "flag", "change", "as_printed"]
_INEXACT = [Flag.APPROXIMATE, Flag.ROUNDED]
ROWS_AT_ONCE = 50_000  # and those of the last indicator
# Of these a number may be of another year, area or producer than its statement says.
MISPLACED = frozenset(
    {
        "cell-unlike-others",
        "year-unlike-others",
        "source-against-itself",
        *(f"value-of-another-{what}" for what in ("area", "year", "producer")),
    }
)
OWN_DIGITS = 3  # digits of a number that two areas seldom share by chance
NEARLY = 1.1  # times that two numbers of the same differ at most, such as one and its revision
IN_LINE = 4  # statements of one row or column of a sheet, of which one may be the odd one
_CELL = r"^[Ss]heet (?P<sheet>.+?) cells? (?P<column>[A-Z]+)(?P<row>\d+)"
AROUND = 5  # years in which the figures lie that a number is compared with
ALIKE = 2.0  # times that these differ at most
NEAR_A_POWER = 0.1  # how near to ten, a hundred or a thousand times, as a logarithm
SAME_DIGITS = 0.005  # how near to a power of ten numbers of the same digits are, as a logarithm
ENOUGH_YEARS = 3  # of a series, so that each of its numbers has two neighbours
ENOUGH_AREAS = 3  # with numbers of an indicator, so that one can be out of the range of the others
# What changes tenfold from year to year without anything being wrong; a thousand times is told there, too.
VOLATILE = frozenset({"seizures", "spending"})


def check(package: Package) -> list[Problem]:
    """All rules over a package without errors, whose units are in use; not of what is said to be inexact or wrong.

    Of a number that several rules are about only the first of them tells.
    """
    found: dict[str, list[tuple[int, str]]] = {
        "cell-unlike-others": list(_of_other_cells(package)),
        "year-unlike-others": list(_of_other_years(package)),
    }
    pairs = []
    for rows in _judged(package):
        out_of_scale = [
            *_unlike_other_sources(package, rows),
            *_out_of_scale(package, rows),
            *_out_of_two(package, rows),
            *_out_of_range(package, rows),
            *_out_of_all(package, rows),
            *_nothing(package, rows),
        ]
        sound = rows[~rows["row"].isin([row for row, _ in out_of_scale])]
        told_apart, strange = _unlike_own(rows, sound)
        for what in ("area", "year", "producer"):
            found.setdefault(f"value-of-another-{what}", []).extend(_of_another(what, package, told_apart, strange))
        found.setdefault("value-out-of-scale", []).extend(out_of_scale)
        pairs.append(_unlike_pairs(rows))
    found["source-against-itself"] = list(_against_themselves(package, pd.concat(pairs)))
    told: dict[int, tuple[str, str]] = {}
    for code, texts in found.items():
        for row, text in texts:
            told.setdefault(row, (code, text))
    return [
        problem
        for row, (code, text) in told.items()
        for problem in problems_in(package, "statements", code, [(row, text)])
    ]


def _judged(package: Package) -> Iterator[pd.DataFrame]:
    """The statements that are judged, in the units of their indicators: what the rules read of them.

    They come in portions, each with all of some indicators, since no rule compares numbers of two. Adds row, their
    number in the package, figure (the value, or the middle of a range without one), series and observation, numbers
    that those share which are of the same one, and thing, one that those share which say the same of what is counted.
    """
    known = package.tables["statements"]
    judged = with_corrections(package.tables["corrections"], known)
    whole = known["year"].notna() & ~known["flag"].isin([*SET_ASIDE, Flag.REPLACED, Flag.AT_LEAST])
    whole &= (judged["corrected_as"] == "") & ~judged["suspected"]
    whole &= known["value"].notna() | (known["low"] * known["high"] >= 0)
    apart = [name for name in _APART if package.texts["statements", name] not in ([], [""])]
    codes, indicators = pd.factorize(known["indicator"])
    portion = np.cumsum(np.bincount(codes, minlength=len(indicators))) // ROWS_AT_ONCE
    for number in np.unique(portion):
        places = np.flatnonzero(whole & (portion[codes] == number))
        rows = known[[*_READ, *apart]].take(places).reset_index(drop=True)
        observation = numbered(rows[list(OBSERVATION_KEY)])[0]
        thing = numbered(rows[apart].assign(observation=observation))[0]
        series = numbered(rows[list(SERIES_KEY)])[0]
        rows = rows[_READ].assign(row=places, series=series, observation=observation, thing=thing)
        rows = to_indicator_units(rows, package.tables["indicators"])
        yield rows.assign(figure=rows["value"].where(rows["value"].notna(), np.sqrt(rows["low"] * rows["high"])))


def _unlike_own(rows: pd.DataFrame, sound: pd.DataFrame) -> tuple[pd.DataFrame, "pd.Series[int]"]:
    """The numbers that are told apart by their digits, and those that nobody else, nearly, prints of their own.

    The second are rows, each with one that has another number of the same. sound: the rows that can be witnesses, for
    one out of scale would make another look wrong.
    """
    some = rows[(rows["figure"] > 0) & (significant_digits(rows["figure"]) >= OWN_DIGITS)]
    columns = ["observation", "source", "figure", "row"]
    own = some[columns].merge(sound[columns], on="observation", suffixes=("", "_own"))
    own = own[(own["source"] != own["source_own"]) & (own["figure_own"] > 0)]
    times = np.maximum(own["figure_own"] / own["figure"], own["figure"] / own["figure_own"])
    strange = own[~own["row"].isin(own["row"][times <= NEARLY])]
    return some, strange.drop_duplicates("row").set_index("row")["row_own"]


def _of_another(
    what: str, package: Package, some: pd.DataFrame, strange: "pd.Series[int]"
) -> Iterator[tuple[int, str]]:
    """A text for each strange number that others print of another area, year or producer."""
    place = [name for name in OBSERVATION_KEY if name != what]
    some = some[[*OBSERVATION_KEY, "source", "figure", "row"]]
    # Many areas may have the same number, so only that of a strange one is looked for among all.
    sought = some[some["row"].isin(strange.index)]
    same = sought.merge(some[some["figure"].isin(sought["figure"])], on=[*place, "figure"], suffixes=("", "_other"))
    same = same[(same[what] != same[f"{what}_other"]) & (same["source"] != same["source_other"])]
    same = same[_can_be_mistaken(package, same, what)]
    table = package.tables["statements"]
    for found in same.drop_duplicates("row").itertuples():
        there, here = (table.iloc[row] for row in (found.row_other, strange[found.row]))
        mine, other = getattr(found, what), getattr(found, f"{what}_other")
        yield (
            int(found.row),
            f"{found.indicator} {found.area} {found.year} {found.producer} is {found.figure:,.10g}, which "
            f"{package.path(there['file'])}:{there['line']} has of {other}, while "
            f"{package.path(here['file'])}:{here['line']} has another number of {mine}; correct the {what}, or "
            "look it up",
        )


def _can_be_mistaken(package: Package, same: pd.DataFrame, what: str) -> Mask:
    """Whether a number can be that of the other area, which is no part of it, or year, which the source knew."""
    if what == "area":
        parent = package.tables["areas"].drop_duplicates("area").set_index("area")["parent"]
        apart = (same["area"].map(parent) != same["area_other"]) & (same["area_other"].map(parent) != same["area"])
        return np.asarray(apart, dtype=np.bool_)
    if what == "year":
        published = package.tables["sources"].drop_duplicates("source").set_index("source")["published"]
        known = pd.to_numeric(same["source"].map(published).astype(object).str[:4], errors="coerce").fillna(np.inf)
        return np.asarray(same["year_other"].to_numpy(float) <= known.to_numpy(float), dtype=np.bool_)
    return np.ones(len(same), dtype=np.bool_)


def _of_other_cells(package: Package) -> Iterator[tuple[int, str]]:
    """A text for each statement that is of another year, area or indicator than all others of its row or column.

    Not where all that is in the line across is of the same, as in a table that has a year in each row.
    """
    table = package.tables["statements"]
    cells = pc.extract_regex(pa.array(table["locator"], pa.large_string()), _CELL)
    in_sheet = cells.is_valid().to_numpy(zero_copy_only=False)
    parts = {name: cells.field(name).filter(cells.is_valid()).to_pylist() for name in ("sheet", "column", "row")}
    known = table.loc[in_sheet, ["source", "indicator", "area", "year"]].assign(**parts)
    for line, across in (("column", "row"), ("row", "column")):
        groups, across_groups = (
            known.groupby(numbered(known[["source", "sheet", name]])[0], sort=False) for name in (line, across)
        )
        sizes = groups["year"].transform("size").to_numpy()
        for what in ("year", "area", "indicator"):
            several = known[(groups[what].transform("nunique") == 2).to_numpy(bool) & (sizes >= IN_LINE)]
            of_line = across_groups[what]
            of_all = (of_line.transform("nunique") == 1) & (of_line.transform("size") > 1)
            for (_, sheet, name), some in several.groupby(["source", "sheet", line], sort=False):
                counts = some[what].value_counts()
                usual, odd = counts.index[0], counts.index[-1]
                row = int(str(some.index[(some[what] == odd).to_numpy(bool)][0]))
                if counts.iloc[-1] == 1 and not of_all[row]:
                    yield (
                        row,
                        f"{what} is {odd}, but the other {counts.iloc[0]:,} numbers of {line} {name} of sheet {sheet} "
                        f"are of {usual}; correct the {what}, or locator",
                    )


def _of_other_years(package: Package) -> Iterator[tuple[int, str]]:
    """A text for each statement that alone is of a year in its source, while its area lacks one that others have."""
    table, key = package.tables["statements"], ["source", "indicator"]
    known = table.loc[table["year"].notna(), [*key, "area", "year"]]
    thing, of_area, of_year = (numbered(known[[*key, *more]])[0] for more in ([], ["area"], ["year"]))
    known = known.assign(row=known.index, thing=thing, of_area=of_area, of_year=of_year)
    known = known[np.bincount(thing)[thing] > IN_LINE * IN_LINE].drop_duplicates(["of_area", "year"])
    areas = known.groupby("of_year")["area"].transform("size")
    is_usual = areas > IN_LINE
    usual = known["year"].where(is_usual).groupby(known["thing"]).transform("nunique")
    missing = usual - is_usual.groupby(known["of_area"]).transform("sum")
    is_alone = (areas == 1) & ((areas == 1).groupby(known["thing"]).transform("sum") == 1)
    for one in known[is_alone & (usual > IN_LINE) & (missing == 1)].itertuples():
        has = known["year"][known["of_area"] == one.of_area]
        (lacked,) = {*known["year"][is_usual & (known["thing"] == one.thing)]} - {*has}
        yield (
            int(one.row),
            f"year is {one.year}, of which {one.source} has no other number of {one.indicator}, but none of "
            f"{lacked} of {one.area}, as it has of others; correct the year, or look it up",
        )


def _unlike_other_sources(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A text for each number that is a power of ten away from what all other sources print, who agree."""
    least = _least_power(package)
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


def _nothing(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A text for each zero of what all other sources print a number of, which rounding would not leave."""
    least = _least_power(package)
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


def _unlike_pairs(rows: pd.DataFrame) -> pd.DataFrame:
    """The numbers of which a source prints another one of the same thing, neither rounded, with the first of these.

    Columns: source, row, value, unit, first_row, first_value. Of two the one further from its series comes first.
    """
    usual = np.log10(rows["figure"].where(rows["figure"] > 0)).groupby(rows["series"])
    far = np.abs(np.log10(rows["figure"].where(rows["figure"] > 0)) - usual.transform("median")).fillna(0)
    rows = rows.assign(far=far)[rows["value"].notna() & ~rows["flag"].isin(_INEXACT)]
    group = numbered(rows[["thing", "source", "change"]])[0]
    some = rows.assign(group=group)[rows.groupby(group)["value"].transform("nunique") > 1]
    some = some.assign(step=printed_step(some))
    firsts = some.drop_duplicates("group").set_index("group").reindex(some["group"])
    pairs = [some[["value", "step"]], firsts[["value", "step"]]]
    value, step, first, first_step = (pair[name].to_numpy(float) for pair in pairs for name in ("value", "step"))
    room, first_room = own_room(value, step), own_room(first, first_step)
    rounded = is_rounded_to(value, step, room, first, first_step)
    other = ~(rounded | is_rounded_to(first, first_step, first_room, value, step))
    found = some[["source", "row", "value", "unit"]].assign(first_row=firsts["row"].to_numpy(), first_value=first)
    is_odd = (firsts["far"].to_numpy() > some["far"].to_numpy() + np.log10(ALIKE))[:, None]
    for one, first_one in (("row", "first_row"), ("value", "first_value")):  # the one that is unlike its series is told
        pair = found[[one, first_one]].to_numpy()
        found[[one, first_one]] = np.where(is_odd, pair[:, ::-1], pair)
    return found[other & (value != first)]


def _against_themselves(package: Package, pairs: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """One text for each source: the first two numbers that are not one rounded, and how many more there are."""
    table = package.tables["statements"]
    for source, found in pairs.sort_values("row").groupby("source", sort=False):
        row = found.iloc[0]
        here, there = table.iloc[row["row"]], table.iloc[row["first_row"]]
        others = found["first_row"].nunique() - 1
        more = f" ({others:,} more such pairs)" if others else ""
        what = " ".join(str(here[name]) for name in OBSERVATION_KEY)
        yield (
            int(row["row"]),
            f"{source} prints {row['value']:,.10g} {row['unit']} here and {row['first_value']:,.10g} in "
            f"{package.path(there['file'])}:{there['line']} of {what}, and nothing says what is different{more}; "
            "say it in their columns, or correct one",
        )


def _out_of_scale(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A text for each number that is a power of ten away from the two figures next to it, which are alike."""
    least = _least_power(package)
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


def _by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """The middle of the numbers of each year of each series, the first of them, and whether there is but one."""
    groups = rows.groupby(["series", "year"], as_index=False)
    middle = groups.agg(
        figure=("figure", "median"), first=("row", "idxmin"), least=("figure", "min"), most=("figure", "max")
    )
    of_first = {name: rows[name].loc[middle["first"]].to_numpy() for name in ("row", "indicator", "area")}
    return middle.assign(is_one=middle["least"] == middle["most"], **of_first)


def _out_of_two(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A text for one of the two numbers of a series of two years that are a power of ten apart.

    It is the one that is further from what is usual of its indicator, in areas of its level. Of what changes tenfold
    from year to year both must have the same digits.
    """
    least, table = _least_power(package), package.tables["statements"]
    areas = package.tables["areas"].drop_duplicates("area").set_index("area")
    figures = rows[rows["figure"] > 0].assign(level=lambda some: some["area"].map(areas["level"]))
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


def _out_of_range(package: Package, rows: pd.DataFrame) -> Iterator[tuple[int, str]]:
    """A text for the largest number of a series, where it is ten times, or a thousand times, all other years of it."""
    least = _least_power(package)
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
    areas = package.tables["areas"].drop_duplicates("area").set_index("area")
    figures = rows[rows["figure"] > 0].assign(level=lambda some: some["area"].map(areas["level"]))
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


_PARTS = {1: "tenth", 2: "hundredth", 3: "thousandth"}
