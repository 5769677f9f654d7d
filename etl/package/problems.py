"""What `check` can say: one code for every kind of problem, and the one line that tells a maintainer about it."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from etl.figures.quoting import escaped

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """A kind of problem: errors stop a refresh, warnings do not."""

    severity: Severity
    title: str
    meaning: str
    remedy: str


def _error(title: str, meaning: str, remedy: str) -> Code:
    return Code("error", title, meaning, remedy)


def _warning(title: str, meaning: str, remedy: str) -> Code:
    return Code("warning", title, meaning, remedy)


CODES: dict[str, Code] = {
    # The folder, its contract and its files
    "folder-unreadable": _error(
        "No data folder", "The data folder is missing, is not a folder or may not be read.", "Give the right --data."
    ),
    "contract-unreadable": _error(
        "No contract",
        "datapackage.json, which says which files and columns there are, is missing or is not JSON.",
        "Restore it; nothing can be checked without it.",
    ),
    "contract-broken": _error(
        "Contract does not fit",
        "datapackage.json lacks a table, column, type or rule that the program needs, or says something senseless.",
        "Correct the part that the message names.",
    ),
    "path-outside-folder": _error(
        "Path leaves the data folder",
        "A path of datapackage.json is absolute or climbs out of the data folder.",
        "Use a path below the data folder.",
    ),
    "file-not-listed": _warning(
        "File not listed",
        "A file of data/statements is read, but the path list of datapackage.json lacks it, so other tools miss it.",
        "Run `python -m etl package`.",
    ),
    "file-missing": _error(
        "File missing", "datapackage.json lists a file that is not there.", "Restore it or take it off the list."
    ),
    "file-unreadable": _error(
        "File cannot be read", "The system refuses to read the file, or it is a folder.", "Check what it is."
    ),
    "file-too-large": _error("File too large", "The file is above the size limit.", "Split it by topic."),
    "file-empty": _error("Empty file", "The file has no header line.", "Restore it or delete it and its listing."),
    "no-rows": _error(
        "Table without rows",
        "A table that others refer to, or all statement files together, have a header and nothing else.",
        "Restore the rows.",
    ),
    # Bytes and lines
    "not-utf-8": _error(
        "Not UTF-8", "The file has bytes that are not UTF-8, often Latin-1 from a spreadsheet.", "Save it as UTF-8."
    ),
    "control-character": _error(
        "Control character",
        "A line has a NUL, tab, lone carriage return or another invisible control character.",
        "Delete it.",
    ),
    "line-too-long": _error(
        "Line too long", "A line is above the length limit; often line ends were lost.", "Restore the line ends."
    ),
    "line-break-in-cell": _error(
        "Line break in a cell",
        "A quoted cell goes on in the next line. A row is one line here, so that every problem has a line.",
        "Put the cell on one line.",
    ),
    "unclosed-quote": _error("Unclosed quote", "A cell opens a quote and never closes it.", "Close the quote."),
    "stray-quote": _error(
        "Stray quote",
        "A quote stands inside an unquoted cell, or text follows a closing quote.",
        'Put the whole cell in quotes and double the quotes inside it: "field ""Illicit drugs""".',
    ),
    "too-few-fields": _error("Too few fields", "A row has fewer cells than the header.", "Add the missing commas."),
    "too-many-fields": _error(
        "Too many fields",
        "A row has more cells than the header, often because of an unquoted comma.",
        "Put a cell that has a comma in quotes.",
    ),
    "no-final-line-end": _error(
        "Last line has no end",
        "The last line does not end with a line end, so nobody can tell whether it is cut off.",
        "Check the last line, then end it with a line end.",
    ),
    "wrong-separator": _error(
        "Wrong separator", "The header is separated by semicolons, as some spreadsheets write.", "Save it with commas."
    ),
    "column-missing": _error("Column missing", "The header lacks a column of the contract.", "Add the column."),
    "column-unknown": _error("Column unknown", "The header has a column that the contract lacks.", "Rename it."),
    "column-twice": _error("Column twice", "The header has a column twice.", "Delete one of them."),
    # Cells
    "not-an-integer": _error("Not a whole number", "The cell needs a whole number in plain digits.", "Correct it."),
    "not-a-number": _error(
        "Not a plain number",
        "The cell needs a finite plain decimal: no thousands separators, exponents, hexadecimals, NaN or units.",
        "Write digits with a point before decimals, such as 1234.5.",
    ),
    "cell-empty": _error("Empty cell", "A required cell is empty.", "Fill it."),
    "number-out-of-range": _error(
        "Number out of range", "A number is below the least or above the greatest one allowed.", "Correct it."
    ),
    "value-not-in-list": _error("Word not allowed", "The column takes a fixed list of words.", "Use one of them."),
    "pattern-mismatch": _error("Wrong form", "The cell does not have the form that the contract gives.", "Correct it."),
    "date-not-real": _error(
        "Not a date",
        "A date is not a year (2019), month (2019-02) or day (2019-02-28) of the calendar.",
        "Write a real date, as far as it is known.",
    ),
    "dates-reversed": _error("Dates reversed", "A membership ends before it begins.", "Swap or correct the dates."),
    "year-out-of-range": _error("Year out of range", "A year is before 1900 or after next year.", "Correct the year."),
    "address-not-http": _error(
        "Address is not http(s)",
        "An address does not begin with http:// or https://; others could run code in the reader's browser.",
        "Give the address of a page.",
    ),
    "address-broken": _error(
        "Broken address",
        "An address lacks a host, or has spaces, quotes, angle brackets, backslashes or a user name in it.",
        "Copy it again from the browser.",
    ),
    # Keys
    "key-twice": _error("Key used twice", "Two rows have the same key.", "Delete or rename one of them."),
    "key-unknown": _error(
        "Nothing has this key", "A cell names a row of another table that is not there.", "Correct it or add the row."
    ),
    "source-unused": _error(
        "Source not used",
        "No statement, event, fact, group or annotation has the source and no other source rests on it.",
        "Delete it or add what it says.",
    ),
    "rests-on-circle": _error(
        "Sources rest on each other", "Following rests_on leads back to the same source.", "Empty one rests_on."
    ),
    # Statements
    "no-value": _error(
        "No number", "A statement has neither a value nor a range.", "Fill value, or low and high, or delete it."
    ),
    "half-range": _error(
        "Half a range",
        "A statement has only one end of a range. A single bound is a value with the flag at-least.",
        "Fill both low and high or neither.",
    ),
    "range-reversed": _error("Range reversed", "low is above high.", "Swap or correct them."),
    "value-outside-range": _error(
        "Value outside its range",
        "value is below low or above high (a misprint may be, and says so in its flag).",
        "Correct the number that was mistyped; if it was printed so, flag it misprint.",
    ),
    "unit-unknown": _error("Unknown unit", "Nothing is known of the unit.", "Use one that the message names."),
    "unit-not-convertible": _error(
        "Wrong kind of unit", "The unit measures something else than the indicator.", "Use one that converts."
    ),
    "no-address": _error(
        "Number without an address",
        "Neither the statement's via nor its source's url says where the number can be read.",
        "Fill via or the url of the source.",
    ),
    "statement-twice": _error(
        "Same statement twice",
        "Two statements agree in indicator, area, year, producer, source, value (or range), unit and locator.",
        "Delete one, or tell them apart by locator.",
    ),
    "flag-against-value": _error(
        "Flag and value disagree", "A range has no best value; poppy-free is recorded as 0.", "Correct one of them."
    ),
    # Indicators, areas, annotations, outlines
    "product-of-broken": _error(
        "Not a product",
        "product_of names something that is no indicator, or two whose units do not multiply into this unit.",
        "Name two indicators, or empty the cell.",
    ),
    "parent-wrong": _error(
        "Area in the wrong place", "An area has no parent, or one that is not wider than itself.", "Correct parent."
    ),
    "wrong-country": _error(
        "Province in the wrong country",
        "The letters before the hyphen of an area's key belong to one country; this area has another parent.",
        "Correct parent or the key.",
    ),
    "alias-ambiguous": _error(
        "Alias means two areas",
        "An alias is the name, key or alias of another area, too, so that an import cannot tell which one is meant.",
        "Delete or correct the alias.",
    ),
    "annotation-without-number": _error(
        "Annotation of nothing",
        "No statement has the indicator, area, year and producer of the annotation.",
        "Correct them or add the statement.",
    ),
    "annotation-text-broken": _error(
        "Annotation text broken",
        "The text has an unknown placeholder or a brace without its partner.",
        "Use {value}, {unit}, {year}, {low} and {high} only.",
    ),
    "correction-outdated": _error(
        "Correction fits no statement",
        "No statement prints what corrections.csv says that it prints; the source or the statement was corrected.",
        "Delete the correction, or correct its key or `printed`.",
    ),
    "correction-against-flag": _error(
        "Correction against the flag",
        "A statement is flagged misprint or wrong-scope, and its correction says the other.",
        "Make them agree.",
    ),
    "correction-broken": _error(
        "Correction says nothing",
        "What is meant is what is printed, or its unit is missing or of another kind.",
        "Correct meant or meant_unit.",
    ),
    "outlines-broken": _error(
        "Outlines broken", "A file of outlines is not a GeoJSON FeatureCollection.", "Restore the file."
    ),
    "outline-unknown-area": _error(
        "Outline of no area",
        "An outline's id is neither an area nor a province of a country in areas.csv, or is there twice.",
        "Correct the id.",
    ),
    # Consistency between numbers
    "value-unlike-printed": _warning(
        "Value unlike what is printed",
        "`as_printed` is a number and nothing but its unit, and `value` is another number.",
        "Correct the one that is mistyped.",
    ),
    "factors-do-not-give-product": _warning(
        "Factors do not give the product",
        "An indicator that is the product of two others (yield times area is production) is more than 5 % off.",
        "Look at the three statements; they may be of different revisions.",
    ),
    "parts-and-total-differ": _warning(
        "Parts and total differ",
        "The parts of an area add up to more than it, or all of them together to less, by more than 1 %.",
        "Look for a missing, mistyped or wrongly placed statement.",
    ),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, where a maintainer finds it, and what to do about it."""

    file: str
    line: int
    code: str
    text: str

    @property
    def severity(self) -> Severity:
        return CODES[self.code].severity

    @property
    def is_error(self) -> bool:
        """Whether it stops a refresh."""
        return self.severity == "error"

    def __str__(self) -> str:
        word = "" if self.is_error else "warning: "
        return f"{escaped(self.file)}:{self.line}: {self.code} {word}{escaped(self.text)}"
