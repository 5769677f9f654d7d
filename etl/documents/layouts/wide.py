"""Reads wide tables: a header in the first row, then one row an area and one column a year; codes or names.

    area,2019,2020
    Bolivia,25500,29400
    COL,154000,142800

A table on its side, with years down and areas across, is read as if it was turned. A column called unit, or a unit in
the header of the names, gives the unit; else say it with --unit.
"""

from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import Reading
from etl.documents.layouts.header import find_header, with_years_across
from etl.documents.layouts.year_table import YearTable


class Wide(YearTable):
    """A table of years that begins in the first row of its sheet."""

    name = "wide"
    called = "wide table"
    example = (
        "python -m etl import tests/etl/workbooks/coca-wide.csv --source unodc-wdr-2022-annex-6-1-1 "
        "--indicator coca-bush-cultivation --unit hectares"
    )

    def recognises(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the first row that is not blank is the row of years."""
        sheet = with_years_across(sheet, reading)
        header = find_header(sheet, reading)
        return header is not None and all(sheet.is_blank(row) for row in range(header))
