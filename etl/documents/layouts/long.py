"""Reads long tables: one row an area and a year. Columns called area, year, value (and unit, low, high ...) are known.

    Country,Year,Value,Unit
    Peru,2019,54700,ha
    Peru,2020,61800,ha

Without a column called value, the columns of numbers that are left say what they measure, as those of Our World in
Data do (Entity, Code, Year, and a name). How FAOSTAT, the World Bank and SDMX call their columns is known.
A table with other columns, or with several things in its rows, needs a recipe: see `etl.documents.recipes`.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from etl.documents.area_names import UnknownNameError
from etl.documents.files.cells import NoNumber, PrintedNumber, day_of, season_of
from etl.documents.files.sheets import Sheet, letters
from etl.documents.layouts.harvest import Harvest, ReadFigure, Reading, Remark, figure_of, keep_once, left_out
from etl.documents.layouts.header import SAY_SEASONS, elsewhere, fixed_columns, is_elsewhere, year_in
from etl.documents.layouts.labels import ROLES, Role, read_label, total_of
from etl.documents.layouts.other_columns import tell_other_columns, usual
from etl.documents.layouts.totals import TableRow, check_totals
from etl.documents.meaning import conversion, year_with_unit
from etl.figures.quoting import shown

MOST_ABOVE = 20  # rows above the header


class MissingColumnError(Exception):
    """A table without a column that it needs; the message is a clause for the maintainer."""


@dataclass(frozen=True)
class _Columns:
    """What the columns hold. areas: names and codes. measures: the columns of values, each with what it measures."""

    header: int
    areas: tuple[int, ...]
    codes: tuple[int, ...]
    year: int
    measures: dict[int, str]
    ends: dict[Role, int]
    unit: int | None
    indicators: tuple[int, ...]

    @property
    def taken(self) -> set[int | None]:
        """All columns that are read."""
        others = (self.year, self.unit, *self.measures, *self.ends.values(), *self.indicators)
        return {*self.areas, *self.codes, *others}


class _Place(NamedTuple):
    """The area of a row, with how the row calls it and what kind of row it is."""

    area: str
    name: str
    kind: str


class Long:
    """A table with columns for area, year and value."""

    name = "long"
    example = (
        "python -m etl import tests/etl/workbooks/opium-long.csv --source unodc-wdr-2026-annex-6-2-1 "
        "--producer unodc --indicator opium-poppy-cultivation --decimal point"
    )

    def recognises(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether the columns that it needs are there by their usual names."""
        try:
            _columns(sheet)
        except MissingColumnError:
            return False
        return True

    def read(self, sheet: Sheet, reading: Reading) -> Harvest:
        """The number of each row that counts."""
        try:
            columns = _columns(sheet)
        except MissingColumnError as error:
            return Harvest(layout="long table", errors=[Remark("sheet", str(error))])
        table = _Rows(sheet, columns, reading)
        for row in range(columns.header + 1, len(sheet.rows)):
            if not sheet.is_blank(row):
                table.take(row)
        table.finish()
        table.harvest.layout = f"long table: {_called(columns)}"
        above = [(row, column) for row in range(columns.header) for column in range(sheet.width)]
        if len(columns.measures) == 1:
            above.append((columns.header, min(columns.measures)))
        table.harvest.texts[:0] = [(sheet.place(*each), text) for each in above if (text := sheet.text(*each))]
        return table.harvest


def _called(columns: _Columns) -> str:
    holds: dict[str, list[int]] = {
        "area": [*columns.areas, *columns.codes],
        "year": [columns.year],
        "value": [*columns.measures],
        **{role: [column] for role, column in columns.ends.items()},
        "unit": [] if columns.unit is None else [columns.unit],
        "indicator": [*columns.indicators],
    }
    return ", ".join(f"{what} in column {' and '.join(map(letters, found))}" for what, found in holds.items() if found)


class _Rows:
    """Takes the rows of a table one by one."""

    def __init__(self, sheet: Sheet, columns: _Columns, reading: Reading) -> None:
        self.harvest = Harvest()
        self._sheet, self._columns, self._reading = sheet, columns, reading
        self._totals: dict[str, dict[str, TableRow]] = defaultdict(dict)  # by indicator and name
        self._figures: list[ReadFigure] = []
        self._read: list[int] = []
        self._elsewhere = 0
        self._days: dict[tuple[object, ...], dict[str, None]] = defaultdict(dict)  # by what a row is of, and its year
        self._fixed = fixed_columns(sheet, columns.header, reading, self.harvest)

    def take(self, row: int) -> None:
        names = [text for column in self._columns.areas if (text := self._sheet.text(row, column))]
        first = self._sheet.place(row, (*self._columns.areas, *self._columns.codes)[0])
        if is_elsewhere(self._sheet, row, self._fixed):
            self._elsewhere += 1
            return
        if self._reading.leaves_out(self._sheet, row, self._columns.measures):
            self.harvest.skipped.append(left_out(first, " ".join(names), row))
            return
        self._read.append(row)
        if day := day_of(self._sheet.cell(row, self._columns.year)):
            said = (self._sheet.text(row, column) for column in (*self._columns.codes, *self._columns.indicators))
            self._days[*names, *said, self._year(row)][day] = None
        for column, measured in self._columns.measures.items():
            self._take_value(row, column, measured, names, first)

    def _take_value(self, row: int, column: int, measured: str, names: list[str], first: str) -> None:
        name = " ".join(names)
        cell = self._sheet.place(row, column)
        places = {"value": (row, column), **{role: (row, each) for role, each in self._columns.ends.items()}}
        numbers = {role: self._sheet.number(*places[role]) for role in ROLES if role in places}
        unexpected = [found for found in numbers.values() if isinstance(found, NoNumber) and found.unexpected]
        printed = {
            role: (self._sheet.place(*places[role]), found)
            for role, found in numbers.items()
            if isinstance(found, PrintedNumber)
        }
        year = self._year(row)
        if self._reading.leaves_out_cell(self._sheet, row, column):
            text = f"{self._sheet.text(row, column) or 'the cell'} is left out as told by --skip"
            self.harvest.skipped.append(Remark(cell, f"{name or 'no name'}, {year or 'no year'}: {text}"))
        elif unexpected:
            first_told = next((found for found in unexpected if found.is_unclear), unexpected[0])
            told = self.harvest.errors if first_told.is_unclear else self.harvest.warnings
            told.append(Remark(cell, f"{name or 'no name'}: {first_told.why}", first_told.about))
        elif not printed:
            why = numbers["value"].why if isinstance(numbers["value"], NoNumber) else ""
            self.harvest.skipped.append(Remark(cell, f"{name or 'no name'}, {year or 'no year'}: {why}"))
        elif year is None:
            text = self._sheet.text(row, self._columns.year)
            is_season = season_of(text) is not None
            why = f"is a season over two years; {SAY_SEASONS}" if is_season else "is no year; correct it in a copy"
            place = self._sheet.place(row, self._columns.year)
            about = "seasons" if is_season else ""
            self.harvest.errors.append(Remark(place, f"{shown(text)} {why}, or leave its row out with --skip", about))
        elif where := self._place(row, first, names):
            self._take_number(row, first, where, year, measured, printed)

    def _year(self, row: int) -> int | None:
        cell = self._sheet.cell(row, self._columns.year)
        season = season_of(self._sheet.text(row, self._columns.year)) if self._reading.seasons else None
        if year_in(cell) is None and season:
            return season[0 if self._reading.seasons == "first" else 1]
        return year_in(cell)

    def _place(self, row: int, first: str, names: list[str]) -> _Place | None:
        """What a row is of; None after an error, or where it is left out."""
        known = self._reading.names
        codes = [text for column in self._columns.codes if (text := self._sheet.text(row, column))]
        labels = [read_label(text) for text in names]
        sums = [label for label in labels if label.kind in ("total", "subtotal", "rest")]
        named = " ".join(names)
        if sums and not (sums[-1].kind != "total" and known.knows(names[-1])):
            total = total_of(names[-1])
            if self._reading.totals_are_areas and total and known.knows(total):
                names, labels = [total], [read_label(total)]
            else:
                return _Place("", named, sums[-1].kind)
        is_no_country = bool(self._columns.codes) and not codes and not any(map(known.knows, names))
        if is_no_country:
            text = f"{shown(named)} has no code and is no area here; not imported"
            self.harvest.skipped.append(Remark(first, text))
            return None
        area = ""
        try:
            for label, text in zip(labels, names, strict=True):
                found = known.find(label.name or text, area or self._reading.within).area
                if area and area != found and area not in known.ancestors(found):
                    raise UnknownNameError(f"the row names {area} and {found}; correct it in a copy of the file")
                area = found
            for code in codes:
                if known.knows(code) or not area:
                    meant = known.find(code, self._reading.within).area
                    if area and area != meant:
                        raise UnknownNameError(f"the row names {area} and {meant}; correct it in a copy of the file")
                    area = meant
        except UnknownNameError as error:
            self.harvest.errors.append(Remark(first, str(error)))
            return None
        if not area:
            self.harvest.errors.append(Remark(first, "a number without the name of an area; leave its row out"))
            return None
        return _Place(area, named or area, "area" if known.parent_of.get(area) else "total")

    def finish(self) -> None:
        self._tell_days()
        keep_once(self.harvest, self._figures, "leave one out with --skip, or write a recipe")
        others = [column for column in range(self._sheet.width) if column not in self._columns.taken]
        header, areas = self._columns.header, self._columns.areas
        errors = len(self.harvest.errors)
        tell_other_columns(self._sheet, header, self._read, others, areas, self._fixed, self.harvest)
        if len(self.harvest.errors) > errors:  # what the numbers are of is not known
            self.harvest.figures = []
        self.harvest.skipped += elsewhere(self._elsewhere, self._reading)
        for rows in self._totals.values():
            ordered = sorted(rows.values(), key=lambda row: row.kind in ("total", "subtotal"))
            checked, warnings = check_totals(ordered, self._reading.names)
            self.harvest.checked += checked
            self.harvest.warnings += warnings

    def _tell_days(self) -> None:
        """A day stands for its year where there is one of a year; several of a year are no figures of years."""
        place = self._sheet.column_name(self._columns.year)
        title = shown(self._sheet.label(self._columns.header, self._columns.year))
        several = next((list(days) for days in self._days.values() if len(days) > 1), None)
        if several:
            why = f"{title} has {shown(several[0])} and {shown(several[1])} of one year, and a figure is of a whole one"
            self.harvest.errors.append(Remark(place, f"{why}; keep one row for each year in a copy of the file"))
            self._figures = []
        elif self._days:
            first = next(iter(next(iter(self._days.values()))))
            self.harvest.notes.append(Remark(place, f"of days such as {shown(first)} the year is read"))

    def _take_number(
        self,
        row: int,
        first: str,
        where: _Place,
        year: int,
        measured: str,
        cells: dict[Role, tuple[str, PrintedNumber]],
    ) -> None:
        unit = "" if self._columns.unit is None else self._sheet.text(row, self._columns.unit)
        beside = year_with_unit(self._sheet.text(row, self._columns.year))
        if beside and not beside.is_footnote:
            if unit and conversion(beside.unit, unit) != 1.0:
                text = f"the row says {shown(unit)}, its year {shown(beside.unit)}; correct a copy of the file"
                self.harvest.errors.append(Remark(first, text))
                return
            unit = beside.unit
        said = (self._sheet.text(row, column) for column in self._columns.indicators)
        indicator = " ".join(filter(None, (*said, measured)))
        cell, value = cells.get("value", ("", PrintedNumber(None)))
        if value.value is not None:
            counted = TableRow(where.kind, where.name, where.area)  # type: ignore[arg-type]
            if where.kind != "subtotal":  # which rows it adds up is not said by where it stands
                self._totals[indicator].setdefault(where.name, counted).take(year, value.value, cell, unit)
        if not where.area:
            why = "not one area" if where.kind == "rest" else "a total"
            self.harvest.skipped.append(Remark(first, f"{shown(where.name)} is {why}; not imported"))
            return
        if figure := figure_of(self.harvest, cells, where.name, where.area, year, unit, indicator):
            self._figures.append(figure)


def _columns(sheet: Sheet) -> _Columns:
    """What the columns hold, by the first row that names enough; MissingColumnError where something is missing."""
    headers = [row for row in range(min(len(sheet.rows), MOST_ABOVE)) if not sheet.is_blank(row)]
    if not headers:
        raise MissingColumnError("the sheet is empty")
    missing: MissingColumnError | None = None
    for header in headers:
        try:
            return _columns_of(sheet, header)
        except MissingColumnError as error:
            missing = missing or error
    raise missing or MissingColumnError("the sheet is empty")


def _columns_of(sheet: Sheet, header: int) -> _Columns:
    titles = {column: title for column in range(sheet.width) if (title := sheet.text(header, column))}
    held: dict[str, list[int]] = defaultdict(list)
    for column, title in titles.items():
        held[usual(title)].append(column)
    years = held["year"] or [column for column in held["period"] if _is_of_years(sheet, header, column)]
    if years and not held["value"]:
        measures = {column: titles[column] for column in held[""] if _is_of_numbers(sheet, header, column)}
    else:
        measures = dict.fromkeys(held["value"][:1], "")
    areas = held["area"] or held["code"] or held["region"]
    needed = {"area": areas, "year": years, "value": measures}
    missing = [what for what, found in needed.items() if not found]
    if missing:
        known = ", ".join(map(shown, titles.values()))
        raise MissingColumnError(f"no column is known for {', '.join(missing)}, only {known}; write a recipe for it")
    ends: dict[Role, int] = {}
    if len(measures) == 1:
        ends = {role: held[role][0] for role in ROLES if held[role] and role != "value"}
    codes = tuple(held["code"]) if held["area"] else ()
    unit = next(iter(held["unit"]), None)
    indicators = tuple(held["indicator"])
    return _Columns(header, tuple(areas), codes, years[0], measures, ends, unit, indicators)


def _is_of_years(sheet: Sheet, header: int, column: int) -> bool:
    """Whether the days or months of a column name their year."""
    texts = [text for row in range(header + 1, len(sheet.rows)) if (text := sheet.text(row, column))]
    return bool(texts) and all(re.search(r"(?<!\d)[12]\d{3}(?!\d)", text) for text in texts)


def _is_of_numbers(sheet: Sheet, header: int, column: int) -> bool:
    """Whether most of what a column has are numbers; a text among them may say why there is none."""
    rows = [row for row in range(header + 1, len(sheet.rows)) if sheet.text(row, column)]
    return sum(sheet.has_number(row, column) for row in rows) * 2 > len(rows)
