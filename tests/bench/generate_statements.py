"""Writes a data package of any number of statements, in the shape that published figures have.

    python tests/bench/generate_statements.py FOLDER 1000000

Observations have one to a dozen statements: the survey first, then later reports that repeat, round or revise it,
ranges, "at least" and misprints. The same arguments always give the same package. The figures mean nothing.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.figures.columns import PACKAGE_TABLES

BUNDLED = Path(__file__).resolve().parents[2] / "data"
TAKEN_OVER = (
    "area_levels.csv",
    "estimators.csv",
    "indicators.csv",
    "producers.csv",
    "source_kinds.csv",
    "substances.csv",
    "topics.csv",
    "units.csv",
)
STATEMENTS_PER_OBSERVATION = 3.3
MOST_STATEMENTS = 12
COUNTRIES, PROVINCES_EACH = 200, 12
YEARS = np.arange(1983, 2013)  # the last report of one is published a dozen years later, and not in the future
SOURCES_A_YEAR = 40
ROWS_A_FILE = 100_000

# Figures of one place and year as multiples of its cultivated area, so that products of indicators fit.
PER_HECTARE = {
    "coca-bush-cultivation": 1.0,
    "coca-eradication": 0.25,
    "coca-leaf-production": 1.4,
    "cocaine-manufacture": 0.006,
    "opium-eradication": 0.05,
    "opium-farm-income": 0.004,
    "opium-farmgate-value": 0.0025,
    "opium-poppy-cultivation": 1.0,
    "opium-production": 0.025,
}
SAME_EVERYWHERE = {"opium-price": 100.0, "opium-yield": 25.0}
KINDS = ("survey", "report", "annex-table", "press-release", "news")
AUTHORITIES = ("primary", "primary", "primary", "repost", "secondary")


def generate(folder: Path, statements: int) -> None:
    """Write a package with that many statements into a new folder."""
    random = np.random.default_rng(statements)
    (folder / "statements").mkdir(parents=True)
    for name in TAKEN_OVER:
        shutil.copy(BUNDLED / name, folder / name)
    _areas().to_csv(folder / "areas.csv", index=False, lineterminator="\n")
    table = _statements(random, statements)
    _sources(table["source"]).to_csv(folder / "sources.csv", index=False, lineterminator="\n")
    files = []
    for number, start in enumerate(range(0, statements, ROWS_A_FILE), start=1):
        files.append(f"statements/part-{number:03}.csv")
        part = table.iloc[start : start + ROWS_A_FILE]
        part.to_csv(folder / files[-1], index=False, lineterminator="\n", float_format="%.10g")
    contract = json.loads((BUNDLED / "datapackage.json").read_text(encoding="utf-8"))
    left_out = {table.resource for table in PACKAGE_TABLES if table.may_lack} - {
        "estimators",
        "substances",
        "topics",
        "units",
    }
    contract["resources"] = [
        part for part in contract["resources"] if part.get("format") != "geojson" and part["name"] not in left_out
    ]
    next(part for part in contract["resources"] if part["name"] == "statements")["path"] = files
    for part in contract["resources"]:
        if isinstance(part["path"], str) and not (folder / part["path"]).exists():
            header = (BUNDLED / part["path"]).read_text(encoding="utf-8").partition("\n")[0]
            (folder / part["path"]).write_text(header + "\n", encoding="utf-8")
    (folder / "datapackage.json").write_text(json.dumps(contract, indent=2), encoding="utf-8")


def _areas() -> pd.DataFrame:
    countries = [f"C{number:03}" for number in range(COUNTRIES)]
    rows = [("WLD", "World", "world", "")]
    rows += [(key, f"Country {key[1:]}", "country", "WLD") for key in countries]
    rows += [
        (f"{key}-{part:02}", f"Province {part} of {key[1:]}", "province", key)
        for key in countries
        for part in range(PROVINCES_EACH)
    ]
    return pd.DataFrame(rows, columns=["area", "name", "level", "parent"]).assign(latitude="", longitude="", note="")


def _observations(random: np.random.Generator, wanted: int) -> pd.DataFrame:
    """That many different keys, each with a value."""
    indicators = sorted([*PER_HECTARE, *SAME_EVERYWHERE])
    areas = _areas()["area"].to_numpy()[1:]
    producers = np.array(["unodc", "usg", "other", "alcis"])
    size = len(indicators) * len(areas) * len(YEARS) * len(producers)
    key = random.choice(size, wanted, replace=False)
    key, indicator = np.divmod(key, len(indicators))
    key, area = np.divmod(key, len(areas))
    producer, year = np.divmod(key, len(YEARS))
    # A province is so small a part of its country that no sum of provinces is above it.
    hectares = 2000 * (1 + np.sin(area) ** 2) * (1 + 0.2 * np.sin(year + area)) * np.where(area < COUNTRIES, 100, 1)
    per_hectare = np.array([PER_HECTARE.get(name, 0.0) for name in indicators])[indicator]
    everywhere = np.array([SAME_EVERYWHERE.get(name, 0.0) for name in indicators])[indicator]
    return pd.DataFrame(
        {
            "indicator": np.array(indicators)[indicator],
            "area": areas[area],
            "year": YEARS[year],
            "producer": producers[producer],
            "figure": _to_digits(hectares * per_hectare + everywhere, 4),
        }
    )


def _to_digits(values: Any, digits: int) -> Any:
    scale = 10.0 ** (np.floor(np.log10(values)) - digits + 1)
    return np.round(np.round(values / scale) * scale, 6)


def _statements(random: np.random.Generator, wanted: int) -> pd.DataFrame:
    observations = _observations(random, max(int(wanted / STATEMENTS_PER_OBSERVATION), 1))
    counts = np.minimum(random.geometric(1 / STATEMENTS_PER_OBSERVATION, len(observations)), MOST_STATEMENTS)
    place = np.repeat(np.arange(len(observations)), counts)
    place = np.resize(place, wanted) if len(place) >= wanted else np.append(place, np.arange(wanted - len(place)))
    place.sort()
    table = observations.iloc[place].reset_index(drop=True)
    position = table.groupby(place).cumcount().to_numpy()
    units = pd.read_csv(BUNDLED / "indicators.csv").set_index("indicator")["unit"]

    # Each statement of an observation is from a source of a later year than the one before it.
    number = np.where(position == 0, 0, random.integers(0, SOURCES_A_YEAR, wanted))
    kind = number % len(KINDS)
    published = table["year"].to_numpy() + 1 + position
    revised = np.maximum.accumulate(np.where(position == 0, place * 10, place * 10 + random.binomial(3, 0.08, wanted)))
    chance = random.random(wanted)
    value = _to_digits(table["figure"].to_numpy() * (1 + 0.03 * (revised % 10)), 4)
    value = np.where((position > 0) & (chance < 0.15), _to_digits(value, 2), value)
    flag = np.select([chance < 0.04, chance < 0.06, chance > 0.995], ["rounded", "at-least", "misprint"], "")
    value = np.where(flag == "misprint", value * 10, value)
    only_range = (chance > 0.96) & (chance < 0.98)
    with_range = only_range | (position == 0) & (chance > 0.5) & (flag != "misprint")
    key = pd.Series(published.astype(str)) + "-" + pd.Series(number).map("{:02}".format)
    return pd.DataFrame(
        {
            "indicator": table["indicator"],
            "area": table["area"],
            "year": table["year"],
            "producer": table["producer"],
            "value": np.where(only_range, np.nan, value),
            "low": np.where(with_range, _to_digits(value * 0.8, 3), np.nan),
            "high": np.where(with_range, _to_digits(value * 1.2, 3), np.nan),
            "unit": table["indicator"].map(units),
            "source": np.array(KINDS)[kind] + "-" + key,
            "locator": "Table 3, p. " + pd.Series(random.integers(1, 200, wanted)).astype(str),
            "as_printed": np.where(chance > 0.3, pd.Series(value).map("{:,.6g}".format), ""),
            "evidence": np.array(["original", "copy", "report"])[random.integers(0, 3, wanted)],
            "via": np.where(chance > 0.8, "https://archive.example/copy/" + key, ""),
            "flag": np.where(only_range, "range", flag),
            "note": np.where(chance < 0.1, "Read from the annex; the text of the report repeats it.", ""),
        }
    )


def _sources(used: "pd.Series[str]") -> pd.DataFrame:
    """A row for every source that a statement names; some dates are known to the month, the year or not at all."""
    keys = sorted(used.unique())
    rows = []
    for order, key in enumerate(keys):
        kind, year, number = key.rsplit("-", 2)
        month, day = int(number) % 12 + 1, int(number) % 28 + 1
        date = (f"{year}-{month:02}-{day:02}", f"{year}-{month:02}", year, "")[
            (0, 0, 0, 1, 0, 0, 2, 0, 0, 3)[order % 10]
        ]
        authority = AUTHORITIES[KINDS.index(kind)]
        title = f"{kind.replace('-', ' ').capitalize()} {number} of {year}"
        rows.append((key, title, "Publisher", kind, date, f"https://source.example/{key}", "yes", "en", authority))
    columns = ["source", "title", "publisher", "kind", "published", "url", "url_seen", "language", "authority"]
    return pd.DataFrame(rows, columns=columns).assign(note="", rests_on="")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]))
