"""Reads the rows of a table by its recipe: each number with everything that is known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from etl.documents.files.cells import NoNumber, PrintedNumber, SheetCell
from etl.documents.files.sheets import Sheet, letters
from etl.documents.layouts.labels import Role
from etl.documents.recipes.findings import Findings
from etl.documents.recipes.header import NamedColumns, find_columns
from etl.documents.recipes.meanings import Meanings, NoMeaningError
from etl.documents.recipes.places import TablePlace, places, row_place
from etl.figures.quoting import shown
from etl.package.recipe import Case, RecipeSettings, TableRule


@dataclass
class TableNumber:
    """One number with the ends of its range, as far as they are printed, and what is known of it.

    label: how the table calls what it is of, in its row, or in its column where areas are side by side.
    """

    settings: RecipeSettings
    cells: dict[Role, tuple[TablePlace, PrintedNumber]] = field(default_factory=dict)
    label: str = ""


@dataclass
class TableNumbers:
    """The numbers of one sheet.

    repeats, unlisted: as the rule of the table has them.
    others: those that are left out, which may be totals or rests of those that are not. open: what is known of rows
    without a number where rows are parts, so that a sum lacks one.
    """

    sheet: Sheet
    columns: NamedColumns
    repeats: str
    unlisted: str = ""
    numbers: list[TableNumber] = field(default_factory=list)
    others: list[TableNumber] = field(default_factory=list)
    open: list[RecipeSettings] = field(default_factory=list)


def read_table(
    sheet: Sheet, rule: TableRule, of_sheet: RecipeSettings, meanings: Meanings, findings: Findings
) -> TableNumbers:
    """The numbers of a sheet; whatever its rows hold, nothing is raised and nothing is lost in silence."""
    columns = find_columns(sheet, rule, meanings, findings)
    table = TableNumbers(sheet, columns, rule.repeats, rule.unlisted)
    if not findings.errors:
        reader = _Rows(table, rule, of_sheet, meanings, findings)
        for row in range(columns.body, len(sheet.rows)):
            reader.take(row)
    return table


class _Rows:
    """Takes the rows of a table one by one."""

    def __init__(
        self, table: TableNumbers, rule: TableRule, of_sheet: RecipeSettings, meanings: Meanings, findings: Findings
    ) -> None:
        self._table, self._rule, self._meanings, self._findings = table, rule, meanings, findings
        self._sheet, self._columns = table.sheet, table.columns
        self._of_table: RecipeSettings = {**rule.settings, **of_sheet}
        self._block: RecipeSettings = {}
        self._above: dict[int, str] = {}  # the last text of each column that is filled down
        self._row_settings: RecipeSettings | None = None  # of the last row with values, to which rows of bounds belong
        self._row_label = ""
        self._cases: list[Case] = []  # of the last row with values
        self._row_numbers: dict[int, TableNumber] = {}
        # Columns of numbers that are value and ends of one number have the same settings.
        groups: dict[tuple[tuple[str, str], ...], int] = {}
        self._group = {
            column: groups.setdefault(tuple(sorted(settings.items())), column)
            for column, (_, settings) in table.columns.numbers.items()
        }

    def take(self, row: int) -> None:
        if self._sheet.is_blank(row) or self._is_left_out(row):
            return
        texts = dict(self._texts(row))
        numbers = dict(self._numbers(row))
        if not numbers:
            self._without_number(row, texts)
            return
        settings = self._settings(row, texts)
        if settings is None:
            return
        label = self._label(texts)
        if "holds" in settings:
            self._take_bounds(row, settings["holds"], numbers)
            return
        self._row_settings, self._row_label = settings, label
        self._row_numbers = self._made(row, settings, numbers, label)
        if reason := settings.get("left_out"):
            self._findings.leave_out(reason, self._place(row))

    def _is_left_out(self, row: int) -> bool:
        """Whether a row is one that the recipe leaves out, or hidden; each is told with its reason."""
        if not self._rule.in_rows(row + 1):
            if any(isinstance(self._sheet.number(row, column), PrintedNumber) for column in self._columns.numbers):
                self._findings.leave_out("rows with numbers outside those that the recipe reads", self._place(row))
            return True
        if reason := self._rule.reason_to_leave_out(row + 1):
            self._findings.leave_out(reason, self._place(row))
            return True
        if row in self._sheet.hidden_rows and not self._rule.read_hidden:
            said = self._label(dict(self._texts(row)))
            self._findings.leave_out(f"row {row + 1}, {shown(said)}, is hidden")
            return True
        return self._is_elsewhere(row)

    def _is_elsewhere(self, row: int) -> bool:
        """Whether a row has another text than those that the recipe chooses; each such text is told."""
        for title, wanted in self._rule.where.items():
            texts = dict(self._texts(row))
            places = (column for column, name in self._columns.titles.items() if name == title)
            said = next((texts.get(column) or self._sheet.label(row, column) for column in places), "")
            if said not in wanted:
                self._findings.leave_out(f"rows whose {title} is {shown(said)}", self._place(row))
                return True
        return False

    def _texts(self, row: int) -> Iterator[tuple[int, str]]:
        """The texts of a row by their columns; one that is filled down is the last one above where it is empty."""
        for column, rule in self._columns.texts.items():
            text = self._sheet.label(row, column)
            if rule.fill:
                text = self._above[column] = text or self._above.get(column, "")
            yield column, text

    def _numbers(self, row: int) -> Iterator[tuple[int, PrintedNumber]]:
        """The numbers of a row by their columns; a cell with something else is an error, an empty one is no number."""
        for column in self._columns.numbers:
            if self._rule.blanks and self._sheet.text(row, column) in self._rule.blanks:
                self._findings.leave_out(f"cells with {shown(self._sheet.text(row, column))}, which is no number")
                continue
            found = self._sheet.number(row, column)
            if isinstance(found, NoNumber):
                if found.unexpected:
                    self._findings.error(found.why, self._place(row, column))
                elif found.why == "blank":
                    self._findings.leave_out("empty cells, which are no zeros")
                else:
                    self._findings.leave_out(f"cells of which {found.why}")
            elif self._rule.zeros and found.value == 0:
                self._findings.leave_out(f"cells with zero: {self._rule.zeros}")
            else:
                if found.footnote:
                    self._findings.note(f"numbers with the footnote {shown(found.footnote)}", self._place(row, column))
                yield column, found

    def _without_number(self, row: int, texts: dict[int, str]) -> None:
        """A row without a number begins a block, where the recipe has blocks, or is left out."""
        said = next(filter(None, texts.values()), "")
        if not self._rule.blocks or not said:
            self._findings.leave_out("rows without a number", self._place(row))
            if self._rule.repeats == "sum":
                self._table.open.append(self._said(row, texts)[0])
        elif said in self._rule.blocks:
            self._block = self._rule.blocks[said]
            self._row_settings = None
        else:
            text = f"row without a number, {shown(said)}: it is no block of the recipe; name it, or leave the row out"
            self._findings.error(text, self._place(row))

    def _settings(self, row: int, texts: dict[int, str]) -> RecipeSettings | None:
        """What is known of the numbers of a row; None after an error."""
        settings, problems = self._said(row, texts)
        if problems and "left_out" not in settings:
            self._findings.error(*problems[0])
            return None
        return settings

    def _said(self, row: int, texts: dict[int, str]) -> tuple[RecipeSettings, list[tuple[str, str]]]:
        """What the texts of a row and all around it say, and what is wrong with them: text and place."""
        said: RecipeSettings = {}
        said_in: dict[str, int] = {}
        problems: list[tuple[str, str]] = []
        for column, text in texts.items():
            title = self._columns.titles[column]
            words = self._rule.words.get(title) or self._rule.words.get(f"column {letters(column)}") or {}
            holds = self._columns.texts[column].holds
            try:
                found = self._meanings.read(holds, self._cell(row, column, text), text, words)
            except NoMeaningError as error:
                problems.append((f"{shown(title or f'column {letters(column)}')}: {error}", self._place(row, column)))
                continue
            for key, each in found.items():
                if key == "note" and said.get(key, each) != each:
                    said[key] = f"{said[key]}; {each}"
                elif said.setdefault(key, each) != each and key != "left_out":
                    first = self._columns.titles[said_in[key]]
                    told = f"{shown(first)} says {key} {said[key]}, {shown(title)} says {each}"
                    problems.append((f"{told}; say in the recipe which is right", self._place(row, column)))
                said_in.setdefault(key, column)
        settings = {**self._of_table, **self._block, **said}
        self._cases = [case for case in self._rule.when if self._fits(case.texts, texts)]
        for case in self._cases:
            if case.holds_in(settings.get("year", "")):
                settings |= case.settings
        return settings, problems

    def _label(self, texts: dict[int, str]) -> str:
        """How the row calls its area, else what its first text says."""
        of_areas = [text for column, text in texts.items() if self._columns.texts[column].holds == "area"]
        return next(filter(None, (*of_areas, *texts.values())), "")

    def _cell(self, row: int, column: int, text: str) -> SheetCell:
        """What is in a cell, which may be a date; the text where that is from another cell."""
        cell = self._sheet.cell(row, column)
        return text if isinstance(cell, str) else cell

    def _fits(self, wanted: Mapping[str, str], texts: dict[int, str]) -> bool:
        said = {self._columns.titles[column]: text for column, text in texts.items()}
        said |= {f"column {letters(column)}": text for column, text in texts.items()}
        return all(said.get(title) == text for title, text in wanted.items())

    def _made(
        self, row: int, settings: RecipeSettings, numbers: dict[int, PrintedNumber], label: str
    ) -> dict[int, TableNumber]:
        """The numbers of a row by their groups of columns, each kept with those to import or those left out."""
        made: dict[int, TableNumber] = {}
        for column, printed in numbers.items():
            role, of_column = self._columns.numbers[column]
            group = self._group[column]
            if group not in made:
                called = self._columns.titles[column] if "area" in of_column else label
                made[group] = self._kept(row, {**settings, **of_column}, called)
            made[group].cells[role] = ((row, column), printed)  # type: ignore[index]
        return made

    def _kept(self, row: int, settings: RecipeSettings, label: str) -> TableNumber:
        """A number to come; what is so of its year in this row is known only now where a year is a column."""
        is_left_out = "left_out" in settings
        for case in self._cases:
            if case.years and case.holds_in(settings.get("year", "")):
                settings |= case.settings
        if not is_left_out and "left_out" in settings:
            self._findings.leave_out(settings["left_out"], self._place(row))
        number = TableNumber(settings, label=label)
        (self._table.others if "left_out" in settings else self._table.numbers).append(number)
        return number

    def _take_bounds(self, row: int, role: str, numbers: dict[int, PrintedNumber]) -> None:
        """The ends of ranges of the row above, which can have no value of its own where they stand."""
        if self._row_settings is None:
            self._findings.error("a row of bounds without a row above that it belongs to", self._place(row))
            return
        for column, printed in numbers.items():
            group = self._group[column]
            if group not in self._row_numbers:
                settings = {**self._row_settings, **self._columns.numbers[column][1]}
                self._row_numbers[group] = self._kept(row, settings, self._row_label)
            self._row_numbers[group].cells[role] = ((row, column), printed)  # type: ignore[index]

    def _place(self, row: int, column: int | None = None) -> str:
        if column is None:
            return row_place(self._sheet, row)
        return places(self._sheet, self._columns.titles, [(row, column)])
