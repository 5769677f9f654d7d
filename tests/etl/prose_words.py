"""The words of the data package, and a small catalogue, for tests of the reading of texts."""

import csv
from functools import cache

from etl.documents.prose.catalogue import Catalogue, KnownPlace, Measured, Unit
from etl.documents.prose.reader import ProseReader
from etl.documents.prose.records import FigureReading
from etl.documents.prose.words import LanguageWord
from etl.figures.paths import bundled_data

_AREAS = (
    ("WLD", "World", "world", ""),
    ("AFG", "Afghanistan", "country", "WLD"),
    ("MMR", "Myanmar", "country", "WLD"),
    ("LAO", "Laos", "country", "WLD"),
    ("COL", "Colombia", "country", "WLD"),
    ("PER", "Peru", "country", "WLD"),
    ("AF-HEL", "Helmand", "province", "AFG"),
    ("AF-KAB", "Kabul", "province", "AFG"),
    ("CO-AMA", "Amazonas", "province", "COL"),
    ("PE-AMA", "Amazonas", "province", "PER"),
)
_INDICATORS = (
    ("opium-poppy-cultivation", "cultivation", "poppy-plants", "hectares"),
    ("opium-production", "production", "opium", "tons"),
    ("opium-price", "price", "opium", "USD/kg"),
    ("opium-yield", "yield", "opium", "kg/ha"),
    ("opium-eradication", "eradication", "poppy-plants", "hectares"),
    ("coca-bush-cultivation", "cultivation", "coca-bush", "hectares"),
    ("cocaine-manufacture", "production", "cocaine", "tons"),
)


@cache
def words() -> tuple[LanguageWord, ...]:
    """Every row of every file of words."""
    found = []
    for path in sorted((bundled_data() / "words").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found += [LanguageWord(**row) for row in csv.DictReader(file)]
    return tuple(found)


@cache
def reader() -> ProseReader:
    """A reader of texts that knows a few areas and indicators."""
    with (bundled_data() / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    units = {
        row["unit"]: Unit(
            row["unit"], row["quantity"], float(row["factor"]) if row["factor"] else None, row["base_unit"]
        )
        for row in rows
    }
    places = {area: KnownPlace(area, name, level, parent) for area, name, level, parent in _AREAS}
    indicators = {key: Measured(key, key, measure, substance, unit) for key, measure, substance, unit in _INDICATORS}
    return ProseReader(words(), Catalogue(places, indicators, units, (("Hilmand", "AF-HEL"),)))


def read(text: str, published: str = "") -> list[FigureReading]:
    """The figures of a text."""
    return reader().read(text, published)


def only(text: str, published: str = "") -> FigureReading:
    """The one figure of a text."""
    (reading,) = read(text, published)
    return reading


def first(options: tuple[object, ...]) -> object:
    """The likeliest of what a figure may be about."""
    return options[0].means  # type: ignore[attr-defined]
