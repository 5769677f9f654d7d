"""Reads a table with one row an area and one column a year, wherever on its sheet it stands."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from etl.documents.area_names import AreaNames, UnknownNameError
from etl.documents.files.cells import NoNumber, PrintedNumber
from etl.documents.files.sheets import Sheet
from etl.documents.layouts.area_rows import AreaRows, joined
from etl.documents.layouts.harvest import Harvest, Reading, Remark, keep_once, left_out
from etl.documents.layouts.header import (
    Columns,
    elsewhere,
    find_header,
    fixed_columns,
    is_elsewhere,
    read_columns,
    tables_side_by_side,
    with_years_across,
)
from etl.documents.layouts.labels import Label, Role, read_label, total_of
from etl.documents.layouts.other_columns import usual
from etl.documents.layouts.totals import TableRow, check_totals, take_sums_for_totals, whole_among_parts
from etl.figures.quoting import shown

SKIP_ONE = "leave one row out with --skip"
_OF_UNITS = re.compile(r"unit|unidad|einheit|единица|单位|الوحدة", re.IGNORECASE)  # how a note on units begins
# What a column of names may be called: "Zona de producción", and not "Area of cultivation (acres)".
_KIND_OF_PLACE = re.compile(
    r"(?:zon[ae]s?|regi[oó]n(?:es|s)?|depart\w+|provinc\w+|places?|sites?|lugar\w*|countr\w+|pa[ií]s(?:es)?|states?|estados?"
    r"|distri\w+|municip\w+) (?:of|de|del|du|des|da|do) [^()\d]+",
    re.IGNORECASE,
)
_OF_THE_WORLD = re.compile(r"\b(?:world|worldwide|global)\b(?! drug report)", re.IGNORECASE)


class YearTable:
    """A layout with one row of years; each such layout says how it is called and which sheets it recognises."""

    name: str
    example: str
    called: str  # in the line that says how a sheet was read

    def recognises(self, sheet: Sheet, reading: Reading) -> bool:
        """Whether there is a row of years with numbers below it."""
        return find_header(with_years_across(sheet, reading), reading) is not None

    def read(self, sheet: Sheet, reading: Reading) -> Harvest:
        """The numbers below the row of years."""
        sheet = with_years_across(sheet, reading)
        header = find_header(sheet, reading)
        if header is None:
            return Harvest(layout=f"{self.called}: no row of years")
        blocks = tables_side_by_side(sheet, header, reading)
        harvests = [self._read_block(block, header, reading) for block in blocks]
        return harvests[0] if len(harvests) == 1 else _of_all(harvests, reading.names)

    def _read_block(self, sheet: Sheet, header: int, reading: Reading) -> Harvest:
        """The numbers of one table."""
        columns = read_columns(sheet, header, reading)
        table = _Table(sheet, columns, reading)
        if not columns.harvest.errors:
            for row in range(columns.body, len(sheet.rows)):
                table.take(row)
            table.finish()
        harvest = table.harvest
        years = sorted({each.year for each in columns.years.values()})
        span = f"years {years[0]} to {years[-1]}" if years else "no years"
        areas = " and ".join(sheet.column_name(column).rpartition(" ")[2] for column in columns.areas) or "none"
        of_areas = "row" if sheet.turned else "column"
        unit = f", units in {sheet.column_name(columns.unit)}" if columns.unit is not None else ""
        harvest.layout = f"{self.called}: {span} in {sheet.row_name(header)}, areas in {of_areas} {areas}{unit}"
        harvest.texts = _texts(sheet, columns) + harvest.texts
        return harvest


def _of_all(harvests: list[Harvest], names: AreaNames) -> Harvest:
    """What tables side by side give; where they have titles of their own, each says what its numbers are of.

    Titles that are names of areas or regions say nothing of what is measured.
    """
    titles = [" ".join(text for _, text in harvest.texts if not usual(text)) for harvest in harvests]
    if len(set(titles)) > 1 and not all(_is_place(title, names) for title in titles):
        for harvest, title in zip(harvests, titles, strict=True):
            harvest.figures = [replace(figure, indicator=figure.indicator or title) for figure in harvest.figures]
    joined = Harvest(layout="; ".join(harvest.layout for harvest in harvests))
    for name in ("texts", "skipped", "notes", "checked", "warnings", "errors"):
        for harvest in harvests:
            getattr(joined, name).extend(each for each in getattr(harvest, name) if each not in getattr(joined, name))
    keep_once(joined, [figure for harvest in harvests for figure in harvest.figures], SKIP_ONE)
    return joined


def _is_place(title: str, names: AreaNames) -> bool:
    label = read_label(title)
    return label.kind != "area" or names.knows(label.name)


def _texts(sheet: Sheet, columns: Columns) -> list[tuple[str, str]]:
    """What stands above the table and over its columns of names; numbers that are not read say nothing of others."""
    headings = {each.heading for each in columns.years.values()} - {""}
    above = [(row, column) for row in range(columns.header) for column in range(sheet.width)]
    places = [each for each in above if sheet.text(*each) not in headings]
    body = range(columns.body, len(sheet.rows))
    others = (column for column in range(sheet.width) if column not in columns.years)
    places += [(columns.header, column) for column in others if not sheet.has_numbers(body, [column])]
    texts = [(sheet.place(*each), text) for each in places if (text := sheet.text(*each))]
    return [(place, text) for place, text in texts if not _KIND_OF_PLACE.fullmatch(text)]


class _Table:
    """Takes the rows of a table one by one."""

    def __init__(self, sheet: Sheet, columns: Columns, reading: Reading) -> None:
        self.harvest = columns.harvest
        self._sheet, self._columns, self._reading = sheet, columns, reading
        self._names = reading.names
        self._group: AreaRows | None = None
        self._groups: list[AreaRows] = []
        self._rows: dict[str, list[TableRow]] = defaultdict(list)  # by what is measured
        self._fixed = fixed_columns(sheet, columns.header, reading, Harvest())
        self._elsewhere = 0
        self._has_codes = any(usual(sheet.label(columns.header, column)) == "code" for column in columns.areas)
        self._context = reading.within

    def take(self, row: int) -> None:
        if self._sheet.is_blank(row):
            self._end_of_part()
            return
        if is_elsewhere(self._sheet, row, self._fixed):
            self._elsewhere += 1
            return
        texts = self._texts(row, self._columns.areas) or self._total_elsewhere(row)
        numbers, nothing = self._cells(row)
        first = self._sheet.place(row, texts[0][0]) if texts else self._sheet.row_name(row)
        if self._reading.leaves_out(self._sheet, row, self._columns.years):
            self._leave_out(row, first, " ".join(text for _, text in texts), numbers)
            return
        if not numbers:
            self._without_numbers(row, texts, nothing)
            return
        self._tell_nothing(row, nothing, " ".join(text for _, text in texts))
        if part := self._part_of_an_area(row):
            self.harvest.skipped.append(Remark(first, f"{shown(part)} is a part of an area whose total is read"))
            self._count(row, "rest", part, numbers)
        elif not texts:
            cells = f"{self._sheet.place(row, min(numbers))} to {self._sheet.place(row, max(numbers))}"
            text = f'numbers without the name of an area; name it, or leave them out with --skip "row {row + 1}"'
            self.harvest.errors.append(Remark(cells, text))
        else:
            self._named(row, first, texts, numbers)

    def finish(self) -> None:
        for rows in self._rows.values():
            self._tell_sums(take_sums_for_totals(rows, self._names))
            checked, warnings = check_totals(rows, self._names)
            self.harvest.checked += checked
            self.harvest.warnings += warnings
            self.harvest.errors += whole_among_parts(rows, self._reading.within)
        self.harvest.skipped += elsewhere(self._elsewhere, self._reading)
        figures = [
            figure for group in self._groups for figure in group.figures(self._columns.years.values(), self.harvest)
        ]
        keep_once(self.harvest, figures, SKIP_ONE)
        self.harvest.figures.sort(key=lambda figure: _position(figure.cell))

    def _tell_sums(self, sums: list[TableRow]) -> None:
        """Rows that only their numbers say to be totals are left out as those with the name of one, and no error."""
        for row in sums:
            if row.unknown in self.harvest.errors:
                self.harvest.errors.remove(row.unknown)
                text = f"{shown(row.label)} is no area here and adds up others; taken for a total, not imported"
                self.harvest.skipped.append(Remark(row.unknown.place, text))

    def _cells(self, row: int) -> tuple[dict[int, PrintedNumber], dict[int, NoNumber]]:
        numbers: dict[int, PrintedNumber] = {}
        nothing: dict[int, NoNumber] = {}
        for column in self._columns.years:
            found = self._sheet.number(row, column)
            if isinstance(found, PrintedNumber) and self._covers_several(row, column):
                found = NoNumber("one merged cell over several years; add the number by hand", unexpected=True)
            if self._reading.leaves_out_cell(self._sheet, row, column):
                found = NoNumber(f"{self._sheet.text(row, column) or 'the cell'} is left out as told by --skip")
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
        taken = {*self._columns.years, self._columns.unit, *self._columns.indicators, *self._columns.parts}
        texts = self._texts(row, (column for column in range(self._sheet.width) if column not in taken))
        return [(column, text) for column, text in texts if read_label(text).kind != "area"][-1:]

    def _leave_out(self, row: int, first: str, name: str, numbers: dict[int, PrintedNumber]) -> None:
        """A row that the maintainer does not want; its numbers still are part of totals, if it is none itself."""
        self.harvest.skipped.append(left_out(first, name, row))
        self._group = None
        if not numbers:
            self._take_units(row, name)
        label = read_label(name)
        if name and label.kind not in ("total", "subtotal") and label.role == "value":
            self._count(row, "rest", name, numbers)

    def _part_of_an_area(self, row: int) -> str:
        """What a row is called that is a part of an area whose total is read; empty for others."""
        names = [text for _, text in self._texts(row, self._columns.parts)]
        return " ".join(names) if names and not any(read_label(name).kind != "area" for name in names) else ""

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
                self.harvest.skipped.append(
                    Remark(self._sheet.place(row, texts[0][0]), f"{shown(name)} has no numbers")
                )
            return
        self._end_of_part()
        cells = [(column, self._sheet.text(row, column)) for column in range(len(self._sheet.rows[row]))]
        column, text = next((column, text) for column, text in cells if text)
        if not told:
            self.harvest.skipped.append(
                Remark(self._sheet.place(row, column), f"{shown(text)} is text without numbers")
            )
        self._take_units(row, text if name else "")

    def _take_units(self, row: int, name: str) -> None:
        """Keep what a row says that may be one of units below the header: it is called so, or has no name."""
        if _OF_UNITS.match(name) or usual(name) == "unit" or not name:
            cells = ((self._sheet.place(row, each), self._sheet.text(row, each)) for each in range(self._sheet.width))
            self.harvest.texts += [(place, text) for place, text in cells if text]

    def _tell_nothing(self, row: int, nothing: dict[int, NoNumber], name: str) -> None:
        """Cells without a number, those with one reason together."""
        why: dict[NoNumber, list[int]] = defaultdict(list)
        for column, found in nothing.items():
            why[found].append(column)
        for found, columns in why.items():
            cells = ", ".join(self._sheet.place(row, column) for column in columns[:6]) + (
                " ..." if len(columns) > 6 else ""
            )
            years = ", ".join(str(self._columns.years[column].year) for column in columns[:6])
            remark = Remark(cells, f"{name or 'no name'}, {years}: {found.why}", found.about)
            harvest = self.harvest
            told = harvest.errors if found.is_unclear else harvest.warnings if found.unexpected else harvest.skipped
            told.append(remark)

    def _named(self, row: int, first: str, texts: list[tuple[int, str]], numbers: dict[int, PrintedNumber]) -> None:
        labels = [self._label(text) for _, text in texts]
        role: Role = next((label.role for label in reversed(labels) if label.role != "value"), "value")
        name = " ".join(text for _, text in texts)
        sums = [label for label in labels if label.kind != "area"]
        total = self._total_of_an_area(labels, texts) if sums else None
        if total and self._reading.totals_are_areas:
            labels, sums = [total], []
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
            if not any(label.is_part for label in labels) and role == "value":
                unknown = None if any(self._names.knows(label.name) for label in named) else self.harvest.errors[-1]
                self._count(row, "rest", name, numbers, unknown=unknown)
        elif not self._names.parent_of.get(area) and role == "value":
            self._count(row, "total", name, numbers)
            self._begin(row, area, name, numbers)
        else:
            same = self._group is not None and self._group.area == area
            if self._group is None or not same or self._group.has(role) or self._group.indicator != self._measured(row):
                self._group = AreaRows(area, name, self._unit(row), self._measured(row))
                self._groups.append(self._group)
            if role == "value":
                self._count(row, "subtotal" if total else "area", name, numbers, area)
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
        named = total_of(name)
        hint = ", unless with --totals-are-areas" if named and self._names.knows(named) else ""
        self.harvest.skipped.append(Remark(first, f"{shown(name)} is {why}; not imported{hint}"))
        if label.kind != "subtotal" or not self._has_codes:  # of its parts nothing is known where all stand in a list
            self._count(row, label.kind, name, numbers)

    def _begin(self, row: int, area: str, name: str, numbers: dict[int, PrintedNumber]) -> None:
        """Begin the rows of a printed total, which is a statement like every other: what it is of is known."""
        self._group = AreaRows(area, name, self._unit(row), self._measured(row))
        self._groups.append(self._group)
        self._add(row, "value", numbers)

    def _label(self, text: str) -> Label:
        """What a name says its row is; a name of an area that the data have is that area, whatever its words."""
        label = read_label(text)
        if label.kind in ("subtotal", "rest") and self._names.knows(text):
            return Label("area", label.role, label.name, label.is_part)
        return label

    def _total_of_an_area(self, labels: list[Label], texts: list[tuple[int, str]]) -> Label | None:
        """The area that a total such as "Helmand Total" is of; None where it is of none."""
        for label, (_, text) in zip(labels, texts, strict=True):
            named = total_of(label.name or text)
            if label.kind != "area" and named and self._names.knows(named):
                return Label("area", label.role, named)
        areas = [label for label in labels if label.kind == "area" and label.name and self._names.knows(label.name)]
        return areas[-1] if areas else None

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
                    self.harvest.notes.append(Remark(self._sheet.place(row, column), text))
                year, of_column, heading, _ = self._columns.years[column]
                own = role if of_column == "value" else of_column
                self._group.cells[heading, own][year] = (self._sheet.place(row, column), number)

    def _count(
        self,
        row: int,
        kind: str,
        name: str,
        numbers: dict[int, PrintedNumber],
        area: str = "",
        unknown: Remark | None = None,
    ) -> None:
        """Keep a row for the check of totals."""
        measured = self._measured(row)
        counted: dict[str, TableRow] = {}
        for column, number in numbers.items():
            year, role, heading, unit = self._columns.years[column]
            what = joined(measured, heading)
            of_it = counted.setdefault(what, TableRow(kind, name, area, unknown=unknown))  # type: ignore[arg-type]
            if role == "value" and number.value is not None:
                of_it.take(year, number.value, self._sheet.place(row, column), self._unit(row) or unit)
        for what, each in counted.items():
            self._rows[what].append(each)

    def _measured(self, row: int) -> str:
        """What a row says it measures, in the columns that say so."""
        return " ".join(text for column in self._columns.indicators if (text := self._sheet.label(row, column)))

    def _end_of_part(self) -> None:
        self._group = None
        for rows in self._rows.values():
            if rows[-1].kind != "break":
                rows.append(TableRow("break"))


def _position(cell: str) -> tuple[int, int, str]:
    name = cell.rstrip("0123456789")
    return int(cell[len(name) :]), len(name), name
