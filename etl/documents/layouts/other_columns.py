"""What the columns of a table are called, and what is told of those that are not read."""

import re
from collections.abc import Collection, Iterable, Mapping

from etl.documents.files.sheets import Sheet
from etl.documents.layouts.harvest import Harvest, Remark
from etl.documents.layouts.labels import read_label
from etl.figures.beside import rows_beside
from etl.figures.quoting import shown
from etl.package.simple_names import simple

_USUAL: dict[str, str] = {
    row["title"]: row["holds"] for row in rows_beside("etl.documents.layouts", "usual_columns.csv")
}
# Texts of a column of categories that leave nothing out, in the plain form of a name.
_OF_ALL = frozenset({"total", "all", "t", "both", "both sexes", "all ages", "all persons", "persons"})
_OF_PARTS = ("category", "period")  # columns by which the rows are of parts of something, or of a year
_TIMES_ONE = frozenset({"0", "unit", "units"})  # of a column that says by which power of ten numbers are multiplied
NAMED_TEXTS = 4  # of a column that tells rows apart


def usual(title: str) -> str:
    """What a column of this name usually holds, such as area, year or category; empty where that is not known."""
    return _USUAL.get(simple(title), "")


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
        elif held in _OF_PARTS and not _OF_ALL.issuperset(map(simple, texts)):
            harvest.errors.append(Remark(place, _tells_apart(title, texts, sheet, column)))
        elif held not in _OF_PARTS and _has_numbers(sheet, rows, column):
            harvest.warnings.append(Remark(place, f"{named} has numbers that are not read"))
        elif len(texts) == 1:
            harvest.texts.append((place, texts[0]))  # like a title, it says what all rows are of
            harvest.skipped.append(Remark(place, f"{named} is {shown(texts[0])} in all rows, and is not read"))
        else:
            harvest.errors.append(Remark(place, _tells_apart(title, texts, sheet, column)))


def _has_numbers(sheet: Sheet, rows: Collection[int], column: int) -> bool:
    """Whether the cells of a column are numbers, but for those in which a mark such as - stands for none."""
    filled = [row for row in rows if re.search(r"\w", sheet.text(row, column))]
    return bool(filled) and all(sheet.has_number(row, column) for row in filled)


def _multiplies(title: str, texts: Iterable[str]) -> str:
    """That a column says in which power of ten numbers are given."""
    return (
        f"{shown(title)} says that numbers are to be multiplied ({', '.join(map(shown, texts))}), and is not read; "
        "multiply them in a copy of the file, or write a recipe"
    )


def _tells_apart(title: str, texts: list[str], sheet: Sheet, column: int) -> str:
    """That the texts of a column say what a row is of, and how to settle it."""
    some = ", ".join(map(shown, texts[:NAMED_TEXTS])) + (" ..." if len(texts) > NAMED_TEXTS else "")
    name = title or sheet.column_name(column)
    choice = f'"{name}={texts[0]}"' if '"' not in f"{name}{texts[0]}" else "TITLE=TEXT"
    return (
        f"{shown(title)} says what each row is of ({some}) and is not read; choose the rows with --where {choice}, "
        "leave the column out with --columns if each row is of all of its area, or write a recipe"
    )
