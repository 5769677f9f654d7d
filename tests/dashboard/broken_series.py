"""The breaks of series as the bundled data have them, and which years they part."""

import csv
from calendar import monthrange
from pathlib import Path

from sample_data import sample_data

from etl.figures.keys import Key

DATA = sample_data()


def _table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def _passed_on(breaks: list[dict[str, str]]) -> list[dict[str, str]]:
    """The breaks of the data, and those of the parts of a country with one and of what is computed (`product_of`)."""
    years: dict[tuple[str, str, str], set[int]] = {}
    for row in (row for file in (DATA / "statements").rglob("*.csv") for row in _table(file)):
        years.setdefault((row["indicator"], row["area"], row["producer"]), set()).add(int(row["year"]))
    products = {row["indicator"]: row["product_of"].split() for row in _table(DATA / "indicators.csv")}
    parent = {row["area"]: row["parent"] for row in _table(DATA / "areas.csv")}
    own = {(one["indicator"], one["area"], one["producer"], one["first_year_after"]) for one in breaks}
    found = list(breaks)
    for row in found:  # grows while it is read: a product of a product has the break too
        parts = [area for area, whole in parent.items() if whole == row["area"] and parent[whole]]
        places = [(row["indicator"], area) for area in parts if row["kind"] in {"method", "definition"}]
        places += [(name, row["area"]) for name, factors in products.items() if row["indicator"] in factors]
        for place in ((*place, row["producer"]) for place in places):
            known, first = years.get(place, set()), row["first_year_after"]
            if (*place, first) not in own and known and min(known) < int(first) <= max(known):
                found.append({**row, "indicator": place[0], "area": place[1], "pre_break": "", "effect": ""})
    return found


PRINTED = _table(DATA / "breaks.csv")
BREAKS = _passed_on(PRINTED)
PUBLISHED = {row["source"]: row["published"] for row in _table(DATA / "sources.csv")}
EVERY_BROKEN = sorted({(row["indicator"], row["area"], row["producer"]) for row in BREAKS})
# Of the parts that have a break with their country a few, and of numbers of people those of all people: what holds for
# them holds for the others.
_OF_SOME = ("-men", "-women", "-white", "-non-white", "-black")
BROKEN = [
    one
    for one in EVERY_BROKEN
    if one[1] in {row["area"] for row in PRINTED} | {"AF-HEL", "PE-CUS"} and not one[0].endswith(_OF_SOME)
]
COLOMBIA = Key("coca-bush-cultivation", "COL", 2005, "usg")

Series = tuple[str, str, str]
Years = dict[int, dict[str, str]]


def years_of_breaks(series: Series, day: str = "") -> list[int]:
    """The years that are the first after a break, as the data have them; of a day those told by then."""
    return sorted(
        {
            int(row["first_year_after"])
            for row in BREAKS
            if (row["indicator"], row["area"], row["producer"]) == series
            and not row["continued"]
            and (not day or out_on(row["source"]) <= day)
        }
    )


def is_parted(series: Series, one: int, other: int, day: str = "") -> bool:
    return any(min(one, other) < year <= max(one, other) for year in years_of_breaks(series, day))


def out_on(source: str) -> str:
    """The last day of what a source gives as its date, or of the newest publication; empty: undated."""
    day, newest = PUBLISHED[source], max(PUBLISHED.values())
    if day.count("-") == 1:
        day = f"{day}-{monthrange(int(day[:4]), int(day[5:]))[1]}"
    return min(f"{day}-12-31" if len(day) == 4 else day, newest)
