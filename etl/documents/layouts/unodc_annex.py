"""Reads the annex workbooks of the World Drug Report: a title, a row of years, one row an area, notes below.

What differs between them is understood, not configured: where the table begins, years as numbers, texts or dates,
footnote marks and blanks on names, the unit in the title or in a column, totals, sub-rows such as provinces, rows or
columns of lower and upper ends, merged cells, and ".." or nothing for no data.
"""

from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import Harvest, Reading
from etl.documents.layouts.header import find_header
from etl.documents.layouts.year_table import read_year_table


class UnodcAnnex:
    """A table of years below a title."""

    name = "unodc-annex"
    example = (
        "python -m etl import tests/etl/workbooks/unodc-wdr-2022-annex-6-1-2-eradication-of-coca-bush.xlsx "
        "--source unodc-wdr-2022-annex-6-1-2"
    )

    def recognises(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether there is a row of years with numbers below it."""
        return find_header(sheet, reading.names) is not None

    def read(self, sheet: Sheet, reading: Reading) -> Harvest:
        """The numbers below the row of years."""
        return read_year_table(sheet, reading, "UNODC annex table")
