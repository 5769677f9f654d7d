"""What the columns of a table are called, and what is told of those that are not read."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from etl.documents.area_names import AreaNames, UnknownNameError
from etl.documents.files.cells import PrintedNumber
from etl.documents.files.sheets import PER_CENT, Sheet
from etl.documents.layouts.harvest import Harvest, Remark
from etl.documents.layouts.labels import read_label
from etl.documents.other_kinds import PART_OF_YEAR, is_of_part_of_year
from etl.figures.beside import rows_beside
from etl.figures.quoting import shown
from etl.method.units_in_use import is_unit
from etl.package.simple_names import simple

_USUAL: dict[str, str] = {
    row["title"]: row["holds"] for row in rows_beside("etl.documents.layouts", "usual_columns.csv")
}
# Texts of a column of categories that leave nothing out, in the plain form of a name.
_OF_ALL = frozenset({"total", "all", "t", "both", "both sexes", "all ages", "all persons", "persons"})
MOST_WORDS = 5  # of the name of a column
# Names of columns that are not listed: "Ten-Year Age Groups" and "State Code", but not "Mean age" or "Deaths by sex".
_BY_CATEGORY = re.compile(
    r"\b(?:sex|gender|age|ages|aged|weekday|week|race|ethnicity|edad|sexo|alter|alters)\b|alters(?:gruppe|klasse)"
)
_BY_CODE = re.compile(r"\b(?:codes?|ids?|fips|m49)$")
_OF_NUMBERS = re.compile(
    r"\b(?:rates?|adjusted|standardi[sz]ed|mean|average|median|per|percent|percentage|share|number|by|(?<!day )of|at"
    r"|deaths|cases)\b|\d"
)
_SIGNED = re.compile(r"[+−–-]?\s?\d[\d.,]*\s?%?")
_LARGEST_CODE = 150  # that a category has, such as an age
_OF_PARTS = ("category", "period")  # columns by which the rows are of parts of something, or of a year
_TIMES_ONE = frozenset({"0", "unit", "units"})  # of a column that says by which power of ten numbers are multiplied
_YEAR_AT_END = re.compile(r"\W*\b[12][0-9]{3}\W*$")
# "Figures are in thousand hectares", and not "Figures of 2019 were revised in June".
_UNIT_OF_NOTE = re.compile(
    r"\b(?:figures|values|data|numbers|amounts|areas|quantities|expressed|cifras|datos|valores|chiffres|donn[ée]es|angaben"
    r"|zahlen|werte)\b[^.;()]{0,30}?\b(?:in|en|em) [^.;()]+",
    re.IGNORECASE,
)
_CALLED_UNIT = re.compile(r"(?:units?|unidad(?:es)?|einheit(?:en)?|unit[ée]s?)\s*[:=] .+", re.IGNORECASE)
NAMED_TEXTS = 4  # of a column that tells rows apart


def usual(title: str) -> str:
    """What a column of this name usually holds, such as area, year or category; empty where that is not known."""
    name = simple(title)
    if name in _USUAL or len(name.split()) > MOST_WORDS or _OF_NUMBERS.search(name):
        return _USUAL.get(name, "")
    return "category" if _BY_CATEGORY.search(name) else "remark" if _BY_CODE.search(name) else ""


def tell_other_columns(
    sheet: Sheet,
    header: int,
    rows: list[int],
    columns: Iterable[int],
    areas: Iterable[int],
    fixed: Mapping[int, str],
    harvest: Harvest,
) -> None:
    """Tell of columns that are not read; one whose texts tell the rows apart is an error.

    rows: those that are read. areas: the columns of names; what they are part of may stand before them. fixed: columns
    of which the maintainer has chosen a text, with that text.
    """
    last_area = max(areas, default=-1)
    for column in columns:
        title = sheet.label(header, column)
        given = dict.fromkeys(text for row in rows if (text := sheet.label(row, column)))
        texts = [text for text in given if read_label(text).kind == "area"]
        if not given:
            continue
        place, named = sheet.column_name(column), shown(title)
        if column in fixed:
            harvest.notes.append(Remark(place, f"{named} is {shown(fixed[column])} in the rows that are read"))
        elif (held := usual(title)) == "multiplier" and not _TIMES_ONE.issuperset(map(simple, given)):
            harvest.errors.append(Remark(place, _multiplies(title, given)))
        elif held in ("remark", "multiplier") or not texts or (held == "region" and column < last_area):
            harvest.skipped.append(Remark(place, f"{named} is not read"))
            if not texts and not held:  # "Total" below "Drug" is of all drugs
                totals = (f"{text} {title}" if simple(text) in _OF_ALL else text for text in given)
                harvest.texts += [(place, text) for text in totals]
        elif _are_amounts(sheet, rows, column, held):
            harvest.warnings.append(Remark(place, f"{named} has numbers that are not read"))
        elif held in _OF_PARTS and not _OF_ALL.issuperset(map(simple, texts)):
            harvest.errors.append(Remark(place, _tells_apart(title, texts, sheet, column)))
        elif len(texts) == 1:
            harvest.texts.append((place, texts[0]))  # like a title, it says what all rows are of
            harvest.skipped.append(Remark(place, f"{named} is {shown(texts[0])} in all rows, and is not read"))
        else:
            harvest.errors.append(Remark(place, _tells_apart(title, texts, sheet, column)))


def _has_numbers(sheet: Sheet, rows: Collection[int], column: int) -> bool:
    """Whether the cells of a column are numbers, but for those in which a mark such as - stands for none."""
    filled = [row for row in rows if re.search(r"\w", sheet.text(row, column))]
    return bool(filled) and all(
        sheet.has_number(row, column) or _SIGNED.fullmatch(sheet.text(row, column)) for row in filled
    )


def _are_amounts(sheet: Sheet, rows: Collection[int], column: int, held: str) -> bool:
    """Whether the numbers of a column are amounts; those of a category or period are codes, unless they are larger."""
    if not _has_numbers(sheet, rows, column) or held in ("period", "multiplier"):
        return False
    numbers = (sheet.number(row, column) for row in rows)
    return held != "category" or any(
        isinstance(number, PrintedNumber) and (number.value or 0) > _LARGEST_CODE for number in numbers
    )


def _multiplies(title: str, texts: Iterable[str]) -> str:
    """That a column says in which power of ten numbers are given."""
    return (
        f"{shown(title)} says that numbers are to be multiplied ({', '.join(map(shown, texts))}), and is not read; "
        "multiply them in a copy of the file, or write a recipe"
    )


def _tells_apart(title: str, texts: list[str], sheet: Sheet, column: int) -> str:
    """That the texts of a column say what a row is of, and how to settle it."""
    name = title or sheet.column_name(column)
    leave = "" if usual(title) in (*_OF_PARTS, "area", "code") else _LEAVE_OUT
    return f"{_says_of_rows(title, texts)} and is not read; {_choose_rows(name, texts[0])}{leave}, or write a recipe"


_LEAVE_OUT = ", leave the column out with --columns if each row is of all of its area"


def _says_of_rows(title: str, texts: list[str]) -> str:
    some = ", ".join(map(shown, texts[:NAMED_TEXTS])) + (" ..." if len(texts) > NAMED_TEXTS else "")
    return f"{shown(title)} says what each row is of ({some})"


def _choose_rows(name: str, text: str) -> str:
    choice = f'"{name}={text}"' if '"' not in f"{name}{text}" else "TITLE=TEXT"
    return f"choose the rows with --where {choice}"


def said_elsewhere(sheet: Sheet, cells: Collection[str]) -> Iterator[tuple[str, str]]:
    """Place and text of what says of a table what its numbers are, other than its titles and headings.

    That are notes that name a unit, how a spreadsheet shows the cells that were read, comments on cells, and the name
    of its sheet.
    """
    for row in range(len(sheet.rows)):
        for column, cell in enumerate(sheet.rows[row]):
            found = _UNIT_OF_NOTE.search(cell) if isinstance(cell, str) else None
            if found and not sheet.has_numbers([row], range(sheet.width)):
                yield sheet.place(row, column), " ".join(found[0].split())
    shown_as = {
        text: place for place in reversed([*cells]) if (text := sheet.shown_as.get(place, PER_CENT)) != PER_CENT
    }
    yield from ((place, text) for text, place in shown_as.items())
    yield from sheet.comments.items()
    if sheet.form == "workbook":
        yield "the name of the sheet", sheet.name


def has_numbers(sheet: Sheet) -> bool:
    """Whether a sheet has a number anywhere, so that it can be a table and not only notes on others."""
    return any(sheet.has_number(row, column) for row in range(len(sheet.rows)) for column in range(sheet.width))


def notes_on_units(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Place and text of each note on a unit of a sheet."""
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            text = " ".join(cell.split()) if isinstance(cell, str) else ""
            if found := _UNIT_OF_NOTE.search(text) or _CALLED_UNIT.match(text):
                yield f"sheet {shown(sheet.name)} {sheet.place(row, column)}", found[0]


def notes_of_parts(sheet: Sheet) -> Iterator[Remark]:
    """A warning for each note that speaks of a part of a year, since a number beside it may be of that alone."""
    for row in range(len(sheet.rows)):
        cells = [(column, text) for column in range(len(sheet.rows[row])) if (text := sheet.text(row, column))]
        if len(cells) == 1 and is_of_part_of_year(cells[0][1]):
            column, text = cells[0]
            found = f"{shown(text)} speaks of {PART_OF_YEAR}; look whether all numbers are of whole years"
            yield Remark(sheet.place(row, column), found)


def commented(sheet: Sheet) -> Iterator[Remark]:
    """A warning for each comment on a cell, which is no part of what is read: "provisional", "without the south"."""
    for place, text in sheet.comments.items():
        yield Remark(
            place, f"has the comment {shown(text)}; look what it says of the numbers, and note it where it does"
        )


def told_as_shares(sheet: Sheet, cells: Iterable[str]) -> list[Remark]:
    """An error for the cells that a spreadsheet shows as per cent, which hold another number than it shows."""
    text = "is shown as per cent, and holds a hundredth of what is shown; write it out in a copy, or say it in a recipe"
    return [Remark(cell, text) for cell in cells if sheet.shown_as.get(cell) == PER_CENT]


def tell_left_out(whole: Sheet, sheet: Sheet, names: AreaNames, harvest: Harvest) -> None:
    """Tell of columns and titles that were left out before a sheet was read, and that say something of what was read.

    whole: the sheet with them. No choice of rows or columns, and none that a spreadsheet hides, makes the number of a
    part one of the whole, or hides another unit: what says so is an error, or is held against the options like a title.
    """
    areas_of: dict[int, set[str]] = defaultdict(set)  # by row of the file
    for figure in harvest.figures:
        areas_of[int(re.sub(r"\D", "", figure.cell)) - 1].add(figure.area)
    if not areas_of:
        return
    errors = len(harvest.errors)
    for column in range(whole.width):
        if not any(sheet.text(row, column) for row in range(len(sheet.rows))):
            _tell_left_column(whole, column, areas_of, names, harvest)
    if len(harvest.errors) > errors:  # what the numbers are of is not known
        harvest.figures = []
    harvest.texts += _left_titles(whole, sheet)


def _left_titles(whole: Sheet, sheet: Sheet) -> list[tuple[str, str]]:
    """What stands in rows that were left out above all numbers and all rows that are read of a sheet: its titles."""
    titles = []
    for row in range(len(whole.rows)):
        if sheet.has_any(row) or whole.has_numbers([row], range(whole.width)):
            break
        cells = ((whole.place(row, column), whole.text(row, column)) for column in range(whole.width))
        titles += [(place, text) for place, text in cells if text]
    return titles


def _tell_left_column(
    whole: Sheet, column: int, areas_of: Mapping[int, set[str]], names: AreaNames, harvest: Harvest
) -> None:
    titles = [text for row in range(min(areas_of)) if (text := whole.label(row, column))]
    title = next((text for text in reversed(titles) if usual(text)), titles[-1] if titles else "")
    held = usual(title) or usual(_YEAR_AT_END.sub("", title))
    cells = {text: row for row in sorted(areas_of, reverse=True) if (text := whole.label(row, column))}
    texts = [text for text in reversed(cells) if read_label(text).kind == "area"]
    said = [(whole.place(cells[text], column), text) for text in texts]
    place = whole.column_name(column)
    if not texts or held in ("remark", "region") or _are_amounts(whole, areas_of, column, held):
        return
    if held in ("unit", "indicator") or all(map(_is_word_of_unit, texts)):
        harvest.texts += said
    elif held == "multiplier":
        if not _TIMES_ONE.issuperset(map(simple, texts)):
            harvest.errors.append(Remark(place, _multiplies(title, texts)))
    elif _is_of_parts(whole, column, held, texts, areas_of, names):
        hidden = "is hidden; read it with --hidden"
        left = hidden if column in whole.hidden_columns else "is left out by --columns; keep it there"
        told = f"{_says_of_rows(title, texts)} and {left}, {_choose_rows(title or place, texts[0])}, or write a recipe"
        harvest.errors.append(Remark(place, told))
    elif held not in (*_OF_PARTS, "area", "code") and not all(map(names.knows, texts)):
        harvest.texts += said
        if len(texts) > 1:
            text = f"{_says_of_rows(title, texts)} and is not read; look whether each row is of all of its area"
            harvest.warnings.append(Remark(place, text))


def _is_word_of_unit(text: str) -> bool:
    return not text[0].isdigit() and is_unit(text.lower())


def _is_of_parts(
    whole: Sheet, column: int, held: str, texts: list[str], areas_of: Mapping[int, set[str]], names: AreaNames
) -> bool:
    """Whether a column says that its rows are of parts of their areas: by a category, or by names of other areas.

    Those that the areas lie in are none. Unknown names are of others in a column that is called one of names.
    """
    if held in _OF_PARTS:
        return not _OF_ALL.issuperset(map(simple, texts))
    for row, areas in areas_of.items():
        text = read_label(whole.label(row, column)).name
        try:
            found = [(area, names.find(text, area).area) for area in areas if text]
        except UnknownNameError:
            if held in ("area", "code"):
                return True
            continue
        if any(named not in (area, *names.ancestors(area)) for area, named in found):
            return True
    return False
