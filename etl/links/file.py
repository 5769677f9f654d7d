"""links.csv: read with the data package, written whole and at once, so that a stop in between loses nothing."""

import csv
import os
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path

import pandas as pd

from etl.links.states import LinkRow

COLUMNS = [each.name for each in fields(LinkRow)]


def known_links(table: pd.DataFrame) -> dict[str, LinkRow]:
    """The rows of links.csv by address."""
    rows = table[COLUMNS].itertuples(index=False, name=None)
    return {row[0]: LinkRow(*row) for row in rows}


def write_links(path: Path, links: Iterable[LinkRow]) -> None:
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
