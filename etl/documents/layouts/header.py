"""Finds the row of years of a table and tells what each of its columns holds."""

import itertools
import re
from dataclasses import dataclass, field

from etl.documents.area_names import AreaNames
from etl.documents.files.cells import is_period, year_of
from etl.documents.files.sheets import Sheet, letters, place
from etl.documents.layouts.harvest import Harvest, Remark
from etl.documents.layouts.labels import Role, read_label, role_of
from etl.figures.quoting import shown
from etl.method.units import is_unit
from etl.package.simple_names import simple


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold.

    header: the row of the years. body: the first row below. years: column to year and role. areas: columns of names.
    unit: column of units. harvest: what is to be told of the header; with an error the table cannot be read.
    """

    header: int
    body: int
    years: dict[int, tuple[int, Role]]
    areas: tuple[int, ...] = ()
    unit: int | None = None
    harvest: Harvest = field(default_factory=Harvest)


def find_header(sheet: Sheet, names: AreaNames) -> int | None:
    """The topmost of the rows with the most years; None where no row can be one of years."""
    best, most = None, 0
    last = _last_numbers(sheet)
    for row in range(len(sheet.rows)):
        years = _years_in(sheet, row)
        if (
            len(years) > most
            and not _names_an_area(sheet, row, min(years), names)
            and any(last.get(column, -1) > row for column in years)
        ):
            best, most = row, len(years)
    return best


def _years_in(sheet: Sheet, row: int) -> dict[int, int]:
    """Column to year, for the cells of a row that name one."""
    found = {column: year_of(cell) for column, cell in enumerate(sheet.rows[row])}
    return {column: year for column, year in found.items() if year is not None}


def _names_an_area(sheet: Sheet, row: int, before: int, names: AreaNames) -> bool:
    texts = (sheet.label(row, column) for column in range(before))
    return any(text and names.knows(read_label(text).name) for text in texts)


def _last_numbers(sheet: Sheet) -> dict[int, int]:
    """For each column the last row with a number."""
    return {
        column: row
        for row, cells in enumerate(sheet.rows)
        for column in range(len(cells))
        if sheet.has_number(row, column)
    }


def read_columns(sheet: Sheet, header: int, names: AreaNames) -> Columns:
    """What the columns of the table below a row of years hold."""
    year_of_column = {**_years_in(sheet, header), **_covered_by_years(sheet, header)}
    roles = {column: role_of(sheet.label(header + 1, column)) for column in year_of_column}
    harvest = Harvest()
    years = _years_with_roles(sheet, header, year_of_column, roles, harvest)
    body = header + 2 if any(roles.values()) else header + 1
    rows = [row for row in range(body, len(sheet.rows)) if sheet.has_numbers([row], years)]
    others = [column for column in range(sheet.width) if column not in years]
    known = {column: _share_of_names(sheet, rows, column, names) for column in others}
    unit = _unit_column(sheet, header, rows, others, known)
    areas = tuple(column for column in others if known[column] >= 0.5 and column != unit)
    if not areas:
        lettered = [column for column in others if column != unit and any(sheet.label(row, column) for row in rows)]
        areas = tuple(lettered[:1])
    if not areas:
        harvest.errors.append(Remark(f"row {header + 1}", "no column names the areas; give the rows names"))
    if again := _other_headers(sheet, body, years, names):
        found = f"another row of years after row {header + 1}, so there are several tables; import each with --rows"
        harvest.errors.append(Remark(f"row {again[0] + 1}", found))
    left = [column for column in others if column not in areas and column != unit and column not in year_of_column]
    _tell_unread(sheet, header, rows, left, min(years, default=0), harvest)
    harvest.notes += [
        Remark(place(header, column), f"{shown(sheet.text(header, column))} is {year}")
        for column, (year, _) in years.items()
        if sheet.text(header, column) not in ("", str(year))
    ]
    return Columns(header, body, years, areas, unit, harvest)


def _covered_by_years(sheet: Sheet, header: int) -> dict[int, int]:
    """Further columns under a merged cell with a year."""
    covered: dict[int, int] = {}
    for top, left, bottom, right in sheet.merged:
        year = year_of(sheet.cell(top, left))
        if top <= header <= bottom and year is not None and right > left:
            covered |= dict.fromkeys(range(left, min(right + 1, sheet.width)), year)
    return covered


def _years_with_roles(
    sheet: Sheet, header: int, year_of_column: dict[int, int], roles: dict[int, Role | None], harvest: Harvest
) -> dict[int, tuple[int, Role]]:
    """One column for each year and role; several columns of a year have to say what they are."""
    years: dict[int, tuple[int, Role]] = {}
    taken: dict[tuple[int, Role], int] = {}
    for column, year in sorted(year_of_column.items()):
        role = roles[column] or "value"
        bare = roles[column] is None and year_of(sheet.cell(header, column)) is None
        if bare and not sheet.has_numbers(range(header + 1, len(sheet.rows)), [column]):
            continue  # room for footnote marks beside the numbers
        if (year, role) in taken:
            places = f"{place(header, taken[year, role])} and {place(header, column)}"
            text = f"{year} stands over two columns; correct the years in a copy of the file"
            harvest.errors.append(Remark(places, text))
            continue
        taken[year, role] = column
        years[column] = (year, role)
    return years


def _share_of_names(sheet: Sheet, rows: list[int], column: int, names: AreaNames) -> float:
    texts = [text for row in rows if (text := sheet.label(row, column))]
    labels = [label for label in map(read_label, texts) if label.kind == "area" and label.name]
    return sum(names.knows(label.name) for label in labels) / len(labels) if labels else 0.0


def _unit_column(sheet: Sheet, header: int, rows: list[int], columns: list[int], known: dict[int, float]) -> int | None:
    """The column that is called so, or in which every text is a unit and none a name."""
    for column in columns:
        if re.fullmatch(r"units?(?: of measure(?:ment)?)?|measure", simple(sheet.label(header, column))):
            return column
    for column in columns:
        texts = {sheet.label(row, column) for row in rows} - {""}
        if texts and not known[column] and all(is_unit(text) and not text[0].isdigit() for text in texts):
            return column
    return None


def _other_headers(sheet: Sheet, body: int, years: dict[int, tuple[int, Role]], names: AreaNames) -> list[int]:
    """Rows further down that hold nothing but years in a row."""
    found = []
    for row in range(body, len(sheet.rows)):
        cells = [sheet.cell(row, column) for column in years if sheet.text(row, column)]
        given = [year for cell in cells if (year := year_of(cell)) is not None]
        rising = all(later > year for year, later in itertools.pairwise(given))
        if len(given) == len(cells) > 1 and rising and not _names_an_area(sheet, row, min(years), names):
            found.append(row)
    return found


def _tell_unread(sheet: Sheet, header: int, rows: list[int], columns: list[int], first: int, harvest: Harvest) -> None:
    """Tell of columns that are not imported; numbers among the years are worth a look."""
    periods = [column for column in columns if is_period(sheet.label(header, column))]
    if periods:
        named = ", ".join(shown(sheet.label(header, column)) for column in periods)
        found = f"{named}: not a calendar year, so not imported; figures here are of calendar years"
        harvest.warnings.append(Remark(f"column {', '.join(map(letters, periods))}", found))
    for column in columns:
        if column in periods:
            continue
        title = sheet.label(header, column)
        if not title and not any(sheet.text(row, column) for row in rows):
            continue
        remark = Remark(f"column {letters(column)}", f"{shown(title)} is not a column of a year")
        numbers = column > first and sheet.has_numbers(rows, [column])
        (harvest.warnings if numbers else harvest.skipped).append(remark)
