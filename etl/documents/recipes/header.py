"""Finds the columns of a table: each is named by its recipe, or the table is not read."""

import re
from dataclasses import dataclass, field

from etl.documents.files.sheets import Sheet, letters
from etl.documents.recipes.findings import Findings
from etl.documents.recipes.meanings import Meanings, NoMeaningError
from etl.figures.quoting import counted, nearest_of, shown
from etl.package.recipe import NUMBERS, ColumnRule, RecipeSettings, TableRule

MOST_UNNAMED = 3  # columns without a rule that are named one by one
_LETTERS = re.compile(r"column ([A-Z]{1,3})")


@dataclass
class NamedColumns:
    """What the columns of a table hold.

    header: the first row of the header. body: the first row below it. titles: the name of each column. numbers: columns
    of numbers, each with which number it is and what is so of all of them. texts: columns that say something of their
    rows.
    """

    header: int
    body: int
    titles: dict[int, str]
    numbers: dict[int, tuple[str, RecipeSettings]] = field(default_factory=dict)
    texts: dict[int, ColumnRule] = field(default_factory=dict)


def find_columns(sheet: Sheet, rule: TableRule, meanings: Meanings, findings: Findings) -> NamedColumns:
    """What each column of a sheet holds; a column that nobody named, or one that is not there, is an error."""
    header = [row - 1 for row in rule.header] or _found_header(sheet, rule)
    columns = NamedColumns(min(header), max(header) + 1, _titles(sheet, header))
    rules = _rules_by_place(rule, columns.titles, sheet, findings)
    unnamed: list[str] = []
    for column, title in columns.titles.items():
        if column in rules:
            _take(columns, column, rules[column])
        elif column in sheet.hidden_columns and not rule.read_hidden:
            findings.leave_out(f"column {letters(column)}, {shown(title)}, is hidden")
        elif rule.across and title:
            _take_across(columns, column, [sheet.label(row, column) for row in header], rule, meanings, findings)
        elif title or _has_content(sheet, column, rule, columns.body):
            unnamed.append(f"column {letters(column)}, {shown(title)},")
    if unnamed:
        more = f" and {counted(len(unnamed) - MOST_UNNAMED, 'more column')}" if len(unnamed) > MOST_UNNAMED else ""
        are = "is" if len(unnamed) == 1 else "are"
        findings.error(f"{' '.join(unnamed[:MOST_UNNAMED])}{more} {are} not named in the recipe; say what they hold")
    return columns


def _found_header(sheet: Sheet, rule: TableRule) -> list[int]:
    """The first row with most of the names that the recipe gives."""
    wanted = {title for title in rule.columns if not _column_letters(title)}
    fitting = [
        len(wanted & {sheet.label(row, column) for column in range(len(cells))}) for row, cells in enumerate(sheet.rows)
    ]
    return [fitting.index(max(fitting))] if fitting else [0]


def _titles(sheet: Sheet, header: list[int]) -> dict[int, str]:
    """The name of each column: what its cells of the header say, from the top, without repetitions."""
    found = {}
    for column in range(sheet.width):
        labels = [label for row in header if (label := sheet.label(row, column))]
        found[column] = " / ".join(dict.fromkeys(labels))
    return found


def _rules_by_place(rule: TableRule, titles: dict[int, str], sheet: Sheet, findings: Findings) -> dict[int, ColumnRule]:
    rules: dict[int, ColumnRule] = {}
    by_letters = {letters(column): column for column in titles}
    for name, each in rule.columns.items():
        if lettered := _column_letters(name):
            places = [by_letters[lettered]] if lettered in by_letters else []
        else:
            places = [column for column, title in titles.items() if title == name]
        if not places:
            nearest = nearest_of(name, [title for title in titles.values() if title])
            near = f"; the nearest is {shown(nearest)}" if nearest else ""
            findings.error(f"sheet {shown(sheet.name)} has no column {shown(name)}, which the recipe names{near}")
        elif len(places) > 1:
            found = ", ".join(letters(column) for column in places)
            findings.error(f"{shown(name)} stands over the columns {found}; name each by its place, such as column F")
        elif places[0] in rules:
            findings.error(f"column {letters(places[0])}, {shown(name)}, has two rules in the recipe")
        else:
            rules[places[0]] = each
    return rules


def _take(columns: NamedColumns, column: int, rule: ColumnRule) -> None:
    if rule.holds in NUMBERS:
        columns.numbers[column] = (rule.holds, dict(rule.settings))
    elif rule.holds:
        columns.texts[column] = rule


def _take_across(
    columns: NamedColumns, column: int, labels: list[str], rule: TableRule, meanings: Meanings, findings: Findings
) -> None:
    """A column of numbers of what its header says: the roles of `across` are those of the rows of the header."""
    settings: RecipeSettings = {}
    title = columns.titles[column]
    if title in rule.across_words:
        settings = dict(rule.across_words[title])
    else:
        for holds, label in zip(rule.across, labels, strict=False):
            try:
                settings |= meanings.read(holds, label, label, rule.across_words)
            except NoMeaningError as error:
                findings.error(f"column {letters(column)}: {error}")
                return
    if reason := settings.get("left_out"):
        findings.leave_out(f"column {letters(column)}, {shown(title)}: {reason}")
        return
    columns.numbers[column] = (settings.pop("holds", "value"), settings)


def _has_content(sheet: Sheet, column: int, rule: TableRule, body: int) -> bool:
    return any(sheet.text(row, column) for row in range(body, len(sheet.rows)) if rule.in_rows(row + 1))


def _column_letters(title: str) -> str:
    """The letters of a column that a recipe gives by its place: "column F"; empty where it gives a title."""
    found = _LETTERS.fullmatch(title)
    return found[1] if found else ""
