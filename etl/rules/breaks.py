"""The rule about breaks: each parts years of a series that has numbers on both sides."""

from datetime import date

from etl.figures.columns import SERIES_KEY
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.cells import year_fits
from etl.rules.found import numbers_of, problems_at


def check(package: Package, today: date) -> list[Problem]:
    """Breaks of nothing. Not judged where a key is wrong in itself, or statements are missing, which has been told."""
    breaks, statements = package.tables["breaks"], package.tables["statements"]
    if "statements" in package.unreadable or package.is_untyped("statements", "year").any():
        return []
    series = list(SERIES_KEY)
    spans = statements.groupby(series, as_index=False)["year"].agg(["min", "max"])
    years = breaks[[*series, "first_year_after"]].merge(spans, on=series, how="left")
    late = numbers_of((years["first_year_after"] > today.year + 1).fillna(False))
    told = [
        f"first_year_after is {years.loc[row, 'first_year_after']}, which has not come yet; correct it" for row in late
    ]
    sound = year_fits(years["first_year_after"], today) & years["first_year_after"].notna()
    for name, resource in (("indicator", "indicators"), ("area", "areas"), ("producer", "producers")):
        sound &= years[name].isin(package.tables[resource][name])
    first = years["first_year_after"]
    parts = (years["min"] < first) & (first <= years["max"])
    rows = numbers_of(sound & ~parts.fillna(False).astype(bool))
    texts = [
        f"no number of {', '.join(years.loc[row, series])} is of a year before {first[row]}, or none of that year or "
        "later; correct the break or add the statement"
        for row in rows
    ]
    return [
        *problems_at(package, "breaks", late, "year-out-of-range", told),
        *problems_at(package, "breaks", rows, "break-outside-series", texts),
    ]
