"""Imports tables that a test writes, and reads what is printed."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sample_data import sample_data

from etl.documents.proposal import propose_from
from etl.documents.report import proposal_lines
from etl.documents.request import ImportRequest
from etl.method.units_in_use import units_in_use
from etl.package.extract import Package, extract

POPPY = {"indicator": "opium-poppy-cultivation", "unit": "hectares"}
SOURCE = "unodc-wdr-2026-annex-6-2-1"


@cache
def package() -> Package:
    """The sample without its statements, with which nothing here is compared."""
    read = extract(sample_data())
    return replace(read, tables={**read.tables, "statements": read.tables["statements"].iloc[:0]})


def imported(file: Path, **options: Any) -> str:
    """What an import prints."""
    request = ImportRequest(file, SOURCE, producer="unodc", **options)
    with units_in_use(package().tables["units"]):
        return "\n".join(proposal_lines(propose_from(package(), request)))


def of_text(folder: Path, text: str, **options: Any) -> str:
    file = folder / "table.csv"
    file.write_text(text, encoding="utf-8")
    return imported(file, **options)


def numbers(output: str) -> list[str]:
    """Cell, area, year, value and unit of each number."""
    lines = map(re.compile(r"([A-Z]+[0-9]+ .*?\S)  (?:new|same|changed)").match, output.splitlines())
    return [" ".join(line[1].split()) for line in lines if line]
