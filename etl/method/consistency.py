"""Warnings about numbers that should fit each other and do not; they never stop a refresh.

Two checks are of numbers against numbers: an indicator that is the product of two others (yield x area = production;
named by `product_of` in indicators.csv), and the parts of an area against the whole. Two look at the yield that area
and production imply over the years: one that never changes was hardly measured, and one far from those around it is
odd. How far numbers may be apart follows from the digits that they are printed to.
"""

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from etl.figures.columns import OBSERVATION_KEY
from etl.figures.indicators import YES
from etl.figures.vocabulary.judgement import ChangeKind, Misfit
from etl.figures.vocabulary.numbers import APPROXIMATELY, Flag, poppy_free_below
from etl.method.printed_step import Floats
from etl.method.resolve import Resolution
from etl.method.spans import Places
from etl.method.units_in_use import product_factor
from etl.package.problems import Problem

SUM_TOLERANCE = 0.01  # room for totals that are printed rounded

SAME_YIELD = 0.005  # yields that differ by less are the same one
SAME_YIELD_FIGURES = 3  # so many figures in a row make it a constant one
AROUND = 4  # years on each side that a yield is compared with
FIGURES_AROUND = 4  # at least so many of them are known
FAR = 6  # times the usual distance from the middle of them
USUAL_AT_LEAST = 0.05  # of the middle: closer than that yields seldom are

_PLACE = ["area", "year", "producer"]


def product_scales(indicators: pd.DataFrame) -> pd.Series:
    """What turns the product of two indicators' units into the unit of their product; NaN for the others."""
    units = indicators.set_index("indicator")["unit"]

    def scale(product_of: str, unit: str) -> float:
        if not product_of:
            return float("nan")
        first, second = product_of.split()
        return product_factor(units[first], units[second], unit)

    scales = map(scale, indicators["product_of"], indicators["unit"])
    return pd.Series(list(scales), index=indicators.index, dtype=float)


def consistency(resolution: Resolution, indicators: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """One row for each observation and check that it fails; `indicators` has product_scale.

    Columns: observation_id, code (a word of Misfit), computed (in the unit of the indicator: what the others give for
    it), inputs (the number of observations that `computed` was made from).
    """
    known = _with_bounds(resolution)
    products = indicators[(indicators["product_of"] != "").to_numpy()]
    found = [_ties(resolution), _sums(known, indicators, areas)]
    for product in products.itertuples():
        first, second = product.product_of.split()
        found += _products(known, resolution, product.indicator, (first, second), product.product_scale)
        if second.endswith("yield"):
            found += _yields(known, product.indicator, first)
    return pd.concat(found).sort_values(["observation_id", "code"], ignore_index=True)


def _with_bounds(resolution: Resolution) -> pd.DataFrame:
    """The observations that have a value, with the bounds that its printed digits leave, and the days of its prints.

    Adds least, most, since (the publication that decided) and until (the last that prints it), as numbers yyyymmdd.
    """
    known = resolution.observations[resolution.observations["value"].notna()]
    said = resolution.statements.set_index("id")
    room = said["step"].reindex(known["statement_id"]).to_numpy(float) / 2
    about = (known["flag"] == Flag.APPROXIMATE).to_numpy(bool)
    room = np.where(about, np.maximum(room, APPROXIMATELY * known["value"].abs()), room)
    deciding = said.loc[known["decided_by"]]
    last_print = said["end"].groupby(said["number"]).max()
    return known.assign(
        least=known["value"] - room,
        most=known["value"] + room,
        since=deciding["start"].to_numpy(),
        until=last_print[deciding["number"]].to_numpy(),
    )


def _products(
    known: pd.DataFrame, resolution: Resolution, product: str, factors: tuple[str, str], scale: float
) -> list[pd.DataFrame]:
    """Products and their factors that do not fit: each of the three has a row."""
    columns = ["id", "value", "least", "most", "until"]
    rows = known[known["indicator"] == product]
    for side, factor in enumerate(factors):
        values = known.loc[known["indicator"] == factor, [*_PLACE, *columns]]
        rows = rows.merge(values.rename(columns={name: f"{name}_{side}" for name in columns}), on=_PLACE)
    low, high = (rows[f"{end}_0"] * rows[f"{end}_1"] * scale for end in ("least", "most"))
    rows = rows[(low > rows["most"]) | (high < rows["least"])].reset_index(drop=True)
    found = [_table(rows, Misfit.FACTORS, rows["value_0"] * rows["value_1"] * scale, 2)]
    once = _fitted_once(rows, resolution, scale)
    for side in (0, 1):
        is_retired = once & (rows[f"until_{side}"] < rows["since"])
        computed = rows["value"] / (rows[f"value_{1 - side}"] * scale)
        for code, some in ((Misfit.RETIRED, is_retired), (Misfit.FACTOR, ~is_retired)):
            own = rows.loc[some].assign(id=rows.loc[some, f"id_{side}"])
            found.append(_table(own, code, computed[some], 2))
    return found


def _fitted_once(rows: pd.DataFrame, resolution: Resolution, scale: float) -> "pd.Series[bool]":
    """Which products were revised from a number that the factors fit: such factors belong to that number."""
    before = resolution.vintages[["observation_id", "value", "statement_id", "kind"]].assign(
        next_kind=resolution.vintages.groupby("observation_id")["kind"].shift(-1).fillna("")
    )
    before = before[before["next_kind"].isin([ChangeKind.REVISED, ChangeKind.REDEFINED, ChangeKind.CORRECTED])]
    pairs = rows.reset_index(names="row").merge(before, left_on="id", right_on="observation_id", suffixes=("", "_then"))
    room = resolution.statements.set_index("id")["step"].reindex(pairs["statement_id_then"]).to_numpy(float) / 2
    low, high = (pairs[f"{end}_0"] * pairs[f"{end}_1"] * scale for end in ("least", "most"))
    fits = (low <= pairs["value_then"] + room) & (high >= pairs["value_then"] - room)
    return pd.Series(rows.index.isin(pairs.loc[fits, "row"]), index=rows.index)


def _yields(known: pd.DataFrame, product: str, area_indicator: str) -> list[pd.DataFrame]:
    """Products whose implied yield never changes, and those whose yield is far from that of the years around.

    Those are years without a break between them, in the product or in the area; one and the same yield is found across
    breaks too, since it says how all of them were computed.
    """
    grown = known.loc[
        (known["indicator"] == area_indicator) & (known["value"] > 0), [*_PLACE, "value", "comparable_from"]
    ]
    rows = known[(known["indicator"] == product) & (known["value"] > 0)]
    rows = rows.merge(grown, on=_PLACE, suffixes=("", "_area")).sort_values(["area", "producer", "year"])
    since = rows[["comparable_from", "comparable_from_area"]].max(axis=1).fillna(0)
    rows = rows.assign(implied=rows["value"] / rows["value_area"], since_break=since).reset_index(drop=True)
    same, runs = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=int)
    usual, around = np.full(len(rows), np.nan), np.zeros(len(rows), dtype=int)
    years, implied = rows["year"].to_numpy(), rows["implied"].to_numpy()
    for places in rows.groupby(["area", "producer"], sort=False).indices.values():
        for run in _runs(implied[places]):
            some = places[run]
            same[some], runs[some] = np.median(implied[some]), len(some)
    for places in rows.groupby(["area", "producer", "since_break"], sort=False).indices.values():
        usual[places], around[places] = _usual(years[places], implied[places])
    constant, odd = rows[runs > 0], rows[around > 0]
    return [
        _table(constant, Misfit.CONSTANT, constant["value_area"] * same[runs > 0], runs[runs > 0]),
        _table(odd, Misfit.OUTLIER, odd["value_area"] * usual[around > 0], around[around > 0]),
    ]


def _runs(yields: Floats) -> list[slice]:
    """The runs of yields that are the same."""
    runs, begin = [], 0
    for place in range(1, len(yields) + 1):
        run = yields[begin : place + 1]
        if place == len(yields) or run.max() > run.min() * (1 + SAME_YIELD):
            if place - begin >= SAME_YIELD_FIGURES:
                runs.append(slice(begin, place))
            begin = place
    return runs


def _usual(years: Places, yields: Floats) -> tuple[Floats, Places]:
    """For each yield of a series that is far from the usual one, that one and how many years around gave it; else 0."""
    logs = np.log(yields)
    near = (np.abs(years[:, None] - years) <= AROUND) & (years[:, None] != years)
    others = np.where(near, logs, np.nan)[near.sum(axis=1) >= FIGURES_AROUND]
    enough = np.flatnonzero(near.sum(axis=1) >= FIGURES_AROUND)
    usual, around = np.full(len(years), np.nan), np.zeros(len(years), dtype=np.int64)
    if len(enough):
        middle = np.nanmedian(others, axis=1)
        distance = np.maximum(np.nanmedian(np.abs(others - middle[:, None]), axis=1), USUAL_AT_LEAST)
        far = np.abs(logs[enough] - middle) > FAR * distance
        usual[enough[far]] = np.exp(middle[far])
        around[enough[far]] = near.sum(axis=1)[enough[far]]
    return usual, around


def _ties(resolution: Resolution) -> pd.DataFrame:
    rows = resolution.observations[resolution.observations["tied_with"] > 0]
    other = resolution.statements.set_index("id")["value"].reindex(rows["tied_with"]).to_numpy(float)
    return _table(rows, Misfit.TIED, other, 1)


def _sums(known: pd.DataFrame, indicators: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    parent = areas.set_index("area")["parent"]
    number_of_parts = areas.groupby("parent")["area"].size()
    additive = indicators.loc[indicators["additive"] == YES, "indicator"]
    parts = known[known["indicator"].isin(additive)].assign(area=lambda rows: rows["area"].map(parent))
    place = list(OBSERVATION_KEY)
    free = (parts["flag"] == Flag.POPPY_FREE).to_numpy(bool)
    most = parts["value"].where(~free, parts["year"].map(poppy_free_below))
    sums = parts.assign(most=most).groupby(place)
    sums = sums.agg(computed=("value", "sum"), most=("most", "sum"), inputs=("value", "size")).reset_index()
    rows = known.drop(columns="most").merge(sums, on=place)
    share, at_most = rows["computed"] / rows["value"] - 1, rows["most"] / rows["value"] - 1
    complete = rows["inputs"] >= rows["area"].map(number_of_parts).astype(float)  # of no rows it would be text
    off = (share > SUM_TOLERANCE) | (complete & (at_most < -SUM_TOLERANCE))
    return _table(rows[off], Misfit.PARTS, rows.loc[off, "computed"], rows.loc[off, "inputs"])


def _table(rows: pd.DataFrame, code: str, computed: object, inputs: object) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "observation_id": rows["id"].astype("int64"),
            "code": pd.Series(str(code), index=rows.index, dtype="str"),
            "computed": pd.Series(computed, index=rows.index, dtype=float),
            "inputs": pd.Series(inputs, index=rows.index, dtype="int64"),
        }
    )


def problems(
    tables: dict[str, pd.DataFrame],
    shown_path: Callable[[str], str],
    told: Collection[tuple[str, int]] = (),
    misplaced: Collection[tuple[str, int]] = (),
) -> list[Problem]:
    """The warnings as lines for the maintainer, each at the statement that decided the current value.

    `tables` are those of an edition; `shown_path` turns a path below the data folder into the one shown. Of `told`,
    places as shown, something worse is told than that their number is tied with another; `misplaced` are those of
    numbers that are of something else, so that nothing else is told of the wholes that they are parts of.
    """
    places = tables["statement"][["id", "file", "line", "unit"]]
    found = tables["consistency"].merge(tables["observation"], left_on="observation_id", right_on="id")
    found = found.merge(places, left_on="decided_by", right_on="id")
    tied = found[["tied_with"]].merge(places, left_on="tied_with", right_on="id", how="left")
    pairs = zip(found["code"], found["file"], found["line"], tied["file"], tied["line"], strict=True)
    is_known = [
        code == Misfit.TIED and ((shown_path(file), line) in told or (shown_path(other), at) in told)
        for code, file, line, other, at in pairs
    ]
    doubted = _wholes_of(tables, misplaced, shown_path)
    wholes = zip(found["code"], found["indicator"], found["producer"], found["area"], strict=True)
    is_doubted = [code == Misfit.PARTS and whole in doubted for code, *rest in wholes for whole in [tuple(rest)]]
    found = found[~(np.array(is_known, dtype=bool) | np.array(is_doubted, dtype=bool))]
    return [
        Problem(
            shown_path(row.file),
            row.line,
            row.code,
            f"{row.indicator} {row.area} {row.year} {row.producer} is {row.value:,.10g} {row.unit}, but "
            f"{_made_of(row.code, row.inputs)}"
            + ("" if row.computed != row.computed else f" {row.computed:,.6g}")
            + "; compare the statements and their revisions",
        )
        for row in found.itertuples()
    ]


def _wholes_of(
    tables: dict[str, pd.DataFrame], places: Collection[tuple[str, int]], shown_path: Callable[[str], str]
) -> set[tuple[str, ...]]:
    """Indicator, producer and area of the statements at some places, and of the areas that theirs are parts of."""
    statements = tables["statement"]
    paths = statements["file"].map({file: shown_path(file) for file in statements["file"].unique()})
    at = pd.DataFrame(list(places), columns=["path", "line"]).astype({"path": "str", "line": "int64"})
    doubted = statements.assign(path=paths).merge(at, on=["path", "line"])
    parent = tables["area"].set_index("area")["parent"]
    return {
        (indicator, producer, whole)
        for indicator, producer, area in zip(doubted["indicator"], doubted["producer"], doubted["area"], strict=True)
        for whole in (area, parent[area])
    }


def _made_of(code: str, inputs: int) -> str:
    if code == Misfit.PARTS:
        return "its only part is" if inputs == 1 else f"its {inputs} parts add up to"
    return _TOLD[code]


_TOLD: dict[str, str] = {
    Misfit.FACTORS: "its two factors give",
    Misfit.FACTOR: "the product and the other factor give",
    Misfit.RETIRED: "it belongs to a product that was revised, which with the other factor gives",
    Misfit.SUSPECTED: "it may be a misprint, which nobody outside has confirmed, for",
    Misfit.TIED: "no date tells it from another number:",
    Misfit.CONSTANT: "its yield does not change over three or more figures; with that yield it is",
    Misfit.OUTLIER: "with the yield of the years around it is",
}
