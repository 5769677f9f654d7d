"""Rules about statements: each has a number that makes sense, a unit, an address, and is there once."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd

from etl.figures.beside import rows_beside
from etl.figures.columns import STATEMENT_IDENTITY
from etl.figures.quoting import nearest_of, shown
from etl.figures.vocabulary.indicators import Measure
from etl.figures.vocabulary.judgement import Verdict
from etl.figures.vocabulary.numbers import Flag, RangeKind
from etl.method.conversion import unit_pairs
from etl.method.known_errors import same_key, with_corrections
from etl.method.units import UnitError, UnknownUnitError
from etl.method.units_in_use import check_unit, factor, is_unit
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.cells import EARLIEST_YEAR, is_real_date, year_fits
from etl.rules.found import not_empty, numbers_of, problems_at, problems_in
from etl.rules.units import may_convert, units_against_statements

IDENTITY = [*STATEMENT_IDENTITY, "unit"]  # units differ until they are converted
EXCHANGED = 3  # so many ranges, all of them turned, were not mistyped one by one
_OF_ENDS = {"range-reversed", "value-outside-range"}
COPIED = 10  # so many statements of one file in another are a copied file, which is told once


def check(package: Package, today: date) -> list[Problem]:
    """Every rule about statements, and the units of indicators that they hang on."""
    return [
        *_numbers(package),
        *_units(package),
        *_addresses(package),
        *_twice(package),
        *_before_their_time(package, today),
    ]


def _numbers(package: Package) -> list[Problem]:
    """Value or range present, both ends of a range, low <= value <= high, and a flag that fits the value.

    A misprint may be outside the range, for that is what makes it one.
    """
    table = package.tables["statements"]
    value, low, high = (table[name].to_numpy() for name in ("value", "low", "high"))
    flag = table["flag"].to_numpy()
    judged = with_corrections(package.tables["corrections"], table)
    misprint = (flag == Flag.MISPRINT) | (judged["corrected_as"] == Verdict.MISPRINT) | judged["suspected"]
    typed = ~package.is_untyped("statements", "value", "low", "high")
    kind, level = table["range_kind"], table["range_level"].to_numpy()
    no_range = np.isnan(low) & np.isnan(high)
    has_kind = kind.isin(set(RangeKind)).to_numpy(bool) | ~np.isnan(level)
    one_end = np.isnan(low) != np.isnan(high)
    is_corrected = _is_corrected(package)
    turned = low > high
    # Which numbers are said to be misprints is not known without the corrections.
    is_known = "corrections" not in package.unreadable
    outside = is_known & ((value < low) | (value > high)) & ~(value < 0) & ~one_end & ~turned & ~misprint.to_numpy()
    broken: dict[str, Mask] = {
        "nothing": np.isnan(value) & np.isnan(low) & np.isnan(high) & typed,
        "one end": one_end & typed,
        "turned": turned & typed,
        "outside": outside & typed,
        "kind without a range": no_range & ~np.isnan(value) & has_kind & typed,
        "level without an interval": ~no_range & (level <= 100) & (kind != RangeKind.CONFIDENCE_INTERVAL).to_numpy(),
        "more than the whole": (table["unit"] == "percent") & ((value > 100) | (high > 100)),
        "range with a value": (flag == Flag.RANGE) & ~np.isnan(value),
        "summed without parts": (flag == Flag.SUMMED) & ~not_empty(table["locator"]) & ~not_empty(table["as_printed"]),
        "without a place": ~not_empty(table["locator"]) & (flag != Flag.SUMMED),
        "poppy-free with a value": (flag == Flag.POPPY_FREE) & ~np.isnan(value) & (value != 0),
        "price of nothing": (value == 0) & _of_prices(package) & ~misprint.to_numpy(),
        "misprint of nothing": (flag == Flag.MISPRINT) & ~is_corrected & typed,
        "scope of nothing": (flag == Flag.WRONG_SCOPE) & ~is_corrected & ~not_empty(table["note"]) & typed,
    }
    problems: list[Problem] = []
    for rule in rows_beside("etl.rules", "numbers.csv"):
        rows = numbers_of(broken[rule["rule"]])
        found = zip(value[rows], low[rows], high[rows], level[rows], strict=True)
        texts = [rule["text"].format(value=one, low=start, high=end, level=at) for one, start, end, at in found]
        problems += problems_at(package, "statements", rows, rule["code"], texts)
    return _with_exchanged_ends(package, low != high, problems)


def _is_corrected(package: Package) -> Mask:
    """Which statements a correction is of, or has the number of, as a key may be mistyped; all without corrections."""
    table, corrections = package.tables["statements"], package.tables["corrections"]
    if "corrections" in package.unreadable or corrections.empty:
        return np.ones(len(table), dtype=np.bool_)
    of = same_key(corrections, table)["statement"]
    has_number = table["value"].isin(corrections["printed"].dropna()).to_numpy(dtype=np.bool_)
    return np.asarray(np.isin(np.arange(len(table)), of) | has_number, dtype=np.bool_)


def _with_exchanged_ends(package: Package, is_range: Mask, problems: list[Problem]) -> list[Problem]:
    """The problems, where all ranges of a file are turned as one of its header, in which low and high are exchanged."""
    table = package.tables["statements"]
    ranges = table["file"][is_range & table["low"].notna().to_numpy() & table["high"].notna().to_numpy()].value_counts()
    turned = Counter(problem.file for problem in problems if problem.code == "range-reversed")
    headers = {
        path: count for file, count in ranges.items() if turned[path := package.path(str(file))] == count >= EXCHANGED
    }
    return [
        *(problem for problem in problems if problem.code not in _OF_ENDS or problem.file not in headers),
        *(
            Problem(
                path, 1, "range-reversed", f"low is above high in all {count:,} ranges; exchange them in the header"
            )
            for path, count in headers.items()
        ),
    ]


def _of_prices(package: Package) -> Mask:
    """Which statements are of a price or a purity."""
    indicators = package.tables["indicators"]
    priced = indicators.loc[indicators["measure"].isin({Measure.PRICE, Measure.PURITY}), "indicator"]
    return np.asarray(package.tables["statements"]["indicator"].isin(priced), dtype=np.bool_)


def _as_known(unit: str, known: list[str]) -> str:
    """The unit of units.csv that is the same as one in another spelling, or what to do where it has none."""
    same = (each for each in known if may_convert(unit, each) and factor(unit, each) == 1)
    return next(same, "one of its units, or add a row there")


def _units(package: Package) -> list[Problem]:
    """The unit of each indicator is one, and that of each statement converts to it."""
    indicators = package.tables["indicators"]
    problems: list[Problem] = []
    wanted: dict[str, str] = {}
    known = [] if "units" in package.unreadable else package.tables["units"]["unit"].tolist()
    for row, (indicator, unit) in enumerate(zip(indicators["indicator"], indicators["unit"], strict=True)):
        try:
            if unit:
                check_unit(unit)
                wanted[indicator] = unit
                if known and unit not in known and "/" not in unit:
                    text = f"unit is {shown(unit)}, which units.csv calls otherwise; write {_as_known(unit, known)}"
                    problems += problems_at(package, "indicators", [row], "unit-unknown", [text])
        except UnknownUnitError as error:
            nearest = nearest_of(unit, package.tables["units"]["unit"].tolist())
            advice = f"did you mean {shown(nearest)}?" if nearest else "correct it"
            text = f"unit is {shown(unit)}, but {error}; {advice}"
            problems += problems_at(package, "indicators", [row], "unit-unknown", [text])
    statements = package.tables["statements"]
    doubted = units_against_statements(package)
    called = dict(zip(indicators["indicator"], indicators["unit_name"], strict=True))
    rows_of = dict(zip(indicators["indicator"], range(len(indicators)), strict=True))
    for indicator, text in doubted.items():
        problems += problems_at(package, "indicators", [rows_of[indicator]], "unit-not-convertible", [text])
    pair, units, names = unit_pairs(statements)
    for number, (unit, name) in enumerate(zip(units, names, strict=True)):
        if not unit or name not in wanted or name in doubted:
            continue
        try:
            factor(unit, wanted[name])
        except UnitError as error:
            code = "unit-unknown" if isinstance(error, UnknownUnitError) else "unit-not-convertible"
            if code == "unit-not-convertible" and is_unit(called[name]) and may_convert(unit, called[name]):
                continue  # the unit of the indicator is the slip, which is told beside its name
            rows = numbers_of(pair == number)
            problems += problems_at(
                package, "statements", rows, code, [f"unit is {shown(unit)}, but {error}"] * len(rows)
            )
    return problems


def _addresses(package: Package) -> list[Problem]:
    """A reader can open the source, the copy in which the number was read, or a copy of the source."""
    if {"sources", "copies"} & package.unreadable:
        return []
    sources = package.tables["sources"]
    copied = package.tables["copies"]["source"].tolist()
    silent = sources.loc[(sources["url"] == "") & ~sources["source"].isin(copied), "source"]
    table = package.tables["statements"]
    rows = numbers_of(~not_empty(table["via"]) & not_empty(table["source"]) & table["source"].isin(silent).to_numpy())
    firsts = table.iloc[rows].drop_duplicates("source")
    counts = table["source"].iloc[rows].value_counts()
    texts = [
        f"via is empty, and the source {shown(source)} has neither url nor copy; fill one of them"
        + (f" ({counts[source] - 1:,} more statements of it)" if counts[source] > 1 else "")
        for source in firsts["source"]
    ]
    return problems_at(package, "statements", firsts.index, "no-address", texts)


def _twice(package: Package) -> list[Problem]:
    table = package.tables["statements"]
    typed = numbers_of(~package.is_untyped("statements", "year", "value", "low", "high"))
    # A value is the same whichever range stands beside it; where there is none, the range is what is printed.
    only_range = table["value"].isna()
    ends = {name: table[name].where(only_range) for name in ("low", "high")}
    identity = table[IDENTITY].assign(**ends).iloc[typed]
    same = identity[identity.duplicated(keep=False)]
    if not len(same):
        return []
    row = same.assign(row=same.index).groupby(IDENTITY, dropna=False, sort=False)["row"].transform("first")
    again = row[row != row.index]
    pairs = pd.DataFrame(
        {
            "row": again.index,
            "file": table["file"].loc[again.index].to_numpy(),
            "of": table["file"].loc[again].to_numpy(),
            "at": table["line"].loc[again].to_numpy(),
        }
    )
    problems: list[Problem] = []
    for (file, of), some in pairs.groupby(["file", "of"], sort=False):
        rows, lines = some["row"].to_numpy(), some["at"].to_numpy()
        advice = "delete one, or tell them apart by locator"
        if file != of and len(rows) >= COPIED:
            rows, lines = rows[:1], lines[:1]
            advice = f"{len(some):,} statements of the file are in that one, too; delete one of the two files"
        texts = [f"the same statement is at {package.path(of)}:{line}; {advice}" for line in lines]
        problems += problems_at(package, "statements", rows, "statement-twice", texts)
    return problems


def _before_their_time(package: Package, today: date) -> list[Problem]:
    """A source that tells of years after it came out: one of the two years is mistyped, if it is no forecast."""
    table, sources = package.tables["statements"], package.tables["sources"].drop_duplicates("source")
    published = sources.set_index("source")["published"]
    published = published[published.map(is_real_date).astype(bool)]
    year = table["source"].map(pd.to_numeric(published.str[:4])).to_numpy(float)
    later = table["year"].to_numpy(float, na_value=np.nan) > year
    early = table[later & (year >= EARLIEST_YEAR) & year_fits(table["year"], today)]
    surveys = [
        (
            int(str(row)),
            f"survey_years is {shown(years)}, but {shown(source)} came out in {day[:4]}; correct one of them",
        )
        for row, source, years, day in sources[["source", "survey_years", "published"]].itertuples()
        if is_real_date(day) and years[-4:].isdigit() and years[-4:] > day[:4] >= str(EARLIEST_YEAR)
    ]
    told = set(package.tables["sources"]["source"].iloc[[row for row, _ in surveys]])
    firsts = early[~early["source"].isin(told).to_numpy(bool)].drop_duplicates("source")
    more = early["source"].value_counts()
    texts = [
        f"year is {year}, but {source} came out in {published[source][:4]}"
        + (f" ({more[source] - 1:,} more of such years)" if more[source] > 1 else "")
        + "; correct the year, or published of the source"
        for year, source in zip(firsts["year"], firsts["source"], strict=True)
    ]
    fieldwork = pd.to_numeric(table["field_year"].astype(object).str[-4:], errors="coerce").to_numpy(float)
    known = np.where(year >= EARLIEST_YEAR, year, today.year)
    asked = [
        (
            row,
            f"field_year is {shown(table['field_year'].iloc[row])}, but {table['source'].iloc[row]} came out in "
            f"{known[row]:.0f}; correct one of them",
        )
        if year[row] >= EARLIEST_YEAR
        else (row, f"field_year is {shown(table['field_year'].iloc[row])}, which has not come yet; correct it")
        for row in numbers_of(fieldwork > known)
    ]
    return [
        *problems_in(package, "sources", "year-after-source", surveys),
        *problems_in(package, "statements", "year-after-source", asked),
        *problems_at(package, "statements", firsts.index, "year-after-source", texts),
    ]
