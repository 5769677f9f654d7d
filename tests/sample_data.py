"""A sample of the bundled data, on which most tests run: all of crops, and of other topics what stands for the rest."""

import csv
import shutil
from collections.abc import Callable, Container
from datetime import date
from functools import cache
from pathlib import Path

from sharing import made_once

from etl.package.contract import STATEMENTS
from etl.package.descriptor import describe
from etl.package.extract import extract
from etl.package.problems import Problem
from etl.rules import check

BUNDLED = Path(__file__).resolve().parents[1] / "data"
TODAY = date(2026, 12, 31)

OF_NOTHING = "definition-idle"  # a warning of what is said about figures that are not in the sample
WHOLE_TOPICS = {"cultivation-and-production", "eradication"}
LARGEST = 100_000  # bytes of a table that is in the sample as a whole
INDICATORS = {
    *("population", "heroin-seizures", "opium-seizures", "cocaine-seizures", "acetic-anhydride-seizures"),
    *("opium-price", "opium-farmgate-value", "heroin-retail-price", "cocaine-purity"),
    *("drug-users", "opiates-use", "cannabis-use", "cannabis-use-men", "cannabis-use-youth"),
    *("drug-deaths", "drug-induced-deaths", "drug-induced-deaths-men", "drug-poisoning-deaths"),
    *("heroin-treatment-entrants", "treatment-admissions", "drug-arrests", "cannabis-use-offences"),
}
AREAS = {
    "WLD",
    "AFG",
    "IRN",
    "PAK",
    "IND",
    "TUR",
    "CHN",
    "TJK",
    "KAZ",
    "LBY",
    "COL",
    "DEU",
    "SWE",
    "CSK",
    "CZE",
    "USA",
    "US-CA",
    "US-WV",
}
SMALL_INDICATORS = {"opium-poppy-cultivation", "opium-yield", "opium-production", "population"}
SMALL_AREAS = {"WLD", "AFG", "IRN"}
# Of one year of one indicator, the countries of two regions: more than a chart has colours for.
OF_REGIONS = {("population", "2018")}
REGIONS = {"un-western-africa", "un-south-eastern-asia"}


@cache
def sample_data() -> Path:
    """The folder of the sample, made once for all processes of a run. Whoever changes it takes a copy."""
    return made_once("sample", _make)


@cache
def small_data() -> Path:
    """The folder of a smaller sample, for tests that need an edition and another, whatever is in them."""
    return made_once("small", _make_small)


def _make(path: Path) -> None:
    topics = {row["indicator"]: row["topic"] for row in _rows(BUNDLED / "indicators.csv")}
    of_regions = {row["area"] for row in _rows(BUNDLED / "groups.csv") if row["group"] in REGIONS}

    def rows_kept(file: Path) -> list[dict[str, str]]:
        is_small = file.stat().st_size <= LARGEST
        return [
            row
            for row in _rows(file)
            if file.parent.name == STATEMENTS
            or (is_small and topics[row["indicator"]] in WHOLE_TOPICS)
            or _is_kept(row, of_regions)
        ]

    shutil.copytree(BUNDLED, path, ignore=shutil.ignore_patterns("editions", "*.sqlite*", "recipes"))
    _keep(path, rows_kept, AREAS)


def _make_small(path: Path) -> None:
    def rows_kept(file: Path) -> list[dict[str, str]]:
        return [row for row in _rows(file) if row["indicator"] in SMALL_INDICATORS and row["area"] in SMALL_AREAS]

    shutil.copytree(sample_data(), path)
    _keep(path, rows_kept, SMALL_AREAS)


def _keep(path: Path, rows_kept: Callable[[Path], list[dict[str, str]]], areas: Container[str]) -> None:
    """Keep some rows of the files of statements, what is said in words of some areas, and all that these need."""
    kept = set[str]()
    for file in sorted((path / STATEMENTS).rglob("*.csv")):
        rows = rows_kept(file)
        _write(file, rows)
        kept |= {row["indicator"] for row in rows}
        if not rows:
            file.unlink()
            if not any(file.parent.iterdir()):
                file.parent.rmdir()
    _write(path / "indicators.csv", [row for row in _rows(path / "indicators.csv") if row["indicator"] in kept])
    in_words = path / "qualitative_statements.csv"
    _write(in_words, [row for row in _rows(in_words) if row["area"] in areas])
    describe(path)
    while problems := [each for each in check(extract(path), today=TODAY) if each.is_error or each.code == OF_NOTHING]:
        _take_away(problems)


def _is_kept(row: dict[str, str], of_regions: set[str]) -> bool:
    if (row["indicator"], row["year"]) in OF_REGIONS and row["area"] in of_regions:
        return True
    return row["indicator"] in INDICATORS and row["area"] in AREAS


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(file: Path, rows: list[dict[str, str]]) -> None:
    with file.open(encoding="utf-8", newline="") as lines:
        header = next(csv.reader(lines))
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _take_away(problems: list[Problem]) -> None:
    """Take away the lines of files that have problems, since what they were about is not in the sample."""
    for name in {problem.file for problem in problems}:
        gone = {problem.line for problem in problems if problem.file == name}
        assert 1 not in gone, problems  # the header
        lines = Path(name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (line for number, line in enumerate(lines, start=1) if number not in gone)
        Path(name).write_text("".join(kept), encoding="utf-8")
