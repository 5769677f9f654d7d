"""Which years of a series can be compared: a break parts those before it from those after it.

What is computed from a series has its breaks too: no production can be compared where the area under it cannot. So have
the parts of a country: what a new method changes for all of it, it changes for each of them.
"""

from graphlib import TopologicalSorter

import pandas as pd

from etl.figures.columns import SERIES_KEY
from etl.figures.vocabulary.history import BreakKind


def comparable_from(observations: pd.DataFrame, breaks: pd.DataFrame) -> "pd.Series[int]":
    """The first year that each observation can be compared with: that of the last break up to its own year.

    Missing where there is no break before. Both tables have the key of a series; one has `year`, the other
    `first_year_after` and `continued`. A break across which the series goes on parts nothing (`continued_at`).
    """
    return _last_of(breaks[breaks["continued"] == ""], observations)


def continued_at(observations: pd.DataFrame, breaks: pd.DataFrame) -> "pd.Series[int]":
    """The year of the last break up to that of each observation across which its series goes on; else missing."""
    return _last_of(breaks[breaks["continued"] != ""], observations)


def _last_of(breaks: pd.DataFrame, observations: pd.DataFrame) -> "pd.Series[int]":
    """The year of the last of some breaks up to that of each observation; missing where there is none."""
    series = list(SERIES_KEY)
    years = breaks[[*series, "first_year_after"]].astype({"first_year_after": "int64"})
    found = pd.merge_asof(
        observations[[*series, "year"]].astype({"year": "int64"}).reset_index().sort_values("year", kind="stable"),
        years.drop_duplicates().sort_values("first_year_after", kind="stable"),
        left_on="year",
        right_on="first_year_after",
        by=series,
    )
    return found.set_index("index")["first_year_after"].reindex(observations.index).astype("Int64")


def with_those_of_others(
    breaks: pd.DataFrame, areas: pd.DataFrame, indicators: pd.DataFrame, observations: pd.DataFrame
) -> pd.DataFrame:
    """The breaks, and those that a series has since another one has them.

    They are those of the whole that a part is surveyed with, and of the factors that a product is computed from. What
    such a break tells says once whose it is, however many series handed it on.
    """
    found = breaks.assign(whose=breaks["area"], of_what=breaks["indicator"])
    found = _with_those_of_products(_with_those_of_parts(found, areas, observations), indicators, observations)
    area, indicator = (areas.set_index("area")["name"], indicators.set_index("indicator")["name"])
    is_of_whole, is_of_factor = found["whose"] != found["area"], found["of_what"] != found["indicator"]
    whole = "all of " + found["whose"].map(area).fillna("")
    factor = found["of_what"].map(indicator).fillna("").str.lower()
    whose = factor.where(is_of_factor, "")
    whose += whole.where(~is_of_factor, " in " + whole).where(is_of_whole, "")
    whose += pd.Series(", from which it is computed", index=found.index).where(is_of_factor, "")
    found["what"] = ("As for " + whose + ": " + found["what"]).where(is_of_whole | is_of_factor, found["what"])
    return found[breaks.columns]


def _with_those_of_parts(breaks: pd.DataFrame, areas: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The breaks, and those that the parts of an area have since they are surveyed together with it.

    The series of a part has them where it has figures before and after that year, and no break of its own in it. What
    an area covers is said of it alone: parts that are counted since some year are no change for the others. So is who
    made the estimate. The world is no survey, and hands on nothing.
    """
    parent = areas.set_index("area")["parent"]
    parts = parent.reset_index().rename(columns={"area": "part", "parent": "area"})
    parts = parts[parts["area"].map(parent).fillna("") != ""]
    of_whole = breaks[breaks["kind"].isin([BreakKind.METHOD, BreakKind.DEFINITION])].merge(parts, on="area")
    passed_on = of_whole.assign(area=of_whole["part"], effect="", pre_break=float("nan"))
    return _with(breaks, passed_on[breaks.columns], observations)


def _with_those_of_products(breaks: pd.DataFrame, indicators: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The breaks, and those that an indicator has since it is the product of one that has them (`product_of`).

    A product has the break of a factor where it has figures before and after that year, and no break of its own in it.
    What was printed of the factor on its old basis is none of the product.
    """
    factors = indicators.set_index("indicator")["product_of"].str.split().to_dict()
    for product in filter(factors.get, TopologicalSorter(factors).static_order()):
        of_factors = breaks[breaks["indicator"].isin(factors[product])]
        breaks = _with(breaks, of_factors.assign(indicator=product, pre_break=float("nan")), observations)
    return breaks


def _with(breaks: pd.DataFrame, passed_on: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The breaks with those of others that part years of a series, and in whose year it has none of its own."""
    spans = observations.groupby(list(SERIES_KEY), as_index=False)["year"].agg(["min", "max"])
    passed_on = passed_on.astype(breaks.dtypes.to_dict())
    own = pd.MultiIndex.from_frame(breaks[[*SERIES_KEY, "first_year_after"]])
    is_new = ~pd.MultiIndex.from_frame(passed_on[[*SERIES_KEY, "first_year_after"]]).isin(own)
    years = passed_on[[*SERIES_KEY, "first_year_after"]].merge(spans, on=list(SERIES_KEY), how="left")
    parts = (years["min"] < years["first_year_after"]) & (years["first_year_after"] <= years["max"])
    every = pd.concat([breaks, passed_on[is_new & parts.fillna(False).to_numpy(bool)]])
    return every.sort_values([*SERIES_KEY, "first_year_after"], kind="stable", ignore_index=True)
