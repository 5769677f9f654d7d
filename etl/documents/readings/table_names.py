"""What the rows and columns of a table are of, by the names at their side, the texts above them, and its titles."""

import re
from dataclasses import dataclass, field

from etl.documents.area_names import UnknownNameError
from etl.documents.files.document import DocumentCell, DocumentTable, is_figure_cell
from etl.documents.layouts.labels import Label, Role, read_label, role_of
from etl.documents.prose.catalogue import WORLD
from etl.documents.readings.sense import Sense, SenseReader, parent_of_most
from etl.documents.readings.table_grid import TableGrid, has_number, year_in


@dataclass
class NamedRow:
    """What the names of a row say: its area and what else; and the names, the nearest to the numbers first."""

    names: list[DocumentCell]
    label: Label | None = None
    area: str = ""
    year: int | None = None
    senses: list[Sense] = field(default_factory=list)
    unknown: str = ""  # a name of a place that is no area here


@dataclass
class NamedColumn:
    """What stands above a column: its texts from the lowest up, as one and one by one."""

    texts: list[str]
    whole: Sense
    senses: list[Sense]
    year: int | None = None
    role: Role = "value"
    is_total: bool = False


class TableNames:
    """The rows and columns of one table; `grid` are its cells, and `titles` what its titles and its heading say."""

    def __init__(self, table: DocumentTable, reader: SenseReader, within: str = "", heading: str = "") -> None:
        self._table, self._reader = table, reader
        self._given_within = within
        self.grid = TableGrid(table)
        self.titles = [reader.sense(text) for text in dict.fromkeys([*table.titles, heading]) if text]

    def columns(self) -> dict[int, NamedColumn]:
        """What stands above each column of numbers."""
        numbers = (column for column in range(self.grid.width) if column not in self.grid.name_columns)
        return {column: self._column(column) for column in numbers}

    def _column(self, column: int) -> NamedColumn:
        cells = self.grid.header(column)
        own = [cell.text for cell in cells if cell.columns == 1]
        spanning = [cell.text for cell in cells if cell.columns > 1]
        whole = " ".join([*reversed(spanning), *reversed(own)])
        senses = [self._reader.sense(" ".join(reversed(own)))] if own else []
        senses += [self._reader.sense(text) for text in spanning]
        single = [sense.years[0] for sense in senses if len(sense.years) == 1]
        role = next((found for text in own if (found := role_of(text))), None)
        labels = [read_label(text) for text in [*own, *spanning]]
        return NamedColumn(
            [*own, *spanning],
            self._reader.sense(whole),
            senses,
            single[0] if single and not any(len(sense.years) > 1 for sense in senses[:1]) else None,
            role or "value",
            any(label.kind in {"total", "subtotal"} for label in labels),
        )

    def rows(self) -> dict[int, NamedRow]:
        """What is known of each row below the header; rows of years again and headings are none."""
        found: dict[int, NamedRow] = {}
        section: list[Sense] = []
        section_area = ""
        for row in range(self.grid.depth, self.grid.height):
            texts = [self.grid.text(row, column) for column in range(self.grid.width)]
            names = [
                cell
                for column in reversed(self.grid.name_columns)
                if (cell := self.grid.at.get((row, column))) and cell.text
            ]
            numbers = [
                text for column, text in enumerate(texts) if column not in self.grid.name_columns and has_number(text)
            ]
            if len(numbers) > 1 and all(year_in(text) is not None for text in numbers):
                continue
            if not numbers and not any(
                texts[column] for column in range(self.grid.width) if column not in self.grid.name_columns
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

    def _read_row(self, names: list[DocumentCell], within: str) -> NamedRow:
        read = NamedRow(names)
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
            is_small = any(self._reader.sense(each).is_of_smaller_places for each in self.grid.above(cell.column))
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
            if is_small or not (says_what or sense.years or sense.is_unit):
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
        named = [self._reader.catalogue.country(area) for sense in self.titles for area in sense.areas]
        return next(filter(None, named), self._reader.country)

    def area_of(self, rows: dict[int, NamedRow]) -> str:
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
        named = [area for sense in self.titles for area in sense.areas]
        return named[0] if named else self._reader.country


def _only_the_last_is_of_all(rows: list[NamedRow]) -> None:
    """Of several totals that say no area only the last is of all rows; those before it are of some."""
    totals = [row for row in rows if row.label and row.label.kind == "total" and not row.area]
    for row in totals[:-1]:
        row.label = Label("subtotal", "value", row.label.name if row.label else "")
