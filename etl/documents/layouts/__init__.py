"""The importers, one outside layout a file; the first that recognises a sheet reads it."""

from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import Reading
from etl.documents.layouts.importer import Importer
from etl.documents.layouts.long import Long
from etl.documents.layouts.unodc_annex import UnodcAnnex
from etl.documents.layouts.wide import Wide

IMPORTERS: tuple[Importer, ...] = (Long(), Wide(), UnodcAnnex())


def importer_for(sheet: Sheet, reading: Reading, layout: str = "") -> Importer | None:
    """The importer of that name, or else the first that recognises the sheet; None if none does."""
    for importer in IMPORTERS:
        if importer.name == layout or (not layout and importer.recognises(sheet, reading)):
            return importer
    return None
