"""Rules about numbers that may be slips: unlike the others of their line or year, or a source against itself."""

from collections.abc import Iterator

import numpy as np
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
from etl.rules.scale import ALIKE, out_of_scale

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
        unlike = list(out_of_scale(package, rows))
        sound = rows[~rows["row"].isin([row for row, _ in unlike])]
        told_apart, strange = _unlike_own(rows, sound)
        for what in ("area", "year", "producer"):
            found.setdefault(f"value-of-another-{what}", []).extend(_of_another(what, package, told_apart, strange))
        found.setdefault("value-out-of-scale", []).extend(unlike)
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
