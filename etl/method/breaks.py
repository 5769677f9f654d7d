"""Which years of a series can be compared: a break parts those before it from those after it.

What is computed from a series has its breaks too: no production can be compared where the area under it cannot.
"""

from graphlib import TopologicalSorter

import pandas as pd

from etl.figures.columns import SERIES_KEY


def comparable_from(observations: pd.DataFrame, breaks: pd.DataFrame) -> "pd.Series[int]":
    """The first year that each observation can be compared with: that of the last break up to its own year.

    Missing where there is no break before. A break whose source prints the earlier years on the new basis parts
    nothing. Both tables have the key of a series; one has `year`, the other `first_year_after` and `continued`.
    """
    series = list(SERIES_KEY)
    parting = breaks.loc[breaks["continued"] == "", [*series, "first_year_after"]].astype({"first_year_after": "int64"})
    found = pd.merge_asof(
        observations[[*series, "year"]].astype({"year": "int64"}).reset_index().sort_values("year", kind="stable"),
        parting.drop_duplicates().sort_values("first_year_after", kind="stable"),
        left_on="year",
        right_on="first_year_after",
        by=series,
    )
    return found.set_index("index")["first_year_after"].reindex(observations.index).astype("Int64")


def with_those_of_products(breaks: pd.DataFrame, indicators: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The breaks, and those that an indicator has since it is the product of one that has them (`product_of`).

    A product has the break of a factor where it has figures before and after that year, and no break of its own in it.
    What was printed of the factor on its old basis is none of the product.
    """
    names = indicators.set_index("indicator")["name"]
    spans = observations.groupby(list(SERIES_KEY), as_index=False)["year"].agg(["min", "max"])
    factors = indicators.set_index("indicator")["product_of"].str.split().to_dict()
    for product in filter(factors.get, TopologicalSorter(factors).static_order()):
        of_factors = breaks[breaks["indicator"].isin(factors[product])]
        factor = of_factors["indicator"].map(names).str.lower()
        told = "As for " + factor + ", from which it is computed: " + of_factors["what"]
        passed_on = of_factors.assign(indicator=product, what=told, pre_break=float("nan"))
        passed_on = passed_on.astype(breaks.dtypes.to_dict())
        own = pd.MultiIndex.from_frame(breaks[[*SERIES_KEY, "first_year_after"]])
        is_new = ~pd.MultiIndex.from_frame(passed_on[[*SERIES_KEY, "first_year_after"]]).isin(own)
        years = passed_on[[*SERIES_KEY, "first_year_after"]].merge(spans, on=list(SERIES_KEY), how="left")
        parts = (years["min"] < years["first_year_after"]) & (years["first_year_after"] <= years["max"])
        breaks = pd.concat([breaks, passed_on[is_new & parts.fillna(False).to_numpy(bool)]])
    return breaks.sort_values([*SERIES_KEY, "first_year_after"], kind="stable", ignore_index=True)
