"""Rules about states that are gone or came to be: no figure is of a year in which an area did not exist."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from etl.figures.areas import COUNTRY, before
from etl.figures.quoting import shown
from etl.figures.vocabulary.indicators import Measure
from etl.package.extract import Mask, Package
from etl.package.problems import Problem
from etl.rules.found import numbers_of, problems_at, problems_in

FEWEST = 10  # statements outside the years of an area that tell of a slip in these


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
    """Statements about an area before its first or after its last year, if it has them.

    Before a state of today came to be they are doubtful: sources make tables of the land as it is today.
    """
    areas, statements = package.tables["areas"], package.tables["statements"]
    is_reversed = (areas["from_year"] > areas["to_year"]).fillna(False)  # which is told already
    mortal = areas[(areas["from_year"].notna() | areas["to_year"].notna()) & ~is_reversed]
    mortal = mortal.drop_duplicates("area").set_index("area")
    rows = numbers_of(statements["area"].isin(mortal.index) & statements["year"].notna())
    if not len(rows):
        return []
    about = mortal.loc[statements["area"].iloc[rows]]
    first = about["from_year"].to_numpy(dtype=float, na_value=-np.inf)
    last = about["to_year"].to_numpy(dtype=float, na_value=np.inf)
    years = statements["year"].iloc[rows].to_numpy(dtype=float)
    is_of_today = (about["level"] == COUNTRY).to_numpy() & np.isinf(last)
    is_of_land = is_of_today & statements["indicator"].iloc[rows].isin(_of_the_land(package)).to_numpy()
    is_of_land |= is_of_today & ("indicators" in package.unreadable)  # which would tell what is
    is_outside = ((years < first) | (years > last)) & ~is_of_land
    misdated = _misdated(statements["area"].iloc[rows], is_outside)
    told = is_outside & ~statements["area"].iloc[rows].isin(misdated).to_numpy()
    outside, early = rows[told & ~is_of_today], rows[told & is_of_today]
    texts = []
    for area, year in zip(statements["area"].iloc[outside], statements["year"].iloc[outside], strict=True):
        became, to_year = mortal.loc[area, ["became", "to_year"]]
        later = f", such as {' or '.join(became.split())}" if became and not pd.isna(to_year) and year > to_year else ""
        only = f"{shown(area)} is an area only {_span(mortal.loc[area])}"
        texts.append(f"year is {year}, but {only}; name the state of that year{later}")
    own = numbers_of(areas["area"].isin(misdated))
    of_areas = [
        f"{shown(area)} is an area only {_span(mortal.loc[area])}, but {misdated[area]:,} statements, most of "
        "its own, are of other years; correct from_year or to_year"
        for area in areas["area"].iloc[own]
    ]
    return [
        *problems_at(package, "areas", own, "area-gone", of_areas),
        *problems_at(package, "statements", outside, "area-gone", texts),
        *problems_at(package, "statements", early, "state-not-yet", _not_yet(package, mortal, early)),
    ]


def _of_the_land(package: Package) -> "pd.Series[str]":
    """The indicators whose numbers are of the land as it is today, whatever state it was in: of its people."""
    indicators = package.tables["indicators"]
    return indicators["indicator"][indicators["measure"] == Measure.POPULATION]


def _not_yet(package: Package, mortal: pd.DataFrame, rows: Any) -> list[str]:
    """What is told of statements about years before their states came to be."""
    statements, became = package.tables["statements"], mortal["became"].str.split().to_dict()
    spans = {area: (mortal.loc[area, "from_year"], mortal.loc[area, "to_year"]) for area in became}
    texts = []
    for area, year in zip(statements["area"].iloc[rows], statements["year"].iloc[rows], strict=True):
        older = [key for key in before(area, became) if spans[key][0] <= year <= spans[key][1]]
        of_it = f", and its land was part of {' or '.join(map(shown, older))}" if older else ""
        only = f"{shown(area)} is a state only {_span(mortal.loc[area])}{of_it}"
        texts.append(f"year is {year}, but {only}; look up whether it is of the land, or name the state of that year")
    return texts


def _span(area: "pd.Series[Any]") -> str:
    """The years in which an area was there: from 1992 to 2006."""
    ends = area[["from_year", "to_year"]].dropna()
    return " ".join(f"{name.removesuffix('_year')} {end}" for name, end in ends.items())


def _misdated(areas: "pd.Series[str]", is_outside: Mask) -> dict[str, int]:
    """The areas of which most statements are of years outside theirs, with how many are: their years are mistyped."""
    counts = (
        pd.DataFrame({"area": areas.to_numpy(), "outside": is_outside}).groupby("area")["outside"].agg(["sum", "size"])
    )
    found = counts[(counts["sum"] >= FEWEST) & (2 * counts["sum"] > counts["size"])]
    return {str(area): int(count) for area, count in found["sum"].items()}
