"""Reads the number of a cell: with sign, per cent, a unit behind it, or its range in brackets."""

import dataclasses
import re

from etl.documents.files.cells import Mark, NoNumber, PrintedNumber, number_of
from etl.documents.files.document import is_figure_cell
from etl.documents.readings.sense import SenseReader
from etl.figures.quoting import shown

_BRACKETED_RANGE = re.compile(
    r"(?P<value>[^()\[\]]*\d[^()\[\]]*)[(\[]\s*(?P<range>\d[^()\[\]]*[-–—][^()\[\]]*\d)\s*[)\]]\s*"
)
_SIGN = re.compile(r"^\s*(?P<sign>[+±−–-])\s*(?=\d)")
_PER_CENT = re.compile(r"\s*(?:%|‰|per cent|por ciento|pour cent|prozent|процент\w*)\s*$", re.IGNORECASE)
_UNIT_BEHIND = re.compile(r"(?P<number>.*\d)\s*(?P<unit>[^\W\d_][^\d()]*?)\s*[⁰¹²³⁴-⁹*†]*$")


def read_cell(text: str, mark: Mark, reader: SenseReader) -> tuple[PrintedNumber | NoNumber, str, str]:
    """The number of a cell, its own unit, and whether it is per cent."""
    bare, kind, sign = " ".join(text.split()), "", 1.0
    bracketed = _BRACKETED_RANGE.fullmatch(bare)
    if bracketed:
        value, unit, _ = read_cell(bracketed["value"], mark, reader)
        ends, _, _ = read_cell(bracketed["range"], mark, reader)
        if isinstance(value, PrintedNumber) and isinstance(ends, PrintedNumber) and ends.low is not None:
            return dataclasses.replace(value, low=ends.low, high=ends.high, as_printed=text), unit, ""
        return NoNumber(f"{shown(text)} cannot be read as a number with its range", unexpected=True), "", ""
    if found := _PER_CENT.search(bare):
        bare, kind = bare[: found.start()], "percent"
    if (found := _SIGN.match(bare)) and is_figure_cell(bare):
        sign, bare, kind = -1.0 if found["sign"] not in "+±" else 1.0, bare[found.end() :], kind or "signed"
    unit = ""
    number = number_of(bare, mark)
    if isinstance(number, NoNumber) and (found := _UNIT_BEHIND.fullmatch(bare)):
        units = reader.sense(found["unit"]).units
        if units:
            unit, number = units[0], number_of(found["number"], mark)
    if isinstance(number, PrintedNumber) and number.value is not None and kind:
        number = dataclasses.replace(number, value=number.value * sign)
    return number, "percent" if kind == "percent" else unit, kind
