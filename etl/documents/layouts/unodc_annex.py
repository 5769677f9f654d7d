"""Reads the annex workbooks of the World Drug Report: a title, a row of years, one row an area, notes below.

What differs between them is understood, not configured: where the table begins, years as numbers, texts or dates,
footnote marks and blanks on names, the unit in the title or in a column, totals, sub-rows such as provinces, rows or
columns of lower and upper ends, merged cells, and ".." or nothing for no data.
"""

from etl.documents.layouts.year_table import YearTable


class UnodcAnnex(YearTable):
    """A table of years below a title."""

    name = "unodc-annex"
    called = "UNODC annex table"
    example = (
        "python -m etl import tests/etl/workbooks/unodc-wdr-2022-annex-6-1-2-eradication-of-coca-bush.xlsx "
        "--source unodc-wdr-2022-annex-6-1-2"
    )
