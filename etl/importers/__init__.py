"""The importers, one outside layout a file; the first that recognises a sheet reads it."""

from etl.importers.contract import Importer
from etl.importers.long import Long
from etl.importers.unodc_annex import UnodcAnnex
from etl.importers.wide import Wide
from etl.importing.harvest import Reading
from etl.importing.sheets import Sheet

IMPORTERS: tuple[Importer, ...] = (Long(), Wide(), UnodcAnnex())


def importer_for(sheet: Sheet, reading: Reading, layout: str = "") -> Importer | None:
    """The importer of that name, or else the first that recognises the sheet; None if none does."""
    for importer in IMPORTERS:
        if importer.name == layout or (not layout and importer.recognises(sheet, reading)):
            return importer
    return None
