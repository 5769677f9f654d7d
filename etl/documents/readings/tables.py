"""Reads the tables of a document: what each number is of, by its row, its column, and the texts around its table."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from etl.documents.files.cells import Mark, NoNumber, PrintedNumber
from etl.documents.files.document import DocumentCell, DocumentTable
from etl.documents.layouts.labels import Role
from etl.documents.meaning import UnclearError, unit_of
from etl.documents.readings.figures import DocumentFigure, ReadAs
from etl.documents.readings.sense import Sense, SenseReader
from etl.documents.readings.table_cells import read_cell
from etl.documents.readings.table_grid import has_number
from etl.documents.readings.table_names import NamedColumn, NamedRow, TableNames
from etl.figures.quoting import shown


class TableReader:
    """Reads one table."""

    def __init__(
        self, table: DocumentTable, reader: SenseReader, mark: Mark, within: str = "", heading: str = ""
    ) -> None:
        self._table, self._reader, self._mark = table, reader, mark
        self._names = TableNames(table, reader, within, heading)
        self._grid, self._titles = self._names.grid, self._names.titles

    def figures(self) -> list[DocumentFigure]:
        """Every number of the table, in its order."""
        if not self._grid.name_columns and self._grid.depth == 0:
            return []
        columns, rows = self._names.columns(), self._names.rows()
        within = self._names.area_of(rows)
        found: list[DocumentFigure] = []
        for row, read in rows.items():
            for column, above in columns.items():
                cell = self._grid.at.get((row, column))
                if cell is None or (cell.row, cell.column) != (row, column) or not has_number(cell.text):
                    continue
                found.append(self._figure(cell, read, above, within))
        return _with_ends(found, columns)

    def _figure(self, cell: DocumentCell, row: NamedRow, column: NamedColumn, within: str) -> DocumentFigure:
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

    def _area(self, row: NamedRow, column: NamedColumn, within: str) -> str:
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

    def _indicator(self, row: NamedRow, column: NamedColumn, unit: str, is_count: bool) -> str:
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
        row: NamedRow,
        column: NamedColumn,
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


def _with_ends(figures: list[DocumentFigure], columns: dict[int, NamedColumn]) -> list[DocumentFigure]:
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
