"""Reads a table with one row an area and one column a year, wherever on its sheet it stands."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from etl.documents.area_names import UnknownNameError
from etl.documents.files.cells import NoNumber, PrintedNumber
from etl.documents.files.sheets import Sheet, letters, place
from etl.documents.layouts.harvest import Harvest, ReadFigure, Reading, Remark, figure_of, keep_once, left_out
from etl.documents.layouts.header import Columns, find_header, read_columns
from etl.documents.layouts.labels import ROLES, Label, Role, read_label
from etl.documents.layouts.totals import TableRow, check_totals
from etl.figures.quoting import shown

_OF_THE_WORLD = re.compile(r"\b(?:world|worldwide|global)\b(?! drug report)", re.IGNORECASE)


@dataclass
class _Group:
    """The rows of one area that belong together: best value, lower and upper end."""

    area: str
    name: str
    unit: str
    cells: dict[Role, dict[int, tuple[str, PrintedNumber]]] = field(default_factory=lambda: defaultdict(dict))


class YearTable:
    """A layout with one row of years; each such layout says how it is called and which sheets it recognises."""

    name: str
    example: str
    called: str  # in the line that says how a sheet was read

    def recognises(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether there is a row of years with numbers below it."""
        return find_header(sheet, reading.names) is not None

    def read(self, sheet: Sheet, reading: Reading) -> Harvest:
        """The numbers below the row of years."""
        header = find_header(sheet, reading.names)
        if header is None:
            return Harvest(layout=f"{self.called}: no row of years")
        columns = read_columns(sheet, header, reading.names)
        table = _Table(sheet, columns, reading)
        if not columns.harvest.errors:
            for row in range(columns.body, len(sheet.rows)):
                table.take(row)
            table.finish()
        harvest = table.harvest
        years = sorted({year for year, _ in columns.years.values()})
        span = f"years {years[0]} to {years[-1]}" if years else "no years"
        areas = " and ".join(letters(column) for column in columns.areas) or "none"
        unit = f", units in column {letters(columns.unit)}" if columns.unit is not None else ""
        harvest.layout = f"{self.called}: {span} in row {header + 1}, areas in column {areas}{unit}"
        harvest.texts = _texts(sheet, columns) + harvest.texts
        return harvest


def _texts(sheet: Sheet, columns: Columns) -> list[tuple[str, str]]:
    """What stands above the table and over its columns of names."""
    places = [(row, column) for row in range(columns.header) for column in range(sheet.width)]
    places += [(columns.header, column) for column in range(sheet.width) if column not in columns.years]
    return [(place(*each), text) for each in places if (text := sheet.text(*each))]


class _Table:
    """Takes the rows of a table one by one."""

    def __init__(self, sheet: Sheet, columns: Columns, reading: Reading) -> None:
        self.harvest = columns.harvest
        self._sheet, self._columns, self._reading = sheet, columns, reading
        self._names = reading.names
        self._group: _Group | None = None
        self._groups: list[_Group] = []
        self._rows: list[TableRow] = []
        self._context = reading.within

    def take(self, row: int) -> None:
        if self._sheet.is_blank(row):
            self._end_of_part()
            return
        texts = self._texts(row, self._columns.areas) or self._total_elsewhere(row)
        numbers, nothing = self._cells(row)
        first = place(row, texts[0][0]) if texts else f"row {row + 1}"
        if self._reading.leaves_out(self._sheet, row):
            self._leave_out(row, first, " ".join(text for _, text in texts), numbers)
            return
        if not numbers:
            self._without_numbers(row, texts, nothing)
            return
        self._tell_nothing(row, nothing, " ".join(text for _, text in texts))
        if not texts:
            cells = f"{place(row, min(numbers))} to {place(row, max(numbers))}"
            text = f'numbers without the name of an area; name it, or leave them out with --skip "row {row + 1}"'
            self.harvest.errors.append(Remark(cells, text))
        else:
            self._named(row, first, texts, numbers)

    def finish(self) -> None:
        self.harvest.checked, warnings = check_totals(self._rows, self._names)
        self.harvest.warnings += warnings
        figures = [figure for group in self._groups for figure in self._figures(group)]
        keep_once(self.harvest, figures, "leave one row out with --skip")
        self.harvest.figures.sort(key=lambda figure: _position(figure.cell))

    def _cells(self, row: int) -> tuple[dict[int, PrintedNumber], dict[int, NoNumber]]:
        numbers: dict[int, PrintedNumber] = {}
        nothing: dict[int, NoNumber] = {}
        for column in self._columns.years:
            found = self._sheet.number(row, column)
            if isinstance(found, PrintedNumber) and self._covers_several(row, column):
                found = NoNumber("one merged cell over several years; add the number by hand", unexpected=True)
            if isinstance(found, PrintedNumber):
                numbers[column] = found
            else:
                nothing[column] = found
        return numbers, nothing

    def _covers_several(self, row: int, column: int) -> bool:
        _, left, _, right = self._sheet.merged_at.get((row, column), (0, 0, 0, -1))
        return sum(left <= each <= right for each in self._columns.years) > 1

    def _texts(self, row: int, columns: Iterable[int]) -> list[tuple[int, str]]:
        """Column and text of the cells of a row that have one."""
        texts = [(column, self._sheet.label(row, column)) for column in columns]
        return [(column, text) for column, text in texts if text]

    def _total_elsewhere(self, row: int) -> list[tuple[int, str]]:
        """The name of a total that stands in another column than the areas do, such as that of their regions."""
        taken = {*self._columns.years, self._columns.unit}
        texts = self._texts(row, (column for column in range(self._sheet.width) if column not in taken))
        return [(column, text) for column, text in texts if read_label(text).kind != "area"][-1:]

    def _leave_out(self, row: int, first: str, name: str, numbers: dict[int, PrintedNumber]) -> None:
        """A row that the maintainer does not want; its numbers still are part of totals, if it is none itself."""
        self.harvest.skipped.append(left_out(first, name, row))
        self._group = None
        if name and read_label(name).kind not in ("total", "subtotal"):
            self._count(row, "rest", name, numbers)

    def _without_numbers(self, row: int, texts: list[tuple[int, str]], nothing: dict[int, NoNumber]) -> None:
        """A heading, a note, or an area for which there is nothing."""
        name = " ".join(text for _, text in texts)
        label = read_label(texts[-1][1]) if texts else None
        told = any(found.unexpected or found.why != "blank" for found in nothing.values())
        try:
            found = (
                self._names.find(label.name, self._context) if label and label.kind == "area" and label.name else None
            )
        except UnknownNameError:
            found = None
        if told:
            self._tell_nothing(row, nothing, name)
        if found:
            self._context = found.area if found.area in self._names.parents else self._context
            if not told:
                self.harvest.skipped.append(Remark(place(row, texts[0][0]), f"{shown(name)} has no numbers"))
            return
        self._end_of_part()
        cells = [(column, self._sheet.text(row, column)) for column in range(len(self._sheet.rows[row]))]
        column, text = next((column, text) for column, text in cells if text)
        if not told:
            self.harvest.skipped.append(Remark(place(row, column), f"{shown(text)} is text without numbers"))
        if text.lower().startswith("unit"):
            self.harvest.texts.append((place(row, column), text))

    def _tell_nothing(self, row: int, nothing: dict[int, NoNumber], name: str) -> None:
        """Cells without a number, those with one reason together."""
        why: dict[NoNumber, list[int]] = defaultdict(list)
        for column, found in nothing.items():
            why[found].append(column)
        for found, columns in why.items():
            cells = ", ".join(place(row, column) for column in columns[:6]) + (" ..." if len(columns) > 6 else "")
            years = ", ".join(str(self._columns.years[column][0]) for column in columns[:6])
            remark = Remark(cells, f"{name or 'no name'}, {years}: {found.why}")
            harvest = self.harvest
            told = harvest.errors if found.is_unclear else harvest.warnings if found.unexpected else harvest.skipped
            told.append(remark)

    def _named(self, row: int, first: str, texts: list[tuple[int, str]], numbers: dict[int, PrintedNumber]) -> None:
        labels = [read_label(text) for _, text in texts]
        role: Role = next((label.role for label in reversed(labels) if label.role != "value"), "value")
        name = " ".join(text for _, text in texts)
        sums = [label for label in labels if label.kind != "area"]
        if sums:
            self._take_sum(row, first, name, sums[-1], role, numbers)
            return
        named = [label for label in labels if label.name]
        if not named:
            if self._group is None:
                self.harvest.skipped.append(Remark(first, f"{shown(name)} is an end of a range of something left out"))
            else:
                self._add(row, role, numbers)
            return
        area = self._area(first, named)
        if area is None:
            self._group = None
            if not any(label.is_part for label in labels):
                self._count(row, "rest", name, numbers)
        elif not self._names.parent_of.get(area) and role == "value":
            self._count(row, "total", name, numbers)
            self._begin(row, area, name, numbers)
        else:
            if self._group is None or self._group.area != area or role in self._group.cells:
                self._group = _Group(area, name, self._unit(row))
                self._groups.append(self._group)
            if role == "value":
                self._count(row, "area", name, numbers, area)
            self._add(row, role, numbers)

    def _take_sum(
        self, row: int, first: str, name: str, label: Label, role: Role, numbers: dict[int, PrintedNumber]
    ) -> None:
        world = self._world(label, name)
        if role != "value":
            if world and self._group is not None and self._group.area == world:
                self._add(row, role, numbers)
            else:
                self.harvest.skipped.append(Remark(first, f"{shown(name)} is an end of the range of a total"))
            return
        if world and "rounded" not in name.lower():
            self._count(row, label.kind, name, numbers)
            self._begin(row, world, name, numbers)
            return
        self._group = None
        why = "not one area" if label.kind == "rest" else "a total"
        self.harvest.skipped.append(Remark(first, f"{shown(name)} is {why}; not imported"))
        self._count(row, label.kind, name, numbers)

    def _begin(self, row: int, area: str, name: str, numbers: dict[int, PrintedNumber]) -> None:
        """Begin the rows of a printed total, which is a statement like every other: what it is of is known."""
        self._group = _Group(area, name, self._unit(row))
        self._groups.append(self._group)
        self._add(row, "value", numbers)

    def _world(self, label: Label, name: str) -> str:
        """The area that a total is of, where the row or what stands above the table says that it is all of the world.

        Empty for other totals, for a subtotal, and where only some countries are read.
        """
        above = [text for _, text in _texts(self._sheet, self._columns)]
        is_world = label.kind == "total" and any(_OF_THE_WORLD.search(text) for text in (name, *above))
        whole = [area for area, parent in self._names.parent_of.items() if not parent]
        return whole[0] if is_world and len(whole) == 1 and not self._reading.within else ""

    def _area(self, first: str, labels: list[Label]) -> str | None:
        """The area of a row, the finest where several columns name areas inside each other; None after an error."""
        area = ""
        for label in labels:
            try:
                found = self._names.find(label.name, area or self._context)
            except UnknownNameError as error:
                self.harvest.errors.append(Remark(first, str(error)))
                return None
            if area and area != found.area and area not in self._names.ancestors(found.area):
                text = f"one column of the row names {area}, another {found.area}; correct it in a copy of the file"
                self.harvest.errors.append(Remark(first, text))
                return None
            if found.footnote:
                text = f"{shown(label.name)} is {found.area} with the footnote {shown(found.footnote)}"
                self.harvest.notes.append(Remark(first, text))
            area = found.area
        has_parts = area in self._names.parents
        self._context = self._reading.within or (area if has_parts else self._names.parent_of.get(area, ""))
        return area

    def _unit(self, row: int) -> str:
        return "" if self._columns.unit is None else self._sheet.label(row, self._columns.unit)

    def _add(self, row: int, role: Role, numbers: dict[int, PrintedNumber]) -> None:
        """Keep the numbers of a row; a column can say itself which end of a range it holds."""
        if self._group is not None:
            for column, number in numbers.items():
                if number.footnote:
                    text = f"{shown(number.as_printed)} is a number with the footnote {shown(number.footnote)}"
                    self.harvest.notes.append(Remark(place(row, column), text))
                year, of_column = self._columns.years[column]
                self._group.cells[role if of_column == "value" else of_column][year] = (place(row, column), number)

    def _count(self, row: int, kind: str, name: str, numbers: dict[int, PrintedNumber], area: str = "") -> None:
        """Keep a row for the check of totals."""
        counted = TableRow(kind, name, area)  # type: ignore[arg-type]
        for column, number in numbers.items():
            year, role = self._columns.years[column]
            if role == "value" and number.value is not None:
                counted.take(year, number.value, place(row, column), self._unit(row))
        self._rows.append(counted)

    def _end_of_part(self) -> None:
        self._group = None
        if self._rows and self._rows[-1].kind != "break":
            self._rows.append(TableRow("break"))

    def _figures(self, group: _Group) -> Iterator[ReadFigure]:
        """One figure for each year of a group."""
        for year in sorted({year for cells in group.cells.values() for year in cells}):
            cells = {role: group.cells[role][year] for role in ROLES if year in group.cells[role]}
            if figure := figure_of(self.harvest, cells, group.name, group.area, year, group.unit):
                yield figure


def _position(cell: str) -> tuple[int, int, str]:
    name = cell.rstrip("0123456789")
    return int(cell[len(name) :]), len(name), name
