"""Warnings about numbers that should fit each other and do not; they never stop a refresh.

Two checks: an indicator that is the product of two others (yield x area = production; named by `product_of` in
indicators.csv), and the parts of an area against the whole.
"""

from collections.abc import Callable

import pandas as pd

from etl.figures.columns import OBSERVATION_KEY
from etl.method.units import product_factor
from etl.package.problems import Problem

PRODUCT_TOLERANCE = 0.05
SUM_TOLERANCE = 0.01  # room for totals that are printed rounded

FACTORS = "factors-do-not-give-product"
PARTS = "parts-and-total-differ"
CODES = (FACTORS, PARTS)


def is_additive(unit: str) -> bool:
    """Whether figures in this unit can be summed over areas: amounts can, rates ("per") cannot."""
    return "/" not in unit


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


def consistency(observations: pd.DataFrame, indicators: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    """One row for each observation that its factors or its parts contradict; `indicators` has product_scale.

    Columns: observation_id, code, computed (in the unit of the indicator), inputs (the number of observations
    that `computed` was made from).
    """
    known = observations[observations["value"].notna()]
    found = [_products(known, indicators), _sums(known, indicators, areas)]
    return pd.concat(found).sort_values(["observation_id", "code"], ignore_index=True)


def _products(known: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    found = [_table(known.iloc[:0], FACTORS, [], 2)]
    place = ["area", "year", "producer"]
    for product in indicators[indicators["product_of"] != ""].itertuples():
        first, second = product.product_of.split()
        rows = known[known["indicator"] == product.indicator]
        for side in (first, second):
            values = known.loc[known["indicator"] == side, [*place, "value"]]
            rows = rows.merge(values.rename(columns={"value": side}), on=place)
        computed = rows[first] * rows[second] * product.product_scale
        off = (computed / rows["value"] - 1).abs() > PRODUCT_TOLERANCE
        found.append(_table(rows[off], FACTORS, computed[off], 2))
    return pd.concat(found)


def _sums(known: pd.DataFrame, indicators: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
    parent = areas.set_index("area")["parent"]
    number_of_parts = areas.groupby("parent")["area"].size()
    additive = indicators.loc[indicators["unit"].map(is_additive), "indicator"]
    parts = known[known["indicator"].isin(additive)].assign(area=lambda rows: rows["area"].map(parent))
    place = list(OBSERVATION_KEY)
    sums = parts.groupby(place).agg(computed=("value", "sum"), inputs=("value", "size")).reset_index()
    rows = known.merge(sums, on=place)
    share = rows["computed"] / rows["value"] - 1
    complete = rows["inputs"] >= rows["area"].map(number_of_parts).astype(float)  # of no rows it would be text
    off = (share > SUM_TOLERANCE) | (complete & (share < -SUM_TOLERANCE))
    return _table(rows[off], PARTS, rows.loc[off, "computed"], rows.loc[off, "inputs"])


def _table(rows: pd.DataFrame, code: str, computed: object, inputs: object) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "observation_id": rows["id"].astype("int64"),
            "code": pd.Series(code, index=rows.index, dtype="str"),
            "computed": pd.Series(computed, index=rows.index, dtype=float),
            "inputs": pd.Series(inputs, index=rows.index, dtype="int64"),
        }
    )


def problems(tables: dict[str, pd.DataFrame], shown_path: Callable[[str], str]) -> list[Problem]:
    """The warnings as lines for the maintainer, each at the statement that put the value in force.

    `tables` are those of an edition; `shown_path` turns a path below the data folder into the one shown.
    """
    found = tables["consistency"].merge(tables["observation"], left_on="observation_id", right_on="id")
    found = found.merge(tables["statement"][["id", "file", "line", "unit"]], left_on="decided_by", right_on="id")
    return [
        Problem(
            shown_path(row.file),
            row.line,
            row.code,
            f"{row.indicator} {row.area} {row.year} {row.producer} is {row.value:,.10g} {row.unit}, but "
            f"{_made_of(row.code, row.inputs)} {row.computed:,.6g}; compare the statements and their revisions",
        )
        for row in found.itertuples()
    ]


def _made_of(code: str, inputs: int) -> str:
    if code == FACTORS:
        return "its two factors give"
    return "its only part is" if inputs == 1 else f"its {inputs} parts add up to"
