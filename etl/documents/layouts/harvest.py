"""What an importer is told and what it gives: figures, and remarks about everything else."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from etl.documents.area_names import AreaNames
from etl.documents.files.cells import PrintedNumber
from etl.documents.files.sheets import Sheet
from etl.documents.layouts.labels import Role
from etl.documents.meaning import conversion
from etl.figures.quoting import shown
from etl.figures.vocabulary.numbers import SAME, Flag


@dataclass(frozen=True)
class ReadFigure:
    """One number as a sheet prints it, of an area in a year; `cell` is where it stands.

    value: None where only a range is printed. ends: the cells of low and high, where they have cells of their own.
    unit, indicator: as the row or its column names them, empty where they do not. attributes: columns of the statement
    that say what exactly is measured, and its note and producer where it has its own. is_apart: its place alone tells
    it from others of the same indicator, area, year and attributes.
    """

    area: str
    year: int
    value: float | None
    cell: str
    as_printed: str
    low: float | None = None
    high: float | None = None
    ends: str = ""
    flag: str = ""
    unit: str = ""
    indicator: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    is_apart: bool = False


@dataclass(frozen=True)
class Remark:
    """Something about a cell, row or column that the maintainer is told.

    about: what remarks of one cause are about, which are told as one; empty: the text.
    """

    place: str
    text: str
    about: str = ""


def locator_of(sheet: Sheet, figure: ReadFigure) -> str:
    """Where a reader finds a figure, and the ends of its range where those have cells of their own."""
    return sheet.locator(figure.cell) + (f" (range {figure.ends})" if figure.ends else "")


def left_out(place: str, name: str, row: int) -> Remark:
    """That the maintainer did not want a row, which is told by its number where it has no name."""
    return Remark(place, f"{shown(name or f'row {row + 1}')} is left out as told by --skip")


@dataclass
class Harvest:
    """What an importer gives.

    layout: one line that says how the sheet was read. texts: place and text of what may name indicator and unit (title
    and header cells), the most telling first. skipped: what was left out and why. notes: what was
    read in a way worth knowing. checked: totals that fit. warnings:
    what somebody should look at. errors: what has to be settled before anything is written.
    """

    layout: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)
    figures: list[ReadFigure] = field(default_factory=list)
    skipped: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)
    checked: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)
    errors: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class Reading:
    """How a sheet is to be read, as far as the maintainer says so.

    within: the area in which all names are. skip: names of rows and cells to leave out, see `row_names`. where: titles
    of columns with the text of the rows that are read. seasons: which year of a season is meant, "first" or "last".
    totals_are_areas: "Helmand Total" is the number of Helmand, and the rows of its parts are left out.
    """

    names: AreaNames
    within: str = ""
    skip: frozenset[str] = frozenset()
    where: tuple[tuple[str, str], ...] = ()
    seasons: str = ""
    totals_are_areas: bool = False

    def leaves_out(self, sheet: Sheet, row: int, numbers: Collection[int] = ()) -> bool:
        """Whether a row is one to leave out; a cell in a column of numbers stands for itself alone."""
        return bool(self.skip) and not self.skip.isdisjoint(row_names(sheet, row, numbers))

    def leaves_out_cell(self, sheet: Sheet, row: int, column: int) -> bool:
        """Whether a number is one to leave out."""
        return bool(self.skip) and sheet.place(row, column) in self.skip


def row_names(sheet: Sheet, row: int, numbers: Collection[int] = ()) -> set[str]:
    """What a row can be called to leave it out: "row 6", each of its cells, and each text in it that is no number.

    numbers: the columns of numbers, whose cells are left out one by one.
    """
    columns = range(sheet.width)
    texts = {sheet.label(row, column) for column in columns if not sheet.has_number(row, column)}
    cells = {sheet.place(row, column) for column in columns if column not in numbers}
    return {sheet.row_name(row), *cells, *texts} - {""}


def figure_of(
    harvest: Harvest,
    cells: Mapping[Role, tuple[str, PrintedNumber]],
    name: str,
    area: str,
    year: int,
    unit: str,
    indicator: str = "",
) -> ReadFigure | None:
    """The figure of an area in a year, from the places and numbers of its value, low and high, in this order.

    Half a range is told and left out; None where nothing else is printed.
    """
    where = next(iter(cells.values()))[0]
    value = cells["value"][1] if "value" in cells else PrintedNumber(None)
    low, high = (cells[end][1].value if end in cells else None for end in ("low", "high"))
    if (low is None) != (high is None):
        harvest.warnings.append(Remark(where, f"{name} of {year} has only one end of a range; left out"))
        low = high = None
        if "value" not in cells:
            return None
    if low is not None and high is not None and not low <= (low if value.value is None else value.value) <= high:
        text = f"{name} of {year} is not between its ends {low:,.10g} and {high:,.10g}; look it up"
        harvest.errors.append(Remark(where, text))
    return ReadFigure(
        area,
        year,
        value.value,
        where,
        value.as_printed or " to ".join(number.as_printed for _, number in cells.values()),
        value.low if low is None else low,
        value.high if high is None else high,
        "" if low is None else f"{cells['low'][0]} to {cells['high'][0]}",
        value.flag or (Flag.RANGE if value.value is None else ""),
        unit,
        indicator,
    )


def _is_same_number(first: ReadFigure, other: ReadFigure) -> bool:
    """Whether two figures of one area and year are one number, be it in two units that convert."""
    by = conversion(other.unit, first.unit)
    if by is None:
        return False
    pairs = [(first.value, other.value), (first.low, other.low), (first.high, other.high)]
    return all(
        one is another if one is None or another is None else math.isclose(one, another * by, rel_tol=SAME)
        for one, another in pairs
    )


def keep_once(harvest: Harvest, figures: list[ReadFigure], remedy: str) -> None:
    """Put figures into a harvest; of an area and year that is there again with the same number, the first one.

    Two numbers for the same thing are an error, and neither is kept.
    """
    firsts: dict[tuple[str, str, int], ReadFigure] = {}
    unclear = set()
    for figure in figures:
        key = (figure.indicator, figure.area, figure.year)
        first = firsts.setdefault(key, figure)
        if first is figure:
            continue
        if _is_same_number(first, figure):
            text = f"{figure.area} {figure.year} is printed again with the same number as in {first.cell}"
            harvest.skipped.append(Remark(figure.cell, text))
            continue
        unclear.add(key)
        text = (
            f"{figure.area} {figure.year} is printed twice, {first.as_printed} in {first.cell} and {figure.as_printed} "
            f"in this cell; neither is imported, {remedy}"
        )
        harvest.errors.append(Remark(figure.cell, text, f"{figure.indicator} {figure.area} is printed twice"))
    harvest.figures += [figure for key, figure in firsts.items() if key not in unclear]
