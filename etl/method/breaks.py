"""Which years of a series can be compared: a break parts those before it from those after it."""

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
