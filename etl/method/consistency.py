"""Warnings about numbers that should fit each other and do not; they never stop a refresh.

Two checks are of numbers against numbers: an indicator that is the product of two others (yield x area = production;
named by `product_of` in indicators.csv), and the parts of an area against the whole. Two look at the yield that area
and production imply over the years: one that never changes was hardly measured, and one far from those around it is
odd. That is asked of what fields give (`implied_yields.csv`), and not of cocaine and heroin, which are made of it by
ratios that are assumed for years at a time. How far numbers may be apart follows from the digits that they are printed
to.
"""

from collections.abc import Callable, Collection

import numpy as np
import pandas as pd

from etl.figures.beside import rows_beside
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


def consistency(
    observations: pd.DataFrame, revised: pd.DataFrame, indicators: pd.DataFrame, areas: pd.DataFrame
) -> pd.DataFrame:
    """One row for each observation and check that it fails; `indicators` has product_scale.

    `observations` are those of `with_bounds` with `comparable_from`, `revised` the numbers of `revised_numbers`.
    Columns: observation_id, code (a word of Misfit), computed (in the unit of the indicator: what the others give for
    it), inputs (the number of observations that `computed` was made from).
    """
    known = observations[observations["value"].notna()]
    products = indicators[(indicators["product_of"] != "").to_numpy()]
    found = [_ties(observations), _sums(known, indicators, areas)]
    for product in products.itertuples():
        first, second = product.product_of.split()
        found += _products(known, revised, product.indicator, (first, second), product.product_scale)
    for implied in rows_beside("etl.method", "implied_yields.csv"):
        found += _yields(known, implied["product"], implied["area"])
    return pd.concat(found).sort_values(["observation_id", "code"], ignore_index=True)


BOUNDS = ["least", "most", "since", "until", "tied_value"]


def with_bounds(resolution: Resolution) -> pd.DataFrame:
    """The observations with the bounds that the printed digits of their values leave, and the days of their prints.

    Adds BOUNDS: least, most, since (the publication that decided) and until (the last that prints it), as numbers
    yyyymmdd, and tied_value, the number that no date tells from the value.
    """
    shown = resolution.observations
    said = resolution.statements[["id", "step", "start", "end", "number", "value"]].set_index("id")
    room = said["step"].reindex(shown["statement_id"]).to_numpy(float) / 2
    about = (shown["flag"] == Flag.APPROXIMATE).to_numpy(bool)
    room = np.where(about, np.maximum(room, APPROXIMATELY * shown["value"].abs()), room)
    deciding = said.reindex(shown["decided_by"])
    last_print = said["end"].groupby(said["number"]).max()
    return shown.assign(
        least=shown["value"] - room,
        most=shown["value"] + room,
        since=deciding["start"].to_numpy(),
        until=last_print.reindex(deciding["number"]).to_numpy(),
        tied_value=said["value"].reindex(shown["tied_with"]).to_numpy(float),
    )


def revised_numbers(resolution: Resolution) -> pd.DataFrame:
    """The numbers that were replaced by another one at a revision: observation_id, value and room."""
    history = resolution.vintages
    next_kind = history.groupby("observation_id")["kind"].shift(-1).fillna("")
    replaced = history[next_kind.isin([ChangeKind.REVISED, ChangeKind.REDEFINED, ChangeKind.CORRECTED])]
    step = resolution.statements.set_index("id")["step"].reindex(replaced["statement_id"]).to_numpy(float)
    return replaced[["observation_id", "value"]].assign(room=step / 2)


def _products(
    known: pd.DataFrame, revised: pd.DataFrame, product: str, factors: tuple[str, str], scale: float
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
    once = _fitted_once(rows, revised, scale)
    for side in (0, 1):
        is_retired = once & (rows[f"until_{side}"] < rows["since"])
        computed = rows["value"] / (rows[f"value_{1 - side}"] * scale)
        for code, some in ((Misfit.RETIRED, is_retired), (Misfit.FACTOR, ~is_retired)):
            own = rows.loc[some].assign(id=rows.loc[some, f"id_{side}"])
            found.append(_table(own, code, computed[some], 2))
    return found


def _fitted_once(rows: pd.DataFrame, revised: pd.DataFrame, scale: float) -> "pd.Series[bool]":
    """Which products were revised from a number that the factors fit: such factors belong to that number."""
    pairs = rows.reset_index(names="row").merge(
        revised, left_on="id", right_on="observation_id", suffixes=("", "_then")
    )
    low, high = (pairs[f"{end}_0"] * pairs[f"{end}_1"] * scale for end in ("least", "most"))
    fits = (low <= pairs["value_then"] + pairs["room"]) & (high >= pairs["value_then"] - pairs["room"])
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


def _ties(observations: pd.DataFrame) -> pd.DataFrame:
    rows = observations[observations["tied_with"] > 0]
    return _table(rows, Misfit.TIED, rows["tied_value"], 1)


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
    misfits: pd.DataFrame,
    observations: pd.DataFrame,
    indicators: pd.DataFrame,
    areas: pd.DataFrame,
    places: pd.DataFrame,
    shown_path: Callable[[str], str],
    told: Collection[tuple[str, int]] = (),
    misplaced: Collection[tuple[str, int]] = (),
) -> list[Problem]:
    """The warnings as lines for the maintainer, each at the statement that decided the current value.

    `misfits` are those of `consistency`; `places` has file, line, indicator, area and producer of each statement in the
    order of their ids; `shown_path` turns a path below the data folder into the one shown. Of `told`, places as shown,
    something worse is told than that their number is tied with another; `misplaced` are those of numbers that are of
    something else, so that nothing else is told of the wholes that they are parts of.
    """
    found = misfits.merge(observations, left_on="observation_id", right_on="id")
    found = found.merge(indicators[["indicator", "unit"]], on="indicator")
    deciding, tied = (places.take(np.maximum(found[name] - 1, 0)) for name in ("decided_by", "tied_with"))
    found = found.assign(file=deciding["file"].to_numpy(), line=deciding["line"].to_numpy())
    pairs = zip(found["code"], found["file"], found["line"], tied["file"], tied["line"], strict=True)
    is_known = [
        code == Misfit.TIED and ((shown_path(file), line) in told or (shown_path(other), at) in told)
        for code, file, line, other, at in pairs
    ]
    doubted = _wholes_of(places, areas, misplaced, shown_path)
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
    places: pd.DataFrame, areas: pd.DataFrame, doubted: Collection[tuple[str, int]], shown_path: Callable[[str], str]
) -> set[tuple[str, ...]]:
    """Indicator, producer and area of the statements at some places, and of the areas that theirs are parts of."""
    paths = places["file"].map({file: shown_path(file) for file in places["file"].unique()})
    at = pd.DataFrame(list(doubted), columns=["path", "line"]).astype({"path": "str", "line": "int64"})
    found = places.assign(path=paths).merge(at, on=["path", "line"])
    parent = areas.set_index("area")["parent"]
    return {
        (indicator, producer, whole)
        for indicator, producer, area in zip(found["indicator"], found["producer"], found["area"], strict=True)
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
