"""Makes workbooks as others publish them, with the results of formulas that a spreadsheet would store."""

import re
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sample_data import sample_data

from etl.documents.area_names import AreaNames
from etl.documents.files.sheets import Sheet
from etl.documents.layouts import importer_for
from etl.documents.layouts.harvest import Harvest, Reading, Remark
from etl.package.extract import extract

WORKBOOKS = Path(__file__).parent / "workbooks"
ERADICATION = WORKBOOKS / "unodc-wdr-2022-annex-6-1-2-eradication-of-coca-bush.xlsx"

YEARS = list(range(2009, 2021))
COCA = {
    "Bolivia (Plurinational State of)": "30900 31000 27200 25300 23000 20400 20200 23100 24500 23100 25500 29400",
    "Colombia": "73000 62000 64000 48000 48000 69000 96000 146000 171000 169000 154000 142800",
    "Peru": "59900 61200 62500 60400 49800 42900 40300 43900 49900 54100 54700 61800",
}
TOTALS = [163800, 154200, 153700, 133700, 120800, 132300, 156500, 213000, 245400, 246200, 234200, 234200]


def coca_rows() -> dict[str, list[Any]]:
    """Coca bush cultivation by country, 2009 to 2020, as the annex table 6.1.1 of 2022 has it."""
    return {name: [int(number) for number in numbers.split()] for name, numbers in COCA.items()}


def write_workbook(
    path: Path,
    rows: list[list[Any]],
    *,
    sheet: str = "Table",
    results: dict[str, float | str] | None = None,
    merged: tuple[str, ...] = (),
    formats: dict[str, str] | None = None,
    others: dict[str, list[list[Any]]] | None = None,
) -> Path:
    """Write rows from A1 on; `results` are the stored results of formula cells, `others` are further sheets."""
    book = Workbook()
    page = book.active
    assert page is not None
    for name, content in {sheet: rows, **(others or {})}.items():
        page = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in content:
            page.append(row)
    if sheet != "Sheet":
        del book["Sheet"]
    first = book[sheet]
    for span in merged:
        first.merge_cells(span)
    for cell, form in (formats or {}).items():
        first[cell].number_format = form
    book.save(path)
    if results:
        _store_results(path, results)
    return path


def _store_results(path: Path, results: dict[str, float | str]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = members["xl/worksheets/sheet1.xml"].decode()
    for cell, result in results.items():
        text, count = re.subn(rf'(<c r="{cell}"[^>]*><f>[^<]*</f>)<v\s*(?:/>|></v>)', rf"\g<1><v>{result}</v>", text)
        assert count == 1, cell
    members["xl/worksheets/sheet1.xml"] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def cultivation_workbook(path: Path, totals: list[int] | None = None) -> Path:
    """Annex table 6.1.1 of 2022: years partly as dates, totals by formula, that of 2020 wrong; notes below."""
    header: list[Any] = [date(year, 1, 1) if year > 2016 else year for year in YEARS]
    header[3] = "2012"
    letters = "BCDEFGHIJKLM"
    names = {
        "Bolivia (Plurinational State of)": "Bolivia (Plurinational State of)ᵃ ",
        "Colombia": " Colombia  b",
        "Peru": "Peru c, d",
    }
    rows: list[list[Any]] = [
        ["Global illicit cultivation of coca bush, 2009-2020"],
        ["(hectares)"],
        [],
        [None, *header],
        *([names[name], *numbers] for name, numbers in coca_rows().items()),
        ["Total", *(f"=ROUND(SUM({letter}5:{letter}7),-2)" for letter in letters)],
        [],
        ["Source: coca cultivation surveys."],
        ["a/ Figures for 2009 to 2020 may be revised. Two dots (..) indicate that data are not available."],
    ]
    results: dict[str, float | str] = {
        f"{letter}8": total for letter, total in zip(letters, totals or TOTALS, strict=True)
    }
    return write_workbook(path, rows, sheet="6_1_1", results=results)


def sheet_of(rows: list[list[Any]], **others: Any) -> Sheet:
    """A sheet without a file."""
    return Sheet("Table", [["" if cell is None else cell for cell in row] for row in rows], **others)


@cache
def area_names() -> AreaNames:
    """The names of the bundled areas."""
    package = extract(sample_data())
    return AreaNames(package.tables["areas"], package.tables["aliases"])


def read(names: AreaNames, sheet: Sheet | list[list[Any]], **reading: Any) -> Harvest:
    """What the importer that recognises a sheet gives."""
    sheet = sheet_of(sheet) if isinstance(sheet, list) else sheet
    importer = importer_for(sheet, Reading(names, **reading))
    assert importer is not None
    return importer.read(sheet, Reading(names, **reading))


def values(harvest: Harvest) -> dict[tuple[str, int], float | None]:
    """Area and year to value."""
    return {(figure.area, figure.year): figure.value for figure in harvest.figures}


def texts(remarks: list[Remark]) -> str:
    """Remarks as lines."""
    return "\n".join(f"{remark.place}: {remark.text}" for remark in remarks)
