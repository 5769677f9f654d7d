"""From an outside file to what would be written: reads, understands, compares; writes nothing."""

import dataclasses
from pathlib import Path

from etl.documents.agreement import notes_that_differ, titles_elsewhere
from etl.documents.area_names import AreaNames
from etl.documents.files.sheets import ImportFileError, choose, read_sheets
from etl.documents.layouts import IMPORTERS, importer_for
from etl.documents.layouts.harvest import Reading, Remark
from etl.documents.layouts.other_columns import (
    commented,
    has_numbers,
    notes_of_parts,
    notes_on_units,
    said_elsewhere,
    tell_left_out,
    told_as_shares,
)
from etl.documents.meaning import UnclearError
from etl.documents.request import ImportRequest, told_decimal
from etl.documents.sheet_parts import between, check_skips, hidden, of_columns, unread_columns
from etl.documents.source import check_package, refusals, unknown_source, years_to_come
from etl.documents.understanding import Proposal, understand
from etl.figures.quoting import shown
from etl.method.units_in_use import units_in_use
from etl.package.extract import Package, extract


def propose(data: Path, request: ImportRequest) -> Proposal:
    """Read a file and compare it with the data folder. Raises ImportFileError where nothing can be proposed."""
    package = extract(data)
    check_package(package)
    with units_in_use(package.tables["units"]):
        return propose_from(package, request)


def propose_from(package: Package, request: ImportRequest) -> Proposal:
    """As `propose`, from a package without errors whose units are in use."""
    reading = _reading_of_request(package, request)
    given = read_sheets(request.file, [request.sheet] if request.sheet else [], hidden=True)
    shown_sheets = [sheet for sheet in given if sheet.visible or request.sheet or request.hidden]
    kept = [sheet if request.hidden else sheet.without_hidden() for sheet in shown_sheets]
    sheets = [
        dataclasses.replace(
            of_columns(between(sheet, request.rows), request.columns), told_decimal=told_decimal(request.decimal)
        )
        for sheet in kept
    ]
    if request.layout and request.layout not in (names := [importer.name for importer in IMPORTERS]):
        raise ImportFileError(f"--layout {request.layout} is none; use one of {', '.join(names)}")
    check_skips(sheets, request)
    layout = request.layout
    usable = [sheet for sheet in sheets if importer_for(sheet, reading)]
    if request.rows and not usable and not layout:
        raise ImportFileError(
            f"--rows {request.rows} of {request.file} hold no table; give the rows from that of the years to the last"
        )
    # A layout that the maintainer names is tried on the only sheet there is, and then says what it misses.
    sheet = choose(sheets, sheets if layout and len(sheets) == 1 else usable, request.file)
    importer = importer_for(sheet, reading, layout)
    if importer is None:
        raise ImportFileError(f"{request.file}: no importer reads this sheet; say which with --layout")
    harvest = importer.read(sheet, reading)
    whole = next(each for each in kept if each.name == sheet.name)
    file_sheet = next(each for each in given if each.name == sheet.name)
    tell_left_out(file_sheet, sheet, reading.names, harvest)
    cells = [figure.cell for figure in harvest.figures]
    harvest.texts += said_elsewhere(file_sheet, cells)
    harvest.errors += told_as_shares(file_sheet, cells)
    harvest.warnings += [*notes_of_parts(file_sheet), *commented(file_sheet)]
    harvest.skipped[:0] = [*hidden(given, shown_sheets, sheet), *unread_columns(whole, sheet, request.columns)]
    harvest.errors += titles_elsewhere(reading.names, reading.within, harvest.texts)
    proposal = Proposal(package, sheet, harvest, unknown_source(package, request.source))
    try:
        understand(proposal, request, reading.names)
    except UnclearError as error:
        harvest.errors.append(Remark("sheet", str(error)))
    others = [each for each in given if each.visible and each is not file_sheet]
    tables = [each for each in others if has_numbers(each)]
    notes = [note for each in others if each not in tables for note in notes_on_units(each)]
    # Where there are other tables, the notes may be about these.
    doubts = harvest.warnings if tables else harvest.errors
    doubts += notes_that_differ({each.unit for each in proposal.judged}, notes)
    harvest.warnings += years_to_come(package, request.source, harvest)
    is_to_write = bool(harvest.errors) or any(each.is_to_write for each in proposal.judged)
    proposal.refusals += refusals(package, request.source, request.via, is_to_write)
    return proposal


def _reading_of_request(package: Package, request: ImportRequest) -> Reading:
    names = AreaNames(package.tables["areas"], package.tables["aliases"], only_within=request.within)
    if request.within and request.within not in names.name_of:
        raise ImportFileError(f"--within {request.within} is not in areas.csv; give the key of an area")
    if request.seasons not in ("", "first", "last"):
        raise ImportFileError(f"--seasons {shown(request.seasons)} is none; say first or last, for the year of 2018/19")
    where = []
    for each in request.where:
        title, equals, text = each.partition("=")
        if not equals or not title.strip():
            raise ImportFileError(f'--where {shown(each)} is not understood; write it as "TITLE=TEXT"')
        where.append((title.strip(), text.strip()))
    skip = frozenset(request.skip)
    return Reading(names, request.within, skip, tuple(where), request.seasons, request.totals_are_areas)
