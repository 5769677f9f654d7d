"""The table of a view as a workbook: typed numbers with their marks, the numbered sources, and how it was made."""

import io
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from dashboard import PRODUCT
from dashboard.exports.cells import STATES, plain_number
from dashboard.exports.chart import ExportedChart
from dashboard.exports.fixed_zip import moment_of
from dashboard.exports.said_inside import with_said
from dashboard.exports.table_csv import table_rows
from dashboard.exports.texts import on_one_line, within
from dashboard.views.findings import findings
from dashboard.words.sentences import sentence_text
from etl.figures.links import safe_address, where_to_read

_LONGEST_LINK, _MOST_LINKS = 2000, 60_000  # characters of one and number of them, below what the format allows
_LONGEST_CELL = 32_000
# What a reader sees first of each row of the CSV: heading, column, width in characters.
_FIGURE_COLUMNS = (
    ("Area", "AREA_NAME", 24),
    ("Year", "TIME_PERIOD", 7),
    ("Producer", "PRODUCER_NAME", 16),
    ("Value", "OBS_VALUE", 14),
    ("Lower end", "LOWER_BOUND", 12),
    ("Upper end", "UPPER_BOUND", 12),
    ("Unit", "UNIT_MEASURE", 12),
    ("As shown", "SHOWN", 18),
    ("Mark", "FLAG", 12),
    ("State", "OBS_STATUS", 7),
    ("Computed", "COMPUTED", 12),
    ("Known from", "EVIDENCE", 11),
    ("Source", "", 9),
    ("Place in the source", "LOCATOR", 36),
    ("Read at", "ADDRESS", 30),
    ("Page of the number", "PAGE", 30),
    ("As known on", "AS_KNOWN_ON", 12),
    ("Remark", "OBS_COM", 50),
)
_ADDRESSES = {"ADDRESS", "PAGE"}
_SOURCE_COLUMNS = (("Number", 9), ("Publisher", 34), ("Title", 70), ("Published", 12), ("Address", 60), ("Figures", 9))


def workbook(chart: ExportedChart) -> bytes:
    """The workbook of a chart: its figures, its sources and how it was made. The same edition gives the same bytes."""
    target, moment = io.BytesIO(), moment_of(chart.edition.data_as_of)
    # Nothing in a text becomes a formula, a number or an address: each cell is written as what it is.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(target, options) as book:
        book.set_properties(
            {
                "title": within(on_one_line(chart.title), 250),
                "subject": within(chart.stamp, 250),
                "author": PRODUCT,
                "comments": within(chart.pinned, 250),
                "created": moment,
            }
        )
        pen = _Pen(book)
        pen.write_figures(chart)
        pen.write_sources(chart)
        pen.write_making(chart)
    return with_said(target.getvalue(), moment, [chart])


class _Pen:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._number = book.add_format({"num_format": "#,##0.######"})
        self._whole = book.add_format({"num_format": "#,##0"})
        self._link = book.add_format({"font_color": "#1f5a93", "underline": 1})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._links = 0

    def write_figures(self, chart: ExportedChart) -> None:
        """A row for each figure, under a heading that stays in view and comes again on each sheet of paper."""
        sheet = self._sheet("Figures", [(name, width) for name, _, width in _FIGURE_COLUMNS], first=3)
        sheet.write_string(0, 0, on_one_line(chart.title), self._title)
        sheet.write_string(1, 0, on_one_line(f"{chart.subtitle}. {chart.stamp}."))
        self._address(sheet, 2, 0, chart.pinned)
        last = 3
        for last, row in enumerate(table_rows(chart), 4):
            for column, (_, name, _) in enumerate(_FIGURE_COLUMNS):
                if not name:
                    number = chart.numbers.get(str(row["SOURCE"]))
                    self._cell(sheet, last, column, f"[{number}]" if number else None)
                elif name in _ADDRESSES:
                    self._address(sheet, last, column, str(row[name]))
                elif name == "TIME_PERIOD":
                    sheet.write_number(last, column, int(row[name] or 0))
                else:
                    self._cell(sheet, last, column, row[name])
        sheet.autofilter(3, 0, last, len(_FIGURE_COLUMNS) - 1)

    def write_sources(self, chart: ExportedChart) -> None:
        """The numbered sources, each with its address and how many of the figures cite it."""
        sheet = self._sheet("Sources", list(_SOURCE_COLUMNS))
        for row, (number, source) in enumerate(chart.numbered_sources, 1):
            cited = sum(item.source == source.source for item in chart.observations)
            cells = (f"[{number}]", source.published_by, source.title, source.published)
            for column, cell in enumerate(cells):
                self._cell(sheet, row, column, cell)
            self._address(sheet, row, len(cells), where_to_read(source, "")[0])
            self._cell(sheet, row, len(cells) + 1, cited)

    def write_making(self, chart: ExportedChart) -> None:
        """What the figures are, from which edition, where they stand today, and what the marks mean."""
        sheet = self._sheet("How it was made", [("What", 24), ("", 100)])
        sheet.set_column(1, 1, 100, self._wrapped)
        said = [sentence_text(found) for found in findings(chart.scene)]
        rows = [
            ("Title", chart.title),
            ("Shown", chart.subtitle),
            ("In words", " ".join(said)),
            ("Edition", f"{chart.edition.name}, data as of {chart.edition.data_as_of}"),
            ("As printed", chart.pinned),
            ("With today's figures", chart.address),
            ("Command", f"python -m dashboard export xlsx --views … with the view {chart.view.query()}"),
            *((f"State {code}", meaning) for code, meaning in STATES.items()),
            ("Empty cells", "Missing is not zero: where no source prints a number, the cell is empty."),
            ("Please cite", "The publication that a figure is from, and the edition named above."),
        ]
        for row, (name, text) in enumerate(rows, 1):
            self._cell(sheet, row, 0, name)
            if text.startswith("http"):
                self._address(sheet, row, 1, text)
            else:
                self._cell(sheet, row, 1, text)

    def _sheet(self, name: str, columns: list[tuple[str, int]], first: int = 0) -> Worksheet:
        """A new sheet with a frozen heading in row `first`, to be printed on as many sheets across as one."""
        sheet = self._book.add_worksheet(name)
        for column, (heading, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(first, column, heading, self._head)
        sheet.freeze_panes(first + 1, 1)
        sheet.repeat_rows(first)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: Any) -> None:
        if isinstance(cell, int | float):
            number = plain_number(float(cell))
            sheet.write_number(row, column, number, self._whole if isinstance(number, int) else self._number)
        elif cell:
            sheet.write_string(row, column, within(on_one_line(str(cell)), _LONGEST_CELL))

    def _address(self, sheet: Worksheet, row: int, column: int, address: str) -> None:
        """An address as a link where it leads out, else as text."""
        self._links += 1
        is_link = safe_address(address) and len(address) <= _LONGEST_LINK and self._links <= _MOST_LINKS
        if is_link:
            sheet.write_url(row, column, address, self._link, within(address, 250))
        else:
            self._cell(sheet, row, column, address)
