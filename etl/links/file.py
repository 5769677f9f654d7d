"""links.csv: read with the data package, written whole and at once, so that a stop in between loses nothing."""

import csv
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from etl.figures import columns
from etl.figures.sources import Link

COLUMNS = [column.name for column in columns.LINK.in_file]


def known_links(table: pd.DataFrame) -> dict[str, Link]:
    """The rows of links.csv by address."""
    return {link.address: link for link in _links(table)}


def _links(table: pd.DataFrame) -> list[Link]:
    return [Link(**row) for row in table[COLUMNS].to_dict("records")]


def link_table(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table `link` of an edition from those of links.csv: with what each status means for a reader."""
    return table.assign(state=pd.Series([link.state for link in _links(table)], index=table.index, dtype="str"))


def write_links(path: Path, links: Iterable[Link]) -> None:
    """Replace the file, sorted by address. Raises OSError where it cannot be written; the old file then stays."""
    aside = path.with_name(f".{path.name}.writing")
    try:
        with aside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            for link in sorted(links, key=lambda link: link.address):
                writer.writerow({name: _safe(cell) for name, cell in asdict(link).items()})
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _safe(cell: str) -> str:
    """A spreadsheet must not take the title of a stranger's page for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
