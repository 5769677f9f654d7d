"""The reader of texts that knows the words and the areas of an edition, made once for it."""

from etl.documents.prose.catalogue import Catalogue, KnownPlace, Measured, Unit
from etl.documents.prose.reader import ProseReader
from etl.documents.prose.words import LanguageWord
from etl.editions.reading import Edition


def catalogue_of(edition: Edition) -> Catalogue:
    """What texts can be about, as far as an edition knows."""
    return Catalogue(
        {area.area: KnownPlace(area.area, area.name, area.level, area.parent) for area in edition.areas.values()},
        {
            item.indicator: Measured(
                item.indicator, item.name, item.measure, item.substance, item.unit, item.level, item.population
            )
            for item in edition.indicators.values()
        },
        {unit: Unit(unit, *about) for unit, about in edition.units.items()},
        edition.aliases,
    )


def reader_of(edition: Edition) -> ProseReader:
    """The reader for an edition."""
    return edition.keep(_made_reader)


def _made_reader(edition: Edition) -> ProseReader:
    return ProseReader((LanguageWord(*row) for row in edition.words), catalogue_of(edition))
