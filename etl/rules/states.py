"""Rules about states that are gone: no figure is of a year in which an area did not exist."""

from collections.abc import Iterator

import numpy as np

from etl.figures.quoting import shown
from etl.package.extract import Package
from etl.package.problems import Problem
from etl.rules.found import numbers_of, problems_at, problems_in


def check(package: Package) -> list[Problem]:
    """Years of areas that are reversed, and statements outside the years of their area."""
    return [
        *problems_in(package, "areas", "years-reversed", _reversed(package)),
        *problems_in(package, "areas", "key-unknown", _unknown(package)),
        *_outside(package),
    ]


def _unknown(package: Package) -> Iterator[tuple[int, str]]:
    """Areas that another one became, which the data does not have beside it."""
    areas = package.tables["areas"]
    known = set(areas["area"])
    for row, (area, became) in enumerate(zip(areas["area"], areas["became"], strict=True)):
        if missing := [key for key in became.split() if key not in known or key == area]:
            yield (
                row,
                f"became names {shown(missing[0])}, which is no other area of areas.csv; correct it, or add the row",
            )


def _reversed(package: Package) -> Iterator[tuple[int, str]]:
    areas = package.tables["areas"]
    wrong = numbers_of((areas["from_year"] > areas["to_year"]).fillna(False))
    for row, first, last in zip(wrong, areas["from_year"].iloc[wrong], areas["to_year"].iloc[wrong], strict=True):
        yield int(row), f"from_year is {first} and to_year {last}; swap or correct them"


def _outside(package: Package) -> list[Problem]:
    """Statements about a state before its first or after its last year; areas that exist have neither."""
    areas, statements = package.tables["areas"], package.tables["statements"]
    mortal = areas[areas["from_year"].notna() | areas["to_year"].notna()].drop_duplicates("area").set_index("area")
    rows = numbers_of(statements["area"].isin(mortal.index) & statements["year"].notna())
    if not len(rows):
        return []
    about = mortal.loc[statements["area"].iloc[rows]]
    first = about["from_year"].to_numpy(dtype=float, na_value=-np.inf)
    last = about["to_year"].to_numpy(dtype=float, na_value=np.inf)
    years = statements["year"].iloc[rows].to_numpy(dtype=float)
    outside = rows[(years < first) | (years > last)]
    texts = []
    for area, year in zip(statements["area"].iloc[outside], statements["year"].iloc[outside], strict=True):
        ends = mortal.loc[area, ["from_year", "to_year"]].dropna()
        span = " ".join(f"{name.removesuffix('_year')} {end}" for name, end in ends.items())
        became = mortal.loc[area, "became"]
        later = f", such as {' or '.join(became.split())}" if became and year > ends.get("to_year", year) else ""
        texts.append(f"year is {year}, but {shown(area)} is an area only {span}; name the state of that year{later}")
    return problems_at(package, "statements", outside, "area-gone", texts)
