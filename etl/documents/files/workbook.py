"""Reads a workbook in a process of its own and prints its cells as JSON: `workbook.py FILE [SHEET ...]`.

A damaged or hostile file can make a reader ask for any amount of memory or time; here that ends this process and
nothing else. Formulas and macros are never run: a cell gives the result that the file stores.
"""

import json
import os
import posixpath
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any
from xml.etree import ElementTree

FILE_LIMIT = 32 << 20  # bytes
UNZIPPED_LIMIT = 256 << 20  # bytes
RATIO_LIMIT = 100  # unzipped to zipped, for files that are large when unzipped
SMALL = 2 << 20  # bytes up to which the ratio does not matter
TAG_LIMIT = 64 << 10  # bytes of one tag
CELLS_OF_A_BYTE, FEW_CELLS = 4, 20_000  # cells of one byte of the file; few may be of any size
ROWS_LIMIT = 100_000
COLUMNS_LIMIT = 1_000
CELLS_LIMIT = 2_000_000
MEMORY_LIMIT = 2 << 30  # bytes
SECONDS_LIMIT = 60
LONGEST_COMMENT = 500  # letters of a comment on a cell; one that goes on is not about the number alone

MARKS = ("hollow", "hidden_rows", "hidden_columns", "shown_as", "comments")
Marks = dict[str, list[Any]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_SHARES = {"9": "%", "10": "%"}  # formats of numbers that every workbook has, and that show one as per cent
_OF_FORMAT = re.compile(r'"([^"]*)"|\\(.)|(\[[^\]]*\])|(%)|(,+)(?=[^#0?,]*(?:$|;))')
_SCALES = {"k": "thousand", "K": "thousand", "M": "million", "mn": "million"}  # what a format may write behind numbers
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_LONG_TAG = re.compile(rb"<[^<>]{%d}" % TAG_LIMIT)
_NOTHING = re.compile(r"0(?:\.0*)?")
_PIECE = 1 << 20  # bytes that are looked at together
_PROTECTED = "it is protected by a password; save a copy without one"


class WorkbookRefusedError(Exception):
    """The workbook is not read; the message says why and what to do, after the name of the file."""


def read(path: str, wanted: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """The worksheets of a workbook, or the wanted ones, hidden or not; WorkbookRefusedError where that cannot be.

    wanted: names, or patterns of names such as "Table 1*". Each sheet has its name, whether it is visible, its rows
    from cell A1 on, its merged ranges (first row and column, last row and column), its hollow cells (row, column and
    whether a formula without a result or an error is there), its hidden rows and columns, what its cells show beside
    their numbers, and the comments on them.
    """
    import python_calamine

    marks = _checked_zip(path, wanted) if zipfile.is_zipfile(path) else {}
    try:
        with python_calamine.CalamineWorkbook.from_path(path) as book:
            known = [each for each in book.sheets_metadata if each.typ == python_calamine.SheetTypeEnum.WorkSheet]
            visible = {each.name: each.visible == python_calamine.SheetVisibleEnum.Visible for each in known}
            sheets = ", ".join(f'"{name}"' for name in visible)
            for pattern in wanted:
                if not any(fnmatchcase(name, pattern) for name in visible):
                    raise WorkbookRefusedError(f'it has no sheet "{pattern}", only {sheets}')
            names = [name for name in visible if _is_wanted(name, wanted)]
            pages = [
                {"name": name, "visible": visible[name], **_sheet(book, name, marks, len(names))} for name in names
            ]
            _check_cells(pages, os.path.getsize(path))  # noqa: PTH202
            return pages
    except python_calamine.PasswordError:
        raise WorkbookRefusedError(_PROTECTED) from None
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        found = " ".join(str(error).split())[:80]
        raise WorkbookRefusedError(
            f"it cannot be read as a workbook ({found}); fetch it again or save it as xlsx"
        ) from None


def _sheet(book: Any, name: str, marks: dict[str, Marks | str], sheets: int) -> dict[str, Any]:
    """The cells of a sheet; of several, one that cannot be read has none and says why, so that the others are read."""
    found = marks.get(name, {})
    try:
        if isinstance(found, str):
            raise WorkbookRefusedError(found)
        return _cells(book.get_sheet_by_name(name), found)
    except WorkbookRefusedError as error:
        if sheets == 1:
            raise
        return {"rows": [], "merged": [], **{kind: [] for kind in MARKS}, "refused": str(error)}


def _is_wanted(name: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or any(fnmatchcase(name, pattern) for pattern in wanted)


def _cells(sheet: Any, marks: Marks) -> dict[str, Any]:
    if sheet.end is not None:
        _check_size(sheet.end[0] + 1, sheet.end[1] + 1, sheet.name)
    rows = [_without_end(row) for row in sheet.to_python(skip_empty_area=False)]
    merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or []]
    return {"rows": rows, "merged": merged, **{kind: marks.get(kind, []) for kind in MARKS}}


def _without_end(row: list[Any]) -> list[Any]:
    """The cells of a row up to the last that is not empty; sheets can say that they end far beyond."""
    end = len(row)
    while end and row[end - 1] == "":
        end -= 1
    return [_as_json(cell) for cell in row[:end]]


def _check_cells(sheets: list[dict[str, Any]], size: int) -> None:
    """Refuse a small file that says of one cell how often it is repeated."""
    cells = sum(cell != "" for sheet in sheets for row in sheet["rows"] for cell in row)
    if cells > FEW_CELLS + CELLS_OF_A_BYTE * size:
        raise WorkbookRefusedError(
            f"it makes {cells:,} cells of {size >> 10:,} KiB, which no honest table needs; save the table alone"
        )


def _as_json(cell: Any) -> Any:
    if isinstance(cell, (str, bool, int, float)):
        return cell
    if isinstance(cell, datetime):
        return {"date": cell.date().isoformat()}
    return {"date": cell.isoformat()} if isinstance(cell, date) else str(cell)


def _check_size(rows: int, columns: int, name: str) -> None:
    if rows > ROWS_LIMIT or columns > COLUMNS_LIMIT or rows * columns > CELLS_LIMIT:
        raise WorkbookRefusedError(
            f"its sheet {name!r} goes to row {rows:,} and column {columns:,}, and at most {ROWS_LIMIT:,} rows, "
            f"{COLUMNS_LIMIT:,} columns and {CELLS_LIMIT:,} cells are read; save the table alone"
        )


def _checked_zip(path: str, wanted: tuple[str, ...]) -> dict[str, Marks | str]:
    """Look at a zipped workbook before it is unpacked; gives the marks of each wanted sheet of an xlsx, or its flaw."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if any(member.flag_bits & 1 for member in members):
                raise WorkbookRefusedError(_PROTECTED)
            size = sum(member.file_size for member in members)
            zipped = os.path.getsize(path)  # noqa: PTH202
            if size > UNZIPPED_LIMIT or (size > SMALL and size > RATIO_LIMIT * zipped):
                raise WorkbookRefusedError(
                    f"it unpacks from {zipped >> 10:,} KiB to {size >> 20:,} MiB, which no honest table needs; "
                    "save the table alone"
                )
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _check_markup(archive, member)
            styles = _texts_of_styles(archive)
            return {
                name: _marks_or_flaw(archive, member, name, styles)
                for name, member in _sheet_members(archive)
                if _is_wanted(name, wanted)
            }
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise WorkbookRefusedError(f"it is damaged or cut short ({error}); fetch it again") from None
    except (ElementTree.ParseError, zlib.error) as error:
        raise WorkbookRefusedError(
            f"it holds broken XML ({error}); open it in a spreadsheet and save it again"
        ) from None


def _check_markup(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse what no spreadsheet writes and what costs a reader of XML much: entities, tags of endless attributes."""
    with archive.open(member) as file:
        before = b""
        while piece := file.read(_PIECE):
            together = before + piece
            if b"<!DOCTYPE" in together or b"<!ENTITY" in together:
                raise WorkbookRefusedError(
                    "it declares entities, which no honest workbook does; open it in a spreadsheet and save it again"
                )
            if _LONG_TAG.search(together):
                raise WorkbookRefusedError(
                    f"it has a tag of more than {TAG_LIMIT >> 10} KiB, which no honest workbook has; open it in a "
                    "spreadsheet and save it again"
                )
            before = together[-TAG_LIMIT:]


def _sheet_members(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and member of each sheet of an xlsx; nothing for other workbooks."""
    members = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= members:
        return
    with archive.open("xl/workbook.xml") as file:
        sheets = [element for element in ElementTree.parse(file).iter() if element.tag.endswith("}sheet")]
    with archive.open("xl/_rels/workbook.xml.rels") as file:
        relations = [element for element in ElementTree.parse(file).iter() if element.tag.endswith("}Relationship")]
    targets = {element.get("Id"): element.get("Target", "") for element in relations}
    for sheet in sheets:
        relation = next((sheet.get(f"{{{each}}}id") for each in _RELATIONS if sheet.get(f"{{{each}}}id")), None)
        target = targets.get(relation, "")
        member = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if member in members:
            yield sheet.get("name", ""), member


def _texts_of_styles(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the style of a cell, by its number, shows beside the cell's own number; of those that show something."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    with archive.open("xl/styles.xml") as file:
        root = ElementTree.parse(file).getroot()
    formats = _SHARES | {
        each.get("numFmtId", ""): _shown_by(each.get("formatCode", "")) for each in _named(root, "numFmt")
    }
    styles = [style for group in _named(root, "cellXfs") for style in _named(group, "xf")]
    texts = {str(number): formats.get(style.get("numFmtId", ""), "") for number, style in enumerate(styles)}
    return {number: text for number, text in texts.items() if text}


def _named(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (each for each in element.iter() if each.tag.endswith(f"}}{name}"))


def _shown_by(code: str) -> str:
    """The words and the per cent sign that a format shows beside a number; none where it divides it by thousands."""
    found = list(_OF_FORMAT.finditer(code.partition(";")[0]))
    if any(each[5] for each in found):
        return ""
    if any(each[4] for each in found):
        return "%"
    text = " ".join("".join(each[1] or each[2] or "" for each in found).split())
    text = _SCALES.get(text, text)
    return text if re.search(r"[^\W\d_]", text) else ""


def _marks_or_flaw(archive: zipfile.ZipFile, member: str, sheet: str, styles: dict[str, str]) -> Marks | str:
    """The marks of a sheet, or why it is not read."""
    try:
        return {**_marks(archive, member, sheet, styles), "comments": [*_comments(archive, member)]}
    except WorkbookRefusedError as error:
        return str(error)


def _comments(archive: zipfile.ZipFile, member: str) -> Iterator[list[Any]]:
    """Row, column and text of each comment on the cells of a sheet."""
    members = set(archive.namelist())
    folder, _, name = member.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in members:
        return
    with archive.open(relations) as file:
        targets = [
            each.get("Target", "")
            for each in ElementTree.parse(file).iter()
            if each.get("Type", "").endswith("/comments")
        ]
    for target in targets:
        path = target.removeprefix("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        if path not in members:
            continue
        with archive.open(path) as file:
            root = ElementTree.parse(file).getroot()
        for comment in _named(root, "comment"):
            reference = _REFERENCE.fullmatch(comment.get("ref", ""))
            text = " ".join("".join(part.text or "" for part in _named(comment, "t")).split())
            if reference and text:
                yield [int(reference[2]) - 1, _column_number(reference[1]) - 1, text[:LONGEST_COMMENT]]


def _marks(archive: zipfile.ZipFile, member: str, sheet: str, styles: dict[str, str]) -> Marks:
    """What the reader of cells does not tell.

    hollow: row, column and kind of the cells that show nothing to a reader who runs no formula. hidden_rows,
    hidden_columns: those that a spreadsheet does not show, columns as spans. shown_as: row, column and what is shown
    beside the number of a cell, by its style (`_texts_of_styles`).
    """
    marks: Marks = {kind: [] for kind in MARKS}
    row = column = 0
    with archive.open(member) as file:
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            namespace, _, name = element.tag.removeprefix("{").partition("}")
            if namespace not in (_MAIN, _STRICT):
                continue
            if (event, name) == ("start", "row"):
                given = element.get("r", "")
                row, column = int(given) if given.isdecimal() and len(given) < 10 else row + 1, 0
                if _is_hidden(element):
                    marks["hidden_rows"].append(row - 1)
            elif (event, name) == ("end", "c"):
                reference = _REFERENCE.fullmatch(element.get("r", ""))
                row, column = (int(reference[2]), _column_number(reference[1])) if reference else (row, column + 1)
                _check_size(row, column, sheet)
                if kind := _hollow_kind(element):
                    marks["hollow"].append((row - 1, column - 1, kind))
                elif (text := styles.get(element.get("s", ""), "")) and element.get("t", "n") == "n" and len(element):
                    marks["shown_as"].append((row - 1, column - 1, text))
            elif (event, name) == ("end", "row"):
                element.clear()
            elif (event, name) == ("end", "col") and _is_hidden(element):
                marks["hidden_columns"].append((int(element.get("min", "1")) - 1, int(element.get("max", "1")) - 1))
    return marks


def _is_hidden(element: ElementTree.Element) -> bool:
    """Whether a row or column is hidden, be it by a height or width of nothing."""
    size = element.get("ht", element.get("width", ""))
    return element.get("hidden", "") in ("1", "true") or _NOTHING.fullmatch(size) is not None


def _hollow_kind(cell: ElementTree.Element) -> str:
    """The kind of a cell that shows nothing: an error, or a formula without a result; empty for others."""
    if cell.get("t") == "e":
        return "error"
    is_formula = any(part.tag.endswith("}f") for part in cell)
    has_text = any(part.text for part in cell.iter() if part.tag.endswith(("}v", "}t")))
    return "formula" if is_formula and not has_text else ""


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def answer(path: str, *wanted: str) -> dict[str, Any]:
    """What is printed of a workbook: its sheets, or why it is refused."""
    try:
        return {"sheets": read(path, wanted)}
    except WorkbookRefusedError as error:
        return {"refused": str(error)}


def _main() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS_LIMIT, SECONDS_LIMIT))
    sys.stdout.write(json.dumps(answer(*sys.argv[1:])))


if __name__ == "__main__":
    _main()
