"""Finds the row of years of a table and tells what each of its columns holds."""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import NamedTuple

from etl.documents.area_names import AreaNames
from etl.documents.files.cells import FIRST_YEAR, LAST_YEAR, SheetCell, is_period, season_of, year_of
from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import Harvest, Reading, Remark
from etl.documents.layouts.labels import Role, read_label, role_of
from etl.documents.layouts.other_columns import tell_other_columns, usual
from etl.documents.meaning import year_in_words, year_with_unit
from etl.documents.other_kinds import A_MONTH, is_month
from etl.figures.quoting import counted, shown
from etl.method.units_in_use import is_unit

MOST_HEADERS = 50  # rows in which the names of areas across are looked for
SAY_SEASONS = "say with --seasons first or --seasons last which of its two years is meant"


class YearColumn(NamedTuple):
    """What a column of numbers is: of a year, one end of a range or the value, below which heading and in which unit.

    unit: as it is written beside the year; empty where none is.
    """

    year: int
    role: Role
    heading: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Columns:
    """What the columns of a table hold.

    header: the row of the years. body: the first row below. years: the columns of numbers. areas: columns of names.
    unit: column of units. indicators: columns that say what is measured. parts: columns that name parts of the areas,
    where only the totals of these are read. harvest: what is to be told of the header; with an error the table cannot
    be read.
    """

    header: int
    body: int
    years: dict[int, YearColumn]
    areas: tuple[int, ...] = ()
    unit: int | None = None
    indicators: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    harvest: Harvest = field(default_factory=Harvest)


def find_header(sheet: Sheet, reading: Reading) -> int | None:
    """The topmost of the rows with the most years; None where no row can be one of years.

    Seasons count as years where the maintainer says which year is meant, and where there is nothing else, so that
    they can be told. Headings such as "Area 2022 (ha)" do where there is no other year: a title can say as much.
    """
    ways = (partial(_plain_years, seasons=reading.seasons), partial(_plain_years, seasons="first"), _years_in_words)
    found = (_header_of(sheet, reading.names, way) for way in ways)
    return next((each for each in found if each is not None), None)


def _header_of(sheet: Sheet, names: AreaNames, years_in: Callable[[Sheet, int], dict[int, int]]) -> int | None:
    best, most = None, 0
    last = _last_numbers(sheet)
    for row in range(len(sheet.rows)):
        years = years_in(sheet, row)
        if (
            len(years) > most
            and not _is_of_the_body(sheet, row, years, names)
            and any(last.get(column, -1) > row for column in years)
        ):
            best, most = row, len(years)
    return best


def _is_of_the_body(sheet: Sheet, row: int, years: dict[int, int], names: AreaNames) -> bool:
    """Whether a row with what look like years is one of numbers that only look so.

    It is where it names an area, stands below the title of its column of names, has other numbers among them, or has
    them below a column that is called year.
    """
    first = min(years)
    if _names_an_area(sheet, row, first, names):
        return True
    others = (column for column in range(first, len(sheet.rows[row])) if column not in years)
    if any(sheet.has_number(row, column) for column in others):
        return True
    named = [column for column in range(first) if sheet.text(row, column)]
    above = range(row)
    if any(usual(sheet.text(each, column)) in ("area", "code") for each in above for column in named):
        return True
    return any(usual(sheet.text(each, column)) == "year" for each in above for column in years)


def _years_in(sheet: Sheet, row: int, seasons: str = "") -> dict[int, int]:
    """Column to year, for the cells of a row that name one; beside plain years words name none."""
    return _plain_years(sheet, row, seasons) or _years_in_words(sheet, row)


def _years_in_words(sheet: Sheet, row: int) -> dict[int, int]:
    found = {column: year_in_words(sheet.text(row, column)) for column in range(len(sheet.rows[row]))}
    return {column: each.year for column, each in found.items() if each and FIRST_YEAR <= each.year <= LAST_YEAR}


def _plain_years(sheet: Sheet, row: int, seasons: str) -> dict[int, int]:
    found = {column: _year_of(sheet, row, column, seasons) for column in range(len(sheet.rows[row]))}
    return {column: year for column, year in found.items() if year is not None}


def _year_of(sheet: Sheet, row: int, column: int, seasons: str) -> int | None:
    year = year_in(sheet.cell(row, column))
    if year is not None or not seasons:
        return year
    season = season_of(sheet.text(row, column))
    return None if season is None else season[0 if seasons == "first" else 1]


def year_in(cell: SheetCell) -> int | None:
    """The year that a cell names, be it with a unit beside it, as in "2022 (tons)"."""
    year = year_of(cell)
    beside = year_with_unit(cell) if year is None and isinstance(cell, str) else None
    return beside.year if beside and FIRST_YEAR <= beside.year <= LAST_YEAR else year


def _units_beside(sheet: Sheet, header: int, columns: Collection[int]) -> dict[int, str]:
    """The units beside the years of some columns. One letter is rather a footnote, unless it is beside all of them."""
    labels = {column: sheet.label(header, column) for column in columns}
    beside = {column: year_with_unit(label) or year_in_words(label) for column, label in labels.items()}
    found = {column: each for column, each in beside.items() if each}
    is_of_all = len({each.unit for each in found.values()}) == 1 and len(found) == len(columns)
    return {column: each.unit for column, each in found.items() if is_of_all or not each.is_footnote}


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


def with_years_across(sheet: Sheet, reading: Reading) -> Sheet:
    """The sheet, turned where it lies on its side: years in a column, and the names of areas across above them."""
    for row in range(min(len(sheet.rows), MOST_HEADERS)):
        texts = [(column, text) for column in range(sheet.width) if (text := sheet.label(row, column))]
        if len(texts) < 2 or any(year_in(sheet.cell(row, column)) is not None for column, _ in texts):
            continue
        across = [(column, text) for column, text in texts if not usual(text)]
        known = [column for column, text in across if reading.names.knows(read_label(text).name)]
        if len(known) * 2 < len(across) or not known:
            continue
        first = min(known)
        below = range(row + 1, len(sheet.rows))
        for column in range(first):
            years = [each for each in below if _year_of(sheet, each, column, reading.seasons or "first") is not None]
            if years and sheet.has_numbers(years, known) and len(years) * 2 > sum(map(sheet.has_any, below)):
                return sheet.on_its_side()
    return sheet


def read_columns(sheet: Sheet, header: int, reading: Reading) -> Columns:
    """What the columns of the table below a row of years hold."""
    names = reading.names
    harvest = Harvest()
    seasons = reading.seasons or ("" if _years_in(sheet, header) else "first")
    _tell_seasons(sheet, header, reading, harvest)
    year_of_column = {**_years_in(sheet, header, seasons), **_covered_by_years(sheet, header)}
    roles = {column: role_of(sheet.label(header + 1, column)) for column in year_of_column}
    headings = _headings(sheet, header, year_of_column, roles)
    harvest.texts += _said_by_all(sheet, header, year_of_column, headings.texts)
    has_row_below = any(roles.values()) or headings.below
    years = _years_with_roles(sheet, header, year_of_column, roles, headings.texts, harvest)
    body = header + 2 if has_row_below else header + 1
    rows = [row for row in range(body, len(sheet.rows)) if sheet.has_numbers([row], years)]
    others = [column for column in range(sheet.width) if column not in years]
    known = {column: _share_of_names(sheet, rows, column, names) for column in others}
    unit = _unit_column(sheet, header, rows, others, known)
    indicators = tuple(column for column in others if usual(sheet.label(header, column)) == "indicator")
    taken = {unit, *indicators}
    held = {column: usual(sheet.label(header, column)) for column in others}
    named = [column for column in others if known[column] >= 0.5 or held[column] == "code"]
    areas = tuple(column for column in named if column not in taken and held[column] != "remark")
    if not areas:
        lettered = [
            column for column in others if column not in taken and any(sheet.label(row, column) for row in rows)
        ]
        areas = tuple(lettered[:1])
    if not areas:
        harvest.errors.append(Remark(sheet.row_name(header), "no column names the areas; give the rows names"))
    if again := _other_headers(sheet, header, body, years, names):
        found = f"another row of years after row {header + 1}, so there are several tables; import each with --rows"
        harvest.errors.append(Remark(sheet.row_name(again[0]), found))
    left = [column for column in others if column not in (*areas, *taken) and column not in year_of_column]
    fixed = fixed_columns(sheet, header, reading, harvest)
    read = [row for row in rows if not reading.leaves_out(sheet, row, years) and not is_elsewhere(sheet, row, fixed)]
    parts: tuple[int, ...] = ()
    if reading.totals_are_areas:
        parts = tuple(column for column in left if column not in fixed and _has_texts(sheet, read, column, min(years)))
        left = [column for column in left if column not in parts]
    left = _without_periods(sheet, header, left, harvest)
    tell_other_columns(sheet, header, read, left, areas, fixed, harvest)
    harvest.errors += [
        Remark(sheet.place(header, column), f"{shown(sheet.text(header, column))} is {A_MONTH}")
        for column in years
        if is_month(sheet.text(header, column))
    ]
    harvest.notes += [
        Remark(sheet.place(header, column), f"{shown(sheet.text(header, column))} is {each.year}")
        for column, each in years.items()
        if sheet.text(header, column) not in ("", str(each.year)) and not harvest.errors
    ]
    return Columns(header, body, years, areas, unit, indicators, parts, harvest)


def _said_by_all(
    sheet: Sheet, header: int, columns: Collection[int], headings: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    """The words beside the years, where all have the same, and place of the first; like a title they are of all."""
    worded = [(column, each.words) for column in columns if (each := year_in_words(sheet.label(header, column)))]
    if worded and worded[0][1] and not headings:
        yield sheet.place(header, worded[0][0]), worded[0][1]


def _has_texts(sheet: Sheet, rows: list[int], column: int, before: int) -> bool:
    """Whether a column left of the numbers has texts that are no remarks."""
    texts = any(sheet.label(row, column) and not sheet.has_number(row, column) for row in rows)
    return column < before and texts


def is_elsewhere(sheet: Sheet, row: int, fixed: Mapping[int, str]) -> bool:
    """Whether a row is none of those that the maintainer chose."""
    return any(sheet.label(row, column) != text for column, text in fixed.items())


def fixed_columns(sheet: Sheet, header: int, reading: Reading, harvest: Harvest) -> dict[int, str]:
    """The columns of which the maintainer chose a text, with that text; a title that is not there is an error."""
    titles = {column: (sheet.label(header, column), sheet.column_name(column)) for column in range(sheet.width)}
    fixed: dict[int, str] = {}
    for title, text in reading.where:
        found = [column for column, names in titles.items() if title in names]
        fixed |= dict.fromkeys(found, text)
        if not found:
            there = ", ".join(shown(name) for name, _ in titles.values() if name)
            harvest.errors.append(Remark(sheet.row_name(header), f"--where names {shown(title)}, but there is {there}"))
    return fixed


def elsewhere(count: int, reading: Reading) -> list[Remark]:
    """That so many rows are none of those that the maintainer chose."""
    chosen = ", ".join(f"{title}={text}" for title, text in reading.where)
    text = f"{counted(count, 'row')} without {shown(chosen)} left out, as told by --where"
    return [Remark("rows", text)] if count else []


def _tell_seasons(sheet: Sheet, header: int, reading: Reading, harvest: Harvest) -> None:
    """An error where a row of years has nothing but seasons, and nobody says which year is meant."""
    if reading.seasons or _years_in(sheet, header):
        return
    seasons = [text for column in range(sheet.width) if season_of(text := sheet.text(header, column))]
    text = f"{', '.join(map(shown, seasons[:3]))} is not one year but a season over two; {SAY_SEASONS}"
    harvest.errors.append(Remark(sheet.row_name(header), text))


def _covered_by_years(sheet: Sheet, header: int) -> dict[int, int]:
    """Further columns under a year: those of a merged cell, and empty ones whose own heading stands below."""
    covered: dict[int, int] = {}
    for top, left, bottom, right in sheet.merged:
        year = year_in(sheet.cell(top, left))
        if top <= header <= bottom and year is not None and right > left:
            covered |= dict.fromkeys(range(left, min(right + 1, sheet.width)), year)
    year = None
    if not any(sheet.has_number(header + 1, column) for column in range(sheet.width)):
        for column in range(sheet.width):
            if sheet.text(header, column):
                year = year_in(sheet.cell(header, column))
            elif year is not None and sheet.text(header + 1, column) and column not in covered:
                covered[column] = year
    return covered


class _Headings(NamedTuple):
    """The texts above or below the years that tell columns of one year apart; below: whether they stand there."""

    texts: dict[int, str]
    below: bool = False


def _headings(sheet: Sheet, header: int, year_of_column: dict[int, int], roles: Mapping[int, Role | None]) -> _Headings:
    """What stands above or below each of the years, where the same year stands over several columns."""
    worded = {column: each.words for column in year_of_column if (each := year_in_words(sheet.label(header, column)))}
    if len(set(worded.values())) > 1 and len(worded) == len(year_of_column):
        return _Headings(worded)
    if len(set(year_of_column.values())) == len(year_of_column):
        return _Headings({})
    under = {
        column: text
        for column in year_of_column
        if not roles[column] and not sheet.has_number(header + 1, column)
        if (text := sheet.label(header + 1, column))
    }
    if len(set(under.values())) > 1 and len(under) == len(year_of_column):
        return _Headings(under, below=True)
    over: dict[int, str] = {}
    text = ""
    for column in range(min(year_of_column), sheet.width):
        text = sheet.label(header - 1, column) or text
        if column in year_of_column and text and header:
            over[column] = text
    return _Headings(over if len(set(over.values())) > 1 else {})


def _years_with_roles(
    sheet: Sheet,
    header: int,
    year_of_column: dict[int, int],
    roles: Mapping[int, Role | None],
    headings: Mapping[int, str],
    harvest: Harvest,
) -> dict[int, YearColumn]:
    """One column for each year, role and heading; several columns of a year have to say what they are."""
    years: dict[int, YearColumn] = {}
    taken: dict[YearColumn, int] = {}
    units = _units_beside(sheet, header, year_of_column)
    for column, year in sorted(year_of_column.items()):
        found = YearColumn(year, roles[column] or "value", headings.get(column, ""))
        bare = roles[column] is None and not headings and year_in(sheet.cell(header, column)) is None
        bare = bare and season_of(sheet.text(header, column)) is None
        if bare and not sheet.has_numbers(range(header + 1, len(sheet.rows)), [column]):
            continue  # room for footnote marks beside the numbers
        if found in taken:
            places = f"{sheet.place(header, taken[found])} and {sheet.place(header, column)}"
            text = f"{year} stands over two columns; choose one with --columns, or correct the years in a copy"
            harvest.errors.append(Remark(places, text))
            continue
        taken[found] = column
        years[column] = found._replace(unit=units.get(column, ""))
    return years


def _share_of_names(sheet: Sheet, rows: list[int], column: int, names: AreaNames) -> float:
    texts = [text for row in rows if (text := sheet.label(row, column))]
    labels = [label for label in map(read_label, texts) if label.kind == "area" and label.name]
    return sum(names.knows(label.name) for label in labels) / len(labels) if labels else 0.0


def _unit_column(sheet: Sheet, header: int, rows: list[int], columns: list[int], known: dict[int, float]) -> int | None:
    """The column that is called so, or in which every text is a unit and none a name."""
    for column in columns:
        if usual(sheet.label(header, column)) == "unit":
            return column
    for column in columns:
        texts = {sheet.label(row, column) for row in rows} - {""}
        if texts and not known[column] and all(is_unit(text) and not text[0].isdigit() for text in texts):
            return column
    return None


def _other_headers(sheet: Sheet, header: int, body: int, years: dict[int, YearColumn], names: AreaNames) -> list[int]:
    """Rows further down that hold nothing but years in a row, and before them at most what a header has there."""
    found = []
    titles = {sheet.label(header, column) for column in range(sheet.width)} | {""}
    for row in range(body, len(sheet.rows)):
        cells = [sheet.cell(row, column) for column in years if sheet.text(row, column)]
        given = [year for cell in cells if (year := year_in(cell)) is not None]
        rising = all(later > year for year, later in itertools.pairwise(given))
        before = [sheet.label(row, column) for column in range(min(years))]
        is_titled = all(text in titles or usual(text) for text in before)
        if len(given) == len(cells) > 1 and rising and is_titled and not _names_an_area(sheet, row, min(years), names):
            found.append(row)
    return found


def tables_side_by_side(sheet: Sheet, header: int, reading: Reading) -> list[Sheet]:
    """The sheet once for each of the tables that stand beside each other on it, with nothing in the columns of others.

    What stands above the tables is of all, unless it stands above each of them. The sheet as it is where there is one.
    """
    years = _years_in(sheet, header, reading.seasons or ("" if _years_in(sheet, header) else "first"))
    between = _names_between(sheet, header, years, reading.names)
    firsts = sorted({1 + max(year for year in years if year < column) for column in between})
    if not firsts:
        return [sheet]
    starts = [0, *firsts]
    spans = list(zip(starts, [*firsts, sheet.width], strict=True))
    own = all(any(sheet.text(row, column) for row in range(header) for column in range(*span)) for span in spans)
    return [
        replace(
            sheet,
            rows=[
                list(row) if number < header and not own else [*([""] * first), *row[first:end]]
                for number, row in enumerate(sheet.rows)
            ],
        )
        for first, end in spans
    ]


def _names_between(sheet: Sheet, header: int, years: dict[int, int], names: AreaNames) -> list[int]:
    """Columns of names that stand between columns of years: there are several tables side by side."""
    rows = [row for row in range(header + 1, len(sheet.rows)) if sheet.has_numbers([row], years)]
    between = (column for column in range(min(years), max(years)) if column not in years) if years else ()
    return [column for column in between if _share_of_names(sheet, rows, column, names) >= 0.5]


def _without_periods(sheet: Sheet, header: int, columns: list[int], harvest: Harvest) -> list[int]:
    """The columns without those whose time is not a calendar year, which are told."""
    periods = [column for column in columns if is_period(sheet.label(header, column))]
    if periods:
        named = ", ".join(shown(sheet.label(header, column)) for column in periods)
        found = f"{named}: not a calendar year, so not imported; figures here are of calendar years"
        seasons = f", or {SAY_SEASONS}" if any(season_of(sheet.label(header, column)) for column in periods) else ""
        places = ", ".join(sheet.column_name(column).removeprefix("column ") for column in periods)
        harvest.warnings.append(Remark(f"column {places}", f"{found}{seasons}"))
    return [column for column in columns if column not in periods]
