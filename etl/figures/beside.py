"""Constants of the domain as data: CSV files that lie beside the modules which read them."""

import csv
from importlib import resources


def rows_beside(package: str | None, file: str) -> list[dict[str, str]]:
    """The rows of a CSV file that lies beside the modules of a package (their `__package__`), by its headings."""
    text = (resources.files(package or "") / file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
