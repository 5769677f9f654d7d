"""A new indicator for 200 countries, a new producer, source kind and levels: rows of CSV files and nothing else."""

import csv
import shutil
from pathlib import Path

from sample_data import sample_data

from etl.package.descriptor import describe

FILE = "statements/parcel-seizures.csv"
YEARS = (2019, 2020, 2021)
COUNTRIES = 200


def code(number: int) -> str:
    """One of the letter codes that ISO 3166-1 leaves to its users: XAA to XZZ."""
    return f"X{chr(65 + number // 26)}{chr(65 + number % 26)}"


def kilograms(number: int, year: int) -> int:
    """What was seized, made up for the test: the country with the highest number has the most."""
    return 1000 * (number + 1) + year - YEARS[0]


def copy_with_parcel_seizures(folder: Path) -> Path:
    """A copy of the bundled data with the new rows. Half of the countries have no coordinates."""
    shutil.copytree(sample_data(), folder)
    # Regions lie between the world and countries, districts below provinces.
    ranks = {"world": "0", "country": "2", "province": "3"}
    levels = [row | {"rank": ranks[row["level"]]} for row in _rows(folder, "area_levels.csv")]
    levels += [
        {"level": "region", "name": "Region", "plural": "Regions", "rank": "1"},
        {"level": "district", "name": "District", "plural": "Districts", "rank": "4"},
    ]
    _write(folder, "area_levels.csv", levels)
    _add(folder, "source_kinds.csv", {"kind": "questionnaire", "name": "Questionnaire", "csl_type": "dataset"})
    _add(
        folder,
        "producers.csv",
        {
            "producer": "member-states",
            "name": "Member States",
            "description": "Reports of governments.",
            "short_name": "",
        },
    )
    _add(
        folder,
        "indicators.csv",
        {
            "indicator": "parcel-seizures",
            "name": "Parcel seizures",
            "unit": "kg",
            "unit_name": "kilograms",
            "description": "Parcels seized, as governments report it.",
        },
    )
    _add(
        folder,
        "sources.csv",
        {
            "source": "seizure-reports-2022",
            "title": "Individual drug seizures",
            "publisher": "A made-up office",
            "kind": "questionnaire",
            "published": "2022-06",
            "url": "https://data.test/seizures",
            "url_seen": "yes",
            "language": "en",
            "authority": "primary",
        },
    )
    region = {"area": "X-REGION", "name": "New region", "level": "region", "parent": "WLD"}
    district = {"area": "AF-HEL-NAD", "name": "Nad-e Ali", "level": "district", "parent": "AF-HEL"}
    countries = [
        {
            "area": code(number),
            "name": f"Côte & <b>Land</b> {number:03}",
            "level": "country",
            "parent": "X-REGION" if number % 4 else "WLD",
            "latitude": str(number % 120 - 60) if number % 2 else "",
            "longitude": str(number - 100) if number % 2 else "",
        }
        for number in range(COUNTRIES)
    ]
    _add(folder, "areas.csv", region, district, *countries)
    in_region = [number for number, row in enumerate(countries) if row["parent"] == region["area"]]
    _write(
        folder,
        FILE,
        [
            *(_statement(code(number), year, kilograms(number, year)) for number in range(COUNTRIES) for year in YEARS),
            *(_statement(region["area"], year, sum(kilograms(n, year) for n in in_region)) for year in YEARS),
            *(_statement(district["area"], year, 55) for year in YEARS),
        ],
    )
    describe(folder)
    return folder


def _statement(area: str, year: int, value: int) -> dict[str, str]:
    return {
        "indicator": "parcel-seizures",
        "area": area,
        "year": str(year),
        "producer": "member-states",
        "value": str(value),
        "low": "",
        "high": "",
        "unit": "kg",
        "source": "seizure-reports-2022",
        "locator": f"row {area}",
        "as_printed": f"{value:,} kg",
        "evidence": "original",
        "via": "",
        "flag": "",
        "note": "",
    }


def _rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _add(folder: Path, file: str, *rows: dict[str, str]) -> None:
    _write(folder, file, [*_rows(folder, file), *rows])


def _write(folder: Path, file: str, rows: list[dict[str, str]]) -> None:
    with (folder / file).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
