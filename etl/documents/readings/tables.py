"""Reads the tables of a document: what each number is of, by its row, its column, and the texts around its table."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from etl.documents.area_names import UnknownNameError
from etl.documents.files.cells import Mark, NoNumber, PrintedNumber
from etl.documents.files.document import DocumentCell, DocumentTable, is_figure_cell
from etl.documents.layouts.labels import Label, Role, read_label, role_of
from etl.documents.meaning import UnclearError, unit_of
from etl.documents.prose.catalogue import WORLD
from etl.documents.readings.figures import DocumentFigure, ReadAs
from etl.documents.readings.sense import Sense, SenseReader, parent_of_most
from etl.documents.readings.table_cells import read_cell
from etl.documents.readings.table_grid import TableGrid, has_number, year_in
from etl.figures.quoting import shown


@dataclass
class _Row:
    """What the names of a row say: its area and what else; and the names, the nearest to the numbers first."""

    names: list[DocumentCell]
    label: Label | None = None
    area: str = ""
    year: int | None = None
    senses: list[Sense] = field(default_factory=list)
    unknown: str = ""  # a name of a place that is no area here


@dataclass
class _Column:
    """What stands above a column: its texts from the lowest up, as one and one by one."""

    texts: list[str]
    whole: Sense
    senses: list[Sense]
    year: int | None = None
    role: Role = "value"
    is_total: bool = False


class TableReader:
    """Reads one table."""

    def __init__(
        self, table: DocumentTable, reader: SenseReader, mark: Mark, within: str = "", heading: str = ""
    ) -> None:
        self._table, self._reader, self._mark = table, reader, mark
        self._given_within = within
        self._grid = TableGrid(table)
        self._titles = [reader.sense(text) for text in dict.fromkeys([*table.titles, heading]) if text]

    def figures(self) -> list[DocumentFigure]:
        """Every number of the table, in its order."""
        if not self._grid.name_columns and self._grid.depth == 0:
            return []
        columns = {
            column: self._column(column) for column in range(self._grid.width) if column not in self._grid.name_columns
        }
        rows = self._rows()
        within = self._area_of_rows(rows)
        found: list[DocumentFigure] = []
        for row, read in rows.items():
            for column, above in columns.items():
                cell = self._grid.at.get((row, column))
                if cell is None or (cell.row, cell.column) != (row, column) or not has_number(cell.text):
                    continue
                found.append(self._figure(cell, read, above, within))
        return _with_ends(found, columns)

    def _column(self, column: int) -> _Column:
        cells = self._grid.header(column)
        own = [cell.text for cell in cells if cell.columns == 1]
        spanning = [cell.text for cell in cells if cell.columns > 1]
        whole = " ".join([*reversed(spanning), *reversed(own)])
        senses = [self._reader.sense(" ".join(reversed(own)))] if own else []
        senses += [self._reader.sense(text) for text in spanning]
        single = [sense.years[0] for sense in senses if len(sense.years) == 1]
        role = next((found for text in own if (found := role_of(text))), None)
        labels = [read_label(text) for text in [*own, *spanning]]
        return _Column(
            [*own, *spanning],
            self._reader.sense(whole),
            senses,
            single[0] if single and not any(len(sense.years) > 1 for sense in senses[:1]) else None,
            role or "value",
            any(label.kind in {"total", "subtotal"} for label in labels),
        )

    def _rows(self) -> dict[int, _Row]:
        """What is known of each row below the header; rows of years again and headings are none."""
        found: dict[int, _Row] = {}
        section: list[Sense] = []
        section_area = ""
        for row in range(self._grid.depth, self._grid.height):
            texts = [self._grid.text(row, column) for column in range(self._grid.width)]
            names = [
                cell
                for column in reversed(self._grid.name_columns)
                if (cell := self._grid.at.get((row, column))) and cell.text
            ]
            numbers = [
                text for column, text in enumerate(texts) if column not in self._grid.name_columns and has_number(text)
            ]
            if len(numbers) > 1 and all(year_in(text) is not None for text in numbers):
                continue
            if not numbers and not any(
                texts[column] for column in range(self._grid.width) if column not in self._grid.name_columns
            ):
                if names:
                    text = " ".join(cell.text for cell in reversed(names))
                    section = [self._reader.sense(text)]
                    section_area = self._named_area(text, section_area) or (
                        section[0].areas[0] if section[0].areas else ""
                    )
                continue
            read = self._read_row(names, section_area)
            read.senses += section
            if not read.area and not read.unknown and read.label and read.label.kind == "area" and section_area:
                read.area = section_area
            found[row] = read
        _only_the_last_is_of_all(list(found.values()))
        return found

    def _read_row(self, names: list[DocumentCell], within: str) -> _Row:
        read = _Row(names)
        for cell in names:
            further = [each for each in names if each.column < cell.column]
            outer = next((area for each in reversed(further) if (area := self._named_area(each.text, within))), "")
            text = cell.text
            sense = self._reader.sense(text)
            year = year_in(text)
            if year is not None and is_figure_cell(text):
                read.year = year
                continue
            label = read_label(text)
            read.label = read.label or label
            if label.kind != "area":
                read.label = label
                continue
            is_small = any(self._reader.sense(each).is_of_smaller_places for each in self._grid.above(cell.column))
            area = "" if is_small else self._named_area(label.name or text, outer or within)
            if area and not read.area and not read.unknown:
                read.area = area
                # What a name says besides is no part of it.
                continue
            read.senses.append(sense)
            if year is None and len(sense.years) == 1:
                read.year = sense.years[0]
            if area or read.area:
                continue
            says_what = sense.substances or sense.measures or sense.perhaps
            if is_small or not (says_what or sense.years):
                read.unknown = read.unknown or text
            elif len(sense.areas) == 1 and (says_what or sense.units):
                read.area = sense.areas[0]
        return read

    def _named_area(self, name: str, within: str) -> str:
        try:
            return self._reader.names.find(name, self._given_within or within or self._within_of_titles).area
        except UnknownNameError:
            return ""

    @property
    def _within_of_titles(self) -> str:
        """The country that the titles of the table, or else the document, speak of."""
        named = [self._reader.catalogue.country(area) for sense in self._titles for area in sense.areas]
        return next(filter(None, named), self._reader.country)

    def _area_of_rows(self, rows: dict[int, _Row]) -> str:
        """What a total of the rows is of: that of which they are parts, or the title speaks."""
        areas = [row.area for row in rows.values() if row.area]
        if parent := parent_of_most(
            [area for area in areas if self._reader.names.parent_of.get(area)], self._reader.names
        ):
            return parent
        countries = {self._reader.catalogue.country(area) for area in areas}
        if len(set(areas)) > 2 and len(countries) > 1:
            titles = " ".join(self._table.titles)
            return WORLD if re.search(r"\b(?:world|worldwide|global)\b(?! drug report)", titles, re.IGNORECASE) else ""
        named = [area for sense in self._titles for area in sense.areas]
        return named[0] if named else self._reader.country

    # What a number is

    def _figure(self, cell: DocumentCell, row: _Row, column: _Column, within: str) -> DocumentFigure:
        number, unit, kind = read_cell(cell.text, self._mark, self._reader)
        title = " ".join(each.text for each in reversed(row.names)) or f"row {cell.row + 1}"
        figure = DocumentFigure(
            self._place(cell),
            cell.text,
            cell.box.page if cell.box else self._table.page,
            self._table.number,
            title,
            " ".join(reversed(column.texts)) or f"column {cell.column + 1}",
            boxes=[cell.box] if cell.box else [],
            cell=(cell.row, cell.column),
        )
        if isinstance(number, PrintedNumber):
            figure.value, figure.low, figure.high, figure.flag = number.value, number.low, number.high, number.flag
        senses = [*row.senses, *column.senses]
        around = [*self._corner, *self._titles]
        figure.year = row.year or column.year or self._year_around(around)
        figure.area = self._area(row, column, within)
        is_count = not unit and any(sense.counts for sense in senses[:3])
        figure.unit = "" if is_count else unit or self._unit(senses, around)
        figure.indicator = self._indicator(row, column, figure.unit, is_count)
        if not figure.unit and figure.indicator and not is_count:
            figure.unit = self._written_unit(figure.indicator, [*senses, *around])
        self._settle(figure, number, kind, row, column, is_count)
        return figure

    def _place(self, cell: DocumentCell) -> str:
        where = f"page {cell.box.page if cell.box else self._table.page}, " if cell.box or self._table.page else ""
        name = f"sheet {self._table.name}, " if self._table.name else ""
        return f"{where}{name}table {self._table.number}, row {cell.row + 1}, column {cell.column + 1}"

    @cached_property
    def _corner(self) -> list[Sense]:
        """What stands above the names."""
        texts = dict.fromkeys(text for column in self._grid.name_columns for text in self._grid.above(column))
        return [self._reader.sense(text) for text in texts]

    def _year_around(self, around: Sequence[Sense]) -> int | None:
        single = next((sense.years for sense in around if sense.years), ())
        return single[0] if len(single) == 1 else None if single else self._reader.year

    def _area(self, row: _Row, column: _Column, within: str) -> str:
        if row.area:
            return row.area
        if row.unknown:
            return ""
        if named := [area for sense in column.senses for area in sense.areas]:
            return named[0]
        if row.label and row.label.kind in {"subtotal", "rest"}:
            return ""
        named = [area for sense in row.senses for area in sense.areas]
        return named[0] if named else within

    def _unit(self, senses: Sequence[Sense], around: Sequence[Sense]) -> str:
        for sense in [*senses, *around]:
            if len(set(sense.units)) == 1 or (sense.units and sense not in around):
                return sense.units[0]
        return ""

    def _written_unit(self, indicator: str, senses: Sequence[Sense]) -> str:
        """The unit that a text writes in brackets or behind "in": US$/kg."""
        texts = [(self._place(self._table.cells[0]), sense.text) for sense in senses]
        try:
            found = unit_of("", texts, self._reader.catalogue.indicators[indicator].unit)
        except UnclearError:
            return ""
        return found.word if found else ""

    def _indicator(self, row: _Row, column: _Column, unit: str, is_count: bool) -> str:
        """The indicator that row, column and titles name together; empty where they name none or several."""
        near = [*row.senses, *column.senses]
        around = [*self._corner, *self._titles]
        told = self._reader.opening_words.union(*(sense.words for sense in [*near, *around]))
        is_whole = column.is_total and not any(sense.substances for sense in row.senses)
        substances = next((sense.substances for sense in near if sense.substances), ())
        if not substances and not is_whole:
            substances = next((sense.substances for sense in around if sense.substances), ())
        choices = [sense.measures for sense in near]
        if not is_count:
            choices += [sense.measures for sense in [*self._titles, *self._corner]]
            choices += [self._reader.measures, *(sense.perhaps for sense in [*near, *self._titles])]
        for measures in filter(None, choices):
            if fitting := self._fitting(measures, substances, unit, told):
                return fitting[0]
        return ""

    def _fitting(
        self, measures: Sequence[str], substances: Sequence[str], unit: str, told: frozenset[str]
    ) -> list[str]:
        """The indicators of some measures and substances whose unit is of the kind of another."""
        found = (self._reader.indicator(measure, each, unit, told) for measure in measures for each in substances)
        return list(dict.fromkeys(filter(None, found)))

    def _settle(
        self,
        figure: DocumentFigure,
        number: PrintedNumber | NoNumber,
        kind: str,
        row: _Row,
        column: _Column,
        is_count: bool,
    ) -> None:
        """Whether a number is understood, and if not, why."""
        near = [*row.senses, *column.senses]
        titles = self._titles
        if isinstance(number, NoNumber):
            figure.outcome = ReadAs.UNCLEAR if number.unexpected else ReadAs.NO_DATA
            figure.why = number.why
        elif any(sense.is_change for sense in near) or kind == "signed":
            figure.outcome = ReadAs.CHANGE
        elif kind == "percent" and (any(sense.is_share for sense in near) or not figure.indicator):
            figure.outcome = ReadAs.SHARE
        elif row.label and row.label.kind == "subtotal":
            figure.outcome, figure.why = ReadAs.SUBTOTAL, "a sum of rows that is no area"
        elif row.label and row.label.kind == "rest":
            figure.outcome, figure.why = ReadAs.REST, "not one area"
        elif is_count and not figure.indicator:
            figure.outcome = ReadAs.COUNT
        elif row.unknown and any(
            self._reader.sense(text).is_of_smaller_places
            for cell in row.names
            for text in self._grid.above(cell.column)
        ):
            figure.outcome, figure.why = (
                ReadAs.SMALLER_PLACE,
                f"{shown(row.unknown)} is smaller than the areas here",
            )
        elif not figure.area:
            figure.outcome = ReadAs.NO_AREA
            figure.why = f"{shown(row.unknown)} is no area here" if row.unknown else "no area is named"
        elif figure.year is None:
            figure.outcome, figure.why = (
                ReadAs.NO_YEAR,
                "no year, or several, stand in its row, column and title",
            )
        elif any(sense.is_part_of_year for sense in [*near, *titles]):
            figure.outcome, figure.why = (
                ReadAs.PART_OF_YEAR,
                "of a part of the year, and figures here are of whole years",
            )
        elif not figure.unit:
            figure.outcome, figure.why = ReadAs.NO_UNIT, "no unit is named"
        elif not figure.indicator:
            figure.outcome, figure.why = (
                ReadAs.NO_INDICATOR,
                "what is measured is not said, or nothing here measures it",
            )
        elif row.label and row.label.kind == "total":
            figure.outcome = ReadAs.TOTAL


def _only_the_last_is_of_all(rows: list[_Row]) -> None:
    """Of several totals that say no area only the last is of all rows; those before it are of some."""
    totals = [row for row in rows if row.label and row.label.kind == "total" and not row.area]
    for row in totals[:-1]:
        row.label = Label("subtotal", "value", row.label.name if row.label else "")


def _with_ends(figures: list[DocumentFigure], columns: dict[int, _Column]) -> list[DocumentFigure]:
    """Figures whose range stands in columns of its own take its ends; those columns are no figures themselves."""
    ends: dict[tuple[int, str, int | None], dict[Role, DocumentFigure]] = defaultdict(dict)
    kept = []
    for figure in figures:
        role = columns[figure.cell[1]].role
        if role == "value" or figure.value is None:
            kept.append(figure)
        else:
            ends[figure.cell[0], figure.indicator, figure.year][role] = figure
    for figure in kept:
        found = ends.get((figure.cell[0], figure.indicator, figure.year))
        if found and len(found) == 2 and figure.low is None and figure.value is not None:
            low, high = found["low"].value, found["high"].value
            if low is not None and high is not None and low <= figure.value <= high:
                figure.low, figure.high = low, high
                figure.boxes += found["low"].boxes + found["high"].boxes
    return kept
