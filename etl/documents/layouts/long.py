"""Reads long tables: one number a row. Columns called area, year, value (and unit, low, high, indicator) are known.

For other names, a mapping file in TOML says which column is what, which rows count and which indicator is meant:

    unit = "kilograms"              # where no column gives it

    [columns]
    area = "Country/Territory"
    year = "Reporting year"
    value = "Kilograms"
    indicator = "Drug"

    [where]                         # only rows with one of these words in the column
    Measure = ["Seizures"]

    [indicators]                    # words of the indicator column: key in indicators.csv; other rows are left out
    Heroin = "heroin-seizures"
"""

from collections import defaultdict
from typing import Any

from etl.documents.area_names import UnknownNameError
from etl.documents.files.cells import NoNumber, PrintedNumber, year_of
from etl.documents.files.sheets import Sheet, letters, place
from etl.documents.layouts.harvest import Harvest, ReadFigure, Reading, Remark, figure_of, keep_once, left_out
from etl.documents.layouts.labels import ROLES, Role, read_label
from etl.documents.layouts.totals import TableRow, check_totals
from etl.figures.beside import rows_beside
from etl.figures.quoting import shown
from etl.package.simple_names import simple

NEEDED = ("area", "year", "value")
USUAL = [(row["holds"], row["title"]) for row in rows_beside("etl.documents.layouts", "usual_columns.csv")]


class MappingError(Exception):
    """A mapping that does not fit; the message is a clause for the maintainer."""


class Long:
    """A table with columns for area, year and value."""

    name = "long"
    example = (
        "python -m etl import tests/etl/workbooks/opium-long.csv --source unodc-wdr-2026-annex-6-2-1 "
        "--producer unodc --mapping tests/etl/workbooks/opium-long.toml --decimal point"
    )

    def recognises(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the columns that it needs are there, as the mapping names them or by their usual names."""
        try:
            _columns(sheet, reading.mapping)
        except MappingError:
            return False
        return True

    def read(self, sheet: Sheet, reading: Reading) -> Harvest:
        """The number of each row that counts."""
        try:
            header, columns = _columns(sheet, reading.mapping)
            wanted = _wanted(sheet, header, reading.mapping)
        except MappingError as error:
            return Harvest(layout="long table", errors=[Remark("mapping", str(error))])
        called = ", ".join(f"{what} in column {letters(column)}" for what, column in columns.items())
        table = _Rows(sheet, columns, reading)
        for row in range(header + 1, len(sheet.rows)):
            if sheet.is_blank(row):
                continue
            if any(sheet.text(row, column) not in words for column, words in wanted.items()):
                table.others += 1
            else:
                table.take(row)
        table.finish()
        table.harvest.layout = f"long table: {called}"
        table.harvest.texts = [(place(header, columns["value"]), sheet.text(header, columns["value"]))]
        return table.harvest


class _Rows:
    """Takes the rows of a table one by one."""

    def __init__(self, sheet: Sheet, columns: dict[str, int], reading: Reading) -> None:
        self.harvest = Harvest()
        self.others = 0
        self._sheet, self._columns, self._reading = sheet, columns, reading
        self._indicators: dict[str, str] = reading.mapping.get("indicators", {})
        self._unit = str(reading.mapping.get("unit", ""))
        self._totals: dict[str, dict[str, TableRow]] = defaultdict(dict)  # by indicator and name
        self._figures: list[ReadFigure] = []

    def take(self, row: int) -> None:
        name, first = self._text(row, "area"), place(row, self._columns["area"])
        indicator = self._text(row, "indicator")
        if self._indicators and indicator not in self._indicators:
            self.others += 1
            return
        indicator = self._indicators.get(indicator, indicator)
        cell = place(row, self._columns["value"])
        if self._reading.leaves_out(self._sheet, row):
            self.harvest.skipped.append(left_out(first, name, row))
            return
        places = {role: (row, self._columns[role]) for role in ROLES if role in self._columns}
        numbers = {role: self._sheet.number(*where) for role, where in places.items()}
        unexpected = [found for found in numbers.values() if isinstance(found, NoNumber) and found.unexpected]
        printed = {
            role: (place(*places[role]), found) for role, found in numbers.items() if isinstance(found, PrintedNumber)
        }
        year = year_of(self._sheet.cell(row, self._columns["year"]))
        if unexpected:
            first_told = next((found for found in unexpected if found.is_unclear), unexpected[0])
            told = self.harvest.errors if first_told.is_unclear else self.harvest.warnings
            told.append(Remark(cell, f"{name or 'no name'}: {first_told.why}"))
        elif not printed:
            why = numbers["value"].why if isinstance(numbers["value"], NoNumber) else ""
            self.harvest.skipped.append(Remark(cell, f"{name or 'no name'}, {year or 'no year'}: {why}"))
        elif year is None:
            text = f"{shown(self._text(row, 'year'))} is no year; correct it in a copy of the file or --skip {first}"
            self.harvest.errors.append(Remark(place(row, self._columns["year"]), text))
        else:
            self._take_number(row, first, name, year, indicator, printed)

    def finish(self) -> None:
        if self.others:
            self.harvest.skipped.append(Remark("rows", f"{self.others:,} are about something else, says the mapping"))
        keep_once(self.harvest, self._figures, "tell the rows apart with [where] in a mapping, or --skip one")
        for rows in self._totals.values():
            ordered = sorted(rows.values(), key=lambda row: row.kind in ("total", "subtotal"))
            checked, warnings = check_totals(ordered, self._reading.names)
            self.harvest.checked += checked
            self.harvest.warnings += warnings

    def _take_number(
        self,
        row: int,
        first: str,
        name: str,
        year: int,
        indicator: str,
        cells: dict[Role, tuple[str, PrintedNumber]],
    ) -> None:
        label = read_label(name)
        area, kind = "", label.kind
        if label.kind == "area":
            try:
                area = self._reading.names.find(label.name or name, self._reading.within).area
            except UnknownNameError as error:
                self.harvest.errors.append(Remark(first, str(error)))
                return
            kind = "area" if self._reading.names.parent_of.get(area) else "total"
        unit = self._text(row, "unit") or self._unit
        cell, value = cells.get("value", ("", PrintedNumber(None)))
        if value.value is not None:
            self._totals[indicator].setdefault(name, TableRow(kind, name, area)).take(year, value.value, cell, unit)
        if kind != "area" and not area:
            why = "not one area" if kind == "rest" else "a total"
            self.harvest.skipped.append(Remark(first, f"{shown(name)} of {year} is {why}; not imported"))
            return
        if figure := figure_of(self.harvest, cells, name, area, year, unit, indicator):
            self._figures.append(figure)

    def _text(self, row: int, what: str) -> str:
        return self._sheet.text(row, self._columns[what]) if what in self._columns else ""


def _columns(sheet: Sheet, mapping: dict[str, Any]) -> tuple[int, dict[str, int]]:
    """The header row, and the column of each thing; MappingError where one is missing."""
    header = next((row for row in range(len(sheet.rows)) if not sheet.is_blank(row)), None)
    if header is None:
        raise MappingError("the sheet is empty")
    titles = {sheet.text(header, column): column for column in reversed(range(sheet.width))}
    given = mapping.get("columns", {})
    columns = {}
    for what in dict.fromkeys(what for what, _ in USUAL):
        if what in given:
            columns[what] = _column(str(given[what]), titles)
        elif found := [column for title, column in titles.items() if (what, simple(title)) in USUAL]:
            columns[what] = min(found)
    missing = [what for what in NEEDED if what not in columns]
    if missing:
        raise MappingError(f"no column is known for {', '.join(missing)}; name it under [columns] in a mapping")
    return header, columns


def _column(title: str, titles: dict[str, int]) -> int:
    if title not in titles:
        known = ", ".join(shown(each) for each in reversed(titles) if each)
        raise MappingError(f"the table has no column {shown(title)}; it has {known}")
    return titles[title]


def _wanted(sheet: Sheet, header: int, mapping: dict[str, Any]) -> dict[int, set[str]]:
    """Column to the words that a row must have there."""
    titles = {sheet.text(header, column): column for column in reversed(range(sheet.width))}
    where = mapping.get("where", {})
    return {
        _column(title, titles): {str(word) for word in (words if isinstance(words, list) else [words])}
        for title, words in where.items()
    }
